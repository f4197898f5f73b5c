"""What the report of the province says, held against its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from parreport.language import text
from tests.sentences.context import Sentence, at_least, at_most, checks, fraction, read_figure, rounded
from tests.sentences.templates import take_apart

BLOCK = "Block {block}: "
MOVED = "; the mean is {mean}, {move}."
STAYED = "; the mean is {mean}."
HEADS = (
    "{leader} comes first with {first}, {tailer} last with {last}",
    "{leader} comes first with {first}, {tailer} come last with {last}",
    "{leader} share first place with {first}, {tailer} comes last with {last}",
    "{leader} share first place with {first}, {tailer} come last with {last}",
)
LEVEL = "all ranked units reach {first}; the mean, with the units that are not ranked, is {mean}"


@checks(
    *(f"{BLOCK}{middle}{end}" for middle in HEADS for end in (MOVED, STAYED)),
    *(f"{BLOCK}all ranked units reach {{first}}{end}" for end in (MOVED, STAYED)),
    f"{BLOCK}{LEVEL}.",
    f"{BLOCK}{LEVEL}, {{move}}.",
)
def check_first_and_last(one: Sentence) -> Iterator[str]:
    ranks = [int(row["rank"]) for row in one.ranked]
    index = {row["unit"]: read_figure(row["index"]) for row in one.ranked}
    if "all ranked units" in one.msgid:
        if len(set(index.values())) > 1:
            yield "all ranked units reach the same: they do not"
        if ("not ranked" in one.msgid) != (len(whole_units(one)) > len(one.ranked)):
            yield f"{len(whole_units(one))} units are in the mean, {len(one.ranked)} are ranked"
    else:
        firsts, lasts = one.at_rank(1), one.at_rank(max(ranks))
        yield from one.one_of(one["leader"], firsts, "first")
        yield from one.one_of(one["tailer"], lasts, "last")
        if ("share first" in one.msgid) != (len(firsts) > 1):
            yield f"{len(firsts)} units stand first"
        if ("come last" in one.msgid) != (len(lasts) > 1):
            yield f"{len(lasts)} units come last"
        yield from one.same("last", index[lasts[0]])
    yield from one.same("first", index[one.at_rank(1)[0]])
    yield from check_mean(one)


@checks(
    "Block {block} has one unit, {unit}: {mean}, {move}.",
    "Block {block} has one unit, {unit}: {mean}.",
    "The {n} units of block {block} are not ranked; their mean is {mean}, {move}.",
    "The {n} units of block {block} are not ranked; their mean is {mean}.",
    "Block {block}: no unit has a rank; the mean of the units without gaps is {mean}.",
)
def check_block_without_ranks(one: Sentence) -> Iterator[str]:
    if "gaps" not in one.msgid:
        yield from one.counts(len(one.ranking), "units of the block")
    if "unit" in one.saying.slots:
        yield from one.one_of(one["unit"], [row["unit"] for row in one.ranking], "the one unit")
    elif one.ranked:
        yield "not ranked: some units have a rank"
    yield from check_mean(one)


@checks(
    "Block {block} has one unit, {unit}: {mean} on the items that have points; 1 item has none.",
    "Block {block} has one unit, {unit}: {mean} on the items that have points; {n} items have none.",
    "Block {block} has one unit, {unit}; no item of it has points yet.",
    "Block {block}: every unit has items without points; there is no rank and no mean.",
)
def check_block_of_gaps(one: Sentence) -> Iterator[str]:
    own = one.page.results.index
    own = own[own["block"] == one.block_code]
    gaps = {unit: len(gaps_of(one, unit)) for unit in own["unit_code"]}
    if not all(gaps.values()):
        yield f"items without points: {gaps}"
    if "unit" in one.saying.slots:
        yield from one.one_of(one["unit"], [row["unit"] for row in one.ranking], "the one unit")
    if "mean" in one.saying.slots:
        yield from one.counts(sum(gaps.values()), "items without points")
        yield from one.same("mean", own["printed_pct"].iloc[0])
    elif "no item" in one.msgid and own["printed_pct"].iloc[0] is not None:
        yield f"it has an index, {own['printed_pct'].iloc[0]}"


def gaps_of(one: Sentence, unit: str) -> list[str]:
    """The items without points of a unit, by its leaves."""
    leaves = one.page.results.leaves
    own = leaves[(leaves["unit_code"] == unit) & (leaves["origin"] == "missing")]
    return list(own["item_code"])


def whole_units(one: Sentence) -> Any:
    """The units of the block that have an index without gaps."""
    own = one.page.results.index
    own = own[(own["block"] == one.block_code) & own["printed_pct"].notna()]
    return own[[not gaps_of(one, unit) for unit in own["unit_code"]]]


def mean_index(rows: Any, decimals: int) -> Decimal:
    """The mean index of rows, exact until it is rounded."""
    total = Fraction(0)
    for row in rows.to_dict("records"):
        top = Fraction(row["points"] + row["bonus_points"] - row["penalty_points"])
        share = 100 * top / Fraction(row["max_points"])
        total += min(share, Fraction(100)) if row["printed_pct"] <= 100 else share
    mean = total / len(rows)
    return rounded(Decimal(mean.numerator) / Decimal(mean.denominator), decimals)


@checks(
    "Mean of the block: {mean}; of {units} units, 1 is at or above it.",
    "Mean of the block: {mean}; of {units} units, {n} are at or above it.",
    "Mean of the block: {mean}; of {units} units with points for all items, 1 is at or above it.",
    "Mean of the block: {mean}; of {units} units with points for all items, {n} are at or above it.",
)
def check_units_at_mean(one: Sentence) -> Iterator[str]:
    """Counted on the printed figures; the ranking's column says yes of just these units."""
    own, decimals = whole_units(one), one.page.results.framework.decimals
    mean = mean_index(own, decimals)
    yield from one.same("mean", mean)
    at_least = {one.page.results.name_of(unit) for unit in own.loc[own["printed_pct"] >= mean, "unit_code"]}
    yield from one.counts(len(at_least), "units at or above the mean")
    yield from one.same("units", len(own))
    grid = one.grid("ranking-table")
    cells = dict(zip(grid.column("Unit"), grid.column("At or above the mean"), strict=True))
    if {name for name, said in cells.items() if said == text("yes")} != at_least:
        yield f"the column of the ranking: {cells}"


