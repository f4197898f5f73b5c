"""Damaged and odd files of offices: each ends in the right value with its note, or in a fault at its cell.

A case names the damage. :data:`UNDERSTOOD` are read without a fault; :data:`REFUSED` have the fault that is written
beside them, and no other.
"""

from __future__ import annotations

import io
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from parreport.inputs import workbook_parts
from parreport.language import use_language
from tests.inputs.odd_files import (
    HEADS,
    POINTS,
    UNITS,
    grid_of,
    points,
    read_files,
    repack,
    units,
    write_book,
    write_csv,
)

Files = dict[str, bytes]
Value = tuple[str, str, str, Any]
VIETNAMESE = [
    *("Mã đơn vị", "Mã tiêu chí", "Áp dụng", "Điểm tự đánh giá", "Điểm thẩm định", "Tử số", "Mẫu số"),
    *("Giá trị", "Lý do", "Tài liệu kiểm chứng"),
]
SELF = ("so-noi-vu", "1.1", "self_points", Decimal(3))
TCVN3 = ("Së Néi vô", "QuyÕt ®Þnh sè 15", "Uû ban nh©n d©n tØnh", "Phßng T­ ph¸p")
VNI = ("Sôû Noäi vuï", "Quyeát ñònh soá 15", "Uyû ban nhaân daân tænh")


def on_sheet(change: Callable[[Worksheet], Any]) -> Callable[[openpyxl.Workbook], None]:
    """Return a change of the first sheet of a workbook."""

    def change_book(book: openpyxl.Workbook) -> None:
        change(book.worksheets[0])

    return change_book


def shown_as(cell: str, form: str) -> Callable[[openpyxl.Workbook], None]:
    def change(sheet: Worksheet) -> None:
        sheet[cell].number_format = form

    return on_sheet(change)


def merged(area: str) -> Callable[[openpyxl.Workbook], None]:
    return on_sheet(lambda sheet: sheet.merge_cells(area))


