"""What several years come to: the way of units and blocks, units that ended."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import parreport as pr
from parreport.analysis.trends import count_moves, describe_trends, find_movers, round_trends
from parreport.columns import is_blank
from parreport.years.results import Period
from tests.cases import write_year

PROJECT = Path(__file__).resolve().parents[2]
TREE = (("1",), ("1.1", "1", 10))


@pytest.fixture(scope="module")
def tiny() -> Period:
    """Three years worked out by hand: see tests/tiny_years/README.md."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        return pr.compute_period("tests/tiny_years/2018.yaml")


def test_a_unit_is_followed_from_the_first_year_in_which_it_has_an_index(tiny: Period) -> None:
    rows = tiny.trends.set_index("unit_code")
    assert list(rows.index) == ["a", "b", "m"]
    assert list(rows["first_year"]) == [2016, 2016, 2017]
    assert list(rows["first_pct"]) == [Decimal(60), Decimal("62.5"), Decimal(70)]
    assert list(rows["change_pp"]) == [Decimal(20), Decimal("12.5"), Decimal(-5)]


def test_places_are_counted_from_the_first_rank_in_the_block(tiny: Period) -> None:
    rows = tiny.trends.set_index("unit_code")
    assert list(rows["first_rank"]) == [3, 2, 1]
    assert list(rows["places"]) == [2, 0, -2]


def test_the_parts_of_the_change_sum_to_its_total(tiny: Period) -> None:
    rows = tiny.trends.set_index("unit_code")
    # a: 5.55 + 4.5 + 9.75 on three leaves, 0.2 by the criteria set; b: 5 + 0 + 7.5 and 0
    assert list(rows.loc[["a", "b"], "performance_pp"]) == [Decimal("19.8"), Decimal("12.5")]
    assert list(rows.loc[["a", "b"], "framework_pp"]) == [Decimal("0.2"), Decimal(0)]
    parts = ["performance_pp", "framework_pp", "bonus_penalty_pp"]
    for row in rows.loc[["a", "b"]].to_dict("records"):
        assert sum((row[part] for part in parts), Decimal(0)) == row["total_pp"]
    assert all(is_blank(rows.loc["m", part]) for part in [*parts, "total_pp"])


def test_the_mean_of_a_block_is_over_all_its_units_of_the_year(tiny: Period) -> None:
    rows = tiny.block_series
    assert list(rows["units_n"]) == [4, 3, 3]
    # (60 + 62.5 + 100 + 0)/4 = 55.625; (65 + 62.5 + 70)/3; (80 + 75 + 65)/3
    assert list(rows["mean_pct"]) == [Decimal("55.63"), Decimal("65.83"), Decimal("73.33")]


def test_the_comparable_mean_is_over_the_same_units_in_all_years(tiny: Period) -> None:
    rows = tiny.block_series
    assert list(rows["same_n"]) == [2, 2, 2]
    # a 50, 60.416666667, 78.571428571 and b 59.375, 68.75, 90; m has no 2016
    expected = [54.6875, 64.583333334, 84.285714286]
    assert list(rows["comparable_mean_pct"]) == pytest.approx(expected, abs=1e-8)


def test_the_same_units_are_those_of_the_first_year_with_any_of_them(tiny: Period) -> None:
    """a and b were there in 2016: (60 + 62.5) / 2 and (80 + 75) / 2; m came in 2017."""
    (row,) = tiny.same_units.to_dict("records")
    assert (row["first_year"], row["units_n"]) == (2016, 2)
    assert (row["first_pct"], row["last_pct"], row["change_pp"]) == (
        Decimal("61.25"),
        Decimal("77.5"),
        Decimal("16.25"),
    )


def test_merged_units_have_ended_and_name_their_successor(tiny: Period) -> None:
    assert [tuple(row) for row in tiny.ended[["unit_code", "last_year", "successors"]].values] == [
        ("m1", 2016, "m"),
        ("m2", 2016, "m"),
    ]


def test_a_unit_that_one_year_lacks_has_not_ended_and_one_that_never_returns_has(tmp_path: Path) -> None:
    first = write_year(tmp_path, TREE, {u: {"1.1": 5} for u in ("a", "b", "c")}, name="2016")
    second = write_year(tmp_path, TREE, {"a": {"1.1": 6}}, name="2017", base=first)
    third = write_year(tmp_path, TREE, {u: {"1.1": 7} for u in ("a", "b")}, base=second)
    ended = third.period().ended
    assert [tuple(row) for row in ended[["unit_code", "last_year", "successors"]].values] == [("c", 2016, "")]