def check_mean(one: Sentence) -> Iterator[str]:
    """The mean of a block is that of its units without gaps; its change that of the units in both years."""
    results, own = one.page.results, whole_units(one)
    if own.empty:
        yield f"mean {one['mean']} of a block of which no unit is without gaps"
        return
    decimals = results.framework.decimals
    yield from one.same("mean", mean_index(own, decimals))
    both = own[own["change_pp"].notna()]
    if not one.get("move"):
        if len(both) and "gaps" not in one.msgid:
            yield f"{len(both)} units have figures of both years, and no change is told"
        return
    if both.empty:
        yield f"{one['move']}: no unit has a figure of both years"
        return
    before = results.base.index.set_index("unit_code").loc[[results.unit_links[unit] for unit in both["unit_code"]]]
    yield from check_direction(one["move"], mean_index(both, decimals) - mean_index(before, decimals), one, len(both))
    if "both years" not in take_apart(one["move"], one.page.language)[0].msgid and len(both) < len(own):
        yield f"{len(both)} of {len(own)} units have figures of both years"


def check_direction(words: str, change: Decimal, one: Sentence, n: int = 0) -> Iterator[str]:
    """Hold "up 0.50 percentage points on 2017" to the change that it should tell; ``n``: of how many units."""
    said = take_apart(words, one.page.language)
    if not said:
        yield f"not understood: {words}"
        return
    kind = next((way for way in ("up", "down") if f"{way} {{size}}" in said[0].msgid), "unchanged")
    expected = "up" if change > 0 else "down" if change < 0 else "unchanged"
    size = read_figure(said[0].slots.get("size", "0"))
    if kind != expected or (size is not None and size != abs(change)):
        yield f"says “{words}”; the units in both years moved by {change} on average"
    if n and "both years" in said[0].msgid and int(said[0].slots.get("n", "1")) != n:
        yield f"says “{words}” of {n} units"


