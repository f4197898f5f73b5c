"""Where a unit's points went: what is shown, and how many more there are."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.display.parts import Table
from parreport.display.pictures import Chart
from parreport.display.unit.sections import more
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import write_year

TREE = [("1",), *((f"1.{n}", "1", 4) for n in range(1, 8))]
CLAIMED = {f"1.{n}": {"self_points": 4, "appraised_points": 4 - n / 4} for n in range(1, 8)}  # cut by 0.25 to 1.75


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    points = {"a": CLAIMED, "b": {f"1.{n}": 4 for n in range(1, 8)}}
    return write_year(tmp_path_factory.mktemp("points"), TREE, points).compute()


def rows_of(section: Any) -> int:
    return sum(len(part.rows) for part in section.parts if isinstance(part, Table))


def test_the_page_counts_cuts_and_the_annex_lists_them_the_largest_first(results: Results) -> None:
    with use_language("en"):
        first, annex = pr.show_appraisal(results, "a"), pr.show_appraisal_list(results, "a")
    assert rows_of(first) == 0
    assert "7 items" in str(first.parts[0].fields()["words"])
    listed, areas = (part for part in annex.parts if isinstance(part, Table))
    assert [len(listed.rows), len(areas.rows)] == [7, 2]  # items; areas and all
    assert "1.7" in str(listed.rows[0])
    assert "1.6" in str(listed.rows[1])


def test_the_waterfall_and_its_alt_are_in_points(results: Results) -> None:
    with use_language("en"):
        section = pr.show_waterfall(results, "a")
    chart = next(part for part in section.parts if isinstance(part, Chart))
    assert chart.caption.alt == "From the maximum to 75.00%, in points: Mục 1 7.00."  # 7 of 28
    assert section.parts[0].fields()["details"] is True


@pytest.mark.parametrize(("n", "told"), [(-1, None), (0, None), (1, "one"), (2, "2 many"), (3, "3 many")])
def test_how_many_more(n: int, told: str | None) -> None:
    part = more(n, "one", "{n} many")
    assert (None if part is None else part.words) == told


def test_a_unit_without_claims_has_no_appraisal(results: Results) -> None:
    assert not pr.show_appraisal(results, "b").parts
    assert isinstance(results.claims, pd.DataFrame)
