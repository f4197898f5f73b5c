"""What became of last year's weaknesses, a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words and a table together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from parreport.columns import split_codes
from parreport.display.documents import has_detail
from parreport.display.formats import format_plain
from parreport.display.parts import Cell, Heading, Section, Table, Text, gather
from parreport.display.tables import figure_column, item_name, table_of, words_column
from parreport.display.unit import followup_sentences as say
from parreport.display.unit.sentences import has_no_points
from parreport.inputs.framework import Block
from parreport.language import counted, in_language, text
from parreport.spans import Span, shorten
from parreport.years.results import Results

OPEN_FIRST = ("worse", "same", "unclear", "better", "gone", "mended")


def show_followups(results: Results, unit: str) -> Section:
    """Show in a sentence what became of the weaknesses of the base year.

    Nothing where there is no base year, or no points by item.
    """
    year, rows = results.base_year, select_followups(results, unit)
    if year is None or not has_detail(results.block_of(unit)) or has_no_points(results, unit):
        return gather()
    return gather(
        Heading(say.heading_followups(rows, year), id="followups"),
        Text(say.describe_followups(results, unit, rows, year)),
    )


def show_followup_list(results: Results, unit: str) -> Section:
    """Show, in the annex, each weakness of the base year: its score then and now, its state."""
    block, year, rows = results.block_of(unit), results.base_year, select_followups(results, unit)
    if year is None or not has_detail(block) or rows.empty or has_no_points(results, unit):
        return gather()
    level = format_plain(results.framework.findings.level_pct)
    rule = text(
        "Mended: no longer a weakness, and at least {level}% of the maximum. Improved, unchanged and worse "
        "compare the percent of the maximum with {year}; an item that was split is compared over its parts "
        "together.",
        level=level,
        year=year,
    )
    return gather(
        Heading(text("Annex: the weaknesses of {year}", year=year), id="annex-followups", details=True),
        table_followups(rows, block, year, results.span),
        Text(rule, "note"),
        Text(describe_error(results, unit), "note") if (rows["state"] == "unclear").any() else None,
        Text(unjudged, "note") if (unjudged := describe_unjudged(results, unit, rows)) else None,
    )


def describe_error(results: Results, unit: str) -> str:
    """Describe what ``unclear`` means: the sampling error of the years for which the unit has one."""
    known = years_with_error(results, unit)
    if len(known) != 1:
        return text(
            "Within the survey's error: the percent of an item with survey points moved by no more than the "
            "sampling error of the unit's survey points in both years (at 95%)."
        )
    without = results.base_year if known == [results.span] else results.span
    return text(
        "Within the survey's error: the percent of an item with survey points moved by no more than the sampling "
        "error of the unit's survey points in {year} (at 95%). {without} has no sampling error, so this limit is "
        "narrower than it really is.",
        year=known[0],
        without=without,
    )


def describe_unjudged(results: Results, unit: str, rows: pd.DataFrame) -> str:
    """Name the survey items that moved where no year has a sampling error to set that against; blank of none."""
    if results.base is None or years_with_error(results, unit):
        return ""
    block = results.block_of(unit)
    moved = rows.loc[rows["state"].isin(["better", "worse"]), ["base_item_code", "item_codes"]]
    codes = [code for code, own in moved.itertuples(index=False) if _has_survey(block, split_codes(own))]
    return (
        counted(
            len(codes),
            "The item with survey points ({items}): neither year has a sampling error to set its change against, so it "
            "may be chance.",
            "Items with survey points ({items}): neither year has a sampling error to set their changes against, so "
            "they may be chance.",
            items=", ".join(codes),
        )
        if codes
        else ""
    )


def _has_survey(block: Block, codes: Sequence[str]) -> bool:
    return any(block.by_code[leaf].method == "survey" for code in codes for leaf in block.leaf_codes_under[code])


def years_with_error(results: Results, unit: str) -> list[Span]:
    """Return the base year and the year, each where the unit has a sampling error of its survey points."""
    sets = [(results.span, results.units, unit)]
    if results.base is not None and results.base_year is not None:
        sets.insert(0, (results.base_year, results.base.units, results.unit_links.get(unit, "")))
    return [
        year for year, units, code in sets if units.loc[units["unit_code"] == code, "survey_se_points"].notna().any()
    ]


def select_followups(results: Results, unit: str) -> pd.DataFrame:
    """Return the followups that are counted, open ones first."""
    own = results.followups[results.followups["unit_code"] == unit]
    own = own[own["counted"].astype(bool)]
    place = own["state"].map(OPEN_FIRST.index).astype(int)
    return own.assign(_place=place).sort_values("_place", kind="stable").drop(columns="_place")


def table_followups(rows: pd.DataFrame, block: Block, base_year: Span | int, year: Span | int) -> Table:
    """Return what became of each weakness: its score then and now, and its state in a word."""
    codes = list(rows["item_codes"])
    states = {
        "mended": Cell(text("mended"), "good"),
        "better": Cell(text("improved"), "good"),
        "same": Cell(text("unchanged")),
        "unclear": Cell(text("within the survey's error")),
        "worse": Cell(text("worse"), "warm"),
        "gone": Cell(text("no longer compared"), "grey"),
    }

    def item(row: Any) -> Cell:
        return _item(row, block, codes.count(row["item_codes"]) > 1)

    columns = (
        words_column(text("Weakness of {year}", year=base_year), item, "58%"),
        figure_column(text("{year} %", year=shorten(base_year)), "base_score_pct", 1),
        figure_column(text("{year} %", year=shorten(year)), "score_pct", 1),
        words_column(text("State"), lambda row: states[row["state"]]),
    )
    caption = text("What became of the weaknesses of {year}", year=base_year)
    return table_of(caption, rows, columns, id="followups-table")


def _item(row: Any, block: Block, merged: bool) -> Cell:
    """Return the item by its name of this year where it is one item; else what became of it.

    ``merged``: several items of the base year became the one of this year.
    """
    codes = row["item_codes"].split(";") if row["item_codes"] else []
    if len(codes) == 1 and not merged:
        return Cell(item_name(block.by_code[codes[0]]))
    name = in_language(row["base_name"], row["base_name_en"])
    reasons = {
        "removed": text("no longer in the framework"),
        "no_points": text("no points yet"),
        "not_comparable": text("measures something else this year"),
        "not_applicable": text("does not apply to the unit this year"),
    }
    second = reasons.get(row["reason"], "")
    if codes:
        listed = "; ".join(item_name(block.by_code[code]) for code in codes)
        second = text("this year: {items}", items=listed)
    return Cell(f"{row['base_item_code']} {name}", second=second)
