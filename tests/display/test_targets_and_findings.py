"""An item whose points and whose target tell two stories: both are told in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import parreport as pr
from parreport.display.parts import Text
from parreport.display.targets.sentences import describe_against_targets
from tests.analysis.test_targets_and_claims import reported, target
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 10), ("1.2", "1", 10), ("2",), ("2.1", "2", 10)]


def declared(points: Any, numerator: int, denominator: int) -> dict[str, Any]:
    return {"appraised_points": points, "numerator": numerator, "denominator": denominator}


def year(write_case: Write, rates: dict[str, tuple[Any, int]], *, area: str = "1", **more: Any) -> Case:
    """Write a year: by unit the points of 1.1 and its rate in percent, which is a target's value too."""
    points = {unit: {"1.1": declared(p, rate, 100), "1.2": 0, "2.1": 10} for unit, (p, rate) in rates.items()}
    values = [reported(unit, "t", 2 * rate, 200) for unit, (_, rate) in rates.items()]
    goal = {**target("t"), "area": area}
    return write_case(TREE, points, targets=[goal], target_values=values, language="en", **more)


def told(case: Case, unit: str = "a") -> list[str]:
    results = case.compute("findings", "targets", "target_sums", "plan")
    first = [part.words for part in pr.show_strengths(results, unit).parts if isinstance(part, Text)]
    annex = [part.words for part in pr.show_score_sheet(results, unit).parts if isinstance(part, Text)]
    sentences = describe_against_targets(results, unit, results.findings[results.findings["unit_code"] == unit])
    assert set(sentences) <= set(first)
    assert set(sentences) <= set(annex)
    return [re.sub(r"\s%", "%", sentence) for sentence in sentences]  # whatever space stands before the sign


def test_a_strength_whose_target_is_not_met(write_case: Write) -> None:
    base = year(write_case, {"a": (9, 55), "b": (9, 70)}, name="2017")
    assert told(year(write_case, {"a": ("9.8", 58), "b": (2, 70)}, base=base)) == [
        "1.1 Mục 1.1 is a strength by its points (98.0% of the maximum), and its target is not met: 58%, "
        "to reach 60%; 55% in 2017."
    ]


def test_a_weakness_whose_target_is_met(write_case: Write) -> None:
    assert told(year(write_case, {"a": (0, 61), "b": (10, 50)})) == [
        "1.1 Mục 1.1 is a weakness by its points (0.0% of the maximum), though its target is met: 61%, to reach 60%."
    ]


def test_the_first_page_speaks_of_the_items_that_it_shows(write_case: Write) -> None:
    tree = [("1",), *((f"1.{n}", "1", 2) for n in range(1, 9)), ("1.9", "1", 1)]
    zeros = {f"1.{n}": 0 for n in range(1, 9)}  # eight losses of 2; 1.9 loses 1 and comes last
    points = {"a": zeros | {"1.9": declared(0, 61, 100)}, "b": dict.fromkeys(zeros, 2) | {"1.9": declared(1, 50, 100)}}
    values = [reported("a", "t", 61, 100), reported("b", "t", 50, 100)]
    settings = {"findings": {"loss_share_pct": 100}}
    goal = {**target("t"), "area": "1"}
    case = write_case(tree, points, targets=[goal], target_values=values, framework=settings, language="en")
    results = case.compute("findings", "targets", "target_sums", "plan")
    words = [
        " ".join(part.words for part in section.parts if isinstance(part, Text))
        for section in (pr.show_strengths(results, "a"), pr.show_score_sheet(results, "a"))
    ]
    assert ["though its target is met" in one for one in words] == [False, True]


@pytest.mark.parametrize(
    ("rates", "why"),
    [
        ({"a": ("9.8", 61), "b": (2, 70)}, "a strength whose target is met"),
        ({"a": (0, 58), "b": (10, 70)}, "a weakness whose target is not met"),
        ({"a": ("9.8", 58), "b": (2, 58)}, "rates that are alike may be so by chance"),
    ],
)
def test_where_both_say_the_same_or_nothing_is_sure_nothing_is_added(
    rates: dict[str, tuple[Any, int]], why: str, write_case: Write
) -> None:
    assert told(year(write_case, rates)) == [], why


def test_a_leaf_of_another_area_measures_no_target(write_case: Write) -> None:
    assert told(year(write_case, {"a": ("9.8", 58), "b": (2, 70)}, area="2")) == []


def linked(case: Case) -> set[str]:
    return set(case.compute("targets").targets["item_code"])


def test_a_leaf_measures_a_target_only_where_every_unit_with_both_agrees(write_case: Write) -> None:
    assert linked(year(write_case, {"a": (9, 58), "b": (2, 70)})) == {"", "1.1"}  # blank: the province
    points = {"a": {"1.1": declared(9, 58, 100)}, "b": {"1.1": declared(2, 70, 100)}}
    values = [reported("a", "t", 58, 100), reported("b", "t", 71, 100)]
    goal = {**target("t"), "area": "1"}
    tree = TREE[:2]
    assert linked(write_case(tree, points, targets=[goal], target_values=values)) == {""}


def test_of_two_leaves_with_the_same_rates_none_is_named(write_case: Write) -> None:
    points = {
        unit: {"1.1": declared(9, n, 100), "1.2": declared(9, n, 100), "2.1": 1} for unit, n in (("a", 5), ("b", 6))
    }
    values = [reported("a", "t", 5, 100), reported("b", "t", 6, 100)]
    goal = {**target("t"), "area": "1"}
    assert linked(write_case(TREE, points, targets=[goal], target_values=values)) == {""}
