"""A chart for a hall: rows with large letters, drawn at the size at which a slide shows it.

In: rows that are ready for print, a caption, the height that the title of the slide leaves. Out: a
chart. Where rows do not all fit, the last ones are left out and told. Lengths as in
:mod:`parreport.display.slides.board`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import measure
from parreport.display.drawing.paper import Paper, Side
from parreport.display.drawing.scales import Scale
from parreport.display.formats import format_plain
from parreport.display.pictures import Caption, Chart
from parreport.display.slides.board import (
    AIR,
    GAP,
    LEAST,
    LINE,
    PLOT,
    ROOM,
    SIZES,
    WIDTH,
    Layout,
    Row,
    Sign,
    lay_signs,
    room_within,
    tell_more,
    weight_of,
    write_stamp,
)

WIDER, TALLEST, THICK, THIN = 2.2, 4.0, 84.0, 26.0
"""How much taller a row may be than its letters need, where there is room, one whose bars hold words too; how thick
bars with words, others are."""


@theme.theme()
def chart_rows(
    rows: Sequence[Row],
    heads: Sequence[str] = (),
    signs: Sequence[Sign] = (),
    *,
    caption: Caption,
    room: float = ROOM,
    scale: Scale | None = None,
    plot: float = PLOT,
    rest: int = 0,
    tones: Sequence[str] = (),
) -> Chart:
    """Draw rows with their marks: bars, dots, lines.

    Parameters
    ----------
    rows
        The rows in print order.
    heads
        What stands over the columns of figures at the right.
    signs
        The legend.
    room
        The height that the chart may have, in points.
    scale
        The axis, whose ticks are written under the rows; without one the marks are as wide as they can be.
    plot
        The least width of the marks, in points.
    rest
        How many more rows there are, which are told beneath with those that did not fit.
    tones
        The colours of the columns of figures, in place of heads: those of the dots that they are the figures of.
    """
    stamp, room = " · ".join(caption.labels), room_within(room, caption)
    legend = lay_signs(signs)
    foot = LEAST * LINE + AIR if stamp or (scale and scale.ticks) else 0.0
    above = len(legend) * (LEAST * LINE + AIR)
    free = room - above - foot - AIR
    least = measure(stamp, LEAST, "bold") + 10 if scale and scale.ticks else 0.0
    for size in SIZES:
        layout = Layout(rows, heads, size, plot, tones, least)
        kept = layout.fit(free - layout.head, rest)
        if kept == len(rows):
            break
    left_out = len(rows) - kept + rest
    told = tell_more(left_out) if left_out else ""
    shown = rows[:kept]
    head = above + layout.head + AIR
    talls = list(map(layout.height, shown))
    spare = free - layout.head - sum(talls) - (LEAST * LINE if told else 0.0)
    most = (TALLEST if any(bar.words for row in shown for bar in row.bars) else WIDER) * layout.size
    talls = [tall + max(0.0, min(spare / max(1, len(talls)), most)) for tall in talls]
    bottom = head + sum(talls) + (LEAST * LINE if told else 0.0)
    paper = Paper(WIDTH, bottom + foot)
    draw_signs(paper, legend)
    right = _write_heads(paper, layout, head)
    left = layout.names + GAP
    place = _placing(scale, [value for row in shown for value in row.values], left, right)
    y = head
    for row, tall in zip(shown, talls, strict=True):
        _draw_row(paper, layout, row, y, tall, place, (left, right), bool(scale))
        y += tall
    if told:
        paper.write(WIDTH / 2, y + LEAST * LINE / 2, told, size=LEAST, color=theme.GREY, side="center")
    if scale:
        for tick in scale.ticks[:: _every(scale, place)]:
            x = min(place(tick), WIDTH - measure(format_plain(tick), LEAST) / 2)
            paper.write(x, bottom + foot / 2, format_plain(tick), size=LEAST, color=theme.GREY, side="center")
    write_stamp(paper, stamp, bottom + foot / 2)
    return Chart(paper.figure, caption)


def _every(scale: Scale, place: Callable[[float], float]) -> int:
    """Return of how many ticks one is written, so that they do not meet."""
    widest = max((measure(format_plain(tick), LEAST) for tick in scale.ticks), default=0.0) + 10
    apart = min((place(two) - place(one) for one, two in pairwise(scale.ticks)), default=widest)
    return math.ceil(widest / apart)


def _placing(scale: Scale | None, values: Sequence[float], left: float, right: float) -> Callable[[float], float]:
    """Return where a value lies between two points across."""
    known = [value for value in values if not math.isnan(value)]
    low, high = (scale.low, scale.high) if scale else (min([0.0, *known]), max([0.0, *known]))
    span = (high - low) or 1.0
    return lambda value: left + (value - low) / span * (right - left)


def _write_heads(paper: Paper, layout: Layout, head: float) -> float:
    """Write the heads of the columns of figures; return where the marks end."""
    end, heads = WIDTH, layout.head_lines
    for place, width in reversed(list(enumerate(layout.columns))):
        if layout.tones:
            _draw_dot(paper, end - 10, head - AIR - LEAST * LINE / 2, layout.tones[place], False)
        for number, line in enumerate(reversed(heads[place] if place < len(heads) else [])):
            y = head - AIR - (number + 0.5) * LEAST * LINE
            paper.write(end, y, line, size=LEAST, color=theme.GREY, side="right")
        end -= width + GAP
    return end - (6.0 if layout.columns else 12.0)


def _draw_row(
    paper: Paper,
    layout: Layout,
    row: Row,
    top: float,
    tall: float,
    place: Callable[[float], float],
    span: tuple[float, float],
    with_track: bool,
) -> None:
    y = top + tall / 2
    name, second = layout.lines(row)
    at = y - (len(name) * layout.size + len(second) * LEAST) * LINE / 2
    inks = [(line, layout.size, theme.INK, weight_of(row)) for line in name]
    inks += [(line, LEAST, theme.GREY, "normal") for line in second]
    for line, size, color, weight in inks:
        side: Side = "left" if layout.is_left else "right"
        x = 0.0 if layout.is_left else layout.names
        paper.write(x, at + size * LINE / 2, line, size=size, color=color, weight=weight, side=side)
        at += size * LINE
    end = WIDTH
    for number in reversed(range(len(layout.columns))):
        if number < len(row.cells):
            is_first = number == 0 or bool(layout.tones)
            weight, color = ("bold", theme.INK) if is_first else ("normal", theme.GREY)
            paper.write(end, y, row.cells[number], size=layout.size, color=color, weight=weight, side="right")
        end -= layout.columns[number] + GAP
    _draw_marks(paper, row, y, min(0.62 * tall, THICK), place, span, with_track)


def _draw_marks(
    paper: Paper,
    row: Row,
    y: float,
    thick: float,
    place: Callable[[float], float],
    span: tuple[float, float],
    with_track: bool,
) -> None:
    if with_track and not row.bars:
        paper.draw(span, [y, y], theme.PALE, 8.0, zorder=0, solid_capstyle="butt")
    for bar in row.bars:
        start, end = sorted((place(bar.start), place(bar.end)))
        look: dict[str, Any] = {
            "color": bar.color,
            "edgecolor": theme.rim(bar.color) if bar.words else theme.WHITE,
            "linewidth": 0.8,
        }
        paper.page.barh(
            [y], max(end - start, 1.0), left=[start], height=thick if bar.words else min(thick, THIN), zorder=2, **look
        )
        if bar.words and measure(bar.words, LEAST, "bold") + 6 <= end - start:
            ink = next((one for one in (theme.INK, theme.WHITE) if theme.contrast(one, bar.color) >= 4.5), theme.BLACK)
            middle = (start + end) / 2
            paper.write(middle, y, bar.words, size=LEAST, color=ink, weight="bold", side="center")
    if row.link and not any(map(math.isnan, row.link)):
        paper.draw([place(one) for one in row.link], [y, y], theme.GREY, 2.5, zorder=2)
    if not math.isnan(row.tick):
        paper.draw([place(row.tick)] * 2, [y - 10, y + 10], theme.INK, 3.0, zorder=3, solid_capstyle="butt")
    for value, color, is_hollow in row.dots:
        if not math.isnan(value):
            _draw_dot(paper, place(value), y, color, is_hollow)


def _draw_dot(paper: Paper, x: float, y: float, color: str, is_hollow: bool) -> None:
    look = {"ms": 10.0, "mfc": theme.WHITE, "mec": color, "mew": 2.0} if is_hollow else {"ms": 14.0, "mfc": color}
    look |= {} if is_hollow else {"mec": theme.rim(color)}
    paper.page.plot([x], [y], "o", zorder=4 if is_hollow else 5, **look)


def draw_signs(paper: Paper, rows: Sequence[Sequence[tuple[float, Sign]]]) -> None:
    from matplotlib.patches import Rectangle

    for number, row in enumerate(rows):
        y = (number + 0.5) * (LEAST * LINE + AIR) - AIR / 2
        for x, (mark, color, words) in row:
            if mark == "box":
                paper.page.add_artist(Rectangle((x, y - 8), 16, 16, facecolor=color, edgecolor=theme.rim(color)))
            elif mark == "tick":
                paper.draw([x + 8, x + 8], [y - 9, y + 9], color, 3.0, solid_capstyle="butt")
            elif mark == "line":
                paper.draw([x, x + 18], [y, y], color, 2.5)
            else:
                _draw_dot(paper, x + 8, y, color, mark == "hollow")
            paper.write(x + 24, y, words, size=LEAST)
