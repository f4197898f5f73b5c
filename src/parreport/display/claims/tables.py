"""The tables on claims: by unit and area, items cut, reasons, what round 2 changed.

In: results, or rows that are ready. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

import pandas as pd

from parreport.display.formats import format_pct
from parreport.display.parts import Table
from parreport.display.tables import (
    ShownColumn,
    change_column,
    figure_column,
    item_column,
    number_column,
    table_of,
    typed,
    words_column,
)
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results


def largest_gap_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return claims, or sums of them, from most beyond the appraiser to most below; equal ones as given."""
    return rows.sort_values("claim_gap", key=lambda gaps: gaps.astype(float), ascending=False, kind="stable")


def table_claims(results: Results, block: Block, sums: pd.DataFrame) -> Table:
    """Return self-assessment against appraisal by unit; ``sums``: rows of ``claim_sums``, in print order."""
    return table_of(
        text("Self-assessed and appraised points, block {block}", block=block.shown),
        sums,
        (_unit_column(results), *_sum_columns()),
        note=text(
            "Only items with both figures; difference also in % of the self-assessed points; evidence: share of "
            "the items with self-assessed points."
        ),
        id=f"claims-{block.code}",
    )


def _unit_column(results: Results) -> ShownColumn:
    return words_column(text("Unit"), lambda row: results.name_of(row["unit_code"]))


def table_claim_areas(sums: pd.DataFrame, block: Block, id: str, caption: str = "") -> Table:
    """Return self-assessment against appraisal by area; ``sums``: rows of ``claim_areas``."""
    area = item_column(block, text("Area"), code="area")
    return table_of(caption or text("Self-assessed and appraised points by area"), sums, (area, *_sum_columns()), id=id)


def _sum_columns() -> tuple[ShownColumn, ...]:
    return (
        figure_column(text("Self-assessed"), "self_points"),
        figure_column(text("Appraised"), "appraised_points"),
        figure_column(text("Difference"), "claim_gap", signed=True),
        figure_column(text("Difference %"), "claim_gap_pct", 1, signed=True),
        number_column(text("Items cut"), lambda row: f"{row['cut_n']}/{row['leaves_n']}"),
        number_column(text("With evidence"), lambda row: format_pct(row["evidence_pct"], 0)),
    )


def table_cuts(cuts: pd.DataFrame, block: Block) -> Table:
    """Return the items that the appraiser cuts most often."""
    columns = (
        item_column(block),
        number_column(text("Units cut"), lambda row: f"{row['cut_n']}/{row['units_n']}"),
        figure_column(text("Points cut"), "cut_points"),
    )
    caption = text("Items most often cut, block {block}", block=block.shown)
    return table_of(caption, cuts, columns, id=f"cuts-{block.code}")


def table_reasons(reasons: pd.DataFrame, block: Block) -> Table:
    """Return the reasons that the appraiser gives for more than one cut."""
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
    caption = text("What the explanations changed, block {block}", block=block.shown)
    return table_of(caption, rounds, columns, id=f"rounds-{block.code}")
