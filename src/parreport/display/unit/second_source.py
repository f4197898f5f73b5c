"""A unit's declared figures against a second source, a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing.
"""

from __future__ import annotations

from typing import Any

from parreport.display.formats import format_number
from parreport.display.parts import Bullets, Heading, Section, gather
from parreport.display.tables import item_name
from parreport.display.unit.sections import more
from parreport.display.unit.tables import declared, second_figures, source_of
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

SHOWN = 5


def show_unit_second_source(results: Results, unit: str) -> Section:
    """Show where a second source has other figures than the unit declared; nothing where it has none."""
    own = results.second_source[results.second_source["unit_code"] == unit]
    own = own[own["state"] != "equal"].sort_values("state", key=lambda one: one.map(ORDER), kind="stable")
    if own.empty:
        return gather()
    block = results.block_of(unit)
    return gather(
        Heading(text("Declared figures and a second source"), id="second-source"),
        Bullets(tuple(_describe(row, block) for row in own.head(SHOWN).to_dict("records"))),
        more(
            len(own) - SHOWN,
            "1 more item with other figures in the second source: the score sheet marks it.",
            "{n} more items with other figures in the second source: the score sheet marks them.",
        ),
    )


ORDER = {"differs": 0, "not_applicable": 1, "filled": 2}


def _describe(row: Any, block: Block) -> str:
    facts = {
        "item": item_name(block.by_code[row["item_code"]]),
        "source": source_of(row),
        "second": second_figures(row),
    }
    if row["state"] == "filled":
        return text("{item}: not declared in full; {second} is taken from {source}.", **facts)
    if row["state"] == "not_applicable":
        return text("{item}: declared as not applicable, but {source} has {second}.", **facts)
    facts |= {"declared": declared(row)}
    own, other = (format_number(row[name], 2) for name in ("declared_points", "second_points"))
    if own == other:
        return text(
            "{item}: declared {declared}, but {source} has {second}; by the rule both give {points} points.",
            points=own,
            **facts,
        )
    return text(
        "{item}: declared {declared} (by the rule {own} points), but {source} has {second} ({other} points).",
        own=own,
        other=other,
        **facts,
    )
