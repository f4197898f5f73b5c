"""The charts of the province report: ranking, areas, losses, claims.

In: tables in print order with ready figures, and the words around the picture. Out: charts.
Missing figures leave no mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display import theme
from parreport.display.charts import (
    LINE,
    SMALL,
    Figures,
    Mark,
    Names,
    Scale,
    Sheet,
    find_largest,
    find_span,
    fit_scale,
    measure,
    print_cells,
    row_pitch,
    to_floats,
    to_words,
)
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.parts import Chart
from parreport.language import text

Band = tuple[str, Any, str]
RANK_ROOM = 31.0
LANE = 2 * SMALL * LINE + 3
ROWS_ON_A_PAGE = 48


@dataclass(frozen=True)
class _Stretch:
    """The part of the scale that a band takes, and its name over the plot, in a lane."""

    name: str
    limit: str
    color: str
    start: float
    end: float
    x: float = 0.0
    lane: int = 0


def _find_stretches(bands: Sequence[Band], scale: Scale) -> list[_Stretch]:
    """Return the bands that the scale shows, best first; the lowest is named by its upper limit."""
    stretches: list[_Stretch] = []
    end = scale.high
    for number, (name, start, color) in enumerate(bands):
        low = float(start)
        if low >= scale.high and number < len(bands) - 1:
            continue
        lowest = number == len(bands) - 1 and number > 0 and low <= 0
        limit = (
            text("below {limit}", limit=format_plain(bands[number - 1][1]))
            if lowest
            else text("from {limit}", limit=format_plain(start))
        )
        stretches.append(_Stretch(name, limit, color, max(low, scale.low), end))
        end = low
        if low <= scale.low:
            break
    return stretches


def _place_stretches(
    stretches: Sequence[_Stretch], scale: Scale, left: float, right: float
) -> list[_Stretch]:
    """Return the bands with their names in lanes in which no name meets another one."""
    width = (right - left) / (scale.high - scale.low)
    placed: list[_Stretch] = []
    for one in stretches:
        wide = max(measure(one.name, SMALL), measure(one.limit, SMALL)) + 6
        x = min(left + (one.start - scale.low) * width, right + 10 - wide)
        met = [other.lane for other in placed if other.x < x + wide]
        placed.append(replace(one, x=x, lane=max(met, default=-1) + 1))
    return placed


def _places(value: Any) -> tuple[str, str, str]:
    """Return a move in the ranking as printed: number, colour, marker."""
    if is_blank(value):
        return DASH, theme.GREY, ""
    if int(value) == 0:
        return "=", theme.GREY, ""
    number = format_number(abs(int(value)), 0)
    return (number, theme.ACCENT, "^") if int(value) > 0 else (number, theme.WARM_TEXT, "v")


def chart_ranking(
    ranking: pd.DataFrame,
    bands: Sequence[Band],
    decimals: int,
    base_year: int | None = None,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
    scale: Scale | None = None,
) -> Chart:
    """Draw the units of a block in order of their index, with class and last year's index.

    Parameters
    ----------
    ranking
        One row per unit, in print order: ``unit_name``, ``index_pct``, ``rank`` (blank = not
        ranked), ``band``, ``base_index_pct`` and ``places`` (places gained, up = +; both may be
        blank or absent).
    bands
        Name, lowest index and colour of each class, best first.
    decimals
        Decimals of the printed index.
    base_year
        Year that is compared; without it its marks and column are left out.
    scale
        The axis, where several charts share one.
    """
    units = ranking.reset_index(drop=True)
    values, base = to_floats(units, "index_pct"), to_floats(units, "base_index_pct")
    with_base = base_year is not None and not all(math.isnan(one) for one in base)
    scale = scale or fit_scale([*values, *(base if with_base else [])])
    ranks = units["rank"].tolist()
    figures = [
        Figures(
            text("index %"),
            print_cells(units, "index_pct", lambda v: format_number(v, decimals)),
            weight="bold",
        )
    ]
    if with_base and "places" in units.columns:
        moves = [
            ("", theme.GREY, "") if is_blank(rank) else _places(value)
            for value, rank in zip(units["places"].tolist(), ranks, strict=True)
        ]
        cells, colors, markers = ([move[i] for move in moves] for i in range(3))
        head = text("places against {year}", year=base_year)
        figures.append(Figures(head, cells, colors, markers=markers))
    with theme.theme():
        names = Names.fit(to_words(units, "unit_name"))
        first_out = next((i for i, rank in enumerate(ranks) if is_blank(rank)), None)
        if first_out is not None:
            names = replace(names, width=max(names.width, measure(text("not ranked"), SMALL)))
        _, left, right = find_span(names, scale, figures, RANK_ROOM)
        stretches = _place_stretches(_find_stretches(bands, scale), scale, left, right)
        sheet = Sheet(
            names,
            scale,
            figures=figures,
            before=RANK_ROOM,
            head=(max((one.lane for one in stretches), default=0) + 1) * LANE + 8,
            legend=with_base,
            gaps={first_out: 17.0} if first_out is not None else None,
            labels=tuple(labels),
        )
        if with_base:
            year = text("year {year}", year=base_year)
            sheet.explain(
                [("dot", theme.GREY, text("assessment year")), ("hollow", theme.GREY, year)]
            )
        _draw_stretches(sheet, stretches)
        sheet.draw_tracks([i for i, value in enumerate(values) if not math.isnan(value)])
        if first_out is not None:
            y = sheet.ys[first_out] - sheet.heights[first_out] / 2 - 9
            if first_out:
                sheet.rule(y - 6)
            words = text("not ranked")
            sheet.write(sheet.name_end, y + 1, words, size=SMALL, color=theme.GREY, side="right")
        for row, rank in enumerate(ranks):
            if not is_blank(rank):
                sheet.write(
                    sheet.name_end + RANK_ROOM - 9, sheet.ys[row], format_number(rank, 0),
                    color=theme.GREY, side="right",
                )  # fmt: skip
        of_band = {name: color for name, _, color in bands}
        colors = [of_band.get(band, theme.GREY) for band in to_words(units, "band")]
        if with_base:
            sheet.draw_links(base, values, [theme.LIGHT] * len(values), 1.4)
            sheet.draw_dots(base, theme.GREY, "base", hollow=True)
        sheet.draw_dots(values, colors, "index", size=38 if len(units) <= 30 else 28)
    return Chart(sheet.figure, title, subtitle, alt, note, id, tuple(labels))


def _draw_stretches(sheet: Sheet, stretches: Sequence[_Stretch]) -> None:
    """Draw the scale of bands over the plot, their thresholds as thin lines, their names."""
    y = sheet.head - 3
    for one in stretches:
        sheet.plot.barh(
            [y], one.end - one.start, left=one.start, height=4, color=one.color, label="band"
        )
        base = y - 6 - one.lane * LANE
        if one.start > sheet.scale.low:
            sheet.plot.plot(
                [one.start, one.start], [base + 2, sheet.bottom],
                color=theme.LIGHT, lw=0.8, zorder=1, label="threshold",
            )  # fmt: skip
        for line, words in enumerate((one.limit, one.name)):
            sheet.write(
                one.x, base - line * SMALL * LINE, words, size=SMALL, at="base",
                color=theme.GREY if line == 0 else theme.INK, on_white=one.lane > 0,
            )  # fmt: skip


def chart_ranking_pages(
    ranking: pd.DataFrame,
    bands: Sequence[Band],
    decimals: int,
    base_year: int | None = None,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
    rows: int = ROWS_ON_A_PAGE,
) -> list[Chart]:
    """Draw a long ranking as several charts on one scale, each at most as high as a page of A4.

    The parts are about equally long; the second and later ones say so in their title.
    """
    labels = tuple(labels)
    count = max(1, math.ceil(len(ranking) / rows))
    if count == 1:
        return [
            chart_ranking(
                ranking, bands, decimals, base_year,
                title=title, subtitle=subtitle, alt=alt, note=note, id=id, labels=labels,
            )
        ]  # fmt: skip
    base = to_floats(ranking, "base_index_pct") if base_year is not None else []
    scale = fit_scale([*to_floats(ranking, "index_pct"), *base])
    size = math.ceil(len(ranking) / count)
    return [
        chart_ranking(
            ranking.iloc[size * part : size * (part + 1)], bands, decimals, base_year,
            title=text("{title} ({part}/{count})", title=title, part=part + 1, count=count),
            subtitle=subtitle, alt=alt, note=note if part == count - 1 else "",
            id=f"{id}-{part + 1}" if id else "", labels=labels, scale=scale,
        )
        for part in range(count)
    ]  # fmt: skip


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
        sheet = Sheet(
            names, scale, figures=figures, after=after, legend=True, pitch=21, labels=labels
        )
        signs: list[tuple[Mark, str, str]] = [("dot", theme.ACCENT, text("mean"))]
        if with_base:
            signs.append(("hollow", theme.GREY, text("year {year}", year=base_year)))
        signs += [
            ("box", theme.LIGHT, text("middle half of the units")),
            ("line", theme.GREY, text("lowest to highest")),
        ]
        sheet.explain(signs)
        sheet.draw_tracks()
        for y, start, end in zip(sheet.ys, low, high, strict=True):
            if math.isnan(start) or math.isnan(end):
                continue
            sheet.plot.plot([start, end], [y, y], color=theme.GREY, lw=1.2, label="range")
            left, right = format_number(start, 1), format_number(end, 1)
            for x, words, side in ((start, left, -1), (end, right, 1)):
                sheet.write(
                    sheet.x(x) + 4 * side, y, words, size=SMALL, color=theme.GREY,
                    side="left" if side > 0 else "right", on_white=True,
                )  # fmt: skip
        sheet.plot.barh(
            sheet.ys, [b - a for a, b in zip(q1, q3, strict=True)], left=q1, height=9,
            color=theme.LIGHT, zorder=2, label="box",
        )  # fmt: skip
        if with_base:
            sheet.draw_dots(base, theme.GREY, "base", hollow=True)
        sheet.draw_dots(mean, theme.ACCENT, "mean")
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


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
            points=format_number(points, decimals), losing=int(losing), all=int(count),
        )
        for points, losing, count in zip(
            rows["lost_points"], rows["units_losing"], rows["units"], strict=True
        )
    ]  # fmt: skip
    with theme.theme():
        names = Names.fit(
            to_words(rows, "item_name"), width=215, lines=3, seconds=to_words(rows, "area_name")
        )
        scale = Scale(0.0, max([v for v in lost if not math.isnan(v)], default=0.0) or 1.0, ())
        after = max((measure(one) for one in ends), default=0.0) + 8
        sheet = Sheet(names, scale, after=after, pitch=20, ticks=False, labels=labels)
        colors = [theme.WARM if big else theme.WARM_LIGHT for big in find_largest(lost)]
        sheet.plot.barh(sheet.ys, lost, height=11, color=colors, label="lost")
        sheet.plot.plot([0, 0], [sheet.head, sheet.bottom], color=theme.GREY, lw=0.7)
        for y, value, words in zip(sheet.ys, lost, ends, strict=True):
            sheet.write(sheet.x(0.0 if math.isnan(value) else value) + 5, y, words)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


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
        Figures(
            text("self-assessed"), print_cells(rows, "self_points", show), [theme.GREY] * len(rows)
        ),
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
        sheet = Sheet(
            names, fit_scale([*own, *appraised], top=None), figures=figures, legend=True,
            pitch=row_pitch(len(rows)), labels=labels,
        )  # fmt: skip
        sheet.explain(
            [
                ("hollow", theme.GREY, text("self-assessed")),
                ("dot", theme.ACCENT, text("appraised")),
            ]
        )
        sheet.draw_tracks()
        links = [theme.WARM_LIGHT if tone == theme.WARM else tone for tone in tones]
        sheet.draw_links(own, appraised, links, 2.6)
        sheet.draw_dots(own, theme.GREY, "self", hollow=True)
        sheet.draw_dots(appraised, theme.ACCENT, "appraised", size=34)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)
