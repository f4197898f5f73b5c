"""``parreport new``: a folder in which a province works on a year: parameters, framework, one workbook of tables.

In: a name, the parameters of last year where they are given. Out: in a new folder ``NAME.yaml``,
``framework.yaml`` and ``NAME.xlsx``, in which framework and inputs are filled in; all of them or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from parreport import columns
from parreport.building.new_year.sheets import Draft, make_guide, make_sheet
from parreport.building.plan import CallError
from parreport.cells import write_number
from parreport.files import write_whole
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Framework
from parreport.inputs.framework_files import read_framework
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import Parameters, read_parameters
from parreport.inputs.unit_codes import describe_code_fault
from parreport.language import text, use_language
from parreport.publishing.folder.placing import place_files
from parreport.publishing.folder.targets import check_new, resolve_target
from parreport.publishing.form_sheets import FormBook, FormSheet, render_form
from parreport.years.reading import read_run

BLOCKS = (("so-nganh", "Sở, ban, ngành"), ("xa", "Xã, phường, đặc khu"))
BANDS = (("Xuất sắc", 90), ("Tốt", 80), ("Khá", 70), ("Trung bình", 50), ("Yếu", 0))
MOST_ROWS = 20_000
Rows = list[dict[str, str]]
UNIT = ("unit_code", "block", "cluster")


@dataclass(frozen=True)
class Start:
    """What a year starts from: nothing, or last year's parameters, framework, units and steps."""

    parameters: Parameters | None = None
    path: Path | None = None
    framework: Framework | None = None
    units: Any = None
    calendar: Any = None


def make_new_year(typed: Path, base: Path | None, year: int | None, language: str) -> Path:
    """Make the working folder of a year; return its parameters file.

    Raises
    ------
    InputError : last year is at fault; all faults at once.
    CallError : the name is no name of a folder and file.
    PublicationError : there is something at this place, or it cannot be written.
    """
    place = _check_place(typed, base)
    start = _read_start(base)
    name = place.name
    when = year or (start.parameters.year + 1 if start.parameters is not None else date.today().year)
    with use_language(language):
        files = {
            f"{name}.yaml": _write_parameters(typed, start, when, language),
            "framework.yaml": _write_framework(start, when),
        }
        sheets = list(_make_sheets(start))

    def write(folder: Path) -> None:
        for file, words in files.items():
            write_whole(folder / file, words.encode())
        with use_language(language):
            day = date(when, 12, 31).isoformat()
            render_form(FormBook(name, day, f"{name} · {when}", tuple(sheets)), folder / f"{name}.xlsx")

    place_files(place, {}, write)
    return typed / f"{name}.yaml"


def _check_place(typed: Path, base: Path | None) -> Path:
    place = resolve_target(typed)
    if (fault := describe_code_fault(place.name)) is not None:
        raise CallError(text("found {found}; expected {expected}", found=f'"{place.name}"', expected=str(fault)))
    if place.name in ("inputs", "framework"):
        raise CallError(text("{name} is a name of parreport's own; give another", name=place.name))
    return check_new(typed, [] if base is None else [base])


def _read_start(base: Path | None) -> Start:
    if base is None:
        return Start()
    parameters = read_parameters(base)
    faults = Faults()
    read = read_run(parameters, faults, is_first=False)
    framework = read_framework(find_framework(parameters.framework))
    if read is None:
        return Start(parameters, base, framework)
    return Start(parameters, base, framework, read.year.units, read.year.calendar)


def _write_parameters(typed: Path, start: Start, year: int, language: str) -> str:
    """Return the parameters file: what only the province knows is there to be filled in."""
    folder = typed.as_posix()
    old = start.parameters
    values: dict[str, Any] = {
        "province": old.province if old is not None else text("(name of the province)"),
        "year": year,
        "inputs": folder,
        "framework": folder,
        "base": None if start.path is None else start.path.as_posix(),
        "history": list(old.history) if old is not None else [],
        "language": language,
        "status": "draft",
    }
    head = text("Fill in the workbook, then: parreport check {file}", file=f"{folder}/{typed.name}.yaml")
    return f"# {head}\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)


def _write_framework(start: Start, year: int) -> str:
    """Return ``framework.yaml``: last year's blocks, classes and caps, or those of a start."""
    old = start.framework
    told: dict[str, Any]
    if old is None:
        bands = [{"name": name, "from": lowest} for name, lowest in BANDS]
        told = {"ranked": True, "survey_missing": "rescale"}
        blocks: list[dict[str, Any]] = [
            {"code": code, "name": name, "items": f"{code}.csv", **told, "bands": [dict(band) for band in bands]}
            for code, name in BLOCKS
        ]
        caps: dict[str, Any] = {"bonus_cap": None, "penalty_cap": None, "decimals": 2}
        title = text("Criteria set of {year}", year=year)
    else:
        blocks = []
        for block in old:
            own: list[dict[str, Any]] = []
            for band in block.bands:
                english = {"name_en": band.name_en} if band.name_en else {}
                own.append({"name": band.name, **english, "from": _plain(band.lowest)})
            english = {"name_en": block.name_en} if block.name_en else {}
            told = {"code": block.code, "name": block.name, **english, "items": f"{block.code}.csv"}
            told |= {"ranked": block.ranked, "survey_missing": block.survey_missing, "base_code": block.code}
            blocks.append({**told, "bands": own})
        caps = {"bonus_cap": _plain(old.bonus_cap), "penalty_cap": _plain(old.penalty_cap), "decimals": old.decimals}
        caps |= {"cap_at_100": old.cap_at_100, "zero_of_zero": old.zero_of_zero}
        names = ("index_name", "index_name_en", "index_short_name", "index_short_name_en")
        caps |= {name: getattr(old, name) for name in names if getattr(old, name)}
        title = old.title
    values = {
        "title": title,
        "legal_basis": list(old.legal_basis) if old is not None else [],
        "illustrative": old.illustrative if old is not None else False,
        "blocks": blocks,
        **caps,
    }
    head = text("Title, legal basis, classes and caps are those of the province's decision: correct them here.")
    return f"# {head}\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=110)


