"""Areas and items that cost most, steps that were late, rules in words: ties are told whole, one is no many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.display.parts import Heading, Text
from parreport.display.pictures import Chart
from parreport.display.province.scope_sentences import describe_scope
from parreport.display.province.tables import table_ranking
from parreport.display.targets.sentences import describe_calendar
from parreport.display.unit import sentences as say_unit
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import Case, read_csv, write_csv, write_year

TREE = [("1",), ("1.1", "1", 4), ("2",), ("2.1", "2", 4), ("3",), ("3.1", "3", 4)]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def write(folder: Path, points: Any, tree: Any = TREE, **more: Any) -> Case:
    return write_year(folder, tree, points, language="en", **more)


def compute(folder: Path, points: Any, tree: Any = TREE, **more: Any) -> Results:
    return write(folder, points, tree, **more).compute()


def plain(words: str) -> str:
    return words.replace("\u202f", " ")


def told(section: Any) -> list[str]:
    return [plain(part.words) for part in section.parts if isinstance(part, Heading | Text)]


@pytest.mark.parametrize(
    ("points", "heading", "sentence"),
    [
        (
            {"a": {"1.1": 3, "2.1": 3, "3.1": 3}, "b": {"1.1": 2, "2.1": 2, "3.1": 2}},
            "Block So loses the same in every area",
            "Every area loses the same number of points. The mean of each area is 62.5% of the maximum.",
        ),
        (
            {"a": {"1.1": 3, "2.1": 3, "3.1": 4}, "b": {"1.1": 2, "2.1": 2, "3.1": 4}},
            "Block So loses most points in “Mục 1” and “Mục 2”",
            "Most points are lost in “Mục 1” and “Mục 2”, the same in each. The lowest mean is that of “Mục 1” and "
            "“Mục 2”, 62.5% of the maximum each.",
        ),
        (
            {"a": {"1.1": 3, "2.1": 4, "3.1": 4}, "b": {"1.1": 2, "2.1": 4, "3.1": 4}},
            "Block So loses most points in “Mục 1”",
            "“Mục 1” takes 100% of all points lost in the block and also has the lowest mean, 62.5% of the maximum.",
        ),
    ],
)
def test_areas_that_cost_alike_are_named_together(tmp_path: Path, points: Any, heading: str, sentence: str) -> None:
    assert told(pr.show_areas(compute(tmp_path, points)))[:2] == [heading, sentence]


def leaves(n: int) -> list[Any]:
    return [("1",), *((f"1.{i}", "1", 4) for i in range(1, n + 1))]


@pytest.mark.parametrize(
    ("lost", "sentence", "title"),
    [
        ([3, 1], "“Mục 1.1” costs most: 3.00 points in all, lost by 1 of 2 units.", "The 2 items that cost most"),
        (
            [3, 3, 1],
            "“Mục 1.1” and “Mục 1.2” cost most: 3.00 points each, over all units.",
            "The 3 items that cost most",
        ),
        ([2] * 12, "12 items cost most: 2.00 points each, over all units.", "6 of the items that cost most"),
        ([*[3] * 5, 2, 1], "5 items cost most: 3.00 points each, over all units.", "The 6 items that cost most"),
    ],
)
def test_items_that_cost_alike_are_told_whole(tmp_path: Path, lost: list[int], sentence: str, title: str) -> None:
    points = {
        "a": {f"1.{i}": 4 - one for i, one in enumerate(lost, start=1)},
        "b": {f"1.{i}": 4 for i in range(1, len(lost) + 1)},
    }
    section = pr.show_losses(compute(tmp_path, points, leaves(len(lost))))
    assert told(section)[1] == sentence
    chart = next(part for part in section.parts if isinstance(part, Chart))
    assert chart.caption.title == title


def test_a_slide_of_items_leaves_out_none_that_costs_as_much_unsaid(tmp_path: Path) -> None:
    points = {
        "a": dict.fromkeys((f"1.{i}" for i in range(1, 8)), 2),
        "b": dict.fromkeys((f"1.{i}" for i in range(1, 8)), 4),
    }
    deck = pr.make_deck(compute(tmp_path / "tied", points, leaves(7)))
    titles = [slide.title for slide in deck.slides]
    assert "5 of the items that cost most points per unit" in titles
    points["a"] |= {"1.6": 3, "1.7": 3}
    deck = pr.make_deck(compute(tmp_path / "apart", points, leaves(7)))
    assert "5 items cost most points per unit" in [slide.title for slide in deck.slides]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([3, 1], "2 steps were late, most of all “Bước 0”, by 3 days."),
        ([2, 2], "2 steps were late, each by 2 days."),
        ([2, 2, 1], "3 steps were late, most of all “Bước 0”, “Bước 1”, each by 2 days."),
        ([1], "1 step was late: “Bước 0”, by 1 day."),
    ],
)
def test_steps_that_were_equally_late_are_named_together(tmp_path: Path, days: list[int], sentence: str) -> None:
    case = write(tmp_path, {"a": {"1.1": 1, "2.1": 1, "3.1": 1}})
    rows = [{"step": f"Bước {i}", "due": "2019-01-10", "done": f"2019-01-{10 + n}"} for i, n in enumerate(days)]
    write_csv(case.inputs / "calendar.csv", ["step", "due", "done"], rows)
    assert describe_calendar(case.compute("calendar")) == sentence


# --- one unit ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "sentence", "waterfall"),
    [
        (
            [3, 3, 4],
            "It lost 2.00 points, 1.00 each in “Mục 1” and “Mục 2”.",
            "“Mục 1” and “Mục 2” take 50% each of the points lost",
        ),
        (
            [2, 2, 3],
            "It lost 5.00 points, the most in “Mục 1” and “Mục 2”, 2.00 each.",
            "“Mục 1” and “Mục 2” take 40% each of the points lost",
        ),
        ([2, 3, 4], "It lost 3.00 points, 67% of them in “Mục 1”.", "“Mục 1” takes 67% of the points lost"),
    ],
)
def test_most_is_not_said_of_all_and_of_ties_all_are_named(
    tmp_path: Path, own: list[int], sentence: str, waterfall: str
) -> None:
    results = compute(
        tmp_path, {"a": dict(zip(("1.1", "2.1", "3.1"), own, strict=True)), "b": {"1.1": 4, "2.1": 4, "3.1": 4}}
    )
    assert plain(" ".join(told(pr.show_why(results, "a")))).count(sentence) == 1
    assert waterfall in told(pr.show_waterfall(results, "a"))


def test_without_peers_points_within_reach_are_a_dash(tmp_path: Path) -> None:
    results = compute(tmp_path, {"a": {"1.1": 1, "2.1": 2, "3.1": 4}})
    table = next(part for part in pr.show_plan(results, "a").parts if getattr(part, "id", "") == "plan-table")
    at = [column.name for column in table.columns].index("Can bring")
    assert [row[at].words for row in table.rows] == ["–", "–"]
    assert table.groups == {0: "No other unit has the item"}
    annex = next(
        part for part in pr.show_finding_list(results, "a").parts if getattr(part, "id", "") == "weaknesses-list"
    )
    at = [column.name for column in annex.columns].index("Attainable")
    assert {row[at].words for row in annex.rows} == {"–"}
    titles = [slide.title for slide in pr.make_deck(results, "a").slides]
    assert "What to do" in titles


# --- the cap and changes ------------------------------------------------------------------------

BONUS = [("1",), ("1.1", "1", 10), ("9",), ("9.1", "9", None, "bonus")]


def test_rank_by_the_capped_and_change_by_the_uncapped_index_are_one_story(tmp_path: Path) -> None:
    """a: 8 + 1 of 10 = 90 before, 10 + 2 = 120 now, cut at 100: +30, where print shows 90 and 100."""
    capped = {"framework": {"cap_at_100": True}}
    before = {"a": {"1.1": 8, "9.1": 1}, "b": {"1.1": 5}}
    base = write(tmp_path, before, BONUS, name="2017", **capped)
    now = {"a": {"1.1": 10, "9.1": 2}, "b": {"1.1": 6}}
    results = compute(tmp_path, now, BONUS, base=base, mapping=[("1.1", "1.1"), ("9.1", "9.1")], **capped)
    row = results.index.set_index("unit_code").loc["a"]
    assert [str(row[name]) for name in ("printed_pct", "base_pct", "change_pp")] == ["100.00", "90.00", "30.00"]
    head = plain(" ".join(part.words for part in pr.show_unit_head(results, "a").parts if isinstance(part, Text)))
    assert (
        "An index above 100 counts as 100 in rank and class; the change is that of the figures before this limit, "
        "90.00% in 2017 and 120.00% now."
    ) in head
    assert say_unit.describe_cap(results, "b") == ""
    assert table_ranking(results, results.framework.blocks[0]).note == (
        "Mean of the block: 80.00%; of 2 units, 1 is at or above it. An index above 100 counts as 100 in rank and "
        "class; the change is that of the figures before this limit: Đơn vị a."
    )
    free = compute(tmp_path, now, BONUS, name="2018b", year=2018, base=base, mapping=[("1.1", "1.1"), ("9.1", "9.1")])
    assert table_ranking(free, free.framework.blocks[0]).note == (
        "Mean of the block: 90.00%; of 2 units, 1 is at or above it."
    )


# --- one is no many -----------------------------------------------------------------------------


@pytest.mark.parametrize(("decimals", "words"), [(0, "(without decimals)"), (1, "(1 decimal)"), (2, "(2 decimals)")])
def test_decimals_are_counted(tmp_path: Path, decimals: int, words: str) -> None:
    results = compute(tmp_path, {"a": {"1.1": 1, "2.1": 1, "3.1": 1}}, framework={"decimals": decimals})
    assert words in describe_scope(results)[1]


@pytest.mark.parametrize("rule_set", ["parreport", "gii"])
@pytest.mark.parametrize(("sd", "words"), [(1, "1 standard deviation"), (2, "2 standard deviations")])
def test_standard_deviations_are_counted(tmp_path: Path, sd: int, words: str, rule_set: str) -> None:
    findings = {"findings": {"sd": sd, "rule_set": rule_set}, "bonus_cap": sd, "penalty_cap": sd}
    results = compute(tmp_path, {"a": {"1.1": 1, "2.1": 1, "3.1": 1}}, framework=findings)
    scope = " ".join(describe_scope(results))
    assert scope.count(f"{words},") + scope.count(f"{words}.") == 2
    assert ("up to 1 point in all" if sd == 1 else "up to 2 points in all") in scope


def test_bonus_and_penalty_stand_in_the_formula_only_where_the_framework_has_them(tmp_path: Path) -> None:
    points = {"a": {"1.1": 1}}
    plain = compute(tmp_path, points, [("1",), ("1.1", "1", 4)], name="plain")
    assert describe_scope(plain)[0] == (
        "Index = 100 × points / the unit's own maximum; items that do not apply leave points and maximum."
    )
    extra = compute(tmp_path, {"a": {"1.1": 1, "9.1": 0}}, BONUS, name="extra")
    assert "(points + bonus − penalty)" in describe_scope(extra)[0]


RATE = "proportional rate: floor 0, full 100"


def scope_of(folder: Path, tree: Any, points: Any, units: Any, own: dict[str, str], **framework: Any) -> str:
    case = write(folder, points, tree, units=units, framework=framework)
    for path in case.framework.glob("*.csv"):
        rows = read_csv(path)
        write_csv(path, list(rows[0]), [row | {"zero_of_zero": own.get(row["item_code"], "")} for row in rows])
    return " ".join(describe_scope(case.compute()))


def test_classes_of_several_blocks_are_told_once_and_those_of_blocks_without_units_never(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 4)]
    trees = {"so": tree, "xa": tree, "dac-khu": tree}
    scope = scope_of(tmp_path, trees, {"a": {"1.1": 1}, "b": {"1.1": 2}}, {"a": "so", "b": "xa"}, {})
    assert "Classes of the blocks So; Xa: Tốt from 80; Khá from 65; Yếu below 65." in scope
    assert "Dac-khu" not in scope and scope.count("Classes of") == 1
    assert "0 out of 0" not in scope  # no rule reads a rate


def test_what_0_of_0_means_is_told_and_on_which_items_it_means_something_else(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 4, "appraised", RATE), ("1.2", "1", 4, "appraised", RATE), ("1.3", "1", 4)]
    tree += [("1.4", "1", 2, "appraised", RATE)]
    points = {"a": {code: {"numerator": 1, "denominator": 2} for code in ("1.1", "1.2", "1.4")} | {"1.3": 1}}
    own = {"1.1": "full", "1.4": "not_applicable", "1.2": "zero"}
    scope = scope_of(tmp_path, tree, points, None, own, zero_of_zero="zero")
    assert "A rate of 0 out of 0: 0 points, and the item stays in the maximum." in scope
    assert "A rate of 0 out of 0 on 1.1: full points." in scope
    assert "A rate of 0 out of 0 on 1.4: the item does not apply." in scope
    assert scope.count("0 out of 0") == 3
