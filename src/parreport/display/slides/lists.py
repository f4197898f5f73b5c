"""A ranking for a hall: every unit with its class and index in two columns, or the first and the last ones.

In: units in print order with ready figures, a caption, the height that the title of the slide leaves.
Out: a chart. Lengths as in :mod:`parreport.display.slides.board`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import measure, wrap
from parreport.display.drawing.paper import Paper
from parreport.display.pictures import Caption, Chart
from parreport.display.slides.board import AIR, LEAST, LINE, SIZES, WIDTH, Sign, lay_signs, room_within, write_stamp
from parreport.display.slides.rows import draw_signs
from parreport.language import counted

GUTTER, CHIP, FOLD = 36.0, 14.0, 28.0
LESS_AIR = 1.5
COLUMN = (WIDTH - GUTTER) / 2


@dataclass(frozen=True)
class Entry:
    """One unit of a list: its rank as printed (blank: not ranked), name, index, the colour of its class."""

    rank: str
    name: str
    figure: str
    color: str


def tell_between(n: int) -> str:
    """Return what stands between the first and the last units of a list."""
    return counted(n, "1 unit between", "{n} units between")


@dataclass(frozen=True)
class _Columns:
    """Entries in two columns, the size of their letters, and how many between them are left out."""

    halves: tuple[Sequence[Entry], Sequence[Entry]]
    size: float
    name_width: float
    air: float = AIR
    left_out: int = 0

    def lines(self, one: Entry) -> list[str]:
        return wrap(one.name, self.name_width, self.size)

    def height(self, one: Entry) -> float:
        return len(self.lines(one)) * self.size * LINE + self.air

    @property
    def tall(self) -> float:
        left, right = (sum(map(self.height, half)) for half in self.halves)
        return max(left + (FOLD if self.left_out else 0.0), right)


def _lay(entries: Sequence[Entry], room: float) -> _Columns:
    """Return all entries in two columns where they fit, else as many of the first and of the last as fit."""
    n = len(entries)
    for size, air in (*((size, AIR) for size in SIZES), (LEAST, LESS_AIR)):
        width = _name_width(entries, size)
        heights = list(map(_Columns((entries, ()), size, width, air).height, entries))
        down = [0.0, *accumulate(heights)]
        for cut in sorted(range(1, n + 1), key=lambda at: abs(at - -(-n // 2))):
            if max(down[cut], down[n] - down[cut]) <= room:
                return _Columns((entries[:cut], entries[cut:]), size, width, air)
    up = [0.0, *accumulate(reversed(heights))]
    first = max(1, sum(down[count] + FOLD <= room for count in range(1, n)))
    last = max(1, sum(up[count] <= room for count in range(1, n)))
    return _Columns((entries[:first], entries[-last:]), LEAST, width, air, max(0, n - first - last))


def _name_width(entries: Sequence[Entry], size: float) -> float:
    """Return what ranks and figures leave to names; the same whichever entries are shown."""
    ranks = max((measure(one.rank, size) for one in entries), default=0.0)
    figures = max((measure(one.figure, size, "bold") for one in entries), default=0.0)
    return COLUMN - CHIP - 8 - ranks - 8 - figures - 12


@theme.theme()
def chart_list(entries: Sequence[Entry], signs: Sequence[Sign], *, caption: Caption, room: float) -> Chart:
    """Draw units in order in two columns; where they do not all fit, the first ones and the last ones.

    Parameters
    ----------
    entries
        The units in print order.
    signs
        The classes and their colours.
    room
        The height that the chart may have, in points.
    """
    stamp, room = " · ".join(caption.labels), room_within(room, caption)
    legend = lay_signs(signs)
    above = len(legend) * (LEAST * LINE + AIR) + (8.0 if legend else 0.0)
    foot = LEAST * LINE + AIR if stamp else 0.0
    laid = _lay(entries, room - above - foot)
    paper = Paper(WIDTH, above + laid.tall + foot)
    draw_signs(paper, legend)
    for place, half in enumerate(laid.halves):
        _draw_half(paper, laid, half, place * (COLUMN + GUTTER), above)
    if laid.left_out:  # they come after the last one of the left column
        y = above + sum(map(laid.height, laid.halves[0]))
        paper.draw([0, COLUMN], [y + 3, y + 3], theme.LIGHT, 1.0, zorder=0)
        words = tell_between(laid.left_out)
        paper.write(COLUMN / 2, y + FOLD / 2 + 2, words, size=LEAST, color=theme.GREY, side="center")
    write_stamp(paper, stamp, paper.height - foot / 2)
    return Chart(paper.figure, caption)


def _draw_half(paper: Paper, laid: _Columns, half: Sequence[Entry], left: float, top: float) -> None:
    from matplotlib.patches import Rectangle

    names = left + COLUMN - laid.name_width - 12 - max((measure(e.figure, laid.size, "bold") for e in half), default=0)
    y = top
    for one in half:
        tall = laid.height(one)
        middle, size = y + tall / 2, laid.size
        if one.color:
            box = Rectangle((left, middle - CHIP / 2), CHIP, CHIP, facecolor=one.color, edgecolor=theme.rim(one.color))
            paper.page.add_artist(box)
        paper.write(names - 8, middle, one.rank, size=size, color=theme.GREY, side="right")
        paper.write_lines(names, middle, laid.lines(one), size=size)
        paper.write(left + COLUMN, middle, one.figure, size=size, weight="bold", side="right")
        y += tall