def _plain(number: Any) -> Any:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _make_sheets(start: Start) -> Iterator[FormSheet]:
    yield make_guide(
        (
            text("Each sheet is one table; the line under its heads bears the codes of the columns."),
            text("Choose a cell: what belongs into it is told beside it, and lists offer what may stand there."),
            text("Replace or delete the rows that begin with VÍ DỤ: they are examples, and are refused."),
            text("Leave a cell blank where there is nothing to say. Write no formulas with links to other files."),
            text("Sheets that you do not need may be deleted: appraisal, targets, target_values, calendar, mapping."),
            text("Then: parreport check tells every fault with sheet and cell; parreport build makes the reports."),
        )
    )
    blocks = list(start.framework) if start.framework is not None else []
    codes = [block.code for block in blocks] or [code for code, _ in BLOCKS]
    choices = {"block": codes}
    yield make_sheet(Draft("units", columns.UNITS_FILE, _unit_rows(start), choices))
    for code in codes:
        items = _item_rows(start, code)
        yield make_sheet(Draft(code, columns.FRAMEWORK_ITEMS, items, choices))
    points = _point_rows(start)
    yield make_sheet(Draft("points", columns.POINTS_FILE, points, choices))
    yield make_sheet(Draft("appraisal", columns.APPRAISAL_FILE, (), choices))
    yield make_sheet(Draft("targets", columns.TARGETS_FILE, _target_rows(start), choices))
    yield make_sheet(Draft("target_values", columns.TARGET_VALUES_FILE, (), choices))
    yield make_sheet(Draft("calendar", columns.CALENDAR_FILE, _step_rows(start), choices))
    if start.framework is not None:
        yield make_sheet(Draft("mapping", columns.MAPPING, _mapping_rows(start.framework), choices))


def _unit_rows(start: Start) -> Rows:
    if start.units is None:
        return []
    names = {"unit_name": "name", "unit_name_en": "name_en"}
    rows = []
    for unit in start.units.to_dict("records"):
        row = {names.get(key, key): str(unit[key]) for key in (*UNIT, *names)}
        rows.append(row | {"ranked": "có" if unit["ranked"] else "không"})
    return rows


def _item_rows(start: Start, code: str) -> Rows:
    """Return the items of a block of last year, each column as it was written."""
    if start.framework is None:
        return []
    rows: Rows = []
    for item in start.framework.by_code[code].items:
        row = {
            **{"item_code": item.code, "parent_code": item.parent_code, "name": item.name, "name_en": item.name_en},
            **{"method": item.method or "", "evidence": item.evidence, "remedy": item.remedy},
            **{"source": item.source, "short_name": item.short_name, "rule": item.rule_text if item.is_leaf else ""},
            **{"short_name_en": item.short_name_en, "remedy_en": item.remedy_en, "same_cases_as": item.same_cases_as},
            **{"zero_of_zero": item.zero_of_zero or "", "accumulates": "" if item.accumulates else "không"},
        }
        row["max_points"] = write_number(item.max_points) if item.is_leaf and item.max_points is not None else ""
        rows.append(row)
    return rows


def _point_rows(start: Start) -> Rows:
    """Return a row for each unit and leaf to be filled in, where they are not too many for a sheet."""
    if start.units is None or start.framework is None:
        return []
    rows = [
        {"unit_code": str(unit["unit_code"]), "item_code": leaf.code, "applies": "có"}
        for unit in start.units.to_dict("records")
        for leaf in start.framework.by_code[unit["block"]].leaves
    ]
    return rows if len(rows) <= MOST_ROWS else []


def _target_rows(start: Start) -> Rows:
    if start.framework is None:
        return []
    return [
        {
            **{"target_code": one.code, "name": one.name, "name_en": one.name_en, "area": one.area},
            **{"unit_of_measure": one.unit_of_measure, "direction": one.direction, "source": one.source},
            "source_en": one.source_en,
            "target": write_number(one.target),
        }
        for one in start.framework.targets
    ]


def _step_rows(start: Start) -> Rows:
    if start.calendar is None:
        return []
    return [{"step": str(row["step"]), "step_en": str(row["step_en"])} for row in start.calendar.to_dict("records")]


def _mapping_rows(framework: Framework) -> Rows:
    """Return every leaf as the same as last year's: what changes is corrected there."""
    return [
        {
            **{"block": block.code, "item_code": leaf.code, "base_block": block.code, "base_item_code": leaf.code},
            **{"share": "1", "comparable": "có"},
        }
        for block in framework
        for leaf in block.leaves
    ]
