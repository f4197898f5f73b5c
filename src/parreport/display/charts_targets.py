"""The scoreboard of the targets: value, target, last year.

In: a table in print order with ready figures, and the words around the picture. Out: a chart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from parreport.display import theme
from parreport.display.charts import Figures, Names, Sheet, Sign
from parreport.display.formats import format_number
from parreport.display.parts import Chart
from parreport.display.scales import fit_scale, print_cells, to_floats, to_words
from parreport.language import text


def chart_targets(
    targets: pd.DataFrame,
    base_year: int | None = None,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw targets in %: the value as a dot, the value to reach as a tick, last year hollow.

    Parameters
    ----------
    targets
        One row per target, in print order: ``target_name``, ``value``, ``target``, ``met``,
        ``base_value`` (may be blank).
    base_year
        Year of ``base_value``; without it the marks are left out.
    """
    labels = tuple(labels)
    rows = targets.reset_index(drop=True)
    value, goal, base = (to_floats(rows, name) for name in ("value", "target", "base_value"))
    with_base = base_year is not None and not all(math.isnan(one) for one in base)

    def show(cell: Any) -> str:
        return format_number(cell, 1)

    missed = [met is False for met in rows["met"]]
    figures = [
        Figures(
            text("value %"), print_cells(rows, "value", show),
            [theme.WARM_TEXT if one else theme.INK for one in missed], weight="bold",
        ),
        Figures(text("to reach %"), print_cells(rows, "target", show)),
    ]  # fmt: skip
    signs: list[Sign] = [
        ("dot", theme.ACCENT, text("met")),
        ("dot", theme.WARM, text("not met")),
        ("tick", theme.INK, text("to reach")),
    ]
    if with_base:
        figures.append(
            Figures(
                text("year {year}", year=base_year), print_cells(rows, "base_value", show),
                [theme.GREY] * len(rows),
            )
        )  # fmt: skip
        signs.append(("hollow", theme.GREY, text("year {year}", year=base_year)))
    with theme.theme():
        names = Names.fit(to_words(rows, "target_name"), width=190, lines=3)
        scale = fit_scale([0.0, *value, *goal, *(base if with_base else [])])
        sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=20, labels=labels)
        sheet.draw_tracks()
        sheet.plot.plot(
            goal, sheet.ys, "|", ms=14, mew=1.8, color=theme.INK, label="target", clip_on=False
        )
        if with_base:
            sheet.draw_dots(base, theme.GREY, "base", hollow=True)
        for tone, which in ((theme.ACCENT, False), (theme.WARM, True)):
            own = [v if m is which else math.nan for v, m in zip(value, missed, strict=True)]
            sheet.draw_dots(own, tone, "missed" if which else "met")
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)
