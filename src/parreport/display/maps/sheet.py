"""A map on paper: shapes or tiles in their colours, marks, labels, a legend in words.

In: units with their places and colours, their outlines; where on the paper. Out: the drawing. All
lengths are in points (1/72 inch), those of shapes in steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, clean, measure, wrap
from parreport.display.drawing.paper import MARGIN, Paper
from parreport.display.maps.shapes import FULL, LEAST_FULL, SMALL_LEVEL, Shape, middle_of, shapes_of, size_of, tiles_of

RIM, FINE_RIM, THICK = 0.4, 0.25, 1.3
DOT, INSET_DOT, MARK = 0.8, 1.5, 2.6
"""Radius of a part too small to be drawn, of one in an inset, and of the mark on a unit that is hardly seen."""
LEAST_SIZE = 5.0
TILE = 46.0
INSET_STEPS = 160
SWATCH, SWATCH_GAP, ROW = 9.0, 16.0, 13.0
HATCH = "/////"
AIR = 2.4
CLOSE = 1.14
"""The least height of a line inside a tile, against its letters."""


@dataclass(frozen=True)
class MapUnit:
    """How a unit is drawn: its fill (blank: no figure), a thick border, words inside, whether it is another block's."""

    color: str = ""
    is_thick: bool = False
    label: tuple[str, ...] = ()
    is_other: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry of the legend: a colour (blank: hatched), its words, a thick border."""

    color: str
    words: str
    is_thick: bool = False
    is_other: bool = False


@dataclass(frozen=True)
class Geometry:
    """The places and outlines of a map, how wide and high its frame is, and whether it is of tiles."""

    places: pd.DataFrame
    outlines: pd.DataFrame
    size: tuple[int, int]
    is_tiled: bool

    @classmethod
    def of(cls, places: pd.DataFrame, outlines: pd.DataFrame) -> Geometry:
        """Return the geometry of a map; ``places`` has one unit in a frame at least."""
        return cls(places, outlines, size_of(places, outlines), bool((places["form"] == "tile").any()))

    @cached_property
    def full(self) -> dict[tuple[str, int], Shape]:
        """The shapes of units with all positions."""
        return tiles_of(self.places) if self.is_tiled else shapes_of(self.outlines, FULL)

    @cached_property
    def small(self) -> dict[tuple[str, int], Shape]:
        """The shapes of units for small maps."""
        return tiles_of(self.places) if self.is_tiled else shapes_of(self.outlines, SMALL_LEVEL)

    def scale(self, width: float, height: float) -> float:
        """Return points per step, or per tile, with which the frame fits: whole hundredths keep pages small."""
        columns, rows = self.size
        scale = min(width / max(columns, 1), height / max(rows, 1))
        return math.floor(min(scale, TILE) if self.is_tiled else scale * 100) / (1 if self.is_tiled else 100)

    @property
    def inset_units(self) -> list[tuple[str, int]]:
        """The units of which something lies far outside, with the numbers of their insets."""
        points = self.places[self.places["inset_n"].fillna(0) > 0]
        pairs = [*zip(points["unit_code"], points["inset_n"], strict=True)]
        drawn = self.outlines[self.outlines["inset_n"] > 0]
        pairs += zip(drawn["unit_code"], drawn["inset_n"], strict=True)
        return sorted({(str(code), int(number)) for code, number in pairs}, key=lambda pair: pair[1])


def draw_units(
    paper: Paper, geometry: Geometry, units: dict[str, MapUnit], left: float, top: float, scale: float
) -> None:
    """Draw the frame of a map, its upper left corner at a point of the paper."""
    ordered = sorted(units.items(), key=lambda pair: (not pair[1].is_other, pair[1].is_thick))
    shapes = geometry.full if scale >= LEAST_FULL else geometry.small
    alike: dict[MapUnit, Shape] = {}
    for code, unit in ordered:
        if (code, 0) in shapes:
            together = alike.setdefault(replace(unit, label=()), Shape())
            together.rings += shapes[code, 0].rings
            together.dots += shapes[code, 0].dots
    rim = RIM if scale >= LEAST_FULL else FINE_RIM
    for unit, shape in alike.items():
        _draw_shape(paper, shape, unit, left, top, scale, rim)
    places = {row["unit_code"]: row for row in geometry.places.to_dict("records")}
    for code, unit in ordered:
        place = places[code]
        if place["form"] == "none" or place["inset_n"] != 0:
            continue
        half = 0.5 if geometry.is_tiled else 0.0
        x, y = left + (place["x"] + half) * scale, top + (place["y"] + half) * scale
        if place["form"] == "point" or (not geometry.is_tiled and place["size_steps"] * scale < LEAST_SIZE):
            _draw_dot(paper, x, y, MARK, unit)
        elif unit.label and (geometry.is_tiled or _fits(unit.label, place["room_steps"] * scale)):
            _write_label(paper, x, y, unit, scale - AIR if geometry.is_tiled else math.inf)


def _write_label(paper: Paper, x: float, y: float, unit: MapUnit, room: float) -> None:
    """Write the words of a unit around a point; ``room``: how high they may be."""
    step = min(SMALL * LINE, room / len(unit.label))
    first = y - (len(unit.label) - 1) / 2 * step
    for number, line in enumerate(unit.label):
        paper.write(x, first + number * step, line, color=ink_on(unit), side="center")


def draw_insets(
    paper: Paper,
    geometry: Geometry,
    units: dict[str, MapUnit],
    names: dict[str, str],
    top: float,
    scale: float,
    left: float = MARGIN,
) -> None:
    """Draw what lies far outside in boxes of a row, each with its name, where names are given."""
    shapes = geometry.full
    side, x = INSET_STEPS * scale, left
    for code, number in geometry.inset_units:
        unit = units[code]
        frame = [x, x + side, x + side, x, x], [top, top, top + side, top + side, top]
        paper.draw(*frame, theme.GREY, 0.5)
        shape = shapes.get((code, number), Shape(dots=[(0, 0)]))
        points = [point for ring in shape.rings for point in ring] + shape.dots
        across, down = middle_of(points)
        start = (x + side / 2 - across * scale * 0.8, top + side / 2 - down * scale * 0.8)
        _draw_shape(paper, Shape(shape.rings), unit, *start, scale * 0.8)
        for dot in shape.dots:
            place = (start[0] + dot[0] * scale * 0.8, start[1] + dot[1] * scale * 0.8)
            _draw_dot(paper, *place, MARK if len(points) == 1 else INSET_DOT, unit)
        if names:
            paper.write(x + side + 4, top + side / 2, names[code])
            x += measure(names[code], SMALL) + 4
        x += side + 10


def insets_height(geometry: Geometry, scale: float) -> float:
    """Return how high the row of insets is, 0 where there are none."""
    return INSET_STEPS * scale + 8 if geometry.inset_units else 0.0


def _draw_shape(
    paper: Paper, shape: Shape, unit: MapUnit, left: float, top: float, scale: float, rim: float = RIM
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not shape.rings and not shape.dots:
        return
    corners, codes = [], list[Any]()
    placed = [[(left + x * scale, top + y * scale) for x, y in ring] for ring in shape.rings]
    placed += [_diamond(left + x * scale, top + y * scale) for x, y in shape.dots]
    for ring in placed:
        corners += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    paper.page.add_artist(PathPatch(Path(corners, codes), **_look(unit, rim)))


def _diamond(x: float, y: float) -> list[tuple[float, float]]:
    """Return the outline of a part too small to be drawn."""
    return [(x - DOT, y), (x, y - DOT), (x + DOT, y), (x, y + DOT)]


def _draw_dot(paper: Paper, x: float, y: float, radius: float, unit: MapUnit) -> None:
    from matplotlib.patches import Circle

    look = _look(unit) | {"zorder": 4}
    paper.page.add_artist(Circle((x, y), radius, **look))


def _look(unit: MapUnit, rim: float = RIM) -> dict[str, Any]:
    """Return how a shape is filled and edged; one without a figure is white and hatched."""
    look: dict[str, Any] = {"facecolor": unit.color or theme.WHITE, "edgecolor": theme.GREY, "linewidth": rim}
    look |= {"joinstyle": "round", "clip_on": False, "zorder": 2}
    if unit.is_other:
        return look | {"facecolor": theme.PALE, "edgecolor": theme.FAINT, "zorder": 1}
    if not unit.color:
        look |= {"hatch": HATCH}
    if unit.is_thick:
        look |= {"edgecolor": theme.INK, "linewidth": THICK, "zorder": 3}
    return look


def ink_on(unit: MapUnit) -> str:
    """Return the colour of words on a unit: ink or white where they reach 4.5 : 1, else black, which then does."""
    ground = unit.color or theme.WHITE
    inks = (ink for ink in (theme.INK, theme.WHITE) if theme.contrast(ink, ground) >= 4.5)
    return next(inks, theme.BLACK)


def _fits(lines: Sequence[str], room: float) -> bool:
    """Return whether lines fit around a point that is so far from every border."""
    wide = max(measure(line, SMALL) for line in lines)
    return math.hypot(wide, len(lines) * SMALL) / 2 <= room


def fit_label(name: str, side: float) -> tuple[str, ...]:
    """Return a name in lines that fit into a tile; nothing where they do not."""
    words = clean(name).split(" ")
    if max(measure(word, SMALL) for word in words) > side - AIR:
        return ()
    lines = wrap(name, side - AIR, SMALL)
    return tuple(lines) if len(lines) * SMALL * CLOSE <= side - AIR else ()


def lay_legend(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    """Return the entries of a legend in rows that fit."""
    rows: list[list[Entry]] = [[]]
    x = 0.0
    for entry in entries:
        wide = SWATCH + 4 + measure(entry.words, SMALL) + SWATCH_GAP
        if rows[-1] and x + wide - SWATCH_GAP > width:
            rows.append([])
            x = 0.0
        rows[-1].append(entry)
        x += wide
    return rows


def draw_legend(paper: Paper, rows: Sequence[Sequence[Entry]], left: float, top: float) -> None:
    """Draw the rows of a legend: swatches with their words."""
    from matplotlib.patches import Rectangle

    for number, row in enumerate(rows):
        x, y = left, top + (number + 0.5) * ROW
        for entry in row:
            look = _look(MapUnit(entry.color, entry.is_thick, is_other=entry.is_other))
            paper.page.add_artist(Rectangle((x, y - SWATCH / 2), SWATCH, SWATCH, **look))
            paper.write(x + SWATCH + 4, y, entry.words)
            x += SWATCH + 4 + measure(entry.words, SMALL) + SWATCH_GAP
