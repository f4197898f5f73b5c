"""The frame of a map: what lies together, what lies far outside, and where each is drawn.

In: parts of units in degrees. Out: positions in whole steps, from the upper left corner of the frame
or of an inset. Source: ``docs/methodology.md`` 14.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
WIDE, HIGH, INSET = 2000, 1700, 160
"""Steps: of the frame of a map, and of the box of an inset."""
NEAR = 1 / 3


@dataclass(frozen=True)
class Frame:
    """How degrees become steps: ``k`` shrinks longitudes, ``scale`` is steps per degree of latitude."""

    west: float
    north: float
    k: float
    scale: float

    def place(self, degrees: Array) -> Array:
        """Return positions in steps, x to the right and y downwards."""
        x = (degrees[:, 0] - self.west) * self.k * self.scale
        y = (self.north - degrees[:, 1]) * self.scale
        return np.column_stack([x, y])


def box_of(points: Array) -> Array:
    """Return west, south, east and north of positions."""
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def area_of(ring: Array) -> float:
    """Return the area of a ring, in the square of its units."""
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y))) / 2


def fit_frame(box: Array, wide: float = WIDE, high: float = HIGH) -> Frame:
    """Return the frame in which a box of degrees fills the width or the height, from its upper left corner.

    Equirectangular: a degree of longitude is as long as at the middle latitude.
    """
    west, south, east, north = map(float, box)
    k = shrink_of(box)
    scales = [size / length for size, length in ((wide, (east - west) * k), (high, north - south)) if length > 0]
    return Frame(west, north, k, min(scales, default=1.0))


def shrink_of(box: Array) -> float:
    """Return how long a degree of longitude is at the middle of a box, against one of latitude."""
    return math.cos(math.radians(float(box[1] + box[3]) / 2))


def find_main(boxes: Sequence[Array], sizes: Sequence[float]) -> Array:
    """Return which boxes lie together with the largest one; the others are far outside.

    A box is near where the gap to what is together already is at most a third of its longer side.
    """
    every = np.array(boxes)
    main = np.zeros(len(every), dtype=bool)
    main[int(np.argmax(sizes))] = True
    while True:
        inside = every[main]
        west, south = inside[:, :2].min(axis=0)
        east, north = inside[:, 2:].max(axis=0)
        k = shrink_of(np.array([west, south, east, north]))
        reach = NEAR * max((east - west) * k, north - south)
        across = np.maximum(0, np.maximum(west - every[:, 2], every[:, 0] - east)) * k
        down = np.maximum(0, np.maximum(south - every[:, 3], every[:, 1] - north))
        now = main | (np.hypot(across, down) <= reach)
        if (now == main).all():
            return main
        main = now
