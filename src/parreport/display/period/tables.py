"""The tables of the period report.

In: a period. Out: :class:`~parreport.display.parts.Table`, figures printed, nothing computed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank, round_half_up
from parreport.display.formats import DASH, format_number
from parreport.display.parts import Cell, Column, Table
from parreport.display.period import break_sentences as breaks
from parreport.display.period.sentences import shown_decimals, units_of
from parreport.display.tables import item_name, signed_cell, typed
from parreport.inputs.framework import Block
from parreport.language import counted, in_language, text
from parreport.years.results import Period, Results, shown_name

WEAKNESSES_SHOWN = 10
YEARS_IN_A_TABLE = 6


def table_years(period: Period, block: Block) -> list[Table]:
    """Return index, rank and class of each unit of a block by year; many years in several tables."""
    rows = {(row["unit_code"], row["year"]): row for row in period.series.to_dict("records")}
    bands = {
        one.parameters.year: {b.name: b.shown for own in one.framework for b in own.bands} for one in _linked(period)
    }
    with_bands = len(block.bands) > 1
    parts = [period.years[at : at + YEARS_IN_A_TABLE] for at in range(0, len(period.years), YEARS_IN_A_TABLE)]
    units = units_of(period, block)
    tables = []
    body: tuple[Row, ...]
    for number, years in enumerate(parts):
        body = tuple(
            (
                shown_name(unit),
                *(
                    _year_cell(period, rows.get((unit["unit_code"], year)), block, bands.get(year, {}), with_bands)
                    for year in years
                ),
            )
            for unit in units.to_dict("records")
        )
        caption = text("Index, rank and class by year, block {block}", block=block.shown)
        if not with_bands:
            caption = text("Index and rank by year, block {block}", block=block.shown)
        if len(parts) > 1:
            caption = text("{title} ({part}/{count})", title=caption, part=number + 1, count=len(parts))
        columns = (Column(text("Unit")), *(Column(str(year), "number") for year in years))
        tables.append(Table(caption, columns, body, id=f"years-{block.code}-{number + 1}"))
    return tables


def _linked(period: Period) -> list[Results]:
    found = [period.results]
    while (base := found[-1].base) is not None:
        found.append(base)
    return found


Row = tuple[Cell | str, ...]


def _year_cell(
    period: Period, row: dict[Any, Any] | None, block: Block, bands: dict[str, str], with_bands: bool
) -> Cell:
    if row is None or is_blank(row["printed_pct"]):
        return Cell(DASH, "grey")
    words = format_number(row["printed_pct"], period.results.framework.decimals)
    if is_blank(row["rank"]):
        second = text("not ranked")
    elif row["block"] != block.code:
        second = text("in another block")
    else:
        second = text("rank {rank}/{n}", rank=int(row["rank"]), n=int(row["ranked_n"]))
    band = "" if is_blank(row["band"]) or not with_bands else bands.get(row["band"], row["band"])
    return Cell(words, second=f"{second} · {band}" if band else second)


def table_trends(period: Period, block: Block) -> Table | None:
    """Return what the change of each unit since the first linked year is made of; None for nobody."""
    trends = period.trends.set_index("unit_code")
    decimals = shown_decimals(period)
    pattern = Decimal(1).scaleb(-decimals)
    rows: list[Row] = []
    units = units_of(period, block)
    for unit in units.to_dict("records"):
        row = trends.loc[unit["unit_code"]]
        if is_blank(row["total_pp"]):
            continue
        total, own, bonus = (
            round_half_up(row[name], pattern) for name in ("total_pp", "performance_pp", "bonus_penalty_pp")
        )
        cells = (own, total - own - bonus, bonus, total)
        rows.append((shown_name(unit), *(signed_cell(one, decimals) for one in cells)))
    if not rows:
        return None
    columns = (
        Column(text("Unit")),
        Column(text("what the unit did"), "number"),
        Column(text("criteria set or scope changed"), "number"),
        Column(text("bonus and penalty"), "number"),
        Column(text("change"), "number"),
    )
    note = text("Percentage points of the index.")
    if len(rows) < len(units):
        note += " " + text("A unit without figures of {year} is not listed.", year=period.first_year)
    return Table(
        text(
            "What the change from {first} to {last} is made of, block {block}",
            first=period.first_year,
            last=period.years[-1],
            block=block.shown,
        ),
        columns,
        tuple(rows),
        id=f"trends-{block.code}",
        note=note,
    )


def table_areas(areas: pd.DataFrame, years: list[int], block: Block) -> Table:
    """Return the mean of each area by year; ``areas``: area_name, a column a year, units."""
    columns = (Column(text("Area")), *(Column(str(year), "number") for year in years), Column(text("change"), "number"))
    rows: tuple[Row, ...] = tuple(
        (
            str(row["area_name"]),
            *(format_number(row[year], 1) for year in years),
            signed_cell(
                None if is_blank(row["first_pct"]) or is_blank(row["last_pct"]) else row["last_pct"] - row["first_pct"],
                1,
            ),
        )
        for row in areas.to_dict("records")
    )
    return Table(
        text("Mean of each area by year, % of the maximum, block {block}", block=block.shown),
        columns,
        rows,
        id=f"areas-table-{block.code}",
    )


def table_weaknesses(period: Period, block: Block) -> Table | None:
    """Return the most lasting weaknesses of a block and whose they are; None where there are none."""
    lasting = breaks.lasting_of(period, block)
    if lasting.empty:
        return None
    with_three = bool((lasting["weak_3_n"] > 0).any())
    shown = lasting.head(WEAKNESSES_SHOWN)
    rows = []
    for row in shown.to_dict("records"):
        years = 3 if row["weak_3_n"] > 0 else 2
        units = breaks.units_weak(period, block, row["item_code"], years)
        head: Row = (
            item_name(block.by_code[row["item_code"]]),
            format_number(row["weak_n"], 0),
            format_number(row["weak_2_n"], 0),
        )
        if with_three:
            head = (*head, format_number(row["weak_3_n"], 0))
        note = text("(two years)") if with_three and years == 2 else ""
        rows.append((*head, f"{breaks.list_units(period, block, units)} {note}".strip()))
    columns = [
        Column(text("Item"), width="34%"),
        Column(text("weak now"), "number"),
        Column(text("2 years or more"), "number"),
    ]
    if with_three:
        columns.append(Column(text("3 years or more"), "number"))
    label = text("units, 3 years or more") if with_three else text("units, 2 years or more")
    columns.append(Column(label, width="38%"))
    left = len(lasting) - len(shown)
    note = counted(left, "1 further item is not listed.", "{n} further items are not listed.") if left else ""
    return Table(
        text("Weaknesses that last, block {block}: number of units", block=block.shown),
        tuple(columns),
        tuple(rows),
        id=f"lasting-{block.code}",
        note=" ".join(
            one
            for one in (
                text(
                    "Counted are units for which the item has been a weakness in all years up to {year}.",
                    year=period.years[-1],
                ),
                note,
            )
            if one
        ),
    )


def tables_changed_items(period: Period, block: Block) -> list[Table]:
    """Return for each pair of linked years the items of a block that are not the same in both."""
    found = []
    for results in reversed(_linked(period)):
        if results.base is None or block.code not in results.framework.by_code:
            continue
        rows = _changed_items(results, results.framework.by_code[block.code])
        if rows:
            columns = (
                Column(text("Item"), width="40%"),
                Column(text("What changed"), width="18%"),
                Column(text("Maximum before"), "number"),
                Column(text("Maximum now"), "number"),
                Column(text("Note"), width="30%"),
            )
            caption = text(
                "Items that changed from {base} to {year}, block {block}",
                base=results.base.parameters.year,
                year=results.parameters.year,
                block=block.shown,
            )
            id = f"changed-{block.code}-{results.parameters.year}"
            found.append(Table(caption, columns, tuple(rows), id=id))
    return found


def _changed_items(results: Results, block: Block) -> list[Row]:
    own = results.framework_changes[results.framework_changes["block"] == block.code]
    changed = {(row["change"] == "removed", row["item_code"]): row for row in own.to_dict("records")}
    kin: dict[str, list[Any]] = {}
    for link in results.framework.mapping or ():
        if link.block == block.code and link.comparable:
            kin.setdefault(link.item_code, []).append(link)
    rows: list[Row] = []
    for leaf in block.scored_leaves:
        links = kin.get(leaf.code, [])
        kinds = ["split"] * any(link.share < 1 for link in links) + ["merged"] * (len(links) > 1)
        change = changed.get((False, leaf.code))
        if change is not None:
            kinds.append(str(change["change"]))
        if not kinds:
            continue
        before = change["base_max_points"] if change is not None else leaf.max_points
        note = next((link.note for link in links if link.note), "")
        note = change["note"] if change is not None and change["note"] else note
        words = "; ".join(breaks.words_of_change(kind) for kind in kinds)
        rows.append((item_name(leaf), words, format_number(before), format_number(leaf.max_points), typed(note)))
    for (is_removed, code), row in changed.items():
        if is_removed:
            name = in_language(row["name"], row["name_en"])
            rows.append(
                (f"{code} {name}", breaks.words_of_change("removed"), format_number(row["base_max_points"]), DASH, "")
            )
    return rows
