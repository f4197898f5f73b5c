"""The tables of the province report, ready to be shown.

In: results, or rows that are ready. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.drawing import theme
from parreport.display.formats import DASH, format_number
from parreport.display.parts import Cell, Column, Table
from parreport.display.sentences import ranking_of
from parreport.display.sureness.sentences import describe_ranges, print_rank, range_kind, ranges_of
from parreport.display.tables import item_name, signed_cell, typed
from parreport.inputs.framework import Block
from parreport.language import Message, counted, in_language, text
from parreport.years.results import Results, shown_name

UNITS_ACROSS = 9


def table_ranking(results: Results, block: Block) -> Table:
    """Return the ranking of a block: rank with its range, index, class, points, last year, places."""
    decimals = results.framework.decimals
    ranking, ranges = ranking_of(results, block), ranges_of(results, block)
    in_brackets = describe_ranges(range_kind(ranges))
    ranks = {row["unit_code"]: print_rank(row) for row in ranges.to_dict("records")}
    with_bonus = any(ranking["bonus_points"] > 0) or any(ranking["penalty_points"] > 0)
    with_base = results.base is not None and ranking["base_pct"].notna().any()
    columns = [
        Column(text("Rank"), "number"),
        Column(text("Unit")),
        Column(text("Index %"), "number"),
        Column(text("Class")),
        Column(text("Points"), "number", detail=True),
        Column(text("Maximum"), "number", detail=True),
    ]
    if with_bonus:
        columns += [Column(text("Bonus"), "number", detail=True), Column(text("Penalty"), "number", detail=True)]
    if with_base and results.base is not None:
        year = results.base.parameters.year
        columns += [
            Column(text("Index {year} %", year=year), "number"),
            Column(text("Change"), "number"),
            Column(text("Rank {year}", year=year), "number"),
        ]
    names = {band.name: band.shown for band in block.bands}
    rows = []
    for row in ranking.to_dict("records"):
        cells = [
            Cell(ranks.get(row["unit_code"], DASH) if in_brackets else _plain_rank(row["rank"])),
            Cell(shown_name(row), second=text("not ranked") if is_blank(row["rank"]) and not row["ranked"] else ""),
            Cell(format_number(row["printed_pct"], decimals), "strong"),
            Cell(names.get(row["band"], DASH)),
            Cell(format_number(row["points"], 2)),
            Cell(format_number(row["max_points"], 2)),
        ]
        if with_bonus:
            cells += [Cell(format_number(row["bonus_points"], 2)), Cell(format_number(row["penalty_points"], 2))]
        if with_base:
            cells += [
                Cell(format_number(row["base_pct"], decimals)),
                signed_cell(row["change_pp"], decimals),
                Cell(_plain_rank(row["base_rank"])),
            ]
        rows.append(tuple(cells))
    facts = {"block": block.shown, "year": results.parameters.year}
    caption = text("Index, class and rank, block {block}, {year}", **facts)
    if in_brackets:
        caption = text("Index, class and rank, block {block}, {year}; {ranges}", ranges=in_brackets, **facts)
    return Table(
        caption,
        tuple(columns),
        tuple(rows),
        id=f"ranking-table-{block.code}",
        head_column=1,
        details=text("ranking in detail"),
    )


def _plain_rank(rank: Any) -> str:
    return DASH if is_blank(rank) else str(rank)


def table_heat(results: Results, block: Block) -> Table:
    """Return units by areas, percent of the maximum, coloured against the block's median."""
    items = results.items[(results.items["block"] == block.code) & (results.items["level"] == 1)]
    areas = [area for area in block.areas if block.leaf_codes_under[area.code]]
    scores = {(u, i): s for u, i, s in zip(items["unit_code"], items["item_code"], items["score_pct"], strict=True)}
    own = results.statistics[results.statistics["block"] == block.code]
    medians = dict(zip(own["item_code"], own["median_pct"], strict=True))
    rows = []
    for row in ranking_of(results, block).to_dict("records"):
        cells = [Cell(shown_name(row))]
        for area in areas:
            score = scores.get((row["unit_code"], area.code))
            background, ink = theme.heat_color(score, medians.get(area.code))
            cells.append(Cell(format_number(score, 1), background=background, ink=ink))
        rows.append(tuple(cells))
    columns = (Column(text("Unit")), *(Column(area.shown, "center") for area in areas))
    return Table(
        text("Score by area, % of the maximum, block {block}", block=block.shown),
        columns,
        tuple(rows),
        note=text("Units in order of the index. Blue-green: above the block's median; orange: below it."),
        id=f"heat-{block.code}",
        kind="heat",
    )


