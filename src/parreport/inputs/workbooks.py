"""Workbooks (.xlsx, .xlsm, .xls, .ods) read into sheets of text.

In: the bytes of a file. Out: its sheets, each a list of rows of cells as text, row 1 first. What would
take more memory than a machine has, a cell at the far end of an empty sheet, is refused beforehand: the
reader would lay out every cell between.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from parreport.language import Message, message

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
PACKED, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_CELLS = 5_000_000
LARGEST_MIB = 512
CHUNK = 2**20
CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
REPEATED_CELL = re.compile(
    rb'number-columns-repeated="(\d+)"[^>]*office:value|office:value[^>]*number-columns-repeated="(\d+)"'
)
REPEATED_ROW = re.compile(rb'<table:table-row[^>]*number-rows-repeated="(\d+)"[^>]*>(.*?)</table:table-row>', re.S)

Value = int | float | str | bool | time | date | datetime | timedelta


class WorkbookError(Exception):
    """A workbook cannot be read; ``expected`` says why."""

    def __init__(self, expected: Message) -> None:
        self.expected = expected
        super().__init__(expected)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its rows of cells as text, row 1 of the sheet first, and whether it is hidden."""

    name: str
    rows: list[list[str]]
    hidden: bool = False


def is_workbook(content: bytes) -> bool:
    """Return whether bytes begin as those of a workbook do."""
    return content.startswith((PACKED, COMPOUND))


def read_sheets(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook, in its order; charts and macros are none.

    Raises
    ------
    WorkbookError
        No workbook, one with a password, or one that is damaged or too large.
    """
    if content.startswith(PACKED):
        _check_packed(content)
    try:
        book = CalamineWorkbook.from_object(BytesIO(content))
        wanted = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        if not wanted:
            raise WorkbookError(message("a workbook with a sheet of cells"))
        return [
            Sheet(
                one.name,
                [
                    [write_value(cell) for cell in row]
                    for row in book.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
                ],
                one.visible != SheetVisibleEnum.Visible,
            )
            for one in wanted
        ]
    except PasswordError as error:
        raise WorkbookError(message("a workbook without a password")) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise WorkbookError(message("a workbook that opens (.xlsx, .xlsm, .xls, .ods)")) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the reader, which is written in Rust
            raise
        raise WorkbookError(message("a workbook that opens (.xlsx, .xlsm, .xls, .ods)")) from error


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


def _check_packed(content: bytes) -> None:
    """Refuse what is no archive, or too large once it is unpacked and laid out."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > LARGEST_MIB * 2**20:
                raise WorkbookError(message("a workbook of at most {n} MiB once it is unpacked", n=LARGEST_MIB))
            for part in parts:
                if SHEET.fullmatch(part.filename):
                    with packed.open(part) as file:
                        _check_extent(*_find_extent(file))
                elif part.filename == "content.xml":
                    with packed.open(part) as file:
                        _check_extent(*_find_repeats(file.read(LARGEST_MIB * 2**20)))
                elif part.filename.endswith(".bin") and part.filename.startswith("xl/w"):
                    raise WorkbookError(message("a workbook that opens (.xlsx, .xlsm, .xls, .ods)"))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise WorkbookError(message("a workbook that opens (.xlsx, .xlsm, .xls, .ods)")) from error


def _check_extent(rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise WorkbookError(message("sheets of at most {n} cells; a cell far beyond the table counts", n=MOST_CELLS))


def _find_extent(file: IO[bytes]) -> tuple[int, int]:
    """Return the last row and column in which a sheet has a cell."""
    last_row, widest, rest = 0, b"", b""
    while chunk := file.read(CHUNK):
        for column, row in CELL.findall(rest + chunk):
            last_row = max(last_row, int(row))
            widest = max(widest, column, key=lambda letters: (len(letters), letters))
        rest = chunk[-20:]
    columns = 0
    for letter in widest:
        columns = columns * 26 + letter - 64
    return last_row, columns


def _find_repeats(words: bytes) -> tuple[int, int]:
    """Return how often a sheet of ODF repeats a row, and a cell, that is not empty."""
    columns = max((int(one or other) for one, other in REPEATED_CELL.findall(words)), default=1)
    rows = max((int(n) for n, cells in REPEATED_ROW.findall(words) if b"office:value" in cells), default=1)
    return rows, columns
