"""The sentences of the province report on losses: areas and items that cost a block most.

In: rows of areas or items. Out: sentences and headings in the language in force, right for ties in
print, for all alike, for none. Computes nothing.
"""

from __future__ import annotations

import pandas as pd

from parreport.display.formats import format_number, format_pct
from parreport.display.sentences import quote, quote_all
from parreport.inputs.framework import Block
from parreport.language import counted, text

TIES_NAMED = 4


def heading_areas(block: Block, areas: pd.DataFrame) -> str:
    """Return the finding over the areas of a block; ``areas``: area_name, lost_points, mean_pct."""
    if areas["lost_points"].astype(float).max() == 0:
        return text("Block {block} loses no point in any area", block=block.shown)
    most = find_most(areas, "lost_points")
    if len(most) == len(areas) > 1:
        return text("Block {block} loses the same in every area", block=block.shown)
    return text("Block {block} loses most points in {area}", block=block.shown, area=quote_all(most["area_name"]))


def find_most(rows: pd.DataFrame, figure: str, decimals: int = 2, least: bool = False) -> pd.DataFrame:
    """Return the rows that have most of a figure, or least: those that print alike stand together."""
    values = rows[figure].astype(float)
    printed = [format_number(value, decimals) for value in values]
    end = format_number(values.min() if least else values.max(), decimals)
    most: pd.DataFrame = rows[[one == end for one in printed]]
    return most


def describe_areas(areas: pd.DataFrame) -> str:
    """Describe where a block loses its points: largest share, lowest mean."""
    if areas["lost_points"].astype(float).max() == 0:
        return text("Every unit has full points in every area.")
    mean = format_pct(areas["mean_pct"].min(), 1)
    if len(areas) == 1:
        return text("The mean is {mean} of the maximum.", mean=mean)
    most, lowest = find_most(areas, "lost_points"), find_most(areas, "mean_pct", 1, least=True)
    names, lowest_names = quote_all(most["area_name"]), quote_all(lowest["area_name"])
    if len(most) == 1 and names == lowest_names:
        return text(
            "{area} takes {share} of all points lost in the block and also has the lowest mean, {mean} of the maximum.",
            area=names,
            share=format_pct(areas["share_pct"].max(), 0),
            mean=mean,
        )
    if len(most) == len(areas):
        first = text("Every area loses the same number of points.")
    elif len(most) > 1:
        first = text("Most points are lost in {areas}, the same in each.", areas=names)
    else:
        share = format_pct(areas["share_pct"].max(), 0)
        first = text("{area} takes {share} of all points lost in the block.", area=names, share=share)
    if len(lowest) == len(areas):
        second = text("The mean of each area is {mean} of the maximum.", mean=mean)
    else:
        second = counted(
            len(lowest),
            "The lowest mean is that of {lowest}, {mean} of the maximum.",
            "The lowest mean is that of {lowest}, {mean} of the maximum each.",
            lowest=lowest_names,
            mean=mean,
        )
    return f"{first} {second}"


def describe_losses(losses: pd.DataFrame) -> str:
    """Describe the items that cost a block most; ``losses``: item_name, lost_points, units_losing, units.

    ``losses`` are all of them, in falling order, so that of items that cost alike none is left out.
    """
    first, most = losses.iloc[0], find_most(losses, "lost_points")
    points = format_number(first["lost_points"], 2)
    if len(most) > 1:
        named = quote_all(most["item_name"]) if len(most) <= TIES_NAMED else text("{n} items", n=len(most))
        return text("{items} cost most: {points} points each, over all units.", items=named, points=points)
    if first["units"] == 1:
        return text("{item} costs most: {points} points.", item=quote(first["item_name"]), points=points)
    return text(
        "{item} costs most: {points} points in all, lost by {losing} of {units} units.",
        item=quote(first["item_name"]),
        points=points,
        losing=first["units_losing"],
        units=first["units"],
    )


def title_losses(losses: pd.DataFrame, shown: int) -> str:
    """Return the title over the first items that cost most: all that cost so much, or some of them."""
    printed = [format_number(one, 2) for one in losses["lost_points"]]
    if len(printed) > shown and printed[shown] == printed[shown - 1]:
        return text("{n} of the items that cost most", n=shown)
    return counted(min(shown, len(printed)), "The item that costs most", "The {n} items that cost most")
