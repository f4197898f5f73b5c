"""The charts of the province report beside the ranking: areas, losses, claims.

In: tables in print order with ready figures, and the words around the picture. Out: charts.
Missing figures leave no mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import SMALL, measure
from parreport.display.drawing.scales import Scale, find_largest, fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import GAP, HEIGHT_OF_ROWS, Figures, Names, Sheet, Sign, find_span, row_pitch
from parreport.display.drawing.sizes import sheet_sizes
from parreport.display.formats import format_number
from parreport.display.parts import Chart
from parreport.language import text


def chart_areas(
    areas: pd.DataFrame,
    base_year: int | None = None,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw the spread of the units of a block in each area, percent of the maximum.

    Parameters
    ----------
    areas
        One row per area: ``area_name``, ``mean_pct``, ``low_pct``, ``high_pct``, ``q1_pct``,
        ``q3_pct``, ``base_mean_pct`` (may be blank or absent).
    base_year
        Year of ``base_mean_pct``; without it the marks are left out.
    """
    labels = tuple(labels)
    rows = areas.reset_index(drop=True)
    mean, low, high, q1, q3, base = (
        to_floats(rows, f"{name}_pct") for name in ("mean", "low", "high", "q1", "q3", "base_mean")
    )
    with_base = base_year is not None and not all(math.isnan(one) for one in base)
    figures = [Figures(text("mean %"), print_cells(rows, "mean_pct", _one), weight="bold")]
    if with_base:
        cells = print_cells(rows, "base_mean_pct", _one)
        head = text("year {year}", year=base_year)
        figures.append(Figures(head, cells, [theme.GREY] * len(rows)))
    ends = [format_number(one, 1) for one in high]
    with theme.theme():
        names = Names.fit(to_words(rows, "area_name"))
        scale = fit_scale([*low, *mean, *high, *(base if with_base else [])], pad=0.12)
        after = max((measure(one, SMALL) for one in ends), default=0.0) + 12
        before = _room_for_lowest(low, scale, find_span(names, scale, figures, GAP, after))
        signs: list[Sign] = [("dot", theme.ACCENT, text("mean"))]
        if with_base:
            signs.append(("hollow", theme.GREY, text("year {year}", year=base_year)))
        signs += [
            ("box", theme.LIGHT, text("middle half of the units")),
            ("line", theme.GREY, text("lowest to highest")),
        ]
        sheet = Sheet(names, scale, figures=figures, before=before, after=after, legend=signs, pitch=21, labels=labels)
        sheet.draw_tracks()
        for y, start, end in zip(sheet.ys, low, high, strict=True):
            if math.isnan(start) or math.isnan(end) or start == end:
                continue
            sheet.plot.plot([start, end], [y, y], color=theme.GREY, lw=1.2, label="range")
            left, right = format_number(start, 1), format_number(end, 1)
            for x, words, side in ((start, left, -1), (end, right, 1)):
                sheet.write(
                    sheet.x(x) + 4 * side,
                    y,
                    words,
                    size=SMALL,
                    color=theme.GREY,
                    side="left" if side > 0 else "right",
                    on_white=True,
                )
        sheet.plot.barh(
            sheet.ys,
            [b - a for a, b in zip(q1, q3, strict=True)],
            left=q1,
            height=9,
            color=theme.LIGHT,
            zorder=2,
            label="box",
        )
        if with_base:
            sheet.draw_dots(base, theme.GREY, "base", hollow=True)
        sheet.draw_dots(mean, theme.ACCENT, "mean")
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


def _room_for_lowest(low: Sequence[float], scale: Scale, span: tuple[float, float, float]) -> float:
    """Return the space before the plot in which the lowest figures do not meet the names."""
    _, left, right = span
    points = (right - left) / (scale.high - scale.low)
    needed = [
        GAP + measure(format_number(one, 1), SMALL) + 6 - (one - scale.low) * points
        for one in low
        if not math.isnan(one)
    ]
    return max([GAP, *needed])


def _one(value: Any) -> str:
    return format_number(value, 1)


