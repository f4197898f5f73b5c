"""Tables of a block as arrays, and sums over its units in one fixed order.

In: items, one row per unit and item. Out: arrays with one row per unit and one column per item.
Sums add unit by unit and no library may regroup them, so that figures are the same everywhere.
Source: ``docs/methodology.md`` 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, Any]
FEWEST_UNITS = 3
FLAT = 1e-9


def spread_items(items: pd.DataFrame, codes: Sequence[str], column: str) -> Array:
    """Return a column of the items of one block: a row per unit, a column per code, NaN where blank."""
    units, names = pd.factorize(items["unit_code"])
    places = pd.Index(codes).get_indexer(pd.Index(items["item_code"]))
    own = places >= 0
    spread = np.full((len(names), len(codes)), np.nan)
    spread[units[own], places[own]] = items[column].to_numpy()[own].astype(float)
    return spread


def sum_units(values: Array) -> Array:
    """Return the sum over the rows, one row after the other."""
    total = np.zeros(values.shape[1:])
    for row in values:
        total = total + row
    return total


def cross_units(one: Array, other: Array) -> Array:
    """Return for each pair of columns the sum of their products over the rows, in order."""
    total = np.zeros((one.shape[1], other.shape[1]))
    for left, right in zip(one, other, strict=True):
        total += np.multiply.outer(left, right)
    return total


def center(values: Array) -> tuple[Array, Array]:
    """Return values less the mean of their column, 0 where blank, and how many there are by column."""
    present = ~np.isnan(values)
    counts = present.sum(axis=0)
    means = sum_units(np.where(present, values, 0.0)) / np.maximum(counts, 1)
    return np.where(present, values - means, 0.0), counts


def correlate_columns(one: Array, other: Array) -> Array:
    """Return Pearson's correlation of each column with the same column of the other array.

    Over the rows that have both; NaN for fewer than three of them, or where one does not vary.
    """
    both = ~(np.isnan(one) | np.isnan(other))
    left, counts = center(np.where(both, one, np.nan))
    right, _ = center(np.where(both, other, np.nan))
    return _divide(sum_units(left * right), sum_units(left**2), sum_units(right**2), counts)


def correlate_pairs(values: Array) -> Array:
    """Return Pearson's correlation of every column with every other, over the rows that have both.

    NaN for fewer than three such rows, or where one of the two does not vary over them.
    """
    present = (~np.isnan(values)).astype(float)
    centered, _ = center(values)
    counts = cross_units(present, present)
    sums = cross_units(centered, present)
    squares = cross_units(centered**2, present) - sums**2 / np.maximum(counts, 1)
    products = cross_units(centered, centered) - sums * sums.T / np.maximum(counts, 1)
    return _divide(products, squares, squares.T, counts)


def _divide(products: Array, squares: Array, others: Array, counts: Array) -> Array:
    known = (counts >= FEWEST_UNITS) & (squares > FLAT * counts) & (others > FLAT * counts)
    below = np.sqrt(np.where(known, squares, 1.0)) * np.sqrt(np.where(known, others, 1.0))
    return np.where(known, np.clip(products / below, -1.0, 1.0), np.nan)
