"""The workbook: one table a sheet, nothing that a unit typed is ever a formula or a link."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from parreport.errors import RenderingError
from parreport.publishing.workbook import SheetColumn, TableSheet, Workbook, render_workbook

TYPED = ("=1+1", "+84", "-3", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://x.vn", "007", "1e5", "\t=1")
SHEET = TableSheet(
    "bang",
    "Bảng thử",
    "Mỗi dòng là một đơn vị.",
    (
        SheetColumn("name", "tên"),
        SheetColumn("points", "điểm", "number"),
        SheetColumn("share", "tỷ lệ", "exact"),
        SheetColumn("n", "số", "whole"),
    ),
    (*((one, Decimal("1.005"), 0.123456789, 3) for one in TYPED), ("trống", None, None, None)),
)
BOOK = Workbook(
    "Chỉ số CCHC",
    "Bộ chỉ số thử",
    "2019-06-28",
    ("SỐ LIỆU MINH HOẠ",),
    ("Một dòng ở bìa",),
    ("Ghi chú",),
    (SHEET, TableSheet("rong", "Bảng rỗng", "Không có dòng.", SHEET.columns, ())),
    ("Bìa", "Mục lục", "Ghi chú và cột"),
)


@pytest.fixture
def opened(tmp_path: Path) -> openpyxl.Workbook:
    render_workbook(BOOK, tmp_path / "tables.xlsx")
    return openpyxl.load_workbook(tmp_path / "tables.xlsx")


def test_sheets_stand_in_order_cover_contents_tables_notes(opened: openpyxl.Workbook) -> None:
    assert opened.sheetnames == ["Bìa", "Mục lục", "bang", "rong", "Ghi chú và cột"]


def test_no_line_of_the_cover_stands_twice(tmp_path: Path) -> None:
    cover = ("Bộ chỉ số thử", "Một dòng ở bìa", "Chỉ số CCHC", "Một dòng ở bìa")
    render_workbook(replace(BOOK, cover=cover), tmp_path / "tables.xlsx")
    page = openpyxl.load_workbook(tmp_path / "tables.xlsx")["Bìa"]
    lines = [row[0].value for row in page.iter_rows() if row[0].value]
    assert lines == ["SỐ LIỆU MINH HOẠ", "Chỉ số CCHC", "Bộ chỉ số thử", "Một dòng ở bìa"]


def test_what_was_typed_stays_text(opened: openpyxl.Workbook) -> None:
    cells = [row[0] for row in opened["bang"].iter_rows(min_row=6, max_row=5 + len(TYPED))]
    assert [cell.value for cell in cells] == list(TYPED)
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * len(TYPED)


def test_there_is_no_formula_and_no_address_in_the_file(tmp_path: Path) -> None:
    render_workbook(BOOK, tmp_path / "tables.xlsx")
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as file:
        parts = {name: file.read(name).decode("utf-8") for name in file.namelist()}
    assert not any("<f>" in words or "<f " in words for words in parts.values())
    assert not any("TargetMode" in words for words in parts.values())


def test_figures_are_numbers_with_all_their_decimals(opened: openpyxl.Workbook) -> None:
    row = [cell.value for cell in opened["bang"][6]]
    assert row[1:] == [1.005, 0.123456789, 3]
    assert opened["bang"]["B6"].number_format == "#,##0.00"
    assert [cell.value for cell in opened["bang"][15]] == ["trống", None, None, None]


def test_heads_are_frozen_repeated_and_nothing_is_merged(opened: openpyxl.Workbook) -> None:
    page = opened["bang"]
    assert [cell.value for cell in page[5]] == ["name", "points", "share", "n"]
    assert page.freeze_panes == "B6"
    assert page.print_title_rows == "$5:$5"
    assert [name for name in opened.sheetnames if opened[name].merged_cells.ranges] == []


def test_the_label_and_title_stand_on_every_sheet(opened: openpyxl.Workbook) -> None:
    for page in opened:
        assert page["A1"].value == "SỐ LIỆU MINH HOẠ"
        assert page["A2"].value
    assert "SỐ LIỆU MINH HOẠ" in str(opened["bang"].oddFooter.left.text)


def test_contents_lead_to_the_tables_and_notes_explain_columns(opened: openpyxl.Workbook) -> None:
    contents = opened["Mục lục"]
    assert [contents.cell(row, 1).value for row in (4, 5)] == ["bang", "rong"]
    assert contents["A4"].hyperlink.location == "'bang'!A1"
    notes = [[cell.value for cell in row] for row in opened["Ghi chú và cột"].iter_rows()]
    assert ["bang", "points", "điểm"] in notes


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "other.xlsx"):
        render_workbook(BOOK, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()


def test_a_workbook_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(RenderingError, match="cannot be written"):
        render_workbook(BOOK, tmp_path / "file" / "tables.xlsx")