def chart_losses(
    losses: pd.DataFrame,
    decimals: int = 2,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw the leaves at which the units of a block lose most points together.

    Parameters
    ----------
    losses
        One row per leaf, in print order: ``item_name``, ``area_name``, ``lost_points`` (sum over
        the units), ``units_losing``, ``units``.
    decimals
        Decimals of the printed points, at most.
    """
    labels = tuple(labels)
    rows = losses.reset_index(drop=True)
    lost = to_floats(rows, "lost_points")
    ends = [
        text(
            "{points} points · {losing}/{all} units",
            points=format_number(points, decimals),
            losing=int(losing),
            all=int(count),
        )
        for points, losing, count in zip(rows["lost_points"], rows["units_losing"], rows["units"], strict=True)
    ]
    with theme.theme():
        names = _fit_items(to_words(rows, "item_name"), to_words(rows, "area_name"))
        scale = Scale(0.0, max([v for v in lost if not math.isnan(v)], default=0.0) or 1.0, ())
        after = max((measure(one) for one in ends), default=0.0) + 8
        sheet = Sheet(names, scale, after=after, pitch=20, ticks=False, labels=labels)
        colors = [theme.WARM if big else theme.WARM_LIGHT for big in find_largest(lost)]
        sheet.plot.barh(sheet.ys, lost, height=11, color=colors, label="lost")
        sheet.plot.plot([0, 0], [sheet.head, sheet.bottom], color=theme.GREY, lw=0.7)
        for y, value, words in zip(sheet.ys, lost, ends, strict=True):
            sheet.write(sheet.x(0.0 if math.isnan(value) else value) + 5, y, words)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


def _fit_items(items: Sequence[str], areas: Sequence[str]) -> Names:
    """Return the names of items with their areas, wider where they would be higher than a page."""
    for width in (215.0, 250.0):
        names = Names.fit(items, width=width, lines=3, seconds=areas)
        if sum(names.height(row) + sheet_sizes().air for row in range(len(items))) <= HEIGHT_OF_ROWS:
            break
    return names


def chart_claims(
    claims: pd.DataFrame,
    decimals: int = 2,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw how far the points that units give themselves lie from the appraised points.

    Parameters
    ----------
    claims
        One row per unit, in print order: ``unit_name``, ``self_points``, ``appraised_points``,
        ``gap`` (self − appraised).
    decimals
        Decimals of the printed points.
    """
    labels = tuple(labels)
    rows = claims.reset_index(drop=True)
    own, appraised, gap = (to_floats(rows, c) for c in ("self_points", "appraised_points", "gap"))
    largest = find_largest(gap)
    tones = [theme.ACCENT if one < 0 else theme.WARM if one > 0 else theme.GREY for one in gap]

    def show(value: Any) -> str:
        return format_number(value, decimals)

    figures = [
        Figures(text("self-assessed"), print_cells(rows, "self_points", show), [theme.GREY] * len(rows)),
        Figures(text("appraised"), print_cells(rows, "appraised_points", show)),
        Figures(
            text("difference"),
            print_cells(rows, "gap", lambda v: format_number(v, decimals, signed=True)),
            [theme.WARM_TEXT if big else theme.INK for big in largest],
            weight="bold",
        ),
    ]
    with theme.theme():
        names = Names.fit(to_words(rows, "unit_name"))
        signs: list[Sign] = [("hollow", theme.GREY, text("self-assessed")), ("dot", theme.ACCENT, text("appraised"))]
        sheet = Sheet(
            names,
            fit_scale([*own, *appraised], top=None),
            figures=figures,
            legend=signs,
            pitch=row_pitch(len(rows)),
            labels=labels,
        )
        sheet.draw_tracks()
        links = [theme.WARM_LIGHT if tone == theme.WARM else tone for tone in tones]
        sheet.draw_links(own, appraised, links, 2.6)
        sheet.draw_dots(own, theme.GREY, "self", hollow=True)
        sheet.draw_dots(appraised, theme.ACCENT, "appraised", size=34)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)
