"""The tables on targets and calendar.

In: results. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_date, format_number
from parreport.display.parts import Cell, Column, Table
from parreport.display.tables import signed_cell, typed
from parreport.display.targets.sentences import name_furthest
from parreport.inputs.framework import Target
from parreport.language import text
from parreport.years.results import Results, shown_step


def table_targets(results: Results, rows_shown: pd.DataFrame, groups: bool = True) -> Table:
    """Return targets by field: value, value to reach, distance, met, last year.

    ``rows_shown``: rows of ``targets`` of the province or of one unit; with ``groups`` the fields
    are heads and the source stands under each target.
    """
    by_code = {target.code: target for target in results.framework.targets}
    with_base = bool(rows_shown["base_value"].notna().any())
    columns = [
        Column(text("Target"), width="34%" if groups else "46%"),
        Column(text("Value"), "number"),
        Column(text("To reach"), "number"),
        Column(text("Distance"), "number"),
        Column(text("Met")),
    ]
    if with_base and results.base is not None:
        year = results.base.parameters.year
        columns += [Column(text("Year {year}", year=year), "number"), Column(text("Trend"))]
    fields = field_names(results)
    rows: list[tuple[Cell | str, ...]] = []
    heads: dict[int, str] = {}
    sums = results.target_sums
    reported = set(sums.loc[sums["units_n"] > 0, "target_code"])
    field = None
    for row in order_by_field(results, rows_shown).to_dict("records"):
        target = by_code[row["target_code"]]
        if groups and target.area != field:
            field = target.area
            heads[len(rows)] = fields.get(field, field) or text("Other targets")
        source = target.shown_source if groups else ""
        no_value = text("no figures")
        if not row["unit_code"] and target.code in reported:
            no_value = text("by unit only")
        rows.append(_cells(target, row, with_base and results.base is not None, source, no_value))
    unit = "" if rows_shown.empty else str(rows_shown.iloc[0]["unit_code"])
    caption = text("Targets of the unit") if unit else text("Targets of the province")
    return Table(caption, tuple(columns), tuple(rows), id="targets-table", groups=heads)


def order_by_field(results: Results, targets: pd.DataFrame) -> pd.DataFrame:
    """Return rows of ``targets`` field by field, within a field in the framework's order."""
    by_code = {target.code: target for target in results.framework.targets}
    places = {area: n for n, area in enumerate(field_names(results))}
    fields = [places.get(by_code[code].area, len(places)) for code in targets["target_code"]]
    order = list(by_code)
    inside = [order.index(code) for code in targets["target_code"]]
    ranked = targets.assign(_field=fields, _inside=inside).sort_values(["_field", "_inside"])
    return ranked.drop(columns=["_field", "_inside"])


def _cells(target: Target, row: Any, with_base: bool, source: str, no_value: str) -> tuple[Cell | str, ...]:
    sign = "≥ " if target.direction == "at_least" else "≤ "
    met = Cell(no_value, "grey")
    if not is_blank(row["met"]):
        met = Cell(text("met"), "good") if row["met"] else Cell(text("not met"), "warm")
    cells: list[Cell | str] = [
        Cell(f"{target.shown} ({target.unit_of_measure})", second=source),
        Cell(format_number(row["value"], 1)),
        Cell(sign + format_number(row["target"], 1)),
        signed_cell(row["distance"], 1),
        met,
    ]
    if with_base:
        words = {"better": text("better"), "worse": text("worse"), "same": text("as before")}
        cells += [Cell(format_number(row["base_value"], 1)), words.get(row["trend"], DASH)]
    return tuple(cells)


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
    columns = [Column(text("Target"), width="36%"), Column(text("Units that meet it"), "number")]
    if with_base:
        columns += [Column(text("Better"), "number"), Column(text("Worse"), "number")]
    columns.append(Column(text("Furthest from it")))
    rows = []
    for row in results.target_sums.to_dict("records"):
        cells: list[Cell | str] = [by_code[row["target_code"]].shown, f"{row['met_n']}/{row['units_n']}"]
        if with_base:
            cells += [str(row["better_n"]), str(row["worse_n"])]
        rows.append((*cells, name_furthest(results, row) or DASH))
    return Table(
        text("Targets by unit"),
        tuple(columns),
        tuple(rows),
        id="target-units-table",
        note=text("Units with a figure. In brackets: distance to the target; below 0 = not met."),
    )


def table_calendar(calendar: pd.DataFrame) -> Table:
    """Return the steps of the year with their dates; late ones are marked, with the days."""
    states = {
        "in_time": Cell(text("in time"), "grey"),
        "late": Cell(text("late"), "warm"),
        "overdue": Cell(text("overdue"), "warm"),
        "open": Cell(text("open"), "grey"),
        "undated": Cell(text("no due date"), "grey"),
    }
    rows = tuple(
        (
            typed(shown_step(row)),
            _day(row["due"]),
            _day(row["done"]),
            states[row["state"]],
            DASH if is_blank(row["days_late"]) else str(row["days_late"]),
        )
        for row in calendar.to_dict("records")
    )
    columns = (
        Column(text("Step"), width="44%"),
        Column(text("Due"), width="18%"),
        Column(text("Done"), width="18%"),
        Column(text("State"), width="11%"),
        Column(text("Days late"), "number"),
    )
    return Table(text("Calendar of the assessment"), columns, rows, id="calendar-table")


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso)) if iso else DASH
