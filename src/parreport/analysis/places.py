"""Where units stand on a map: their outlines, or tiles, and the place of their mark.

In: units with latitude and longitude, rings of boundaries. Out: ``places``, one row per unit of the
blocks that have a place; ``outlines``, one row per ring. Source: ``docs/methodology.md`` 14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from parreport.analysis.boundaries import reduce_rings
from parreport.analysis.frames import INSET, Frame, area_of, box_of, find_main, fit_frame, shrink_of
from parreport.analysis.tiles import lay_tiles

Array = np.ndarray[Any, Any]
PLACES = ["unit_code", "form", "inset_n", "x", "y", "size_steps", "room_steps"]
OUTLINES = ["unit_code", "inset_n", "level", "part", "ring", "outline"]
FULL = "full"
LEVELS = {FULL: (1, 9000), "small": (3, 1800)}
"""Grid in steps, and most positions of all rings together: of a large map, and of a small one."""
CANDIDATES = 20


@dataclass
class _Part:
    """One part of a unit: its rings, or the point that stands for it."""

    unit: str
    rings: list[Array]
    number: int = 0
    box: Array = field(init=False)
    area: float = field(init=False)

    def __post_init__(self) -> None:
        self.box = box_of(self.rings[0])
        self.area = area_of(self.rings[0])


def place_units(units: pd.DataFrame, boundaries: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return where units stand on a map, and their outlines; both empty where no unit has a place.

    ``places``: ``form`` is boundary, point, tile or none (a unit without a place in a block of which
    others have one); ``inset_n`` 0 in the frame, else the number of its inset; ``x`` and ``y`` the
    place of its mark in steps from the upper left corner, of a tile its column and row; ``size_steps``
    how wide or high its largest part is; ``room_steps`` how far its mark is from its border.

    ``outlines``: ``level`` full or small, ``outline`` the positions of a ring, ``x,y x,y …`` in steps;
    one position alone is a part too small to be drawn, and stands as a dot.
    """
    bounded = set(boundaries["unit_code"])
    points = {
        code: np.array([[float(lon), float(lat)]])
        for code, lat, lon in zip(units["unit_code"], units["lat"], units["lon"], strict=True)
        if lat is not None and lon is not None
    }
    has_place = units["unit_code"].isin(bounded | set(points))
    shown = units[units["block"].isin(set(units.loc[has_place, "block"]))]["unit_code"].tolist()
    if not shown:
        return pd.DataFrame(columns=PLACES), pd.DataFrame(columns=OUTLINES)
    if bounded:
        rows, outlines = _draw(boundaries, {code: points[code] for code in shown if code in set(points) - bounded})
    else:
        rows, outlines = _tile({code: points[code] for code in shown if code in points}), []
    placed = {row[0] for row in rows}
    rows += [(code, "none", None, None, None, None, None) for code in shown if code not in placed]
    order = {code: place for place, code in enumerate(shown)}
    places = pd.DataFrame(sorted(rows, key=lambda row: order[row[0]]), columns=PLACES)
    whole = ["inset_n", "x", "y", "size_steps", "room_steps"]
    return places.astype(dict.fromkeys(whole, "Int64")), pd.DataFrame(outlines, columns=OUTLINES)


def _tile(points: dict[str, Array]) -> list[tuple[Any, ...]]:
    every = np.concatenate(list(points.values()))
    k = shrink_of(box_of(every))
    tiles = lay_tiles(every * (k, 1.0)).tolist()
    return [(code, "tile", 0, x, y, 1, 1) for code, (x, y) in zip(points, tiles, strict=True)]


