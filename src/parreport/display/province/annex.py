"""The annex of its own of a province with large blocks, each section a call in ``07_annex.ipynb``.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts tables together.
"""

from __future__ import annotations

from typing import Any

from parreport.display.documents import blocks_with_units, detailed_blocks, document, name_index
from parreport.display.groups import is_large, large_blocks, name_annex
from parreport.display.parts import Heading, Section, Text, gather
from parreport.display.province import tables
from parreport.display.sureness import sentences as sure
from parreport.display.sureness.sections import tables_of_ranges
from parreport.language import set_language, text
from parreport.years.results import Results


def show_annex_head(results: Results) -> Section:
    """Show the title of the annex and what it holds."""
    set_language(results.parameters.language, results.of_periods)
    return gather(
        document(results, name_annex(), name_index(results)),
        Text(text("All units in order of rank: score by area, range of the rank, points by item."), "lead"),
    )


def show_annex_areas(results: Results) -> Section:
    """Show all units by areas."""
    shown = [tables.table_heat(results, block) for block in detailed_blocks(results)]
    return gather(Heading(text("Strong and weak areas of each unit"), id="heat") if shown else None, shown)


def show_annex_ranges(results: Results) -> Section:
    """Show the range of each rank in the blocks that are too large for the other reports."""
    parts: list[Any] = []
    for block in large_blocks(results):
        ranges = sure.ranges_of(results, block)
        if sure.range_kind(ranges):
            parts += tables_of_ranges(results, block, ranges)
    return gather(Heading(text("How sure the ranks are"), id="robustness") if parts else None, *parts)


def show_annex_items(results: Results) -> Section:
    """Show the points of every unit in every item."""
    parts: list[Any] = []
    for block in blocks_with_units(results):
        heading = text("Points by item, block {block}", block=block.shown)
        shown = tables.tables_by_item if is_large(results, block) else tables.tables_all_items
        parts += [Heading(heading, id=f"items-{block.code}"), *shown(results, block)]
    return gather(*parts)
