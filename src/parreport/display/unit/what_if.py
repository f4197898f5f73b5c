"""What would win the next place and the next class, a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import rows_of, split_codes
from parreport.display.documents import has_detail
from parreport.display.formats import DASH, format_number
from parreport.display.parts import Cell, Heading, Section, Table, Text, gather
from parreport.display.tables import Show, Tone, figure_column, item_name, number_column, table_of, words_column
from parreport.display.unit import what_if_sentences as say
from parreport.display.unit.sentences import unit_row
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results, shown_name


def show_what_if(results: Results, unit: str) -> Section:
    """Show what would win the next place and the next class."""
    block = results.block_of(unit)
    row = unit_row(results, unit)
    if not has_detail(block) or row["printed_pct"] is None or row["gaps_n"]:
        return gather()
    sentences = [say.describe_next_place(results, unit), say.describe_next_band(results, unit)]
    return gather(
        Heading(say.heading_what_if(results, unit), id="what-if"),
        [Text(sentence) for sentence in sentences if sentence],
        table_neighbors(results, unit),
    )


def table_neighbors(results: Results, unit: str) -> Table | None:
    """Return the units of a large block just above and below a unit, and itself; None in other blocks."""
    own, decimals = unit_row(results, unit), results.framework.decimals
    near = results.neighbors[results.neighbors["unit_code"] == unit]
    if near.empty:
        return None
    names = {band.name: band.shown for band in results.block_of(unit).bands}
    rows = near.to_dict("records")
    above = sum(row["rank"] < own["rank"] for row in rows)
    rows.insert(above, {**own, "neighbor_code": "", "distance_pp": None})

    def name(row: Any) -> Cell:
        return Cell(shown_name(row), "plain" if row["neighbor_code"] else "strong")

    columns = (
        number_column(text("Rank"), lambda row: str(row["rank"])),
        words_column(text("Unit"), name),
        figure_column(text("Index %"), "printed_pct", decimals),
        words_column(text("Class"), lambda row: names.get(row["band"], DASH)) if len(names) > 1 else None,
        figure_column(text("Distance (percentage points)"), "distance_pp", decimals, signed=True),
    )
    return table_of(text("Neighbors in rank"), rows, columns, id="neighbors-table", head_column=1)


def show_what_if_sets(results: Results, unit: str) -> Section:
    """Show, in the annex, the smallest set of items for each goal; nothing where none suffices."""
    block, sets = results.block_of(unit), results.what_if_sets[results.what_if_sets["unit_code"] == unit]
    if not has_detail(block) or sets.empty:
        return gather()
    return gather(
        Heading(text("Annex: the way to the next place and the next class"), id="annex-what-if"),
        table_sets(sets, block, results.what_if[results.what_if["unit_code"] == unit]),
    )


def table_sets(sets: pd.DataFrame, block: Block, ways: pd.DataFrame) -> Table:
    """Return the smallest set of each goal, the largest losses first.

    ``sets``: rows of ``what_if_sets``; ``ways``: rows of ``what_if``, with all items of each set.
    """
    every = {goal: split_codes(codes) for goal, codes in rows_of(ways, "goal", "item_codes")}
    told = set(rows_of(sets, "goal", "item_code"))
    heads = {"next_rank": text("For the next place"), "next_band": text("For the next class")}

    firsts: dict[str, int] = {}
    for place, goal in enumerate(sets["goal"]):
        firsts.setdefault(goal, place)

    def item(row: Any) -> Cell:
        if row["kind"] == "item":
            return Cell(item_name(block.by_code[row["item_code"]]))
        if row["kind"] == "others":
            rest = [code for code in every[row["goal"]] if (row["goal"], code) not in told]
            return Cell(counted(len(rest), "1 other item: {codes}", "{n} other items: {codes}", codes=", ".join(rest)))
        return Cell(text("Together"), "strong")

    def figure_of(figure: str) -> Show:
        tones: dict[str, Tone] = {"total": "strong", "item": "warm" if figure == "lost_points" else "plain"}
        return lambda row: Cell(format_number(row[figure], 2), tones.get(row["kind"], "plain"))

    columns = (
        words_column(text("Item"), item, "52%"),
        number_column(text("Points lost"), figure_of("lost_points")),
        number_column(text("Points"), figure_of("points")),
        number_column(text("Maximum"), figure_of("max_points")),
    )
    return table_of(
        text("The fewest items that suffice at full points"),
        sets,
        columns,
        id="what-if-table",
        groups={row: heads[goal] for goal, row in firsts.items()},
        note=say.describe_sets(sets["beyond_points"]),
    )
