"""The chart of the index over years: each unit in a small plot of its own.

In: series in print order with ready figures, the words around the picture. Out: charts. A year
without a figure leaves a gap in the line; a year whose criteria set differs is marked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import LEGEND, Canvas, Line, Sign, fit_closely, known_runs
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure, wrap
from parreport.display.drawing.scales import Scale
from parreport.display.drawing.sheet import MARGIN
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.parts import Chart
from parreport.language import text

NAN = float("nan")
MOST_HEIGHT = 660.0
GUTTER = 12.0
MANY = 30


@dataclass(frozen=True)
class _Grid:
    """How many plots stand beside each other, how high they are, in which lines their names fit."""

    columns: int
    height: float
    names: tuple[tuple[str, ...], ...]
    pitch: float
    room: float

    @property
    def name_height(self) -> float:
        return max(map(len, self.names)) * TEXT * LINE + 3

    @property
    def row_height(self) -> float:
        return self.name_height + self.height + 10


def _fit_grid(names: Sequence[str], left: float, room: float) -> _Grid:
    """Return the grid for so many plots: fewer columns where names would take more than 3 lines."""
    n = len(names)
    wanted, height = (3, 66.0) if n <= 12 else (4, 58.0) if n <= MANY else (6, 38.0)
    for columns in range(min(wanted, max(n, 2)), 1, -1):
        pitch = (WIDTH - MARGIN - left) / columns
        lines = tuple(tuple(wrap(name, pitch - GUTTER, TEXT, "bold")) for name in names)
        if max(map(len, lines)) <= 3 or columns == 2:
            return _Grid(columns, height, lines, pitch, room)
    raise AssertionError("no grid")


def chart_series_pages(
    lines: Sequence[Line],
    years: Sequence[int],
    breaks: Sequence[bool],
    decimals: int,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
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
    """
    labels = tuple(labels)
    known = [v for one in lines for v in (*one.values, *one.beside) if not math.isnan(v)]
    with theme.theme():
        scale = fit_closely(known)
        ticks = _few_ticks(scale, 2)
        left = max(measure(format_plain(one), SMALL) for one in ticks) + MARGIN + 5
        shown = min(decimals, 2 if len(lines) <= MANY else 1)
        room = max((measure(format_number(v, shown), SMALL, "bold") for v in known), default=0) + 6
        grid = _fit_grid([one.name for one in lines], left, room)
        rows = math.ceil(len(lines) / grid.columns)
        fitting = max(1, math.floor((MOST_HEIGHT - LEGEND - 14) / grid.row_height))
        pages = math.ceil(rows / fitting)
        per_page = math.ceil(rows / pages) * grid.columns
        charts = []
        for page in range(pages):
            part = range(per_page * page, min(per_page * (page + 1), len(lines)))
            figure = _draw_series(lines, part, years, breaks, grid, scale, ticks, left, shown, labels)
            head = title if pages == 1 else text("{title} ({part}/{count})", title=title, part=page + 1, count=pages)
            last = page == pages - 1
            name = id if pages == 1 or not id else f"{id}-{page + 1}"
            charts.append(Chart(figure, head, subtitle, alt, note if last else "", name, labels))
    return charts


def _few_ticks(scale: Scale, most: int) -> list[float]:
    """Return at most so many ticks of a scale that lie inside it, the outermost of them."""
    inside = [tick for tick in scale.ticks if scale.low < tick < scale.high] or [scale.low]
    return inside if len(inside) <= most else [inside[0], inside[-1]]


