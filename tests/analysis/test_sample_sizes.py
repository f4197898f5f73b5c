"""Sizes of a sample: the formula by hand, shares by Neyman, what they show. M 13.3."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from parreport.analysis.sample_sizes import margin_of_all, plan_sizes, share_out


def cells(*rows: tuple[int, object, object]) -> pd.DataFrame:
    named = [(f"u{at}", "", n, last, deff) for at, (n, last, deff) in enumerate(rows)]
    return pd.DataFrame(
        named, columns=["unit_code", "respondent_group", "population", "last_pct", "deff"], dtype=object
    )


@pytest.mark.parametrize(("population", "n"), [(1000, 286), (400, 200), (10_000, 385), (1, 1), (36_525_000, 400)])
def test_a_size_is_n_over_one_plus_n_e_squared_rounded_up(population: int, n: int) -> None:
    assert plan_sizes(cells((population, None, None)), Fraction(5))["n"].tolist() == [n]


def test_the_last_survey_makes_a_size_smaller_and_the_design_larger() -> None:
    # 4 × 0.16 / 0.0025 = 256; 256 / (1 + 256/1000) = 203.8; twice 256 = 512; 512 / 1.512 = 338.6
    sizes = plan_sizes(cells((1000, 80, None), (1000, 80, 2), (1000, 99, None)), Fraction(5))
    assert sizes["n"].tolist() == [204, 339, 126]  # 99 percent counts as 90: 144 / 1.144 = 125.9


def test_the_margin_and_the_difference_follow_from_the_size() -> None:
    sizes = plan_sizes(cells((901, None, None)), Fraction(5), total=90)
    error = math.sqrt(0.25 / 90 * 811 / 900)
    assert sizes["n"].tolist() == [90]
    assert sizes["margin_pct"].tolist() == [pytest.approx(100 * 1.959963984540054 * error)]
    assert sizes["difference_pct"].tolist() == [pytest.approx(100 * 2.8015852181129683 * math.sqrt(2) * error)]


def test_asking_all_leaves_no_margin() -> None:
    sizes = plan_sizes(cells((40, None, None)), Fraction(5), total=400)
    assert (sizes["n"].tolist(), sizes["margin_pct"].tolist()) == ([40], [0])


def test_a_total_is_shared_out_as_n_times_s() -> None:
    # N × S: 1000 × 0.5 = 500; 1000 × 0.3 = 300; 2000 × 0.4 = 800; sum 1600
    sizes = plan_sizes(cells((1000, 50, None), (1000, 90, None), (2000, 80, None)), Fraction(5), total=320)
    assert sizes["n"].tolist() == [100, 60, 160]


def test_bounds_of_a_size_are_kept_and_the_total_too() -> None:
    sizes = plan_sizes(cells((10_000, None, None), (100, None, None), (20, None, None)), Fraction(5), total=300)
    assert sizes["n"].tolist() == [250, 30, 20]


def test_the_province_is_the_sum_of_its_units_by_their_populations() -> None:
    sizes = plan_sizes(cells((3001, None, None), (1001, None, None)), Fraction(5), total=200)
    first, second = sizes["margin_pct"]
    assert margin_of_all(sizes) == pytest.approx(math.hypot(3001 * first, 1001 * second) / 4002)


@given(
    some.lists(some.tuples(some.integers(1, 5000), some.floats(0.1, 1)), min_size=1, max_size=12),
    some.integers(1, 3000),
    some.integers(1, 60),
)
def test_what_is_shared_out_sums_to_the_total_within_bounds(
    strata: list[tuple[int, float]], total: int, least: int
) -> None:
    populations = [n for n, _ in strata]
    sizes = share_out(populations, [s for _, s in strata], total, least)
    lowest = [min(least, n) for n in populations]
    assert all(low <= size <= n for low, size, n in zip(lowest, sizes, populations, strict=True))
    assert sum(sizes) == min(max(total, sum(lowest)), sum(populations))
