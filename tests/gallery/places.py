"""Where the units of a case lie: a made-up province of communes, the last of them an island.

In: codes of units. Out: their latitudes and longitudes, and a GeoJSON file of boundaries that fit
each other. No commune of any province lies so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from zlib import crc32

Place = tuple[float, float]
Cell = tuple[int, int]
STEPS = 14
WIDE, HIGH, NORTH, WEST = 0.9, 1.1, 10.6, 106.0
BENDS = 3
ISLAND = (1.35, 0.55)


def lay_out(codes: Sequence[str]) -> dict[str, Cell]:
    """Return the cell of each unit but the last: the cells of a square grid that are nearest to its middle."""
    middle = (STEPS - 1) / 2
    cells = [(column, row) for row in range(STEPS) for column in range(STEPS)]
    nearest = sorted(cells, key=lambda cell: (math.hypot(cell[0] - middle, cell[1] - middle), cell))
    return dict(zip(codes[:-1], sorted(nearest[: len(codes) - 1], key=lambda cell: cell[::-1]), strict=True))


def find_places(codes: Sequence[str]) -> dict[str, Place]:
    """Return the longitude and latitude of each unit."""
    places = {code: _degrees(column + 0.5, row + 0.5) for code, (column, row) in lay_out(codes).items()}
    return places | {codes[-1]: _degrees(ISLAND[0] * STEPS, ISLAND[1] * STEPS)}


def write_boundaries(codes: Sequence[str], path: Path) -> None:
    """Write the boundaries of units: bent, and the same for the two units that they part."""
    rings = {code: _ring(cell) for code, cell in lay_out(codes).items()}
    x, y = find_places(codes)[codes[-1]]
    rings[codes[-1]] = [
        (x + 0.02 * math.cos(turn * math.pi / 6), y + 0.013 * math.sin(turn * math.pi / 6)) for turn in range(13)
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"unit_code": code},
            "geometry": {"type": "Polygon", "coordinates": [[*ring[:-1], ring[0]]]},
        }
        for code, ring in rings.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def _ring(cell: Cell) -> list[Place]:
    """Return the boundary of a cell, counter-clockwise, its first position last too."""
    column, row = cell
    corners = [(column, row + 1), (column + 1, row + 1), (column + 1, row), (column, row), (column, row + 1)]
    ring = [_bent(start, end, part / (BENDS + 1)) for start, end in pairwise(corners) for part in range(BENDS + 1)]
    return [*ring, ring[0]]


def _bent(start: Cell, end: Cell, part: float) -> Place:
    """Return a position on the border of two cells, moved a little: alike from both sides."""
    at = [a + (b - a) * part for a, b in zip(start, end, strict=True)]
    loose = 0.28 if part == 0 else 0.2
    moved = [one + loose * (crc32(f"{axis} {at}".encode()) / 2**32 * 2 - 1) for axis, one in zip("xy", at, strict=True)]
    return _degrees(moved[0], moved[1])


def _degrees(across: float, down: float) -> Place:
    return round(WEST + across / STEPS * WIDE, 5), round(NORTH - down / STEPS * HIGH, 5)
