"""Workbooks to be filled in and sent back: locked but where somebody writes, with lists to choose from.

In: sheets as plain data, each cell with what it holds, how it looks and what may be typed into it. Out: an
``.xlsx`` file, the same bytes for the same sheets. Formulas stand only where a cell says so: words that a
unit or a province typed stay words. It knows no index.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

from parreport.errors import RenderingError
from parreport.files import write_whole
from parreport.language import text
from parreport.letters import tidy

FONT = "Times New Roman"
INK, GREY, LINE, HEAD, AREA, CRITERION, INPUT, WARM = (
    *("#000000", "#595959", "#A6A6A6", "#DDE5EC", "#E9EEF2", "#F6F8FA", "#FFF8DC", "#A8531B"),
)
LONGEST_CELL, LONGEST_TITLE, LONGEST_WORDS = 32_767, 32, 255
A3, A4, LANDSCAPE_MARGIN = 8, 9, 0.4
ALLOWED = "format_cells format_columns format_rows autofilter select_locked_cells select_unlocked_cells".split()
LINE_HEIGHT, HIGHEST, SIGNS, SIGNS_BOLD = 14.5, 400, 1.05, 0.95
BOLD = frozenset({"head", "area", "criterion", "bold"})

Look = Literal[
    "title", "subtitle", "label", "plain", "bold", "note", "head", "area", "criterion", "leaf", "figure", "formula"
]
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "subtitle": {"bold": True, "font_size": 12, "align": "center"},
    "label": {"bold": True, "font_color": WARM, "align": "center"},
    "plain": {"text_wrap": True},
    "bold": {"text_wrap": True, "bold": True},
    "note": {"text_wrap": True, "font_color": GREY, "italic": True},
    "head": {"text_wrap": True, "bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": HEAD},
    "area": {"text_wrap": True, "bold": True, "border": 1, "bg_color": AREA},
    "criterion": {"text_wrap": True, "bold": True, "border": 1, "bg_color": CRITERION},
    "leaf": {"text_wrap": True, "border": 1},
    "figure": {"border": 1, "align": "right", "font_color": GREY, "text_wrap": True},
    "formula": {"border": 1, "align": "right", "text_wrap": True},
}
FORMATS = {"text": "@", "number": "#,##0.00", "amount": "#,##0.##########", "whole": "0", "date": "yyyy-mm-dd", "": ""}


@dataclass(frozen=True)
class Check:
    """What may be typed into a cell: a list by its range, a number within bounds, a formula that must hold.

    ``kind``: list, whole, decimal, date, custom, any; ``source``: the range of a list, or the formula, in which
    ``{row}`` is the cell's own row, so that cells of many rows share one check. ``title`` and ``words`` are
    shown beside the cell when it is chosen, ``refusal`` where something else is typed.
    """

    kind: Literal["list", "whole", "decimal", "date", "custom", "any"]
    source: str = ""
    low: float = 0
    high: float | None = None
    title: str = ""
    words: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: a text, a number, or a formula (``is_formula``, English names, without a stored value).

    ``form``: a key of FORMATS. ``is_open``: whether it may be written into; such a cell is coloured.
    ``span``: over how many columns it is merged.
    """

    value: str | float | None = None
    look: Look = "leaf"
    form: str = ""
    is_formula: bool = False
    is_open: bool = False
    check: Check | None = None
    span: int = 1


@dataclass(frozen=True)
class FormRow:
    """One row: its cells by column; ``height``: at least so many points, and as many as its words need."""

    cells: Mapping[int, Cell]
    height: float = 0
    is_hidden: bool = False


@dataclass(frozen=True)
class FormSheet:
    """One sheet. ``widths``: of its columns in characters; ``hidden``: columns that are.

    ``head``: the row, counted from 0, that stays in view and is printed on every page; ``frozen``: how
    many columns stay beside it. ``warned``: ranges in which a cell ``?`` is coloured. ``filtered``: the first
    column of the head that has a filter, None = none has. ``is_large``: whether it is printed on A3.
    """

    name: str
    widths: tuple[float, ...]
    rows: tuple[FormRow, ...]
    hidden: tuple[int, ...] = ()
    head: int | None = None
    frozen: int = 0
    is_hidden: bool = False
    is_portrait: bool = False
    warned: tuple[str, ...] = ()
    filtered: int | None = None
    is_large: bool = False


@dataclass(frozen=True)
class FormBook:
    """A workbook of forms: title, day (ISO), the line at the foot of each page, sheets."""

    title: str
    published: str
    foot: str
    sheets: tuple[FormSheet, ...]


