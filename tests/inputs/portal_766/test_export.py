"""The records of an export: places, keys of groups, figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import Place, Printed, PrintedUnit, area_of, read_figure, same_words
from parreport.inputs.portal_766.names import Placed
from parreport.language import message


@pytest.mark.parametrize(
    ("key", "area"),
    [
        ("MDSH_SoHoaHoSo", "MDSH"),
        ("CLGQ", "ONLINE"),
        (" dvctt ", "ONLINE"),
        ("ckmb_", "CKMB"),
        ("SoHoa_MDSH", None),
        ("", None),
        ("  ", None),
    ],
)
def test_a_key_is_of_the_group_whose_sign_begins_it(key: str, area: str | None) -> None:
    assert area_of(key) == area


def test_a_place_is_said_in_words_from_the_file_to_the_way_in_it() -> None:
    assert Place("d.json", None, "all", 3).words() == "d.json, all[3]"
    assert Place("d.json", None, "all", 3).at("CKMB").at("score").words() == "d.json, all.CKMB.score"
    assert Place("t.csv", 4).words() == "t.csv, row 4"
    assert Place("t.csv", 4).at("CKMB").words() == "t.csv, row 4, CKMB"
    assert Place("t.csv").words() == "t.csv"


def test_a_problem_bears_the_unit_and_what_was_found_cut_short() -> None:
    problem = Place("t.csv", 4).problem(message("x"), "y" * 1000, "")
    assert problem.unit_code is None
    assert problem.found is not None and 50 < len(problem.found) < 1000
    assert Place("t.csv").problem(message("x")).found is None


@pytest.mark.parametrize(
    ("n", "d", "points", "is_blank"),
    [(1, 2, None, False), (None, 2, None, True), (1, None, None, True), (None, None, 1, False), (0, 0, 0, False)],
)
def test_a_leaf_is_blank_without_points_and_without_a_whole_rate(
    n: int | None, d: int | None, points: int | None, is_blank: bool
) -> None:
    printed = Printed(Place("t"), *(None if one is None else Decimal(one) for one in (n, d, points)))
    assert printed.is_blank is is_blank


def test_the_figures_of_a_unit_are_its_rates_its_groups_and_its_total() -> None:
    leaves = {"CKMB.1": Printed(Place("t"), Decimal(1), Decimal(2), Decimal(3), Decimal(6))}
    unit = PrintedUnit(Place("t"), "A", Placed("xa", "Xã A"), leaves, {"CKMB": Decimal(9)}, Decimal(70))
    assert unit.figures() == {"CKMB.1": (1, 2, 3), "CKMB": (9,), "TONG_SCORE": (70,)}
    assert PrintedUnit(Place("t"), "A", Placed("xa", "Xã A")).figures() == {"TONG_SCORE": (None,)}


@pytest.mark.parametrize(
    ("typed", "sort", "number", "expected"),
    [
        ("", "", None, None),
        (" – ", "", None, None),
        ("-", "", None, None),
        ("—", "", None, None),
        ("0", "", "0", None),
        ("7,5", "", "7.5", None),
        ("1.500", "", "1.5", None),
        ("1.500", "part", None, "a number whose mark is clear: 12345, or 12345.0"),
        ("-0.01", "", None, "a number that is not negative"),
        ("mười", "", None, "a number"),
    ],
)
def test_a_figure_is_a_number_that_is_not_negative_or_told(
    typed: str, sort: str, number: str | None, expected: str | None
) -> None:
    unread = Faults()
    found = read_figure(typed, Place("t", 2), "A", sort, unread)
    assert found == (None if number is None else Decimal(number))
    told = [(str(one.expected), one.found, one.unit_code) for one in unread.problems]
    assert told == ([] if expected is None else [(expected, typed, "A")])


def test_words_are_the_same_whatever_their_marks_and_capitals() -> None:
    assert same_words("Xã Đăk Song", "XA DAK SONG")
    assert not same_words("Xã A", "Xã B")
