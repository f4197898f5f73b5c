"""Whether the parts of a criterion, and the criteria of an area, measure something in common.

In: items, one row per unit and item. Out: Cronbach's alpha, one row per block and item with parts.
Source: ``docs/methodology.md`` 10.3.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from parreport.analysis.arrays import FLAT, Array, center, spread_items, sum_units
from parreport.inputs.framework import Framework

COHERENCE_COLUMNS = ("block", "item_code", "level", "parts_n", "units_n", "alpha")


def measure_coherence(items: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Compute Cronbach's alpha of each item over the items right below it, on ``score_pct``.

    One row per block that has units and item with parts, in tree order. ``parts_n`` counts the
    parts that apply to some unit (bonus and penalty are no parts), ``units_n`` the units to which
    all of them apply; ``alpha`` is blank for fewer than two parts or without any variance.
    """
    rows = []
    for block in framework:
        own = items[items["block"] == block.code]
        if own.empty:
            continue
        scores = spread_items(own, [item.code for item in block.items], "score_pct")
        parts: dict[str, list[int]] = {item.code: [] for item in block.items if not item.is_leaf}
        for column, item in enumerate(block.items):
            if item.parent_code and not np.isnan(scores[:, column]).all():
                parts[item.parent_code].append(column)
        for code, columns in parts.items():
            if block.leaf_codes_under[code]:
                whole = scores[:, columns]
                whole = whole[~np.isnan(whole).any(axis=1)] if columns else whole[:0]
                level = block.by_code[code].level
                rows.append(
                    (block.code, code, level, len(columns), len(whole), compute_alpha(whole))
                )
    return pd.DataFrame(rows, columns=COHERENCE_COLUMNS)


def compute_alpha(scores: Array) -> float:
    """Return Cronbach's alpha of complete scores, a row per unit and a column per part.

    k / (k − 1) × (1 − Σ variances of the parts / variance of their sum), at most 1; NaN for fewer
    than two parts or units, or where the sum does not vary. Rounded to 9 decimals.
    """
    units, parts = scores.shape
    if parts < 2 or units < 2:
        return math.nan
    sums = sum_units(scores.T).round(9)[:, None]
    apart = float(sum_units(sum_units(center(scores)[0] ** 2)[:, None])[0])
    together = float(sum_units(center(sums)[0] ** 2)[0])
    if together <= FLAT * units:
        return math.nan
    return float(round(parts / (parts - 1) * (1 - apart / together), 9))
