"""An empty sheet in points, for charts that are no list of rows: lines over years.

In: its height, the labels that a copy must carry. Out: a figure on which words, lines and dots are
placed in points (1/72 inch), heights counted from the top; and plots in years and figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, clean, measure, wrap
from parreport.display.drawing.scales import Scale, fit_scale
from parreport.display.drawing.sheet import MARGIN
from parreport.display.drawing.sizes import WIDTH

Sign = Literal["line", "thick", "dashed", "hollow", "rule"]
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


class Canvas:
    """A figure as wide as every chart, ``height`` points high, with a row for its legend on top."""

    def __init__(self, height: float, labels: Sequence[str] = ()) -> None:
        from matplotlib.figure import Figure

        stamp = wrap(" · ".join(labels), WIDTH - 8, SMALL) if labels else []
        self.height = height + (len(stamp) * SMALL * LINE + 5 if stamp else 0)
        self.figure: Any = Figure(figsize=(WIDTH / 72, self.height / 72), facecolor=theme.WHITE)
        self.page = self._axes((0, WIDTH), (0, self.height), (0, WIDTH), (self.height, 0))
        self.page.set_zorder(1)
        for number, line in enumerate(reversed(stamp)):
            y = self.height - 4 - number * SMALL * LINE
            self.write(MARGIN, y - 0.35 * SMALL, line, color=theme.WARM_TEXT, weight="bold")

    def _axes(
        self,
        across: tuple[float, float],
        down: tuple[float, float],
        xlim: tuple[float, float],
        ylim: tuple[float, float],
    ) -> Any:
        (left, right), (top, bottom) = across, down
        box = (left / WIDTH, 1 - bottom / self.height, (right - left) / WIDTH, (bottom - top) / self.height)
        axes = self.figure.add_axes(box, xlim=xlim, ylim=ylim)
        axes.set_axis_off()
        axes.patch.set_visible(False)
        return axes

    def plot(
        self,
        across: tuple[float, float],
        down: tuple[float, float],
        xlim: tuple[float, float],
        ylim: tuple[float, float],
    ) -> Any:
        """Return a plot between two points across and two down, its own figures along both."""
        return self._axes(across, down, xlim, ylim)

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SMALL,
        color: str = theme.INK,
        weight: str = "normal",
        side: Literal["left", "right", "center"] = "left",
        on_white: bool = False,
        above: Any = None,
    ) -> None:
        """Write one line, small letters and figures centred on ``y``; ``above`` the lines of a plot."""
        (above or self.page).text(
            x,
            y + 0.35 * size,
            clean(words),
            fontsize=size,
            color=color,
            fontweight=weight,
            ha=side,
            va="baseline",
            zorder=5,
            transform=self.page.transData,
            bbox={"facecolor": theme.WHITE, "edgecolor": "none", "pad": 0.6} if on_white else None,
        )

    def write_lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = TEXT,
        color: str = theme.INK,
        weight: str = "normal",
        side: Literal["left", "right", "center"] = "left",
    ) -> None:
        """Write lines under each other, together centred on ``y``."""
        top = y - len(lines) * size * LINE / 2
        for number, line in enumerate(lines):
            middle = top + (number + 0.5) * size * LINE
            self.write(x, middle, line, size=size, color=color, weight=weight, side=side)

    def draw(self, xs: Sequence[float], ys: Sequence[float], color: str, lw: float, **more: Any) -> None:
        """Draw a line through points of the page."""
        self.page.plot(xs, ys, color=color, lw=lw, **({"zorder": 1} | more))

    def draw_break(self, x: float, top: float, bottom: float) -> None:
        """Draw the thin upright line between two years whose criteria sets differ."""
        self.draw([x, x], [top, bottom], theme.GREY, 0.5, linestyle=(0, (2, 2)), label="break")

    def explain(self, signs: Sequence[tuple[Sign, str, str]]) -> None:
        """Write the legend: each sign with its words, in one row on top."""
        x, y = MARGIN, 6.0
        for kind, color, words in signs:
            if kind == "rule":
                self.page.plot([x + 8, x + 8], [y - 5, y + 5], color=color, lw=0.7, linestyle=(0, (2, 2)))
            elif kind == "hollow":
                self.page.plot([x + 8], [y], "o", ms=4, mfc=theme.WHITE, mec=color, mew=0.9)
            else:
                self.page.plot(
                    [x, x + 16],
                    [y, y],
                    color=color,
                    lw=2.0 if kind == "thick" else 1.1,
                    linestyle=(0, (3, 2)) if kind == "dashed" else "-",
                )
            self.write(x + 20, y, words)
            x += 20 + measure(words, SMALL) + 14


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
