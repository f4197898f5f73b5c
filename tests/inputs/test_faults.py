"""Faults kept: how many, of which rows, and how often unknown names are looked up."""

from __future__ import annotations

from typing import Any

import pytest

from parreport.errors import Problem
from parreport.inputs import faults as module
from parreport.inputs.faults import Faults
from parreport.language import message


def problem(**more: Any) -> Problem:
    return Problem(**({"file": "x.csv", "expected": message("a number"), "row": 2} | more))


def test_as_many_faults_are_kept_as_may_be_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FAULTS", 2)
    faults = Faults()
    states = []
    for row in range(4):
        faults.add(problem(row=row))
        states.append((len(faults.problems), faults.more, faults.are_full))
    assert states == [(1, 0, False), (2, 0, True), (2, 1, True), (2, 2, True)]
    assert str(faults.unknown("unit code", "x", ["y"])) == ""


@pytest.mark.parametrize(
    ("given", "units", "items"),
    [
        ({"unit_code": "a", "column": "name"}, {"x.csv": {"a"}}, set()),
        ({"column": "unit_code"}, {"x.csv": {""}}, set()),
        ({"unit_code": "a", "column": "unit_code"}, {"x.csv": {"a"}}, set()),
        ({"unit_code": "a", "item_code": "1"}, {"x.csv": {"a"}}, set()),
        ({"item_code": "1"}, {}, {"1"}),
        ({"item_code": "1", "column": "rule"}, {}, set()),
        ({"column": "name"}, {}, set()),
    ],
)
def test_whose_row_is_at_fault_is_remembered(given: dict[str, str], units: Any, items: set[str]) -> None:
    faults = Faults()
    faults.add(problem(**given))
    assert (faults.faulty_units, faults.lost_items) == (units, items)


def test_faults_of_another_reading_are_told_once() -> None:
    one, other = Faults(), Faults(more=3)
    one.add(problem())
    for row in (2, 3):
        other.add(problem(row=row))
    one.take(other)
    assert [known.row for known in one.problems] == [2, 3]
    assert one.more == 3


def test_a_name_is_looked_up_as_often_as_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SEARCHES", 2)
    faults = Faults()
    assert [faults.nearest("unit", ["units"]) for _ in range(3)] == ["units", "units", None]
    monkeypatch.setattr(module, "MOST_SEARCHES", 9)
    monkeypatch.setattr(module, "MOST_COMPARED", 4)
    faults = Faults()
    assert [faults.nearest("unit", ["units", "x"]) for _ in range(3)] == ["units", "units", None]


def test_the_same_unknown_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SEARCHES", 1)
    faults = Faults()
    told = [str(faults.unknown("unit code", "unit", ["units"])) for _ in range(3)]
    assert "units" in told[0]
    assert told[0] == told[1] == told[2]
    other = str(faults.unknown("unit code", "unix", ["units"]))
    assert "did you mean" in told[0]
    assert "did you mean" not in other