@checks(
    "{unit} leads block {block}", "{units} share the lead of block {block}", "Block {block}: all ranked units are level"
)
def check_lead(one: Sentence) -> Iterator[str]:
    firsts = one.at_rank(1)
    if "level" in one.msgid:
        if len(firsts) != len(one.ranked):
            yield "not all ranked units share the first place"
        return
    yield from one.one_of(one.get("unit") or one["units"], firsts, "first")
    if len(firsts) == len(one.ranked) and len(firsts) > 1:
        yield "all ranked units are level"


def moves_of(one: Sentence) -> dict[str, Decimal]:
    found = {row["unit"]: read_figure(row.get("change", "")) for row in one.ranking}
    return {unit: change for unit, change in found.items() if change is not None}


@checks(
    *(
        f"The largest {way}: {{unit}}, {{size}} percentage points{end}."
        for way in ("rise", "fall")
        for end in ("", " each")
    )
)
def check_largest_move(one: Sentence) -> Iterator[str]:
    moves = moves_of(one)
    named = (at_most if "rise" in one.msgid else at_least)(moves)
    if not counted_units(one, one["unit"], len(named)):
        yield from one.one_of(one["unit"], named, "largest")
    if ("each" in one.msgid) != (len(named) > 1):
        yield f"{len(named)} units moved so"
    yield from one.same("size", (max if "rise" in one.msgid else min)(moves.values()))


def counted_units(one: Sentence, words: str, n: int) -> bool:
    """Whether units, too many to be named, are counted, and rightly."""
    said = take_apart(words, one.page.language)
    return bool(said) and said[0].msgid == "{n} units" and said[0].slots["n"] == str(n)


@checks(
    "The mean of all units was {before} in {year}; units of one of the two means only (new, ended, "
    "merged or with gaps) {moved}."
)
def check_others(one: Sentence) -> Iterator[str]:
    results, own = one.page.results, whole_units(one)
    decimals, code = results.framework.decimals, one.block_code
    linked = {results.unit_links.get(unit) for unit in results.index.loc[results.index["block"] == code, "unit_code"]}
    past = results.base.index
    past = past[past["printed_pct"].notna() & (past["gaps_n"] == 0)]
    continued = past[past["unit_code"].isin(linked)]["block"].unique()
    means = [mean_index(past[past["block"] == block], decimals) for block in continued]
    if one.figure("before") not in means:
        yield f"means of {one['year']}: {means}"
    both = own[own["change_pp"].notna()]
    before = results.base.index.set_index("unit_code").loc[[results.unit_links[unit] for unit in both["unit_code"]]]
    change = mean_index(both, decimals) - mean_index(before, decimals)
    (moved,) = take_apart(one["moved"], one.page.language) or ()
    size = read_figure(moved.slots["size"]) or Decimal(0) if "size" in moved.slots else Decimal(0)
    said = -size if "lowered" in moved.msgid else size
    others = mean_index(own, decimals) - (one.figure("before") or 0) - change
    if said != others:
        yield f"moved: says {said}, by the tables {others}"


@checks("Against {year}, {moves}.")
def check_moves(one: Sentence) -> Iterator[str]:
    from tests.sentences import period_checks

    changes = list((period_checks.moves_of if one.page.name == "period" else moves_of)(one).values())
    said = one.phrases("moves")
    for words, n in (
        ("rose", sum(x > 0 for x in changes)),
        ("fell", sum(x < 0 for x in changes)),
        ("stayed", sum(x == 0 for x in changes)),
    ):
        told = sum(count for phrase, count in said.items() if phrase.endswith(words))
        if told != n:
            yield f"{words}: says {told}, by the printed changes {n}"


@checks(
    "No unit of block {block} has an index of {year} to compare with.",
    "No unit of block {block} has an index of {year} and now without gaps.",
)
def check_nobody_before(one: Sentence) -> Iterator[str]:
    if moves_of(one):
        yield "some units have a change"


