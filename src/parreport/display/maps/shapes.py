"""From the tables of places and outlines to what a picture fills: rings, dots, tiles.

In: ``outlines`` and ``places`` as ``analysis.places`` makes them. Out: the shape of each unit, in steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from parreport.columns import rows_of

Point = tuple[float, float]
Ring = list[Point]
SEAM = 0.025
"""Of the side of a tile, what is left free at each edge."""
FULL, SMALL_LEVEL = "full", "small"
LEAST_FULL = 0.12
"""Points per step from which on a map is drawn with all positions."""


@dataclass
class Shape:
    """What is drawn of a unit in a frame: rings, outer ones and holes in opposite ways; parts too small as dots."""

    rings: list[Ring] = field(default_factory=list)
    dots: list[Point] = field(default_factory=list)


def shapes_of(outlines: pd.DataFrame, level: str) -> dict[tuple[str, int], Shape]:
    """Return the shape of each unit in each frame (0, and insets from 1)."""
    found: dict[tuple[str, int], Shape] = {}
    own = outlines[outlines["level"] == level]
    for code, inset, ring, outline in rows_of(own, "unit_code", "inset_n", "ring", "outline"):
        shape = found.setdefault((code, int(inset)), Shape())
        points = read_outline(outline)
        if len(points) == 1:
            shape.dots += points
        else:
            shape.rings.append(_turn(points, ring > 0))
    return found


def tiles_of(places: pd.DataFrame) -> dict[tuple[str, int], Shape]:
    """Return the tile of each unit, in columns and rows."""
    found = {}
    for code, form, x, y in rows_of(places, "unit_code", "form", "x", "y"):
        if form == "tile":
            left, right, top, bottom = x + SEAM, x + 1 - SEAM, y + SEAM, y + 1 - SEAM
            found[code, 0] = Shape([[(left, top), (right, top), (right, bottom), (left, bottom)]])
    return found


def read_outline(outline: str) -> Ring:
    """Return the positions of ``x,y x,y …``."""
    return [(int(x), int(y)) for x, _, y in (pair.partition(",") for pair in outline.split(" "))]


def _turn(ring: Ring, is_hole: bool) -> Ring:
    """Return a ring that runs the way of outer rings, or of holes."""
    doubled = sum(x * b - a * y for (x, y), (a, b) in zip(ring, [*ring[1:], ring[0]], strict=True))
    return ring[::-1] if (doubled > 0) == is_hole else ring


def size_of(places: pd.DataFrame, outlines: pd.DataFrame) -> tuple[int, int]:
    """Return how wide and high the frame of a map is, in steps; of tiles, in columns and rows."""
    is_main = places["inset_n"] == 0
    main = places[is_main.fillna(False)]
    right, bottom = int(main["x"].max()), int(main["y"].max())
    if (main["form"] == "tile").any():
        return right + 1, bottom + 1
    for outline in outlines.loc[(outlines["inset_n"] == 0) & (outlines["level"] == FULL), "outline"]:
        for x, y in read_outline(outline):
            right, bottom = max(right, int(x)), max(bottom, int(y))
    return right, bottom


def middle_of(points: Sequence[Point]) -> tuple[float, float]:
    """Return the middle of the box around positions."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
