"""The change of a unit's index against the base year, in parts that sum exactly.

In: leaves and index of both years, the links between them. Out: changes, one row per unit and
part. Source: ``docs/methodology.md`` 4.2, 4.3.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, localcontext
from typing import Any

import pandas as pd

from parreport.analysis.mapping import Links
from parreport.columns import CHANGES

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PLACES = Decimal("1e-15")
Leaf = tuple[Decimal, Decimal]


def compare_years(
    leaves: pd.DataFrame,
    index: pd.DataFrame,
    base_leaves: pd.DataFrame,
    base_index: pd.DataFrame,
    links: Links,
    unit_links: dict[str, str],
) -> pd.DataFrame:
    """Compare two years: one row per unit and part of its change, in percentage points.

    ``leaf``: what the unit did better or worse on a leaf that both years measure; ``framework``:
    other items, other weights, other scope; ``bonus_penalty``; ``total``: the change of the
    unrounded, uncapped index. The parts of a unit sum exactly to its total (decimals of 15 places).
    Units without a base year, or without an index in either, have no rows.
    """
    own, before = _points_by_unit(leaves), _points_by_unit(base_leaves)
    totals, base_totals = _by_unit(index), _by_unit(base_index)
    rows: list[dict[str, Any]] = []
    with localcontext() as context:
        context.prec = 50
        for unit, base_unit in unit_links.items():
            now, then = totals.get(unit), base_totals.get(base_unit)
            if (
                now is None
                or then is None
                or now["uncapped_pct"] is None
                or then["uncapped_pct"] is None
            ):
                continue
            total = (now["uncapped_pct"] - then["uncapped_pct"]).quantize(PLACES)
            bonus = (_bonus_pct(now) - _bonus_pct(then)).quantize(PLACES)
            parts = []
            for code, leaf in own[unit].items():
                part = _performance(
                    leaf, links.get((now["block"], code), ()), before[base_unit], then["block"],
                    now["max_points"], then["max_points"],
                )  # fmt: skip
                if part is not None:
                    parts.append((code, part.quantize(PLACES)))
            rest = total - bonus - sum((part for _, part in parts), ZERO)
            rows += [_row(unit, "leaf", code, part) for code, part in parts]
            rows += [_row(unit, "framework", "", rest), _row(unit, "bonus_penalty", "", bonus)]
            rows.append(_row(unit, "total", "", total))
    return pd.DataFrame(rows, columns=CHANGES.names)


def _row(unit: str, part: str, code: str, change: Decimal) -> dict[str, Any]:
    return dict(zip(CHANGES.names, (unit, part, code, change), strict=True))


def _points_by_unit(leaves: pd.DataFrame) -> dict[str, dict[str, Leaf]]:
    """Return points and maximum of every applying leaf, by unit and leaf, bonus and penalty left out."""
    counted = leaves[leaves["applies"] & ~leaves["method"].isin(["bonus", "penalty"])]
    points: dict[str, dict[str, Leaf]] = defaultdict(dict)
    names = ("unit_code", "item_code", "points", "max_points")
    for unit, code, own, maximum in zip(*(counted[name] for name in names), strict=True):
        points[unit][code] = (own, maximum)
    return points


def _by_unit(index: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["unit_code"]): row for row in index.to_dict("records")}  # type: ignore[misc]


def _bonus_pct(unit: dict[str, Any]) -> Decimal:
    return Decimal(HUNDRED * (unit["bonus_points"] - unit["penalty_points"]) / unit["max_points"])


def _performance(
    leaf: Leaf, links: tuple[Any, ...], before: dict[str, Leaf], base_block: str,
    own_max: Decimal, base_max: Decimal,
) -> Decimal | None:  # fmt: skip
    """Return (w₀ + w₁)/2 × (s₁ − s₀) in percentage points; None where there is nothing to compare."""
    taken = [
        (link.share, *before[link.base_item_code])
        for link in links
        if link.base_block == base_block and link.base_item_code in before
    ]
    if not taken:
        return None
    points, maximum = leaf
    base_points = sum((share * p for share, p, _ in taken), ZERO)
    base_maximum = sum((share * m for share, _, m in taken), ZERO)
    weight, base_weight = HUNDRED * maximum / own_max, HUNDRED * base_maximum / base_max
    return (base_weight + weight) / 2 * (points / maximum - base_points / base_maximum)
