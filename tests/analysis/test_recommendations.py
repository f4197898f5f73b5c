"""What the province can do, by named rules: worked out by hand. M 15."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.recommendations import find_recommendations
from parreport.years.results import Results
from tests.cases import write_year

TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 2), ("9",), ("9.1", "9", None, "penalty")]
POINTS: dict[str, dict[str, Any]] = {
    "a": {"1.1": 4, "1.2": 2},
    "b": {"1.1": 2, "1.2": 2, "9.1": "0.5"},
    "c": {"1.1": 1, "1.2": 2, "9.1": 1},
    "d": {"1.1": 0, "1.2": 0},
}


def compute(folder: Path, points: dict[str, dict[str, Any]], **more: Any) -> Results:
    return write_year(folder, TREE, points, **more).compute("findings", "claim_sums", "recommendations")


def told(table: pd.DataFrame, rule: str) -> list[tuple[Any, ...]]:
    names = ["item_code", "units_n", "of_n", "points", "unit_codes"]
    return [tuple(row) for row in table.loc[table["rule"] == rule, names].itertuples(index=False)]


def test_an_item_on_which_half_of_the_block_has_at_most_half_of_the_points_is_a_common_loss(tmp_path: Path) -> None:
    table = compute(tmp_path, POINTS).recommendations
    assert told(table, "common_loss") == [("1.1", 3, 4, Decimal(9), "b;c;d")]


def test_units_with_penalties_are_named_the_largest_first(tmp_path: Path) -> None:
    table = compute(tmp_path, POINTS).recommendations
    assert told(table, "penalty_avoidable") == [("", 2, 4, Decimal("1.5"), "c;b")]


def test_one_learns_where_most_lose_and_the_block_loses_much(tmp_path: Path) -> None:
    table = compute(tmp_path, POINTS).recommendations
    assert told(table, "learn_from") == [("1.1", 1, 4, Decimal(9), "a")]


def test_items_that_cost_as_much_as_the_last_of_the_largest_are_learned_from_too(tmp_path: Path) -> None:
    points = {"a": {"1.1": 4, "1.2": 2}, "b": {"1.1": 3, "1.2": 1}, "c": {"1.1": 3, "1.2": 1}}
    table = compute(tmp_path, points).recommendations
    assert told(table, "learn_from") == [("1.1", 1, 3, Decimal(2), "a"), ("1.2", 1, 3, Decimal(2), "a")]


def test_far_behind_is_the_last_class_or_two_standard_deviations_below_the_mean(tmp_path: Path) -> None:
    table = compute(tmp_path / "class", POINTS).recommendations
    assert told(table, "far_behind") == [("", 3, 4, None, "d;c;b")]
    near: dict[str, dict[str, Any]] = {unit: {"1.1": 4, "1.2": 2} for unit in "abcdefgh"} | {"i": {"1.1": 3, "1.2": 2}}
    table = compute(tmp_path / "spread", near).recommendations
    assert told(table, "far_behind") == [("", 1, 9, None, "i")]


def test_who_is_far_behind_stands_by_its_share_of_its_own_maximum_the_lowest_first(tmp_path: Path) -> None:
    """b has 1 of 4 points, c 1.2 of 6."""
    points = {"a": {"1.1": 4, "1.2": 2}, "b": {"1.1": 1, "1.2": "no"}, "c": {"1.1": "1.2", "1.2": 0}}
    assert told(compute(tmp_path, points).recommendations, "far_behind") == [("", 2, 3, None, "c;b")]


def test_a_block_that_is_in_the_last_class_as_a_whole_is_not_behind_itself(tmp_path: Path) -> None:
    table = compute(tmp_path, {unit: {"1.1": 0, "1.2": 1} for unit in "abc"}).recommendations
    assert told(table, "far_behind") == []


def test_who_claims_more_above_the_official_points_than_others_is_named(tmp_path: Path) -> None:
    def claim(own: str) -> dict[str, Any]:
        return {"1.1": {"self_points": own, "appraised_points": 2}, "1.2": 2}

    points = {unit: claim("2") for unit in "abcd"} | {"e": claim("4")}
    assert told(compute(tmp_path, points).recommendations, "claims") == [("", 1, 5, Decimal(2), "e")]


def test_a_weakness_of_half_of_the_block_for_three_years_lasts(tmp_path: Path) -> None:
    results = compute(tmp_path, POINTS)
    for years, expected in ((2, []), (3, [("1.1", 3, 4, Decimal(9), "b;c;d")])):
        findings = results.findings.assign(years_weak=pd.array([years] * len(results.findings), dtype="Int64"))
        given = (results.items, results.index, findings, results.claim_sums, results.framework)
        assert told(find_recommendations(*given), "lasting") == expected, years


@pytest.mark.parametrize(("lasting", "is_told"), [("bc", True), ("b", False)])
def test_half_of_the_block_is_enough_for_a_lasting_weakness(lasting: str, is_told: bool, tmp_path: Path) -> None:
    results = compute(tmp_path, POINTS)
    years = [4 if unit in lasting else 1 for unit in results.findings["unit_code"]]
    findings = results.findings.assign(years_weak=pd.array(years, dtype="Int64"))
    found = find_recommendations(results.items, results.index, findings, results.claim_sums, results.framework)
    expected = [("1.1", 2, 4, Decimal(5), "b;c")]
    assert told(found, "lasting") == (expected if is_told else [])


@pytest.mark.parametrize("gap", ["b", "d"])
def test_units_with_gaps_are_left_out(gap: str, tmp_path: Path) -> None:
    points = {unit: dict(own) for unit, own in POINTS.items()}
    del points[gap]["1.1"]
    table = compute(tmp_path, points, status="draft").recommendations
    assert not any(gap in cell.split(";") for cell in table["unit_codes"])
    assert set(table["of_n"]) == {3}


def test_a_year_in_which_nothing_is_lost_has_no_recommendation(tmp_path: Path) -> None:
    table = compute(tmp_path, {unit: {"1.1": 4, "1.2": 2} for unit in "ab"}).recommendations
    assert table.empty
