"""Years compared: blocks under other codes, means of the same units, items counted, figures as printed. M 4."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.periods import compare_area_years
from parreport.cli import main
from parreport.display.period import break_sentences, rank_sentences
from parreport.display.period import sentences as period_say
from parreport.display.period.tables import tables_changed_items
from parreport.display.province import ranking_sentences as rank_say
from parreport.display.province import sentences as say
from parreport.display.province.tables import table_framework_changes
from parreport.language import use_language
from parreport.rounding import round_float
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 6), ("2",), ("2.1", "2", 10)]
THEN = {"a": {"1.1": 2, "1.2": 3, "2.1": 5}, "b": {"1.1": 4, "1.2": 3, "2.1": 5}}
NOW = {"a": {"1.1": 3, "1.2": 3, "2.1": 5}, "b": {"1.1": 4, "1.2": 3, "2.1": 3}}


def block_named(case: Case, **keys: str) -> None:
    """Add keys to the one block of a framework."""
    path = case.framework / "framework.yaml"
    written = path.read_text("utf-8")
    added = "".join(f"  {key}: {value}\n" for key, value in keys.items())
    path.write_text(written.replace("- code: ", f"-{added[1:]}  code: ", 1), "utf-8")


def renamed(write_case: Write, *codes: str, name_base: bool = True) -> Case:
    """Years of one block whose code changes, the first year first; each names the code before."""
    case = None
    for n, code in enumerate(codes):
        points = NOW if n == len(codes) - 1 else THEN
        year = 2018 - len(codes) + 1 + n
        later = write_case(
            {code: TREE}, points, units={u: {"block": code} for u in points}, name=str(year), year=year, base=case,
            language="en",
        )  # fmt: skip
        if case is not None and name_base:
            block_named(later, base_code=codes[n - 1])
        case = later
    assert case is not None
    return case


def test_a_block_under_another_code_is_compared_like_one_under_its_own(write_case: Write, tmp_path: Any) -> None:
    same = renamed(write_case, "so", "so", name_base=False).score()
    other = renamed(write_case, "cu", "so").score()
    assert {name: rows for name, rows in other.items() if rows != same[name]} == {}
    assert [row["part"] for row in other["changes"]].count("leaf") == 6


@pytest.mark.parametrize("named", [True, False])
def test_the_period_follows_a_block_through_its_codes(write_case: Write, named: bool) -> None:
    period = renamed(write_case, "một", "hai", "so", name_base=named).period()
    rows = period.block_series
    assert list(rows["year"]) == ([2016, 2017, 2018] if named else [2018])
    assert list(period.series["block"]) == ["so" if named else "", "so" if named else "", "so"] * 2
    block = period.results.framework.by_code["so"]
    with use_language("en"):
        head = period_say.describe_block(period, block)
        assert "figures of 2018 only" not in head  # its units have figures of all years
        steps = break_sentences.describe_steps(period, block)
    assert ("nothing changed" in steps[0]) == named
    if named:
        assert "the mean index was 55.00% in 2016 and is 52.50% in 2018, down 2.50" in head
        assert list(period.trends["places"]) == [0, 0] or period.trends["places"].notna().all()
        assert not period.breaks["is_break"].any()
    else:
        assert "the 2 units with figures of both years went from 55.00% in 2016 to 52.50% on average" in head
        assert steps[-1] == "In 2017 there was no block that this one continues."


def test_check_notes_a_block_that_names_none_and_refuses_one_that_is_not_there(
    write_case: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    case = renamed(write_case, "cu", "so", name_base=False)
    assert main(["check", str(case.path), "--language", "en"]) == 0
    assert "block so: 2017 has no block of this code; where it continues one, base_code" in capsys.readouterr().out
    block_named(case, base_code="c")
    assert main(["check", str(case.path), "--language", "en", "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["column"], problem["found"]) == ("blocks.0.base_code", "c")
    assert "cu" in problem["expected"]


def test_a_block_that_is_new_as_a_whole_is_not_counted_item_by_item(write_case: Write) -> None:
    base = write_case({"so": TREE}, THEN, name="2017", year=2017)
    units: dict[str, Any] = {"a": None, "b": None, "x": {"block": "xa"}}
    points = NOW | {"x": NOW["a"]}
    results = write_case({"so": TREE, "xa": TREE}, points, units=units, base=base, language="en").compute()
    assert results.framework_changes.empty
    with use_language("en"):
        assert say.describe_framework_changes(results) == (
            "All items of the other blocks are comparable with 2017. New in 2018 as a whole: Xa."
        )


def test_dropped_items_are_items_and_not_shares(write_case: Write) -> None:
    """Half of 2.1 goes on in 2.1; 1.2 is dropped."""
    base = write_case(TREE, THEN, name="2017", year=2017)
    mapping = [("1.1", "1.1"), ("2.1", "2.1", "0.5")]
    tree = [("1",), ("1.1", "1", 4), ("2",), ("2.1", "2", 5)]
    points = {u: {"1.1": 2, "2.1": 4} for u in "ab"}
    period = write_case(tree, points, base=base, mapping=mapping, language="en").period()
    with use_language("en"):
        (step,) = break_sentences.describe_steps(period, period.results.framework.by_code["so"])
    assert "1 item was dropped (30% of 2017); a part of 1 item was dropped (25% of 2017)" in step


def test_items_that_were_split_or_joined_are_listed_and_counted_like_the_others(write_case: Write) -> None:
    """2.1 of 10 became 2.1 and 2.2 of 5 each, of which 2.2 has 6 now; 1.1 and 1.2 became 1.1."""
    base = write_case(TREE, THEN, name="2017", year=2017)
    mapping = [("1.1", "1.1"), ("1.1", "1.2"), ("2.1", "2.1", "0.5"), ("2.2", "2.1", "0.5")]
    tree = [("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 5), ("2.2", "2", 6)]
    points = {u: {"1.1": 2, "2.1": 4, "2.2": 4} for u in "ab"}
    case = write_case(tree, points, base=base, mapping=mapping, language="en")
    results, period = case.compute(), case.period()
    block = results.framework.by_code["so"]
    with use_language("en"):
        assert say.describe_framework_changes(results) == (
            "Against 2017: 2 are parts of former ones, 1 joins several former ones, 1 has another maximum."
        )
        own = table_framework_changes(results, block)
        (same,) = tables_changed_items(period, block)
    assert own is not None
    assert own.rows == same.rows
    assert [row[1].words for row in own.rows] == [
        "several former items joined",
        "split from a former item",
        "split from a former item; other maximum",
    ]


def test_a_mean_is_compared_over_the_units_of_both_years(write_case: Write) -> None:
    """a and b move by 0; c (20 %) ended, d (100 %) came: the mean of all rose, that of both years did not."""
    low = {"1.1": 0, "1.2": 0, "2.1": 4}
    base = write_case(TREE, THEN | {"c": low}, name="2017", year=2017)
    full = {"1.1": 4, "1.2": 6, "2.1": 10}
    case = write_case(TREE, THEN | {"d": full}, base=base, language="en")
    results, period = case.compute(), case.period()
    (row,) = results.blocks.to_dict("records")
    assert [row[name] for name in ("mean_pct", "base_mean_pct", "both_n", "only_one_n", "change_pp")] == [
        *(Decimal("70.00"), Decimal("43.33"), 2, 2, 0)
    ]
    assert row["others_pp"] == Decimal("26.67")
    block = results.framework.by_code["so"]
    with use_language("en"):
        assert rank_say.describe_block(results, block).endswith(
            "the mean is 70.00%, with the 2 units of both years unchanged on 2017 on average."
        )
        assert "(new, ended, merged or with gaps) raised it by 26.67 " in rank_say.describe_moves(results, block)
        with use_language("vi"):
            told = rank_say.describe_moves(results, block)
        assert "ở một năm mà không ở năm kia" in told and "làm bình quân tăng 26,67 điểm phần trăm." in told
        assert "went from 55.00% in 2017 to 55.00% on average, without change" in period_say.describe_block(
            period, block
        )
        assert period_say.heading_index(period, block) == (
            "Block So: all 2 units with figures of both years stand as in 2017"
        )


def test_tied_moves_are_all_named(write_case: Write) -> None:
    base = write_case(TREE, dict.fromkeys("abc", THEN["a"]), name="2017", year=2017)
    points = {"a": NOW["a"], "b": NOW["a"], "c": THEN["a"] | {"2.1": 4}}
    results = write_case(TREE, points, base=base, language="en").compute()
    with use_language("en"):
        words = rank_say.describe_moves(results, results.framework.by_code["so"])
        head = rank_say.describe_block(results, results.framework.by_code["so"])
    assert "The largest rise: Đơn vị a and Đơn vị b, +5.00 percentage points each." in words
    assert "The largest fall: Đơn vị c, −5.00 percentage points." in words
    assert "Đơn vị a and Đơn vị b share first place with 55.00" in head


def test_the_change_of_a_period_is_that_of_the_printed_figures(write_case: Write) -> None:
    """With one decimal 70.35 prints 70.4 and 38.94 prints 38.9: −31.5 in table and sentence, though −31.41 exactly."""
    tree = [("1",), ("1.1", "1", 100)]
    before = write_case(tree, {"a": {"1.1": "70.35"}, "b": {"1.1": 50}}, name="2017", year=2017,
                        framework={"decimals": 1})  # fmt: skip
    case = write_case(tree, {"a": {"1.1": "38.94"}, "b": {"1.1": "50.04"}}, base=before, framework={"decimals": 1},
                      language="en")  # fmt: skip
    period = case.period()
    assert list(period.trends["change_pp"]) == [Decimal("-31.5"), 0]
    assert list(period.trend_parts["total_pp"]) == [Decimal("-31.5"), 0]
    (moves,) = period.moves.to_dict("records")
    assert (moves["down_n"], moves["same_n"]) == (1, 1)  # 50.0 and 50.0: not risen in print
    with use_language("en"):
        assert period_say.title_index(period, period.results.framework.by_code["so"]) == "Đơn vị a fell most (−31.5)"


@pytest.mark.parametrize(
    ("first", "last", "change"),
    [(70.349, 40.749, -29.6), (70.35, 40.749, -29.7), (60.04, 60.0, 0.0), (0.05, 0.15, 0.1)],
)
def test_areas_move_as_their_table_prints_them(first: float, last: float, change: float) -> None:
    rows = [("so", "1", "Một", "One", 2017, first, 1), ("so", "1", "Một", "One", 2018, last, 1)]
    names = ["block", "area_code", "area_name", "area_name_en", "year", "mean_pct", "units_n"]
    (row,) = compare_area_years(pd.DataFrame(rows, columns=names)).to_dict("records")
    assert row["change_pp"] == change
    with use_language("en"):
        title = rank_sentences.title_areas(pd.DataFrame({"area_name": ["One"], "change_pp": [row["change_pp"]]}))
    assert (title == "No area moved") == (change == 0)


def test_the_lowest_area_is_said_to_be_so_on_comparable_items() -> None:
    areas = pd.DataFrame({"area_name": ["One", "Two"], 2017: [60.04, 70.0], 2018: [61.25, 61.349]})
    with use_language("en"):
        assert rank_sentences.describe_lowest_areas(areas, [2017, 2018]) == (
            "Lowest on comparable items in 2018: “One” and “Two”, 61.3% of the maximum."
        )
        assert rank_sentences.describe_lowest_areas(areas.iloc[[0, 1]].assign(**{}), [2017]).startswith(
            "Lowest on comparable items in 2017: “One”"
        )


@pytest.mark.parametrize(("value", "printed"), [(31.45, "31.5"), (-31.45, "-31.5"), (2.25, "2.3"), (29.65, "29.7")])
def test_floats_are_rounded_as_they_are_printed(value: float, printed: str) -> None:
    assert round_float(value, 1) == Decimal(printed)


def test_scores_that_print_alike_are_unchanged(write_case: Write) -> None:
    """1.1: 50.00 % then, 50.02 % now."""
    tree = [("1",), ("1.1", "1", 100), ("1.2", "1", 10)]
    base = write_case(tree, {"a": {"1.1": 50, "1.2": 10}}, name="2017", year=2017)
    results = write_case(tree, {"a": {"1.1": "50.02", "1.2": 10}}, base=base).compute()
    assert list(results.followups["state"]) == ["same"] * len(results.followups)
    assert len(results.followups)
