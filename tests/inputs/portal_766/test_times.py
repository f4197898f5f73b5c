"""Which time an export is of: the portal's own facts, titles, names of files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parreport.inputs.portal_766.times import Time, find_time, read_facts

YEAR: dict[str, Any] = {"timeType": "year", "year": 2026, "periodLabel": "Năm 2026"}


@pytest.mark.parametrize(
    ("facts", "time"),
    [
        ({"extractedAt": "2026-10-10T07:00:18Z"}, Time(2026, "2026-01..2026-10-10", date(2026, 10, 10))),
        ({"extractedAt": "2026-10-10T20:00:00Z"}, Time(2026, "2026-01..2026-10-11", date(2026, 10, 11))),
        ({"extractedAt": "2027-02-01"}, Time(2026, "2026", date(2027, 2, 1))),
        ({"extractedAt": None}, Time(2026, "2026")),
        ({"timeType": "quarter", "periodLabel": "Quý III/2026"}, Time(2026, "2026-Q3")),
        ({"timeType": "quarter", "periodLabel": "Quý 3"}, Time(2026, "2026-Q3")),
        ({"timeType": "quarter", "quarter": 2, "periodLabel": ""}, Time(2026, "2026-Q2")),
        ({"timeType": "month", "periodLabel": "Tháng 9/2026"}, Time(2026, "2026-09")),
        ({"timeType": "month", "month": 10, "periodLabel": "?"}, Time(2026, "2026-10")),
        ({"timeType": "month", "period": 3, "periodLabel": "?"}, Time(2026, "2026-03")),
        ({"timeType": "quarter", "period": "1", "periodLabel": "?"}, Time(2026, "2026-Q1")),
        ({"runDateStr": "24092026"}, Time(2026, "2026-01..2026-09-24", date(2026, 9, 24))),
        ({"timeType": "month", "periodLabel": "Năm 2026"}, Time(2026, "", is_part=True)),
        ({"year": "2026"}, Time(2026, "2026")),
        ({"year": None}, Time(2026, "2026")),
        ({"year": 99999, "periodLabel": None}, Time()),
        ({"year": [2026], "periodLabel": {}, "timeType": 3}, Time()),
    ],
)
def test_the_portal_tells_its_time(facts: dict[str, Any], time: Time) -> None:
    assert read_facts(YEAR | facts) == time


@pytest.mark.parametrize(
    ("words", "year", "period"),
    [
        ("gialai_snapshot_2026-09-23_communes", 2026, "2026-01..2026-09-23"),
        ("export_20261010", 2026, "2026-01..2026-10-10"),
        ("Năm 2025", 2025, "2025"),
        ("Quý III/2026", 2026, "2026-Q3"),
        ("766_2026-Q4", 2026, "2026-Q4"),
        ("Tháng 9 năm 2026", 2026, "2026-09"),
        ("T10/2026", 2026, "2026-10"),
        ("766_2026-10", 2026, "2026-10"),
        ("Từ ngày 01/01/2026 đến ngày 10/10/2026", 2026, "2026-01..2026-10-10"),
        ("01/09/2026 - 30/09/2026", 2026, "2026-09"),
        ("01/07/2026 - 30/09/2026", 2026, "2026-Q3"),
        ("01/01/2025 - 31/12/2025", 2025, "2025"),
        ("9 tháng đầu năm 2026", 2026, "2026-01..2026-09-30"),
        ("theo Quyết định 766/QĐ-TTg ngày 23/06/2022, tháng 9 năm 2026", 2026, "2026-09"),
        ("Quyết định 766/QĐ-TTg ngày 23 tháng 6 năm 2022", None, ""),
        ("Ngày 10 tháng 10 năm 2026", 2026, "2026-01..2026-10-10"),
        ("32/13/2026", None, ""),
        ("agencies_detail_GiaLai_24092026", 2026, "2026-01..2026-09-24"),
        ("service_results_month_2026_3", 2026, "2026-03"),
        ("service_results_quarter_2026_1", 2026, "2026-Q1"),
        ("bảng", None, ""),
    ],
)
def test_titles_and_names_of_files_tell_a_time(words: str, year: int | None, period: str) -> None:
    found = find_time([words])
    assert (found.year, found.period) == (year, period)
