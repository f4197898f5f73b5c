"""Times that are assessed: a year, a quarter, a month, some months or days of it.

In: what the keys ``year`` and ``period`` of the parameters say. Out: :class:`Span`, in the order of
their ends, with their names in the language in force: in a sentence, in a title, on an axis.
Source: ``docs/glossary.md``, the key ``period``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from itertools import pairwise

from parreport.language import TimeName, language, text

_END = r"[0-9]{4}-(?:Q[1-4]|[0-9]{2}(?:-[0-9]{2})?)"
_TYPED = re.compile(
    rf"(?P<year>[0-9]{{4}})|(?P<one>[0-9]{{4}}-(?:Q[1-4]|[0-9]{{2}}))|(?P<first>{_END})\.\.(?P<last>{_END})"
)
YEAR, QUARTER, FIRST_MONTHS, MONTH, MONTHS, DAYS = "year", "quarter", "first_months", "month", "months", "days"


@dataclass(frozen=True)
class Name(TimeName):
    """What a time is called in one place."""

    words: str
    is_year: bool = False

    def __str__(self) -> str:
        return self.words


@total_ordering
@dataclass(frozen=True, eq=False)
class Span(TimeName):
    """A time from its first day to its last one, both in one year; spans are in the order of their ends.

    A whole year equals its number, so that years may be named by numbers where nothing else is at hand.
    Of two spans that end on one day the longer one is the later.
    """

    first: date
    last: date

    @property
    def year(self) -> int:
        """The year in which it lies."""
        return self.last.year

    @property
    def is_year(self) -> bool:
        return self.kind == YEAR

    @property
    def kind(self) -> str:
        """What it is: a whole year, a quarter, the first months of the year, a month, months, days."""
        if self.first.day != 1 or self.last.day != monthrange(self.year, self.last.month)[1]:
            return DAYS
        first, last = self.first.month, self.last.month
        if (first, last) == (1, 12):
            return YEAR
        if first == last:
            return MONTH
        if last % 3 == 0 and last - first == 2:
            return QUARTER
        return FIRST_MONTHS if first == 1 else MONTHS

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int):
            return self.is_year and self.year == other
        return isinstance(other, Span) and self._place == other._place

    def __lt__(self, other: object) -> bool:
        if isinstance(other, int):
            other = whole_year(other)
        return self._place < other._place if isinstance(other, Span) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.year if self.is_year else self._place)

    @property
    def _place(self) -> tuple[int, int]:
        return self.last.toordinal(), -self.first.toordinal()

    def ends_before(self, other: Span) -> bool:
        """Return whether it ends earlier than another one, so that the two may be compared."""
        return self.last < other.last

    def __int__(self) -> int:
        return self.year

    def __str__(self) -> str:
        """Return its name inside a sentence."""
        kind, year = self.kind, str(self.year)
        if kind == YEAR:
            return year
        if kind == QUARTER:
            return text("{quarter} {year}", quarter=self._quarter(), year=year)
        if kind == FIRST_MONTHS:
            return text("January to {month} {year}", month=write(self.last, text("LLLL")), year=year)
        if kind == MONTH:
            return write(self.last, text("MMMM y"))
        first, last = (text("MMMM"), text("MMMM y")) if kind == MONTHS else (text("d MMM"), text("d MMM y"))
        return text("{first}\u2013{last}", first=write(self.first, first), last=write(self.last, last))

    @property
    def title(self) -> TimeName:
        """Its name in a title: the days in full, from the first to the last."""
        if self.kind not in (DAYS, MONTHS):
            return self
        first, last = (text("MMMM"), text("MMMM y")) if self.kind == MONTHS else (text("d MMMM"), text("d MMMM y"))
        return Name(text("{first} to {last}", first=write(self.first, first), last=write(self.last, last)))

    @property
    def short(self) -> TimeName:
        """Its name where there is little room: on an axis, over a column."""
        kind, year = self.kind, str(self.year)
        if kind == YEAR:
            return self
        if kind == QUARTER:
            return Name(text("{quarter}/{year}", quarter=self._quarter(), year=year))
        if kind == MONTH:
            return Name(write(self.last, text("MMM y")))
        first, last = (text("d MMM"), text("d MMM y")) if kind == DAYS else (text("MMM"), text("MMM y"))
        return Name(f"{write(self.first, first)}\u2013{write(self.last, last)}")

    @property
    def tick(self) -> str:
        """Its name on an axis that has room for a word: its quarter, its last month, its last day."""
        if self.kind == YEAR:
            return str(self)
        if self.kind == QUARTER:
            return self._quarter()
        return write(self.last, text("d MMM") if self.kind == DAYS else text("MMM"))

    @property
    def key(self) -> str:
        """How it is written in the parameters and in names of files."""
        year, last = str(self.year), self.last
        if self.kind == YEAR:
            return year
        if self.kind == QUARTER:
            return f"{year}-Q{last.month // 3}"
        if self.kind == MONTH:
            return f"{last:%Y-%m}"
        return f"{self.first:%Y-%m}..{last:%Y-%m}" if self.kind != DAYS else f"{self.first}..{last}"

    def _quarter(self) -> str:
        return (text("Q1"), text("Q2"), text("Q3"), text("Q4"))[self.last.month // 3 - 1]


def write(day: date, pattern: str) -> str:
    """Return a day, or its month, by a pattern of dates, in the language in force."""
    from babel.dates import format_date

    return str(format_date(day, format=pattern, locale=language()))


def whole_year(year: int) -> Span:
    """Return a whole year."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def read_span(typed: str) -> Span:
    """Return the time that is typed as ``2026``, ``2026-Q3``, ``2026-10`` or ``2026-01..2026-10-10``.

    Raises
    ------
    ValueError : it is written otherwise, ends before it begins, lies in two years, or a day or month
        in it is not there.
    """
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise ValueError(typed)
    if found["year"]:
        return whole_year(int(found["year"]))
    first, last = (found["one"] or found["first"], found["one"] or found["last"])
    span = Span(_ends_of(first)[0], _ends_of(last)[1])
    if span.first > span.last or span.first.year != span.last.year:
        raise ValueError(typed)
    return span


