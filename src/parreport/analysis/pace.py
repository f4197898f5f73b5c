"""What the rest of the year needs: how many of the cases to come must succeed, leaf by leaf.

In: leaves, the ranked index, what would win the next class, the time assessed. Out: one row per unit,
ratio leaf and goal, exact. Source: ``docs/methodology.md`` 12.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.counted_columns import PACE
from parreport.inputs.framework import Framework, Item
from parreport.rounding import pattern_of, round_fraction
from parreport.spans import Span

RISING = frozenset({"bands", "proportional"})  # forms of rules in which a higher rate gives more
COPIED_TO = 5  # units from which on equal figures are one figure of the province, and no chance
COLUMNS = [*PACE.names, "target_band", "target_band_en"]
NINE = Decimal("0.000000001")


@dataclass(frozen=True)
class Rest:
    """How many days of a year are over, and how many are left."""

    past_days: int
    left_days: int

    def expect(self, cases: int) -> int:
        """Return how many cases the days left bring if each brings as many as so far; whole, half up."""
        return (2 * cases * self.left_days + self.past_days) // (2 * self.past_days)


def find_rest(span: Span) -> Rest | None:
    """Return what is left of the year; None where the time does not run from 1 January, or to 31 December."""
    begin, end = date(span.year, 1, 1), date(span.year, 12, 31)
    if span.first != begin or span.last >= end:
        return None
    return Rest((span.last - begin).days + 1, (end - span.last).days)


@dataclass(frozen=True)
class _Cases:
    """The cases of a unit on a leaf so far, and those that are expected."""

    unit: str
    leaf: Item
    value: str
    points: Decimal
    numerator: int
    denominator: int
    left: int

    @property
    def rate(self) -> Fraction:
        """The rate so far."""
        return Fraction(self.numerator, self.denominator)

    def rate_with(self, successes: int) -> Fraction:
        """The rate of the whole year with so many of the expected cases."""
        return Fraction(self.numerator + successes, self.denominator + self.left)

    @property
    def lost(self) -> Decimal:
        """The points that the leaf loses so far."""
        return (self.leaf.max_points or Decimal(0)) - self.points

    def points_with(self, successes: int) -> Decimal:
        """The points of the leaf at that rate."""
        cases = Decimal(self.numerator + successes), Decimal(self.denominator + self.left)
        most, rule = self.leaf.max_points, self.leaf.rule
        points = None if rule is None else rule.score_cases(*cases, self.value, most)
        if points is None:
            raise ValueError(f"{self.leaf.code}: no rule on a rate")
        return points if most is None else min(points, most)

    def fewest_at(self, rate: Fraction) -> int | None:
        """The fewest successes that bring the rate of the whole year to a rate; None where all do not."""
        needed = max(0, ceil(rate * (self.denominator + self.left)) - self.numerator)
        return needed if needed <= self.left else None

    def fewest(self, is_enough: Callable[[int], bool]) -> int | None:
        """The fewest successes whose points suffice; None where there are none.

        Points change at the bounds of bands only, each of which is tried; in proportion they only rise.
        """
        rule = None if self.leaf.rule is None else self.leaf.rule.part_for(self.value)
        if rule is not None and rule.steps:
            starts = {self.fewest_at(Fraction(step.bound) / 100) for step in rule.steps} | {0}
            return next((n for n in sorted(n for n in starts if n is not None) if is_enough(n)), None)
        fewest = bisect_left(range(self.left + 1), True, key=is_enough)
        return fewest if fewest <= self.left else None


def find_pace(
    leaves: pd.DataFrame, index: pd.DataFrame, what_if: pd.DataFrame, framework: Framework, rest: Rest | None
) -> pd.DataFrame:
    """Find what the cases to come must bring: one row per unit, leaf and goal; none where nothing is left of the year.

    The leaves are those that lose points which a rule gives for a rate of whole cases that add up
    over the year; one on which all units of the block, five at least, have the same cases is left out. Units as in
    ``index``, the largest loss first. ``goal`` ``mean``: the mean of the rates of the block's units
    without gaps, two at least; ``next_band``: the points to the next class, if only this leaf moved.
    ``needed_n`` is the fewest of the ``left_n`` expected cases that must succeed, blank where all of
    them do not suffice. In memory ``target_band`` is the next class.
    """
    if rest is None:
        return pd.DataFrame(columns=COLUMNS)
    whole = set(index.loc[index["gaps_n"] == 0, "unit_code"])
    losing: dict[str, list[tuple[_Cases, Fraction | None]]] = {}
    for own in _find_cases(leaves, framework, rest).values():
        mean = _average([one for one in own if one.unit in whole])
        if len(own) >= COPIED_TO and len({(one.numerator, one.denominator) for one in own}) == 1:
            continue
        for one in own:
            if one.left and one.lost > 0:
                losing.setdefault(one.unit, []).append((one, mean))
    classes = {goal["unit_code"]: goal for goal in what_if[what_if["goal"] == "next_band"].to_dict("records")}
    records = []
    for row in index.to_dict("records"):
        goal = classes.get(row["unit_code"])
        for one, mean in sorted(losing.get(row["unit_code"], ()), key=lambda pair: (-pair[0].lost, pair[0].leaf.order)):
            if mean is not None:
                records.append(_record(one, "mean", 100 * mean, one.fewest_at(mean)))
            if goal is not None:
                needed = None if is_blank(goal["points_needed"]) else _fewest_for(one, row, goal["target"], framework)
                named = {name: goal[name] for name in ("target_band", "target_band_en")}
                records.append(_record(one, "next_band", Fraction(goal["target"]), needed) | named)
    return pd.DataFrame(records, columns=COLUMNS, dtype=object)


def _find_cases(leaves: pd.DataFrame, framework: Framework, rest: Rest) -> dict[tuple[str, str], list[_Cases]]:
    """Find the ratio leaves with cases, by block and leaf: points by the rule, whole cases that add up."""
    counted = leaves[leaves["applies"].astype(bool) & (leaves["origin"] == "rule") & leaves["denominator"].notna()]
    names = ("unit_code", "block", "item_code", "value", "points", "numerator", "denominator")
    found: dict[tuple[str, str], list[_Cases]] = {}
    for unit, block, code, value, points, numerator, denominator in rows_of(counted, *names):
        leaf = framework.by_code[block].by_code[code]
        part = None if leaf.rule is None else leaf.rule.part_for(value)
        if part is None or part.basis != "rate" or part.form not in RISING or leaf.outside or not leaf.accumulates:
            continue
        if denominator == 0 or numerator % 1 or denominator % 1:
            continue
        cases = _Cases(unit, leaf, value, points, int(numerator), int(denominator), rest.expect(int(denominator)))
        found.setdefault((block, code), []).append(cases)
    return found


def _average(own: Sequence[_Cases]) -> Fraction | None:
    """Return the mean of the rates of units, each counted once; None of fewer than two."""
    return sum((one.rate for one in own), Fraction(0)) / len(own) if len(own) > 1 else None


def _fewest_for(one: _Cases, row: Mapping[Any, Any], target: Decimal, framework: Framework) -> int | None:
    """Return the fewest successes whose points alone lift the printed index of a unit to a target."""
    others = Fraction(row["points"] + row["bonus_points"] - row["penalty_points"] - one.points)
    pattern = pattern_of(framework.decimals)

    def is_enough(successes: int) -> bool:
        pct = 100 * (others + Fraction(one.points_with(successes))) / Fraction(row["max_points"])
        return round_fraction(min(pct, Fraction(100)) if framework.cap_at_100 else pct, pattern) >= target

    return one.fewest(is_enough)


def _record(one: _Cases, goal: str, target: Fraction, needed: int | None) -> dict[str, Any]:
    return {
        "unit_code": one.unit,
        "item_code": one.leaf.code,
        "goal": goal,
        "target_pct": round_fraction(target, NINE),
        "numerator": one.numerator,
        "denominator": one.denominator,
        "rate_pct": round_fraction(100 * one.rate, NINE),
        "lost_points": one.lost,
        "left_n": one.left,
        "needed_n": needed,
        "needed_pct": None if needed is None else round_fraction(Fraction(100 * needed, one.left), NINE),
        "year_pct": None if needed is None else round_fraction(100 * one.rate_with(needed), NINE),
        "best_pct": round_fraction(100 * one.rate_with(one.left), NINE),
        "target_band": "",
        "target_band_en": "",
    }
