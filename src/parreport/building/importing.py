"""``parreport import-766``: saved exports of the national portal become a year that can be checked and built.

In: files and a folder. Out: ``units.csv``, ``points.csv`` and ``parameters.yaml`` in it, all together or
none, what was not read, and where our points differ from those that the portal prints. What is written
was read and scored beforehand as any year is.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from parreport import columns
from parreport.building.comparing import compare_printed
from parreport.building.plan import CallError
from parreport.building.scored import refuse_inputs
from parreport.cells import write_lines, write_number
from parreport.display.formats import format_date
from parreport.errors import ExportError
from parreport.files import write_whole
from parreport.index.scoring import find_gaps
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, Framework
from parreport.inputs.framework_files import read_framework
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import Parameters, read_parameters
from parreport.inputs.portal_766.export import PrintedUnit
from parreport.inputs.portal_766.figures import Row, declare_areas, declare_leaves
from parreport.inputs.portal_766.joining import LEAVES, describe_times, find_provinces, find_times, join_exports
from parreport.inputs.portal_766.provinces import find_province
from parreport.inputs.portal_766.reading import read_exports
from parreport.inputs.portal_766.times import Time
from parreport.inputs.yaml_files import check_values
from parreport.language import ENGLISH, VIETNAMESE, counted, message, text, use_language
from parreport.publishing.folder.disks import tell_disk_faults
from parreport.publishing.folder.placing import check_files_of, place_files
from parreport.publishing.folder.targets import check_apart, check_place, check_unpublished, resolve_target
from parreport.years.reading import ReadYear, read_run

UNITS, POINTS, PARAMETERS = "units.csv", "points.csv", "parameters.yaml"
UNIT_NAMES = ("unit_code", "name", "name_en", "block", "ranked")
FIRST_LINE = "# parreport import-766"
LOOKS = {
    UNITS: re.compile(re.escape(",".join(UNIT_NAMES)).encode() + rb"[\r\n]"),
    POINTS: re.compile(re.escape(",".join(columns.POINTS_FILE.names)).encode() + rb"[\r\n]"),
    PARAMETERS: re.compile(re.escape(FIRST_LINE).encode() + rb"\b"),
}


@dataclass(frozen=True)
class Asked:
    """What a call says of the exports; None where it says nothing."""

    framework: str | None = None
    province: str | None = None
    year: int | None = None
    period: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Imported:
    """What was written: parameters, units by block, gaps; ``unread`` and ``differing`` are told.

    ``compared_n``: the printed figures that were held against ours.
    """

    parameters: Parameters
    units_n: dict[Block, int]
    gaps_n: int
    temporary_n: int
    compared_n: int
    unread: Faults
    differing: Faults


def import_exports(paths: Sequence[Path], typed: Path, asked: Asked) -> Imported:
    """Write the year that exports hold into a folder.

    Raises
    ------
    ExportError
        A file that cannot be read, a unit that stands twice with different figures, exports of different
        times; nothing was written.
    CallError
        Province or time are not told, and the call does not give them.
    PublicationError
        The folder cannot be written, or holds what is not ours.
    """
    place = check_out(typed, paths)
    faults, unread, differing = Faults(), Faults(), Faults()
    exports = read_exports(paths, faults, unread)
    joined = join_exports(exports, asked.framework, faults, unread)
    subject = ", ".join(path.name for path in paths)
    if not faults.problems and not joined.units:
        faults.add(exports[0].units[0].place.problem(message("at least one unit with numerators and denominators")))
    if faults.problems:
        raise ExportError(subject, faults.problems, faults.more)
    province = (find_province(asked.province or "") or asked.province) or _one_province(
        find_provinces(exports, joined.units)
    )
    time = _one_time(find_times(exports, unread), asked)
    framework = read_framework(find_framework(joined.framework))
    with use_language(asked.language or VIETNAMESE):
        rows = _declare(joined.units, framework, joined.framework == LEAVES, unread)
    ordered = [unit for block in framework for unit in joined.units if unit.placed.block == block.code]
    files = {UNITS: _write_units(ordered), POINTS: _write_points(rows, ordered)}
    values: dict[str, Any] = {
        "province": province,
        "year": time.year,
        "period": time.period or None,
        "inputs": _path_in_parameters(typed, place),
        "framework": joined.framework,
        "base": None,
        "history": [],
        "language": asked.language or VIETNAMESE,
        "status": "draft" if any(row.points is None for row in rows) else "final",
        "published": time.saved.isoformat() if time.saved and time.saved.year >= (time.year or 0) else None,
    }
    values |= {"remarks": [_remark(time.saved, VIETNAMESE)], "remarks_en": [_remark(time.saved, ENGLISH)]}
    _check_parameters(values)
    files[PARAMETERS] = _write_parameters(values, subject)
    year = _read_again(files, subject)
    compared_n = compare_printed(joined.units, year.leaves, differing)

    def write(folder: Path) -> None:
        for name, words in files.items():
            write_whole(folder / name, words.encode())

    place_files(place, LOOKS, write)
    units_n = {block: sum(unit.placed.block == block.code for unit in ordered) for block in framework}
    temporary_n = sum(
        any(one.is_temporary for one in unit.leaves.values()) for unit in joined.units if joined.framework == LEAVES
    )
    gaps_n = len(find_gaps(year.leaves))
    return Imported(
        year.parameters, {b: n for b, n in units_n.items() if n}, gaps_n, temporary_n, compared_n, unread, differing
    )


def check_out(typed: Path, paths: Sequence[Path]) -> Path:
    """Check that a year may be written into a folder; return the place itself.

    Raises
    ------
    PublicationError
        It holds an export, the folder of the run, other inputs, or files of our names that are not ours;
        a build published it.
    """
    place = resolve_target(typed)
    with tell_disk_faults(place):
        check_apart(place, paths)
        check_place(place)
        check_unpublished((place, *place.parents), place)
        if os.path.lexists(place):
            refuse_inputs(place, set(LOOKS))
            check_files_of(place, LOOKS)
    return place


def _one_province(found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    if found:
        words = text("the exports name several provinces, {names}: give --province", names=", ".join(found))
        raise CallError(words)
    raise CallError(text("the exports do not tell their province: give --province"))


def _one_time(found: list[Time], asked: Asked) -> Time:
    """Return the time of the exports; what the call gives goes before what they tell.

    Raises
    ------
    CallError : it is not told, or told differently, or the call contradicts itself.
    """
    saved: date | None = max((time.saved for time in found if time.saved), default=None)
    if asked.period is not None:
        year = int(asked.period[:4]) if re.match(r"[0-9]{4}(?![0-9])", asked.period) else None
        if year is None or asked.year not in (None, year):
            raise CallError(
                text(
                    "found {found}; expected {expected}",
                    found=f'"{asked.period}"',
                    expected=text("a period of the year, such as 2026, 2026-Q3, 2026-10 or 2026-01..2026-10-10"),
                )
            )
        return Time(year, asked.period, saved)
    if asked.year is not None:
        found = [time for time in found if time.year == asked.year] or [Time(asked.year, "", saved)]
    if len(found) > 1:
        raise CallError(text("the exports are of several times, {times}: give --period", times=describe_times(found)))
    if not found:
        raise CallError(text("the exports do not tell their year: give --year, or --period"))
    if found[0].is_part:
        raise CallError(text("the exports are of a month or a quarter, and do not tell which: give --period"))
    return found[0]


def _declare(units: list[PrintedUnit], framework: Framework, by_leaves: bool, unread: Faults) -> list[Row]:
    rows: list[Row] = []
    for unit in units:
        block = framework.by_code[unit.placed.block]
        rows += declare_leaves(unit, block, framework, unread) if by_leaves else declare_areas(unit, block, unread)
    return rows


def _write_units(units: list[PrintedUnit]) -> str:
    lines = [(one.code, one.name, one.placed.name_en, one.placed.block, "yes") for one in units]
    return write_lines(UNIT_NAMES, lines)


def _write_points(rows: list[Row], units: list[PrintedUnit]) -> str:
    places = {unit.code: number for number, unit in enumerate(units)}
    lines = []
    for row in sorted(rows, key=lambda one: places[one.unit_code]):
        figures = (row.appraised, row.numerator, row.denominator)
        points, numerator, denominator = ("" if one is None else write_number(one) for one in figures)
        lines.append(
            (row.unit_code, row.item_code, "yes", "", points, numerator, denominator, "", row.reason, row.evidence)
        )
    return write_lines(columns.POINTS_FILE.names, lines)


def _path_in_parameters(typed: Path, place: Path) -> str:
    """Return the folder as parameters name it: as it was typed where that is relative, else the place itself."""
    return place.as_posix() if typed.is_absolute() or str(typed).startswith("~") else typed.as_posix()


def _remark(saved: date | None, language: str) -> str:
    """Return what a reader must know of the figures: from where and when they are."""
    with use_language(language):
        if saved is None:
            return text("Figures as saved from the national public service portal.")
        return text("Figures as collected on the national public service portal on {day}.", day=format_date(saved))


def _check_parameters(values: dict[str, Any]) -> None:
    """Check the parameters that are to be written: what is at fault in them comes from the call."""
    faults = Faults()
    check_values(values, Parameters, PARAMETERS, {}, faults)
    if faults.problems:
        raise CallError("; ".join(str(problem) for problem in faults.problems))


def _read_again(files: dict[str, str], subject: str) -> ReadYear:
    """Return the year as it will be read from the folder; a fault in it stops the import."""
    with tempfile.TemporaryDirectory(prefix="parreport-") as folder:
        for name, words in files.items():
            write_whole(Path(folder) / name, words.encode())
        parameters = read_parameters(Path(folder) / PARAMETERS)
        faults = Faults()
        year = read_run(parameters.model_copy(update={"inputs": folder}), faults)
    if faults.problems or year is None:
        raise ExportError(subject, faults.problems, faults.more)
    return year


def _write_parameters(values: dict[str, Any], subject: str) -> str:
    with use_language(values["language"]):
        source = text("from {files}", files=" ".join(subject.split()))
    lines = [f"{FIRST_LINE}: {source}"]
    for key, value in values.items():
        plain = date.fromisoformat(value) if key == "published" and value else value
        lines.append(yaml.safe_dump({key: plain}, allow_unicode=True, width=1000, default_flow_style=False).rstrip())
    return "\n".join(lines) + "\n"


def describe_import(done: Imported, folder: Path) -> list[str]:
    """Return what was written, in lines for the person who called."""
    parameters, file = done.parameters, (folder / PARAMETERS).as_posix()
    facts = {
        "folder": folder,
        "blocks": "; ".join(f"{block.shown}: {n}" for block, n in done.units_n.items()),
        "framework": parameters.framework,
        "province": parameters.province,
        "period": parameters.span,
    }
    lines = [
        counted(
            sum(done.units_n.values()),
            "{folder}: 1 unit ({blocks}); framework {framework}; {province}, {period}",
            "{folder}: {n} units ({blocks}); framework {framework}; {province}, {period}",
            **facts,
        )
    ]
    if done.compared_n:
        differing = len(done.differing.problems) + done.differing.more
        lines.append(
            text("printed points compared with ours: {n}; other than ours: {other}", n=done.compared_n, other=differing)
        )
    if done.temporary_n:
        lines.append(text("units with denominators that the portal marks as temporary: {n}", n=done.temporary_n))
    if done.gaps_n:
        lines.append(text("items without points: {n}; so the status is draft", n=done.gaps_n))
        if parameters.framework == LEAVES:
            lines.append(text("--framework 766-groups takes the points of the six groups alone"))
    lines.append(text("Now: parreport check {file}", file=file))
    return lines
