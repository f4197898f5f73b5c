"""How many to ask: sizes of a sample by unit and group, and what it can show.

In: how many there are to be asked, what the last survey found. Out: a size for each unit and group, the
margin of its result, the difference between two such units that it shows. Source: ``docs/methodology.md`` 13.3.
"""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd

SIZES = ("unit_code", "respondent_group", "population", "last_pct", "deff", "n", "margin_pct", "difference_pct")
Z95, Z80 = 1.959963984540054, 0.8416212335729143
LEAST_SPREAD = Fraction(9, 100)
"""p (1 − p) is taken to be at least that of 10 or 90 percent: last year's share is itself uncertain."""


def plan_sizes(cells: pd.DataFrame, margin_pct: Fraction, total: int | None = None, least: int = 30) -> pd.DataFrame:
    """Return a size for each cell: one row per unit and group, as in ``cells``.

    ``cells``: ``unit_code``, ``respondent_group``, ``population``, ``last_pct`` and ``deff`` (None = not known).
    Without ``total`` each cell alone has the margin: n = n₀ / (1 + n₀ / N), n₀ = 4 p (1 − p) × deff / e²; with
    p = 50 % and deff = 1 that is N / (1 + N e²). With ``total`` that many are shared out as N × √(p (1 − p) × deff)
    asks (Neyman), at least ``least`` each and at most all there are.
    """
    populations = [int(one) for one in cells["population"]]
    spreads = [_spread(p) * _deff(d) for p, d in zip(cells["last_pct"], cells["deff"], strict=True)]
    if total is None:
        sizes = [
            _size(population, spread, margin_pct / 100) for population, spread in zip(populations, spreads, strict=True)
        ]
    else:
        sizes = share_out(populations, [math.sqrt(one) for one in spreads], total, least)
    table = cells.assign(n=sizes)
    errors = [_error(*one) for one in zip(sizes, populations, spreads, strict=True)]
    table["margin_pct"] = [100 * Z95 * one for one in errors]
    table["difference_pct"] = [100 * (Z95 + Z80) * math.sqrt(2) * one for one in errors]
    return table[list(SIZES)]


def share_out(populations: list[int], deviations: list[float], total: int, least: int) -> list[int]:
    """Return sizes that sum to the total where that can be: in proportion to N × S, within bounds.

    What is not whole goes to the largest rests, the first of equal ones.
    """
    bounds = [(min(least, n), n) for n in populations]
    total = min(max(total, sum(low for low, _ in bounds)), sum(populations))
    fixed: dict[int, int] = {}
    while True:
        free = [at for at in range(len(populations)) if at not in fixed]
        asked = sum(populations[at] * deviations[at] for at in free)
        left = total - sum(fixed.values())
        wanted = {at: left * populations[at] * deviations[at] / asked for at in free} if asked else {}
        low = {at: bounds[at][0] for at, n in wanted.items() if n < bounds[at][0]}
        high = {at: bounds[at][1] for at, n in wanted.items() if n > bounds[at][1]}
        below = sum(low[at] - wanted[at] for at in low)
        above = sum(wanted[at] - high[at] for at in high)
        if not low and not high:
            break
        fixed |= low if below >= above else high
    whole = {at: math.floor(n) for at, n in wanted.items()}
    rests = sorted(wanted, key=lambda at: (whole[at] - wanted[at], at))
    for at in rests[: left - sum(whole.values())]:
        whole[at] += 1
    return [fixed.get(at, whole.get(at, 0)) for at in range(len(populations))]


def margin_of_all(sizes: pd.DataFrame) -> float:
    """Return the margin of the province's result, in percentage points, cells weighted by their populations."""
    whole = sum(int(n) for n in sizes["population"])
    parts = [
        (int(population) / whole * float(margin)) ** 2
        for population, margin in zip(sizes["population"], sizes["margin_pct"], strict=True)
    ]
    return math.sqrt(sum(parts))


def _spread(last_pct: float | None) -> Fraction:
    if last_pct is None or pd.isna(last_pct):
        return Fraction(1, 4)
    p = Fraction(str(last_pct)) / 100
    return max(p * (1 - p), LEAST_SPREAD)


def _deff(deff: float | None) -> Fraction:
    return Fraction(1) if deff is None or pd.isna(deff) else Fraction(str(deff))


def _size(population: int, spread: Fraction, margin: Fraction) -> int:
    first = 4 * spread / margin**2
    return min(population, math.ceil(first / (1 + first / population))) if population else 0


def _error(n: int, population: int, spread: Fraction) -> float:
    """Return the standard error of a share, the whole asked having none."""
    if n < 1:
        return float("nan")
    left = (population - n) / (population - 1) if population > 1 else 0.0
    return math.sqrt(float(spread) / n * left)
