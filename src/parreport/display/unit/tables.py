"""The tables of a unit's report, ready to be shown.

In: rows of one unit. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_number, format_pct, format_plain
from parreport.display.parts import Cell, Column, Table
from parreport.display.tables import item_name, signed_cell, typed
from parreport.display.unit.rules import describe_rule
from parreport.inputs.framework import Block, Item
from parreport.language import text


def table_findings(findings: pd.DataFrame, block: Block, strengths: bool) -> Table:
    """Return strengths or weaknesses of a unit, one row each."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    if strengths:
        columns = (
            Column(text("Item")),
            Column(text("Score %"), "number"),
            Column(text("Median %"), "number"),
            Column(text("Others with full points"), "number"),
        )
        rows = tuple(
            (
                item_name(block.by_code[row["item_code"]]),
                Cell(format_number(row["score_pct"], 1), "good"),
                format_number(row["block_median_pct"], 1),
                share_of_peers(row),
            )
            for row in findings.to_dict("records")
        )
        return Table(text("Strengths, by lead over the median"), columns, rows, id="strengths-table")
    columns = (
        Column(text("Item")),
        Column(text("Points lost"), "number"),
        Column(text("Share of the loss"), "number"),
        Column(text("Others with full points"), "number"),
        Column(text("Attainable"), "number"),
        Column(text("Years weak"), "number"),
    )
    rows = tuple(
        (
            item_name(block.by_code[row["item_code"]]),
            Cell(format_number(row["lost_points"], 2), "warm"),
            format_pct(row["share_of_loss_pct"], 1),
            share_of_peers(row),
            format_number(row["attainable_points"], 2),
            str(row["years_weak"]),
        )
        for row in findings.to_dict("records")
    )
    return Table(text("Weaknesses, by attainable points"), columns, rows, id="weaknesses-table")


def share_of_peers(row: Any) -> str:
    """Return how many of the other units have full points, as "5/17"."""
    return DASH if not row["peers_n"] else f"{row['peers_full_n']}/{row['peers_n']}"


def table_remedies(findings: pd.DataFrame, block: Block) -> Table:
    """Return the remediation plan: weakness, remedy, attainable points, two columns to fill in."""
    rows = tuple(
        (
            item_name(block.by_code[row["item_code"]]),
            Cell(block.by_code[row["item_code"]].shown_remedy or text("to be decided by the unit")),
            format_number(row["attainable_points"], 2),
            "",
            "",
        )
        for row in findings.to_dict("records")
    )
    columns = (
        Column(text("Weakness"), width="32%"),
        Column(text("Remedy"), width="43%"),
        Column(text("Attainable"), "number"),
        Column(text("Responsible"), "blank", "10%"),
        Column(text("Deadline"), "blank", "8%"),
    )
    return Table(text("The plan, item by item"), columns, rows, id="remedies-table")


def table_losses(losses: pd.DataFrame) -> Table:
    """Return the leaves that cost a unit most; ``losses``: name, lost_points, share_pct, points, max_points."""
    rows = tuple(
        (
            row["name"],
            Cell(format_number(row["lost_points"], 2), "warm"),
            format_pct(row["share_pct"], 1),
            format_number(row["points"], 2),
            format_number(row["max_points"], 2),
        )
        for row in losses.to_dict("records")
    )
    columns = (
        Column(text("Item")),
        Column(text("Points lost"), "number"),
        Column(text("Share of the loss"), "number"),
        Column(text("Points"), "number"),
        Column(text("Maximum"), "number"),
    )
    return Table(text("What cost the points"), columns, rows, id="losses-table")


def table_appraisal(claims: pd.DataFrame, block: Block, whole: bool = False) -> Table:
    """Return where the appraiser's figure differs from the unit's own, with the reason.

    ``whole``: the list of the annex, which has a name of its own.
    """
    with_rounds = claims["round1_points"].notna().any()
    columns = [Column(text("Item"), width="34%"), Column(text("Self"), "number")]
    if with_rounds:
        columns.append(Column(text("Round 1"), "number"))
    columns += [Column(text("Final"), "number"), Column(text("Reason"), width="34%")]
    rows = []
    for row in claims.to_dict("records"):
        tone: Any = "warm" if row["claim_gap"] > 0 else "good"
        cells: list[Cell | str] = [item_name(block.by_code[row["item_code"]]), format_number(row["self_points"], 2)]
        if with_rounds:
            cells.append(format_number(row["round1_points"], 2))
        cells += [Cell(format_number(row["appraised_points"], 2), tone), typed(row["reason"] or DASH)]
        rows.append(tuple(cells))
    if whole:
        caption = text("All items that differ, with the appraiser's reason")
    else:
        caption = text("Items that differ, with the appraiser's reason")
    anchor = "appraisal-list" if whole else "appraisal-table"
    return Table(caption, tuple(columns), tuple(rows), id=anchor)


