"""Which leaves small numbers decide, and which are the same for every unit.

In: leaves, the framework, ``item_quality``, ``item_pairs``. Out: the same tables with further columns.
Source: ``docs/methodology.md`` 11.4.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import Any

import pandas as pd

from parreport.columns import ITEM_PAIRS, percent_of, rows_of
from parreport.inputs.framework import Block, Framework
from parreport.sureness_columns import FEWEST_COPIES

ADDED = ("equal_for_all", "copied_for_all", "median_denominator", "without_cases_n")


def add_cases(quality: pd.DataFrame, leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Add to each leaf of a block what its cases are: the rows of ``quality``, in their order.

    Over the units to which the leaf applies, ranked or not. ``equal_for_all``: whether two units or more
    have it, all with the same percent of its maximum; ``copied_for_all``: whether five units or more
    have it, all with the same numerator and the same denominator above 0. ``median_denominator``: of
    the units that declared counted cases for a rule on a rate, 0 included; ``without_cases_n``: those
    of them with 0 of 0. Both are blank where nobody did.
    """
    counted = leaves[leaves["applies"].astype(bool) & ~leaves["method"].isin(["bonus", "penalty"])]
    names = ("block", "item_code", "points", "max_points", "numerator", "denominator")
    scores: dict[tuple[str, str], set[Decimal]] = {}
    rates: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = {}
    units: dict[tuple[str, str], int] = {}
    for block, code, points, most, numerator, denominator in rows_of(counted, *names):
        key = (block, code)
        units[key] = units.get(key, 0) + 1
        scores.setdefault(key, set()).add(points / most)
        if denominator is not None and _reads_rate(framework.by_code[block], code):
            rates.setdefault(key, []).append((numerator, denominator))
    rows: list[dict[str, Any]] = []
    for key in rows_of(quality, "block", "item_code"):
        n, own = units.get(key, 0), rates.get(key, [])
        whole = bool(own) and all(part % 1 == 0 for rate in own for part in rate)
        rows.append(
            {
                "equal_for_all": n > 1 and len(scores[key]) == 1,
                "copied_for_all": n >= FEWEST_COPIES and len(own) == n and len(set(own)) == 1 and own[0][1] > 0,
                "median_denominator": median([denominator for _, denominator in own]) if whole else None,
                "without_cases_n": sum(denominator == 0 for _, denominator in own) if whole else None,
            }
        )
    added = pd.DataFrame(rows, columns=ADDED, index=quality.index, dtype=object)
    flags = {"equal_for_all": bool, "copied_for_all": bool}
    return quality.join(added.astype(flags | {"without_cases_n": "Int64"}))


def _reads_rate(block: Block, code: str) -> bool:
    rule = block.by_code[code].rule
    return rule is not None and rule.reads_rate


def add_shares(pairs: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Add to each pair of leaves ``points_share_pct``: their part of the block's maximum, in percent."""
    shares = []
    for block, one, other in rows_of(pairs, "block", "item_code", "other_item_code"):
        most = {leaf.code: leaf.max_points or Decimal(0) for leaf in framework.by_code[block].scored_leaves}
        shares.append(percent_of(most[one] + most[other], sum(most.values(), Decimal(0))))
    return pairs.assign(points_share_pct=pd.Series(shares, dtype=float, index=pairs.index).round(9))[ITEM_PAIRS.names]
