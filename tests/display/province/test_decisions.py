"""The chairman's page: classes, causes, what to decide; and the tables that moved to the annex. M 15."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.display.parts import Bullets, Heading, KeyFigures, PageEnd, Table, Text
from parreport.display.province.decisions import TOLD, recommend, table_causes, table_classes, table_places
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import write_year

TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 2), ("9",), ("9.1", "9", None, "penalty")]
POINTS: dict[str, dict[str, Any]] = {
    "a": {"1.1": {"self_points": 4, "appraised_points": 4}, "1.2": 2},
    "b": {"1.1": {"self_points": 4, "appraised_points": 2}, "1.2": 2, "9.1": "0.5"},
    "c": {"1.1": 1, "1.2": 2, "9.1": 1},
    "d": {"1.1": 0, "1.2": 0},
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_year(tmp_path_factory.mktemp("year"), TREE, POINTS, language="en").compute()


def rows_of(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[cell if isinstance(cell, str) else cell.words for cell in row] for row in table.rows]


def test_units_are_counted_in_each_class_with_those_that_have_none(results: Results, tmp_path: Path) -> None:
    assert rows_of(table_classes(results)) == [["So", "4", "47.92", "1", "0", "3"]]
    points = {**POINTS, "d": {"1.2": 0}}
    draft = write_year(tmp_path, TREE, points, language="en", status="draft").compute()
    assert rows_of(table_classes(draft)) == [["So", "4", "63.89", "1", "0", "2", "1"]]


def test_the_causes_are_the_items_with_the_largest_losses_and_their_share(results: Results) -> None:
    assert rows_of(table_causes(results)) == [
        ["1.1 Mục 1.1", "9.00", "81.8%", "3/4"],
        ["1.2 Mục 1.2", "2.00", "18.2%", "1/4"],
    ]


def test_items_that_cost_as_much_as_the_third_are_causes_too_unless_they_are_many(tmp_path: Path) -> None:
    def causes(n: int) -> list[str]:
        tree = [("1",), *((f"1.{k}", "1", 4) for k in range(1, n + 1))]
        points = {"a": {f"1.{k}": 1 if k == 1 else 2 for k in range(1, n + 1)}}
        found = rows_of(table_causes(write_year(tmp_path / str(n), tree, points).compute()))
        return [row[0].split(" ")[0] for row in found]

    assert causes(5) == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert causes(9) == ["1.1"]


def test_each_rule_is_told_once_with_the_units_and_their_figures(results: Results) -> None:
    heading, bullets, _, end = recommend(results)
    assert isinstance(heading, Heading) and isinstance(bullets, Bullets) and isinstance(end, PageEnd)
    assert list(bullets.entries) == [
        "Set a common measure where at least half of a block has at most half of the points. "
        "Block So: at “Mục 1.1”, 3 of 4 units have at most half of the points and lose 9.00 points in all. "
        "In block So no other item is so.",
        "Let no points be taken off next time. Block So: 1.50 points in all are taken off from Đơn vị c and Đơn vị b.",
        "Inspect and help units that are far behind. Block So: Đơn vị d (0.00%), Đơn vị c (33.33%) and Đơn vị b "
        "(58.33%); the mean is 47.92%.",
        "Have units with full points show how they do it. Block So: at “Mục 1.1”, 1 of 4 units has full points, "
        "Đơn vị a.",
    ]


def test_five_rules_are_told_at_most_and_none_where_none_fires(results: Results) -> None:
    table = results.recommendations
    first = table[table["rule"] == "common_loss"]
    every = pd.concat([table, first.assign(rule="lasting"), first.assign(rule="claims")], ignore_index=True)
    bullets = recommend(replace(results, recommendations=every))[1]
    assert isinstance(bullets, Bullets) and len(bullets.entries) == TOLD == 5
    assert not any("full points show" in entry for entry in bullets.entries)
    assert recommend(replace(results, recommendations=table.iloc[:0])) == []


def test_a_table_that_left_its_section_stands_in_the_annex(results: Results) -> None:
    short = pr.show_claims(results, with_tables=False).parts
    whole = [part.id for part in pr.show_claims(results).parts if isinstance(part, Table)]
    assert whole and not any(isinstance(part, Table) for part in short)
    heading, *parts = pr.show_details(results).parts
    assert isinstance(heading, Heading) and heading.id == "annex-details"
    tables = [part.id for part in parts if isinstance(part, Table)]
    assert tables[:1] == ["ranking-table-so"] and tables[1:] == whole
    told = [part.words for part in pr.show_claims(results).parts if isinstance(part, Text)]
    assert [part.words for part in parts if isinstance(part, Text)] == told[1:] != []


def test_the_first_page_shows_three_units_at_either_end_and_all_that_are_level_with_the_third(tmp_path: Path) -> None:
    def ends(*points: int) -> list[list[str]]:
        of_units = {f"u{n}": {"1.1": one} for n, one in enumerate(points)}
        found = write_year(tmp_path / str(points), [("1",), ("1.1", "1", 100)], of_units, language="en").compute()
        return rows_of(table_places(found)) if table_places(found) else []

    assert ends(9, 8, 7, 3, 2, 1) == []
    assert ends(9, 8, 7, 5, 3, 2, 1) == [
        [
            "So",
            *(
                "; ".join(f"{r}. Đơn vị u{u} {p}.00" for r, u, p in end)
                for end in ([(1, 0, 9), (2, 1, 8), (3, 2, 7)], [(5, 4, 3), (6, 5, 2), (7, 6, 1)])
            ),
        ]
    ]
    (level,) = ends(9, 8, 7, 7, 3, 3, 3, 3, 3, 3, 1)
    assert level[1].count(";") == 3 and level[2] == "11. Đơn vị u10 1.00"


def test_the_means_of_up_to_four_blocks_are_figures_of_their_own(results: Results) -> None:
    (head,) = [part for part in pr.show_province_head(results).parts if isinstance(part, KeyFigures)]
    assert [figure.value for figure in head.figures][:2] == ["4", "47.92%"]
