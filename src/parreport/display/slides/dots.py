"""Where one unit stands among those of its block: a dot each along the index, its own one in colour.

In: the index of each unit, a caption, the height that the title of the slide leaves. Out: a chart.
Lengths as in :mod:`parreport.display.slides.board`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import measure, wrap
from parreport.display.drawing.paper import Paper
from parreport.display.formats import format_plain
from parreport.display.pictures import Caption, Chart
from parreport.display.province.spread import Band, fit_span, stack
from parreport.display.slides.board import AIR, LARGE, LEAST, LINE, WIDTH, room_within, write_stamp

LARGEST_DOT, SIDE = 52.0, 32.0


@theme.theme()
def chart_dots(
    figures: dict[str, float], own: str, words: str, bands: Sequence[Band], *, caption: Caption, room: float
) -> Chart:
    """Draw a dot for each unit along the index, with the classes over them.

    Parameters
    ----------
    figures
        The index of each unit, by its code.
    own, words
        The unit in colour, and what stands at its dot; without an index it has none.
    bands
        Name, lowest index and colour of each class, best first.
    room
        The height that the chart may have, in points.
    """
    order = sorted(figures, key=lambda code: figures[code])
    scale = fit_span([figures[code] for code in order])
    left, right = SIDE, WIDTH - SIDE
    points = (right - left) / (scale.high - scale.low)
    stamp, room = " · ".join(caption.labels), room_within(room, caption)
    line = LEAST * LINE
    head, foot = 2 * line + AIR, line + AIR + (line + AIR if stamp else 0.0)
    told = wrap(words, WIDTH, LARGE, "bold") if words else [""]
    under = head + len(told) * LARGE * LINE  # where the words of the unit end
    free = room - under - foot - 14
    dot = LARGEST_DOT
    places = [(figures[code] - scale.low) * points for code in order]
    while (max(heights := stack(places, dot)) + 1) * dot > free and dot > 3:
        dot *= 0.9
    bottom = under + 14 + (max(heights) + 1) * dot
    paper = Paper(WIDTH, bottom + foot)
    _draw_bands(paper, bands, lambda value: left + (value - scale.low) * points, (scale.low, scale.high), head, bottom)
    for code, place, height in zip(order, places, heights, strict=True):
        x, y = left + (math.floor(place / dot) + 0.5) * dot, bottom - (height + 0.5) * dot
        color = theme.ACCENT if code == own else theme.LIGHT
        paper.page.plot([x], [y], "o", ms=dot * 0.86, mfc=color, mec=theme.rim(color), mew=0.8, zorder=5)
        if code == own:
            half = max(measure(one, LARGE, "bold") for one in told) / 2
            middle = min(max(x, half), WIDTH - half)
            paper.draw([x, x], [under + 4, y - dot / 2], theme.ACCENT, 1.5, zorder=4)
            for n, own_line in enumerate(told):
                y = head + (n + 0.5) * LARGE * LINE + 2
                paper.write(
                    middle, y, own_line, size=LARGE, color=theme.ACCENT, weight="bold", side="center", on_white=True
                )
    paper.draw([left, right], [bottom, bottom], theme.GREY, 1.0)
    for tick in scale.ticks[:: max(1, len(scale.ticks) // 8)]:
        x = left + (tick - scale.low) * points
        paper.write(x, bottom + AIR + line / 2, format_plain(tick), size=LEAST, color=theme.GREY, side="center")
    write_stamp(paper, stamp, paper.height - line / 2)
    return Chart(paper.figure, caption)


def _draw_bands(
    paper: Paper, bands: Sequence[Band], place: Any, ends: tuple[float, float], head: float, bottom: float
) -> None:
    """Draw the classes as a strip over the dots, their names where they have room."""
    low, end = ends
    nearest = math.inf
    for name, start, color in bands if len(bands) > 1 else ():
        begin = max(float(start), low)
        if begin >= end:
            continue
        paper.page.barh([head - 5], place(end) - place(begin), left=[place(begin)], height=6, color=color)
        if begin > low:
            paper.draw([place(begin)] * 2, [head, bottom], theme.LIGHT, 1.0, zorder=0)
        x = min(place(begin), nearest - measure(name, LEAST) - 12)
        if x >= 0:
            paper.write(x, head - 10 - LEAST * LINE / 2, name, size=LEAST, color=theme.GREY)
            nearest = x
        end = begin