def table_survey(survey: pd.DataFrame, block: Block) -> Table:
    """Return the appraised part against the survey part of each unit."""
    rows = tuple(
        (
            row["unit_name"],
            format_number(row["appraised_pct"], 1),
            format_number(row["survey_pct"], 1),
            format_number(row["gap_pp"], 1, signed=True),
        )
        for row in survey.to_dict("records")
    )
    columns = (
        Column(text("Unit")),
        Column(text("Appraised part %"), "number"),
        Column(text("Survey part %"), "number"),
        Column(text("Difference"), "number"),
    )
    return Table(
        text("Appraisal and survey, % of each part's maximum, block {block}", block=block.shown),
        columns,
        rows,
        note=text("Differences are taken before rounding."),
        id=f"survey-{block.code}",
    )


def remarks_by_unit() -> dict[str, str]:
    """Return the remarks on inputs that come unit by unit, with the caption of their table."""
    return {
        "{file}, unit {unit}: points without evidence ({n}): {items}": text(
            "Items with self-assessed points but no evidence"
        ),
        "{file}, unit {unit}: appraised otherwise without a reason ({n}): {items}": text(
            "Items appraised otherwise without a reason"
        ),
    }


def table_remarks(results: Results, notes: Sequence[Message], caption: str) -> Table:
    """Return remarks of one kind, one row per unit: how many items, and which."""
    columns = (
        Column(text("Unit"), width="40%"),
        Column(text("Items"), "number"),
        Column(text("Codes of the items"), width="44%"),
    )
    rows = tuple((results.name_of(note.facts["unit"]), str(note.facts["n"]), note.facts["items"]) for note in notes)
    return Table(caption, columns, rows)


def _name_of(row: Any) -> str:
    """Return the name of an item row in the language of the report."""
    return in_language(row["name"], row["name_en"])


def table_framework_changes(results: Results, block: Block) -> Table | None:
    """Return the leaves that are not the same as in the base year; None where all are."""
    own = results.framework_changes[results.framework_changes["block"] == block.code]
    if own.empty:
        return None
    words = {
        "added": text("new"),
        "removed": text("dropped"),
        "not_comparable": text("measures something else"),
        "reweighted": text("other maximum"),
    }
    rows = tuple(
        (
            f"{row['item_code']} {_name_of(row)}",
            words[row["change"]],
            format_number(row["base_max_points"], 2),
            format_number(row["max_points"], 2),
            typed(row["note"]),
        )
        for row in own.to_dict("records")
    )
    columns = (
        Column(text("Item"), width="40%"),
        Column(text("What changed"), width="16%"),
        Column(text("Maximum before"), "number"),
        Column(text("Maximum now"), "number"),
        Column(text("Note"), width="30%"),
    )
    return Table(
        text("Items that changed, block {block}", block=block.shown), columns, rows, id=f"framework-{block.code}"
    )


def tables_all_items(results: Results, block: Block) -> list[Table]:
    """Return every unit and every item of a block, a few units to a table, so that none is cut in print."""
    items = results.items[results.items["block"] == block.code]
    cells = {(u, i): p for u, i, p in zip(items["unit_code"], items["item_code"], items["points"], strict=True)}
    units = ranking_of(results, block).to_dict("records")
    tables = []
    for start in range(0, len(units), UNITS_ACROSS):
        across = units[start : start + UNITS_ACROSS]
        rows: list[tuple[Cell | str, ...]] = []
        groups: dict[int, str] = {}
        for item in block.items:
            if item.level == 1 and not item.is_leaf:
                groups[len(rows)] = item_name(item)
            maximum = format_number(item.max_points, 2) if item.is_leaf else ""
            head = Cell(item_name(item), "plain" if item.is_leaf else "strong")
            points = (cells.get((unit["unit_code"], item.code)) for unit in across)
            rows.append((head, maximum, *(format_number(one, 2) for one in points)))
        columns = (
            Column(text("Item"), width="34%"),
            Column(text("Maximum"), "number"),
            *(Column(shown_name(unit), "number") for unit in across),
        )
        caption = counted(
            len(across),
            "Points by item, block {block}, unit {first}",
            "Points by item, block {block}, units {first} to {last}",
            block=block.shown,
            first=start + 1,
            last=start + len(across),
        )
        tables.append(
            Table(caption, columns, tuple(rows), id=f"items-{block.code}-{start + 1}", groups=groups, kind="wide")
        )
    return tables
