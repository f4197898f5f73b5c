"""A year and the years that it is compared with, read and checked together.

In: a parameters file. Out: :class:`ReadYear`, and every fault of every file at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.columns import split_codes
from parreport.errors import DataError, FrameworkError, ParameterError, Problem
from parreport.index.scoring import blocks_without_survey, find_gaps, score_points, set_points
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_there, real_path, shown_path
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import KEYS, Parameters, find_path, read_epoch, read_parameters
from parreport.inputs.places import Source
from parreport.inputs.published import Published, read_published
from parreport.inputs.scenario import read_scenario
from parreport.inputs.units import note_later_steps
from parreport.inputs.yaml_files import check_values, read_yaml
from parreport.inputs.year import Year, read_year_files
from parreport.language import Message, message
from parreport.spans import Span
from parreport.years.notes import note_gaps, note_scoring
from parreport.years.surveys import Surveyed, lay_survey


@dataclass
class ReadYear:
    """A year as read: its parameters, inputs and notes, and the year compared with.

    ``scenario_n``: how many leaves have the points of a scenario; ``leaves`` are then those.
    ``surveyed``: its survey, where answers lie among the inputs.
    ``history``: the years of its parameters that no chain of ``base`` reaches, each alone.
    """

    parameters: Parameters
    year: Year
    leaves: pd.DataFrame
    notes: list[Message]
    base: ReadYear | None
    published: Published | None = None
    scenario_n: int = 0
    history: list[ReadYear] = field(default_factory=list)
    surveyed: Surveyed | None = None


def raise_faults(subject: str, faults: Faults) -> None:
    """Raise one error with all faults, of the kind that fits them."""
    if not faults.problems:
        return
    files = {problem.file for problem in faults.problems}
    if all(file.endswith((".yaml", ".yml")) and not file.endswith("framework.yaml") for file in files):
        raise ParameterError(subject, faults.problems, faults.more)
    if all("framework" in file or file.endswith("mapping.csv") for file in files):
        raise FrameworkError(subject, faults.problems, faults.more)
    raise DataError(subject, faults.problems, faults.more)


def read_run(
    parameters: Parameters | str | Path,
    faults: Faults,
    chain: tuple[Path, ...] = (),
    scenario: Path | None = None,
    is_first: bool = True,
) -> ReadYear | None:
    """Read a year and the years that it is compared with; all faults and notes are kept.

    ``scenario`` is a file of points that some leaves of this year would have.
    Of the first year, the one that was asked for, ``history`` and ``replaces`` are read too.
    """
    checked = _read_parameters(parameters, faults, chain)
    if checked is None:
        return None
    file, own_path = "parameters", tuple[Path, ...]()
    if not isinstance(parameters, Parameters):
        file = shown_path(find_path(str(parameters)))
        own_path = (Path(real_path(find_path(str(parameters)))),)
    history = read_history(checked, faults, file, own_path) if is_first else []
    if is_first:
        _check_epoch(faults)
    chain = (*chain, *own_path)
    base = None
    if checked.base is not None:
        base_path = find_path(checked.base)
        if Path(real_path(base_path)) in chain:
            expected = message("an earlier year, not one that is compared with this one")
            faults.add(Problem(file=file, column="base", found=checked.base, expected=expected))
        elif not is_there(base_path):
            expected = message("the parameters file of the base year, which was not found")
            faults.add(Problem(file=file, column="base", found=checked.base, expected=expected))
        else:
            base = read_run(base_path, faults, chain, is_first=False)
    own = Faults(most=faults.most)
    year = read_year_files(checked.framework, checked.inputs, own, checked.geography, checked.span.key, checked.status)
    if year is None:
        faults.take(own)
        return None
    if base is not None:
        _check_against_base(checked, year, base, own)
    note_later_steps(year.calendar, checked.published, shown_path(find_path(checked.inputs) / "calendar.csv"), own)
    year, surveyed = lay_survey(year, checked, own)
    leaves = score_points(year.points, year.framework, checked.status)
    _check_leaves(checked, year, leaves, own)
    _check_noise(checked, year, own)
    points = {}
    if scenario is not None:
        units_file = shown_path(find_path(checked.inputs) / "units.csv")
        points = read_scenario(scenario, year.units, leaves, year.framework, units_file, own)
        leaves = set_points(leaves, points)
    own.tell_tolerated()
    faults.take(own)
    # Where a file could not be read, nothing can be said of its points.
    notes = own.notes + ([] if own.unread else note_scoring(year, leaves))
    published = None
    if is_first and checked.replaces is not None:
        published = read_published(find_path(checked.replaces), faults)
    elif is_first and checked.revision:
        expected = message("the published folder that is corrected, since revision is above 0")
        faults.add(Problem(file="parameters", column="replaces", found="", expected=expected))
    return ReadYear(checked, year, leaves, notes, base, published, len(points), history, surveyed)


def list_notes(read: ReadYear | None) -> tuple[list[Message], list[Message]]:
    """Return the notes of a year and of those that it is compared with; apart, those on its gaps."""
    notes: list[Message] = []
    year = read
    while year is not None:
        notes += year.notes
        year = year.base
    return notes, [] if read is None else note_gaps(read.leaves)


def _check_epoch(faults: Faults) -> None:
    try:
        read_epoch()
    except ParameterError as error:
        for problem in error.problems:
            faults.add(problem)


def _read_parameters(parameters: Parameters | str | Path, faults: Faults, chain: tuple[Path, ...]) -> Parameters | None:
    """Return checked parameters; with faults, what is right in them, so that the folders are read."""
    if isinstance(parameters, Parameters):
        return parameters
    path = find_path(str(parameters))
    values, lines = read_yaml(path, faults)
    known = len(faults.problems)
    checked = check_values(values, Parameters, shown_path(path), lines, faults) if values else None
    if isinstance(checked, Parameters):
        return checked
    if not values and len(faults.problems) == known:
        return None
    wrong = {str(p.column).split(".")[0] for p in faults.problems[known:]}
    right = {n: value for n, value in values.items() if n in KEYS and n not in wrong}
    if "year" not in right:
        right.pop("period", None)  # it must lie in the year
    if not {"inputs", "framework"} <= set(right):
        return None
    spare: dict[str, Any] = {
        "province": "-",
        "year": 2200,  # no year is too late to be compared with
        "base": None,
        "history": [],
        "language": "vi",
        "status": "final",
    }
    return Parameters(**(spare | right))


def read_history(
    parameters: Parameters, faults: Faults, file: str = "parameters", own: tuple[Path, ...] = ()
) -> list[ReadYear]:
    """Read the years of ``history`` that no chain of ``base`` reaches, each without its own base.

    Every year of the chain and of ``history`` must be an earlier one and stand once. ``file`` and
    ``own`` say where the parameters stand themselves.
    """
    chain = _chain_of(parameters, faults, file, own)
    years, others = set(chain.values()), []
    for typed in dict.fromkeys(parameters.history):
        path = find_path(typed)
        if not is_there(path):
            expected = message("the parameters file of an earlier year, which was not found")
            faults.add(Problem(file=file, column="history", found=typed, expected=expected))
            continue
        if Path(real_path(path)) in chain:
            continue
        try:
            one = read_parameters(typed)
        except ParameterError as error:
            for problem in error.problems:
                faults.add(problem)
            continue
        if not one.span.ends_before(parameters.span):
            faults.add(_not_earlier(file, "history", typed, one.span))
            continue
        if one.span in years:
            expected = message("each year once; {year} is there already", year=one.span)
            faults.add(Problem(file=file, column="history", found=typed, expected=expected))
            continue
        years.add(one.span)
        alone: dict[str, Any] = {"base": None, "history": [], "replaces": None, "revision": 0}
        read = read_run(one.model_copy(update=alone), faults)
        others += [] if read is None else [read]
    return others


def _chain_of(parameters: Parameters, faults: Faults, file: str, own: tuple[Path, ...]) -> dict[Path, Span]:
    """Return the parameters files that the chain of ``base`` reaches, with their years.

    A chain that runs in a circle, or holds a faulty file, is told where the years are read.
    """
    found: dict[Path, Span] = {}
    wrong: list[Problem] = []
    later = parameters
    while later.base is not None:
        path = Path(real_path(find_path(later.base)))
        try:
            base = read_parameters(path)
        except ParameterError:
            break
        if path in found or path in own:
            return found
        if not base.span.ends_before(later.span):
            wrong.append(_not_earlier(file, "base", later.base, base.span))
        found[path] = base.span
        later, file = base, shown_path(path)
    faults.problems += wrong
    return found


def _not_earlier(file: str, column: str, typed: str, year: Span) -> Problem:
    expected = message("the parameters file of an earlier year; this one is of {year}", year=year)
    return Problem(file=file, column=column, found=typed, expected=expected)


def _check_against_base(parameters: Parameters, year: Year, base: ReadYear, faults: Faults) -> None:
    base_framework = base.year.framework
    file = shown_path(find_framework(parameters.framework) / "mapping.csv")
    for row in year.framework.mapping or ():
        block = base_framework.by_code.get(row.base_block)
        codes = () if block is None else block.leaf_codes
        if not row.base_item_code:
            continue
        if block is None:
            column, found = "base_block", row.base_block
            expected = faults.unknown("block of the base year", found, base_framework.by_code)
        elif codes and row.base_item_code not in codes:
            column, found = "base_item_code", row.base_item_code
            expected = faults.unknown("item code of the base year", found, codes)
        else:
            continue
        faults.fault_at(file, expected, found, row=row.row, column=column, item_code=row.item_code)
    _check_base_blocks(shown_path(find_framework(parameters.framework) / "framework.yaml"), year, base, faults)
    _check_base_units(shown_path(find_path(parameters.inputs) / "units.csv"), year, base, faults)


def _check_base_blocks(file: str, year: Year, base: ReadYear, faults: Faults) -> None:
    """Report blocks that name none of the base year; note those whose code it lacks."""
    known = base.year.framework.by_code
    for number, block in enumerate(year.framework):
        if block.continues in known:
            continue
        if block.base_code:
            expected = faults.unknown("block of the base year", block.base_code, known)
            faults.add(Problem(file, expected, block.base_code, column=f"blocks.{number}.base_code"))
        else:
            faults.note(
                "block {block}: {year} has no block of this code; where it continues one, base_code in framework.yaml "
                "names it",
                block=block.code,
                year=base.parameters.span,
            )


def _check_base_units(file: str, year: Year, base: ReadYear, faults: Faults) -> None:
    known = dict.fromkeys(base.year.units["unit_code"])
    columns = (year.units[name] for name in ("unit_code", "base_unit_code", "row"))
    for unit, typed, row in zip(*columns, strict=True):
        codes = split_codes(typed)
        for code in codes:
            if not known or code in known:
                continue
            others = known if len(codes) == 1 else [one for one in known if one not in codes] or known
            expected = faults.unknown("unit code of the base year", code, others)
            if len(codes) > 1:
                expected = message("in place of {code}, {what}", code=code, what=expected)
            faults.fault_at(file, expected, typed, row=row, column="base_unit_code", unit_code=unit)


def _check_leaves(parameters: Parameters, year: Year, leaves: pd.DataFrame, faults: Faults) -> None:
    """Report blocks whose survey was not held, and in a final run leaves without points.

    Nothing is reported that a fault already told can explain: a file that could not be read, a
    misspelt code in a row, a rule that cannot be parsed.
    """
    folder = find_path(parameters.inputs)
    file = shown_path(folder / "points.csv")
    if {file, shown_path(folder / "appraisal.csv")} & faults.unread:
        return
    refused = {
        code
        for code in blocks_without_survey(year.points, year.framework)
        if year.framework.by_code[code].survey_missing == "error"
    }
    for code in sorted(refused):
        expected = message("survey points for block {block}: no unit has any, and survey_missing is error", block=code)
        faults.fault_at(file, expected, column="appraised_points")
    if parameters.status != "final":
        return
    known = set(year.units["unit_code"])
    source = faults.sources.get(file) or Source(file)
    rows = [p for p in faults.problems if (p.file, p.sheet) == (source.file, source.sheet) and p.column in CODE_COLUMNS]
    lost_units = {p.unit_code for p in rows}
    lost_items = {p.item_code for p in rows if p.unit_code not in known}
    for gap in find_gaps(leaves):
        leaf = year.framework.by_code[gap.block].by_code[gap.item_code]
        if leaf.method is None or (leaf.rule is None and leaf.rule_text):
            continue
        if leaf.method == "survey" and gap.block in refused:
            continue
        if gap.row is None and (gap.unit_code in lost_units or gap.item_code in lost_items):
            continue
        expected = message("points, or applies = no; only a draft may have gaps")
        if leaf.rule is not None:
            expected = message("points, or declared figures for the rule, or applies = no; only a draft may have gaps")
        form = faults.form_sources.get((gap.unit_code, gap.item_code))
        if form is None and faults.lost_forms and gap.row is None:
            continue  # the form that could not be read may be this unit's
        column = "appraised_points" if form is None or not form.columns else "self_points"
        place = {"unit_code": gap.unit_code, "item_code": gap.item_code, "column": column}
        faults.fault_at(file, expected, "", form, row=gap.row, **place)


CODE_COLUMNS = (None, "unit_code", "item_code")


def _check_noise(parameters: Parameters, year: Year, faults: Faults) -> None:
    """Report that judgement is to be drawn where a system computes the points."""
    if parameters.appraisal_noise and year.framework.appraisal == "computed":
        expected = message("false: by the framework (appraisal: computed) nobody judges these points")
        faults.add(Problem(file="parameters", column="appraisal_noise", found="true", expected=expected))
