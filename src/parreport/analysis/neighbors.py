"""The units just above and just below each unit of a large block, and how far away they are.

In: the ranked index. Out: one row per unit and neighbor. Source: ``docs/methodology.md`` 1.7.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import pandas as pd

from parreport.inputs.framework import LARGE_BLOCK

REACH = 2
COLUMNS = [
    *("unit_code", "neighbor_code", "unit_name", "unit_name_en"),
    *("rank", "printed_pct", "band", "distance_pp"),
]


def find_neighbors(index: pd.DataFrame) -> pd.DataFrame:
    """Find the neighbors in rank of each ranked unit of a block of more than ``LARGE_BLOCK`` units.

    One row per unit and neighbor, best first: up to two with a better rank and up to two with
    a worse one, the nearest in print order; a unit on the same rank is none. ``unit_name``,
    ``rank``, ``printed_pct`` and ``band`` are the neighbor's; ``distance_pp`` is its printed index
    less the unit's own, in percentage points.
    """
    found: list[tuple[Any, ...]] = []
    for _, block in index.groupby("block", sort=False):
        if len(block) <= LARGE_BLOCK:
            continue
        rows = block[block["rank"].notna()].sort_values("rank", kind="stable").to_dict("records")
        ranks = [int(row["rank"]) for row in rows]
        for own, rank in zip(rows, ranks, strict=True):
            better, others = bisect_left(ranks, rank), bisect_right(ranks, rank)
            for row in (*rows[max(better - REACH, 0) : better], *rows[others : others + REACH]):
                names = (row["unit_name"], row["unit_name_en"])
                away = row["printed_pct"] - own["printed_pct"]
                figures = (row["rank"], row["printed_pct"], row["band"], away)
                found.append((own["unit_code"], row["unit_code"], *names, *figures))
    return pd.DataFrame(found, columns=COLUMNS, dtype=object)
