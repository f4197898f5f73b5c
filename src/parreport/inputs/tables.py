"""CSV files as people save them, read into rows of text with their places.

In: a file. Out: its rows, each of clean text that knows its row number and the cell as typed.
Accepts a BOM, ``;``, Windows line ends, NFD text and stray spaces; refuses what would lose
something: other encodings, unknown or repeated columns, rows that are too long or short, quotes
that swallow a row, signs that are no letters. Source: ``docs/methodology.md`` 6.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from parreport.errors import LONGEST_FOUND, Problem, nearest
from parreport.inputs.csv_cells import CsvError, Split, split_cells
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, read_bytes, shown_path
from parreport.inputs.heads import Heads
from parreport.inputs.numbers import NumberError, clean_text, fold_text, read_number
from parreport.inputs.signs import find_strays, note_letters
from parreport.language import Message, message
from parreport.tabular import Table

YES = {"yes": True, "no": False, "có": True, "✓": True, "không": False}
APPLIES = YES | dict.fromkeys(("kad", "không áp dụng", "không phát sinh", "-"), False)
NUMBER_HINTS = {
    "": message("a number"),
    "separators": message("a number with one decimal mark and no other separator"),
    "thousands": message("a number whose mark is clear: 12345, or 12345.0"),
    "unclear": message("a number whose mark is clear: 1500, or 1.5"),
    "hidden": message("a number without hidden signs between its digits"),
    "long": message("a number with fewer digits"),
    "whole": message("a whole number"),
}


class Row:
    """One row of a file: clean text by column, the text as typed, and where it stands."""

    __slots__ = ("_line", "_places", "faults", "faulty", "file", "number")

    def __init__(self, file: str, number: int, line: list[str], places: Mapping[str, int], faults: Faults) -> None:
        self.file = file
        self.number = number
        self.faults = faults
        self.faulty: Collection[str | None] = ()
        self._line = line
        self._places = places

    def __getitem__(self, column: str) -> str:
        return clean_text(self.typed(column))

    def typed(self, column: str) -> str:
        """Return the cell exactly as it stands in the file; blank where there is no such column."""
        place = self._places.get(column)
        return "" if place is None else self._line[place]

    def cells(self) -> dict[str, str]:
        """Return the clean text of all cells by column."""
        return {name: clean_text(self._line[place]) for name, place in self._places.items()}

    def fault(self, column: str | None, expected: Message, found: str | None = None) -> None:
        """Report a fault at a cell of this row, quoted as it was typed.

        A column that the file does not have is a fault of its head, not of each row.
        """
        if column is not None:
            self.faulty = {*self.faulty, column}
            if column not in self._places:
                return
            found = self.typed(column) if found is None else found
        unit, item = self["unit_code"] or None, self["item_code"] or None
        if self.faults.are_full:
            self.faults.remember(self.file, unit, item, column)
            self.faults.more += 1
            return
        self.faults.add(
            Problem(
                file=self.file,
                row=self.number,
                column=column,
                unit_code=None if unit is None else _quoted(unit),
                item_code=None if item is None else _quoted(item),
                found=None if found is None else _quoted(found, LONGEST_FOUND),
                expected=expected,
            )
        )

    def number_in(self, column: str, sort: str = "") -> Decimal | None:
        """Return the exact number in a cell, None where blank; a fault where it is no number.

        ``sort`` is that of :func:`parreport.inputs.numbers.read_number`.
        """
        if not self[column]:
            return None
        try:
            return read_number(self.typed(column), sort)
        except NumberError as error:
            self.fault(column, NUMBER_HINTS[error.hint])
            return None

    def amount_in(self, column: str, sort: str = "") -> Decimal | None:
        """Return the number in a cell that may not be negative."""
        number = self.number_in(column, sort)
        if number is not None and number < 0:
            self.fault(column, message("a number that is not negative"))
            return None
        return number

    def flag_in(self, column: str, blank: bool | None = None, words: Mapping[str, bool] = YES) -> bool:
        """Return the yes or no in a cell; ``blank`` is what a blank cell means, if allowed.

        An ``x`` is refused: some mean yes by it, and some no.
        """
        folded = fold_text(self[column])
        if not folded and blank is not None:
            return blank
        if folded not in words:
            unclear = folded == "x"
            self.fault(
                column, message("yes or no; some mean yes by x, and some no") if unclear else message("yes or no")
            )
            return True if blank is None else blank
        return words[folded]

    def code_in(self, column: str, kind: str, known: Collection[str]) -> str | None:
        """Return a code that must be known; a fault that names the nearest one where it is not."""
        code = self[column]
        if code in known:
            return code
        self.fault(column, self.faults.unknown(kind, code, known))
        return None


def _decode(path: Path, faults: Faults) -> str | None:
    file = shown_path(path)
    try:
        content = read_bytes(path)
    except FileFault as fault:
        faults.add(Problem(file=file, expected=_describe_missing(path, fault)))
        return None
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, found = content[: error.start].count(b"\n") + 1, repr(content[error.start : error.start + 1])[2:-1]
        expected = message("UTF-8 text; in Excel save as “CSV UTF-8 (Comma delimited)”")
        faults.add(Problem(file, expected, found, row))
        return None
    if "\x00" in decoded:
        row = decoded[: decoded.index("\x00")].count("\n") + 1
        expected = message("text, not a binary file")
        faults.add(Problem(file=file, row=row, found="\\x00", expected=expected))
        return None
    return decoded


def _describe_missing(path: Path, fault: FileFault) -> Message:
    """Return why a file cannot be read; of one that is not there, the file that may be meant."""
    if not fault.is_missing:
        return fault.expected
    expected = fault.expected
    try:
        stems = {p.stem: p.name for p in sorted(path.parent.iterdir()) if p.is_file()}
    except (OSError, ValueError):
        stems = {}
    near = stems.get(nearest(path.stem, stems) or "")
    if near is not None:
        expected = message("a file of this name; did you mean {near}?", near=near)
    return message("not found; expected {what}", what=expected)


def read_rows(path: Path, table: Table, faults: Faults) -> list[Row]:
    """Return the rows of a CSV file, each with its place; faults in the file are kept.

    Blank lines are passed over. Where the head is at fault (missing or unknown columns), the rows
    are still returned with what can be read, so that all faults come out at once; nothing is
    returned where the file cannot be read at all.
    """
    file = shown_path(path)
    decoded = _decode(path, faults)
    if decoded is None:
        faults.unread.add(file)
        return []
    csv.field_size_limit(2**27)
    try:
        split = split_cells(decoded)
    except CsvError as error:
        expected = message("quotes that open and close around a whole cell ({why})", why=error.why)
        faults.add(Problem(file=file, row=error.row, expected=expected))
        faults.unread.add(file)
        return []
    if not split.lines:
        faults.unread.add(file)
        faults.add(Problem(file, message("the columns {names}", names=", ".join(table.required)), found="", row=1))
        return []
    names = _check_head(split.lines[0], table, file, split.skipped + 1, faults)
    rows = list(_rows(split, names, file, faults))
    if find_strays(decoded):
        _check_letters(rows)
    note_letters(file, decoded, ((row.number, row.cells()) for row in rows), faults)
    return rows


def _check_letters(rows: list[Row]) -> None:
    """Report cells with signs that are no letters: a page cannot show them."""
    for row in rows:
        for column in row.cells():
            if stray := find_strays(row.typed(column)):
                row.fault(column, message("text without the control sign {sign}", sign=stray))


def _check_head(head: list[str], table: Table, file: str, row: int, faults: Faults) -> list[str | None]:
    heads = Heads(table)
    names: list[str | None] = []
    misspelt: set[str | None] = set()
    cleaned = [clean_text(typed) for typed in head]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    given = {heads.column(typed) for typed in cleaned}
    free = [name for name in table.names if name not in given]
    for position, typed in enumerate(cleaned):
        name = heads.column(typed)
        if name is None:
            near, expected = heads.describe_unknown(typed, [n for n in free if n not in misspelt], faults)
            misspelt.add(near)
            found = _quoted(head[position], LONGEST_FOUND)
            faults.add(Problem(file=file, row=row, found=found, expected=expected))
        elif name in names:
            faults.add(Problem(file=file, row=row, found=head[position], expected=message("each column once")))
            name = None
        names.append(name)
    for column in table.columns:
        if not column.optional and column.name not in names:
            faults.unread.add(file)
            if column.name not in misspelt:
                expected = message("the column is missing; it holds: {meaning}", meaning=Message(column.meaning))
                faults.add(Problem(file, expected, row=row, column=column.name))
    return names


def _rows(split: Split, names: list[str | None], file: str, faults: Faults) -> Iterator[Row]:
    places = {name: place for place, name in enumerate(names) if name is not None}
    width, mark = len(names), split.mark
    for number, line in enumerate(split.lines[1:], start=1):
        if not any(cell.strip() for cell in line):
            continue
        whole = line if len(line) >= width else line + [""] * (width - len(line))
        row = Row(file, number + split.skipped + 1, whole, places, faults)
        if number in split.swallowed:
            expected = message("quotes that open and close in one row; a cell holds what looks like another row")
            row.fault(None, expected, _quoted(split.swallowed[number]))
        elif len(line) > len(split.lines[0]) or any(cell.strip() for cell in line[width:]):
            expected = message("{n} cells; put a text with a semicolon in quotes", n=width)
            if mark == ",":
                expected = message(
                    "{n} cells; put a number with a decimal comma, or a text with a comma, in quotes", n=width
                )
            row.fault(None, expected, _quoted(mark.join(line)))
        elif len(line) < width:
            row.fault(None, message("{n} cells", n=width), _quoted(mark.join(line)))
        else:
            yield row


def _quoted(words: str, most: int = 120) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
