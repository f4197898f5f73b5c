"""From leaves to every item of the tree, and to the unit.

In: leaves, one row per unit and leaf. Out: items, one row per unit and item of every level, and
totals, one row per unit. Sums are exact. Source: ``docs/methodology.md`` 1.3–1.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import NINE_PLACES
from parreport.inputs.framework import Block, Framework, Item

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PRECISION = 60
Figures = np.ndarray[Any, Any]


def percent(points: Decimal, max_points: Decimal) -> Decimal:
    """Return 100 × points / maximum with all the digits that a later rounding can need."""
    with localcontext() as context:
        context.prec = PRECISION
        return HUNDRED * points / max_points


def aggregate(leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Sum leaves into items: one row per unit and item, units in the order given, items as the tree.

    ``points``, ``max_points`` and ``lost_points`` are exact decimals, ``score_pct`` is rounded half
    up to 9 decimals. An item none of whose leaves apply does not apply and is blank. A bonus or
    penalty leaf shows its points and nothing else; no parent counts it.
    """
    tables = []
    read = leaves[["unit_code", "block", "item_code", "applies", "points", "max_points"]]
    for block in framework:
        own = read[read["block"] == block.code]
        if not own.empty:
            tables.append(_aggregate_block(own, block))
    if not tables:
        return pd.DataFrame(columns=[*ITEM_COLUMNS])
    return pd.concat(tables, ignore_index=True)


ITEM_COLUMNS = tuple(
    ("unit_code block item_code level is_leaf outside order applies points max_points score_pct lost_points").split()
)


def _aggregate_block(leaves: pd.DataFrame, block: Block) -> pd.DataFrame:
    units = list(dict.fromkeys(leaves["unit_code"].tolist()))
    row_of = {code: row for row, code in enumerate(units)}
    place = {leaf.code: column for column, leaf in enumerate(block.leaves)}
    counted = leaves[leaves["applies"].to_numpy(dtype=bool)]
    rows = counted["unit_code"].map(row_of).to_numpy(dtype=int)
    columns = counted["item_code"].map(place).to_numpy(dtype=int)
    applies = np.zeros((len(units), len(place)), dtype=bool)
    points, maxima = (np.full(applies.shape, ZERO, dtype=object) for _ in range(2))
    applies[rows, columns] = True
    points[rows, columns] = counted["points"].to_numpy(dtype=object)
    capped = counted["max_points"].notna().to_numpy()
    maxima[rows[capped], columns[capped]] = counted["max_points"].to_numpy(dtype=object)[capped]
    items = sorted(block.items, key=lambda item: item.order)
    counts = _sum_up(applies, items, place)
    sums, wholes = _sum_up(points, items, place), _sum_up(maxima, items, place)
    scored = counts & np.array([not item.outside for item in items])
    blank = np.full(counts.shape, None, dtype=object)
    codes = pd.Series([item.code for item in items])
    table: dict[str, Any] = {
        "unit_code": pd.Series(units).repeat(len(items)).array,
        "block": block.code,
        "item_code": codes.take(np.tile(codes.index, len(units))).array,
        "applies": counts.ravel(),
        "points": np.where(counts, sums, blank).ravel(),
        "max_points": np.where(scored, wholes, blank).ravel(),
        "score_pct": _scores(sums, wholes, scored).ravel(),
        "lost_points": np.where(scored, wholes - sums, blank).ravel(),
    }
    for name in ("level", "is_leaf", "outside", "order"):
        table[name] = np.tile([getattr(item, name) for item in items], len(units))
    return pd.DataFrame(table, columns=[*ITEM_COLUMNS])


def _sum_up(leaves: Figures, items: Sequence[Item], place: Mapping[str, int]) -> Figures:
    """Sum leaves, one column each, into items, one column each: every item those beneath it.

    Flags are joined by or. No parent counts a bonus or penalty. ``items`` stand as in the tree.
    """
    nothing = np.full(len(leaves), ZERO if leaves.dtype == object else False)
    sums: dict[str, Figures] = {}
    for item in reversed(items):
        if item.is_leaf:
            sums[item.code] = leaves[:, place[item.code]]
        own = sums.setdefault(item.code, nothing)
        if item.parent_code and not item.outside:
            above = sums.get(item.parent_code)
            sums[item.parent_code] = own if above is None else above + own
    return np.column_stack([sums[item.code] for item in items])


def _scores(points: Figures, maxima: Figures, scored: Figures) -> Figures:
    """Return 100 × points / maximum, rounded half up to 9 decimals; NaN where there is no score."""
    scores = np.full(scored.shape, np.nan)
    with localcontext() as context:  # as in percent, one for all
        context.prec = PRECISION
        scores[scored] = [
            float((HUNDRED * own / maximum).quantize(NINE_PLACES, ROUND_HALF_UP))
            for own, maximum in zip(points[scored].tolist(), maxima[scored].tolist(), strict=True)
        ]
    return scores


def sum_units(leaves: pd.DataFrame, units: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Sum leaves into units: one row per unit, in the order of ``units``.

    ``points`` and ``max_points`` without bonus and penalty; ``bonus_points`` and
    ``penalty_points`` after the leaf's own cut and the cap of the framework, both positive;
    ``uncapped_pct`` is the unrounded index, None for a unit to which nothing applies or which sent
    nothing; ``index_pct`` is the same, cut at 100 where the framework says so. ``gaps_n`` counts the
    leaves that apply and have no points: the index then is that of the others.
    """
    counted = leaves.loc[leaves["applies"].to_numpy(dtype=bool), ["unit_code", "method", "points", "max_points"]]
    inside = counted[~counted["method"].isin(["bonus", "penalty"])]
    sums = {
        "points": _sum(inside, "points"),
        "max_points": _sum(inside, "max_points"),
        "bonus_points": _sum(counted[counted["method"] == "bonus"], "points"),
        "penalty_points": _sum(counted[counted["method"] == "penalty"], "points"),
    }
    gaps = leaves.loc[leaves["origin"] == "missing", "unit_code"].value_counts()
    records = []
    for unit in units["unit_code"]:
        points, maximum = (sums[name].get(unit, ZERO) for name in ("points", "max_points"))
        bonus = _cap(sums["bonus_points"].get(unit, ZERO), framework.bonus_cap)
        penalty = _cap(sums["penalty_points"].get(unit, ZERO), framework.penalty_cap)
        uncapped = percent(points + bonus - penalty, maximum) if maximum > 0 else None
        capped = min(uncapped, HUNDRED) if framework.cap_at_100 and uncapped is not None else uncapped
        records.append((unit, points, bonus, penalty, maximum, uncapped, capped))
    names = ["unit_code", "points", "bonus_points", "penalty_points", "max_points", "uncapped_pct", "index_pct"]
    totals = pd.DataFrame(records, columns=names, dtype=object)
    kept = units[["unit_code", "unit_name", "unit_name_en", "block", "ranked"]]
    table = kept.merge(totals, on="unit_code", how="left", validate="one_to_one")
    return table.assign(gaps_n=[int(gaps.get(unit, 0)) for unit in table["unit_code"]])


def _sum(leaves: pd.DataFrame, column: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for unit, points in zip(leaves["unit_code"].tolist(), leaves[column].tolist(), strict=True):
        sums[unit] = sums.get(unit, ZERO) + points
    return sums


def _cap(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)
