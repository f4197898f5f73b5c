"""Confidence sets for ranks: between which places a unit may stand, given the errors of the figures.

In: estimates with independent normal errors. Out: the lowest and the highest place of each unit,
marginal (for it alone) and simultaneous (for all units at once), and which pairs differ clearly.
Method: Mogstad, Romano, Shaikh and Wilhelm, by confidence intervals of all pairwise differences.
Source: ``docs/methodology.md`` 9.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from parreport.index.draws import Floats, open_stream

COVERAGE = 0.95
SIMULATIONS = 10_000
LARGEST_SIMULATED = 200

Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class RankSets:
    """Places of each unit, 1 = best, and the pairs: ``ahead[i, k]`` = i is clearly better than k.

    ``low``, ``high``: marginal; ``low_all``, ``high_all`` and ``ahead``: simultaneous.
    """

    low: Ints
    high: Ints
    low_all: Ints
    high_all: Ints
    ahead: Flags


def estimate_rank_sets(estimates: Floats, errors: Floats, block: str, units: Sequence[str]) -> RankSets:
    """Return the 95% confidence sets of the ranks of units with independent normal errors.

    The codes of block and units only name the streams of random numbers.
    """
    single, all_pairs = find_critical_values(errors, block, units)
    low, high = bound_ranks(estimates, errors, single)
    low_all, high_all = bound_ranks(estimates, errors, np.full(len(errors), all_pairs))
    ahead = np.zeros((len(errors), len(errors)), dtype=bool)
    for row, (estimate, error) in enumerate(zip(estimates, errors, strict=True)):
        ahead[row] = estimate - estimates > all_pairs * np.hypot(error, errors)
    return RankSets(low, high, low_all, high_all, ahead)


def find_critical_values(errors: Floats, block: str, units: Sequence[str]) -> tuple[Floats, float]:
    """Return how many standard errors a difference may reach by chance, at 95%.

    One value per unit, for its differences from all others; and one for the differences of all
    pairs. Found by simulation, the largest standardised difference counting; a single pair has the
    normal quantile; in blocks of more than ``LARGEST_SIMULATED`` units the bound of Šidák, which
    is never too small, saves the time. Pairs without any error have no part in it.
    """
    uncertain = np.hypot(errors[:, None], errors[None, :]) > 0
    np.fill_diagonal(uncertain, False)
    pairs = uncertain.sum(axis=1)
    if pairs.sum() <= 2 or len(errors) > LARGEST_SIMULATED:
        single = np.array([find_sidak_value(int(n)) for n in pairs])
        return single, find_sidak_value(int(pairs.sum()) // 2)
    noise = np.array([open_stream("sampling", block, u).standard_normal(SIMULATIONS) for u in units])
    noise *= errors[:, None]
    largest = np.zeros_like(noise)
    for row, error in enumerate(errors[:-1]):
        spread = np.hypot(error, errors[row + 1 :])
        spread[spread == 0] = np.inf
        apart = np.abs(noise[row] - noise[row + 1 :]) / spread[:, None]
        np.maximum(largest[row], apart.max(axis=0), out=largest[row])
        np.maximum(largest[row + 1 :], apart, out=largest[row + 1 :])
    place = int(np.ceil(COVERAGE * SIMULATIONS)) - 1
    single = np.partition(largest, place, axis=1)[:, place]
    single[pairs == 1] = find_sidak_value(1)
    return single, float(np.partition(largest.max(axis=0), place)[place])


def find_sidak_value(pairs: int) -> float:
    """Return the two-sided normal quantile at which so many intervals hold together."""
    return NormalDist().inv_cdf((1 + COVERAGE ** (1 / pairs)) / 2) if pairs else 0.0


def bound_ranks(estimates: Floats, errors: Floats, critical: Floats) -> tuple[Ints, Ints]:
    """Return the lowest and the highest place of each unit; the units are the last axis.

    Lowest = 1 + the units that are clearly better, highest = all less those clearly worse.
    """
    low, high = np.empty(estimates.shape, dtype=np.int64), np.empty(estimates.shape, dtype=np.int64)
    for row, error in enumerate(errors):
        apart = estimates - estimates[..., row, None]
        reach = critical[row] * np.hypot(error, errors)
        low[..., row] = 1 + (apart > reach).sum(axis=-1)
        high[..., row] = len(errors) - (apart < -reach).sum(axis=-1)
    return low, high
