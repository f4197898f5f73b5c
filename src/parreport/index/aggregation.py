"""From leaves to every item of the tree, and to the unit.

In: leaves, one row per unit and leaf. Out: items, one row per unit and item of every level, and
totals, one row per unit. Sums are exact. Source: ``docs/methodology.md`` 1.3–1.6.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import round_half_up
from parreport.inputs.framework import Block, Framework

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PRECISION = 60


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
    for block in framework:
        own = leaves[leaves["block"] == block.code]
        if not own.empty:
            tables.append(_aggregate_block(own, block))
    if not tables:
        return pd.DataFrame(columns=[*ITEM_COLUMNS])
    return pd.concat(tables, ignore_index=True)


ITEM_COLUMNS = (
    "unit_code", "block", "item_code", "level", "is_leaf", "outside", "order", "applies",
    "points", "max_points", "score_pct", "lost_points",
)  # fmt: skip


def _aggregate_block(leaves: pd.DataFrame, block: Block) -> pd.DataFrame:
    units = list(dict.fromkeys(leaves["unit_code"]))
    place = {code: column for column, code in enumerate(leaf.code for leaf in block.leaves)}
    shape = (len(units), len(place))
    row_of = {code: row for row, code in enumerate(units)}
    rows = leaves["unit_code"].map(row_of).to_numpy()
    columns = leaves["item_code"].map(place).to_numpy()
    applies = np.zeros(shape, dtype=bool)
    points = np.full(shape, ZERO, dtype=object)
    maxima = np.full(shape, ZERO, dtype=object)
    counts = leaves["applies"].to_numpy(dtype=bool)
    applies[rows, columns] = counts
    points[rows[counts], columns[counts]] = leaves["points"].to_numpy(dtype=object)[counts]
    filled = [ZERO if m is None else m for m in leaves["max_points"].to_numpy(dtype=object)[counts]]
    maxima[rows[counts], columns[counts]] = filled
    tables = []
    for item in block.items:
        if item.is_leaf and item.outside:
            table = _outside(applies[:, place[item.code]], points[:, place[item.code]])
        else:
            under = [place[code] for code in block.leaf_codes_under[item.code]]
            table = _item(applies[:, under], points[:, under], maxima[:, under])
        table = table | {
            "unit_code": units, "block": block.code, "item_code": item.code, "level": item.level,
            "is_leaf": item.is_leaf, "outside": item.outside, "order": item.order,
        }  # fmt: skip
        tables.append(pd.DataFrame(table, columns=ITEM_COLUMNS))
    items = pd.concat(tables, ignore_index=True)
    by_unit = items.sort_values("order", kind="stable").assign(
        _unit=lambda t: t["unit_code"].map(row_of)
    )
    return (
        by_unit.sort_values(["_unit", "order"], kind="stable")
        .drop(columns="_unit")
        .reset_index(drop=True)
    )


def _outside(applies: np.ndarray[Any, Any], points: np.ndarray[Any, Any]) -> dict[str, Any]:
    blank = np.full(len(applies), None, dtype=object)
    return {
        "applies": applies,
        "points": np.where(applies, points, blank),
        "max_points": blank,
        "score_pct": np.full(len(applies), np.nan),
        "lost_points": blank,
    }


def _item(
    applies: np.ndarray[Any, Any], points: np.ndarray[Any, Any], maxima: np.ndarray[Any, Any]
) -> dict[str, Any]:
    counts = np.logical_or.reduce(applies, axis=1)
    point_sums = np.add.reduce(points, axis=1, initial=ZERO)
    max_sums = np.add.reduce(maxima, axis=1, initial=ZERO)
    scores = [
        float(round_half_up(percent(p, m))) if applying else np.nan
        for p, m, applying in zip(point_sums, max_sums, counts, strict=True)
    ]
    return {
        "applies": counts,
        "points": np.where(counts, point_sums, None),
        "max_points": np.where(counts, max_sums, None),
        "score_pct": np.array(scores, dtype=float),
        "lost_points": np.where(counts, max_sums - point_sums, None),
    }


def sum_units(leaves: pd.DataFrame, units: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Sum leaves into units: one row per unit, in the order of ``units``.

    ``points`` and ``max_points`` without bonus and penalty; ``bonus_points`` and
    ``penalty_points`` after the leaf's own cut and the cap of the framework, both positive;
    ``uncapped_pct`` is the unrounded index, None for a unit to which nothing applies; ``index_pct``
    is the same, cut at 100 where the framework says so.
    """
    inside = ~leaves["method"].isin(["bonus", "penalty"])
    counts = leaves["applies"].to_numpy(dtype=bool)
    sums = {
        "points": _sum(leaves[inside & counts], "points"),
        "max_points": _sum(leaves[inside & counts], "max_points"),
        "bonus_points": _sum(leaves[(leaves["method"] == "bonus") & counts], "points"),
        "penalty_points": _sum(leaves[(leaves["method"] == "penalty") & counts], "points"),
    }
    records = []
    for unit in units["unit_code"]:
        points, maximum = (sums[name].get(unit, ZERO) for name in ("points", "max_points"))
        bonus = _cap(sums["bonus_points"].get(unit, ZERO), framework.bonus_cap)
        penalty = _cap(sums["penalty_points"].get(unit, ZERO), framework.penalty_cap)
        uncapped = percent(points + bonus - penalty, maximum) if maximum > 0 else None
        capped = (
            min(uncapped, HUNDRED) if framework.cap_at_100 and uncapped is not None else uncapped
        )
        records.append((unit, points, bonus, penalty, maximum, uncapped, capped))
    names = [
        "unit_code",
        "points",
        "bonus_points",
        "penalty_points",
        "max_points",
        "uncapped_pct",
        "index_pct",
    ]
    totals = pd.DataFrame(records, columns=names, dtype=object)
    kept = units[["unit_code", "unit_name", "unit_name_en", "block", "ranked"]]
    return kept.merge(totals, on="unit_code", how="left", validate="one_to_one")


def _sum(leaves: pd.DataFrame, column: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for unit, points in zip(leaves["unit_code"], leaves[column], strict=True):
        sums[unit] = sums.get(unit, ZERO) + points
    return sums


def _cap(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)
