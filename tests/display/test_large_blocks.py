"""A block of 110 units: no list that nobody reads to its end, the whole ranking once, the matrix in an annex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.display.drawing import theme
from parreport.display.groups import ends_of, fold_of, quarters_of
from parreport.display.parts import Bullets, Heading, Section, Table, Text
from parreport.display.pictures import Chart
from parreport.display.province.spread import fit_span, stack
from parreport.display.province.tables import table_remarks, table_survey
from parreport.display.sentences import name_some
from parreport.inputs.framework import LARGE_BLOCK
from parreport.language import message, use_language
from parreport.years.results import Results
from tests.bench.years import write_large
from tests.cases import write_year
from tests.display.drawing.test_sheet import find_words

UNITS, LEAVES = 110, 18
NAME = re.compile(r"[Đđ]ơn vị [a-z]\d+")
MOST_NAMES = 12
PROVINCE = (
    "show_province_head show_ranking show_areas show_losses show_claims show_survey show_targets "
    "show_robustness show_quality show_method show_all_items"
).split()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_large(tmp_path_factory.mktemp("large"), UNITS, LEAVES, language="en").compute()


@pytest.fixture(scope="module")
def shown(large: Results) -> Section:
    """All that the province report shows."""
    with use_language("en"):
        return Section(tuple(part for name in PROVINCE for part in getattr(pr, name)(large).parts))


@pytest.fixture(scope="module")
def middling(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A block of as many units as are no large block yet."""
    return write_large(tmp_path_factory.mktemp("middling"), LARGE_BLOCK, LEAVES, language="en").compute()


def parts_of(section: Section, kind: type[Any]) -> list[Any]:
    return [part for part in section.parts if isinstance(part, kind)]


def words_of(table: Table, column: int) -> list[str]:
    return [getattr(row[column], "words", row[column]) for row in table.rows]


def ranked(*ranks: int | None) -> pd.DataFrame:
    return pd.DataFrame({"unit_code": [f"u{n}" for n in range(len(ranks))], "rank": pd.array(ranks, dtype="Int64")})


def test_the_ranking_of_a_large_block_draws_every_unit_as_a_dot_and_names_the_first_and_the_last_ten(
    large: Results,
) -> None:
    spread, ends = parts_of(pr.show_ranking(large), Chart)
    (dots,) = [one for axes in spread.figure.axes for one in axes.collections if one.get_label() == "units"]
    assert len(dots.get_offsets()) == UNITS
    order = large.index.sort_values("rank", kind="stable")
    names = [*order["unit_name"].head(10), *order["unit_name"].tail(10)]
    assert NAME.findall(ends.caption.alt) == names
    assert "90 units between" in find_words(ends)


def test_the_four_groups_of_places_hold_all_units_and_classes(large: Results) -> None:
    groups = parts_of(pr.show_ranking(large), Table)[0]
    assert [column.name for column in groups.columns][:4] == ["Places", "Units", "Highest index %", "Lowest index %"]
    assert words_of(groups, 1) == ["28", "27", "27", "28"]
    classes = Counter(large.index["band"])
    for at, column in enumerate(groups.columns[4:], start=4):
        counted = sum(int(one) for one in words_of(groups, at) if one != "–")
        assert counted == classes[column.name]
    best = large.index.sort_values("rank")["printed_pct"]
    assert words_of(groups, 2)[0] == f"{best.iloc[0]}"
    assert words_of(groups, 3)[-1] == f"{best.iloc[-1]}"


def test_the_finding_over_the_dots_counts_the_class_that_has_most_units(large: Results) -> None:
    spread = parts_of(pr.show_ranking(large), Chart)[0]
    band, n = Counter(large.index["band"]).most_common(1)[0]
    assert spread.caption.title == f"{n} of 110 units are in class {band}"


