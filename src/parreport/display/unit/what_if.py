"""What would win the next place and the next class, a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words and tables together.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import split_codes
from parreport.display.documents import has_detail
from parreport.display.formats import format_number
from parreport.display.parts import Cell, Column, Heading, Section, Table, Text, gather
from parreport.display.tables import item_name
from parreport.display.unit import what_if_sentences as say
from parreport.display.unit.sentences import unit_row
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

SET_SHOWN = 8


def show_what_if(results: Results, unit: str) -> Section:
    """Show what would win the next place and the next class."""
    block = results.block_of(unit)
    if not has_detail(block) or unit_row(results, unit)["printed_pct"] is None:
        return gather()
    sentences = [say.describe_next_place(results, unit), say.describe_next_band(results, unit)]
    return gather(
        Heading(say.heading_what_if(results, unit), id="what-if"),
        [Text(sentence) for sentence in sentences if sentence],
    )


def show_what_if_sets(results: Results, unit: str) -> Section:
    """Show, in the annex, the smallest set of items for each goal; nothing where none suffices."""
    block = results.block_of(unit)
    items = results.items[results.items["unit_code"] == unit]
    sets = {
        goal: items[items["item_code"].isin(split_codes(row["item_codes"]))]
        for goal in ("next_rank", "next_band")
        if (row := say.goal_row(results, unit, goal)) is not None and row["item_codes"]
    }
    if not has_detail(block) or not sets:
        return gather()
    return gather(
        Heading(text("Annex: the way to the next place and the next class"), id="annex-what-if"), _table(sets, block)
    )


def _table(sets: dict[str, pd.DataFrame], block: Block) -> Table:
    """Return the smallest set of each goal, the largest losses first; ``sets``: rows of items."""
    heads = {"next_rank": text("For the next place"), "next_band": text("For the next class")}
    rows: list[tuple[Cell | str, ...]] = []
    groups: dict[int, str] = {}
    for goal, items in sets.items():
        groups[len(rows)] = heads[goal]
        rows += _set_rows(items, block)
    columns = (
        Column(text("Item"), width="52%"),
        Column(text("Points lost"), "number"),
        Column(text("Points"), "number"),
        Column(text("Maximum"), "number"),
    )
    return Table(
        text("The fewest items that suffice at full points"),
        columns,
        tuple(rows),
        id="what-if-table",
        groups=groups,
        note=text(
            "Other units held still. Appraised and survey items only, raised to their maximum; of sets with "
            "equally few items, the one with the least points lost."
        ),
    )


def _set_rows(items: pd.DataFrame, block: Block) -> list[tuple[Cell | str, ...]]:
    falling = sorted(items.to_dict("records"), key=lambda row: -row["lost_points"])
    rows: list[tuple[Cell | str, ...]] = [
        (
            item_name(block.by_code[row["item_code"]]),
            Cell(format_number(row["lost_points"], 2), "warm"),
            *_points(row["points"], row["max_points"]),
        )
        for row in falling[:SET_SHOWN]
    ]
    rest = falling[SET_SHOWN:]
    if rest:
        words = text("{n} other items, named in what_if.csv", n=len(rest))
        rows.append((words, format_number(_sum(rest, "lost_points"), 2), *_sums(rest)))
    if len(falling) > 1:
        total = format_number(_sum(falling, "lost_points"), 2)
        rows.append(
            (
                Cell(text("Together"), "strong"),
                Cell(total, "strong"),
                *(Cell(words, "strong") for words in _sums(falling)),
            )
        )
    return rows


def _points(points: Any, maximum: Any) -> tuple[str, str]:
    return format_number(points, 2), format_number(maximum, 2)


def _sums(rows: list[dict[Any, Any]]) -> tuple[str, str]:
    return _points(_sum(rows, "points"), _sum(rows, "max_points"))


def _sum(rows: list[dict[Any, Any]], column: str) -> Decimal:
    return sum((row[column] for row in rows), Decimal(0))
