"""What the sheets of a workbook say beside the values of their cells.

In: the bytes of a file. Out: :class:`Marks` by sheet: numbers shown as a percentage, formulas without a value,
rows and columns that are hidden, merged cells. A sheet with a cell far beyond its table is refused: whoever reads
it would lay out every cell between.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlrd

from parreport.inputs.workbook_parts import OPENS, PACKED, Attributes, Parts, WorkbookError, read_xml
from parreport.language import message

MOST_CELLS = 5_000_000
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
PERCENTS = {"9", "10"}  # the formats of Excel that are built in: 0% and 0.00%
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


@dataclass
class Marks:
    """What a sheet says beside its values; rows and columns are counted from 1.

    ``percents``: cells whose number is shown as a percentage. ``lost``: cells without a value: the error of a
    formula, or a formula of which none was stored. ``hidden_rows``, ``hidden_columns``: first and last of each
    run. ``merged``: areas of cells that are one.
    """

    percents: set[tuple[int, int]] = field(default_factory=set)
    lost: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    linked: bool = False


def read_marks(content: bytes) -> dict[str, Marks]:
    """Return the marks of every sheet by its name.

    Raises
    ------
    WorkbookError : no workbook, one with a password, damaged or too large.
    """
    if not content.startswith(PACKED):
        return _read_compound(content)
    parts = Parts(content)
    if "content.xml" in parts.names:
        return _read_odf(parts)
    if any(name.startswith("xl/w") and name.endswith(".bin") for name in parts.names):
        raise WorkbookError(OPENS)
    return _read_packed(parts)


# --- .xlsx, .xlsm ---------------------------------------------------------------------------


def _read_packed(parts: Parts) -> dict[str, Marks]:
    book = next((name for name in parts.names if name.lower() == "xl/workbook.xml"), "")
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def take_target(name: str, given: Attributes) -> None:
        if name == "Relationship":
            target = given.get("Target", "")
            targets[given.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    def take_sheet(name: str, given: Attributes) -> None:
        if name == "sheet":
            place = next((value for key, value in given.items() if key.endswith(" id")), "")
            sheets[given.get("name", "")] = targets.get(place, "")

    if not book:
        raise WorkbookError(OPENS)
    read_xml(parts.read("xl/_rels/workbook.xml.rels"), take_target)
    read_xml(parts.read(book), take_sheet)
    percents = _percent_styles(parts) if "xl/styles.xml" in parts.names else frozenset()
    is_linked = any(name.startswith("xl/externalLinks/") for name in parts.names)
    read: dict[str, Marks] = {}
    for sheet, part in sheets.items():
        if "/worksheets/" in part or part not in parts.names:
            known = {name.lower(): name for name in parts.names}
            read[sheet] = _Packed(parts.read(known.get(part.lower(), part)), percents).marks
            read[sheet].linked = is_linked
        else:
            read[sheet] = Marks()  # a chart or a dialogue
    return read


def _percent_styles(parts: Parts) -> frozenset[str]:
    """Return the numbers of the styles that show a number as a percentage."""
    formats, found = set(PERCENTS), set[str]()
    inside, n = False, 0

    def start(name: str, given: Attributes) -> None:
        nonlocal inside, n
        if name == "numFmt" and "%" in QUOTED.sub("", given.get("formatCode", "")):
            formats.add(given.get("numFmtId", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            if given.get("numFmtId") in formats:
                found.add(str(n))
            n += 1

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    read_xml(parts.read("xl/styles.xml"), start, end)
    return frozenset(found)


class _Packed:
    """One sheet of .xlsx as its XML is read."""

    def __init__(self, pieces: Iterator[bytes], percents: frozenset[str]) -> None:
        self.marks = Marks()
        self.percents = percents
        self.row = self.column = self.last_row = self.last_column = 0
        self.given: Attributes = {}
        self.formula: str | None = None
        self.value: str | None = None
        self.inside = ""
        read_xml(pieces, self.start, self.end, self.words)

    def start(self, name: str, given: Attributes) -> None:
        if name == "c":
            self.column += 1
            place = CELL.fullmatch(given.get("r", ""))
            if place is not None:
                self.column, self.row = _column_of(place[1]), int(place[2])
            self.given, self.formula, self.value = given, None, None
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            _check_extent(self.last_row, self.last_column)
        elif name in ("f", "v", "is"):
            self.inside = name
            if name == "f":
                self.formula = ""
            else:
                self.value = "" if name == "v" else " "
        elif name == "row":
            self.row = int(given["r"]) if given.get("r", "").isdecimal() else self.row + 1
            self.column = 0
            if given.get("hidden") in ("1", "true"):
                self.marks.hidden_rows.append((self.row, self.row))
        elif name == "col" and given.get("hidden") in ("1", "true"):
            self.marks.hidden_columns.append((int(given.get("min", 1)), int(given.get("max", 1))))
        elif name == "mergeCell":
            first, _, last = given.get("ref", "").partition(":")
            if (begin := CELL.fullmatch(first)) and (close := CELL.fullmatch(last)):
                spot = (int(begin[2]), _column_of(begin[1]), int(close[2]), _column_of(close[1]))
                self.marks.merged.append(spot)

    def words(self, words: str) -> None:
        if self.inside == "v":
            self.value = (self.value or "") + words
        elif self.inside == "f":
            self.formula = (self.formula or "") + words

    def end(self, name: str) -> None:
        if name in ("f", "v", "is"):
            self.inside = ""
        if name != "c":
            return
        sort, place = self.given.get("t", "n"), (self.row, self.column)
        if sort == "e":
            self.marks.lost[place] = self.value or "#N/A"
        elif self.formula is not None and not self.value and sort != "str":
            self.marks.lost[place] = f"={self.formula}"
        elif sort == "n" and self.value and self.given.get("s") in self.percents:
            self.marks.percents.add(place)


def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _check_extent(rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise WorkbookError(message("sheets of at most {n} cells; a cell far beyond the table counts", n=MOST_CELLS))


# --- .ods -----------------------------------------------------------------------------------


def _read_odf(parts: Parts) -> dict[str, Marks]:
    read = _Odf()
    read_xml(parts.read("content.xml"), read.start, read.end, read.words)
    return read.sheets


class _Odf:
    """The sheets of .ods as their XML is read; rows and cells may stand for many alike."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.marks = Marks()
        self.row = self.column = self.rows_n = self.columns_n = 0
        self.last_row = self.last_column = self.depth = 0
        self.given: Attributes = {}
        self.shown = ""

    def start(self, name: str, given: Attributes) -> None:
        given = {key.rpartition(" ")[2]: value for key, value in given.items() if "calcext" not in key} | (
            {"error": "1"} if any("calcext" in key and value == "error" for key, value in given.items()) else {}
        )
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self.marks = self.sheets[given.get("name", "")] = Marks()
                self.row = self.column = self.rows_n = self.columns_n = self.last_row = self.last_column = 0
        elif name == "table-column":
            n = _count(given.get("number-columns-repeated"))
            if given.get("visibility") in ("collapse", "filter"):
                self.marks.hidden_columns.append((self.column + 1, self.column + n))
            self.column += n
        elif name == "table-row":
            self.row, self.column = self.row + self.rows_n, 0
            self.rows_n = _count(given.get("number-rows-repeated"))
            if given.get("visibility") in ("collapse", "filter"):
                self.marks.hidden_rows.append((self.row + 1, self.row + self.rows_n))
        elif name in ("table-cell", "covered-table-cell"):
            self.columns_n = _count(given.get("number-columns-repeated"))
            self.given, self.shown = given, ""

    def words(self, words: str) -> None:
        if len(self.shown) < 100:
            self.shown += words

    def end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1
        if name not in ("table-cell", "covered-table-cell"):
            return
        given, place = self.given, (self.row + 1, self.column + 1)
        self.column += self.columns_n
        sort, shown = given.get("value-type"), self.shown.strip()
        if sort or shown:
            self.last_row, self.last_column = (
                max(self.last_row, self.row + self.rows_n),
                max(self.last_column, self.column),
            )
            _check_extent(self.last_row, self.last_column)
            _check_extent(self.rows_n, self.columns_n)
        if given.get("error") or (given.get("formula") and shown.startswith(("#", "Err:"))):
            self.marks.lost[place] = shown or "#N/A"
        elif given.get("formula") and not sort:
            self.marks.lost[place] = "=" + given["formula"].partition("=")[2]
        elif sort == "percentage" and len(self.marks.percents) < MOST_CELLS:
            rows, columns = range(self.row + 1, self.row + self.rows_n + 1), range(place[1], self.column + 1)
            self.marks.percents.update((row, column) for row in rows for column in columns)
        high, wide = _count(given.get("number-rows-spanned")), _count(given.get("number-columns-spanned"))
        if (high, wide) != (1, 1):
            self.marks.merged.append((*place, place[0] + high - 1, place[1] + wide - 1))


