"""The charts of the province report beside the ranking: areas, losses, claims.

In: tables in print order with ready figures, and a caption. Out: charts. Missing figures leave no
mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from parreport.columns import rows_of
from parreport.display.drawing import theme
from parreport.display.drawing.lettering import SMALL, TEXT, measure
from parreport.display.drawing.paper import Sign
from parreport.display.drawing.rows import GAP, HEIGHT_OF_ROWS, Figures, Names, find_span, row_pitch
from parreport.display.drawing.scales import (
    Scale,
    base_floats,
    find_largest,
    fit_scale,
    print_cells,
    to_floats,
    to_words,
)
from parreport.display.drawing.sheet import Sheet
from parreport.display.drawing.sizes import AIR
from parreport.display.formats import format_number
from parreport.display.pictures import Caption, Chart
from parreport.language import TimeName, text


@theme.theme()
def chart_areas(areas: pd.DataFrame, base_year: TimeName | int | None = None, *, caption: Caption) -> Chart:
    """Draw the spread of the units of a block in each area, percent of the maximum.

    Parameters
    ----------
    areas
        One row per area: ``area_name``, ``mean_pct``, ``low_pct``, ``high_pct``, ``q1_pct``,
        ``q3_pct``, ``base_mean_pct`` (may be blank or absent).
    base_year
        Year of ``base_mean_pct``; without it the marks are left out.
    """
    mean, low, high, q1, q3 = (to_floats(areas, f"{name}_pct") for name in ("mean", "low", "high", "q1", "q3"))
    base = base_floats(areas, "base_mean_pct", base_year)
    figures = [Figures(text("mean %"), print_cells(areas, "mean_pct"), weight="bold")]
    signs: list[Sign] = [("dot", theme.ACCENT, text("mean"))]
    if base:
        year = text("year {year}", year=base_year)
        figures.append(Figures(year, print_cells(areas, "base_mean_pct"), theme.GREY))
        signs.append(("hollow", theme.GREY, year))
    signs.append(("box", theme.LIGHT, text("middle half of the units")))
    signs.append(("line", theme.GREY, text("lowest to highest")))
    names = Names.fit(to_words(areas, "area_name"))
    scale = fit_scale([*low, *mean, *high, *base], pad=0.12)
    after = max((measure(end, SMALL) for end in print_cells(areas, "high_pct")), default=0.0) + 12
    before = _room_for_lowest(low, scale, find_span(names, scale, figures, GAP, after))
    sheet = Sheet(
        names, scale, figures=figures, before=before, after=after, legend=signs, pitch=16.5, labels=caption.labels
    )
    sheet.draw_tracks()
    for y, start, end in zip(sheet.ys, low, high, strict=True):
        if not math.isnan(start) and not math.isnan(end) and start != end:
            sheet.plot.plot([start, end], [y, y], color=theme.GREY, lw=1.2, label="range")
            lowest, highest = format_number(start, 1), format_number(end, 1)
            sheet.write(sheet.x(start) - 4, y, lowest, color=theme.GREY, side="right", on_white=True)
            sheet.write(sheet.x(end) + 4, y, highest, color=theme.GREY, on_white=True)
    sheet.draw_bars(q1, q3, 9, theme.LIGHT, "box", zorder=2)
    if base:
        sheet.draw_dots(base, theme.GREY, "base", hollow=True)
    sheet.draw_dots(mean, theme.ACCENT, "mean")
    return Chart(sheet.figure, caption)


def _room_for_lowest(low: Sequence[float], scale: Scale, span: tuple[float, float, float]) -> float:
    """Return the space before the plot in which the lowest figures do not meet the names."""
    _, left, right = span
    points = (right - left) / (scale.high - scale.low)
    known = [value for value in low if not math.isnan(value)]
    return max([GAP, *(GAP + measure(format_number(v, 1), SMALL) + 6 - (v - scale.low) * points for v in known)])


@theme.theme()
def chart_losses(losses: pd.DataFrame, *, caption: Caption) -> Chart:
    """Draw the leaves at which the units of a block lose most points together.

    Parameters
    ----------
    losses
        One row per leaf, in print order: ``item_name``, ``area_name``, ``lost_points`` (sum over
        the units), ``units_losing``, ``units``.
    """
    lost = to_floats(losses, "lost_points")
    ends = [
        text("{points} points · {losing}/{all} units", points=format_number(points), losing=losing, all=count)
        for points, losing, count in rows_of(losses, "lost_points", "units_losing", "units")
    ]
    names = _fit_items(to_words(losses, "item_name"), to_words(losses, "area_name"))
    scale = Scale(0.0, max([value for value in lost if not math.isnan(value)], default=0.0) or 1.0, ())
    after = max(map(measure, ends), default=0.0) + 8
    sheet = Sheet(names, scale, after=after, pitch=18, ticks=False, labels=caption.labels)
    colors = [theme.WARM if is_large else theme.WARM_LIGHT for is_large in find_largest(lost)]
    sheet.draw_bars([0.0] * len(lost), lost, 11, colors, "lost")
    sheet.plot.plot([0, 0], [sheet.head, sheet.bottom], color=theme.GREY, lw=0.7)
    for y, value, words in zip(sheet.ys, lost, ends, strict=True):
        sheet.write(sheet.x(0.0 if math.isnan(value) else value) + 5, y, words, size=TEXT)
    return Chart(sheet.figure, caption)


def _fit_items(items: Sequence[str], areas: Sequence[str]) -> Names:
    """Return the names of items with their areas, wider where they would be higher than a page."""
    for width in (215.0, 250.0):
        names = Names.fit(items, width=width, seconds=areas)
        if sum(names.height(row) + AIR for row in range(len(items))) <= HEIGHT_OF_ROWS:
            break
    return names


@theme.theme()
def chart_claims(claims: pd.DataFrame, *, caption: Caption) -> Chart:
    """Draw how far the points that units give themselves lie from the official points.

    Parameters
    ----------
    claims
        One row per unit, in print order: ``unit_name``, ``self_points``, ``official_points``,
        ``gap`` (self − official).
    """
    own, official, gap = (to_floats(claims, name) for name in ("self_points", "official_points", "gap"))
    inks = [theme.WARM_TEXT if is_large else theme.INK for is_large in find_largest(gap)]
    links = [theme.ACCENT if value < 0 else theme.WARM if value > 0 else theme.GREY for value in gap]
    figures = [
        Figures(text("self-assessed"), print_cells(claims, "self_points", 2), theme.GREY),
        Figures(text("official"), print_cells(claims, "official_points", 2)),
        Figures(text("difference"), print_cells(claims, "gap", 2, signed=True), inks, weight="bold"),
    ]
    signs: list[Sign] = [("hollow", theme.GREY, text("self-assessed")), ("dot", theme.ACCENT, text("official"))]
    names, scale = Names.fit(to_words(claims, "unit_name")), fit_scale([*own, *official], top=None)
    sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=row_pitch(len(own)), labels=caption.labels)
    sheet.draw_tracks()
    sheet.draw_links(own, official, links, 2.6)
    sheet.draw_dots(own, theme.GREY, "self", hollow=True)
    sheet.draw_dots(official, theme.ACCENT, "official", size=34)
    return Chart(sheet.figure, caption)
