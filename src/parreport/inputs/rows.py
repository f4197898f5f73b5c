"""A row of a table, and what its cells mean as people write them.

In: a line of a CSV file or of a sheet. Out: clean text, exact numbers, yes or no, known codes; a fault at the
cell where it is none of these, and a count of cells that were understood though written otherwise than asked.
Source: ``docs/methodology.md`` 6.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from parreport.errors import LONGEST_FOUND, Problem
from parreport.inputs.faults import Faults
from parreport.inputs.numbers import NumberError, clean_text, fold_text, read_number
from parreport.inputs.places import Source
from parreport.inputs.workbooks import Value, write_value
from parreport.language import Message, message

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
DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d.*)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
DATE_TYPED = {
    "days": message("days late, a whole number; a date was typed"),
    "part": message("a number of cases; a date was typed"),
    "count": message("a whole number; a date was typed"),
}
PERCENT_TYPED = {
    "part": message("a number of cases, not a percentage"),
    "count": message("a whole number, not a percentage"),
    "days": message("days late, a whole number, not a percentage"),
}


class Row:
    """One row of a table: clean text by column, the text as typed, and where it stands."""

    __slots__ = ("_line", "_places", "_told", "faults", "faulty", "key", "number", "source")

    def __init__(
        self, key: str, source: Source, number: int, line: Sequence[Value], places: Mapping[str, int], faults: Faults
    ) -> None:
        self.key = key
        self.source = source
        self.number = number
        self.faults = faults
        self.faulty: Collection[str | None] = ()
        self._told: Collection[str] = ()
        self._line = line
        self._places = places

    @property
    def file(self) -> str:
        """The file, and the sheet of a workbook, as notes show them."""
        return str(self.source)

    def __getitem__(self, column: str) -> str:
        typed = self.typed(column)
        return clean_text(typed) if typed else ""

    def typed(self, column: str) -> str:
        """Return the cell exactly as it stands in the file; blank where there is no such column."""
        place = self._places.get(column)
        if place is None:
            return ""
        cell = self._line[place]
        return cell if type(cell) is str else write_value(cell)

    def cells(self) -> dict[str, str]:
        """Return the clean text of all cells by column."""
        return {name: self[name] for name in self._places}

    def texts(self) -> list[tuple[str, str]]:
        """Return column and cell of those that were typed as text."""
        return [(name, cell) for name, at in self._places.items() if type(cell := self._line[at]) is str and cell]

    def fill(self, column: str, value: Value) -> None:
        """Put into a cell what it means: that of a merged cell, or a figure as it was read."""
        if column not in self._places:
            return
        line = list(self._line)
        line[self._places[column]] = value
        self._line = line

    def fault(self, column: str | None, expected: Message, found: str | None = None) -> None:
        """Report a fault at a cell of this row, quoted as it was typed.

        A column that the file does not have is a fault of its head, not of each row; a cell that cannot
        be read at all is told once.
        """
        if column is not None:
            self.faulty = {*self.faulty, column}
            if column not in self._places or column in self._told:
                return
            found = self.typed(column) if found is None else found
        unit, item = self["unit_code"] or None, self["item_code"] or None
        faults = self.faults
        if faults.are_full:
            faults.remember(self.key, unit, item, column)
            faults.more += 1
            return
        if self.source.file != self.key:
            faults.remember(self.key, unit, item, column)
        place: dict[str, Any] = self.source.spot(self.number, column)
        faults.add(
            Problem(
                column=column,
                unit_code=None if unit is None else quoted(unit),
                item_code=None if item is None else quoted(item),
                found=None if found is None else quoted(found, LONGEST_FOUND),
                expected=expected,
                **place,
            )
        )

    def refuse(self, column: str, expected: Message, found: str | None = None) -> None:
        """Report a cell that cannot be read at all; nothing further is told of it."""
        if column not in self._told:
            self.fault(column, expected, found)
            self._told = {*self._told, column}

    def number_in(self, column: str, sort: str = "") -> Decimal | None:
        """Return the exact number in a cell, None where blank; a fault where it is no number.

        ``sort`` is that of :func:`parreport.inputs.numbers.read_number`. A percent sign is read where a
        percentage or a share is asked.
        """
        typed = self.typed(column)
        if not typed or not clean_text(typed):
            return None
        try:
            number = read_number(typed, sort)
        except NumberError as error:
            self.fault(column, describe_number_fault(typed, sort, error.hint))
            return None
        if "%" in typed:
            self.faults.tolerate(self.file, column, "a percent sign was read")
        elif self.source.sheet is not None and type(self._line[self._places[column]]) is str:
            self.faults.tolerate(self.file, column, "numbers stored as text were read")
        return number

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
        folded = fold_text(self.typed(column))
        if not folded and blank is not None:
            return blank
        if folded not in words:
            unclear = folded == "x"
            self.fault(
                column, message("yes or no; some mean yes by x, and some no") if unclear else message("yes or no")
            )
            return True if blank is None else blank
        if folded not in ("yes", "no"):
            meant = "yes" if words[folded] else "no"
            self.faults.tolerate(self.file, column, "“{found}” was read as {meant}", found=folded, meant=meant)
        return words[folded]

    def own_code(self, column: str) -> str:
        """Return the code that a row defines; one with a point that was typed as a number is counted."""
        code = self[column]
        if "." in code and type(self._line[self._places[column]]) is float:
            self.faults.tolerate(self.file, column, "numbers were read as codes; typed as a number, 1.10 is 1.1")
        return code

    def find_code(self, column: str, known: Collection[str]) -> str | None:
        """Return the known code in a cell, None where there is none.

        A cell of a workbook may hold a number in place of a code: 1.1 is the code 1.1 or 1.10, whichever is
        known; where both are, that is a fault.
        """
        code = self[column]
        place = self._places.get(column)
        cell = "" if place is None else self._line[place]
        if type(cell) is str or not isinstance(cell, int | float) or isinstance(cell, bool):
            return code if code in known else None
        fitting = self.faults.codes_of(code, known)
        if len(fitting) > 1:
            expected = message("one code, as text; the number fits {codes}", codes=", ".join(fitting))
            self.refuse(column, expected)
            return None
        if fitting and fitting[0] != code:
            facts = {"number": code, "code": fitting[0]}
            self.faults.tolerate(self.file, column, "the number {number} was read as the code {code}", **facts)
        return fitting[0] if fitting else None

    def code_in(self, column: str, kind: str, known: Collection[str]) -> str | None:
        """Return a code that must be known; a fault that names the nearest one where it is not."""
        code = self.find_code(column, known)
        if code is not None:
            return code
        if DATE.fullmatch(self[column]) and not any(DATE.fullmatch(one) for one in known):
            self.fault(column, message("a code; a date stands here: make the column text, then type the code again"))
        else:
            self.fault(column, self.faults.unknown(kind, self[column], known))
        return None


def describe_number_fault(typed: str, sort: str, hint: str) -> Message:
    """Return what a number must be, where a cell does not hold it."""
    plain = clean_text(typed)
    if DATE.fullmatch(plain):
        return DATE_TYPED.get(sort, message("a number; a date was typed"))
    if plain.endswith("%"):
        return PERCENT_TYPED.get(sort, message("a number, not a percentage"))
    return NUMBER_HINTS[hint]


def quoted(words: str, most: int = 120) -> str:
    """Return words no longer than a message bears."""
    return words if len(words) <= most else words[: most - 1] + "…"
