"""The chart of how sure ranks are: each unit's rank and the range around it.

In: the ranked units of a block in order of rank, a caption. Out: charts, one or, for a long
ranking, one per page. A missing range leaves no line and prints as a dash.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.drawing import theme
from parreport.display.drawing.lettering import SMALL, measure
from parreport.display.drawing.paper import Sign
from parreport.display.drawing.rows import ROWS_ON_A_PAGE, Figures, Names, split_rows
from parreport.display.drawing.scales import fit_places, to_floats, to_words
from parreport.display.drawing.sheet import FOLD, Fold, Sheet
from parreport.display.formats import DASH
from parreport.display.pictures import Caption, Chart
from parreport.language import text

HEAD = 16.0


@theme.theme()
def chart_ranges(ranges: pd.DataFrame, n: int, *, caption: Caption, fold: Fold | None = None) -> Chart:
    """Draw the rank of each unit as a dot and its range as a line, best place at the left.

    The alternative text of the caption is made here: the units with rank and range.

    Parameters
    ----------
    ranges
        One row per unit, in order of rank: ``unit_name``, ``rank``, ``range_low``, ``range_high``,
        ``rank_words`` (rank and range as printed).
    n
        Number of places on the scale.
    fold
        The row before which others are left out, and what stands there.
    """
    rank, low, high = (to_floats(ranges, name) for name in ("rank", "range_low", "range_high"))
    ends = rows_of(ranges, "range_low", "range_high")
    spans = [DASH if is_blank(start) else f"{start}{DASH}{end}" for start, end in ends]
    figures = [
        Figures(text("rank"), to_words(ranges, "rank"), weight="bold"),
        Figures(text("range"), spans, theme.GREY),
    ]
    names, scale = Names.fit(to_words(ranges, "unit_name")), fit_places(n)
    signs: list[Sign] = [("dot", theme.INK, text("rank")), ("box", theme.SAND, text("range"))]
    gaps = {fold[0]: FOLD} if fold else None
    sheet = Sheet(names, scale, figures=figures, head=HEAD, legend=signs, gaps=gaps, ticks=False, labels=caption.labels)
    if fold:
        sheet.write_fold(*fold)
    head = sheet.head - 8
    for tick in scale.ticks:
        sheet.write(sheet.x(tick), head, f"{tick:.0f}", color=theme.GREY, side="center")
        sheet.plot.plot(
            [tick, tick], [sheet.head - 2, sheet.bottom], color=theme.LIGHT, lw=0.7, zorder=0, label="_place"
        )
    sheet.write(sheet.x(1) - measure("1", SMALL) / 2 - 4, head, text("place"), color=theme.GREY, side="right")
    known = [row for row, start in enumerate(low) if not math.isnan(start)]
    sheet.plot.barh(
        [sheet.ys[row] for row in known],
        [high[row] - low[row] + 0.5 for row in known],
        left=[low[row] - 0.25 for row in known],
        height=6,
        color=theme.SAND,
        edgecolor=theme.rim(theme.SAND),
        linewidth=0.6,
        zorder=2,
        label="range",
    )
    sheet.draw_dots(rank, theme.INK, "rank", size=34 if len(rank) <= 30 else 24)
    told = rows_of(ranges, "unit_name", "rank_words")
    listed = "; ".join(f"{name} {words}" for name, words in told)
    alt = text("Rank and, in brackets, its range: {listed}.", listed=listed)
    return Chart(sheet.figure, replace(caption, alt=alt))


def chart_ranges_pages(ranges: pd.DataFrame, *, caption: Caption, rows: int = ROWS_ON_A_PAGE) -> list[Chart]:
    """Draw a long ranking as several charts on one scale, each at most as high as a page of A4."""
    parts = split_rows(to_words(ranges, "unit_name"), rows)
    return [
        chart_ranges(ranges.iloc[part], len(ranges), caption=caption.of_part(number, len(parts)))
        for number, part in enumerate(parts, start=1)
    ]
