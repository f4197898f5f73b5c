"""The tables of the method report.

In: results. Out: :class:`~parreport.display.parts.Table`.
"""

from __future__ import annotations

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_number, format_pct
from parreport.display.method.sentences import chance_of, coherence_of, find_silent, quality_of, weights_of, word_alpha
from parreport.display.parts import Cell, Column, Table
from parreport.display.tables import item_name
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

TOP_PAIRS = 12


def table_silent(results: Results, block: Block) -> Table | None:
    """Return the leaves that tell nothing about the units; None where there is none."""
    silent = find_silent(quality_of(results, block))
    if silent.empty:
        return None
    rows = tuple(
        (item_name(block.by_code[row["item_code"]]), format_pct(row["mean_pct"]), str(row["units_n"]))
        for row in silent.to_dict("records")
    )
    columns = (Column(text("Item")), Column(text("All units at"), "number"), Column(text("Units"), "number"))
    return Table(
        text("Items on which all units are equal, block {block}", block=block.shown),
        columns,
        rows,
        id=f"silent-{block.code}",
        note=text("For the next revision of the framework: raise what is asked for, or leave the item out."),
    )


def table_pairs(results: Results, block: Block) -> Table | None:
    """Return the closest pairs of leaves, at most twelve; None where there is none."""
    own = results.item_pairs[results.item_pairs["block"] == block.code]
    if own.empty:
        return None
    closest = own.sort_values("correlation", ascending=False, kind="stable").head(TOP_PAIRS)
    rows = tuple(
        (
            item_name(block.by_code[row["item_code"]]),
            item_name(block.by_code[row["other_item_code"]]),
            format_number(row["correlation"], 2),
        )
        for row in closest.to_dict("records")
    )
    columns = (
        Column(text("Item"), width="42%"),
        Column(text("Other item"), width="42%"),
        Column(text("Correlation"), "number"),
    )
    note = text("Judge by the content: two items can move together by chance, the more so with few units.")
    if len(own) > len(rows):
        more = text("The {n} closest of {all}; the others are in item_pairs.csv.", n=len(rows), all=len(own))
        note = f"{more} {note}"
    return Table(
        text("Pairs of items that order the units nearly alike, block {block}", block=block.shown),
        columns,
        rows,
        note=note,
        id=f"pairs-{block.code}",
    )


def table_weights(results: Results, block: Block) -> Table:
    """Return the share of each area in the points and in the differences between units."""
    areas = weights_of(results, block)
    with_order = areas["rank_correlation"].notna().any()
    columns = [
        Column(text("Area")),
        Column(text("Share of the maximum %"), "number"),
        Column(text("Share of the differences %"), "number"),
    ]
    if with_order:
        columns.append(Column(text("Order without it"), "number"))
    rows = []
    for row in areas.to_dict("records"):
        cells = [
            Cell(row["area_name"]),
            Cell(format_number(row["weight_pct"], 1)),
            Cell(format_number(row["effective_pct"], 1), "strong"),
        ]
        if with_order:
            cells.append(Cell(format_number(row["rank_correlation"], 3)))
        rows.append(tuple(cells))
    order = text(
        "Order without it: rank correlation of the index with the index without the area; 1 = the order stays."
    )
    return Table(
        text("What each area decides, block {block}", block=block.shown),
        tuple(columns),
        tuple(rows),
        note=order if with_order else "",
        id=f"weights-{block.code}",
    )


def table_coherence(results: Results, block: Block) -> Table | None:
    """Return the alpha of each area and criterion with at least two parts; None where none has."""
    own = coherence_of(results, block)
    if own.empty:
        return None
    rows = []
    for row in own.to_dict("records"):
        item = block.by_code[row["item_code"]]
        low = not is_blank(row["alpha"]) and row["alpha"] < 0
        name = Cell(item_name(item), "strong" if item.level == 1 else "plain")
        figure = Cell(format_number(row["alpha"], 2), "warm" if low else "plain")
        rows.append((name, str(row["parts_n"]), str(row["units_n"]), figure, word_alpha(row["alpha"])))
    columns = (
        Column(text("Area or criterion"), width="58%"),
        Column(text("Parts"), "number"),
        Column(text("Units"), "number"),
        Column(text("Alpha"), "number"),
        Column(text("In words")),
    )
    return Table(
        text("How far the parts go together, block {block}", block=block.shown),
        columns,
        tuple(rows),
        id=f"coherence-{block.code}",
        note=text(
            "Cronbach's alpha on percent of the maximum, over the units to which all parts apply; areas are "
            "measured over their criteria."
        ),
    )


def table_items(results: Results, block: Block) -> Table:
    """Return every leaf of a block with its maximum and its measures, by area."""
    quality = quality_of(results, block).to_dict("records")
    rows: list[tuple[Cell | str, ...]] = []
    groups: dict[int, str] = {}
    methods = {"appraised": text("appraisal"), "survey": text("survey")}
    chance, area = chance_of(quality_of(results, block)), ""
    for row in quality:
        leaf = block.by_code[row["item_code"]]
        if leaf.area_code != area:
            area = leaf.area_code
            groups[len(rows)] = item_name(block.by_code[area])
        r = row["item_rest_correlation"]
        rows.append(
            (
                item_name(leaf),
                format_number(leaf.max_points, 2),
                methods[str(leaf.method)],
                format_number(row["mean_pct"], 1),
                format_number(row["sd_pct"], 1),
                _share(row["full_share"]),
                _share(row["zero_share"]),
                Cell(format_number(r, 2), "warm" if not is_blank(r) and r < -chance else "plain"),
            )
        )
    columns = (
        Column(text("Item"), width="38%"),
        Column(text("Maximum"), "number"),
        Column(text("Points by")),
        Column(text("Mean %"), "number"),
        Column(text("Spread"), "number"),
        Column(text("Full %"), "number"),
        Column(text("Zero %"), "number"),
        Column(text("With the others"), "number"),
    )
    note = text(
        "Spread: standard deviation in percentage points. Full, zero: share of the units with all and with no "
        "points. With the others: correlation with all other items of the unit together."
    )
    return Table(
        text("Every item, block {block}", block=block.shown),
        columns,
        tuple(rows),
        note=note,
        id=f"measures-{block.code}",
        groups=groups,
        kind="wide",
    )


def _share(share: float) -> str:
    return DASH if is_blank(share) else format_number(100 * share, 0)
