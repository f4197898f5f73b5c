"""How much each item decides the index, against how much its maximum says.

In: items, one row per unit and item, and the index. Out: one row per block and item.
Source: ``docs/methodology.md`` 10.4.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from parreport.analysis.arrays import FEWEST_UNITS, FLAT, Array, center, correlate_columns, spread_items, sum_units
from parreport.inputs.framework import Block, Framework

WEIGHT_COLUMNS = ("block", "item_code", "level", "units_n", "weight_pct", "effective_pct", "rank_correlation")


def measure_weights(items: pd.DataFrame, index: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Measure what each item contributes to the spread of the index: one row per block and item.

    ``weight_pct``: 100 × maximum of the item / the unit's maximum, its mean over the units with an
    index. ``effective_pct``: 100 × covariance of the item's contribution (100 × its points / the
    unit's maximum) with the index / variance of the index, uncapped. The areas, and one row with
    a blank code for bonus less penalty, sum to 100; so do the parts of an area to the area's.
    ``rank_correlation`` (areas only): Spearman's correlation of the index with the index without
    that area, over the ranked units. An item that does not apply contributes 0. Blank with fewer
    than three units, or where the index does not vary. Items that apply nowhere have no row.
    """
    rows: list[tuple[Any, ...]] = []
    for block in framework:
        own = items[items["block"] == block.code]
        if not own.empty:
            rows += _measure_block(own, index[index["block"] == block.code], block)
    return pd.DataFrame(rows, columns=WEIGHT_COLUMNS)


def _measure_block(items: pd.DataFrame, index: pd.DataFrame, block: Block) -> list[tuple[Any, ...]]:
    counted = index[index["uncapped_pct"].notna()].set_index("unit_code")
    items = items[items["unit_code"].isin(counted.index)]
    counted = counted.loc[list(dict.fromkeys(items["unit_code"]))]
    inside = [item for item in block.items if block.leaf_codes_under[item.code]]
    points, maxima = (
        np.nan_to_num(spread_items(items, [item.code for item in inside], name)) for name in ("points", "max_points")
    )
    present = np.asarray((maxima > 0).any(axis=0))
    points, maxima = points[:, present], maxima[:, present]
    shown = [item for item, there in zip(inside, present, strict=True) if there]
    most, won = (counted[name].astype(float).to_numpy()[:, None] for name in ("max_points", "points"))
    extra = (counted["bonus_points"] - counted["penalty_points"]).astype(float).to_numpy()[:, None]
    whole = counted["uncapped_pct"].astype(float).to_numpy().round(9)[:, None]
    parts = np.hstack([100 * points / most, 100 * extra / most])
    weights = [*(100 * sum_units(maxima / most) / len(most)).round(9), np.nan]
    effective = find_effective(parts, whole)
    ranked = counted["rank"].notna().to_numpy()
    without = 100 * (won + extra - points) / np.where(most > maxima, most - maxima, np.nan)
    ranks = correlate_ranks(without[ranked], whole[ranked])
    rows = [
        (block.code, item.code, item.level, len(most), weight, share, rank if item.level == 1 else np.nan)
        for item, weight, share, rank in zip(shown, weights, effective, ranks, strict=False)
    ]
    return [*rows, (block.code, "", 0, len(most), np.nan, effective[-1], np.nan)]


def find_effective(parts: Array, whole: Array) -> list[float]:
    """Return 100 × covariance of each part with the whole / variance of the whole, 9 decimals."""
    middle = center(whole)[0]
    spread = float(sum_units(middle**2)[0])
    if len(whole) < FEWEST_UNITS or spread <= FLAT * len(whole):
        return [np.nan] * parts.shape[1]
    return [float(one) for one in (100 * sum_units(center(parts)[0] * middle) / spread).round(9)]


def correlate_ranks(parts: Array, whole: Array) -> list[float]:
    """Return Spearman's correlation of each column with the whole, ties at their mean rank."""
    ranks = pd.DataFrame(parts.round(9)).rank(method="average").to_numpy()
    wholes = np.repeat(pd.DataFrame(whole).rank(method="average").to_numpy(), parts.shape[1], axis=1)
    return [float(one) for one in correlate_columns(ranks, wholes).round(9)]
