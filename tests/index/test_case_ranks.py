"""Ranks under chance in counted cases: rates drawn, scored by the rule, ranked. M 11.3."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parreport.columns import is_blank
from parreport.index.case_ranks import draw_rates, score_rates
from parreport.index.ratios import score_cases
from tests.cases import write_year
from tests.index.simulated import FULL, Law, draw_ranks, make_framework, make_leaf, simulate, tabulate

RULES = [
    FULL,
    "proportional rate: floor 60, full 85",
    "proportional rate: floor 33.3, full 66.6",
    "bands rate: 100 = 10 | 90 = 8.25 | 80 = 6 | 70 = 4",
    "bands rate: 0 = 1 | 0.5 = 2 | 99.5 = 10",
    "limits rate: 0 = 10 | 5 = 7 | 30 = 2.5",
    "when có: bands rate: 90 = 10 | 50 = 5 ; otherwise proportional rate: floor 10, full 90",
]

# --- rates and their points -----------------------------------------------------------------


@pytest.mark.parametrize("value", ["có", "không"])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("most", ["10", "2.555", "0.125"])
def test_points_at_a_drawn_rate_are_those_that_the_rule_gives_for_it(rule: str, most: str, value: str) -> None:
    """Rates at random, on the bounds, just beside them, and where hundredths are halved."""
    draw, leaf = random.Random(2018), make_leaf(rule, most)
    rates = [draw.random() for _ in range(200)]
    edges = [0.0, 1.0, 0.6, 0.85, 0.333, 0.666, 0.9, 0.8, 0.7, 0.005, 0.995, 0.05, 0.3, 0.5, 0.1]
    rates += [*edges, *(float(np.nextafter(edge, side)) for edge in edges for side in (0.0, 1.0))]
    rates += [step / 2000 for step in range(1, 2000, 2)]  # 10 points: half a hundredth each
    found = score_rates(leaf, np.array(rates), value)
    exact = [float(score_cases(leaf, Decimal(rate), Decimal(1), value)) for rate in rates]
    assert found.tolist() == exact


def test_a_rate_of_few_cases_is_drawn_widely_and_one_of_many_narrowly() -> None:
    """Beta(½, 1½): mean ¼, 5% at 0.0015, 95% at 0.771; of 90,000 in 100,000 nine in ten lie within 0.0016."""
    few, many = (draw_rates([cases], ("so", "a", "1.1"), 20_000)[0] for cases in ((0, 1), (90_000, 100_000)))
    assert few.mean() == pytest.approx(0.25, abs=0.005)
    assert np.quantile(few, [0.05, 0.5, 0.95]) == pytest.approx([0.0015, 0.163, 0.771], abs=0.01)
    assert np.quantile(many, [0.05, 0.95]) == pytest.approx([0.89844, 0.90156], abs=0.0001)


def test_leaves_that_share_their_cases_rise_and_fall_together() -> None:
    first, same, other = draw_rates([(3, 4), (3, 4), (40, 90)], ("so", "a", "1.1"), 2_000)
    assert first.tolist() == same.tolist()
    assert np.argsort(first).tolist() == np.argsort(other).tolist()
    assert other.mean() == pytest.approx(40.5 / 91, abs=0.005)


def test_a_draw_is_that_of_its_unit_and_leaf_alone() -> None:
    codes = [("so", "a", "1.1"), ("so", "b", "1.1"), ("so", "a", "1.2"), ("xa", "a", "1.1")]
    drawn = [draw_rates([(3, 4)], code, 5)[0].tolist() for code in codes]
    assert len({tuple(rates) for rates in drawn}) == 4
    assert draw_rates([(3, 4)], codes[0], 5)[0].tolist() == drawn[0]


# --- ranks ----------------------------------------------------------------------------------


def test_a_unit_with_100_000_cases_is_not_widened() -> None:
    """a 90%, b 89%, c 88%: of 100,000 cases each, apart by ten standard errors; of 100 they are not."""
    framework = make_framework([(10, FULL)])
    rates = {"a": 90, "b": 89, "c": 88}
    many = draw_ranks(tabulate([(u, "1.1", n * 1_000, 100_000) for u, n in rates.items()], framework), framework)
    assert many["rank"].tolist() == [1, 2, 3]
    assert many["rank_cases_p05"].tolist() == many["rank_cases_p95"].tolist() == [1, 2, 3]
    assert many["cases_stay_share"].tolist() == [1, 1, 1]
    few = draw_ranks(tabulate([(u, "1.1", n, 100) for u, n in rates.items()], framework), framework)
    assert few["rank_cases_p05"].tolist() == [1, 1, 1]
    assert few["rank_cases_p95"].tolist() == [3, 3, 3]


def test_one_of_few_cases_is_widened_among_units_of_many() -> None:
    """b has 4 of 5 between a's 90% and c's 70% of 100,000: it alone moves, and moves the other two past it."""
    framework = make_framework([(10, FULL)])
    found = draw_ranks(
        tabulate([("a", "1.1", 90_000, 100_000), ("b", "1.1", 4, 5), ("c", "1.1", 70_000, 100_000)], framework),
        framework,
    )
    assert (found["rank_cases_p05"][1], found["rank_cases_p95"][1]) == (1, 3)
    assert (found["rank_cases_p05"][0], found["rank_cases_p95"][0]) == (1, 2)
    assert (found["rank_cases_p05"][2], found["rank_cases_p95"][2]) == (2, 3)


def test_the_survey_s_error_is_drawn_with_the_cases() -> None:
    framework = make_framework([(10, FULL)])
    leaves = tabulate([("a", "1.1", 90_000, 100_000), ("b", "1.1", 88_000, 100_000)], framework)
    assert draw_ranks(leaves, framework)["rank_cases_p95"].tolist() == [1, 2]
    # 2 points of 100 apart, errors of 2 each: b is ahead in 24% of the draws
    found = draw_ranks(leaves, framework, a=2.0, b=2.0)
    assert found["rank_cases_p95"].tolist() == [2, 2]
    assert found["cases_stay_share"] == pytest.approx([0.76, 0.76], abs=0.03)


def test_weights_move_a_rank_only_in_the_draws_together() -> None:
    """a leads where leaf 1 weighs more; of 100,000 cases each nothing else moves."""
    framework = make_framework([(10, FULL), (10, FULL)])
    cells = [("a", "1.1", 90_000, 100_000), ("a", "2.1", 50_000, 100_000)]
    cells += [("b", "1.1", 60_000, 100_000), ("b", "2.1", 78_000, 100_000)]
    found = draw_ranks(tabulate(cells, framework), framework)
    assert found["cases_stay_share"].tolist() == [1, 1]
    assert (found["rank_cases_p05"].tolist(), found["rank_cases_p95"].tolist()) == ([1, 2], [1, 2])
    assert (found["rank_together_p05"].tolist(), found["rank_together_p95"].tolist()) == ([1, 1], [2, 2])


@pytest.mark.parametrize(("units", "moves"), [("abcde", False), ("abcd", True)])
def test_a_figure_copied_to_five_units_or_more_moves_them_alike(units: str, moves: bool) -> None:
    """All have 1 of 47 on leaf 1; on leaf 2, of a thousand million cases, they stand 0.3 points apart."""
    framework = make_framework([(10, FULL), (1000, FULL)])
    cells = [(u, "1.1", 1, 47) for u in units]
    cells += [(u, "2.1", 10**9 // 2 - 300_000 * place, 10**9) for place, u in enumerate(units)]
    found = draw_ranks(tabulate(cells, framework), framework)
    assert found["rank"].tolist() == sorted(found["rank"].tolist())
    assert bool(found["cases_stay_share"].min() < 1) is moves


def with_cases(numerator: int, denominator: int, **more: Any) -> dict[str, Any]:
    return {"numerator": numerator, "denominator": denominator} | more


TREE = [("1",), ("1.1", "1", 10, "appraised", FULL), ("2",), ("2.1", "2", 10)]


def rows_of(folder: Path, points: Any, tree: Any = TREE, **more: Any) -> dict[str, dict[str, Any]]:
    results = write_year(folder, tree, points, **more).compute("robustness")
    return {row["unit_code"]: row for row in results.robustness.to_dict("records")}


def test_leaves_without_a_case_are_not_drawn(tmp_path: Path) -> None:
    """a and b hold 10 points from 0 of 0: no chance is drawn, and no range is given."""
    points = {"a": {"1.1": with_cases(0, 0), "2.1": 9}, "b": {"1.1": with_cases(0, 0), "2.1": 5}}
    found = rows_of(tmp_path / "none", points, framework={"zero_of_zero": "full"})
    assert is_blank(found["a"]["rank_cases_p05"]) and is_blank(found["b"]["rank_cases_p95"])
    assert {found[u]["drawn"] for u in "ab"} == {"weights"}
    assert {(found[u]["undrawn"], found[u]["standing"]) for u in "ab"} == {("appraisal;first", "stays")}
    # beside c, whose one case is drawn, they keep their 19 and 15 points: c passes b at most
    points["c"] = {"1.1": with_cases(1, 1), "2.1": "7.5"}
    found = rows_of(tmp_path / "one", points, framework={"zero_of_zero": "full"})
    assert (found["a"]["rank_cases_p05"], found["a"]["rank_cases_p95"]) == (1, 1)
    assert found["a"]["cases_stay_share"] == 1
    assert (found["c"]["rank_cases_p05"], found["c"]["rank_cases_p95"]) == (2, 3)


def test_points_of_an_appraiser_are_not_drawn(tmp_path: Path) -> None:
    points = {u: {"1.1": with_cases(1, 2, appraised_points=given), "2.1": 5} for u, given in (("a", 9), ("b", 5))}
    found = rows_of(tmp_path, points)
    assert {found[u]["drawn"] for u in "ab"} == {"weights"}
    assert {found[u]["undrawn"] for u in "ab"} == {"appraisal;confirmed"}  # b's 5 points are those of 1 of 2
    assert is_blank(found["a"]["rank_cases_p05"])


def test_a_bonus_on_a_rate_is_drawn_under_its_caps(tmp_path: Path) -> None:
    """b's bonus of 1 of 2 cases is worth up to 4 points, 5 behind a, and cut by the framework at 6 or at 3."""
    tree = [("1",), ("1.1", "1", 100), ("9",), ("9.1", "9", 8, "bonus", FULL)]
    points = {"a": {"1.1": 50}, "b": {"1.1": 45, "9.1": with_cases(1, 2)}}
    free = rows_of(tmp_path / "free", points, tree, framework={"bonus_cap": 6})
    assert (free["b"]["rank_cases_p05"], free["b"]["rank_cases_p95"]) == (1, 2)
    cut = rows_of(tmp_path / "cut", points, tree, framework={"bonus_cap": 3})
    assert (cut["b"]["rank_cases_p05"], cut["b"]["rank_cases_p95"]) == (2, 2)
    assert cut["b"]["cases_stay_share"] == 1


