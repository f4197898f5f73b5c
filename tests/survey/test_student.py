"""Student's distribution against closed forms and printed tables."""

from __future__ import annotations

import math

import pytest

from parreport.survey.student import AS_NORMAL, share_within, t_quantile, two_sided


@pytest.mark.parametrize(
    ("df", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (9, 2.262), (14, 2.145), (39, 2.023), (100, 1.984)],
)
def test_quantiles_are_those_of_printed_tables(df: int, printed: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(printed, abs=5e-4)


def test_one_and_two_degrees_have_their_closed_form() -> None:
    assert t_quantile(0.975, 1) == pytest.approx(math.tan(math.pi * 0.475), rel=1e-13)
    assert t_quantile(0.975, 2) == pytest.approx(0.95 / math.sqrt(2 * 0.975 * 0.025), rel=1e-13)


@pytest.mark.parametrize("df", [1, 2, 3, 10, 197, 5001])
def test_a_quantile_leaves_its_probability_outside(df: int) -> None:
    assert two_sided(t_quantile(0.975, df), df) == pytest.approx(0.05, rel=1e-11)
    assert share_within(0, df) == 0


def test_the_series_for_many_degrees_meets_the_sums_for_fewer() -> None:
    assert t_quantile(0.975, AS_NORMAL - 1) == pytest.approx(t_quantile(0.975, AS_NORMAL), rel=1e-9)
    assert two_sided(2.5, AS_NORMAL - 1) == pytest.approx(two_sided(2.5, AS_NORMAL), rel=1e-6)
    assert t_quantile(0.975, 5_000_000) == pytest.approx(1.959964, abs=2e-6)
