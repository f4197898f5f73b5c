"""The time that an export is of, and the day on which it was saved.

In: the portal's own facts (``timeType``, ``year``, ``periodLabel``, ``extractedAt``), or words: titles,
names of sheets and files. Out: year, ``period`` as the parameters take it, day. What is cumulative ends
on the day on which it was saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from parreport.inputs.portal_766.provinces import plain_key

VIETNAM = timezone(timedelta(hours=7))
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
EARLIEST, LATEST = 1990, 2200  # as the parameters have it
YEAR = r"(?<!\d)((?:19|20)\d{2})(?!\d)"
PERIOD = re.compile(r"\d{4}(?:-Q[1-4]|-\d{2}(?:\.\.\d{4}-\d{2}-\d{2})?)?")
DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}}) (\d{{1,2}}) {YEAR}")
RUN_DAY = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20\d{2})(?!\d)")  # 10102026
YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2}) ?(\d{2}) ?(\d{2})(?!\d)")
IN_WORDS = re.compile(rf"(?:\bngay )?(?<!\d)(\d{{1,2}}) thang (\d{{1,2}}) nam {YEAR}")
DECISION = re.compile(r"(?<!\d)23 0?6 2022(?!\d)")  # the day of Quyết định 766/QĐ-TTg, which titles name
QUARTER = re.compile(
    rf"\b(?:quy|quarter|q) ?(iv|i{{1,3}}|[1-4])\b(?: (?:nam )?{YEAR})?|{YEAR} ?(?:quy|q) ?(iv|i{{1,3}}|[1-4])\b"
)
MONTH = re.compile(rf"\b(?:thang|month|t) ?(\d{{1,2}})\b(?: (?:nam )?{YEAR})?|{YEAR} (\d{{2}})(?! ?\d)")
IN_ENGLISH = re.compile(rf"\b(month|quarter) {YEAR} (\d{{1,2}})(?!\d)")
MONTHS_SO_FAR = re.compile(rf"\b(\d{{1,2}}) thang(?: dau nam)? (?:nam )?{YEAR}")


@dataclass(frozen=True)
class Time:
    """What an export is of: ``period`` as the parameters write it, blank where only the year is known.

    ``saved``: the day on which the portal gave the figures, None where nothing tells. ``is_part``: the
    figures are of a month or a quarter, and which one is not told.
    """

    year: int | None = None
    period: str = ""
    saved: date | None = None
    is_part: bool = False

    def filled(self, other: Time) -> Time:
        """Return this time; what it does not tell is the other's, if they are of one year."""
        if self.year is None:
            return replace(other, saved=self.saved or other.saved)
        if other.year not in (None, self.year):
            return self
        period = self.period or other.period
        return Time(self.year, period, self.saved or other.saved, self.is_part and not period)


UNTOLD = Time()


def read_facts(facts: Mapping[str, Any]) -> Time:
    """Return the time that the facts of an export tell."""
    saved = _read_moment(facts.get("extractedAt")) or find_time([str(facts.get("runDateStr") or "")]).saved
    label = str(facts.get("periodLabel") or "")
    year = _whole(facts.get("year")) or find_time([label]).year
    if year is None or not EARLIEST <= year <= LATEST:
        return Time(saved=saved)
    sort = plain_key(str(facts.get("timeType") or ""))
    told = find_time([label, "" if re.search(YEAR, label) else f"năm {year}"])
    period = told.period if told.year == year and told.period != str(year) else ""
    month, quarter = (_whole(facts.get(name) or facts.get("period")) for name in ("month", "quarter"))
    if sort == "month" and month in range(1, 13):
        period = f"{year}-{month:02d}"
    elif sort == "quarter" and quarter in range(1, 5):
        period = f"{year}-Q{quarter}"
    elif not period and sort in {"month", "quarter"}:
        return Time(year, "", saved, is_part=True)
    return Time(year, period or so_far(year, saved), saved)


def so_far(year: int, saved: date | None) -> str:
    """Return the period of a year up to the day on which it was saved; the year where that was over."""
    if saved is None or saved.year != year or saved == date(year, 12, 31):
        return str(year)
    return f"{year}-01..{saved.isoformat()}"


def find_time(words: Iterable[str]) -> Time:
    """Return the time that words tell: a range of days, a quarter, a month, a year so far, a year."""
    key = "  ".join(plain_key(one) for one in words)
    key = IN_WORDS.sub(r"\1 \2 \3", RUN_DAY.sub(r"\1 \2 \3", IN_ENGLISH.sub(r"\1 \3 \2", key)))
    key = DECISION.sub(" ", key)
    days = [one for one in map(_make_day, _day_parts(key)) if one is not None]
    saved = max(days, default=None)
    if saved is not None and min(days) < saved and min(days).day == 1 and min(days).year == saved.year:
        return Time(saved.year, name_span(min(days), saved), saved)
    rest = YEAR_FIRST.sub(" ", DAY_FIRST.sub(" ", key))
    year = int(found[1]) if (found := re.search(YEAR, rest)) else (saved.year if saved else None)
    if year is None:
        return Time(saved=saved)
    if found := MONTHS_SO_FAR.search(rest):
        last = int(found[1])
        return Time(year, f"{year}-01..{_month_end(year, last).isoformat()}" if last < 12 else str(year), saved)
    if found := QUARTER.search(rest):
        typed = found[1] or found[4]
        return Time(int(found[2] or found[3] or year), f"{year}-Q{ROMAN.get(typed) or typed}", saved)
    if (found := MONTH.search(rest)) and 1 <= int(found[1] or found[4]) <= 12:
        return Time(year, f"{year}-{int(found[1] or found[4]):02d}", saved)
    return Time(year, so_far(year, saved), saved)


def name_span(first: date, last: date) -> str:
    """Return the days from the first of a month to another day of its year, as the parameters write a period."""
    year = first.year
    is_month_end = (last + timedelta(days=1)).day == 1
    if is_month_end and first.month == last.month:
        return f"{year}-{first.month:02d}"
    if is_month_end and first.month % 3 == 1 and last.month == first.month + 2:
        return f"{year}-Q{last.month // 3}"
    if is_month_end and (first.month, last.month) == (1, 12):
        return str(year)
    return f"{first:%Y-%m}..{last.isoformat()}"


def _day_parts(key: str) -> Iterable[tuple[int, int, int]]:
    for day, month, year in DAY_FIRST.findall(key):
        yield int(year), int(month), int(day)
    for year, month, day in YEAR_FIRST.findall(key):
        yield int(year), int(month), int(day)


def _make_day(parts: tuple[int, int, int]) -> date | None:
    try:
        return date(*parts)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date:
    return date(year, month + 1, 1) - timedelta(days=1) if 1 <= month < 12 else date(year, 12, 31)


def _read_moment(typed: Any) -> date | None:
    """Return the day of a moment, as it is in Vietnam."""
    try:
        moment = datetime.fromisoformat(str(typed or ""))
        return (moment.astimezone(VIETNAM) if moment.tzinfo else moment).date()
    except (OverflowError, ValueError):
        return None


def _whole(typed: Any) -> int | None:
    """Return a whole number of four digits at most, however it is written; None for anything else."""
    return int(str(typed)) if re.fullmatch(r"[0-9]{1,4}", str(typed)) else None
