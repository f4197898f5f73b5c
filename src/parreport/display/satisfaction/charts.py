"""The chart of the satisfaction report: shares as dots on thin lines, the intervals.

In: rows in print order with ready figures, a caption. Out: charts. A share that is withheld leaves no mark and
prints as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from parreport.columns import is_blank
from parreport.display.drawing import theme
from parreport.display.drawing.paper import Sign
from parreport.display.drawing.rows import ROWS_ON_A_PAGE, Figures, Names, split_rows
from parreport.display.drawing.scales import base_floats, fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import FOLD, Fold, Sheet
from parreport.display.formats import DASH, format_number
from parreport.display.pictures import Caption, Chart
from parreport.language import TimeName, text


@theme.theme()
def chart_shares(
    shares: pd.DataFrame,
    whole_pct: float | None = None,
    base_year: TimeName | int | None = None,
    fold: Fold | None = None,
    *,
    caption: Caption,
) -> Chart:
    """Draw the share of satisfied answers of each row as a dot, its 95% interval as a thin line.

    Parameters
    ----------
    shares
        One row per name, in print order: ``name``, ``n``, ``satisfaction_pct``, ``low_pct``, ``high_pct``,
        ``base_pct`` (may be absent), ``tone`` (may be absent: above, below; those are in colour).
    whole_pct
        The share of all together, an upright line.
    base_year
        Year of ``base_pct``; without it the marks are left out.
    fold
        The row before which others are left out, and what stands there.
    """
    share, low, high = (to_floats(shares, f"{name}_pct") for name in ("satisfaction", "low", "high"))
    base = base_floats(shares, "base_pct", base_year)
    colors = [_COLORS.get(tone, theme.INK) for tone in to_words(shares, "tone")]
    figures = [
        Figures(text("satisfied %"), print_cells(shares, "satisfaction_pct"), colors, weight="bold"),
        Figures(text("95% interval"), _intervals(shares), theme.GREY),
        Figures(text("respondents"), print_cells(shares, "n", 0), theme.GREY),
    ]
    signs: list[Sign] = [("dot", theme.INK, text("share")), ("line", theme.GREY, text("95% interval"))]
    if whole_pct is not None and not math.isnan(whole_pct):
        signs.append(("tick", theme.FAINT, text("together")))
    if base:
        year = text("year {year}", year=base_year)
        figures.append(Figures(year, print_cells(shares, "base_pct"), theme.GREY))
        signs.append(("hollow", theme.GREY, year))
    sheet = Sheet(
        Names.fit(to_words(shares, "name")),
        fit_scale([*share, *low, *high, *base]),
        figures=figures,
        legend=signs,
        gaps={fold[0]: FOLD} if fold else None,
        labels=caption.labels,
    )
    if fold:
        sheet.write_fold(*fold)
    sheet.draw_tracks()
    if whole_pct is not None and not math.isnan(whole_pct):
        sheet.draw_ticks([whole_pct] * len(share), theme.FAINT, 1.6, 7, "together")
    sheet.draw_links(low, high, [theme.GREY if color == theme.INK else color for color in colors], lw=1.1)
    if base:
        sheet.draw_dots(base, theme.GREY, "base", hollow=True)
    sheet.draw_dots(share, colors, "share", size=30)
    return Chart(sheet.figure, caption)


def chart_shares_pages(
    shares: pd.DataFrame,
    whole_pct: float | None = None,
    base_year: TimeName | int | None = None,
    *,
    caption: Caption,
    rows: int = ROWS_ON_A_PAGE,
) -> list[Chart]:
    """Draw a long list as several charts, each at most as high as a page of A4."""
    parts = split_rows(to_words(shares, "name"), rows)
    return [
        chart_shares(shares.iloc[part], whole_pct, base_year, caption=caption.of_part(number, len(parts)))
        for number, part in enumerate(parts, start=1)
    ]


_COLORS = {"above": theme.ACCENT, "below": theme.WARM_TEXT}


def _intervals(shares: pd.DataFrame) -> Sequence[str]:
    ends = zip(shares["low_pct"], shares["high_pct"], strict=True)
    return [DASH if is_blank(low) else f"{format_number(low, 1)}{DASH}{format_number(high, 1)}" for low, high in ends]
