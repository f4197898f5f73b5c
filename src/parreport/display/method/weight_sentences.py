"""The sentences of the method report on weights: what decides the order of the units.

In: results. Out: sentences and headings in the language in force, right for ties, for one area, for
bonus and penalty that decide more than any area. Computes nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank, round_half_up
from parreport.display.formats import DASH, format_number, format_pct
from parreport.display.sentences import quote_all, tell_some
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results

SMALL_SHARE = 0.5


def weights_of(results: Results, block: Block) -> pd.DataFrame:
    """Return areas, then bonus and penalty where they matter, with the names that are printed.

    ``share``: the share of the differences as printed, so that what prints alike is alike.
    """
    own = results.weights[(results.weights["block"] == block.code) & (results.weights["level"] < 2)]
    own = own[(own["level"] == 1) | (own["effective_pct"].fillna(0) != 0)]
    names = [block.by_code[code].shown if code else text("Bonus and penalty") for code in own["item_code"]]
    tenth = Decimal("0.1")
    shares = [float(round_half_up(Decimal(repr(one)), tenth)) for one in own["effective_pct"].astype(float)]
    return own.assign(area_name=names, share=shares).reset_index(drop=True)


def _find_top(parts: pd.DataFrame) -> pd.DataFrame:
    """Return what decides most: areas, or bonus and penalty; ties in print together."""
    top: pd.DataFrame = parts[parts["share"] == parts["share"].max()]
    return top


def heading_weights(results: Results, block: Block) -> str:
    """Return the finding over the chart of weights."""
    parts = weights_of(results, block)
    if len(parts) < 2 or parts["share"].isna().any() or len(top := _find_top(parts)) == len(parts):
        return text("What decides the order of block {block}", block=block.shown)
    return text(
        "Block {block}: the order depends most on {areas}", block=block.shown, areas=quote_all(top["area_name"])
    )


def describe_weights(results: Results, block: Block) -> list[str]:
    """Describe what decides the index more, and what less, than its points say."""
    parts = weights_of(results, block)
    areas = parts[parts["level"] == 1]
    if parts["share"].isna().any() or parts.empty:
        return [text("Fewer than three units, or no differences between them: no area decides the order.")]
    if len(parts) == 1:
        alone = sum(bool(block.leaf_codes_under[area.code]) for area in block.areas) == 1
        if alone:
            return [text("The framework has one area, which decides everything.")]
        return [text("Only {area} counts this year; it decides everything.", area=quote_all(areas["area_name"]))]
    sentences = _describe_top(_find_top(parts), len(parts))
    less = areas[(areas["share"] < SMALL_SHARE * areas["weight_pct"].round(1)) & (areas["share"] >= 0)]
    sentences += tell_some(
        len(less),
        "One area tells units apart less than half as much as its points suggest: {areas}.",
        "{n} areas tell units apart less than half as much as their points suggest: {areas}.",
        areas=quote_all(less["area_name"]),
    )
    against = areas[areas["share"] < 0]
    sentences += tell_some(
        len(against),
        "One area runs against the order of the whole: {areas}.",
        "{n} areas run against the order of the whole: {areas}.",
        areas=quote_all(against["area_name"]),
    )
    if (parts.loc[parts["level"] == 0, "share"] < 0).any():
        sentences.append(text("Bonus and penalty run against the order of the whole."))
    return [*sentences, *_describe_order(areas)]


def _describe_top(top: pd.DataFrame, n: int) -> list[str]:
    """Describe what makes most of the differences: one area, several alike, bonus and penalty."""
    row = top.iloc[0]
    facts: dict[str, Any] = {"area": quote_all(top["area_name"]), "share": format_pct(row["effective_pct"])}
    if len(top) == n:
        return [text("All make the same share of the differences between units, {share} each.", **facts)]
    if len(top) > 1:
        return [text("{area} make most of the differences between units, {share} each.", **facts)]
    if row["level"] == 0:
        sentences = [
            text("Bonus and penalty make {share} of the differences between units, more than any area.", **facts)
        ]
        if row["share"] > 50:
            sentences.append(text("They dominate: more than half of the differences come from them."))
        return sentences
    facts["weight"] = format_pct(row["weight_pct"])
    sentences = [text("{area} makes {share} of the differences between units and has {weight} of the points.", **facts)]
    if row["share"] > 50:
        sentences.append(text("It dominates: more than half of the differences come from it."))
    return sentences


def format_order(correlation: Any) -> str:
    """Return a rank correlation as printed, three decimals, never a rounded 1; a dash where blank."""
    if is_blank(correlation):
        return DASH
    return f"> {format_number(0.999, 3)}" if 0.9995 <= correlation < 1 else format_number(correlation, 3)


def _describe_order(areas: pd.DataFrame) -> list[str]:
    """Describe without which area the order changes most."""
    known = areas[areas["rank_correlation"].notna()]
    if known.empty:
        return []
    lowest = known["rank_correlation"].min()
    if lowest == 1 and len(known) == len(areas):
        return [text("The order of the units stays the same whichever area is left out.")]
    if lowest == 1:
        names = quote_all(known["area_name"])
        return [text("Where an area can be left out, the order of the units stays the same: {areas}.", areas=names)]
    changed = known[known["rank_correlation"].map(format_order) == format_order(lowest)]
    return [
        counted(
            len(changed),
            "The order changes most without {areas}: rank correlation {r} with the published order, where 1 is "
            "the same order.",
            "The order changes most without one of {areas}: rank correlation {r} with the published order, where 1 "
            "is the same order.",
            areas=quote_all(changed["area_name"]),
            r=format_order(lowest),
        )
    ]
