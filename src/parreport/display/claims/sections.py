"""Self-assessment against official points in the province report, a call in ``01_province.ipynb``.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.claims import sentences as say
from parreport.display.claims import tables
from parreport.display.documents import blocks_with_units, labels_of
from parreport.display.parts import Heading, PageEnd, PageStart, Section, Text, gather
from parreport.display.pictures import Caption
from parreport.display.province.charts import chart_claims
from parreport.display.sentences import join_sentences, list_figures
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

TOP_CUTS = 8
TOP_REASONS = 8
CLAIMS_SHOWN = 30


def show_claims(results: Results, with_tables: bool = True) -> Section:
    """Show self-assessment against official points: units, areas, items, evidence, reasons, round 2.

    ``with_tables``: with the figures by unit, area, item and reason; else on one page. Nothing where nobody claimed.
    """
    parts: list[Any] = [Heading(text("Self-assessment against official points"), id="claims")]
    for block in blocks_with_units(results):
        sums = results.claim_areas[results.claim_areas["block"] == block.code]
        if len(sums) and sums.iloc[0]["leaves_n"] > sums.iloc[0]["waiting_n"]:
            parts += _block_parts(results, block, sums) if with_tables else _short_parts(results, block, sums)
        elif len(sums):
            heading = Heading(block.shown, 3, id=f"claims-{block.code}-heading")
            parts += [heading, Text(say.describe_waiting(sums.iloc[0]))]
    if len(parts) == 1:
        return gather()
    if with_tables:
        return gather(*parts)
    return gather(PageStart(), *parts, PageEnd())


def _short_parts(results: Results, block: Block, sums: pd.DataFrame) -> list[Any]:
    """Return what is claimed beyond in a block and who cut it, and the picture."""
    total = sums[(sums["unit_code"] == "") & (sums["area"] == "")].iloc[0]
    claims = tables.largest_gap_first(results.claim_sums[results.claim_sums["block"] == block.code])
    told = (say.describe_claims(results, block), say.describe_deciders(total), say.describe_undecided(total))
    return [
        Heading(block.shown, 3, id=f"claims-{block.code}-heading"),
        Text(join_sentences(*told)),
        _chart(results, block, claims[claims["leaves_n"] > claims["waiting_n"]].head(CLAIMS_SHOWN)),
    ]


def _block_parts(results: Results, block: Block, sums: pd.DataFrame) -> list[Any]:
    of_block = sums[sums["unit_code"] == ""]
    total_row = of_block[of_block["area"] == ""]
    total = total_row.iloc[0]
    cuts = results.cuts[results.cuts["block"] == block.code].head(TOP_CUTS)
    reasons = results.reasons[results.reasons["block"] == block.code]
    frequent = reasons[(reasons["reason"] != "") & (reasons["cut_n"] > 1)].head(TOP_REASONS)
    rounds = results.rounds[results.rounds["block"] == block.code]
    whole, by_unit = rounds[rounds["unit_code"] == ""], rounds[rounds["unit_code"] != ""]
    claims = results.claim_sums[results.claim_sums["block"] == block.code]
    claims = tables.largest_gap_first(claims)
    compared = results.claim_blocks[results.claim_blocks["block"] == block.code]
    told = (
        say.describe_claims(results, block),
        say.describe_totals(total),
        say.describe_deciders(total),
        say.describe_undecided(total),
        say.describe_block_evidence(total),
    )
    why = say.describe_reasons(reasons)
    return [
        Heading(block.shown, 3, id=f"claims-{block.code}-heading"),
        Text(join_sentences(*told)),
        _chart(results, block, claims[claims["leaves_n"] > claims["waiting_n"]].head(CLAIMS_SHOWN)),
        tables.table_claims(results, block, claims, total_row, compared),
        tables.table_claim_areas(
            of_block[of_block["area"] != ""],
            total_row,
            block,
            f"claim-areas-{block.code}",
            text("Self-assessed and official points by area, block {block}", block=block.shown),
        ),
        tables.table_cuts(cuts, block) if len(cuts) else None,
        Text(why) if why else None,
        tables.table_reasons(frequent, block) if len(frequent) else None,
        Text(say.describe_rounds(whole.iloc[0])) if len(whole) else None,
        tables.table_rounds(results, block, by_unit) if len(whole) else None,
    ]


def _chart(results: Results, block: Block, order: pd.DataFrame) -> Any:
    """Draw the claims of a block; ``order``: the units that have both figures, the largest gap first."""
    frame = order.assign(unit_name=[results.name_of(code) for code in order["unit_code"]], gap=order["claim_gap"])
    listed = list_figures(frame, "unit_name", "gap", signed=True)
    return chart_claims(
        frame,
        caption=Caption(
            title=say.heading_claims(results, block),
            subtitle=text(
                "What units claim and what they are granted: points on the items with both figures, block {block}",
                block=block.shown,
            ),
            alt=text("Self-assessed minus official points: {listed}.", listed=listed),
            id=f"claims-chart-{block.code}",
            labels=labels_of(results),
        ),
    )
