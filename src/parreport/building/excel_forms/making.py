"""``parreport forms``: one workbook per unit, in which it assesses itself and which it sends back.

In: parameters, framework, units, the year before. Out: in a folder one ``.xlsx`` for each unit, all of them or
none. A form that was opened and saved is no longer ours: it is never written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.building.excel_forms.content import COLUMNS, LastYear, Lists, make_score_sheet
from parreport.building.excel_forms.sheets import About, make_cover, make_head, make_instructions, make_lists, make_plan
from parreport.building.plan import CallError
from parreport.building.questionnaire import check_out
from parreport.columns import rows_of
from parreport.display.formats import format_date
from parreport.display.index_names import name_of_index
from parreport.inputs.faults import Faults
from parreport.inputs.forms.marks import PLAN, SCORES, Mark, period_of, version_of
from parreport.inputs.framework import Framework
from parreport.inputs.framework_files import read_framework_files
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import Parameters, find_path, read_parameters
from parreport.inputs.units import is_date, read_calendar, read_units
from parreport.language import in_language, text, use_language
from parreport.publishing.folder.disks import tell_disk_faults
from parreport.publishing.folder.placing import check_files_of, place_files
from parreport.publishing.form_sheets import FormBook, render_form
from parreport.years.last_year import find_last_year
from parreport.years.reading import ReadYear, raise_faults, read_run

OURS = re.compile(rb"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00[\x21\x3f]\x00")
"""How a workbook begins that nobody has saved since it was made: no program writes this head again."""


@dataclass(frozen=True)
class Assessed:
    """What forms are made from: parameters, framework, units, steps of the year, the year before."""

    parameters: Parameters
    framework: Framework
    units: pd.DataFrame
    calendar: pd.DataFrame
    base: ReadYear | None


def make_unit_forms(parameters_path: Path, typed: Path) -> int:
    """Write the form of every unit into a folder; return how many there are.

    Raises
    ------
    InputError : parameters, framework, units, calendar or the year before are at fault; all faults at once.
    CallError : there is no unit.
    PublicationError : the folder cannot be written, or holds files of these names that are not ours.
    """
    parameters = read_parameters(parameters_path)
    place = check_out(typed, parameters_path, parameters)
    assessed = read_assessed(parameters)
    looks = {f"{unit}.xlsx": OURS for unit in assessed.units["unit_code"]}
    with tell_disk_faults(place):
        check_files_of(place, looks)

    def write(folder: Path) -> None:
        for unit, book in make_books(assessed):
            render_form(book, folder / f"{unit}.xlsx")

    with use_language(parameters.language, of_periods=not parameters.span.is_year):
        place_files(place, looks, write)
    return len(looks)


def read_assessed(parameters: Parameters) -> Assessed:
    """Return what forms are made from; points are not read, there are none yet.

    Raises
    ------
    InputError : a file is at fault; all faults at once.
    CallError : there is no unit.
    """
    faults = Faults()
    framework = read_framework_files(find_framework(parameters.framework), faults)
    if framework is None:
        raise_faults(parameters.framework, faults)
        raise CallError(text("the folder of the framework has no framework"))
    folder = find_path(parameters.inputs)
    units = read_units(folder / "units.csv", framework, faults)
    calendar = read_calendar(folder / "calendar.csv", faults)
    base = read_run(find_path(parameters.base), faults, is_first=False) if parameters.base is not None else None
    raise_faults(parameters.inputs, faults)
    return Assessed(parameters, framework, units, calendar, base)


def make_books(assessed: Assessed) -> Iterator[tuple[str, FormBook]]:
    """Yield the form of each unit with its code, in the language in force."""
    framework, parameters = assessed.framework, assessed.parameters
    last = _last_year(assessed)
    day = parameters.publication_date().isoformat()
    for unit in assessed.units.to_dict("records"):
        code, block = unit["unit_code"], framework.by_code[unit["block"]]
        about = _describe(assessed, unit)
        own, lists = last.get(code, {}), Lists()
        marks = {kind: str(Mark(kind, code, period_of(parameters.span), version_of(block))) for kind in (SCORES, PLAN)}
        title = text("Self-assessment: {title}", title=about.title)
        head = make_head(about, marks[SCORES], title, len(COLUMNS) - 3)
        scores = make_score_sheet(block, framework, own, about.base_year, head, lists)
        plan = make_plan(about, marks[PLAN], block, own, lists)
        sheets = (make_cover(about, scores), scores.sheet, plan, make_instructions(), make_lists(lists))
        foot = " · ".join([*about.labels, about.unit, about.title])
        yield code, FormBook(f"{about.title}: {about.unit}", day, foot, sheets)


def _describe(assessed: Assessed, unit: Mapping[Any, Any]) -> About:
    parameters, framework, base = assessed.parameters, assessed.framework, assessed.base
    index = name_of_index(framework)
    facts = {"index": index, "province": parameters.province, "year": parameters.span.title}
    steps = [
        (in_language(row["step"], row.get("step_en") or ""), _show_day(row["due"]))
        for row in assessed.calendar.to_dict("records")
    ]
    return About(
        title=text("{index}, {province}, {year}", **facts),
        unit=in_language(unit["unit_name"], unit["unit_name_en"]),
        unit_code=unit["unit_code"],
        block=framework.by_code[unit["block"]].shown,
        year=str(parameters.span),
        base_year="" if base is None else str(base.parameters.span),
        labels=(text("ILLUSTRATIVE FIGURES"),) if framework.illustrative else (),
        steps=tuple(steps),
        basis=framework.shown_legal_basis,
    )


def _show_day(typed: str) -> str:
    from datetime import date

    return format_date(date.fromisoformat(typed)) if is_date(typed) else typed


def _last_year(assessed: Assessed) -> dict[str, dict[str, LastYear]]:
    """Return last year's figures by unit and item; none where no year is compared with."""
    found: dict[str, dict[str, LastYear]] = {}
    if assessed.base is None:
        return found
    table = find_last_year(assessed.framework, assessed.units, assessed.base)
    for unit, code, points, lost, weak in rows_of(
        table, "unit_code", "item_code", "base_points", "base_lost_points", "was_weak"
    ):
        found.setdefault(unit, {})[code] = LastYear(points, lost, weak)
    return found
