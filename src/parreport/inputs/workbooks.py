"""Workbooks (.xlsx, .xlsm, .xls, .ods) read into sheets of values.

In: the bytes of a file. Out: its sheets, each a list of rows of cells, row 1 first, and what a sheet says
beside them (:mod:`parreport.inputs.workbook_marks`). Nothing is computed, run or followed: of a formula the
value counts that was stored with it, macros and links to other files are left alone. What would take more
memory than a machine has is refused beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from parreport.inputs.workbook_marks import Marks, read_marks
from parreport.inputs.workbook_parts import OPENS, PACKED, WorkbookError
from parreport.language import message

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its rows of cells, row 1 of the sheet first, whether it is hidden, and its marks.

    A number that is shown as a percentage is text, ``85%``.
    """

    name: str
    cells: list[list[Value]]
    hidden: bool = False
    marks: Marks = field(default_factory=Marks)

    @property
    def rows(self) -> list[list[str]]:
        """The cells as text."""
        return [[cell if type(cell) is str else write_value(cell) for cell in row] for row in self.cells]


def is_workbook(content: bytes) -> bool:
    """Return whether bytes begin as those of a workbook do."""
    return content.startswith((PACKED, COMPOUND))


@lru_cache(maxsize=2)  # of one run: the tables of a folder may be sheets of one workbook
def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, in its order; charts and macros are none.

    Raises
    ------
    WorkbookError
        No workbook, one with a password, or one that is damaged or too large.
    """
    if not is_workbook(content):
        raise WorkbookError(message("a workbook; this file is text that has the name of one: save it as .xlsx"))
    try:
        marks = read_marks(content)
        book = CalamineWorkbook.from_object(BytesIO(content))
        wanted = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        if not wanted:
            raise WorkbookError(message("a workbook with a sheet of cells"))
        return tuple(
            Sheet(one.name, cells, one.visible != SheetVisibleEnum.Visible, marks[one.name])
            for one, cells in ((one, list(_cells_of(book, one.name, marks[one.name]))) for one in wanted)
        )
    except PasswordError as error:
        raise WorkbookError(message("a workbook without a password")) from error
    except (CalamineError, OSError, ValueError, OverflowError, KeyError) as error:
        raise WorkbookError(OPENS) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the reader, which is written in Rust
            raise
        raise WorkbookError(OPENS) from error


def _cells_of(book: CalamineWorkbook, name: str, marks: Marks) -> Iterator[list[Value]]:
    """Yield the rows of a sheet; what a cell shows in place of its value stands in it."""
    marked: dict[int, list[int]] = {}
    for row, column in (*marks.percents, *marks.lost):
        marked.setdefault(row, []).append(column)
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    last = max(marked, default=0)
    rows += [[] for _ in range(last - len(rows))]
    for number, line in enumerate(rows, start=1):
        for column in marked.get(number, ()):
            line += [""] * (column - len(line))
            value = line[column - 1]
            if (number, column) in marks.lost:
                line[column - 1] = marks.lost[number, column]
            elif isinstance(value, int | float) and not isinstance(value, bool):
                line[column - 1] = f"{(Decimal(write_value(value)) * 100).normalize():f}%"
        yield line


def write_value(value: Value) -> str:
    """Return the value of a cell as text: numbers of 15 digits, as a sheet holds them, no exponent."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        plain = f"{value:.15g}"
        return f"{float(plain):.0f}" if "e+" in plain else f"{value:.17f}".rstrip("0") if "e" in plain else plain
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def name_cell(row: int, column: int) -> str:
    """Return the name of a cell as a sheet shows it, such as G14; both counted from 1."""
    return f"{name_column(column)}{row}"


def name_column(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
