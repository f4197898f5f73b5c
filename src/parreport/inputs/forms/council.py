"""The council's workbook, filled in, read as rows of ``appraisal.csv``.

In: ``appraisal.xlsx`` with the marks of ``parreport appraisal``, units, framework. Out: one row per unit, leaf and
round that the council filled in, each cell at its place. Units and items are known by hidden codes, and must be
those that the row shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from parreport import columns
from parreport.columns import rows_of
from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, is_file, read_bytes, shown_path
from parreport.inputs.forms.heads import HIGHEST_HEAD, plain
from parreport.inputs.forms.marks import APPRAISAL, Mark, read_mark
from parreport.inputs.framework import Block, Framework
from parreport.inputs.places import Source
from parreport.inputs.rows import Row, quoted
from parreport.inputs.tables import check_sheet, check_words
from parreport.inputs.workbook_parts import WorkbookError
from parreport.inputs.workbooks import ENDINGS, Sheet, Value, read_sheets, write_value
from parreport.language import message

NEEDED = ("unit_code", "item_code", "round1_points", "round1_reason", "round2_points", "round2_reason")
KEY = "appraisal.csv"


def read_council(
    path: Path, units: pd.DataFrame, framework: Framework, period: str | None, faults: Faults
) -> list[Row] | None:
    """Return the rows of the council's workbook; None where there is none, so that a table may be meant.

    ``path``: that of ``appraisal.csv``, beside which it lies.
    """
    for place in (path.with_suffix(ending) for ending in ENDINGS):
        if not is_file(place):
            continue
        try:
            sheets = read_sheets(read_bytes(place))
        except (FileFault, WorkbookError):
            return None  # reading the table tells why
        marked = [(sheet, mark) for sheet in sheets if (mark := _mark_of(sheet)) is not None]
        if not marked:
            return None
        names = dict(rows_of(units, "unit_code", "unit_name"))
        rows: list[Row] = []
        for sheet, mark in marked:
            rows += _read_sheet(place, path, sheet, mark, names, framework, period, faults)
        return rows
    return None


def _mark_of(sheet: Sheet) -> Mark | None:
    for line in sheet.cells[:HIGHEST_HEAD]:
        for cell in line:
            mark = read_mark(cell) if type(cell) is str else None
            if mark is not None and mark.kind == APPRAISAL:
                return mark
    return None


def _read_sheet(
    place: Path,
    path: Path,
    sheet: Sheet,
    mark: Mark,
    names: dict[str, str],
    framework: Framework,
    period: str | None,
    faults: Faults,
) -> list[Row]:
    file = shown_path(place)
    faults.read_sheets[file, sheet.name] = path.stem
    if period is not None and mark.period != period:
        expected = message("the workbook of {period}; this is one of another year", period=period)
        faults.add(Problem(file, expected, mark.period, sheet=sheet.name))
        return []
    block = framework.by_code.get(mark.unit_code)
    head = next((at for at, line in enumerate(sheet.cells[:HIGHEST_HEAD]) if {*NEEDED} <= _codes(line)), None)
    if block is None or head is None:
        expected = message("the hidden row of codes above the heads, as `parreport appraisal` writes it")
        faults.add(Problem(file, expected, sheet=sheet.name))
        return []
    at = {str(cell): column for column, cell in enumerate(sheet.cells[head]) if type(cell) is str and cell}
    width = max(at.values()) + 1
    rows: dict[int, list[Row]] = {1: [], 2: []}
    for number, line in enumerate(sheet.cells[head + 2 :], start=head + 3):
        whole = [*line, *[""] * (width - len(line))][:width]
        if not any(_text(whole, at, code) for code in NEEDED[2:]):
            continue
        if not _is_one(Source(file, sheet.name, at), whole, number, at, names, block, faults):
            continue
        for round_ in (1, 2):
            points, reason = f"round{round_}_points", f"round{round_}_reason"
            if not (_text(whole, at, points) or _text(whole, at, reason)):
                continue
            own = {"appraised_points": at[points], "reason": at[reason]}
            source = Source(file, sheet.name, own | {"item_code": at.get("code", at["item_code"])})
            places = own | {"unit_code": at["unit_code"], "item_code": at["item_code"], "round": width}
            rows[round_].append(Row(shown_path(path), source, number, [*whole, str(round_)], places, faults))
    for own_rows in rows.values():
        if own_rows:
            check_words(own_rows)
            source = own_rows[0].source
            check_sheet(sheet, own_rows, columns.APPRAISAL_FILE, head + 2, source, faults, are_own=True)
    return [*rows[1], *rows[2]]


def _is_one(
    source: Source,
    line: list[Value],
    number: int,
    at: dict[str, int],
    names: dict[str, str],
    block: Block,
    faults: Faults,
) -> bool:
    """Return whether the hidden codes of a row are of the unit and the item that it shows; a fault where not."""
    unit, item = _text(line, at, "unit_code"), _text(line, at, "item_code")
    shown = {"unit": _text(line, at, "unit"), "name": _text(line, at, "name")}
    leaf = block.by_code.get(item)
    wanted = {
        "unit": [names[unit]] if unit in names else [],
        "name": [leaf.name, leaf.name_en] if leaf is not None else [],
    }
    for column, words in shown.items():
        known = {plain(one) for one in wanted[column] if one}
        others = {plain(one) for one in (names.values() if column == "unit" else (i.name for i in block.items))}
        if known and plain(words) not in known and plain(words) in others:
            expected = message("one unit and item; the hidden codes of the row are {codes}", codes=f"{unit}, {item}")
            spot: dict[str, Any] = source.spot(number, column)
            faults.add(
                Problem(expected=expected, found=quoted(words), unit_code=unit, item_code=item, column=column, **spot)
            )
            return False
    return True


def _codes(line: list[Value]) -> set[str]:
    return {cell for cell in line if type(cell) is str}


def _text(line: list[Value], at: dict[str, int], column: str) -> str:
    place = at.get(column)
    cell = line[place] if place is not None and place < len(line) else ""
    return cell.strip() if type(cell) is str else write_value(cell)
