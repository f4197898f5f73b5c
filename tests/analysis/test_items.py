"""What items tell, whether parts go together, what areas decide: worked out by hand, and always."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parreport.analysis.arrays import correlate_columns, correlate_pairs
from parreport.analysis.items import compute_alpha, find_chance, find_pairs, measure_coherence, measure_items
from parreport.analysis.weights import find_effective, measure_weights
from parreport.years.results import Results
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 2), ("1.1.2", "1.1", 2), ("2",), ("2.1", "2", 4)]


def results_of(write_case: Write, scores: dict[str, list[Any]], tree: Any = TREE) -> Results:
    """Compute a block of units with these points, a list of the units' points for each leaf."""
    count = len(next(iter(scores.values())))
    points = {f"u{n}": {code: own[n] for code, own in scores.items()} for n in range(count)}
    return write_case(tree, points).compute("item_quality", "item_pairs", "weights")


def quality_of(results: Results) -> dict[str, dict[str, Any]]:
    return {row["item_code"]: row for row in results.item_quality.to_dict("records")}


def test_the_example_of_the_methodology(write_case: Write) -> None:
    scores = {"1.1.1": [2, 2, 1, 0], "1.1.2": [2, 1, 1, 0], "2.1": [4, 2, 3, 3]}
    results = results_of(write_case, scores)
    quality = quality_of(results)
    assert quality["2.1"]["item_rest_correlation"] == pytest.approx(0.239, abs=5e-4)
    leaf = quality["1.1.1"]
    assert (leaf["mean_pct"], leaf["full_share"], leaf["zero_share"]) == (62.5, 0.5, 0.25)
    assert leaf["alpha_of_parent"] == pytest.approx(0.914, abs=5e-4)
    assert results.item_pairs.empty
    areas = results.weights[results.weights["level"] == 1].set_index("item_code")
    assert areas["weight_pct"].tolist() == [50, 50]
    assert areas["effective_pct"].round(2).tolist() == [76.47, 23.53]


def test_a_block_without_units_has_no_rows_and_a_year_without_blocks_has_heads(write_case: Write) -> None:
    tree = {"none": TREE, "so": TREE}
    points = {f"u{n}": {"1.1.1": n, "1.1.2": n, "2.1": 4 - n} for n in range(3)}
    case = write_case(tree, points, units={unit: {"block": "so"} for unit in points})
    results = case.compute("item_quality", "item_pairs")
    coherence = measure_coherence(results.items, results.framework)
    for table in (results.item_quality, results.item_pairs, coherence):
        assert set(table["block"]) == {"so"}
    pair = results.item_pairs.iloc[0]
    assert (pair["item_code"], pair["other_item_code"], pair["correlation"]) == ("1.1.1", "1.1.2", 1.0)
    nothing = measure_items(results.items[:0], results.statistics, coherence, results.framework)
    assert nothing.empty and {"item_rest_correlation", "units_n", "chance_correlation"} <= set(nothing.columns)


# --- each leaf ------------------------------------------------------------------------------


def test_shares_count_the_units_to_which_the_leaf_applies(write_case: Write) -> None:
    scores = {"1.1.1": [2, 2, 0, 1, "no"], "1.1.2": [1, 1, 1, 1, 1], "2.1": [4, 3, 2, 1, 0]}
    row = quality_of(results_of(write_case, scores))["1.1.1"]
    assert (row["units_n"], row["full_share"], row["zero_share"]) == (4, 0.5, 0.25)
    assert row["mean_pct"] == 62.5  # 100, 100, 0, 50


def test_the_rest_is_all_other_leaves_over_their_own_maximum(write_case: Write) -> None:
    # leaf 2.1: 100, 50, 0; its rest 3/4, 4/4, 0/2 since 1.1.2 does not apply to the third:
    # 75, 100, 0. Products 50 × 16.667 + 50 × 58.333 = 3750; sums of squares 5000 and 5416.667
    scores = {"1.1.1": [1, 2, 0], "1.1.2": [2, 2, "no"], "2.1": [4, 2, 0]}
    row = quality_of(results_of(write_case, scores))["2.1"]
    assert row["item_rest_correlation"] == round(3750 / math.sqrt(5000 * 5416.6666667), 9)  # nine decimals


def test_a_leaf_that_is_all_has_no_rest(write_case: Write) -> None:
    results = results_of(write_case, {"1.1": [1, 2, 3]}, [("1",), ("1.1", "1", 4)])
    assert math.isnan(quality_of(results)["1.1"]["item_rest_correlation"])


def test_a_leaf_on_which_all_are_equal_has_no_correlation_and_no_spread(write_case: Write) -> None:
    scores = {"1.1.1": [2, 2, 2], "1.1.2": [0, 1, 2], "2.1": [4, 3, 2]}
    row = quality_of(results_of(write_case, scores))["1.1.1"]
    assert (row["full_share"], row["sd_pct"]) == (1, 0)
    assert math.isnan(row["item_rest_correlation"])


