"""What reports say of a second source: the reconciliation, a unit's lines, the marks of its score sheet. M 1.12."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.building.open_data import write_tables
from parreport.building.slices import slice_unit
from parreport.building.sources import describe_year
from parreport.display.parts import Bullets, Heading, Section, Table, Text
from parreport.display.province.second_source import SHOWN, order_differences
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import read_csv, write_csv, write_year

RATE = "bands rate: 90 = 4 | 50 = 2"
TREE = [("1",), ("1.1", "1", 4, "appraised", RATE), ("1.2", "1", 2, "appraised", "each: 0.5"), ("1.3", "1", 4)]
POINTS = {
    "a": {"1.1": {"numerator": 95, "denominator": 100}, "1.2": {"value": 3}, "1.3": 4},
    "b": {"1.2": {"value": 2, "appraised_points": "1.5"}, "1.3": 4},
    "c": {"1.1": "no", "1.2": {"value": 2}, "1.3": 4},
}
SECOND = [
    ("a", "1.1", "80", "100", "", "Cổng"),
    ("a", "1.2", "", "", "3.0", "Cổng"),
    ("b", "1.1", "1200", "2000", "", "Cổng"),
    ("b", "1.2", "", "", "4", ""),
    ("c", "1.1", "1", "2", "", "Cổng"),
]
NAMES = ("unit_code", "item_code", "numerator", "denominator", "value", "source")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    case = write_year(tmp_path_factory.mktemp("second"), TREE, POINTS, status="draft")
    write_csv(case.inputs / "second_source.csv", NAMES, [dict(zip(NAMES, row, strict=True)) for row in SECOND])
    return pr.compute_results(case.path)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def rows_of(section: Section) -> list[list[str]]:
    table = next(part for part in section.parts if isinstance(part, Table))
    return [[cell if isinstance(cell, str) else cell.words for cell in row] for row in table.rows]


def words_of(section: Section, kind: Any) -> list[str]:
    return [one.words for one in section.parts if isinstance(one, kind)]


def test_the_province_report_reconciles_both_sources(results: Results) -> None:
    section = pr.show_second_source(results)
    assert words_of(section, Text) == [
        "Figures compared with the second source: 5; alike: 1; different: 2; declared as not applicable: 1; not "
        "declared in full and taken from it: 1."
    ]
    assert rows_of(section) == [
        ["Đơn vị a", "1.1 Mục 1.1", "95/100", "80/100", "4.00", "2.00", "4.00"],
        ["Đơn vị b", "1.2 Mục 1.2", "2", "4", "1.00", "2.00", "1.50"],
        ["Đơn vị c", "1.1 Mục 1.1", "–", "1/2", "–", "2.00", "–"],
        ["Đơn vị b", "1.1 Mục 1.1", "–", "1,200/2,000", "–", "2.00", "2.00"],
    ]
    table = next(part for part in section.parts if isinstance(part, Table))
    assert table.groups == {
        0: "Different",
        2: "Declared as not applicable",
        3: "Not declared in full; taken from the second source",
    }


def test_the_remarks_on_the_inputs_do_not_repeat_the_reconciliation(results: Results) -> None:
    assert [str(note.facts["item"]) for note in results.notes if "second" in note.facts] == ["1.1", "1.1", "1.2", "1.1"]
    said = str([part.fields() for part in pr.show_quality(results).parts if not isinstance(part, Heading)])
    assert "80/100" not in said


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        ("a", ["1.1 Mục 1.1: declared 95/100 (by the rule 4.00 points), but Cổng has 80/100 (2.00 points)."]),
        (
            "b",
            [
                "1.2 Mục 1.2: declared 2 (by the rule 1.00 points), but the second source has 4 (2.00 points).",
                "1.1 Mục 1.1: not declared in full; 1,200/2,000 is taken from Cổng.",
            ],
        ),
        ("c", ["1.1 Mục 1.1: declared as not applicable, but Cổng has 1/2."]),
    ],
)
def test_a_unit_reads_what_the_second_source_says_of_it(results: Results, unit: str, lines: list[str]) -> None:
    for known in (results, slice_unit(results, unit)):
        section = pr.show_unit_second_source(known, unit)
        assert [entry for part in section.parts if isinstance(part, Bullets) for entry in part.entries] == lines


@pytest.mark.parametrize(
    ("unit", "marks"),
    [
        ("a", {"95/100": "second source (Cổng): 80/100", "3": ""}),
        ("b", {"1,200/2,000": "not declared in full; taken from Cổng", "2": "second source: 4"}),
    ],
)
def test_the_score_sheet_marks_the_declared_figure(results: Results, unit: str, marks: dict[str, str]) -> None:
    table = next(part for part in pr.show_score_sheet(results, unit).parts if isinstance(part, Table))
    cells: list[Any] = [row[1] for row in table.rows]
    assert {one.words: one.second for one in cells if one != "" and one.words} == marks


def test_the_rule_gives_points_for_what_was_filled_and_they_are_no_claim(results: Results) -> None:
    index = results.index.set_index("unit_code")
    assert {unit: str(index.loc[unit, "points"]) for unit in "abc"} == {"a": "9.5", "b": "7.5", "c": "5.0"}
    claims = results.claims.set_index(["unit_code", "item_code"])
    assert claims.loc[("b", "1.2"), "computed_points"] == 1


def test_equal_figures_are_told_and_have_no_row(results: Results) -> None:
    equal = replace(results, second_source=results.second_source[results.second_source["state"] == "equal"])
    section = pr.show_second_source(equal)
    assert words_of(section, Text)[0].startswith("Figures compared with the second source: 1; alike: 1; different: 0;")
    assert not [part for part in section.parts if isinstance(part, Table)]
    assert not pr.show_unit_second_source(equal, "a").parts


def test_without_a_second_source_nothing_is_shown(results: Results) -> None:
    none = replace(results, second_source=results.second_source.iloc[:0])
    assert not pr.show_second_source(none).parts
    assert not pr.show_unit_second_source(none, "a").parts


def test_many_differences_are_shown_in_part(results: Results) -> None:
    many = results.second_source.loc[[0] * (SHOWN + 2)].reset_index(drop=True)
    section = pr.show_second_source(replace(results, second_source=many))
    assert len(rows_of(section)) == SHOWN
    assert words_of(section, Text)[-1].startswith("2 more rows stand in the table")


def test_the_file_is_one_of_the_inputs_from_which_a_build_is_made(results: Results) -> None:
    assert "second_source.csv" in describe_year(results.parameters)["inputs"]


def test_the_largest_difference_of_points_comes_first(results: Results) -> None:
    assert list(order_differences(results.second_source)["unit_code"]) == ["a", "b", "c", "b"]


def test_the_open_data_have_the_differences_only(results: Results, tmp_path: Path) -> None:
    write_tables(results, tmp_path)
    rows = read_csv(tmp_path / "second_source_differences.csv")
    assert [(row["unit_code"], row["item_code"], row["state"]) for row in rows] == [
        ("a", "1.1", "differs"),
        ("b", "1.1", "filled"),
        ("b", "1.2", "differs"),
        ("c", "1.1", "not_applicable"),
    ]
    assert rows[0] | {"unit_code": "", "item_code": "", "state": ""} == {
        **dict.fromkeys(("unit_code", "item_code", "state", "value", "second_value"), ""),
        **{"numerator": "95", "denominator": "100", "second_numerator": "80", "second_denominator": "100"},
        **{"declared_points": "4", "second_points": "2", "source": "Cổng"},
    }
