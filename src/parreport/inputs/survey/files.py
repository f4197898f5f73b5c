"""A file of answers, CSV or a workbook, as columns of texts, with the place of every fault.

In: a path, and who picks columns from its heads. Out: :class:`AnswerFile`. CSV is read row by row; a large
file without quotes, whose lines all have as many cells as the head, is read by pandas in pieces.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import LARGEST_ANSWERS_MIB, FileFault, read_begin, read_bytes, shown_path
from parreport.inputs.numbers import clean_text
from parreport.inputs.survey.texts import AnswerFile, Gathered, TextColumn
from parreport.inputs.workbook_parts import WorkbookError
from parreport.inputs.workbooks import ENDINGS, is_workbook, read_sheets
from parreport.language import message

LARGE, SLICE = 8 * 2**20, 2**24
CHUNK_ROWS, CHUNK_CELLS = 2000, 10**7
MARKS = (",", ";", "\t")

Choose = Callable[[Sequence[str]], Collection[int]]


class _UnreadError(Exception):
    """A file cannot be read; ``problem`` is the fault."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


def read_answers(path: Path, choose: Choose, faults: Faults) -> AnswerFile | None:
    """Return the columns of a file that ``choose`` picks from its heads; None where it cannot be read.

    Rows in which all of them are blank are passed over.
    """
    file = shown_path(path)
    try:
        return _drop_blank(_read(path, file, choose, faults))
    except FileFault as fault:
        faults.add(Problem(file=file, expected=fault.expected))
    except _UnreadError as error:
        faults.add(error.problem)
    faults.unread.add(file)
    return None


def _read(path: Path, file: str, choose: Choose, faults: Faults) -> AnswerFile:
    begin = read_begin(path)
    if path.suffix.casefold() in ENDINGS or is_workbook(begin):
        return _read_workbook(read_bytes(path), file, choose, faults)
    if b"\0" in begin:  # not worth to be read whole
        raise _UnreadError(Problem(file, message("text, not a binary file"), "\\x00", begin.count(b"\n") + 1))
    content = read_bytes(path, LARGEST_ANSWERS_MIB)
    if b"\0" in content:
        row = content[: content.index(b"\0")].count(b"\n") + 1
        raise _UnreadError(Problem(file, message("text, not a binary file"), "\\x00", row))
    return _read_csv(content, file, choose, faults)


# --- CSV ------------------------------------------------------------------------------------


def _read_csv(content: bytes, file: str, choose: Choose, faults: Faults) -> AnswerFile:
    begin = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    skipped = 0
    while (line := content[begin : begin + 2**20].split(b"\n", 1)[0]) and (
        not line.strip() or line[:4].lower() == b"sep="
    ):
        begin += len(line) + 1
        skipped += line[:4].lower() != b"sep="
    csv.field_size_limit(2**27)
    try:
        head, mark = _read_head(content, begin)
        if not any(cell.strip() for cell in head):
            raise _UnreadError(Problem(file, message("a head and rows of answers"), "", 1))
        places = _chosen(choose, head, file)
        read = _read_plainly(content, begin, head, mark, places) if len(content) > LARGE else None
        if read is None:
            read = _read_rows(content, begin, head, mark, places, file, skipped, faults)
    except UnicodeDecodeError as error:
        expected = message("UTF-8 text; in Excel save as “CSV UTF-8 (Comma delimited)”")
        raise _UnreadError(Problem(file, expected, repr(error.object[error.start : error.start + 1])[2:-1])) from error
    except csv.Error as error:
        expected = message("quotes that open and close around a whole cell ({why})", why=str(error))
        raise _UnreadError(Problem(file=file, expected=expected)) from error
    columns, numbers = read
    return AnswerFile(file, head, skipped + 1, columns, numbers + skipped)


def _chosen(choose: Choose, head: Sequence[str], file: str) -> list[int]:
    """Return the places of the columns that are wanted; none is a fault."""
    places = sorted(choose(head))
    if not places:
        expected = message("the columns respondent_id, unit_code and those of the questions")
        raise _UnreadError(Problem(file, expected, ", ".join(head)[:200], 1))
    return places


def _bytes_from(content: bytes, begin: int) -> io.BytesIO:
    stream = io.BytesIO(content)  # shares the bytes
    stream.seek(begin)
    return stream


