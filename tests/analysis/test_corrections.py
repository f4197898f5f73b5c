"""Corrections: every figure that differs from the published folder, with its reason."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.analysis.corrections import find_corrections

INDEX = pd.DataFrame(
    {
        "unit_code": ["a", "b"],
        "unit_name": ["A", "B"],
        "block": ["x", "x"],
        "points": [Decimal("8.5"), Decimal(7)],
        "bonus_points": [Decimal(0), Decimal(0)],
        "penalty_points": [Decimal(0), Decimal(0)],
        "max_points": [Decimal(10), Decimal(10)],
        "index_pct": [Decimal(85), Decimal(70)],
        "rank": pd.array([1, 2], dtype="Int64"),
        "band": ["Tốt", "Khá"],
    }
)
ITEMS = pd.DataFrame(
    {
        "unit_code": ["a", "b"],
        "item_code": ["1", "1"],
        "is_leaf": [True, True],
        "level": [1, 1],
        "applies": [True, True],
        "points": [Decimal("8.5"), Decimal(7)],
        "max_points": [Decimal(10), Decimal(10)],
        "score_pct": [85.0, 70.0],
        "rank": pd.array([1, 2], dtype="Int64"),
        "lost_points": [Decimal("1.5"), Decimal(3)],
    }
)
LEAVES = pd.DataFrame({"unit_code": ["a", "b"], "item_code": ["1", "1"], "reason": ["cộng nhầm", ""]})
PUBLISHED_INDEX = {
    "a": {"index_pct": "80", "rank": "1", "band": "Tốt"},
    "b": {"index_pct": "70", "rank": "2", "band": "Khá"},
}
PUBLISHED_ITEMS = {("a", "1"): {"points": "8", "max_points": "10"}, ("b", "1"): {"points": "7", "max_points": "10"}}


def test_each_changed_figure_is_told_with_its_reason() -> None:
    found = find_corrections(INDEX, ITEMS, LEAVES, PUBLISHED_INDEX, PUBLISHED_ITEMS)
    assert found.to_numpy().tolist() == [
        ["a", "", "index_pct", "80", "85", ""],
        ["a", "1", "points", "8", "8.5", "cộng nhầm"],
    ]


def test_a_unit_that_is_new_or_gone_is_told() -> None:
    gone = {"c": PUBLISHED_INDEX["b"], "a": PUBLISHED_INDEX["a"] | {"index_pct": "85"}}
    items = {("a", "1"): {"points": "8.5", "max_points": "10"}}
    found = find_corrections(INDEX, ITEMS, LEAVES, gone, items)
    assert set(found["unit_code"]) == {"b", "c"}
    assert ["b", "", "rank", "", "2", ""] in found.to_numpy().tolist()
    assert ["c", "", "rank", "2", "", ""] in found.to_numpy().tolist()


def test_equal_figures_give_no_row() -> None:
    items = PUBLISHED_ITEMS | {("a", "1"): {"points": "8.5", "max_points": "10"}}
    index = PUBLISHED_INDEX | {"a": {"index_pct": "85", "rank": "1", "band": "Tốt"}}
    assert find_corrections(INDEX, ITEMS, LEAVES, index, items).empty
