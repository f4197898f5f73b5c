"""CSV files as people save them, read into rows of text with their places.

In: a file. Out: its rows, each a dictionary of clean text that knows its row number and the cell
as typed. Accepts a BOM, ``;``, Windows line ends, NFD text and stray spaces; refuses what would
lose something: other encodings, unknown or repeated columns, rows that are too long or short.
Source: ``docs/methodology.md`` 6.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from parreport.columns import Column, Table
from parreport.errors import Problem, nearest, unknown_name
from parreport.inputs.numbers import NumberError, clean_text, fold_text, read_number
from parreport.language import Message, message

YES = {"yes": True, "no": False}
NUMBER_HINTS = {
    "": message("a number"),
    "separators": message("a number with one decimal mark and no other separator"),
    "thousands": message("a number whose mark is clear: 12345, or 12345.0"),
}


@dataclass
class Faults:
    """Everything found wrong, and everything worth a note, in the order in which it was met.

    ``unread`` holds the files that could not be read in full (not found, not text, a column
    missing): what they lack is no fault of other files.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def add(self, problem: Problem) -> None:
        """Keep one fault."""
        self.problems.append(problem)

    def note(self, msgid: str, **facts: object) -> None:
        """Keep one note; notes never change a figure or an exit code."""
        self.notes.append(message(msgid, **facts))


@dataclass
class Row:
    """One row of a file: clean text by column, the text as typed, and where it stands."""

    file: str
    number: int
    cells: dict[str, str]
    typed: dict[str, str]
    faults: Faults
    faulty: set[str] = field(default_factory=set)
    item_column: bool = True

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str | None, expected: Message, found: str | None = None) -> None:
        """Report a fault at a cell of this row, quoted as it was typed.

        A column that the file does not have is a fault of its head, not of each row.
        """
        if column is not None:
            self.faulty.add(column)
            if column not in self.typed:
                return
            found = self.typed.get(column, "") if found is None else found
        self.faults.add(
            Problem(
                file=self.file,
                row=self.number,
                column=column,
                unit_code=self["unit_code"] or None,
                item_code=self["item_code"] or None,
                found=found,
                expected=expected,
            )
        )

    def number_in(self, column: str, counted: bool = False) -> Decimal | None:
        """Return the exact number in a cell, None where blank; a fault where it is no number."""
        if not self[column]:
            return None
        try:
            return read_number(self[column], counted)
        except NumberError as error:
            self.fault(column, NUMBER_HINTS[error.hint])
            return None

    def amount_in(self, column: str, counted: bool = False) -> Decimal | None:
        """Return the number in a cell that may not be negative."""
        number = self.number_in(column, counted)
        if number is not None and number < 0:
            self.fault(column, message("a number that is not negative"))
            return None
        return number

    def flag_in(self, column: str, blank: bool | None = None) -> bool:
        """Return the yes or no in a cell; ``blank`` is what a blank cell means, if allowed."""
        folded = fold_text(self[column])
        if not folded and blank is not None:
            return blank
        if folded not in YES:
            self.fault(column, message("yes or no"))
            return True if blank is None else blank
        return YES[folded]

    def code_in(self, column: str, kind: str, known: Iterable[str]) -> str | None:
        """Return a code that must be known; a fault that names the nearest one where it is not."""
        names = list(known)
        if self[column] in names:
            return self[column]
        self.fault(column, unknown_name(kind, self[column], names))
        return None


