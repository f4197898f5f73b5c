"""What items decide, and whether parts go together: straight from items, worked out by hand. M 10.2, 10.4."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.analysis.items import compute_alpha, measure_coherence
from parreport.analysis.weights import correlate_ranks, find_effective, measure_weights
from parreport.inputs.framework import Block, Item


def item(code: str, *, is_leaf: bool = True, method: Any = "appraised") -> Item:
    level = code.count(".") + 1
    criterion = ".".join(code.split(".")[:2]) if level > 1 else ""
    return Item(code, code.rpartition(".")[0], code, "", level, 0, is_leaf, code[0], criterion, None, method)


ITEMS = (
    *(item("1", is_leaf=False), item("1.1"), item("1.2"), item("2"), item("3"), item("9", is_leaf=False)),
    item("9.1", method="bonus"),
)
FRAMEWORK: Any = (
    Block("so", "so", "", True, "error", (), ITEMS),
    Block("xa", "xa", "", True, "error", (), ITEMS),  # without units
)
# points of 1.1 (of 2), 1.2 (of 2), 2 (of 4), bonus less penalty, rank; 3 applies to nobody
GIVEN: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "a": (2, 2, 4, 0, 1),  # 100
    "b": (2, 1, 3, 1, 2),  # 75 + 12.5
    "c": (0, 1, 0, -1, 3),  # 12.5 − 12.5
    "d": (1, 1, 2, 0, None),  # 50, not ranked
    "e": (None, None, None, 0, None),  # nothing applies: no index
}


def tables(given: dict[str, Any] = GIVEN) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Items and index of these units, as aggregation makes them."""
    rows, index = [], []
    for unit, (first, second, third, extra, rank) in given.items():
        own = {"1.1": (first, 2), "1.2": (second, 2), "2": (third, 4), "3": (None, 3), "9": (None, 0), "9.1": (None, 0)}
        parts = [one for one in ("1.1", "1.2") if own[one][0] is not None]
        own["1"] = (sum(own[one][0] for one in parts), 2 * len(parts)) if parts else (None, 0)
        for one in ITEMS:
            points, most = own[one.code]
            score = math.nan if points is None else 100 * points / most
            rows.append((unit, "so", one.code, points, None if points is None else most, score))
        points = sum(own[one][0] or 0 for one in ("1", "2"))
        most = sum(own[one][1] for one in ("1", "2") if own[one][0] is not None)
        uncapped = Decimal(100 * (points + extra)) / most if most else None
        bonus, penalty = max(extra, 0), max(-extra, 0)
        index.append((unit, "so", uncapped, Decimal(most), Decimal(points), Decimal(bonus), Decimal(penalty), rank))
    names = ["unit_code", "block", "uncapped_pct", "max_points", "points", "bonus_points", "penalty_points", "rank"]
    columns = ["unit_code", "block", "item_code", "points", "max_points", "score_pct"]
    return pd.DataFrame(rows, columns=columns), pd.DataFrame(index, columns=names).astype({"rank": "Int64"})


def test_weights_by_hand() -> None:
    """Index 100, 87.5, 0, 50: mean 59.375; deviations 40.625, 28.125, −59.375, −9.375, squares 6054.6875.

    Area 1: 50, 37.5, 12.5, 25, less 31.25: 18.75, 6.25, −18.75, −6.25; products 761.71875 + 175.78125
    + 1113.28125 + 58.59375 = 2109.375. Area 2: 50, 37.5, 0, 25, less 28.125: 21.875, 9.375, −28.125,
    −3.125: 888.671875 + 263.671875 + 1669.921875 + 29.296875 = 2851.5625. Bonus less penalty: 0,
    12.5, −12.5, 0: 351.5625 + 742.1875 = 1093.75.
    """
    found = measure_weights(*tables(), FRAMEWORK)
    assert found["item_code"].tolist() == ["1", "1.1", "1.2", "2", ""]
    assert found["level"].tolist() == [1, 2, 2, 1, 0]
    assert found["block"].unique().tolist() == ["so"]
    assert found["units_n"].tolist() == [4] * 5
    assert found["weight_pct"].tolist()[:4] == [50, 25, 25, 50]
    assert math.isnan(found["weight_pct"].iloc[4])
    share = dict(zip(found["item_code"], found["effective_pct"], strict=True))
    for code, products in (("1", 2109.375), ("2", 2851.5625), ("", 1093.75)):
        assert share[code] == round(100 * products / 6054.6875, 9)
    assert share["1.1"] + share["1.2"] == pytest.approx(share["1"], abs=1e-8)
    assert share["1"] + share["2"] + share[""] == pytest.approx(100, abs=1e-8)


def test_the_order_without_an_area_is_among_the_ranked_and_for_areas_only() -> None:
    """Without 1: a 4 of 4, b 4 of 4, c −1 of 4: ranks 2.5, 2.5, 1 against 3, 2, 1: 1.5 / √(2 × 1.5).

    Without 2: a 4, b 4, c 0 of 4: the same. With the unit that is not ranked it would be otherwise.
    """
    found = measure_weights(*tables(), FRAMEWORK).set_index("item_code")["rank_correlation"]
    assert found["1"] == found["2"] == round(1.5 / math.sqrt(2 * 1.5), 9)
    assert found[["1.1", "1.2", ""]].isna().all()


