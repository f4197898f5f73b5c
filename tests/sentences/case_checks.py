"""What small numbers decide, in words, worked out again from the leaves and the printed ranking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.sentences.context import Sentence, checks, rounded
from tests.sentences.unit_checks import row_of

FEW, WORTH = 10, 5


def leaf_of(one: Sentence, unit: str, code: str) -> Any:
    leaves = one.page.results.leaves
    (row,) = leaves[(leaves["unit_code"] == unit) & (leaves["item_code"] == code)].to_dict("records")
    return row


def cases_of(one: Sentence, unit: str) -> dict[str, Any]:
    """The leaves of a unit whose points a rule gives for whole numbers of cases."""
    found = {}
    leaves = one.page.results.leaves
    for row in leaves[(leaves["unit_code"] == unit) & leaves["applies"].astype(bool)].to_dict("records"):
        rule = one.block.by_code[row["item_code"]].rule
        counts = row["numerator"], row["denominator"]
        if row["origin"] != "rule" or rule is None or not rule.reads_rate or any(x is None or x != x for x in counts):
            continue
        if all(x % 1 == 0 for x in counts):
            found[row["item_code"]] = row
    return found


def stand(one: Sentence, unit: str, sums: dict[str, Fraction]) -> tuple[Decimal, int | None, str]:
    """Index, rank and class with other sums of points, all other units as they print."""
    results = one.page.results
    framework = results.framework
    bonus, penalty = sums["bonus"], sums["penalty"]
    bonus = bonus if framework.bonus_cap is None else min(bonus, Fraction(framework.bonus_cap))
    penalty = penalty if framework.penalty_cap is None else min(penalty, Fraction(framework.penalty_cap))
    pct = 100 * (sums["points"] + bonus - penalty) / sums["max"]
    pct = min(pct, Fraction(100)) if framework.cap_at_100 else pct
    printed = rounded(Decimal(pct.numerator) / Decimal(pct.denominator), framework.decimals)
    index = results.index[results.index["block"] == one.block_code].to_dict("records")
    (own,) = [row for row in index if row["unit_code"] == unit]
    rank = None
    if own["rank"] == own["rank"] and own["rank"] is not None:
        others = [r["printed_pct"] for r in index if r["unit_code"] != unit and r["rank"] == r["rank"] and r["rank"]]
        rank = 1 + sum(other > printed for other in others)
    return printed, rank, max((b for b in one.block.bands if printed >= b.lowest), key=lambda b: b.lowest).shown


def sums_of(one: Sentence, unit: str) -> dict[str, Fraction]:
    sums = dict.fromkeys(("points", "bonus", "penalty", "max"), Fraction(0))
    leaves = one.page.results.leaves
    for row in leaves[(leaves["unit_code"] == unit) & leaves["applies"].astype(bool)].to_dict("records"):
        points = Fraction(row["points"] or 0)
        if row["method"] in ("bonus", "penalty"):
            sums[row["method"]] += points
        else:
            sums["points"] += points
            sums["max"] += Fraction(row["max_points"])
    return sums


def moved(one: Sentence, unit: str, codes: list[str], by: int) -> tuple[Decimal, int | None, str] | None:
    """Where the unit stands with one case more or less on some leaves; None where none has one to move."""
    sums, any_moved = sums_of(one, unit), False
    for code in codes:
        row, leaf = leaf_of(one, unit, code), one.block.by_code[code]
        then = row["numerator"] + by
        if not 0 <= then <= row["denominator"]:
            continue
        any_moved = True
        points = leaf.rule.score_cases(then, row["denominator"], row["value"], leaf.max_points)
        kind = row["method"] if row["method"] in ("bonus", "penalty") else "points"
        sums[kind] += Fraction(points) - Fraction(row["points"])
    return stand(one, unit, sums) if any_moved else None


@checks(
    "One case decides between rank {rank} and rank {then}: no more than 1 case is counted in {items}.",
    "One of {n} cases decides between rank {rank} and rank {then}; they are counted in {items}.",
    "One case decides between class {band} and class {other}: no more than 1 case is counted in {items}.",
    "One of {n} cases decides between class {band} and class {other}; they are counted in {items}.",
    "One case decides between rank {rank} and rank {then}, class {band} and class {other}: no more than 1 case is "
    "counted in {items}.",
    "One of {n} cases decides between rank {rank} and rank {then}, class {band} and class {other}; they are counted "
    "in {items}.",
)
def check_hanging(one: Sentence) -> Iterator[str]:
    """The case moved on the leaves named leads where it is said, and each leaf has the cases that stand beside it."""
    unit, n = one.page.unit, one.count()
    codes = [code for code in cases_of(one, unit) if re.search(rf"(?:^|, | and | và ){re.escape(code)} ", one["items"])]
    if not codes:
        yield f"no leaf with cases is named: {one['items']}"
        return
    for code in codes:
        row = leaf_of(one, unit, code)
        if row["denominator"] != n:
            yield f"{code} counts {row['denominator']} cases"
        if f"({int(row['numerator'])}/{int(row['denominator'])})" not in one["items"]:
            yield f"{code} has {row['numerator']}/{row['denominator']}"
    found = [there for by in (1, -1) if (there := moved(one, unit, codes, by)) is not None]
    now = stand(one, unit, sums_of(one, unit))
    told = (int(one["then"]) if one.get("then") else None, one.get("other").strip("“”") or now[2])
    if not any((told[0] is None or told[0] == rank) and told[1] == band for _, rank, band in found):
        yield f"one case leads to {found}"
    if one.get("rank") and int(one["rank"]) != now[1]:
        yield f"rank {now[1]}"
    if one.get("band") and one["band"].strip("“”") != now[2]:
        yield f"class {now[2]}"


def without_cases(one: Sentence, unit: str) -> dict[str, Any]:
    return {code: row for code, row in cases_of(one, unit).items() if row["denominator"] == 0}


@checks(
    "{points} of its {total} points come from 1 item without a case (0/0).",
    "{points} of its {total} points come from {n} items without a case (0/0).",
)
def check_defaults(one: Sentence) -> Iterator[str]:
    own = [r for r in without_cases(one, one.page.unit).values() if r["method"] != "penalty" and r["points"] > 0]
    yield from one.counts(len(own), "items without a case that give points")
    yield from one.same("points", rounded(sum(r["points"] for r in own), 2))
    index = row_of(one)
    yield from one.same("total", rounded(index["points"] + index["bonus_points"] - index["penalty_points"], 2))


@checks(
    "No item would be left without them.",
    "If this item left points and maximum, the unit would reach {index}.",
    "If the {n} items without a case left points and maximum, the unit would reach {index}.",
    "If this item left points and maximum, other units held still, the unit would reach {index}: {standing}.",
    "If the {n} items without a case left points and maximum, other units held still, the unit would reach {index}: "
    "{standing}.",
)
def check_without(one: Sentence) -> Iterator[str]:
    """Without the leaves of 0 of 0, points and maximum, the unit stands where it is said."""
    unit, own, sums = one.page.unit, without_cases(one, one.page.unit), sums_of(one, one.page.unit)
    for row in own.values():
        kind = row["method"] if row["method"] in ("bonus", "penalty") else "points"
        sums[kind] -= Fraction(row["points"])
        sums["max"] -= Fraction(row["max_points"]) if kind == "points" else 0
    if not sums["max"]:
        if "No item" not in one.msgid:
            yield "no item is left"
        return
    yield from one.counts(len(own), "items without a case")
    pct, rank, band = stand(one, unit, sums)
    yield from one.same("index", pct)
    standing = one.get("standing")
    if standing and rank and not re.search(rf"(rank|hạng) {rank}\b", standing):
        yield f"rank {rank}: {standing}"
    if standing and "“" in standing and not re.search(rf"(class|xếp loại) “{re.escape(band)}”", standing):
        yield f"class {band}: {standing}"
