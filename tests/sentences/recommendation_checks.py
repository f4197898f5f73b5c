"""What the first page recommends, worked out anew from items, index and claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.sentences.context import Sentence, checks, fraction, rounded
from tests.sentences.province_checks import mean_index, whole_units

OTHERS = re.compile(r"(?: and | và )(\d+) (?:other units|đơn vị khác)$")


def leaves_of(one: Sentence) -> dict[str, Any]:
    """The rows of the units without gaps on each scored leaf of the block, by its code."""
    own = one.items(whole=True)
    own = own[own["is_leaf"] & own["score_pct"].notna()]
    scored = {leaf.code for leaf in one.block.scored_leaves}
    return {code: rows for code, rows in own.groupby("item_code", sort=False) if code in scored and len(rows) > 1}


def lost_on(rows: Any) -> Decimal:
    return sum((fraction(x) for x in rows["lost_points"]), Decimal(0))


def check_item(one: Sentence, found: dict[str, tuple[Any, Decimal]]) -> Iterator[str]:
    """Hold a sentence to the leaf with most points of those on which a rule fires: code → its units, points."""
    most = max((points for _, points in found.values()), default=None)
    named = one.quoted(one["item"])
    fits = [code for code, (_, points) in found.items() if points == most and [one.block.by_code[code].shown] == named]
    if not fits:
        yield f"{named}: the rule fires on { ({code: points for code, (_, points) in found.items()}) }"
        return
    units, points = found[fits[0]]
    yield from one.counts(len(units), "units concerned")
    yield from one.same("all", len(leaves_of(one)[fits[0]]))
    if "points" in one.saying.slots:
        yield from one.same("points", rounded(points, 2))
    if "units" in one.saying.slots:
        yield from check_units(one, [one.page.results.name_of(unit) for unit in units["unit_code"]])


def check_units(one: Sentence, expected: list[str]) -> Iterator[str]:
    """All are named, or the first five of many and the number of the others."""
    words, rest = one["units"], 0
    if found := OTHERS.search(words):
        words, rest = words[: found.start()], int(found[1])
    named = one.names_in(words, expected)
    if not set(named) <= set(expected) or len(named) + rest != len(expected) or len(set(named)) != len(named):
        yield f"units: {one['units']}; by the tables {'; '.join(expected)}"


@checks(
    "Block {block}: at {item}, 1 of {all} units has at most half of the points and loses {points} points.",
    "Block {block}: at {item}, {n} of {all} units have at most half of the points and lose {points} points in all.",
)
def check_common_loss(one: Sentence) -> Iterator[str]:
    yield from check_item(one, common_of(one))


def common_of(one: Sentence) -> dict[str, tuple[Any, Decimal]]:
    """The items at which half of the units or more have at most half of the points: these units, what they lose."""
    found = {}
    for code, rows in leaves_of(one).items():
        pairs = zip(rows["points"], rows["max_points"], strict=True)
        low = rows[[2 * Fraction(got) <= Fraction(most) for got, most in pairs]]
        if 2 * len(low) >= len(rows):
            found[code] = (low, lost_on(low))
    return found


@checks(
    "In block {block} no other item is so.",
    "Of {n} such items of block {block} none costs these units more.",
    "More is lost in block {block} on {items}, where fewer than half of the units stand so.",
)
def check_choice(one: Sentence) -> Iterator[str]:
    """The rule fires on so many items; those named cost the block more than the one it takes, and are none of them."""
    found = common_of(one)
    if "items" not in one.saying.slots:
        yield from one.counts(len(found), "such items")
        return
    taken = max(found, key=lambda code: found[code][1])
    lost = {code: lost_on(rows) for code, rows in leaves_of(one).items()}
    costlier = {
        one.block.by_code[code].shown for code, points in lost.items() if points > lost[taken] and code not in found
    }
    if not (named := set(one.quoted(one["items"]))) or not named <= costlier:
        yield f"items: {one['items']}; by the tables {sorted(costlier)}"


def check_sum_is_said(one: Sentence, units_n: int) -> Iterator[str]:
    """Points of several units are said to be their sum, those of one unit are not."""
    if (units_n > 1) != ("points in all" in one.msgid):
        yield f"the points are those of {units_n} units"


@checks(
    "Block {block}: 1 of {all} units has been weak at {item} for three years or more.",
    "Block {block}: {n} of {all} units have been weak at {item} for three years or more.",
)
def check_lasting(one: Sentence) -> Iterator[str]:
    weak = one.page.results.findings
    weak = weak[(weak["kind"] == "weakness") & (weak["years_weak"] >= 3).fillna(False)]
    found = {}
    for code, rows in leaves_of(one).items():
        own = rows[rows["unit_code"].isin(weak.loc[weak["item_code"] == code, "unit_code"])]
        if 2 * len(own) >= len(rows):
            found[code] = (own, lost_on(own))
    yield from check_item(one, found)


@checks(
    "Block {block}: {points} points are taken off from {units}.",
    "Block {block}: {points} points in all are taken off from {units}.",
)
def check_penalties(one: Sentence) -> Iterator[str]:
    own = whole_units(one)
    own = own[[points > 0 for points in own["penalty_points"]]]
    yield from check_sum_is_said(one, len(own))
    yield from one.same("points", rounded(sum(own["penalty_points"]), 2))
    yield from check_units(one, [one.page.results.name_of(unit) for unit in own["unit_code"]])


@checks("Block {block}: {units}; the mean is {mean}.")
def check_far_behind(one: Sentence) -> Iterator[str]:
    own = whole_units(one)
    yield from one.same("mean", mean_index(own, one.page.results.framework.decimals))
    scores = {
        row["unit_code"]: Fraction(row["points"] + row["bonus_points"] - row["penalty_points"])
        / Fraction(row["max_points"])
        for row in own.to_dict("records")
    }
    mean = sum(scores.values()) / len(scores)
    variance = sum((score - mean) ** 2 for score in scores.values()) / max(len(scores) - 1, 1)
    last = one.block.bands[-1].name if len(one.block.bands) > 1 else ""
    bands = dict(zip(own["unit_code"], own["band"], strict=True))
    behind = [
        unit
        for unit, score in scores.items()
        if (score < mean and (score - mean) ** 2 > 4 * variance) or (last and bands[unit] == last)
    ]
    words = re.sub(r" \([^()]*%\)", "", one["units"])
    one.saying.slots["units"] = words
    if len(behind) == len(scores):
        yield "all units are told to be behind"
    yield from check_units(one, [one.page.results.name_of(unit) for unit in behind])


@checks(
    "Block {block}: {units} claimed {points} points beyond the official ones.",
    "Block {block}: {units} claimed {points} points in all beyond the official ones.",
)
def check_claims(one: Sentence) -> Iterator[str]:
    results = one.page.results
    own = results.claim_sums[results.claim_sums["unit_code"].isin(whole_units(one)["unit_code"])]
    pairs = zip(own["claim_gap"], own["self_points"], strict=True)
    own = own[[gap is not None and points > 0 for gap, points in pairs]]
    gaps = {
        row["unit_code"]: Fraction(row["claim_gap"]) / Fraction(row["self_points"]) for row in own.to_dict("records")
    }
    mean = sum(gaps.values()) / len(gaps)
    limit = Fraction(repr(results.framework.findings.sd)) ** 2
    limit *= sum((gap - mean) ** 2 for gap in gaps.values()) / max(len(gaps) - 1, 1)
    beyond = own[[gaps[unit] > max(mean, 0) and (gaps[unit] - mean) ** 2 > limit for unit in own["unit_code"]]]
    yield from check_sum_is_said(one, len(beyond))
    yield from one.same("points", rounded(sum(beyond["claim_gap"]), 2))
    yield from check_units(one, [results.name_of(unit) for unit in beyond["unit_code"]])


@checks(
    "Block {block}: at {item}, 1 of {all} units has full points, {units}.",
    "Block {block}: at {item}, {n} of {all} units have full points, {units}.",
)
def check_models(one: Sentence) -> Iterator[str]:
    leaves = leaves_of(one)
    every = one.items(whole=True)
    every = every[every["is_leaf"] & every["score_pct"].notna()]
    codes = {leaf.code for leaf in one.block.scored_leaves}
    losses = {c: lost_on(rows) for c, rows in every.groupby("item_code", sort=False) if c in codes}
    share = Fraction(repr(one.page.results.framework.findings.loss_share_pct)) / 100
    found = {}
    for code, rows in leaves.items():
        full = rows[[fraction(x) == 0 for x in rows["lost_points"]]]
        larger = sum(points for points in losses.values() if points > losses[code])
        costly = Fraction(larger) < share * Fraction(sum(losses.values()))
        if costly and len(full) and 2 * (len(rows) - len(full)) > len(rows):
            found[code] = (full, losses[code])
    yield from check_item(one, found)
