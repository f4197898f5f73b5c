"""Student's distribution for whole degrees of freedom: the finite sums of its textbook form, no library.

In: degrees of freedom, a probability or a figure. Out: a quantile or a probability. A library of statistics
would weigh 110 MB for these two figures. Source: ``docs/methodology.md`` 16.4.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

NORMAL = NormalDist()
AS_NORMAL = 100_000
"""From so many degrees of freedom on, series in 1 / df are exact to the last digits."""


@lru_cache(maxsize=4096)
def t_quantile(probability: float, df: int) -> float:
    """Return the quantile above the median of Student's distribution with whole degrees of freedom."""
    z = NORMAL.inv_cdf(probability)
    if df >= AS_NORMAL:
        return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
    inside, t = 2 * probability - 1, z
    for _ in range(200):  # from below, Newton's steps rise to the quantile and never pass it
        step = (inside - share_within(t, df)) / (2 * _density(t, df))
        t += step
        if step <= 1e-15 * t:
            break
    return t


def share_within(t: float, df: int) -> float:
    """Return the probability that a figure lies between −t and t."""
    if df >= AS_NORMAL:
        return 1 - 2 * NORMAL.cdf(-abs(t) * (1 - (t * t + 1) / (4 * df)))
    angle = math.atan(abs(t) / math.sqrt(df))
    cosine = math.cos(angle)
    if df == 1:
        return 2 * angle / math.pi
    first = df % 2 + 2  # the sum runs over even numbers for even df, over odd ones for odd df
    steps = np.arange(first, df - 1, 2, dtype=float)
    terms = np.concatenate([[1.0], np.cumprod((steps - 1) / steps * cosine**2)])
    total = float(np.sum(terms)) * math.sin(angle)
    return total if df % 2 == 0 else 2 / math.pi * (angle + total * cosine)


def two_sided(t: float, df: int) -> float:
    """Return the probability of a figure at least as far from 0 as t."""
    return max(0.0, 1 - share_within(t, df))


def _density(t: float, df: int) -> float:
    scale = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return math.exp(scale - (df + 1) / 2 * math.log1p(t * t / df))
