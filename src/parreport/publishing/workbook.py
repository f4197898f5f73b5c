"""A workbook of tables that people open in Excel or LibreOffice: one table a sheet.

In: tables as plain data and the words around them. Out: an ``.xlsx`` file, the same bytes for the
same tables: a cover, the contents, the tables, the notes. No cell is a formula and no typed address
becomes a link: what a unit typed stays text. It knows no index.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from parreport.errors import RenderingError
from parreport.files import write_whole
from parreport.language import text
from parreport.letters import tidy

FONT = "Be Vietnam Pro"
INK, GREY, ACCENT, WARM = "#1D2733", "#67717B", "#0F6478", "#A8531B"
WIDEST, NARROWEST = 60, 8
ROWS_MEASURED = 400
LONGEST_CELL = 32_767
FORMATS = {"text": "@", "number": "#,##0.00", "exact": "#,##0.0#######", "whole": "0"}


@dataclass(frozen=True)
class SheetColumn:
    """One column: its name, what it means, how its cells are written.

    ``kind``: text; number (two decimals shown, all kept); exact (decimals as they are); whole.
    """

    name: str
    meaning: str
    kind: Literal["text", "number", "exact", "whole"] = "text"


@dataclass(frozen=True)
class TableSheet:
    """One table: the name of its sheet, its title, what one row is, its columns and rows.

    A cell is text, a number or None; nothing else.
    """

    name: str
    title: str
    grain: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """A workbook: title, cover lines, labels (draft, illustrative), tables, notes."""

    title: str
    subtitle: str
    published: str
    labels: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[TableSheet, ...] = ()
    names: tuple[str, str, str] = ("Cover", "Contents", "Notes")


def render_workbook(book: Workbook, target: Path) -> None:
    """Write a workbook, complete or not at all.

    Raises
    ------
    RenderingError : it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

    try:
        settings = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        whole = io.BytesIO()
        with xlsxwriter.Workbook(whole, settings) as file:
            created = datetime.fromisoformat(book.published)
            file.set_properties({"title": tidy(book.title), "subject": tidy(book.subtitle), "created": created})
            _Writer(file, book).write()
        write_whole(target, whole.getvalue())
    except (FileCreateError, OSError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RenderingError(target.name, text("it cannot be written ({why})", why=why)) from error
    except XlsxWriterException as error:
        raise RenderingError(target.name, f"{type(error).__name__}: {error}") from error


class _Writer:
    """Writes the sheets of one workbook, with the formats that they share."""

    def __init__(self, file: Any, book: Workbook) -> None:
        self.file = file
        self.book = book
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
        self.styles = {
            "text": file.add_format({**base, "text_wrap": True}),
            "title": file.add_format({**base, "bold": True, "font_size": 15}),
            "note": file.add_format({**base, "font_color": GREY, "font_size": 9}),
            "label": file.add_format({**base, "bold": True, "font_color": WARM, "font_size": 9}),
            "link": file.add_format({**base, "font_color": ACCENT, "underline": 1}),
            "head": file.add_format({**base, "bold": True, "bottom": 1, "text_wrap": True}),
        }
        for kind, pattern in FORMATS.items():
            wrap = {"text_wrap": True} if kind == "text" else {}
            self.styles[f"cell-{kind}"] = file.add_format({**base, "num_format": pattern, **wrap})

    def write(self) -> None:
        """Write all sheets in their order."""
        cover, contents, notes = self.book.names
        lines = dict.fromkeys((self.book.subtitle, *self.book.cover))  # each once
        self._write_lines(cover, [line for line in lines if line != self.book.title])
        self._write_contents(contents)
        for number, sheet in enumerate(self.book.sheets, 1):
            self._write_table(sheet, number)
        self._write_notes(notes)

    def _add(self, name: str, title: str) -> tuple[Any, int]:
        """Add a sheet with its labels and its title; return it and its next row."""
        page = self.file.add_worksheet(name)
        page.set_paper(9)
        page.hide_gridlines(2)
        page.set_footer("&L&8" + " · ".join(self.book.labels).replace("&", "&&") + "&R&8&P / &N")
        row = 0
        if self.book.labels:
            _write_words(page, row, 0, " · ".join(self.book.labels), self.styles["label"])
            row += 1
        _write_words(page, row, 0, title, self.styles["title"])
        return page, row + 1

    def _write_lines(self, name: str, lines: list[str]) -> None:
        page, row = self._add(name, self.book.title)
        page.set_column(0, 0, 100)
        for line in lines:
            row += 1
            _write_words(page, row, 0, line, self.styles["text"])

    def _write_contents(self, name: str) -> None:
        page, row = self._add(name, name)
        page.set_column(0, 0, 24)
        page.set_column(1, 2, 60)
        for sheet in self.book.sheets:
            row += 1
            page.write_url(row, 0, f"internal:'{sheet.name}'!A1", self.styles["link"], sheet.name)
            _write_words(page, row, 1, sheet.title, self.styles["text"])
            _write_words(page, row, 2, sheet.grain, self.styles["text"])

    def _write_notes(self, name: str) -> None:
        page, row = self._add(name, name)
        page.set_column(0, 1, 26)
        page.set_column(2, 2, 90)
        for line in self.book.notes:
            row += 1
            _write_words(page, row, 0, line, self.styles["note"])
        row += 2
        for sheet in self.book.sheets:
            for column in sheet.columns:
                for place, words in enumerate((sheet.name, column.name, column.meaning)):
                    _write_words(page, row, place, words, self.styles["text"])
                row += 1

    def _write_table(self, sheet: TableSheet, number: int) -> None:
        page, row = self._add(sheet.name, sheet.title)
        _write_words(page, row, 0, sheet.grain, self.styles["note"])
        head = row + 2
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(head)
        page.freeze_panes(head + 1, 1)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, _width(column, [line[place] for line in sheet.rows]))
            _write_words(page, head, place, column.name, self.styles["head"])
        for below, line in enumerate(sheet.rows, head + 1):
            for place, (cell, column) in enumerate(zip(line, sheet.columns, strict=True)):
                style = self.styles[f"cell-{column.kind}"]
                if cell is None or cell == "":
                    page.write_blank(below, place, None, style)
                elif column.kind == "text":
                    _write_words(page, below, place, str(cell), style)
                else:
                    page.write_number(below, place, float(cell), style)
        if sheet.rows:
            heads = [{"header": column.name, "header_format": self.styles["head"]} for column in sheet.columns]
            looks = {"name": f"table_{number}", "style": None, "autofilter": True, "banded_rows": False}
            page.add_table(head, 0, head + len(sheet.rows), len(sheet.columns) - 1, {**looks, "columns": heads})


