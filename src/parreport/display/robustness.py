"""How sure the ranks are, in the province report: ``show_robustness`` in ``01_province.ipynb``.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display import narrative_robustness as say
from parreport.display.charts_robustness import chart_ranges_pages
from parreport.display.documents import blocks_with_units, labels_of
from parreport.display.formats import DASH, format_number
from parreport.display.parts import Cell, Column, Heading, Section, Table, Text, gather
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.results import Results, shown_name


def show_robustness(results: Results) -> Section:
    """Show how sure the ranks of each block are: the finding, the picture, the table."""
    parts: list[Any] = [Heading(text("How sure the ranks are"), id="robustness")]
    for block in blocks_with_units(results):
        ranges = say.ranges_of(results, block)
        if say.range_kind(ranges):
            parts += _show_block(results, block, ranges)
    if len(parts) == 1:
        parts.append(
            Text(
                text(
                    "Nothing can be said on how sure the ranks are: the source has no points by item and no sampling error, or no two ranked units in a block."
                ),
                "note",
            )
        )
    return gather(*parts)


def _show_block(results: Results, block: Block, ranges: pd.DataFrame) -> list[Any]:
    findings = (
        say.describe_firm(ranges), say.describe_clear(ranges),
        say.describe_first_place(ranges), say.describe_area_out(ranges, block),
    )  # fmt: skip
    rows = ranges.to_dict("records")
    names, ranks = [shown_name(row) for row in rows], [say.print_rank(row) for row in rows]
    frame = ranges.assign(unit_name=names, rank_words=ranks)
    return [
        Heading(block.shown, 3, id=f"robustness-{block.code}-heading"),
        Text(" ".join(one for one in findings if one)),
        Text(say.describe_draws(results, ranges), "note"),
        *chart_ranges_pages(
            frame, title=say.heading_firm(ranges),
            subtitle=text("Rank and its range, block {block}, {n} ranked units", block=block.shown, n=len(ranges)),
            id=f"robustness-chart-{block.code}", labels=labels_of(results),
        ),
        table_robustness(results, block, ranges),
    ]  # fmt: skip


def table_robustness(results: Results, block: Block, ranges: pd.DataFrame) -> Table:
    """Return how sure each rank of a block is: ranges, shares of draws, areas left out."""
    sampled = say.range_kind(ranges) == "sampling"
    columns = [Column(text("Unit")), Column(text("Rank and range"), "number")]
    if sampled:
        columns += [
            Column(text("Range of this rank alone"), "number"),
            Column(text("Error of the index, pp"), "number"),
            Column(text("Not clearly different from, units"), "number"),
            Column(text("Range over weights"), "number"),
        ]
    else:
        columns.append(Column(text("Median rank"), "number"))
    columns += [
        Column(text("First place, of draws"), "number"),
        Column(text("Last quarter, of draws"), "number"),
        Column(text("Largest change when an area is left out")),
    ]
    rows = []
    for row in ranges.to_dict("records"):
        cells = [Cell(shown_name(row)), Cell(say.print_rank(row), "strong")]
        if sampled:
            cells += [
                Cell(f"{row['rank_low']}{DASH}{row['rank_high']}"),
                Cell(format_number(row["index_se_pp"], results.framework.decimals)),
                Cell(str(row["unclear_n"])), Cell(f"{row['rank_p05']}{DASH}{row['rank_p95']}"),
            ]  # fmt: skip
        else:
            cells.append(Cell(str(row["rank_median"])))
        cells += [
            Cell(say.print_share(row["first_share"])),
            Cell(say.print_share(row["last_quarter_share"])),
            _area_cell(row, block),
        ]
        rows.append(tuple(cells))
    caption = text(
        "How sure each rank is, block {block}; {ranges}",
        block=block.shown, ranges=say.describe_ranges(say.range_kind(ranges)),
    )  # fmt: skip
    return Table(caption, tuple(columns), tuple(rows), id=f"robustness-{block.code}")


def _area_cell(row: Any, block: Block) -> Cell:
    if is_blank(row["area_out_max_rank_change"]):
        return Cell(DASH)
    if not row["area_out"]:
        return Cell(text("none"), "grey")
    area = block.by_code[row["area_out"]].shown
    return Cell(text("place {rank} without {area}", rank=row["area_out_rank"], area=area))
