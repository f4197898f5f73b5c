"""``second_source.csv``: what differs is noted, what is blank is filled, every fault at its cell. M 1.12."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport.index.scoring import score_points
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from parreport.inputs.points import read_points
from parreport.inputs.second_source import lay_beside
from parreport.inputs.units import read_units
from tests.inputs.test_points import POINTS_HEAD, leaf

ITEMS = (
    Item("1", "", "1", "", 1, 0, False, "1", ""),
    leaf("1.1", "4"),
    leaf("1.2", "4", rule="bands rate: 90 = 4 | 50 = 2"),
    leaf("1.3", "2", rule="each: 0.5"),
    leaf("1.4", "3", rule="choice: đủ = 3 | thiếu = 1"),
    leaf("1.5", "4", rule="when có kế hoạch: bands rate: 85 = 4 | 60 = 3 ; otherwise choice: không = 0"),
    leaf("1.6", "2", "survey"),
)
FRAMEWORK = Framework(
    *("thử", "", (), True, (Block("so", "so", "", True, "error", (), ITEMS),)),
    *(None, None, 2, False, "not_applicable", FindingSettings()),
)
HEAD = "unit_code,item_code,numerator,denominator,value,source"
Read = tuple[dict[tuple[str, str], dict[str, Any]], dict[tuple[str, str], dict[str, Any]], Faults]


def read(folder: Path, declared: tuple[str, ...], second: tuple[str, ...], framework: Framework = FRAMEWORK) -> Read:
    """Read both files; return what stands for each unit and leaf, the comparison, faults and notes."""
    (folder / "units.csv").write_text("unit_code,name,block,ranked\na,A,so,yes\nb,B,so,yes\n", "utf-8")
    (folder / "points.csv").write_text("\n".join((POINTS_HEAD, *declared, "")), "utf-8")
    (folder / "second_source.csv").write_text("\n".join((HEAD, *second, "")), "utf-8")
    faults = Faults()
    units = read_units(folder / "units.csv", framework, faults)
    points = read_points(folder, units, framework, faults)
    filled, compared = lay_beside(folder / "second_source.csv", points, units, framework, faults)
    by_leaf = ({(row["unit_code"], row["item_code"]): row for row in t.to_dict("records")} for t in (filled, compared))
    return (*by_leaf, faults)  # type: ignore[return-value]  # two tables, each by unit and leaf


def noted(faults: Faults) -> list[str]:
    return [str(note).rpartition("/second_source.csv, ")[2] for note in faults.notes]


def test_without_a_file_the_points_stay_as_they_are(tmp_path: Path) -> None:
    points = pd.DataFrame({"unit_code": ["a"]})
    same, compared = lay_beside(tmp_path / "second_source.csv", points, points, FRAMEWORK, Faults())
    assert same is points
    assert compared.empty


def test_a_rate_that_differs_is_a_note_and_changes_no_point(tmp_path: Path) -> None:
    points, compared, faults = read(tmp_path, ("a,1.2,,,,9,10,,,",), ("a,1.2,8,10,,Cổng DVC",))
    assert noted(faults) == ["row 2: unit a, item 1.2: declared 9/10, but Cổng DVC has 8/10"]
    assert points["a", "1.2"]["numerator"] == 9
    assert points["a", "1.2"]["computed_points"] == 4
    assert not points["a", "1.2"]["filled"]
    assert compared["a", "1.2"] == {
        **{"unit_code": "a", "block": "so", "item_code": "1.2", "state": "differs"},
        **{"numerator": 9, "denominator": 10, "value": ""},
        **{"second_numerator": 8, "second_denominator": 10, "second_value": ""},
        **{"declared_points": 4, "second_points": 2, "source": "Cổng DVC"},
    }


def test_a_blank_rate_is_filled_scored_and_marked(tmp_path: Path) -> None:
    points, compared, faults = read(tmp_path, (), ("b,1.2,8,10,,Cổng DVC",))
    assert noted(faults) == ["row 2: unit b, item 1.2: not declared in full; 8/10 is taken from Cổng DVC"]
    row = points["b", "1.2"]
    assert (row["numerator"], row["denominator"], row["computed_points"]) == (8, 10, 2)
    assert (row["filled"], row["filled_from"]) == (True, "Cổng DVC")
    assert compared["b", "1.2"]["state"] == "filled"
    assert compared["b", "1.2"]["numerator"] is None
    assert [key for key, one in points.items() if one["filled"]] == [("b", "1.2")]


def test_appraised_points_win_over_what_is_filled(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    read(tmp_path / "own", ("a,1.2,,,3.5,,,,,",), ("a,1.2,8,10,,x",))
    faults = Faults()
    units = read_units(tmp_path / "own" / "units.csv", FRAMEWORK, faults)
    points = read_points(tmp_path / "own", units, FRAMEWORK, faults)
    filled, _ = lay_beside(tmp_path / "own" / "second_source.csv", points, units, FRAMEWORK, faults)
    leaves = score_points(filled, FRAMEWORK, "draft")
    row = leaves[(leaves["unit_code"] == "a") & (leaves["item_code"] == "1.2")].iloc[0]
    assert (row["points"], row["origin"], row["computed_points"], row["filled"]) == (
        Decimal("3.5"),
        "appraised",
        2,
        True,
    )


@pytest.mark.parametrize(
    ("item", "declared", "second"),
    [
        ("1.2", "12,20,", "12.0,20.00,"),
        ("1.2", '"12,5",20,', "12.5,20,"),
        ("1.3", ",,3", ",,3.0"),
        ("1.3", ",,3", ',,"3,0"'),
        ("1.4", ",,ĐỦ", ",, đủ "),
    ],
)
def test_the_same_figure_written_otherwise_is_equal(item: str, declared: str, second: str, tmp_path: Path) -> None:
    _, compared, faults = read(tmp_path, (f"a,{item},,,,{declared},,",), (f"a,{item},{second},x",))
    assert compared["a", item]["state"] == "equal"
    assert not faults.problems
    assert not [note for note in noted(faults) if "item" in note]


def test_the_same_rate_of_other_counts_differs(tmp_path: Path) -> None:
    assert read(tmp_path, ("a,1.2,,,,6,10,,,",), ("a,1.2,12,20,,x",))[1]["a", "1.2"]["state"] == "differs"


def test_values_differ_and_are_filled_as_rates_are(tmp_path: Path) -> None:
    points, compared, faults = read(
        tmp_path, ("a,1.3,,,,,,3,,", "a,1.4,,,,,,đủ,,"), ("a,1.3,,,2,x", "a,1.4,,,thiếu,", "b,1.4,,,thiếu,y")
    )
    assert noted(faults) == [
        "row 2: unit a, item 1.3: declared 3, but x has 2",
        "row 3: unit a, item 1.4: declared đủ, but the second source has thiếu",
        "row 4: unit b, item 1.4: not declared in full; thiếu is taken from y",
    ]
    assert (compared["a", "1.3"]["declared_points"], compared["a", "1.3"]["second_points"]) == (Decimal("1.5"), 1)
    assert points["b", "1.4"]["value"] == "thiếu"
    assert points["b", "1.4"]["computed_points"] == 1


def test_of_a_rule_with_two_parts_what_is_blank_is_filled_unless_the_rest_differs(tmp_path: Path) -> None:
    points, compared, _ = read(
        tmp_path, ("a,1.5,,,,,,có kế hoạch,,", "b,1.5,,,,,,không,,"), ("a,1.5,7,8,,x", "b,1.5,7,8,có kế hoạch,x")
    )
    assert (compared["a", "1.5"]["state"], points["a", "1.5"]["computed_points"]) == ("filled", 4)
    assert (compared["b", "1.5"]["state"], points["b", "1.5"]["numerator"]) == ("differs", None)
    assert (compared["b", "1.5"]["declared_points"], compared["b", "1.5"]["second_points"]) == (0, 4)


def test_what_does_not_apply_is_not_filled_but_noted(tmp_path: Path) -> None:
    points, compared, faults = read(tmp_path, ("a,1.2,no,,,,,,,",), ("a,1.2,8,10,,x",))
    assert noted(faults) == ["row 2: unit a, item 1.2: declared as not applicable, but x has 8/10"]
    assert compared["a", "1.2"]["state"] == "not_applicable"
    assert points["a", "1.2"]["numerator"] is None
    assert not points["a", "1.2"]["applies"]


@pytest.mark.parametrize(
    ("means", "computed", "out"), [("not_applicable", None, True), ("zero", Decimal(0), False), ("full", 4, False)]
)
def test_nothing_of_nothing_is_filled_as_the_framework_says(
    means: Any, computed: Any, out: bool, tmp_path: Path
) -> None:
    points, _, _ = read(tmp_path, (), ("a,1.2,0,0,,x",), replace(FRAMEWORK, zero_of_zero=means))
    assert points["a", "1.2"]["computed_points"] == computed
    assert points["a", "1.2"]["zero_of_zero"] is out


def test_a_row_of_blanks_says_nothing(tmp_path: Path) -> None:
    points, compared, faults = read(tmp_path, (), ("a,1.2,,,,x",))
    assert not compared
    assert not faults.problems
    assert points["a", "1.2"]["numerator"] is None


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("c,1.2,1,2,,x", "unit_code", "a known unit code"),
        ("a,1.9,1,2,,x", "item_code", "a known item code"),
        ("a,1,1,2,,x", "item_code", "a leaf, an item without parts"),
        ("a,1.1,1,2,,x", "item_code", "an item with a rule on declared figures"),
        ("a,1.6,1,2,,x", "item_code", "an item with a rule on declared figures"),
        ("a,1.2,3,2,,x", "numerator", "at most the denominator, 2"),
        ("a,1.2,1,,,x", "denominator", "a number, since the other half of the rate is given"),
        ("a,1.2,một,2,,x", "numerator", "a number"),
        ("a,1.2,-1,2,,x", "numerator", "a number that is not negative"),
        ("a,1.2,12.345,20.000,,x", "numerator", "a number whose mark is clear: 12345, or 12345.0"),
        ("a,1.2,1,2,3,x", "value", "blank, since the rule of the item does not read it"),
        ("a,1.3,1,2,,x", "numerator", "blank, since the rule of the item does not read it"),
        ("a,1.3,,,1.5,x", "value", "a whole number"),
        ("a,1.4,,,gần đủ,x", "value", "one of: đủ | thiếu"),
        ("a,1.5,,,hoãn,x", "value", "one of: có kế hoạch | không"),
    ],
)
def test_a_fault_stands_at_its_cell(row: str, column: str, expected: str, tmp_path: Path) -> None:
    _, _, faults = read(tmp_path, (), (row,))
    first = faults.problems[0]
    assert (first.file.rpartition("/")[2], first.row, first.column) == ("second_source.csv", 2, column)
    assert str(first.expected).startswith(expected)


def test_all_faults_come_out_at_once_and_a_second_row_is_one(tmp_path: Path) -> None:
    _, _, faults = read(tmp_path, (), ("a,1.2,1,2,,x", "a,1.2,1,2,,y", "b,1.2,3,2,,x", "z,1.2,1,2,,x"))
    told = [(one.row, one.column, str(one.expected)) for one in faults.problems]
    assert told[0] == (3, "item_code", "each unit and item once; they stand in row 2 too")
    assert [one[:2] for one in told[1:]] == [(4, "numerator"), (5, "unit_code")]


def test_nothing_is_filled_into_a_row_at_fault(tmp_path: Path) -> None:
    points, compared, faults = read(tmp_path, ("a,1.2,,,,zwei,10,,,",), ("a,1.2,8,10,,x",))
    assert [one.file.rpartition("/")[2] for one in faults.problems] == ["points.csv"]
    assert not compared
    assert not points["a", "1.2"]["filled"]


def test_a_missing_column_is_a_fault_of_the_head(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("unit_code,name,block,ranked\na,A,so,yes\n", "utf-8")
    (tmp_path / "points.csv").write_text(f"{POINTS_HEAD}\n", "utf-8")
    (tmp_path / "second_source.csv").write_text("Mã đơn vị,Mã tiêu chí,Tử số,Mẫu số,Giá trị\na,1.2,1,2,\n", "utf-8")
    faults = Faults()
    units = read_units(tmp_path / "units.csv", FRAMEWORK, faults)
    points = read_points(tmp_path, units, FRAMEWORK, faults)
    lay_beside(tmp_path / "second_source.csv", points, units, FRAMEWORK, faults)
    assert [(one.row, one.column) for one in faults.problems] == [(1, "source")]