def _open(content: bytes, begin: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(_bytes_from(content, begin), encoding="utf-8", newline="")


def _read_head(content: bytes, begin: int) -> tuple[list[str], str]:
    """Return the cells of the head, and the mark that cuts it into most."""
    heads: dict[str, list[str]] = {}
    fault: csv.Error | None = None
    for mark in MARKS:
        try:
            heads[mark] = next(csv.reader(_open(content, begin), delimiter=mark, strict=True), [])
        except csv.Error as error:
            fault = error
    if not heads:
        raise fault or csv.Error()
    best = max(heads, key=lambda mark: len(heads[mark]))
    return heads[best], best


def _read_plainly(
    content: bytes, begin: int, head: list[str], mark: str, places: list[int]
) -> tuple[dict[int, TextColumn], np.ndarray[Any, np.dtype[np.int64]]] | None:
    """Return columns and row numbers of a large plain file; None where it is not plain."""
    if b'"' in content or content.count(b"\r") != content.count(b"\r\n"):
        return None
    body = content.index(b"\n", begin) + 1 if b"\n" in content[begin:] else len(content)
    if not _has_even_lines(content, body, mark.encode(), len(head) - 1):
        return None
    gathered, number = Gathered(places), 2
    try:
        for table in pd.read_csv(
            _bytes_from(content, body),
            sep=mark,
            header=None,
            names=list(range(len(head))),
            usecols=places,
            dtype=object,  # not category, which would make a number of the code 007
            na_filter=False,
            quoting=csv.QUOTE_NONE,
            skip_blank_lines=False,
            encoding="utf-8",
            chunksize=CHUNK_CELLS // len(places),
        ):
            numbers = np.arange(number, number + len(table))
            gathered.add_columns({at: table[at].to_numpy() for at in places}, numbers)
            number += len(table)
    except pd.errors.EmptyDataError:
        pass
    except UnicodeDecodeError:
        return None  # read row by row, which tells where
    return gathered.columns(head)


def _has_even_lines(content: bytes, body: int, mark: bytes, marks_n: int) -> bool:
    """Return whether every line from ``body`` on is blank or has so many marks."""
    at = body
    while at < len(content):
        end = content.rfind(b"\n", at, at + SLICE) + 1
        if not end:
            end = content.find(b"\n", at) + 1 or len(content)
        signs = np.frombuffer(content, np.uint8, end - at, at)
        starts = np.concatenate(([0], np.flatnonzero(signs[:-1] == 10) + 1))
        found = np.add.reduceat((signs == mark[0]).astype(np.int32), starts)
        if ((found != marks_n) & (found != 0)).any():
            return False
        at = end
    return True


def _read_rows(
    content: bytes, begin: int, head: list[str], mark: str, places: list[int], file: str, skipped: int, faults: Faults
) -> tuple[dict[int, TextColumn], np.ndarray[Any, np.dtype[np.int64]]]:
    """Return columns and row numbers, read row by row; a row with other cells than the head is a fault."""
    reader = csv.reader(_open(content, begin), delimiter=mark, strict=True)
    next(reader)
    gathered = Gathered(places)
    number, line = 2, reader.line_num
    while rows := list(islice(reader, CHUNK_ROWS)):
        numbers: Sequence[int] = range(number, number + len(rows))
        number += len(rows)
        spread = reader.line_num - line > len(rows)
        line = reader.line_num
        if spread or set(map(len, rows)) != {len(head)}:
            sound = list(_sound_rows(zip(numbers, rows, strict=True), head, mark, file, skipped, faults))
            numbers, rows = [one for one, _ in sound], [row for _, row in sound]
        gathered.add(rows, numbers)
    return gathered.columns(head)


def _sound_rows(
    rows: Iterable[tuple[int, list[str]]], head: list[str], mark: str, file: str, skipped: int, faults: Faults
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with as many cells as the head, blank ones added or taken away; the others are faults."""
    width = len(head)
    while width and not head[width - 1].strip():
        width -= 1
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        swallowed = any(
            "\n" in cell and any(part.count(mark) >= width - 1 for part in cell.split("\n")) for cell in row
        )
        if width > 1 and swallowed:
            expected = message("quotes that open and close in one row; a cell holds what looks like another row")
        elif len(row) < width or any(cell.strip() for cell in row[len(head) :]):
            expected = message("{n} cells", n=width)
        else:
            yield number, (row + [""] * len(head))[: len(head)]
            continue
        faults.add(Problem(file, expected, row=number + skipped))


# --- workbooks ------------------------------------------------------------------------------


def _read_workbook(content: bytes, file: str, choose: Choose, faults: Faults) -> AnswerFile:
    try:
        sheets = read_sheets(content)
    except WorkbookError as error:
        raise _UnreadError(Problem(file, error.expected)) from error
    found = []
    for sheet in sheets:
        at = next((n for n, row in enumerate(sheet.rows) if sum(bool(cell.strip()) for cell in row) > 1), None)
        if at is not None and (places := sorted(choose(sheet.rows[at]))):
            found.append((sheet, at, places))
    named = [one for one in found if clean_text(one[0].name).casefold() == "survey"] or found
    if not found:
        expected = message("a sheet with the columns respondent_id, unit_code and the questions")
    elif len(named) > 1:
        names = ", ".join(one[0].name for one in named)
        expected = message("one sheet of answers, or one that is named survey; found {names}", names=names)
    if len(named) != 1:
        raise _UnreadError(Problem(file, expected))
    sheet, at, places = named[0]
    if sheet.hidden:
        faults.note("{file}: the answers stand in the hidden sheet {name}", file=file, name=sheet.name)
    head, width = sheet.rows[at], len(sheet.rows[at])
    gathered = Gathered(places)
    gathered.add([(row + [""] * width)[:width] for row in sheet.rows[at + 1 :]], range(at + 2, len(sheet.rows) + 1))
    columns, numbers = gathered.columns(head)
    return AnswerFile(f"{file}, {sheet.name}", head, at + 1, columns, numbers)


def _drop_blank(read: AnswerFile) -> AnswerFile:
    """Return a file without the rows in which all columns are blank."""
    filled = np.zeros(len(read.rows), bool)
    for column in sorted(read.columns.values(), key=lambda one: len(one.words)):
        if filled.all():
            return read
        has_text = np.array([bool(word.strip()) for word in column.words] or [False])
        filled |= has_text[column.codes]
    kept = {at: column.take(filled) for at, column in read.columns.items()}
    return AnswerFile(read.file, read.heads, read.head_row, kept, read.rows[filled])
