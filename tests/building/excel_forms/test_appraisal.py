"""``parreport appraisal``: the council's workbook goes out with what units declared and comes back as rounds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from parreport.building.excel_forms.appraisal import make_appraisal
from parreport.errors import DataError, PublicationError
from parreport.years.recipe import read_subject
from tests.cases import Case, read_csv, write_year

TREE: list[tuple[Any, ...]] = [
    ("1",),
    ("1.1", "1", 3, "appraised", None, "Kế hoạch"),
    ("1.2", "1", 2, "appraised", "bands rate: 100 = 2 | 50 = 1", "Hồ sơ đúng hạn"),
    ("2",),
    ("2.1", "2", 4, "survey"),
]
POINTS: dict[str, dict[str, Any]] = {
    "a": {
        "1.1": {"self_points": 3, "evidence": "QĐ 1", "reason": "Đã ban hành"},
        "1.2": {"self_points": 2, "numerator": 45, "denominator": 50},
        "2.1": 4,
    },
    "b": {"1.1": {"self_points": 2}, "1.2": "no", "2.1": 3},
}
ROUND1 = [{"unit_code": "a", "item_code": "1.1", "round": 1, "appraised_points": 1, "reason": "Thiếu hồ sơ"}]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("council")
    case = write_year(folder, TREE, POINTS, units=["a", "b"], appraisal=ROUND1, status="draft", language="vi")
    assert make_appraisal(case.path, folder / "appraisal.xlsx") == (2, 4)
    return case


def rows_of(sheet: Any) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    columns = {str(cell.value): cell.column for cell in sheet[5] if cell.value}
    rows = {
        (sheet.cell(row, 1).value, sheet.cell(row, 2).value): row
        for row in range(7, sheet.max_row + 1)
        if sheet.cell(row, 1).value
    }
    return columns, rows


def decide(case: Case, target: Path, cells: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
    """Fill the workbook in, as the council does."""
    book = load_workbook(case.path.parent / "appraisal.xlsx")
    sheet = book.worksheets[0]
    columns, rows = rows_of(sheet)
    for key, given in cells.items():
        for column, value in given.items():
            cell = sheet.cell(rows[key], columns[column])
            assert not cell.protection.locked
            cell.value = value
    book.save(target)


def test_it_shows_what_units_declared_and_the_rounds_so_far(case: Case) -> None:
    sheet = load_workbook(case.path.parent / "appraisal.xlsx").worksheets[0]
    columns, rows = rows_of(sheet)
    assert list(rows) == [("a", "1.1"), ("a", "1.2"), ("b", "1.1"), ("b", "1.2")]
    shown = {
        key: {column: sheet.cell(row, place).value for column, place in columns.items()} for key, row in rows.items()
    }
    assert (
        shown["a", "1.2"] | {"numerator": 45, "self_points": 2, "computed": 1, "unit": "Đơn vị a"} == shown["a", "1.2"]
    )
    assert shown["a", "1.1"]["evidence"] == "QĐ 1"
    assert [shown["a", "1.1"][name] for name in ("round1_points", "round1_reason")] == [1, "Thiếu hồ sơ"]
    assert shown["b", "1.2"]["value"] == "KAD"
    assert sheet.cell(rows["b", "1.2"], columns["round1_points"]).protection.locked


def test_it_comes_back_as_rounds(case: Case, tmp_path: Path) -> None:
    again = write_year(tmp_path, TREE, POINTS, units=["a", "b"])
    decided = {
        ("a", "1.1"): {"round2_points": "2,5", "round2_reason": "Đã bổ sung hồ sơ"},
        ("b", "1.1"): {"round1_points": 2},
    }
    decide(case, again.inputs / "appraisal.xlsx", decided)
    leaves = {(row["unit_code"], row["item_code"]): row for row in read_subject(again.path).leaves.to_dict("records")}
    own = leaves["a", "1.1"]
    assert [float(own[name]) for name in ("round1_points", "round2_points", "points")] == [1, 2.5, 2.5]
    assert own["reason"] == "Đã bổ sung hồ sơ"
    assert leaves["a", "1.2"]["origin"] == "rule"
    claims = {(row["unit_code"], row["item_code"]): row for row in again.score("claims")["claims"]}
    assert (claims["a", "1.1"]["round1_points"], claims["a", "1.1"]["official_points"]) == ("1", "2.5")


def test_points_that_differ_need_a_reason_in_a_final_run(case: Case, tmp_path: Path) -> None:
    decided = {("a", "1.1"): {"round1_reason": None}, ("b", "1.1"): {"round1_points": 1.5}}
    again = write_year(tmp_path, TREE, POINTS, units=["a", "b"])
    decide(case, again.inputs / "appraisal.xlsx", decided)
    with pytest.raises(DataError) as caught:
        read_subject(again.path)
    assert [(one.cell, one.unit_code) for one in caught.value.problems] == [("P7", "a"), ("P9", "b")]
    draft = write_year(tmp_path / "draft", TREE, POINTS, units=["a", "b"], status="draft")
    decide(case, draft.inputs / "appraisal.xlsx", decided)
    assert len(read_subject(draft.path).leaves) == 6


def test_a_part_that_was_sorted_and_points_that_cannot_be_are_faults(case: Case, tmp_path: Path) -> None:
    again = write_year(tmp_path, TREE, POINTS, units=["a", "b"])
    decide(
        case, again.inputs / "appraisal.xlsx", {("a", "1.1"): {"round1_points": 9}, ("b", "1.1"): {"round1_points": 2}}
    )
    book = load_workbook(again.inputs / "appraisal.xlsx")
    book.worksheets[0]["C9"].value = "Đơn vị a"
    book.save(again.inputs / "appraisal.xlsx")
    with pytest.raises(DataError) as caught:
        read_subject(again.path)
    assert [one.cell for one in caught.value.problems][:2] == ["C9", "O7"]
    assert all(one.file.endswith("appraisal.xlsx") for one in caught.value.problems if one.cell)


def test_a_workbook_that_the_council_saved_is_not_written_over(case: Case, tmp_path: Path) -> None:
    decide(case, tmp_path / "appraisal.xlsx", {("a", "1.1"): {"round2_points": 3}})
    with pytest.raises(PublicationError, match="somebody has saved it"):
        make_appraisal(case.path, tmp_path / "appraisal.xlsx")
    with pytest.raises(PublicationError, match="this run reads"):
        make_appraisal(case.path, case.inputs / "appraisal.xlsx")
    assert read_csv(case.inputs / "appraisal.csv")
