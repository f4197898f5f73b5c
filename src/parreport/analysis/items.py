"""What each leaf tells about the units of a block, and which leaves say the same.

In: items, one row per unit and item. Out: one row per block and leaf, and one per pair of leaves.
Source: ``docs/methodology.md`` 10.1, 10.2.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from parreport.analysis.arrays import (
    FEWEST_UNITS,
    FLAT,
    Array,
    center,
    correlate_columns,
    correlate_pairs,
    spread_items,
    sum_units,
)
from parreport.columns import ITEM_PAIRS, ITEM_QUALITY
from parreport.inputs.framework import Block, Framework

SAME_ABOVE = 0.9


def measure_items(
    items: pd.DataFrame, statistics: pd.DataFrame, coherence: pd.DataFrame, framework: Framework
) -> pd.DataFrame:
    """Measure every leaf over its block: one row per block that has units and leaf, in tree order.

    Over the units to which the leaf applies, ranked or not: ``mean_pct`` and ``sd_pct`` (n − 1) as
    in ``statistics``; ``full_share`` and ``zero_share``, the shares of units with all and with no
    points; ``item_rest_correlation``, Pearson's, of ``score_pct`` with 100 × points / maximum of
    the unit's other leaves. ``alpha_of_parent`` and ``alpha_of_area`` stand in ``coherence``.
    Bonus and penalty leaves are left out. Blank: a leaf that applies nowhere; a spread of one
    unit; a correlation over fewer than three units, or where one side does not vary; an alpha that
    is not defined. Beside the published columns: ``units_n``; ``compared_n``, the units over which
    the correlation is; and ``chance_correlation``, the size up to which a correlation over so many
    units can be chance (blank up to three units).
    """
    tables = [
        _measure_block(items[items["block"] == block.code], block)
        for block in framework
        if (items["block"] == block.code).any()
    ]
    names = [*ITEM_QUALITY.required, "units_n", "compared_n", "chance_correlation"]
    if not tables:
        return pd.DataFrame(columns=names)
    keys = ["block", "item_code"]
    known = statistics[[*keys, "units_n", "mean_pct", "sd_pct"]]
    quality = pd.concat(tables, ignore_index=True).merge(known, on=keys, how="left")
    alphas = {(b, i): a for b, i, a in coherence[[*keys, "alpha"]].itertuples(index=False)}
    for column, above in (("alpha_of_parent", "parent"), ("alpha_of_area", "area")):
        pairs = zip(quality["block"], quality[above], strict=True)
        quality[column] = [alphas.get(pair, np.nan) for pair in pairs]
    quality["units_n"] = quality["units_n"].fillna(0).astype(int)
    return quality[names]


def _measure_block(items: pd.DataFrame, block: Block) -> pd.DataFrame:
    codes = [leaf.code for leaf in block.scored_leaves]
    scores, points, maxima, lost = (
        spread_items(items, codes, name) for name in ("score_pct", "points", "max_points", "lost_points")
    )
    counts = np.maximum((~np.isnan(scores)).sum(axis=0), 1)
    none = np.isnan(scores).all(axis=0)
    rest = find_rest(points, maxima)
    both = (~np.isnan(scores) & ~np.isnan(rest)).sum(axis=0)
    return pd.DataFrame(
        {
            "block": block.code,
            "item_code": codes,
            "full_share": np.where(none, np.nan, ((lost == 0).sum(axis=0) / counts).round(9)),
            "zero_share": np.where(none, np.nan, ((points == 0).sum(axis=0) / counts).round(9)),
            "item_rest_correlation": correlate_columns(scores, rest).round(9),
            "compared_n": both,
            "chance_correlation": find_chance(both),
            "parent": [leaf.parent_code for leaf in block.scored_leaves],
            "area": [leaf.area_code for leaf in block.scored_leaves],
        }
    )


def find_rest(points: Array, maxima: Array) -> Array:
    """Return what each unit reaches on all its leaves but one, percent: a column per leaf left out.

    NaN where the unit has no other leaf.
    """
    own, most = np.nan_to_num(points), np.nan_to_num(maxima)
    all_points, all_most = sum_units(own.T)[:, None], sum_units(most.T)[:, None]
    rest = all_most - most
    known = rest > 1e-9
    return np.where(known, (100 * (all_points - own) / np.where(known, rest, 1.0)).round(9), np.nan)


def find_chance(counts: Array) -> Array:
    """Return the correlation that chance alone exceeds once in twenty, by the number of units.

    By Fisher's transformation, tanh(1.96 / √(n − 3)); NaN up to three units.
    """
    enough = counts > FEWEST_UNITS
    widths = 1.96 / np.sqrt(np.where(enough, counts - FEWEST_UNITS, 1))
    return np.where(enough, np.tanh(widths).round(9), np.nan)


def find_pairs(items: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Find the leaves of a block that say the same: one row per pair correlated above 0.9.

    Pearson's correlation of ``score_pct`` over the units to which both leaves apply, three at
    least, on values rounded to 9 decimals; the first leaf of a pair is the earlier one of the tree.
    """
    rows = []
    for block in framework:
        own = items[items["block"] == block.code]
        if own.empty:
            continue
        codes = [leaf.code for leaf in block.scored_leaves]
        correlations = correlate_pairs(spread_items(own, codes, "score_pct")).round(9)
        firsts, seconds = np.nonzero(np.triu(np.nan_to_num(correlations) > SAME_ABOVE, k=1))
        rows += [
            (block.code, codes[i], codes[j], float(correlations[i, j])) for i, j in zip(firsts, seconds, strict=True)
        ]
    return pd.DataFrame(rows, columns=ITEM_PAIRS.required)


COHERENCE_COLUMNS = ("block", "item_code", "level", "parts_n", "units_n", "flat_n", "alpha")


def measure_coherence(items: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Compute Cronbach's alpha of each item over the items right below it, on ``score_pct``.

    One row per block that has units and item with parts, in tree order. ``parts_n`` counts the
    parts that apply to some unit (bonus and penalty are no parts), ``units_n`` the units to which
    all of them apply, ``flat_n`` the parts on which these are equal; ``alpha`` is blank for fewer
    than two parts or without any variance.
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
                flat = int((whole == whole[:1]).all(axis=0).sum()) if len(whole) else 0
                rows.append((block.code, code, level, len(columns), len(whole), flat, compute_alpha(whole)))
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
