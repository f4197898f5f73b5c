"""Years of which only some tables are made, as tests ask for them, are the same years."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from parreport.columns import PUBLISHED
from parreport.years.results import Results
from tests.cases import MADE_BY, Case

TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 2), ("2",), ("2.1", "2", 6), ("2.2", "2", 1, "survey")]
POINTS = {
    "a": {"1.1": {"self_points": 4, "appraised_points": 3}, "1.2": 1, "2.1": 4, "2.2": 1},
    "b": {"1.1": 4, "1.2": 2, "2.1": 6, "2.2": "0.5"},
}


@pytest.fixture
def year(write_case: Callable[..., Case]) -> Case:
    return write_case(TREE, POINTS, base=write_case(TREE, {**POINTS, "a": POINTS["b"]}, name="2017"))


def tables_of(results: Results) -> dict[str, pd.DataFrame]:
    return {name: table for name, table in vars(results).items() if isinstance(table, pd.DataFrame)}


@pytest.mark.nightly
def test_each_table_made_alone_is_that_of_the_whole_year(year: Case) -> None:
    whole = tables_of(year.compute())
    assert MADE_BY.keys() < whole.keys()
    for name in MADE_BY:
        alone = tables_of(year.compute(name))
        assert {"leaves", "items", "index", name} <= alone.keys()
        for made, table in alone.items():
            pd.testing.assert_frame_equal(table, whole[made], obj=f"{made} beside {name}")


def test_tables_written_by_name_are_those_that_score_writes(year: Case) -> None:
    scored = year.score()
    names = [table.name for table in PUBLISHED]
    assert year.score(*names) == {name: scored[name] for name in names}


def test_a_table_that_was_left_out_cannot_be_looked_at(year: Case) -> None:
    results = year.compute("index")
    with pytest.raises(AssertionError, match="robustness was left out"):
        results.robustness.to_dict("records")
    with pytest.raises(TypeError):
        results.findings["item_code"]
    with pytest.raises(AssertionError, match="no_such_table"):
        year.compute("no_such_table")
