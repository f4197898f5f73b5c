"""Everything found wrong in what is read, and everything worth a note.

In: faults and notes, one by one. Out: both, in the order in which they were met; what a hundred
thousand rows have wrong costs no more than what ten thousand have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from parreport.errors import Problem, nearest, unknown_name
from parreport.inputs.files import shown_path
from parreport.inputs.places import Source
from parreport.language import Message, message

MOST_FAULTS = 10_000
MOST_SEARCHES = 500
MOST_COMPARED = 300_000
SHOWN_NAMES = 13


@dataclass
class Faults:
    """Faults and notes, and what further readers must know of them.

    ``more``: how many faults there are beyond the ``most`` that are kept.
    ``sources``: by table, as its CSV file is called, where it was read from; ``read_sheets``: by
    workbook and sheet, the table that it was read as. ``unread``: the tables that
    could not be read in full (not found, not text, a column missing): what they lack is no fault of
    others. ``lost_items``: the items whose row in the framework
    could not be read as a whole. ``faulty_units``: by table, the units that it has at fault; a blank
    one where a row has no code. ``unit_names``: by name, folded, the code of the unit, None where two have it.
    ``form_sources``: by unit and leaf, the form that has it; ``lost_forms``: whether a form could not be read at all.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    more: int = 0
    lost_items: set[str] = field(default_factory=set)
    faulty_units: dict[str, set[str]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    read_sheets: dict[tuple[str, str], str] = field(default_factory=dict)
    most: int | None = None
    unit_names: dict[str, str | None] = field(default_factory=dict)
    form_sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    lost_forms: bool = False
    _plain_codes: dict[int, tuple[Collection[str], dict[str, list[str]]]] = field(default_factory=dict)
    _tolerated: Counter[tuple[str, str, str, tuple[tuple[str, object], ...]]] = field(default_factory=Counter)
    _unknown: dict[tuple[str | int, ...], Message] = field(default_factory=dict)
    _searches: int = 0
    _compared: int = 0

    @property
    def are_full(self) -> bool:
        """Whether further faults are only counted."""
        return len(self.problems) >= (MOST_FAULTS if self.most is None else self.most)

    def add(self, problem: Problem) -> None:
        """Keep one fault; beyond the most that are kept, count it."""
        self.remember(problem.file, problem.unit_code, problem.item_code, problem.column)
        if self.are_full:
            self.more += 1
        else:
            self.problems.append(problem)

    def fault_at(
        self, path: Path | str, expected: Message, found: str | None = None, source: Source | None = None, **place: Any
    ) -> None:
        """Keep a fault of a table, named by its CSV file, wherever it was read from.

        ``source``: another place, such as a form. ``place``: row, column,
        unit_code, item_code, as of a :class:`Problem`.
        """
        key = path if isinstance(path, str) else shown_path(path)
        source = source or self.sources.get(key) or Source(key)
        column = place.get("column")
        if place.get("unit_code") or column == "unit_code":
            self.remember(key, place.get("unit_code"), place.get("item_code"), column)
        spot = source.spot(place.get("row"), column)
        self.add(Problem(expected=expected, found=found, **(place | spot)))

    def tolerate(self, file: str, column: str, msgid: str, **facts: object) -> None:
        """Count a cell that was written otherwise than asked, and understood: the sentence says how."""
        self._tolerated[file, column, msgid, tuple(facts.items())] += 1

    def tell_tolerated(self) -> None:
        """Make a note of each way in which cells of a column were written otherwise, with their number."""
        for (file, column, msgid, facts), n in self._tolerated.items():
            what = message(msgid, **dict(facts))
            self.note("{file}, {column}: {what} (cells: {n})", file=file, column=column, what=what, n=n)
        self._tolerated.clear()

    def remember(self, file: str, unit_code: str | None, item_code: str | None, column: str | None) -> None:
        """Note whose row is at fault, for those who read what hangs on it."""
        if unit_code or column == "unit_code":
            self.faulty_units.setdefault(file, set()).add(unit_code or "")
        elif item_code and column is None:
            self.lost_items.add(item_code)

    def take(self, others: Faults) -> None:
        """Keep the faults of another reading; a fault that is known already is told once."""
        known = {_key(problem) for problem in self.problems}
        for problem in others.problems:
            if _key(problem) not in known:
                self.add(problem)
        self.more += others.more
        self.sources |= others.sources

    def note(self, msgid: str, **facts: object) -> None:
        """Keep one note; notes never change a figure or an exit code."""
        self.notes.append(message(msgid, **facts))

    def unknown(self, kind: str, name: str, known: Collection[str]) -> Message:
        """Return what was expected in place of an unknown name; each name is looked up once.

        Where no more faults are kept, nobody reads it, and nothing is looked up.
        """
        if self.are_full:
            return message("")
        key: tuple[str | int, ...] = (kind, name, len(known), *(str(one) for one in islice(known, SHOWN_NAMES)))
        if key not in self._unknown:
            self._unknown[key] = unknown_name(kind, name, known, search=self._may_search(known))
        return self._unknown[key]

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """Return the known name most like this one, while few have been looked up."""
        return nearest(name, known) if self._may_search(known) else None

    def codes_of(self, number: str, known: Collection[str]) -> list[str]:
        """Return the known codes that a number, as text, may stand for: 1.1 for 1.1 and for 1.10."""
        kept = self._plain_codes.get(id(known))
        if kept is None:
            by_number: dict[str, list[str]] = {}
            for code in known:
                by_number.setdefault(plain_code(code), []).append(code)
            kept = self._plain_codes[id(known)] = (known, by_number)  # kept alive, so that its id stays its own
        return kept[1].get(plain_code(number), [])

    def _may_search(self, known: Collection[str]) -> bool:
        """Count a search, and the names that it compares; tell whether there were few so far."""
        self._searches += 1
        self._compared += len(known)
        return self._searches <= MOST_SEARCHES and self._compared <= MOST_COMPARED


def _key(problem: Problem) -> tuple[str, str, str | None]:
    return problem.where(), str(problem.expected), problem.found


def plain_code(code: str) -> str:
    """Return a code as a sheet would hold it as a number: 1.10 as 1.1, 007 as 7; any other as it is."""
    whole, point, rest = code.partition(".")
    if not whole.isdecimal() or (point and not rest.isdecimal()):
        return code
    return f"{whole.lstrip('0') or '0'}.{rest.rstrip('0')}".rstrip(".")
