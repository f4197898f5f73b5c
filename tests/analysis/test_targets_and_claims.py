"""Targets of the province, and claims that were not granted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from parreport.errors import DataError
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 4)]
POINTS = {"a": {"1.1": 4}, "b": {"1.1": 2}, "c": {"1.1": 2}}


def target(code: str, measure: str = "%", direction: str = "at_least", value: Any = 60) -> dict[str, Any]:
    return {"target_code": code, "name": code, "unit_of_measure": measure, "direction": direction, "target": value}


def reported(unit: str, code: str, numerator: Any = "", denominator: Any = "", value: Any = "") -> dict[str, Any]:
    cells = {"numerator": numerator, "denominator": denominator, "value": value}
    return {"unit_code": unit, "target_code": code} | cells


def rows(case: Case) -> list[tuple[str, ...]]:
    names = ("target_code", "unit_code", "value", "target", "distance", "met", "change")
    return [tuple(row[name] for name in names) for row in case.score("targets")["targets"]]


def test_the_province_is_the_sum_of_numerators_over_the_sum_of_denominators(write_case: Write) -> None:
    values = [reported("a", "t", 90, 100), reported("b", "t", 1, 10)]
    # not the mean of 90 and 10
    assert rows(write_case(TREE, POINTS, targets=[target("t")], target_values=values)) == [
        ("t", "", "82.727272727", "60", "22.727272727", "yes", ""),
        ("t", "a", "90", "60", "30", "yes", ""),
        ("t", "b", "10", "60", "-50", "no", ""),
    ]


@pytest.mark.parametrize(
    ("direction", "value", "distance", "met"),
    [
        ("at_least", 60, "0", "yes"),
        ("at_least", 59, "-1", "no"),
        ("at_most", 60, "0", "yes"),
        ("at_most", 61, "-1", "no"),
        ("at_most", 59, "1", "yes"),
    ],
)
def test_a_target_is_met_at_its_value(direction: str, value: int, distance: str, met: str, write_case: Write) -> None:
    case = write_case(
        TREE, POINTS, targets=[target("t", "ngày", direction)], target_values=[reported("a", "t", value=value)]
    )
    assert rows(case)[1] == ("t", "a", str(value), "60", distance, met, "")


def test_a_rate_of_nothing_has_no_value(write_case: Write) -> None:
    case = write_case(TREE, POINTS, targets=[target("t")], target_values=[reported("a", "t", 0, 0)])
    assert rows(case) == [("t", "", "", "60", "", "", ""), ("t", "a", "", "60", "", "", "")]


def test_a_mean_may_have_a_numerator_above_its_denominator(write_case: Write) -> None:
    values = [reported("a", "t", 30, 12), reported("b", "t", 10, 8)]
    case = write_case(TREE, POINTS, targets=[target("t", "ngày/hồ sơ", "at_most", 2)], target_values=values)
    assert [row[2] for row in rows(case)] == ["2", "2.5", "1.25"]


def test_a_percentage_may_not(write_case: Write) -> None:
    with pytest.raises(DataError) as caught:
        write_case(TREE, POINTS, targets=[target("t")], target_values=[reported("a", "t", 30, 12)]).compute()
    assert [p.column for p in caught.value.problems] == ["numerator"]


def test_a_target_that_nobody_reports_has_no_row(write_case: Write) -> None:
    assert rows(write_case(TREE, POINTS, targets=[target("t")])) == []


def test_the_change_is_against_the_base_unit(write_case: Write) -> None:
    base = write_case(
        TREE,
        {"cu": {"1.1": 1}},
        name="2017",
        targets=[target("t", value=50)],
        target_values=[reported("cu", "t", 4, 10)],
    )
    case = write_case(
        TREE,
        POINTS,
        base=base,
        units={"a": {"base_unit_code": "cu"}, "b": {}, "c": {}},
        targets=[target("t")],
        target_values=[reported("a", "t", 7, 10), reported("b", "t", 1, 10)],
    )
    assert [row[-1] for row in rows(case)] == ["0", "30", ""]


CLAIM_TREE = [("1",), ("1.1", "1", 4, "appraised", "each: 1"), ("1.2", "1", 4), ("1.3", "1", 4, "survey")]


def claims(write_case: Write, cells: dict[str, Any]) -> list[list[str]]:
    case = write_case(CLAIM_TREE, {"a": {"1.1": cells, "1.2": 4, "1.3": 3}})
    return [list(row.values())[2:] for row in case.score("claims")["claims"]]


def test_figures_that_agree_are_no_claim(write_case: Write) -> None:
    assert claims(write_case, {"self_points": 2, "appraised_points": "2.0", "value": 2}) == []


def test_a_claim_that_the_rule_does_not_grant_is_listed(write_case: Write) -> None:
    assert claims(write_case, {"self_points": 3, "value": 2}) == [["3", "2", "", "", "2", "rule", "1", ""]]


def test_the_appraisers_figure_wins_with_its_reason(write_case: Write) -> None:
    cells = {"self_points": 3, "value": 2, "appraised_points": 1, "reason": "thiếu tài liệu"}
    assert claims(write_case, cells) == [["3", "2", "", "1", "1", "appraiser", "2", "thiếu tài liệu"]]


def test_a_unit_may_claim_less_than_it_is_given(write_case: Write) -> None:
    assert claims(write_case, {"self_points": 1, "appraised_points": 2}) == [
        ["1", "", "", "2", "2", "appraiser", "-1", ""]
    ]