def _draw(
    boundaries: pd.DataFrame, points: dict[str, Array]
) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, str, int, int, str]]]:
    """Return places and outlines of the frame, then of an inset for what of a unit lies far outside."""
    parts: list[_Part] = []
    for code, number, ring, positions in boundaries[["unit_code", "part", "ring", "positions"]].itertuples(index=False):
        if ring == 0:
            parts.append(_Part(code, [positions], number))
        else:
            parts[-1].rings.append(positions)
    parts += [_Part(code, [point], -1) for code, point in points.items()]
    is_main = find_main([part.box for part in parts], [part.area for part in parts])
    main = [part for part, near in zip(parts, is_main, strict=True) if near]
    outside: dict[str, list[_Part]] = {}
    for part, near in zip(parts, is_main, strict=True):
        if not near:
            outside.setdefault(part.unit, []).append(part)
    rows, outlines = _draw_frame(main, 0, fit_frame(_box_around(main)))
    placed = {row[0] for row in rows}
    for number, (code, own) in enumerate(outside.items(), start=1):
        found, more = _draw_frame(own, number, fit_frame(_box_around(own), INSET, INSET))
        rows += [row for row in found if code not in placed]
        outlines += more
    return rows, outlines


def _box_around(parts: Sequence[_Part]) -> Array:
    boxes = np.array([part.box for part in parts])
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _draw_frame(
    parts: Sequence[_Part], inset: int, frame: Frame
) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, str, int, int, str]]]:
    """Return the places of the units of a frame, and their outlines on both levels."""
    drawn = [part for part in parts if part.number >= 0]
    keys = [(part.unit, part.number, ring) for part in drawn for ring in range(len(part.rings))]
    rings = [frame.place(ring) for part in drawn for ring in part.rings]
    outlines, shapes = [], dict[tuple[str, int], list[Array]]()
    for level, (grid, most) in LEVELS.items():
        dots = set()
        for (unit, number, ring), found in zip(keys, reduce_rings(rings, grid, most), strict=True):
            is_dot = len(found) == 1
            if is_dot and (ring or (unit, found[0]) in dots):
                continue
            dots |= {(unit, found[0])} if is_dot else set()
            outlines.append((unit, inset, level, number, ring, " ".join(f"{x},{y}" for x, y in found)))
            if level == FULL:
                shapes.setdefault((unit, number), []).append(np.array(found, dtype=float))
    largest: dict[str, _Part] = {}
    for part in parts:
        if part.unit not in largest or part.area > largest[part.unit].area:
            largest[part.unit] = part
    rows = []
    for code, part in largest.items():
        shape = shapes.get((code, part.number), [frame.place(part.rings[0])])
        (x, y), room = _find_inside(shape)
        box = box_of(shape[0])
        size = float(max(box[2:] - box[:2]))
        form = "boundary" if part.number >= 0 else "point"
        rows.append((code, form, inset, round(float(x)), round(float(y)), round(size), int(room)))
    return rows, outlines


def _find_inside(rings: Sequence[Array]) -> tuple[Array, float]:
    """Return a point inside rings far from their border, and how far; the middle where none is inside."""
    west, south, east, north = box_of(rings[0])
    steps = (np.arange(CANDIDATES) + 0.5) / CANDIDATES
    xs, ys = np.meshgrid(west + steps * (east - west), south + steps * (north - south))
    points = np.column_stack([xs.ravel(), ys.ravel()])[:, None, :]
    starts = np.concatenate(rings)[None, :, :]
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])[None, :, :]
    along, gap = ends - starts, points - starts
    length = np.maximum((along**2).sum(axis=2), 1e-9)
    share = np.clip((gap * along).sum(axis=2) / length, 0, 1)
    away = np.hypot(*np.moveaxis(gap - share[:, :, None] * along, 2, 0)).min(axis=1)
    crosses = (starts[..., 1] > points[..., 1]) != (ends[..., 1] > points[..., 1])
    rise = np.where(along[..., 1] == 0, 1.0, along[..., 1])
    is_left = points[..., 0] < along[..., 0] * gap[..., 1] / rise + starts[..., 0]
    inside = (crosses & is_left).sum(axis=1) % 2 == 1
    if not inside.any():
        return rings[0].mean(axis=0), 0.0
    best = int(np.argmax(inside * away))
    return points[best, 0], float(away[best])
