"""Copies of details kept as tables, a row per unit or a row per leaf."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import Place, Printed, PrintedUnit
from parreport.inputs.portal_766.kept import WIDE, column_of, is_long, read_long, read_wide

PLACE = Place("t.csv", 2)
LONG = ["unit_code", "unit", "item_code", "numerator", "denominator", "printed_points_where_no_ratio"]


def wide(unread: Faults | None = None, **cells: str) -> dict[str, Printed]:
    return read_wide(cells, PLACE, "A", unread or Faults())


def long(*rows: str, heads: list[str] = LONG) -> tuple[list[PrintedUnit], list[str]]:
    """Return the units, and what was not read: row, column, what was expected."""
    unread = Faults()
    grid = [["Bảng"], heads, *(row.split(",") for row in rows)]
    units = list(read_long(grid, 1, "t.csv", unread))
    return units, [f"{one.row} {one.column or ''}: {one.expected} <- {one.found}" for one in unread.problems]


@pytest.mark.parametrize(
    ("typed", "column"), [("mdsh_d", "mdsh_d"), ("Publish N", "publish_n"), ("copy_points", "copy_points"), ("x", None)]
)
def test_a_head_names_a_numerator_or_a_denominator(typed: str, column: str | None) -> None:
    assert column_of(typed) == column


def test_a_table_is_long_where_it_has_the_five_heads_whatever_stands_besides() -> None:
    assert is_long(LONG)
    assert is_long([*LONG[4::-1], "Ghi chú"])
    assert not is_long(LONG[:4])
    assert not is_long(["ten", "ckmb", "tdgq"])


def test_a_row_per_unit_has_a_pair_of_columns_for_each_leaf_with_a_rate_and_points_alone_for_one() -> None:
    leaves = wide(mdsh_d="10", e_result_n="4", reused_n=" ", publish_n="1", publish_d="2", copy_points="1,5")
    assert {code: (one.numerator, one.denominator, one.points) for code, one in leaves.items()} == {
        "CKMB.1": (1, 2, None),
        "MDSH.1": (4, 10, None),
        **{f"MDSH.{n}": (None, 10, None) for n in (2, 3, 4, 5)},
        "MDSH.7": (None, None, Decimal("1.5")),
    }
    assert leaves["MDSH.1"].place.way == "e_result_n"


def test_a_table_of_the_groups_has_no_leaves_though_it_has_cases() -> None:
    assert wide(on_time="1", received="2") == {}
    assert list(wide(on_time="1", received="2", mdsh_d="")) == ["TDGQ.1"]


def test_cases_with_three_digits_behind_a_mark_are_unclear_but_points_are_not() -> None:
    unread = Faults()
    leaves = wide(unread, mdsh_d="", on_time="1.500", received="2", copy_points="0.125")
    assert leaves["TDGQ.1"].numerator is None and leaves["MDSH.7"].points == Decimal("0.125")
    assert [(one.column, one.found, one.unit_code) for one in unread.problems] == [("on_time", "1.500", "A")]


def test_every_leaf_of_the_wide_form_is_of_two_columns_but_one() -> None:
    assert [code for code, names in WIDE.items() if len(names) != 2] == ["MDSH.7"]


def test_a_row_per_leaf_gives_units_in_the_order_of_their_first_rows() -> None:
    units, told = long("B,xã B,CKMB.1,1,2,", "A,sở A,TDGQ.1,,,5.5", ",,,,,", "B,xã B,CKMB.2,3,4,", "B,xã B,ONLINE.1,3")
    assert told == []
    assert [(unit.code, unit.name, unit.place.row) for unit in units] == [("B", "Xã B", 3), ("A", "Sở A", 4)]
    assert {code: (one.numerator, one.denominator, one.points) for code, one in units[0].leaves.items()} == {
        "CKMB.1": (1, 2, None),
        "CKMB.2": (3, 4, None),
        "ONLINE.1": (3, None, None),
    }
    assert units[1].leaves["TDGQ.1"].points == Decimal("5.5")
    assert units[0].leaves["CKMB.2"].place.row == 6


def test_columns_may_stand_in_any_order_and_points_may_lack() -> None:
    units, told = long("2,1,CKMB.1,xã A,A", heads=LONG[4::-1])
    assert told == []
    assert (units[0].code, units[0].leaves["CKMB.1"].numerator, units[0].leaves["CKMB.1"].points) == ("A", 1, None)


def test_a_rate_that_is_not_known_or_stands_twice_is_told() -> None:
    units, told = long("A,xã A,XYZ.1,1,2,", "A,xã A,CKMB.1,1,2,", "A,xã A,CKMB.1,9,9,")
    assert units[0].leaves["CKMB.1"].numerator == 1
    assert told == [
        "3 item_code: a rate that the framework has; it is not read <- XYZ.1",
        "5 item_code: each rate once <- CKMB.1",
    ]


def test_a_unit_without_a_sound_code_or_without_a_block_is_told_in_each_of_its_rows() -> None:
    units, told = long(",xã A,CKMB.1,1,2,", "V,Vân Canh,CKMB.1,1,2,")
    assert units == []
    assert told == [
        "3 : the code of the unit <- xã A",
        "4 : a name that tells the kind of unit: sở, ban, xã, phường, đặc khu, tỉnh, thành phố <- Vân Canh",
    ]


def test_figures_that_are_none_are_told_with_their_column() -> None:
    units, told = long("A,xã A,CKMB.1,1.500,-2,x")
    assert units[0].leaves["CKMB.1"].is_blank
    assert [one.split(":")[0] for one in told] == ["3 numerator", "3 denominator", "3 printed_points_where_no_ratio"]