def test_a_unit_with_a_new_code_has_not_ended(tmp_path: Path) -> None:
    first = write_year(tmp_path, TREE, {"old": {"1.1": 5}}, name="2017")
    units = {"new": {"base_unit_code": "old"}}
    second = write_year(tmp_path, TREE, {"new": {"1.1": 6}}, units=units, base=first)
    period = second.period()
    assert period.ended.empty
    assert list(period.trends["change_pp"]) == [Decimal(10)]


def test_one_year_has_no_change_and_no_places(tmp_path: Path) -> None:
    period = write_year(tmp_path, TREE, {"a": {"1.1": 5}}).period()
    assert is_blank(period.trends["change_pp"].iloc[0])
    assert is_blank(period.trends["places"].iloc[0])
    assert list(period.block_series["mean_pct"]) == [Decimal(50)]


# --- straight from a series -------------------------------------------------------------------


def trend_of(*years: tuple[int, str | None, int | None, str, float | None], block: str = "so") -> dict[str, object]:
    """The way of a unit through years: year, printed index, rank, block, comparable index."""
    names = ["year", "printed_pct", "rank", "block", "comparable_pct"]
    rows = [(year, None if pct is None else Decimal(pct), *more) for year, pct, *more in years]
    series = pd.DataFrame(rows, columns=names, dtype=object).assign(unit_code="a", gaps_n=0)
    series["uncapped_pct"] = series["printed_pct"]
    parts = pd.DataFrame({"unit_code": [], "part": [], "change_pp": []})
    units = pd.DataFrame({"unit_code": ["a"], "block": [block]})
    (row,) = describe_trends(series, parts, units, 2).to_dict("records")
    return {name: None if is_blank(value) else value for name, value in row.items()}


def test_the_comparable_change_is_from_the_first_to_the_last_year_that_is_linked() -> None:
    years = [(2015, "50", 3, "so", None), (2016, "60", 2, "so", 61.5), (2017, "70", 4, "so", 40.0)]
    row = trend_of(*years, (2018, "80.5", 1, "so", 70.1))
    assert row["comparable_change_pp"] == 8.6
    assert (row["first_year"], row["first_pct"], row["change_pp"]) == (2015, 50, Decimal("30.5"))
    assert (row["first_rank_year"], row["first_rank"], row["places"]) == (2015, 3, 2)


def test_one_linked_year_is_no_change() -> None:
    assert trend_of((2017, "60", 2, "so", None), (2018, "80", 1, "so", 70.0))["comparable_change_pp"] is None
    alone = trend_of((2018, "80", 1, "so", 70.0))
    assert (alone["comparable_change_pp"], alone["change_pp"], alone["places"]) == (None, None, None)
    assert (alone["first_year"], alone["first_rank"]) == (2018, 1)


def test_a_unit_without_an_index_now_has_no_change_to_now() -> None:
    row = trend_of((2016, "60", 2, "so", 60.0), (2017, "70", 1, "so", 70.0), (2018, None, None, "so", None))
    assert (row["first_year"], row["first_pct"], row["change_pp"], row["places"]) == (2016, 60, None, None)
    assert row["comparable_change_pp"] is None


def test_a_rank_in_another_block_is_not_compared() -> None:
    row = trend_of((2016, "60", 9, "xa", 60.0), (2017, "70", 5, "so", 65.0), (2018, "80", 1, "so", 70.0))
    assert (row["first_rank_year"], row["first_rank"], row["places"]) == (2017, 5, 4)
    assert trend_of((2018, "80", 1, "xa", 70.0))["first_rank"] is None


# --- who moved ------------------------------------------------------------------------------


def trends_of(*units: tuple[str, str, int | None, str | None, int | None], first: int = 2016) -> pd.DataFrame:
    """Trends of units: code, block, year of the first index and rank, change, places."""
    names = ["unit_code", "block", "first_year", "change_pp", "places"]
    rows = [(*unit[:3], None if unit[3] is None else Decimal(unit[3]), unit[4]) for unit in units]
    table = pd.DataFrame(rows, columns=names, dtype=object)
    return table.assign(first_rank_year=table["first_year"])


