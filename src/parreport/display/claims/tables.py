"""The tables on claims: by unit and area, items cut, reasons, what round 2 changed.

In: results, or rows that are ready. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

import pandas as pd

from parreport.display.formats import format_number, format_pct
from parreport.display.parts import Cell, Column, Table
from parreport.display.tables import item_name, signed_cell, typed
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results


def table_claims(results: Results, block: Block) -> Table:
    """Return self-assessment against appraisal by unit, with the share of items with evidence."""
    sums = results.claim_sums[results.claim_sums["block"] == block.code]
    order = sums.assign(_gap=sums["claim_gap"].astype(float))
    order = order.sort_values("_gap", ascending=False, kind="stable")
    rows = tuple((results.name_of(row["unit_code"]), *_sums(row)) for row in order.to_dict("records"))
    return Table(
        text("Self-assessed and appraised points, block {block}", block=block.shown),
        (Column(text("Unit")), *_sum_columns()),
        rows,
        note=text(
            "Only items with both figures; difference also in % of the self-assessed points; evidence: share of "
            "the items with self-assessed points."
        ),
        id=f"claims-{block.code}",
    )


def table_claim_areas(sums: pd.DataFrame, block: Block, id: str, caption: str = "") -> Table:
    """Return self-assessment against appraisal by area; ``sums``: rows of ``claim_areas``."""
    by_code = block.by_code
    rows = tuple((item_name(by_code[row["area"]]), *_sums(row)) for row in sums.to_dict("records"))
    return Table(
        caption or text("Self-assessed and appraised points by area"),
        (Column(text("Area")), *_sum_columns()),
        rows,
        id=id,
    )


def _sum_columns() -> tuple[Column, ...]:
    return (
        Column(text("Self-assessed"), "number"),
        Column(text("Appraised"), "number"),
        Column(text("Difference"), "number"),
        Column(text("Difference %"), "number"),
        Column(text("Items cut"), "number"),
        Column(text("With evidence"), "number"),
    )


def _sums(row: object) -> tuple[Cell | str, ...]:
    assert isinstance(row, dict)
    return (
        format_number(row["self_points"], 2),
        format_number(row["appraised_points"], 2),
        format_number(row["claim_gap"], 2, signed=True),
        format_number(row["claim_gap_pct"], 1, signed=True),
        f"{row['cut_n']}/{row['leaves_n']}",
        format_pct(row["evidence_pct"], 0),
    )


def table_cuts(cuts: pd.DataFrame, block: Block) -> Table:
    """Return the items that the appraiser cuts most often."""
    rows = tuple(
        (
            item_name(block.by_code[row["item_code"]]),
            f"{row['cut_n']}/{row['units_n']}",
            format_number(row["cut_points"], 2),
        )
        for row in cuts.to_dict("records")
    )
    columns = (Column(text("Item")), Column(text("Units cut"), "number"), Column(text("Points cut"), "number"))
    return Table(text("Items most often cut, block {block}", block=block.shown), columns, rows, id=f"cuts-{block.code}")


def table_reasons(reasons: pd.DataFrame, block: Block) -> Table:
    """Return the reasons that the appraiser gives for more than one cut."""
    rows = tuple(
        (typed(row["reason"]), str(row["cut_n"]), str(row["units_n"]), format_number(row["cut_points"], 2))
        for row in reasons.to_dict("records")
    )
    columns = (
        Column(text("Reason"), width="58%"),
        Column(text("Cuts"), "number"),
        Column(text("Units"), "number"),
        Column(text("Points cut"), "number"),
    )
    return Table(
        text("Reasons given for several cuts, block {block}", block=block.shown),
        columns,
        rows,
        id=f"reasons-{block.code}",
    )


def table_rounds(results: Results, block: Block) -> Table:
    """Return by unit what round 2 made of the cuts of round 1."""
    own = results.rounds[(results.rounds["block"] == block.code) & (results.rounds["unit_code"] != "")]
    rows = tuple(
        (
            results.name_of(row["unit_code"]),
            str(row["cut_n"]),
            format_number(row["cut_points"], 2),
            str(row["explained_n"]),
            str(row["whole_n"]),
            str(row["part_n"]),
            str(row["refused_n"]),
            signed_cell(row["back_points"] - row["lowered_points"], 2),
        )
        for row in own.to_dict("records")
    )
    columns = (
        Column(text("Unit")),
        Column(text("Items cut in round 1"), "number"),
        Column(text("Points cut"), "number"),
        Column(text("Explained"), "number"),
        Column(text("Accepted wholly"), "number"),
        Column(text("In part"), "number"),
        Column(text("Not accepted"), "number"),
        Column(text("Points of round 2"), "number"),
    )
    return Table(
        text("What the explanations changed, block {block}", block=block.shown),
        columns,
        rows,
        id=f"rounds-{block.code}",
    )
