"""Where a unit's points went: what is shown, and how many more there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.display.parts import Table, Text
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


def notes_of(section: Any) -> list[str]:
    return [part.words for part in section.parts if isinstance(part, Text) and part.kind == "note"]


def rows_of(section: Any) -> int:
    return sum(len(part.rows) for part in section.parts if isinstance(part, Table))


@pytest.mark.parametrize(
    ("losing", "shown", "told"),
    [
        (3, 3, []),
        (4, 4, []),
        (5, 4, ["1 more item loses points; the score sheet shows all."]),
        (7, 4, ["3 more items lose points; the score sheet shows all."]),
    ],
)
def test_four_losses_are_shown_and_the_others_counted(
    losing: int, shown: int, told: list[str], results: Results
) -> None:
    losses = results.losses[results.losses["unit_code"] == "a"]
    assert len(losses) == 7
    with use_language("en"):
        section = pr.show_waterfall(replace(results, losses=losses.head(losing)), "a")
    assert notes_of(section) == told
    assert rows_of(section) == shown


@pytest.mark.parametrize(
    ("differing", "shown", "told"),
    [
        (1, 1, []),
        (2, 2, []),
        (3, 2, ["1 more item differs; the annex shows all."]),
        (7, 2, ["5 more items differ; the annex shows all."]),
    ],
)
def test_two_cuts_are_shown_and_the_others_counted(
    differing: int, shown: int, told: list[str], results: Results
) -> None:
    claims = results.claims.iloc[-differing:]
    with use_language("en"):
        section = pr.show_appraisal(replace(results, claims=claims), "a")
    assert notes_of(section) == told
    assert rows_of(section) == shown


def test_the_annex_lists_what_the_page_could_not(results: Results) -> None:
    with use_language("en"):
        whole = pr.show_appraisal_list(results, "a")
        short = pr.show_appraisal_list(replace(results, claims=results.claims.iloc[-2:]), "a")
    assert [len(part.rows) for part in whole.parts if isinstance(part, Table)] == [7, 2]  # items, areas and all
    assert [len(part.rows) for part in short.parts if isinstance(part, Table)] == [2]


def test_losses_and_cuts_stand_with_the_largest_first(results: Results) -> None:
    with use_language("en"):
        tables = [
            next(part for part in show(results, "a").parts if isinstance(part, Table))
            for show in (pr.show_waterfall, pr.show_appraisal)
        ]
    for table in tables:
        assert "1.7" in str(table.rows[0])
        assert "1.6" in str(table.rows[1])


@pytest.mark.parametrize(("n", "told"), [(-1, None), (0, None), (1, "one"), (2, "2 many"), (3, "3 many")])
def test_how_many_more(n: int, told: str | None) -> None:
    part = more(n, "one", "{n} many")
    assert (None if part is None else part.words) == told


def test_a_unit_without_claims_has_no_appraisal(results: Results) -> None:
    assert not pr.show_appraisal(results, "b").parts
    assert isinstance(results.claims, pd.DataFrame)
