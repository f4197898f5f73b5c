"""What can be compared through a whole chain of years: the index over those leaves alone.

In: a chain of scored years. Out: comparable points and maximum of each unit, year and area.
Source: ``docs/methodology.md`` 4.5.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, localcontext

import pandas as pd

from parreport.analysis.chains import Chain
from parreport.analysis.changes import Leaf, percent, points_by_unit, take_shares
from parreport.columns import rows_of
from parreport.spans import Span

ZERO = Decimal(0)
SUMS = ["unit_code", "year", "area_code", "points", "max_points"]


def sum_comparable(chain: Chain) -> pd.DataFrame:
    """Sum what is comparable: one row per unit, year and area of this year's framework.

    A leaf of this year counts for a unit where it can be followed to the first year of the chain
    and applies in every year in which the unit was assessed. In an earlier year it has the share
    of points and maximum that it takes of the leaves it continues. ``points`` and ``max_points``
    are exact; bonus and penalty are left out. ``unit_code`` and ``area_code`` are this year's.
    """
    points = [points_by_unit(year.leaves) for year in chain.years]
    rows = []
    with localcontext() as context:
        context.prec = 100
        for unit, codes in chain.codes.items():
            known = [(back, points[back].get(code, {})) for back, code in enumerate(codes) if code]
            block = chain.years[0].framework.by_code[chain.blocks[unit][0]]
            sums: dict[tuple[int, str], Leaf] = defaultdict(lambda: (ZERO, ZERO))
            for leaf in chain.shares(unit, len(chain.years) - 1):
                each = {back: take_shares(chain.shares(unit, back)[leaf], own) for back, own in known}
                if any(maximum == 0 for _, maximum in each.values()):
                    continue
                area = block.by_code[leaf].area_code
                for back, own_leaf in each.items():
                    sums[back, area] = _add(sums[back, area], own_leaf)
            for (back, area), (total, maximum) in sums.items():
                rows.append((unit, chain.years[back].year, area, total, maximum))
    return pd.DataFrame(rows, columns=SUMS)


def score_comparable(sums: pd.DataFrame) -> dict[tuple[str, Span], float]:
    """Return the comparable index by unit and year: percent of the maximum, to 9 decimals."""
    totals: dict[tuple[str, Span], Leaf] = defaultdict(lambda: (ZERO, ZERO))
    for unit, year, points, maximum in rows_of(sums, "unit_code", "year", "points", "max_points"):
        totals[unit, year] = _add(totals[unit, year], (points, maximum))
    return {key: percent(*total) for key, total in totals.items()}


def _add(one: Leaf, other: Leaf) -> Leaf:
    return one[0] + other[0], one[1] + other[1]
