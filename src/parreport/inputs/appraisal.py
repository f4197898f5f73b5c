"""The rounds of appraisal, laid over what units declared.

In: ``appraisal.csv``, or the council's workbook; units, framework. Out: by unit and leaf the points and reasons of
each round; the last one counts. Source: ``docs/methodology.md`` 1.1, 3.8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from parreport import columns
from parreport.cells import write_number
from parreport.columns import rows_of
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.forms.council import read_council
from parreport.inputs.framework import Framework
from parreport.inputs.leaves import find_leaf, read_points_cell
from parreport.inputs.numbers import fold_text
from parreport.inputs.rows import Row
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.inputs.units import unit_in
from parreport.language import message


@dataclass
class Round:
    """What the appraiser wrote in one round for a unit and leaf; ``is_council``: in the council's workbook."""

    points: Decimal | None
    row: Row
    is_council: bool = False


def read_rounds(
    path: Path, units: pd.DataFrame, framework: Framework, period: str | None, faults: Faults
) -> dict[tuple[str, str], dict[int, Round]]:
    """Return the rounds of appraisal by unit and leaf; ``path``: that of ``appraisal.csv``."""
    rounds: dict[tuple[str, str], dict[int, Round]] = {}
    council = read_council(path, units, framework, period, faults)
    if council is None and not has_table(path, columns.APPRAISAL_FILE):
        return rounds
    units_file = shown_path(path.with_name("units.csv"))
    blocks = {str(unit): str(block) for unit, block in rows_of(units, "unit_code", "block")}
    for row in read_rows(path, columns.APPRAISAL_FILE, faults) if council is None else council:
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
        given[int(number)] = Round(points, row, council is not None)
    return rounds


def _reason_of(given: Mapping[int, Round], claimed: Decimal | None) -> str:
    """Return the appraiser's reason: of the last round, else of round 1 while a cut remains."""
    last = given[max(given)]
    if last.row["reason"] or 1 not in given or last.points is None:
        return last.row["reason"]
    remains = claimed is None or last.points < claimed
    return given[1].row["reason"] if remains else ""


def lay_over(given: Mapping[int, Round], record: dict[str, Any], is_final: bool, faults: Faults) -> None:
    """Lay the rounds of one leaf over what its unit declared: the last one counts.

    In a final run the council's workbook must say why points are not those that the unit gave itself.
    """
    if not record["applies"]:
        for one in given.values():
            one.row.fault("appraised_points", message("no row, since points.csv says applies = no"))
        return
    last, claimed = given[max(given)], record["self_points"]
    earlier = record["appraised_points"]
    unit, item = last.row["unit_code"], last.row["item_code"]
    if earlier is not None and last.points is not None and earlier != last.points:
        faults.note(
            "appraisal.csv, unit {unit}, item {item}: {new} points of the last round go over {old} in points.csv",
            unit=unit,
            item=item,
            new=write_number(last.points),
            old=write_number(earlier),
        )
    reason = _reason_of(given, claimed)
    if is_final and last.is_council and None not in (claimed, last.points) and claimed != last.points and not reason:
        facts = {"claimed": write_number(claimed), "points": write_number(last.points)}
        expected = message("the reason why {points} points are given where the unit claims {claimed}", **facts)
        last.row.fault("reason", expected)
    for number, one in given.items():
        record[f"round{number}_points"] = one.points
    record["appraised_points"] = last.points
    record["reason"] = reason or record["reason"]
    record["faulty"] = record["faulty"] or last.points is None
