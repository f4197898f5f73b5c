"""The tables of the period report.

In: a period. Out: :class:`~parreport.display.parts.Table`, figures printed, nothing computed.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_number
from parreport.display.parts import Cell, Table
from parreport.display.period import break_sentences as breaks
from parreport.display.period.sentences import units_of
from parreport.display.pictures import number_title
from parreport.display.province.item_changes import changed_items, passes_split, words_of_change
from parreport.display.sentences import count_gaps, join_sentences
from parreport.display.tables import (
    ShownColumn,
    change_column,
    figure_column,
    item_column,
    number_column,
    table_of,
    typed,
    unit_column,
    words_column,
)
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.spans import Span, short_name
from parreport.years.results import Period, Scored

WEAKNESSES_SHOWN = 10
YEARS_IN_A_TABLE = 6


def table_years(period: Period, block: Block) -> list[Table]:
    """Return index, rank and class of each unit of a block by year; many years in several tables."""
    rows = {(row["unit_code"], row["year"]): row for row in period.series.to_dict("records")}
    frameworks = {one.span: one.framework for one in _linked(period)}
    bands = {year: {b.name: b.shown for own in one for b in own.bands} for year, one in frameworks.items()}
    with_bands = len(block.bands) > 1
    parts = [period.years[at : at + YEARS_IN_A_TABLE] for at in range(0, len(period.years), YEARS_IN_A_TABLE)]

    def year_column(year: Span) -> ShownColumn:
        names = bands.get(year, {}) if with_bands else None
        return number_column(
            short_name(year), lambda unit: _year_cell(period, rows.get((unit["unit_code"], year)), block, names)
        )

    caption = text("Index and rank by year, block {block}", block=block.shown)
    if with_bands:
        caption = text("Index, rank and class by year, block {block}", block=block.shown)
    return [
        table_of(
            number_title(caption, number, len(parts)),
            units_of(period, block),
            (unit_column(), *map(year_column, years)),
            id=f"years-{block.code}-{number}",
        )
        for number, years in enumerate(parts, 1)
    ]


def table_means(period: Period, block: Block) -> Table | None:
    """Return the mean of a block then and now, of all units and of those of both years; None where all are these."""
    own = period.same_units[period.same_units["block"] == block.code]
    if own.empty or (own.iloc[0]["first_pct"], own.iloc[0]["last_pct"]) == tuple(
        own.iloc[0][["mean_first_pct", "mean_last_pct"]]
    ):
        return None
    decimals, first, last = period.decimals, own.iloc[0]["first_year"].short, period.years[-1].short
    columns = (
        figure_column(text("All units {year} %", year=first), "mean_first_pct", decimals),
        figure_column(text("All units {year} %", year=last), "mean_last_pct", decimals),
        figure_column(text("Units of both years"), "units_n", 0),
        figure_column(text("these, {year} %", year=first), "first_pct", decimals),
        figure_column(text("these, {year} %", year=last), "last_pct", decimals),
        change_column(text("their mean change"), "change_pp", decimals),
        change_column(text("by units of one mean only"), "others_pp", decimals),
    )
    caption = text("Mean index {base} and {year}, block {block}", base=first, year=last, block=block.shown)
    return table_of(caption, own, columns, id=f"means-{block.code}")


def _linked(period: Period) -> list[Scored]:
    found: list[Scored] = [period.results]
    while (base := found[-1].base) is not None:
        found.append(base)
    return found


def _year_cell(period: Period, row: dict[Any, Any] | None, block: Block, bands: dict[str, str] | None) -> Cell:
    """Return index, rank and class of a unit in a year; ``bands``: the names of classes, None for no class."""
    if row is None or is_blank(row["printed_pct"]):
        return Cell(DASH, "grey")
    words = format_number(row["printed_pct"], period.results.framework.decimals)
    if row["gaps_n"]:
        second = count_gaps(row["gaps_n"])
    elif is_blank(row["rank"]):
        second = text("not ranked")
    elif row["block"] != block.code:
        second = text("in another block")
    else:
        second = text("rank {rank}/{n}", rank=int(row["rank"]), n=int(row["ranked_n"]))
    band = "" if is_blank(row["band"]) or bands is None else bands.get(row["band"], row["band"])
    return Cell(words, second=f"{second} · {band}" if band else second)


def table_trends(period: Period, block: Block) -> Table | None:
    """Return what the change of each unit since the first linked year is made of; None for nobody."""
    units, decimals = units_of(period, block), period.decimals
    parts = period.trend_parts[period.trend_parts["unit_code"].isin(set(units["unit_code"]))]
    rows = units[["unit_code", "unit_name", "unit_name_en"]].merge(parts, on="unit_code", how="inner")
    if rows.empty:
        return None
    columns = (
        unit_column(),
        change_column(text("what the unit did"), "performance_pp", decimals),
        change_column(text("criteria set or scope changed"), "framework_pp", decimals),
        change_column(text("bonus and penalty"), "bonus_penalty_pp", decimals),
        change_column(text("change (percentage points)"), "total_pp", decimals),
    )
    note = text("Percentage points of the index.")
    if len(rows) < len(units):
        note += " " + text("A unit without figures of {year}, or with gaps, is not listed.", year=period.first_year)
    facts = {"first": period.first_year, "last": period.years[-1], "block": block.shown}
    caption = text("What the change from {first} to {last} is made of, block {block}", **facts)
    return table_of(caption, rows, columns, id=f"trends-{block.code}", note=note)


def table_areas(areas: pd.DataFrame, years: list[Span], block: Block) -> Table:
    """Return the mean of each area by year; ``areas``: area_name, a column a year, change_pp."""
    columns = (
        words_column(text("Area"), "area_name"),
        *(figure_column(short_name(year), year, 1) for year in years),
        change_column(text("change (percentage points)"), "change_pp", 1),
    )
    caption = text("Mean of each area by year on comparable items, % of the maximum, block {block}", block=block.shown)
    return table_of(caption, areas, columns, id=f"areas-table-{block.code}")


def table_weaknesses(period: Period, block: Block) -> Table | None:
    """Return the most lasting weaknesses of a block and whose they are; None where there are none."""
    lasting = breaks.lasting_of(period, block)
    if lasting.empty:
        return None
    with_three = bool((lasting["weak_3_n"] > 0).any())
    whose = text("units, 3 years or more") if with_three else text("units, 2 years or more")

    def units(row: Any) -> str:
        years = 3 if row["weak_3_n"] > 0 else 2
        names = breaks.list_units(period, block, breaks.units_weak(period, block, row["item_code"], years))
        return f"{names} {text('(two years)')}" if with_three and years == 2 else names

    columns = (
        item_column(block, width="34%"),
        figure_column(text("weak now"), "weak_n", 0),
        figure_column(text("2 years or more"), "weak_2_n", 0),
        figure_column(text("3 years or more"), "weak_3_n", 0) if with_three else None,
        words_column(whose, units, width="38%"),
    )
    year = period.years[-1]
    note = text("Counted are units for which the item has been a weakness in all years up to {year}.", year=year)
    shown = lasting.head(WEAKNESSES_SHOWN)
    split = [
        row["item_code"]
        for row in shown.to_dict("records")
        if passes_split(period.results, block.code, row["item_code"], 3 if row["weak_3_n"] > 0 else 2)
    ]
    if split:
        note += " " + text(
            "The years of {items} include those of the item before it was split.", items=", ".join(split)
        )
    note = join_sentences(note, _describe_left(lasting.iloc[WEAKNESSES_SHOWN:], with_three))
    caption = text("Weaknesses that last, block {block}: number of units", block=block.shown)
    return table_of(caption, lasting.head(WEAKNESSES_SHOWN), columns, id=f"lasting-{block.code}", note=note)


def _describe_left(left: pd.DataFrame, with_three: bool) -> str:
    """Count the items that are not listed, by the years that the finding counts; blank of none."""
    longer = int((left["weak_3_n"] > 0).sum())
    shorter = len(left) - longer
    return join_sentences(
        counted(
            longer,
            "1 further item of three years or more is not listed.",
            "{n} further items of three years or more are not listed.",
        )
        if longer
        else "",
        counted(shorter, "1 further item of two years is not listed.", "{n} further items of two years are not listed.")
        if with_three and shorter
        else "",
        counted(shorter, "1 further item is not listed.", "{n} further items are not listed.")
        if shorter and not with_three
        else "",
    )


def tables_changed_items(period: Period, block: Block) -> list[Table]:
    """Return for each pair of linked years the items of a block that are not the same in both."""
    found = []
    for results in reversed(_linked(period)):
        code = period.block_codes[results.span][block.code]
        if results.base is None or code not in results.framework.by_code:
            continue
        rows = changed_items(results, results.framework.by_code[code])
        if rows:
            facts = {"base": results.base_year, "year": results.span, "block": block.shown}
            caption = text("Items that changed from {base} to {year}, block {block}", **facts)
            columns = (
                words_column(text("Item"), lambda row: row.item, "40%"),
                words_column(text("What changed"), lambda row: "; ".join(map(words_of_change, row.kinds)), "18%"),
                number_column(text("Maximum {year}", year=results.base_short), lambda row: format_number(row.before)),
                number_column(text("Maximum {year}", year=results.span.short), lambda row: format_number(row.now)),
                words_column(text("Note"), lambda row: "" if row.note is None else typed(row.note), "30%"),
            )
            found.append(table_of(caption, rows, columns, id=f"changed-{block.code}-{results.span.key}"))
    return found
