"""What charts with a row for each name share: names at the left, marks between, figures at the right.

In: names, figures that are ready for print, positions. Out: a matplotlib figure in which every
name stands in full, wrapped and never cut, because the sheet is measured before it is drawn.
All lengths are in points (1/72 inch), heights counted from the top.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure
from parreport.display.drawing.paper import MARGIN, Mark, Paper, Sign, stamp_lines
from parreport.display.drawing.rows import GAP, Figures, Names, find_span, row_pitch
from parreport.display.drawing.scales import Scale
from parreport.display.drawing.sizes import AIR, WIDTH
from parreport.display.formats import format_plain
from parreport.language import text

LEGEND, LEGEND_GAP = 15.0, 14.0
FOLD = 22.0
Fold = tuple[int, str]  # the row before which others are left out, and what stands there


class Sheet(Paper):
    """A figure with one row per name: ``page`` is drawn in points, ``plot`` in data and points.

    ``before`` and ``after`` keep space free at both sides of the plot for labels at bar ends;
    ``gaps`` opens space over rows; ``head`` is the height over the first row; ``legend``: the signs
    with their words, in one row.
    """

    def __init__(
        self,
        names: Names,
        scale: Scale,
        *,
        figures: Sequence[Figures] = (),
        before: float = GAP,
        after: float = GAP,
        head: float = 0.0,
        legend: Sequence[Sign] = (),
        pitch: float | None = None,
        gaps: dict[int, float] | None = None,
        ticks: bool = True,
        labels: Sequence[str] = (),
    ) -> None:
        count = len(names.lines)
        pitch = pitch or row_pitch(count)
        self.names, self.scale, self.figures = names, scale, tuple(figures)
        self.name_end, self.left, self.right = find_span(names, scale, self.figures, before, after, ticks)
        heads = max((len(column.lines) for column in self.figures), default=0)
        words_head = max(head, heads * SMALL * LINE + 3) + 2
        self.head = words_head + (LEGEND if legend else 0.0)
        self.ys: list[float] = []
        self.heights: list[float] = []
        bottom = self.head
        for row in range(count):
            tall = max(pitch, names.height(row) + AIR)
            bottom += (gaps or {}).get(row, 0.0)
            self.ys.append(bottom + tall / 2)
            self.heights.append(tall)
            bottom += tall
        self.bottom = bottom
        stamp = stamp_lines(labels, WIDTH)
        foot = len(stamp) * SMALL * LINE + 3 if stamp else 0.0
        super().__init__(WIDTH, bottom + (16.0 if ticks else 3.0) + foot)
        full = (0, self.height)
        self.plot = self.add_plot((self.left, self.right), full, (scale.low, scale.high), full[::-1], zorder=0)
        self._write_names()
        self._write_figures()
        if ticks:
            self._write_ticks(self.bottom + 9)
        if legend:
            self._write_legend(legend)
        self.write_stamp(stamp)

    def x(self, value: float) -> float:
        """Return where a value of the scale lies on the page."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.left + share * (self.right - self.left)

    def _write_legend(self, signs: Sequence[Sign]) -> None:
        """Write the legend on a line of its own."""
        y = 7.0
        x = max(2.0, min(self.left - 4, self.width - 4 - _legend_width(signs)))
        for mark, color, words in signs:
            half = _half(mark)
            self.draw_sign(mark, x + half, y, color)
            self.write(x + 2 * half + 3, y, words)
            x += 2 * half + 3 + measure(words, SMALL) + LEGEND_GAP

    def draw_tracks(self, rows: Iterable[int] | None = None) -> None:
        """Draw the pale track on which the marks of each row lie."""
        chosen = list(range(len(self.ys)) if rows is None else rows)
        self.plot.barh(
            [self.ys[row] for row in chosen],
            self.scale.high - self.scale.low,
            left=self.scale.low,
            height=5,
            color=theme.PALE,
            zorder=0,
            label="_track",
        )

    def draw_bars(
        self,
        starts: Sequence[float],
        ends: Sequence[float],
        height: float,
        colors: str | Sequence[str],
        label: str,
        zorder: float = 1,
    ) -> None:
        """Draw one bar per row, from one value to another."""
        widths = [end - start for start, end in zip(starts, ends, strict=True)]
        rims = theme.rim(colors) if isinstance(colors, str) else [theme.rim(color) for color in colors]
        look: dict[str, Any] = {"color": colors, "edgecolor": rims, "linewidth": 0.6, "zorder": zorder}
        self.plot.barh(self.ys, widths, left=starts, height=height, label=label, **look)

    def draw_dots(
        self,
        values: Sequence[float],
        colors: str | Sequence[str],
        label: str,
        *,
        hollow: bool = False,
        size: float = 42,
    ) -> None:
        """Draw one dot per row that has a value, hollow for another year or the own claim."""
        rows = [i for i, value in enumerate(values) if not math.isnan(value)]
        all_colors = [colors] * len(values) if isinstance(colors, str) else list(colors)
        chosen = [all_colors[i] for i in rows]
        self.plot.scatter(
            [values[i] for i in rows],
            [self.ys[i] for i in rows],
            s=22 if hollow else size,
            c=theme.WHITE if hollow else chosen,
            edgecolors=chosen if hollow else [theme.rim(color) for color in chosen],
            linewidths=1.0 if hollow else 0.8,
            zorder=3 if hollow else 4,
            clip_on=False,
            label=label,
        )

    def draw_links(
        self, starts: Sequence[float], ends: Sequence[float], colors: Sequence[str], lw: float = 1.6
    ) -> None:
        """Draw the line between two values of each row; a pale colour gives way to grey."""
        for y, start, end, color in zip(self.ys, starts, ends, colors, strict=True):
            if not math.isnan(start) and not math.isnan(end):
                self.plot.plot([start, end], [y, y], color=theme.rim(color), lw=lw, zorder=2, clip_on=False)

    def draw_ticks(self, values: Sequence[float], color: str, width: float, half: float, label: str) -> None:
        """Draw a short upright line per row, for medians and best values."""
        rows = [i for i, value in enumerate(values) if not math.isnan(value)]
        self.plot.vlines(
            [values[i] for i in rows],
            [self.ys[i] - half for i in rows],
            [self.ys[i] + half for i in rows],
            color=color,
            lw=width,
            zorder=2.5,
            clip_on=False,
            label=label,
        )

    def rule(self, y: float) -> None:
        """Draw a hair line over the sheet."""
        self.draw([0, self.width], [y, y], theme.LIGHT, 0.7, zorder=0)

    def write_fold(self, row: int, words: str) -> None:
        """Write over a row, in the gap ``FOLD`` that was opened there, what is left out."""
        y = self.ys[row] - self.heights[row] / 2 - FOLD / 2
        for edge in (y - FOLD / 2 + 3, y + FOLD / 2 - 3):
            self.rule(edge)
        self.write(self.width / 2, y, words, color=theme.GREY, side="center")

    def _write_names(self) -> None:
        for row, y in enumerate(self.ys):
            name, under = self.names.lines[row], self.names.seconds[row]
            lines = [(line, TEXT, theme.INK) for line in name]
            lines += [(line, SMALL, theme.GREY) for line in under]
            top = y - self.names.height(row) / 2
            for line, size, color in lines:
                middle = top + LINE * size / 2
                self.write(self.name_end, middle, line, size=size, color=color, side="right")
                top += LINE * size

    def _write_figures(self) -> None:
        end = self.width - MARGIN
        for column in reversed(self.figures):
            for number, line in enumerate(reversed(column.lines)):
                y = self.head - 6 - number * SMALL * LINE
                self.write(end, y, line, color=theme.GREY, side="right", at="base")
            tails = column.tails
            widest = max((measure(cell, TEXT, column.weight) for cell in column.cells), default=0)
            for row, cell in enumerate(column.cells):
                color = column.color(row)
                x = end - (max(tails) - tails[row])
                self.write(x, self.ys[row], cell, size=TEXT, color=color, weight=column.weight, side="right")
                if column.markers and column.markers[row]:
                    self.page.plot(
                        [end - widest - 7], [self.ys[row]], column.markers[row], ms=4.6, color=color, mec=color
                    )
            end -= column.width + GAP

    def _write_ticks(self, y: float) -> None:
        widest = max((measure(format_plain(tick), SMALL) for tick in self.scale.ticks), default=0.0)
        apart = [self.x(b) - self.x(a) for a, b in pairwise(self.scale.ticks)]
        every = math.ceil((widest + 4) / min(apart)) if apart else 1
        for tick in self.scale.ticks[::every]:
            words = format_plain(tick)
            self.write(self.x(tick), y, words, color=theme.GREY, side="center")
        if self.scale.low != 0:
            first = measure(format_plain(self.scale.low), SMALL) / 2
            x = self.x(self.scale.low) - first - 3
            self.write(x, y, text("axis starts at"), color=theme.GREY, side="right")


def _half(mark: Mark) -> float:
    """Return half the width of a sign of the legend."""
    return 10.0 if mark in {"line", "box"} else 4.0


def _legend_width(signs: Sequence[Sign]) -> float:
    words = sum(2 * _half(mark) + 3 + measure(words, SMALL) for mark, _, words in signs)
    return words + LEGEND_GAP * max(0, len(signs) - 1)
