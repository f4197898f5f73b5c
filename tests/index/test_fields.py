"""The ranked units of a block as arrays. M 1.7, 9."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.index.fields import Field, find_field, find_place, rank_columns, round_as_printed
from parreport.inputs.framework import Block, FindingSettings, Framework, Item


def leaf(code: str, method: Any = "appraised") -> Item:
    return Item(code, "1", code, "", 2, 1, True, "1", code, Decimal(5), method)


LEAVES = (leaf("a"), leaf("b"), leaf("plus", "bonus"), leaf("more", "bonus"), leaf("less", "penalty"))
BLOCK = Block("xa", "xa", "", True, "error", (), LEAVES)
INDEX = pd.DataFrame(
    {
        "unit_code": ["z", "y", "none", "s"],
        "block": ["xa", "xa", "xa", "so"],
        "rank": pd.array([1, 2, None, 1], dtype="Int64"),
        "bonus_points": [Decimal(3), Decimal(0), Decimal(0), Decimal(0)],
        "penalty_points": [Decimal(1), Decimal("0.5"), Decimal(0), Decimal(0)],
        "max_points": [Decimal(8), Decimal(10), Decimal(10), Decimal(10)],
    }
)
ITEMS = pd.DataFrame(
    [
        *(("y", "a", "4"), ("y", "less", "0.5"), ("z", "b", "3"), ("z", "plus", "2"), ("z", "more", "1")),
        *(("none", "a", "5"), ("s", "a", "5")),
    ],
    columns=["unit_code", "item_code", "points"],
).assign(applies=True)
ITEMS["points"] = pd.Series([Decimal(one) for one in ITEMS["points"]], dtype=object)


def field_of(items: pd.DataFrame = ITEMS, **more: Any) -> Field:
    framework = Framework(
        *("thử", "", (), True, (BLOCK,)),
        *(more.get("bonus_cap"), more.get("penalty_cap"), 1, more.get("cap", False), "zero", FindingSettings()),
    )
    found = find_field(items, INDEX, framework, BLOCK)
    assert found is not None
    return found


def test_a_field_has_the_ranked_units_of_its_block_in_the_order_of_the_index() -> None:
    field = field_of()
    assert field.units == ["z", "y"]
    assert set(field.items["unit_code"]) == {"z", "y"}
    empty = Block("dk", "dk", "", True, "error", (), LEAVES)
    framework = Framework("thử", "", (), True, (empty,), None, None, 2, False, "zero", FindingSettings())
    assert find_field(ITEMS, INDEX, framework, empty) is None


def test_caps_are_those_of_the_framework_or_infinite() -> None:
    assert (field_of().cap, field_of().outside_caps) == (np.inf, {"bonus": np.inf, "penalty": np.inf})
    capped = field_of(cap=True, bonus_cap=Decimal(2), penalty_cap=Decimal("0.5"))
    assert (capped.cap, capped.outside_caps) == (100, {"bonus": 2, "penalty": 0.5})


def test_what_stands_outside_the_tree_is_in_percent_of_the_units_own_maximum() -> None:
    assert field_of().outside.tolist() == [25, -5]
    assert field_of().sum_outside("bonus").tolist() == [3, 0]
    assert field_of().sum_outside("penalty").tolist() == [0, 0.5]


def test_figures_are_spread_by_unit_and_code_0_where_there_are_none() -> None:
    assert field_of().spread(["b", "a"], "points").tolist() == [[3, 0], [0, 4]]
    gone = ITEMS.assign(applies=ITEMS["item_code"] != "b")
    assert field_of(gone).spread(["b", "a"], "points").tolist() == [[0, 0], [0, 4]]


def test_an_index_is_printed_with_what_stands_outside_it_or_beside_it() -> None:
    points, maxima = np.array([4.0, 8.0]), np.array([8.0, 10.0])
    assert field_of().index_of(points, maxima).tolist() == [750, 750]
    assert field_of().index_of(points, maxima, np.array([0.0, 0.25])).tolist() == [500, 803]
    assert field_of(cap=True).index_of(2 * points, maxima).tolist() == [1000, 1000]
    draws = field_of().index_of(np.column_stack([points, points + 1]), maxima[:, None])
    assert draws.tolist() == [[750, 875], [750, 850]]


@pytest.mark.parametrize(
    ("pct", "decimals", "printed"),
    [
        (0.25, 1, 3),
        (0.2499999999999, 1, 3),  # short of a half by less than a ten-billionth
        (0.2499, 1, 2),
        (-0.25, 1, -3),
        (-0.2499, 1, -2),
        (0.0, 2, 0),
        (99.995, 2, 10000),
        (12.5, 0, 13),
    ],
)
def test_percentages_are_rounded_half_up_away_from_zero(pct: float, decimals: int, printed: int) -> None:
    assert round_as_printed(np.array([pct]), decimals).tolist() == [printed]


def test_the_place_of_a_share_of_draws_is_the_smallest_that_holds_it() -> None:
    assert [find_place(5, 100), find_place(5, 101), find_place(95, 2000), find_place(100, 7)] == [4, 5, 1899, 6]


def test_each_column_is_ranked_by_itself_and_ties_share_the_best_rank() -> None:
    values = np.array([[5, 1], [7, 1], [5, 1], [4, 9]])
    assert rank_columns(values).tolist() == [[2, 2], [1, 2], [2, 2], [4, 1]]
