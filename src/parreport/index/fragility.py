"""How much of a rank hangs on one case: each ratio leaf with one case more and one less.

In: leaves, the ranked index, the framework. Out: ``fragility``, one row per unit and ratio leaf.
Source: ``docs/methodology.md`` 11.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import rows_of
from parreport.index.ratios import score_cases
from parreport.index.standings import Change, Place, Standings
from parreport.inputs.framework import Framework, Item
from parreport.sureness_columns import FRAGILITY

ZERO, ONE = Decimal(0), Decimal(1)
KINDS = {
    **dict.fromkeys(("rank_one_more", "rank_one_less", "rank_shared_more", "rank_shared_less"), "Int64"),
    "rank_failed_case": "Int64",
}


@dataclass(frozen=True)
class _Ratio:
    """A ratio leaf of a unit, and its points with one case more and one less; None where there is none."""

    leaf: Item
    root: str
    numerator: Decimal
    denominator: Decimal
    points: Decimal
    value: str
    copied: bool

    @property
    def held(self) -> bool:
        """Whether its points come from 0 of 0."""
        return self.denominator == 0

    def moved(self, by: int) -> Decimal | None:
        """Return the points with so many cases more in the numerator, the denominator held."""
        numerator = self.numerator + by
        if self.held or not 0 <= numerator <= self.denominator:
            return None
        return score_cases(self.leaf, numerator, self.denominator, self.value)

    def failed(self) -> Decimal:
        """Return the points, in place of those of 0 of 0, with one case that goes against the unit."""
        outcomes = [score_cases(self.leaf, numerator, ONE, self.value) for numerator in (ZERO, ONE)]
        return max(outcomes) if self.leaf.method == "penalty" else min(outcomes)

    def change(self, points: Decimal) -> Change:
        """Return the change that other points of this leaf are to its unit."""
        return str(self.leaf.method), points - self.points, ZERO


def measure_fragility(
    ratios: pd.DataFrame, index: pd.DataFrame, framework: Framework, standings: Standings
) -> pd.DataFrame:
    """Measure what one case more and one less does: one row per unit and ratio leaf that applies.

    Units as in ``index``, leaves as in the tree. Index (percent, as in ``index``), rank and class of
    the unit with ``numerator`` one more and one less, within 0 and the denominator, the denominator
    and all else held; blank where there is no such case. ``default_points``: points that the rule
    gives for 0 of 0; blank where there are cases.

    ``shared_items``: the other leaves that count the same cases, as many, joined by ``;``; the
    columns ``…_shared_more`` and ``…_shared_less`` move the case on all of these that have one to move.
    ``copied``: whether all units of the block, five or more, declared the same cases.
    ``…_failed_case``: of 0 of 0, with one case that went against the unit (0 of 1 where more is
    better), on this leaf and on those of 0 of 0 that share its cases. Ranks and classes are blank
    for units that have none. ``ratios``: what :func:`~parreport.index.ratios.find_ratios` finds in the leaves.
    """
    units = _group(ratios, framework)
    rows: list[dict[str, Any]] = []
    for unit in index["unit_code"]:
        own = units.get(unit, [])
        rows += [{"unit_code": unit} | _measure(standings, unit, ratio, own) for ratio in own]
    return pd.DataFrame(rows, columns=FRAGILITY.names, dtype=object).astype(KINDS | {"copied": bool})


def _group(found: pd.DataFrame, framework: Framework) -> dict[str, list[_Ratio]]:
    units: dict[str, list[_Ratio]] = {}
    names = "unit_code block item_code cases_root numerator denominator points value copied".split()
    for unit, block, code, *facts in rows_of(found, *names):
        units.setdefault(unit, []).append(_Ratio(framework.by_code[block].by_code[code], *facts))
    for ratios in units.values():
        ratios.sort(key=lambda ratio: ratio.leaf.order)
    return units


def _measure(standings: Standings, unit: str, ratio: _Ratio, ratios: Sequence[_Ratio]) -> dict[str, Any]:
    more, less = ratio.moved(1), ratio.moved(-1)
    shared = [one for one in ratios if one.root == ratio.root and one.denominator == ratio.denominator]
    row: dict[str, Any] = {
        "item_code": ratio.leaf.code,
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "points": ratio.points,
        "points_one_more": more,
        "points_one_less": less,
        "default_points": ratio.points if ratio.held else None,
        "shared_items": ";".join(one.leaf.code for one in shared if one is not ratio),
        "copied": ratio.copied,
    }
    for name, points, by in (("more", more, 1), ("less", less, -1)):
        if points is None:
            continue
        row |= _columns(f"one_{name}", standings.place(unit, [ratio.change(points)]))
        if len(shared) > 1:
            moved = [(one, one.moved(by)) for one in shared]
            changes = [one.change(then) for one, then in moved if then is not None]
            row |= _columns(f"shared_{name}", standings.place(unit, changes))
    if ratio.held:
        failed = [one.change(one.failed()) for one in shared]
        row |= _columns("failed_case", standings.place(unit, failed))
    return row


def _columns(name: str, place: Place) -> dict[str, Any]:
    return {f"index_{name}": place.index_pct, f"rank_{name}": place.rank, f"band_{name}": place.band}
