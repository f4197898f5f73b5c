"""The chart of ranks over years where they are few: each unit a line from its first place to its last.

In: ranks by unit and year, who is drawn in colour, a caption. Out: a chart. A year in which a unit
was not ranked leaves a gap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import LEGEND, Canvas, TimeAxis, explain_breaks, known_runs, name_years, spread
from parreport.display.drawing.lettering import LINE, TEXT, measure, wrap
from parreport.display.drawing.paper import MARGIN
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_number
from parreport.display.pictures import Caption, Chart
from parreport.spans import Span, place_spans

WIDEST = 196.0
PLOT = 96.0
RANK_ROOM = 13.0


@dataclass(frozen=True)
class Path:
    """The way of one unit: its name, its rank by year (NaN = not ranked), places gained if told."""

    name: str
    ranks: Sequence[float]
    places: int | None = None


def place_ranks(paths: Sequence[Path], year: int) -> dict[int, float]:
    """Return how far down each ranked unit stands in a year: its rank, ties one under the other."""
    order = sorted(
        (i for i, path in enumerate(paths) if not math.isnan(path.ranks[year])),
        key=lambda i: (paths[i].ranks[year], _near(paths[i], year), i),
    )
    placed: dict[int, float] = {}
    for before, i in zip([None, *order], order, strict=False):
        rank = paths[i].ranks[year]
        tied = before is not None and paths[before].ranks[year] == rank
        placed[i] = placed[before] + 1 if tied and before is not None else rank
    return placed


def _near(path: Path, year: int) -> float:
    """Return the rank of the year before, else after, by which tied units are ordered."""
    near = [path.ranks[i] for i in (year - 1, year + 1) if 0 <= i < len(path.ranks)]
    return next((rank for rank in near if not math.isnan(rank)), 0.0)


@dataclass(frozen=True)
class _Layout:
    """Where the rows stand: their pitch, and the names at both ends.

    ``room``: between names and lines, for the ranks; ``deepest``: the slot of the last row.
    """

    lines: Sequence[Sequence[str]]
    wide: float
    room: float
    pitch: float
    top: float
    deepest: float

    @property
    def left(self) -> float:
        return MARGIN + self.wide + self.room

    @property
    def right(self) -> float:
        return WIDTH - MARGIN - self.wide - self.room

    @property
    def bottom(self) -> float:
        return self.top + self.deepest * self.pitch + 4

    def y(self, slot: float) -> float:
        """Return how far down a slot stands; the first one is just under ``top``."""
        return self.top + (slot - 0.5) * self.pitch


def _fit_layout(paths: Sequence[Path], deepest: float, top: float) -> _Layout:
    """Return where the rows stand, as high as the names need: at both ends, wrapped where they are long."""
    names = [_name(path) for path in paths]
    room = RANK_ROOM + measure(format_number(deepest, 0), TEXT)
    widest = max((measure(n, TEXT, "bold") for n in names), default=0.0)
    half = (WIDTH - 2 * MARGIN - PLOT) / 2 - room
    wide = min(max(min(widest, WIDEST if widest <= half else 150.0), 40.0), half)
    lines = [wrap(name, wide, TEXT, _weight(path)) for name, path in zip(names, paths, strict=True)]
    return _Layout(lines, wide, room, max(map(len, lines)) * TEXT * LINE + 4.0, top, deepest)


@theme.theme()
def chart_ranks(
    paths: Sequence[Path], years: Sequence[Span | int], breaks: Sequence[bool], *, caption: Caption
) -> Chart:
    """Draw the rank of each unit over the years, full names and ranks at both ends.

    Units with ``places`` are drawn in colour, up in the accent, down in the warm colour; all others
    in grey. A unit that stands at neither end is named where its line ends. For a few units: the
    lines of many would cross too often to be followed (:mod:`parreport.display.period.rank_rows`).

    Parameters
    ----------
    paths
        One per unit; those in colour are drawn over the others.
    years
        The years, ascending, at least two.
    breaks
        For each pair of adjacent years, whether the series breaks between them.
    """
    slots = [place_ranks(paths, year) for year in range(len(years))]
    deepest = max((max(placed.values()) for placed in slots if placed), default=1.0)
    top = (LEGEND if any(breaks) else 0.0) + 16
    layout = _fit_layout(paths, deepest, top)
    bottom = layout.bottom
    canvas = Canvas(bottom + 6, caption.labels)
    canvas.explain(explain_breaks(breaks))
    places = place_spans(years)
    axis = TimeAxis(places, breaks, layout.left, layout.right)
    room = (layout.right - layout.left) / max(len(years) - 1, 1) - 4
    for place, name in zip(places, name_years(years, room), strict=True):
        canvas.write(axis.x(place), top - 9, name, color=theme.GREY, side="center")
    canvas.draw_breaks(axis, top, bottom)
    ranks = ((bottom - top) / layout.pitch + 0.5, 0.5)
    plot = canvas.add_plot((layout.left, layout.right), (top, bottom), axis.limits, ranks)
    _draw_paths(plot, paths, places, slots)
    _name_ended(canvas, plot, paths, axis, slots, layout)
    for year, step in ((0, -1), (len(years) - 1, 1)):
        _write_end(canvas, paths, layout, year, slots[year], step)
    return Chart(canvas.figure, caption)


def _draw_paths(plot: Any, paths: Sequence[Path], years: Sequence[float], slots: Sequence[dict[int, float]]) -> None:
    """Draw the line of each unit with a gap in a year without a rank."""
    for i, path in enumerate(paths):
        color, strong = color_of(path), path.places is not None
        values = [slot.get(i, math.nan) for slot in slots]
        for run in known_runs(values):
            plot.plot(
                [years[at] for at in run],
                [values[at] for at in run],
                color=color,
                lw=2.2 if strong else 0.9,
                marker="o",
                mec=color,
                ms=4.4 if strong else 2.6,
                zorder=3 if strong else 2,
                clip_on=False,
                label=path.name,
            )


def _name_ended(
    canvas: Canvas, plot: Any, paths: Sequence[Path], axis: TimeAxis, slots: Sequence[dict[int, float]], layout: _Layout
) -> None:
    """Name the units that stand at neither end with a name where their lines end."""
    named_at = {0, len(slots) - 1}
    for i, path in enumerate(paths):
        known = [at for at, slot in enumerate(slots) if i in slot]
        if known and not named_at & set(known):
            last = known[-1]
            x, y = axis.x(axis.years[last]) + 6, layout.y(slots[last][i])
            words = f"{format_number(path.ranks[last], 0)} {path.name}"
            canvas.write(x, y, words, size=TEXT, on_white=True, above=plot)


def _write_end(
    canvas: Canvas, paths: Sequence[Path], layout: _Layout, year: int, slots: dict[int, float], step: int
) -> None:
    """Write the ranks and names at the left end (``step`` -1) or the right end (1)."""
    x = layout.left if step < 0 else layout.right
    rank_x = x - 8 if step < 0 else x + layout.room - 5
    wanted = [layout.y(slots[i]) for i in slots]
    places = spread(wanted, [layout.pitch] * len(wanted), layout.top, layout.bottom)
    for i, y, meant in zip(slots, places, wanted, strict=True):
        path, ink = paths[i], ink_of(paths[i])
        rank_ink = theme.GREY if path.places is None else ink
        if abs(y - meant) > 1:
            canvas.draw([x + 3 * step, x + 8 * step], [meant, y], color_of(path), 0.7)
        canvas.write(rank_x, y, format_number(path.ranks[year], 0), size=TEXT, color=rank_ink, side="right")
        look: dict[str, Any] = {"size": TEXT, "color": ink, "weight": _weight(path)}
        side = "right" if step < 0 else "left"
        canvas.write_lines(x + layout.room * step, y, layout.lines[i], side=side, **look)


def _name(path: Path) -> str:
    """Return the name of a unit, with the places it gained or lost where it is in colour."""
    if path.places is None:
        return path.name
    return f"{path.name} ({format_number(path.places, 0, signed=True)})"


def color_of(path: Path) -> str:
    """Return the colour of a unit's line: grey unless it is one of those that moved most."""
    if path.places is None:
        return theme.FAINT
    return theme.ACCENT if path.places > 0 else theme.WARM


def ink_of(path: Path) -> str:
    """Return the colour of a unit's name."""
    if path.places is None:
        return theme.INK
    return theme.ACCENT if path.places > 0 else theme.WARM_TEXT


def _weight(path: Path) -> str:
    return "normal" if path.places is None else "bold"
