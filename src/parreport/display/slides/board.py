"""What a picture on a slide has room for: how high it may be, how large its letters, which rows fit.

In: titles, and rows that are ready for print. Out: heights and sizes. Lengths are points on a slide of
960 × 540, heights counted from the top; no letter is smaller than ``LEAST``, whatever the rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import measure, wrap
from parreport.display.drawing.paper import Paper
from parreport.display.pictures import Caption
from parreport.language import counted

WIDTH = 840.0
LEAST, LARGE = 18.0, 20.0
SIZES = (26.0, 24.0, 22.0, LARGE, LEAST)
LINE = 1.27
AIR, GAP = 4.0, 14.0
NAMES, PLOT = 0.72, 150.0
TITLES = ((36.0, 1), (33.0, 1), (30.0, 1), (36.0, 2), (33.0, 2), (30.0, 2), (28.0, 99))
"""The sizes of titles, largest first, each with how many lines it may have."""
TITLE_WIDTH, TITLE_LINE = 824.0, 1.2
BESIDE, LINES_WIDTH = 20.0, 800.0
"""The size of lines that stand over a chart, and how wide they are."""
ROOM = 352.0
"""The height that a chart has under a title of one line; each further line takes its own away."""
Sign = tuple[str, str, str]  # of the legend: box, dot, hollow or tick; its colour; its words


@dataclass(frozen=True)
class Bar:
    """A bar from one value to another; ``words`` stand inside where they have room."""

    start: float
    end: float
    color: str
    words: str = ""


@dataclass(frozen=True)
class Row:
    """One row: name, a small line under it, figures at the right, marks between.

    ``dots``: value, colour, whether hollow; ``link``: a thin line between two values; ``tick``: a short
    upright line.
    """

    name: str = ""
    second: str = ""
    cells: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    dots: tuple[tuple[float, str, bool], ...] = ()
    link: tuple[float, float] | None = None
    tick: float = math.nan
    is_strong: bool = False

    @property
    def values(self) -> Iterator[float]:
        """All figures that are placed on the scale."""
        yield from (end for bar in self.bars for end in (bar.start, bar.end))
        yield from (value for value, _, _ in self.dots)
        yield from self.link or ()
        yield self.tick


def room_under(title: str, lines: Sequence[str] = ()) -> float:
    """Return the height that a chart has on a slide with a title, and lines between them."""
    counts = ((size, len(wrap(title, TITLE_WIDTH, size, "bold")), most) for size, most in TITLES)
    size, count = next((size, count) for size, count, most in counts if count <= most)
    over = sum(len(wrap(line, LINES_WIDTH, BESIDE, "bold")) * 1.34 * BESIDE + 0.55 * BESIDE for line in lines)
    return ROOM - over - TITLE_LINE * (size * count - TITLES[0][0])


def write_stamp(paper: Paper, stamp: str, y: float) -> None:
    """Write the labels of a caption at the left under a chart; nothing where it has none."""
    if stamp:
        paper.write(0, y, stamp, size=LEAST, color=theme.WARM_TEXT, weight="bold")


def room_within(room: float, caption: Caption) -> float:
    """Return what is left of the height of a chart where the line over it takes several lines."""
    return room - (len(wrap(caption.subtitle, TITLE_WIDTH, LEAST)) - 1) * TITLE_LINE * LEAST


def tell_more(n: int) -> str:
    """Return what stands under rows of which some are left out."""
    return counted(n, "and 1 more in the report", "and {n} more in the report")


@dataclass
class Layout:
    """The rows of a chart at one size of letters: their lines, how high they are, where columns stand."""

    rows: Sequence[Row]
    heads: Sequence[str]
    size: float
    plot: float
    tones: Sequence[str] = ()
    least: float = 0.0
    names: float = field(init=False)

    def __post_init__(self) -> None:
        wide = max((self._name_width(row) for row in self.rows), default=0.0)
        columns = sum(self.columns) + GAP * len(self.columns)
        self.names = min(wide, max(WIDTH * 0.25, min(WIDTH * NAMES, WIDTH - columns - self.plot - GAP)))
        self.names = 1.03 * max([*(self._drawn_width(row) for row in self.rows), self.least])

    def _name_width(self, row: Row) -> float:
        return max(measure(row.name, self.size, weight_of(row)), measure(row.second, LEAST))

    def _drawn_width(self, row: Row) -> float:
        """Return how wide the lines of a row are, which are balanced and so may be shorter than they might."""
        name, second = self.lines(row)
        wide = [measure(line, self.size, weight_of(row)) for line in name]
        return max([*wide, *(measure(line, LEAST) for line in second)], default=0.0)

    @cached_property
    def head_lines(self) -> list[list[str]]:
        most = 160.0 if len(self.heads) < 3 else 120.0
        return [wrap(head, max(most, *(measure(one, LEAST) for one in head.split(" "))), LEAST) for head in self.heads]

    @cached_property
    def columns(self) -> list[float]:
        """The widths of the columns of figures, those without a head too."""
        widths, heads = [], self.head_lines
        for place in range(max([len(heads), *(len(row.cells) for row in self.rows)])):
            lines = heads[place] if place < len(heads) else []
            cells = [row.cells[place] for row in self.rows if len(row.cells) > place]
            own = [measure(cell, self.size, "bold") for cell in cells]
            widths.append(max([*own, *(measure(line, LEAST) for line in lines)], default=0.0))
        return widths

    @property
    def head(self) -> float:
        return max([*map(len, self.head_lines), 1 if self.tones else 0]) * LEAST * LINE

    @cached_property
    def is_left(self) -> bool:
        """Whether names begin at one edge, since one of them has several lines; else they end at the marks."""
        return any(sum(map(len, self.lines(row))) > 1 for row in self.rows)

    def lines(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the lines of the name of a row, and of the small line under it."""
        name = wrap(row.name, self.names, self.size, weight_of(row)) if row.name else []
        return name, wrap(row.second, self.names, LEAST) if row.second else []

    def height(self, row: Row) -> float:
        name, second = self.lines(row)
        tall = (len(name) * self.size + len(second) * LEAST) * LINE + AIR
        return max(tall, LEAST * LINE + AIR)

    def fit(self, room: float, rest: int = 0) -> int:
        """Return how many rows fit, from the first on, one at least, with the line that tells what is left out.

        ``rest``: how many more there are, which are not among the rows.
        """
        heights = [self.height(row) for row in self.rows]
        if sum(heights) <= room - (LEAST * LINE if rest else 0.0):
            return len(heights)
        return next((n for n in range(len(heights), 1, -1) if sum(heights[:n]) <= room - LEAST * LINE), 1)


def weight_of(row: Row) -> str:
    return "bold" if row.is_strong else "normal"


def fit_rows(
    rows: Sequence[Row], heads: Sequence[str], signs: Sequence[Sign], room: float, plot: float = PLOT, rest: int = 0
) -> int:
    """Return how many rows a chart so high surely has room for, in the smallest letters; as :func:`chart_rows`."""
    layout = Layout(rows, heads, LEAST, plot)
    lines = len(lay_signs(signs)) + 1
    return layout.fit(room - layout.head - lines * (LEAST * LINE + AIR) - AIR, rest)


def lay_signs(signs: Sequence[Sign]) -> list[list[tuple[float, Sign]]]:
    """Return the signs of the legend in rows that fit, each with where it begins."""
    rows: list[list[tuple[float, Sign]]] = []
    x = math.inf
    for sign in signs:
        wide = 24 + measure(sign[2], LEAST)
        if x + wide > WIDTH:
            rows.append([])
            x = 0.0
        rows[-1].append((x, sign))
        x += wide + 22
    return rows
