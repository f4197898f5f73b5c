"""Trends of targets, units that meet them, steps of the calendar: figures worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.targets import check_calendar
from tests.analysis.test_targets_and_claims import POINTS, TREE, reported, target
from tests.cases import Case

Write = Callable[..., Case]


@pytest.mark.parametrize(
    ("direction", "now", "trend"),
    [
        ("at_least", 6, "better"),
        ("at_least", 4, "worse"),
        ("at_most", 6, "worse"),
        ("at_most", 4, "better"),
        ("at_most", 5, "same"),
    ],
)
def test_a_fall_is_better_where_the_target_is_a_ceiling(
    direction: str, now: int, trend: str, write_case: Write
) -> None:
    one: dict[str, Any] = {"targets": [target("t", "%", direction)]}
    base = write_case(TREE, POINTS, name="2017", target_values=[reported("a", "t", 5, 10)], **one)
    case = write_case(TREE, POINTS, base=base, target_values=[reported("a", "t", now, 10)], **one)
    results = case.compute("target_sums", "targets")
    assert list(results.targets["trend"]) == [trend, trend]
    assert list(results.targets["base_value"]) == [50, 50]
    counts = results.target_sums.iloc[0][["better_n", "same_n", "worse_n"]]
    assert counts.sum() == 1 and counts[f"{trend}_n"] == 1


def test_the_furthest_from_a_target_are_named_together(write_case: Write) -> None:
    values = [reported("a", "t", 5, 10), reported("b", "t", 9, 10), reported("c", "t", 1, 2)]
    sums = write_case(TREE, POINTS, targets=[target("t")], target_values=values).compute("target_sums")
    row = sums.target_sums.iloc[0]
    assert (row["units_n"], row["met_n"], row["furthest_units"], row["furthest_distance"]) == (3, 1, "a;c", -10)


def test_nobody_is_furthest_where_all_meet_the_target(write_case: Write) -> None:
    values = [reported("a", "t", 9, 10), reported("b", "t", 0, 0)]
    row = write_case(TREE, POINTS, targets=[target("t")], target_values=values).compute("target_sums")
    first = row.target_sums.iloc[0]
    assert (first["units_n"], first["met_n"], first["furthest_units"]) == (1, 1, "")
    assert first["furthest_distance"] is None


@pytest.mark.parametrize(
    ("due", "done", "published", "state", "days"),
    [
        ("2019-01-15", "2019-01-15", None, "in_time", None),
        ("2019-01-15", "2019-01-18", None, "late", 3),
        ("2019-02-27", "2019-03-01", "2019-02-01", "late", 2),
        ("2019-01-15", "", "2019-01-15", "open", None),
        ("2019-01-15", "", "2019-01-16", "overdue", 1),
        ("2019-01-15", "", None, "open", None),  # never judged by the day of the run
        ("", "2019-01-15", "2019-06-28", "undated", None),
    ],
)
def test_a_step_is_late_against_its_own_day_or_the_day_of_publication(
    due: str, done: str, published: str | None, state: str, days: int | None
) -> None:
    calendar = pd.DataFrame([{"step": "Thẩm định", "due": due, "done": done}])
    row = check_calendar(calendar, published).iloc[0]
    assert row["state"] == state
    assert (None if pd.isna(row["days_late"]) else row["days_late"]) == days


def test_a_year_without_a_calendar_has_no_steps() -> None:
    empty = pd.DataFrame(columns=["step", "due", "done"])
    assert list(check_calendar(empty, None).columns) == ["step", "due", "done", "state", "days_late"]


def test_values_in_different_units_of_measure_are_not_compared(write_case: Write) -> None:
    base = write_case(
        TREE,
        POINTS,
        name="2017",
        targets=[target("t", "vụ", "at_most", 5)],
        target_values=[reported("a", "t", value=3)],
    )
    values = [reported("a", "t", 9, 10)]
    case = write_case(TREE, POINTS, base=base, targets=[target("t")], target_values=values)
    targets = case.compute("targets").targets
    assert list(targets["value"]) == [90, 90]
    assert targets["change"].isna().all() and targets["base_value"].isna().all()
    assert list(targets["trend"]) == ["", ""]
