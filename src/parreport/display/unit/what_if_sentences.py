"""The sentences on the next place and the next class of a unit.

In: results and a unit. Out: sentences in the language in force, right for the first place alone or
shared, not ranked, alone in the block, the highest class, one class only, targets shared by several
units, losses that do not suffice, one item, several or none that suffice alone. Computes nothing.
"""

from __future__ import annotations

from typing import Any

from parreport.columns import is_blank
from parreport.display.formats import format_number, format_pct, format_plain_pct, join_words
from parreport.display.sentences import quote
from parreport.display.unit.sentences import unit_row
from parreport.language import counted, in_language, text
from parreport.years.results import Results


def goal_row(results: Results, unit: str, goal: str) -> Any:
    """Return the row of a unit and goal in ``what_if``; None where nothing is above."""
    rows = results.what_if
    own = rows[(rows["unit_code"] == unit) & (rows["goal"] == goal)]
    return None if own.empty else own.iloc[0]


def open_goal(results: Results, unit: str, goal: str) -> Any:
    """Return the row of a goal that points can reach; None where there is no such."""
    row = goal_row(results, unit, goal)
    return None if row is None or row["points_needed"] is None else row


def heading_what_if(results: Results, unit: str) -> str:
    """Return the finding over the section: what the next place and the next class need."""
    rows = (open_goal(results, unit, goal) for goal in ("next_rank", "next_band"))
    place, band = (None if row is None else _points(row) for row in rows)
    if place and band:
        return text("The next place needs {place} more points, the next class {band}", place=place, band=band)
    if place:
        return text("The next place needs {points} more points", points=place)
    if band:
        return text("The next class needs {points} more points", points=band)
    return text("Next place and next class")


def describe_next_place(results: Results, unit: str) -> str:
    """Describe what a unit needs to draw level with the next better place, or why there is none."""
    own = unit_row(results, unit)
    if own["printed_pct"] is None:
        return text("It has no index, so there is no next place and no next class.")
    if own["gaps_n"]:
        return text("Items have no points yet, so there is no next place and no next class.")
    if is_blank(own["rank"]):
        return text("It is not ranked, so there is no next place.")
    if int(own["ranked_n"]) == 1:
        return text("It is the only ranked unit of its block, so there is no next place.")
    row = goal_row(results, unit, "next_rank")
    if row is None:
        ranks = results.index.loc[results.index["block"] == own["block"], "rank"]
        if int((ranks == own["rank"]).sum()) > 1:
            return text("It shares the first place; no unit of the block ranks higher.")
        return text("It holds the first place; no unit of the block ranks higher.")
    facts: dict[str, Any] = {
        "units": _names(row),
        "rank": row["target_rank"],
        "index": format_pct(row["target"], results.framework.decimals),
    }
    if row["points_needed"] is not None:
        return text(
            "To draw level with {units} (rank {rank}, index {index}) it needs {points} more points.",
            points=_points(row),
            **facts,
        )
    if own["points"] == own["max_points"]:
        return text(
            "It lost no points, and its index is still below that of {units} (rank {rank}, index {index}): no "
            "item can win more.",
            **facts,
        )
    return text(
        "All the points that it lost are not enough to draw level with {units} (rank {rank}, index {index}): "
        "with them its index would be {best}.",
        best=format_pct(row["best_pct"], results.framework.decimals),
        **facts,
    )


def describe_next_band(results: Results, unit: str) -> str:
    """Describe what a unit needs for the next class; blank where the block has one class only."""
    own, bands = unit_row(results, unit), results.block_of(unit).bands
    if own["printed_pct"] is None or own["gaps_n"] or len(bands) == 1:
        return ""
    row = goal_row(results, unit, "next_band")
    if row is None:
        return text("It is in the highest class, {band}.", band=quote(bands[0].shown))
    facts = {"band": quote(band_name(row)), "lowest": lowest_index(row)}
    if row["points_needed"] is not None:
        return text(
            "For class {band} (an index from {lowest}) it needs {points} more points.", points=_points(row), **facts
        )
    if own["points"] == own["max_points"]:
        return text(
            "It lost no points, and its index is still below class {band} (from {lowest}): no item can win more.",
            **facts,
        )
    return text(
        "All the points that it lost are not enough for class {band} (an index from {lowest}): with them its "
        "index would be {best}.",
        best=format_pct(row["best_pct"], results.framework.decimals),
        **facts,
    )


def tell_next_place(results: Results, unit: str) -> str:
    """Say on a slide what the next place needs."""
    row = open_goal(results, unit, "next_rank")
    if row is None:
        return describe_next_place(results, unit)
    facts = {"rank": row["target_rank"], "units": _names(row), "points": _points(row)}
    return text("To place {rank}, level with {units}: {points} more points.", **facts)


def tell_next_band(results: Results, unit: str) -> str:
    """Say on a slide what the next class needs."""
    row = open_goal(results, unit, "next_band")
    if row is None:
        return describe_next_band(results, unit)
    facts = {"band": quote(band_name(row)), "lowest": lowest_index(row), "points": _points(row)}
    return text("To class {band}, from {lowest}: {points} more points.", **facts)


def band_name(row: Any) -> str:
    """Return the name of the class that a row aims at, in the language of the report."""
    return in_language(row["target_band"], row["target_band_en"])


def lowest_index(row: Any) -> str:
    """Return the index from which a class is reached, with no more decimals than it needs."""
    return format_plain_pct(row["target"], 9)


def _names(row: Any) -> str:
    """Return the units on the next place: at most three names, and how many more there are."""
    names = list(map(in_language, row["target_names"], row["target_names_en"]))
    more = int(row["target_units_n"]) - len(names)
    if more <= 0:
        return join_words(names)
    return counted(more, "{units} and 1 more unit", "{units} and {n} more units", units=", ".join(names))


def _points(row: Any) -> str:
    return format_number(row["points_needed"], 2)