def render_form(book: FormBook, target: Path) -> None:
    """Write a workbook of forms, complete or not at all.

    Raises
    ------
    RenderingError : it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    settings = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    whole = io.BytesIO()
    try:
        with xlsxwriter.Workbook(whole, settings) as file:
            file.set_properties({"title": tidy(book.title), "created": datetime.fromisoformat(book.published)})
            file.set_calc_mode("auto")
            writer = _Writer(file, book.foot)
            for sheet in book.sheets:
                writer.write(sheet)
        write_whole(target, whole.getvalue())
    except OSError as error:
        raise RenderingError(target.name, text("it cannot be written ({why})", why=error.strerror)) from error
    except XlsxWriterException as error:
        raise RenderingError(target.name, f"{type(error).__name__}: {error}") from error


class _Writer:
    """Writes sheets into one workbook; a look and a format are one style of it."""

    def __init__(self, file: Any, foot: str) -> None:
        self.file = file
        self.foot = tidy(foot).replace("&", "&&")
        self.styles: dict[tuple[str, str, bool], Any] = {}

    def style(self, cell: Cell) -> Any:
        """Return the style of a cell."""
        key = (cell.look, cell.form, cell.is_open)
        if key not in self.styles:
            facts = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top", "border_color": LINE}
            facts |= LOOKS[cell.look]
            if cell.form in {"amount", "number", "whole"}:
                facts["align"] = "center"
            if cell.form:
                facts["num_format"] = FORMATS[cell.form]
            if cell.is_open:
                facts |= {"locked": False, "bg_color": INPUT}
            self.styles[key] = self.file.add_format(facts)
        return self.styles[key]

    def write(self, sheet: FormSheet) -> None:
        """Write one sheet with its locks, its view and how it is printed."""
        page = self.file.add_worksheet(sheet.name)
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width, None, {"hidden": place in sheet.hidden})
        for at, row in enumerate(sheet.rows):
            page.set_row(at, max(row.height, _height_of(row, sheet.widths)), None, {"hidden": row.is_hidden})
            for place, cell in row.cells.items():
                self._write_cell(page, at, place, cell)
        for check, places in _gather_checks(sheet).items():
            (at, place), *others = places
            rule = _rule_of(check, at) | {"other_cells": [(one, other, one, other) for one, other in others]}
            page.data_validation(at, place, at, place, rule)
        for warned in sheet.warned:
            style = self.file.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True})
            page.conditional_format(warned, {"type": "cell", "criteria": "==", "value": '"?"', "format": style})
        self._set_up(page, sheet)

    def _write_cell(self, page: Any, at: int, place: int, cell: Cell) -> None:
        style = self.style(cell)
        if cell.span > 1:
            page.merge_range(at, place, at, place + cell.span - 1, "", style)
        if cell.value is None or cell.value == "":
            page.write_blank(at, place, None, style)
        elif cell.is_formula:
            page.write_formula(at, place, f"={cell.value}", style, "")
        elif isinstance(cell.value, str):
            page.write_string(at, place, tidy(cell.value)[:LONGEST_CELL], style)
        else:
            page.write_number(at, place, cell.value, style)

    def _set_up(self, page: Any, sheet: FormSheet) -> None:
        if sheet.is_hidden:
            page.hide()
            page.protect("", {"select_locked_cells": True})
            return
        page.set_paper(A3 if sheet.is_large else A4)
        page.hide_gridlines(2)
        page.fit_to_pages(1, 0)
        page.set_margins(LANDSCAPE_MARGIN, LANDSCAPE_MARGIN, 0.5, 0.6)
        page.set_footer(f'&L&"{FONT}"&9{self.foot}&R&"{FONT}"&9&P/&N')
        if not sheet.is_portrait:
            page.set_landscape()
        if sheet.head is not None:
            page.freeze_panes(sheet.head + 1, sheet.frozen)
            page.repeat_rows(sheet.head)
        if sheet.head is not None and sheet.filtered is not None:
            page.autofilter(sheet.head, sheet.filtered, len(sheet.rows) - 1, len(sheet.widths) - 1)
        page.protect("", dict.fromkeys(ALLOWED, True))


def _gather_checks(sheet: FormSheet) -> dict[Check, list[tuple[int, int]]]:
    """Return the cells of each check; equal ones are one in the file."""
    found: dict[Check, list[tuple[int, int]]] = {}
    for at, row in enumerate(sheet.rows):
        for place, cell in row.cells.items():
            if cell.check is not None:
                found.setdefault(cell.check, []).append((at, place))
    return found


def _height_of(row: FormRow, widths: Sequence[float]) -> float:
    """Return the height in points that the words of a row need; no program but Excel finds it by itself."""
    lines = 1
    for place, cell in row.cells.items():
        if isinstance(cell.value, str) and not cell.is_formula and cell.look not in {"title", "subtitle", "label"}:
            width = sum(widths[place : place + cell.span]) * (SIGNS_BOLD if cell.look in BOLD else SIGNS)
            lines = max(lines, sum(len(wrap(line, max(int(width), 1))) or 1 for line in cell.value.split("\n")))
    return min(LINE_HEIGHT * lines + 1, HIGHEST)


def _rule_of(check: Check, at: int) -> dict[str, Any]:
    """Return what XlsxWriter wants to know of a check; titles and words are cut to what Excel takes."""
    rule: dict[str, Any] = {"validate": check.kind, "ignore_blank": True}
    if check.kind == "list":
        rule["source"] = check.source
    elif check.kind == "custom":
        rule["value"] = check.source.replace("{row}", str(at + 1))
    elif check.kind == "date":
        rule |= {"criteria": ">=", "value": datetime(2000, 1, 1)}
    elif check.kind in {"whole", "decimal"} and check.high is not None:
        rule |= {"criteria": "between", "minimum": check.low, "maximum": check.high}
    elif check.kind in {"whole", "decimal"}:
        rule |= {"criteria": ">=", "value": check.low}
    if check.words:
        rule |= {"input_title": _cut(check.title, LONGEST_TITLE), "input_message": _cut(check.words, LONGEST_WORDS)}
    if check.refusal:
        rule |= {"error_title": _cut(check.title, LONGEST_TITLE), "error_message": _cut(check.refusal, LONGEST_WORDS)}
    return rule


def _cut(words: str, most: int) -> str:
    plain = tidy(words)
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
