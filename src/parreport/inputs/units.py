"""The units of a year, the targets they report and the calendar.

In: ``units.csv``, ``target_values.csv``, ``calendar.csv``. Out: checked tables.
Source: ``docs/glossary.md``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from parreport import columns
from parreport.errors import Problem, nearest
from parreport.inputs.framework import Framework, Target
from parreport.inputs.tables import Faults, Row, read_rows, shown_path
from parreport.language import message

UNIT_CODE = re.compile(r"[\w.-]+")
HIDDEN_OR_EMPTY = re.compile(r"[._-]*|\..*")
UNIT_COLUMNS = [
    "unit_code", "unit_name", "unit_name_en", "block", "ranked", "cluster",
    "survey_se_points", "base_unit_code", "row",
]  # fmt: skip


def read_units(path: Path, framework: Framework, faults: Faults) -> pd.DataFrame:
    """Return the units: one row per unit, in the order of the file.

    ``ranked`` is True only where both the unit and its block are ranked; ``row`` is the unit's row
    in the file. Faults are kept; a row with a faulty code or block is left out of the table.
    """
    rows = read_rows(path, columns.UNITS_FILE, faults)
    seen: dict[str, int] = {}
    records = []
    for row in rows:
        code = row["unit_code"]
        _check_unit_code(row, seen)
        if not row["name"]:
            row.fault("name", message("the name of the unit"))
        block = row.code_in("block", "block", framework.by_code)
        ranked = row.flag_in("ranked")
        error = row.amount_in("survey_se_points")
        if block is None or "unit_code" in row.faulty:
            continue
        records.append(
            {
                "unit_code": code,
                "unit_name": row["name"],
                "unit_name_en": row["name_en"],
                "block": block,
                "ranked": ranked and framework.by_code[block].ranked,
                "cluster": row["cluster"],
                "survey_se_points": error,
                "base_unit_code": row["base_unit_code"],
                "row": row.number,
            }
        )
    if not rows and shown_path(path) not in faults.unread:
        faults.add(
            Problem(file=shown_path(path), row=2, found="", expected=message("at least one unit"))
        )
        faults.unread.add(shown_path(path))
    return pd.DataFrame(records, columns=UNIT_COLUMNS).astype({"ranked": bool})


def _check_unit_code(row: Row, seen: dict[str, int]) -> None:
    code = row["unit_code"]
    if not code:
        row.fault("unit_code", message("the code of the unit"))
    elif not UNIT_CODE.fullmatch(code):
        row.fault("unit_code", message("letters, digits, “.”, “_” or “-”, since it names files"))
    elif HIDDEN_OR_EMPTY.fullmatch(code):
        row.fault(
            "unit_code",
            message("a code that begins with a letter or a digit, since it names files"),
        )
    elif code.casefold() in seen:
        row.fault(
            "unit_code",
            message(
                "each unit code once, whatever its capitals; it stands in row {row} too",
                row=seen[code.casefold()],
            ),
        )
    seen.setdefault(code.casefold(), row.number)


def unit_in(row: Row, known: Collection[str], units_file: str) -> str | None:
    """Return the unit that a row is about; a fault where there is no such unit.

    Nothing is said of a unit that ``units.csv`` itself has at fault: mending that comes first.
    """
    code = row["unit_code"]
    if code in known:
        return code
    names, faults = list(known), row.faults
    left_out = {p.unit_code for p in faults.problems if p.file == units_file and p.unit_code} - set(
        names
    )
    nameless = any(
        p.file == units_file and p.column == "unit_code" and not p.unit_code
        for p in faults.problems
    )
    if nameless or units_file in faults.unread or nearest(code, [*names, *left_out]) in left_out:
        return None
    return row.code_in("unit_code", "unit code", names)


def read_target_values(
    path: Path, framework: Framework, unit_codes: list[str], faults: Faults
) -> pd.DataFrame:
    """Return what units reported on the targets: one row per unit and target; empty without a file."""
    names = columns.TARGET_VALUES_FILE.names
    if not path.is_file():
        return pd.DataFrame(columns=names)
    targets = {target.code: target for target in framework.targets}
    known = dict.fromkeys(unit_codes)
    seen: dict[tuple[str, str], int] = {}
    records = []
    units_file = shown_path(path.with_name("units.csv"))
    for row in read_rows(path, columns.TARGET_VALUES_FILE, faults):
        unit = unit_in(row, known, units_file)
        code = row.code_in("target_code", "target code", targets)
        amounts = read_rate(row, most=code is not None and is_rate(targets[code]))
        value = row.number_in("value")
        if unit is None or code is None:
            continue
        if (unit, code) in seen:
            row.fault(
                "target_code",
                message(
                    "each unit and target once; they stand in row {row} too", row=seen[unit, code]
                ),
            )
            continue
        seen[unit, code] = row.number
        if is_rate(targets[code]) and value is not None and amounts[0] is not None:
            row.fault("value", message("blank, since numerator and denominator are given"))
        records.append(dict(zip(names, (unit, code, *amounts, value), strict=True)))
    return pd.DataFrame(records, columns=names)


def is_rate(target: Target) -> bool:
    """Return whether a target is a percentage."""
    return "%" in target.unit_of_measure


def read_rate(row: Row, most: bool = True) -> tuple[Decimal | None, Decimal | None]:
    """Return the declared numerator and denominator; a half-given or impossible rate is a fault."""
    numerator = row.amount_in("numerator", counted=True)
    denominator = row.amount_in("denominator", counted=True)
    for name, other, found in (
        ("numerator", denominator, numerator),
        ("denominator", numerator, denominator),
    ):
        if found is None and other is not None and name not in row.faulty:
            row.fault(name, message("a number, since the other half of the rate is given"))
    if most and numerator is not None and denominator is not None and numerator > denominator:
        row.fault(
            "numerator",
            message(
                "at most the denominator, {denominator}",
                denominator=columns.write_number(denominator),
            ),
        )
        return None, None
    return numerator, denominator


def is_date(typed: str) -> bool:
    """Return whether a text is a date, YYYY-MM-DD."""
    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False


def read_calendar(path: Path, faults: Faults) -> pd.DataFrame:
    """Return the steps of the year: one row per step, with its dates as ISO text."""
    names = columns.CALENDAR_FILE.names
    if not path.is_file():
        return pd.DataFrame(columns=names)
    records = []
    for row in read_rows(path, columns.CALENDAR_FILE, faults):
        if not row["step"]:
            row.fault("step", message("the name of the step"))
        for column in ("due", "done"):
            if row[column] and not is_date(row[column]):
                row.fault(column, message("a date, YYYY-MM-DD"))
        records.append({name: row[name] for name in names})
    return pd.DataFrame(records, columns=names)
