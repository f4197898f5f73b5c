"""The chart of the ranking: units in order of their index, with classes and the year before.

In: the ranking in print order with ready figures, a caption. Out: charts, one or, for a long
ranking, one per page. Missing figures leave no mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure
from parreport.display.drawing.paper import MARGIN, Sign
from parreport.display.drawing.rows import HEIGHT_OF_PAGE, ROWS_ON_A_PAGE, Figures, Names, find_span, split_rows
from parreport.display.drawing.scales import Scale, base_floats, fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import FOLD, Fold, Sheet
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.pictures import Caption, Chart
from parreport.language import TimeName, text

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
    for stretch in stretches:
        wide = max(measure(stretch.name, SMALL), measure(stretch.limit, SMALL)) + 6
        x = min(left + (stretch.start - scale.low) * width, right + 10 - wide)
        nearest = min((other.x for other in placed if other.lane == 0), default=math.inf)
        if stretch is stretches[-1] and MARGIN <= nearest - wide < x:
            x = nearest - wide
        met = [other.lane for other in placed if other.x < x + wide]
        placed.append(replace(stretch, x=x, lane=max(met, default=-1) + 1))
    return placed


def _places(value: Any) -> tuple[str, str, str]:
    """Return a move in the ranking as printed: number, colour, marker."""
    if is_blank(value):
        return DASH, theme.GREY, ""
    if int(value) == 0:
        return "=", theme.GREY, ""
    number = format_number(abs(int(value)), 0)
    return (number, theme.ACCENT, "^") if int(value) > 0 else (number, theme.WARM_TEXT, "v")


@theme.theme()
def chart_ranking(
    ranking: pd.DataFrame,
    bands: Sequence[Band],
    decimals: int,
    base_year: TimeName | int | None = None,
    *,
    caption: Caption,
    scale: Scale | None = None,
    year: TimeName | int | None = None,
    fold: Fold | None = None,
) -> Chart:
    """Draw the units of a block in order of their index, with class and last year's index.

    Parameters
    ----------
    ranking
        One row per unit, in print order: ``unit_name``, ``index_pct``, ``rank`` (blank = not
        ranked), ``band``, ``base_index_pct``, ``places`` (places gained, up = +) and
        ``range_words`` (the range of the rank; all three may be blank or absent).
    bands
        Name, lowest index and colour of each class, best first.
    decimals
        Decimals of the printed index.
    base_year
        Year that is compared; without it its marks and column are left out.
    scale
        The axis, where several charts share one.
    year
        The assessment year, for the legend.
    fold
        The row before which others are left out, and what stands there.
    """
    values, base = to_floats(ranking, "index_pct"), base_floats(ranking, "base_index_pct", base_year)
    scale = scale or fit_scale([*values, *base])
    ranks = ranking["rank"].tolist()
    figures = [Figures(text("index %"), print_cells(ranking, "index_pct", decimals), weight="bold")]
    if base and "places" in ranking.columns:
        moves = [
            ("", theme.GREY, "") if is_blank(rank) else _places(value)
            for value, rank in zip(ranking["places"].tolist(), ranks, strict=True)
        ]
        cells, colors, markers = ([move[i] for move in moves] for i in range(3))
        figures.append(Figures(text("places against {year}", year=base_year), cells, colors, markers=markers))
    if "range_words" in ranking.columns:
        figures.append(Figures(text("range"), to_words(ranking, "range_words"), theme.GREY))
    names = Names.fit(to_words(ranking, "unit_name"))
    first_out = next((row for row, rank in enumerate(ranks) if is_blank(rank)), None)
    if first_out is not None:
        names = replace(names, width=max(names.width, measure(text("not ranked"), SMALL)))
    _, left, right = find_span(names, scale, figures, RANK_ROOM)
    stretches = _place_stretches(_find_stretches(bands, scale), scale, left, right)
    signs: list[Sign] = []
    if base:
        own = text("year {year}", year=year) if year else text("assessment year")
        signs = [("dot", theme.GREY, own), ("hollow", theme.GREY, text("year {year}", year=base_year))]
    sheet = Sheet(
        names,
        scale,
        figures=figures,
        before=RANK_ROOM,
        head=(max((stretch.lane for stretch in stretches), default=0) + 1) * LANE + 8,
        legend=signs,
        gaps=({first_out: 17.0} if first_out is not None else {}) | ({fold[0]: FOLD} if fold else {}),
        labels=caption.labels,
    )
    _draw_stretches(sheet, stretches)
    sheet.draw_tracks([row for row, value in enumerate(values) if not math.isnan(value)])
    if first_out is not None:
        y = sheet.ys[first_out] - sheet.heights[first_out] / 2 - 9
        if first_out:
            sheet.rule(y - 6)
        sheet.write(sheet.name_end, y + 1, text("not ranked"), color=theme.GREY, side="right")
    if fold:
        sheet.write_fold(*fold)
    for y, rank in zip(sheet.ys, ranks, strict=True):
        if not is_blank(rank):
            x = sheet.name_end + RANK_ROOM - 9
            sheet.write(x, y, format_number(rank, 0), size=TEXT, color=theme.GREY, side="right")
    of_band = {name: color for name, _, color in bands}
    if base:
        sheet.draw_links(base, values, [theme.LIGHT] * len(values), 1.4)
        sheet.draw_dots(base, theme.GREY, "base", hollow=True)
    dots = [of_band.get(band, theme.GREY) for band in to_words(ranking, "band")]
    sheet.draw_dots(values, dots, "index", size=38 if len(values) <= 30 else 28)
    return Chart(sheet.figure, caption)


def _draw_stretches(sheet: Sheet, stretches: Sequence[_Stretch]) -> None:
    """Draw the scale of bands over the plot, their thresholds as thin lines, their names."""
    for stretch in stretches:
        start, color = stretch.start, stretch.color
        look = {"color": color, "edgecolor": theme.rim(color), "linewidth": 0.6, "label": "band"}
        sheet.plot.barh([sheet.head - 3], stretch.end - start, left=start, height=4, **look)
        base = sheet.head - 9 - stretch.lane * LANE
        if start > sheet.scale.low:
            ends = [base + 2, sheet.bottom]
            sheet.plot.plot([start, start], ends, color=theme.LIGHT, lw=0.8, zorder=1, label="threshold")
        for line, (words, ink) in enumerate(((stretch.limit, theme.GREY), (stretch.name, theme.INK))):
            y = base - line * SMALL * LINE
            sheet.write(stretch.x, y, words, at="base", color=ink, on_white=stretch.lane > 0)


def chart_ranking_pages(
    ranking: pd.DataFrame,
    bands: Sequence[Band],
    decimals: int,
    base_year: TimeName | int | None = None,
    *,
    caption: Caption,
    rows: int = ROWS_ON_A_PAGE,
    year: TimeName | int | None = None,
) -> list[Chart]:
    """Draw a long ranking as several charts on one scale, each at most as high as a page of A4.

    The parts are about equally long; each says in its title which one it is.
    """
    parts = split_rows(to_words(ranking, "unit_name"), rows)
    scale = fit_scale([*to_floats(ranking, "index_pct"), *base_floats(ranking, "base_index_pct", base_year)])
    captions = [caption.of_part(number, len(parts)) for number in range(1, len(parts) + 1)]
    charts = [
        chart_ranking(ranking.iloc[part], bands, decimals, base_year, caption=of_part, scale=scale, year=year)
        for part, of_part in zip(parts, captions, strict=True)
    ]
    longest = max(part.stop - part.start for part in parts)
    if longest > 1 and max(chart.height for chart in charts) > HEIGHT_OF_PAGE:  # long names beneath many classes
        return chart_ranking_pages(ranking, bands, decimals, base_year, caption=caption, rows=longest - 1, year=year)
    return charts
