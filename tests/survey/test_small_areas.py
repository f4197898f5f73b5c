"""Small areas by hand and simulated: the model comes nearer to the truth than the answers of one unit alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from parreport.survey.chance_spread import estimate_chance_spread, group_alike
from parreport.survey.small_areas import are_small_areas, estimate_small_areas, fit_area_model, smooth_variances

UNITS, RESPONDENTS = 124, 90


def draw_province(chance: np.random.Generator, between: float = 0.05) -> tuple[pd.DataFrame, np.ndarray]:  # type: ignore[type-arg]
    """Draw a province of communes: published estimates, and the true shares."""
    truth = np.clip(0.82 + between * chance.standard_normal(UNITS), 0.5, 0.99)
    shares = chance.binomial(RESPONDENTS, truth) / RESPONDENTS
    errors = np.sqrt(shares * (1 - shares) / (RESPONDENTS - 1))
    table = pd.DataFrame({"unit_code": [f"x{n}" for n in range(UNITS)], "n": RESPONDENTS})
    return table.assign(satisfaction_pct=100 * shares, se_pct=100 * errors), truth


def judge(provinces: int, seed: int, with_covariate: bool = False) -> tuple[float, float, float]:
    """Return the mean squared errors of model and direct estimate, in squared points, and how often intervals hold."""
    chance, model, direct, held = np.random.default_rng(seed), 0.0, 0.0, 0.0
    for _ in range(provinces):
        table, truth = draw_province(chance)
        known = pd.DataFrame({"known": truth + 0.04 * chance.standard_normal(UNITS)}) if with_covariate else None
        found = estimate_small_areas(table, known)
        model += float(np.mean((found["model_pct"] - 100 * truth) ** 2))
        direct += float(np.mean((found["satisfaction_pct"] - 100 * truth) ** 2))
        held += float(np.mean((found["model_low_pct"] <= 100 * truth) & (100 * truth <= found["model_high_pct"])))
    return model / provinces, direct / provinces, held / provinces


@pytest.mark.parametrize("with_covariate", [False, True])
def test_the_model_is_nearer_to_the_truth_and_its_intervals_hold(with_covariate: bool) -> None:
    model, direct, held = judge(20, 1, with_covariate)
    assert model < 0.8 * direct
    assert 0.92 <= held <= 0.98


@pytest.mark.nightly
@pytest.mark.parametrize("with_covariate", [False, True])
def test_in_500_provinces_the_model_is_nearer_to_the_truth(with_covariate: bool) -> None:
    model, direct, held = judge(500, 2, with_covariate)
    print(f"mean squared error {model:.2f} against {direct:.2f}; intervals hold {100 * held:.2f}%")
    assert model < 0.8 * direct
    assert 0.92 <= held <= 0.98


def test_equal_variances_have_a_closed_form() -> None:
    # direct 1…5, variance 1: mean 3, sum of squares 10, between = 10 / 4 − 1 = 1.5; own share 1.5 / 2.5 = 0.6
    model = fit_area_model(np.array([1.0, 2, 3, 4, 5]), np.ones(5), np.ones((5, 1)))
    assert model.between == pytest.approx(1.5, rel=1e-9)
    assert model.own_shares == pytest.approx([0.6] * 5)
    assert model.estimates == pytest.approx([1.8, 2.4, 3, 3.6, 4.2])
    # g₁ = 0.6; g₂ = 0.4² × 2.5 / 5 = 0.08; g₃ = 1 / 2.5³ × 2 × 2.5² / 5 = 0.16; 0.6 + 0.08 + 2 × 0.16
    assert model.mean_squared_errors == pytest.approx([1.0] * 5)


def test_units_that_differ_by_less_than_chance_become_one() -> None:
    model = fit_area_model(np.array([1.0, 1.1, 0.9, 1.0, 1.0]), np.ones(5), np.ones((5, 1)))
    assert model.between == 0
    assert model.estimates == pytest.approx([1.0] * 5)


def test_the_variance_of_a_unit_does_not_hang_on_its_own_share() -> None:
    # design effect (0.0016 + 0) / (0.0016 + 0) = 1; share of all 0.9: 0.9 × 0.1 / 100 each
    found = smooth_variances(np.array([0.8, 1.0]), np.array([0.04, 0.0]), np.array([100.0, 100.0]))
    assert found == pytest.approx([0.0009, 0.0009])


def test_small_areas_are_many_units_with_few_respondents() -> None:
    assert are_small_areas(np.full(21, 149.0))
    assert not are_small_areas(np.full(20, 149.0))
    assert not are_small_areas(np.full(21, 150.0))


@pytest.mark.parametrize("shares", [[100.0] * 30, [80.0, 90.0]])
def test_where_nothing_can_be_fitted_nothing_is_shown(shares: list[float]) -> None:
    table = pd.DataFrame({"unit_code": range(len(shares)), "n": 90, "satisfaction_pct": shares, "se_pct": 0.0})
    assert estimate_small_areas(table)["model_pct"].isna().all()


def test_a_column_that_is_the_same_everywhere_tells_nothing() -> None:
    table, _ = draw_province(np.random.default_rng(3))
    same = estimate_small_areas(table, pd.DataFrame({"known": [1.0] * UNITS}))
    assert same["model_pct"].to_numpy() == pytest.approx(estimate_small_areas(table)["model_pct"].to_numpy())


def test_equal_units_spread_as_chance_has_it() -> None:
    # 45 equal units with a standard error of 2 points: the best of 45 lies 2.2 standard errors above the mean
    shares = 92 + 2 * np.random.default_rng(5).standard_normal(45)
    table = pd.DataFrame({"n": 180, "satisfaction_pct": shares, "se_pct": 2.0})
    found = estimate_chance_spread(table)
    assert found is not None
    assert found.chance_above_mean == pytest.approx(2.2 * 2, abs=0.15)
    assert found.chance_above_mean < found.chance_above_high
    assert found.real_share < 0.4 and found.as_wide_share > 0.02


def test_units_that_differ_spread_wider_than_chance() -> None:
    table = pd.DataFrame({"n": 400, "satisfaction_pct": np.linspace(70, 95, 45), "se_pct": 1.8})
    found = estimate_chance_spread(table)
    assert found is not None
    assert found.as_wide_share == 0 and found.real_share > 0.9
    assert (found.above_mean, found.below_mean) == (pytest.approx(12.5), pytest.approx(12.5))


def test_one_unit_has_no_spread() -> None:
    assert estimate_chance_spread(pd.DataFrame({"n": [9], "satisfaction_pct": [80.0], "se_pct": [3.0]})) is None


def test_a_group_holds_all_that_are_not_clearly_below_its_first() -> None:
    # three pairs: Šidák's quantile is 2.388; of two errors of 2: 2.388 × 2.828 = 6.75 points
    groups = group_alike(np.array([90.0, 84.0, 83.0, np.nan]), np.array([2.0, 2.0, 2.0, np.nan]))
    assert list(groups) == [1, 1, 2, 0]
    assert list(group_alike(np.array([70.0, 90.0]), np.array([1.0, 1.0]))) == [2, 1]
