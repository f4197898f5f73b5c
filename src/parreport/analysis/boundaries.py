"""Boundaries made small enough for a page, neighbours keeping the border that they share.

In: rings in whole steps. Out: the same rings with fewer positions. A border is an arc between two
junctions; it is thinned once, for both units that it parts. Source: ``docs/methodology.md`` 14.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Point = tuple[int, int]
Ring = list[Point]
DOT = 3
"""Rings of fewer positions enclose nothing: what they stand for is drawn as a dot."""
COARSER = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)


def reduce_rings(rings: Sequence[Array], grid: int, most: int) -> list[Ring]:
    """Return rings on a grid of so many steps, each position further than 0.75 of it from what is left out.

    Where they have more than ``most`` positions together, the grid is made coarser until they do not.
    A ring that shrinks to less than three positions is left with one.
    """
    for times in COARSER:
        found = _reduce(rings, grid * times)
        if sum(map(len, found)) <= most:
            break
    return found


def _reduce(rings: Sequence[Array], grid: int) -> list[Ring]:
    placed = [_snap(ring, grid) for ring in rings]
    ends = _junctions(placed)
    thinned: dict[tuple[Point, ...], list[Point]] = {}
    return [_rebuild(ring, ends, 0.75 * grid, thinned) for ring in placed]


def _snap(ring: Array, grid: int) -> Ring:
    """Return a ring on the grid without repeated positions and without spikes."""
    snapped = np.floor(ring / grid + 0.5).astype(np.int64) * grid
    kept: Ring = []
    for x, y in snapped.tolist():
        while len(kept) > 1 and kept[-2] == (x, y):
            kept.pop()
        if not kept or kept[-1] != (x, y):
            kept.append((x, y))
    while len(kept) > 2 and (kept[0] == kept[-1] or kept[-2] == kept[0]):
        kept.pop()
    while len(kept) > 2 and kept[1] == kept[-1]:
        kept = kept[1:-1]
    return kept if len(kept) >= DOT else kept[:1]


def _junctions(rings: Sequence[Ring]) -> set[Point]:
    """Return the positions where borders meet: those that have not two neighbours over all rings."""
    neighbours: dict[Point, set[Point]] = {}
    for ring in rings:
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            if one != other:
                neighbours.setdefault(one, set()).add(other)
                neighbours.setdefault(other, set()).add(one)
    return {point for point, near in neighbours.items() if len(near) != 2}


def _rebuild(ring: Ring, ends: set[Point], reach: float, thinned: dict[tuple[Point, ...], list[Point]]) -> Ring:
    """Return a ring of its thinned arcs, a single position where nothing is left of it."""
    if len(ring) < DOT:
        return ring
    found: Ring = []
    for arc in _arcs(ring, ends):
        backward = arc[::-1]
        turned = backward < arc
        key = tuple(backward if turned else arc)
        if key not in thinned:
            thinned[key] = _thin(list(key), reach)
        kept = thinned[key]
        found += (kept[::-1] if turned else kept)[:-1]
    return found if len(found) >= DOT else ring[:1]


def _arcs(ring: Ring, ends: set[Point]) -> Iterator[list[Point]]:
    """Yield the arcs of a ring, each from junction to junction; a ring without any is two arcs.

    They then run between its least position and the one furthest from it, so that the hole and the
    unit that fills it are parted alike.
    """
    places = [place for place, point in enumerate(ring) if point in ends]
    if len(places) < 2:
        start = places[0] if places else ring.index(min(ring))
        x, y = ring[start]
        far = max(range(len(ring)), key=lambda at: ((ring[at][0] - x) ** 2 + (ring[at][1] - y) ** 2, ring[at]))
        places = sorted((start, far))
    for place, after in zip(places, [*places[1:], places[0] + len(ring)], strict=True):
        yield [ring[at % len(ring)] for at in range(place, after + 1)]


def _thin(arc: list[Point], reach: float) -> list[Point]:
    """Return the positions of an arc that lie further from the line through the others (Douglas and Peucker)."""
    points = np.array(arc, dtype=float)
    kept, waiting = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        away = _distances(points[first + 1 : last], points[first], points[last])
        furthest = int(away.argmax())
        if away[furthest] > reach:
            middle = first + 1 + furthest
            kept.add(middle)
            waiting += [(first, middle), (middle, last)]
    return [arc[at] for at in sorted(kept)]


def _distances(points: Array, start: Array, end: Array) -> Array:
    """Return how far points lie from the piece of line between two others."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    across = points - start - share[:, None] * along
    return np.asarray(np.hypot(across[:, 0], across[:, 1]))
