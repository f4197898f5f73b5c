"""What a block looks like on an item: quartiles that were observed, full points, losses."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from parreport.analysis.statistics import describe_items, observed_quantile


@pytest.mark.parametrize(
    ("count", "share", "place"),
    [(1, 0.25, 1), (4, 0.25, 1), (5, 0.25, 2), (4, 0.75, 3), (5, 0.75, 4), (8, 0.75, 6), (100, 0.75, 75), (7, 1.0, 7)],
)
def test_a_quartile_is_the_smallest_value_that_so_many_units_do_not_exceed(
    count: int, share: float, place: int
) -> None:
    assert observed_quantile(np.arange(1.0, count + 1), share) == place


def items_of(*rows: tuple[str, str, float | None, str | None]) -> pd.DataFrame:
    """Return items: block, item, score, points lost."""
    table = [(*row[:3], None if row[3] is None else Decimal(row[3])) for row in rows]
    names = ["block", "item_code", "score_pct", "lost_points"]
    return pd.DataFrame(table, columns=names).astype({"score_pct": float, "lost_points": object})


def test_an_item_is_summed_up_over_the_units_that_have_it() -> None:
    scores = [("xa", "1.1", 100.0, "0"), ("xa", "1.1", 50.0, "1"), ("xa", "1.1", 0.0, "2"), ("xa", "1.1", None, None)]
    (row,) = describe_items(items_of(*scores, ("xa", "1.1", 25.0, "1.5"))).to_dict("records")
    assert row == {
        **{"block": "xa", "item_code": "1.1", "units_n": 4, "full_n": 1, "losing_n": 3},
        **{"lost_points": Decimal("4.5"), "mean_pct": 43.75, "sd_pct": 42.695628191, "median_pct": 37.5},
        **{"q1_pct": 0.0, "q3_pct": 50.0, "low_pct": 0.0, "best_pct": 100.0, "lost_per_unit": Decimal("1.125")},
    }


def test_one_unit_has_no_spread_and_two_have() -> None:
    (one,) = describe_items(items_of(("xa", "1", 40.0, "1"))).to_dict("records")
    assert math.isnan(one["sd_pct"]) and one["mean_pct"] == one["median_pct"] == 40
    (two,) = describe_items(items_of(("xa", "1", 40.0, "1"), ("xa", "1", 41.0, "1"))).to_dict("records")
    assert two["sd_pct"] == 0.707106781


def test_figures_have_nine_decimals() -> None:
    scores = [100 / 3, 200 / 3, 100.0]
    (row,) = describe_items(items_of(*(("xa", "1", score, "1") for score in scores))).to_dict("records")
    assert (row["mean_pct"], row["sd_pct"], row["median_pct"]) == (66.666666667, 33.333333333, 66.666666667)


def test_items_stand_in_the_order_of_their_first_rows() -> None:
    table = describe_items(items_of(("xa", "2", 1.0, "1"), ("so", "1", 1.0, "1"), ("xa", "1", 1.0, "1")))
    assert table[["block", "item_code"]].to_numpy().tolist() == [["xa", "2"], ["so", "1"], ["xa", "1"]]
