"""The forms that units sent back, read as rows of ``points.csv``.

In: the folder ``forms``, units, framework, period. Out: one row per item that a form fills in, each cell at its
place in the workbook. Sheets, units and items are known by hidden codes, else by the codes that are seen, else by
names, never by position alone; what cannot be told is a fault. Source: ``docs/glossary.md``, part B.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from parreport.columns import rows_of
from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, is_file, is_folder, read_bytes, shown_path
from parreport.inputs.folders import DROPPINGS, FORMS_FOLDER
from parreport.inputs.forms.heads import HIGHEST_HEAD, find_columns, plain
from parreport.inputs.forms.marks import FORM_COLUMNS, SCORES, Mark, read_mark, version_of
from parreport.inputs.forms.rows import FormLines, read_form_rows
from parreport.inputs.framework import Block, Framework
from parreport.inputs.places import Source
from parreport.inputs.rows import Row
from parreport.inputs.workbook_parts import WorkbookError
from parreport.inputs.workbooks import ENDINGS, Sheet, Value, read_sheets, write_value
from parreport.language import message


@dataclass(frozen=True)
class Units:
    """The units that forms may be of: their blocks, and their codes by plain name, None where two have it."""

    blocks: Mapping[str, str]
    by_name: Mapping[str, str | None]


def has_forms(folder: Path) -> bool:
    """Return whether a folder of inputs has a folder of forms."""
    return is_folder(folder / FORMS_FOLDER)


def read_forms(
    folder: Path, units: pd.DataFrame, framework: Framework, period: str | None, faults: Faults
) -> list[Row]:
    """Return the rows that forms fill in: of each form those of its leaves, blank ones too.

    ``period``: the one that forms must be of, as their marks write it; None = any. A row has the columns of
    ``points.csv``; nothing is computed, cells are as they were typed.
    """
    if not has_forms(folder):
        return []
    blocks = {str(unit): str(block) for unit, block in rows_of(units, "unit_code", "block")}
    names: dict[str, str | None] = {}
    for unit, name, english in rows_of(units, "unit_code", "unit_name", "unit_name_en"):
        for one in dict.fromkeys(plain(word) for word in (name, english) if word):
            names[one] = None if one in names else str(unit)
    known, key = Units(blocks, names), shown_path(folder / "points.csv")
    rows: list[Row] = []
    first: dict[str, tuple[str, bytes]] = {}
    for path in _list_files(folder / FORMS_FOLDER, faults):
        form = _read_form(path, known, framework, period, key, faults)
        if form is None:
            faults.lost_forms = True
            continue
        content = read_bytes(path)
        other, same = first.setdefault(form.unit, (form.source.file, content))
        if other != form.source.file:
            if same == content:
                faults.note("{file}: the same as {other}; it is read once", file=form.source.file, other=other)
            else:
                expected = message("one form of each unit; {other} is of unit {unit} too", other=other, unit=form.unit)
                faults.add(Problem(form.source.file, expected, unit_code=form.unit))
            continue
        rows += read_form_rows(form, faults)
    missing = [unit for unit in blocks if unit not in first]
    if missing:
        facts = {"folder": shown_path(folder / FORMS_FOLDER), "n": len(missing), "units": ", ".join(missing)}
        faults.note("{folder}: units without a form ({n}): {units}", **facts)
    return rows


def _list_files(folder: Path, faults: Faults) -> Iterator[Path]:
    """Yield the workbooks of a folder by name; all else is a note."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError as error:
        expected = message("cannot be read: {why}", why=error.strerror or type(error).__name__)
        faults.add(Problem(shown_path(folder), expected))
        return
    for name in names:
        path = folder / name
        if DROPPINGS.fullmatch(name):
            continue
        if path.suffix.casefold() in ENDINGS and is_file(path):
            yield path
        elif is_folder(path):
            faults.note("{file}: the folder is not read", file=shown_path(path))
        else:
            faults.note("{file}: the file is not read", file=shown_path(path))