@checks(
    "Block {block} loses most points in {area}",
    "Block {block} loses the same in every area",
    "Block {block} loses no point in any area",
    "Every unit has full points in every area.",
    "Every area loses the same number of points.",
    "Most points are lost in {areas}, the same in each.",
    "{area} takes {share} of all points lost in the block.",
    "{area} takes {share} of all points lost in the block and also has the lowest mean, {mean} of the maximum.",
    "The lowest mean is that of {lowest}, {mean} of the maximum.",
    "The lowest mean is that of {lowest}, {mean} of the maximum each.",
    "The mean of each area is {mean} of the maximum.",
)
def check_areas(one: Sentence) -> Iterator[str]:
    lost = {name: rounded(value, 2) for name, value in one.lost_by_area.items()}
    printed = {name: rounded(value, 1) for name, value in one.mean_by_area.items()}
    most = at_most(lost) if any(one.lost_by_area.values()) else []
    named, alike = one.get("area") or one.get("areas"), len(most) == len(lost)
    if named or not most or "no point" in one.msgid or "full points" in one.msgid:
        yield from same_names(one, named, most, "most points")
    if ("same in every area" in one.msgid or "Every area loses" in one.msgid) != (alike and len(lost) > 1) and (
        "lowest" not in one.saying.slots and "mean of each" not in one.msgid and most
    ):
        yield f"lost by area: {lost}"
    if "share" in one.saying.slots:
        yield from one.same("share", rounded(100 * one.lost_by_area[most[0]] / sum(one.lost_by_area.values()), 0))
        if "also has the lowest" in one.msgid:
            yield from same_names(one, named, at_least(printed), "lowest mean")
    if "lowest" in one.saying.slots:
        yield from same_names(one, one["lowest"], at_least(printed), "lowest mean")
    if "mean" in one.saying.slots:
        yield from one.same("mean", min(printed.values()))
    if "mean of each" in one.msgid and len(set(printed.values())) > 1:
        yield f"means: {printed}"


def same_names(one: Sentence, words: str, expected: list[str], what: str) -> Iterator[str]:
    if sorted(one.quoted(words)) != sorted(expected):
        yield f"{what}: named {'; '.join(one.quoted(words))}; by the tables {'; '.join(expected) or 'none'}"


@checks(
    "{item} costs most: {points} points in all, lost by {losing} of {units} units.",
    "{item} costs most: {points} points.",
    "{items} cost most: {points} points each, over all units.",
)
def check_costliest(one: Sentence) -> Iterator[str]:
    leaves = {name: rounded(value, 2) for name, value in leaf_losses(one).items()}
    most, named = at_most(leaves), one.quoted(one.get("item") or one["items"])
    if named:
        yield from same_names(one, one.get("item") or one["items"], most, "costs most")
    elif str(len(most)) != one["items"].split(" ")[0]:
        yield f"cost most: {most}"
    yield from one.same("points", leaves[most[0]])
    if "losing" in one.saying.slots or one.msgid.endswith("{points} points."):
        own = one.items(whole=True)
        own = own[own["is_leaf"] & own["max_points"].notna()]
        rows = [r for r in own.to_dict("records") if one.block.by_code[r["item_code"]].shown == most[0]]
        if "losing" in one.saying.slots:
            yield from one.same("losing", sum(fraction(r["lost_points"]) > 0 for r in rows))
            yield from one.same("units", len(rows))
        elif len(rows) != 1:
            yield f"{len(rows)} units have it"


def leaf_losses(one: Sentence) -> dict[str, Decimal]:
    own = one.items(whole=True)
    own = own[own["is_leaf"] & own["lost_points"].notna()]
    return {
        one.block.by_code[code].shown: sum((fraction(x) for x in rows["lost_points"]), Decimal(0))
        for code, rows in own.groupby("item_code", sort=False)
    }


