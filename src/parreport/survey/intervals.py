"""Intervals of shares: on the logit scale, at 0 and 100% by the number of respondents; tests of many.

In: shares with standard errors, or probabilities. Out: arrays. Source: ``docs/methodology.md`` 16.4, 16.6.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from parreport.survey.student import t_quantile

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
UPPER = 0.975


def estimate_intervals(shares: Floats, errors: Floats, df: Ints, counts: Ints) -> tuple[Floats, Floats]:
    """Return the 95% interval of each share (0 to 1); NaN without degrees of freedom.

    ``errors``: standard errors; ``counts``: respondents, of whom alone a share of 0 or 1 can tell.
    """
    quantiles = quantiles_of(df)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = quantiles * errors / (shares * (1 - shares))
        center = np.log(shares / (1 - shares))
        low, high = 1 / (1 + np.exp(spread - center)), 1 / (1 + np.exp(-spread - center))
        full = _full_intervals(counts, df, quantiles)
    all_satisfied, none_satisfied, unknown = shares >= 1, shares <= 0, (df < 1) | np.isnan(shares)
    low = np.where(all_satisfied, full, np.where(none_satisfied, 0.0, low))
    high = np.where(all_satisfied, 1.0, np.where(none_satisfied, 1 - full, high))
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def quantiles_of(df: Ints) -> Floats:
    """Return Student's 97.5% quantile of each number of degrees of freedom; NaN of none."""
    found, places = np.unique(df, return_inverse=True)
    quantiles = np.array([t_quantile(UPPER, int(one)) if one >= 1 else np.nan for one in found])
    return quantiles[places].reshape(np.shape(df))


def _full_intervals(counts: Ints, df: Ints, quantiles: Floats) -> Floats:
    """Return the lower end where all are satisfied: of Clopper and Pearson, the count as Korn and Graubard have it."""
    respondents = quantiles_of(np.maximum(counts - 1, 1))
    effective = counts * np.minimum(1.0, np.where(counts > 1, respondents / quantiles, 1.0) ** 2)
    return np.asarray((1 - UPPER) ** (1 / effective))


def adjust_holm(probabilities: Floats) -> Floats:
    """Return the probabilities of several tests by Holm's step-down rule; NaN stays and does not count."""
    adjusted = np.full(len(probabilities), np.nan)
    known = np.flatnonzero(~np.isnan(probabilities))
    order = known[np.argsort(probabilities[known], kind="stable")]
    steps = probabilities[order] * (len(order) - np.arange(len(order)))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps)) if len(order) else []
    return adjusted
