"""The figures of a second source, laid beside those that units declared.

In: ``second_source.csv``, the points as read. Out: the points with blank declared figures filled, and
one row per unit and leaf of the file: alike, different, or filled. Source: ``docs/methodology.md`` 1.12.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.cells import write_number
from parreport.columns import rows_of
from parreport.counted_columns import SECOND_SOURCE, SECOND_SOURCE_FILE
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.framework import Framework, Item
from parreport.inputs.numbers import fold_text, read_number
from parreport.inputs.points import leaf_rows, score_figures, sort_of_value
from parreport.inputs.rows import Row
from parreport.inputs.rules import ChoiceError, Declared, Rule
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.inputs.units import read_rate
from parreport.language import message

COMPARED = ["unit_code", "block", *SECOND_SOURCE.names[1:]]


def lay_beside(
    path: Path, points: pd.DataFrame, units: pd.DataFrame, framework: Framework, faults: Faults
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the points with blank figures filled, and the comparison with the second source.

    Rate and value are compared apart, exactly; 12 and 12.0 are equal. Where one of them differs,
    nothing is filled from that row. ``state``: ``equal``, ``differs``, ``filled``, ``not_applicable``.
    Without a file the points come back as they are, and the comparison has no row.
    """
    if not has_table(path, SECOND_SOURCE_FILE):
        return points, pd.DataFrame(columns=COMPARED)
    places = {key: place for place, key in enumerate(rows_of(points, "unit_code", "item_code"))}
    records: list[dict[Any, Any]] = points.to_dict("records")
    blocks = dict(rows_of(units, "unit_code", "block"))
    units_file = shown_path(path.with_name("units.csv"))
    is_lost = shown_path(path.with_name("points.csv")) in faults.unread
    compared = []
    rows = read_rows(path, SECOND_SOURCE_FILE, faults)
    for row, unit, item, is_first in leaf_rows(rows, blocks, framework, units_file):
        if not is_first:
            continue
        if item.rule is None:
            if not item.rule_text:  # one that cannot be parsed is told already
                row.fault("item_code", message("an item with a rule on declared figures"))
            continue
        record = records[places[unit, item.code]]
        record["faulty"] |= is_lost  # what points.csv declares is not known: nothing is told
        found = _compare(row, item, item.rule, record, framework, faults)
        if found is not None:
            compared.append(found)
    filled = pd.DataFrame(records, columns=points.columns, dtype=object).astype(points.dtypes.to_dict())
    return filled, pd.DataFrame(compared, columns=COMPARED, dtype=object)


def _compare(
    row: Row, item: Item, rule: Rule, record: dict[Any, Any], framework: Framework, faults: Faults
) -> dict[str, Any] | None:
    """Compare a row with what was declared, and fill what was not; None where it says nothing or is at fault."""
    second = _read_figures(row, rule, record["value"])
    if second is None or record["faulty"]:
        return None
    own = _declared_of(record, rule)
    rate, value = own if second.numerator is None else second, second if second.value else own
    whole = Declared(rate.numerator, rate.denominator, value.value, value.number)
    try:
        points, zero_of_zero = score_figures(item, rule, whole, framework)
    except ChoiceError as error:
        row.fault("value", message("one of: {options}", options=" | ".join(error.options)))
        return None
    state = _state_of(own, second, record["applies"])
    found = {
        "unit_code": record["unit_code"],
        "block": record["block"],
        "item_code": item.code,
        "state": state,
        "numerator": own.numerator,
        "denominator": own.denominator,
        "value": own.value,
        "second_numerator": second.numerator,
        "second_denominator": second.denominator,
        "second_value": second.value,
        "declared_points": record["computed_points"],
        "second_points": points,
        "source": row["source"],
    }
    _note(row, state, own, second, faults)
    if state == "filled":
        record |= {"numerator": whole.numerator, "denominator": whole.denominator, "value": whole.value}
        record |= {"computed_points": points, "zero_of_zero": zero_of_zero}
        record |= {"filled": True, "filled_from": row["source"]}
    return found


def _note(row: Row, state: str, own: Declared, second: Declared, faults: Faults) -> None:
    facts: dict[str, Any] = {"file": row.file, "row": row.number, "unit": row["unit_code"], "item": row["item_code"]}
    facts |= {"source": row["source"] or message("the second source"), "second": write_figures(second)}
    if state == "differs":
        faults.note(
            "{file}, row {row}: unit {unit}, item {item}: declared {declared}, but {source} has {second}",
            declared=write_figures(own),
            **facts,
        )
    elif state == "filled":
        faults.note(
            "{file}, row {row}: unit {unit}, item {item}: not declared in full; {second} is taken from {source}",
            **facts,
        )
    elif state == "not_applicable":
        faults.note(
            "{file}, row {row}: unit {unit}, item {item}: declared as not applicable, but {source} has {second}",
            **facts,
        )


def _read_figures(row: Row, rule: Rule, declared_value: str) -> Declared | None:
    """Return the figures of a row; None where it has none, or one at fault or that the rule does not read."""
    parts = [part for part in (rule, rule.first, rule.second) if part is not None]
    reads_rate = any(part.basis == "rate" for part in parts)
    reads_value = rule.form == "when" or rule.basis != "rate"
    numerator, denominator = read_rate(row)
    for column, is_read in (("numerator", reads_rate), ("denominator", reads_rate), ("value", reads_value)):
        if row[column] and not is_read and column not in row.faulty:
            row.fault(column, message("blank, since the rule of the item does not read it"))
    value = row["value"]
    sort = sort_of_value(rule, value or declared_value)
    number = row.amount_in("value", sort) if sort else None
    if row.faulty or (numerator is None and not value):
        return None
    return Declared(numerator, denominator, value, number)


def _declared_of(record: dict[Any, Any], rule: Rule) -> Declared:
    """Return what a unit declared; its row is without a fault, so that a number can be read."""
    own = Declared(record["numerator"], record["denominator"], record["value"])
    sort = sort_of_value(rule, own.value)
    return replace(own, number=read_number(own.value, sort)) if sort and own.value else own


def _state_of(own: Declared, second: Declared, applies: bool) -> str:
    if not applies:
        return "not_applicable"
    both_rates = own.numerator is not None and second.numerator is not None
    if both_rates and (own.numerator, own.denominator) != (second.numerator, second.denominator):
        return "differs"
    if own.value and second.value and _is_other(own, second):
        return "differs"
    lacks_rate = own.numerator is None and second.numerator is not None
    return "filled" if lacks_rate or (second.value and not own.value) else "equal"


def _is_other(own: Declared, second: Declared) -> bool:
    """Return whether two values differ: numbers as numbers, texts as rules read them."""
    if own.number is not None and second.number is not None:
        return own.number != second.number
    return fold_text(own.value) != fold_text(second.value)


def write_figures(figures: Declared) -> str:
    """Return figures as a note shows them: 45/60, 3, or the text of a choice; a dash of none."""
    rate = ""
    if figures.numerator is not None and figures.denominator is not None:
        rate = f"{write_number(figures.numerator)}/{write_number(figures.denominator)}"
    return "; ".join(one for one in (figures.value, rate) if one) or "–"
