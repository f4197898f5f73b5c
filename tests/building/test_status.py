"""``parreport status``: who has sent, what is missing, faults and notes, evidence, days to each step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parreport.cli import main
from tests.cases import Case

TREE = [
    ("1",),
    ("1.1", "1", 4),
    ("1.2", "1", 2, "appraised", "bands rate: 100 = 2 | 50 = 1"),
    ("1.3", "1", 4, "survey"),
]
POINTS: dict[str, dict[str, Any]] = {
    "a": {
        "1.1": {"self_points": 3, "evidence": "Kế hoạch số 12"},
        "1.2": {"numerator": 9, "denominator": 10},
        "1.3": 3,
    },
    "b": {"1.2": {"numerator": 11, "denominator": 10}},  # a fault: more than all
    "c": {},
}
CALENDAR = "step,due,done\nTự chấm,2027-01-15,\nThẩm định,2027-02-10,\nCông bố,2027-01-02,2027-01-03\n"


@pytest.fixture
def case(write_case: Callable[..., Case]) -> Case:
    made = write_case(TREE, POINTS, status="draft")
    (made.inputs / "calendar.csv").write_text(CALENDAR, "utf-8")
    return made


def told(case: Case, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["status", str(case.path), "--day", "2027-01-20", "--language", "en", *words]) == 0
    return capsys.readouterr().out


def test_each_unit_is_told_with_what_has_come(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(told(case, capsys, "--json"))
    units = {unit["unit_code"]: unit for unit in facts["units"]}
    assert (facts["sent_n"], facts["units_n"], facts["faults_n"]) == (2, 3, 1)
    assert (units["a"]["items_n"], units["a"]["given_n"], units["a"]["gaps_n"]) == (2, 2, 0)
    assert units["a"]["evidence_pct"] == 50
    assert (units["b"]["given_n"], units["b"]["faults_n"]) == (1, 1)
    assert (units["c"]["given_n"], units["c"]["gaps_n"], units["c"]["file"]) == (0, 2, "")
    assert units["c"]["evidence_pct"] is None


def test_steps_have_their_days(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    steps = json.loads(told(case, capsys, "--json"))["calendar"]
    assert [(one["step"], one["days_left"]) for one in steps] == [("Tự chấm", -5), ("Thẩm định", 21), ("Công bố", None)]
    words = told(case, capsys)
    for one in ("5 days late", "21 days left", "done on 3 January 2027", "2 of 3 units have sent something; faults: 1"):
        assert one in words


def test_what_was_done_later_was_not_done_on_the_day(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(case.path), "--day", "2027-01-02", "--language", "en", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)["calendar"]
    assert [(one["done"], one["days_left"]) for one in steps] == [("", 13), ("", 39), ("", 0)]


def test_the_page_says_the_same(case: Case, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = told(case, capsys, "--page", str(tmp_path / "pages" / "status.html"))
    page = (tmp_path / "pages" / "status.html").read_text("utf-8")
    assert "<script" not in page and "http" not in page
    assert page.count("<tr") == 1 + 3 + 1 + 3 and page.count('class="nothing"') == 1
    assert words.splitlines()[1] in page and "5 days late" in page


def test_a_day_that_is_none_is_refused(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(case.path), "--day", "20/01/2027", "--language", "en"]) == 2
    assert "a date, YYYY-MM-DD" in capsys.readouterr().err
