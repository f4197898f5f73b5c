"""The tables of the method report.

In: results. Out: :class:`~parreport.display.parts.Table`.
"""

from __future__ import annotations

import math
from typing import Any

from parreport.columns import is_blank, rows_of
from parreport.display.formats import DASH, format_number, format_pct
from parreport.display.method.coherence_sentences import coherence_of, is_read, word_alpha
from parreport.display.method.sentences import find_silent, quality_of
from parreport.display.method.weight_sentences import format_order, weights_of
from parreport.display.parts import Cell, Table
from parreport.display.tables import figure_column, item_column, item_name, number_column, table_of, words_column
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

TOP_PAIRS = 12
FULL_PCT = 100


def table_silent(results: Results, block: Block) -> Table | None:
    """Return the leaves that tell nothing about the units; None where there is none."""
    silent = find_silent(quality_of(results, block))
    if silent.empty:
        return None
    columns = (
        item_column(block),
        number_column(text("All units at"), lambda row: format_pct(row["mean_pct"])),
        number_column(text("Units"), "units_n"),
    )
    caption = text("Items on which all units are equal, block {block}", block=block.shown)
    note = text("For the next revision of the framework: raise what is asked for, or leave the item out.")
    if (silent["mean_pct"] < FULL_PCT).any():
        note = text(
            "For the next revision of the framework: where all units have full points, raise what is asked for, or "
            "leave the item out; where all have less, see whether the figure is each unit's own."
        )
    return table_of(caption, silent, columns, note=note, id=f"silent-{block.code}")


def table_pairs(results: Results, block: Block) -> Table | None:
    """Return the closest pairs of leaves, at most twelve; None where there is none."""
    own = results.item_pairs[results.item_pairs["block"] == block.code]
    if own.empty:
        return None
    closest = own.sort_values("correlation", ascending=False, kind="stable").head(TOP_PAIRS)
    columns = (
        item_column(block, text("First item"), "37%"),
        item_column(block, text("Second item"), "37%", "other_item_code"),
        figure_column(text("Correlation"), "correlation"),
        number_column(text("Together, of all points"), lambda row: format_pct(row["points_share_pct"])),
    )
    note = text("Judge by the content: two items can move together by chance, the more so with few units.")
    if len(own) > len(closest):
        more = text("The {n} closest of {all}; the annex lists all.", n=len(closest), all=len(own))
        note = f"{more} {note}"
    caption = text("Pairs of items that order the units nearly alike, block {block}", block=block.shown)
    return table_of(caption, closest, columns, note=note, id=f"pairs-{block.code}")


def table_pair_list(results: Results, block: Block) -> Table | None:
    """Return, for the annex, each leaf with all that go along with it; None where all pairs stand in the text."""
    own = results.item_pairs[results.item_pairs["block"] == block.code]
    if len(own) <= TOP_PAIRS:
        return None

    def others(row: Any) -> str:
        pairs = own[own["item_code"] == row["item_code"]]
        return "; ".join(
            f"{code} ({format_number(value, 2)})" for code, value in rows_of(pairs, "other_item_code", "correlation")
        )

    columns = (item_column(block, width="42%"), words_column(text("Other items, with the correlation"), others))
    caption = text("All pairs of items that order the units nearly alike, block {block}", block=block.shown)
    return table_of(caption, own.drop_duplicates("item_code"), columns, id=f"pair-list-{block.code}")


def table_weights(results: Results, block: Block) -> Table:
    """Return the share of each area in the points and in the differences between units."""
    areas = weights_of(results, block)
    with_order = areas["rank_correlation"].notna().any()
    columns = (
        words_column(text("Area"), "area_name"),
        figure_column(text("Share of the maximum %"), "weight_pct", 1),
        figure_column(text("Share of the differences %"), "effective_pct", 1, tone="strong"),
        number_column(text("Order without it"), lambda row: format_order(row["rank_correlation"]))
        if with_order
        else None,
    )
    order = text(
        "Order without it: rank correlation of the index with the index without the area; 1 = the order stays."
    )
    caption = text("What each area decides, block {block}", block=block.shown)
    return table_of(caption, areas, columns, note=order if with_order else "", id=f"area-weights-{block.code}")


def table_coherence(results: Results, block: Block) -> Table | None:
    """Return the alpha of each area and criterion with at least two parts; None where none has."""
    own = coherence_of(results, block)
    if own.empty:
        return None

    def item(row: Any) -> Cell:
        return Cell(item_name(block.by_code[row["item_code"]]), "strong" if row["level"] == 1 else "plain")

    columns = (
        words_column(text("Area or criterion"), item, "58%"),
        number_column(text("Parts"), "parts_n"),
        number_column(text("Units"), "units_n"),
        number_column(text("Alpha"), lambda row: _warm_below(row["alpha"], 0 if is_read(row) else -math.inf)),
        words_column(text("In words"), word_alpha),
    )
    return table_of(
        text("How far the parts go together, block {block}", block=block.shown),
        own,
        columns,
        id=f"coherence-{block.code}",
        note=text(
            "Cronbach's alpha on percent of the maximum, over the units to which all parts apply; areas are "
            "measured over their criteria."
        ),
    )


def _warm_below(figure: Any, limit: float) -> Cell:
    return Cell(format_number(figure, 2), "warm" if not is_blank(figure) and figure < limit else "plain")


def table_items(results: Results, block: Block) -> Table:
    """Return every leaf of a block with its maximum and its measures, by area."""
    quality = quality_of(results, block)
    methods = {"appraised": text("appraisal"), "survey": text("survey")}
    firsts: dict[str, int] = {}
    for row, code in enumerate(quality["item_code"]):
        firsts.setdefault(block.by_code[code].area_code, row)

    columns = (
        item_column(block, width="38%"),
        number_column(text("Maximum"), lambda row: format_number(block.by_code[row["item_code"]].max_points, 2)),
        words_column(text("Points by"), lambda row: methods[str(block.by_code[row["item_code"]].method)]),
        figure_column(text("Mean %"), "mean_pct", 1),
        figure_column(text("Spread"), "sd_pct", 1),
        number_column(text("Full %"), lambda row: _share(row["full_share"])),
        number_column(text("Zero %"), lambda row: _share(row["zero_share"])),
        number_column(
            text("With the others"), lambda row: _warm_below(row["item_rest_correlation"], -row["chance_correlation"])
        ),
    )
    return table_of(
        text("Every item, block {block}", block=block.shown),
        quality,
        columns,
        note=text(
            "Spread: standard deviation in percentage points. Full, zero: share of the units with all and with no "
            "points. With the others: correlation with all other items of the unit together."
        ),
        id=f"measures-{block.code}",
        groups={row: item_name(block.by_code[area]) for area, row in firsts.items()},
        kind="wide",
    )


def _share(share: float) -> str:
    return DASH if is_blank(share) else format_number(100 * share, 0)
