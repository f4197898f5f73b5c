"""Draws: factors of areas and criteria, steps of appraised points. M 9.1, 9.3."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.index import draws
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


# --- moves, by given chances -----------------------------------------------------------------


class Given:
    """A stream that gives these numbers, row by row."""

    def __init__(self, numbers: list[list[float]]) -> None:
        self.numbers = numbers

    def random(self, shape: tuple[int, int]) -> Any:
        assert shape == (len(self.numbers), len(self.numbers[0]))
        return np.array(self.numbers)


def made(code: str, maximum: str | None, method: Any = "appraised") -> Item:
    level = code.count(".") + 1
    criterion = ".".join(code.split(".")[:2]) if level > 1 else ""
    points = None if maximum is None else Decimal(maximum)
    return Item(
        code, code.rpartition(".")[0], code, "", level, 0, maximum is not None, code[0], criterion, points, method
    )


SMALL = Block(
    *("so", "so", "", True, "error", ()),
    (
        *(made("1", None), made("1.1", None), made("1.1.1", "2"), made("1.2", "4")),
        *(made("2", "4"), made("3", "4", "survey"), made("9", None), made("9.1", "1", "bonus")),
    ),
)
THIRDS = [0.0, 1 / 3, 0.5, 2 / 3, 0.99]  # down, stay, stay, up, up
STILL = [0.5] * 5


def move(monkeypatch: pytest.MonkeyPatch, chances: list[list[float]], rows: list[tuple[str, str, str]]) -> list[Any]:
    """Return the moves of units a and b: leaves with unit, item, points; factors of 1.1, 1.2, 2 are 1, 2, 4."""
    streams = {"a": chances, "b": [STILL] * 3}
    monkeypatch.setattr(draws, "open_stream", lambda purpose, block, unit: Given(streams[unit]))
    names = ["unit_code", "item_code", "points"]
    leaves = pd.DataFrame([(u, i, Decimal(p)) for u, i, p in rows], columns=names).assign(value="")
    groups = find_groups(SMALL)
    factors = np.array([[1.0] * 5, [2.0] * 5, [4.0] * 5, [8.0] * 5])
    return draws.draw_moves(leaves, SMALL, groups, factors, ["a", "b"]).tolist()


def test_a_leaf_falls_stays_or_rises_a_third_of_the_time_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn leaves are 1.1.1, 1.2, 2, in order of code: not the survey's, not the bonus."""
    assert [group.code for group in find_groups(SMALL)] == ["1.1", "1.2", "2", "3"]
    rows = [("a", "1.1.1", "1"), ("b", "1.1.1", "1")]
    moved = move(monkeypatch, [THIRDS, STILL, STILL], rows)
    assert moved == [[-0.25, 0, 0, 0.25, 0.25], [0.0] * 5]


def test_moves_are_weighed_by_their_criterion_or_their_area(monkeypatch: pytest.MonkeyPatch) -> None:
    assert move(monkeypatch, [STILL, THIRDS, STILL], [("a", "1.2", "1")])[0] == [-0.5, 0, 0, 0.5, 0.5]
    assert move(monkeypatch, [STILL, STILL, THIRDS], [("a", "2", "1")])[0] == [-1, 0, 0, 1, 1]
    both = move(monkeypatch, [THIRDS, THIRDS, STILL], [("a", "1.1.1", "1"), ("a", "1.2", "1")])[0]
    assert both == [-0.75, 0, 0, 0.75, 0.75]


def test_at_nothing_and_at_the_maximum_a_leaf_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("a", "1.1.1", "0"), ("a", "1.2", "4")]
    assert move(monkeypatch, [THIRDS, STILL, STILL], rows)[0] == [0, 0, 0, 0.25, 0.25]
    assert move(monkeypatch, [STILL, THIRDS, STILL], rows)[0] == [-0.5, 0, 0, 0, 0]


def test_weighing_sums_factor_times_value_over_the_groups() -> None:
    values = np.array([[1.0, 2.0], [3.0, 5.0]])
    factors = np.array([[1.0, 0.5, 2.0], [10.0, 1.0, 0.0]])
    assert draws.weigh(values, factors).tolist() == [[21, 2.5, 2], [53, 6.5, 6]]


def test_an_area_that_is_a_leaf_has_the_factor_of_its_area_alone() -> None:
    groups = find_groups(SMALL)
    factors = draw_factors(SMALL, groups, 3)
    assert factors[2].tolist() == (0.75 + 0.5 * open_stream("weight", "so", "2").random(3)).tolist()
    area, own = (0.75 + 0.5 * open_stream("weight", "so", code).random(3) for code in ("1", "1.1"))
    assert factors[0].tolist() == (area * own).tolist()


@pytest.mark.parametrize(
    ("points", "step", "found"),
    [
        ("1", "0.5", ("0.5", "1.5")),
        ("0.75", "0.5", ("0.5", "1")),
        ("0", "0.5", ("-0.5", "0.5")),
        ("1", "0", ("1", "1")),
    ],
)
def test_multiples_next_below_and_above(points: str, step: str, found: tuple[str, str]) -> None:
    assert draws._next_multiples(Decimal(points), Decimal(step)) == (Decimal(found[0]), Decimal(found[1]))
