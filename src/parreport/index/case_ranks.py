"""Ranks under chance in few cases: each rate drawn from what its cases leave open.

In: the ranked units of a block, their ratio leaves, the draws of weights. Out: ranges of ranks over
draws of cases and survey error, and over these and weights together. Every unit and leaf has a stream
of random numbers of its own, as in :mod:`parreport.index.draws`. Source: ``docs/methodology.md`` 11.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import rows_of
from parreport.index.draws import Floats, open_stream, weigh
from parreport.index.fields import CELLS, Field, find_place, rank_columns
from parreport.index.ratios import score_cases
from parreport.inputs.framework import Item

HALF = 0.5
NEAR = 1e-7
"""How near a rate in percent, or points in hundredths, comes to a limit before it is scored exactly."""


@dataclass(frozen=True)
class Weights:
    """Draws of weights: what has one, its factors, and what appraisal moves, if that was drawn."""

    groups: Sequence[Item]
    factors: Floats
    moves: Floats | None = None


@dataclass(frozen=True)
class _Leaf:
    """A ratio leaf of a unit: its item, its cases, n of d, what was declared beside them, its points."""

    item: Item
    cases: tuple[int, int]
    value: str
    points: Decimal


@dataclass
class _Drawn:
    """What the drawn rates add to the points of each unit, a column per draw; within the tree also weighed."""

    inside: Floats
    weighed: Floats
    factor_of: dict[str, Floats]
    outside: dict[str, Floats] = field(default_factory=dict)

    def take(self, row: int, leaf: _Leaf, rates: Floats) -> None:
        """Add what one leaf of a unit gains or loses in each draw against its points."""
        item, moved = leaf.item, score_rates(leaf.item, rates, leaf.value) - float(leaf.points)
        if item.outside:
            self.outside.setdefault(str(item.method), np.zeros_like(self.inside))[row] += moved
        else:
            self.inside[row] += moved
            self.weighed[row] += moved * self.factor_of[item.criterion_code or item.area_code]


def draw_case_ranks(
    block: Field, ratios: pd.DataFrame, errors: Mapping[str, float], weights: Weights
) -> dict[str, Any]:
    """Return ranks over draws of cases, and of cases and weights together; nothing without cases.

    ``rank_cases_p05``, ``rank_cases_p95``: rates and, where ``errors`` knows one, the survey's error
    (percentage points) drawn, weights as they are; ``cases_stay_share``: share of these draws with
    the published rank. ``rank_together_p05``, ``rank_together_p95``: the same draws, weights drawn too.
    """
    units, draws = block.units, weights.factors.shape[1]
    own = ratios[ratios["unit_code"].isin(units) & (ratios["denominator"] > 0)]
    if own.empty or len(units) < 2:
        return {}
    drawn = _draw_cases(block, own, weights)
    codes = [group.code for group in weights.groups]
    points, maxima = (block.spread(codes, name).astype(float) for name in ("points", "max_points"))
    published = block.index["rank"].to_numpy(int)[:, None]
    ranks = {name: np.empty((len(units), draws), dtype=np.int32) for name in ("cases", "together")}
    size = max(1, CELLS // len(units))
    beside = _draw_beside(block, drawn, errors, draws)
    level = np.ones((len(codes), 1))
    whole, most = weigh(points, level), weigh(maxima, level)
    for start in range(0, draws, size):
        part = slice(start, start + size)
        tops = weigh(points, weights.factors[:, part]) + drawn.weighed[:, part]
        if weights.moves is not None:
            tops += weights.moves[:, part]
        bottoms = weigh(maxima, weights.factors[:, part])
        ranks["cases"][:, part] = rank_columns(block.index_of(whole + drawn.inside[:, part], most, beside[:, part]))
        ranks["together"][:, part] = rank_columns(block.index_of(tops, bottoms, beside[:, part]))
    found: dict[str, Any] = {"cases_stay_share": (ranks["cases"] == published).sum(axis=1) / draws}
    for name, own_ranks in ranks.items():
        own_ranks.sort(axis=1)
        for label, pct in (("p05", 5), ("p95", 95)):
            found[f"rank_{name}_{label}"] = own_ranks[:, find_place(pct, draws)]
    return found


def _draw_cases(block: Field, ratios: pd.DataFrame, weights: Weights) -> _Drawn:
    """Draw the rates of all ratio leaves with cases, and what each adds to its unit's points."""
    draws = weights.factors.shape[1]
    factor_of = {group.code: weights.factors[at] for at, group in enumerate(weights.groups)}
    drawn = _Drawn(np.zeros((len(block.units), draws)), np.zeros((len(block.units), draws)), factor_of)
    row_of = {unit: row for row, unit in enumerate(block.units)}
    names = ("unit_code", "cases_root", "copied", "item_code", "numerator", "denominator", "value", "points")
    own: dict[tuple[str, str], list[_Leaf]] = {}
    copied: dict[str, list[tuple[str, _Leaf]]] = {}
    for unit, root, is_copied, code, numerator, denominator, value, points in rows_of(ratios, *names):
        leaf = _Leaf(block.block.by_code[code], (int(numerator), int(denominator)), value, points)
        if is_copied:
            copied.setdefault(code, []).append((unit, leaf))
        else:
            own.setdefault((unit, root), []).append(leaf)
    for (unit, root), leaves in own.items():
        leaves.sort(key=lambda leaf: leaf.item.order)
        rates = draw_rates([leaf.cases for leaf in leaves], (block.block.code, unit, root), draws)
        for own_rates, leaf in zip(rates, leaves, strict=True):
            drawn.take(row_of[unit], leaf, own_rates)
    for code, same in copied.items():  # one figure, copied to every unit of the block, has one draw
        rates = draw_rates([same[0][1].cases], (block.block.code, "", code), draws)
        for unit, leaf in same:
            drawn.take(row_of[unit], leaf, rates[0])
    return drawn


