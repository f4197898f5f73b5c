"""The chart of targets in %: what is reached, what is to reach, what was reached last year.

In: targets in print order with ready figures, and a caption. Out: a chart. Missing figures leave no
mark and print as a dash.
"""

from __future__ import annotations

import math

import pandas as pd

from parreport.display.drawing import theme
from parreport.display.drawing.paper import Sign
from parreport.display.drawing.rows import Figures, Names
from parreport.display.drawing.scales import base_floats, fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import Sheet
from parreport.display.pictures import Caption, Chart
from parreport.language import TimeName, text


@theme.theme()
def chart_targets(targets: pd.DataFrame, base_year: TimeName | int | None = None, *, caption: Caption) -> Chart:
    """Draw targets in %: the value as a dot, the value to reach as a tick, last year hollow.

    Parameters
    ----------
    targets
        One row per target, in print order: ``target_name``, ``value``, ``target``, ``met``,
        ``base_value`` (may be blank).
    base_year
        Year of ``base_value``; without it the marks are left out.
    """
    value, goal = to_floats(targets, "value"), to_floats(targets, "target")
    base = base_floats(targets, "base_value", base_year)
    missed = [met is False for met in targets["met"]]
    inks = [theme.WARM_TEXT if is_missed else theme.INK for is_missed in missed]
    figures = [
        Figures(text("value %"), print_cells(targets, "value"), inks, weight="bold"),
        Figures(text("to reach %"), print_cells(targets, "target")),
    ]
    signs: list[Sign] = [
        ("dot", theme.ACCENT, text("met")),
        ("dot", theme.WARM, text("not met")),
        ("tick", theme.INK, text("to reach")),
    ]
    if base:
        year = text("year {year}", year=base_year)
        figures.append(Figures(year, print_cells(targets, "base_value"), theme.GREY))
        signs.append(("hollow", theme.GREY, year))
    names = Names.fit(to_words(targets, "target_name"), width=190, lines=3)
    scale = fit_scale([0.0, *value, *goal, *base])
    sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=20, labels=caption.labels)
    sheet.draw_tracks()
    sheet.plot.plot(goal, sheet.ys, "|", ms=14, mew=1.8, color=theme.INK, label="target", clip_on=False)
    if base:
        sheet.draw_dots(base, theme.GREY, "base", hollow=True)
    for tone, which in ((theme.ACCENT, False), (theme.WARM, True)):
        own = [v if m is which else math.nan for v, m in zip(value, missed, strict=True)]
        sheet.draw_dots(own, tone, "missed" if which else "met")
    return Chart(sheet.figure, caption)
