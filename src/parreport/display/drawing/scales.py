"""From the columns of a table to what a chart places and prints.

In: a table, the name of a column. Out: positions, printed words, and the scale that holds the
positions. A missing figure is NaN, an empty word or a dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import format_number
from parreport.language import TimeName

LARGEST_LOSSES = 3
TICKS_SHOWN = 10  # of a scale of places


def to_floats(table: pd.DataFrame, column: str) -> list[float]:
    """Return a column as positions: floats, NaN where blank or where the column is absent."""
    if column not in table.columns:
        return [math.nan] * len(table)
    return [math.nan if is_blank(value) else float(value) for value in table[column].tolist()]


def to_words(table: pd.DataFrame, column: str) -> list[str]:
    """Return a column as words, empty where blank or where the column is absent."""
    if column not in table.columns:
        return [""] * len(table)
    return ["" if is_blank(value) else str(value) for value in table[column].tolist()]


def base_floats(table: pd.DataFrame, column: str, base_year: TimeName | int | None) -> list[float]:
    """Return a column of the base year as positions; empty without a base year or without any figure."""
    values = to_floats(table, column) if base_year is not None else []
    return [] if all(math.isnan(value) for value in values) else values


def print_cells(table: pd.DataFrame, column: str, decimals: int = 1, signed: bool = False) -> list[str]:
    """Return a column as printed figures, dashes where it is absent."""
    values = table[column].tolist() if column in table.columns else [None] * len(table)
    return [format_number(value, decimals, signed) for value in values]


def find_largest(values: Sequence[float], n: int = LARGEST_LOSSES) -> list[bool]:
    """Return which values are among the n largest above 0, ties in order of the rows."""
    order = sorted((i for i, v in enumerate(values) if v > 0), key=lambda i: -values[i])
    return [i in order[:n] for i in range(len(values))]


@dataclass(frozen=True)
class Scale:
    """A horizontal scale: where it starts and ends, and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]


def fit_scale(values: Iterable[float], top: float | None = 100.0, pad: float = 0.04, tight: bool = False) -> Scale:
    """Return a scale that holds the values; it reaches ``top``, and beyond where a value does.

    It starts at a round figure below the lowest value, at 0 where that is near; beyond ``top`` it
    leaves a little room, unless ``tight``.
    """
    finite = [v for v in values if not math.isnan(v)] or [0.0, top or 1.0]
    high = max([*finite, top] if top is not None else finite)
    span = max(high - min(finite), abs(high) * 0.1, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(power * round_one for round_one in (1, 2, 5, 10) if power * round_one >= span / 4 - 1e-12)
    low = math.floor(min(min(finite) - pad * span, high - span) / step + 1e-9) * step
    if min(finite) >= 0 and low <= step:
        low = 0.0
    if not tight and (top is None or high > top):
        high = math.ceil(high / (step / 5) - 1e-9) * (step / 5)
    count = math.floor((high - low) / step + 1e-9)
    return Scale(low, high, tuple(round(low + step * i, 9) for i in range(count + 1)))


def fit_places(n: int) -> Scale:
    """Return the scale of n places: half a place of air at both ends, round places as ticks."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, n) if n / step <= TICKS_SHOWN)
    rounds = [tick for tick in range(step, n + 1, step) if tick > 1]
    if rounds and rounds[-1] != n and (n - rounds[-1]) * 2 >= step:
        rounds.append(n)
    return Scale(0.5, n + 0.5, (1.0, *map(float, rounds)))
