"""``parreport sample``: how many to ask in each unit and group, what that can show, and whom.

In: parameters, how many there are to be asked (``population.csv``) or a list to draw from (``list.csv``). Out:
in a folder ``sample_sizes.csv``, ``sample_plan.json`` and, from a list, ``sample.csv``: the drawn rows with the
columns of the design as ``survey.csv`` takes them. All of them, or none.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.analysis.sample_draw import DRAWN, draw_sample
from parreport.analysis.sample_sizes import SIZES, margin_of_all, plan_sizes
from parreport.building.plan import CallError
from parreport.building.questionnaire import check_out
from parreport.columns import is_blank
from parreport.display.formats import format_number
from parreport.files import write_whole
from parreport.inputs.faults import Faults
from parreport.inputs.files import read_bytes
from parreport.inputs.framework_files import read_framework
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import find_path, read_parameters
from parreport.inputs.survey.population import count_list, read_list, read_population
from parreport.inputs.units import read_units
from parreport.language import counted, text
from parreport.publishing.folder.disks import tell_disk_faults
from parreport.publishing.folder.placing import check_files_of, place_files
from parreport.years.reading import raise_faults

SIZES_FILE, DRAWN_FILE, PLAN_FILE = "sample_sizes.csv", "sample.csv", "sample_plan.json"
LOOKS = {
    SIZES_FILE: re.compile(re.escape(",".join(SIZES[:3])).encode()),
    PLAN_FILE: re.compile(rb'\{\s*"parreport_sample"'),
    DRAWN_FILE: re.compile(re.escape(",".join(DRAWN[:3])).encode()),
}
MOST_MARGIN = 30


@dataclass(frozen=True)
class Asked:
    """What a call asks of a sample; ``margin``: percentage points; ``clusters``: psu per stratum, None = none."""

    population: Path | None = None
    listed: Path | None = None
    margin: str = "5"
    total: int | None = None
    least: int = 30
    clusters: int | None = None
    seed: int = 1


@dataclass(frozen=True)
class Planned:
    """A planned sample: sizes by unit and group; the drawn rows, None without a list."""

    sizes: pd.DataFrame
    drawn: pd.DataFrame | None


def make_sample(parameters_path: Path, typed: Path, asked: Asked) -> Planned:
    """Write the plan of a sample, and the sample drawn, into a folder.

    Raises
    ------
    InputError : a file is at fault; all faults at once.
    CallError : the call asks for what there is not.
    PublicationError : the folder cannot be written.
    """
    margin = _check(asked)
    parameters = read_parameters(parameters_path)
    place = check_out(typed, parameters_path, parameters)
    looks = {name: look for name, look in LOOKS.items() if asked.listed is not None or name != DRAWN_FILE}
    with tell_disk_faults(place):
        check_files_of(place, looks)
    framework = read_framework(find_framework(parameters.framework))
    faults = Faults()
    units = read_units(find_path(parameters.inputs) / "units.csv", framework, faults)
    listed = None if asked.listed is None else read_list(asked.listed, units, faults)
    cells = pd.DataFrame()
    if asked.population is not None:
        cells = read_population(asked.population, units, faults)
    elif listed is not None:
        cells = count_list(listed)
    raise_faults(str(asked.listed or asked.population), faults)
    if cells.empty:
        raise CallError(text("there is nobody to be asked"))
    sizes = plan_sizes(cells, margin, asked.total, asked.least)
    drawn = None if listed is None else draw_sample(listed, sizes, asked.seed, asked.clusters)
    files = {SIZES_FILE: write_table(sizes), PLAN_FILE: _write_plan(asked)}
    if drawn is not None:
        files[DRAWN_FILE] = write_table(drawn)

    def write(folder: Path) -> None:
        for name, words in files.items():
            write_whole(folder / name, words.encode())

    place_files(place, looks, write)
    return Planned(sizes, drawn)


def _check(asked: Asked) -> Fraction:
    """Return the margin; what a call may not ask is told."""
    for path in (asked.population, asked.listed):
        if path is not None and not path.is_file():
            raise CallError(text("there is no file {name}", name=path))
    if asked.population is None and asked.listed is None:
        raise CallError(text("give --population, how many there are to be asked, or --list, from which to draw"))
    try:
        margin = Fraction(asked.margin.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        margin = Fraction(0)
    if not 0 < margin <= MOST_MARGIN:
        expected = text("a margin in percentage points, above 0 and at most {n}", n=MOST_MARGIN)
        raise CallError(text("found {found}; expected {expected}", found=f'"{asked.margin}"', expected=expected))
    for name, value in (("total", asked.total), ("least", asked.least), ("clusters", asked.clusters)):
        if value is not None and value < 1:
            raise CallError(text("--{name} cannot be below 1", name=name))
    return margin


def write_table(table: pd.DataFrame) -> str:
    """Return a table as CSV: figures of at most 9 decimals, blank where there is none."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_plain(cell) for cell in row] for row in table.itertuples(index=False))
    return file.getvalue()


def _plain(cell: Any) -> str:
    if is_blank(cell):
        return ""
    return f"{cell:.9f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def _write_plan(asked: Asked) -> str:
    """Return what the sample was planned with, so that it can be drawn again."""
    files = {"population": asked.population, "list": asked.listed}
    digests = {name: hashlib.sha256(read_bytes(path)).hexdigest() for name, path in files.items() if path is not None}
    plan = {
        "parreport_sample": 1,
        "margin_pct": asked.margin,
        "total": asked.total,
        "least": asked.least,
        "clusters": asked.clusters,
        "seed": asked.seed,
        "sha256": digests,
    }
    return json.dumps(plan, ensure_ascii=False, indent=2) + "\n"


def describe_sample(planned: Planned, folder: Path) -> list[str]:
    """Return what was planned, in lines for the person who called."""
    sizes = planned.sizes
    typical = sizes.sort_values("n", kind="stable").iloc[(len(sizes) - 1) // 2]
    lines = [
        counted(
            len(sizes),
            "{folder}: {people} to be asked, in 1 unit and group",
            "{folder}: {people} to be asked, in {n} units and groups",
            folder=folder,
            people=int(sizes["n"].sum()),
        ),
        text(
            "the province's share of satisfied: ± {margin} percentage points",
            margin=format_number(margin_of_all(sizes), 1),
        ),
        text(
            "of a middling size, {n}: ± {margin} percentage points; between two such units a difference of "
            "{difference} is found 8 times in 10, a smaller one less often",
            n=int(typical["n"]),
            margin=format_number(typical["margin_pct"], 1),
            difference=format_number(typical["difference_pct"], 1),
        ),
    ]
    if planned.drawn is not None:
        lines.append(text("drawn: {n}; sample.csv has what survey.csv needs of the design", n=len(planned.drawn)))
    return lines
