"""What the report and the slides of a unit say, held against its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from parreport.language import text
from tests.sentences.claim_checks import claims_of
from tests.sentences.context import Sentence, at_most, checks, fraction, read_figure, rounded
from tests.sentences.province_checks import gaps_of as items_without
from tests.sentences.province_checks import mean_index, same_names, whole_units
from tests.sentences.templates import take_apart

UP = "The index is up {size} percentage points on {year}"
DOWN = "The index is down {size} percentage points on {year}"
SAME = "The index is unchanged on {year}"
ENDS = (
    ".",
    "; the rank stays at {now}.",
    *(
        f"; {n}, from {{before}} to {{now}}."
        for n in ("1 place up", "{n} places up", "1 place down", "{n} places down")
    ),
)


def row_of(one: Sentence) -> Any:
    index = one.page.results.index
    return index[index["unit_code"] == one.page.unit].iloc[0]


def own_name(one: Sentence) -> str:
    return one.page.results.name_of(one.page.unit)


def gaps_of(one: Sentence, unit: str) -> int:
    return len(items_without(one, unit))


@checks(
    "It has no rank while items have no points.",
    "{unit} reaches {index} on the items that have points. 1 item has none yet, so the unit has no rank and no class.",
    "{unit} reaches {index} on the items that have points. {n} items have none yet, so the unit has no "
    "rank and no class.",
    "No item of {unit} has points yet; it has no index, no rank and no class.",
    "Items have no points yet, so there is no next place and no next class.",
    "1 item has no points yet and leaves points and maximum: {items}.",
    "{n} items have no points yet and leave points and maximum: {items}.",
    "{n} items have no points yet and leave points and maximum; the score sheet names them.",
    "none while items have no points",
)
def check_gaps(one: Sentence) -> Iterator[str]:
    """By the leaves of the unit; what they have is all that counts."""
    gaps = items_without(one, one.page.unit)
    own = next(row for row in one.ranking if row["unit"] == own_name(one))
    if not gaps:
        yield "every item has points"
    if own["rank"]:
        yield f"it has rank {own['rank']}"
    if "unit" in one.saying.slots:
        yield from one.one_of(one["unit"], [own["unit"]], "this unit")
    if "n" in one.saying.slots or "1 item" in one.msgid:
        yield from one.counts(len(gaps), "items without points")
    if "items" in one.saying.slots and sorted(one["items"].split(", ")) != sorted(gaps):
        yield f"items without points: {gaps}"
    leaves = one.page.results.leaves
    held = leaves[(leaves["unit_code"] == one.page.unit) & leaves["points"].notna()]
    if "No item" in one.msgid and row_of(one)["printed_pct"] is not None:
        yield "it has an index"
    if "index" in one.saying.slots and len(held):
        yield from one.same("index", read_figure(own["index"]))


@checks("Items of {last} have no points; no change against {year} is computed.")
def check_no_change(one: Sentence) -> Iterator[str]:
    row, base = row_of(one), one.page.results.base
    own = base.gaps["unit_code"] if one["last"] == one["year"] else one.page.results.gaps["unit_code"]
    code = one.page.results.unit_links.get(one.page.unit) if one["last"] == one["year"] else one.page.unit
    if code not in set(own):
        yield f"every item of {one['last']} has points"
    if row["change_pp"] is not None:
        yield f"change {row['change_pp']}"


@checks(
    "It is assessed and not ranked.",
    "It is the only ranked unit of block {block}.",
    "It shares rank {rank} of {n} in block {block} with {units}.",
    "It comes first of {n} in block {block}.",
    "It comes last, {rank} of {n} in block {block}.",
    "It ranks {rank} of {n} in block {block}.",
)
def check_rank(one: Sentence) -> Iterator[str]:
    own = next(row for row in one.ranking if row["unit"] == own_name(one))
    if gaps_of(one, one.page.unit) and "not ranked" not in one.msgid:
        yield f"ranked, and {gaps_of(one, one.page.unit)} items have no points"
    if "not ranked" in one.msgid:
        if own["rank"]:
            yield f"it has rank {own['rank']}"
        return
    rank, ranks = int(own["rank"]), sorted(int(row["rank"]) for row in one.ranked)
    others = [name for name in one.at_rank(rank) if name != own["unit"]]
    if "n" in one.saying.slots:
        yield from one.counts(len(ranks), "ranked units")
    if "only ranked" in one.msgid and len(ranks) != 1:
        yield f"{len(ranks)} units are ranked"
    if "rank" in one.saying.slots:
        yield from one.same("rank", rank)
    if "units" in one.saying.slots:
        yield from one.one_of(one["units"], others, "shares with")
    elif others:
        yield f"shares its rank with {others}"
    if "comes first" in one.msgid and rank != 1:
        yield f"rank {rank}"
    if "comes last" in one.msgid and rank != ranks[-1]:
        yield f"rank {rank} of {ranks[-1]}"


@checks(
    "higher than the mean of the block, {mean}",
    "equal to the mean of the block, {mean}",
    "lower than the mean of the block, {mean}",
)
def check_against_mean(one: Sentence) -> Iterator[str]:
    """By the printed figures; units with gaps are neither in the mean nor set against it."""
    mean, own = mean_index(whole_units(one), one.page.results.framework.decimals), row_of(one)["printed_pct"]
    yield from one.same("mean", mean)
    said = "higher than" if own > mean else "lower than" if own < mean else "equal to"
    if not one.msgid.startswith(f"{said} "):
        yield f"{own} stands {said} it"
    if gaps_of(one, one.page.unit):
        yield "it has gaps"


@checks("{unit} reaches {index}, class {band}.", "{unit} reaches {index}.")
def check_result(one: Sentence) -> Iterator[str]:
    own = next((row for row in one.ranking if row["unit"] == one["unit"]), None)
    if own is None or own["unit"] != own_name(one):
        yield f"not this unit: {one['unit']}"
        return
    yield from one.same("index", read_figure(own["index"]))
    if one.get("band") and one["band"].strip("“”") != own.get("class", one["band"].strip("“”")):
        yield f"class by the ranking: {own['class']}"
    if gaps_of(one, one.page.unit):
        yield f"{gaps_of(one, one.page.unit)} items have no points, which is not said"


def areas_of(one: Sentence) -> dict[str, Decimal]:
    """Points lost by area, as the score sheet prints points and maximum."""
    own = one.items(1)
    own = own[(own["unit_code"] == one.page.unit) & own["max_points"].notna()]
    return {one.block.by_code[r["item_code"]].shown: fraction(r["lost_points"]) for r in own.to_dict("records")}


@checks(
    "It lost no point.",
    "It lost {points} points.",
    "It lost {points} points, the most in {areas}, {each} each.",
    "It lost {points} points, {each} each in {areas}.",
    "It lost {points} points, {share} of them in {area}.",
)
def check_loss(one: Sentence) -> Iterator[str]:
    lost = areas_of(one)
    total = sum(lost.values(), Decimal(0))
    if "points" not in one.saying.slots:
        if total:
            yield f"it lost {total}"
        return
    if one.figure("points") == 0:
        yield "0.00 points lost is no loss"
    yield from one.same("points", rounded(total, 2))
    named = one.get("area") or one.get("areas")
    if not named:
        return
    printed = {name: rounded(value, 2) for name, value in lost.items()}
    yield from same_names(one, named, at_most(printed), "most points lost")
    if "share" in one.saying.slots:
        yield from one.same("share", rounded(100 * max(lost.values()) / total, 0))
        if one.figure("share") == 100 and max(lost.values()) < total:
            yield "100% is rounded: further areas lose points"
    if "each" in one.saying.slots:
        yield from one.same("each", max(printed.values()))
        every = len(at_most(printed)) == sum(value > 0 for value in lost.values())
        if ("the most in" in one.msgid) == every:
            yield f"lost by area: {printed}"


@checks(*(head + end for head in (UP, DOWN, SAME) for end in ENDS))
def check_change(one: Sentence) -> Iterator[str]:
    own, decimals = row_of(one), one.page.results.framework.decimals
    change = rounded(fraction(own["change_pp"]), decimals)
    expected = UP if change > 0 else DOWN if change < 0 else SAME
    if not one.msgid.startswith(expected):
        yield f"the change is {change} in print"
    if "size" in one.saying.slots:
        yield from one.same("size", abs(change))
    yield from check_places(one, own)
    now, then = own["printed_pct"], own["base_pct"]
    if then is not None and now is not None and now - rounded(fraction(then), decimals) != change:
        told = [p.words for p in one.page.said if "100" in p.words and p.kind != "note"]
        if not any(
            said.msgid.startswith("An index above 100") for w in told for said in take_apart(w, one.page.language) or ()
        ):
            yield f"the index prints {then} then and {now} now"


@checks(
    "An index above 100 counts as 100 in rank and class; the change is that of the figures before this "
    "limit, {before} in "
    "{year} and {now} now."
)
def check_cap(one: Sentence) -> Iterator[str]:
    """The change is that of the two figures told, one of them above 100."""
    own, decimals = row_of(one), one.page.results.framework.decimals
    before, now = one.figure("before") or Decimal(0), one.figure("now") or Decimal(0)
    yield from one.same("now", rounded(fraction(own["uncapped_pct"]), decimals))
    if now - before != rounded(fraction(own["change_pp"]), decimals):
        yield f"{now} less {before} is not {own['change_pp']}"
    if max(before, now) <= 100:
        yield "no figure is above 100"


def check_places(one: Sentence, own: Any) -> Iterator[str]:
    if "now" not in one.saying.slots:
        return
    yield from one.same("now", int(own["rank"]))
    if "before" in one.saying.slots:
        yield from one.same("before", int(own["base_rank"]))
        moved = int(own["base_rank"]) - int(own["rank"])
        if moved != (one.count() if " up, from" in one.msgid else -one.count()):
            yield f"places: {moved}"
    elif int(own["rank"]) != int(own["base_rank"]):
        yield f"the rank was {own['base_rank']}"


@checks(
    "What raised the index by {size} percentage points since {year}",
    "What lowered the index by {size} percentage points since {year}",
    "What moved behind an unchanged index since {year}",
)
def check_change_heading(one: Sentence) -> Iterator[str]:
    grid = one.find_grid("change-table")
    assert grid is not None
    total = dict(zip(grid.column("Part"), grid.column("Percentage points"), strict=True))[text("Change of the index")]
    change = read_figure(total) or Decimal(0)
    word = "raised" if change > 0 else "lowered" if change < 0 else "unchanged"
    if word not in one.msgid:
        yield f"the total is {total}"
    if "size" in one.saying.slots:
        yield from one.same("size", abs(change))
    parts = [read_figure(x) or Decimal(0) for x in grid.column("Percentage points")[:-1]]
    if abs(sum(parts) - change) > 0:
        yield f"the parts sum to {sum(parts)}, the total is {change}"


@checks(
    "Against the block: furthest ahead in {best}, furthest behind in {worst}",
    "At or above the block's median in every area, most in {best}",
    "At or below the block's median in every area, most in {worst}",
    "At the block's median in every area",
)
def check_profile(one: Sentence) -> Iterator[str]:
    """By score and median as the picture lists them."""
    leads = {}
    own = one.page.results.unit_areas
    for row in own[own["unit_code"] == one.page.unit].to_dict("records"):
        if row["score_pct"] == row["score_pct"]:
            gap = rounded(fraction(row["score_pct"]), 1) - rounded(fraction(row["median_pct"]), 1)
            leads[one.block.by_code[row["item_code"]].shown] = gap
    if "best" in one.saying.slots:
        yield from check_extreme(one, one["best"], leads, 1)
    if "worst" in one.saying.slots:
        yield from check_extreme(one, one["worst"], leads, -1)
    if ("or above" in one.msgid and min(leads.values()) < 0) or ("or below" in one.msgid and max(leads.values()) > 0):
        yield f"leads in print: {leads}"
    if one.msgid.startswith("At the") and any(leads.values()):
        yield f"leads in print: {leads}"


def check_extreme(one: Sentence, words: str, leads: dict[str, Decimal], sign: int) -> Iterator[str]:
    """The furthest is so in print, where each figure is rounded: what the picture shows alike is named together."""
    most = max(sign * value for value in leads.values())
    expected = [name for name, value in leads.items() if sign * value == most]
    if sorted(expected) != sorted(one.quoted(words)):
        yield f"furthest: named {one.quoted(words)}; by the tables {expected}"
    if most <= 0:
        yield f"{expected}: {sign * most} is not {'ahead' if sign > 0 else 'behind'}"


@checks(
    "No area loses points",
    "{area} takes all the points lost",
    "Three areas take {share} of the points lost",
    "{area} take {share} each of the points lost",
    "{area} takes {share} of the points lost",
)
def check_waterfall(one: Sentence) -> Iterator[str]:
    lost = {name: value for name, value in areas_of(one).items() if value}
    total = sum(lost.values(), Decimal(0))
    if not lost or one.msgid == "No area loses points":
        if bool(lost) == (one.msgid == "No area loses points"):
            yield f"lost by area: {lost}"
        return
    order = sorted(lost.values(), reverse=True)
    if "takes all" in one.msgid and len(lost) != 1:
        yield f"lost by area: {lost}"
    if "{area}" in one.msgid:
        printed = {name: rounded(value, 2) for name, value in lost.items()}
        yield from same_names(one, one["area"], at_most(printed), "most points lost")
    if "share" in one.saying.slots:
        share = 100 * sum(order[: 3 if "Three" in one.msgid else 1], Decimal(0)) / total
        yield from one.same("share", rounded(share, 0))
        if one.figure("share") == 100 and len(order) > (3 if "Three" in one.msgid else 1):
            yield "100% is rounded: further areas lose points"


@checks(
    "Official points are {cut} below those claimed at 1 item and {raised} above at {raised_n}",
    "Official points are {cut} below those claimed at {n} items and {raised} above at {raised_n}",
    "Official points are {cut} below those claimed at 1 item",
    "Official points are {cut} below those claimed at {n} items",
    "Official points are {raised} above those claimed at 1 item",
    "Official points are {raised} above those claimed at {n} items",
    "Official points are those claimed",
)
def check_appraisal(one: Sentence) -> Iterator[str]:
    """By the score sheet: what is claimed against what counts, penalties taken off."""
    gaps = [claim.cut for claim in claims_of(one)]
    cut, raised = [gap for gap in gaps if gap > 0], [-gap for gap in gaps if gap < 0]
    if "cut" in one.saying.slots:
        yield from one.counts(len(cut), "items cut")
        yield from same_points(one, "cut", sum(cut))
    elif cut:
        yield f"{len(cut)} items cut are not told"
    if "raised" in one.saying.slots:
        yield from one.counts(len(raised), "items raised", "raised_n" if "raised_n" in one.saying.slots else "n")
        yield from same_points(one, "raised", sum(raised))
    elif raised:
        yield f"{len(raised)} items raised are not told"


def same_points(one: Sentence, slot: str, points: Any) -> Iterator[str]:
    """Points as printed, or told to be under 0.01 where they would print as 0.00."""
    if one.figure(slot) is not None:
        yield from one.same(slot, rounded(points, 2))
    elif not (0 < points < Decimal("0.005") and read_figure(one[slot].split(" ")[-1]) == Decimal("0.01")):
        yield f"{slot}: says {one[slot]}, by the score sheet {points}"


@checks(
    "It holds the first place; no unit of the block ranks higher.",
    "It shares the first place; no unit of the block ranks higher.",
    "It is the only ranked unit of its block, so there is no next place.",
    "It is not ranked, so there is no next place.",
    "It has no index, so there is no next place and no next class.",
)
def check_no_next_place(one: Sentence) -> Iterator[str]:
    own = next(row for row in one.ranking if row["unit"] == own_name(one))
    firsts = one.at_rank(1)
    if "first place" in one.msgid and own["unit"] not in firsts:
        yield f"rank {own['rank']}"
    if "first place" in one.msgid and ("shares" in one.msgid) != (len(firsts) > 1):
        yield f"{firsts} stand first"
    if "only ranked" in one.msgid and (len(one.ranked) != 1 or not own["rank"]):
        yield f"{len(one.ranked)} units are ranked"
    if "not ranked" in one.msgid and own["rank"]:
        yield f"rank {own['rank']}"


@checks(
    "To draw level with {units} (rank {rank}, index {index}) it needs {points} more points.",
    "To place {rank}, level with {units}: {points} more points.",
    "All the points that it lost are not enough to draw level with {units} (rank {rank}, index {index}): with them its "
    "index would be {best}.",
    "It lost no points, and its index is still below that of {units} (rank {rank}, index {index}): no "
    "item can win more.",
)
def check_next_place(one: Sentence) -> Iterator[str]:
    own = next(row for row in one.ranking if row["unit"] == own_name(one))
    better = [row for row in one.ranked if int(row["rank"]) < int(own["rank"] or 0)]
    if not better:
        yield "no unit stands higher"
        return
    rank = max(int(row["rank"]) for row in better)
    yield from one.same("rank", rank)
    names = one.at_rank(rank)
    said = re.sub(r"( and | và )\d+ .*$", "", one["units"])
    listed = one.names_in(said)
    if not set(listed) <= set(names) or (said == one["units"] and len(listed) != len(names)):
        yield f"on place {rank} stand {names}"
    if "index" in one.saying.slots:
        yield from one.same("index", read_figure(next(row["index"] for row in better if row["unit"] in names)))
    if one.get("points"):
        yield from check_needed(one, read_figure(next(row["index"] for row in better if row["unit"] in names)))


def check_needed(one: Sentence, goal: Decimal | None) -> Iterator[str]:
    """So many points bring the index, as printed, to the goal; two hundredths less do not."""
    row, decimals, need = row_of(one), one.page.results.framework.decimals, one.figure("points")
    if not need:
        yield "needs 0.00 more points"
        return
    top = fraction(row["points"]) + fraction(row["bonus_points"]) - fraction(row["penalty_points"])
    enough, short = (
        rounded(100 * (top + points) / fraction(row["max_points"]), decimals)
        for points in (need, need - Decimal("0.02"))
    )
    if goal is None or not short < goal <= enough:
        yield f"needs {need}: they bring it to {enough}, 0.02 less to {short}, the goal is {goal}"


@checks("It is in the highest class, {band}.")
def check_highest_class(one: Sentence) -> Iterator[str]:
    own = next(row for row in one.ranking if row["unit"] == own_name(one))
    if one.block.bands[0].shown != one["band"].strip("“”") or own.get("class") != one.block.bands[0].shown:
        yield f"class {own.get('class')}"


@checks(
    "For class {band} (an index from {lowest}) it needs {points} more points.",
    "To class {band}, from {lowest}: {points} more points.",
    "All the points that it lost are not enough for class {band} (an index from {lowest}): with them its "
    "index would be "
    "{best}.",
    "It lost no points, and its index is still below class {band} (from {lowest}): no item can win more.",
)
def check_next_class(one: Sentence) -> Iterator[str]:
    own = next(row for row in one.ranking if row["unit"] == own_name(one))
    names = [band.shown for band in one.block.bands]
    if own["class"] == names[0] or names[names.index(own["class"]) - 1] != one["band"].strip("“”"):
        yield f"class now: {own['class']}"
    lowest = next((band.lowest for band in one.block.bands if band.shown == one["band"].strip("“”")), None)
    yield from one.same("lowest", lowest)
    if one.get("points"):
        yield from check_needed(one, rounded(fraction(lowest), one.page.results.framework.decimals))


STATES = {
    "mended": "mended",
    "better": "improved",
    "same": "unchanged",
    "unclear": "within the survey's error",
    "worse": "worse",
    "gone": "no longer compared",
}


def states_of(one: Sentence) -> list[str]:
    """The states as the table prints them; of the period, from the followups of the block."""
    words = {text(word): state for state, word in STATES.items()}
    if one.page.unit:
        grid = one.find_grid("followups-table")
        return [words[cell] for cell in grid.column("State")] if grid else []
    results = one.page.results
    own = results.followups[results.followups["counted"].astype(bool)] if len(results.followups) else results.followups
    blocks = dict(zip(results.units["unit_code"], results.units["block"], strict=True))
    return [s for u, s in zip(own["unit_code"], own["state"], strict=True) if blocks[u] == one.block_code]


@checks(
    "Of {n} weaknesses of {year}, {states}.",
    "The one weakness of {year} is mended.",
    "All {n} weaknesses of {year} are mended.",
    "The one weakness of {year} has improved and is not mended yet.",
    "All {n} weaknesses of {year} have improved; none is mended yet.",
    "The one weakness of {year} is unchanged.",
    "All {n} weaknesses of {year} are unchanged.",
    "The one weakness of {year} moved by no more than the sampling error of the survey.",
    "All {n} weaknesses of {year} moved by no more than the sampling error of the survey.",
    "The one weakness of {year} has become worse.",
    "All {n} weaknesses of {year} have become worse.",
    "The one weakness of {year} can no longer be compared.",
    "None of the {n} weaknesses of {year} can be compared any more.",
)
def check_followups(one: Sentence) -> Iterator[str]:
    states = states_of(one)
    yield from one.counts(len(states), "weaknesses")
    grid = one.find_grid("followups-table") if one.page.unit else None
    for row in grid.rows if grid else ():
        if row[-1] in (text("worse"), text("improved")) and row[1] == row[2]:
            yield f"{row[0]}: {row[1]} then and {row[2]} now, and called “{row[-1]}”"
    word_of = {"mended": "mended", "improved": "better", "unchanged": "same", "survey": "unclear", "worse": "worse"}
    word_of |= {"compared": "gone"}
    if "states" in one.saying.slots:
        told: dict[str, int] = {}
        for phrase, n in one.phrases("states").items():
            state = next((s for w, s in word_of.items() if phrase.endswith(w)), phrase)
            told[state] = told.get(state, 0) + n
        if told != {state: states.count(state) for state in set(states)}:
            yield f"says {told}; by the table { {state: states.count(state) for state in set(states)} }"
        return
    state = "better" if "improved" in one.msgid else next(s for w, s in word_of.items() if w in one.msgid.strip("."))
    if set(states) != {state}:
        yield f"by the table {states}"


@checks(
    "The weakness of {year} is mended",
    "All weaknesses of {year} are mended",
    "1 of {total} weaknesses of {year} is mended",
    "{n} of {total} weaknesses of {year} are mended",
    "Weaknesses of {year} that can no longer be compared",
    "The weakness of {year} is not mended yet",
    "None of the {n} weaknesses of {year} is mended yet",
)
def check_followups_heading(one: Sentence) -> Iterator[str]:
    states = states_of(one)
    mended = states.count("mended")
    if one.msgid.startswith("None of") or one.msgid == "The weakness of {year} is not mended yet":
        yield from one.counts(len(states), "weaknesses")
        if mended:
            yield f"{mended} are mended"
        if "gone" in states and "same" not in states and "worse" not in states and "better" not in states:
            yield "all are no longer compared"
    elif "total" in one.saying.slots:
        yield from one.same("total", len(states))
        yield from one.counts(mended, "mended")
    elif "mended" in one.msgid and mended != len(states):
        yield f"{mended} of {len(states)} are mended"


@checks(
    "1 strength to keep and to share",
    "{n} strengths to keep and to share",
    "No item stands out as a strength by the rules of the framework.",
    "1 weakness to mend",
    "{n} weaknesses to mend",
    "No item is a weakness",
    "The unit has 1 weakness.",
    "The unit has {n} weaknesses.",
    "The unit has 1 strength.",
    "The unit has {n} strengths.",
    "1 criterion that is one too has a weakness among its own items and is not counted again.",
    "{n} criteria that are weaknesses too have one among their own items and are not counted again.",
    "1 criterion that is one too has a strength among its own items and is not counted again.",
    "{n} criteria that are strengths too have one among their own items and are not counted again.",
    "1 more strength: see the annex “All strengths and weaknesses”.",
    "{n} more strengths: see the annex “All strengths and weaknesses”.",
)
def check_how_many_findings(one: Sentence) -> Iterator[str]:
    """A criterion of which a leaf is one too is not counted again; the annex lists all."""
    kind = "strength" if "strength" in one.msgid.split(":")[0] else "weakness"
    found = one.page.results.findings
    codes = list(found.loc[(found["unit_code"] == one.page.unit) & (found["kind"] == kind), "item_code"])
    leaves = {leaf.code for leaf in one.block.leaves}
    again = [c for c in codes if c not in leaves and any(leaf in codes for leaf in one.block.leaf_codes_under[c])]
    said = 0 if one.msgid.startswith("No ") else one.count()
    if "not counted again" in one.msgid:
        expected = len(again)
    elif "more" in one.msgid:
        grid = one.find_grid("strengths-table")
        expected = len(codes) - len(again) - (len(grid.rows) if grid else 0)
        annex = one.find_grid("strengths-list")
        if annex is not None and len(annex.rows) != len(codes):
            yield f"the annex lists {len(annex.rows)} of {len(codes)}"
    else:
        expected = len(codes) - len(again)
    if said != expected:
        yield f"by the findings {expected}"


@checks(
    "Block {block} has {n} units, too few to compare by rank and spread: strengths have at least {level}% of the "
    "maximum, weaknesses are the largest losses below it.",
    "Block {block} has one unit, so nothing is compared: strengths have at least {level}% of the "
    "maximum, weaknesses are "
    "the largest losses below it.",
)
def check_small_block(one: Sentence) -> Iterator[str]:
    yield from one.counts(len(one.ranking), "units of the block")
    yield from one.same("level", fraction(one.page.results.framework.findings.level_pct))


@checks("No item of the framework applies to {unit}; it has no index.")
def check_nothing_applies(one: Sentence) -> Iterator[str]:
    own = row_of(one)
    if own["max_points"]:
        yield f"items of {own['max_points']} points apply"


@checks("points lost of {maximum}")
def check_maximum(one: Sentence) -> Iterator[str]:
    """Of the items that apply to the unit, as its areas add up."""
    areas = one.page.results.items
    areas = areas[(areas["unit_code"] == one.page.unit) & (areas["level"] == 1) & areas["max_points"].notna()]
    yield from one.same("maximum", rounded(sum((fraction(x) for x in areas["max_points"]), Decimal(0)), 2))