def test_the_whole_ranking_stands_once_in_the_province_report_in_an_annex(large: Results, shown: Section) -> None:
    (whole,) = [one for one in parts_of(shown, Table) if len(one.rows) == UNITS]
    assert whole.id == "ranking-table-so"
    assert words_of(whole, 1) == list(large.index.sort_values("rank", kind="stable")["unit_name"])
    section = pr.show_all_items(large)
    assert parts_of(section, Heading)[0].words == "Annex: ranking of block So"
    assert parts_of(section, Text)[-1].words == (
        "Points of every unit by item: see the document “Every unit, every item” and the workbook of tables."
    )


def test_no_table_of_the_province_report_but_the_ranking_is_longer_than_30_rows(shown: Section) -> None:
    assert [one.id for one in parts_of(shown, Table) if len(one.rows) > LARGE_BLOCK] == ["ranking-table-so"]


def test_no_sentence_of_the_province_report_names_more_than_12_units(shown: Section) -> None:
    told = []
    for part in shown.parts:
        told += [part.words] if isinstance(part, Text | Heading) else []
        told += part.entries if isinstance(part, Bullets) else []
        told += [part.caption.title, part.caption.subtitle] if isinstance(part, Chart) else []
    assert len(told) > 30
    assert [one for one in told if len(NAME.findall(one)) > MOST_NAMES] == []


def test_the_heat_map_shows_the_ends_and_the_median_between_them(large: Results) -> None:
    (heat,) = parts_of(pr.show_areas(large), Table)
    assert len(heat.rows) == 21
    assert heat.groups == {0: "First 10", 10: "Whole block", 11: "Last 10"}
    medians = large.statistics[large.statistics["item_code"].isin(list("123456"))]["median_pct"]
    shown = [getattr(cell, "words", cell) for cell in heat.rows[10]]
    assert shown == ["Median of the block", *(f"{float(one):.1f}" for one in medians)]


def test_the_annex_holds_every_unit_in_every_area_and_item(large: Results) -> None:
    (heat,) = parts_of(pr.show_annex_areas(large), Table)
    assert len(heat.rows) == UNITS
    tables = parts_of(pr.show_annex_items(large), Table)
    assert {len(one.rows) for one in tables} == {UNITS}
    columns = sum(len(one.columns) - 2 for one in tables)
    assert columns == LEAVES + 6
    assert max(len(one.columns) for one in tables) <= 2 + 8
    points = large.items.set_index(["unit_code", "item_code"])["points"]
    first = large.index.sort_values("rank", kind="stable")["unit_code"].iloc[0]
    assert [getattr(cell, "words", cell) for cell in tables[0].rows[0]][2:4] == [
        f"{points[first, code]:.2f}" for code in ("1", "1.1")
    ]


def test_the_annex_holds_the_range_of_every_rank_and_the_method_report_its_ends(large: Results) -> None:
    (whole,) = parts_of(pr.show_annex_ranges(large), Table)
    (ends,) = parts_of(pr.show_robustness(large), Table)
    assert len(whole.rows) == UNITS
    assert [*whole.rows[:10], *whole.rows[-10:]] == list(ends.rows)


def test_slides_count_the_classes_of_a_large_block_and_name_its_first_and_last_units(large: Results) -> None:
    order = list(large.index.sort_values("rank", kind="stable")["unit_name"])
    slides = pr.make_deck(large).slides
    ends = next(slide.chart for slide in slides if slide.title == f"{order[0]} leads block So")
    assert slides[0].chart is not None and ends is not None
    classes = Counter(large.index["band"])
    assert {f"{band} {n}" for band, n in classes.items()} <= set(re.split(r": |, |\.$", slides[0].chart.caption.alt))
    words = find_words(ends)
    (between,) = [int(one.split()[0]) for one in words if one.endswith(" units between")]
    named = [word for word in words if word in order]
    first = (UNITS - between) // 2  # what stands between takes a place from the left column
    assert named == [*order[:first], *order[first + between :]] and first >= 8


