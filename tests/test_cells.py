"""Open tables in a spreadsheet program: text stays text, numbers stay numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parreport.cells import disarm, rearm, write_cell
from parreport.cli import main
from tests.test_faults import POINTS, UNITS, swap, write

FORMULAS = ["=1+1", "+84 275", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1", "\t=1", "\r=1", "'=1"]


@pytest.mark.parametrize("typed", FORMULAS)
def test_a_text_that_begins_a_formula_has_an_apostrophe_before_it(typed: str) -> None:
    assert write_cell(typed, "text") == write_cell(typed, "code") == f"'{typed}"


@pytest.mark.parametrize("typed", ["-5", "+1.25", "Sở Nội vụ", "7.1", "'quoted'", "a=b", ""])
def test_numbers_and_other_texts_stay_as_they_are(typed: str) -> None:
    assert write_cell(typed, "text") == typed


def test_a_negative_figure_stays_a_number() -> None:
    assert [write_cell(-1.5, "pp"), write_cell(-3, "count")] == ["-1.5", "-3"]


@given(st.text())
def test_what_was_disarmed_is_read_as_it_was(typed: str) -> None:
    assert rearm(disarm(typed)) == typed


def test_no_cell_of_any_table_begins_a_formula_that_somebody_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        swap(UNITS, "Sở Y tế", "=HYPERLINK(1)"),
        swap(POINTS, "Một sáng kiến chưa được công nhận", "-1+cmd|x"),
        swap("framework/framework.yaml", "name: Tốt", 'name: "@Tốt"'),
    )
    assert main(["score", "2018.yaml", "--out", "tables"]) == 0
    cells = [
        cell
        for path in Path("tables").glob("*.csv")
        for row in csv.reader(path.read_text("utf-8").splitlines())
        for cell in row
    ]
    begins = [cell for cell in cells if cell[:1] in "=+-@" and cell and not is_number(cell)]
    assert begins == []
    assert {"'=HYPERLINK(1)", "'-1+cmd|x", "'@Tốt"} <= set(cells)
    package = json.loads(Path("tables/datapackage.json").read_text("utf-8"))
    assert package["textEscape"]["prefix"] == "'"


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
