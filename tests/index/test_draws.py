"""Draws: factors of areas and criteria, steps of appraised points. M 9.1, 9.3."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from parreport.index.draws import draw_factors, find_groups, find_steps, open_stream
from parreport.inputs.framework import Block, Item
from parreport.inputs.rules import parse_rule
from tests.cases import write_year

TREE = [
    ("1",),
    ("1.1", "1"),
    ("1.1.1", "1.1", 2),
    ("1.1.2", "1.1", 3),
    ("1.2", "1", 5),
    ("2", "", 4),
    ("9",),
    ("9.1", "9", 1, "bonus"),
]


@pytest.fixture(scope="module")
def block(tmp_path_factory: pytest.TempPathFactory) -> Block:
    points = {"a": {"1.1.1": 1, "1.1.2": 1, "1.2": 1, "2": 1}}
    results = write_year(tmp_path_factory.mktemp("draws"), TREE, points).compute("index")
    return results.framework.by_code["so"]


def test_criteria_and_areas_without_criteria_have_weights(block: Block) -> None:
    assert [group.code for group in find_groups(block)] == ["1.1", "1.2", "2"]


def test_a_factor_is_the_area_s_times_the_criterion_s(block: Block) -> None:
    groups = find_groups(block)
    factors = draw_factors(block, groups, 5_000)
    area, own = (0.75 + 0.5 * open_stream("weight", "so", one).random(5_000) for one in ("1", "1.2"))
    assert factors[1].tolist() == (area * own).tolist()
    assert (factors[2].min(), factors[2].max()) == pytest.approx((0.75, 1.25), abs=0.001)
    assert 0.5625 <= factors[0].min() < 0.6
    assert 1.5 < factors[0].max() <= 1.5625
    assert factors.mean(axis=1) == pytest.approx([1, 1, 1], abs=0.01)
    assert abs(np.corrcoef(factors[0], factors[2])[0, 1]) < 0.05
    assert 0.3 < np.corrcoef(factors[0], factors[1])[0, 1] < 0.7


def test_a_draw_of_a_criterion_depends_on_no_other_item(block: Block) -> None:
    all_groups = draw_factors(block, find_groups(block), 10)
    alone = draw_factors(block, [block.by_code["1.2"]], 10)
    assert alone[0].tolist() == all_groups[1].tolist()


def test_streams_differ_by_every_code_and_never_change() -> None:
    first = [open_stream(*codes).random() for codes in (("a", "b"), ("ab",), ("a", "c"))]
    assert len(set(first)) == 3
    kept = [0.9007990946413109, 0.6740228241365056]  # of version 0.1.0
    assert open_stream("weight", "so", "1").random(2).tolist() == kept


def leaf(rule: str, maximum: str = "4") -> Item:
    parsed = parse_rule(rule) if rule else None
    return Item("1.1", "1", "", "", 2, 0, True, "1", "1.1", Decimal(maximum), "appraised", parsed)


@pytest.mark.parametrize(
    ("rule", "points", "below", "above"),
    [
        ("", "2", "1.75", "2.25"),
        ("", "0.1", "0", "0.35"),
        ("", "4", "3.75", "4"),
        ("choice: đủ = 4 | trễ = 1.5 | thiếu = 0", "1.5", "0", "4"),
        ("choice: đủ = 4 | trễ = 1.5 | thiếu = 1", "1", "1", "1.5"),
        ("choice: đủ = 4 | trễ = 1.5 | thiếu = 0", "2", "1.5", "4"),
        ("bands rate: 100 = 4 | 90 = 3 | 80 = 2", "2", "0", "3"),
        ("bands count: 2 = 4 | 1 = 2", "4", "2", "4"),
        ("limits value: 0 = 4 | 30 = 1.5", "1.5", "0", "4"),
        ("each: 0.5", "1.5", "1", "2"),
        ("each: 0.5", "1.6", "1.5", "2"),
        ("each: 0.3", "3.9", "3.6", "4"),
        ("each: 0.5", "0", "0", "0.5"),
        ("deduct: 0.75", "4", "3.25", "4"),
        ("deduct: 0.75", "2.5", "1.75", "3.25"),
        ("deduct: 3", "1", "0", "4"),
        ("proportional rate: floor 60, full 85", "3", "2.99", "3.01"),
        ("proportional rate: floor 60, full 85", "2.82", "0", "2.83"),
        ("proportional rate: floor 60, full 85", "0", "0", "2.82"),
        ("proportional rate: floor 60, full 85", "4", "3.99", "4"),
        ("when có: bands rate: 85 = 4 | 60 = 3 ; otherwise choice: tốt = 2 | kém = 0", "3", "0", "4"),
    ],
)
def test_a_step_is_the_next_points_figure_of_the_rule(rule: str, points: str, below: str, above: str) -> None:
    found = find_steps(leaf(rule), "có", Decimal(points))
    assert found == (Decimal(below), Decimal(above))


def test_a_step_of_a_conditional_rule_is_of_the_part_that_applies() -> None:
    rule = "when có: bands rate: 85 = 4 | 60 = 3 ; otherwise choice: tốt = 2 | kém = 0"
    assert find_steps(leaf(rule), "tốt", Decimal(2)) == (Decimal(0), Decimal(2))


def test_the_sample_has_no_leaf_that_leaves_its_limits() -> None:
    from parreport.years.recipe import compute_results

    results = compute_results(Path(__file__).parents[2] / "parameters" / "ben-tre-2018.yaml")
    leaves = results.leaves[results.leaves["applies"] & (results.leaves["method"] == "appraised")]
    names = ("block", "item_code", "value", "points")
    for code, item, value, points in zip(*(leaves[name] for name in names), strict=True):
        one = results.framework.by_code[code].by_code[item]
        below, above = find_steps(one, value, points)
        assert one.max_points is not None
        assert 0 <= below <= points <= above <= one.max_points
