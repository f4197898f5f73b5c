"""Units whose rank hangs on few cases, in the province report: ``show_small_numbers`` in ``01_province.ipynb``.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank, split_codes
from parreport.display.documents import blocks_with_units
from parreport.display.formats import DASH
from parreport.display.parts import Heading, Section, Table, Text, gather
from parreport.display.sentences import join_sentences
from parreport.display.sureness import hanging_sentences as say
from parreport.display.tables import item_name, number_column, table_of, unit_column, words_column
from parreport.display.unit.case_sentences import list_cases
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

SHOWN = 15


def show_small_numbers(results: Results) -> Section:
    """Show which ranks and classes hang on few cases, and who holds points from 0 of 0; nothing without either."""
    parts: list[Any] = []
    for block in blocks_with_units(results):
        words = join_sentences(say.describe_hanging_in(results, block), say.describe_defaults_in(results, block))
        if not words:
            continue
        own = say.hanging_in(results, block)
        parts += [
            Heading(block.shown, 3, id=f"small-numbers-{block.code}"),
            Text(words),
            table_hanging(results, block, own) if len(own) else None,
        ]
    if not parts:
        return gather()
    return gather(
        Heading(text("Ranks that hang on few cases"), id="small-numbers"), [part for part in parts if part is not None]
    )


def table_hanging(results: Results, block: Block, own: pd.DataFrame) -> Table:
    """Return the units of a block that hang on fewer than ten cases: the leaves, the cases, where they stand then."""

    def move(row: Any, name: str) -> str:
        now, then = row[name], row[f"hanging_{name}"]
        if name == "band":
            shown = {band.name: band.shown for band in block.bands}
            now, then = shown.get(now, DASH), shown.get(then, DASH)
        if is_blank(now) or is_blank(then):
            return DASH
        return f"{now} → {then}" if now != then else str(now)

    codes = list(dict.fromkeys(code for codes in own["hanging_items"] for code in split_codes(codes)))
    is_named = len(codes) >= len(own)
    columns = (
        unit_column(width="24%"),
        words_column(
            text("Items and their cases"),
            lambda row: list_cases(results, row["unit_code"], row["hanging_items"], is_named),
            "42%",
        ),
        number_column(text("Rank now and then"), lambda row: move(row, "rank")),
        words_column(text("Class now and then"), lambda row: move(row, "band"), "16%"),
    )
    notes = [
        text("Then: with one of these cases more or less in the numerator, the other units held still."),
        text(
            "Not counted here, though the plan of a unit may name them: items whose points an appraiser gave, figures "
            "copied to all units, and moves of one or two places within a class."
        ),
    ]
    if not is_named:
        notes.append(text("Items: {items}.", items="; ".join(item_name(block.by_code[code]) for code in codes)))
    if len(own) > SHOWN:
        notes.append(text("The {shown} units with the fewest cases, of {n} units.", shown=SHOWN, n=len(own)))
    caption = text(
        "Units that one of fewer than ten cases moves by three places or a class, block {block}", block=block.shown
    )
    return table_of(caption, own.head(SHOWN), columns, note=" ".join(notes), id=f"small-numbers-table-{block.code}")
