"""The chart of areas over years: each a line with its name at its end.

In: the means of areas by year, who is drawn in colour, the words around the picture. Out: a chart.
A year without a figure leaves a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import LEGEND, Canvas, Line, fit_closely, spread
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure, wrap
from parreport.display.drawing.sheet import MARGIN
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_number
from parreport.display.parts import Chart
from parreport.language import text


def chart_area_lines(
    areas: Sequence[Line],
    years: Sequence[int],
    breaks: Sequence[bool],
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
    rising: Iterable[int] = (),
    falling: Iterable[int] = (),
) -> Chart:
    """Draw the mean of each area over the years, every line with its name at its end.

    Parameters
    ----------
    areas
        One per area; ``values`` by year, percent of the maximum.
    years, breaks
        As in :func:`~parreport.display.period.charts.chart_series_pages`.
    rising, falling
        Places of the areas that are drawn in colour, the others in grey.
    """
    labels, up, down = tuple(labels), set(rising), set(falling)
    known = [v for one in areas for v in one.values if not math.isnan(v)]
    with theme.theme():
        scale = fit_closely(known)
        names = [wrap(one.name, 196.0) for one in areas]
        figure_room = max((measure(_one(v), TEXT, "bold") for v in known), default=0.0)
        name_room = max((measure(line) for name in names for line in name), default=0.0)
        left = MARGIN + figure_room + 9
        right = WIDTH - MARGIN - name_room - figure_room - 24
        heights = [len(name) * TEXT * LINE + 3 for name in names]
        top = (LEGEND if any(breaks) else 0.0) + 16
        bottom = top + max(190.0, sum(heights) + 8)
        canvas = Canvas(bottom + 8, labels)
        if any(breaks):
            canvas.explain([("rule", theme.GREY, text("criteria set changed"))])
        span = max(years[-1] - years[0], 1)

        def across(year: float) -> float:
            return left + (year - years[0]) / span * (right - left)

        for year in years:
            canvas.write(across(year), top - 9, str(year), color=theme.GREY, side="center")
            canvas.draw([across(year)] * 2, [top, bottom], theme.LIGHT, 0.6, zorder=0)
        for at, is_break in enumerate(breaks):
            if is_break:
                canvas.draw_break(across((years[at] + years[at + 1]) / 2), top, bottom)
        plot = canvas.plot((left, right), (top + 6, bottom - 6), (years[0], years[0] + span), (scale.low, scale.high))
        plot.set_zorder(2)

        def height_of(value: float) -> float:
            return top + 6 + (scale.high - value) / (scale.high - scale.low) * (bottom - top - 12)

        lasts = [i for i, one in enumerate(areas) if not math.isnan(one.values[-1])]
        firsts = [i for i, one in enumerate(areas) if not math.isnan(one.values[0])]
        ends = spread([height_of(areas[i].values[-1]) for i in lasts], [heights[i] for i in lasts], top, bottom)
        starts = spread([height_of(areas[i].values[0]) for i in firsts], [SMALL * LINE] * len(firsts), top, bottom)
        for i, one in enumerate(areas):
            color = theme.ACCENT if i in up else theme.WARM if i in down else theme.GREY
            plot.plot(
                years,
                one.values,
                color=color,
                lw=2.0 if i in up | down else 1.0,
                clip_on=False,
                marker="o",
                ms=3.4 if i in up | down else 2.4,
                label=one.name,
                zorder=3 if i in up | down else 2,
            )
        if len(years) > 1:
            for i, y in zip(firsts, starts, strict=True):
                canvas.write(left - 6, y, _one(areas[i].values[0]), color=_ink(i, up, down), side="right")
        for i, y in zip(lasts, ends, strict=True):
            value, ink = areas[i].values[-1], _ink(i, up, down)
            if abs(y - height_of(value)) > 2:
                canvas.draw([right + 3, right + 11], [height_of(value), y], theme.LIGHT, 0.7)
            canvas.write(right + 13 + figure_room, y, _one(value), size=TEXT, color=ink, weight="bold", side="right")
            canvas.write_lines(right + 19 + figure_room, y, names[i], color=ink)
    return Chart(canvas.figure, title, subtitle, alt, note, id, labels)


def _one(value: float) -> str:
    return format_number(value, 1)


def _ink(place: int, up: set[int], down: set[int]) -> str:
    return theme.ACCENT if place in up else theme.WARM_TEXT if place in down else theme.INK
