"""The sentences of the method report, written from figures.

In: results. Out: sentences and headings in the language in force, right for none, one, many, and
for blocks too small to compare. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import has_detail
from parreport.display.formats import format_number, format_pct, format_plain
from parreport.display.sentences import quote, quote_all, tell_some, units_in
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results

MANY_FULL_SHARE = 0.9
SAME_ABOVE = 0.9
SMALL_SHARE = 0.5


def quality_of(results: Results, block: Block) -> pd.DataFrame:
    """Return the measured leaves of a block, in tree order."""
    return results.item_quality[results.item_quality["block"] == block.code].reset_index(drop=True)


def find_silent(quality: pd.DataFrame) -> pd.DataFrame:
    """Return the leaves that tell nothing: at least two units, and all of them equal."""
    return quality[(quality["units_n"] > 1) & (quality["sd_pct"] == 0)]


def chance_of(quality: pd.DataFrame) -> float:
    """Return the correlation up to which chance reaches in a block, that of its fullest leaves."""
    return float(quality["chance_correlation"].min())


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
    names = quote_all(area.shown for area in block.areas if most[area.code] == top)
    return text("Block {block}: most points stand in {areas}", block=block.shown, areas=names)


def heading_items(results: Results, block: Block) -> str:
    """Return the finding over the chart of items."""
    quality = quality_of(results, block)
    known = quality["item_rest_correlation"]
    clear, below = int((known < -quality["chance_correlation"]).sum()), int((known < 0).sum())
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
    silent = find_silent(quality)
    full = silent[silent["full_share"] == 1]
    if len(full) == len(silent):
        sentences = tell_some(
            len(full),
            "On 1 item all units have full points: it tells nothing about them.",
            "On {n} items all units have full points: these tell nothing about them.",
        ) or [text("Every item tells some units apart.")]
    else:
        sentences = tell_some(
            len(silent),
            "On 1 item all units are equal: it tells nothing about them.",
            "On {n} items all units are equal: these tell nothing about them.",
        )
    sentences += tell_some(
        int(((quality["full_share"] >= MANY_FULL_SHARE) & (quality["sd_pct"] > 0)).sum()),
        "On 1 more item at least nine in ten units have full points.",
        "On {n} more items at least nine in ten units have full points.",
    )
    known, chance = quality.dropna(subset=["item_rest_correlation"]), chance_of(quality)
    if known.empty:
        few = text("The block has too few units, or too few items that differ, to say how items go together.")
        return [*sentences, few]
    if not is_blank(chance):
        sentences.append(
            text(
                "With {n} units, chance alone takes about 1 correlation in 20 beyond ±{limit}; smaller ones say "
                "nothing.",
                n=units,
                limit=format_number(chance, 2),
            )
        )
    against = known[known["item_rest_correlation"] < -known["chance_correlation"]]
    if len(against):
        lowest = against.iloc[against["item_rest_correlation"].astype(float).argmin()]
        sentences.append(
            text(
                "Furthest against the others stands {item}: units that do well elsewhere tend to do worse on it "
                "(correlation {r}).",
                item=quote(block.by_code[lowest["item_code"]].shown),
                r=format_number(lowest["item_rest_correlation"], 2),
            )
        )
    elif not is_blank(chance):
        sentences.append(text("No item goes against the others by more than that."))
    return sentences


def describe_pairs(results: Results, block: Block) -> str:
    """Describe how many pairs of leaves say the same, and the closest of them."""
    pairs = results.item_pairs[results.item_pairs["block"] == block.code]
    if units_in(results, block) < 3:
        return text("Fewer than three units: pairs of items cannot be compared.")
    if pairs.empty:
        return text("No two items say the same: no correlation is above {limit}.", limit=format_number(SAME_ABOVE, 1))
    first = pairs.sort_values("correlation", ascending=False, kind="stable").iloc[0]
    facts = {
        "first": quote(block.by_code[first["item_code"]].shown),
        "second": quote(block.by_code[first["other_item_code"]].shown),
        "r": format_number(first["correlation"], 2),
        "limit": format_number(SAME_ABOVE, 1),
    }
    return counted(
        len(pairs),
        "1 pair of items orders the units nearly alike (correlation above {limit}): {first} and {second} ({r}).",
        "{n} pairs of items order the units nearly alike (correlation above {limit}), closest of all {first} and "
        "{second} ({r}).",
        **facts,
    )


def weights_of(results: Results, block: Block) -> pd.DataFrame:
    """Return areas, then bonus and penalty where they matter, with the names that are printed."""
    own = results.weights[(results.weights["block"] == block.code) & (results.weights["level"] < 2)]
    own = own[(own["level"] == 1) | (own["effective_pct"].fillna(0) != 0)]
    names = [block.by_code[code].shown if code else text("Bonus and penalty") for code in own["item_code"]]
    return own.assign(area_name=names).reset_index(drop=True)


def heading_weights(results: Results, block: Block) -> str:
    """Return the finding over the chart of weights."""
    areas = weights_of(results, block)
    areas = areas[(areas["level"] == 1) & areas["effective_pct"].notna()]
    if len(areas) < 2:
        return text("What decides the order of block {block}", block=block.shown)
    top = areas["effective_pct"].max()
    names = quote_all(areas.loc[areas["effective_pct"] == top, "area_name"])
    return text("Block {block}: the order depends most on {areas}", block=block.shown, areas=names)


def describe_weights(results: Results, block: Block) -> list[str]:
    """Describe which areas decide the index more, and which less, than their points say."""
    areas = weights_of(results, block)
    areas = areas[areas["level"] == 1]
    if areas["effective_pct"].isna().all():
        return [text("Fewer than three units, or no differences between them: no area decides the order.")]
    if len(areas) < 2:
        return [text("The framework has one area, which decides everything.")]
    top = areas.iloc[areas["effective_pct"].astype(float).argmax()]
    facts = {
        "area": quote(top["area_name"]),
        "share": format_pct(top["effective_pct"]),
        "weight": format_pct(top["weight_pct"]),
    }
    sentences = [text("{area} makes {share} of the differences between units and has {weight} of the points.", **facts)]
    if top["effective_pct"] > 50:
        sentences.append(text("It dominates: more than half of the differences come from it."))
    less = areas[(areas["effective_pct"] < SMALL_SHARE * areas["weight_pct"]) & (areas["effective_pct"] >= 0)]
    sentences += tell_some(
        len(less),
        "One area tells units apart less than half as much as its points suggest: {areas}.",
        "{n} areas tell units apart less than half as much as their points suggest: {areas}.",
        areas=quote_all(less["area_name"]),
    )
    against = areas[areas["effective_pct"] < 0]
    sentences += tell_some(
        len(against),
        "One area runs against the order of the whole: {areas}.",
        "{n} areas run against the order of the whole: {areas}.",
        areas=quote_all(against["area_name"]),
    )
    return [*sentences, *_describe_order(areas)]


def _describe_order(areas: pd.DataFrame) -> list[str]:
    """Describe without which area the order changes most."""
    known = areas[areas["rank_correlation"].notna()]
    if known.empty:
        return []
    lowest = known["rank_correlation"].min()
    if lowest == 1:
        return [text("The order of the units stays the same whichever area is left out.")]
    return [
        text(
            "The order changes most without {areas}: rank correlation {r} with the published order, where 1 is "
            "the same order.",
            areas=quote_all(known.loc[known["rank_correlation"] == lowest, "area_name"]),
            r=format_number(lowest, 2),
        )
    ]


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
