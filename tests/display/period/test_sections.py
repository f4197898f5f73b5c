"""The period report: sentences in all their cases, lines and names in its charts."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import Line, known_runs, spread
from parreport.display.parts import Table, Text
from parreport.display.period import break_sentences as changes
from parreport.display.period import sections
from parreport.display.period import sentences as say
from parreport.display.period import unit_sentences as who
from parreport.display.period.area_lines import chart_area_lines
from parreport.display.period.bump import Path as Way
from parreport.display.period.bump import chart_ranks, place_ranks
from parreport.display.period.charts import chart_series_pages
from parreport.display.period.rank_rows import chart_rank_rows
from parreport.display.period.tables import table_weaknesses, tables_changed_items
from parreport.display.pictures import Caption, Chart
from parreport.display.sentences import tell_way
from parreport.display.unit.sections import show_unit_head
from parreport.language import use_language
from parreport.years.results import Period
from tests.cases import Case, write_year

NAN = float("nan")
CAPTION = Caption("Title", "Subtitle", "Alt")
TREE = (("1",), ("1.1", "1", 6), ("1.2", "1", 4), ("2",), ("2.1", "2", 10))
OTHER_TREE = (("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 10))
SHOWS = (
    sections.show_period_head,
    sections.show_period_index,
    sections.show_period_ranks,
    sections.show_period_areas,
    sections.show_period_weaknesses,
    sections.show_period_breaks,
    sections.show_period_table,
)


def full(points: float) -> dict[str, float]:
    """A unit with so many of 20 points, the second area first."""
    second = min(points, 10)
    first = min(points - second, 6)
    return {"1.1": first, "1.2": points - second - first, "2.1": second}


def period_of(folder: Path, *years: dict[str, float], **more: Any) -> Period:
    """A period whose years give each unit so many of 20 points."""
    case: Case | None = None
    for year, points in zip(range(2019 - len(years), 2019), years, strict=True):
        given = {unit: full(own) for unit, own in points.items()}
        case = write_year(folder, TREE, given, name=str(year), base=case, language="en", **more)
    assert case is not None
    return case.period()


def words_of(period: Period) -> str:
    with use_language("en"):
        parts = [part for show in SHOWS for part in show(period).parts]
    return " ".join(
        re.sub(r"<[^>]*>", " ", part.html())
        if not isinstance(part, Chart)
        else " ".join(map(str, part.words().values()))
        for part in parts
    )


# --- sentences --------------------------------------------------------------------------------


def test_one_year_says_so_and_stops(tmp_path: Path) -> None:
    period = period_of(tmp_path, {"a": 10, "b": 12})
    with use_language("en"):
        head, *others = [show(period) for show in SHOWS]
        assert [one.parts for one in others] == [()] * len(others)
    texts = [part.words for part in head.parts if isinstance(part, Text)]
    assert texts == [
        "Only 2018 is at hand. This report needs earlier years: name them as base or history in the parameters."
    ]


def test_two_years_up_down_and_level_are_told_apart(tmp_path: Path) -> None:
    period = period_of(tmp_path, {"a": 10, "b": 12, "c": 14}, {"a": 16, "b": 10, "c": 14})
    block = period.results.framework.by_code["so"]
    with use_language("en"):
        assert say.describe_block(period, block) == (
            "Block So: the mean index was 60.00% in 2017 and is 66.67% in 2018, "
            "up 6.67 percentage points. First place: Đơn vị c (2017); Đơn vị a (2018)."
        )
        assert say.describe_moves(period, block) == (
            "Against 2017, the index of 1 unit rose, that of 1 unit fell, that of 1 unit stayed."
        )
        assert say.heading_index(period, block) == ("Block So: 1 of 3 units stand higher than in 2017")
        assert say.title_index(period, block) == "Đơn vị a rose most (+30.00), Đơn vị b fell most (−10.00)"


@pytest.mark.parametrize(
    ("then", "now", "shift"),
    [(10, 12, "up 10.00 percentage points"), (12, 10, "down 10.00 percentage points"), (12, 12, "without change")],
)
def test_the_mean_rises_falls_or_stays(tmp_path: Path, then: int, now: int, shift: str) -> None:
    period = period_of(tmp_path, {"a": then, "b": then}, {"a": now, "b": now})
    with use_language("en"):
        sentence = say.describe_block(period, period.results.framework.by_code["so"])
    assert f", {shift}." in sentence
    assert sentence.endswith("shared first place in both years.")


def test_everybody_up_everybody_down_and_nobody_moved(tmp_path: Path) -> None:
    block = "so"
    cases = {
        "some down": ({"a": 10, "b": 12}, {"a": 10, "b": 11}),
        "up": ({"a": 10, "b": 12}, {"a": 11, "b": 13}),
        "down": ({"a": 10, "b": 12}, {"a": 9, "b": 11}),
        "level": ({"a": 10, "b": 12}, {"a": 10, "b": 12}),
    }
    found = {}
    for name, years in cases.items():
        period = period_of(tmp_path / name, *years)
        with use_language("en"):
            own = period.results.framework.by_code[block]
            found[name] = (say.heading_index(period, own), say.title_index(period, own))
    assert found == {
        "some down": ("Block So: no unit stands higher than in 2017", "Đơn vị b fell most (−5.00)"),
        "up": ("Block So: all units stand higher than in 2017", "Đơn vị a and Đơn vị b rose most (+5.00)"),
        "down": ("Block So: all units stand lower than in 2017", "Đơn vị a and Đơn vị b fell most (−5.00)"),
        "level": ("Block So: all units stand as in 2017", "The index of each unit over the years"),
    }


def test_the_same_first_and_the_same_last_of_three_years_are_named(tmp_path: Path) -> None:
    period = period_of(tmp_path, {"a": 16, "b": 8, "c": 12}, {"a": 15, "b": 9, "c": 12}, {"a": 17, "b": 8, "c": 12})
    with use_language("en"):
        assert say.describe_leaders(period, period.results.framework.by_code["so"]) == (
            "Đơn vị a came first in all 3 years. Đơn vị b came last in all 3 years."
        )


def test_two_that_come_last_together_are_not_called_the_last(tmp_path: Path) -> None:
    period = period_of(tmp_path, {"a": 16, "b": 8, "c": 8}, {"a": 15, "b": 9, "c": 8})
    with use_language("en"):
        told = say.describe_leaders(period, period.results.framework.by_code["so"])
    assert told == "Đơn vị a came first in both years."


def test_units_that_appear_end_or_merge_are_told_with_their_years(tmp_path: Path) -> None:
    first = write_year(tmp_path, TREE, {u: full(10) for u in ("a", "gone", "m1", "m2")}, name="2016")
    second = write_year(
        tmp_path,
        TREE,
        {u: full(12) for u in ("a", "m")},
        name="2017",
        base=first,
        units={"a": {}, "m": {"base_unit_code": "m1;m2"}},
    )
    third = write_year(tmp_path, TREE, {u: full(14) for u in ("a", "m", "new")}, base=second)
    period = third.period()
    with use_language("en"):
        told = who.describe_units(period, period.results.framework.by_code["so"])
    assert told == [
        "Made of several units since, so without figures of its own in 2016: Đơn vị m.",
        "Not assessed in 2016 and 2017: Đơn vị new.",
        "No longer assessed after 2016: Đơn vị gone.",
        "After 2016, Đơn vị m1 and Đơn vị m2 became part of Đơn vị m.",
    ]


def test_a_block_without_ranks_says_why_it_has_no_chart(tmp_path: Path) -> None:
    period = period_of(tmp_path, {"a": 10, "b": 12}, {"a": 11, "b": 13}, block={"ranked": False})
    with use_language("en"):
        parts = sections.show_period_ranks(period).parts
    assert [type(part) for part in parts if isinstance(part, Chart)] == []
    assert "Fewer than two years have a ranking" in parts[-1].html()


def test_a_break_is_told_with_what_changed_and_what_can_be_compared(tmp_path: Path) -> None:
    given = {u: full(p) for u, p in {"a": 10, "b": 12}.items()}
    first = write_year(tmp_path, TREE, given, name="2017")
    now = {"a": {"1.1": 4, "2.1": 8}, "b": {"1.1": 5, "2.1": 9}}
    mapping = [("1.1", "1.1"), ("1.1", "1.2"), ("2.1", "2.1", "", "no")]
    second = write_year(tmp_path, OTHER_TREE, now, base=first, mapping=mapping)
    period = second.period()
    block = period.results.framework.by_code["so"]
    with use_language("en"):
        assert changes.heading_breaks(period, block) == ("Block So: the criteria set changed in 2018")
        assert changes.describe_steps(period, block) == [
            "From 2017 to 2018: 1 item measures something else (50%); 1 item joins several "
            "former ones (50%). Comparable: 50% of the maximum of both years."
        ]
        assert "the 2 units with all points in them rose by 35.00 percentage points from" in say.describe_block(
            period, block
        )
    with use_language("vi"):
        assert " có đủ điểm ở mọi năm tăng 35,00 điểm phần trăm, từ 10,00% lên 45,00%" in say.describe_block(
            period, block
        )


@pytest.mark.parametrize(
    ("change", "vietnamese", "english"),
    [
        (2.5, "tăng 2,50 điểm phần trăm, từ 80,00% lên 82,50%", "rose by 2.50 percentage points from 80.00% to 82.50%"),
        (
            -2.5,
            "giảm 2,50 điểm phần trăm, từ 80,00% xuống 77,50%",
            "fell by 2.50 percentage points from 80.00% to 77.50%",
        ),
        (0, "giữ nguyên ở mức 80,00%", "stayed at 80.00%"),
    ],
)
def test_a_mean_moves_by_its_direction(change: float, vietnamese: str, english: str) -> None:
    for code, words in (("vi", vietnamese), ("en", english)):
        with use_language(code):
            assert tell_way(change, 80, 80 + change) == words


def test_items_that_changed_stand_under_their_own_years(tmp_path: Path) -> None:
    """A report on three years: neither pair of years is "before" and "now"."""
    given = {u: full(12) for u in "ab"}
    first = write_year(tmp_path, TREE, given, name="2016")
    mapping = [("1.1", "1.1"), ("1.1", "1.2"), ("2.1", "2.1")]
    own = {u: {"1.1": 5, "2.1": 9} for u in "ab"}
    second = write_year(tmp_path, OTHER_TREE, own, name="2017", base=first, mapping=mapping)
    third = write_year(tmp_path, (*OTHER_TREE[:-1], ("2.1", "2", 20)), own, base=second, mapping=[("2.1", "2.1")])
    period = third.period()
    for language, word in (("en", "Maximum"), ("vi", "Điểm tối đa năm")):
        with use_language(language):
            tables = tables_changed_items(period, period.results.framework.by_code["so"])
        heads = [[column.name for column in table.columns[2:4]] for table in tables]
        assert heads == [[f"{word} {year}", f"{word} {year + 1}"] for year in (2016, 2017)]


def test_years_without_a_change_are_told_in_one_sentence(tmp_path: Path) -> None:
    period = period_of(tmp_path, *[{"a": 10.0 + n, "b": 12.0} for n in range(4)])
    block = period.results.framework.by_code["so"]
    with use_language("en"):
        assert changes.heading_breaks(period, block) == "Block So: the same items in all years"
        assert changes.describe_steps(period, block) == ["From 2015 to 2018 nothing changed."]


def test_a_year_of_history_that_no_chain_reaches_is_told_and_drawn_hollow(tmp_path: Path) -> None:
    old = write_year(tmp_path, TREE, {"a": full(10), "b": full(12)}, name="2016")
    case = period_years(tmp_path, old)
    period = case.period()
    with use_language("en"):
        told = changes.describe_steps(period, period.results.framework.by_code["so"])
        chart = next(p for p in sections.show_period_index(period).parts if isinstance(p, Chart))
    assert told[0] == ("2016 and 2017 are not compared with each other: each stands as it was published.")
    hollow = [
        line
        for axes in chart.figure.axes
        for line in axes.get_lines()
        if line.get_label() == "_dot" and line.get_markerfacecolor() == theme.WHITE
    ]
    assert [list(line.get_xdata()) for line in hollow] == [[2016], [2016]]


def period_years(folder: Path, old: Case) -> Case:
    first = write_year(folder, TREE, {"a": full(11), "b": full(12)}, name="2017")
    return write_year(folder, TREE, {"a": full(12), "b": full(12)}, base=first, history=[str(old.path)])


def test_weaknesses_that_last_name_items_and_units(tmp_path: Path) -> None:
    years = [{"a": 12, "b": 20, "c": 20, "d": 20, "e": 20}] * 3
    period = period_of(tmp_path, *years)
    block = period.results.framework.by_code["so"]
    with use_language("en"):
        assert changes.heading_weaknesses(period, block) == (
            "Block So: 2 items have been a weakness of a unit for three years or more"
        )
        told = changes.describe_weaknesses(period, block)
        table = next(p for p in sections.show_period_weaknesses(period).parts if isinstance(p, Table))
    assert told[0] == ("Most lasting: “Mục 1.1” and “Mục 1.2”, each a weakness of 1 of 5 units for 3 years or more.")
    assert [row[-1].words for row in table.rows] == ["Đơn vị a"] * 2


@pytest.mark.parametrize(
    ("long", "short", "told"),
    [
        (10, 0, ""),
        (11, 0, " 1 further item of three years or more is not listed."),
        (13, 2, " 3 further items of three years or more are not listed. 2 further items of two years are not listed."),
        (9, 2, " 1 further item of two years is not listed."),
        (0, 12, " 2 further items are not listed."),
    ],
)
def test_items_not_listed_are_counted_by_the_years_that_the_finding_counts(
    long: int, short: int, told: str, tmp_path: Path
) -> None:
    period = period_of(tmp_path, *[{"a": 12, "b": 20}] * 3)
    block = period.results.framework.by_code["so"]
    row = period.persistent[period.persistent["is_leaf"]].head(1)
    rows = pd.concat([row] * long + [row.assign(weak_3_n=0)] * short, ignore_index=True)
    with use_language("en"):
        table = table_weaknesses(replace(period, persistent=rows), block)
    assert table is not None
    assert table.note == ("Counted are units for which the item has been a weakness in all years up to 2018." + told)


def test_the_years_of_an_item_that_was_split_are_said_to_be_those_of_the_whole(tmp_path: Path) -> None:
    base = write_year(tmp_path, OTHER_TREE, {"a": {"1.1": 10, "2.1": 2}, "b": {"1.1": 10, "2.1": 10}}, name="2017")
    tree = (("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 5), ("2.2", "2", 5))
    points = {"a": {"1.1": 10, "2.1": 1, "2.2": 1}, "b": {"1.1": 10, "2.1": 5, "2.2": 5}}
    mapping = [("1.1", "1.1"), ("2.1", "2.1", "0.5"), ("2.2", "2.1", "0.5")]
    period = write_year(tmp_path, tree, points, base=base, mapping=mapping).period()
    block = period.results.framework.by_code["so"]
    for language, words in (
        ("en", "The years of 2.1, 2.2 include those of the item before it was split."),
        ("vi", "Số năm của tiêu chí 2.1, 2.2 kể cả tiêu chí trước khi tách."),
    ):
        with use_language(language):
            table = table_weaknesses(period, block)
        assert table is not None
        assert words in table.note
    whole = period_of(tmp_path / "whole", *[{"a": 12, "b": 20}] * 3)
    with use_language("en"):
        table = table_weaknesses(whole, whole.results.framework.by_code["so"])
    assert table is not None
    assert "split" not in table.note


def test_without_a_lasting_weakness_the_report_says_so(tmp_path: Path) -> None:
    period = period_of(tmp_path, {"a": 12, "b": 20}, {"a": 20, "b": 12})
    block = period.results.framework.by_code["so"]
    with use_language("en"):
        assert changes.heading_weaknesses(period, block) == "Block So: no weakness has lasted"
        assert changes.describe_weaknesses(period, block)[0] == (
            "No item has been a weakness of the same unit for two years in a row."
        )


def test_most_units_are_listed_as_all_but_the_others(tmp_path: Path) -> None:
    period = period_of(tmp_path, dict.fromkeys("abcde", 12.0), dict.fromkeys("abcde", 12.0))
    block = period.results.framework.by_code["so"]
    with use_language("en"):
        assert changes.list_units(period, block, list("abcde")) == "all units"
        assert changes.list_units(period, block, list("abcd")) == "all but Đơn vị e"
        assert changes.list_units(period, block, ["a", "b"]) == "Đơn vị a and Đơn vị b"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_blank_of_python_is_printed(tmp_path: Path, language: str) -> None:
    first = write_year(tmp_path, TREE, {"a": full(10), "x": full(12)}, name="2016")
    second = write_year(
        tmp_path, TREE, {"a": full(11), "b": dict.fromkeys(("1.1", "1.2", "2.1"), "no")}, name="2017", base=first
    )
    third = write_year(tmp_path, TREE, {"a": full(9), "b": full(3)}, base=second, language=language)
    period = third.period()
    with use_language(language):
        parts = [part for show in SHOWS for part in show(period).parts]
        told = " ".join(str(part.fields()) for part in parts)
    assert re.findall(r"\b(?:nan|NaN|NaT|inf)\b|<NA>|\{\w+\}", told) == []


def test_years_are_listed_as_a_sentence_does() -> None:
    with use_language("en"):
        assert str(say.list_years([2016])) == "2016"
        assert str(say.list_years([2018, 2016])) == "2016 and 2018"
        assert str(say.list_years([2011, 2012, 2013, 2015])) == "2011–2013 and 2015"


def test_only_far_moves_are_coloured(tmp_path: Path) -> None:
    then = {chr(97 + n): 20.0 - n for n in range(13)}
    now = then | {"m": 20.5 - 3, "a": 1.0}
    period = period_of(tmp_path, {**then}, {**now})
    movers = dict(zip(period.movers["unit_code"], period.movers["places"], strict=True))
    # m from 13th to 3rd, a from 1st to 13th; a sixth of 13 places is 3, nobody else moves that far
    assert movers == {"m": 10, "a": -12}


# --- charts -----------------------------------------------------------------------------------


def written(chart: Chart) -> list[str]:
    return [one.get_text() for axes in chart.figure.axes for one in axes.texts]


def test_each_unit_has_a_plot_with_its_line_its_name_and_its_last_figure() -> None:
    lines = [Line("Sở Tư pháp", [90.0, 92.5, 94.38]), Line("Sở Y tế", [75.0, NAN, 74.36])]
    with use_language("vi"):
        (chart,) = chart_series_pages(lines, [2016, 2017, 2018], [False, True], 2, caption=CAPTION)
    drawn = [line for axes in chart.figure.axes for line in axes.get_lines() if line.get_label() == "index"]
    assert [list(line.get_xdata()) for line in drawn] == [[2016, 2017, 2018]] * 2
    assert list(drawn[0].get_ydata()) == [90.0, 92.5, 94.38]
    assert math.isnan(list(drawn[1].get_ydata())[1])
    words = written(chart)
    assert {"Sở Tư pháp", "Sở Y tế", "94,38", "74,36", "2016", "2018"} <= set(words)


def test_a_break_is_a_thin_rule_in_every_plot_and_stands_in_the_legend() -> None:
    lines = [Line(name, [50.0, 60.0, 70.0]) for name in "abc"]
    with use_language("en"):
        (chart,) = chart_series_pages(lines, [2016, 2017, 2018], [False, True], 2, caption=CAPTION)
    page = chart.figure.axes[0]
    assert len([line for line in page.get_lines() if line.get_label() == "break"]) == 3
    assert "criteria set changed" in written(chart)
    with use_language("en"):
        (plain,) = chart_series_pages(lines, [2016, 2017, 2018], [False, False], 2, caption=CAPTION)
    assert "criteria set changed" not in written(plain)


def test_the_comparable_index_is_a_second_dashed_line() -> None:
    lines = [Line("a", [50.0, 60.0], [51.0, 59.0]), Line("b", [50.0, 60.0])]
    with use_language("en"):
        (chart,) = chart_series_pages(lines, [2017, 2018], [True], 2, caption=CAPTION)
    dashed = [line for axes in chart.figure.axes for line in axes.get_lines() if line.get_label() == "comparable"]
    assert [list(line.get_ydata()) for line in dashed] == [[51.0, 59.0]]
    assert "on comparable items" in written(chart)


def test_the_lines_of_all_units_lie_under_every_plot_once() -> None:
    lines = [Line(str(n), [50.0 + n, 60.0 + n]) for n in range(18)]
    (chart,) = chart_series_pages(lines, [2017, 2018], [False], 2, caption=CAPTION)
    (bundle,) = [one for one in chart.figure.axes[0].collections if isinstance(one, PathCollection)]
    assert len(bundle.get_offsets()) == 18
    assert len(bundle.get_paths()) == 1
    assert len(bundle.get_paths()[0].vertices) == 36


def test_63_units_become_charts_no_higher_than_a_page_with_every_name_once() -> None:
    names = [f"Tỉnh {n}" for n in range(63)]
    lines = [Line(name, [50.0 + n % 9, 60.0 - n % 7, 55.0]) for n, name in enumerate(names)]
    charts = chart_series_pages(lines, [2016, 2017, 2018], [False, False], 2, caption=CAPTION)
    assert [chart.caption.title for chart in charts] == ["Title (1/2)", "Title (2/2)"]
    assert all(chart.figure.get_size_inches()[1] * 72 <= 690 for chart in charts)
    shown = [words for chart in charts for words in written(chart) if words.startswith("Tỉnh")]
    assert sorted(shown) == sorted(names)


def test_ranks_are_lines_with_full_names_and_ranks_at_both_ends() -> None:
    ways = [Way("Sở A", [1, 3], -2), Way("Sở B", [2, 1]), Way("Sở C", [3, 2])]
    with use_language("en"):
        chart = chart_ranks(ways, [2017, 2018], [False], caption=CAPTION)
    plot = chart.figure.axes[1]
    assert {line.get_label(): list(line.get_ydata()) for line in plot.get_lines()} == {
        "Sở A": [1, 3],
        "Sở B": [2, 1],
        "Sở C": [3, 2],
    }
    words = written(chart)
    assert [words.count(name) for name in ("Sở A (−2)", "Sở B", "Sở C")] == [2, 2, 2]
    assert [words.count(rank) for rank in "123"] == [2, 2, 2]


def test_only_units_that_moved_most_are_in_colour() -> None:
    ways = [Way("A", [1, 3], -2), Way("B", [3, 1], 2), Way("C", [2, 2])]
    chart = chart_ranks(ways, [2017, 2018], [False], caption=CAPTION)
    colors = {line.get_label(): line.get_color() for line in chart.figure.axes[1].get_lines()}
    assert colors == {"A": theme.WARM, "B": theme.ACCENT, "C": theme.FAINT}


def test_a_year_without_a_rank_is_a_gap() -> None:
    ways = [Way("A", [1, 1, 1]), Way("B", [2, NAN, 2]), Way("C", [NAN, 2, NAN])]
    with use_language("en"):
        chart = chart_ranks(ways, [2016, 2017, 2018], [False, False], caption=CAPTION)
    drawn = [(line.get_label(), list(line.get_xdata())) for line in chart.figure.axes[1].get_lines()]
    assert drawn == [("A", [2016, 2017, 2018]), ("B", [2016]), ("B", [2018]), ("C", [2017])]
    assert "2 C" in written(chart)


def test_equal_ranks_stand_one_under_the_other_and_print_alike() -> None:
    ways = [Way("A", [1, 2]), Way("B", [2, 1]), Way("C", [2, 3])]
    assert place_ranks(ways, 0) == {0: 1, 1: 2, 2: 3}
    with use_language("en"):
        words = written(chart_ranks(ways, [2017, 2018], [False], caption=CAPTION))
    assert [words.count(rank) for rank in "123"] == [2, 3, 1]


def test_ranks_of_many_units_are_rows_from_the_first_rank_to_the_last() -> None:
    ways = [Way("A", [3, NAN, 1], 2), Way("B", [1, 2, 2]), Way("C", [NAN, NAN, 3]), Way("D", [2, 1, NAN], -1)]
    with use_language("en"):
        chart = chart_rank_rows(ways, [2016, 2017, 2018], 4, caption=CAPTION)
    dots = {one.get_label(): one.get_offsets()[:, 0] for axes in chart.figure.axes for one in axes.collections}
    assert [list(dots["first"]), list(dots["last"])] == [[3, 1, 3, 2], [1, 2, 3, 1]]
    words = written(chart)
    assert [words.count(name) for name in "ABCD"] == [1, 1, 1, 1]
    assert words.count("–") == 4  # years without a rank


def test_areas_are_lines_named_at_their_end_with_both_figures() -> None:
    areas = [Line("Thể chế", [70.0, 75.0]), Line("Hiện đại hóa", [80.0, 60.0])]
    with use_language("vi"):
        chart = chart_area_lines(areas, [2017, 2018], [True], rising=[0], falling=[1], caption=CAPTION)
    plot = chart.figure.axes[1]
    assert {line.get_label(): line.get_color() for line in plot.get_lines()} == {
        "Thể chế": theme.ACCENT,
        "Hiện đại hóa": theme.WARM,
    }
    assert {"70,0", "75,0", "80,0", "60,0", "Thể chế", "Hiện đại hóa"} <= set(written(chart))


def test_labels_are_spread_until_they_do_not_meet() -> None:
    assert spread([10, 11, 50], [10, 10, 10], 0, 100) == [10, 20, 50]
    assert spread([95, 96], [10, 10], 0, 100) == [85, 95]
    assert spread([5, 5], [10, 10], 0, 12) == [5, 15]


def test_figures_in_a_row_are_one_run() -> None:
    assert known_runs([1.0, 2.0, NAN, 3.0]) == [[0, 1], [3]]
    assert known_runs([NAN, NAN]) == []


def test_the_card_of_a_unit_says_up_or_down_by_its_ranks(tmp_path: Path) -> None:
    first = write_year(tmp_path, TREE, {u: full(p) for u, p in {"a": 10, "b": 12}.items()}, name="2017")
    results = write_year(tmp_path, TREE, {u: full(p) for u, p in {"a": 15, "b": 12}.items()}, base=first).compute()
    told = {}
    for code in ("vi", "en"):
        spoken = replace(results, parameters=results.parameters.model_copy(update={"language": code}))
        with use_language(code):
            told[code] = [" ".join(one.html() for one in show_unit_head(spoken, unit).parts) for unit in "ab"]
    assert "từ hạng 2 lên hạng 1" in told["vi"][0] and "từ hạng 1 xuống hạng 2" in told["vi"][1]
    assert "up from rank 2 to 1" in told["en"][0] and "down from rank 1 to 2" in told["en"][1]
