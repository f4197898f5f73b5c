"""Faults as a table: one row per fault, filtered by file, unit and item."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.workbench.checking import Check, check_run, filter_rows, show_faults
from parreport.workbench.choosing import choose_run
from tests.built import TREE, write_relative

FAULTY = {"a": {"1.1": 30, "1.2": "x", "2.1": 4}, "b": {"1.1": 4, "1.2": 2, "2.1": 7}}


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    write_relative(tmp_path, TREE, FAULTY)
    monkeypatch.chdir(tmp_path)
    return check_run(choose_run("2018.yaml", "en"))


def test_each_fault_is_a_row_with_its_place_what_was_found_and_expected(check: Check) -> None:
    assert check.faults_n == 3
    first = check.faults.iloc[0].to_dict()
    assert first == {
        "file": "2018-inputs/points.csv",
        "row": 2,
        "unit_code": "a",
        "item_code": "1.1",
        "column": "appraised_points",
        "found": "30",
        "expected": "at most 4 (max_points)",
    }
    assert repr(check).startswith("2018.yaml: faults: 3; notes: 1. Correct")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["30", "x", "7"]),
        ({"unit": "A"}, ["30", "x"]),
        ({"item": "1."}, ["30", "x"]),
        ({"item": ".1"}, []),
        ({"file": "points", "unit": "b"}, ["7"]),
        ({"file": "units"}, []),
    ],
)
def test_the_rows_can_be_filtered(check: Check, asked: dict[str, str], found: list[str]) -> None:
    assert list(filter_rows(check.faults, **asked)["found"]) == found


def test_what_is_shown_says_how_much_the_filter_let_through(check: Check) -> None:
    head, filtered, table = show_faults(check, unit="b").parts
    assert head.fields()["style"] == "warning"
    assert filtered.fields()["words"] == "Shown with “b”: faults: 1; notes: 0."
    assert [row[5] for row in table.fields()["rows"]] == ["7"]


def test_a_year_without_fault_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_relative(tmp_path, TREE, {"a": {"1.1": 3, "1.2": 1, "2.1": 4}})
    monkeypatch.chdir(tmp_path)
    check = check_run(choose_run("2018.yaml", "vi"))
    assert check.faults.empty
    assert repr(check).startswith("2018.yaml: không có lỗi trong 1 đơn vị")


def test_a_file_that_is_no_parameters_file_at_all_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "2018.yaml").write_text("province: [", "utf-8")
    monkeypatch.chdir(tmp_path)
    check = check_run(choose_run("2018.yaml", "en"))
    assert list(check.faults["file"]) == ["2018.yaml"]
    assert check.units_n is None
