"""How sure a rank is, on small blocks worked out by hand. M 9."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.columns import LEAVES
from parreport.index import fields, robustness
from parreport.index.ratios import find_ratios
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from parreport.years.results import Results
from tests.cases import Case, read_csv, write_csv, write_year

TREE = [("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 10)]
# index: a 14/20 = 70, b 15/20 = 75, c 14/20 = 70
POINTS: dict[str, dict[str, Any]] = {"a": {"1.1": 9, "2.1": 5}, "b": {"1.1": 6, "2.1": 9}, "c": {"1.1": 7, "2.1": 7}}
FACTORS = [[1.0, 1.5, 0.5, 0.6], [1.0, 0.5, 1.5, 1.4]]  # of 1.1 and 2.1, in four draws


def rows_of(results: Results) -> dict[str, dict[str, Any]]:
    return {row["unit_code"]: row for row in results.robustness.to_dict("records")}


def compute(folder: Path, tree: Any = TREE, points: Any = POINTS, **more: Any) -> Any:
    return rows_of(write_year(folder, tree, points, **more).compute("robustness"))


def with_errors(**errors: Any) -> dict[str, dict[str, Any]]:
    return {unit: {} if se is None else {"survey_se_points": se} for unit, se in errors.items()}


# --- weights --------------------------------------------------------------------------------


@pytest.fixture
def four_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(block: Any, groups: Sequence[Any], draws: int) -> Any:
        return np.array(FACTORS)[: len(groups)]

    monkeypatch.setattr(robustness, "draw_factors", draw)
    monkeypatch.setattr(robustness.estimate_robustness, "__kwdefaults__", {"appraisal_noise": False, "draws": 4})


@pytest.mark.usefixtures("four_draws")
def test_ranks_over_four_given_draws(tmp_path: Path) -> None:
    """index*, draw by draw: a 70, 80, 60, 62; b 75, 67.5, 82.5, 81; c always 70.

    Ranks: a 2, 1, 3, 3; b 1, 3, 1, 1; c 2, 2, 2, 2. The last quarter of 3 is what is above 2.25.
    """
    found = compute(tmp_path)
    names = ("rank_median", "rank_p05", "rank_p95", "first_share", "last_quarter_share")
    assert [found["a"][name] for name in names] == [2, 1, 3, 0.25, 0.5]
    assert [found["b"][name] for name in names] == [1, 1, 3, 0.75, 0.25]
    assert [found["c"][name] for name in names] == [2, 2, 2, 0, 0]


@pytest.mark.usefixtures("four_draws")
def test_an_item_that_does_not_apply_has_no_weight(tmp_path: Path) -> None:
    """c without 2.1 has 7/10 = 70 in each draw, as before; its factors cancel."""
    found = compute(tmp_path, points=POINTS | {"c": {"1.1": 7, "2.1": "no"}})
    assert [found[unit]["rank_median"] for unit in "abc"] == [2, 1, 2]


@pytest.mark.usefixtures("four_draws")
def test_bonus_and_penalty_are_not_weighed(tmp_path: Path) -> None:
    """index* of a: 8/10 + 1/10 = 90 whatever the factor of 1.1; b 85, c 80."""
    tree = [("1",), ("1.1", "1", 10), ("9",), ("9.1", "9", None, "bonus"), ("9.2", "9", None, "penalty")]
    points = {"a": {"1.1": 8, "9.1": 1}, "b": {"1.1": "8.5"}, "c": {"1.1": "8.5", "9.2": "0.5"}}
    found = compute(tmp_path, tree, points)
    assert [found[unit]["rank_p05"] for unit in "abc"] == [1, 2, 3]
    assert [found[unit]["rank_p95"] for unit in "abc"] == [1, 2, 3]


@pytest.mark.usefixtures("four_draws")
def test_a_capped_index_ranks_capped_in_the_draws_too(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 10), ("9",), ("9.1", "9", None, "bonus")]
    points = {"a": {"1.1": 10, "9.1": 2}, "b": {"1.1": 10, "9.1": 1}}
    free = compute(tmp_path / "free", tree, points)
    capped = compute(tmp_path / "capped", tree, points, framework={"cap_at_100": True})
    assert [free[unit]["rank_p95"] for unit in "ab"] == [1, 2]
    assert [capped[unit]["rank_p95"] for unit in "ab"] == [1, 1]


def test_equal_units_share_the_place_in_every_draw(tmp_path: Path) -> None:
    points = {"a": POINTS["a"], "b": POINTS["a"], "c": {"1.1": 1, "2.1": 1}}
    found = compute(tmp_path, points=points)
    assert [found[unit]["first_share"] for unit in "abc"] == [1, 1, 0]
    assert [found[unit]["rank_p95"] for unit in "abc"] == [1, 1, 3]


def test_a_tie_in_print_is_a_tie_in_draws_that_change_nothing(tmp_path: Path) -> None:
    """One criterion: its factor cancels. 87.124 and 87.116 print 87.12 in every draw."""
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 60), ("1.1.2", "1.1", 40)]
    points = {
        "a": {"1.1.1": "50.124", "1.1.2": 37},
        "b": {"1.1.1": 50, "1.1.2": "37.116"},
        "c": {"1.1.1": 9, "1.1.2": 9},
    }
    found = compute(tmp_path, tree, points)
    for name in ("rank", "rank_median", "rank_p05", "rank_p95"):
        assert [found[unit][name] for unit in "abc"] == [1, 1, 3]
    assert [found[unit]["stay_share"] for unit in "abc"] == [1, 1, 1]


@pytest.mark.parametrize(
    ("pct", "decimals", "printed"),
    [(87.125, 2, 8713), (87.1249999995, 2, 8712), (100 * 0.29, 0, 29), (-0.125, 2, -13), (49.95, 1, 500), (1e-9, 9, 1)],
)
def test_an_index_of_floats_is_rounded_as_the_exact_one_is(pct: float, decimals: int, printed: int) -> None:
    assert fields.round_as_printed(np.array([pct]), decimals).tolist() == [printed]


@pytest.mark.usefixtures("four_draws")
def test_an_area_left_out_is_ranked_as_printed_too(tmp_path: Path) -> None:
    """Without area 1: 90.04 and 89.96 of 100 print 90 both, at no decimals."""
    points = {"a": {"1.1": 9, "2.1": "9.004"}, "b": {"1.1": 5, "2.1": "8.996"}}
    found = compute(tmp_path, points=points, framework={"decimals": 0})
    assert [(found[unit]["rank"], found[unit]["area_out_rank"]) for unit in "ab"] == [(1, 1), (2, 1)]
    assert found["a"]["areas_out_n"] == 2


@pytest.mark.usefixtures("four_draws")
def test_the_printed_range_holds_the_rank(tmp_path: Path) -> None:
    """Level with c at 70, a has 3 in two draws of four: 1 to 3; c has 2 in each, its share of them 1."""
    found = compute(tmp_path)
    assert [(found[u]["draws_low"], found[u]["draws_high"]) for u in "abc"] == [(1, 3), (1, 3), (2, 2)]
    assert [found[u]["stay_share"] for u in "abc"] == [0.25, 0.75, 1]
    assert [found[u]["standing"] for u in "abc"] == ["moves", "moves", "firm"]
    # three that tie and part in every draw: d keeps neither 1 nor a place near it
    points = {"d": {"1.1": 6, "2.1": 6}, "e": {"1.1": 9, "2.1": 3}, "f": {"1.1": 3, "2.1": 9}}
    monkeyed = [[1.5, 0.5, 0.6, 1.4], [0.5, 1.5, 1.4, 0.6]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robustness, "draw_factors", lambda *given: np.array(monkeyed))
        found = compute(tmp_path / "three", points=points)
    assert (found["d"]["rank"], found["d"]["rank_p05"], found["d"]["rank_p95"]) == (1, 2, 2)
    assert (found["d"]["range_low"], found["d"]["range_high"], found["d"]["standing"]) == (1, 2, "moves")


def test_two_thousand_draws_find_what_integration_finds(tmp_path: Path) -> None:
    """a beats b where 3 f₁ > 4 f₂; with both factors products of two U(0.75, 1.25): see the grid."""
    grid = 0.75 + 0.5 * (np.arange(60) + 0.5) / 60
    product = np.sort(np.outer(grid, grid).ravel())
    below = np.searchsorted(product, 0.75 * product, side="left")
    expected = below.mean() / len(product)
    points = {"a": POINTS["a"], "b": POINTS["b"]}
    found = compute(tmp_path, points=points)
    assert found["a"]["first_share"] == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize(("percent", "draws", "place"), [(5, 2000, 99), (50, 2000, 999), (95, 2000, 1899), (5, 4, 0)])
def test_a_quantile_is_the_smallest_rank_with_at_least_that_share(percent: int, draws: int, place: int) -> None:
    assert fields.find_place(percent, draws) == place


def test_columns_are_ranked_by_themselves_and_ties_share() -> None:
    values = np.array([[3, 1], [5, 1], [3, 2], [1, 0]])
    assert fields.rank_columns(values).tolist() == [[2, 2], [1, 2], [2, 1], [4, 4]]


# --- the same by other code -----------------------------------------------------------------

ROUGH = [("1",), ("1.1", "1", 4), ("1.2", "1", 3), ("2",), ("2.1", "2", 5), ("9",), ("9.1", "9", 2, "bonus")]


def print_exactly(index: Fraction, decimals: int) -> Fraction:
    """Round half up, away from zero, by whole numbers alone."""
    scaled = abs(index) * 10**decimals * 2
    return Fraction((scaled.numerator // scaled.denominator + 1) // 2, 10**decimals) * (1 if index >= 0 else -1)


def rank_exactly(indexes: Mapping[str, Fraction]) -> dict[str, int]:
    return {unit: 1 + sum(other > own for other in indexes.values()) for unit, own in indexes.items()}


@pytest.mark.parametrize("seed", range(6))
def test_draws_and_areas_left_out_are_those_of_exact_fractions(seed: int, tmp_path: Path) -> None:
    """Coarse print and few points, so that many tie; every draw made anew from the same factors."""
    random, decimals = Random(seed), seed % 2
    leaves = {"1.1": 4, "1.2": 3, "2.1": 5}
    points: dict[str, dict[str, Any]] = {}
    for unit in "abcdefg"[: 3 + seed]:
        points[unit] = {code: Decimal(random.randint(0, 2 * most)) / 2 for code, most in leaves.items()}
        points[unit]["9.1"] = random.randint(0, 1)
    case = write_year(tmp_path, ROUGH, points, framework={"decimals": decimals, "cap_at_100": seed % 3 == 0})
    results = case.compute("robustness")
    block, found = results.framework.blocks[0], rows_of(results)
    groups = robustness.find_groups(block)
    factors = robustness.draw_factors(block, groups, robustness.DRAWS)[:, ::10]
    assert [group.code for group in groups] == list(leaves)

    def rank_by(weights: Mapping[str, Fraction]) -> dict[str, int]:
        indexes = {}
        for unit, own in points.items():
            top = sum(weights[code] * Fraction(own[code]) for code in leaves)
            pct = 100 * top / sum(weights[code] * leaves[code] for code in leaves) + Fraction(100 * own["9.1"], 12)
            indexes[unit] = print_exactly(min(pct, Fraction(100)) if seed % 3 == 0 else pct, decimals)
        return rank_exactly(indexes)

    published = rank_by(dict.fromkeys(leaves, Fraction(1)))
    assert {unit: row["rank"] for unit, row in found.items()} == published
    drawn = [rank_by(dict(zip(leaves, map(Fraction, column), strict=True))) for column in factors.T.tolist()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robustness, "draw_factors", lambda *given: factors)
        patch.setattr(robustness.estimate_robustness, "__kwdefaults__", {"appraisal_noise": False, "draws": 200})
        few = rows_of(case.compute("robustness"))
    for unit, row in few.items():
        ranks = sorted(one[unit] for one in drawn)
        assert (row["rank_p05"], row["rank_median"], row["rank_p95"]) == (ranks[9], ranks[99], ranks[189])
        assert row["first_share"] == ranks.count(1) / 200
        assert row["stay_share"] == ranks.count(published[unit]) / 200
        assert row["standing"] == ("firm" if set(ranks) == {published[unit]} else "moves")
        assert row["draws_low"] == min(ranks[9], published[unit]) and row["draws_high"] == max(
            ranks[189], published[unit]
        )
        without = [
            rank_by({code: Fraction(code[0] != area) for code in leaves})[unit] - published[unit] for area in "12"
        ]
        assert row["area_out_max_rank_change"] == max(map(abs, without))


# --- areas ----------------------------------------------------------------------------------


def test_leaving_out_an_area_by_hand(tmp_path: Path) -> None:
    """Ranks a 2, b 1, c 2. Without area 1: a 50, b 90, c 70 → 3, 1, 2. Without 2: 1, 3, 2."""
    found = compute(tmp_path)
    assert [found[unit]["area_out_max_rank_change"] for unit in "abc"] == [1, 2, 0]
    assert [found[unit]["area_out"] for unit in "abc"] == ["1", "2", ""]
    assert [found[unit]["area_out_rank"] for unit in "abc"] == [3, 3, 2]


def test_a_single_area_cannot_be_left_out(tmp_path: Path) -> None:
    found = compute(tmp_path, [("1",), ("1.1", "1", 10)], {"a": {"1.1": 9}, "b": {"1.1": 5}})
    assert pd.isna(found["a"]["area_out_max_rank_change"])


def test_an_area_beside_which_a_unit_has_nothing_is_not_left_out(tmp_path: Path) -> None:
    """c has area 1 only, so area 1 stays; without area 2: a 90, b 60, c 70 → 1, 3, 2."""
    found = compute(tmp_path, points=POINTS | {"c": {"1.1": 7, "2.1": "no"}})
    assert [found[unit]["area_out"] for unit in "abc"] == ["2", "2", ""]


# --- who is ranked --------------------------------------------------------------------------


def test_a_unit_that_is_not_ranked_has_a_row_and_no_rank(tmp_path: Path) -> None:
    units = with_errors(a=1, b=1, c=2)
    units["c"]["ranked"] = "no"
    case = write_year(tmp_path, TREE, POINTS, units=units)
    rows = {row["unit_code"]: row for row in case.score("robustness")["robustness"]}
    assert list(rows) == ["a", "b", "c"]
    blank = {name for name, cell in rows["c"].items() if cell == ""}
    assert set(rows["c"]) - blank == {"unit_code", "index_se_pp"}
    assert (rows["c"]["index_se_pp"], rows["a"]["index_se_pp"]) == ("10", "5")
    assert rows["b"]["rank_high_all"] == "2"


def test_a_block_ranks_by_itself(tmp_path: Path) -> None:
    trees = {"so": TREE, "xa": TREE}
    units = {"a": "so", "b": "so", "c": "xa"}
    found = compute(tmp_path, trees, POINTS, units=units)
    assert [found[unit]["rank_p95"] for unit in "abc"] == [2, 2, 1]
    assert found["c"]["first_share"] == 1


# --- sampling errors ------------------------------------------------------------------------


def test_the_error_of_the_index_is_that_of_the_points_over_the_maximum(tmp_path: Path) -> None:
    points = POINTS | {"c": {"1.1": 7, "2.1": "no"}}
    found = compute(tmp_path, points=points, units=with_errors(a="0.3", b="0.5", c="0.3"))
    assert [found[unit]["index_se_pp"] for unit in "abc"] == [1.5, 2.5, 3.0]


TWO = {"b": {"1.1": 7, "2.1": 9}, "a": {"1.1": 7, "2.1": 7}}  # 80 and 70
SETS = ("rank_low", "rank_high", "rank_low_all", "rank_high_all")


def test_two_units_further_apart_than_their_errors_differ_clearly(tmp_path: Path) -> None:
    """Errors 2 and 2 percentage points: 1.96 × √(2² + 2²) = 5.5, less than 10."""
    found = compute(tmp_path, points=TWO, units=with_errors(b="0.4", a="0.4"))
    assert [found["b"][name] for name in SETS] == [1, 1, 1, 1]
    assert [found["a"][name] for name in SETS] == [2, 2, 2, 2]
    assert (found["a"]["unclear_n"], found["a"]["unclear_units"]) == (0, "")


def test_two_units_nearer_than_their_errors_may_change_places(tmp_path: Path) -> None:
    """Errors 3 and 4.5 percentage points: 1.96 × √(3² + 4.5²) = 10.6, more than 10."""
    found = compute(tmp_path, points=TWO, units=with_errors(b="0.6", a="0.9"))
    assert [found["b"][name] for name in SETS] == [1, 2, 1, 2]
    assert [found["a"][name] for name in SETS] == [1, 2, 1, 2]
    assert (found["a"]["unclear_n"], found["a"]["unclear_units"]) == (1, "b")


def test_without_all_errors_of_a_block_its_sets_are_blank(tmp_path: Path) -> None:
    case = write_year(tmp_path, TREE, POINTS, units=with_errors(a=1, b=1, c=None))
    for row in case.score("robustness")["robustness"]:
        assert {row[name] for name in ("rank_low", "rank_high", "rank_low_all", "rank_high_all")} == {""}
        assert row["rank_p05"] != ""
    assert {row["range_by"] for row in rows_of(case.compute("robustness")).values()} == {"weights"}


def test_the_printed_range_is_the_simultaneous_set_where_every_unit_has_an_error(tmp_path: Path) -> None:
    found = compute(tmp_path, units=with_errors(a=2, b=2, c=2))
    assert {row["range_by"] for row in found.values()} == {"sampling"}
    assert [(row["range_low"], row["range_high"]) for row in found.values()] == [(1, 3)] * 3


def test_a_set_holds_the_rank_that_units_share_in_print(tmp_path: Path) -> None:
    """87.12 both; without any error the set of the lower one would be its own place only."""
    tree = [("1",), ("1.1", "1", 100), ("2",), ("2.1", "2", 100)]
    points = {"a": {"1.1": "87.124", "2.1": "87.124"}, "b": {"1.1": "87.116", "2.1": "87.116"}}
    found = compute(tmp_path, tree, points, units=with_errors(a=0, b=0))
    assert (found["b"]["rank"], found["b"]["rank_low_all"], found["b"]["rank_high_all"]) == (1, 1, 2)


def test_a_survey_that_was_not_held_leaves_no_error(tmp_path: Path) -> None:
    tree = [*TREE, ("2.2", "2", 5, "survey")]
    found = compute(tmp_path, tree, POINTS, units=with_errors(a=1, b=1, c=1), block={"survey_missing": "rescale"})
    assert all(pd.isna(row["index_se_pp"]) for row in found.values())


def test_points_of_one_item_give_no_range_by_weights(tmp_path: Path) -> None:
    found = compute(tmp_path, [("1",), ("1.1", "1", 10)], {"a": {"1.1": 9}, "b": {"1.1": 5}})
    assert (found["a"]["rank_p95"], found["a"]["range_by"]) == (1, "")


# --- appraisal ------------------------------------------------------------------------------

ONE = [("1",), ("1.1", "1", 10), ("1.2", "1", 10, "survey")]


def test_appraisal_noise_moves_a_leaf_by_a_quarter_of_a_point_up_down_or_not(tmp_path: Path) -> None:
    """a leads b by 0.1: b comes first where it gains 0.25 or 0.5 on a, in 3 of 9 cases."""
    points = {"a": {"1.1": "8.1", "1.2": 5}, "b": {"1.1": 8, "1.2": 5}}
    still = compute(tmp_path / "still", ONE, points)
    moved = compute(tmp_path / "moved", ONE, points, appraisal_noise=True)
    assert still["a"]["first_share"] == 1
    assert moved["a"]["first_share"] == pytest.approx(6 / 9, abs=0.03)


def test_survey_points_do_not_move_and_gaps_have_no_rank(tmp_path: Path) -> None:
    points = {"a": {"1.1": "no", "1.2": "5.1"}, "b": {"1.1": "no", "1.2": 5}, "c": {"1.2": 9}}
    found = compute(tmp_path, ONE, points, appraisal_noise=True, status="draft")
    assert [found[unit]["stay_share"] for unit in "ab"] == [1, 1]
    assert found["a"]["first_share"] == 1
    assert pd.isna(found["c"]["rank"])  # 1.1 has no points


def test_a_unit_with_gaps_has_no_place_in_any_draw(tmp_path: Path) -> None:
    points = {"a": {"1.2": "5.1"}, "b": {"1.1": 8, "1.2": 5}}
    found = compute(tmp_path, ONE, points, appraisal_noise=True, status="draft")
    assert pd.isna(found["a"]["first_share"])
    assert found["b"]["first_share"] == 1


# --- the same figures everywhere ------------------------------------------------------------

LARGER = [
    ("1",),
    ("1.1", "1"),
    ("1.1.1", "1.1", 4, "appraised", "bands rate: 100 = 4 | 80 = 2"),
    ("1.1.2", "1.1", 3),
    ("1.2", "1", 5),
    ("2",),
    ("2.1", "2", 6),
    ("2.2", "2", 2, "survey"),
]


def larger_points() -> dict[str, dict[str, Any]]:
    return {
        f"u{n}": {"1.1.1": [0, 2, 4][n % 3], "1.1.2": n % 4 * 0.75, "1.2": 5 - n % 5, "2.1": n % 6, "2.2": n % 2 + 0.5}
        for n in range(9)
    }


def write_larger(folder: Path) -> Case:
    points = larger_points()
    return write_year(folder, LARGER, points, units=with_errors(**dict.fromkeys(points, "0.4")), appraisal_noise=True)


def turn(path: Path) -> None:
    rows = read_csv(path)
    write_csv(path, list(rows[0]), rows[::-1])


def test_the_order_of_rows_in_no_file_matters(tmp_path: Path) -> None:
    case = write_larger(tmp_path)
    first = {row["unit_code"]: row for row in case.score("robustness")["robustness"]}
    for name in ("units.csv", "points.csv"):
        turn(case.inputs / name)
    order = [5, 0, 6, 7, 1, 4, 3, 2]  # area 2 first
    rows = read_csv(case.framework / "so.csv")
    write_csv(case.framework / "so.csv", list(rows[0]), [rows[place] for place in order])
    second = {row["unit_code"]: row for row in case.score("robustness")["robustness"]}
    assert list(second) == list(first)[::-1]
    assert second == first


def test_a_unit_more_changes_no_draw_of_the_others(tmp_path: Path) -> None:
    points = larger_points()
    without = compute(tmp_path / "8", LARGER, {u: points[u] for u in list(points)[:8]})
    last = compute(tmp_path / "9", LARGER, points | {"u8": dict.fromkeys(points["u0"], 0)})
    for unit, row in without.items():
        assert (row["rank_p05"], row["first_share"]) == (last[unit]["rank_p05"], last[unit]["first_share"])


def run_apart(case: Case, environment: Mapping[str, str]) -> str:
    out = case.path.parent / f"out-{environment['PYTHONHASHSEED']}"
    call = [sys.executable, "-m", "parreport", "score", str(case.path), "--out", str(out)]
    subprocess.run(call, check=True, capture_output=True, env=os.environ | dict(environment))
    return (out / "robustness.csv").read_text("utf-8")


def test_hash_seed_and_threads_change_nothing(tmp_path: Path) -> None:
    case = write_larger(tmp_path)
    one = run_apart(case, {"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1"})
    two = run_apart(case, {"PYTHONHASHSEED": "2", "OMP_NUM_THREADS": "2", "LC_ALL": "C"})
    assert one == two
    assert one.count("\n") == 10


def test_inputs_are_not_mutated(tmp_path: Path) -> None:
    results = write_larger(tmp_path).compute("index")
    tables = [getattr(results, name) for name in ("items", "leaves", "index", "units")]
    before = [table.copy(deep=True) for table in tables]
    ratios = find_ratios(results.leaves, results.framework)
    robustness.estimate_robustness(*tables, results.framework, ratios, appraisal_noise=True)
    for table, copy in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


# --- straight from items and index ----------------------------------------------------------


def small(code: str, maximum: int, method: Any = "appraised") -> Item:
    return Item(code, "", code, "", 1, 0, True, code, "", Decimal(maximum), method)


def framework_of(*items: Item, capped: bool = False) -> Any:
    block = Block("so", "so", "", True, "error", (), items)
    return Framework("thử", "", (), True, (block,), None, None, 2, capped, "zero", FindingSettings())


def estimate(
    points: dict[str, list[Any]], errors: dict[str, Any] | None = None, framework: Any = None, **more: Any
) -> dict[str, dict[str, Any]]:
    """Estimate from the points of areas of 10 points each; units are ranked on their sum, ties at the best."""
    areas = [str(number) for number in range(1, len(next(iter(points.values()))) + 1)]
    framework = framework or framework_of(*(small(area, 10) for area in areas))
    rows = [
        (
            unit,
            "so",
            area,
            given is not None,
            given if given is None else Decimal(given),
            None if given is None else Decimal(10),
        )
        for unit, own in points.items()
        for area, given in zip(areas, own, strict=True)
    ]
    items = pd.DataFrame(rows, columns=["unit_code", "block", "item_code", "applies", "points", "max_points"])
    sums = {unit: sum(Decimal(one) for one in own if one is not None) for unit, own in points.items()}
    most = {unit: Decimal(10 * sum(one is not None for one in own)) for unit, own in points.items()}
    pct = {unit: 100 * sums[unit] / most[unit] for unit in points}
    ranks = [1 + sum(other > pct[unit] for other in pct.values()) for unit in points]
    index = pd.DataFrame({"unit_code": list(points), "block": "so", "rank": pd.array(ranks, dtype="Int64")})
    index["points"], index["max_points"], index["index_pct"] = (list(one.values()) for one in (sums, most, pct))
    index["bonus_points"] = index["penalty_points"] = Decimal(0)
    units = pd.DataFrame({"unit_code": list(points)})
    units["survey_se_points"] = [None if (e := (errors or {}).get(unit)) is None else Decimal(e) for unit in points]
    leaves = pd.DataFrame(columns=LEAVES.names).astype({"applies": bool})
    more = {"ratios": find_ratios(leaves, framework), "draws": 40} | more
    table = robustness.estimate_robustness(items, leaves, index, units, framework, **more)
    return {row["unit_code"]: row for row in table.to_dict("records")}


@pytest.mark.parametrize(("n", "last"), [(1, 1), (3, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_the_last_quarter_is_what_lies_beyond_three_quarters_of_the_places(n: int, last: int) -> None:
    """Of 4 places the 4th, of 5 those beyond 3.75: the 4th and 5th, of 8 those beyond 6."""
    found = estimate({f"u{number}": [10 - number] for number in range(n)})
    shares = [found[f"u{number}"]["last_quarter_share"] for number in range(n)]
    assert shares == [0.0] * (n - last) + [1.0] * last
    assert [found[f"u{number}"]["first_share"] for number in range(n)] == [1.0] + [0.0] * (n - 1)
    assert [found[f"u{number}"]["rank_median"] for number in range(n)] == list(range(1, n + 1))


def test_one_group_gives_no_range_by_weights_two_do() -> None:
    one, two = estimate({"a": [9], "b": [5]}), estimate({"a": [9, 9], "b": [5, 5]})
    assert (one["a"]["groups_n"], one["a"]["range_by"]) == (1, "")
    assert pd.isna(one["a"]["range_low"])
    assert (two["a"]["groups_n"], two["a"]["range_by"]) == (2, "weights")
    assert (two["a"]["range_low"], two["b"]["range_high"]) == (1, 2)
    assert two["a"]["draws_n"] == 40


def test_draws_in_pieces_are_the_draws_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    points: dict[str, list[Any]] = {"a": [9, 5, 7], "b": [6, 9, 5], "c": [7, None, 7], "d": [5, 8, 8]}
    whole = estimate(points)
    monkeypatch.setattr(robustness, "CELLS", 12)  # three draws of four units at a time
    assert repr(estimate(points)) == repr(whole)
    monkeypatch.setattr(robustness, "CELLS", 1)
    assert repr(estimate(points)) == repr(whole)


def test_the_sampling_error_is_blank_where_it_means_nothing() -> None:
    found = estimate({"a": [9, 9], "b": [5, 5]}, {"a": "0.3"})
    assert found["a"]["index_se_pp"] == 1.5  # 100 × 0.3 / 20
    assert pd.isna(found["b"]["index_se_pp"])
    assert found["a"]["range_by"] == "weights"
    assert pd.isna(found["a"]["rank_low"])


def test_units_that_do_not_differ_clearly_are_named_in_order_of_rank() -> None:
    found = estimate({"c": [7, 7], "a": [9, 9], "b": [8, 8]}, {"a": 3, "b": 3, "c": 3})
    assert [found[unit]["unclear_units"] for unit in "abc"] == ["b;c", "a;c", "a;b"]
    assert [found[unit]["unclear_n"] for unit in "abc"] == [2, 2, 2]
    assert [(found[unit]["range_low"], found[unit]["range_high"]) for unit in "abc"] == [(1, 3)] * 3
    assert {found[unit]["range_by"] for unit in "abc"} == {"sampling"}


def test_the_area_without_which_the_rank_changes_most() -> None:
    """Without 1: a 8, b 14, c 12 of 20; without 2: a 14, b 12, c 12; without 3: 14, 12, 12. Ranked 18, 19, 18."""
    found = estimate({"a": [10, 4, 4], "b": [5, 7, 7], "c": [6, 6, 6]})
    assert [found[unit]["rank"] for unit in "abc"] == [2, 1, 2]
    assert [found[unit]["area_out"] for unit in "abc"] == ["1", "2", ""]
    assert [found[unit]["area_out_rank"] for unit in "abc"] == [3, 2, 2]
    assert [found[unit]["area_out_max_rank_change"] for unit in "abc"] == [1, 1, 0]


@pytest.mark.parametrize(("largest", "named"), [(3, "b;c"), (2, "")])
def test_units_are_named_in_blocks_up_to_a_size(largest: int, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "LARGEST_SIMULATED", largest)
    found = estimate({"c": [7, 7], "a": [9, 9], "b": [8, 8]}, {"a": 3, "b": 3, "c": 3})
    assert (found["a"]["unclear_units"], found["a"]["unclear_n"]) == (named, 2)
