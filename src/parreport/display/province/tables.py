"""The tables of the province report, ready to be shown.

In: results, or rows that are ready. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.drawing import theme
from parreport.display.formats import DASH, format_number
from parreport.display.groups import ENDS, Ends
from parreport.display.parts import Cell, Column, Table
from parreport.display.province.item_changes import changed_items, words_of_change
from parreport.display.province.ranking_sentences import bracketed_kind, describe_mean
from parreport.display.sentences import (
    blank_silent,
    clusters_of,
    count_gaps,
    is_cut,
    name_some,
    ranking_of,
    say_at_mean,
)
from parreport.display.sureness.sentences import describe_ranges, print_rank, ranges_of
from parreport.display.tables import (
    ShownColumn,
    change_column,
    figure_column,
    item_name,
    number_column,
    table_of,
    typed,
    unit_column,
    words_column,
)
from parreport.inputs.framework import LARGE_BLOCK, Block, Item
from parreport.language import Message, counted, text
from parreport.years.results import Results, shown_name

UNITS_ACROSS = 9
ITEMS_ACROSS = 8


def table_ranking(results: Results, block: Block, with_points: bool = True) -> Table:
    """Return the ranking of a block: rank with its range, index, class, points, last year, places."""
    decimals, year = results.framework.decimals, results.base_year
    ranking, ranges = ranking_of(results, block), ranges_of(results, block)
    in_brackets = describe_ranges(bracketed_kind(ranges))
    ranks = {row["unit_code"]: print_rank(row) for row in ranges.to_dict("records")}
    names = {band.name: band.shown for band in block.bands}
    clusters = clusters_of(results, block)

    def rank(row: Any) -> str:
        return ranks.get(row["unit_code"], DASH) if in_brackets else _plain_rank(row["rank"])

    def unit(row: Any) -> Cell:
        not_ranked = text("not ranked") if is_blank(row["rank"]) and not row["ranked"] else ""
        return Cell(shown_name(row), second=" · ".join(filter(None, (not_ranked, count_gaps(row["gaps_n"])))))

    told = describe_mean(results, block)
    columns: list[ShownColumn | None] = [
        number_column(text("Rank"), rank),
        words_column(text("Unit"), unit, "30%"),
        *([words_column(text("Cluster"), lambda row: clusters.get(row["unit_code"], DASH))] if clusters else []),
        figure_column(text("Index %"), "printed_pct", decimals, tone="strong"),
        words_column(text("Class"), lambda row: names.get(row["band"], DASH)),
        words_column(text("At or above the mean"), say_at_mean) if told else None,
    ]
    if with_points:
        columns += [
            figure_column(text("Points"), "points", detail=True),
            figure_column(text("Maximum"), "max_points", detail=True),
        ]
    if with_points and (any(ranking["bonus_points"] > 0) or any(ranking["penalty_points"] > 0)):
        columns += [
            figure_column(text("Bonus"), "bonus_points", detail=True),
            figure_column(text("Penalty"), "penalty_points", detail=True),
        ]
    if year is not None and ranking["base_pct"].notna().any():
        columns += [
            figure_column(text("Index {year} %", year=year.short), "base_pct", decimals),
            change_column(text("Change (percentage points)"), "change_pp", decimals),
            number_column(text("Rank {year}", year=year.short), lambda row: _plain_rank(row["base_rank"])),
        ]
    facts = {"block": block.shown, "year": results.span}
    caption = text("Index, class and rank, block {block}, {year}", **facts)
    if in_brackets:
        caption = text("Index, class and rank, block {block}, {year}; {ranges}", ranges=in_brackets, **facts)
    cut = [shown_name(row) for row in ranking.to_dict("records") if is_cut(row)]
    notes = [told] if told else []
    if cut:
        words = text(
            "An index above 100 counts as 100 in rank and class; the change is that of the figures before this limit: "
            "{units}.",
            units=name_some(cut),
        )
        notes.append(words)
    details = text("ranking in detail") if with_points else ""
    anchor = f"ranking-table-{block.code}"
    return table_of(
        caption, blank_silent(ranking), columns, note=" ".join(notes), id=anchor, head_column=1, details=details
    )


def table_means(results: Results, block: Block) -> Table | None:
    """Return the mean of a block in both years and what units of one year only add; None where there are none."""
    own = results.blocks[(results.blocks["block"] == block.code) & (results.blocks["only_one_n"] > 0)]
    own = own[own["others_pp"].notna()]
    if own.empty:
        return None
    decimals, years = results.framework.decimals, {"year": results.span.short, "base": results.base_short}
    columns = (
        figure_column(text("All units {year} %", year=years["base"]), "base_mean_pct", decimals),
        figure_column(text("All units {year} %", year=years["year"]), "mean_pct", decimals),
        figure_column(text("Units of both years"), "both_n", 0),
        change_column(text("their mean change"), "change_pp", decimals),
        change_column(text("by units of one mean only"), "others_pp", decimals),
    )
    caption = text("Mean index {base} and {year}, block {block}", block=block.shown, **years)
    return table_of(caption, own, columns, id=f"means-{block.code}")


def _plain_rank(rank: Any) -> str:
    return DASH if is_blank(rank) else str(rank)


def table_heat(results: Results, block: Block, ends: Ends | None = None) -> Table:
    """Return units by areas, percent of the maximum, coloured against the block's median.

    ``ends``: only the first and the last units, and the median of all between them.
    """
    items = results.items[(results.items["block"] == block.code) & (results.items["level"] == 1)]
    areas = [area for area in block.areas if block.leaf_codes_under[area.code]]
    scores = {(u, i): s for u, i, s in rows_of(items, "unit_code", "item_code", "score_pct")}
    own = results.statistics[results.statistics["block"] == block.code]
    medians = dict(rows_of(own, "item_code", "median_pct"))

    def area_column(area: Item) -> ShownColumn:
        def show(row: Any) -> Cell:
            if not row["unit_code"]:
                return Cell(format_number(medians.get(area.code), 1), "strong")
            score = scores.get((row["unit_code"], area.code))
            background, ink = theme.heat_color(score, medians.get(area.code))
            return Cell(format_number(score, 1), background=background, ink=ink)

        return Column(area.brief, "center"), show

    caption = text("Score by area, % of the maximum, block {block}", block=block.shown)
    note = text("Units in order of the index. Blue-green: above the block's median; orange: below it.")
    columns, facts = (unit_column(), *map(area_column, areas)), {"note": note, "id": f"heat-{block.code}"}
    if ends is None:
        return table_of(caption, ranking_of(results, block), columns, kind="heat", **facts)
    median = text("Median of the block")
    middle = {"unit_code": "", "unit_name": median, "unit_name_en": median}
    first, last = ends.first.to_dict("records"), ends.last.to_dict("records")
    groups = {
        0: text("First {n}", n=len(first)),
        len(first): text("Whole block"),
        len(first) + 1: text("Last {n}", n=len(last)),
    }
    return table_of(caption, [*first, middle, *last], columns, kind="heat", groups=groups, **facts)


def table_survey(survey: pd.DataFrame, block: Block) -> Table:
    """Return the appraised part against the survey part of each unit."""
    note = text("Differences are taken before rounding.")
    if len(survey) > LARGE_BLOCK:
        order = survey.sort_values("gap_pp", key=lambda gaps: -gaps.astype(float), kind="stable")
        survey = pd.concat([order.head(ENDS), order.tail(ENDS)])
        note += " " + text("The {n} units with the highest and the {n} with the lowest difference.", n=ENDS)
    columns = (
        words_column(text("Unit"), "unit_name"),
        figure_column(text("Appraised part %"), "appraised_pct", 1),
        figure_column(text("Survey part %"), "survey_pct", 1),
        figure_column(text("Difference (percentage points)"), "gap_pp", 1, signed=True),
    )
    caption = text("Appraisal and survey, % of each part's maximum, block {block}", block=block.shown)
    return table_of(caption, survey, columns, note=note, id=f"survey-{block.code}")


def remarks_by_unit() -> dict[str, str]:
    """Return the remarks on inputs that come unit by unit, with the caption of their table."""
    without_evidence = "{file}, unit {unit}: points without evidence ({n}): {items}"
    without_reason = "{file}, unit {unit}: appraised otherwise without a reason ({n}): {items}"
    return {
        without_evidence: text("Items with self-assessed points but no evidence"),
        without_reason: text("Items appraised otherwise without a reason"),
    }


def table_remarks(results: Results, notes: Sequence[Message], caption: str) -> Table:
    """Return remarks of one kind, one row per unit: how many items, and which."""
    columns = (
        words_column(text("Unit"), lambda facts: results.name_of(facts["unit"]), "40%"),
        number_column(text("Items"), "n"),
        words_column(text("Codes of the items"), "items", "44%"),
    )
    rows, note = [note.facts for note in notes], ""
    if len(rows) > LARGE_BLOCK:
        note = text("The {shown} units with most of these items; there are {n}.", shown=ENDS, n=len(rows))
        rows = sorted(rows, key=lambda facts: -int(str(facts["n"])))[:ENDS]
    return table_of(caption, rows, columns, note=note)


def table_framework_changes(results: Results, block: Block) -> Table | None:
    """Return the leaves that are not the same as in the base year; None where all are."""
    rows = changed_items(results, block)
    if not rows:
        return None
    columns = (
        words_column(text("Item"), lambda row: row.item, "40%"),
        words_column(text("What changed"), lambda row: "; ".join(map(words_of_change, row.kinds)), "16%"),
        number_column(text("Maximum before"), lambda row: format_number(row.before)),
        number_column(text("Maximum now"), lambda row: format_number(row.now)),
        words_column(text("Note"), lambda row: "" if row.note is None else typed(row.note), "30%"),
    )
    caption = text("Items that changed, block {block}", block=block.shown)
    return table_of(caption, rows, columns, id=f"framework-{block.code}")


def tables_by_item(results: Results, block: Block) -> list[Table]:
    """Return every unit of a large block in rows, its areas and their leaves across, a few to a table."""
    items = results.items[results.items["block"] == block.code]
    cells = {(u, i): p for u, i, p in rows_of(items, "unit_code", "item_code", "points")}
    ranking = ranking_of(results, block)

    def points_column(item: Item) -> ShownColumn:
        name = item.brief
        if item.is_leaf and item.max_points is not None:
            name = text("{item} (max. {points})", item=name, points=format_number(item.max_points, 2))

        def show(row: Any) -> Cell:
            known = None if is_blank(row["printed_pct"]) else cells.get((row["unit_code"], item.code))
            return Cell(format_number(known, 2), "plain" if item.is_leaf else "strong")

        return number_column(name, show)

    groups: list[list[Item]] = [[]]
    for area in block.areas:
        own = [area, *(block.by_code[code] for code in block.leaf_codes_under[area.code] if code != area.code)]
        for start in range(0, len(own), ITEMS_ACROSS):
            part = own[start : start + ITEMS_ACROSS]
            if groups[-1] and len(groups[-1]) + len(part) > ITEMS_ACROSS:
                groups.append([])
            groups[-1] += part
    tables = []
    for number, group in enumerate(groups, start=1):
        areas = dict.fromkeys(block.by_code[item.area_code].shown for item in group)
        caption = text("Points by item: {areas}; block {block}", areas=", ".join(areas), block=block.shown)
        columns = (
            number_column(text("Rank"), lambda row: _plain_rank(row["rank"])),
            unit_column(),
            *map(points_column, group),
        )
        anchor = f"items-{block.code}-{number}"
        tables.append(table_of(caption, ranking, columns, id=anchor, head_column=1, kind="wide"))
    return tables


def tables_all_items(results: Results, block: Block) -> list[Table]:
    """Return every unit and every item of a block, a few units to a table, so that none is cut in print."""
    items = results.items[results.items["block"] == block.code]
    cells = {(u, i): p for u, i, p in rows_of(items, "unit_code", "item_code", "points")}
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
            points = (
                None if is_blank(unit["printed_pct"]) else cells.get((unit["unit_code"], item.code)) for unit in across
            )
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
