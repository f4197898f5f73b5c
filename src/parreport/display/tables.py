"""What tables of every report have in common: cells of one kind, the table of corrections.

In: results, or rows that are ready. Out: cells, :class:`~parreport.display.parts.Table`. The tables
themselves are in ``tables_province`` and ``tables_unit``.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.parts import Cell, Column, Table
from parreport.inputs.framework import Item
from parreport.language import VIETNAMESE, language, text
from parreport.years.results import Results


def typed(words: str) -> Cell:
    """Return a cell with words that a person typed in Vietnamese, marked so in other languages."""
    return Cell(words, language="" if language() == VIETNAMESE else VIETNAMESE)


def item_name(item: Item) -> str:
    """Return the code and the name of an item."""
    return f"{item.code} {item.shown}"


def signed_cell(change: Any, decimals: int = 2) -> Cell:
    """Return a change with its sign, gains and losses in their colours."""
    if is_blank(change):
        return Cell(DASH)
    tone: Any = "good" if change > 0 else "warm" if change < 0 else "grey"
    return Cell(format_number(change, decimals, signed=True), tone)


def table_corrections(results: Results, corrections: pd.DataFrame) -> Table:
    """Return each figure that differs from the published one, with its reason."""
    words = {
        "index_pct": text("index"),
        "rank": text("rank"),
        "band": text("class"),
        "points": text("points"),
        "max_points": text("maximum"),
    }
    known = {
        code: set(results.block_of(code).by_code)
        for code in set(corrections["unit_code"]) & set(results.units["unit_code"])
    }
    rows = []
    for row in corrections.to_dict("records"):
        unit, code = row["unit_code"], row["item_code"]
        name = results.name_of(unit) if unit in known else unit
        item = item_name(results.block_of(unit).by_code[code]) if code and code in known.get(unit, ()) else code
        rows.append(
            (
                name,
                item or text("the whole unit"),
                words[row["figure"]],
                _figure(row["before"]),
                _figure(row["now"]),
                typed(row["reason"]),
            )
        )
    columns = (
        Column(text("Unit")),
        Column(text("Item"), width="28%"),
        Column(text("Figure")),
        Column(text("Before"), "number"),
        Column(text("Now"), "number"),
        Column(text("Reason")),
    )
    return Table(text("Figures that were corrected"), columns, tuple(rows), id="corrections-table")


def _figure(cell: str) -> str:
    """Return a cell of a published table as print shows it."""
    try:
        return format_plain(Decimal(cell), 9)
    except InvalidOperation:
        return cell or DASH
