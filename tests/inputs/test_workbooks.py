"""Workbooks are read into text, and refused where they are none, locked, damaged or too large."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from parreport.inputs.workbook_parts import WorkbookError
from parreport.inputs.workbooks import is_workbook, read_sheets, write_value


def make_book(*cells: tuple[str, Any], hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for place, value in cells:
        sheet[place] = value
    if hidden:
        book.create_sheet("Ẩn").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_ods(rows: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr(
            "content.xml",
            '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Bảng">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return stream.getvalue()


CELL = (
    '<table:table-cell office:value-type="float" office:value="11.79"{more}><text:p>11.79</text:p></table:table-cell>'
)


def test_a_sheet_is_its_rows_from_the_first_on() -> None:
    cells = [("B2", "xã Vân Canh"), ("C2", 11.79), ("D2", 19), ("B3", 11.790000000000001), ("C3", True)]
    (sheet,) = read_sheets(make_book(*cells))
    assert (sheet.name, sheet.hidden) == ("Sheet", False)
    assert sheet.rows == [["", "", "", ""], ["", "xã Vân Canh", "11.79", "19"], ["", "11.79", "TRUE", ""]]


def test_a_hidden_sheet_is_read_and_marked() -> None:
    assert [(one.name, one.hidden) for one in read_sheets(make_book(hidden=True))] == [("Sheet", False), ("Ẩn", True)]


def test_a_sheet_of_odf_is_read_too() -> None:
    row = f"<table:table-row>{CELL.format(more='')}</table:table-row>"
    assert [(sheet.name, sheet.rows) for sheet in read_sheets(make_ods(row))] == [("Bảng", [["11.79"]])]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (2.0**60, "1152921504606850048"),
        (7, "7"),
        (date(2026, 10, 10), "2026-10-10"),
        (datetime(2026, 10, 10), "2026-10-10"),
        (datetime(2026, 10, 10, 7, 5), "2026-10-10 07:05:00"),
        ("H21.10", "H21.10"),
    ],
)
def test_a_cell_is_text_with_the_digits_that_the_sheet_shows(value: Any, words: str) -> None:
    assert write_value(value) == words


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and no archive",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
        make_book(("A1", 1))[:2000],
        b"PK\x03\x04",
        make_ods("<table:table-row>"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert is_workbook(content)
    with pytest.raises(WorkbookError, match="opens"):
        read_sheets(content)


@pytest.mark.parametrize(
    "content",
    [
        make_book(("A1", 1), ("XFD1048576", 1)),
        make_ods(
            '<table:table-row table:number-rows-repeated="1000000">'
            + CELL.format(more=' table:number-columns-repeated="16000"')
            + "</table:table-row>"
        ),
    ],
    ids=["xlsx", "ods"],
)
def test_a_cell_at_the_far_end_of_a_sheet_is_refused_before_all_between_are_laid_out(content: bytes) -> None:
    with pytest.raises(WorkbookError, match="5000000 cells"):
        read_sheets(content)


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_book(("A1", 1)))) as whole, zipfile.ZipFile(stream, "w") as packed:
        for part in whole.infolist():
            packed.writestr(part.filename, whole.read(part)[: 100 if "sheet1" in part.filename else None])
    with pytest.raises(WorkbookError, match="opens"):
        read_sheets(stream.getvalue())
