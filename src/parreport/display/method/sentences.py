"""The sentences of the method report, written from figures.

In: results. Out: sentences and headings in the language in force, right for none, one, many, and
for blocks too small to compare. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.documents import has_detail
from parreport.display.formats import format_number, format_plain
from parreport.display.sentences import quote, quote_all, tell_some, units_in
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results

MANY_FULL_SHARE = 0.9
SAME_ABOVE = 0.9
AGAINST_BY_CHANCE = 0.025
"""Of correlations that are none, how many chance takes beyond its limit below 0: half of 1 in 20."""


def quality_of(results: Results, block: Block) -> pd.DataFrame:
    """Return the measured leaves of a block, in tree order."""
    return results.item_quality[results.item_quality["block"] == block.code].reset_index(drop=True)


def find_silent(quality: pd.DataFrame) -> pd.DataFrame:
    """Return the leaves that tell nothing: at least two units, and all of them equal."""
    return quality[(quality["units_n"] > 1) & (quality["sd_pct"] == 0)]


def chance_of(quality: pd.DataFrame) -> float:
    """Return the correlation up to which chance reaches in a block, that of its fullest leaves."""
    return float(quality["chance_correlation"].min())


def find_tested(quality: pd.DataFrame) -> pd.DataFrame:
    """Return the leaves whose correlation can be held against the limit of chance of its own units."""
    return quality[quality["item_rest_correlation"].notna() & quality["chance_correlation"].notna()]


def note_items(quality: pd.DataFrame) -> str:
    """Return what the chart of items shows: the band of chance, whose it is, and what is not drawn."""
    tested, drawn = find_tested(quality), quality["item_rest_correlation"].notna()
    sentences = []
    if len(tested):
        most = int(tested["compared_n"].max())
        sentences.append(text("Band: what chance alone can do over {n} units.", n=most))
        if (quality.loc[drawn, "compared_n"] < most).any():
            sentences.append(text("Over fewer units it can do more."))
    sentences.append(text("Named: the lowest below 0."))
    if not drawn.all():
        sentences.append(text("Items without a correlation are not drawn: {n}.", n=int((~drawn).sum())))
    return " ".join(sentences)


def describe_framework(results: Results, block: Block) -> str:
    """Describe a block's framework in one sentence: levels, points, the part by survey."""
    leaves = block.scored_leaves
    whole = sum(leaf.max_points or 0 for leaf in leaves)
    if not has_detail(block):
        facts = {"block": block.shown, "points": format_plain(whole)}
        return text("Block {block} is scored by one total of at most {points} points.", **facts)
    survey = sum(leaf.max_points or 0 for leaf in leaves if leaf.method == "survey")
    scored = [item for item in block.items if block.leaf_codes_under[item.code]]
    counts: dict[str, Any] = {
        "block": block.shown,
        "areas": sum(item.level == 1 for item in scored),
        "criteria": sum(item.level == 2 for item in scored),
        "leaves": len(leaves),
        "points": format_plain(whole),
        "survey": format_plain(survey),
    }
    if block.code in results.without_survey and survey == 1:
        return text(
            "Block {block} has {points} points in all (areas: {areas}; criteria: {criteria}; scored items: "
            "{leaves}); the 1 point by survey does not count this year.",
            **counts,
        )
    if block.code in results.without_survey:
        return text(
            "Block {block} has {points} points in all (areas: {areas}; criteria: {criteria}; scored items: "
            "{leaves}); the {survey} points by survey do not count this year.",
            **counts,
        )
    if survey:
        return text(
            "Block {block} has {points} points in all, {survey} of them by survey (areas: {areas}; criteria: "
            "{criteria}; scored items: {leaves}).",
            **counts,
        )
    return text(
        "Block {block} has {points} points in all, none of them by survey (areas: {areas}; criteria: {criteria}; "
        "scored items: {leaves}).",
        **counts,
    )


