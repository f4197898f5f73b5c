"""The steps of the year: done in time, done late, overdue.

In: the calendar, the day on which the results are published. Out: the calendar with the state of
each step. Source: ``docs/methodology.md`` 5.1.
"""

from __future__ import annotations

from datetime import date

import pandas as pd


def check_calendar(calendar: pd.DataFrame, published: str | None) -> pd.DataFrame:
    """Check each step: the calendar, one row per step, with ``state`` and ``days_late``.

    ``state``: in_time or late where it is done; overdue where it is not done and was due before
    the day of publication; open where it was not yet due then or no such day is given; undated
    without a day due. ``days_late`` counts calendar days, blank where the step is not late. The
    day on which this runs is never used.
    """
    pairs = zip(calendar["due"], calendar["done"], strict=True)
    states = [_state(due, done, published or "") for due, done in pairs]
    return calendar.assign(
        state=pd.Series([one for one, _ in states], index=calendar.index, dtype=object),
        days_late=pd.Series([days for _, days in states], index=calendar.index, dtype="Int64"),
    )


def _state(due: str, done: str, published: str) -> tuple[str, int | None]:
    if not due:
        return "undated", None
    until = done or published
    days = (date.fromisoformat(until) - date.fromisoformat(due)).days if until else 0
    if days <= 0:
        return ("in_time" if done else "open"), None
    return ("late" if done else "overdue"), days
