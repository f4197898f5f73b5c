"""Targets and calendar, a call in ``01_province.ipynb``; a unit's own targets in its annex.

In: results. Out: parts and a :class:`~parreport.display.parts.Section`. Computes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from parreport.display.documents import labels_of
from parreport.display.drawing import theme
from parreport.display.drawing.scales import fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import Figures, Names, Sheet, Sign
from parreport.display.formats import format_number
from parreport.display.parts import Chart, Heading, Part, Section, Text, gather
from parreport.display.targets import sentences as say
from parreport.display.targets import tables
from parreport.language import text
from parreport.years.results import Results


def show_targets(results: Results) -> Section:
    """Show the numeric targets and the calendar."""
    parts: list[Any] = []
    if len(results.targets):
        province = results.targets[results.targets["unit_code"] == ""]
        parts += [
            Heading(text("Targets"), id="targets"),
            Text(say.describe_targets(results)),
            _scoreboard(results, tables.order_by_field(results, province)),
            tables.table_targets(results, province),
            tables.table_target_units(results),
        ]
    if len(results.calendar):
        told = say.describe_calendar(results)
        parts += [
            Heading(text("Calendar"), id="calendar"),
            Text(told) if told else None,
            tables.table_calendar(results.calendar),
        ]
    return gather(*parts)


def _scoreboard(results: Results, province: pd.DataFrame) -> Part | None:
    """Return the chart of the targets in % with figures; None where there are none."""
    by_code = {target.code: target for target in results.framework.targets}
    in_percent = ["%" in by_code[code].unit_of_measure for code in province["target_code"]]
    rows = province[province["value"].notna() & pd.Series(in_percent, province.index, dtype=bool)]
    if rows.empty:
        return None
    frame = rows.assign(target_name=[by_code[code].shown for code in rows["target_code"]])
    listed = "; ".join(f"{row['target_name']} {format_number(row['value'], 1)}" for row in frame.to_dict("records"))
    base = results.base
    return chart_targets(
        frame,
        None if base is None else base.parameters.year,
        title=say.heading_targets(results),
        subtitle=text("Targets in %, value of the province, {year}", year=results.parameters.year),
        alt=text("Values of the targets in %: {listed}.", listed=listed),
        id="targets-chart",
        labels=labels_of(results),
    )


def unit_targets_of(results: Results, unit: str) -> list[Part]:
    """Return the targets of a unit, for the annex of its report; nothing where it has none."""
    own = results.targets[results.targets["unit_code"] == unit]
    if own.empty:
        return []
    return [
        Heading(text("Annex: targets of the unit"), id="annex-targets"),
        Text(say.describe_unit_targets(own, results)),
        tables.table_targets(results, own, groups=False),
    ]


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
            text("value %"),
            print_cells(rows, "value", show),
            [theme.WARM_TEXT if one else theme.INK for one in missed],
            weight="bold",
        ),
        Figures(text("to reach %"), print_cells(rows, "target", show)),
    ]
    signs: list[Sign] = [
        ("dot", theme.ACCENT, text("met")),
        ("dot", theme.WARM, text("not met")),
        ("tick", theme.INK, text("to reach")),
    ]
    if with_base:
        figures.append(
            Figures(
                text("year {year}", year=base_year), print_cells(rows, "base_value", show), [theme.GREY] * len(rows)
            )
        )
        signs.append(("hollow", theme.GREY, text("year {year}", year=base_year)))
    with theme.theme():
        names = Names.fit(to_words(rows, "target_name"), width=190, lines=3)
        scale = fit_scale([0.0, *value, *goal, *(base if with_base else [])])
        sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=20, labels=labels)
        sheet.draw_tracks()
        sheet.plot.plot(goal, sheet.ys, "|", ms=14, mew=1.8, color=theme.INK, label="target", clip_on=False)
        if with_base:
            sheet.draw_dots(base, theme.GREY, "base", hollow=True)
        for tone, which in ((theme.ACCENT, False), (theme.WARM, True)):
            own = [v if m is which else math.nan for v, m in zip(value, missed, strict=True)]
            sheet.draw_dots(own, tone, "missed" if which else "met")
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)
