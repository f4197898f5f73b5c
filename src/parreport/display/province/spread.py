"""The chart of a large block: a dot for each unit along the index, stacked where many are close.

In: the index of each unit and its class, a caption. Out: a chart. A missing figure leaves no dot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, measure
from parreport.display.drawing.paper import MARGIN, Paper, stamp_lines
from parreport.display.drawing.scales import Scale
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_plain
from parreport.display.pictures import Caption, Chart
from parreport.language import text

Band = tuple[str, Any, str]
TALLEST = 150.0
DOT = 10.0
AIR = 8.0
SIDE = 14.0


def fit_span(values: Sequence[float]) -> Scale:
    """Return a scale from a round figure at or below the lowest value to one at or above the highest."""
    low, high = min(values), max(values)
    step = next((one for one in (1, 2, 5, 10, 20) if (high - low) / one <= 10), 50)
    start, end = math.floor(low / step) * step, math.ceil(high / step) * step
    end = max(end, start + step)
    return Scale(float(start), float(end), tuple(float(tick) for tick in range(start, end + 1, step)))


def stack(places: Sequence[float], dot: float) -> list[int]:
    """Return how high each dot stands in the column of those that would lie on it; columns are one dot wide."""
    filled: dict[int, int] = {}
    heights = []
    for place in places:
        column = math.floor(place / dot)
        heights.append(filled.get(column, 0))
        filled[column] = heights[-1] + 1
    return heights


@theme.theme()
def chart_spread(
    values: Sequence[float], classes: Sequence[str], bands: Sequence[Band], ends: tuple[str, str], *, caption: Caption
) -> Chart:
    """Draw where the units of a block lie along the index, a dot each, in the colour of its class.

    Parameters
    ----------
    values
        The index of each unit, from best to worst; NaN for none.
    classes
        The class of each unit.
    bands
        Name, lowest index and colour of each class, best first.
    ends
        What stands beside the best and the worst dot: name and figure.
    """
    known = [(value, band) for value, band in zip(values, classes, strict=True) if not math.isnan(value)]
    known.reverse()
    scale = fit_span([value for value, _ in known])
    width = WIDTH
    left, right = MARGIN + SIDE, width - MARGIN - SIDE
    points = (right - left) / (scale.high - scale.low)
    dot = DOT
    while True:
        heights = stack([(value - scale.low) * points for value, _ in known], dot)
        if (max(heights) + 1) * dot <= TALLEST or dot < 1.5:
            break
        dot *= 0.9
    head = 2 * SMALL * LINE + AIR
    lane = 2 * SMALL * LINE + AIR
    bottom = head + lane + (max(heights) + 1) * dot + 2
    stamp = stamp_lines(caption.labels, width)
    foot = 16.0 + (len(stamp) * SMALL * LINE + 3 if stamp else 0.0)
    paper = Paper(width, bottom + foot)
    plot = paper.add_plot((left, right), (0, paper.height), (scale.low, scale.high), (paper.height, 0), zorder=0)

    def place(value: float) -> float:
        return left + (value - scale.low) * points

    end = scale.high
    nearest = math.inf
    for name, start, color in bands:
        low = max(float(start), scale.low)
        if low >= end:
            continue
        plot.barh([head - 3], end - low, left=low, height=4, color=color, edgecolor=theme.rim(color), linewidth=0.6)
        if low > scale.low:
            plot.plot([low, low], [head, bottom], color=theme.LIGHT, lw=0.8, zorder=1, label="threshold")
        x = min(place(low), nearest - measure(name, SMALL) - 6)
        if x >= MARGIN:
            paper.write(x, head - 9 - SMALL * LINE, name, at="base")
            limit = text("from {limit}", limit=format_plain(start)) if float(start) > 0 else ""
            paper.write(x, head - 9, limit, at="base", color=theme.GREY)
            nearest = x
        end = low
    columns = [math.floor((value - scale.low) * points / dot) for value, _ in known]
    colors = {name: color for name, _, color in bands}
    fills = [colors.get(band, theme.GREY) for _, band in known]
    paper.page.scatter(
        [left + (column + 0.5) * dot for column in columns],
        [bottom - (height + 0.5) * dot for height in heights],
        s=(dot * 0.86) ** 2,
        c=fills,
        edgecolors=[theme.rim(fill) for fill in fills],
        linewidths=0.6,
        zorder=4,
        clip_on=False,
        label="units",
    )
    tops = {
        left + (column + 0.5) * dot: bottom - (height + 1) * dot
        for column, height in zip(columns, heights, strict=True)
    }
    _write_ends(paper, tops, ends)
    plot.plot([scale.low, scale.high], [bottom, bottom], color=theme.GREY, lw=0.7, clip_on=False)
    for tick in scale.ticks:
        paper.write(place(tick), bottom + 9, format_plain(tick), color=theme.GREY, side="center")
    paper.write_stamp(stamp)
    return Chart(paper.figure, caption)


def _write_ends(paper: Paper, tops: dict[float, float], ends: Sequence[str]) -> None:
    """Write what the best and the worst dot are, inside the sheet and over all dots that they would cover.

    ``tops``: how high the dots reach, by the place of each column.
    """
    written: list[tuple[float, float, float]] = []
    for x, words in zip(dict.fromkeys((max(tops), min(tops))), ends, strict=False):
        half = measure(words, SMALL) / 2
        middle = min(max(x, MARGIN + half), paper.width - MARGIN - half)
        y = min(top for place, top in tops.items() if abs(place - middle) <= half + DOT) - 8
        y = min([y, *(above - LINE * SMALL for at, wide, above in written if abs(at - middle) <= wide + half)])
        paper.write(middle, y, words, side="center")
        written.append((middle, half, y))
        if tops[x] - y > DOT + 8:
            paper.draw([x, x], [y + 6, tops[x] - 2], theme.GREY, 0.7, zorder=3)
