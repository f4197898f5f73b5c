"""The ranked units of a block as arrays: their figures by item, their index as printed, their ranks.

In: a block, its items and index. Out: arrays with one row per ranked unit, in the order of the index.
Source: ``docs/methodology.md`` 1.7, 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import rows_of
from parreport.index.draws import Floats
from parreport.index.rank_sets import Ints
from parreport.inputs.framework import Block, Framework

ZERO = Decimal(0)
CELLS = 100_000
NOISE_IN_PCT = 1e-10


@dataclass(frozen=True)
class Field:
    """The ranked units of a block: their figures by group, and what stands outside the tree.

    ``cap``: of the index in percent, ``outside_caps``: of bonus and penalty in points; infinite = none.
    """

    block: Block
    index: pd.DataFrame
    items: pd.DataFrame
    cap: float
    decimals: int
    outside_caps: dict[str, float]

    @property
    def units(self) -> list[str]:
        """The codes of the units, in the order of the index."""
        return list(self.index["unit_code"])

    @property
    def outside(self) -> Floats:
        """100 × (bonus − penalty) / maximum of each unit."""
        rows = rows_of(self.index, "bonus_points", "penalty_points", "max_points")
        return np.array([float(100 * (bonus - penalty) / m) for bonus, penalty, m in rows])

    def spread(self, codes: Sequence[str], column: str) -> Any:
        """Return an exact column of items, one row per unit and one column per code; 0 = no part."""
        own = self.items[self.items["item_code"].isin(codes) & self.items["applies"]]
        table = np.full((len(self.index), len(codes)), ZERO, dtype=object)
        row_of = {code: row for row, code in enumerate(self.units)}
        column_of = {code: at for at, code in enumerate(codes)}
        rows, columns = own["unit_code"].map(row_of), own["item_code"].map(column_of)
        table[rows.to_numpy(int), columns.to_numpy(int)] = own[column].to_numpy(object)
        return table

    def sum_outside(self, method: str) -> Floats:
        """Return the bonus or penalty points of each unit, before the cap of the framework."""
        codes = [leaf.code for leaf in self.block.leaves if leaf.method == method]
        return np.asarray(self.spread(codes, "points").sum(axis=1), dtype=float)

    def index_of(self, points: Floats, maxima: Floats, beside: Floats | None = None) -> Ints:
        """Return the index as printed, rounded half up, in units of its last decimal.

        ``beside``: what is added to it in percent, in place of bonus less penalty.
        """
        outside = self.outside.reshape(-1, *(1,) * (points.ndim - 1)) if beside is None else beside
        pct = 100 * points / maxima + outside
        return round_as_printed(np.minimum(pct, self.cap), self.decimals)


def round_as_printed(pct: Floats, decimals: int) -> Ints:
    """Return percentages rounded half up, away from zero, in units of their last decimal.

    What a sum of floats may be short of a half, below a ten-billionth, does not decide.
    """
    scale = 10.0**decimals
    noise = min(NOISE_IN_PCT * scale, 0.001)
    return (np.sign(pct) * np.floor(np.abs(pct) * scale + 0.5 + noise)).astype(np.int64)


def find_field(items: pd.DataFrame, index: pd.DataFrame, framework: Framework, block: Block) -> Field | None:
    """Return the ranked units of a block; None where it has none."""
    own = index[(index["block"] == block.code) & index["rank"].notna()].reset_index(drop=True)
    if own.empty:
        return None
    rows = items["unit_code"].isin(own["unit_code"])
    cap = 100.0 if framework.cap_at_100 else np.inf
    given = {"bonus": framework.bonus_cap, "penalty": framework.penalty_cap}
    caps = {method: np.inf if most is None else float(most) for method, most in given.items()}
    return Field(block, own, items[rows], cap, framework.decimals, caps)


def find_place(percent: int, draws: int) -> int:
    """Return where, in rising order, the smallest rank stands that this share of draws does not pass."""
    return -(-percent * draws // 100) - 1


def rank_columns(values: Ints) -> Ints:
    """Rank each column by itself: the highest value is 1, ties share the best rank."""
    rows = np.ascontiguousarray(values.T)
    order = np.argsort(-rows, axis=1, kind="stable")
    falling = np.take_along_axis(rows, order, axis=1)
    places = np.broadcast_to(np.arange(rows.shape[1]), rows.shape).copy()
    places[:, 1:][falling[:, 1:] == falling[:, :-1]] = 0
    np.maximum.accumulate(places, axis=1, out=places)
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, order, places + 1, axis=1)
    return ranks.T