def table_change(parts: pd.DataFrame, decimals: int) -> Table:
    """Return the parts of a unit's change; ``parts``: label, change_pp, kind."""
    rows = tuple(
        (Cell(row["label"], "strong" if row["kind"] == "total" else "plain"), signed_cell(row["change_pp"], decimals))
        for row in parts.to_dict("records")
    )
    columns = (Column(text("Part")), Column(text("Percentage points"), "number"))
    return Table(text("Parts of the change"), columns, rows, id="change-table")


def table_score_sheet(leaves: pd.DataFrame, items: pd.DataFrame, block: Block) -> Table:
    """Return the whole score sheet of a unit: every leaf under its area and criterion."""
    by_leaf = {row["item_code"]: row for row in leaves.to_dict("records")}
    by_item = {row["item_code"]: row for row in items.to_dict("records")}
    rows: list[tuple[Cell | str, ...]] = []
    groups: dict[int, str] = {}
    for item in block.items:
        if not item.is_leaf:
            sums = by_item[item.code]
            if item.level == 1:
                groups[len(rows)] = item_name(item)
            rows.append(
                (
                    Cell(item_name(item), "strong"),
                    "",
                    "",
                    "",
                    Cell(format_number(sums["points"], 2), "strong"),
                    Cell(format_number(sums["max_points"], 2), "strong"),
                    Cell(format_number(sums["score_pct"], 1), "strong"),
                )
            )
            continue
        rows.append(_score_row(item, by_leaf[item.code], by_item[item.code]))
    columns = (
        Column(text("Item"), width="38%"),
        Column(text("Declared"), width="16%"),
        Column(text("Self"), "number"),
        Column(text("Appraised"), "number"),
        Column(text("Final"), "number"),
        Column(text("Maximum"), "number"),
        Column("%", "number"),
    )
    return Table(text("Score sheet, every item"), columns, tuple(rows), id="score-sheet", groups=groups, kind="wide")


def _score_row(item: Item, leaf: Any, scored: Any) -> tuple[Cell | str, ...]:
    remarks = [describe_rule(item), leaf["reason"]]
    marks = {
        "self": text("not yet appraised"),
        "missing": text("no points given"),
        "not_applicable": text("does not apply"),
        "survey": text("by survey"),
        "scenario": text("points of a scenario"),
    }
    if leaf["origin"] in marks:
        remarks.insert(0, marks[leaf["origin"]])
    if item.method == "bonus":
        remarks.insert(0, text("bonus"))
    if item.method == "penalty":
        remarks.insert(0, text("penalty"))
    second = " · ".join(one for one in remarks if one)
    points = None if not leaf["applies"] else leaf["points"]
    lost = leaf["applies"] and not item.outside and scored["lost_points"] is not None and scored["lost_points"] > 0
    return (
        Cell(item_name(item), second=second),
        typed(declared(leaf)),
        format_number(leaf["self_points"], 2),
        format_number(leaf["appraised_points"], 2),
        Cell(format_number(points, 2), "warm" if lost else "plain"),
        format_number(leaf["max_points"], 2) if leaf["applies"] else DASH,
        format_number(scored["score_pct"], 1),
    )


def declared(leaf: Any) -> str:
    """Return what a unit declared: "42/60", "3", or the text of a choice."""
    parts = []
    if not is_blank(leaf["numerator"]) and not is_blank(leaf["denominator"]):
        parts.append(f"{format_plain(leaf['numerator'], 9)}/{format_plain(leaf['denominator'], 9)}")
    if leaf["value"]:
        parts.append(str(leaf["value"]))
    return " · ".join(reversed(parts))
