"""The tables on targets and calendar.

In: results. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_date, format_number
from parreport.display.parts import Cell, Table
from parreport.display.tables import change_column, figure_column, number_column, table_of, typed, words_column
from parreport.display.targets.sentences import name_furthest
from parreport.language import text
from parreport.years.results import Results, shown_step


def table_targets(results: Results, rows_shown: pd.DataFrame, groups: bool = True) -> Table:
    """Return targets by field: value, value to reach, distance, met, last year.

    ``rows_shown``: rows of ``targets`` of the province or of one unit; with ``groups`` the fields
    are heads and the source stands under each target.
    """
    by_code = {target.code: target for target in results.framework.targets}
    year, sums = results.base_short, results.target_sums
    reported = set(sums.loc[sums["units_n"] > 0, "target_code"])
    trends = {"better": text("better"), "worse": text("worse than before"), "same": text("as before")}
    ordered = order_by_field(results, rows_shown)

    def name(row: Any) -> Cell:
        target = by_code[row["target_code"]]
        return Cell(f"{target.shown} ({target.unit_of_measure})", second=target.shown_source if groups else "")

    def to_reach(row: Any) -> str:
        sign = "≥ " if by_code[row["target_code"]].direction == "at_least" else "≤ "
        return sign + format_number(row["target"], 1)

    def met(row: Any) -> Cell:
        if is_blank(row["met"]):
            by_unit = not row["unit_code"] and row["target_code"] in reported
            return Cell(text("by unit only") if by_unit else text("no figures"), "grey")
        return Cell(text("met"), "good") if row["met"] else Cell(text("not met"), "warm")

    columns = [
        words_column(text("Target"), name, "34%" if groups else "46%"),
        figure_column(text("Value"), "value", 1),
        number_column(text("To reach"), to_reach),
        change_column(text("Distance"), "distance", 1),
        words_column(text("Met"), met),
    ]
    if year is not None and rows_shown["base_value"].notna().any():
        columns += [
            figure_column(text("Year {year}", year=year), "base_value", 1),
            words_column(text("Trend"), lambda row: trends.get(row["trend"], DASH)),
        ]
    unit = "" if rows_shown.empty else str(rows_shown.iloc[0]["unit_code"])
    caption = text("Targets of the unit") if unit else text("Targets of the province")
    heads = _heads(results, [by_code[code].area for code in ordered["target_code"]]) if groups else {}
    return table_of(caption, ordered, columns, id="targets-table", groups=heads)


def _heads(results: Results, areas: list[str]) -> dict[int, str]:
    """Return the name of each field over its first row."""
    names = field_names(results)
    firsts = (row for row, area in enumerate(areas) if not row or area != areas[row - 1])
    return {row: names.get(areas[row], areas[row]) or text("Other targets") for row in firsts}


def order_by_field(results: Results, targets: pd.DataFrame) -> pd.DataFrame:
    """Return rows of ``targets`` field by field, within a field in the framework's order."""
    by_code = {target.code: target for target in results.framework.targets}
    places = {area: n for n, area in enumerate(field_names(results))}
    fields = [places.get(by_code[code].area, len(places)) for code in targets["target_code"]]
    inside = targets["target_code"].map(list(by_code).index)
    ranked = targets.assign(_field=fields, _inside=inside).sort_values(["_field", "_inside"])
    return ranked.drop(columns=["_field", "_inside"])


def field_names(results: Results) -> dict[str, str]:
    """Return the field of each area code that targets name: the area's name in the first block."""
    names: dict[str, str] = {}
    for block in results.framework:
        for area in block.areas:
            names.setdefault(area.code, area.shown)
    return names


def table_target_units(results: Results) -> Table:
    """Return by target how many units meet it, how many are better or worse, who is furthest."""
    by_code = {target.code: target for target in results.framework.targets}
    with_base = results.base is not None
    columns = (
        words_column(text("Target"), lambda row: by_code[row["target_code"]].shown, "36%"),
        number_column(text("Units that meet it"), lambda row: f"{row['met_n']}/{row['units_n']}"),
        number_column(text("Better"), "better_n") if with_base else None,
        number_column(text("Worse"), "worse_n") if with_base else None,
        words_column(text("Furthest from it"), lambda row: name_furthest(results, row) or DASH),
    )
    note = text("Units with a figure. In brackets: distance to the target; below 0 = not met.")
    return table_of(text("Targets by unit"), results.target_sums, columns, id="target-units-table", note=note)


def table_calendar(calendar: pd.DataFrame) -> Table:
    """Return the steps of the year with their dates; late ones are marked, with the days."""
    states = {
        "in_time": Cell(text("in time"), "grey"),
        "late": Cell(text("late"), "warm"),
        "overdue": Cell(text("overdue"), "warm"),
        "open": Cell(text("open"), "grey"),
        "undated": Cell(text("no due date"), "grey"),
    }
    columns = (
        words_column(text("Step"), lambda row: typed(shown_step(row)), "44%"),
        words_column(text("Due"), lambda row: _day(row["due"]), "18%"),
        words_column(text("Done"), lambda row: _day(row["done"]), "18%"),
        words_column(text("State"), lambda row: states[row["state"]], "11%"),
        number_column(text("Days late"), lambda row: DASH if is_blank(row["days_late"]) else str(row["days_late"])),
    )
    return table_of(text("Calendar of the assessment"), calendar, columns, id="calendar-table")


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso)) if iso else DASH
