"""Which scores lie beyond the mean of their block by so many standard deviations, decided exactly.

In: items, one row per unit and item. Out: +1, 0 or −1 for each row. Source: ``docs/methodology.md`` 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import pandas as pd

FEWEST = 2  # one unit alone has no standard deviation


def judge_distances(items: pd.DataFrame, sd: float) -> np.ndarray[Any, Any]:
    """Judge each row by the mean and the standard deviation (n − 1) of its block and item.

    +1: the score is above mean + ``sd`` standard deviations; −1: below mean − so many; 0: between
    them or exactly at one of the two. A score is ``points`` / ``max_points``, unrounded; nothing is
    rounded in between.
    """
    found = np.zeros(len(items), dtype=int)
    points, most = (items[name].to_numpy(dtype=object) for name in ("points", "max_points"))
    times = Fraction(repr(sd))
    for rows in items.groupby(["block", "item_code"]).indices.values():
        found[rows] = judge_scores(list(zip(points[rows], most[rows], strict=True)), times)
    return found


def judge_scores(scores: Sequence[tuple[Decimal, Decimal]], times: Fraction) -> list[int]:
    """Judge scores, pairs of points and maximum: +1, 0 or −1 as in :func:`judge_distances`.

    Scores are made whole numbers over one denominator. With n of them, sum S and sum of squares Q,
    the variance is (n Q − S²) / n (n − 1); a distance from the mean, (n score − S) / n, is compared
    with ``times`` standard deviations by the squares of both.
    """
    n = len(scores)
    if n < FEWEST:
        return [0] * n
    parts = [(*own.as_integer_ratio(), *most.as_integer_ratio()) for own, most in scores]
    fractions = [Fraction(a * d, b * c) for a, b, c, d in parts]
    over = lcm(*(one.denominator for one in fractions))
    sizes = [one.numerator * (over // one.denominator) for one in fractions]
    total = sum(sizes)
    spread = n * (n * sum(size * size for size in sizes) - total * total) * times.numerator**2
    below = (n - 1) * times.denominator**2
    leads = [n * size - total for size in sizes]
    return [(1 if lead > 0 else -1) if lead * lead * below > spread else 0 for lead in leads]
