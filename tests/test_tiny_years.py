"""Three tiny years against the figures that their README works out by hand."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.cells import write_number
from parreport.columns import is_blank
from parreport.spans import Span
from parreport.years.results import Period, Results

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "tests" / "tiny_years" / "README.md").read_text("utf-8")
BY_HAND = dict(re.findall(r"^```csv (\w+)\n(.*?)^```", README, re.M | re.S))


@pytest.fixture(scope="module")
def period() -> Period:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        return pr.compute_period("tests/tiny_years/2018.yaml")


@pytest.fixture(scope="module")
def then() -> Results:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        return pr.compute_results("tests/tiny_years/2017.yaml")


@pytest.fixture(scope="module")
def tables(period: Period, then: Results) -> dict[str, pd.DataFrame]:
    now = period.results
    return {
        "series": period.series,
        "missing": period.missing,
        "area_series": period.area_series,
        "breaks": period.breaks,
        "persistent": period.persistent,
        "decomposition": period.decomposition,
        "changes_2017": then.changes,
        "changes_2018": now.changes,
        "followups_2017": then.followups,
        "followups_2018": now.followups,
    }


def written(value: Any) -> str:
    if is_blank(value):
        return ""
    if isinstance(value, (str, Span)):
        return str(value)
    if str(value) in {"True", "False"}:
        return "yes" if value else "no"
    return write_number(value)


@pytest.mark.parametrize("name", BY_HAND)
def test_the_table_is_the_one_worked_out_by_hand(name: str, tables: dict[str, pd.DataFrame]) -> None:
    head, *rows = csv.reader(io.StringIO(BY_HAND[name]))
    table = tables[name]
    assert list(table.columns) == head
    assert [[written(cell) for cell in row] for row in table.itertuples(index=False)] == rows


def test_every_table_of_a_period_is_worked_out(tables: dict[str, pd.DataFrame]) -> None:
    assert set(BY_HAND) == set(tables)


def test_the_years_stand_in_order_and_the_first_is_named(period: Period) -> None:
    assert (period.years, period.first_year) == ([2016, 2017, 2018], 2016)


def test_the_totals_of_two_steps_sum_to_that_of_the_whole_way(tables: dict[str, pd.DataFrame]) -> None:
    def totals(name: str) -> dict[str, Decimal]:
        own = tables[name][tables[name]["part"] == "total"]
        return dict(zip(own["unit_code"], own["change_pp"], strict=True))

    first, second = totals("changes_2017"), totals("changes_2018")
    whole = totals("decomposition")
    assert whole == {"a": first["a"] + second["a"], "b": first["b-cu"] + second["b"]}


@pytest.mark.parametrize("name", ["changes_2017", "changes_2018", "decomposition"])
def test_the_parts_sum_exactly_to_the_total(name: str, tables: dict[str, pd.DataFrame]) -> None:
    for _, own in tables[name].groupby("unit_code"):
        parts = own.loc[own["part"] != "total", "change_pp"]
        assert sum(parts, Decimal(0)) == own.loc[own["part"] == "total", "change_pp"].iloc[0]
