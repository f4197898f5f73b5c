"""The rows of a sheet before it is drawn: their names, their figures, how many stand on a page.

In: names and figures that are ready for print. Out: names in lines that fit, columns of figures,
and how wide and high both are, in points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, clean, measure, wrap
from parreport.display.drawing.paper import MARGIN
from parreport.display.drawing.scales import Scale
from parreport.display.drawing.sizes import AIR, WIDTH
from parreport.display.formats import MINUS, decimal_mark, format_plain
from parreport.language import text

GAP = 10.0
ROWS_ON_A_PAGE = 48
HEIGHT_OF_ROWS, HEIGHT_OF_PAGE = 630.0, 720.0


@dataclass(frozen=True)
class Names:
    """The names of the rows, wrapped, the small lines under them, the width of the widest."""

    lines: tuple[tuple[str, ...], ...]
    seconds: tuple[tuple[str, ...], ...]
    width: float

    @classmethod
    def fit(cls, names: Sequence[str], width: float = 168, lines: int = 2, seconds: Sequence[str] = ()) -> Names:
        """Wrap names into a column; it grows by up to a third where a name needs more lines."""
        widths = [width * share for share in (1.0, 1.15)]
        wide = next((w for w in widths if all(len(wrap(n, w)) <= lines for n in names)), width * 1.3)
        wrapped = tuple(tuple(wrap(name, wide)) for name in names)
        small = [seconds[i] if i < len(seconds) else "" for i in range(len(names))]
        under = tuple(tuple(wrap(words, wide, SMALL)) if words else () for words in small)
        widths = [measure(line) for name in wrapped for line in name]
        widths += [measure(line, SMALL) for name in under for line in name]
        return cls(wrapped, under, max([*widths, 40.0]))

    def height(self, row: int) -> float:
        """Return the height of the words of a row."""
        return LINE * (TEXT * len(self.lines[row]) + SMALL * len(self.seconds[row]))


@dataclass(frozen=True)
class Figures:
    """One column of figures at the right: its head, its cells, one colour or one per cell, a marker per cell."""

    head: str
    cells: Sequence[str]
    colors: str | Sequence[str] = theme.INK
    weight: str = "normal"
    markers: Sequence[str] = ()

    def color(self, row: int) -> str:
        """Return the colour of a cell."""
        return self.colors if isinstance(self.colors, str) else self.colors[row]

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
        fronts = [width - tail for width, tail in zip(whole, tails, strict=True)]
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
        heights = [max(pitch, fitted.height(row) + AIR) for row in range(n)]
        if all(sum(heights[part]) <= HEIGHT_OF_ROWS for part in parts):
            return parts
    return [slice(at, at + 1) for at in range(n)] or [slice(0, 0)]


def find_span(
    names: Names, scale: Scale, figures: Sequence[Figures], before: float = GAP, after: float = GAP, ticks: bool = True
) -> tuple[float, float, float]:
    """Return where the names end, and where the plot starts and ends."""
    name_end = names.width + MARGIN
    if ticks and scale.low != 0:
        note = measure(text("axis starts at"), SMALL) + measure(format_plain(scale.low)) / 2
        name_end = max(name_end, note + 5 - before + MARGIN)
    columns = sum(column.width for column in figures) + GAP * max(0, len(figures) - 1)
    return (name_end, name_end + before, WIDTH - MARGIN - after - columns)


def _tail(cell: str) -> str:
    """Return what follows the decimal mark, so that decimals can stand under each other."""
    head, found, tail = cell.partition(decimal_mark())
    return found + tail if found and head.strip(MINUS + "+").isdigit() else ""