def _ends_of(typed: str) -> tuple[date, date]:
    """Return the first and the last day of a quarter, a month or a day."""
    year, step, *day = typed.split("-")
    if day:
        one = date.fromisoformat(typed)
        return one, one
    months = (3 * int(step[1]) - 2, 3 * int(step[1])) if step.startswith("Q") else (int(step), int(step))
    first = date(int(year), months[0], 1)
    return first, date(int(year), months[1], monthrange(int(year), months[1])[1])


def are_years(spans: Sequence[Span | int]) -> bool:
    """Return whether all of these are whole years."""
    return all(isinstance(one, int) or one.is_year for one in spans)


def place_spans(spans: Sequence[Span | int]) -> list[float]:
    """Return where times stand on an axis: years by their numbers, else one step after the other."""
    if are_years(spans):
        return [float(int(one)) for one in spans]
    return [float(place) for place in range(len(spans))]


def are_even(spans: Sequence[Span | int]) -> bool:
    """Return whether times follow each other in steps of one length: years, or quarters or months in equal steps."""
    parts = [one for one in spans if isinstance(one, Span)]
    if are_years(spans) or len(spans) < 3:
        return True
    months = [12 * one.year + one.last.month for one in parts]
    steps = {later - earlier for earlier, later in pairwise(months)}
    return {one.kind for one in parts} in ({QUARTER}, {MONTH}) and len(steps) <= 1


def shorten(span: Span | int) -> TimeName:
    """Return the name of a time where there is little room."""
    return Name(str(span), is_year=True) if isinstance(span, int) else span.short


def short_name(span: Span | int) -> str:
    """Return the same as words."""
    return str(shorten(span))
