"""The chart of areas over years: each a line with its name at its end.

In: the means of areas by year, who is drawn in colour, a caption. Out: a chart. A year without a
figure leaves a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import (
    LEGEND,
    Canvas,
    Line,
    TimeAxis,
    explain_breaks,
    fit_closely,
    name_years,
    spread,
)
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure, wrap
from parreport.display.drawing.paper import MARGIN
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_number
from parreport.display.pictures import Caption, Chart
from parreport.spans import Span, place_spans

WIDEST_NAME = 196.0


@theme.theme()
def chart_area_lines(
    areas: Sequence[Line],
    years: Sequence[Span | int],
    breaks: Sequence[bool],
    *,
    caption: Caption,
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
    up, down = set(rising), set(falling)
    known = [value for area in areas for value in area.values if not math.isnan(value)]
    scale = fit_closely(known)
    names = [wrap(area.name, WIDEST_NAME) for area in areas]
    figure_room = max((measure(format_number(value, 1), TEXT, "bold") for value in known), default=0.0)
    name_room = max((measure(line) for name in names for line in name), default=0.0)
    left, right = MARGIN + figure_room + 9, WIDTH - MARGIN - name_room - figure_room - 24
    heights = [len(name) * TEXT * LINE + 3 for name in names]
    top = (LEGEND if any(breaks) else 0.0) + 16
    bottom = top + max(190.0, sum(heights) + 8)
    canvas = Canvas(bottom + 8, caption.labels)
    canvas.explain(explain_breaks(breaks))
    on_axis = place_spans(years)
    axis = TimeAxis(on_axis, breaks, left, right)
    room = (right - left) / max(len(years) - 1, 1) - 4
    for year, name in zip(on_axis, name_years(years, room), strict=True):
        canvas.write(axis.x(year), top - 9, name, color=theme.GREY, side="center")
        canvas.draw([axis.x(year)] * 2, [top, bottom], theme.LIGHT, 0.6, zorder=0)
    canvas.draw_breaks(axis, top, bottom)
    plot = canvas.add_plot((left, right), (top + 6, bottom - 6), axis.limits, (scale.low, scale.high))
    for place, area in enumerate(areas):
        strong = place in up | down
        plot.plot(
            on_axis,
            area.values,
            color=theme.ACCENT if place in up else theme.WARM if place in down else theme.GREY,
            lw=2.0 if strong else 1.0,
            clip_on=False,
            marker="o",
            ms=3.4 if strong else 2.4,
            label=area.name,
            zorder=3 if strong else 2,
        )

    def height_of(value: float) -> float:
        return top + 6 + (scale.high - value) / (scale.high - scale.low) * (bottom - top - 12)

    def find_places(year: int, room: Sequence[float]) -> dict[int, float]:
        """Return where the figures of a year stand, by area, so that they do not meet."""
        named = [place for place, area in enumerate(areas) if not math.isnan(area.values[year])]
        wanted = [height_of(areas[place].values[year]) for place in named]
        return dict(zip(named, spread(wanted, [room[place] for place in named], top, bottom), strict=True))

    inks = [theme.ACCENT if i in up else theme.WARM_TEXT if i in down else theme.INK for i in range(len(areas))]
    if len(years) > 1:
        for place, y in find_places(0, [SMALL * LINE] * len(areas)).items():
            first = format_number(areas[place].values[0], 1)
            canvas.write(left - 6, y, first, color=inks[place], side="right")
    for place, y in find_places(-1, heights).items():
        last, x = areas[place].values[-1], right + 13 + figure_room
        if abs(y - height_of(last)) > 2:
            canvas.draw([right + 3, right + 11], [height_of(last), y], theme.LIGHT, 0.7)
        canvas.write(x, y, format_number(last, 1), size=TEXT, color=inks[place], weight="bold", side="right")
        canvas.write_lines(x + 6, y, names[place], color=inks[place])
    return Chart(canvas.figure, caption)
