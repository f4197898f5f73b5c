"""Weights and appraisals that might as well have been: seeded draws of a block.

In: a block and what is drawn for it. Out: arrays with one column per draw. Every item, unit and
purpose has a stream of random numbers of its own, seeded by its codes, so that no order of rows,
no other item and no number of workers changes a draw. Sums run in one fixed order, without matrix
libraries. Source: ``docs/methodology.md`` 9.1, 9.3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import PCG64, Generator, SeedSequence

from parreport.columns import rows_of
from parreport.inputs.framework import Block, Item

Floats = np.ndarray[Any, np.dtype[np.float64]]
SEED = 1486
SPREAD = 0.25
STEP_WITHOUT_RULE = Decimal("0.25")
ZERO = Decimal(0)
HUNDREDTH = Decimal("0.01")


def open_stream(*codes: str) -> Generator:
    """Return the stream of random numbers that belongs to these codes, always the same."""
    digest = hashlib.sha256("\0".join((str(SEED), *codes)).encode()).digest()
    return Generator(PCG64(SeedSequence(int.from_bytes(digest, "big"))))


def find_groups(block: Block) -> list[Item]:
    """Return what has a weight of its own: criteria, and areas that are leaves, in order of code."""
    groups = (
        item
        for item in block.items
        if (item.level == 2 or (item.level == 1 and item.is_leaf)) and block.leaf_codes_under[item.code]
    )
    return sorted(groups, key=lambda item: item.code)


def draw_factors(block: Block, groups: Sequence[Item], draws: int) -> Floats:
    """Draw the factor of each group: its area's U(0.75, 1.25) times, for a criterion, its own.

    One row per group, one column per draw.
    """

    def draw(code: str) -> Floats:
        return 1 - SPREAD + 2 * SPREAD * open_stream("weight", block.code, code).random(draws)

    areas = {code: draw(code) for code in sorted({group.area_code for group in groups})}
    factors = np.empty((len(groups), draws))
    for row, group in enumerate(groups):
        factors[row] = areas[group.area_code] * (1.0 if group.level == 1 else draw(group.code))
    return factors


def weigh(values: Floats, factors: Floats) -> Floats:
    """Return Σ factor × value over the groups: one row per unit, one column per draw."""
    total = np.zeros((len(values), factors.shape[1]))
    term = np.empty_like(total)
    for column, factor in enumerate(factors):
        np.multiply(values[:, column, None], factor, out=term)
        total += term
    return total


def draw_moves(
    leaves: pd.DataFrame, block: Block, groups: Sequence[Item], factors: Floats, units: Sequence[str]
) -> Floats:
    """Draw how appraisal might have moved Σ factor × points: one row per unit, one column per draw.

    ``leaves``: the appraised leaves that apply to these units and have points. Each falls one step,
    stays or rises one step, one chance in three each; at 0 or the maximum it stays instead.
    """
    row_of = {group.code: row for row, group in enumerate(groups)}
    drawn = sorted(leaf.code for leaf in block.scored_leaves if leaf.method == "appraised")
    known: dict[tuple[str, str, Decimal], tuple[float, float]] = {}
    steps: dict[str, dict[str, tuple[float, float]]] = {unit: {} for unit in units}
    for unit, code, value, points in rows_of(leaves, "unit_code", "item_code", "value", "points"):
        key = (code, value, points)
        if key not in known:
            down, up = find_steps(block.by_code[code], value, points)
            known[key] = float(down - points), float(up - points)
        steps[unit][code] = known[key]
    moves = np.zeros((len(units), factors.shape[1]))
    for row, unit in enumerate(units):
        chances = open_stream("appraisal", block.code, unit).random((len(drawn), factors.shape[1]))
        for chance, code in zip(chances, drawn, strict=True):
            fall, rise = steps[unit].get(code, (0.0, 0.0))
            if fall or rise:
                leaf = block.by_code[code]
                moved = np.where(chance < 1 / 3, fall, np.where(chance < 2 / 3, 0.0, rise))
                moves[row] += moved * factors[row_of[leaf.criterion_code or leaf.area_code]]
    return moves


def find_steps(leaf: Item, value: str, points: Decimal) -> tuple[Decimal, Decimal]:
    """Return the points one step below and one above, within 0 and the maximum of the leaf.

    A step is the next points figure that the rule can give for what was declared; 0.25 points
    without a rule. Where there is none, the points stay.
    """
    maximum = leaf.max_points or ZERO
    if leaf.rule is None:
        down, up = points - STEP_WITHOUT_RULE, points + STEP_WITHOUT_RULE
        return max(down, ZERO), min(up, maximum)
    rule = leaf.rule.part_for(value)
    if rule.form == "each":
        down, up = _next_multiples(points, rule.step_points)
    elif rule.form == "deduct":
        lost = _next_multiples(maximum - points, rule.step_points)
        down, up = maximum - lost[1], maximum - lost[0]
    elif rule.form == "proportional":
        lowest = (rule.floor / rule.full * maximum).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
        down, up = _next_multiples(points, HUNDREDTH)
        down = down if down >= lowest else ZERO
        up = max(up, lowest)
    else:
        figures = {step.points for step in rule.steps} | ({ZERO} if rule.form != "choice" else set())
        down = max((one for one in figures if one < points), default=points)
        up = min((one for one in figures if one > points), default=points)
    return max(down, ZERO), min(up, maximum)


def _next_multiples(points: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    """Return the multiples of a step next below and next above; the points themselves at step 0."""
    if not step:
        return points, points
    below = (points / step).to_integral_value(ROUND_CEILING) - 1
    above = (points / step).to_integral_value(ROUND_FLOOR) + 1
    return below * step, above * step