def _read_form(
    path: Path, units: Units, framework: Framework, period: str | None, key: str, faults: Faults
) -> FormLines | None:
    """Return the score sheet of a form, with the unit that it is of; None where it has a fault as a whole."""
    file = shown_path(path)
    try:
        sheets = read_sheets(read_bytes(path))
    except (FileFault, WorkbookError) as error:
        faults.add(Problem(file, error.expected))
        return None
    found = _find_scores(sheets)
    if not found:
        expected = message("a form, with a sheet of items and figures as `parreport forms` writes it")
        faults.add(Problem(file, expected, ", ".join(sheet.name for sheet in sheets)))
        return None
    if len(found) > 1:
        expected = message("one score sheet; there are several, and nobody can tell which counts")
        faults.add(Problem(file, expected, ", ".join(sheet.name for sheet, _ in found)))
        return None
    ((sheet, mark),) = found
    columns = find_columns(sheet.cells, FORM_COLUMNS)
    if columns is None:
        expected = message("the heads of a form: codes or names of items, and figures")
        faults.add(Problem(file, expected, sheet=sheet.name))
        return None
    if mark is not None and period is not None and mark.period != period:
        expected = message("the form of {period}; this is one of another year", period=period)
        faults.add(Problem(file, expected, mark.period, unit_code=mark.unit_code or None, sheet=sheet.name))
        return None
    unit = _find_unit(file, sheet, sheets, mark, columns[0], units, faults)
    if unit is None:
        return None
    block: Block = framework.by_code[units.blocks[unit]]
    head, places = columns
    is_current = mark is not None and mark.version == version_of(block)
    if mark is not None and not is_current:
        faults.note("{file}: the framework was changed after the form was made; each item is compared", file=file)
    return FormLines(Source(file, sheet.name, places), sheet, head, unit, block, key, is_current)


def _find_scores(sheets: Sequence[Sheet]) -> list[tuple[Sheet, Mark | None]]:
    """Return the score sheets of a workbook: those with its mark, else those with its heads."""
    marked = [(sheet, mark) for sheet in sheets if (mark := _find_mark(sheet)) is not None]
    scores = [(sheet, mark) for sheet, mark in marked if mark.kind == SCORES]
    if scores:
        return [*scores]
    others = {id(sheet) for sheet, _ in marked}
    return [
        (sheet, None)
        for sheet in sheets
        if id(sheet) not in others and find_columns(sheet.cells, FORM_COLUMNS) is not None
    ]


def _find_mark(sheet: Sheet) -> Mark | None:
    """Return the mark of a sheet, wherever it was moved to above the heads."""
    return next(
        (
            mark
            for line in sheet.cells[:HIGHEST_HEAD]
            for cell in line
            if type(cell) is str and (mark := read_mark(cell)) is not None
        ),
        None,
    )


def _find_unit(
    file: str, sheet: Sheet, sheets: Sequence[Sheet], mark: Mark | None, head: int, units: Units, faults: Faults
) -> str | None:
    """Return the unit that a form is of: by its mark, else by codes and names in its title or on other sheets.

    Where title and mark name different units, that is a fault: somebody filled in the form of another.
    """
    title = _units_in(sheet.cells[:head], units)
    if mark is not None and mark.unit_code in units.blocks:
        if title and mark.unit_code not in title:
            expected = message("the form of one unit; it was made for {unit}", unit=mark.unit_code)
            faults.add(Problem(file, expected, ", ".join(sorted(title)), unit_code=mark.unit_code, sheet=sheet.name))
            return None
        return mark.unit_code
    if mark is not None and mark.unit_code and not title:
        expected = faults.unknown("unit code", mark.unit_code, units.blocks)
        faults.add(Problem(file, expected, mark.unit_code, sheet=sheet.name))
        return None
    found = title or {unit for other in sheets for unit in _units_in(other.cells[:HIGHEST_HEAD], units)}
    if len(found) == 1:
        (unit,) = found
        faults.note(
            "{file}: its unit {unit} was told from what the form says, not by its hidden code", file=file, unit=unit
        )
        return unit
    expected = message("a form that says whose it is: the unit's code or its name as in units.csv")
    faults.add(Problem(file, expected, ", ".join(sorted(found)), sheet=sheet.name))
    return None


def _units_in(lines: Sequence[Sequence[Value]], units: Units) -> set[str]:
    """Return the units that cells name: by code, by name, or by both as the title of a form does."""
    found = set()
    for line in lines:
        for cell in line:
            words = cell.strip() if type(cell) is str else write_value(cell)
            if not words or read_mark(words) is not None:
                continue
            name, _, rest = words.rpartition("(")
            for code in (words, rest.rstrip(") ")):
                if code in units.blocks:
                    found.add(code)
            for one in (words, name):
                unit = units.by_name.get(plain(one)) if one else None
                if unit is not None:
                    found.add(unit)
    return found