def _count(typed: str | None) -> int:
    return int(typed) if typed is not None and typed.isdecimal() and len(typed) < 9 and int(typed) else 1


# --- .xls -----------------------------------------------------------------------------------


def _read_compound(content: bytes) -> dict[str, Marks]:
    book: Any
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            book = xlrd.open_workbook(
                file_contents=content,
                formatting_info=True,
                ragged_rows=True,
                logfile=nowhere,
                ignore_workbook_corruption=True,
            )
    except Exception as error:  # the reader says what it likes of a file that is damaged
        if "encrypt" in str(error).lower():
            raise WorkbookError(message("a workbook without a password")) from error
        raise WorkbookError(OPENS) from error
    return {sheet.name: _read_old(book, sheet) for sheet in book.sheets()}


def _read_old(book: Any, sheet: Any) -> Marks:
    _check_extent(sheet.nrows, sheet.ncols)
    marks = Marks()
    shows = {key: "%" in QUOTED.sub("", one.format_str or "") for key, one in book.format_map.items()}
    percents = {at for at, style in enumerate(book.xf_list) if shows.get(style.format_key)}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                marks.lost[row + 1, column + 1] = xlrd.error_text_from_code.get(cell.value, "#N/A")
            elif cell.ctype == xlrd.XL_CELL_NUMBER and cell.xf_index in percents:
                marks.percents.add((row + 1, column + 1))
    marks.hidden_rows = [(at + 1, at + 1) for at, one in sorted(sheet.rowinfo_map.items()) if one.hidden]
    marks.hidden_columns = [(at + 1, at + 1) for at, one in sorted(sheet.colinfo_map.items()) if one.hidden]
    marks.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return marks