def test_two_units_make_no_correlation(write_case: Write) -> None:
    scores = {"1.1.1": [2, 0], "1.1.2": [0, 1], "2.1": [4, 3]}
    results = results_of(write_case, scores)
    assert results.item_quality["item_rest_correlation"].isna().all()
    assert results.item_pairs.empty


def test_a_leaf_that_applies_to_nobody_has_a_row_of_blanks(write_case: Write) -> None:
    scores = {"1.1.1": ["no", "no"], "1.1.2": [0, 1], "2.1": [4, 3]}
    row = quality_of(results_of(write_case, scores))["1.1.1"]
    assert row["units_n"] == 0
    blanks = ("mean_pct", "full_share", "zero_share", "sd_pct", "item_rest_correlation")
    assert all(math.isnan(row[name]) for name in blanks)


def test_bonus_and_penalty_are_not_measured_and_are_in_no_rest(write_case: Write) -> None:
    scores = {"1.1.1": [1, 2, 0], "1.1.2": [2, 2, 1], "2.1": [4, 2, 0]}
    tree = [*TREE, ("2.9", "2", 3, "bonus"), ("2.8", "2", 3, "penalty")]
    plain = results_of(write_case, scores)
    more = results_of(write_case, {**scores, "2.9": [0, 3, 1], "2.8": [2, 0, 0]}, tree)
    pd.testing.assert_frame_equal(plain.item_quality, more.item_quality)
    pd.testing.assert_frame_equal(plain.coherence, more.coherence)


def test_chance_reaches_far_with_few_units() -> None:
    # tanh(1.96 / √6) and tanh(1.96 / √15); nothing can be said of three units
    found = find_chance(np.array([3, 9, 18]))
    assert found[1:].tolist() == pytest.approx([0.6641, 0.4669], abs=5e-5)
    assert math.isnan(found[0])


# --- pairs ----------------------------------------------------------------------------------


def test_a_pair_is_found_above_0_9_and_not_at_0_9() -> None:
    items = items_of({"a": [0, 1, 2, 3, 4], "b": [0, 1, 2, 4, 3], "c": [0, 10, 20, 30, 41]})
    # a and b: products 9, sums of squares 10 and 10: exactly 0.9; b and c: 91 / √(10 × 1040.8)
    found = find_pairs(items, framework_of(["a", "b", "c"]))
    assert found[["item_code", "other_item_code"]].to_numpy().tolist() == [["a", "c"]]


def test_opposite_leaves_are_no_pair() -> None:
    items = items_of({"a": [0, 1, 2, 3], "b": [3, 2, 1, 0]})
    assert find_pairs(items, framework_of(["a", "b"])).empty


def framework_of(codes: list[str]) -> Any:
    from types import SimpleNamespace

    leaves = tuple(SimpleNamespace(code=code) for code in codes)
    return (SimpleNamespace(code="so", scored_leaves=leaves),)


def items_of(scores: dict[str, list[float]]) -> pd.DataFrame:
    rows = [("so", f"u{unit}", code, float(score)) for code, own in scores.items() for unit, score in enumerate(own)]
    return pd.DataFrame(rows, columns=["block", "unit_code", "item_code", "score_pct"])


# --- alpha ----------------------------------------------------------------------------------


def test_alpha_of_two_equal_parts_is_1_and_of_opposite_ones_not_defined() -> None:
    same = np.array([[0.0, 0.0], [50.0, 50.0], [100.0, 100.0]])
    assert compute_alpha(same) == 1
    assert math.isnan(compute_alpha(np.array([[0.0, 100.0], [50.0, 50.0], [100.0, 0.0]])))


def test_alpha_worked_out_by_hand() -> None:
    scores = np.array([[10.0, 10.0], [0.0, 10.0], [20.0, 40.0]])
    # SS of 10, 0, 20 = 200, of 10, 10, 40 = 600, of their sums 20, 10, 60 = 1400
    assert compute_alpha(scores) == pytest.approx(2 * (1 - 800 / 1400), abs=1e-9)


def test_alpha_takes_the_units_with_all_parts_only(write_case: Write) -> None:
    scores = {"1.1.1": [0, 1, 2, 2], "1.1.2": [0, 1, 2, "no"], "2.1": [1, 2, 3, 4]}
    own = results_of(write_case, scores).coherence.set_index("item_code")
    assert own.loc["1.1", ["parts_n", "units_n", "alpha"]].tolist() == [2, 3, 1.0]


def test_a_part_that_applies_to_nobody_is_no_part(write_case: Write) -> None:
    scores = {"1.1.1": [0, 1, 2], "1.1.2": ["no"] * 3, "2.1": [1, 2, 3]}
    own = results_of(write_case, scores).coherence.set_index("item_code")
    assert own.loc["1.1", ["parts_n", "units_n"]].tolist() == [1, 3]
    assert math.isnan(own.loc["1.1", "alpha"])


def test_a_leaf_right_below_an_area_has_the_area_as_its_parent(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 2), ("1.2", "1", 2)]
    row = quality_of(results_of(write_case, {"1.1": [0, 1, 2], "1.2": [0, 1, 2]}, tree))["1.1"]
    assert (row["alpha_of_parent"], row["alpha_of_area"]) == (1, 1)


