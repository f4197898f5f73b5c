"""The tables at fault written back as one workbook: each faulty cell marked, what to do as its comment.

In: what ``check`` found. Out: an ``.xlsx`` file: first the list of faults, each a link to its cell, then every table
that has one, its cells where they stand in the file. Words stay words: no cell becomes a formula or an address.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from parreport.errors import Problem, PublicationError, plain_signs
from parreport.files import write_whole
from parreport.inputs.csv_cells import CsvError, split_cells
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, read_bytes
from parreport.inputs.parameters import find_path
from parreport.inputs.workbook_parts import WorkbookError
from parreport.inputs.workbooks import ENDINGS, Value, read_sheets, write_value
from parreport.language import text

LONGEST_CELL, MOST_COMMENTS = 32_767, 5_000
WIDTHS = (28, 16, 10, 16, 12, 18, 28, 70)
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
COLUMN = re.compile("[A-Z]+")


@dataclass
class _Marked:
    """A table that has faults: its name in the workbook, its lines, the faults by row and column, from 0."""

    name: str
    lines: Sequence[Sequence[Value]]
    first: int
    faults: dict[tuple[int, int], list[Problem]] = field(default_factory=dict)


def write_marked(faults: Faults, out: Path) -> int:
    """Write the workbook of what is at fault; return how many cells are marked.

    Raises
    ------
    PublicationError : it is no name of a workbook, or nothing writes workbooks here.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise PublicationError(out, text("it needs XlsxWriter: pip install xlsxwriter")) from error
    if out.suffix.casefold() != ".xlsx":
        raise PublicationError(out, text("a workbook is written: give it a name that ends in .xlsx"))
    tables = _gather(faults)
    whole = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(whole, settings) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E6EEF1"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        marked = book.add_format({"bg_color": "#F6C9B0", "border": 1, "border_color": "#A8531B"})
        listed = book.add_worksheet(text("Faults"))
        for table in tables.values():
            _write_table(book.add_worksheet(table.name), table, bold, marked)
        _write_list(listed, faults.problems, tables, bold, plain)
    write_whole(out, whole.getvalue())
    return sum(len(table.faults) for table in tables.values())


def _gather(faults: Faults) -> dict[tuple[str, str | None], _Marked]:
    """Return the tables that have faults, each with its faults by cell."""
    found: dict[tuple[str, str | None], _Marked] = {}
    columns = {(one.file, one.sheet): one.columns for one in faults.sources.values()}
    for problem in faults.problems:
        key = (problem.file, problem.sheet)
        if problem.row is None or (key not in found and key not in columns):
            continue
        if key not in found:
            lines = _read_lines(*key)
            if lines is None:
                continue
            found[key] = _Marked(_name_sheet(*key, {one.name for one in found.values()}), *lines)
        place = columns[key].get(problem.column or "", 0) if key in columns else 0
        if problem.cell is not None and (letters := COLUMN.match(problem.cell)):
            place = _place_of(letters[0])
        found[key].faults.setdefault((problem.row - 1, place), []).append(problem)
    return found


def _place_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _read_lines(file: str, sheet: str | None) -> tuple[Sequence[Sequence[Value]], int] | None:
    """Return the lines of a table as they stand, and the row of the first, from 0; None where it cannot be read."""
    path = find_path(file)
    try:
        content = read_bytes(path)
        if path.suffix.casefold() in ENDINGS:
            return next(one.cells for one in read_sheets(content) if one.name == sheet), 0
        split = split_cells(content.decode("utf-8-sig"))
    except (FileFault, WorkbookError, CsvError, UnicodeDecodeError, StopIteration):
        return None
    return split.lines, split.skipped


def _name_sheet(file: str, sheet: str | None, taken: set[str]) -> str:
    """Return a name that a sheet may have and no other has."""
    plain = FORBIDDEN.sub(" ", sheet or Path(file).stem).strip("' ")[:25] or "?"
    names = (plain if n == 1 else f"{plain} ({n})" for n in range(1, len(taken) + 3))
    used = {one.casefold() for one in (*taken, text("Faults"), "history")}
    return next(name for name in names if name.casefold() not in used)


def _write_table(page: Any, table: _Marked, bold: Any, marked: Any) -> None:
    comments = 0
    for number, line in enumerate(table.lines, start=table.first):
        for place, value in enumerate(line):
            if value != "" and (number, place) not in table.faults:
                _write_value(page, number, place, value, bold if number == table.first else None)
    for (row, place), problems in table.faults.items():
        at = row - table.first
        line = table.lines[at] if 0 <= at < len(table.lines) else []
        _write_value(page, row, place, line[place] if place < len(line) else "", marked)
        if comments < MOST_COMMENTS:
            comments += 1
            words = "\n".join(dict.fromkeys(str(problem.expected) for problem in problems))
            page.write_comment(row, place, plain_signs(words)[:LONGEST_CELL], {"x_scale": 2})
    page.set_column(0, 30, 16)
    page.freeze_panes(table.first + 1, 0)


def _write_value(page: Any, row: int, place: int, value: Value, form: Any) -> None:
    """Write a value as it is: a number as a number, all else as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, place, value, form)
    elif isinstance(value, date | datetime | time | timedelta | bool):
        page.write_string(row, place, write_value(value), form)
    elif value == "":
        page.write_blank(row, place, None, form)
    else:
        page.write_string(row, place, value[:LONGEST_CELL], form)


def _write_list(
    page: Any, problems: Sequence[Problem], tables: dict[tuple[str, str | None], _Marked], bold: Any, plain: Any
) -> None:
    """Write the list of all faults; the cell of each is a link to it."""
    heads = (
        *(text("file"), text("sheet"), text("place of the fault"), text("unit"), text("item"), text("column")),
        *(text("found"), text("expected")),
    )
    for place, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        page.write_string(0, place, head[:1].upper() + head[1:], bold)
        page.set_column(place, place, width)
    spots = {
        id(one): (table.name, spot)
        for table in tables.values()
        for spot, found in table.faults.items()
        for one in found
    }
    for row, problem in enumerate(problems, start=1):
        for place, words in enumerate(_cells_of(problem)):
            page.write_string(row, place, plain_signs(words)[:LONGEST_CELL], plain)
        if id(problem) in spots:
            from xlsxwriter.utility import xl_rowcol_to_cell

            name, spot = spots[id(problem)]
            quoted = name.replace("'", "''")
            page.write_url(row, 2, f"internal:'{quoted}'!{xl_rowcol_to_cell(*spot)}", plain, _cells_of(problem)[2])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(problems), len(heads) - 1)


def _cells_of(problem: Problem) -> list[str]:
    place = problem.cell or ("" if problem.row is None else text("row {row}", row=problem.row))
    found = text("(blank)") if problem.found == "" else problem.found or ""
    parts: Iterator[str | None] = iter(
        (problem.file, problem.sheet, place, problem.unit_code, problem.item_code, problem.column, found)
    )
    return [*(part or "" for part in parts), str(problem.expected)]
