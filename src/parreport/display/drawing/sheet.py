"""What all charts share: a sheet with names at the left, marks between, figures at the right.

In: names, figures that are ready for print, positions. Out: a matplotlib figure in which every
name stands in full, wrapped and never cut, because the sheet is measured before it is drawn.
All lengths are in points (1/72 inch), heights counted from the top. The charts themselves are in
``charts_province`` and ``charts_unit``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, clean, measure, wrap
from parreport.display.drawing.scales import Scale
from parreport.display.drawing.sizes import sheet_sizes
from parreport.display.formats import MINUS, decimal_mark, format_plain
from parreport.language import text

MARGIN = 3.0
GAP = 10.0
ROWS_ON_A_PAGE = 48
HEIGHT_OF_ROWS = 630.0
Mark = Literal["dot", "hollow", "tick", "line", "box"]
Sign = tuple[Mark, str, str]
LEGEND, LEGEND_GAP = 15.0, 14.0


@dataclass(frozen=True)
class Names:
    """The names of the rows, wrapped, the small lines under them, the width of the widest."""

    lines: tuple[tuple[str, ...], ...]
    seconds: tuple[tuple[str, ...], ...]
    width: float

    @classmethod
    def fit(cls, names: Sequence[str], width: float = 168, lines: int = 2, seconds: Sequence[str] = ()) -> Names:
        """Wrap names into a column; it grows by up to a third where a name needs more lines."""
        least = sheet_sizes().names
        widths = [width * max(share, least) for share in (1.0, 1.15)]
        wide = next((w for w in widths if all(len(wrap(n, w)) <= lines for n in names)), width * max(1.3, least))
        wrapped = tuple(tuple(wrap(name, wide)) for name in names)
        small = [seconds[i] if i < len(seconds) else "" for i in range(len(names))]
        under = tuple(tuple(wrap(one, wide, SMALL)) if one else () for one in small)
        widths = [measure(line) for name in wrapped for line in name]
        widths += [measure(line, SMALL) for name in under for line in name]
        return cls(wrapped, under, max([*widths, 40.0]))

    def height(self, row: int) -> float:
        """Return the height of the words of a row."""
        return LINE * (TEXT * len(self.lines[row]) + SMALL * len(self.seconds[row]))


@dataclass(frozen=True)
class Figures:
    """One column of figures at the right: its head, its cells, a colour and a marker per cell."""

    head: str
    cells: Sequence[str]
    colors: Sequence[str] = ()
    weight: str = "normal"
    markers: Sequence[str] = ()

    @property
    def lines(self) -> list[str]:
        """The head in lines of at most about twelve letters, a longer word whole."""
        longest = max(measure(word, SMALL) for word in clean(self.head).split(" "))
        return wrap(self.head, max(54.0, longest), SMALL)

    @property
    def width(self) -> float:
        """The width of the column without the gap before it."""
        whole = [measure(cell, TEXT, self.weight) for cell in self.cells]
        tails = self.tails
        fronts = [one - tail for one, tail in zip(whole, tails, strict=True)]
        cells = max(fronts, default=0.0) + max(tails, default=0.0)
        cells += 10 if any(self.markers) else 0
        return max([cells, *(measure(line, SMALL) for line in self.lines)])

    @property
    def tails(self) -> list[float]:
        """The width of what follows the decimal mark, by cell."""
        return [measure(_tail(cell), TEXT, self.weight) for cell in self.cells]


def row_pitch(rows: int) -> float:
    """Return the height of a row with one line: closer where there are many rows."""
    return 18.0 if rows <= 12 else 16.5 if rows <= 30 else 13.0


def split_rows(names: Sequence[str], most: int = ROWS_ON_A_PAGE) -> list[slice]:
    """Return the rows of each chart of a long list: parts about equally long, none higher than a page.

    ``most``: rows in one chart at most, whatever their height.
    """
    n, fitted = len(names), Names.fit(names)
    for count in range(max(1, math.ceil(n / most)), n + 1):
        size = math.ceil(n / count)
        parts = [slice(at, min(at + size, n)) for at in range(0, n, size)]
        pitch = row_pitch(size)
        heights = [max(pitch, fitted.height(row) + sheet_sizes().air) for row in range(n)]
        if all(sum(heights[part]) <= HEIGHT_OF_ROWS for part in parts):
            return parts
    return [slice(at, at + 1) for at in range(n)] or [slice(0, 0)]


def find_span(
    names: Names,
    scale: Scale,
    figures: Sequence[Figures],
    before: float = GAP,
    after: float = GAP,
    ticks: bool = True,
    width: float = 0.0,
) -> tuple[float, float, float]:
    """Return where the names end, and where the plot starts and ends, on a sheet this wide."""
    name_end = names.width + MARGIN
    if ticks and scale.low != 0:
        note = measure(text("axis starts at"), SMALL) + measure(format_plain(scale.low)) / 2
        name_end = max(name_end, note + 5 - before + MARGIN)
    columns = sum(one.width for one in figures) + GAP * max(0, len(figures) - 1)
    return (name_end, name_end + before, (width or sheet_sizes().widths[0]) - MARGIN - after - columns)


class Sheet:
    """A figure with one row per name: ``page`` is drawn in points, ``plot`` in data and points.

    ``before`` and ``after`` keep space free at both sides of the plot for labels at bar ends;
    ``gaps`` opens space over rows; ``head`` is the height over the first row; ``legend``: the signs
    with their words, in one row; ``head_starts``: where words stand in the head, from the left.
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
        head_starts: float = math.inf,
        pitch: float | None = None,
        gaps: dict[int, float] | None = None,
        ticks: bool = True,
        labels: Sequence[str] = (),
        width: float = 0.0,
    ) -> None:
        from matplotlib.figure import Figure

        sizes = sheet_sizes()
        self.width = width or sizes.widths[0]
        count = len(names.lines)
        pitch = min(pitch or row_pitch(count), sizes.tallest_row)
        self.names, self.scale, self.figures = names, scale, tuple(figures)
        self.name_end, self.left, self.right = find_span(names, scale, self.figures, before, after, ticks, self.width)
        heads = max((len(one.lines) for one in self.figures), default=0)
        words_head = max(head, heads * SMALL * LINE + 3) + 2
        beside = min(self.left, head_starts) - 12 if head else self.right
        is_beside = sizes.is_flat and _legend_width(legend) <= beside - MARGIN
        self.head = words_head + (LEGEND if legend and not is_beside else 0.0)
        self.ys: list[float] = []
        self.heights: list[float] = []
        bottom = self.head
        for row in range(count):
            tall = max(pitch, names.height(row) + sizes.air)
            bottom += (gaps or {}).get(row, 0.0)
            self.ys.append(bottom + tall / 2)
            self.heights.append(tall)
            bottom += tall
        self.bottom = bottom
        stamp = wrap(" · ".join(labels), self.width - 8, SMALL) if labels else []
        foot = len(stamp) * SMALL * LINE + 3 if stamp else 0.0
        if sizes.is_flat and ticks and len(stamp) == 1:
            free = self._first_tick() - MARGIN - GAP
            foot = foot if measure(stamp[0], SMALL, "bold") > free else 0.0
        self.height = bottom + (16.0 if ticks else 3.0) + foot
        self.figure: Any = Figure(figsize=(self.width / 72, self.height / 72), facecolor=theme.WHITE)
        self.page = self._axes(0, self.width, (0, self.width))
        self.plot = self._axes(self.left, self.right, (scale.low, scale.high))
        self.page.set_zorder(1)
        self._write_names()
        self._write_figures()
        if ticks:
            self._write_ticks(self.bottom + 9)
        if legend:
            self._write_legend(legend, beside if is_beside else None)
        for number, line in enumerate(reversed(stamp)):
            y = self.height - 4 - number * SMALL * LINE
            self.write(MARGIN, y, line, size=SMALL, color=theme.WARM_TEXT, weight="bold", at="base")

    def _axes(self, left: float, right: float, limits: tuple[float, float]) -> Any:
        box = (left / self.width, 0, (right - left) / self.width, 1)
        axes = self.figure.add_axes(box, xlim=limits, ylim=(self.height, 0))
        axes.set_axis_off()
        return axes

    def x(self, value: float) -> float:
        """Return where a value of the scale lies on the page."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.left + share * (self.right - self.left)

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = TEXT,
        color: str = theme.INK,
        weight: str = "normal",
        side: Literal["left", "right", "center"] = "left",
        on_white: bool = False,
        at: Literal["middle", "base"] = "middle",
    ) -> None:
        """Write one line on the page; ``middle`` centres small letters and figures on ``y``."""
        base = y + 0.35 * size if at == "middle" else y
        self.page.text(
            x,
            base,
            clean(words),
            fontsize=size,
            color=color,
            fontweight=weight,
            ha=side,
            va="baseline",
            bbox={"facecolor": theme.WHITE, "edgecolor": "none", "pad": 0.6} if on_white else None,
            zorder=5,
        )

    def mark(self, kind: Mark, x: float, y: float, color: str = theme.INK) -> None:
        """Draw one sign of a legend on the page."""
        if kind == "dot":
            self.page.plot([x], [y], "o", ms=6.5, color=color, mec=color)
        elif kind == "hollow":
            self.page.plot([x], [y], "o", ms=5, mfc=theme.WHITE, mec=color, mew=1)
        elif kind == "tick":
            self.page.plot([x, x], [y - 5, y + 5], color=color, lw=1.6, solid_capstyle="butt")
        elif kind == "line":
            self.page.plot([x - 8, x + 8], [y, y], color=color, lw=1.4)
        else:
            self.page.plot([x - 8, x + 8], [y, y], color=color, lw=6, solid_capstyle="butt")

    def _write_legend(self, signs: Sequence[Sign], end: float | None) -> None:
        """Write the legend on a line of its own or, up to ``end``, on the line of the heads."""
        wide = _legend_width(signs)
        y = 7.0 if end is None else self.head - 9
        x = max(2.0, min(self.left - 4, (self.width - 4 if end is None else end) - wide))
        for kind, color, words in signs:
            half = _half(kind)
            self.mark(kind, x + half, y, color)
            self.write(x + 2 * half + 3, y, words, size=SMALL, color=theme.INK)
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
            edgecolors=chosen if hollow else [rim(one) for one in chosen],
            linewidths=1.0 if hollow else 0.8,
            zorder=3 if hollow else 4,
            clip_on=False,
            label=label,
        )

    def draw_links(
        self, starts: Sequence[float], ends: Sequence[float], colors: Sequence[str], lw: float = 1.6
    ) -> None:
        """Draw the line between two values of each row."""
        for y, start, end, color in zip(self.ys, starts, ends, colors, strict=True):
            if not math.isnan(start) and not math.isnan(end):
                self.plot.plot([start, end], [y, y], color=color, lw=lw, zorder=2, clip_on=False)

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

    def rule(self, y: float, color: str = theme.LIGHT, start: float = 0) -> None:
        """Draw a hair line over the sheet."""
        self.page.plot([start, self.width], [y, y], color=color, lw=0.7, zorder=0)

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
                self.write(end, y, line, size=SMALL, color=theme.GREY, side="right", at="base")
            tails = column.tails
            widest = max((measure(cell, TEXT, column.weight) for cell in column.cells), default=0)
            for row, cell in enumerate(column.cells):
                color = column.colors[row] if column.colors else theme.INK
                x = end - (max(tails) - tails[row])
                self.write(x, self.ys[row], cell, color=color, weight=column.weight, side="right")
                if column.markers and column.markers[row]:
                    self.page.plot(
                        [end - widest - 7], [self.ys[row]], column.markers[row], ms=4.6, color=color, mec=color
                    )
            end -= column.width + GAP

    def _write_ticks(self, y: float) -> None:
        widest = max((measure(format_plain(one), SMALL) for one in self.scale.ticks), default=0.0)
        apart = [self.x(b) - self.x(a) for a, b in pairwise(self.scale.ticks)]
        every = math.ceil((widest + 4) / min(apart)) if apart else 1
        for tick in self.scale.ticks[::every]:
            words = format_plain(tick)
            self.write(self.x(tick), y, words, size=SMALL, color=theme.GREY, side="center")
        if self.scale.low != 0:
            first = measure(format_plain(self.scale.low), SMALL) / 2
            x = self.x(self.scale.low) - first - 3
            self.write(x, y, text("axis starts at"), size=SMALL, color=theme.GREY, side="right")

    def _first_tick(self) -> float:
        """Return where the words under the plot start."""
        start = self.left - measure(format_plain(self.scale.low), SMALL) / 2
        return start - (3 + measure(text("axis starts at"), SMALL) if self.scale.low != 0 else 0)


def _half(kind: Mark) -> float:
    """Return half the width of a sign of the legend."""
    return 10.0 if kind in {"line", "box"} else 4.0


def _legend_width(signs: Sequence[Sign]) -> float:
    words = sum(2 * _half(kind) + 3 + measure(words, SMALL) for kind, _, words in signs)
    return words + LEGEND_GAP * max(0, len(signs) - 1)


def rim(color: str) -> str:
    """Return the colour of the rim of a mark: a pale one needs a grey rim to stand out from the page."""
    return color if theme.contrast(color, theme.WHITE) >= 3 else theme.GREY


def _tail(cell: str) -> str:
    """Return what follows the decimal mark, so that decimals can stand under each other."""
    head, found, tail = cell.partition(decimal_mark())
    return found + tail if found and head.strip(MINUS + "+").isdigit() else ""
