"""What wins the next place and the next class: by hand, and against every set by definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parreport.analysis import what_if
from parreport.analysis.what_if import Loss, find_what_if
from parreport.columns import round_half_up
from parreport.index.aggregation import sum_units
from parreport.index.ranking import rank_units
from parreport.inputs.framework import FindingSettings, Framework
from tests.cases import Case, write_year

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 4), ("2",), ("2.1", "2", 8), ("2.2", "2", 4, "survey")]
FULL = {"1.1": 4, "1.2": 4, "2.1": 8, "2.2": 4}


def rows_of(case: Case) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["unit_code"], row["goal"]): row for row in case.score("what_if")["what_if"]}


def way(row: dict[str, str]) -> tuple[str, str, str, str]:
    return row["target"], row["points_needed"], row["item_codes"], row["single_items"]


# --- by hand --------------------------------------------------------------------------------


def test_half_a_printed_step_below_the_target_is_enough(write_case: Write) -> None:
    # a: 15/20 = 75; b: 16/20 = 80. 20 × 79.995 / 100 − 15 = 0.999 → 1.00
    # with no decimals 79.5 prints as 80: 20 × 79.5 / 100 − 15 = 0.9
    points = {"a": FULL | {"2.1": 3}, "b": FULL | {"2.1": 4}}
    assert way(rows_of(write_case(TREE, points))["a", "next_rank"]) == ("80", "1", "2.1", "2.1")
    rough = write_case(TREE, points, framework={"decimals": 0})
    assert way(rows_of(rough)["a", "next_rank"]) == ("80", "0.9", "2.1", "2.1")


def test_the_next_place_is_the_nearest_printed_index_above(write_case: Write) -> None:
    points = {code: FULL | {"2.1": points} for code, points in zip("abcd", (1, 4, 4, 6), strict=True)}
    found = rows_of(write_case(TREE, points))
    # a 65, b and c 80, d 90: a draws level with b and c, they with d
    assert [found[unit, "next_rank"]["target"] for unit in "abc"] == ["80", "90", "90"]
    assert ("d", "next_rank") not in found


def test_the_first_place_shared_has_no_next_place(write_case: Write) -> None:
    found = rows_of(write_case(TREE, {"a": FULL | {"2.1": 7}, "b": FULL | {"1.1": 3}}))
    assert found == {}


def test_a_unit_that_is_not_ranked_has_a_next_class_only(write_case: Write) -> None:
    points = {"a": FULL, "b": FULL | {"2.1": 3}, "c": FULL | {"2.1": 2}}
    found = rows_of(write_case(TREE, points, units={"a": None, "b": {"ranked": "no"}, "c": None}))
    # and it is no target: c aims at a, 100, not at b, 75
    assert set(found) == {("b", "next_band"), ("c", "next_rank"), ("c", "next_band")}
    assert found["c", "next_rank"]["target"] == "100"


def test_what_does_not_apply_wins_nothing_and_leaves_the_maximum(write_case: Write) -> None:
    # a: 3 + 2 + 3 of 12 = 66.67; Tốt from 80: 12 × 79.995 / 100 − 8 = 1.5994 → 1.6
    points = {"a": {"1.1": 3, "1.2": 2, "2.1": "no", "2.2": 3}}
    assert way(rows_of(write_case(TREE, points))["a", "next_band"]) == ("80", "1.6", "1.2", "1.2")


def test_survey_items_can_win_and_bonus_and_penalty_cannot(write_case: Write) -> None:
    tree = [*TREE, ("9",), ("9.1", "9", 5, "bonus"), ("9.2", "9", 5, "penalty")]
    # 15 + 1 − 3 = 13 of 20 = 65; 20 × 79.995 / 100 − 13 = 2.999; bonus and penalty stay
    points = {"a": {"1.1": 4, "1.2": 3, "2.1": 7, "2.2": 1, "9.1": 1, "9.2": 3}}
    assert way(rows_of(write_case(tree, points))["a", "next_band"]) == ("80", "3", "2.2", "2.2")


def test_blank_where_all_losses_do_not_suffice(write_case: Write) -> None:
    tree = [*TREE, ("9",), ("9.1", "9", 5, "bonus"), ("9.2", "9", None, "penalty")]
    points = {"a": FULL | {"9.1": 2}, "b": FULL | {"1.1": 3, "9.2": 8}}
    found = rows_of(write_case(tree, points))
    # a 110; b 100 × (19 − 8) / 20 = 55, at best 60
    assert way(found["b", "next_rank"]) == ("110", "", "", "")
    assert way(found["b", "next_band"]) == ("65", "", "", "")


def test_with_a_cap_at_100_the_target_is_the_capped_index(write_case: Write) -> None:
    tree = [*TREE, ("9",), ("9.1", "9", 5, "bonus")]
    points = {"a": FULL | {"9.1": 2}, "b": FULL | {"1.1": 3}}
    found = rows_of(write_case(tree, points, framework={"cap_at_100": True}))
    # 20 × 99.995 / 100 − 19 = 0.999
    assert way(found["b", "next_rank"]) == ("100", "1", "1.1", "1.1")


def test_a_class_that_no_printed_index_meets_exactly_needs_the_next_printed_one(write_case: Write) -> None:
    bands = [{"name": "Tốt", "from": 79.5}, {"name": "Yếu", "from": 0}]
    case = write_case(TREE, {"a": FULL | {"2.1": 3}}, framework={"decimals": 0}, block={"bands": bands})
    # printed whole: 80 is the least at or above 79.5, and 79.5 prints as 80: 15.9 − 15 = 0.9
    assert way(rows_of(case)["a", "next_band"]) == ("79.5", "0.9", "2.1", "2.1")


def test_a_target_of_0_must_be_passed_by_half_a_step(write_case: Write) -> None:
    # a: 0 − 4 of 200 = −2 against b 0. 200 × −0.005 / 100 + 4 = 3.99 gives −0.005, printed −0.01
    tree = [("1",), ("1.1", "1", 100), ("1.2", "1", 100), ("9",), ("9.2", "9", None, "penalty")]
    nothing = {"1.1": 0, "1.2": 0}
    found = rows_of(write_case(tree, {"a": nothing | {"9.2": 4}, "b": nothing}))
    assert found["a", "next_rank"]["points_needed"] == "4"


def test_losses_that_end_half_a_step_below_0_do_not_suffice(write_case: Write) -> None:
    # a: 16.001 − 20.001 = −4 of 20; 1.1 wins 3.999: −0.001 of 20 = −0.005, printed −0.01
    tree = [*TREE, ("9",), ("9.2", "9", None, "penalty")]
    fine = {"1.1": "0.001", "1.2": 4, "2.1": 8, "2.2": 4, "9.2": "20.001"}
    case = write_case(tree, {"a": fine, "b": dict.fromkeys(FULL, 0)})
    assert way(rows_of(case)["a", "next_rank"]) == ("0", "", "", "")


def test_a_unit_without_index_has_no_row(write_case: Write) -> None:
    points = {"a": dict.fromkeys(FULL, "no"), "b": FULL | {"1.1": 1}, "c": FULL}
    assert set(rows_of(write_case(TREE, points))) == {("b", "next_rank")}


def test_blocks_do_not_mix(write_case: Write) -> None:
    points = {"a": FULL | {"1.1": 1}, "b": FULL}
    trees = {"so": TREE, "huyen": TREE}
    assert rows_of(write_case(trees, points, units={"a": "so", "b": "huyen"})) == {}


# --- against every set ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Any:
    tree = [*TREE, ("9",), ("9.1", "9", 5, "bonus"), ("9.2", "9", None, "penalty")]
    points = dict.fromkeys("abcde", FULL)
    units = {unit: {"ranked": "no"} if unit == "e" else {} for unit in "abcde"}
    return write_year(tmp_path_factory.mktemp("what_if"), tree, points, units=units).compute("what_if")


def printed(value: Decimal, framework: Framework) -> Decimal:
    if framework.cap_at_100:
        value = min(value, Decimal(100))
    return value.quantize(Decimal(1).scaleb(-framework.decimals), rounding=ROUND_HALF_UP)


def expected_way(
    unit: Any, target: Decimal, lost: dict[str, Decimal], framework: Framework
) -> tuple[Decimal | None, str, str]:
    """Try every number of hundredths and every set of leaves by their definition."""
    score = unit["points"] + unit["bonus_points"] - unit["penalty_points"]

    def reaches(won: Decimal) -> bool:
        return printed(100 * (score + won) / unit["max_points"], framework) >= target

    if not reaches(sum(lost.values(), Decimal(0))):
        return None, "", ""
    needed = next(n for n in range(1, 10_000) if reaches(Decimal(n) / 100))
    codes = list(lost)
    sets = [
        (n, sum(lost[codes[p]] for p in one), one)
        for n in range(1, len(codes) + 1)
        for one in combinations(range(len(codes)), n)
        if reaches(sum((lost[codes[p]] for p in one), Decimal(0)))
    ]
    singles = [code for code in codes if reaches(lost[code])]
    return Decimal(needed) / 100, ";".join(codes[p] for p in min(sets)[2]), ";".join(singles)


steps = st.sampled_from([4, 8, 100, 400, 1000])


@given(st.data())
def test_every_row_is_what_its_definition_says(case: Any, data: st.DataObject) -> None:
    framework = replace(
        case.framework,
        decimals=data.draw(st.integers(0, 3)),
        cap_at_100=data.draw(st.booleans()),
        bonus_cap=data.draw(st.sampled_from([None, Decimal(1)])),
    )
    grid = data.draw(steps)
    leaves = case.leaves.copy()
    points: list[Decimal | None] = []
    applies = []
    for method, most in zip(leaves["method"], leaves["max_points"], strict=True):
        counts = method in {"bonus", "penalty"} or data.draw(st.integers(0, 7)) > 0
        applies.append(counts)
        top = (most or Decimal(8)) if method != "bonus" else Decimal(2)
        points.append(top * data.draw(st.integers(0, grid)) / grid if counts else None)
    leaves["applies"] = applies
    leaves["points"] = pd.Series(points, dtype=object)
    index = rank_units(sum_units(leaves, case.units, framework), framework)
    found = find_what_if(leaves, index, framework)
    rows = {(row["unit_code"], row["goal"]): row for row in found.to_dict("records")}
    expected = set()
    for unit in index.to_dict("records"):
        if unit["printed_pct"] is None:
            continue
        own = leaves[(leaves["unit_code"] == unit["unit_code"]) & leaves["applies"]]
        own = own[own["method"].isin(["appraised", "survey"])]
        lost = {
            code: most - got
            for code, most, got in zip(own["item_code"], own["max_points"], own["points"], strict=True)
            if most > got
        }
        above = [
            other
            for other, rank in zip(index["printed_pct"], index["rank"], strict=True)
            if not pd.isna(rank) and other > unit["printed_pct"]
        ]
        targets = {}
        if not pd.isna(unit["rank"]) and above:
            targets["next_rank"] = min(above)
        higher = [Decimal(low) for low in (65, 80) if unit["printed_pct"] < low]
        if higher:
            targets["next_band"] = higher[0]
        for goal, target in targets.items():
            row = rows[unit["unit_code"], goal]
            expected.add((unit["unit_code"], goal))
            assert row["target"] == target
            way = (row["points_needed"], row["item_codes"], row["single_items"])
            assert way == expected_way(unit, target, lost, framework)
    assert set(rows) == expected


def test_what_is_handed_in_stays_as_it_was(case: Any) -> None:
    leaves, index = case.leaves.copy(deep=True), case.index.copy(deep=True)
    find_what_if(case.leaves, case.index, case.framework)
    pd.testing.assert_frame_equal(case.leaves, leaves)
    pd.testing.assert_frame_equal(case.index, index)


def test_the_tiny_year_names_its_targets() -> None:
    path = Path(__file__).parents[1] / "tiny" / "2018.yaml"
    results = Case(path).compute("what_if")
    row = results.what_if.iloc[0]
    assert row["target_names"] == ("Sở B",)
    assert (int(row["target_rank"]), int(row["target_units_n"])) == (1, 1)
    assert (row["gap_pp"], row["best_pct"]) == (Decimal("15.91"), Decimal("101.25"))
    assert results.what_if["target_band"].tolist() == ["", "Tốt", "Trung bình"]


# --- straight from leaves and index -----------------------------------------------------------


def straight(losses: list[str], target: str, points: str, most: str = "20") -> dict[str, Any]:
    """Return the way of a unit with these points of 20 and these losses to a printed index."""
    unit = {name: Decimal(0) for name in ("bonus_points", "penalty_points")}
    unit |= {"unit_code": "a", "points": Decimal(points), "max_points": Decimal(most), "printed_pct": Decimal(0)}
    own = [Loss(str(number), Decimal(one)) for number, one in enumerate(losses)]
    places = max(-Decimal(one).as_tuple().exponent for one in losses)  # type: ignore[operator]
    framework = Framework("t", "", (), True, (), None, None, 2, False, "zero", FindingSettings())
    return what_if._find_way(unit, Decimal(target), own, 10**places, framework)


@pytest.mark.parametrize(
    ("losses", "target", "points", "needed", "codes", "single"),
    [
        # 20 × 79.995 / 100 − 15 = 0.999
        (["0.5", "0.75", "0.25"], "80", "15", "1.00", "1;2", ""),
        (["0.5", "2", "0.5"], "80", "15", "1.00", "1", "1"),
        (["1", "2", "3"], "80", "15", "1.00", "0", "0;1;2"),
        (["0.5", "0.25"], "80", "15", None, "", ""),  # 15.75 of 20: 78.75
        (["0.995", "0.004"], "80", "15", "1.00", "0;1", ""),
    ],
)
def test_the_smallest_set_and_the_leaves_that_suffice_alone(
    losses: list[str], target: str, points: str, needed: str | None, codes: str, single: str
) -> None:
    way = straight(losses, target, points)
    assert way["points_needed"] == (None if needed is None else Decimal(needed))
    assert (way["item_codes"], way["single_items"]) == (codes, single)
    assert way["gap_pp"] == Decimal(target)
    assert way["best_pct"] == round_half_up(100 * (Decimal(points) + sum(map(Decimal, losses))) / 20, Decimal("0.01"))