@checks(
    "The appraisal is furthest above the survey at {units}.",
    "The survey is furthest above the appraisal at {units}.",
    "Survey and appraisal agree at every unit.",
)
def check_survey(one: Sentence) -> Iterator[str]:
    """Each unit with both its figures as the table prints them; many at one difference are counted."""
    grid = one.grid("survey")
    rows = [dict(zip(grid.heads, row, strict=True)) for row in grid.rows]
    heads = {name: text(name) for name in ("Unit", "Difference (percentage points)")}
    gaps = {row[heads["Unit"]].split(" | ")[0]: read_figure(row[heads["Difference (percentage points)"]]) or Decimal(0)
            for row in rows}  # fmt: skip
    if "every unit" in one.msgid:
        if any(gaps.values()):
            yield "they do not"
        return
    most = (at_most if one.msgid.startswith("The appraisal") else at_least)(gaps)
    if not gaps[most[0]]:
        yield "the difference is 0.0 in print"
    counted = take_apart(one["units"], one.page.language)
    if counted and "gap" in counted[0].slots and "n" in counted[0].slots:
        if counted[0].slots["n"] != str(len(most)) or read_figure(counted[0].slots["gap"]) != abs(gaps[most[0]]):
            yield f"furthest: {most}, {gaps[most[0]]}"
        return
    told = re.findall(r"(?:^|, | and | và )(.+?) \((.+?)\)", one["units"])
    if sorted(name for name, _ in told) != sorted(most):
        yield f"furthest: named {[name for name, _ in told]}; by the table {most}"
    for name, figures in told:
        printed = next((row for row in rows if row[heads["Unit"]].split(" | ")[0] == name), {})
        for figure in re.findall(r"[\d.,]+\d%", figures):
            if figure.rstrip("%") not in {cell.rstrip("%") for cell in printed.values()}:
                yield f"{name}: {figure} is not in its row"


@checks(
    "The one target with figures is met",
    "All {n} targets with figures are met",
    "The one target with figures is not met",
    "None of the {n} targets with figures is met",
    "The province meets {met} of {n} targets with figures",
    "No target of the province has a figure",
)
def check_targets(one: Sentence) -> Iterator[str]:
    own = one.page.results.targets
    met = [bool(x) for x in own.loc[(own["unit_code"] == "") & own["met"].notna(), "met"]]
    if one.msgid.startswith("No target"):
        if met:
            yield "some have"
        return
    yield from one.counts(len(met), "targets with figures")
    expected = 0 if "not met" in one.msgid or "None" in one.msgid else sum(met) if "{met}" in one.msgid else len(met)
    said = one.count("met") if "met" in one.saying.slots else expected
    if sum(met) != said:
        yield f"met: says {said}, by the table {sum(met)}"


@checks(
    "All items are comparable with {year}.",
    "All items of the other blocks are comparable with {year}.",
    "Against {year}: {changes}.",
)
def check_framework_changes(one: Sentence) -> Iterator[str]:
    """Items are counted, once each, as the tables of the method list them."""
    rows: list[str] = []
    results = one.page.results
    words = {}
    for block in dict.fromkeys(results.units["block"]):
        grid = one.find_grid(f"framework-{block}", "What changed")
        for place in range(len(grid.rows) if grid else 0):
            assert grid is not None
            words[block, grid.column("Item")[place], grid.column("What changed")[place]] = 1
    rows = [kind for _, _, kind in words]
    expected = {
        "# items are new": rows.count(text("new")),
        "# were dropped": rows.count(text("dropped")),
        "# measure something else": rows.count(text("measures something else")),
        "# have another maximum": rows.count(text("other maximum")),
        "# are parts of former ones": rows.count(text("split from a former item")),
        "# each join several former ones": rows.count(text("several former items joined")),
    }
    expected = {key: n for key, n in expected.items() if n}
    if "changes" not in one.saying.slots:
        if expected:
            yield f"all comparable: the tables list {expected}"
        return
    fold = {"# item is new": "# items are new", "# was dropped": "# were dropped"}
    fold |= {"# measures something else": "# measure something else", "# has another maximum": "# have another maximum"}
    fold |= {"# is a part of a former one": "# are parts of former ones"}
    fold |= {"# joins several former ones": "# each join several former ones"}
    said = {fold.get(key, key): n for key, n in one.phrases("changes").items()}
    if said != expected:
        yield f"says {said}; the tables list {expected}"
