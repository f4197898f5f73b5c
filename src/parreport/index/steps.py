"""By how much what a unit declared would have to differ, so that its rule gives more points.

In: a leaf, what was declared for it, the points to reach. Out: the smallest difference.
Source: ``docs/methodology.md`` 17.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

import pandas as pd

from parreport.columns import rows_of
from parreport.inputs.framework import Framework

HUNDRED = Decimal(100)
RATE = re.compile(r"(?<![\d.,/])(\d{1,3}(?:\.\d{3})+|\d{1,12})/(\d{1,3}(?:\.\d{3})+|\d{1,12})(?![\d/]|[.,]\d)")
AMOUNT = re.compile(r"(?<![\d.,/])(\d{1,3}(?:\.\d{3})+|\d{1,12}(?:,\d+)?)(?![\d/]|[.,]\d)")
Score = Callable[[Decimal], Decimal | None]


@dataclass(frozen=True)
class Step:
    """``n``: by how much the declared figure would differ, None for an option in its place; the points it then has."""

    n: Decimal | None
    option: str
    points: Decimal


def find_counted(
    leaves: pd.DataFrame, ratios: pd.DataFrame, framework: Framework
) -> dict[tuple[str, str], tuple[Decimal | None, str]]:
    """Find the leaves whose points move with a figure, and its numerator and value, by unit and leaf.

    The points that count are those that the rule gives, whoever gave them: for what was declared; or for
    another figure that the appraiser's reason names, where the rule gives just the points of the appraiser for it
    and for no other that is named: another numerator of the declared denominator, as in "112/141" where 114 of 141
    were declared; or another number of what is counted or measured, beside the declared one. A figure copied to all
    units of a block is no figure of one unit.
    """
    counted = leaves[leaves["applies"].astype(bool) & (leaves["method"] == "appraised")]
    copied = {*rows_of(ratios[ratios["copied"].astype(bool)], "unit_code", "item_code")}
    names = "unit_code block item_code points computed_points max_points numerator denominator value reason".split()
    found: dict[tuple[str, str], tuple[Decimal | None, str]] = {}
    for unit, block, code, points, computed, most, numerator, denominator, value, reason in rows_of(counted, *names):
        if computed is None or (unit, code) in copied:
            continue
        rule = framework.by_code[block].by_code[code].rule
        if computed == points:
            found[unit, code] = numerator, value
        elif rule is None or not reason:
            continue
        elif rule.part_for(value).basis == "rate" and denominator:
            told = {read_amount(one.replace(".", "")) for one, of in RATE.findall(reason) if _same(of, denominator)}
            fit = [n for n in told if n is not None and n <= denominator and n != numerator]
            if len(fit) == 1 and rule.score_cases(fit[0], denominator, value, most) == points:
                found[unit, code] = fit[0], value
        elif (other := _find_amount(rule.part_for(value), value, reason, points, most)) is not None:
            found[unit, code] = numerator, f"{other:f}"
    return found


def _find_amount(part: Any, value: str, reason: str, points: Decimal, most: Decimal) -> Decimal | None:
    """Return the one number beside the declared one in a reason for which the rule gives the points that count."""
    held = read_amount(value)
    if held is None or part.basis not in ("count", "value"):
        return None
    amounts = [(one, Decimal(one.replace(".", "").replace(",", "."))) for one in AMOUNT.findall(reason)]
    told = {n for one, n in amounts if "," not in one or n != points}  # "chấm 1,00 điểm" is no figure
    scored = {n: part.score_amount(n, most) for n in told - {held}}
    fit = [n for n, score in scored.items() if score is not None and min(score, most) == points]
    return fit[0] if held in told and len(fit) == 1 else None


def _same(typed: str, denominator: Decimal) -> bool:
    return read_amount(typed.replace(".", "")) == denominator


def find_step(
    rule: Any, numerator: Decimal | None, denominator: Decimal | None, value: str, goal: Decimal, most: Decimal
) -> Step | None:
    """Find the smallest difference that gives at least ``goal`` points, None where there is none.

    The difference is more (above 0) or less of the cases that succeeded, the denominator held, of what is counted, or
    of what is measured; of options, the one with the fewest points that suffice. Points are cut by the maximum.
    """
    part = rule.part_for(value)
    if part.form == "choice":
        better = [step for step in part.steps if min(step.points, most) >= goal]
        least = min(better, key=lambda step: step.points, default=None)
        return None if least is None else Step(None, least.option, min(least.points, most))
    if part.basis == "rate":
        if numerator is None or not denominator or numerator % 1 or denominator % 1:
            return None
        had, of = numerator, denominator

        def rate(n: Decimal) -> Decimal | None:
            points: Decimal | None = rule.score_cases(had + n, of, value, most) if 0 <= had + n <= of else None
            return points

        return _nearest(_rates(part, had, of, rate, goal), rate, goal, most)
    held = read_amount(value)
    if held is None or (part.basis == "count" and held % 1):
        return None
    amount = held

    def measured(n: Decimal) -> Decimal | None:
        points: Decimal | None = part.score_amount(amount + n, most)
        return points if amount + n >= 0 else None

    return _nearest(_amounts(part, amount, goal, most), measured, goal, most)


def read_amount(value: str) -> Decimal | None:
    """Return a declared value that is a number, None where it is none."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _nearest(differences: Iterator[Decimal], score: Score, goal: Decimal, most: Decimal) -> Step | None:
    for n in sorted(differences, key=abs):
        points = score(n)
        if points is not None and min(points, most) >= goal:
            return Step(n, "", min(points, most))
    return None


def _rates(part: Any, numerator: Decimal, denominator: Decimal, score: Score, goal: Decimal) -> Iterator[Decimal]:
    """Yield the differences of cases of which the smallest that suffices is one."""
    if part.form == "proportional":  # points only rise: low does not suffice, high does
        low, high = -numerator - 1, denominator - numerator
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if (score(middle) or Decimal(0)) >= goal else (middle, high)
        yield high
        return
    rounding = ROUND_FLOOR if part.form == "limits" else ROUND_CEILING
    for step in part.steps:
        yield (step.bound * denominator / HUNDRED).to_integral_value(rounding) - numerator


def _amounts(part: Any, held: Decimal, goal: Decimal, most: Decimal) -> Iterator[Decimal]:
    """Yield the differences of a counted or measured figure of which the smallest that suffices is one."""
    if part.steps:
        yield from (step.bound - held for step in part.steps)
    elif part.step_points and part.form == "each":
        yield (goal / part.step_points).to_integral_value(ROUND_CEILING) - held
    elif part.step_points:  # so many off for each
        yield ((most - goal) / part.step_points).to_integral_value(ROUND_FLOOR) - held
