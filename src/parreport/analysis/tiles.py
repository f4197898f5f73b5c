"""Tiles in place of units: each unit a square of a grid, near the point where it lies, none hidden.

In: points. Out: the column and row of each. Source: ``docs/methodology.md`` 14.4.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

FILLED = 0.75
"""The part of the rectangle around all points that tiles fill, about what land fills of it."""
FENCE = 3.0
Array = np.ndarray[Any, Any]


def lay_tiles(points: Array) -> Array:
    """Return the column and row of the tile of each point (x to the right, y upwards), both from 0.

    The tiles are those of a square grid; the sum of squared distances between points and their
    tiles is as small as it can be. Rows count from the top; empty outer columns and rows are cut off.
    """
    n = len(points)
    if n == 0:
        return np.zeros((0, 2), dtype=int)
    inside = _draw_in(points)
    low, high = inside.min(axis=0), inside.max(axis=0)
    wide, tall = high - low
    area = max(wide * tall, max(wide, tall) ** 2 / n)
    side = math.sqrt(area * FILLED / n) or 1.0
    columns, rows = (max(1, math.ceil(length / side)) for length in (wide, tall))
    while columns * rows < n:
        columns, rows = columns + 1, rows + 1
    columns, rows = columns + 2, rows + 2
    cells = np.array([(column, row) for row in range(rows) for column in range(columns)])
    middle = (low + high) / 2
    centers = (cells - np.array([columns - 1, rows - 1]) / 2) * (side, -side) + middle
    cost = ((inside[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2) / side**2
    found = cells[assign(cost)]
    return np.asarray(found - found.min(axis=0))


def _draw_in(points: Array) -> Array:
    """Return points of which those far away from all others are drawn in to the edge."""
    quarter, three = np.quantile(points, 0.25, axis=0), np.quantile(points, 0.75, axis=0)
    reach = FENCE * np.maximum(three - quarter, (three - quarter).max() / 4)
    return np.clip(points, quarter - reach, three + reach)


def assign(cost: Array) -> Array:
    """Return for each row the column that it is given, each column once, the sum of costs the least.

    ``cost`` has no more rows than columns. The Hungarian method by shortest paths; of several least
    assignments always the same one.
    """
    n, m = cost.shape
    row_prices, prices = np.append(0.0, cost.min(axis=1)), np.zeros(m + 1)
    taken = np.zeros(m + 1, dtype=int)  # column → row, counted from 1; 0 = free
    waiting = []
    for row, column in enumerate(cost.argmin(axis=1) + 1, start=1):
        if taken[column]:
            waiting.append(row)
        else:
            taken[column] = row
    for row in waiting:
        taken[0], column = row, 0
        least, before, used = np.full(m + 1, np.inf), np.zeros(m + 1, dtype=int), []
        walked = np.zeros(m + 1)
        away = 0.0
        while taken[column]:
            used.append(column)
            walked[column], least[column] = away, np.inf
            at = taken[column]
            reached = cost[at - 1] - row_prices[at] - prices[1:] + away
            nearer = reached < least[1:]
            nearer[[one - 1 for one in used[1:]]] = False
            np.copyto(least[1:], reached, where=nearer)
            before[1:][nearer] = column
            column = int(least[1:].argmin()) + 1
            away = float(least[column])
        gone = away - walked[used]
        row_prices[taken[used]] += gone
        prices[used] -= gone
        while column:
            taken[column], column = taken[before[column]], before[column]
    given = np.zeros(n, dtype=int)
    for column in range(1, m + 1):
        if taken[column]:
            given[taken[column] - 1] = column - 1
    return given