def heading_framework(block: Block) -> str:
    """Return the finding over the icicle: where most points stand."""
    most: dict[str, Any] = dict.fromkeys((area.code for area in block.areas), 0)
    for leaf in block.scored_leaves:
        most[leaf.area_code] += leaf.max_points or 0
    if sum(points > 0 for points in most.values()) < 2:
        return text("How the points of block {block} are spread", block=block.shown)
    top = max(most.values())
    if all(points in (0, top) for points in most.values()):
        return text("Block {block}: every area has the same points", block=block.shown)
    names = quote_all(area.shown for area in block.areas if most[area.code] == top)
    return text("Block {block}: most points stand in {areas}", block=block.shown, areas=names)


def heading_items(results: Results, block: Block) -> str:
    """Return the finding over the chart of items."""
    quality = quality_of(results, block)
    clear, below = len(find_against(find_tested(quality))), int((quality["item_rest_correlation"] < 0).sum())
    if clear:
        return counted(clear, "1 item goes against the others", "{n} items go against the others")
    if below:
        return counted(
            below,
            "1 item leans against the others, within what chance can do",
            "{n} items lean against the others, all within what chance can do",
        )
    return text("No item goes against the others")


def describe_items(results: Results, block: Block) -> list[str]:
    """Describe which leaves tell the units apart, which do not, and which go against the rest."""
    quality, units = quality_of(results, block), units_in(results, block)
    if units < 2:
        return [text("Block {block} has one unit: its items cannot be compared.", block=block.shown)]
    sentences = _describe_silent(quality)
    known, tested = quality.dropna(subset=["item_rest_correlation"]), find_tested(quality)
    if known.empty:
        few = text("The block has too few units, or too few items that differ, to say how items go together.")
        return [*sentences, few]
    untested = tell_some(
        len(known) - len(tested),
        "1 correlation rests on three units only: any can be chance.",
        "{n} correlations rest on three units only: any can be chance.",
    )
    if tested.empty:
        return [*sentences, *untested]
    sentences += [*_describe_chance(tested), *untested]
    against = find_against(tested)
    if against.empty:
        return [*sentences, text("No item goes against the others by more than that.")]
    least = format_number(against["item_rest_correlation"].min(), 2)
    lowest = against[against["item_rest_correlation"].map(lambda r: format_number(r, 2)) == least]
    facts = {"item": quote_all(block.by_code[code].shown for code in lowest["item_code"]), "r": least}
    return [
        *sentences,
        counted(
            len(lowest),
            "Furthest against the others stands {item}: units that do well elsewhere tend to do worse on it "
            "(correlation {r}).",
            "Furthest against the others stand {item}: units that do well elsewhere tend to do worse on them "
            "(correlation {r} each).",
            **facts,
        ),
    ]


def find_against(tested: pd.DataFrame) -> pd.DataFrame:
    """Return the leaves that go against the others further than chance does, over their own units."""
    return tested[tested["item_rest_correlation"] < -tested["chance_correlation"]]


def _describe_silent(quality: pd.DataFrame) -> list[str]:
    """Describe the leaves that tell nothing, of those that two units or more have."""
    compared, silent = quality[quality["units_n"] > 1], find_silent(quality)
    if compared.empty:
        return [text("No item applies to two units: none can be compared.")]
    full = silent[silent["full_share"] == 1]
    everywhere = (silent["units_n"] == quality["units_n"].max()).all()
    if silent.empty and len(compared) == len(quality):
        sentences = [text("Every item tells some units apart.")]
    elif silent.empty:
        sentences = [
            counted(
                len(compared),
                "The one item that two units or more have tells some of them apart.",
                "All {n} items that two units or more have tell some of them apart.",
            )
        ]
    elif len(full) == len(silent) and everywhere:
        sentences = tell_some(
            len(full),
            "On 1 item all units have full points: it tells nothing about them.",
            "On {n} items all units have full points: these tell nothing about them.",
        )
    elif len(full) == len(silent):
        sentences = tell_some(
            len(full),
            "On 1 item all units that have it have full points: it tells nothing about them.",
            "On {n} items all units that have them have full points: these tell nothing about them.",
        )
    elif everywhere:
        sentences = tell_some(
            len(silent),
            "On 1 item all units are equal: it tells nothing about them.",
            "On {n} items all units are equal: these tell nothing about them.",
        )
    else:
        sentences = tell_some(
            len(silent),
            "On 1 item all units that have it are equal: it tells nothing about them.",
            "On {n} items all units that have them are equal: these tell nothing about them.",
        )
    many = int(((quality["full_share"] >= MANY_FULL_SHARE) & (quality["sd_pct"] > 0)).sum())
    if full.empty:
        return sentences + tell_some(
            many,
            "On 1 item at least nine in ten units have full points.",
            "On {n} items at least nine in ten units have full points.",
        )
    return sentences + tell_some(
        many,
        "On 1 more item at least nine in ten units have full points.",
        "On {n} more items at least nine in ten units have full points.",
    )


