"""The chart of how sure ranks are: each unit's rank and the range around it.

In: the ranked units of a block in order of rank, the words around the picture. Out: charts, one
or, for a long ranking, one per page. A missing range leaves no line and prints as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from parreport.columns import is_blank
from parreport.display.drawing import theme
from parreport.display.drawing.lettering import SMALL, measure
from parreport.display.drawing.scales import Scale, to_floats, to_words
from parreport.display.drawing.sheet import ROWS_ON_A_PAGE, Figures, Names, Sheet, Sign, split_rows
from parreport.display.formats import DASH
from parreport.display.parts import Chart
from parreport.language import text

TICKS_SHOWN = 10
HEAD = 4.0


def fit_places(n: int) -> Scale:
    """Return the scale of n places: half a place of air at both ends, round places as ticks."""
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500, n) if n / one <= TICKS_SHOWN)
    rounds = [tick for tick in range(step, n + 1, step) if tick > 1]
    if rounds and rounds[-1] != n and (n - rounds[-1]) * 2 >= step:
        rounds.append(n)
    return Scale(0.5, n + 0.5, (1.0, *map(float, rounds)))


def chart_ranges(
    ranges: pd.DataFrame, n: int, *, title: str, subtitle: str, note: str = "", id: str = "", labels: Iterable[str] = ()
) -> Chart:
    """Draw the rank of each unit as a dot and its range as a line, best place at the left.

    Parameters
    ----------
    ranges
        One row per unit, in order of rank: ``unit_name``, ``rank``, ``range_low``, ``range_high``,
        ``rank_words`` (rank and range as printed).
    n
        Number of places on the scale.
    """
    rows, labels = ranges.reset_index(drop=True), tuple(labels)
    rank, low, high = (to_floats(rows, name) for name in ("rank", "range_low", "range_high"))
    spans = [
        DASH if is_blank(a) else f"{a}{DASH}{b}" for a, b in zip(rows["range_low"], rows["range_high"], strict=True)
    ]
    ranks = [str(one) for one in rows["rank"]]
    figures = [Figures(text("rank"), ranks, weight="bold"), Figures(text("range"), spans, [theme.GREY] * len(rows))]
    with theme.theme():
        scale = fit_places(n)
        signs: list[Sign] = [("dot", theme.INK, text("rank")), ("box", theme.SAND, text("range"))]
        sheet = Sheet(
            Names.fit(to_words(rows, "unit_name")),
            scale,
            figures=figures,
            head=HEAD + 12,
            legend=signs,
            ticks=False,
            labels=labels,
        )
        for tick in scale.ticks:
            words, x = f"{tick:.0f}", sheet.x(tick)
            sheet.write(x, sheet.head - 8, words, size=SMALL, color=theme.GREY, side="center")
            sheet.plot.plot(
                [tick, tick], [sheet.head - 2, sheet.bottom], color=theme.LIGHT, lw=0.7, zorder=0, label="_place"
            )
        first = sheet.x(1) - measure("1", SMALL) / 2 - 4
        sheet.write(first, sheet.head - 8, text("place"), size=SMALL, color=theme.GREY, side="right")
        for y, start, end in zip(sheet.ys, low, high, strict=True):
            if not math.isnan(start):
                sheet.plot.barh(
                    [y], end - start + 0.5, left=start - 0.25, height=6, color=theme.SAND, zorder=2, label="range"
                )
        sheet.draw_dots(rank, theme.INK, "rank", size=34 if len(rows) <= 30 else 24)
    told = zip(rows["unit_name"], rows["rank_words"], strict=True)
    listed = "; ".join(f"{name} {words}" for name, words in told)
    alt = text("Rank and, in brackets, its range: {listed}.", listed=listed)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


def chart_ranges_pages(
    ranges: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
    rows: int = ROWS_ON_A_PAGE,
) -> list[Chart]:
    """Draw a long ranking as several charts on one scale, each at most as high as a page of A4."""
    labels, n = tuple(labels), len(ranges)
    with theme.theme():
        parts = split_rows(to_words(ranges, "unit_name"), rows)
    count = len(parts)
    charts = []
    for number, part in enumerate(parts, start=1):
        of_part = text("{title} ({part}/{count})", title=title, part=number, count=count)
        charts.append(
            chart_ranges(
                ranges.iloc[part],
                n,
                title=title if count == 1 else of_part,
                subtitle=subtitle,
                note=note if number == count else "",
                id=f"{id}-{number}" if count > 1 and id else id,
                labels=labels,
            )
        )
    return charts
