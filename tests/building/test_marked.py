"""``check --out``: the tables at fault as one workbook, every faulty cell marked and told."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from parreport.building.marked import write_marked
from parreport.building.sources import digest_all
from parreport.errors import PublicationError
from parreport.inputs.faults import Faults
from parreport.inputs.folders import INPUT_FILES
from parreport.inputs.year import read_year_files
from parreport.language import use_language
from tests.inputs.odd_files import POINTS, UNITS, grid_of, points, read_files, write_csv


def mark(folder: Path, files: dict[str, bytes]) -> tuple[openpyxl.Workbook, int]:
    read_files(folder, files)
    faults = Faults()
    read_year_files(str(folder / "framework"), str(folder / "inputs"), faults)
    n = write_marked(faults, folder / "faults.xlsx")
    return openpyxl.load_workbook(io.BytesIO((folder / "faults.xlsx").read_bytes())), n


def test_a_faulty_cell_stands_in_its_place_and_says_what_to_do(tmp_path: Path) -> None:
    book, n = mark(tmp_path, {"points.xlsx": points({"F3": "85%", "J2": "@KH 01"})})
    assert (book.sheetnames, n) == (["Faults", "points"], 1)
    sheet = book["points"]
    assert sheet["F3"].value == "85%" and sheet["F3"].fill.fgColor.rgb == "FFF6C9B0"
    assert sheet["F3"].comment is not None and "a number of cases, not a percentage" in sheet["F3"].comment.text
    marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    assert marked == ["F3"]
    assert sheet["J2"].value == "@KH 01" and sheet["J2"].data_type == "s"
    assert [sheet.cell(1, at).value for at in range(1, 4)] == POINTS[0][:3]


def test_a_csv_file_becomes_a_sheet_and_the_list_leads_to_the_cell(tmp_path: Path) -> None:
    files = {"points.csv": write_csv(grid_of(POINTS, {"C4": "x"})), "units.csv": write_csv(grid_of(UNITS, {"D3": "?"}))}
    book, n = mark(tmp_path, files)
    assert (book.sheetnames, n) == (["Faults", "units", "points"], 2)
    assert (book["points"]["C4"].value, book["units"]["D3"].value) == ("x", "?")
    rows = [[cell.value for cell in row] for row in book["Faults"].iter_rows()]
    assert rows[0] == ["File", "Sheet", "Place of the fault", "Unit", "Item", "Column", "Found", "Expected"]
    assert [(Path(row[0]).name, *row[5:7]) for row in rows[1:]] == [
        ("units.csv", "ranked", "?"),
        ("points.csv", "applies", "x"),
    ]
    links = [book["Faults"].cell(row, 3).hyperlink for row in (2, 3)]
    assert [link.location for link in links] == ["'units'!D3", "'points'!C4"]


def test_what_has_no_cell_is_in_the_list_alone(tmp_path: Path) -> None:
    book, n = mark(tmp_path, {"points.xlsx": b"unit_code,item_code\n"})
    assert (book.sheetnames, n) == (["Faults"], 0)
    assert "this file is text" in str(book["Faults"].cell(2, 8).value)


def test_the_same_faults_give_the_same_bytes(tmp_path: Path) -> None:
    _, n = mark(tmp_path, {"points.xlsx": points({"F3": "85%"})})
    first = (tmp_path / "faults.xlsx").read_bytes()
    faults = Faults()
    read_year_files(str(tmp_path / "framework"), str(tmp_path / "inputs"), faults)
    assert (write_marked(faults, tmp_path / "faults.xlsx"), (tmp_path / "faults.xlsx").read_bytes()) == (n, first)


def test_in_vietnamese_heads_and_comments_are_vietnamese(tmp_path: Path) -> None:
    with use_language("vi"):
        book, _ = mark(tmp_path, {"points.xlsx": points({"F3": "85%"})})
    assert book["Lỗi"]["C1"].value == "Vị trí"
    assert book["points"]["F3"].comment.text.startswith("số hồ sơ, số việc; không phải tỷ lệ phần trăm")


def test_the_digests_of_a_build_have_the_workbooks_too(tmp_path: Path) -> None:
    read_files(tmp_path, {"points.xlsx": points()})
    assert set(digest_all(tmp_path / "inputs", INPUT_FILES)) == {"units.csv", "points.xlsx"}


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match=r"\.xlsx"):
        write_marked(Faults(), tmp_path / "faults.csv")
