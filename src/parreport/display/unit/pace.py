"""What the rest of the year needs, a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words and tables together.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import format_count, format_date, format_pct
from parreport.display.parts import Cell, Heading, Section, Table, Text, gather
from parreport.display.sentences import quote
from parreport.display.tables import item_column, item_name, number_column, table_of
from parreport.inputs.framework import Block
from parreport.language import counted, in_language, text
from parreport.years.results import Results

SHOWN = 4
WAYS_SHOWN = 2


def show_pace(results: Results, unit: str) -> Section:
    """Show what the rest of the year needs on the items with a rate that cost most; nothing of a year that is over."""
    own, block = results.pace[results.pace["unit_code"] == unit], results.block_of(unit)
    means, classes = (own[own["goal"] == goal] for goal in ("mean", "next_band"))
    if own.empty:
        return gather()
    behind = means[means["rate_pct"] < means["target_pct"]]
    level = text("On every item that loses points on such cases, the rate is at least the mean of the block.")
    last = results.parameters.span.last
    days = counted(
        (date(last.year, 12, 31) - last).days,
        "Figures up to {day}; 1 day of the year is left.",
        "Figures up to {day}; {n} days of the year are left.",
        day=format_date(last),
    )
    expected = text("As many cases a day are expected as so far.")
    return gather(
        Heading(text("What the rest of the year needs"), id="pace"),
        Text(f"{days} {expected}"),
        _table(behind.head(SHOWN), block) if len(behind) else None,
        Text(level) if len(means) and behind.empty else None,
        Text(describe_class_pace(classes, block)) if len(classes) else None,
    )


def round_up(part: int, whole: int) -> str:
    """Return a share that is needed in percent, rounded up: what is printed is enough."""
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.1"), rounding=ROUND_CEILING)
    return format_pct(share, 1)


def _table(means: pd.DataFrame, block: Block) -> Table:
    """Return the needs of the items with the largest losses, against the block's mean rate."""

    def so_far(row: Any) -> Cell:
        cases = f"{format_count(row['numerator'])}/{format_count(row['denominator'])}"
        return Cell(format_pct(row["rate_pct"], 1), second=cases)

    def needed(row: Any) -> Cell:
        if is_blank(row["needed_n"]):
            best = format_pct(row["best_pct"], 1)
            return Cell(text("out of reach"), "warm", second=text("at most {best} in the whole year", best=best))
        if not row["needed_n"]:
            return Cell(text("no more needed"), "good")
        cases = text("{n} of {left} cases", n=format_count(row["needed_n"]), left=format_count(row["left_n"]))
        return Cell(round_up(row["needed_n"], row["left_n"]), "strong", second=cases)

    columns = (
        item_column(block, width="46%"),
        number_column(text("So far"), so_far),
        number_column(text("Mean of the block"), lambda row: format_pct(row["target_pct"], 1)),
        number_column(text("Needed from now on to reach it"), needed),
    )
    note = text(
        "Each item by itself; the mean of the units' rates as it is now, each unit counted once. What is needed is "
        "rounded up. Items below that mean with the largest losses, of those whose cases add up within the year."
    )
    return table_of(text("Rates that the rest of the year needs"), means, columns, id="pace-table", note=note)


def describe_class_pace(classes: pd.DataFrame, block: Block) -> str:
    """Describe which items can still lift a unit to its next class, each by itself; ``classes``: rows of ``pace``."""
    first = classes.iloc[0]
    band = quote(in_language(str(first["target_band"]), str(first["target_band_en"])))
    reachable = classes[classes["needed_n"].notna()].to_dict("records")
    if not reachable:
        return counted(
            len(classes),
            "The item that loses points on such cases can no longer lift the unit to class {band} by itself.",
            "Of the {n} items that lose points on such cases, none can still lift the unit to class {band} by itself.",
            band=band,
        )
    ways = sorted(reachable, key=lambda row: Decimal(row["needed_n"]) / row["left_n"])
    listed = "; ".join(_way(row, block) for row in ways[:WAYS_SHOWN])
    if len(ways) > WAYS_SHOWN:
        return text(
            "{n} items can still lift the unit to class {band}, each by itself, among them {listed}.",
            n=len(ways),
            band=band,
            listed=listed,
        )
    return counted(
        len(ways),
        "1 item can still lift the unit to class {band} by itself: {listed}.",
        "{n} items can still lift the unit to class {band}, each by itself: {listed}.",
        band=band,
        listed=listed,
    )


def _way(row: Any, block: Block) -> str:
    return text(
        "{item} from now on {share} (about {n} of {left} cases)",
        item=item_name(block.by_code[row["item_code"]]),
        share=round_up(row["needed_n"], row["left_n"]),
        n=format_count(row["needed_n"]),
        left=format_count(row["left_n"]),
    )
