"""Targets and calendar, a call in ``01_province.ipynb``; a unit's own targets in its annex.

In: results. Out: parts and a :class:`~parreport.display.parts.Section`. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.documents import labels_of
from parreport.display.parts import Heading, PageEnd, PageStart, Part, Section, Text, gather
from parreport.display.pictures import Caption
from parreport.display.sentences import list_figures
from parreport.display.targets import sentences as say
from parreport.display.targets import tables
from parreport.display.targets.charts import chart_targets
from parreport.language import text
from parreport.years.results import Results


def show_targets(results: Results, with_tables: bool = True) -> Section:
    """Show the numeric targets and the calendar, on one page.

    ``with_tables``: with the figures of each target and their source, on as many as they take.
    """
    parts: list[Any] = []
    if len(results.targets):
        province = results.targets[results.targets["unit_code"] == ""]
        parts += [
            Heading(text("Targets"), id="targets"),
            Text(say.describe_targets(results)),
            _scoreboard(results, tables.order_by_field(results, province)),
            tables.table_targets(results, province) if with_tables else None,
            tables.table_target_units(results) if with_tables else None,
        ]
    if len(results.calendar):
        told = say.describe_calendar(results)
        parts += [
            Heading(text("Calendar"), id="calendar"),
            Text(told) if told else None,
            tables.table_calendar(results.calendar),
        ]
    return gather(*parts) if with_tables or not parts else gather(PageStart(), *parts, PageEnd())


def _scoreboard(results: Results, province: pd.DataFrame) -> Part | None:
    """Return the chart of the targets in % with figures; None where there are none."""
    by_code = {target.code: target for target in results.framework.targets}
    in_percent = ["%" in by_code[code].unit_of_measure for code in province["target_code"]]
    rows = province[province["value"].notna() & pd.Series(in_percent, province.index, dtype=bool)]
    if rows.empty:
        return None
    frame = rows.assign(target_name=[by_code[code].shown for code in rows["target_code"]])
    listed = list_figures(frame, "target_name", "value", 1)
    return chart_targets(
        frame,
        results.base_short,
        caption=Caption(
            title=say.heading_targets(results),
            subtitle=text("Targets in %, value of the province, {year}", year=results.span.title),
            alt=text("Values of the targets in %: {listed}.", listed=listed),
            id="targets-chart",
            labels=labels_of(results),
        ),
    )


def unit_targets_of(results: Results, unit: str) -> list[Part]:
    """Return the targets of a unit, for the annex of its report; nothing where it has none."""
    own = results.targets[results.targets["unit_code"] == unit]
    counted = results.findings[(results.findings["unit_code"] == unit) & results.findings["counted"].astype(bool)]
    if own.empty:
        return []
    return [
        Heading(text("Annex: targets of the unit"), id="annex-targets"),
        Text(say.describe_unit_targets(own, results)),
        *(Text(sentence) for sentence in say.describe_against_targets(results, unit, counted)),
        tables.table_targets(results, own, groups=False),
    ]
