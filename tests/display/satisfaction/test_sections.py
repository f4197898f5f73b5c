"""The satisfaction report: what it says of a survey worked out by hand, what it withholds, what is planted."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.collections import PathCollection

import parreport as pr
from parreport.building.front_page import portal_of
from parreport.display.decision import describe_decision, table_decision_satisfaction
from parreport.display.parts import Section, Table, Text
from parreport.display.pictures import Caption, Chart
from parreport.display.satisfaction import sections, tables
from parreport.display.satisfaction import sentences as say
from parreport.display.satisfaction.charts import chart_shares
from parreport.display.satisfaction.choices import show_satisfaction_choices
from parreport.display.satisfaction.rows import unit_rows
from parreport.display.unit.satisfaction import show_unit_satisfaction, table_unit_satisfaction
from parreport.language import use_language
from parreport.years.results import Results
from tests.years.test_surveys import large

PROJECT = Path(__file__).resolve().parents[3]
NAN = float("nan")
SHOWS = (
    sections.show_satisfaction_head,
    sections.show_satisfaction_factors,
    sections.show_satisfaction_units,
    sections.show_satisfaction_groups,
    sections.show_satisfaction_questions,
    sections.show_satisfaction_priorities,
    show_satisfaction_choices,
    sections.show_satisfaction_years,
    sections.show_satisfaction_quality,
    sections.show_satisfaction_list,
)


@pytest.fixture(autouse=True)
def work_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@cache
def results_of(path: str) -> Results:
    """The results of a year of the project, told in English."""
    parameters = pr.read_parameters(PROJECT / path)
    results = pr.compute_results(parameters)
    return replace(results, parameters=parameters.model_copy(update={"language": "en"}))


def words_of(*shown: Section) -> str:
    found: list[str] = []
    for part in (part for section in shown for part in section.parts):
        if isinstance(part, Chart):
            found += map(str, part.words().values())
        else:
            found.append(re.sub(r"<[^>]*>", " ", part.html()))
    return " ".join(found)


def cells_of(table: Table) -> dict[str, list[str]]:
    """The rows of a table as words, by their first cell."""
    rows = [[cell if isinstance(cell, str) else cell.words for cell in row] for row in table.rows]
    return {row[0]: row[1:] for row in rows}


# --- the tiny survey --------------------------------------------------------------------------


def test_the_headline_is_that_of_the_page_worked_out_by_hand() -> None:
    results = results_of("tests/tiny_survey/2018.yaml")
    with use_language("en"):
        assert say.describe_whole(results).startswith("By the answers of 27 respondents, 66.0% of answers")  # 31 of 47
        block = results.framework.by_code["so"]
        assert say.describe_units(results, block) == [
            "1 unit lies significantly above the others of block Sở together: Sở B."
        ]
        assert say.describe_few(results) == [
            "In block Sở 1 unit has fewer than 30 respondents: Sở B.",
            "In block Sở the shares of 3 units are withheld: Sở A, Sở C and Sở D.",
        ]


def test_what_is_withheld_is_printed_nowhere() -> None:
    """The share of units a, c and d: 9 of 13, 0 of 12, all; neither figure nor interval nor mark."""
    results = results_of("tests/tiny_survey/2018.yaml")
    with use_language("en"):
        block = results.framework.by_code["so"]
        rows = cells_of(tables.table_units(results, block))
        for name, n in {"Sở A": "10", "Sở C": "6", "Sở D": "1"}.items():
            assert rows[name] == [n, "–", "–", "–", "withheld"]
        assert rows["Sở B"][:3] == ["10", "100.0", "69.2%–100.0%"]
        factors = cells_of(tables.table_unit_factors(results, block))
        assert {name: cells[0] for name, cells in factors.items()} == {
            "Sở B": "100.0",
            "Sở A": "–",
            "Sở C": "–",
            "Sở D": "–",
        }
        words = words_of(*(show(results) for show in SHOWS))
    assert "69.2%" in words  # the interval of b is told, the same digits are not a's
    for share in ("76.9%", "69.23", "53.8"):  # a: 9 of 13 is 69.2, 10 of 13, 7 of 13
        assert share not in words


def test_each_cell_of_every_table_is_a_published_one() -> None:
    """A figure under a question and a unit stands there if and only if satisfaction.csv has it."""
    results = results_of("tests/tiny_survey/2018.yaml")
    own = results.satisfaction[results.satisfaction["respondent_group"] == ""]
    published = {
        (row["unit_code"], row["question_code"]): row["satisfaction_pct"]
        for row in own[own["question_code"].isin(["q1", "q2"])].to_dict("records")
    }
    with use_language("en"):
        block = results.framework.by_code["so"]
        table = tables.table_question_units(results, block)
        units = list(unit_rows(results, block)["unit_code"])
        cells = cells_of(table)
    for (unit, question), share in published.items():
        if not unit:
            continue
        shown = next(row for name, row in cells.items() if name.startswith(question))[units.index(unit)]
        assert shown == ("–" if pd.isna(share) else f"{share:.1f}"), (unit, question)


# --- where else satisfaction is told ------------------------------------------------------------


def test_a_unit_reads_its_own_share_with_its_interval_and_its_factors() -> None:
    results = results_of("tests/tiny_survey/2018.yaml")
    with use_language("en"):
        words = words_of(show_unit_satisfaction(results, "b"))
        table = table_unit_satisfaction(results, "b")
        assert cells_of(table) == {"Thủ tục": ["10", "100.0", "69.2%–100.0%", "66.0", "fewer than 30 respondents"]}
    assert (
        "100.0% of answers are satisfied or very satisfied (95% interval from 69.2% to 100.0%; 10 respondents); in the "
        "province 66.0%. That is significantly above the others of block Sở together. Fewer than 30 people answered."
    ) in words


@pytest.mark.parametrize("unit", ["a", "c", "d"])
def test_a_unit_whose_share_is_withheld_reads_that_and_no_figure(unit: str) -> None:
    results = results_of("tests/tiny_survey/2018.yaml")
    with use_language("en"):
        words = words_of(show_unit_satisfaction(results, unit))
    assert "The share of satisfied answers is withheld: too few people answered." in words
    assert not re.search(r"\d", words.replace("h2", ""))


def test_the_first_page_has_the_shares_beside_the_index_and_withholds_the_same(tmp_path: Path) -> None:
    results = results_of("tests/tiny_survey/2018.yaml")
    with use_language("en"):
        (table,) = portal_of(results, tmp_path, ()).tables
    place = [column.name for column in table.columns].index("Satisfied %")
    cells = {row[table.head_column].words.partition(" (")[0]: row[place] for row in table.rows}
    assert {name: (cell.words, cell.second) for name, cell in cells.items()} == {
        "Sở B": ("100.0", "(69.2–100.0)"),
        **dict.fromkeys(("Sở A", "Sở C", "Sở D"), ("–", "")),
    }
    assert place not in table.filter_columns


def test_the_decision_announces_the_index_and_withholds_the_same() -> None:
    results = results_of("tests/tiny_survey/2018.yaml")
    _, parts = describe_decision(results)
    words = str(parts)
    assert "66,0%, theo trả lời của 27 người" in words
    with use_language("vi"):
        table = table_decision_satisfaction(results, results.framework.by_code["so"])
    rows = [[cell if isinstance(cell, str) else cell.words for cell in row] for row in table.rows]
    assert rows[0] == ["1", "Sở B", "10", "100,0", "69,2%–100,0%"]
    assert sorted(row[1:] for row in rows[1:]) == [
        ["Sở A", "10", "–", "–"],
        ["Sở C", "6", "–", "–"],
        ["Sở D", "1", "–", "–"],
    ]


def test_a_year_without_a_survey_says_so_and_stops() -> None:
    results = results_of("tests/tiny/2018.yaml")
    with use_language("en"):
        assert show_unit_satisfaction(results, str(results.units["unit_code"].iloc[0])).parts == ()
        assert "hài lòng" not in str(describe_decision(results)[1])
        head, *others = [show(results) for show in SHOWS]
    assert [one.parts for one in others] == [()] * len(others)
    texts = [part.words for part in head.parts if isinstance(part, Text)]
    assert texts == ["The inputs of the year have no survey of satisfaction."]


# --- the chart --------------------------------------------------------------------------------


def chart_of(*rows: tuple[Any, ...], **more: Any) -> Any:
    names = ("name", "n", "satisfaction_pct", "low_pct", "high_pct", "tone")
    return chart_shares(pd.DataFrame(rows, columns=list(names)), caption=Caption("T", "S", "A"), **more).figure


def test_each_share_is_a_dot_on_its_interval_and_what_is_withheld_leaves_no_mark() -> None:
    figure = chart_of(
        ("one", 40, 80.0, 70.0, 87.0, "above"), ("alone", 9, 60.0, NAN, NAN, ""), ("hidden", 3, NAN, NAN, NAN, "")
    )
    axes = figure.axes[1]
    (dots,) = [one for one in axes.collections if isinstance(one, PathCollection) and one.get_label() == "share"]
    assert [x for x, _ in dots.get_offsets()] == [80.0, 60.0]
    lines = [list(line.get_xdata()) for line in axes.lines]
    assert [70.0, 87.0] in lines
    assert [ends for ends in lines if len(ends) == 2 and ends[0] != ends[1]] == [[70.0, 87.0]]
    written = [words.get_text() for axes in figure.axes for words in axes.texts]
    assert written.count("–") == 3  # two without an interval, one of these without a share


def test_the_share_of_all_together_is_a_line_in_each_row() -> None:
    figure = chart_of(("one", 40, 80.0, 70.0, 87.0, ""), whole_pct=75.0)
    (ticks,) = [one for one in figure.axes[1].collections if one.get_label() == "together"]
    assert {x for path in ticks.get_segments() for x, _ in path} == {75.0}


# --- two years, many units --------------------------------------------------------------------


def test_last_year_stands_beside_and_the_change_is_judged(tmp_path: Path) -> None:
    results = large(tmp_path, "2018", 6, base=large(tmp_path, "2017", 2)).compute()
    with use_language("en"):
        told = say.describe_years(results)
        table = tables.table_years(results)
        assert table is not None
        rows = cells_of(table)
    # q1: 2 + n of 30 in unit n = 0 … 21, 275 of 660; a year later 6 + n, 363. q2: all
    assert rows["Tiếp cận"][:3] == ["41.7", "55.0", "+13.3"]
    assert rows["Tiếp cận"][3] == "significant"
    assert rows["Taken together"][:3] == ["70.8", "77.5", "+6.7"]
    assert told[0] == (
        "Against 2017, the share of satisfied answers rose by 6.67 percentage points from 70.83% to 77.50%; this is "
        "significant."
    )
    assert "Significantly higher than in 2017: “Tiếp cận”." in told


def test_of_a_large_block_the_ends_are_shown_and_all_units_in_the_annex(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = large(tmp_path, "2018", 6).compute()
    monkeypatch.setattr("parreport.display.groups.LARGE_BLOCK", 20)
    with use_language("en"):
        shown = sections.show_satisfaction_units(results)
        annex = sections.show_satisfaction_list(results)
    (short,) = [part for part in shown.parts if isinstance(part, Table)]
    assert len(short.rows) == 20
    assert [len(part.rows) for part in annex.parts if isinstance(part, Table)] == [22, 22]


# --- the sample -------------------------------------------------------------------------------


@pytest.mark.years
def test_what_is_planted_in_the_sample_of_124_communes_is_said() -> None:
    planted = runpy.run_path(str(PROJECT / "data" / "make_surveys.py"))["PLANTED"]["vinh-long"]
    results = results_of("parameters/vinh-long-2026.yaml")
    block = results.framework.by_code["xa"]
    low = [results.name_of(code) for code in planted["low"]]
    with use_language("en"):
        assert f"“{planted['lowest_factor']}”" in say.describe_lowest_factors(results)
        _, groups = say.describe_small_areas(results, block)
        assert all(name in groups.partition("in the lowest group: ")[2] for name in low)
        # of 124 tests at once one is significant, and it is one that was planted; of the others nothing is made
        told, others, *more = say.describe_units(results, block)
        assert told.endswith(f": {low[1]}.") and told.startswith("1 unit lies significantly below")
        assert others == f"The differences of 123 units from the others of block {block.shown} can be due to chance."
        assert more == []
        best = list(unit_rows(results, block)["unit_code"].head(2))
    assert set(best) == set(planted["high"])
