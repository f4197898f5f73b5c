"""How far apart equal units would come out by chance alone, and which units cannot be told apart.

In: published estimates of the units of a block. Out: the spread that they show beside that of equal units,
and groups of units. Source: ``docs/methodology.md`` 16.7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import PCG64, Generator

from parreport.survey.design import Floats, Ints
from parreport.survey.small_areas import smooth_variances
from parreport.survey.student import NORMAL

DRAWS = 10_000
SEED = 1486


@dataclass(frozen=True)
class ChanceSpread:
    """The spread of a block's units, in percentage points, beside what chance alone would give.

    ``above_mean``, ``below_mean``: of the best and the last unit from the mean; ``chance_…``: their mean over
    draws of equal units; ``chance_above_high``: what 95% of these do not exceed; ``as_wide_share``: the share of draws
    whose best and last are at least as far apart; ``real_share``: the part of the variance between units that is
    not chance.
    """

    units_n: int
    above_mean: float
    below_mean: float
    chance_above_mean: float
    chance_below_mean: float
    chance_above_high: float
    as_wide_share: float
    real_share: float


def estimate_chance_spread(units: pd.DataFrame) -> ChanceSpread | None:
    """Estimate what spread equal units would show; None of fewer than two units or where nothing varies.

    ``units``: one row per unit that is published, ``n, satisfaction_pct, se_pct``.
    """
    shares = units["satisfaction_pct"].to_numpy(dtype=float)
    counts, errors = units["n"].to_numpy(dtype=float), units["se_pct"].to_numpy(dtype=float)
    variances = 1e4 * smooth_variances(shares / 100, errors / 100, counts)
    if len(shares) < 2 or not np.all(variances > 0):
        return None
    draws = Generator(PCG64(SEED)).standard_normal((DRAWS, len(shares))) * np.sqrt(variances)
    draws -= draws.mean(axis=1, keepdims=True)
    above, below = draws.max(axis=1), -draws.min(axis=1)
    mean, spread = float(shares.mean()), float(shares.max() - shares.min())
    shown = float(np.var(shares, ddof=1))
    return ChanceSpread(
        units_n=len(shares),
        above_mean=float(shares.max()) - mean,
        below_mean=mean - float(shares.min()),
        chance_above_mean=float(above.mean()),
        chance_below_mean=float(below.mean()),
        chance_above_high=float(np.quantile(above, 0.95)),
        as_wide_share=float(np.mean(above + below >= spread - 1e-9)),
        real_share=max(0.0, 1 - float(variances.mean()) / shown) if shown > 0 else 0.0,
    )


def group_alike(shares: Floats, errors: Floats) -> Ints:
    """Return a group for each unit, 1 = highest: the first not placed yet, and all that are not clearly below it.

    Clearly: beyond the quantile of Šidák for all pairs of units. Equal shares are in one group. A unit without a
    standard error (NaN) has none, 0.
    """
    groups = np.zeros(len(shares), dtype=np.int64)
    known = np.flatnonzero(~np.isnan(errors))
    pairs = len(known) * (len(known) - 1) / 2
    if not len(known):
        return groups
    quantile = NORMAL.inv_cdf((1 + 0.95 ** (1 / max(pairs, 1))) / 2)
    left = [int(place) for place in known[np.argsort(-shares[known], kind="stable")]]
    number = 0
    while left:
        first, number = left[0], number + 1
        reach = quantile * np.sqrt(errors[first] ** 2 + errors[left] ** 2)
        alike = [place for place, far in zip(left, reach, strict=True) if shares[first] - shares[place] <= far]
        groups[alike] = number
        left = [place for place in left if place not in set(alike)]
    return groups
