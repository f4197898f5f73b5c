"""Declared figures against a second source, a call in ``01_province.ipynb``.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import rows_of
from parreport.display.formats import DASH
from parreport.display.parts import Cell, Heading, Section, Table, Text, gather
from parreport.display.tables import figure_column, item_name, table_of, typed, words_column
from parreport.display.unit.sections import more
from parreport.display.unit.tables import declared, second_figures, source_of
from parreport.language import text
from parreport.years.results import Results

SHOWN = 40
STATES = ("differs", "not_applicable", "filled")


def show_second_source(results: Results) -> Section:
    """Show the reconciliation with a second source: counts, and the figures that differ; nothing without one."""
    compared = results.second_source
    if compared.empty:
        return gather()
    counts = compared["state"].value_counts()
    equal, differs, without, filled = (int(counts.get(one, 0)) for one in ("equal", *STATES))
    told = text(
        "Figures compared with the second source: {n}; alike: {equal}; different: {differs}; declared as not "
        "applicable: {without}; not declared in full and taken from it: {filled}.",
        n=len(compared),
        equal=equal,
        differs=differs,
        without=without,
        filled=filled,
    )
    rows = order_differences(compared)
    return gather(
        Heading(text("Declared figures against a second source"), id="second-source"),
        Text(told),
        _table(results, rows.head(SHOWN)) if len(rows) else None,
        more(
            len(rows) - SHOWN,
            "1 more row stands in the table “declared figures against a second source” of the open data.",
            "{n} more rows stand in the table “declared figures against a second source” of the open data.",
        ),
    )


def order_differences(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are not equal: by state, of these that differ the largest difference of points first."""
    points = rows_of(compared, "declared_points", "second_points")
    gaps = [-float(abs(own - other)) if None not in (own, other) else 0.0 for own, other in points]
    states = compared["state"].map({state: place for place, state in enumerate(STATES)})
    rows = compared.assign(place=states, gap=gaps)[compared["state"] != "equal"]
    return rows.sort_values(["place", "gap"], kind="stable").reset_index(drop=True)


def _table(results: Results, rows: pd.DataFrame) -> Table:
    official = {
        (unit, item): points
        for unit, item, points, applies in rows_of(results.leaves, "unit_code", "item_code", "points", "applies")
        if applies
    }
    heads = {
        "differs": text("Different"),
        "not_applicable": text("Declared as not applicable"),
        "filled": text("Not declared in full; taken from the second source"),
    }
    states = list(rows["state"])
    groups = {states.index(state): heads[state] for state in dict.fromkeys(states)}

    def item(row: Any) -> str:
        return item_name(results.block_of(row["unit_code"]).by_code[row["item_code"]])

    def second(row: Any) -> Cell:
        return Cell(second_figures(row), second=source_of(row))

    points = [official.get(key) for key in rows_of(rows, "unit_code", "item_code")]
    shown = rows.assign(official=pd.Series(points, dtype=object, index=rows.index))
    columns = (
        words_column(text("Unit"), lambda row: results.name_of(row["unit_code"])),
        words_column(text("Item"), item, "30%"),
        words_column(text("Declared"), lambda row: typed(declared(row) or DASH)),
        words_column(text("Second source"), second),
        figure_column(text("Points, declared"), "declared_points"),
        figure_column(text("Points, second source"), "second_points"),
        figure_column(text("Official"), "official"),
    )
    return table_of(
        text("Declared figures and those of the second source"),
        shown,
        columns,
        note=text("Points by the rule for either figure; official: the points that count, the appraiser's first."),
        id="second-source-table",
        groups=groups,
    )
