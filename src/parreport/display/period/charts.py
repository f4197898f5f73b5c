"""The chart of the index over years: each unit in a small plot of its own.

In: series in print order with ready figures, a caption. Out: charts. A year without a figure leaves
a gap in the line; a year whose criteria set differs is marked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import (
    LEGEND,
    Canvas,
    Line,
    TimeAxis,
    explain_breaks,
    fit_closely,
    known_runs,
    name_years,
)
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure, wrap
from parreport.display.drawing.paper import DASHES, MARGIN, Sign
from parreport.display.drawing.scales import Scale
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_number, format_plain
from parreport.display.pictures import Caption, Chart
from parreport.language import text
from parreport.spans import Span, place_spans

MOST_HEIGHT = 660.0
GUTTER = 12.0
MANY = 30


@dataclass(frozen=True)
class _Grid:
    """How many plots stand beside each other, how high they are, in which lines their names fit.

    ``left``: before the plots; ``pitch``: from one plot to the next; ``room``: of a plot's last figure.
    """

    columns: int
    height: float
    names: tuple[tuple[str, ...], ...]
    left: float
    pitch: float
    room: float

    @property
    def name_height(self) -> float:
        return max(map(len, self.names)) * TEXT * LINE + 3

    @property
    def row_height(self) -> float:
        return self.name_height + self.height + 10

    @property
    def width(self) -> float:
        """The width of a plot."""
        return self.pitch - GUTTER - self.room


def _fit_grid(names: Sequence[str], left: float, room: float) -> _Grid:
    """Return the grid for so many plots: fewer columns where names would take more than 3 lines."""
    n = len(names)
    wanted, height = (3, 56.0) if n <= 12 else (4, 58.0) if n <= MANY else (6, 38.0)
    for columns in range(min(wanted, max(n, 2)), 1, -1):
        pitch = (WIDTH - MARGIN - left) / columns
        lines = tuple(tuple(wrap(name, pitch - GUTTER, TEXT, "bold")) for name in names)
        if max(map(len, lines)) <= 3 or columns == 2:
            return _Grid(columns, height, lines, left, pitch, room)
    raise AssertionError("no grid")


@dataclass(frozen=True)
class _Series:
    """What all plots share: the lines of all units, which have a plot, years with their names, scale and grid."""

    lines: Sequence[Line]
    plots: Sequence[int]
    years: Sequence[float]
    names: Sequence[str]
    breaks: Sequence[bool]
    decimals: int
    scale: Scale
    ticks: Sequence[float]
    grid: _Grid

    def down(self, value: float) -> float:
        """Return how far under the top of its plot a value lies."""
        return (self.scale.high - value) / (self.scale.high - self.scale.low) * self.grid.height


@theme.theme()
def chart_series_pages(
    lines: Sequence[Line],
    years: Sequence[Span | int],
    breaks: Sequence[bool],
    decimals: int,
    *,
    caption: Caption,
    only: Sequence[int] | None = None,
) -> list[Chart]:
    """Draw the index of each unit over the years, one small plot each, all on one scale.

    The unit's own line is in the accent colour, the lines of all units lie grey beneath, the last
    figure is written out. Many units become several charts, each at most as high as a page.

    Parameters
    ----------
    lines
        One per unit, in print order; ``values`` by year (NaN = none), ``beside`` the comparable
        index, where it differs.
    years
        The years, ascending.
    breaks
        For each pair of adjacent years, whether the series breaks between them.
    decimals
        Decimals of the printed index; narrow plots print at most one.
    only
        The lines that have a plot of their own; None for all. The others lie grey beneath.
    """
    plots = list(range(len(lines)) if only is None else only)
    known = [value for line in lines for value in (*line.values, *line.beside) if not math.isnan(value)]
    scale = fit_closely(known)
    ticks = _few_ticks(scale, 2)
    left = max(measure(format_plain(tick), SMALL) for tick in ticks) + MARGIN + 5
    shown = min(decimals, 2 if len(plots) <= MANY else 1)
    room = max((measure(format_number(value, shown), SMALL, "bold") for value in known), default=0) + 6
    grid = _fit_grid([lines[number].name for number in plots], left, room)
    names = name_years(years, (grid.width - 6) / 2)
    series = _Series(lines, plots, place_spans(years), names, breaks, shown, scale, ticks, grid)
    rows = math.ceil(len(plots) / grid.columns)
    fitting = max(1, math.floor((MOST_HEIGHT - LEGEND - 14) / grid.row_height))
    pages = math.ceil(rows / fitting)
    per_page = math.ceil(rows / pages) * grid.columns
    parts = [range(first, min(first + per_page, len(plots))) for first in range(0, len(plots), per_page)]
    return [
        Chart(_draw_series(series, part, caption.labels), caption.of_part(page, pages))
        for page, part in enumerate(parts, start=1)
    ]


def _few_ticks(scale: Scale, most: int) -> list[float]:
    """Return at most so many ticks of a scale that lie inside it, the outermost of them."""
    inside = [tick for tick in scale.ticks if scale.low < tick < scale.high] or [scale.low]
    return inside if len(inside) <= most else [inside[0], inside[-1]]


def _draw_series(series: _Series, part: range, labels: tuple[str, ...]) -> object:
    """Return the picture of some of the units, a small plot for each."""
    grid = series.grid
    canvas = Canvas(LEGEND + math.ceil(len(part) / grid.columns) * grid.row_height + 14, labels)
    canvas.explain(_signs(series))
    corners = []
    for place, number in enumerate(part):
        row, column = divmod(place, grid.columns)
        x, top = grid.left + column * grid.pitch, LEGEND + row * grid.row_height + grid.name_height
        corners.append((x, top))
        middle = top - 3 - len(grid.names[number]) * TEXT * LINE / 2
        canvas.write_lines(x, middle, grid.names[number], weight="bold")
        is_last = place + grid.columns >= len(part)
        _draw_plot(canvas, series, series.lines[series.plots[number]], (x, top), column == 0, is_last)
    if len(series.lines) > 1:
        _draw_others(canvas, series, corners)
    return canvas.figure


def _draw_plot(
    canvas: Canvas, series: _Series, line: Line, corner: tuple[float, float], is_first: bool, is_last: bool
) -> None:
    """Draw the plot of one unit; the first of a row has ticks, the last of a column years."""
    (x, top), years, scale = corner, series.years, series.scale
    end, bottom = x + series.grid.width, top + series.grid.height
    axis = TimeAxis(years, series.breaks, x, end)
    for tick in series.ticks:
        y = top + series.down(tick)
        canvas.draw([x, end], [y, y], theme.LIGHT, 0.5, zorder=0)
        if is_first:
            canvas.write(x - 5, y, format_plain(tick), color=theme.GREY, side="right")
    canvas.draw_breaks(axis, top, bottom)
    plot = canvas.add_plot((x, end), (top, bottom), axis.limits, (scale.low, scale.high))
    look = {"color": theme.ACCENT, "clip_on": False}
    if line.beside:
        plot.plot(years, line.beside, lw=0.9, linestyle=DASHES, label="comparable", marker="o", ms=0.8, **look)
    plot.plot(years, line.values, lw=1.7, label="index", **look)
    for place, value in enumerate(line.values):
        if not math.isnan(value):
            fill = theme.WHITE if place in line.hollow else theme.ACCENT
            size = 4.4 if place == len(years) - 1 else 2.6
            dot = {"ms": size, "mfc": fill, "mec": theme.ACCENT, "mew": 0.8, "clip_on": False, "label": "_dot"}
            plot.plot([years[place]], [value], "o", **dot)
    last = line.values[-1]
    y = top + (series.grid.height / 2 if math.isnan(last) else series.down(last))
    color = theme.GREY if math.isnan(last) else theme.ACCENT
    canvas.write(end + 5, y, format_number(last, series.decimals), color=color, weight="bold")
    if is_last:
        canvas.write(x, bottom + 7, series.names[0], color=theme.GREY)
        if years[-1] != years[0]:
            canvas.write(end + 3, bottom + 7, series.names[-1], color=theme.GREY, side="right")


def _draw_others(canvas: Canvas, series: _Series, corners: Sequence[tuple[float, float]]) -> None:
    """Draw the lines of all units under each plot: one path, set at every corner."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    axis = TimeAxis(series.years, series.breaks, 0.0, series.grid.width)
    vertices, codes = [], []
    for line in series.lines:
        for run in known_runs(line.values):
            vertices += [(axis.x(series.years[i]), series.down(line.values[i])) for i in run]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(run) - 1)]
    if not vertices:
        return
    bundle = PathCollection(
        [Path(vertices, codes)],
        offsets=corners,
        offset_transform=canvas.page.transData,
        facecolors="none",
        edgecolors=_faint(series.lines),
        linewidths=0.45,
        label="others",
        zorder=0.5,
    )
    bundle.set_transform(Affine2D().scale(1 / 72, -1 / 72) + canvas.figure.dpi_scale_trans)
    canvas.page.add_collection(bundle, autolim=False)


def _faint(lines: Sequence[Line]) -> str:
    """Return the grey of the other units' lines: paler where there are many of them."""
    return theme.FAINT if len(lines) <= MANY else theme.LIGHT


def _signs(series: _Series) -> list[Sign]:
    """Return the legend of the small plots: only what they hold."""
    signs: list[Sign] = [("thick", theme.ACCENT, text("index as published"))]
    if any(line.beside for line in series.lines):
        signs.append(("dashed", theme.ACCENT, text("on comparable items")))
    if any(line.hollow for line in series.lines):
        signs.append(("small", theme.ACCENT, text("a year that is not compared")))
    if len(series.lines) > 1:
        signs.append(("thin", _faint(series.lines), text("the other units")))
    return [*signs, *explain_breaks(series.breaks)]
