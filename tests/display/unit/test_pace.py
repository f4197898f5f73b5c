"""What a unit reads of the rest of the year: the table, the next class, nothing where the year is over. M 12."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import parreport as pr
from parreport.building.slices import slice_unit
from parreport.display.parts import Heading, Section, Table, Text
from parreport.display.unit.pace import describe_class_pace, round_up
from parreport.language import read_catalogue, use_language
from parreport.time_words import say_of_periods
from parreport.years.results import Results
from tests.cases import write_year

RATE = "proportional rate: floor 0, full 100"
TREE = [("1",), ("1.1", "1", 20, "appraised", RATE), ("1.2", "1", 10, "appraised", RATE), ("1.3", "1", 10)]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def compute(
    folder: Path, period: str | None = "2018-01..2018-10-10", **cases: tuple[int, int, int, int, int]
) -> Results:
    points = {
        unit: {"1.1": {"numerator": a, "denominator": b}, "1.2": {"numerator": c, "denominator": d}, "1.3": other}
        for unit, (a, b, c, d, other) in cases.items()
    }
    more = {} if period is None else {"period": period}
    return pr.compute_results(write_year(folder, TREE, points, language="en", **more).path)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """283 days are over, 82 left. a: 1.1 900 of 1,000, 1.2 10 of 100; b: 80 of 80, 99 of 100; c: 50 of 50, 40 of 80.

    Means: 1.1 96.67%, 1.2 53%. a can expect 290 and 29 cases: of 1,290 it needs 1,247, which is 347 more;
    of 129 it needs 68.4, and has at most 39. b on 1.2, 99 of 129, is above the mean; c needs 55 of 103, 15 more of 23.
    """
    folder = tmp_path_factory.mktemp("pace")
    return compute(folder, a=(900, 1000, 10, 100, 10), b=(80, 80, 99, 100, 10), c=(50, 50, 40, 80, 2))


def words_of(section: Section) -> list[str]:
    return [part.words for part in section.parts if isinstance(part, Text | Heading)]


def figures_of(section: Section) -> dict[str, tuple[str, str]]:
    table = next((part for part in section.parts if isinstance(part, Table)), None)
    rows = [] if table is None else [row for row in table.rows if row[0].words != "Together"]
    return {row[0].words.split()[0]: (row[1].words, row[1].second) for row in rows}


def test_a_plan_says_what_the_rest_of_the_year_needs_and_promises_no_more(results: Results) -> None:
    for known in (results, slice_unit(results, "a")):
        section = pr.show_plan(known, "a")
        assert figures_of(section) == {
            "1.2": ("10/100", "at most 30.2% in the whole year; the mean of the block is 53.0%"),
            "1.1": ("900/1,000", "at most 92.2% in the whole year; the mean of the block is 96.7%"),
        }
        said = (
            "Figures up to 10 October 2018; 82 days of the year are left. As many cases a day are expected as so far."
        )
        assert said in words_of(section)
    plan = results.plan[results.plan["unit_code"] == "a"].set_index("item_code")
    # 39 of 129 is 30.23%, 3.02 of 10 points; 1,190 of 1,290 is 92.25%, 18.45 of 20: no more than these
    assert list(plan.loc[["1.2", "1.1"], "gain_points"]) == [Decimal("2.02"), Decimal("0.45")]
    assert figures_of(pr.show_plan(results, "c"))["1.2"] == (
        "40/80",
        "15 of the 23 cases to come for the mean of the block, 53.0%",
    )


def test_the_next_class_is_told_as_in_reach_of_items_alone_or_of_none(results: Results) -> None:
    """a: 18 + 1 + 10 of 40 = 72.5%; Tốt from 80 needs 3 more, 1.1 at 100% would bring 2, 1.2 at 30% 2."""
    said = "Of the 2 items that lose points on such cases, none can still lift the unit to class “Tốt” by itself."
    assert words_of(pr.show_plan(results, "a"))[-1] == said
    # c: 20 + 5 + 2 of 40 = 67.5%; 80% needs 5 more: 1.2 would have to be full
    said = "The item that loses points on such cases can no longer lift the unit to class “Tốt” by itself."
    assert words_of(pr.show_plan(results, "c"))[-1] == said


def test_the_ways_to_the_next_class_are_told_the_easiest_first(results: Results) -> None:
    names = ["item_code", "needed_n", "left_n", "target_band", "target_band_en"]
    rows = [("1.1", 347, 1000, "Tốt", ""), ("1.2", 1, 10, "Tốt", "")]
    ways = pd.DataFrame(rows, columns=names, dtype=object)
    block = results.framework.blocks[0]
    assert describe_class_pace(ways, block) == (
        "2 items can still lift the unit to class “Tốt”, each by itself: 1.2 Mục 1.2 from now on 10.0% (about 1 of 10 "
        "cases); 1.1 Mục 1.1 from now on 34.7% (about 347 of 1,000 cases)."
    )
    more = pd.DataFrame([*rows, ("1.3", 9, 10, "Tốt", "")], columns=names, dtype=object)
    assert describe_class_pace(more, block).startswith(
        "3 items can still lift the unit to class “Tốt”, each by itself, among them 1.2 Mục 1.2 from now on 10.0% "
    )
    with use_language("vi"):
        assert describe_class_pace(ways.head(1), block) == (
            "Còn 1 tiêu chí một mình đủ để đưa đơn vị lên mức xếp loại “Tốt”: 1.1 Mục 1.1: từ nay đến hết năm cần đạt "
            "34,7% (khoảng 347/1.000 trường hợp)."
        )


def test_what_is_printed_is_enough() -> None:
    assert [round_up(*share) for share in ((1, 3), (2, 3), (1, 1), (356, 358))] == ["33.4%", "66.7%", "100.0%", "99.5%"]


@pytest.mark.parametrize("period", [None, "2018-Q3", "2018-01..2018-12"])
def test_nothing_is_told_of_a_year_that_is_over_or_of_a_part_that_does_not_begin_it(
    period: str | None, tmp_path: Path
) -> None:
    results = compute(tmp_path, period, a=(9, 10, 1, 10, 10), b=(1, 10, 9, 10, 10))
    assert results.pace.empty
    assert not [words for words in words_of(pr.show_plan(results, "a")) if words.startswith("Figures up to")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Figures up to {day}; {n} days of the year are left.",
        "at most {best} in the whole year; the mean of the block is {mean}",
        "As many cases a day are expected as so far.",
        "{item} from now on {share} (about {n} of {left} cases)",
    ],
)
def test_the_year_stays_a_year_where_reports_speak_of_a_period(sentence: str) -> None:
    own = read_catalogue("vi")[sentence]
    assert say_of_periods(sentence, "en") == sentence
    assert say_of_periods(own, "vi") == own