def _draw_series(
    lines: Sequence[Line],
    part: range,
    years: Sequence[int],
    breaks: Sequence[bool],
    grid: _Grid,
    scale: Scale,
    ticks: Sequence[float],
    left: float,
    decimals: int,
    labels: tuple[str, ...],
) -> object:
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    rows = math.ceil(len(part) / grid.columns)
    canvas = Canvas(LEGEND + rows * grid.row_height + 14, labels)
    canvas.explain(_signs(lines, breaks))
    wide = grid.pitch - GUTTER - grid.room
    span = max(years[-1] - years[0], 1)

    def across(year: float) -> float:
        return (year - years[0]) / span * wide

    def down(value: float) -> float:
        return (scale.high - value) / (scale.high - scale.low) * grid.height

    corners, vertices, codes = [], [], []
    for one in lines:
        for run in known_runs(one.values):
            vertices += [(across(years[i]), down(one.values[i])) for i in run]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(run) - 1)]
    for place, number in enumerate(part):
        one, row, column = lines[number], place // grid.columns, place % grid.columns
        x = left + column * grid.pitch
        top = LEGEND + row * grid.row_height
        for line, words in enumerate(grid.names[number]):
            y = top + grid.name_height - 3 - (len(grid.names[number]) - line - 0.5) * TEXT * LINE
            canvas.write(x, y, words, size=TEXT, weight="bold")
        top += grid.name_height
        corners.append((x, top))
        for tick in ticks:
            y = top + down(tick)
            canvas.draw([x, x + wide], [y, y], theme.LIGHT, 0.5, zorder=0)
            if column == 0:
                canvas.write(x - 5, y, format_plain(tick), color=theme.GREY, side="right")
        for at, is_break in enumerate(breaks):
            if is_break:
                middle = x + across((years[at] + years[at + 1]) / 2)
                canvas.draw_break(middle, top, top + grid.height)
        plot = canvas.plot(
            (x, x + wide), (top, top + grid.height), (years[0], years[0] + span), (scale.low, scale.high)
        )
        plot.set_zorder(2)
        if one.beside:
            plot.plot(
                years,
                one.beside,
                color=theme.ACCENT,
                lw=0.9,
                linestyle=(0, (3, 2)),
                clip_on=False,
                label="comparable",
                marker="o",
                ms=0.8,
            )
        plot.plot(years, one.values, color=theme.ACCENT, lw=1.7, clip_on=False, label="index")
        for i, value in enumerate(one.values):
            if not math.isnan(value):
                fill = theme.WHITE if i in one.hollow else theme.ACCENT
                size = 4.4 if i == len(years) - 1 else 2.6
                plot.plot(
                    [years[i]], [value], "o", ms=size, mfc=fill, mec=theme.ACCENT, mew=0.8, clip_on=False, label="_dot"
                )
        last = one.values[-1]
        y = top + (grid.height / 2 if math.isnan(last) else down(last))
        words, color = (DASH, theme.GREY) if math.isnan(last) else (format_number(last, decimals), theme.ACCENT)
        canvas.write(x + wide + 5, y, words, color=color, weight="bold")
        if place + grid.columns >= len(part):
            canvas.write(x, top + grid.height + 7, str(years[0]), color=theme.GREY)
            if years[-1] != years[0]:
                canvas.write(x + wide + 3, top + grid.height + 7, str(years[-1]), color=theme.GREY, side="right")
    if vertices and len(lines) > 1:
        bundle = PathCollection(
            [Path(vertices, codes)],
            offsets=corners,
            offset_transform=canvas.page.transData,
            facecolors="none",
            edgecolors=_faint(lines),
            linewidths=0.45,
            label="others",
            zorder=0.5,
        )
        points = Affine2D().scale(1 / 72, -1 / 72)
        bundle.set_transform(points + canvas.figure.dpi_scale_trans)
        canvas.page.add_collection(bundle, autolim=False)
    return canvas.figure


def _faint(lines: Sequence[Line]) -> str:
    """Return the grey of the other units' lines: paler where there are many of them."""
    return theme.FAINT if len(lines) <= MANY else theme.LIGHT


def _signs(lines: Sequence[Line], breaks: Sequence[bool]) -> list[tuple[Sign, str, str]]:
    """Return the legend of the small plots: only what they hold."""
    signs: list[tuple[Sign, str, str]] = [("thick", theme.ACCENT, text("index as published"))]
    if any(one.beside for one in lines):
        signs.append(("dashed", theme.ACCENT, text("on comparable items")))
    if any(one.hollow for one in lines):
        signs.append(("hollow", theme.ACCENT, text("a year that is not compared")))
    if len(lines) > 1:
        signs.append(("line", _faint(lines), text("the other units")))
    if any(breaks):
        signs.append(("rule", theme.GREY, text("criteria set changed")))
    return signs
