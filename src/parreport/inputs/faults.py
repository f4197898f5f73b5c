"""Everything found wrong in what is read, and everything worth a note.

In: faults and notes, one by one. Out: both, in the order in which they were met; what a hundred
thousand rows have wrong costs no more than what ten thousand have.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice

from parreport.errors import Problem, nearest, unknown_name
from parreport.language import Message, message

MOST_FAULTS = 10_000
MOST_SEARCHES = 500
MOST_COMPARED = 300_000
SHOWN_NAMES = 13


@dataclass
class Faults:
    """Faults and notes, and what further readers must know of them.

    ``more``: how many faults there are beyond the :data:`MOST_FAULTS` that are kept.
    ``unread``: the files that could not be read in full (not found, not text, a column missing):
    what they lack is no fault of other files. ``lost_items``: the items whose row in the framework
    could not be read as a whole. ``faulty_units``: by file, the units that it has at fault; a blank
    one where a row has no code.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    more: int = 0
    lost_items: set[str] = field(default_factory=set)
    faulty_units: dict[str, set[str]] = field(default_factory=dict)
    _unknown: dict[tuple[str | int, ...], Message] = field(default_factory=dict)
    _searches: int = 0
    _compared: int = 0

    @property
    def are_full(self) -> bool:
        """Whether further faults are only counted."""
        return len(self.problems) >= MOST_FAULTS

    def add(self, problem: Problem) -> None:
        """Keep one fault; beyond the most that are kept, count it."""
        self.remember(problem.file, problem.unit_code, problem.item_code, problem.column)
        if self.are_full:
            self.more += 1
        else:
            self.problems.append(problem)

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

    def _may_search(self, known: Collection[str]) -> bool:
        """Count a search, and the names that it compares; tell whether there were few so far."""
        self._searches += 1
        self._compared += len(known)
        return self._searches <= MOST_SEARCHES and self._compared <= MOST_COMPARED


def _key(problem: Problem) -> tuple[str, str, str | None]:
    return problem.where(), str(problem.expected), problem.found
