"""The chart of the ranking: units in order of their index, with classes and the year before.

In: the ranking in print order with ready figures, the words around the picture. Out: charts, one
or, for a long ranking, one per page. Missing figures leave no mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, measure
from parreport.display.drawing.scales import Scale, fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import (
    MARGIN,
    ROWS_ON_A_PAGE,
    Figures,
    Names,
    Sheet,
    Sign,
    find_span,
    rim,
    split_rows,
)
from parreport.display.drawing.sizes import sheet_sizes
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.parts import Chart
from parreport.language import text

Band = tuple[str, Any, str]
RANK_ROOM = 31.0
LANE = 2 * SMALL * LINE + 3


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


def _place_stretches(stretches: Sequence[_Stretch], scale: Scale, left: float, right: float) -> list[_Stretch]:
    """Return the bands with their names in lanes in which no name meets another one.

    The last one, at the left end, may reach over the names of the units to stay in the first lane.
    """
    width = (right - left) / (scale.high - scale.low)
    placed: list[_Stretch] = []
    for one in stretches:
        wide = max(measure(one.name, SMALL), measure(one.limit, SMALL)) + 6
        x = min(left + (one.start - scale.low) * width, right + 10 - wide)
        nearest = min((other.x for other in placed if other.lane == 0), default=math.inf)
        if one is stretches[-1] and MARGIN <= nearest - wide < x:
            x = nearest - wide
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
        Figures(text("index %"), print_cells(units, "index_pct", lambda v: format_number(v, decimals)), weight="bold")
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
        for width in sheet_sizes().widths:
            _, left, right = find_span(names, scale, figures, RANK_ROOM, width=width)
            stretches = _place_stretches(_find_stretches(bands, scale), scale, left, right)
            if all(one.lane == 0 for one in stretches):
                break
        signs: list[Sign] = []
        if with_base:
            year = text("year {year}", year=base_year)
            signs = [("dot", theme.GREY, text("assessment year")), ("hollow", theme.GREY, year)]
        sheet = Sheet(
            names,
            scale,
            figures=figures,
            before=RANK_ROOM,
            head=(max((one.lane for one in stretches), default=0) + 1) * LANE + 8,
            legend=signs,
            head_starts=min((one.x for one in stretches), default=left),
            gaps={first_out: 17.0} if first_out is not None else None,
            labels=tuple(labels),
            width=width,
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
                    sheet.name_end + RANK_ROOM - 9,
                    sheet.ys[row],
                    format_number(rank, 0),
                    color=theme.GREY,
                    side="right",
                )
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
            [y],
            one.end - one.start,
            left=one.start,
            height=4,
            color=one.color,
            label="band",
            edgecolor=rim(one.color),
            linewidth=0.6,
        )
        base = y - 6 - one.lane * LANE
        if one.start > sheet.scale.low:
            sheet.plot.plot(
                [one.start, one.start], [base + 2, sheet.bottom], color=theme.LIGHT, lw=0.8, zorder=1, label="threshold"
            )
        for line, words in enumerate((one.limit, one.name)):
            sheet.write(
                one.x,
                base - line * SMALL * LINE,
                words,
                size=SMALL,
                at="base",
                color=theme.GREY if line == 0 else theme.INK,
                on_white=one.lane > 0,
            )


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
    with theme.theme():
        parts = split_rows(to_words(ranking, "unit_name"), rows)
    count = len(parts)
    if count == 1:
        return [
            chart_ranking(
                ranking,
                bands,
                decimals,
                base_year,
                title=title,
                subtitle=subtitle,
                alt=alt,
                note=note,
                id=id,
                labels=labels,
            )
        ]
    base = to_floats(ranking, "base_index_pct") if base_year is not None else []
    scale = fit_scale([*to_floats(ranking, "index_pct"), *base])
    return [
        chart_ranking(
            ranking.iloc[part],
            bands,
            decimals,
            base_year,
            title=text("{title} ({part}/{count})", title=title, part=number, count=count),
            subtitle=subtitle,
            alt=alt,
            note=note if number == count else "",
            id=f"{id}-{number}" if id else "",
            labels=labels,
            scale=scale,
        )
        for number, part in enumerate(parts, start=1)
    ]
