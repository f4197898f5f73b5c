"""Many units with few answers each: what each one's answers and all the others' together say of it.

In: direct estimates with their variances, and figures known of every unit. Out: the estimates of the model
of Fay and Herriot, with their mean squared error. The variance between units is fitted by restricted maximum
likelihood. Source: ``docs/methodology.md`` 16.7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parreport.survey.design import Floats
from parreport.survey.student import NORMAL

MANY_UNITS, FEW_ANSWERS = 20, 150
"""A block of more units, with a smaller median of respondents, is one of small areas."""
FEWEST_UNITS = 5
STEPS = 100
TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class AreaModel:
    """A fitted model: estimates and mean squared errors by unit, the variance between units, coefficients.

    ``own_shares``: the weight of the direct estimate, from 0 to 1; ``errors``: of the coefficients.
    """

    estimates: Floats
    mean_squared_errors: Floats
    own_shares: Floats
    between: float
    coefficients: Floats
    errors: Floats


def fit_area_model(direct: Floats, variances: Floats, covariates: Floats) -> AreaModel:
    """Fit direct = covariates × coefficients + effect of the unit + sampling error of known variance.

    ``covariates``: one row per unit, one column each, the first of ones. The mean squared error is that of Prasad
    and Rao for restricted likelihood: g₁ + g₂ + 2 g₃.
    """
    between = float(np.median(variances))
    for _ in range(STEPS):  # Fisher's scoring, not below 0
        weights = 1 / (between + variances)
        projected = _project(weights, covariates)
        residual = projected @ direct
        score = -np.trace(projected) + residual @ residual
        step = float(score / np.sum(projected * projected))
        last, between = between, max(0.0, between + step)
        if abs(between - last) <= TOLERANCE * max(between, float(np.min(variances))):
            break
    weights = 1 / (between + variances)
    spread = np.linalg.inv(covariates.T @ (weights[:, None] * covariates))
    coefficients = spread @ (covariates.T @ (weights * direct))
    shares = between * weights
    fitted = covariates @ coefficients
    first = between * variances * weights
    second = (1 - shares) ** 2 * np.einsum("ij,jk,ik->i", covariates, spread, covariates)
    third = variances**2 * weights**3 * 2 / np.sum(weights**2)
    return AreaModel(
        estimates=fitted + shares * (direct - fitted),
        mean_squared_errors=first + second + 2 * third,
        own_shares=shares,
        between=between,
        coefficients=coefficients,
        errors=np.sqrt(np.diag(spread)),
    )


def _project(weights: Floats, covariates: Floats) -> Floats:
    """Return the matrix that takes the fitted part out of weighted figures."""
    weighted = weights[:, None] * covariates
    inner = np.linalg.inv(covariates.T @ weighted)
    return np.asarray(np.diag(weights) - weighted @ inner @ weighted.T)


def smooth_variances(shares: Floats, errors: Floats, counts: Floats) -> Floats:
    """Return the sampling variance of each share, steadied: one design effect and one share for all units.

    The variance that few answers give of themselves is as unsteady as the share, and 0 where all are satisfied.
    """
    known = ~np.isnan(errors)
    plain = shares * (1 - shares) / counts
    effect = float(np.sum(errors[known] ** 2) / np.sum(plain[known])) if np.sum(plain[known]) > 0 else 1.0
    whole = float(np.sum(counts * shares) / np.sum(counts))
    return np.asarray(effect * whole * (1 - whole) / counts)


def are_small_areas(counts: Floats) -> bool:
    """Whether units with so many respondents each call for the model beside the direct estimates."""
    return len(counts) > MANY_UNITS and float(np.median(counts)) < FEW_ANSWERS


def estimate_small_areas(units: pd.DataFrame, covariates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Estimate the satisfaction of the units of a block by the model, beside the direct estimates.

    ``units``: one row per unit that is published, ``unit_code, n, satisfaction_pct, se_pct``; ``covariates``:
    one column per figure, by unit in the same order; columns without spread are left out. Added: ``model_pct``,
    ``model_se_pct`` (root of the mean squared error), ``model_low_pct``, ``model_high_pct`` (95%), ``own_share``;
    blank where fewer than five units have answers or all say the same.
    """
    names = ("model_pct", "model_se_pct", "model_low_pct", "model_high_pct", "own_share")
    shares, counts = units["satisfaction_pct"].to_numpy(dtype=float) / 100, units["n"].to_numpy(dtype=float)
    variances = smooth_variances(shares, units["se_pct"].to_numpy(dtype=float) / 100, counts)
    known = np.ones((len(units), 1))
    if covariates is not None:
        centered = covariates.to_numpy(dtype=float) - covariates.to_numpy(dtype=float).mean(axis=0)
        spreads = centered.std(axis=0)
        known = np.column_stack([known, centered[:, spreads > 0] / spreads[spreads > 0]])
    if len(units) < FEWEST_UNITS + known.shape[1] or not np.all(variances > 0):
        return units.assign(**dict.fromkeys(names, np.nan))
    model = fit_area_model(shares, variances, known)
    errors = np.sqrt(model.mean_squared_errors)
    reach = NORMAL.inv_cdf(0.975) * errors
    low, high = np.maximum(model.estimates - reach, 0), np.minimum(model.estimates + reach, 1)
    percents = {
        name: np.round(100 * figures, 9)
        for name, figures in zip(names[:4], (model.estimates, errors, low, high), strict=True)
    }
    return units.assign(**percents, own_share=np.round(model.own_shares, 9))
