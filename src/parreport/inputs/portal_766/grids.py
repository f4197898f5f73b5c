"""Tables as people save them: CSV with any separator, workbooks, titles above the heads.

In: the bytes of a file. Out: grids of text, one for each sheet, whose rows are counted as a spreadsheet does.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import Place
from parreport.inputs.workbook_parts import WorkbookError
from parreport.inputs.workbooks import is_workbook, read_sheets
from parreport.language import message

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Grid:
    """A table of text: its sheet (blank for CSV), its rows, row 1 first."""

    sheet: str
    rows: list[list[str]]


def read_grids(content: bytes, file: str, has_head: Callable[[Grid], bool], faults: Faults) -> list[Grid]:
    """Return the grids of a CSV file or a workbook; none where it cannot be read, which is a fault.

    ``has_head`` tells which separator a CSV file has: the one with which its heads are found.
    """
    place = Place(file)
    if is_workbook(content):
        try:
            return [Grid(sheet.name, sheet.rows) for sheet in read_sheets(content)]
        except WorkbookError as error:
            faults.add(place.problem(error.expected))
            return []
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, found = content[: error.start].count(b"\n") + 1, repr(content[error.start : error.start + 1])[2:-1]
        expected = message("UTF-8 text; in Excel save as “CSV UTF-8 (Comma delimited)”")
        faults.add(Place(file, row).problem(expected, found))
        return []
    if "\x00" in decoded:
        faults.add(place.problem(message("text, not a binary file"), "\\x00"))
        return []
    csv.field_size_limit(2**27)
    read: list[Grid] = []
    for mark in SEPARATORS:
        rows: list[list[str]] = []
        try:
            rows.extend(csv.reader(StringIO(decoded, newline=""), delimiter=mark, strict=True))
        except csv.Error as error:
            if mark == SEPARATORS[-1] and not read:
                expected = message("quotes that open and close around a whole cell ({why})", why=error)
                faults.add(Place(file, len(rows) + 1).problem(expected))
            continue
        read.append(Grid("", rows))
        if has_head(read[-1]):
            return [read[-1]]
    return read[:1]
