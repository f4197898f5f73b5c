"""Scenario files: what they change, what stays, and every fault at its place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport.cli import main
from parreport.columns import PUBLISHED
from parreport.errors import DataError
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from parreport.inputs.scenario import read_scenario
from parreport.years.recipe import compute_results
from tests.cases import Case, read_csv

Write = Callable[..., Case]
TREE = [
    ("1",),
    ("1.1", "1", 4),
    ("1.2", "1", 4),
    ("1.3", "1", 2, "survey"),
    ("9",),
    ("9.1", "9", 1, "bonus"),
    ("9.2", "9", None, "penalty"),
]
POINTS = {
    "a": {"1.1": 4, "1.2": 3, "1.3": 1, "9.2": 2},
    "b": {"1.1": 2, "1.2": 4, "1.3": 1},
    "c": {"1.1": 2, "1.2": "no", "1.3": 1},
}


def score(case: Case, tmp_path: Path, rows: str, head: str = "unit_code,item_code,points") -> int:
    (tmp_path / "if.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    scenario = ["--scenario", str(tmp_path / "if.csv")]
    return main(["score", str(case.path), "--out", str(tmp_path / "t"), *scenario])


def index_of(tmp_path: Path) -> dict[str, tuple[str, str, str]]:
    rows = read_csv(tmp_path / "t" / "index.csv")
    return {row["unit_code"]: (row["index_pct"], row["rank"], row["band"]) for row in rows}


def test_a_scenario_ranks_and_classifies_everybody_anew(write_case: Write, tmp_path: Path) -> None:
    case = write_case(TREE, POINTS)
    assert main(["score", str(case.path), "--out", str(tmp_path / "t")]) == 0
    assert index_of(tmp_path) == {"a": ("60", "2", "Yếu"), "b": ("70", "1", "Khá"), "c": ("50", "3", "Yếu")}
    # a without its penalty 8 of 10; c 4 of 4 and 2 of 2 in place of 3 of 6
    assert score(case, tmp_path, "a,9.2,0\nc,1.1,4\nc,1.3,2\n") == 0
    assert index_of(tmp_path) == {"a": ("80", "2", "Tốt"), "b": ("70", "3", "Khá"), "c": ("100", "1", "Tốt")}
    what_if = read_csv(tmp_path / "t" / "what_if.csv")
    assert [row["unit_code"] for row in what_if] == ["a", "b", "b"]


def test_a_scenario_says_that_it_is_one(write_case: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(write_case(TREE, POINTS), tmp_path, "a,1.2,4\nb,1.1,3\n") == 0
    said = capsys.readouterr().out
    assert said.startswith("Scenario, not the result: ")
    assert "computed with the points of 2 items from" in said


def test_a_scenario_changes_no_head(write_case: Write, tmp_path: Path) -> None:
    case = write_case(TREE, POINTS)
    assert main(["score", str(case.path), "--out", str(tmp_path / "plain")]) == 0
    assert score(case, tmp_path, "a,1.2,4\n") == 0
    tables = sorted((tmp_path / "plain").glob("*.csv"))
    assert len(tables) == len(PUBLISHED)
    for path in tables:
        other = (tmp_path / "t" / path.name).read_text("utf-8")
        assert other.split("\n")[0] == path.read_text("utf-8").split("\n")[0]


def test_a_scenario_of_the_points_that_are_there_changes_no_figure(write_case: Write, tmp_path: Path) -> None:
    case = write_case(TREE, POINTS)
    assert main(["score", str(case.path), "--out", str(tmp_path / "plain")]) == 0
    assert score(case, tmp_path, "a,1.1,4\nb,1.3,1\n") == 0
    tables = sorted((tmp_path / "plain").glob("*.csv"))
    assert len(tables) == len(PUBLISHED)
    for path in tables:
        assert (tmp_path / "t" / path.name).read_bytes() == path.read_bytes()


def test_what_was_declared_and_appraised_stays_beside_it(write_case: Write, tmp_path: Path) -> None:
    points = POINTS | {"a": POINTS["a"] | {"1.2": {"self_points": 4, "appraised_points": 3}}}
    (tmp_path / "if.csv").write_text("unit_code,item_code,points\na,1.2,0.5\n")
    results = compute_results(write_case(TREE, points).path, tmp_path / "if.csv")
    leaf = results.leaves.set_index(["unit_code", "item_code"]).loc[("a", "1.2")]
    assert (leaf["points"], leaf["origin"]) == (Decimal("0.5"), "scenario")
    assert (leaf["self_points"], leaf["appraised_points"]) == (4, 3)
    assert results.scenario_n == 1
    assert [str(gap) for gap in results.claims["claim_gap"]] == ["1"]


def test_the_base_year_is_not_touched(write_case: Write, tmp_path: Path) -> None:
    base = write_case(TREE, POINTS, name="2017")
    case = write_case(TREE, POINTS, base=base)
    assert score(case, tmp_path, "b,1.1,4\n") == 0
    totals = {
        row["unit_code"]: row["change_pp"] for row in read_csv(tmp_path / "t" / "changes.csv") if row["part"] == "total"
    }
    assert totals == {"a": "0", "b": "20", "c": "0"}


def test_all_faults_come_out_at_once_each_with_its_place(write_case: Write, tmp_path: Path) -> None:
    rows = [
        "a,1.1,4.5",
        "a,1.2,-1",
        "a,1.3,",
        "a,9.1,1.25",
        "a,9.2,-3",
        "b,1.1,x",
        "b,1,3",
        "b,1.4,3",
        "z,1.1,1",
        "c,1.2,1",
        "b,1.2,1",
        "b,1.2,2",
    ]
    path = tmp_path / "if.csv"
    path.write_text("unit_code,item_code,points\n" + "\n".join(rows) + "\n")
    with pytest.raises(DataError) as caught:
        compute_results(write_case(TREE, POINTS).path, path)
    told = [(p.row, p.column, str(p.found), str(p.expected)) for p in caught.value.problems]
    assert {p.file.rpartition("/")[2] for p in caught.value.problems} == {"if.csv"}
    assert [(row, column, found) for row, column, found, _ in told] == [
        (2, "points", "4.5"),
        (3, "points", "-1"),
        (4, "points", ""),
        (5, "points", "1.25"),
        (6, "points", "-3"),
        (7, "points", "x"),
        (8, "item_code", "1"),
        (9, "item_code", "1.4"),
        (10, "unit_code", "z"),
        (11, "item_code", "1.2"),
        (13, "item_code", "1.2"),
    ]
    assert [told[n][3] for n in (0, 2, 3, 9, 10)] == [
        "at most 4 (max_points)",
        "the points of the scenario",
        "at most 1 (max_points)",
        "an item that applies to the unit",
        "each unit and item once; they stand in row 12 too",
    ]


def test_a_scenario_s_faults_come_with_those_of_the_inputs(
    write_case: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = write_case(TREE, POINTS | {"a": POINTS["a"] | {"1.1": 5}})
    assert score(case, tmp_path, "b,1.1,9\n") == 1
    said = capsys.readouterr().err
    assert "points.csv, row 2" in said
    assert "if.csv, row 2" in said
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ("unit_code,item_code,points", "", "at least one unit and item"),
        ("unit_code,item_code", "a,1.1\n", "the column is missing"),
        ("unit_code,item_code,point", "a,1.1,3\n", "points"),
    ],
)
def test_a_scenario_without_rows_or_columns_is_a_fault(
    head: str, rows: str, said: str, write_case: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(write_case(TREE, POINTS), tmp_path, rows, head) == 1
    assert said in capsys.readouterr().err


def test_a_scenario_file_that_is_not_there_is_a_fault_of_the_call(write_case: Write, tmp_path: Path) -> None:
    case = write_case(TREE, POINTS)
    gone = ["--scenario", str(tmp_path / "gone.csv")]
    assert main(["score", str(case.path), "--out", str(tmp_path / "t"), *gone]) == 2


def test_a_draft_s_gap_that_a_scenario_fills_is_no_gap(write_case: Write, tmp_path: Path) -> None:
    points = POINTS | {"a": {"1.1": 4, "1.3": 1}}
    case = write_case(TREE, points, status="draft")
    (tmp_path / "if.csv").write_text("unit_code,item_code,points\na,1.2,3\n")
    assert len(case.compute("index").gaps) == 1
    assert compute_results(case.path, tmp_path / "if.csv").gaps.empty


def test_survey_items_that_were_taken_out_of_a_block_stay_out(
    write_case: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points = {unit: {k: v for k, v in own.items() if k != "1.3"} for unit, own in POINTS.items()}
    case = write_case(TREE, points, block={"survey_missing": "rescale"})
    assert score(case, tmp_path, "a,1.3,1\n") == 1
    assert "an item that applies to the unit" in capsys.readouterr().err


# --- straight from the file -----------------------------------------------------------------

SMALL = Block(
    *("so", "so", "", True, "error", ()),
    (
        Item("1", "", "1", "", 1, 0, False, "1", ""),
        Item("1.1", "1", "1.1", "", 2, 1, True, "1", "1.1", Decimal(4), "appraised"),
        Item("9.1", "1", "9.1", "", 2, 2, True, "1", "9.1", Decimal(1), "bonus"),
        Item("9.2", "1", "9.2", "", 2, 3, True, "1", "9.2", None, "penalty"),
    ),
)


def read(tmp_path: Path, *rows: str) -> tuple[dict[tuple[str, str], Decimal], list[tuple[int | None, str | None, str]]]:
    path = tmp_path / "if.csv"
    path.write_text("\n".join(("unit_code,item_code,points", *rows, "")), "utf-8")
    framework = Framework(*("thử", "", (), True, (SMALL,), None, None, 2, False, "zero", FindingSettings()))
    units = pd.DataFrame({"unit_code": ["a", "b"], "block": ["so", "so"]})
    applies = {"unit_code": ["a", "b", "b"], "item_code": ["1.1", "1.1", "9.1"], "applies": [True, False, True]}
    applies["origin"] = ["appraised", "", "bonus"]
    faults = Faults()
    points = read_scenario(path, units, pd.DataFrame(applies), framework, "units.csv", faults)
    return points, [(one.row, one.column, str(one.expected)) for one in faults.problems]


@pytest.mark.parametrize(
    ("row", "points", "fault"),
    [
        ("a,1.1,0", 0, None),
        ("a,1.1,4", 4, None),
        ("a,1.1,4.5", None, ("points", "at most 4 (max_points)")),
        ("a,9.1,1", 1, None),
        ("a,9.1,1.5", None, ("points", "at most 1 (max_points)")),
        ("a,9.2,99.5", Decimal("99.5"), None),
        ("a,9.2,-1", None, ("points", "penalty points as a positive number")),
        ("a,1.1,", None, ("points", "the points of the scenario")),
        ("a,1,1", None, ("item_code", "a leaf, an item without parts")),
        ("b,1.1,1", None, ("item_code", "an item that applies to the unit")),
        ("b,9.1,1", 1, None),
    ],
)
def test_points_of_a_scenario_are_taken_or_a_fault(row: str, points: Any, fault: Any, tmp_path: Path) -> None:
    key = tuple(row.split(",")[:2])
    assert read(tmp_path, row) == ({} if points is None else {key: points}, [] if fault is None else [(2, *fault)])


def test_the_first_of_two_rows_counts_and_the_second_is_a_fault(tmp_path: Path) -> None:
    again = "each unit and item once; they stand in row {} too"
    points, faults = read(tmp_path, "b,9.2,1", "a,1.1,3", "a,1.1,2", "b,1.1,1", "b,1.1,1", "a,9.2,5")
    assert points == {("b", "9.2"): 1, ("a", "1.1"): 3, ("a", "9.2"): 5}
    assert faults == [
        (4, "item_code", again.format(3)),
        (5, "item_code", "an item that applies to the unit"),
        (6, "item_code", again.format(5)),
    ]


def test_an_empty_scenario_is_one_fault_and_one_that_cannot_be_read_no_second(tmp_path: Path) -> None:
    assert read(tmp_path) == ({}, [(2, None, "at least one unit and item")])
    (tmp_path / "if.csv").unlink()
    faults = Faults()
    framework = Framework(*("thử", "", (), True, (SMALL,), None, None, 2, False, "zero", FindingSettings()))
    frame = pd.DataFrame({"unit_code": ["a"], "block": ["so"], "item_code": ["1.1"], "applies": [True], "origin": [""]})
    assert read_scenario(tmp_path / "if.csv", frame, frame, framework, "units.csv", faults) == {}
    assert len(faults.problems) == 1
    assert "not found" in str(faults.problems[0].expected)