def test_the_slide_of_a_unit_draws_every_unit_of_its_block_and_its_own_in_colour(large: Results) -> None:
    unit = str(large.index.sort_values("rank", kind="stable")["unit_code"].iloc[50])
    chart = pr.make_deck(large, unit).slides[1].chart
    assert chart is not None
    dots = [line for axes in chart.figure.axes for line in axes.lines if line.get_marker() == "o"]
    assert len(dots) == UNITS
    assert sum(dot.get_markerfacecolor() == theme.ACCENT for dot in dots) == 1


def test_a_unit_s_report_shows_its_neighbors_in_rank_and_itself_between_them(large: Results) -> None:
    order = large.index.sort_values("rank", kind="stable")
    unit = order["unit_code"].iloc[50]
    table = next(one for one in parts_of(pr.show_plan(large, unit), Table) if one.id == "neighbors-table")
    ranks = [int(rank) for rank in order["rank"]]
    better, worse = ([rank for rank in ranks if (rank - ranks[50]) * sign > 0] for sign in (-1, 1))
    assert [int(one) for one in words_of(table, 0)] == [*better[-2:], ranks[50], *worse[:2]]
    assert words_of(table, 1)[2] == order["unit_name"].iloc[50]
    own = order["printed_pct"].iloc[50]
    shown = [Decimal(one.replace("−", "-")) for one in words_of(table, 4) if one != "–"]
    assert shown == [Decimal(pct) - own for at, pct in enumerate(words_of(table, 2)) if at != 2]


def test_a_unit_of_a_small_block_has_no_list_of_neighbors(middling: Results) -> None:
    tables = parts_of(pr.show_plan(middling, middling.index["unit_code"].iloc[3]), Table)
    assert [one.id for one in tables] == ["plan-table"]
    assert middling.neighbors.empty


def test_a_block_of_30_is_told_as_ever(middling: Results) -> None:
    ranking = pr.show_ranking(middling)
    assert parts_of(ranking, Table) == []
    assert [len(one.rows) for one in parts_of(pr.show_details(middling), Table)][:1] == [30]
    assert [one.caption.title for one in parts_of(ranking, Chart)] == ["Index and class of each unit"]
    assert [len(one.rows) for one in parts_of(pr.show_areas(middling), Table)] == [30]
    annex = pr.show_all_items(middling)
    assert [one.words for one in parts_of(annex, Heading)] == ["Annex: every unit, every item"]
    assert len(parts_of(annex, Table)) == 4
    assert parts_of(pr.show_annex_ranges(middling), Table) == []


def test_the_ends_leave_out_units_without_a_rank_and_count_those_between() -> None:
    ends = ends_of(ranked(*range(1, 41), None, None))
    assert list(ends.rows["rank"]) == [*range(1, 11), *range(31, 41)]
    assert (ends.between_n, fold_of(ends)) == (20, (10, "20 units between"))


def test_the_ends_of_a_block_without_ranks_are_those_of_its_list() -> None:
    ends = ends_of(ranked(*[None] * 35))
    assert list(ends.rows["unit_code"]) == [f"u{n}" for n in (*range(10), *range(25, 35))]
    assert ends.between_n == 15


def test_a_short_list_has_no_row_twice() -> None:
    ends = ends_of(ranked(*range(1, 13)))
    assert list(ends.rows["rank"]) == list(range(1, 13))
    assert (len(ends.first), len(ends.last), ends.between_n, fold_of(ends)) == (10, 2, 0, None)


def test_groups_of_places_are_about_equally_large_and_leave_nobody_out() -> None:
    assert [len(one) for one in quarters_of(ranked(*range(1, 32)))] == [8, 8, 7, 8]
    assert [len(one) for one in quarters_of(ranked(1, 1, 1, None))] == [1, 1, 1]


def test_names_that_would_be_too_many_are_the_first_five_and_a_count() -> None:
    names = [f"u{n}" for n in range(1, 43)]
    assert name_some(names[:12]) == "u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11 and u12"
    assert name_some(names[:13]) == "u1, u2, u3, u4, u5 and 8 other units"
    assert name_some(names) == "u1, u2, u3, u4, u5 and 37 other units"


