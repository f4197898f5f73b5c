"""The units of a year, the targets they report and the calendar.

In: ``units.csv``, ``target_values.csv``, ``calendar.csv``. Out: checked tables.
Source: ``docs/glossary.md``.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from parreport import columns
from parreport.cells import write_number
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.framework import Framework, Target
from parreport.inputs.numbers import fold_text
from parreport.inputs.rows import Row
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.inputs.unit_codes import describe_code_fault, likeness
from parreport.language import message

UNIT_COLUMNS = (
    "unit_code unit_name unit_name_en block ranked cluster survey_se_points base_unit_code lat lon row"
).split()


def read_units(path: Path, framework: Framework, faults: Faults) -> pd.DataFrame:
    """Return the units: one row per unit, in the order of the file.

    ``ranked`` is True only where both the unit and its block are ranked; ``row`` is the unit's row
    in the file. Faults are kept; a row with a faulty code or block is left out of the table.
    """
    before = len(faults.problems)
    rows = read_rows(path, columns.UNITS_FILE, faults)
    seen: dict[str, Row] = {}
    names: dict[str, Row] = {}
    records = []
    for row in rows:
        code = row.own_code("unit_code")
        _check_unit_code(row, seen)
        if not row["name"]:
            row.fault("name", message("the name of the unit"))
        elif (other := names.setdefault(fold_text(row["name"]), row)) is not row:
            faults.unit_names[fold_text(row["name"])] = None
            faults.note(
                "{file}, row {row}: unit {unit} has the name of unit {other} in row {other_row}",
                file=row.file,
                row=row.number,
                unit=code,
                other=other["unit_code"],
                other_row=other.number,
            )
        block = row.code_in("block", "block", framework.by_code)
        ranked = row.flag_in("ranked")
        error = row.amount_in("survey_se_points")
        lat, lon = _read_place(row)
        if block is None or "unit_code" in row.faulty:
            continue
        faults.unit_names.setdefault(fold_text(row["name"]), code)
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
                "lat": lat,
                "lon": lon,
                "row": row.number,
            }
        )
    if not rows:
        if len(faults.problems) == before:
            faults.fault_at(path, message("at least one unit"), found="", row=2)
        faults.unread.add(shown_path(path))
    return pd.DataFrame(records, columns=UNIT_COLUMNS).astype({"ranked": bool})


def _check_unit_code(row: Row, seen: dict[str, Row]) -> None:
    code = row["unit_code"]
    fault = describe_code_fault(code)
    same = seen.setdefault(code.casefold(), row)
    other = seen.setdefault(likeness(code), row)
    if fault is not None:
        row.fault("unit_code", fault)
    elif same is not row:
        expected = message("each unit code once, whatever its capitals; it stands in row {row} too", row=same.number)
        row.fault("unit_code", expected)
    elif other is not row:
        expected = message(
            "a code that cannot be taken for {other} in row {row}", other=other["unit_code"], row=other.number
        )
        row.fault("unit_code", expected)


def _read_place(row: Row) -> tuple[Decimal | None, Decimal | None]:
    """Return latitude and longitude of a unit in degrees; both or none."""
    lat, lon = row.number_in("lat"), row.number_in("lon")
    if lat is not None and lon is not None and abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
        row.fault("lat", message("a latitude from −90 to 90; latitude and longitude seem to be exchanged"))
        return None, None
    for name, found, most, expected in (
        ("lat", lat, 90, message("a latitude in degrees from −90 to 90")),
        ("lon", lon, 180, message("a longitude in degrees from −180 to 180")),
    ):
        if found is not None and abs(found) > most:
            row.fault(name, expected)
    for name, given, other in (("lat", lat, lon), ("lon", lon, lat)):
        if given is not None and other is None and not {"lat", "lon"} & {*row.faulty}:
            row.fault(name, message("lat and lon, or neither of them"))
    return (None, None) if {"lat", "lon"} & {*row.faulty} else (lat, lon)


def unit_in(row: Row, known: Collection[str], units_file: str) -> str | None:
    """Return the unit that a row is about; a fault where there is no such unit.

    Nothing is said of a unit that ``units.csv`` itself has at fault: mending that comes first.
    """
    faults, code = row.faults, row.find_code("unit_code", known)
    if code is not None:
        return code
    code = row["unit_code"]
    named = faults.unit_names.get(fold_text(code))
    if named in known:
        faults.tolerate(row.file, "unit_code", "a unit was named in place of its code")
        return named
    at_fault = faults.faulty_units.get(units_file, set())
    left_out = at_fault.difference(known)
    if "" in at_fault or units_file in faults.unread:
        return None
    if left_out and (faults.nearest(code, [*known, *left_out]) or "") in left_out:
        return None
    return row.code_in("unit_code", "unit code", known)


def read_target_values(path: Path, framework: Framework, unit_codes: list[str], faults: Faults) -> pd.DataFrame:
    """Return what units reported on the targets: one row per unit and target; empty without a file."""
    names = columns.TARGET_VALUES_FILE.names
    if not has_table(path, columns.TARGET_VALUES_FILE):
        return pd.DataFrame(columns=names)
    targets = {target.code: target for target in framework.targets}
    lacking = not targets and any(file.endswith("targets.csv") for file in faults.unread)
    known = dict.fromkeys(unit_codes)
    seen: dict[tuple[str, str], int] = {}
    records = []
    units_file = shown_path(path.with_name("units.csv"))
    for row in read_rows(path, columns.TARGET_VALUES_FILE, faults):
        unit = unit_in(row, known, units_file)
        if lacking:
            continue
        code = row.code_in("target_code", "target code", targets)
        amounts = read_rate(row, most=code is not None and is_rate(targets[code]))
        value = row.number_in("value", "amount")
        if unit is None or code is None:
            continue
        if (unit, code) in seen:
            row.fault(
                "target_code", message("each unit and target once; they stand in row {row} too", row=seen[unit, code])
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
    numerator = row.amount_in("numerator", "part")
    denominator = row.amount_in("denominator", "part")
    for name, other, found in (("numerator", denominator, numerator), ("denominator", numerator, denominator)):
        if found is None and other is not None and name not in row.faulty:
            row.fault(name, message("a number, since the other half of the rate is given"))
    if most and numerator is not None and denominator is not None and numerator > denominator:
        row.fault("numerator", message("at most the denominator, {denominator}", denominator=write_number(denominator)))
        return None, None
    return numerator, denominator


def is_date(typed: str) -> bool:
    """Return whether a text is a date, YYYY-MM-DD."""
    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False


def note_later_steps(calendar: pd.DataFrame, published: str | None, file: str, faults: Faults) -> None:
    """Note each step that is said to be done after the day of publication; nothing without such a day."""
    for step in calendar.to_dict("records"):
        if published and is_date(step["done"]) and step["done"] > published:
            faults.note(
                "{file}: “{step}” is said to be done on {done}, after the day of publication, {published}",
                file=file,
                step=step["step"],
                done=step["done"],
                published=published,
            )


def read_calendar(path: Path, faults: Faults) -> pd.DataFrame:
    """Return the steps of the year: one row per step, with its dates as ISO text."""
    names = columns.CALENDAR_FILE.names
    if not has_table(path, columns.CALENDAR_FILE):
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