def shown_path(path: Path) -> str:
    """Return a path as messages show it: relative to where the command runs, if it can be."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _decode(path: Path, faults: Faults) -> str | None:
    file = shown_path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        near = None
        if path.parent.is_dir():
            stems = {p.stem: p.name for p in sorted(path.parent.iterdir()) if p.is_file()}
            near = stems.get(nearest(path.stem, stems) or "")
        expected = message("a file of this name")
        if near is not None:
            expected = message("a file of this name; did you mean {near}?", near=near)
        faults.add(
            Problem(file=file, expected=message("not found; expected {what}", what=expected))
        )
        return None
    except OSError as error:
        faults.add(
            Problem(file=file, expected=message("cannot be read: {why}", why=error.strerror))
        )
        return None
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        faults.add(
            Problem(
                file=file,
                row=row,
                found=repr(content[error.start : error.start + 1])[2:-1],
                expected=message("UTF-8 text; in Excel save as “CSV UTF-8 (Comma delimited)”"),
            )
        )
        return None
    if "\x00" in decoded:
        row = decoded[: decoded.index("\x00")].count("\n") + 1
        faults.add(
            Problem(file=file, row=row, found="\\x00", expected=message("text, not a binary file"))
        )
        return None
    return decoded


class _CsvError(ValueError):
    """A file is no CSV from a row on."""

    def __init__(self, row: int, why: str) -> None:
        self.row = row
        self.why = why
        super().__init__(row, why)


def _split(decoded: str) -> tuple[list[list[str]], int, str]:
    """Return the cells of each line, how many blank lines stand before the head, the separator."""
    skipped = 0
    if decoded[:4].casefold() == "sep=":
        decoded = decoded.partition("\n")[2]
    head = decoded.lstrip("\r\n").partition("\n")[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    lines: list[list[str]] = []
    try:
        for line in csv.reader(io.StringIO(decoded, newline=""), delimiter=mark, strict=True):
            lines.append(line)
    except csv.Error as error:
        raise _CsvError(len(lines) + 1, str(error)) from error
    while lines and not any(cell.strip() for cell in lines[0]):
        lines.pop(0)
        skipped += 1
    return lines, skipped, mark


def read_rows(path: Path, table: Table, faults: Faults, extra_columns: bool = False) -> list[Row]:
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
        lines, skipped, mark = _split(decoded)
    except _CsvError as error:
        expected = message("quotes that open and close around a whole cell ({why})", why=error.why)
        faults.add(Problem(file=file, row=error.row, expected=expected))
        faults.unread.add(file)
        return []
    if not lines:
        faults.unread.add(file)
        faults.add(
            Problem(
                file=file,
                row=1,
                found="",
                expected=message("the columns {names}", names=", ".join(table.required)),
            )
        )
        return []
    names = _check_head(lines[0], table, file, skipped + 1, faults)
    return list(_rows(lines, names, file, skipped, mark, faults))


def _check_head(
    head: list[str], table: Table, file: str, row: int, faults: Faults
) -> list[str | None]:
    known = {fold_text(name): name for name in table.names}
    names: list[str | None] = []
    misspelt: set[str | None] = set()
    cleaned = [clean_text(typed) for typed in head]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    for position, typed in enumerate(cleaned):
        name = known.get(fold_text(typed))
        if name is None:
            free = [n for n in table.names if n not in {known.get(fold_text(t)) for t in cleaned}]
            near = nearest(typed, [n for n in free if n not in misspelt])
            misspelt.add(near)
            expected = unknown_name("column", typed, free if near else table.names)
            faults.add(Problem(file=file, row=row, found=head[position], expected=expected))
        elif name in names:
            faults.add(
                Problem(
                    file=file, row=row, found=head[position], expected=message("each column once")
                )
            )
            name = None
        names.append(name)
    for column in table.columns:
        if not column.optional and column.name not in names:
            faults.unread.add(file)
            if column.name not in misspelt:
                faults.add(_missing(column, file, row))
    return names


def _missing(column: Column, file: str, row: int) -> Problem:
    return Problem(
        file=file,
        row=row,
        column=column.name,
        expected=message(
            "the column is missing; it holds: {meaning}", meaning=Message(column.meaning)
        ),
    )


def _rows(
    lines: list[list[str]],
    names: list[str | None],
    file: str,
    skipped: int,
    mark: str,
    faults: Faults,
) -> Iterator[Row]:
    for number, line in enumerate(lines[1:], start=skipped + 2):
        if not any(cell.strip() for cell in line):
            continue
        typed = {name: cell for name, cell in zip(names, line, strict=False) if name is not None}
        row = Row(file, number, {n: clean_text(c) for n, c in typed.items()}, typed, faults)
        # one cell more than the head, even blank: an unquoted comma may have moved the rest
        if len(line) > len(lines[0]) or any(cell.strip() for cell in line[len(names) :]):
            expected = message("{n} cells; put a text with a semicolon in quotes", n=len(names))
            if mark == ",":
                expected = message(
                    "{n} cells; put a number with a decimal comma, or a text with a comma, in quotes",
                    n=len(names),
                )
            row.fault(None, expected, _quoted(mark.join(line)))
            continue
        if len(line) < len(names):
            row.fault(None, message("{n} cells", n=len(names)), _quoted(mark.join(line)))
            continue
        yield row


def _quoted(line: str) -> str:
    return line if len(line) <= 120 else line[:119] + "…"
