"""How sure ranks are, as a reader sees it: sentences, ranking table, chart, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.display.parts import KeyFigures, Section, Table, Text
from parreport.display.pictures import Caption, Chart
from parreport.display.province.tables import table_ranking
from parreport.display.sureness import sentences as say
from parreport.display.sureness.charts import chart_ranges_pages, fit_places
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import write_year
from tests.display.drawing.test_sheet import draw_ranges, find_bars, find_dots, find_words, make_ranges

TREE = [("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 10)]
FAR = {"a": {"1.1": 9, "2.1": 9}, "b": {"1.1": 7, "2.1": 7}, "c": {"1.1": 5, "2.1": 5}}
CROSSED = {"a": {"1.1": 9, "2.1": 5}, "b": {"1.1": 6, "2.1": 9}, "c": {"1.1": 1, "2.1": 2}}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def compute(folder: Path, points: Any, errors: Any = None, tree: Any = TREE, **more: Any) -> Results:
    units = {unit: {"survey_se_points": errors[unit]} if errors else {} for unit in points}
    return write_year(folder, tree, points, units=units, block={"name_en": "offices"}, language="en", **more).compute()


def words_of(results: Results) -> list[str]:
    parts: list[Any] = list(pr.show_robustness(results).parts)
    return [part.words for part in parts if isinstance(part, Text)]


def sentences(results: Results) -> str:
    return words_of(results)[0]


# --- the province ---------------------------------------------------------------------------


def test_ranks_that_no_draw_changes_are_called_firm(tmp_path: Path) -> None:
    told = sentences(compute(tmp_path, FAR))
    assert told.startswith("Every unit stands on one place only: all ranks are firm.")
    assert "Whatever the weights in the draws, Đơn vị a comes first." in told
    assert told.endswith("No rank changes when any one area is left out.")


def test_first_place_by_the_weights_is_told_with_its_shares(tmp_path: Path) -> None:
    told = sentences(compute(tmp_path, CROSSED))
    assert told.startswith(
        "One rank is firm, its range is a single place: Đơn vị c. "
        "The widest ranges hold 2 places, as at Đơn vị b: 1 to 2."
    )
    shares = re.search(
        "First place depends on the weights: Đơn vị b in (\\d+)% and Đơn vị a in (\\d+)% of the draws.", told
    )
    assert shares is not None
    assert sum(int(share) for share in shares.groups()) == 100
    assert "moves 2 units most; without “Mục 2” Đơn vị b would stand on place 2 instead of 1." in told


def test_units_that_are_equal_in_all_share_first_place_in_every_draw(tmp_path: Path) -> None:
    told = sentences(compute(tmp_path, {"a": FAR["a"], "b": FAR["a"], "c": FAR["c"]}))
    assert "Whatever the weights in the draws, Đơn vị a and Đơn vị b share first place." in told


def test_totals_with_sampling_errors_have_sets_and_nothing_on_weights(tmp_path: Path) -> None:
    points, errors = {"a": {"1.1": 9}, "b": {"1.1": 5}}, {"a": "0.1", "b": "0.1"}
    results = compute(tmp_path, points, errors, tree=[("1",), ("1.1", "1", 10)])
    told = sentences(results)
    assert told.startswith("Every unit stands on one place only: all ranks are firm.")
    assert "weights" not in told
    tables = [one.id for one in pr.show_robustness(results).parts if isinstance(one, Table)]
    assert tables == ["sampling-so"]


def test_nothing_is_said_on_clear_differences_without_sampling_errors(tmp_path: Path) -> None:
    results = compute(tmp_path, CROSSED)
    assert "clearly" not in sentences(results)
    assert "2,000 draws" in words_of(results)[1]


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ("0.1", "Every two units differ clearly, beyond the sampling error of the survey."),
        ("9", "No two units differ clearly: the survey's sampling error could explain it."),
    ],
)
def test_all_pairs_or_none_differ_clearly(tmp_path: Path, errors: str, told: str) -> None:
    results = compute(tmp_path, FAR, dict.fromkeys("abc", errors))
    assert told in sentences(results)
    assert "sampling error" in words_of(results)[1]


def test_the_pairs_that_differ_clearly_are_counted_and_the_first_s_rivals_named(tmp_path: Path) -> None:
    """a 70, b 75, c 15; errors of 5 pp: only c is clearly apart from both."""
    told = sentences(compute(tmp_path, CROSSED, dict.fromkeys("abc", 1)))
    assert "Of 3 pairs of units 2 differ clearly;" in told
    assert "Đơn vị b, in first place, does not differ clearly from Đơn vị a." in told


def test_a_source_of_totals_says_that_nothing_can_be_said(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 10)]
    results = compute(tmp_path, {"a": {"1.1": 9}, "b": {"1.1": 5}}, tree=tree)
    assert words_of(results)[0].startswith("Nothing can be said on how sure the ranks are")
    block = results.framework.blocks[0]
    assert [row[0].words for row in table_ranking(results, block).rows] == ["1", "2"]


@pytest.mark.parametrize(
    ("share", "printed"), [(0.0, "0%"), (0.001, "< 1%"), (0.5, "50%"), (0.9995, "> 99%"), (1.0, "100%"), (None, "–")]
)
def test_a_share_is_never_rounded_to_none_or_all(share: Any, printed: str) -> None:
    assert say.print_share(share) == printed


# --- tables ---------------------------------------------------------------------------------


def test_the_ranking_prints_rank_and_range_and_says_which(tmp_path: Path) -> None:
    results = compute(tmp_path / "weights", CROSSED)
    table = table_ranking(results, results.framework.blocks[0])
    assert [row[0].words for row in table.rows] == ["1 (1–2)", "2 (1–2)", "3 (3–3)"]
    assert "in 5–95 % of the draws of weights" in table.caption
    results = compute(tmp_path / "sampling", CROSSED, dict.fromkeys("abc", "0.1"))
    table = table_ranking(results, results.framework.blocks[0])
    assert [row[0].words for row in table.rows] == ["1 (1–1)", "2 (2–2)", "3 (3–3)"]
    assert "95 % confidence set of all ranks" in table.caption


def test_a_unit_without_rank_has_a_dash_and_no_line_in_the_section(tmp_path: Path) -> None:
    units = {"a": {}, "b": {}, "c": {"ranked": "no"}}
    results = write_year(tmp_path, TREE, CROSSED, units=units, language="en").compute()
    table = table_ranking(results, results.framework.blocks[0])
    assert [row[0].words for row in table.rows] == ["1 (1–2)", "2 (1–2)", "–"]
    tables = [one for one in pr.show_robustness(results).parts if isinstance(one, Table)]
    assert [row[0].words for row in tables[0].rows] == ["Đơn vị b", "Đơn vị a"]


def test_the_sets_have_a_table_of_their_own_where_there_are_any(tmp_path: Path) -> None:
    tables = []
    for name, errors in (("with", dict.fromkeys("abc", 1)), ("without", None)):
        section = pr.show_robustness(compute(tmp_path / name, CROSSED, errors))
        tables.append([one for one in section.parts if isinstance(one, Table)])
    assert [[one.id for one in shown] for shown in tables] == [["sampling-so", "weights-so"], ["weights-so"]]
    sets = tables[0][0].rows
    assert [cell.words for cell in sets[0]] == ["Đơn vị b", "1 (1–2)", "1–2", "5.00", "1"]
    assert [cell.words for cell in sets[2]] == ["Đơn vị c", "3 (3–3)", "3–3", "5.00", "0"]
    weights = tables[0][1].rows
    assert [cell.words for cell in weights[2]][:3] == ["Đơn vị c", "3 (3–3)", "3"]


# --- the chart ------------------------------------------------------------------------------


def test_the_chart_has_a_dot_at_each_rank_and_a_bar_over_its_range() -> None:
    chart = draw_ranges(make_ranges(9))
    assert find_dots(chart, "rank") == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    bars = find_bars(chart, "range")
    assert bars[3] == (0.75, 8.25)  # places 1 to 8: a quarter of a place beyond both
    assert "4 (1–8)" in chart.caption.alt
    assert {"1–8", "5–9"} <= set(find_words(chart))


def test_a_long_ranking_has_pages_on_one_scale_that_list_their_own_units() -> None:
    charts = chart_ranges_pages(make_ranges(164), caption=Caption("T", "S", "", id="r"))
    assert [chart.caption.title for chart in charts] == [f"T ({part}/5)" for part in range(1, 6)]
    assert [chart.caption.id for chart in charts] == ["r-1", "r-2", "r-3", "r-4", "r-5"]
    assert all(chart.figure.get_size_inches()[1] * 72 <= 720 for chart in charts)
    assert sum(len(find_dots(chart, "rank")) for chart in charts) == 164
    assert all({"1", "160"} <= set(find_words(chart)) for chart in charts)
    assert "164 (1" not in charts[0].caption.alt


@pytest.mark.parametrize(
    ("n", "ticks"),
    [
        (1, [1]),
        (2, [1, 2]),
        (9, list(range(1, 10))),
        (17, [1, 2, 4, 6, 8, 10, 12, 14, 16, 17]),
        (63, [1, 10, 20, 30, 40, 50, 60]),
        (164, [1, 20, 40, 60, 80, 100, 120, 140, 160]),
    ],
)
def test_the_scale_has_the_first_place_and_round_ones(n: int, ticks: list[int]) -> None:
    assert [*fit_places(n).ticks] == ticks


# --- the unit -------------------------------------------------------------------------------


def unit_words(section: Section) -> str:
    return " ".join(one.words for one in section.parts if isinstance(one, Text))


def test_the_head_of_a_unit_shows_its_range(tmp_path: Path) -> None:
    section = pr.show_unit_head(compute(tmp_path, CROSSED), "a")
    assert (
        "Rank 2 (1–2): when the weights of areas and criteria change by up to a quarter, it "
        "stands between places 1 and 2 in at least 90 % of the draws."
    ) in unit_words(section)
    figures = next(one for one in section.parts if isinstance(one, KeyFigures)).figures
    assert figures[1].remarks == ("Offices", "range 1–2")


def test_a_unit_on_one_place_is_told_so(tmp_path: Path) -> None:
    section = pr.show_unit_head(compute(tmp_path, CROSSED), "c")
    assert "it stands on place 3 in at least 90 % of the draws." in unit_words(section)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            "0.1",
            "Rank 2: the sampling error of the survey leaves it no other place, for all units of the block "
            "together with 95 % confidence. It differs clearly from every other ranked unit.",
        ),
        (
            "1",
            "Rank 2 (1–2): with the sampling error of the survey its place is between 1 and 2, for all units of "
            "the block together with 95 % confidence. It does not differ clearly from 1 other ranked unit.",
        ),
        ("9", "It does not differ clearly from 2 other ranked units."),
    ],
)
def test_a_unit_with_sampling_errors(tmp_path: Path, error: str, told: str) -> None:
    results = compute(tmp_path, CROSSED, dict.fromkeys("abc", error))
    assert told in say.describe_rank_range(results, "a")


def test_nothing_is_said_of_a_unit_alone_or_not_ranked(tmp_path: Path) -> None:
    units = {"a": {}, "b": {"ranked": "no"}}
    points = {unit: CROSSED[unit] for unit in "ab"}
    results = write_year(tmp_path, TREE, points, units=units, language="en").compute()
    assert [say.describe_rank_range(results, unit) for unit in "ab"] == ["", ""]


@pytest.mark.parametrize("errors", [None, {"a": 1, "b": 1, "c": 1}])
def test_the_section_speaks_vietnamese(tmp_path: Path, errors: Any) -> None:
    results = compute(tmp_path, CROSSED, errors)
    with use_language("vi"):
        told = " ".join(words_of(results))
        chart = next(one for one in pr.show_robustness(results).parts if isinstance(one, Chart))
    assert "thứ hạng" in told
    assert chart.caption.title in {"1/3 thứ hạng là chắc chắn", "Không thứ hạng nào chắc chắn"}
