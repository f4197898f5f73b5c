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
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.framework import Block, Framework, Item
from parreport.inputs.numbers import fold_text
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
class _Round:
    """What the appraiser wrote in one round for a unit and leaf."""

    points: Decimal | None
    row: Row


@dataclass
class _Gaps:
    """Items with points but without evidence, or cut without a reason, by unit; rows with parts of
    a rate that are not whole.
    """

    evidence: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    reason: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    fractions: list[int] = field(default_factory=list)


def read_points(folder: Path, units: pd.DataFrame, framework: Framework, faults: Faults) -> pd.DataFrame:
    """Return declared figures and points: one row per unit and leaf of its block.

    A leaf without a row in the file is a row of blanks. ``computed_points`` is what the rule gives
    for the declared values, None where there is no rule or nothing declared; ``zero_of_zero`` marks
    a rate of 0 of 0. ``faulty`` marks rows with a fault, whose gaps are not reported again.
    """
    path = folder / "points.csv"
    blocks = dict(zip(units["unit_code"], units["block"], strict=True))
    records: dict[tuple[str, str], dict[str, Any]] = {}
    gaps = _Gaps()
    units_file = shown_path(folder / "units.csv")
    rows = read_rows(path, columns.POINTS_FILE, faults)
    for row, unit, item, is_first in leaf_rows(rows, blocks, framework, units_file):
        if is_first:
            records[unit, item.code] = _read_record(row, unit, item, framework, gaps, faults)
        else:
            records[unit, item.code]["faulty"] = True
    rounds = _read_appraisal(folder / "appraisal.csv", blocks, framework, faults)
    _lay_over(rounds, records, blocks, framework, faults)
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
    first_rows: dict[tuple[str, str], int] = {}
    for row in rows:
        unit = unit_in(row, blocks, units_file)
        item = None if unit is None else find_leaf(row, framework.by_code[blocks[unit]])
        if unit is None or item is None:
            continue
        first = first_rows.setdefault((unit, item.code), row.number)
        if first != row.number:
            row.fault("item_code", message("each unit and item once; they stand in row {row} too", row=first))
        yield row, unit, item, first == row.number


def find_leaf(row: Row, block: Block) -> Item | None:
    """Return the leaf that a row is about; a fault where the code is unknown or has parts."""
    code = row.find_code("item_code", block.by_code)
    item = None if code is None else block.by_code[code]
    if not block.items or (item is None and row["item_code"] in row.faults.lost_items):
        return None
    if item is None:
        row.code_in("item_code", "item code", block.leaf_codes)
    elif not item.is_leaf:
        row.fault("item_code", message("a leaf, an item without parts"))
    else:
        return item
    return None


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


def read_points_cell(row: Row, column: str, item: Item) -> Decimal | None:
    """Return the points in a cell: not negative, and not above the maximum of the leaf.

    A bonus or penalty above its own maximum is no fault here: scoring cuts it, with a note.
    """
    points = row.number_in(column)
    if points is None:
        return None
    if points < 0:
        expected = message("points from 0 up")
        if item.method == "penalty":
            expected = message("penalty points as a positive number")
        row.fault(column, expected)
        return None
    if not item.outside and item.max_points is not None and points > item.max_points:
        row.fault(column, message("at most {maximum} (max_points)", maximum=write_number(item.max_points)))
        return None
    return points


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


def _read_appraisal(
    path: Path, blocks: dict[str, str], framework: Framework, faults: Faults
) -> dict[tuple[str, str], dict[int, _Round]]:
    rounds: dict[tuple[str, str], dict[int, _Round]] = {}
    if not has_table(path, columns.APPRAISAL_FILE):
        return rounds
    units_file = shown_path(path.with_name("units.csv"))
    for row in read_rows(path, columns.APPRAISAL_FILE, faults):
        unit = unit_in(row, blocks, units_file)
        number = fold_text(row["round"])
        if number not in {"1", "2"}:
            row.fault("round", message("1 or 2"))
        if unit is None:
            continue
        item = find_leaf(row, framework.by_code[blocks[unit]])
        if item is None or number not in {"1", "2"}:
            continue
        if item.method == "survey":
            row.fault("item_code", message("an item that is appraised, not one by survey"))
            continue
        given = rounds.setdefault((unit, item.code), {})
        if int(number) in given:
            row.fault("round", message("each unit, item and round once"))
            continue
        points = read_points_cell(row, "appraised_points", item)
        if points is None and "appraised_points" not in row.faulty:
            row.fault("appraised_points", message("the points of this round"))
        given[int(number)] = _Round(points, row)
    return rounds


def _reason_of(given: dict[int, _Round], claimed: Decimal | None) -> str:
    """Return the appraiser's reason: of the last round, else of round 1 while a cut remains."""
    last = given[max(given)]
    if last.row["reason"] or 1 not in given or last.points is None:
        return last.row["reason"]
    remains = claimed is None or last.points < claimed
    return given[1].row["reason"] if remains else ""


def _lay_over(
    rounds: dict[tuple[str, str], dict[int, _Round]],
    records: dict[tuple[str, str], dict[str, Any]],
    blocks: dict[str, str],
    framework: Framework,
    faults: Faults,
) -> None:
    for (unit, code), given in rounds.items():
        leaf = framework.by_code[blocks[unit]].by_code[code]
        record = records.setdefault((unit, code), _blank_record(leaf))
        if not record["applies"]:
            for one in given.values():
                one.row.fault("appraised_points", message("no row, since points.csv says applies = no"))
            continue
        last = given[max(given)]
        earlier = record["appraised_points"]
        if earlier is not None and last.points is not None and earlier != last.points:
            faults.note(
                "appraisal.csv, unit {unit}, item {item}: {new} points of the last round go over {old} in points.csv",
                unit=unit,
                item=code,
                new=write_number(last.points),
                old=write_number(earlier),
            )
        if 1 in given:
            record["round1_points"] = given[1].points
        if 2 in given:
            record["round2_points"] = given[2].points
        record["appraised_points"] = last.points
        record["reason"] = _reason_of(given, record["self_points"]) or record["reason"]
        record["faulty"] = record["faulty"] or last.points is None