def draw_rates(cases: Sequence[tuple[int, int]], codes: Sequence[str], draws: int) -> list[Floats]:
    """Draw rates from Beta(n + ½, d − n + ½), Jeffreys' posterior of n of d cases: one row per leaf.

    Leaves that share their cases share one draw: in a draw where the first has its k-th smallest rate,
    each of the others has its own k-th smallest. ``codes`` name the stream.
    """
    rates: list[Floats] = []
    for numerator, denominator in cases:
        stream = open_stream("cases", *codes)
        own = stream.beta(numerator + HALF, denominator - numerator + HALF, draws)
        if rates:
            own.sort()
            places = np.empty(draws, dtype=np.int64)
            places[np.argsort(rates[0], kind="stable")] = np.arange(draws)
            own = own[places]
        rates.append(own)
    return rates


def score_rates(leaf: Item, rates: Floats, value: str) -> Floats:
    """Return the points of a ratio leaf at some rates (shares from 0 to 1), cut by its own maximum.

    As its rule gives them for these very rates: what comes near a bound, or near half of a
    hundredth, is scored by the rule itself.
    """
    rule = None if leaf.rule is None else leaf.rule.part_for(value)
    if rule is None or rule.basis != "rate":
        raise ValueError(f"{leaf.code}: no rule on a rate")
    pct = 100 * rates
    if rule.form == "proportional":
        most, full, floor = float(leaf.max_points or 0), float(rule.full), float(rule.floor)
        hundredths = pct * (100 * most / full)
        points = np.minimum(np.floor(hundredths + 0.5) / 100, most)
        points = np.where(pct < floor, 0.0, np.where(pct >= full, most, points))
        near = np.abs(hundredths - np.floor(hundredths) - 0.5) < NEAR
        bounds = [floor, full]
    else:
        steps = sorted(rule.steps, key=lambda step: step.bound)
        bounds, given = [float(step.bound) for step in steps], [float(step.points) for step in steps]
        if rule.form == "limits":
            points = np.array([*given, 0.0])[np.searchsorted(bounds, pct, side="left")]
        else:
            points = np.array([0.0, *given])[np.searchsorted(bounds, pct, side="right")]
        near = np.zeros(len(pct), dtype=bool)
    for bound in bounds:
        near |= np.abs(pct - bound) < NEAR
    for place in np.flatnonzero(near):
        points[place] = float(score_cases(leaf, Decimal(float(rates[place])), Decimal(1), value))
    return points if leaf.max_points is None else np.minimum(points, float(leaf.max_points))


def _draw_beside(block: Field, drawn: _Drawn, errors: Mapping[str, float], draws: int) -> Floats:
    """Return what each draw adds to the index beside the tree, in percent: bonus less penalty, survey error."""
    beside = np.tile(block.outside[:, None], draws)
    if drawn.outside:
        maxima = block.index["max_points"].to_numpy(object).astype(float)[:, None]
        points = []
        for method, cap in block.outside_caps.items():
            sums = block.sum_outside(method)[:, None] + drawn.outside.get(method, 0.0)
            points.append(np.minimum(sums, cap))
        beside = 100 * (points[0] - points[1]) / maxima
    for row, unit in enumerate(block.units):
        if errors.get(unit):
            beside[row] += errors[unit] * open_stream("survey", block.block.code, unit).standard_normal(draws)
    return beside
