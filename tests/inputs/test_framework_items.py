"""The items of a block: the tree, its sums, methods and rules, every fault at its place. M 1, 2."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.framework import Item
from parreport.inputs.framework_items import DEEPEST, read_items
from parreport.language import set_language

HEAD = "item_code,parent_code,name,max_points,method,rule,evidence,remedy,source"


def read(folder: Path, *rows: str) -> tuple[dict[str, Item], list[tuple[int | None, str | None, str]]]:
    (folder / "so.csv").write_text("\n".join((HEAD, *(f"{row},,," for row in rows), "")), "utf-8")
    faults = Faults()
    items = read_items(folder / "so.csv", faults)
    return {item.code: item for item in items}, [(one.row, one.column, str(one.expected)) for one in faults.problems]


def test_items_stand_depth_first_whatever_the_order_of_rows(tmp_path: Path) -> None:
    rows = ("2,,Hai,3,appraised,", "1.1.1,1.1,a,1.5,survey,", "1,,Một,,,", "1.2,1,c,2,appraised,", "1.1,1,b,,,")
    items, faults = read(tmp_path, *rows)
    assert faults == []
    assert list(items) == ["2", "1", "1.2", "1.1", "1.1.1"]
    assert [item.order for item in items.values()] == [0, 1, 2, 3, 4]
    assert [item.level for item in items.values()] == [1, 1, 2, 2, 3]
    assert [item.is_leaf for item in items.values()] == [True, False, True, False, True]
    assert [item.area_code for item in items.values()] == ["2", "1", "1", "1", "1"]
    assert [item.criterion_code for item in items.values()] == ["", "", "1.2", "1.1", "1.1"]
    assert [item.max_points for item in items.values()] == [3, None, 2, None, Decimal("1.5")]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", None),
        ("4.5", None),
        ("4", "blank, or 4.5, the sum of its leaves"),
        ("5.5", "blank, or 4.5, the sum of its leaves"),
    ],
)
def test_the_maximum_of_an_item_is_the_sum_of_its_leaves_without_bonus(
    typed: str, fault: str | None, tmp_path: Path
) -> None:
    rows = (f"1,,Một,{typed},,", "1.1,1,a,4,appraised,", "1.2,1,b,0.5,survey,", "1.3,1,c,9,bonus,")
    assert read(tmp_path, *rows)[1] == ([] if fault is None else [(2, "max_points", fault)])


@pytest.mark.parametrize(
    ("most", "method", "told"),
    [
        ("0.5", "appraised", []),
        ("0", "appraised", ["max_points"]),
        ("-1", "appraised", ["max_points"]),
        ("", "appraised", ["max_points"]),
        ("", "survey", ["max_points"]),
        ("", "bonus", []),
        ("0", "bonus", ["max_points"]),
        ("", "lạ", ["method"]),
        ("0", "lạ", ["method", "max_points"]),
        ("4", "", ["method"]),
    ],
)
def test_a_leaf_has_a_method_and_a_maximum_above_0(most: str, method: str, told: list[str], tmp_path: Path) -> None:
    _, faults = read(tmp_path, f"1,,Một,{most},{method},", "2,,Hai,1,appraised,")
    assert [(row, column) for row, column, _ in faults] == [(2, column) for column in told]


def test_an_item_with_parts_has_no_method_and_no_rule(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "1,,Một,,survey,each: 1", "1.1,1,a,1,appraised,", "1.2,1,b,1,survey,each: 1")
    assert faults == [
        (2, "method", "blank, since the item has parts"),
        (2, "rule", "blank, since the item has parts"),
        (4, "rule", "blank, since the points come from the survey"),
    ]


@pytest.mark.parametrize(
    ("most", "method", "rule", "fault"),
    [
        ("4", "appraised", "choice: có = 4 | không = 0", None),
        ("4", "appraised", "choice: có = 4.5 | không = 0", "at most 4 points, max_points (at character 13)"),
        (
            "4",
            "appraised",
            "when có: choice: x = 1 ; otherwise choice: y = 5",
            "at most 4 points, max_points (at character 47)",
        ),
        ("", "bonus", "choice: có = 4", None),
        ("", "bonus", "each: 0.5", None),
        ("", "bonus", "deduct: 0.5", "a rule that needs no maximum, since max_points is blank"),
        (
            "",
            "penalty",
            "proportional rate: floor 1, full 2",
            "a rule that needs no maximum, since max_points is blank",
        ),
        ("2", "bonus", "deduct: 0.5", None),
    ],
)
def test_a_rule_gives_no_more_than_the_maximum(
    most: str, method: str, rule: str, fault: str | None, tmp_path: Path
) -> None:
    items, faults = read(tmp_path, f'1,,Một,{most},{method},"{rule}"', "2,,Hai,1,appraised,")
    assert faults == ([] if fault is None else [(2, "rule", fault)])
    assert items["1"].rule is not None
    assert items["1"].rule_text == rule


def read_ratios(folder: Path, *rows: str) -> tuple[dict[str, Item], list[tuple[int | None, str | None, str]]]:
    head = "item_code,parent_code,name,max_points,method,rule,evidence,remedy,source,zero_of_zero,same_cases_as"
    (folder / "so.csv").write_text("\n".join((head, *rows, "")), "utf-8")
    faults = Faults()
    items = read_items(folder / "so.csv", faults)
    return {item.code: item for item in items}, [(one.row, one.column, str(one.expected)) for one in faults.problems]


RATE = '"proportional rate: floor 0, full 90"'


def test_a_leaf_says_what_0_of_0_means_and_whose_cases_it_has(tmp_path: Path) -> None:
    when = '"when có: bands rate: 85 = 1 ; otherwise choice: không = 0"'
    items, faults = read_ratios(
        tmp_path,
        f"1,,Một,1,appraised,{RATE},,,,zero,",
        f"2,,Hai,1,appraised,{RATE},,,,FULL,1",
        f"3,,Ba,1,appraised,{when},,,,not_applicable,1",
        f"4,,Bốn,1,appraised,{RATE},,,,,",
    )
    assert faults == []
    assert [item.zero_of_zero for item in items.values()] == ["zero", "full", "not_applicable", None]
    assert [item.same_cases_as for item in items.values()] == ["", "1", "1", ""]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"3,,Ba,1,appraised,{RATE},,,,ful,", ("zero_of_zero", "a known meaning of 0 of 0; did you mean full?")),
        (
            "3,,Ba,1,appraised,choice: có = 1,,,,full,",
            ("zero_of_zero", "blank, since no rule of the item reads a rate"),
        ),
        ("3,,Ba,1,appraised,each: 1,,,,full,", ("zero_of_zero", "blank, since no rule of the item reads a rate")),
        ("3,,Ba,1,appraised,,,,,zero,", ("zero_of_zero", "blank, since no rule of the item reads a rate")),
        ("3,,Ba,1,appraised,each: 1,,,,,1", ("same_cases_as", "blank, since no rule of the item reads a rate")),
        (f"3,,Ba,1,appraised,{RATE},,,,,3", ("same_cases_as", "another item than itself")),
        (f"3,,Ba,1,appraised,{RATE},,,,,12", ("same_cases_as", "a known item code; did you mean 2?")),
        (f"3,,Ba,1,appraised,{RATE},,,,,4", ("same_cases_as", "an item with a rule that reads a rate")),
        (f"3,,Ba,1,appraised,{RATE},,,,,2", ("same_cases_as", "an item with cases of its own, such as 1")),
    ],
)
def test_a_leaf_that_shares_no_cases_is_a_fault_at_its_cell(row: str, fault: tuple[str, str], tmp_path: Path) -> None:
    rows = (f"1,,Một,1,appraised,{RATE},,,,,", f"2,,Hai,1,appraised,{RATE},,,,,1", row, "4,,Bốn,1,appraised,,,,,,")
    _, faults = read_ratios(tmp_path, *rows)
    assert faults == [(4, *fault)]


def test_a_rule_that_cannot_be_read_is_told_alone(tmp_path: Path) -> None:
    rows = ("1,,Một,1,appraised,bands rate: x,,,,full,2", f"2,,Hai,1,appraised,{RATE},,,,,1")
    assert [column for _, column, _ in read_ratios(tmp_path, *rows)[1]] == ["rule"]


def test_a_tree_of_bonus_alone_makes_no_index(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "9,,Thưởng,,,", "9.1,9,a,1,bonus,", "9.2,9,b,1,penalty,")
    assert [(row, column) for row, column, _ in faults] == [(2, "method")]
    assert read(tmp_path, "9.1,,a,1,bonus,", "1,,b,1,survey,")[1] == []


def test_names_and_codes_are_needed_and_a_code_stands_once(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "1,,Một,1,appraised,", "2,,Hai,1,appraised,", ",,Ba,1,appraised,", "2,,,1,appraised,")
    assert faults == [
        (4, "item_code", "the code of the item"),
        (5, "item_code", "each item code once; it stands in row 3 too"),
        (5, "name", "the name of the item"),
    ]


def test_a_file_without_items_is_a_fault(tmp_path: Path) -> None:
    assert read(tmp_path) == ({}, [(2, None, "at least one item")])


def test_parents_lead_to_an_area(tmp_path: Path) -> None:
    rows = ("1,,Một,1,appraised,", "2,2,a,1,appraised,", "3,x,b,,,", "3.1,3,c,0,appraised,", "4,5,d,9,,", "5,4,e,,,")
    items, faults = read(tmp_path, *rows)
    places = [(row, column) for row, column, _ in faults]
    assert sorted(places) == [
        (3, "parent_code"),
        (4, "parent_code"),
        (5, "max_points"),  # what hangs on a fault is read too
        (6, "parent_code"),  # one for the circle
    ]
    expected = {row: what for row, column, what in faults if column == "parent_code"}
    assert expected[3] == "another item than itself"
    assert expected[6] == "a chain of parents that ends in an area, not a circle"
    assert set(items) == {"1", "2", "3", "3.1", "4", "5"}


@pytest.mark.parametrize(("levels", "count"), [(DEEPEST, 0), (DEEPEST + 1, 1)])
def test_a_tree_has_at_most_nine_levels(levels: int, count: int, tmp_path: Path) -> None:
    assert DEEPEST == 9
    rows = [
        f"{n},{n - 1 or ''},m{n},{'1' if n == levels else ''},{'appraised' if n == levels else ''},"
        for n in range(1, levels + 1)
    ]
    _, faults = read(tmp_path, *rows)
    assert [what for _, _, what in faults] == ["a tree of at most 9 levels"] * count


def test_what_hangs_on_a_fault_is_no_circle_also_where_it_stands_before(tmp_path: Path) -> None:
    items, faults = read(tmp_path, "1,,Một,1,appraised,", "3.1.1,3.1,c,1,appraised,", "3.1,3,c,,,", "3,x,b,,,")
    assert [(row, column) for row, column, _ in faults] == [(5, "parent_code")]
    assert set(items) == {"1", "3", "3.1", "3.1.1"}


def test_a_leaf_says_whether_its_cases_add_up_and_blank_is_yes(tmp_path: Path) -> None:
    head = "item_code,parent_code,name,max_points,method,rule,evidence,remedy,source,Cộng dồn trong năm"
    rows = ("1,,Một,,,,,,,", "1.1,1,a,1,appraised,,,,,no", "1.2,1,b,1,appraised,,,,,", "1.3,1,c,1,appraised,,,,,có")
    path = tmp_path / "so.csv"
    path.write_text("\n".join((head, *rows, "1.4,1,d,1,appraised,,,,,x", "")), "utf-8")
    faults = Faults()
    items = {item.code: item.accumulates for item in read_items(path, faults)}
    assert items == {"1": True, "1.1": False, "1.2": True, "1.3": True, "1.4": True}
    assert [(one.row, one.column) for one in faults.problems] == [(6, "accumulates")]


def test_a_head_without_room_takes_the_short_name_of_its_language_else_the_name(tmp_path: Path) -> None:
    head = "item_code,parent_code,name,name_en,max_points,method,rule,evidence,remedy,source,Tên ngắn,short_name_en"
    rows = ("1,,Tài chính công,Public finance,1,appraised,,,,,Tài chính,Finance", "2,,Bộ máy,Bodies,1,appraised,,,,,,")
    path = tmp_path / "so.csv"
    path.write_text("\n".join((head, *rows, "3,,Một cửa,One stop,1,appraised,,,,,Cửa,", "")), "utf-8")
    items = read_items(path, Faults())
    set_language("vi")
    assert [item.brief for item in items] == ["Tài chính", "Bộ máy", "Cửa"]
    set_language("en")
    assert [item.brief for item in items] == ["Finance", "Bodies", "One stop"]
