"""What the report of the method says, held against its tables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from parreport.language import text
from tests.sentences.context import Sentence, at_least, at_most, checks, fraction, read_figure, rounded
from tests.sentences.province_checks import same_names


def measures_of(one: Sentence) -> list[dict[str, str]]:
    """The annex: every item with its measures, as printed."""
    grid = one.grid("measures")
    return [dict(zip(grid.heads, row, strict=True)) for row in grid.rows]


def leaf_scores(one: Sentence) -> dict[str, list[Decimal]]:
    """Percent of the maximum of every unit, by leaf."""
    own = one.items()
    own = own[own["is_leaf"] & own["max_points"].notna()]
    return {code: [fraction(x) for x in rows["score_pct"]] for code, rows in own.groupby("item_code", sort=False)}


@checks(
    "Block {block}: most points stand in {areas}",
    "Block {block}: every area has the same points",
    "Block {block} has {points} points in all, none of them by survey (areas: {areas}; criteria: {criteria}; scored "
    "items: {leaves}).",
    "Block {block} has {points} points in all, {survey} of them by survey (areas: {areas}; criteria: "
    "{criteria}; scored "
    "items: {leaves}).",
    "Block {block} has {points} points in all (areas: {areas}; criteria: {criteria}; scored items: {leaves}); the 1 "
    "point by survey does not count this year.",
    "Block {block} has {points} points in all (areas: {areas}; criteria: {criteria}; scored items: "
    "{leaves}); the {survey} "
    "points by survey do not count this year.",
)
def check_framework(one: Sentence) -> Iterator[str]:
    leaves = one.block.scored_leaves
    by_area: dict[str, Decimal] = {}
    for leaf in leaves:
        name = one.block.by_code[leaf.area_code].shown
        by_area[name] = by_area.get(name, Decimal(0)) + leaf.max_points
    if "most points" in one.msgid:
        yield from same_names(one, one["areas"], at_most(by_area), "most points")
        if len(set(by_area.values())) == 1:
            yield "“most” said of all areas"
        return
    if "same points" in one.msgid:
        if len(by_area) < 2 or len(set(by_area.values())) > 1:
            yield f"points by area: {by_area}"
        return
    yield from one.same("points", sum(by_area.values()))
    yield from one.same("areas", len(by_area))
    yield from one.same("leaves", len(leaves))
    criteria = [item.code for item in one.block.items if item.level == 2]
    yield from one.same("criteria", sum(any(leaf.code.startswith(c) for leaf in leaves) for c in criteria))
    survey = sum(leaf.max_points for leaf in leaves if leaf.method == "survey")
    if "survey" in one.saying.slots:
        yield from one.same("survey", survey)
    elif survey and not (survey == 1 and "the 1 point" in one.msgid):
        yield f"{survey} points by survey"


@checks(
    "Every item tells some units apart.",
    "The one item that two units or more have tells some of them apart.",
    "All {n} items that two units or more have tell some of them apart.",
    "No item applies to two units: none can be compared.",
    "On 1 item all units have full points: it tells nothing about them.",
    "On {n} items all units have full points: these tell nothing about them.",
    "On 1 item all units that have it have full points: it tells nothing about them.",
    "On {n} items all units that have them have full points: these tell nothing about them.",
    "On 1 item all units are equal: it tells nothing about them.",
    "On {n} items all units are equal: these tell nothing about them.",
    "On 1 item all units that have it are equal: it tells nothing about them.",
    "On {n} items all units that have them are equal: these tell nothing about them.",
)
def check_silent(one: Sentence) -> Iterator[str]:
    scores = leaf_scores(one)
    compared = {code: own for code, own in scores.items() if len(own) > 1}
    silent = {code: own for code, own in compared.items() if len(set(own)) == 1}
    if not one.msgid.startswith("On "):
        if silent:
            yield f"all equal: {sorted(silent)}"
        if one.msgid.startswith("Every") and len(compared) < len(leaves_of(one)):
            yield f"{len(compared)} of {len(leaves_of(one))} items are compared"
        if "two units or more" in one.msgid:
            yield from one.counts(len(compared), "items that two units have")
        if one.msgid.startswith("No item") and compared:
            yield f"{len(compared)} are compared"
        return
    yield from one.counts(len(silent), "items on which all are equal")
    if "full points" in one.msgid and any(own[0] != 100 for own in silent.values()):
        yield "not all full"
    if "equal" in one.msgid and all(own[0] == 100 for own in silent.values()):
        yield "all full"
    everyone = max(map(len, scores.values()))
    if "that have" not in one.msgid and any(len(own) < everyone for own in silent.values()):
        yield f"all units: of {everyone}, some do not have the item"


def leaves_of(one: Sentence) -> set[str]:
    """The leaves that some unit has, by the annex of measures."""
    own = one.items()
    return set(own[own["is_leaf"] & own["max_points"].notna()]["item_code"])


@checks(
    "On 1 more item at least nine in ten units have full points.",
    "On {n} more items at least nine in ten units have full points.",
    "On 1 item at least nine in ten units have full points.",
    "On {n} items at least nine in ten units have full points.",
)
def check_near_full(one: Sentence) -> Iterator[str]:
    scores = leaf_scores(one)
    near = [c for c, own in scores.items() if len(set(own)) > 1 and 10 * own.count(100) >= 9 * len(own)]
    yield from one.counts(len(near), "items")
    full = any(len(own) > 1 and set(own) == {100} for own in scores.values())
    if ("more" in one.msgid) != full:
        yield "“more”: items on which all are full are told before, or not"


@checks(
    "No item goes against the others",
    "1 item goes against the others",
    "{n} items go against the others",
    "1 item leans against the others, within what chance can do",
    "{n} items lean against the others, all within what chance can do",
    "No item goes against the others by more than that.",
)
def check_against(one: Sentence) -> Iterator[str]:
    quality = one.page.results.item_quality
    own = [
        r
        for r in quality.to_dict("records")
        if r["block"] == one.block_code and r["item_rest_correlation"] == r["item_rest_correlation"]
    ]
    clear = sum(r["item_rest_correlation"] < -(r["chance_correlation"] or 9) for r in own)
    below = sum(r["item_rest_correlation"] < 0 for r in own)
    if "go against" in one.msgid or "1 item goes" in one.msgid:
        yield from one.counts(clear, "beyond chance")
    elif "lean" in one.msgid:
        yield from one.counts(below, "below 0")
        if clear:
            yield f"{clear} beyond chance"
    elif clear or (below and "more than" not in one.msgid):
        yield f"{below} below 0, {clear} beyond chance"


@checks(
    "No two items say the same: no correlation is above {limit}.",
    "1 pair of items orders the units nearly alike (correlation above {limit}): {first} and {second} ({r}).",
    "{n} pairs of items order the units nearly alike (correlation above {limit}), closest of all {first} and {second} "
    "({r}).",
    "{n} pairs of items order the units nearly alike (correlation above {limit}), such as {first} and "
    "{second} ({r} each).",
    "{n} pairs of items order the units nearly alike (correlation above {limit}); {near} of them, such as {first} and "
    "{second}, closest of all ({r} each).",
)
def check_pairs(one: Sentence) -> Iterator[str]:
    grid = one.find_grid(f"pairs-{one.block_code}")
    cells = [read_figure(x) for x in grid.column("Correlation")] if grid else []
    pairs = [r for r in one.page.results.item_pairs.to_dict("records") if r["block"] == one.block_code]
    yield from one.same("limit", Decimal("0.9")) if "limit" in one.saying.slots else ()
    if one.msgid.startswith("No two"):
        if pairs:
            yield f"{len(pairs)} pairs"
        return
    yield from one.counts(len(pairs), "pairs")
    yield from one.same("r", max(x for x in cells if x is not None))
    closest = [rounded(fraction(r["correlation"]), 2) for r in pairs]
    near = closest.count(max(closest))
    if "near" in one.saying.slots:
        yield from one.same("near", near)
        if near == len(pairs):
            yield "all are as close"
    elif "such as" in one.msgid and near < len(pairs):
        yield f"{near} of {len(pairs)} are as close"
    elif "closest of all" in one.msgid and cells.count(max(x for x in cells if x is not None)) > 1:
        yield f"closest of all: {cells.count(max(x for x in cells if x is not None))} pairs are as close"


def weights(one: Sentence, head: str) -> dict[str, Decimal]:
    grid = one.grid("area-weights", "Share of the differences %")
    cells = zip(grid.column("Area"), grid.column(head), strict=True)
    return {area: value for area, cell in cells if (value := read_figure(cell)) is not None}


@checks("Block {block}: the order depends most on {areas}")
def check_depends(one: Sentence) -> Iterator[str]:
    shares = weights(one, "Share of the differences %")
    yield from same_names(one, one["areas"], at_most(shares), "depends most")
    if max(shares.values()) < 1:
        yield f"the largest share is {max(shares.values())}%"


@checks(
    "{area} makes {share} of the differences between units and has {weight} of the points.",
    "{area} make most of the differences between units, {share} each.",
    "All make the same share of the differences between units, {share} each.",
    "Bonus and penalty make {share} of the differences between units, more than any area.",
)
def check_share(one: Sentence) -> Iterator[str]:
    shares = weights(one, "Share of the differences %")
    most = at_most(shares)
    yield from one.same("share", shares[most[0]])
    if "area" in one.saying.slots:
        yield from same_names(one, one["area"], most, "makes most of the differences")
    elif len(most) < len(shares) if one.msgid.startswith("All") else most != [text("Bonus and penalty")]:
        yield f"most: {most}"
    if "weight" in one.saying.slots:
        yield from one.same("weight", weights(one, "Share of the maximum %").get(most[0]))


@checks(
    "It dominates: more than half of the differences come from it.",
    "They dominate: more than half of the differences come from them.",
)
def check_dominates(one: Sentence) -> Iterator[str]:
    shares = weights(one, "Share of the differences %")
    if max(shares.values()) < 50 or len(at_most(shares)) > 1:
        yield f"shares: {shares}"


@checks(
    "One area tells units apart less than half as much as its points suggest: {areas}.",
    "{n} areas tell units apart less than half as much as their points suggest: {areas}.",
    "One area runs against the order of the whole: {areas}.",
    "{n} areas run against the order of the whole: {areas}.",
)
def check_less(one: Sentence) -> Iterator[str]:
    shares, points = weights(one, "Share of the differences %"), weights(one, "Share of the maximum %")
    yield from one.counts(len(one.quoted(one["areas"])), "areas")
    for name in one.quoted(one["areas"]):
        if ("against" in one.msgid and shares[name] > 0) or (
            "less than" in one.msgid and shares[name] > points[name] / 2 + 1
        ):
            yield f"{name}: {shares[name]} of {points[name]}"


@checks(
    "The order of the units stays the same whichever area is left out.",
    "The order changes most without {areas}: rank correlation {r} with the published order, where 1 is the same order.",
    "The order changes most without one of {areas}: rank correlation {r} with the published order, where 1 is the same "
    "order.",
)
def check_order(one: Sentence) -> Iterator[str]:
    orders = weights(one, "Order without it")
    if "areas" not in one.saying.slots:
        if min(orders.values()) < 1:
            yield f"{orders}"
        return
    low = at_least(orders)
    yield from same_names(one, one["areas"], low, "changes most")
    printed = one.grid("area-weights", "Order without it").column("Order without it")
    if one["r"] not in printed:
        yield f"{one['r']} is not in the table: {printed}"
    if one["r"].strip() in ("1", "1.00", "1,00"):
        yield "1.00 is the same order"


@checks("The framework has one area, which decides everything.", "Only {area} counts this year; it decides everything.")
def check_one_area(one: Sentence) -> Iterator[str]:
    own = one.items(1)
    counting = {one.block.by_code[c].shown for c in own.loc[own["max_points"].notna(), "item_code"]}
    if len(counting) != 1:
        yield f"{counting} count"
    if "area" in one.saying.slots:
        yield from same_names(one, one["area"], sorted(counting), "counts")
    elif len({leaf.area_code for leaf in one.block.scored_leaves}) != 1:
        yield "it has several"
    own = one.page.results.index
    own = own[(own["block"] == one.block_code) & own["printed_pct"].notna()]
    if len({row["bonus_points"] - row["penalty_points"] for row in own.to_dict("records")}) > 1:
        yield "bonus and penalty decide too"


@checks("Fewer than three units, or no differences between them: no area decides the order.")
def check_no_order(one: Sentence) -> Iterator[str]:
    figures = [x for row in one.ranking if (x := read_figure(row["index"])) is not None]
    if len(figures) >= 3 and len(set(figures)) > 1:
        areas = one.items(1)
        own = areas[areas["max_points"].notna()]
        if (
            len(
                {
                    (r["points"], r["max_points"])
                    for r in own[own["item_code"] == own["item_code"].iloc[0]].to_dict("records")
                }
            )
            > 1
        ):
            yield f"{len(one.ranking)} units, and they differ"


def alphas(one: Sentence) -> list[tuple[int, Decimal | None]]:
    grid = one.find_grid(f"coherence-{one.block_code}")
    if grid is None:
        return []
    cells = zip(grid.column("Units"), grid.column("Alpha"), strict=True)
    return [(int(n), read_figure(alpha)) for n, alpha in cells]


READ = "that can be read"


@checks(
    "Nothing to compare: no criterion or area has several parts on each of which some of three or more units differ.",
    f"In the one criterion or area {READ}, the parts go together (alpha of at least {{limit}}).",
    f"The one criterion or area {READ} does not reach an alpha of {{limit}}.",
    f"None of the {{all}} criteria and areas {READ} reaches an alpha of {{limit}}.",
    f"In 1 of {{all}} criteria and areas {READ}, the parts go together (alpha of at least {{limit}}).",
    f"In {{n}} of {{all}} criteria and areas {READ}, the parts go together (alpha of at least {{limit}}).",
    "In 1 the parts go against each other (alpha below 0).",
    "In {n} the parts go against each other (alpha below 0).",
    "1 more alpha is not put into words: fewer than three units, or a part on which all are equal.",
    "{n} more are not put into words: fewer than three units, or a part on which all are equal.",
)
def check_coherence(one: Sentence) -> Iterator[str]:
    """An alpha is read where three units or more have all parts and differ on each."""
    own = one.page.results.coherence
    own = own[(own["block"] == one.block_code) & (own["parts_n"] > 1) & own["alpha"].notna()]
    known = [fraction(r["alpha"]) for r in own.to_dict("records") if r["units_n"] > 2 and not parts_alike(one, r)]
    unread = len(own) - len(known)
    if one.msgid.startswith("Nothing"):
        if known:
            yield f"alphas: {known}"
        return
    if "limit" in one.saying.slots:
        yield from one.same("limit", Decimal("0.7"))
    firm, against = sum(a >= Decimal("0.7") for a in known), sum(a < 0 for a in known)
    if "not put into words" in one.msgid:
        yield from one.counts(unread, "not put into words")
        return
    if "all" in one.saying.slots:
        yield from one.same("all", len(known))
    if "one criterion" in one.msgid and len(known) != 1:
        yield f"{len(known)} can be read"
    if "below 0" in one.msgid:
        yield from one.counts(against, "below 0")
    elif one.msgid.startswith("In"):
        yield from one.counts(firm, "go together")
    elif firm:
        yield f"{firm} reach it"


def parts_alike(one: Sentence, row: Any) -> bool:
    """Whether all units that have every part are equal on one of them."""
    items = one.page.results.items
    own = items[(items["block"] == one.block_code) & items["max_points"].notna() & items["applies"]]
    parts = [item.code for item in one.block.items if item.parent_code == row["item_code"]]
    scores = {part: dict(zip(r["unit_code"], r["score_pct"], strict=True)) for part in parts
              if len(r := own[own["item_code"] == part])}  # fmt: skip
    shared = set.intersection(*map(set, scores.values())) if scores else set()
    return any(len({own[unit] for unit in shared}) == 1 for own in scores.values())


@checks(
    "With {n} units, chance alone takes about 1 correlation in 20 beyond ±{limit}; smaller ones say nothing.",
    "Chance alone takes about 1 correlation in 20 beyond ±{least} with {most} units, beyond ±{limit} with {fewest}; "
    "smaller ones say nothing.",
    "1 item was tested so; by chance alone about {expected} would go against the others.",
    "{n} items were tested so; by chance alone about {expected} would go against the others.",
    "1 correlation rests on three units only: any can be chance.",
    "{n} correlations rest on three units only: any can be chance.",
)
def check_chance(one: Sentence) -> Iterator[str]:
    """By the units that share the item with others; a correlation of three units has no limit of chance."""
    quality = one.page.results.item_quality
    own = quality[(quality["block"] == one.block_code) & quality["item_rest_correlation"].notna()]
    ns = [int(n) for n in own["compared_n"]]
    tested = [n for n in ns if n > 3]
    if "three units" in one.msgid:
        yield from one.counts(ns.count(3), "correlations of three units")
    elif "expected" in one.saying.slots:
        yield from one.counts(len(tested), "tested")
        if abs((one.figure("expected") or 0) - Decimal("0.025") * len(tested)) > Decimal("0.05"):
            yield f"expected {Decimal('0.025') * len(tested)}"
    elif "most" in one.saying.slots:
        yield from one.same("most", max(tested))
        yield from one.same("fewest", min(tested))
        for slot, n in (("least", max(tested)), ("limit", min(tested))):
            yield from check_limit(one, slot, n)
    else:
        if set(tested) != {one.count()}:
            yield f"the correlations rest on {sorted(set(tested))} units"
        yield from check_limit(one, "limit", one.count())


def check_limit(one: Sentence, slot: str, n: int) -> Iterator[str]:
    """The limit of chance of n units: by Fisher's transformation, 1.96 / √(n − 3), to a hundredth."""
    limit = math.tanh(1.959964 / math.sqrt(n - 3))
    if abs(float(one.figure(slot) or 0) - limit) > 0.0051:
        yield f"{slot}: says {one[slot]}, by n = {n} {limit:.3f}"


@checks(
    "Furthest against the others stands {item}: units that do well elsewhere tend to do worse on it (correlation {r}).",
    "Furthest against the others stand {item}: units that do well elsewhere tend to do worse on them (correlation {r} "
    "each).",
)
def check_furthest(one: Sentence) -> Iterator[str]:
    quality = one.page.results.item_quality
    own = quality[(quality["block"] == one.block_code) & (quality["compared_n"] > 3)]
    found = {
        one.block.by_code[r["item_code"]].shown: rounded(fraction(r["item_rest_correlation"]), 2)
        for r in own.to_dict("records")
        if r["item_rest_correlation"] == r["item_rest_correlation"]
    }
    yield from same_names(one, one["item"], at_least(found), "furthest")
    yield from one.same("r", min(found.values()))
    if (" stand " in one.msgid) != (len(at_least(found)) > 1):
        yield f"{len(at_least(found))} stand furthest"
