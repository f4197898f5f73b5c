"""What scoring did that is no fault and still told: cut points, a survey that was not held, gaps of a draft.

In: a year's inputs, its scored leaves. Out: notes.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.cells import write_number
from parreport.index.scoring import blocks_without_survey, find_cut, find_gaps, find_unsaid
from parreport.inputs.year import Year
from parreport.language import Message, message


def note_scoring(year: Year, leaves: pd.DataFrame) -> list[Message]:
    """Return what scoring did that is no fault: no survey held, points cut, a bonus unsaid, units with no item."""
    notes = []
    for code in sorted(blocks_without_survey(year.points, year.framework)):
        block = year.framework.by_code[code]
        if block.survey_missing == "rescale":
            notes.append(message("block {block}: no survey was held; its items leave points and maximum", block=code))
    for unit, item, given, kept in find_cut(leaves):
        facts = {"unit": unit, "item": item, "given": Decimal(write_number(given)), "kept": Decimal(write_number(kept))}
        notes.append(message("unit {unit}, item {item}: {given} points are cut to its maximum, {kept}", **facts))
    for unit, items in find_unsaid(leaves).items():
        told = {"unit": unit, "n": len(items), "items": ", ".join(items)}
        notes.append(message("unit {unit}: bonus or penalty without points, counted as 0 ({n}): {items}", **told))
    counted = leaves[leaves["applies"] & ~leaves["method"].isin(["bonus", "penalty"]) | (leaves["origin"] == "missing")]
    for unit in year.units.loc[~year.units["unit_code"].isin(counted["unit_code"]), "unit_code"]:
        notes.append(message("unit {unit}: no item applies; it has no index, rank or class", unit=unit))
    return notes


def note_gaps(leaves: pd.DataFrame) -> list[Message]:
    """Return a note for each unit of a draft that has leaves without points: which, or that it has none else."""
    scored = leaves[~leaves["method"].isin(["bonus", "penalty"])]
    found: dict[str, list[str]] = {}
    for gap in find_gaps(scored):
        found.setdefault(gap.unit_code, []).append(gap.item_code)
    sent = set(scored.loc[scored["applies"], "unit_code"])
    return [
        message("unit {unit}: no points yet ({n}): {items}", unit=unit, n=len(items), items=", ".join(items))
        if unit in sent
        else message("unit {unit}: no item has points yet, of {n}; it has no index", unit=unit, n=len(items))
        for unit, items in found.items()
    ]
