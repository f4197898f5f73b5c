"""The rules of the Global Innovation Index, fired and not fired, on blocks made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from parreport.analysis.strengths import judge_by_gii
from parreport.inputs.framework import FindingSettings
from tests.cases import Case

Write = Callable[..., Case]
GII = {"framework": {"findings": {"rule_set": "gii"}}}
Found = dict[tuple[str, str], tuple[str, str]]


def findings(case: Case) -> Found:
    return {
        (row["unit_code"], row["item_code"]): (row["kind"], row["rules"]) for row in case.score("findings")["findings"]
    }


def one_item(write_case: Write, scores: list[Any]) -> dict[int, tuple[str, str]]:
    """Find in a block of one area that is a leaf's parent: item 1.1, a criterion and a leaf."""
    tree = [("1",), ("1.1", "1", 100)]
    points = {f"u{n}": {"1.1": score} for n, score in enumerate(scores)}
    found = findings(write_case(tree, points, **GII))
    return {n: found[f"u{n}", "1.1"] for n in range(len(scores)) if (f"u{n}", "1.1") in found}


def test_the_first_three_are_strengths_and_the_last_three_weaknesses(write_case: Write) -> None:
    # mean 78.125, sd 20.343: above 98.468 and below 57.782 the group rule fires
    found = one_item(write_case, [100, 100, 90, 80, 80, 75, 60, 40])
    assert {n: kind for n, (kind, _) in found.items()} == {
        0: "strength",
        1: "strength",
        2: "strength",
        5: "weakness",
        6: "weakness",
        7: "weakness",
    }
    # with a single item, its own share passed is the lowest that stands for the tenth highest
    assert found[0] == ("strength", "tenth;place;group")
    assert found[2] == ("strength", "tenth;place")
    assert found[7] == ("weakness", "tenth;place;group")


def test_units_in_the_middle_have_neither(write_case: Write) -> None:
    # 80 and 80: two of seven lower... three lower (75, 60, 40), three higher: exactly the middle
    found = one_item(write_case, [100, 100, 90, 80, 80, 75, 60, 40])
    assert 3 not in found
    assert 4 not in found


def test_an_item_that_all_share_alike_tells_nothing(write_case: Write) -> None:
    assert one_item(write_case, [70] * 6) == {}


def test_full_points_shared_with_most_are_no_weakness(write_case: Write) -> None:
    found = one_item(write_case, [100, 100, 100, 100, 100, 20])
    assert {kind for n, (kind, _) in found.items() if n < 5} == {"strength"}
    assert found[5][0] == "weakness"


def test_the_tenth_highest_is_the_units_own(write_case: Write) -> None:
    """Twelve leaves, seven units: u3 passes 3 units on ten leaves, and 2 on the last two."""
    tree: list[tuple[Any, ...]] = [("1",), *((f"1.{n}", "1", 10) for n in range(1, 13))]
    usual = [10, 9, 8, 7, 6, 5, 4]
    points = {f"u{u}": {f"1.{n}": usual[u] for n in range(1, 13)} for u in range(7)}
    for n in (11, 12):
        points["u3"][f"1.{n}"], points["u4"][f"1.{n}"] = 6, 7
    found = findings(write_case(tree, points, **GII))
    # 3 lower, 3 higher on 1.1 to 1.10: both sides fire, in the middle, so neither
    assert ("u3", "1.1") not in found
    # on 1.11 u3 has 2 lower and 4 higher: a share ahead of 4/6 is among its two highest
    assert found["u3", "1.11"] == ("weakness", "tenth;place")
    # u4 passes 3 on 1.11 and 2 on ten others: at or above its tenth highest, while the 3 ahead of
    # it are fewer than the 4 that are its tenth highest share ahead
    assert found["u4", "1.11"] == ("strength", "tenth")
    # u5: 1 lower, 5 higher on all twelve, so the tenth highest share ahead is 5/6 on every one
    assert found["u5", "1.1"] == ("weakness", "tenth;place")


def test_the_house_rules_stand_where_nothing_is_chosen(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 100)]
    points = {f"u{n}": {"1.1": score} for n, score in enumerate([100, 50, 50, 50, 50])}
    assert findings(write_case(tree, points))["u0", "1.1"] == ("strength", "relative;rank;rare")


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 5), min_size=25, max_size=25), min_size=3, max_size=3))
def test_tenth_fires_where_ten_are_at_most_as_high(lower: list[list[int]]) -> None:
    """Three units, 25 leaves, 5 peers: the shares passed of each unit, sorted, and the tenth."""
    rows = [
        {
            "unit_code": f"u{unit}",
            "is_leaf": True,
            "level": 3,
            "lower_n": n,
            "higher_n": 0,
            "peers_n": 5,
            "score_pct": 50.0,
            "beyond": 0,
        }
        for unit, own in enumerate(lower)
        for n in own
    ]
    _, fired = judge_by_gii(pd.DataFrame(rows), FindingSettings(rule_set="gii"))
    expected = [n > 0 and n >= sorted(own, reverse=True)[9] for own in lower for n in own]
    assert list(fired["tenth"]) == expected


# --- straight from the figures of leaves ------------------------------------------------------


FIGURES: dict[str, Any] = {
    **{"unit_code": "a", "is_leaf": True, "level": 3, "peers_n": 20, "lower_n": 5, "higher_n": 5},
    **{"score_pct": 50.0, "beyond": 0},
}


def judged(*leaves: dict[str, Any]) -> list[str]:
    """Judge leaves of one unit: in the middle where not given, beside ten that are best and ten that are worst."""
    best, worst = {"lower_n": 20, "higher_n": 0}, {"lower_n": 0, "higher_n": 20}
    table = pd.DataFrame([FIGURES | one for one in (*leaves, *[best] * 10, *[worst] * 10)])
    kind, _ = judge_by_gii(table, FindingSettings(rule_set="gii"))
    return list(kind[: len(leaves)])


def test_a_score_beyond_the_spread_from_the_mean_is_of_the_group_rule() -> None:
    assert judged(*({"beyond": side} for side in (1, 0, -1))) == ["strength", "", "weakness"]


def test_a_score_exactly_at_the_spread_is_not_of_the_group_rule(write_case: Write) -> None:
    # mean 1.1, sd = √(0.16/4) = 0.2: 1.3 is exactly one sd above; 0.8 is more than one below
    tree = [("1",), ("1.1", "1", "1.4")]
    points = {f"u{n}": {"1.1": score} for n, score in enumerate(["0.8", "1", "1.2", "1.2", "1.3"])}
    found = findings(write_case(tree, points, **GII))
    assert found["u4", "1.1"] == ("strength", "tenth;place")
    assert found["u0", "1.1"] == ("weakness", "tenth;place;group")


def test_the_first_and_the_last_three_have_a_place() -> None:
    sides = [(8, 2), (8, 3), (2, 8), (3, 8)]
    assert judged(*({"lower_n": low, "higher_n": high} for low, high in sides)) == ["strength", "", "weakness", ""]


def test_where_both_sides_fire_the_side_of_the_median_counts() -> None:
    sides = [(2, 1), (1, 2), (2, 2)]  # of so few peers, among the first and among the last three
    assert judged(*({"lower_n": low, "higher_n": high} for low, high in sides)) == ["strength", "weakness", ""]


def test_without_a_peer_on_the_other_side_nothing_fires() -> None:
    assert judged({"lower_n": 0, "higher_n": 0}, {"lower_n": 0, "higher_n": 0, "peers_n": 0}) == ["", ""]
