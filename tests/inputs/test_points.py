"""``points.csv`` and ``appraisal.csv``, a row at a time: what counts, what is noted. M 1.1, 2."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from parreport.inputs.points import read_points, sort_of_value
from parreport.inputs.rules import parse_rule


def leaf(code: str, most: str | None, method: Any = "appraised", rule: str = "") -> Item:
    parsed = parse_rule(rule) if rule else None
    return Item(
        code, code[0], code, "", 2, 0, True, code[0], code, None if most is None else Decimal(most), method, parsed
    )


ITEMS = (
    Item("1", "", "1", "", 1, 0, False, "1", ""),
    leaf("1.1", "4"),
    leaf("1.2", "4"),
    leaf("1.3", "4", rule="bands rate: 90 = 4 | 50 = 2"),
    leaf("1.4", "2", "survey"),
    leaf("9.1", None, "bonus", "bands rate: 90 = 1.5 | 50 = 0.5"),
    leaf("9.2", None, "penalty"),
    leaf("9.3", None, "bonus", "each: 0.25"),
)
FRAMEWORK = Framework(
    *("thử", "", (), True, (Block("so", "so", "", True, "error", (), ITEMS),)),
    *(None, None, 2, False, "not_applicable", FindingSettings()),
)
UNITS = pd.DataFrame({"unit_code": ["a", "b"], "block": ["so", "so"]})
POINTS_HEAD = "unit_code,item_code,applies,self_points,appraised_points,numerator,denominator,value,reason,evidence"
APPRAISAL_HEAD = "unit_code,item_code,round,appraised_points,reason"


def read(
    folder: Path, *rows: str, appraisal: tuple[str, ...] = (), framework: Framework = FRAMEWORK
) -> tuple[dict[tuple[str, str], dict[str, Any]], Faults]:
    """Read these rows; return what stands for each unit and leaf, with faults and notes."""
    (folder / "points.csv").write_text("\n".join((POINTS_HEAD, *rows, "")), "utf-8")
    if appraisal:
        (folder / "appraisal.csv").write_text("\n".join((APPRAISAL_HEAD, *appraisal, "")), "utf-8")
    faults = Faults()
    table = read_points(folder, UNITS, framework, faults)
    return {(row["unit_code"], row["item_code"]): row for row in table.to_dict("records")}, faults


def noted(faults: Faults) -> list[str]:
    return [str(note).rpartition("/")[2] for note in faults.notes]


def told(faults: Faults) -> list[tuple[int | None, str | None, str]]:
    return [(one.row, one.column, str(one.expected)) for one in faults.problems]


def test_every_leaf_of_every_unit_has_a_row_in_the_order_of_the_tree(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, "b,1.1,,,3,,,,,")
    assert list(rows) == [(unit, item.code) for unit in "ab" for item in ITEMS[1:]]
    assert rows["b", "1.1"]["appraised_points"] == 3
    assert rows["b", "1.1"]["row"] == 2
    blank = rows["a", "9.1"]
    assert (blank["applies"], blank["faulty"], blank["zero_of_zero"], blank["row"]) == (True, False, False, None)
    assert (blank["block"], blank["method"], blank["max_points"], blank["evidence"]) == ("so", "bonus", None, "")
    assert faults.problems == []


def test_points_claimed_without_evidence_are_noted_by_unit(tmp_path: Path) -> None:
    _, faults = read(
        tmp_path,
        "a,1.1,,3,,,,,,",  # noted
        "a,1.2,,4,,,,,,",  # noted
        "b,1.1,,3,,,,,,công văn",  # has evidence
        "b,1.2,,0,,,,,,",  # claims nothing
        "a,1.3,,,4,,,,,",  # claims nothing
        "a,9.1,,1,,,,,,",  # a bonus
        "a,9.2,,1,,,,,,",  # a penalty
    )
    assert noted(faults) == ["points.csv, unit a: points without evidence (2): 1.1, 1.2"]


def test_an_item_of_the_survey_or_one_that_does_not_apply_needs_no_evidence(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "a,1.4,,2,,,,,,", "b,1.1,no,,,,,,,")
    assert noted(faults) == ["points.csv, row 2: self-assessed points of the survey item 1.4 are not used"]


def test_an_appraisal_that_differs_without_a_reason_is_noted(tmp_path: Path) -> None:
    _, faults = read(
        tmp_path,
        "a,1.1,,3,2,,,,,x",
        "a,1.2,,3,2,,,,thiếu,x",  # has a reason
        "b,1.1,,3,3.0,,,,,x",  # is the same
        "b,1.2,,3,,,,,,x",  # is not appraised
    )
    assert noted(faults) == ["points.csv, unit a: appraised otherwise without a reason (1): 1.1"]


def test_parts_of_a_rate_that_are_not_whole_are_noted_together(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, "a,1.1,,,,1.5,2,,,", "a,1.2,,,,1,2.5,,,", "a,1.3,,,,1.0,2,,,", "b,1.3,,,,0.5,1,,,")
    assert noted(faults) == [
        "points.csv: numerator or denominator with a fraction (3), row 2–3, 5: counts are whole, amounts need not be"
    ]
    assert (rows["a", "1.3"]["computed_points"], rows["b", "1.3"]["computed_points"]) == (2, 2)
    assert (rows["b", "1.3"]["numerator"], rows["b", "1.3"]["denominator"]) == (Decimal("0.5"), 1)


def test_what_does_not_apply_has_neither_points_nor_figures(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, "a,1.3,no,1,2,3,4,5,,", "b,1.3,no,,,,,,,")
    names = ("self_points", "appraised_points", "numerator", "denominator", "value")
    assert told(faults) == [(2, name, "blank, since applies = no") for name in names]
    assert (rows["a", "1.3"]["applies"], rows["a", "1.3"]["computed_points"]) == (False, None)
    assert (rows["a", "1.3"]["faulty"], rows["b", "1.3"]["faulty"]) == (True, False)


def test_a_unit_and_item_stand_once(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, "a,1.2,,,1,,,,,", "a,1.1,,,1,,,,,", "a,1.1,,,2,,,,,")
    assert told(faults) == [(4, "item_code", "each unit and item once; they stand in row 3 too")]
    assert (rows["a", "1.1"]["appraised_points"], rows["a", "1.1"]["faulty"]) == (1, True)


@pytest.mark.parametrize(
    ("item", "points", "expected"),
    [
        ("1.1", "4", None),
        ("1.1", "4.25", "at most 4 (max_points)"),
        ("1.1", "0", None),
        ("1.1", "-1", "points from 0 up"),
        ("9.1", "40", None),
        ("9.1", "-1", "points from 0 up"),
        ("9.2", "-1", "penalty points as a positive number"),
        ("1", "1", "a leaf, an item without parts"),
    ],
)
def test_points_lie_between_0_and_the_maximum(item: str, points: str, expected: str | None, tmp_path: Path) -> None:
    _, faults = read(tmp_path, f"a,{item},,,{points},,,,,")
    assert [what for _, _, what in told(faults)] == ([] if expected is None else [expected])


# --- what the rule gives --------------------------------------------------------------------


@pytest.mark.parametrize(("numerator", "points"), [(95, "1.5"), (60, "0.5"), (10, "0")])
def test_a_bonus_without_a_maximum_gets_what_its_rule_gives(numerator: int, points: str, tmp_path: Path) -> None:
    rows, faults = read(tmp_path, f"a,9.1,,,,{numerator},100,,,", "a,9.3,,,,,,7,,")
    assert rows["a", "9.1"]["computed_points"] == Decimal(points)
    assert rows["a", "9.3"]["computed_points"] == Decimal("1.75")  # 7 × 0.25, no limit
    assert faults.problems == []


@pytest.mark.parametrize(
    ("meaning", "leaf_points", "bonus_points", "marked"),
    [("not_applicable", None, None, True), ("zero", 0, 0, False), ("full", 4, Decimal("1.5"), False)],
)
def test_a_rate_of_nothing_is_what_the_framework_says(
    meaning: Any, leaf_points: Any, bonus_points: Any, marked: bool, tmp_path: Path
) -> None:
    framework = replace(FRAMEWORK, zero_of_zero=meaning)
    rows, _ = read(tmp_path, "a,1.3,,,,0,0,,,", "a,9.1,,,,0,0,,,", framework=framework)
    assert (rows["a", "1.3"]["computed_points"], rows["a", "1.3"]["zero_of_zero"]) == (leaf_points, marked)
    assert (rows["a", "9.1"]["computed_points"], rows["a", "9.1"]["zero_of_zero"]) == (bonus_points, marked)


def test_a_leaf_that_says_what_0_of_0_means_is_heard_before_the_framework(tmp_path: Path) -> None:
    own = [replace(leaf, zero_of_zero="full") if leaf.code == "1.3" else leaf for leaf in FRAMEWORK.blocks[0].items]
    framework = replace(FRAMEWORK, blocks=(replace(FRAMEWORK.blocks[0], items=tuple(own)),), zero_of_zero="zero")
    rows, _ = read(tmp_path, "a,1.3,,,,0,0,,,", "a,9.1,,,,0,0,,,", framework=framework)
    assert (rows["a", "1.3"]["computed_points"], rows["a", "9.1"]["computed_points"]) == (4, 0)


# --- rounds ---------------------------------------------------------------------------------


def rounds_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("round1_points", "round2_points", "appraised_points", "reason"))


def test_the_last_round_counts(tmp_path: Path) -> None:
    rows, faults = read(
        tmp_path,
        "a,1.1,,4,,,,,,x",
        "a,1.2,,4,,,,,,x",
        appraisal=("a,1.1,2,3,bổ sung", "a,1.1,1,2,thiếu", "a,1.2,1,1,trễ"),
    )
    assert rounds_of(rows["a", "1.1"]) == (2, 3, 3, "bổ sung")
    assert rounds_of(rows["a", "1.2"]) == (1, None, 1, "trễ")
    assert (faults.problems, faults.notes) == ([], [])


@pytest.mark.parametrize(
    ("reason", "own", "told_reason"), [("bổ sung", "cũ", "bổ sung"), ("", "cũ", "cũ"), ("", "", "")]
)
def test_a_second_round_may_stand_without_a_first(reason: str, own: str, told_reason: str, tmp_path: Path) -> None:
    rows, faults = read(tmp_path, f"a,1.1,,4,,,,,{own},x", appraisal=(f"a,1.1,2,3,{reason}",))
    assert rounds_of(rows["a", "1.1"]) == (None, 3, 3, told_reason)
    assert faults.problems == []


@pytest.mark.parametrize(
    ("claimed", "second", "reason"),
    [("4", "3", "thiếu"), ("4", "4", ""), ("", "3", "thiếu"), ("3", "3", ""), ("3", "3.5", "")],
)
def test_the_first_reason_stands_while_something_remains_cut(
    claimed: str, second: str, reason: str, tmp_path: Path
) -> None:
    rows, _ = read(tmp_path, f"a,1.1,,{claimed},,,,,,x", appraisal=("a,1.1,1,2,thiếu", f"a,1.1,2,{second},"))
    assert rounds_of(rows["a", "1.1"])[3] == reason


def test_a_leaf_may_stand_in_the_appraisal_alone(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "b,1.1,,,1,,,,,", appraisal=("a,1.1,1,2,",))
    assert rounds_of(rows["a", "1.1"]) == (2, None, 2, "")
    assert (rows["a", "1.1"]["unit_code"], rows["a", "1.1"]["max_points"], rows["a", "1.1"]["row"]) == ("a", 4, None)


def test_rounds_that_go_over_other_points_are_noted(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "a,1.1,,,1,,,,,", "a,1.2,,,2,,,,,", appraisal=("a,1.1,1,2.5,", "a,1.2,1,2.0,"))
    assert noted(faults) == ["appraisal.csv, unit a, item 1.1: 2.5 points of the last round go over 1 in points.csv"]


def test_faults_of_rounds_each_at_its_place(tmp_path: Path) -> None:
    rows, faults = read(
        tmp_path,
        "a,1.2,no,,,,,,,",
        appraisal=("a,1.1,3,1,", "a,1.1,1,1,", "a,1.1,1,2,", "a,1.4,1,1,", "a,1.3,1,,", "a,1.2,2,1,", "z,1.1,0,1,"),
    )
    assert [(row, column) for row, column, _ in told(faults)] == [
        (2, "round"),
        (4, "round"),
        (5, "item_code"),
        (6, "appraised_points"),
        (8, "unit_code"),
        (8, "round"),
        (7, "appraised_points"),
    ]
    expected = {(row, column): what for row, column, what in told(faults)}
    assert expected[2, "round"] == "1 or 2"
    assert expected[4, "round"] == "each unit, item and round once"
    assert expected[5, "item_code"] == "an item that is appraised, not one by survey"
    assert expected[6, "appraised_points"] == "the points of this round"
    assert expected[7, "appraised_points"] == "no row, since points.csv says applies = no"
    assert (rows["a", "1.3"]["faulty"], rows["a", "1.1"]["faulty"]) == (True, False)
    assert rows["a", "1.1"]["appraised_points"] == 1
    assert rounds_of(rows["a", "1.2"])[:3] == (None, None, None)  # does not apply


def test_a_text_that_is_no_option_is_a_fault_and_no_points(tmp_path: Path) -> None:
    rule = leaf("1.5", "2", rule="choice: có = 2 | không = 0")
    framework = replace(FRAMEWORK, blocks=(replace(FRAMEWORK.blocks[0], items=(*ITEMS, rule)),))
    rows, faults = read(tmp_path, "a,1.5,,,,,,lạ,,", "b,1.5,,,,,,CÓ,,", framework=framework)
    assert told(faults) == [(2, "value", "one of: có | không")]
    names = ("computed_points", "zero_of_zero", "faulty")
    assert [rows["a", "1.5"][name] for name in names] == [None, False, True]
    assert [rows["b", "1.5"][name] for name in names] == [2, False, False]


@pytest.mark.parametrize(
    ("rule", "value", "sort"),
    [
        ("each: 1", "3", "count"),
        ("limits value: 0 = 3 | 30 = 1.5", "3", "days"),
        ("bands value: 90 = 4 | 50 = 2", "3", "amount"),
        ("bands rate: 90 = 4 | 50 = 2", "3", ""),
        ("choice: đủ = 3 | thiếu = 1", "đủ", ""),
    ],
)
def test_a_value_is_a_count_an_amount_or_no_number_by_the_rule_that_reads_it(rule: str, value: str, sort: str) -> None:
    assert sort_of_value(parse_rule(rule), value) == sort
