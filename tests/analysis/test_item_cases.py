"""Leaves that small numbers decide, leaves that are the same for all, what pairs are worth. M 11.4."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parreport.columns import is_blank
from parreport.display.method.case_sentences import describe_few_cases
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import write_year

FULL = "proportional rate: floor 0, full 100"
NAMES = ("equal_for_all", "copied_for_all", "median_denominator", "without_cases_n")


def of(numerator: Any, denominator: Any, **more: Any) -> dict[str, Any]:
    return {"numerator": numerator, "denominator": denominator} | more


def compute(folder: Path, points: Any) -> Results:
    tree = [("1",), ("1.1", "1", 8, "appraised", FULL), ("1.2", "1", 2, "appraised", FULL), ("1.3", "1", 10)]
    case = write_year(folder, tree, points, framework={"zero_of_zero": "full"})
    return case.compute("item_quality", "item_pairs")


def quality(results: Results, code: str) -> list[Any]:
    row = results.item_quality.set_index("item_code").loc[code]
    return [None if is_blank(row[name]) else row[name] for name in NAMES]


def test_the_worked_example_of_few_cases(tmp_path: Path) -> None:
    rates = {"a": (90, 0, 0), "b": (88, 1, 1), "c": (85, 0, 1), "d": (80, 0, 0)}
    points = {u: {"1.1": of(n, 100), "1.2": of(few, all_), "1.3": 5} for u, (n, few, all_) in rates.items()}
    results = compute(tmp_path, points)
    assert quality(results, "1.1") == [False, False, 100, 0]
    assert quality(results, "1.2") == [False, False, 0.5, 2]
    assert quality(results, "1.3") == [True, False, None, None]


def test_five_units_with_the_same_cases_have_a_copy_and_four_do_not(tmp_path: Path) -> None:
    points = {u: {"1.1": of(1, 47), "1.2": of(0, 0), "1.3": n} for n, u in enumerate("abcde")}
    results = compute(tmp_path, points)
    assert quality(results, "1.1") == [True, True, 47, 0]
    assert quality(results, "1.2") == [True, False, 0, 5]  # nothing to copy
    del points["e"]
    results = compute(tmp_path / "four", points)
    assert quality(results, "1.1") == [True, False, 47, 0]


def test_a_leaf_of_amounts_or_of_one_unit_has_no_median_or_no_equal(tmp_path: Path) -> None:
    results = compute(
        tmp_path, {"a": {"1.1": of("1.5", 3), "1.2": "no", "1.3": 5}, "b": {"1.1": of(1, 3), "1.2": 1, "1.3": 5}}
    )
    assert quality(results, "1.1") == [False, False, None, None]
    assert quality(results, "1.2") == [False, False, None, None]


def test_an_appraiser_s_figure_leaves_the_cases_of_a_leaf_as_they_were_declared(tmp_path: Path) -> None:
    points = {u: {"1.1": of(3, n, appraised_points=8), "1.2": of(1, 2), "1.3": 5} for u, n in (("a", 4), ("b", 6))}
    results = compute(tmp_path, points)
    assert quality(results, "1.1") == [True, False, 5, 0]


def test_a_pair_is_worth_what_its_leaves_have_of_the_maximum(tmp_path: Path) -> None:
    """1.1 and 1.2 rise and fall together: 8 + 2 of 20 points."""
    points = {u: {"1.1": of(n, 10), "1.2": of(n, 10), "1.3": 5} for u, n in zip("abc", (9, 5, 2), strict=True)}
    pairs = compute(tmp_path, points).item_pairs
    assert pairs[["item_code", "other_item_code", "points_share_pct"]].to_numpy().tolist() == [["1.1", "1.2", 50.0]]


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ((0, 0), "On each of them it is 0: at least half of the units that gave figures have no case (0/0)."),
        ((1, 2), "On 1 of them it is 0: at least half of the units that gave figures have no case (0/0)."),
    ],
)
def test_of_two_items_of_few_cases_both_or_one_have_none(tmp_path: Path, second: tuple[int, int], told: str) -> None:
    results = compute(tmp_path, {u: {"1.1": of(0, 0), "1.2": of(*second), "1.3": 5} for u in "abc"})
    with use_language("en"):
        words = describe_few_cases(results, results.framework.blocks[0])
    assert words.startswith("Small numbers decide 2 items") and told in words
