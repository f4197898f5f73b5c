"""What the second round of appraisal changed: explanations accepted, points given back.

In: leaves, one row per unit and leaf. Out: one row per block and per unit. Source:
``docs/methodology.md`` 3.8.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.analysis.claims import self_assessed

ZERO = Decimal(0)
ROUNDS = [
    "unit_code", "block", "cut_n", "cut_points", "explained_n", "whole_n", "part_n", "refused_n",
    "back_points", "unexplained_n", "lowered_n", "lowered_points",
]  # fmt: skip


def sum_rounds(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum what round 2 made of the cuts of round 1: one row per block, and one per unit with cuts.

    ``unit_code`` blank = all units of the block. Over the appraised leaves on which round 1 gave
    less than the unit claimed: ``cut_n``, ``cut_points`` = self − round 1. Of these,
    ``explained_n`` came to round 2, where the explanation was accepted wholly (``whole_n``: at
    least the claimed points), in part (``part_n``: more than in round 1) or not (``refused_n``);
    ``unexplained_n`` did not come to round 2. ``back_points`` were given back, ``lowered_points``
    taken away on the ``lowered_n`` explained leaves that round 2 lowered further.
    """
    own = self_assessed(leaves)
    lower = [
        first is not None and first < claimed
        for claimed, first in zip(own["self_points"], own["round1_points"], strict=True)
    ]
    cut = own[pd.Series(lower, index=own.index, dtype=bool)]
    rows: list[dict[str, Any]] = []
    for block, group in cut.groupby("block", sort=False):
        rows.append({"unit_code": "", "block": block, **_sum_rows(group)})
        for unit, of_unit in group.groupby("unit_code", sort=False):
            rows.append({"unit_code": unit, "block": block, **_sum_rows(of_unit)})
    return pd.DataFrame(rows, columns=ROUNDS)


def _sum_rows(cut: pd.DataFrame) -> dict[str, Any]:
    names = ("self_points", "round1_points", "round2_points")
    leaves = list(zip(*(cut[name] for name in names), strict=True))
    explained = [row for row in leaves if row[2] is not None]
    whole = sum(second >= claimed for claimed, _, second in explained)
    more = sum(second > first for _, first, second in explained)
    lowered = [first - second for _, first, second in explained if second < first]
    return {
        "cut_n": len(leaves),
        "cut_points": sum((claimed - first for claimed, first, _ in leaves), ZERO),
        "explained_n": len(explained),
        "whole_n": whole,
        "part_n": more - whole,
        "refused_n": len(explained) - more,
        "back_points": sum((max(b - a, ZERO) for _, a, b in explained), ZERO),
        "unexplained_n": len(leaves) - len(explained),
        "lowered_n": len(lowered),
        "lowered_points": sum(lowered, ZERO),
    }
