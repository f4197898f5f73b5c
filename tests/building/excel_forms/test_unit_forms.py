"""``parreport forms``: a workbook for each unit that it can fill in and nothing else, and that nobody writes over."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from parreport.building.excel_forms.making import make_unit_forms
from parreport.cli import main
from parreport.errors import DataError, PublicationError
from tests.cases import Case, write_year
from tests.office import convert, needs_office
from tests.unit_forms import fill, find_scores, places_of

RULE = "choice: " + " | ".join(
    f"phương án thứ {n}, viết cho đủ dài để vượt giới hạn của một ô = {n % 4}" for n in range(9)
)
TREE: list[tuple[Any, ...]] = [
    ("1", None),
    ("1.1", "1"),
    ("1.1.1", "1.1", 3, "appraised", RULE),
    ("1.1.2", "1.1", 2, "appraised", "bands rate: 100 = 2 | 50 = 1"),
    ("1.10", "1", "1.5"),
    ("2", None),
    ("2.1", "2", 4, "survey"),
    ("9", None),
    ("9.1", "9", 2, "bonus", "each (sáng kiến): 1"),
    ("9.2", "9", None, "penalty"),
]
TREE = [row[:1] if row[1] is None else row for row in TREE]
BASE = {"a": {"1.1.1": 1, "1.1.2": 2, "1.10": 0, "2.1": 4}, "b": {"1.1.1": 3, "1.1.2": 2, "1.10": 1.5, "2.1": 4}}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("forms")
    base = write_year(folder, TREE, BASE, name="2017")
    case = write_year(folder, TREE, {"a": {}, "b": {}}, base=base)
    (case.inputs / "points.csv").unlink()  # forms are sent out before there are points
    assert main(["forms", str(case.path), "--out", str(folder / "out"), "--language", "en"]) == 0
    return case


def open_form(case: Case, unit: str = "a") -> tuple[Any, Any, dict[str, int], dict[str, int]]:
    book = load_workbook(case.path.parent / f"out/{unit}.xlsx")
    sheet = find_scores(book)
    return book, sheet, *places_of(sheet)


def test_a_form_is_made_for_each_unit_before_there_are_points(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(one.name for one in (case.path.parent / "out").iterdir()) == ["a.xlsx", "b.xlsx"]
    book, sheet, _, rows = open_form(case)
    assert list(rows) == [row[0] for row in TREE]
    assert book.sheetnames == ["Bìa", "Tự chấm điểm", "Kế hoạch khắc phục", "Hướng dẫn", "parreport"]
    assert book["parreport"].sheet_state == "hidden"
    assert re.fullmatch(r"parreport-form\|1\|scores\|a\|2018\|[0-9a-f]{12}", sheet["A1"].value)


def test_only_what_the_unit_fills_in_is_open(case: Case) -> None:
    _, sheet, columns, rows = open_form(case)
    assert sheet.protection.sheet
    opened = {
        (code, name)
        for code, row in rows.items()
        for name, column in columns.items()
        if not sheet.cell(row, column).protection.locked
    }
    common = {"applies", "self_points", "reason", "evidence"}
    wanted = {
        "1.1.1": common | {"value"},
        "1.1.2": common | {"numerator", "denominator"},
        "1.10": common,
        "9.1": common | {"value"},
        "9.2": common,
    }
    assert opened == {(code, name) for code, names in wanted.items() for name in names}


def test_long_lists_stand_on_the_hidden_sheet(case: Case) -> None:
    book, sheet, columns, rows = open_form(case)
    place = sheet.cell(rows["1.1.1"], columns["value"]).coordinate
    (rule,) = [one for one in sheet.data_validations.dataValidation if place in one.sqref]
    sheet_name, _, cells = rule.formula1.partition("!")
    options = [row[0].value for row in book[sheet_name][cells.replace("$", "")]]
    assert options == [one.rpartition("=")[0].strip() for one in RULE.partition(":")[2].split("|")]
    assert sum(map(len, options)) > 255


def test_last_year_stands_beside(case: Case) -> None:
    book, sheet, columns, rows = open_form(case)
    last = {code: [sheet.cell(row, columns["self_points"] + at).value for at in (1, 2)] for code, row in rows.items()}
    assert last["1.1.1"] == [1, "hạn chế: mất 2 điểm"]
    assert last["1.1.2"] == [2, None]
    assert last["1.10"] == [0, None]  # of a block of two units: what makes half of the loss alone is a weakness
    plan = book["Kế hoạch khắc phục"]
    assert [plan.cell(row, 2).value for row in range(7, 10)] == ["1.1", "1.1.1", None]


def test_a_page_is_a4_landscape_with_its_head_on_every_page(case: Case) -> None:
    _, sheet, _, _ = open_form(case)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.freeze_panes == "D7"
    assert sheet.print_title_rows.replace("$", "") == "6:6"


def test_the_same_files_are_made_again(case: Case, tmp_path: Path) -> None:
    assert make_unit_forms(case.path, tmp_path / "out") == 2
    assert (tmp_path / "out/a.xlsx").read_bytes() == (case.path.parent / "out/a.xlsx").read_bytes()
    assert make_unit_forms(case.path, tmp_path / "out") == 2  # ours are replaced


def test_a_form_that_somebody_saved_is_not_written_over(case: Case, tmp_path: Path) -> None:
    make_unit_forms(case.path, tmp_path / "out")
    fill(tmp_path / "out/a.xlsx", tmp_path / "out/a.xlsx", {"1.10": {"self_points": 1}})
    filled = (tmp_path / "out/a.xlsx").read_bytes()
    with pytest.raises(PublicationError, match=r"not ours: a\.xlsx"):
        make_unit_forms(case.path, tmp_path / "out")
    assert (tmp_path / "out/a.xlsx").read_bytes() == filled


def test_forms_are_not_written_among_the_inputs(case: Case) -> None:
    with pytest.raises(PublicationError, match="this run reads"):
        make_unit_forms(case.path, case.inputs / "forms")


def test_faults_come_all_at_once(tmp_path: Path) -> None:
    case = write_year(tmp_path, TREE, {"a": {}}, units={"a": {"ranked": "x"}, "b": {"block": "y"}})
    with pytest.raises(DataError) as caught:
        make_unit_forms(case.path, tmp_path / "out")
    assert [one.column for one in caught.value.problems] == ["ranked", "block"]
    assert not (tmp_path / "out").exists()


def test_words_of_a_province_are_no_formulas(tmp_path: Path) -> None:
    tree = [("1", None), ("1.1", "1", 2, "appraised", None, '=HYPERLINK("http://x.example","y")')]
    case = write_year(tmp_path, [row[:1] if row[1] is None else row for row in tree], {"a": {}}, language="en")
    make_unit_forms(case.path, tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out/a.xlsx") as packed:
        formulas = [f for n in packed.namelist() if "sheet" in n for f in re.findall(rb"<f>([^<]*)", packed.read(n))]
        assert not [n for n in packed.namelist() if "external" in n.casefold()]
    assert formulas
    assert not any(b"HYPERLINK" in one for one in formulas)


@needs_office
@pytest.mark.slow
def test_sums_follow_what_is_filled_in(case: Case, tmp_path: Path) -> None:
    figures = {
        "1.1.1": {"value": "phương án thứ 3, viết cho đủ dài để vượt giới hạn của một ô"},
        "1.1.2": {"applies": "Không"},
        "1.10": {"self_points": 1.25},
        "9.1": {"value": 5},
    }
    fill(case.path.parent / "out/b.xlsx", tmp_path / "b.xlsx", figures)
    (saved,) = convert([tmp_path / "b.xlsx"], tmp_path / "saved")
    book = load_workbook(saved, data_only=True)
    sheet = find_scores(book)
    columns, rows = places_of(sheet)
    own = {code: sheet.cell(row, columns["self_points"]).value for code, row in rows.items()}
    assert (own["1.1.1"], own["1.1"], own["1"], own["9.1"], own["9"]) == (3, 3, 4.25, 2, None)
    assert sheet.cell(rows["1.1.2"], columns["computed"]).value == "KAD"
    cover = {row[0].value: row[1].value for row in book["Bìa"].iter_rows() if row[0].value}
    assert (cover["Số tiêu chí đã điền"], cover["Điểm tự đánh giá"]) == (3, 4.25)
    assert cover["Điểm tối đa của các tiêu chí áp dụng"] == 4.5
