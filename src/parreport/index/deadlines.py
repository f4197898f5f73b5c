"""The next deadline that a remedy names, with its year.

In: the words of a remedy, the day after which it lies. Out: a day. Source: ``docs/methodology.md`` 17.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

QUARTERS = {"i": 3, "ii": 6, "iii": 9, "iv": 12}
DAY = re.compile(r"(?:trước|đến|chậm nhất|ngày|và) (?:ngày )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?!\d)", re.IGNORECASE)
QUARTER = re.compile(r"\b(trong|trước) quý (iv|i{1,3})\b(?:(?: năm|/) ?(\d{4}))?", re.IGNORECASE)
MONTH = re.compile(r"\b(trong|trước|cuối|hết) tháng (\d{1,2})\b(?:(?: năm|/) ?(\d{4}))?", re.IGNORECASE)
MONTHS = re.compile(r"\b(trong|trước|cuối|hết) tháng (\d{1,2})(?:,| và) (?=tháng \d)", re.IGNORECASE)


def find_deadline(remedy: str, after: date) -> date | None:
    """Find the first deadline after a day among those that a remedy names; None where it names none.

    Read are ``trước ngày 30/09``, ``chậm nhất ngày 31/12``, ``trong quý III``, ``trong tháng 9`` and ``cuối tháng 9``
    (their last day), each of ``cuối tháng 6, tháng 10``, ``trước tháng 10`` and ``trước quý IV`` (the day before).
    Without a year a deadline comes every year; with a year that is over it is none.
    """
    return min((day for day in _deadlines(remedy, after) if day > after), default=None)


def _deadlines(remedy: str, after: date) -> Iterator[date]:
    words = " ".join(remedy.split())
    while MONTHS.search(words):  # the word before the first of several months is that of all
        words = MONTHS.sub(r"\1 tháng \2; \1 ", words)
    for day, month, year in DAY.findall(words):
        yield from _on(int(day), int(month), year, after)
    for before, quarter, year in QUARTER.findall(words):
        last = QUARTERS[quarter.casefold()]
        yield from _ends(last - 3 if before.casefold() == "trước" else last, year, after)
    for before, month, year in MONTH.findall(words):
        yield from _ends(int(month) - (before.casefold() == "trước"), year, after)


def _years(year: str, after: date) -> tuple[int, ...]:
    return (int(year),) if year else (after.year, after.year + 1)


def _on(day: int, month: int, year: str, after: date) -> Iterator[date]:
    for one in _years(year, after):
        try:
            yield date(one, month, day)
        except ValueError:  # 30/02: no day
            continue


def _ends(month: int, year: str, after: date) -> Iterator[date]:
    """Yield the last day of a month; of month 0, that of the year before."""
    for one in _years(year, after):
        if 0 <= month <= 12:
            yield date(one + month // 12, month % 12 + 1, 1) - timedelta(days=1)
