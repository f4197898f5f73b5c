"""What the rest of the year needs, in words, counted case by case from the leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.sentences.context import Sentence, checks, rounded
from tests.sentences.unit_checks import row_of

WAY = "{item} from now on {share} (about {n} of {left} cases)"


def left_of(one: Sentence, cases: int) -> int:
    """How many cases the days that are left bring, as many a day as so far."""
    last = one.page.results.parameters.span.last
    past = (last - date(last.year, 1, 1)).days + 1
    return int(rounded(Decimal(cases * (date(last.year, 12, 31) - last).days) / past, 0))


def ratios_of(one: Sentence) -> dict[str, dict[str, tuple[int, int, Any]]]:
    """The cases of each unit of the block on leaves whose points the rule gives: by leaf, by unit."""
    found: dict[str, dict[str, tuple[int, int, Any]]] = {}
    leaves = one.page.results.leaves
    for row in leaves[leaves["block"] == one.block_code].to_dict("records"):
        leaf = one.block.by_code[row["item_code"]]
        if row["origin"] == "rule" and row["denominator"] and leaf.method == "appraised" and leaf.rule:
            cases = int(row["numerator"]), int(row["denominator"]), row
            found.setdefault(leaf.code, {})[row["unit_code"]] = cases
    return {
        code: own
        for code, own in found.items()
        if len(own) < 5 or len({cases[:2] for cases in own.values()}) > 1  # not the province's own figure
    }


def losing(one: Sentence) -> dict[str, tuple[int, int, Any]]:
    """The cases of the unit on such leaves that lose points and to which cases are to come."""
    own = {code: units[one.page.unit] for code, units in ratios_of(one).items() if one.page.unit in units}
    return {
        code: (had, of, row)
        for code, (had, of, row) in own.items()
        if row["points"] < row["max_points"] and left_of(one, of)
    }


def fewest(one: Sentence, code: str) -> tuple[int, int] | None:
    """The fewest of the cases to come that lift the unit to its next class, and how many come; None without any."""
    results, index = one.page.results, row_of(one)
    had, of, row = losing(one)[code]
    goals = results.what_if[(results.what_if["unit_code"] == one.page.unit) & (results.what_if["goal"] == "next_band")]
    target, left, leaf = goals["target"].iloc[0], left_of(one, of), one.block.by_code[code]
    for n in range(left + 1):
        points = leaf.rule.score_cases(Decimal(had + n), Decimal(of + left), row["value"], leaf.max_points)
        total = Fraction(index["points"] + index["bonus_points"] - index["penalty_points"] - row["points"] + points)
        pct = 100 * total / Fraction(index["max_points"])
        if results.framework.cap_at_100:
            pct = min(pct, Fraction(100))
        if rounded(Decimal(pct.numerator) / Decimal(pct.denominator), results.framework.decimals) >= target:
            return n, left
    return None


@checks(
    "The item that loses points on such cases can no longer lift the unit to class {band} by itself.",
    "Of the {n} items that lose points on such cases, none can still lift the unit to class {band} by itself.",
)
def check_no_way(one: Sentence) -> Iterator[str]:
    own = losing(one)
    yield from one.counts(len(own), "items that lose points on cases")
    ways = [code for code in own if fewest(one, code) is not None]
    if ways:
        yield f"these can: {ways}"


@checks(
    "1 item can still lift the unit to class {band} by itself: {listed}.",
    "{n} items can still lift the unit to class {band}, each by itself: {listed}.",
    "{n} items can still lift the unit to class {band}, each by itself, among them {listed}.",
)
def check_ways(one: Sentence) -> Iterator[str]:
    """The two that need the smallest share are told, each with its cases."""
    ways = {code: way for code in losing(one) if (way := fewest(one, code)) is not None}
    yield from one.counts(len(ways), "items that lift it alone")
    told = one["listed"].split("; ")
    if len(told) != min(len(ways), 2) or ("among" in one.msgid) != (len(ways) > 2):
        yield f"{len(told)} told of {len(ways)}"
    for code, (n, left) in sorted(ways.items(), key=lambda way: Fraction(*way[1]))[:2]:
        if not any(words.startswith(f"{code} ") and f"{n}" in words and f"{left}" in words for words in told):
            yield f"{code} needs {n} of {left}; told: {told}"


@checks("Figures up to {day}; 1 day of the year is left.", "Figures up to {day}; {n} days of the year are left.")
def check_days(one: Sentence) -> Iterator[str]:
    last = one.page.results.span.last
    yield from one.counts((date(last.year, 12, 31) - last).days, "days that are left")
