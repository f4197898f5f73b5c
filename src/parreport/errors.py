"""Every error of parreport.

::

    ParReportError
    ├── ParameterError      the parameters file: unknown, missing or wrong keys
    ├── FrameworkError      the framework folder: tree, rules, classes, mapping
    ├── DataError           the inputs folder, or faults in several places at once
    ├── ExportError         saved exports of a portal that cannot be imported
    ├── NotebookError       a notebook that failed, or does not fit its parameters
    ├── RenderingError      a notebook that ran and could not become a page
    └── PublicationError    a folder of reports that could not be written

The first four carry ``problems``: one :class:`Problem` per fault, all of them. Facts are
attributes; words are made in ``__str__``, in the language in force (see ``language``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any

from parreport.language import Message, message, text

LONGEST_NAME = 200
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_FOUND = 500
MOST_FOUND, MOST_PLACES = 3, 8
CODES = frozenset({"unit_code", "item_code", "parent_code", "block", "target_code", "question_code"})


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, what was found there, what was expected.

    ``row`` counts as a spreadsheet does (the head is row 1); of a workbook ``sheet`` and, where a
    column is at fault, ``cell`` (G14) are given too. ``found`` is the cell exactly as typed, or None
    where there is nothing to quote.
    """

    file: str
    expected: Message
    found: str | None = None
    row: int | None = None
    column: str | None = None
    unit_code: str | None = None
    item_code: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def where(self) -> str:
        """Return the place in words, from the file down to the column."""
        parts = [self.file]
        if self.sheet is not None:
            parts.append(text("sheet “{sheet}”", sheet=self.sheet))
        if self.cell is not None:
            parts.append(text("cell {cell}", cell=self.cell))
        elif self.row is not None:
            parts.append(text("row {row}", row=self.row))
        if self.unit_code is not None:
            parts.append(text("unit {unit}", unit=self.unit_code))
        if self.item_code is not None:
            parts.append(text("item {item}", item=self.item_code))
        if self.column is not None:
            parts.append(self.column)
        return plain_signs(", ".join(parts))

    def __str__(self) -> str:
        if self.found is None:
            return f"{self.where()}: {self.expected}"
        found = text("(blank)") if self.found == "" else f'"{plain_signs(self.found)}"'
        return text(
            "{where}: found {found}; expected {expected}", where=self.where(), found=found, expected=str(self.expected)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as plain values, for ``parreport check --json``."""
        names = ("file", "sheet", "row", "cell", "unit_code", "item_code", "column", "found")
        facts = {name: getattr(self, name) for name in names}
        return {name: value for name, value in facts.items() if value is not None} | {"expected": str(self.expected)}


class ParReportError(Exception):
    """The base of every error of parreport."""


class InputError(ParReportError):
    """Something that somebody wrote is at fault; ``problems`` holds every fault."""

    def __init__(self, subject: str, problems: Iterable[Problem], more: int = 0) -> None:
        self.subject = subject
        self.problems = tuple(problems)
        self.more = more
        super().__init__(subject, self.problems, more)

    def __str__(self) -> str:
        n = len(self.problems) + self.more
        head = text("{subject} cannot be used ({n} problems)", subject=self.subject, n=n)
        if n == 1:
            head = text("{subject} cannot be used (1 problem)", subject=self.subject)
        lines = [f"  - {entry}" for entry in describe_problems(self.problems)]
        if self.more:
            lines.append("  - " + text("{n} more problems that are not listed", n=self.more))
        return "\n".join([head, *lines, self.advice()])

    def advice(self) -> str:
        """Return what to do now, in words."""
        return text("Correct each file at its source, then run `parreport check` again.")


def describe_problems(problems: Iterable[Problem]) -> list[str]:
    """Return faults in words: by file, what blocks most first; those of a column with one thing to do are one entry."""
    alike: dict[tuple[str | None, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.file, problem.sheet, problem.column, str(problem.expected))
        alike.setdefault(key, []).append(problem)
    files = {file: n for n, file in enumerate(dict.fromkeys(key[0] for key in alike))}
    groups = sorted(alike.values(), key=lambda group: (files[group[0].file], _weight_of(group[0]), -len(group)))
    return [_describe_group(group) for group in groups]


def _weight_of(problem: Problem) -> int:
    """Return how much a fault blocks: 0 a whole file, 1 a line or a column, 2 what a row is about, 3 a cell."""
    if problem.row is None and problem.unit_code is None and problem.item_code is None:
        return 0
    if problem.column is None or (problem.found is None and problem.unit_code is None):
        return 1
    return 2 if problem.column in CODES else 3


def _describe_group(group: list[Problem]) -> str:
    first, n = group[0], len(group)
    places = _places_of(group)
    if n == 1 or not places:
        return str(first)
    facts: dict[str, Any] = {
        "where": replace(first, row=None, cell=None, unit_code=None, item_code=None).where(),
        "n": n,
    }
    facts |= {"expected": str(first.expected), "places": places}
    if first.found is None:
        return text("{where}, {n} times: {expected}; at {places}", **facts)
    counts = Counter(problem.found for problem in group)
    shown = [text("(blank)") if one == "" else f'"{plain_signs(one or "")}"' for one in counts]
    if len(counts) > 1:
        shown = [f"{words} ({n})" for words, n in zip(shown, counts.values(), strict=True)]
    found = ", ".join(shown[:MOST_FOUND]) + (", …" if len(shown) > MOST_FOUND else "")
    return text("{where}, {n} times: found {found}; expected {expected}; at {places}", found=found, **facts)


def _places_of(group: list[Problem]) -> str:
    """Return where faults are: their first cells or rows, else their units and items."""
    if all(problem.cell is not None for problem in group):
        cells = [str(problem.cell) for problem in group]
        return text("cell {cell}", cell=_first_of(cells))
    if all(problem.row is not None for problem in group):
        rows = sorted({int(problem.row or 0) for problem in group})
        return text("row {row}", row=_first_of(spans(rows)))
    items: dict[str | None, list[str]] = {}
    for problem in group:
        items.setdefault(problem.unit_code, []).append(problem.item_code or "")
    told = []
    for unit, codes in items.items():
        listed = _first_of([code for code in codes if code])
        parts = [text("unit {unit}", unit=unit)] if unit else []
        told.append(", ".join([*parts, text("item {item}", item=listed)] if listed else parts))
    return _first_of([words for words in told if words], "; ")


def _first_of(words: list[str], mark: str = ", ") -> str:
    return mark.join(words[:MOST_PLACES]) + (f"{mark}…" if len(words) > MOST_PLACES else "")


def spans(rows: list[int]) -> list[str]:
    """Return numbers in words, runs of them as first–last."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return [str(first) if first == last else f"{first}–{last}" for first, last in spans]


class ParameterError(InputError):
    """The parameters are at fault: those of a file, or of the cell of a notebook (``parameters``)."""

    def advice(self) -> str:
        """Return what to do now, in words."""
        if {problem.file for problem in self.problems} == {"parameters"}:
            return text("Correct the cell of parameters, then run the notebook again.")
        return super().advice()


class FrameworkError(InputError):
    """The framework folder is at fault."""


class DataError(InputError):
    """The inputs are at fault, or several kinds of file at once."""


class ExportError(InputError):
    """Saved exports of a portal cannot be imported; nothing was written."""

    def advice(self) -> str:
        """Return what to do now, in words."""
        return text("Nothing was written. Save the export again, or correct it, then import it again.")


@dataclass(eq=False)
class NotebookError(ParReportError):
    """A notebook failed, or does not fit its parameters.

    Attributes
    ----------
    notebook : name of the notebook, or of the report it makes.
    reason : what went wrong, in words.
    heading : nearest heading above the cell, or None.
    source : source of the cell, or None where no cell is to blame.
    saved : the notebook as it stood when it failed, or None.
    """

    notebook: str
    reason: str
    heading: str | None = None
    source: str | None = None
    saved: Path | None = None

    def __str__(self) -> str:
        lines = [text("{notebook} failed: {reason}", notebook=self.notebook, reason=self.reason)]
        if self.heading is not None:
            lines.append("  " + text("under the heading: {heading}", heading=self.heading))
        if self.source is not None:
            lines.append("  " + text("in the cell:"))
            lines.extend(f"    {line}" for line in self.source.splitlines())
        if self.saved is not None:
            lines.append("  " + text("the notebook as it stood: {saved}", saved=self.saved))
        return "\n".join(lines)


@dataclass(eq=False)
class RenderingError(ParReportError):
    """A notebook that ran could not become a page."""

    notebook: str
    reason: str

    def __str__(self) -> str:
        return text("{notebook} cannot be rendered: {reason}", notebook=self.notebook, reason=self.reason)


@dataclass(eq=False)
class PublicationError(ParReportError):
    """A folder of reports could not be written."""

    folder: Path
    reason: str

    def __str__(self) -> str:
        return text("{folder} cannot be published: {reason}", folder=self.folder, reason=self.reason)


def plain_signs(words: str) -> str:
    """Return words that a terminal can be given: signs that would steer it stand as their numbers."""
    return CONTROLS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", words)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Have what a disk answers name the file: it names none where bytes could not be written.

    Raises
    ------
    OSError : the same, with the file.
    """
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like a misspelt one, or None where none is like it."""
    if len(name) > LONGEST_NAME:
        return None
    names = {str(one).casefold(): str(one) for one in known}
    found = get_close_matches(name.casefold(), list(names), n=1, cutoff=0.6)
    return names[found[0]] if found else None


def unknown_name(kind: str, name: str, known: Iterable[str], search: bool = True) -> Message:
    """Return what was expected in place of an unknown name: the nearest, else the known ones.

    Without ``search`` the nearest is not looked for, which takes time where names are many.
    """
    names = list(dict.fromkeys(str(one) for one in (known if search else islice(known, 13))))
    close = nearest(name, names) if search else None
    if close is not None:
        return message("a known {kind}; did you mean {near}?", kind=Message(kind), near=close)
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return message("a known {kind}: {names}", kind=Message(kind), names=listed)
