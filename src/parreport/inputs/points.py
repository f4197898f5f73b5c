"""The declared figures and points of a year, checked against the framework.

In: ``points.csv``, ``appraisal.csv``, the units, the framework. Out: one table with one row per
unit and leaf of its block, the points that its rule gives included. Source:
``docs/methodology.md`` 1.1, 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from parreport import columns
from parreport.cells import write_number
from parreport.errors import spans
from parreport.inputs.appraisal import lay_over, read_rounds
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.forms.reading import has_forms, read_forms
from parreport.inputs.forms.rows import is_filled
from parreport.inputs.framework import Framework, Item
from parreport.inputs.leaves import find_leaf as find_leaf
from parreport.inputs.leaves import read_points_cell as read_points_cell
from parreport.inputs.places import Source
from parreport.inputs.rows import APPLIES, Row
from parreport.inputs.rules import ChoiceError, Declared, Rule, ZeroOfZero
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.inputs.units import read_rate, unit_in
from parreport.language import message

POINT_COLUMNS = (
    "unit_code block item_code method max_points applies self_points computed_points zero_of_zero round1_points "
    "round2_points appraised_points numerator denominator value reason evidence filled filled_from faulty row"
).split()


@dataclass
class _Gaps:
    """Items with points but without evidence, or cut without a reason, by unit; rows with parts of
    a rate that are not whole.
    """

    evidence: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    reason: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    fractions: list[int] = field(default_factory=list)


def read_points(
    folder: Path,
    units: pd.DataFrame,
    framework: Framework,
    faults: Faults,
    period: str | None = None,
    is_final: bool = False,
) -> pd.DataFrame:
    """Return declared figures and points: one row per unit and leaf of its block.

    They stand in ``points.csv``, or in the forms that units sent back, each unit and leaf in one of them;
    ``period``: the one that forms must be of, None = any.
    A leaf without a row in the file is a row of blanks. ``computed_points`` is what the rule gives
    for the declared values, None where there is no rule or nothing declared; ``zero_of_zero`` marks
    a rate of 0 of 0. ``faulty`` marks rows with a fault, whose gaps are not reported again.
    """
    path = folder / "points.csv"
    blocks = dict(zip(units["unit_code"], units["block"], strict=True))
    records: dict[tuple[str, str], dict[str, Any]] = {}
    gaps = _Gaps()
    units_file = shown_path(folder / "units.csv")
    is_sent = has_forms(folder)
    rows = read_rows(path, columns.POINTS_FILE, faults) if has_table(path, columns.POINTS_FILE) or not is_sent else []
    given = {(row["unit_code"], row["item_code"]) for row in rows} if is_sent else set()
    for row in read_forms(folder, units, framework, period, faults):
        if (key := (row["unit_code"], row["item_code"])) not in given or is_filled(row):
            rows.append(row)
            is_claimed = bool(row["self_points"])  # then it is the appraiser's points that may be missing
            faults.form_sources[key] = Source(row.source.file, row.source.sheet) if is_claimed else row.source
    for row, unit, item, is_first in leaf_rows(rows, blocks, framework, units_file):
        if is_first:
            records[unit, item.code] = _read_record(row, unit, item, framework, gaps, faults)
        else:
            records[unit, item.code]["faulty"] = True
    rounds = read_rounds(folder / "appraisal.csv", units, framework, period, faults)
    for (unit, code), rows_of_leaf in rounds.items():
        record = records.setdefault((unit, code), _blank_record(framework.by_code[blocks[unit]].by_code[code]))
        lay_over(rows_of_leaf, record, is_final, faults)
    _note_gaps(gaps, str(faults.sources.get(shown_path(path), shown_path(path))), faults)
    full = [
        {**(records.get((unit, leaf.code)) or _blank_record(leaf)), "unit_code": unit, "block": block}
        for unit, block in blocks.items()
        for leaf in framework.by_code[block].leaves
    ]
    return pd.DataFrame(full, columns=POINT_COLUMNS, dtype=object).astype(
        {"applies": bool, "zero_of_zero": bool, "filled": bool, "faulty": bool}
    )


def _note_gaps(gaps: _Gaps, file: str, faults: Faults) -> None:
    for unit, codes in gaps.evidence.items():
        facts = {"file": file, "unit": unit, "n": len(codes), "items": ", ".join(codes)}
        faults.note("{file}, unit {unit}: points without evidence ({n}): {items}", **facts)
    for unit, codes in gaps.reason.items():
        facts = {"file": file, "unit": unit, "n": len(codes), "items": ", ".join(codes)}
        faults.note("{file}, unit {unit}: appraised otherwise without a reason ({n}): {items}", **facts)
    if gaps.fractions:
        faults.note(
            "{file}: numerator or denominator with a fraction ({n}), row {rows}: counts are whole, amounts need not be",
            file=file,
            n=len(gaps.fractions),
            rows=", ".join(spans(gaps.fractions)),
        )


def leaf_rows(
    rows: Iterable[Row], blocks: Mapping[str, str], framework: Framework, units_file: str
) -> Iterator[tuple[Row, str, Item, bool]]:
    """Yield the rows that are about a unit and a leaf of its block: row, unit, leaf, whether they stand there first.

    A unit or a leaf that is not known, and a row for a unit and a leaf that have one, are faults.
    """
    first_rows: dict[tuple[str, str], Row] = {}
    for row in rows:
        unit = unit_in(row, blocks, units_file)
        item = None if unit is None else find_leaf(row, framework.by_code[blocks[unit]])
        if unit is None or item is None:
            continue
        first = first_rows.setdefault((unit, item.code), row)
        if first is not row:
            expected = message("each unit and item once; they stand in row {row} too", row=first.number)
            if str(first.source) != str(row.source):
                facts = {"row": first.number, "file": first.source}
                expected = message("each unit and item once; they stand in row {row} of {file} too", **facts)
            row.fault("item_code", expected)
        yield row, unit, item, first is row


def _blank_record(leaf: Item) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(POINT_COLUMNS)
    return blank | {
        "item_code": leaf.code,
        "method": leaf.method,
        "max_points": leaf.max_points,
        "applies": True,
        "zero_of_zero": False,
        "value": "",
        "reason": "",
        "evidence": "",
        "filled": False,
        "filled_from": "",
        "faulty": False,
    }


def _read_record(row: Row, unit: str, item: Item, framework: Framework, gaps: _Gaps, faults: Faults) -> dict[str, Any]:
    applies = row.flag_in("applies", blank=True, words=APPLIES)
    self_points = read_points_cell(row, "self_points", item)
    appraised = read_points_cell(row, "appraised_points", item)
    if not applies:
        for column, points in (("self_points", self_points), ("appraised_points", appraised)):
            if points is not None:
                row.fault(column, message("blank, since applies = no"))
        for column in ("numerator", "denominator", "value"):
            if row[column]:
                row.fault(column, message("blank, since applies = no"))
    if item.method == "survey" and self_points is not None:
        faults.note(
            "{file}, row {row}: self-assessed points of the survey item {item} are not used",
            file=row.file,
            row=row.number,
            item=item.code,
        )
        self_points = None
    numerator, denominator = read_rate(row) if applies else (None, None)
    if any(part is not None and part != part.to_integral_value() for part in (numerator, denominator)):
        gaps.fractions.append(row.number)
    computed, zero_of_zero = None, False
    if applies:
        computed, zero_of_zero = _score_declared(row, item, numerator, denominator, framework)
    if applies and not row["evidence"] and not item.outside and item.method == "appraised" and self_points:
        gaps.evidence[unit].append(item.code)
    if None not in (self_points, appraised) and self_points != appraised and not row["reason"]:
        gaps.reason[unit].append(item.code)
    return _blank_record(item) | {
        "applies": applies,
        "self_points": self_points,
        "computed_points": computed,
        "zero_of_zero": zero_of_zero,
        "appraised_points": appraised,
        "numerator": numerator,
        "denominator": denominator,
        **{name: row[name] for name in ("value", "reason", "evidence")},
        "faulty": bool(row.faulty),
        "row": row.number,
    }


def _score_declared(
    row: Row, item: Item, numerator: Decimal | None, denominator: Decimal | None, framework: Framework
) -> tuple[Decimal | None, bool]:
    if item.rule is None:
        return None, False
    sort = sort_of_value(item.rule, row["value"])
    number = row.amount_in("value", sort) if sort else None
    if number is not None and row["value"].endswith("%"):
        row.fill("value", write_number(number))
    try:
        return score_figures(item, item.rule, Declared(numerator, denominator, row["value"], number), framework)
    except ChoiceError as error:
        row.fault("value", message("one of: {options}", options=" | ".join(error.options)))
    return None, False


def sort_of_value(rule: Rule, value: str) -> str:
    """Return what number ``value`` is to a rule: days, a count or an amount; blank where it is none."""
    part = rule.part_for(value)
    if part.basis not in {"count", "value"}:
        return ""
    if part.form == "limits":
        return "days"
    return "count" if part.basis == "count" else "amount"


def score_figures(item: Item, rule: Rule, declared: Declared, framework: Framework) -> tuple[Decimal | None, bool]:
    """Return the points of a leaf's rule for figures, and whether they are 0 of 0 and take it out.

    Raises
    ------
    ChoiceError : the text is none of the options.
    """
    try:
        return rule.score(declared, item.max_points), False
    except ZeroOfZero:
        meaning = framework.zero_of_zero_on(item)
        if meaning == "not_applicable":
            return None, True
        if meaning == "full":
            return item.max_points if item.max_points is not None else rule.highest(), False
        return Decimal(0), False
