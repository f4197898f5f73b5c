"""The text of a CSV file cut into cells, whatever its separator and its line ends.

In: the text of a file. Out: its lines of cells, and what looks like a row that an open quote swallowed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(eq=False)
class CsvError(ValueError):
    """A file is no CSV from a row on."""

    row: int
    why: str


@dataclass
class Split:
    """A file cut into cells: its lines from the head on, and the separator.

    ``skipped``: blank lines before the head. ``swallowed``: by line, what looks like a row of its
    own within a cell, since a quote was left open.
    """

    lines: list[list[str]]
    skipped: int
    mark: str
    swallowed: dict[int, str]


def split_cells(decoded: str) -> Split:
    """Cut a file into cells.

    Raises
    ------
    CsvError : quotes that do not close, or close within a cell.
    """
    if decoded[:4].casefold() == "sep=":
        decoded = decoded.partition("\n")[2]
    head = decoded.lstrip("\r\n").partition("\n")[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    typed: list[str] = []  # the lines of the row under way

    def lines_of_file() -> Iterator[str]:
        begin = 0
        for end in LINE_END.finditer(decoded):
            typed.append(decoded[begin : end.end()])
            yield typed[-1]
            begin = end.end()
        if begin < len(decoded):
            typed.append(decoded[begin:])
            yield typed[-1]

    csv.field_size_limit(2**27)
    lines: list[list[str]] = []
    whole = [] if '"' in decoded else LINE_END.split(decoded)  # no cell of several lines
    if whole and not whole[-1]:
        whole.pop()
    spans: dict[int, list[str]] = {}
    try:
        for line in csv.reader(whole or lines_of_file(), delimiter=mark, strict=True):
            if len(typed) > 1:
                spans[len(lines)] = typed[1:]
            typed.clear()
            lines.append(line)
    except csv.Error as error:
        raise CsvError(len(lines) + 1, str(error)) from error
    blank = (n for n, line in enumerate(lines) if any(cell.strip() for cell in line))
    skipped = next(blank, len(lines))
    lines = lines[skipped:]
    width = len(lines[0]) if lines else 0
    found = {number - skipped: _find_row(parts, width, mark) for number, parts in spans.items()}
    return Split(lines, skipped, mark, {n: row for n, row in found.items() if row is not None})


def _find_row(parts: list[str], width: int, mark: str) -> str | None:
    """Return the line that looks like a row of its own: as many cells, no space after its marks."""
    for part in parts:
        cells = part.split(mark)
        is_first = cells[0].strip() and '"' not in cells[0]
        if len(cells) >= max(width, 2) and is_first and not cells[1].startswith(" "):
            return part.strip()
    return None
