"""The tables on claims: by unit and area, items cut, reasons, what round 2 changed.

In: results, or rows that are ready. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.formats import DASH, format_number, format_pct
from parreport.display.groups import ENDS
from parreport.display.parts import Cell, Table
from parreport.display.tables import (
    ShownColumn,
    change_column,
    figure_column,
    item_column,
    item_name,
    number_column,
    table_of,
    typed,
    words_column,
)
from parreport.inputs.framework import LARGE_BLOCK, Block
from parreport.language import text
from parreport.years.results import Results


def largest_gap_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return sums of claims from most beyond the official points to most below; equal ones as given."""
    return rows.sort_values("claim_gap", key=lambda gaps: gaps.astype(float), ascending=False, kind="stable")


def table_claims(
    results: Results, block: Block, sums: pd.DataFrame, total: pd.DataFrame, compared: pd.DataFrame
) -> Table:
    """Return self-assessment against official points by unit, then the mean of several units and the block's sums.

    ``sums``: rows of ``claim_sums``, in print order; ``total``: the block's row of ``claim_areas``;
    ``compared``: its row of ``claim_blocks``, of the units of which more is known than what they claim.
    """
    known = compared[compared["units_n"] > 1].to_dict("records")
    mean = [{"unit_code": "", "mean_of": row["units_n"], "claim_gap": row["mean_gap"]} for row in known]
    notes = [
        text(
            "Only items with both figures, penalties taken off; difference also in % of the self-assessed points; "
            "evidence: share of the items on which points are claimed."
        )
    ]
    if mean and mean[0]["mean_of"] < len(sums):
        notes.append(text("The mean leaves out units of which no item is appraised yet."))

    def unit(row: Any) -> Cell:
        if row["unit_code"]:
            return Cell(results.name_of(row["unit_code"]))
        if "mean_of" in row:
            return Cell(text("Mean of {n} units", n=row["mean_of"]))
        return Cell(text("All units"), "strong")

    shown = sums
    if len(sums) > LARGE_BLOCK:
        shown = pd.concat([sums.head(ENDS), sums.tail(ENDS)])
        notes.append(text("The {n} units with the highest and the {n} with the lowest difference.", n=ENDS))
    return table_of(
        text("Self-assessed and official points, block {block}", block=block.shown),
        [*shown.to_dict("records"), *mean, *total.to_dict("records")],
        (words_column(text("Unit"), unit), *_sum_columns()),
        note=" ".join(notes),
        id=f"claims-{block.code}",
    )


def _unit_column(results: Results) -> ShownColumn:
    return words_column(text("Unit"), lambda row: results.name_of(row["unit_code"]))


def table_claim_areas(sums: pd.DataFrame, total: pd.DataFrame, block: Block, id: str, caption: str = "") -> Table:
    """Return self-assessment against official points by area and, last, of all areas.

    ``sums``: rows of ``claim_areas``; ``total``: the row of the unit or the block itself.
    """

    def area(row: Any) -> Cell:
        code = row.get("area", "")
        return Cell(item_name(block.by_code[code])) if code else Cell(text("All areas"), "strong")

    return table_of(
        caption or text("Self-assessed and official points by area"),
        [*sums.to_dict("records"), *total.to_dict("records")],
        (words_column(text("Area"), area), *_sum_columns()),
        id=id,
    )


def _sum_columns() -> tuple[ShownColumn, ...]:
    return (
        number_column(text("Self-assessed"), lambda row: format_number(row.get("self_points"))),
        number_column(text("Official"), lambda row: format_number(row.get("official_points"))),
        figure_column(text("Difference"), "claim_gap", signed=True),
        number_column(text("Difference %"), lambda row: format_number(row.get("claim_gap_pct"), 1, signed=True)),
        number_column(text("Items cut"), lambda row: f"{row['cut_n']}/{row['leaves_n']}" if "cut_n" in row else DASH),
        number_column(text("With evidence"), lambda row: format_pct(row.get("evidence_pct"), 0)),
    )


def table_cuts(cuts: pd.DataFrame, block: Block) -> Table:
    """Return the items that are cut most often, and who cuts them."""
    columns = (
        item_column(block),
        number_column(text("Units cut"), lambda row: f"{row['cut_n']}/{row['units_n']}"),
        number_column(text("By the rule"), "rule_cut_n"),
        number_column(text("By the appraiser"), "appraiser_cut_n"),
        figure_column(text("Points cut"), "cut_points"),
    )
    caption = text("Items most often cut, block {block}", block=block.shown)
    return table_of(caption, cuts, columns, id=f"cuts-{block.code}")


def table_reasons(reasons: pd.DataFrame, block: Block) -> Table:
    """Return the reasons that are given for more than one cut."""
    columns = (
        words_column(text("Reason"), lambda row: typed(row["reason"]), "58%"),
        number_column(text("Cuts"), "cut_n"),
        number_column(text("Units"), "units_n"),
        figure_column(text("Points cut"), "cut_points"),
    )
    caption = text("Reasons given for several cuts, block {block}", block=block.shown)
    return table_of(caption, reasons, columns, id=f"reasons-{block.code}")


def table_rounds(results: Results, block: Block, rounds: pd.DataFrame) -> Table:
    """Return by unit what round 2 made of the cuts of round 1; ``rounds``: the units' rows."""
    columns = (
        _unit_column(results),
        number_column(text("Items cut in round 1"), "cut_n"),
        figure_column(text("Points cut"), "cut_points"),
        number_column(text("Explained"), "explained_n"),
        number_column(text("Accepted wholly"), "whole_n"),
        number_column(text("In part"), "part_n"),
        number_column(text("Not accepted"), "refused_n"),
        change_column(text("Points of round 2"), "change_points"),
    )
    caption, note = text("What the explanations changed, block {block}", block=block.shown), ""
    if len(rounds) > LARGE_BLOCK:
        note = text("The {shown} units with most of these items; there are {n}.", shown=ENDS, n=len(rounds))
        rounds = rounds.sort_values("cut_n", ascending=False, kind="stable").head(ENDS)
    return table_of(caption, rounds, columns, note=note, id=f"rounds-{block.code}")
