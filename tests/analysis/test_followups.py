"""Last year's weaknesses: mended, better, same, worse, gone; in the table and in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.analysis.followups import count_persistent
from parreport.display.unit.followup_sentences import describe_followups, heading_followups
from parreport.years.results import Results
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 10), ("1.2", "1", 10)]
THEN = {"1.1": 5, "1.2": 10}  # 1.1 is weak at 50 %


def states(case: Case, unit: str = "a") -> dict[str, str]:
    rows = case.compute("followups").followups
    own = rows[rows["unit_code"] == unit]
    return {row["base_item_code"]: f"{row['state']} {row['reason']}".strip() for row in own.to_dict("records")}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ({"1.1": 9, "1.2": 10}, "mended"),
        ({"1.1": "8.9", "1.2": 10}, "better"),
        ({"1.1": 8, "1.2": 0}, "better"),  # no weakness any more, but below 90 %
        ({"1.1": 5, "1.2": 0}, "same"),
        ({"1.1": "4.9", "1.2": 0}, "worse"),
        ({"1.1": "no", "1.2": 10}, "gone not_applicable"),
    ],
)
def test_a_weakness_is_followed_up(now: Any, state: str, write_case: Write) -> None:
    base = write_case(TREE, {"a": THEN}, name="2017")
    assert states(write_case(TREE, {"a": now}, base=base)) == {"1.1": state}


def test_an_item_that_the_framework_dropped_is_gone(write_case: Write) -> None:
    base = write_case(TREE, {"a": THEN}, name="2017")
    tree = [("1",), ("1.2", "1", 10)]
    assert states(write_case(tree, {"a": {"1.2": 10}}, base=base)) == {"1.1": "gone removed"}


def test_an_item_that_measures_something_else_is_gone(write_case: Write) -> None:
    base = write_case(TREE, {"a": THEN}, name="2017")
    rows = [("1.1", "1.1", 1, "no"), ("1.2", "1.2")]
    case = write_case(TREE, {"a": {"1.1": 10, "1.2": 10}}, base=base, mapping=rows)
    assert states(case) == {"1.1": "gone not_comparable"}


@pytest.mark.parametrize(
    ("first", "second", "score", "state"), [(6, 4, 100.0, "mended"), (6, 3, 90.0, "better"), (0, 4, 40.0, "worse")]
)
def test_a_split_item_is_followed_over_its_parts_and_mended_only_if_no_part_is_weak(
    first: int, second: int, score: float, state: str, write_case: Write
) -> None:
    base = write_case(TREE, {"a": THEN}, name="2017")
    tree = [("1",), ("1.1", "1", 6), ("1.2", "1", 4), ("1.3", "1", 10)]
    rows = [("1.1", "1.1", "0.6"), ("1.2", "1.1", "0.4"), ("1.3", "1.2")]
    points = {"1.1": first, "1.2": second, "1.3": 10}
    case = write_case(tree, {"a": points}, base=base, mapping=rows)
    (row,) = case.compute("followups").followups.to_dict("records")
    assert (row["item_codes"], row["score_pct"], row["state"]) == ("1.1;1.2", score, state)


def test_a_criterion_goes_on_in_the_criteria_of_its_comparable_leaves(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 4), ("1.1.2", "1.1", 6), ("1.2", "1", 10)]
    base = write_case(tree, {"a": {"1.1.1": 1, "1.1.2": 6, "1.2": 10}}, name="2017")
    moved = [("1",), ("1.1", "1", 10), ("1.3", "1"), ("1.3.1", "1.3", 4), ("1.3.2", "1.3", 6)]
    rows = [("1.1", "1.2"), ("1.3.1", "1.1.1"), ("1.3.2", "1.1.2")]
    points = {"1.1": 10, "1.3.1": 2, "1.3.2": 6}
    case = write_case(moved, {"a": points}, base=base, mapping=rows)
    rows_now = case.compute("followups").followups
    assert [
        tuple(r) for r in rows_now[["base_item_code", "item_codes", "base_score_pct", "score_pct", "state"]].values
    ] == [("1.1", "1.3", 70.0, 80.0, "better"), ("1.1.1", "1.3.1", 25.0, 50.0, "better")]


def test_lasting_weaknesses_are_counted_by_block_and_item() -> None:
    rows = [
        ("so", "1.1", "weakness", 1),
        ("so", "1.1", "weakness", 2),
        ("so", "1.2", "weakness", 3),
        ("so", "1.2", "strength", None),
        ("so", "1.3", "weakness", 1),
        ("xa", "1.1", "weakness", 4),
    ]
    findings = pd.DataFrame(rows, columns=["block", "item_code", "kind", "years_weak"])
    findings = findings.assign(is_leaf=True, order=range(len(rows)), years_weak=findings["years_weak"].astype("Int64"))
    assert [tuple(row) for row in count_persistent(findings).values] == [
        ("so", "1.2", True, 1, 1, 1),
        ("so", "1.1", True, 2, 1, 0),
        ("xa", "1.1", True, 1, 1, 1),
    ]


# --- in words --------------------------------------------------------------------------------------


def say(results: Results, unit: str = "a") -> tuple[str, str]:
    rows = results.followups[results.followups["unit_code"] == unit]
    return heading_followups(rows, 2017), describe_followups(results, unit, rows, 2017)


def words(section: Any) -> str:
    return " ".join(part.plain() for part in section.parts)


@pytest.mark.parametrize(
    ("now", "heading", "sentence"),
    [
        (9, "The weakness of 2017 is mended", "The one weakness of 2017 is mended."),
        (8, "The weakness of 2017 is not mended yet", "The one weakness of 2017 has improved and is not mended yet."),
        (5, "The weakness of 2017 is not mended yet", "The one weakness of 2017 is unchanged."),
        (4, "The weakness of 2017 is not mended yet", "The one weakness of 2017 has become worse."),
        (
            "no",
            "Weaknesses of 2017 that can no longer be compared",
            "The one weakness of 2017 can no longer be compared.",
        ),
    ],
)
def test_one_weakness_is_told(now: Any, heading: str, sentence: str, write_case: Write) -> None:
    base = write_case(TREE, {"a": THEN}, name="2017")
    results = write_case(TREE, {"a": {"1.1": now, "1.2": 10}}, base=base).compute("followups")
    assert say(results) == (heading, sentence)


FOUR = [("1",), ("1.1", "1", 5), ("1.2", "1", 5), ("1.3", "1", 5), ("1.4", "1", 5)]


def test_several_weaknesses_are_counted_by_their_state(write_case: Write) -> None:
    base = write_case(FOUR, {"a": dict.fromkeys(["1.1", "1.2", "1.3", "1.4"], 2)}, name="2017")
    now = {"1.1": 5, "1.2": 3, "1.3": 3, "1.4": 2}
    results = write_case(FOUR, {"a": now}, base=base).compute("followups")
    assert say(results) == (
        "1 of 4 weaknesses of 2017 is mended",
        "Of 4 weaknesses of 2017, 1 is mended, 2 have improved and 1 is unchanged.",
    )
    table = pr.show_followup_list(results, "a").parts[1]
    assert [row[3].words for row in table.rows] == [  # type: ignore[attr-defined]
        "unchanged",
        "improved",
        "improved",
        "mended",
    ]


def test_weaknesses_that_are_all_mended_are_told_in_one_sentence(write_case: Write) -> None:
    base = write_case(FOUR, {"a": dict.fromkeys(["1.1", "1.2", "1.3", "1.4"], 2)}, name="2017")
    now = dict.fromkeys(["1.1", "1.2", "1.3", "1.4"], 5)
    results = write_case(FOUR, {"a": now}, base=base).compute("followups")
    assert say(results) == ("All weaknesses of 2017 are mended", "All 4 weaknesses of 2017 are mended.")


def test_a_merged_a_new_and_a_unit_without_weakness_are_told_why_there_is_nothing(write_case: Write) -> None:
    full = {"1.1": 10, "1.2": 10}
    base = write_case(TREE, {"x": THEN, "y": THEN, "a": full}, name="2017")
    units = {"xy": {"base_unit_code": "x;y"}, "new": {}, "a": {}}
    results = write_case(TREE, dict.fromkeys(units, full), base=base, units=units).compute("followups")
    assert results.followups.empty
    assert say(results, "xy")[1] == (
        "The unit was merged from Đơn vị x and Đơn vị y; their weaknesses of 2017 are not followed up."
    )
    assert say(results, "new")[1] == (
        "The unit was not assessed in 2017; there is no weakness of that year to follow up."
    )
    assert say(results, "a") == ("Weaknesses of 2017", "In 2017 no item was a weakness by the rules of the framework.")
    assert len(pr.show_followups(results, "xy").parts) == 2


def test_without_a_base_year_the_section_is_empty(write_case: Write) -> None:
    results = write_case(TREE, {"a": THEN}).compute("followups")
    assert pr.show_followups(results, "a").parts == ()


def test_the_table_names_what_became_of_the_item(write_case: Write) -> None:
    base = write_case(TREE, {"a": {"1.1": 5, "1.2": 5}}, name="2017")
    tree = [("1",), ("1.1", "1", 6), ("1.3", "1", 4)]
    rows = [("1.1", "1.1", "0.6"), ("1.3", "1.1", "0.4")]
    case = write_case(tree, {"a": {"1.1": 3, "1.3": 3}}, base=base, mapping=rows, language="en")
    said = words(pr.show_followup_list(case.compute("followups"), "a"))
    assert "this year: 1.1 Mục 1.1; 1.3 Mục 1.3" in said
    assert "no longer in the framework" in said