def hide_rows(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:J8"
    for row in (3, 4, 5):
        sheet.row_dimensions[row].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["F"].hidden = True


def hide_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Ghi chú")
    book["points"].sheet_state = "hidden"
    book.active = 1


def put_picture(book: openpyxl.Workbook) -> None:
    from openpyxl.drawing.image import Image
    from PIL import Image as Pixels

    stream = io.BytesIO()
    Pixels.new("RGB", (4, 4)).save(stream, "PNG")
    book.worksheets[0].add_image(Image(stream), "D2")


def add_chart_sheet(book: openpyxl.Workbook) -> None:
    book.create_chartsheet("Biểu đồ")


def with_error(content: bytes, cell: str = "D2") -> bytes:
    """Return points.xlsx whose cell is a formula that was stored with an error."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        return part.replace(
            f'<c r="{cell}" t="n"><v>3</v></c>'.encode(), f'<c r="{cell}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'.encode()
        )

    changed = repack(content, change)
    assert changed != content
    return changed


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook with one part more."""
    stream = io.BytesIO(content)
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as packed:
        warnings.simplefilter("ignore")  # a part of this name may be there
        packed.writestr(name, part)
    return stream.getvalue()


def swap(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with words of a part replaced."""
    return repack(content, lambda name, words: words.replace(old, new, 1) if name == part else words)


def ods(grid: list[list[Any]], more: str = "") -> bytes:
    """Return a workbook of OpenDocument; ``more`` stands behind the cells of the last row."""

    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        sort = f'"float" office:value="{value}"' if isinstance(value, int | float) else '"string"'
        return f"<table:table-cell office:value-type={sort}><text:p>{value}</text:p></table:table-cell>"

    rows = ["".join(map(cell, row)) for row in grid]
    rows[-1] += more
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
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
            f'<table:table table:name="points">{body}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return stream.getvalue()


def titled(grid: list[list[Any]], n: int = 2) -> list[list[Any]]:
    return [["BẢNG ĐIỂM NĂM 2026"], [], ["Kèm theo công văn"]][:n] + grid


def both_heads() -> list[list[Any]]:
    return [VIETNAMESE, *POINTS]


def csv_points(cells: dict[str, Any] | None = None, mark: str = ",") -> bytes:
    return write_csv(grid_of(POINTS, cells), mark)


# Name of the damage: the files, a figure as it must be read, and what a note must say (blank = no note of it).
UNDERSTOOD: dict[str, tuple[Files, Value, str]] = {
    "a workbook in place of CSV": ({"points.xlsx": points()}, SELF, ""),
    "a workbook with macros' ending": ({"points.xlsm": points()}, SELF, ""),
    "a workbook of OpenDocument": ({"points.ods": ods(POINTS)}, SELF, ""),
    "all tables in one workbook": ({"inputs.xlsx": write_book({"units": UNITS, "points": POINTS})}, SELF, ""),
    "sheets with names of their own": ({"inputs.xlsx": write_book({"DS": UNITS, "Bảng 2": POINTS})}, SELF, ""),
    "one table in the common workbook, one as CSV": (
        {"inputs.xlsx": write_book({"points": POINTS, "units": UNITS})},
        SELF,
        "",
    ),
    "heads in Vietnamese": ({"points.xlsx": write_book({"Điểm": [VIETNAMESE, *POINTS[1:]]})}, SELF, ""),
    "heads in Vietnamese, the codes beneath": (
        {"points.xlsx": write_book({"points": both_heads()})},
        SELF,
        "row 2: heads stand there again",
    ),
    "columns in another order": ({"points.xlsx": write_book({"points": [row[::-1] for row in POINTS]})}, SELF, ""),
    "titles above the heads": ({"points.xlsx": write_book({"points": titled(POINTS)})}, SELF, ""),
    "titles above the heads of a CSV file": ({"points.csv": write_csv(titled(POINTS, 1))}, SELF, ""),
    "heads repeated on each printed page": (
        {"points.xlsx": write_book({"points": [*POINTS[:4], HEADS, *POINTS[4:]]})},
        SELF,
        "row 5: heads stand there again",
    ),
    "an empty column inserted": (
        {"points.xlsx": points(change=on_sheet(lambda sheet: sheet.insert_cols(4)))},
        SELF,
        "",
    ),
    "empty rows inserted": ({"points.xlsx": points(change=on_sheet(lambda sheet: sheet.insert_rows(3, 2)))}, SELF, ""),
    "empty columns and rows before the table": (
        {"points.xlsx": write_book({"points": [[], *([None, *row] for row in POINTS)]})},
        SELF,
        "",
    ),
    "rows hidden by a filter": ({"points.xlsx": points(change=on_sheet(hide_rows))}, SELF, "hidden rows"),
    "a hidden column": (
        {"points.xlsx": points(change=on_sheet(hide_column))},
        SELF,
        "hidden columns were read all the same: F",
    ),
    "a hidden sheet": ({"points.xlsx": points(change=hide_sheet)}, SELF, "the sheet is hidden"),
    "a picture pasted over cells": ({"points.xlsx": points(change=put_picture)}, SELF, ""),
    "a sheet of a chart": ({"points.xlsx": points(change=add_chart_sheet)}, SELF, ""),
    "a sheet of remarks beside the table": (
        {"inputs.xlsx": write_book({"units": UNITS, "points": POINTS, "Hướng dẫn": [["Đọc kỹ"]]})},
        SELF,
        "sheets that are not read (1): Hướng dẫn",
    ),
    "two sheets, one with the table's name": (
        {"points.xlsx": write_book({"cũ": grid_of(POINTS, {"D2": 1}), "points": POINTS})},
        SELF,
        "",
    ),
    "có and không": (
        {"points.xlsx": points({"C2": "có", "C8": "Không", "D8": None, "E8": None})},
        ("so-y-te", "1.1", "applies", False),
        "applies: “không” was read as no (cells: 1)",
    ),
    "a tick": ({"points.xlsx": points({"C2": "✓"})}, ("so-noi-vu", "1.1", "applies", True), "“✓” was read as yes"),
    **{
        f"not applicable as {word}": (
            {"points.csv": csv_points({"C8": word, "D8": None, "E8": None})},
            ("so-y-te", "1.1", "applies", False),
            "was read as no (cells: 1)",
        )
        for word in ("KAD", "kad", "không áp dụng", "Không phát sinh", "-", " - ")
    },
    "yes in two words on many rows is one note": (
        {"points.csv": csv_points({f"C{n}": "có" for n in range(2, 8)})},
        SELF,
        "applies: “có” was read as yes (cells: 6)",
    ),
    "a number as text": (
        {"points.xlsx": points({"D2": "3"})},
        SELF,
        "self_points: numbers stored as text were read (cells: 1)",
    ),
    "a number as text with a comma": (
        {"points.xlsx": points({"D2": "2,5"})},
        ("so-noi-vu", "1.1", "self_points", Decimal("2.5")),
        "numbers stored as text",
    ),
    "a number with a hard space": (
        {"points.xlsx": points({"F3": "1\u00a0000", "G3": "1\u00a0000"})},
        ("so-noi-vu", "1.2", "numerator", Decimal(1000)),
        "numbers stored as text",
    ),
    "noise of binary numbers": (
        {"points.xlsx": points({"D2": 0.1 + 0.2})},
        ("so-noi-vu", "1.1", "self_points", Decimal("0.3")),
        "",
    ),
    "a percentage as text": (
        {"points.xlsx": points({"H6": "90,5%"})},
        ("so-noi-vu", "1.5", "value", "90.5"),
        "value: a percent sign was read (cells: 1)",
    ),
    "a percentage as text in CSV": (
        {"points.csv": csv_points({"H6": "90 %"})},
        ("so-noi-vu", "1.5", "value", "90"),
        "a percent sign was read",
    ),
    "a number shown as a percentage": (
        {"points.xlsx": points({"H6": 0.905}, shown_as("H6", "0.0%"))},
        ("so-noi-vu", "1.5", "computed_points", Decimal(2)),
        "a percent sign was read",
    ),
    "a percentage in a format of its own": (
        {"points.xlsx": points({"H6": 0.96}, shown_as("H6", '#,##0.0 "điểm" %;[Red]-0%'))},
        ("so-noi-vu", "1.5", "computed_points", Decimal(4)),
        "a percent sign was read",
    ),
    "a per cent sign that is only quoted in a format": (
        {"points.xlsx": points({"H6": 96}, shown_as("H6", '0.0" %"'))},
        ("so-noi-vu", "1.5", "computed_points", Decimal(4)),
        "",
    ),
    "thousands separators of the format": (
        {"points.xlsx": points({"F3": 12345, "G3": 12345}, shown_as("F3", "#,##0"))},
        ("so-noi-vu", "1.2", "numerator", Decimal(12345)),
        "",
    ),
    "a unit by its name": (
        {"points.xlsx": points({"A2": "Sở Nội vụ"})},
        SELF,
        "unit_code: a unit was named in place of its code (cells: 1)",
    ),
    "a unit by its name in capitals": ({"points.csv": csv_points({"A2": "SỞ  NỘI VỤ"})}, SELF, "a unit was named"),
    "names in decomposed letters": (
        {"points.csv": csv_points({"A2": unicodedata.normalize("NFD", "Sở Nội vụ")})},
        SELF,
        "a unit was named",
    ),
    "a code typed as a number that one code fits": (
        {"points.xlsx": points({"B4": 1.3})},
        ("so-noi-vu", "1.3", "self_points", Decimal(1)),
        "",
    ),
    "a code that lost its zero as a number": (
        {"points.xlsx": points({"A9": "so-noi-vu", "B9": 1.6, "D9": 1})},
        ("so-noi-vu", "1.60", "self_points", Decimal(1)),
        "item_code: the number 1.6 was read as the code 1.60",
    ),
    "a unit's code as a number": (
        {
            "units.xlsx": units({"A2": 836}),
            "points.xlsx": points({f"A{n}": "836" if n == 2 else 836 for n in range(2, 8)}),
        },
        ("836", "1.1", "self_points", Decimal(3)),
        "",
    ),
    "a unit's merged cells": (
        {"points.xlsx": points(change=merged("A2:A7"))},
        ("so-noi-vu", "1.3", "self_points", Decimal(1)),
        "unit_code: a merged cell was read for each of its rows (cells: 5)",
    ),
    "evidence merged over rows": (
        {"points.xlsx": points(change=merged("J2:J4"))},
        ("so-noi-vu", "1.3", "evidence", "KH 01"),
        "evidence: a merged cell was read",
    ),
    "links to another workbook": (
        {"points.xlsx": with_part(points(), "xl/externalLinks/externalLink1.xml", b"<externalLink/>")},
        SELF,
        "links to others, which are not followed",
    ),
    "a part whose name leads out of the folder": (
        {"points.xlsx": with_part(points(), "../../x.xml", b"<x/>")},
        SELF,
        "",
    ),
    "macros in it": ({"points.xlsm": with_part(points(), "xl/vbaProject.bin", b"\0" * 64)}, SELF, ""),
    "a text that looks like a formula": (
        {"points.csv": csv_points({"J2": "=> xem KH 01"})},
        ("so-noi-vu", "1.1", "evidence", "=> xem KH 01"),
        "",
    ),
    "a command as text": (
        {"points.csv": csv_points({"J2": "=cmd|' /C calc'!A0"})},
        ("so-noi-vu", "1.1", "evidence", "=cmd|' /C calc'!A0"),
        "",
    ),
    "a semicolon file with decimal commas": (
        {"points.csv": csv_points({"D2": "2,5"}, ";")},
        ("so-noi-vu", "1.1", "self_points", Decimal("2.5")),
        "",
    ),
    "a line break in a cell": (
        {"points.xlsx": points({"J2": "KH 01\nKH 02"})},
        ("so-noi-vu", "1.1", "evidence", "KH 01\nKH 02"),
        "",
    ),
    "two units of one name, by code": ({"units.xlsx": units({"B3": "Sở Nội vụ"})}, SELF, "has the name of unit"),
    "letters of other languages": ({"points.csv": csv_points({"J2": "Công ty Müller, Zürich; Excel®"})}, SELF, ""),
    "spaces around everything": (
        {"points.xlsx": points({"A2": " so-noi-vu ", "B2": "1.1\u00a0", "C2": " YES"})},
        SELF,
        "",
    ),
    "the word of an option in capitals": (
        {"points.xlsx": points({"H2": "THIẾU"})},
        ("so-noi-vu", "1.1", "computed_points", Decimal(0)),
        "",
    ),
}


def at(cell: str, expected: str, file: str = "points.xlsx", sheet: str = "points", n: int = 1) -> dict[str, Any]:
    return {"file": file, "sheet": sheet, "cell": cell, "expected": expected, "n": n}


def in_file(expected: str, file: str = "points.xlsx", **more: Any) -> dict[str, Any]:
    return {"file": file, "expected": expected, "n": 1} | more


DEEP = b'<?xml version="1.0"?>' + b"<a>" * 500 + b"</a>" * 500
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'


def flagged(content: bytes) -> bytes:
    """Return a workbook whose first part is said to be encrypted."""
    place = content.index(b"PK\x01\x02") + 8
    return content[:place] + b"\x01" + content[place + 1 :]


# Name of the damage: the files, and where the one fault is and what it says.
REFUSED: dict[str, tuple[Files, dict[str, Any]]] = {
    "a date where cases are counted": (
        {"points.xlsx": points({"F3": date(2026, 3, 1)})},
        at("F3", "a number of cases; a date was typed", n=1),
    ),
    "a date where days late are asked": (
        {"points.xlsx": points({"H5": datetime(2026, 3, 1)})},
        at("H5", "days late, a whole number; a date was typed"),
    ),
    "a date as text where days late are asked": (
        {"points.csv": csv_points({"H5": "15/3/2026"})},
        in_file("days late, a whole number; a date was typed", "points.csv", row=5, column="value"),
    ),
    "points that Excel made a date of": (
        {"points.xlsx": points({"D2": date(2026, 5, 1)})},
        at("D2", "a number; a date was typed"),
    ),
    "a time of day where points are asked": ({"points.xlsx": points({"D2": time(8, 30)})}, at("D2", "a number")),
    "an item code that Excel made a date of": (
        {"points.xlsx": points({"B4": date(2026, 3, 1)})},
        at("B4", "a date stands here"),
    ),
    "a percentage where cases are counted": (
        {"points.xlsx": points({"F3": "85%"})},
        at("F3", "a number of cases, not a percentage"),
    ),
    "a share shown as a percentage where cases are counted": (
        {"points.xlsx": points({"F3": 0.85}, shown_as("F3", "0%"))},
        at("F3", "a number of cases, not a percentage"),
    ),
    "a percentage where points are asked": (
        {"points.xlsx": points({"D2": "85%"})},
        at("D2", "a number, not a percentage"),
    ),
    "a percentage where a count is asked": ({"points.xlsx": points({"H4": "50%"})}, at("H4", "not a percentage")),
    "thousands with a point": (
        {"points.csv": csv_points({"F3": "12.345", "G3": "20000"})},
        in_file("a number whose mark is clear", "points.csv", row=3, column="numerator"),
    ),
    "thousands as a number with three places": (
        {"points.xlsx": points({"G3": 20.345})},
        at("G3", "a number whose mark is clear"),
    ),
    "millions with points": ({"points.xlsx": points({"G3": "1.234.567"})}, at("G3", "no other separator")),
    "a number and its unit": ({"points.xlsx": points({"F3": "90 hồ sơ"})}, at("F3", "a number")),
    "a word in a number": ({"points.xlsx": points({"F3": "khong"})}, at("F3", "a number")),
    "x in applies": ({"points.xlsx": points({"C2": "x"})}, at("C2", "some mean yes by x")),
    "a word that is no yes or no": ({"points.xlsx": points({"C2": "co"})}, at("C2", "yes or no")),
    "a formula with an error": (
        {"points.xlsx": with_error(points())},
        at("D2", "the formula of the cell has an error"),
    ),
    "a formula that was never computed": (
        {"points.xlsx": points({"D2": "=1+2"})},
        at("D2", "the formula has none stored"),
    ),
    "a code by a formula that was never computed": (
        {"points.xlsx": points({"A2": '="so-noi"&"-vu"'})},
        at("A2", "the formula has none stored"),
    ),
    "the error of a formula as text": (
        {"points.csv": csv_points({"J2": "#REF!"})},
        in_file("the formula of the cell has an error", "points.csv", row=2),
    ),
    "a number that two codes fit": ({"points.xlsx": points({"B8": 1.1})}, at("B8", "the number fits 1.1, 1.10")),
    "a renamed unit": ({"points.xlsx": points({"A2": "Sở Nội vụ mới"})}, at("A2", "a known unit code")),
    "a unit's name that two have": (
        {"units.csv": write_csv(grid_of(UNITS, {"B3": "Sở Nội vụ"})), "points.xlsx": points({"A2": "Sở Nội vụ"})},
        at("A2", "a known unit code"),
    ),
    "a row of totals": ({"points.xlsx": points({"A9": "Tổng cộng", "D9": 13})}, at("A9", "a known unit code")),
    "twice the same unit and item": ({"points.xlsx": points({"A8": "so-noi-vu"})}, at("B8", "each unit and item once")),
    "last year's item code": ({"points.xlsx": points({"B4": "9.9"})}, at("B4", "a known item code")),
    "points merged over rows": ({"points.xlsx": points(change=merged("D2:D4"))}, at("D2", "D2:D4 are merged")),
    "points merged over columns": ({"points.xlsx": points(change=merged("D2:E2"))}, at("D2", "D2:E2 are merged")),
    "a remark beside the table": ({"points.xlsx": points({"L3": "xem lại"})}, at("L3", "nothing beside the table")),
    "a column without a head": (
        {"points.xlsx": points({"K3": "xem lại", "L1": "Ghi chú"})},
        at("K1", "a known column", n=2),
    ),
    "a misspelt head": ({"points.xlsx": points({"D1": "Điểm tự đánh gía"})}, at("D1", "did you mean Điểm tự đánh giá")),
    "a head twice": ({"points.xlsx": points({"K1": "Lý do"})}, at("K1", "each column once")),
    "a missing head": (
        {"points.xlsx": write_book({"points": [row[:-1] for row in POINTS]})},
        in_file("the column is missing", row=1),
    ),
    "a workbook and CSV": (
        {"points.xlsx": points(), "points.csv": csv_points()},
        in_file("one file of this table", "points.csv"),
    ),
    "two workbooks of one table": (
        {"points.xlsx": points(), "points.ods": ods(POINTS)},
        in_file("one file of this table", "points.xlsx"),
    ),
    "a CSV file and a sheet of the common workbook": (
        {"inputs.xlsx": write_book({"points": POINTS, "units": UNITS}), "points.csv": csv_points()},
        in_file("one file of this table", "points.csv"),
    ),
    "two sheets with the same heads": (
        {"points.xlsx": write_book({"quý 1": POINTS, "quý 2": POINTS})},
        in_file("one sheet with these columns, or one that is named points"),
    ),
    "an empty workbook": ({"points.xlsx": write_book({"points": []})}, in_file("the columns unit_code")),
    "a sheet of other things": (
        {"points.xlsx": write_book({"Thu chi": [["Ngày", "Số tiền"], ["1/1", 5]]})},
        in_file("a known column", n=12),
    ),
    "text with the name of a workbook": ({"points.xlsx": csv_points()}, in_file("this file is text")),
    "a page of HTML with the name of a workbook": (
        {"points.xls": b"<html><table><tr><td>unit_code</td></tr></table></html>"},
        in_file("this file is text", "points.xls"),
    ),
    "a workbook with the name of CSV": ({"points.csv": points()}, in_file("this is a workbook", "points.csv")),
    "a damaged archive": ({"points.xlsx": points()[:3000]}, in_file("a workbook that opens")),
    "half a download": ({"points.xlsx": points()[:-30]}, in_file("a workbook that opens")),
    "zeros in place of an old workbook": (
        {"points.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)},
        in_file("a workbook that opens", "points.xls"),
    ),
    "a binary workbook": (
        {"points.xlsx": with_part(points(), "xl/workbook.bin", b"\0")},
        in_file("a workbook that opens"),
    ),
    "a part with a password": ({"points.xlsx": flagged(points())}, in_file("without a password")),
    "a cell at the far end of the sheet": (
        {"points.xlsx": points(None, on_sheet(lambda sheet: sheet.cell(1048576, 16384, 1)))},
        in_file("sheets of at most 5000000 cells"),
    ),
    "a million empty rows of OpenDocument": (
        {
            "points.ods": ods(
                POINTS,
                '</table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                'office:value-type="float" office:value="1" table:number-columns-repeated="16000"/>',
            )
        },
        in_file("sheets of at most 5000000 cells", "points.ods"),
    ),
    "deep XML": (
        {"points.xlsx": repack(points(), lambda name, part: DEEP if name == "xl/worksheets/sheet1.xml" else part)},
        in_file("deep"),
    ),
    "definitions in its XML": (
        {
            "points.xlsx": repack(
                points(),
                lambda name, part: LAUGHS + part.partition(b"?>")[2] if name == "xl/worksheets/sheet1.xml" else part,
            )
        },
        in_file("without definitions in its XML"),
    ),
    "an encoding that nobody knows": (
        {"points.ods": swap(ods(POINTS), "content.xml", b"UTF-8", b"UT-8")},
        in_file("a workbook that opens", "points.ods"),
    ),
    "a part twice": (
        {"points.xlsx": with_part(points(), "xl/workbook.xml", b"<workbook/>")},
        in_file("a workbook that opens"),
    ),
    **{
        f"TCVN3 text: {words}": ({"points.xlsx": points({"J2": words})}, at("J2", "this is in TCVN3 (ABC)"))
        for words in TCVN3
    },
    **{f"VNI text: {words}": ({"points.xlsx": points({"J2": words})}, at("J2", "this is in VNI")) for words in VNI},
    "a name in TCVN3": (
        {"units.xlsx": units({"B2": "Së Néi vô"})},
        at("B2", "this is in TCVN3 (ABC)", "units.xlsx", "units"),
    ),
    "a name in VNI, in CSV": (
        {"units.csv": write_csv(grid_of(UNITS, {"B2": "Sôû Noäi vuï"}))},
        in_file("this is in VNI", "units.csv", row=2),
    ),
    "a control sign": (
        {"points.csv": csv_points({"J2": "KH\x0701"})},
        in_file("without the control sign U+0007", "points.csv", row=2),
    ),
    "more of the rate than all": ({"points.xlsx": points({"F3": 190})}, at("F3", "at most the denominator")),
    "a negative number": ({"points.xlsx": points({"F3": -1})}, at("F3", "a number that is not negative")),
    "early as a negative number": ({"points.xlsx": points({"H5": -2})}, at("H5", "a number that is not negative")),
    "points above the maximum": ({"points.xlsx": points({"D2": 30})}, at("D2", "at most 3 (max_points)")),
    "points although it does not apply": (
        {"points.xlsx": points({"C3": "KAD", "F3": None, "G3": None})},
        at("D3", "blank, since applies = no"),
    ),
    "half a rate": ({"points.xlsx": points({"G3": None})}, at("G3", "the other half of the rate")),
    "a text that is no option": ({"points.xlsx": points({"H2": "đủ"})}, at("H2", "one of: đủ và đúng hạn | thiếu")),
    "TRUE in applies": ({"points.xlsx": points({"C2": True})}, at("C2", "yes or no")),
    "infinity": ({"points.csv": csv_points({"F3": "inf"})}, in_file("a number", "points.csv", row=3)),
    "a number in words of a sheet": (
        {"points.csv": csv_points({"F3": "1e2"})},
        in_file("a number", "points.csv", row=3),
    ),
    "a CSV file of UTF-16": ({"points.csv": csv_points().decode().encode("utf-16")}, in_file("UTF-8", "points.csv")),
    "a half quoted cell": (
        {"points.csv": csv_points() + b'so-y-te,1.2,"yes,,,,,,,\n'},
        in_file("quotes", "points.csv"),
    ),
    "a decimal comma without quotes": (
        {"points.csv": csv_points().replace(b"4.5", b"4,5")},
        in_file("10 cells", "points.csv", row=7),
    ),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_what_can_be_understood_is_read_with_a_note(name: str, tmp_path: Path) -> None:
    files, (unit, item, column, expected), note = UNDERSTOOD[name]
    read = read_files(tmp_path, files)
    assert read.told == []
    assert read.cell(unit, item, column) == expected
    notes = [one for one in read.notes if "points without evidence" not in one and "without a reason" not in one]
    assert any(note in one for one in notes) if note else notes == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_understood_is_a_fault_at_its_cell(name: str, tmp_path: Path) -> None:
    files, expected = REFUSED[name]
    read = read_files(tmp_path, files)
    assert len(read.problems) == expected["n"], read.told
    found = read.problems[0]
    assert expected["expected"] in found["expected"], read.told
    places = {key: found.get(key) for key in expected if key not in ("n", "expected")}
    assert places == {key: value for key, value in expected.items() if key not in ("n", "expected")}


def test_there_are_enough_of_them() -> None:
    assert len(UNDERSTOOD) + len(REFUSED) >= 80


def test_a_bomb_is_refused_before_it_is_laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "LARGEST_MIB", 2)
    bomb = with_part(points(), "xl/media/image1.emf", bytes(3 * 2**20))
    assert len(bomb) < 2**15
    (problem,) = read_files(tmp_path, {"points.xlsx": bomb}).problems
    assert problem["expected"] == "a workbook of at most 2 MiB once it is unpacked"


def test_what_an_archive_says_of_its_sizes_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "LARGEST_MIB", 2)
    bomb = with_part(points(), "xl/media/image1.emf", bytes(3 * 2**20))
    place = bomb.rindex(b"xl/media/image1.emf") - 46 + 24
    (problem,) = read_files(tmp_path, {"points.xlsx": bomb[:place] + b"\1\0\0\0" + bomb[place + 4 :]}).problems
    assert problem["expected"] == "a workbook of at most 2 MiB once it is unpacked"


def test_an_archive_of_very_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "MOST_PARTS", 3)
    (problem,) = read_files(tmp_path, {"points.xlsx": points()}).problems
    assert problem["expected"] == "a workbook of at most 3 parts"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_fault_names_file_sheet_cell_unit_item_and_column(language: str, tmp_path: Path) -> None:
    with use_language(language):
        read = read_files(tmp_path, {"points.xlsx": points({"H5": date(2026, 3, 1)})})
    assert [told.replace(f"{tmp_path}/inputs/", "") for told in read.told] == [
        {
            "en": 'points.xlsx, sheet “points”, cell H5, unit so-noi-vu, item 1.4, value: found "2026-03-01"; expected '
            "days late, a whole number; a date was typed",
            "vi": "points.xlsx, trang tính “points”, ô H5, đơn vị so-noi-vu, tiêu chí 1.4, value: "
            'thấy "2026-03-01"; cần số ngày trễ, là số nguyên; ô này lại là ngày tháng',
        }[language]
    ]


ANYTHING = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.sampled_from(["có", "x", "85%", "1.234", "=1/0", "#N/A", "Së Néi vô", "so-y-te", "1.10", "\u00a0", "-"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(st.tuples(st.integers(1, 10), st.integers(1, 12)), ANYTHING, max_size=6))
def test_any_cell_anywhere_is_read_or_told(
    cells: dict[tuple[int, int], Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    named = {f"{chr(64 + column)}{row}": value for (row, column), value in cells.items()}
    try:
        book = points(named)
    except (ValueError, IllegalCharacterError):  # no workbook can hold it
        return
    read = read_files(tmp_path_factory.mktemp("any"), {"points.xlsx": book})
    assert all(problem["file"] == "points.xlsx" for problem in read.problems)
    assert read.year is not None
