"""How sure the ranks are, in the province report: ``show_robustness`` in ``01_province.ipynb``.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import blocks_with_units, labels_of
from parreport.display.formats import DASH
from parreport.display.groups import ends_of, fold_of, is_large, name_annex
from parreport.display.parts import Cell, Heading, Section, Table, Text, gather
from parreport.display.pictures import Caption
from parreport.display.sentences import join_sentences
from parreport.display.sureness import sentences as say
from parreport.display.sureness.case_sentences import cases_drawn, describe_cases, print_share
from parreport.display.sureness.charts import chart_ranges, chart_ranges_pages
from parreport.display.tables import figure_column, number_column, table_of, unit_column, words_column
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results, shown_name


def show_robustness(results: Results, with_tables: bool = True) -> Section:
    """Show how sure the ranks of each block are: the finding, the picture, the tables."""
    parts: list[Any] = [Heading(text("How sure the ranks are"), id="robustness")]
    for block in blocks_with_units(results):
        ranges = say.ranges_of(results, block)
        if say.range_kind(ranges):
            shown = _show_block(results, block, ranges, with_tables)
            parts += [one for one in shown if one is not None and (with_tables or not isinstance(one, Table))]
    if len(parts) == 1:
        nothing = text(
            "Nothing can be said on how sure the ranks are: the source has no points by item and no sampling error, "
            "or no two ranked units in a block."
        )
        parts.append(Text(nothing, "note"))
    elif not with_tables:
        parts.append(Text(text("The figures behind the ranges stand in the method report."), "note"))
    return gather(*parts)


def _show_block(results: Results, block: Block, ranges: pd.DataFrame, with_tables: bool) -> list[Any]:
    findings = join_sentences(
        say.describe_firm(ranges),
        say.describe_clear(ranges),
        describe_cases(ranges),
        say.describe_first_place(ranges),
        say.describe_area_out(ranges, block),
    )
    is_long = is_large(results, block)
    ends = ends_of(ranges) if is_long else None
    shown = ranges if ends is None else ends.rows
    rows = shown.to_dict("records")
    frame = shown.assign(unit_name=list(map(shown_name, rows)), rank_words=list(map(say.print_rank, rows)))
    tables = tables_of_ranges(results, block, shown)
    has_ranks = say.range_kind(ranges) == "sampling"  # then the first table prints ranks as the picture does
    caption = Caption(
        title=say.heading_firm(ranges),
        subtitle=text("Rank and its range, block {block}, {n} ranked units", block=block.shown, n=len(ranges)),
        alt="",
        id=f"robustness-chart-{block.code}",
        labels=labels_of(results),
        table=tables[0].caption if has_ranks and with_tables else "",
    )
    return [
        Heading(block.shown, 3, id=f"robustness-{block.code}-heading"),
        Text(findings),
        Text(say.describe_draws(results, ranges), "note"),
        *(
            chart_ranges_pages(frame, caption=caption)
            if ends is None
            else [chart_ranges(frame, len(ranges), caption=caption, fold=fold_of(ends))]
        ),
        *tables,
        Text(
            text(
                "The tables show the first and the last units; all stand in the document “{title}”.", title=name_annex()
            ),
            "note",
        )
        if is_long and with_tables
        else None,
    ]


def tables_of_ranges(results: Results, block: Block, ranges: pd.DataFrame) -> list[Table]:
    """Return what is known on the ranks of ranked units of a block, each cause that was drawn in a table."""
    tables = (
        table_sampling(results, block, ranges),
        table_weights(block, ranges) if say.weights_matter(ranges) else None,
        table_cases(block, ranges) if cases_drawn(ranges.iloc[0]) else None,
    )
    return [table for table in tables if table is not None]


def table_sampling(results: Results, block: Block, ranges: pd.DataFrame) -> Table | None:
    """Return the confidence set of each rank; None for a block without sampling errors."""
    if say.range_kind(ranges) != "sampling":
        return None
    columns = (
        unit_column(),
        number_column(text("Rank and range"), lambda row: Cell(say.print_rank(row), "strong")),
        number_column(text("Range of this rank alone"), lambda row: f"{row['rank_low']}{DASH}{row['rank_high']}"),
        figure_column(text("Standard error of the index"), "index_se_pp", results.framework.decimals),
        number_column(text("Units not clearly different"), "unclear_n"),
    )
    facts = {"block": block.shown, "ranges": say.describe_ranges("sampling")}
    caption = text("Ranks and the survey's sampling error, block {block}; {ranges}", **facts)
    note = text("Standard error in percentage points.")
    return table_of(caption, ranges, columns, note=note, id=f"sampling-{block.code}")


def table_weights(block: Block, ranges: pd.DataFrame) -> Table:
    """Return what other weights, and one area left out, do to each rank of a block."""

    def rank(row: Any) -> Cell:
        return Cell(f"{row['rank']} ({row['draws_low']}{DASH}{row['draws_high']})", "strong")

    columns = (
        unit_column(width="24%"),
        number_column(text("Rank and range"), rank),
        number_column(text("Median rank"), "rank_median"),
        number_column(text("Same rank, of draws"), lambda row: print_share(row["stay_share"])),
        number_column(text("First place, of draws"), lambda row: print_share(row["first_share"])),
        number_column(text("Last quarter, of draws"), lambda row: print_share(row["last_quarter_share"])),
        words_column(text("Largest change when an area is left out"), lambda row: _area_cell(row, block), width="32%"),
    )
    facts = {"block": block.shown, "ranges": say.describe_ranges("weights")}
    caption = text("Ranks under other weights, block {block}; {ranges}", **facts)
    return table_of(caption, ranges, columns, id=f"weights-{block.code}")


def table_cases(block: Block, ranges: pd.DataFrame) -> Table:
    """Return what chance in counted cases does to each rank of a block, alone and with other weights."""

    def rank(row: Any) -> Cell:
        return Cell(f"{row['rank']} ({row['cases_low']}{DASH}{row['cases_high']})", "strong")

    columns = (
        unit_column(),
        number_column(text("Rank and range"), rank),
        number_column(text("Same rank, of draws"), lambda row: print_share(row["cases_stay_share"])),
        number_column(
            text("Range with other weights too"), lambda row: f"{row['together_low']}{DASH}{row['together_high']}"
        ),
    )
    facts = {"block": block.shown, "ranges": say.describe_ranges("cases")}
    caption = text("Ranks under chance in counted cases, block {block}; {ranges}", **facts)
    return table_of(caption, ranges, columns, id=f"cases-{block.code}")


def _area_cell(row: Any, block: Block) -> Cell:
    if is_blank(row["area_out_max_rank_change"]):
        return Cell(DASH)
    if not row["area_out"]:
        return Cell(text("none"), "grey")
    area = block.by_code[row["area_out"]].shown
    return Cell(text("place {rank} without {area}", rank=row["area_out_rank"], area=area))
