"""What the rest of the year needs, in sentences that stand in a unit's plan.

In: results, rows of ``pace``. Out: sentences in the language in force. Computes nothing.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import format_count, format_date, format_pct
from parreport.display.sentences import quote
from parreport.display.tables import item_name
from parreport.inputs.framework import Block
from parreport.language import counted, in_language, text
from parreport.years.results import Results

WAYS_SHOWN = 2


def describe_time_left(results: Results) -> str:
    """Describe up to when the figures go, how many days of the year are left, what is expected of them."""
    last = results.parameters.span.last
    days = counted(
        (date(last.year, 12, 31) - last).days,
        "Figures up to {day}; 1 day of the year is left.",
        "Figures up to {day}; {n} days of the year are left.",
        day=format_date(last),
    )
    return f"{days} {text('As many cases a day are expected as so far.')}"


def describe_need(row: Any) -> str:
    """Describe what the rest of the year must bring for the block's mean rate; blank where the unit is at it."""
    if row["rate_pct"] >= row["target_pct"]:
        return ""
    mean = format_pct(row["target_pct"], 1)
    if is_blank(row["needed_n"]):
        best = format_pct(row["best_pct"], 1)
        return text("at most {best} in the whole year; the mean of the block is {mean}", best=best, mean=mean)
    n, left = (format_count(row[name]) for name in ("needed_n", "left_n"))
    return text("{n} of the {left} cases to come for the mean of the block, {mean}", n=n, left=left, mean=mean)


def round_up(part: int, whole: int) -> str:
    """Return a share that is needed in percent, rounded up: what is printed is enough."""
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.1"), rounding=ROUND_CEILING)
    return format_pct(share, 1)


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
