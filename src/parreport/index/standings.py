"""Where a unit would stand if some of its points were others, all other units held still.

In: leaves, the ranked index, the framework. Out: for one unit and a change of its points, its
index, rank and class, exact, printed, ranked and capped as those of the year are. Source:
``docs/methodology.md`` 11.1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from parreport.columns import is_blank, round_half_up, rows_of
from parreport.index.aggregation import HUNDRED, percent
from parreport.index.ranking import classify
from parreport.inputs.framework import Block, Framework
from parreport.rounding import pattern_of

ZERO = Decimal(0)
Change = tuple[str, Decimal, Decimal]
"""The method of a leaf, and by how much its points and its maximum change."""


@dataclass(frozen=True)
class Place:
    """A unit's index in percent, its rank and its class; None where it has none."""

    index_pct: Decimal | None
    rank: int | None
    band: str | None


@dataclass(frozen=True)
class _Sums:
    """What the leaves of a unit sum to, bonus and penalty before the caps of the framework."""

    points: Decimal = ZERO
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    maximum: Decimal = ZERO

    def changed(self, changes: Iterable[Change]) -> _Sums:
        points, bonus, penalty, maximum = self.points, self.bonus, self.penalty, self.maximum
        for method, by, by_maximum in changes:
            if method == "bonus":
                bonus += by
            elif method == "penalty":
                penalty += by
            else:
                points, maximum = points + by, maximum + by_maximum
        return replace(self, points=points, bonus=bonus, penalty=penalty, maximum=maximum)


class Standings:
    """The units of a year, each with its sums, and the printed index of all that are ranked, by block."""

    def __init__(self, leaves: pd.DataFrame, index: pd.DataFrame, framework: Framework) -> None:
        self._framework = framework
        self._pattern = pattern_of(framework.decimals)
        self._sums = _sum_leaves(leaves)
        self._printed: dict[str, Decimal | None] = {}
        self._whole: set[str] = set()
        self._blocks: dict[str, Block] = {}
        self._rising: dict[str, list[Decimal]] = {block.code: [] for block in framework}
        for unit, block, printed, rank, gaps in rows_of(index, "unit_code", "block", "printed_pct", "rank", "gaps_n"):
            self._blocks[unit] = framework.by_code[block]
            self._printed[unit] = None if is_blank(rank) else printed
            if not is_blank(rank):
                self._rising[block].append(printed)
            if not gaps:
                self._whole.add(unit)
        for rising in self._rising.values():
            rising.sort()

    def place(self, unit: str, changes: Iterable[Change] = ()) -> Place:
        """Return where a unit stands after some changes of its points, the others held still."""
        sums, framework = self._sums.get(unit, _Sums()).changed(changes), self._framework
        if sums.maximum <= 0:
            return Place(None, None, None)
        bonus, penalty = _cap(sums.bonus, framework.bonus_cap), _cap(sums.penalty, framework.penalty_cap)
        exact = percent(sums.points + bonus - penalty, sums.maximum)
        exact = min(exact, HUNDRED) if framework.cap_at_100 else exact
        if unit not in self._whole:
            return Place(round_half_up(exact), None, None)
        printed = round_half_up(exact, self._pattern)
        band = classify(printed, self._blocks[unit].bands).name
        return Place(round_half_up(exact), self._rank(unit, printed), band)

    def forgive(self, unit: str, changes: Iterable[Change]) -> Decimal:
        """Return how many penalty points fewer, after their cap, a unit would have after some changes of its points."""
        before, cap = self._sums.get(unit, _Sums()), self._framework.penalty_cap
        return _cap(before.penalty, cap) - _cap(before.changed(changes).penalty, cap)

    def _rank(self, unit: str, printed: Decimal) -> int | None:
        """Return 1 + the number of other ranked units of the block that print higher."""
        own = self._printed[unit]
        if own is None:
            return None
        rising = self._rising[self._blocks[unit].code]
        return 1 + len(rising) - bisect_right(rising, printed) - (own > printed)


def _cap(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)


def _sum_leaves(leaves: pd.DataFrame) -> dict[str, _Sums]:
    counted = leaves[leaves["applies"].to_numpy(dtype=bool)]
    changes: dict[str, list[Change]] = {}
    for unit, method, points, maximum in rows_of(counted, "unit_code", "method", "points", "max_points"):
        changes.setdefault(unit, []).append((method, points, ZERO if maximum is None else maximum))
    return {unit: _Sums().changed(own) for unit, own in changes.items()}
