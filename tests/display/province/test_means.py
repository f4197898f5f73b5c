"""A unit against the mean of its block, on every page: by printed figures, ties and gaps included. M 1.7."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.building.front_page import portal_of
from parreport.building.open_data import workbook_of
from parreport.building.slices import slice_unit
from parreport.display.parts import KeyFigures
from parreport.display.province.ranking_sentences import describe_mean
from parreport.display.province.tables import table_ranking
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import write_year

HEAD = "At or above the mean"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def compute(folder: Path, most: int, points: dict[str, Any], **more: Any) -> Results:
    tree = [("1",), ("1.1", "1", most), ("1.2", "1", most)]
    given = {unit: {"1.1": first, "1.2": second} for unit, (first, second) in points.items()}
    return pr.compute_results(write_year(folder, tree, given, language="en", **more).path)


def remarks_of(results: Results, unit: str) -> tuple[str, ...]:
    (figures,) = [part for part in pr.show_unit_head(results, unit).parts if isinstance(part, KeyFigures)]
    return next(one.remarks for one in figures.figures if one.label == "index")


def column_of(results: Results) -> dict[str, str]:
    table = table_ranking(results, results.framework.blocks[0])
    place = [column.name for column in table.columns].index(HEAD)
    return {row[1].words: row[place].words for row in table.rows}  # type: ignore[union-attr]  # all are cells


def test_every_page_says_the_same_of_each_unit(tmp_path: Path) -> None:
    """a 80, b 60, c 70, d 70: the mean is 70, which c and d reach."""
    results = compute(tmp_path, 5, {"a": (4, 4), "b": (3, 3), "c": (4, 3), "d": (3, 4)})
    assert [remarks_of(slice_unit(results, unit), unit)[-1] for unit in "abcd"] == [
        "higher than the mean of the block, 70.00%",
        "lower than the mean of the block, 70.00%",
        "equal to the mean of the block, 70.00%",
        "equal to the mean of the block, 70.00%",
    ]
    said = {"Đơn vị a": "yes", "Đơn vị c": "yes", "Đơn vị d": "yes", "Đơn vị b": "no"}
    assert column_of(results) == said
    assert describe_mean(results, results.framework.blocks[0]) == (
        "Mean of the block: 70.00%; of 4 units, 3 are at or above it."
    )
    (table,) = portal_of(results, tmp_path, ()).tables
    place = [column.name for column in table.columns].index(HEAD)
    assert {row[1].words: row[place].words for row in table.rows} == said
    assert place in table.filter_columns
    sheet = next(one for one in workbook_of(results).sheets if one.name == "index")
    names = [column.name for column in sheet.columns]
    mean, at = names.index("block_mean_pct"), names.index("at_or_above_mean")
    assert {row[1]: (row[mean], row[at]) for row in sheet.rows} == {
        name: (results.index["block_mean_pct"].iloc[0], word) for name, word in said.items()
    }


def test_printed_figures_decide_not_those_behind_them(tmp_path: Path) -> None:
    """1999.5, 2000 and 2000.7 of 3000: the exact mean, 66.668…, lies above b, 66.666…; both print as 66.67."""
    results = compute(tmp_path, 1500, {"a": ("999.5", 1000), "b": (1000, 1000), "c": (1000, "1000.7")})
    assert remarks_of(results, "a")[-1] == "lower than the mean of the block, 66.67%"
    assert remarks_of(results, "b")[-1] == "equal to the mean of the block, 66.67%"
    assert column_of(results) == {"Đơn vị c": "yes", "Đơn vị b": "yes", "Đơn vị a": "no"}


def test_a_unit_with_gaps_is_neither_in_the_mean_nor_set_against_it(tmp_path: Path) -> None:
    results = compute(tmp_path, 5, {"a": (4, 4), "b": (3, 3), "c": (5, None)}, status="draft")
    assert not any("mean" in remark for remark in remarks_of(results, "c"))
    assert column_of(results) == {"Đơn vị a": "yes", "Đơn vị b": "no", "Đơn vị c": "–"}
    assert describe_mean(results, results.framework.blocks[0]) == (
        "Mean of the block: 70.00%; of 2 units with points for all items, 1 is at or above it."
    )


def test_a_unit_alone_in_its_block_is_set_against_nothing(tmp_path: Path) -> None:
    results = compute(tmp_path, 5, {"a": (4, 4)})
    assert not any("mean" in remark for remark in remarks_of(results, "a"))
    assert HEAD not in [column.name for column in table_ranking(results, results.framework.blocks[0]).columns]
    assert HEAD not in [column.name for column in portal_of(results, tmp_path, ()).tables[0].columns]
