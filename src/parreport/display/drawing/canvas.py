"""An empty sheet in points, for charts that are no list of rows: lines over years, boxes, dots.

In: its height, the labels that a copy must carry. Out: a figure on which words, lines and dots are
placed in points (1/72 inch), heights counted from the top; and plots in years and figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, measure
from parreport.display.drawing.paper import FINE_DASHES, MARGIN, Paper, Sign, stamp_lines
from parreport.display.drawing.scales import Scale, fit_scale
from parreport.display.drawing.sizes import WIDTH
from parreport.language import text
from parreport.spans import Span, short_name

LEGEND = 17.0


@dataclass(frozen=True)
class Line:
    """One line over the years: its name, its figures, a second (dashed) row of figures.

    ``hollow``: places of figures that nothing is compared with.
    """

    name: str
    values: Sequence[float]
    beside: Sequence[float] = ()
    hollow: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class TimeAxis:
    """Years between two points across, where :func:`~parreport.spans.place_spans` puts them.

    ``breaks``: for each year but the last, whether the series breaks after it.
    """

    years: Sequence[float]
    breaks: Sequence[bool]
    left: float
    right: float

    @property
    def limits(self) -> tuple[float, float]:
        """The first and the last year; a year apart where there is only one."""
        return self.years[0], max(self.years[-1], self.years[0] + 1)

    def x(self, year: float) -> float:
        """Return where a year lies."""
        first, last = self.limits
        return self.left + (year - first) / (last - first) * (self.right - self.left)

    @property
    def break_xs(self) -> list[float]:
        """Where the series breaks: in the middle between two years."""
        years = self.years
        return [self.x((years[i] + years[i + 1]) / 2) for i, is_break in enumerate(self.breaks) if is_break]


def name_years(years: Sequence[Span | int], room: float) -> list[str]:
    """Return the names of years on an axis, those of parts of years in few letters where they do not fit."""
    names = [short_name(year) for year in years]
    if all(measure(name, SMALL) <= room for name in names):
        return names
    return [str(year) if isinstance(year, int) else year.tick for year in years]


class Canvas(Paper):
    """A figure as wide as every chart, with plots ``height`` points high over the labels at its foot."""

    def __init__(self, height: float, labels: Sequence[str] = (), foot: float = 4.0) -> None:
        stamp = stamp_lines(labels, WIDTH)
        super().__init__(WIDTH, height + (len(stamp) * SMALL * LINE + 5 if stamp else 0))
        self.write_stamp(stamp, foot)

    def draw_breaks(self, axis: TimeAxis, top: float, bottom: float) -> None:
        """Draw a thin upright line between two years whose criteria sets differ."""
        for x in axis.break_xs:
            self.draw([x, x], [top, bottom], theme.GREY, 0.5, linestyle=FINE_DASHES, label="break")

    def fill(self, left: float, right: float, top: float, bottom: float, color: str) -> None:
        """Fill a rectangle of the page, with a white rim."""
        look = {"color": color, "edgecolor": theme.WHITE, "linewidth": 0.8, "zorder": 1}
        self.page.bar([left], [bottom - top], right - left, [top], align="edge", **look)

    def explain(self, signs: Sequence[Sign]) -> None:
        """Write the legend: each sign with its words, in one row on top."""
        x, y = MARGIN, 6.0
        for mark, color, words in signs:
            self.draw_sign(mark, x + 8, y, color)
            self.write(x + 20, y, words)
            x += 20 + measure(words, SMALL) + 14


def explain_breaks(breaks: Sequence[bool]) -> list[Sign]:
    """Return the sign of a break for the legend, nothing where the series has none."""
    return [("rule", theme.GREY, text("criteria set changed"))] if any(breaks) else []


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return places near the wanted ones at which labels of these heights do not meet.

    They keep their order; where they do not all fit between ``top`` and ``bottom`` they start at the top.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = [0.0] * len(wanted)
    edge = top
    for i in order:
        placed[i] = max(wanted[i], edge + heights[i] / 2)
        edge = placed[i] + heights[i] / 2
    edge = max(bottom, top + sum(heights))
    for i in reversed(order):
        placed[i] = min(placed[i], edge - heights[i] / 2)
        edge = placed[i] - heights[i] / 2
    return placed


def known_runs(values: Sequence[float]) -> list[list[int]]:
    """Return the places of figures that follow each other without a gap, run by run."""
    runs: list[list[int]] = []
    for place, value in enumerate(values):
        if math.isnan(value):
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def fit_closely(values: Sequence[float]) -> Scale:
    """Return a scale that ends a little beyond the values, with round ticks inside."""
    wide = fit_scale(values, top=None, tight=True)
    low, high = min(values, default=wide.low), max(values, default=wide.high)
    pad = max((high - low) * 0.05, 0.5)
    return Scale(low - pad, high + pad, wide.ticks)