def _write_words(page: Any, row: int, place: int, words: str, style: Any) -> None:
    """Write words into a cell as text; Excel holds so many letters and no control characters."""
    plain = tidy(words)
    if len(plain) > LONGEST_CELL:
        plain = f"{plain[: LONGEST_CELL - 1]}…"
    page.write_string(row, place, plain, style)


def _width(column: SheetColumn, cells: list[Any]) -> float:
    """Return the width of a column: by its longest words, within bounds."""
    shown = [len(str(round(c, 2) if isinstance(c, Decimal) else c)) for c in cells[:ROWS_MEASURED] if c is not None]
    longest = max([len(column.name) + 3, *shown], default=NARROWEST)
    return float(min(WIDEST, max(NARROWEST, longest + 1)))


def render_sheets(sheets: Mapping[str, Sequence[Sequence[str]]], target: Path, published: str) -> None:
    """Write plain sheets of text, the first row of each its head, for programs that read them.

    Raises
    ------
    OSError : the file cannot be written.
    """
    import xlsxwriter

    settings = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, settings) as file:
        file.set_properties({"created": datetime.fromisoformat(published)})
        head = file.add_format({"bold": True})
        for name, rows in sheets.items():
            page = file.add_worksheet(name)
            page.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                for place, words in enumerate(row):
                    if words:
                        _write_words(page, at, place, words, head if at == 0 else None)
    write_whole(target, whole.getvalue())
