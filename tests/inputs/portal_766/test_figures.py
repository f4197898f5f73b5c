"""From what is printed of a unit to the rows of ``points.csv``; what is not taken as printed is told."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, Framework
from parreport.inputs.framework_files import read_framework
from parreport.inputs.packaged import find_framework
from parreport.inputs.portal_766.export import Place, Printed, PrintedUnit
from parreport.inputs.portal_766.figures import EXCESS, Row, declare_areas, declare_leaves
from parreport.inputs.portal_766.names import Placed
from parreport.language import use_language

PLACE = Place("d.json", None, "all", 0)


@cache
def framework(name: str) -> Framework:
    return read_framework(find_framework(name))


def block(name: str = "766-2026") -> Block:
    return framework(name).by_code["xa"]


def unit(leaves: dict[str, Printed] | None = None, **areas: str) -> PrintedUnit:
    given = {area: Decimal(points) for area, points in areas.items()}
    return PrintedUnit(PLACE, "U", Placed("xa", "Xã U"), leaves or {}, given)


def rate(n: int | None, d: int | None, points: str | None = None, temporary: bool = False) -> Printed:
    parts = [None if one is None else Decimal(one) for one in (n, d)]
    return Printed(PLACE.at("leaf"), *parts, None if points is None else Decimal(points), None, temporary)


def told(unread: Faults) -> list[str]:
    """Return what was expected, and what was found where something was."""
    return [f"{one.expected}" + (f" <- {one.found}" if one.found else "") for one in unread.problems]


def rows_of(one: PrintedUnit, unread: Faults) -> dict[str, Row]:
    return {row.item_code: row for row in declare_leaves(one, block(), framework("766-2026"), unread)}


# --- by areas -------------------------------------------------------------------------------

FULL = {"CKMB": "18", "TDGQ": "20", "ONLINE": "12", "TTTT": "10", "MDSH": "22", "MDHL": "18"}


def test_an_area_is_a_leaf_with_the_points_that_are_printed() -> None:
    unread = Faults()
    rows = declare_areas(unit(**FULL), block("766-groups"), unread)
    assert {row.item_code: row.points for row in rows} == {area: Decimal(points) for area, points in FULL.items()}
    assert {row.evidence for row in rows} == {"points of the group, printed by the portal"}
    assert unread.problems == []


def test_points_above_the_maximum_are_one_row_of_bonus_with_its_reasons() -> None:
    rows = declare_areas(unit(**FULL | {"CKMB": "18.5", "TTTT": "10.25"}), block("766-groups"), Faults())
    found = {row.item_code: row.points for row in rows}
    assert (found["CKMB"], found["TTTT"], found[EXCESS]) == (18, 10, Decimal("0.75"))
    assert sum(found.values(), Decimal(0)) == Decimal("100.75")  # type: ignore[arg-type]
    assert rows[-1].reason == (
        "the portal prints 18.5 points, group CKMB has at most 18; "
        "the portal prints 10.25 points, group TTTT has at most 10"
    )
    with use_language("vi"):
        assert "18,5" in declare_areas(unit(**FULL | {"CKMB": "18.5"}), block("766-groups"), Faults())[-1].reason


def test_an_area_that_is_not_printed_is_a_gap_and_is_told_while_none_is_no_gap() -> None:
    unread = Faults()
    printed = {area: points for area, points in FULL.items() if area != "TDGQ"} | {"MDSH": "0"}
    rows = {row.item_code: row.points for row in declare_areas(unit(**printed), block("766-groups"), unread)}
    assert rows["TDGQ"] is None and rows["MDSH"] == 0 and EXCESS not in rows
    assert told(unread) == ["the points of the group; they are left blank"]
    assert (unread.problems[0].column, unread.problems[0].found, unread.problems[0].unit_code) == ("all.TDGQ", "", "U")


# --- by leaves ------------------------------------------------------------------------------


def test_a_rate_gives_its_points_by_the_rule_whatever_is_printed() -> None:
    row = rows_of(unit({"CKMB.1": rate(1, 3, "5")}), Faults())["CKMB.1"]
    assert (row.points, row.numerator, row.denominator, row.evidence) == (2, 1, 3, "")
    assert row.appraised is None


def test_a_temporary_denominator_is_said_in_the_row() -> None:
    row = rows_of(unit({"CKMB.1": rate(1, 3, temporary=True)}), Faults())["CKMB.1"]
    assert row.evidence == "the portal marks the denominator as temporary"


def test_a_numerator_as_large_as_its_denominator_is_sound_and_gives_the_maximum() -> None:
    unread = Faults()
    assert rows_of(unit({"CKMB.1": rate(3, 3)}), unread)["CKMB.1"].points == 6
    assert not any("above" in words for words in told(unread))


def test_none_of_none_counts_as_the_framework_says() -> None:
    assert rows_of(unit({"CKMB.1": rate(0, 0)}), Faults())["CKMB.1"].points == 0
    assert rows_of(unit({"MDHL.2": rate(0, 0)}), Faults())["MDHL.2"].points == 6


def test_points_that_are_printed_are_taken_where_the_rate_is_unsound_or_blank() -> None:
    unread = Faults()
    rows = rows_of(unit({"CKMB.1": rate(4, 3, "5.5"), "CKMB.2": rate(None, 3, "4"), "CKMB.3": rate(1, 2)}), unread)
    assert (rows["CKMB.1"].points, rows["CKMB.1"].appraised, rows["CKMB.1"].numerator) == (
        Decimal("5.5"),
        Decimal("5.5"),
        None,
    )
    assert rows["CKMB.1"].evidence == "points printed by the portal"
    assert rows["CKMB.2"].points == 4
    assert told(unread)[:2] == [
        "a numerator that is not above the denominator, 3; the 5.5 points that are printed are taken <- 4",
        "numerator and denominator of item CKMB.2; the 4 points that are printed are taken",
    ]


def test_printed_points_above_the_maximum_of_a_leaf_are_not_taken_those_at_it_are() -> None:
    unread = Faults()
    printed = {"CKMB.1": rate(None, None, "6.01"), "CKMB.2": rate(None, None, "4"), "CKMB.3": rate(None, None, "2.5")}
    rows = rows_of(unit(printed), unread)
    assert (rows["CKMB.1"].points, rows["CKMB.2"].points, rows["CKMB.3"].points) == (None, 4, None)
    assert "at most 6 (max_points); its points are left blank <- 6.01" in told(unread)


def others(**changed: Printed | None) -> dict[str, Printed]:
    """Return three of the four rates of CKMB, together 8 points."""
    printed = {"CKMB.1": rate(1, 3), "CKMB.2": rate(1, 1), "CKMB.3": rate(2, 2)} | {
        code.replace("_", "."): one for code, one in changed.items()
    }
    return {code: one for code, one in printed.items() if one is not None}


@pytest.mark.parametrize(
    ("area", "points"), [("13", "5"), ("8", "0"), ("14", "6"), ("14.01", None), ("7.99", None), (None, None)]
)
def test_the_only_leaf_that_is_not_printed_takes_what_its_group_leaves(area: str | None, points: str | None) -> None:
    given = {} if area is None else {"CKMB": area}
    row = rows_of(unit(others(), **given), Faults())["CKMB.4"]
    assert row.points == (None if points is None else Decimal(points))
    if points is not None:
        assert row.evidence == "points of group CKMB printed by the portal, less the other items"
        assert row.appraised == Decimal(points)


def test_what_a_group_leaves_is_told_beside_what_was_unsound() -> None:
    unread = Faults()
    row = rows_of(unit(others(CKMB_4=rate(9, 3)), CKMB="13"), unread)["CKMB.4"]
    assert row.points == 5
    assert told(unread)[0] == (
        "a numerator that is not above the denominator, 3; 5 points are taken, what its group leaves <- 9"
    )
    assert unread.problems[0].column == "all.leaf"


def test_two_leaves_that_are_not_printed_stay_blank_and_are_told() -> None:
    unread = Faults()
    rows = rows_of(unit(others(CKMB_3=None), CKMB="13"), unread)
    assert rows["CKMB.3"].points is None and rows["CKMB.4"].points is None
    assert rows["CKMB.3"].evidence == ""
    assert told(unread)[0] == "numerator and denominator of item CKMB.3; its points are left blank"
    assert unread.problems[0].column == "all.CKMB.3"


def test_a_group_of_one_leaf_that_is_not_printed_takes_the_points_of_the_group() -> None:
    row = rows_of(unit({}, ONLINE="6.31"), Faults())["ONLINE.1"]
    assert (row.points, row.evidence) == (Decimal("6.31"), "points printed by the portal")


def test_rows_stand_in_the_order_of_the_framework() -> None:
    rows = declare_leaves(unit(others(), CKMB="13"), block(), framework("766-2026"), Faults())
    assert [row.item_code for row in rows] == [leaf.code for leaf in block().leaves]
    assert {row.unit_code for row in rows} == {"U"}