def test_a_block_of_one_ranked_unit_has_no_range(tmp_path: Path) -> None:
    units = {"a": {}, "b": {"ranked": "no"}}
    found = rows_of(tmp_path, {u: {"1.1": with_cases(1, 2), "2.1": 5} for u in "ab"}, units=units)
    assert is_blank(found["a"]["rank_cases_p05"]) and is_blank(found["a"]["rank_cases_p95"])
    assert found["a"]["drawn"] == ""


# --- known rates ----------------------------------------------------------------------------

BANDS = "bands rate: 100 = 10 | 90 = 8 | 80 = 6 | 70 = 4"
REACHED = "proportional rate: floor 60, full 85"
PROVINCES: dict[str, tuple[list[tuple[int, str]], list[int], Law]] = {
    "few and many cases": ([(20, FULL), (10, FULL), (6, FULL)], [5, 20, 100, 1000], lambda draw: draw.beta(8, 2)),
    "one to four cases": ([(20, FULL), (10, FULL), (6, FULL)], [1, 2, 3, 4], lambda draw: draw.uniform()),
    "bands and a full rate": (
        [(10, BANDS), (10, "proportional rate: floor 60, full 85"), (10, FULL)],
        [10, 50, 300],
        lambda draw: draw.beta(8, 2),
    ),
}


@pytest.mark.parametrize("name", PROVINCES)
def test_the_range_holds_the_rank_that_known_rates_give(name: str) -> None:
    """Of 600 units of 30 provinces; with rates drawn half as widely it is under 75 of 100."""
    rules, sizes, law = PROVINCES[name]
    framework = make_framework(rules)
    assert np.mean([simulate(framework, seed, 20, sizes, law) for seed in range(30)]) >= 0.86


@pytest.mark.nightly
@pytest.mark.parametrize("name", PROVINCES)
def test_the_range_holds_the_rank_in_86_of_100_in_500_provinces(name: str) -> None:
    rules, sizes, law = PROVINCES[name]
    framework = make_framework(rules)
    assert np.mean([simulate(framework, seed, 20, sizes, law) for seed in range(500)]) >= 0.86
