"""Intervals of shares by hand, Holm's rule by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from parreport.survey.intervals import adjust_holm, estimate_intervals


def interval(share: float, error: float, df: int, n: int) -> tuple[float, float]:
    low, high = estimate_intervals(np.array([share]), np.array([error]), np.array([df]), np.array([n]))
    return float(low[0]), float(high[0])


def test_an_interval_is_made_on_the_logit_scale_with_the_degrees_of_freedom() -> None:
    # logit 0.8 = 1.386294; spread 2.262157 × 0.05 / 0.16 = 0.706924; back: 0.6636…, 0.8902…
    low, high = interval(0.8, 0.05, 9, 40)
    assert low == pytest.approx(1 / (1 + math.exp(-(math.log(4) - 0.70692411))), abs=1e-7)
    assert high == pytest.approx(1 / (1 + math.exp(-(math.log(4) + 0.70692411))), abs=1e-7)
    assert (round(low, 3), round(high, 3)) == (0.664, 0.890)


def test_where_all_or_none_are_satisfied_the_interval_is_of_clopper_and_pearson() -> None:
    # 20 respondents, 19 degrees of freedom: 0.025 ^ (1 / 20) = 0.831571
    assert interval(1, 0, 19, 20) == pytest.approx((0.8315665, 1), abs=1e-6)
    assert interval(0, 0, 19, 20) == pytest.approx((0, 0.1684335), abs=1e-6)


def test_of_few_clusters_all_satisfied_tell_less() -> None:
    # t(19) = 2.0930, t(3) = 3.1824: 20 × (2.0930 / 3.1824)² = 8.6507; 0.025 ^ (1 / 8.6507) = 0.65283
    assert interval(1, 0, 3, 20)[0] == pytest.approx(0.65283, abs=1e-4)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_without_degrees_of_freedom_there_is_no_interval(share: float) -> None:
    assert all(math.isnan(end) for end in interval(share, 0.1, 0, 7))


@pytest.mark.parametrize("n", [1, 2, 5, 1000])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_an_interval_is_never_of_no_width(share: float, n: int) -> None:
    low, high = interval(share, 0, max(n - 1, 1), n)
    assert 0 <= low < high <= 1


def test_holm_multiplies_the_smallest_by_how_many_there_are() -> None:
    # sorted 0.01, 0.02, 0.04: 3 × 0.01 = 0.03; 2 × 0.02 = 0.04; 1 × 0.04 = 0.04
    assert adjust_holm(np.array([0.04, 0.01, np.nan, 0.02])) == pytest.approx([0.04, 0.03, np.nan, 0.04], nan_ok=True)
    assert adjust_holm(np.array([0.9, 0.6])) == pytest.approx([1, 1])
    assert adjust_holm(np.array([])).size == 0
