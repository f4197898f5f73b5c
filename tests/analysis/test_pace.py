"""What the rest of the year needs: worked out by hand, and case by case by other code. M 12."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.pace import Rest, find_pace, find_rest
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from parreport.inputs.rules import parse_rule
from parreport.spans import read_span

HALF = Rest(146, 219)  # two fifths of a year are over
BANDS = (("Tốt", 80), ("Khá", 65), ("Yếu", 0))


def leaf(code: str, most: int, rule: str = "", **more: Any) -> Item:
    order = int(code.partition(".")[2])
    parsed = parse_rule(rule) if rule else None
    return Item(code, "1", code, "", 2, order, True, "1", code, Decimal(most), "appraised", parsed, **more)


def framework_of(*items: Item, **more: Any) -> Framework:
    area = Item("1", "", "1", "", 1, 0, False, "1", "")
    settings = {"decimals": 2, "cap_at_100": False} | more
    return Framework(
        *("thử", "", (), True, (Block("so", "so", "", True, "error", (), (area, *items)),), None, None),
        **settings,
        zero_of_zero="zero",
        findings=FindingSettings(),
    )


def find(
    framework: Framework,
    cases: Mapping[str, Mapping[str, Any]],
    rest: Rest | None = HALF,
    gaps: str = "",
    others: int = 0,
) -> list[dict[str, Any]]:
    """Find the needs of units with these cases; ``others``: points lost on items without a rate."""
    by_code = framework.by_code["so"].by_code
    rows, index, goals = [], [], []
    for unit, own in cases.items():
        total, maximum = Decimal(0), Decimal(0)
        for code, given in own.items():
            one = by_code[code]
            most = one.max_points or Decimal(0)
            origin, points, numerator, denominator = "rule", Decimal(0), None, None
            if isinstance(given, tuple):
                numerator, denominator = (Decimal(str(part)) for part in given[:2])
                origin = given[2] if len(given) > 2 else "rule"
                if denominator and one.rule is not None:
                    points = one.rule.score_cases(numerator, denominator, "", most) or Decimal(0)
            else:
                origin, points = "appraised", Decimal(str(given))
            total, maximum = total + points, maximum + most
            rows.append((unit, "so", code, True, origin, "", points, numerator, denominator))
        maximum += others
        index.append((unit, total, Decimal(0), Decimal(0), maximum, 1 if unit in gaps else 0))
        printed = (100 * total / maximum).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        above = [(name, low) for name, low in BANDS if low > printed]
        if above and unit not in gaps:
            name, low = above[-1]
            goals.append((unit, "next_band", Decimal(low), Decimal(low) * maximum / 100 - total, name, ""))
    leaves = pd.DataFrame(
        rows,
        columns=["unit_code", "block", "item_code", "applies", "origin", "value", "points", "numerator", "denominator"],
        dtype=object,
    )
    names = ["unit_code", "points", "bonus_points", "penalty_points", "max_points", "gaps_n"]
    ways = ["unit_code", "goal", "target", "points_needed", "target_band", "target_band_en"]
    found = find_pace(
        leaves,
        pd.DataFrame(index, columns=names, dtype=object),
        pd.DataFrame(goals, columns=ways, dtype=object),
        framework,
        rest,
    )
    return found.to_dict("records")


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2026-01..2026-10-10", (283, 82)),
        ("2026-01", (31, 334)),
        ("2026-Q1", (90, 275)),
        ("2024-01..2024-06", (182, 184)),
        ("2026-01..2026-12-30", (364, 1)),
        ("2026", None),
        ("2026-01..2026-12", None),
        ("2026-Q3", None),
        ("2026-10", None),
        ("2026-02..2026-10-10", None),
    ],
)
def test_a_year_has_a_rest_where_it_is_counted_from_its_first_day_and_not_to_its_last(period: str, days: Any) -> None:
    rest = find_rest(read_span(period))
    assert (rest and (rest.past_days, rest.left_days)) == days


@pytest.mark.parametrize(
    ("cases", "expected"),
    [(0, 0), (1, 0), (2, 1), (1234, 358), (42, 12), (283, 82), (5, 1), (6, 2)],  # 5 × 82 / 283 = 1.449, 6: 1.739
)
def test_as_many_cases_a_day_are_expected_as_so_far_rounded_half_up(cases: int, expected: int) -> None:
    assert Rest(283, 82).expect(cases) == expected
    assert Rest(2, 1).expect(1) == 1  # 0.5
    assert Rest(4, 1).expect(1) == 0  # 0.25


def test_the_mean_of_the_rates_is_the_goal_each_unit_counted_once() -> None:
    """a 60 of 100, b 9 of 10: mean 75%. 150 more cases for a: of 250, 187.5 must succeed, so 128 of the 150."""
    law = framework_of(leaf("1.1", 10, "proportional rate: floor 0, full 100"))
    rows = find(law, {"a": {"1.1": (60, 100)}, "b": {"1.1": (9, 10)}}, others=80)
    own = {row["unit_code"]: row for row in rows if row["goal"] == "mean"}
    assert own["a"] | {"target_band": "", "target_band_en": ""} == {
        **{"unit_code": "a", "item_code": "1.1", "goal": "mean", "target_pct": 75, "numerator": 60},
        **{"denominator": 100, "rate_pct": 60, "lost_points": 4, "left_n": 150, "needed_n": 128},
        **{"needed_pct": Decimal("85.333333333"), "year_pct": Decimal("75.2"), "best_pct": 84},
        **{"target_band": "", "target_band_en": ""},
    }
    assert (own["b"]["left_n"], own["b"]["needed_n"]) == (15, 10)  # 18.75 of 25, so 10 more than 9


def test_a_goal_that_all_cases_to_come_do_not_reach_is_blank_and_one_that_is_safe_is_0() -> None:
    """a 10 of 100, b and c 50 of 50: mean 70%; all 150 of a make 160 of 250, 64%. d holds 99 of 100."""
    law = framework_of(leaf("1.1", 10, "proportional rate: floor 0, full 100"))
    units = {"a": (10, 100), "b": (50, 50), "c": (50, 50), "d": (99, 100)}
    rows = find(law, {unit: {"1.1": given} for unit, given in units.items()}, Rest(300, 30), others=80)
    own = {row["unit_code"]: row for row in rows if row["goal"] == "mean"}
    assert set(own) == {"a", "d"}  # b and c lose nothing
    assert own["a"]["needed_n"] is None
    assert own["a"]["best_pct"] == Decimal("18.181818182")  # 20 of 110
    assert own["d"]["needed_n"] == 0  # (10 + 100 + 100 + 99) / 4 = 77.25: 84.975 of 110, of which 99 are there
    assert own["d"]["needed_pct"] == 0


def test_the_next_class_by_one_item_alone_needs_its_points() -> None:
    """a: 6 + 12 of 30 = 60%; Khá from 65 needs 1.5 points. 1.1 (10): rate 75%, 187.5 of 250, so 128 of 150.

    1.2 (20, bands 90 = 20, 60 = 12): 20 points from 90%: 225 of 250, more than 60 + 150; out of reach.
    """
    law = framework_of(
        leaf("1.1", 10, "proportional rate: floor 0, full 100"), leaf("1.2", 20, "bands rate: 90 = 20 | 60 = 12")
    )
    rows = find(law, {"a": {"1.1": (60, 100), "1.2": (60, 100)}, "b": {"1.1": (5, 10), "1.2": (8, 10)}})
    own = {row["item_code"]: row for row in rows if row["unit_code"] == "a" and row["goal"] == "next_band"}
    assert list(own) == ["1.2", "1.1"]  # 8 points lost, then 4
    assert own["1.1"]["needed_n"] == 128  # with 127, 187 of 250: 7.48 points, 19.48 of 30 = 64.93%
    assert own["1.2"]["needed_n"] is None
    assert (own["1.1"]["target_pct"], own["1.1"]["target_band"]) == (65, "Khá")


@pytest.mark.parametrize(
    ("item", "given", "why"),
    [
        (leaf("1.1", 10, "limits rate: 5 = 10 | 20 = 5"), (60, 100), "a higher rate gives less"),
        (leaf("1.1", 10, "proportional rate: floor 0, full 100", accumulates=False), (60, 100), "a state"),
        (leaf("1.1", 10, "proportional rate: floor 0, full 100"), ("60.5", 100), "no whole cases"),
        (leaf("1.1", 10, "proportional rate: floor 0, full 100"), (60, 100, "appraised"), "an appraiser's points"),
        (leaf("1.1", 10, "proportional rate: floor 0, full 100"), (0, 0), "no cases"),
        (leaf("1.1", 10, "proportional rate: floor 0, full 100"), (100, 100), "no points lost"),
        (leaf("1.1", 10, "each: 1"), 6, "no rate"),
    ],
)
def test_nothing_is_told_of_an_item_that_is_no_such_ratio(item: Item, given: Any, why: str) -> None:
    units = {"a": {"1.1": given}, "b": {"1.1": (1, 100)}, "c": {"1.1": (2, 50)}}
    assert [row for row in find(framework_of(item), units) if row["unit_code"] == "a"] == [], why


def test_an_item_on_which_five_units_all_have_the_same_cases_is_left_out() -> None:
    law = framework_of(leaf("1.1", 10, "proportional rate: floor 0, full 100"))
    assert find(law, {unit: {"1.1": (1, 47)} for unit in "abcde"}) == []
    assert find(law, {unit: {"1.1": (1, 47)} for unit in "abcd"}) != []
    assert find(law, {unit: {"1.1": (2, 94) if unit == "c" else (1, 47)} for unit in "abcde"}) != []


def test_a_unit_with_gaps_is_in_no_mean() -> None:
    law = framework_of(leaf("1.1", 10, "proportional rate: floor 0, full 100"))
    units = {"a": {"1.1": (60, 100)}, "b": {"1.1": (80, 100)}, "c": {"1.1": (1, 100)}}
    rows = find(law, units, gaps="c")
    assert {row["target_pct"] for row in rows if row["goal"] == "mean"} == {70}
    assert not [row for row in find(law, {u: units[u] for u in "ac"}, gaps="c") if row["goal"] == "mean"]


def test_a_year_that_is_over_needs_nothing() -> None:
    law = framework_of(leaf("1.1", 10, "proportional rate: floor 0, full 100"))
    assert find(law, {"a": {"1.1": (60, 100)}, "b": {"1.1": (9, 10)}}, None) == []


RULES = (
    "proportional rate: floor 0, full 100",
    "proportional rate: floor 60, full 85",
    "proportional rate: floor 0, full 80",
    "bands rate: 100 = 10 | 90 = 8 | 80 = 6 | 70 = 4",
    "bands rate: 95 = 10 | 33.3 = 2.5",
    "bands rate: 90 = 4 | 60 = 9",  # odd, but a rule may be
)


@pytest.mark.parametrize(
    "seed", [*range(15), *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(15, 60))]
)
def test_no_fewer_cases_do_and_these_do_counted_one_by_one(seed: int) -> None:
    rng = random.Random(seed)
    law = framework_of(
        *(leaf(f"1.{n}", 10, rng.choice(RULES)) for n in (1, 2, 3)), leaf("1.4", 12), decimals=rng.choice((0, 1, 2))
    )
    rest = Rest(past := rng.randint(20, 364), 365 - past)
    units = {
        unit: {
            **{f"1.{n}": (rng.randint(0, of), of) for n in (1, 2, 3) for of in [rng.choice((1, 3, 10, 47, 120))]},
            "1.4": rng.randint(4, 12),
        }
        for unit in "abcde"
    }
    rows = find(law, units, rest)
    assert rows
    for row in rows:
        own, code = units[row["unit_code"]], row["item_code"]
        had, of = own[code]
        left = int(Decimal(of * rest.left_days / Decimal(rest.past_days)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        assert row["left_n"] == left
        enough = [n for n in range(left + 1) if reaches(law, units, row, had + n, of + left)]
        assert row["needed_n"] == (enough[0] if enough else None)


def reaches(law: Framework, units: Mapping[str, Any], row: Mapping[str, Any], had: int, of: int) -> bool:
    """Return whether the goal is reached at this rate, by sums made here."""
    code = row["item_code"]
    if row["goal"] == "mean":
        rates = [Fraction(*own[code]) for own in units.values()]
        return Fraction(had, of) >= sum(rates) / len(rates)
    total = Fraction(0)
    for item, given in units[row["unit_code"]].items():
        if isinstance(given, tuple):
            rule = law.by_code["so"].by_code[item].rule
            assert rule is not None
            cases = (had, of) if item == code else given
            total += Fraction(rule.score_cases(Decimal(cases[0]), Decimal(cases[1]), "", Decimal(10)) or 0)
        else:
            total += given
    places = 10**law.decimals
    printed = Fraction(int(100 * total / 42 * places + Fraction(1, 2)), places)
    return printed >= row["target_pct"]