# --- weights --------------------------------------------------------------------------------


def test_effective_weights_worked_out_by_hand(write_case: Write) -> None:
    # index 100 × points/8: points 8, 6, 1 → 100, 75, 12.5; area 1 contributes 50, 50, 0, area 2
    # 50, 25, 12.5. Mean of the index 62.5: deviations 37.5, 12.5, −50, squares 4062.5.
    # area 1: 16.667, 16.667, −33.333 → 625 + 208.333 + 1666.667 = 2500; 2500/4062.5 = 61.54%
    scores = {"1.1.1": [2, 2, 0], "1.1.2": [2, 2, 0], "2.1": [4, 2, 1]}
    own = results_of(write_case, scores).weights
    areas = own[own["level"] == 1].set_index("item_code")
    assert areas["weight_pct"].to_dict() == {"1": 50, "2": 50}
    assert areas["effective_pct"].to_dict() == pytest.approx({"1": 61.538461538, "2": 38.461538462})


def test_the_order_without_an_area_is_compared_among_the_ranked(write_case: Write) -> None:
    # points 5, 4, 3, 2 of 8: ranks 1 to 4. Without area 2: 1, 2, 3, 2 of 4; without area 1: 4, 2, 0, 0
    scores = {"1.1.1": [1, 2, 2, 2], "1.1.2": [0, 0, 1, 0], "2.1": [4, 2, 0, 0]}
    own = results_of(write_case, scores).weights
    areas = own[own["level"] == 1].set_index("item_code")["rank_correlation"]
    # without 1: ranks 4, 3, 1.5, 1.5 against 4, 3, 2, 1: 4.5 / √(5 × 4.5)
    assert areas["1"] == pytest.approx(4.5 / math.sqrt(5 * 4.5), abs=1e-9)
    # without 2: 1, 2.5, 4, 2.5 against 4, 3, 2, 1: −3 / √(5 × 4.5)
    assert areas["2"] == pytest.approx(-3 / math.sqrt(5 * 4.5), abs=1e-9)


def test_a_block_without_differences_has_no_effective_weights(write_case: Write) -> None:
    scores = {"1.1.1": [1, 1, 1], "1.1.2": [1, 1, 1], "2.1": [3, 3, 3]}
    own = results_of(write_case, scores).weights
    assert own["effective_pct"].isna().all()
    assert own["rank_correlation"].isna().all()


# --- always ---------------------------------------------------------------------------------

grids = st.integers(3, 9).flatmap(
    lambda n: st.lists(
        st.lists(st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0, math.nan]), min_size=4, max_size=4),
        min_size=n,
        max_size=n,
    )
)


@given(grids)
def test_correlations_of_pairs_are_those_of_numpy(rows: list[list[float]]) -> None:
    values = np.array(rows)
    found = correlate_pairs(values)
    for i in range(4):
        for j in range(4):
            both = ~np.isnan(values[:, i]) & ~np.isnan(values[:, j])
            one, other = values[both, i], values[both, j]
            if both.sum() < 3 or one.min() == one.max() or other.min() == other.max():
                assert math.isnan(found[i, j])
            else:
                assert found[i, j] == pytest.approx(np.corrcoef(one, other)[0, 1], abs=1e-12)


@given(grids)
def test_a_pair_and_a_column_give_the_same_correlation(rows: list[list[float]]) -> None:
    values = np.array(rows)
    pairs, columns = correlate_pairs(values), correlate_columns(values[:, :2], values[:, 2:])
    assert columns.tolist() == pytest.approx([pairs[0, 2], pairs[1, 3]], abs=1e-12, nan_ok=True)


@given(grids)
def test_alpha_is_at_most_1_and_does_not_depend_on_the_order_of_parts(rows: list[list[float]]) -> None:
    scores = np.nan_to_num(np.array(rows))
    alpha = compute_alpha(scores)
    assert math.isnan(alpha) or alpha <= 1
    assert compute_alpha(scores[:, ::-1]) == pytest.approx(alpha, abs=1e-9, nan_ok=True)


@given(grids)
def test_effective_weights_of_all_parts_sum_to_100(rows: list[list[float]]) -> None:
    parts = np.nan_to_num(np.array(rows))
    found = find_effective(parts, parts.sum(axis=1)[:, None])
    assert math.isnan(found[0]) or sum(found) == pytest.approx(100, abs=1e-6)


def test_the_order_of_rows_changes_nothing_but_their_order(write_case: Write) -> None:
    scores = {"1.1.1": [1, 2, 0, 2], "1.1.2": [2, 0, 1, 2], "2.1": [4, 2, 0, 3]}
    results = results_of(write_case, scores)
    turned = results.items.iloc[::-1]
    again = measure_items(turned, results.statistics, results.coherence, results.framework)
    pd.testing.assert_frame_equal(again, results.item_quality[[*again]])
    pd.testing.assert_frame_equal(measure_coherence(turned, results.framework), results.coherence)
    pd.testing.assert_frame_equal(measure_weights(turned, results.index.iloc[::-1], results.framework), results.weights)