def test_a_block_of_40_level_units_is_told_and_drawn(tmp_path: Path) -> None:
    points = {f"u{n:02d}": {"1.1": 9 if n else 1, "2.1": 9} for n in range(40)}
    tree = [("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 10)]
    results = write_year(tmp_path, tree, points, language="en").compute()
    with use_language("en"):
        section = pr.show_ranking(results)
        head = parts_of(pr.show_province_head(results), Text)[0].words
    assert parts_of(section, Heading)[0].words == (
        "Đơn vị u01, Đơn vị u02, Đơn vị u03, Đơn vị u04, Đơn vị u05 and 34 other units share the lead of block So"
    )
    assert "and 34 other units share first place with 90.00%, Đơn vị u00 comes last with 50.00%" in head
    assert [chart.caption.title for chart in parts_of(section, Chart)] == [
        "39 of 40 units are in class Tốt",
        "The first and the last 10 units",
    ]


def test_of_many_units_with_remarks_those_with_most_items_are_listed(large: Results) -> None:
    codes = list(large.index["unit_code"])
    notes = [message("{unit}: {n}", unit=code, n=at, items="1.1") for at, code in enumerate(codes[:40], start=1)]
    table = table_remarks(large, notes, "Items without evidence")
    assert words_of(table, 1) == [str(n) for n in range(40, 30, -1)]
    assert table.note == "The 10 units with most of these items; there are 40."
    assert len(table_remarks(large, notes[:30], "Items without evidence").rows) == 30


def test_of_many_units_with_a_survey_those_at_both_ends_are_listed(large: Results) -> None:
    gaps = [Decimal(n) for n in range(-20, 20)]
    survey = pd.DataFrame({"unit_name": list(map(str, gaps)), "appraised_pct": 80, "survey_pct": 80, "gap_pp": gaps})
    block = next(iter(large.framework))
    table = table_survey(survey, block)
    assert words_of(table, 0) == [str(n) for n in (*range(19, 9, -1), *range(-11, -21, -1))]
    assert table.note == (
        "Differences are taken before rounding. The 10 units with the highest and the 10 with the lowest difference."
    )


def test_of_many_units_that_assessed_themselves_those_at_both_ends_are_listed(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 10)]
    points = {
        f"u{n:02d}": {
            "1.1": {"self_points": 9, "appraised_points": Decimal(9) - Decimal(n) / 10, "reason": "Thiếu tài liệu"},
            "2.1": {"self_points": 5, "appraised_points": 5},
        }
        for n in range(40)
    }
    results = write_year(tmp_path, tree, points, language="en").compute()
    with use_language("en"):
        table = next(one for one in parts_of(pr.show_claims(results), Table) if one.id == "claims-so")
    names = [f"Đơn vị u{n:02d}" for n in (*range(39, 29, -1), *range(9, -1, -1))]
    assert words_of(table, 0) == [*names, "Mean of 40 units", "All units"]
    assert table.note.endswith("The 10 units with the highest and the 10 with the lowest difference.")


def test_dots_that_would_lie_on_each_other_are_stacked() -> None:
    assert stack([1.0, 2.0, 9.0, 11.0, 12.0, 3.0], 10.0) == [0, 1, 2, 0, 1, 3]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([56.1, 75.3], (56.0, 76.0)),
        ([70.2, 70.8], (70.0, 71.0)),
        ([21.0, 98.0], (20.0, 100.0)),
        ([80, 80], (80.0, 81.0)),
    ],
)
def test_the_axis_of_dots_starts_and_ends_at_round_figures(values: list[float], expected: tuple[float, float]) -> None:
    scale = fit_span(values)
    assert (scale.low, scale.high) == expected
    assert (scale.ticks[0], scale.ticks[-1]) == expected
