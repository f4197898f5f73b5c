"""What tables of every report have in common: columns with their cells, the table of corrections.

In: results, or rows that are ready. Out: columns, cells, :class:`~parreport.display.parts.Table`. A
table is put together from its columns: the head of each stands beside what it shows of a row, so
that a column is added, moved or left out in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.index_names import label_index
from parreport.display.parts import Cell, Column, Table
from parreport.inputs.framework import Block, Item
from parreport.language import VIETNAMESE, language, text
from parreport.years.results import Results, shown_name


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


Show = Callable[[Any], Cell | str]
ShownColumn = tuple[Column, Show]
Tone = Literal["plain", "good", "warm", "grey", "strong"]


def table_of(
    caption: str, rows: pd.DataFrame | Sequence[Any], columns: Iterable[ShownColumn | None], **others: Any
) -> Table:
    """Return a table of its rows: each column has its head and what it shows of a row.

    None is a column left out. ``others`` are further fields of the table, such as ``id`` and ``note``.
    """
    shown = [column for column in columns if column is not None]
    records = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows
    cells = tuple(tuple(_cell(show(row)) for _, show in shown) for row in records)
    return Table(caption, tuple(head for head, _ in shown), cells, **others)


def _cell(shown: Cell | str) -> Cell:
    return shown if isinstance(shown, Cell) else Cell(shown)


def words_column(name: str, show: Show | str, width: str = "") -> ShownColumn:
    """Return a column of words; ``show`` is what it shows of a row, or the name of the figure."""
    return Column(name, width=width), _shown(show)


def number_column(name: str, show: Show | str, detail: bool = False) -> ShownColumn:
    """Return a column of numbers that are words already, such as ranks and counts."""
    return Column(name, "number", detail=detail), _shown(show)


def figure_column(
    name: str, figure: Hashable, decimals: int = 2, signed: bool = False, tone: Tone = "plain", detail: bool = False
) -> ShownColumn:
    """Return a column of figures, each with the same decimals; ``figure`` is its name in a row."""
    return Column(name, "number", detail=detail), lambda row: Cell(format_number(row[figure], decimals, signed), tone)


def change_column(name: str, change: str, decimals: int = 2) -> ShownColumn:
    """Return a column of changes with their signs, gains and losses in their colours."""
    return Column(name, "number"), lambda row: signed_cell(row[change], decimals)


def item_column(block: Block, name: str = "", width: str = "", code: str = "item_code") -> ShownColumn:
    """Return a column of items by code and name; ``code`` is the code's name in a row."""
    return Column(name or text("Item"), width=width), lambda row: item_name(block.by_code[row[code]])


def unit_column(name: str = "", width: str = "") -> ShownColumn:
    """Return a column of the names of units; rows have ``unit_name`` and ``unit_name_en``."""
    return Column(name or text("Unit"), width=width), shown_name


def _shown(show: Show | str) -> Show:
    return (lambda row: str(row[show])) if isinstance(show, str) else show


def table_corrections(results: Results, corrections: pd.DataFrame) -> Table:
    """Return each figure that differs from the published one, with its reason."""
    words = {
        "index_pct": label_index(results),
        "rank": text("rank"),
        "band": text("class"),
        "points": text("points"),
        "max_points": text("maximum"),
    }
    known = {
        code: set(results.block_of(code).by_code)
        for code in set(corrections["unit_code"]) & set(results.units["unit_code"])
    }

    def unit_name(row: Any) -> str:
        return results.name_of(row["unit_code"]) if row["unit_code"] in known else str(row["unit_code"])

    def item(row: Any) -> str:
        unit, code = row["unit_code"], row["item_code"]
        name = item_name(results.block_of(unit).by_code[code]) if code and code in known.get(unit, ()) else code
        return name or text("the whole unit")

    columns = (
        words_column(text("Unit"), unit_name),
        words_column(text("Item"), item, "28%"),
        words_column(text("Figure"), lambda row: words[row["figure"]]),
        number_column(text("Before"), lambda row: _figure(row["before"])),
        number_column(text("Now"), lambda row: _figure(row["now"])),
        words_column(text("Reason"), lambda row: typed(row["reason"])),
    )
    return table_of(text("Figures that were corrected"), corrections, columns, id="corrections-table")


def _figure(cell: str) -> str:
    """Return a cell of a published table as print shows it."""
    try:
        return format_plain(Decimal(cell), 9)
    except InvalidOperation:
        return cell or DASH
