"""Confidence sets for ranks: they hold the true ranks as often as they say. M 9.5."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parreport.index import rank_sets
from parreport.index.draws import open_stream
from parreport.index.rank_sets import (
    LARGEST_SIMULATED,
    bound_ranks,
    estimate_rank_sets,
    find_critical_values,
    find_sidak_value,
)

SIMULATIONS = 1_000
FIELDS = {
    "apart": ([95, 90, 85, 80, 75, 70, 65, 60], [1, 2, 1, 3, 2, 1, 2, 1]),
    "near": ([80.3, 80.2, 80.1, 80, 79.9, 79.8, 79.7, 79.6], [0.5, 1, 1.5, 2, 0.5, 1, 1.5, 2]),
    "two groups of ties": ([85, 85, 85, 85, 80, 80, 80, 80], [0.4, 0.8, 1.2, 3, 0.4, 0.8, 1.2, 3]),
    "all tied": ([80] * 8, [1] * 8),
    "all tied, errors of every size": ([80] * 8, [0.1, 0.2, 0.5, 1, 2, 4, 8, 16]),
    "three": ([81, 80, 80], [1, 1, 2]),
    "one without error": ([81, 80.5, 80, 79], [0, 1, 1, 2]),
}


def units(n: int) -> list[str]:
    return [f"u{number}" for number in range(n)]


def true_ranks(values: Any) -> Any:
    """1 + the number of strictly better units: ties share the best rank."""
    return 1 + (values[None, :] > values[:, None]).sum(axis=1)


def simulate(name: str) -> tuple[Any, Any, Any]:
    """Return true ranks, errors, and estimates of many surveys, one per row."""
    values, errors = (np.array(one, dtype=float) for one in FIELDS[name])
    noise = np.random.default_rng(len(name)).standard_normal((SIMULATIONS, len(values)))
    return true_ranks(values), errors, values + errors * noise


@pytest.mark.parametrize("name", FIELDS)
def test_simultaneous_sets_hold_all_true_ranks_in_930_of_1000_surveys(name: str) -> None:
    ranks, errors, estimates = simulate(name)
    _, critical = find_critical_values(errors, "so", units(len(errors)))
    low, high = bound_ranks(estimates, errors, np.full(len(errors), critical))
    assert ((low <= ranks) & (ranks <= high)).all(axis=1).sum() >= 930


@pytest.mark.parametrize("name", FIELDS)
def test_the_set_of_each_unit_holds_its_true_rank_in_930_of_1000_surveys(name: str) -> None:
    ranks, errors, estimates = simulate(name)
    critical, _ = find_critical_values(errors, "so", units(len(errors)))
    low, high = bound_ranks(estimates, errors, critical)
    assert ((low <= ranks) & (ranks <= high)).sum(axis=0).min() >= 930


def test_sets_are_not_simply_wide() -> None:
    """Units five errors apart are told apart: (95 − 90) / √(0.5² + 0.5²) = 7.07."""
    sets = estimate_rank_sets(np.array([95.0, 90, 85]), np.full(3, 0.5), "so", units(3))
    assert sets.low_all.tolist() == sets.high_all.tolist() == [1, 2, 3]


def test_two_units_have_the_normal_quantile() -> None:
    single, both = find_critical_values(np.array([3.0, 4.0]), "so", ["a", "b"])
    assert [*single, both] == pytest.approx([1.959963985] * 3, abs=1e-9)


@pytest.mark.parametrize(
    ("other", "low", "high"),
    [(70.3, [1, 1], [2, 2]), (70.1, [1, 2], [1, 2])],  # 1.96 × √(3² + 4²) = 9.7998
)
def test_two_units_by_hand(other: float, low: list[int], high: list[int]) -> None:
    sets = estimate_rank_sets(np.array([80, other]), np.array([3.0, 4.0]), "so", ["a", "b"])
    assert (sets.low.tolist(), sets.high.tolist()) == (low, high)
    assert (sets.low_all.tolist(), sets.high_all.tolist()) == (low, high)
    assert sets.ahead.tolist() == [[False, low == [1, 2]], [False, False]]


@pytest.mark.parametrize(("n", "studentised_range"), [(3, 3.314), (5, 3.858), (10, 4.474)])
def test_equal_errors_have_the_studentised_range(n: int, studentised_range: float) -> None:
    """Tables of the studentised range, 5%, infinite degrees of freedom; divided by √2."""
    _, critical = find_critical_values(np.ones(n), "so", units(n))
    assert critical == pytest.approx(studentised_range / 2**0.5, abs=0.04)


def test_one_against_many_is_less_demanding_than_all_pairs() -> None:
    single, all_pairs = find_critical_values(np.arange(1.0, 13), "so", units(12))
    assert (single < all_pairs).all()
    assert (single > find_sidak_value(1)).all()
    assert all_pairs < find_sidak_value(66)


def test_the_bound_of_sidak_by_hand() -> None:
    """66 pairs: 0.95^(1/66) = 0.999223, half of the rest 0.000388, normal quantile 3.3605."""
    assert find_sidak_value(1) == pytest.approx(1.959964, abs=1e-6)
    assert find_sidak_value(66) == pytest.approx(3.3605, abs=1e-3)
    assert find_sidak_value(0) == 0


def test_a_large_block_takes_the_bound_and_not_an_hour() -> None:
    n = LARGEST_SIMULATED + 1
    single, all_pairs = find_critical_values(np.ones(n), "xa", units(n))
    assert all_pairs == find_sidak_value(n * (n - 1) // 2)
    assert set(single) == {find_sidak_value(n - 1)}


def test_without_errors_a_set_is_the_rank_and_all_that_tie() -> None:
    sets = estimate_rank_sets(np.array([90.0, 80, 80, 70]), np.zeros(4), "so", units(4))
    assert sets.low_all.tolist() == sets.low.tolist() == [1, 2, 2, 4]
    assert sets.high_all.tolist() == sets.high.tolist() == [1, 3, 3, 4]


def test_a_single_unit_is_first() -> None:
    sets = estimate_rank_sets(np.array([80.0]), np.array([2.0]), "so", ["a"])
    assert sets.low_all.tolist() == sets.high_all.tolist() == [1]


figures = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12)), min_size=1, max_size=7)


@settings(max_examples=30)
@given(figures, st.randoms())
def test_sets_hold_the_rank_of_the_estimates_whatever_the_order(
    given_figures: list[tuple[int, int]], shuffle: Any
) -> None:
    estimates = np.array([value / 4 for value, _ in given_figures])
    errors = np.array([error / 4 for _, error in given_figures])
    names = units(len(errors))
    sets = estimate_rank_sets(estimates, errors, "so", names)
    ranks = true_ranks(estimates)
    assert (sets.low_all <= sets.low).all()
    assert (sets.low <= ranks).all()
    assert (ranks <= sets.high).all()
    assert (sets.high <= sets.high_all).all()
    order = list(range(len(names)))
    shuffle.shuffle(order)
    other = estimate_rank_sets(estimates[order], errors[order], "so", [names[place] for place in order])
    assert other.low_all.tolist() == sets.low_all[order].tolist()
    assert other.high.tolist() == sets.high[order].tolist()


# --- the critical values, found the plain way -------------------------------------------------


def plain_critical_values(errors: list[float], names: list[str]) -> tuple[list[float], float]:
    """The same simulation, one draw and one pair at a time."""
    noise = [open_stream("sampling", "so", name).standard_normal(10_000) for name in names]
    largest: list[list[float]] = [[] for _ in errors]
    widest = []
    for draw in range(10_000):
        apart = {
            (i, k): abs(errors[i] * noise[i][draw] - errors[k] * noise[k][draw]) / math.hypot(errors[i], errors[k])
            for i in range(len(errors))
            for k in range(len(errors))
            if i != k and (errors[i] or errors[k])
        }
        for i in range(len(errors)):
            largest[i].append(max((size for pair, size in apart.items() if pair[0] == i), default=0.0))
        widest.append(max(apart.values()))
    return [sorted(one)[9_499] for one in largest], sorted(widest)[9_499]  # not passed by 9,500 of 10,000


@pytest.mark.parametrize("errors", [[0.5, 1.0, 2.0], [0.0, 0.0, 1.0, 2.0]])
def test_critical_values_are_those_of_a_plain_simulation(errors: list[float]) -> None:
    single, all_pairs = find_critical_values(np.array(errors), "so", units(len(errors)))
    expected, widest = plain_critical_values(errors, units(len(errors)))
    assert single.tolist() == pytest.approx(expected, abs=1e-12)
    assert all_pairs == pytest.approx(widest, abs=1e-12)


def test_a_unit_with_a_single_uncertain_pair_has_the_normal_quantile() -> None:
    """Only the third has an error: the first two have one uncertain pair each; all is its own error."""
    single, all_pairs = find_critical_values(np.array([0.0, 0.0, 1.0]), "so", units(3))
    assert single.tolist()[:2] == [find_sidak_value(1)] * 2
    assert all_pairs == single[2] == pytest.approx(find_sidak_value(1), abs=0.05)
    single, _ = find_critical_values(np.array([0.0, 0.0, 1.0, 1.0]), "so", units(4))
    assert find_sidak_value(1) < single.min()


def test_blocks_up_to_200_units_are_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank_sets, "SIMULATIONS", 20)
    assert LARGEST_SIMULATED == 200
    single, _ = find_critical_values(np.ones(200), "so", units(200))
    assert len(set(single)) > 1


def test_places_by_hand() -> None:
    """Differences 10, 10, 20; reach √2 × 7 = 9.9 of neighbours, and 10 where it is just not passed."""
    estimates, errors = np.array([90.0, 80, 70]), np.full(3, 7.0)
    low, high = bound_ranks(estimates, errors, np.ones(3))
    assert (low.tolist(), high.tolist()) == ([1, 2, 3], [1, 2, 3])
    low, high = bound_ranks(estimates, np.array([6.0, 8.0, 6.0]), np.ones(3))
    assert (low.tolist(), high.tolist()) == ([1, 1, 2], [2, 3, 3])


def test_ahead_is_clearly_more_not_just_as_much() -> None:
    sets = estimate_rank_sets(np.array([90.0, 80, 80]), np.zeros(3), "so", units(3))
    assert sets.ahead.tolist() == [[False, True, True], [False, False, False], [False, False, False]]