def test_units_that_rose_fell_or_stayed_are_counted_by_block() -> None:
    moved = trends_of(
        *(("a", "xa", 2016, "0.01", 0), ("b", "xa", 2016, "3", 0), ("c", "xa", 2016, "-0.01", 0)),
        *(("d", "xa", 2016, "0", 0), ("e", "so", 2016, "-5", 0), ("f", "xa", 2017, "9", 0)),
        ("g", "xa", 2016, None, 0),
    )
    rows = count_moves(moved, 2016)  # type: ignore[arg-type]
    assert rows.to_numpy().tolist() == [["xa", 4, 2, 1, 1], ["so", 1, 0, 1, 0]]


def movers(places: list[int | None], first: int = 2016) -> list[tuple[str, int]]:
    """Return who moved most, of a block of units u00, u01 …, that moved so many places."""
    moved = trends_of(*((f"u{n:02}", "so", first, None, own) for n, own in enumerate(places)))
    rows = find_movers(moved, 2016).to_dict("records")  # type: ignore[arg-type]
    return [(row["unit_code"], row["places"]) for row in rows]


def test_of_up_to_six_units_one_is_told_each_way_of_up_to_twelve_two_then_three() -> None:
    assert movers([4, 3, 2, -2, -3, -4]) == [("u00", 4), ("u05", -4)]
    assert movers([4, 3, 2, -2, -3, -4, 0]) == [("u00", 4), ("u01", 3), ("u05", -4), ("u04", -3)]
    assert movers([4, 3, 2, -2, -3, -4, *[0] * 6]) == [("u00", 4), ("u01", 3), ("u05", -4), ("u04", -3)]
    thirteen = movers([7, 6, 5, 4, -4, -5, -6, -7, *[0] * 5])
    assert thirteen == [("u00", 7), ("u01", 6), ("u02", 5), ("u07", -7), ("u06", -6), ("u05", -5)]


def test_a_move_is_a_sixth_of_the_places_or_two_where_nobody_moved_so_far() -> None:
    nineteen = [0] * 16  # a sixth of 19 units is 3.2, so 4 places
    assert movers([4, 3, -4, *nineteen]) == [("u00", 4), ("u02", -4)]
    assert movers([3, 2, -3, *nineteen]) == [("u00", 3), ("u01", 2), ("u02", -3)]
    assert movers([1, -1, 0]) == []
    assert movers([2, -1, 0]) == [("u00", 2)]
    assert movers([*[3, -2], *[0] * 10]) == [("u00", 3), ("u01", -2)]  # of 12 units 2 places are a sixth
    assert movers([*[3, -2], *[0] * 11]) == [("u00", 3)]  # of 13 units 3 places are


def test_units_tied_at_the_cut_are_all_told_unless_they_are_many() -> None:
    assert movers([3, 3, 0, 0]) == [("u00", 3), ("u01", 3)]
    assert movers([3, 3, 3, 0]) == []  # three for the one who is told: none of them
    assert movers([5, *[3] * 3, *[0] * 4]) == [("u00", 5)]
    assert movers([5, 3, 3, *[0] * 5]) == [("u00", 5), ("u01", 3), ("u02", 3)]


def test_a_unit_that_came_later_or_has_no_rank_did_not_move() -> None:
    assert movers([5, 0, -5], first=2017) == []
    assert movers([None, 4, 0]) == [("u01", 4)]


def test_parts_of_a_change_are_rounded_so_that_they_add_up() -> None:
    trends = pd.DataFrame(
        {
            "unit_code": ["a", "gap", "late", "none"],
            "performance_pp": [Decimal("1.005"), Decimal(1), Decimal(1), None],
            "bonus_penalty_pp": [Decimal("-0.004"), Decimal(0), Decimal(0), None],
            "total_pp": [Decimal("1.239"), Decimal(1), Decimal(1), None],
        }
    )
    rows = [
        *(("a", 2016, Decimal("60.1"), 0), ("a", 2017, Decimal("0"), 0), ("a", 2018, Decimal("61.34"), 0)),
        *(("gap", 2016, Decimal(1), 1), ("gap", 2018, Decimal(2), 0), ("late", 2018, Decimal(2), 0)),
        *(("none", 2016, Decimal(1), 0), ("none", 2018, Decimal(2), 0)),
    ]
    series = pd.DataFrame(rows, columns=["unit_code", "year", "uncapped_pct", "gaps_n"])
    rounded = round_trends(trends, series, 2016, 2)  # type: ignore[arg-type]
    assert list(rounded.columns) == ["unit_code", "performance_pp", "framework_pp", "bonus_penalty_pp", "total_pp"]
    assert rounded.to_numpy().tolist() == [["a", Decimal("1.01"), Decimal("0.23"), Decimal("0.00"), Decimal("1.24")]]
