"""What small numbers decide, in words, worked out again from the leaves and the printed ranking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from tests.sentences.context import Sentence, checks, rounded
from tests.sentences.unit_checks import row_of

FEW, WORTH = 10, 5


def block_of(one: Sentence, unit: str) -> Any:
    return one.page.block_of[unit]


def leaf_of(one: Sentence, unit: str, code: str) -> Any:
    leaves = one.page.results.leaves
    (row,) = leaves[(leaves["unit_code"] == unit) & (leaves["item_code"] == code)].to_dict("records")
    return row


def cases_of(one: Sentence, unit: str) -> dict[str, Any]:
    """The leaves of a unit whose points a rule gives for whole numbers of cases."""
    found = {}
    leaves = one.page.results.leaves
    for row in leaves[(leaves["unit_code"] == unit) & leaves["applies"].astype(bool)].to_dict("records"):
        rule = block_of(one, unit).by_code[row["item_code"]].rule
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
    index = results.index[results.index["block"] == block_of(one, unit).code].to_dict("records")
    (own,) = [row for row in index if row["unit_code"] == unit]
    rank = None
    if own["rank"] == own["rank"] and own["rank"] is not None:
        others = [r["printed_pct"] for r in index if r["unit_code"] != unit and r["rank"] == r["rank"] and r["rank"]]
        rank = 1 + sum(other > printed for other in others)
    return (
        printed,
        rank,
        max(
            (b for b in block_of(one, unit).bands if printed >= b.lowest),
            key=lambda b: b.lowest,
            default=min(block_of(one, unit).bands, key=lambda b: b.lowest),  # an index below 0
        ).shown,
    )


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
        row, leaf = leaf_of(one, unit, code), block_of(one, unit).by_code[code]
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


def sharing(one: Sentence, unit: str, cases: dict[str, Any], code: str) -> list[str]:
    """The leaves that count the cases of one, as many of them."""
    by_code = block_of(one, unit).by_code

    def root(leaf: str) -> str:
        return by_code[leaf].same_cases_as or leaf

    return [
        other
        for other, row in cases.items()
        if root(other) == root(code) and row["denominator"] == cases[code]["denominator"]
    ]


def copied_in(one: Sentence, units: list[str]) -> set[str]:
    """The leaves that five units or more have, all of them with the same cases, not none."""
    leaves = one.page.results.leaves
    leaves = leaves[leaves["unit_code"].isin(units) & leaves["applies"].astype(bool)]
    found = set()
    for code, rows in leaves.groupby("item_code"):
        own = {(row["numerator"], row["denominator"]) for row in rows.to_dict("records")}
        if len(rows) >= 5 and len(own) == 1 and (next(iter(own))[1] or 0) > 0:
            found.add(str(code))
    return found


def hanging_units(one: Sentence, block: str) -> list[str]:
    """The units of a block that one of fewer than ten cases moves by three places, or over a class limit."""
    results = one.page.results
    units = [code for code in results.units["unit_code"] if block_of(one, code).code == block]
    copied, found = copied_in(one, units), []
    for unit in units:
        (index,) = results.index[results.index["unit_code"] == unit].to_dict("records")
        if not isinstance(index["band"], str) or not index["band"]:
            continue
        cases = {code: row for code, row in cases_of(one, unit).items() if code not in copied}
        now = stand(one, unit, sums_of(one, unit))
        steps = [
            moved(one, unit, codes, by)
            for code, row in cases.items()
            if 0 < row["denominator"] < FEW
            for codes in ([code], sharing(one, unit, cases, code))
            for by in (1, -1)
        ]
        if any(step and (step[2] != now[2] or abs((step[1] or 0) - (now[1] or 0)) >= 3) for step in steps):
            found.append(unit)
    return found


def units_of(one: Sentence) -> list[str]:
    return [code for code in one.page.results.units["unit_code"] if block_of(one, code).code == one.block_code]


@checks(
    "Of the items with a rule and fewer than ten cases, no case moves a rank by three places or a class.",
    "On items with a rule and fewer than ten cases, one case moves 1 of {all} units by three places or a class.",
    "On items with a rule and fewer than ten cases, one case moves {n} of {all} units by three places or a class.",
    "On items with a rule and fewer than ten cases, one case moves 1 of {all} units by "
    "three places or a class: {units}.",
    "On items with a rule and fewer than ten cases, one case moves {n} of {all} units by "
    "three places or a class: {units}.",
)
def check_hanging_in(one: Sentence) -> Iterator[str]:
    """How many units of the block hang so, and which; the sentence that none does needs a case that could."""
    own = hanging_units(one, one.block_code)
    if one.msgid.startswith("Of the items"):
        if own:
            yield f"these hang on few cases: {own}"
        return
    yield from one.counts(len(own), "units that hang on few cases")
    yield from one.same("all", len(units_of(one)))
    if "units" in one.saying.slots:
        names = [one.page.results.name_of(unit) for unit in own]
        if len(names) <= 12:
            yield from one.one_of(one["units"], names, "hang on few cases")
        else:
            told = [name for name in one.names_in(one["units"]) if name in one.unit_names]
            if len(told) != 5 or not set(told) <= set(names) or str(len(names) - 5) not in one["units"]:
                yield f"of {len(names)} named: {told}"


@checks(
    "Where fewer than ten are counted, one case moves 1 unit by three places or a class",
    "Where fewer than ten are counted, one case moves {n} units by three places or a class",
)
def check_hanging_everywhere(one: Sentence) -> Iterator[str]:
    codes = {block.code for block in one.page.block_of.values()}
    yield from one.counts(sum(len(hanging_units(one, code)) for code in codes), "units that hang on few cases")


@checks(
    "1 of {all} units holds at least 5% of its maximum from items without a case (0/0): {points} points.",
    "{n} of {all} units hold at least 5% of their maximum from items without a case (0/0): {points} points each.",
    "{n} of {all} units hold at least 5% of their maximum from items without a case (0/0): {low} to {high} points.",
)
def check_defaults_in(one: Sentence) -> Iterator[str]:
    held = []
    for unit in units_of(one):
        points = sum(row["points"] for row in without_cases(one, unit).values() if row["method"] != "penalty")
        most = sums_of(one, unit)["max"]
        if most and 100 * Fraction(points) >= WORTH * most:
            held.append(points)
    yield from one.counts(len(held), "units with so many points from 0/0")
    yield from one.same("all", len(units_of(one)))
    for slot, points in (("points", min(held)), ("points", max(held)), ("low", min(held)), ("high", max(held))):
        if slot in one.saying.slots:
            yield from one.same(slot, rounded(points, 2))


def rated(one: Sentence) -> dict[str, list[tuple[Decimal, Decimal]]]:
    """The cases that units of the block declared on leaves with a rule on a rate, by leaf; whole numbers only."""
    found: dict[str, list[tuple[Decimal, Decimal]]] = {}
    leaves = one.page.results.leaves
    own = leaves[(leaves["block"] == one.block_code) & leaves["applies"].astype(bool)]
    for row in own[~own["method"].isin(["bonus", "penalty"])].to_dict("records"):
        rule, of = one.block.by_code[row["item_code"]].rule, row["denominator"]
        if rule is not None and rule.reads_rate and of is not None and of == of:
            found.setdefault(row["item_code"], []).append((row["numerator"], of))
    return {code: rates for code, rates in found.items() if all(part % 1 == 0 for rate in rates for part in rate)}


def told_items(one: Sentence, codes: list[str]) -> Iterator[str]:
    if len(codes) <= 6:
        names = sorted(one.block.by_code[code].shown for code in codes)
        if sorted(one.quoted(one["items"])) != names:
            yield f"named {one['items']}; by the leaves {names}"
    elif sorted(one["items"].split(", ")) != sorted(codes):
        yield f"named {one['items']}; by the leaves {codes}"


@checks(
    "Small numbers decide 1 item: the median of the units' denominators is under ten cases: {items}.",
    "Small numbers decide {n} items: the median of the units' denominators is under ten cases: {items}.",
    "On 1 of them it is 0: at least half of the units that gave figures have no case (0/0).",
    "On {n} of them it is 0: at least half of the units that gave figures have no case (0/0).",
    "On each of them it is 0: at least half of the units that gave figures have no case (0/0).",
)
def check_few_cases(one: Sentence) -> Iterator[str]:
    limit = FEW if "items" in one.saying.slots else 1
    own = [code for code, rates in rated(one).items() if median(of for _, of in rates) < limit]
    few = [code for code, rates in rated(one).items() if median(of for _, of in rates) < FEW]
    if "On each" not in one.msgid:
        yield from one.counts(len(own), "items with so few cases")
    elif own != few or len(few) < 2:
        yield f"of {few} these have a median of 0: {own}"
    if "items" in one.saying.slots:
        yield from told_items(one, own)
    for code in own:
        if limit == 1 and 2 * sum(of == 0 for _, of in rated(one)[code]) < len(rated(one)[code]):
            yield f"{code}: most units have cases"


@checks(
    "1 item has the same cases in every unit, one figure copied to each; it tells the units apart in nothing: {items}.",
    "{n} items have the same cases in every unit, one figure copied to each; they tell the units apart in nothing: "
    "{items}.",
)
def check_copied(one: Sentence) -> Iterator[str]:
    leaves = one.page.results.leaves
    own = []
    for code in copied_in(one, units_of(one)) & set(rated(one)):
        rows = leaves[(leaves["block"] == one.block_code) & (leaves["item_code"] == code) & leaves["applies"]]
        if len({Fraction(row["points"]) / Fraction(row["max_points"]) for row in rows.to_dict("records")}) == 1:
            own.append(code)
    yield from one.counts(len(own), "items with copied figures")
    yield from told_items(one, own)


@checks("With a first case that goes against it in {items}, the unit would have rank {then} instead of {rank}.")
def check_failed(one: Sentence) -> Iterator[str]:
    """One case of one that gives the fewest points, on the leaves named: all without a case now."""
    unit, sums = one.page.unit, sums_of(one, one.page.unit)
    yield from one.same("rank", stand(one, unit, sums)[1])
    for code in one["items"].split(", "):
        row, leaf = leaf_of(one, unit, code), block_of(one, unit).by_code[code]
        if row["denominator"] != 0:
            yield f"{code} has {row['denominator']} cases"
        points = [leaf.rule.score_cases(Decimal(n), Decimal(1), row["value"], leaf.max_points) for n in (0, 1)]
        kind = row["method"] if row["method"] in ("bonus", "penalty") else "points"
        sums[kind] += Fraction(max(points) if kind == "penalty" else min(points)) - Fraction(row["points"])
    yield from one.same("then", stand(one, unit, sums)[1])