def test_without_the_only_area_of_a_unit_there_is_no_order() -> None:
    given = {unit: (first, second, None, 0, rank) for unit, (first, second, _, _, rank) in GIVEN.items()}
    found = measure_weights(*tables(given), FRAMEWORK)
    assert found["item_code"].tolist() == ["1", "1.1", "1.2", ""]
    assert found["weight_pct"].tolist()[0] == 100
    assert found["rank_correlation"].isna().all()


def test_no_units_no_rows() -> None:
    items, index = tables()
    assert measure_weights(items[:0], index[:0], FRAMEWORK).empty


@pytest.mark.parametrize(("whole", "known"), [([1, 2], False), ([1, 2, 3], True), ([5, 5, 5], False)])
def test_a_share_needs_three_units_and_a_spread(whole: list[float], known: bool) -> None:
    column = np.array(whole, dtype=float)[:, None]
    shares = find_effective(np.hstack([column * 0.25, column * 0.75]), column)
    assert shares == ([25.0, 75.0] if known else pytest.approx([math.nan] * 2, nan_ok=True))


def test_shares_have_nine_decimals() -> None:
    column = np.array([0.0, 3, 6])[:, None]
    assert find_effective(column / 3, column) == [33.333333333]


def test_ranks_take_ties_at_their_mean_and_values_at_nine_decimals() -> None:
    parts = np.array([[1.0, 1.0], [1.0 + 4e-10, 2.0], [2.0, 3.0], [3.0, 5.0]])
    found = correlate_ranks(parts, np.array([[1.0], [2.0], [3.0], [4.0]]))
    # ranks 1.5, 1.5, 3, 4 against 1, 2, 3, 4: 4.5 / √(4.5 × 5)
    assert found == [round(4.5 / math.sqrt(4.5 * 5), 9), 1.0]


# --- coherence ------------------------------------------------------------------------------


def test_coherence_by_hand() -> None:
    """1.1 and 1.2 of a, b, c, d in %: 100 100 0 50 and 100 50 50 50; means 62.5 both.

    Squares 6875 and 1875; sums 200 150 50 100, mean 125, squares 12500: 2 × (1 − 8750/12500) = 0.6.
    """
    items, _ = tables()
    (row,) = measure_coherence(items, FRAMEWORK).to_dict("records")
    known = {"block": "so", "item_code": "1", "level": 1, "parts_n": 2, "units_n": 4}
    assert row == known | {"flat_n": 0, "alpha": 0.6}


def test_coherence_takes_units_with_all_parts_and_parts_that_somebody_has() -> None:
    given = GIVEN | {"d": (1, None, 2, 0, None)}
    (row,) = measure_coherence(tables(given)[0], FRAMEWORK).to_dict("records")
    assert (row["parts_n"], row["units_n"]) == (2, 3)
    given = {unit: (own[0], None, *own[2:]) for unit, own in GIVEN.items()}
    (row,) = measure_coherence(tables(given)[0], FRAMEWORK).to_dict("records")
    assert (row["parts_n"], row["units_n"]) == (1, 4)
    assert math.isnan(row["alpha"])
    given = {unit: (own[0], 1, *own[2:]) for unit, own in GIVEN.items()}
    (row,) = measure_coherence(tables(given)[0], FRAMEWORK).to_dict("records")
    assert (row["parts_n"], row["units_n"], row["flat_n"]) == (2, 4, 1)  # all are equal on 1.2
    given = {unit: (None, None, *own[2:]) for unit, own in GIVEN.items()}
    (row,) = measure_coherence(tables(given)[0], FRAMEWORK).to_dict("records")
    assert (row["parts_n"], row["units_n"]) == (0, 0)


@pytest.mark.parametrize(
    ("scores", "alpha"),
    [
        ([[0, 0], [100, 100]], 1.0),
        ([[0, 0]], math.nan),
        ([[0], [100]], math.nan),
        ([[0, 100], [100, 0]], math.nan),
        # squares 5400, 600, 2400 of the parts; of the sums 0, 30, 150: 12600; 3/2 × (1 − 8400/12600)
        ([[0, 0, 0], [0, 30, 0], [90, 0, 60]], 0.5),
    ],
)
def test_alpha_by_hand(scores: list[list[float]], alpha: float) -> None:
    assert compute_alpha(np.array(scores, dtype=float)) == pytest.approx(alpha, abs=1e-9, nan_ok=True)


def test_alpha_has_nine_decimals() -> None:
    # parts 0 1 2 and 0 2 1: squares 2 and 2; sums 0 3 3: 6; 2 × (1 − 4/6)
    assert compute_alpha(np.array([[0.0, 0], [1, 2], [2, 1]])) == 0.666666667