def _describe_chance(tested: pd.DataFrame) -> list[str]:
    """Describe how far chance takes a correlation over so many units, and how many it takes so far."""
    most, fewest = int(tested["compared_n"].max()), int(tested["compared_n"].min())
    least, limit = (format_number(tested["chance_correlation"].agg(end), 2) for end in ("min", "max"))
    if most == fewest:
        first = text(
            "With {n} units, chance alone takes about 1 correlation in 20 beyond ±{limit}; smaller ones say nothing.",
            n=most,
            limit=limit,
        )
    else:
        first = text(
            "Chance alone takes about 1 correlation in 20 beyond ±{least} with {most} units, beyond ±{limit} with "
            "{fewest}; smaller ones say nothing.",
            least=least,
            most=most,
            limit=limit,
            fewest=fewest,
        )
    second = counted(
        len(tested),
        "1 item was tested so; by chance alone about {expected} would go against the others.",
        "{n} items were tested so; by chance alone about {expected} would go against the others.",
        expected=format_number(len(tested) * AGAINST_BY_CHANCE, 1 if len(tested) > 1 else 2),
    )
    return [first, second]


def describe_pairs(results: Results, block: Block) -> str:
    """Describe how many pairs of leaves say the same, and the closest of them."""
    pairs = results.item_pairs[results.item_pairs["block"] == block.code]
    if units_in(results, block) < 3:
        return text("Fewer than three units: pairs of items cannot be compared.")
    if pairs.empty:
        return text("No two items say the same: no correlation is above {limit}.", limit=format_number(SAME_ABOVE, 1))
    order = pairs.sort_values("correlation", ascending=False, kind="stable")
    first, printed = order.iloc[0], [format_number(r, 2) for r in order["correlation"]]
    facts = {
        "first": quote(block.by_code[first["item_code"]].shown),
        "second": quote(block.by_code[first["other_item_code"]].shown),
        "r": printed[0],
        "limit": format_number(SAME_ABOVE, 1),
    }
    if len(pairs) == printed.count(printed[0]) > 1:
        return text(
            "{n} pairs of items order the units nearly alike (correlation above {limit}), such as {first} and {second} "
            "({r} each).",
            n=len(pairs),
            **facts,
        )
    if printed.count(printed[0]) > 1:
        return text(
            "{n} pairs of items order the units nearly alike (correlation above {limit}); {near} of them, such as "
            "{first} and {second}, closest of all ({r} each).",
            n=len(pairs),
            near=printed.count(printed[0]),
            **facts,
        )
    return counted(
        len(pairs),
        "1 pair of items orders the units nearly alike (correlation above {limit}): {first} and {second} ({r}).",
        "{n} pairs of items order the units nearly alike (correlation above {limit}), closest of all {first} and "
        "{second} ({r}).",
        **facts,
    )


def describe_limits(results: Results) -> list[str]:
    """Describe what the figures of this year cannot say."""
    sentences = [
        text(
            "The figures describe the units of this year; they are no sample, and with few units one unit can "
            "change a correlation much."
        ),
        text(
            "A correlation says that two figures move together, not that one causes the other, and not that an "
            "item is useless: some tasks must be done by all."
        ),
        text(
            "Percentages rest on the evidence that units hand in and on the appraiser's judgement; what neither "
            "shows, no formula finds."
        ),
    ]
    if results.is_draft:
        sentences.append(
            text("This is a draft: items without points are left out here too; their figures rest on fewer units.")
        )
    return sentences
