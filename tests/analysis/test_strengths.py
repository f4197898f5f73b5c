"""Each rule of METHODS 4, fired and not fired, on blocks made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cases import Case

Write = Callable[..., Case]
Row = dict[str, str]


def findings(case: Case) -> dict[tuple[str, str], Row]:
    return {(row["unit_code"], row["item_code"]): row for row in case.score("findings")["findings"]}


def block_of(write_case: Write, scores: list[Any], **more: Any) -> dict[tuple[str, str], Row]:
    """Find in a block of one item of 100 points, and one of 1000 that all lose alike."""
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 100), ("1.2", "1"), ("1.2.1", "1.2", 1000)]
    points = {f"u{n}": {"1.1.1": score, "1.2.1": 500} for n, score in enumerate(scores)}
    return findings(write_case(tree, points, **more))


def rules(found: dict[tuple[str, str], Row], unit: int) -> tuple[str, str] | None:
    row = found.get((f"u{unit}", "1.1.1"))
    return None if row is None else (row["kind"], row["rules"])


def test_a_strength_above_the_mean_plus_one_sd_is_relative(write_case: Write) -> None:
    found = block_of(write_case, [100, 50, 50, 50, 50])
    # mean 60, sd = √(2000/4) = 22.36: 100 > 82.36; all four peers lower; none of them full
    assert rules(found, 0) == ("strength", "relative;rank;rare")
    assert rules(found, 1) is None


def test_a_score_exactly_one_sd_above_the_mean_is_not_relative(write_case: Write) -> None:
    # 95, 95, 90, 85, 85: mean 90, sd = √(100/4) = 5 → 95 is not above 95; 85 is not below 85
    found = block_of(write_case, [95, 95, 90, 85, 85])
    assert rules(found, 0) == ("strength", "rank")
    assert rules(found, 3) == ("weakness", "rank")


def test_a_limit_that_no_decimal_holds_is_met_exactly(write_case: Write) -> None:
    # of 1.4 points 0.8, 1, 1.2, 1.2, 1.3: mean 1.1, sd = √(0.16/4) = 0.2; 1.3 / 1.4 = 92.857142857…
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", "1.4")]
    points = {f"u{n}": {"1.1.1": score} for n, score in enumerate(["0.8", "1", "1.2", "1.2", "1.3"])}
    found = findings(write_case(tree, points))
    for item in ("1.1.1", "1.1"):  # the criterion has the leaf alone
        assert found["u4", item]["rules"] == "rank"
        assert found["u0", item]["rules"] == "relative;rank;loss"
    # √(0.16/4) × 1.5 = 0.3: 0.8 is exactly there; × 0.99 it is beyond
    found = findings(write_case(tree, points, name="2018b", framework={"findings": {"sd": 1.5}}))
    assert found["u0", "1.1.1"]["rules"] == "rank;loss"
    found = findings(write_case(tree, points, name="2018c", framework={"findings": {"sd": 0.99}}))
    assert found["u4", "1.1.1"]["rules"] == "relative;rank"


def test_a_score_just_beyond_one_sd_is_relative(write_case: Write) -> None:
    # 96, 95, 90, 85, 84: mean 90, sd = √(122/4) = 5.523 → 96 > 95.523; 84 < 84.477
    found = block_of(write_case, [96, 95, 90, 85, 84])
    assert rules(found, 0) == ("strength", "relative;rank")
    assert rules(found, 1) == ("strength", "rank")
    assert rules(found, 3) == ("weakness", "rank")
    assert rules(found, 4) == ("weakness", "relative;rank")


def test_the_sd_is_taken_with_n_minus_1(write_case: Write) -> None:
    # mean 90.5, sd = √(50/7) = 2.673 → 0.95 × 2.673 = 2.539 > 2.5; with n it would be 2.375 < 2.5
    found = block_of(write_case, [93] * 4 + [88] * 4, framework={"findings": {"sd": 0.95}})
    assert rules(found, 0) is None
    # 0.93 × 2.673 = 2.486 < 2.5
    found = block_of(write_case, [93] * 4 + [88] * 4, name="2018b", framework={"findings": {"sd": 0.93}})
    assert rules(found, 0) == ("strength", "relative")
    assert rules(found, 4) == ("weakness", "relative")


def test_rank_needs_three_quarters_of_the_peers_strictly_lower(write_case: Write) -> None:
    # of 4 peers: 3 lower = 75% fires, 2 lower does not (ties are not lower)
    found = block_of(write_case, [95, 99, 94, 94, 93])
    assert rules(found, 0) == ("strength", "rank")
    found = block_of(write_case, [95, 95, 99, 94, 94], name="2018b")
    assert rules(found, 0) is None


def test_rank_of_a_weakness_needs_three_quarters_of_the_peers_strictly_higher(write_case: Write) -> None:
    found = block_of(write_case, [80, 79, 81, 81, 82])
    assert rules(found, 0) == ("weakness", "rank")
    found = block_of(write_case, [80, 80, 79, 81, 81], name="2018b")
    assert rules(found, 0) is None


@pytest.mark.parametrize(("others", "fires"), [([100, 95, 95, 95], True), ([100, 100, 95, 95], False)])
def test_rare_is_full_points_where_under_half_of_the_peers_have_them(
    others: list[int], fires: bool, write_case: Write
) -> None:
    # 1 of 4 peers is under half, 2 of 4 is not
    found = block_of(write_case, [100, *others])
    row = found.get(("u0", "1.1.1"))
    assert ("rare" in row["rules"].split(";") if row else False) is fires


def test_below_90_is_never_a_strength_and_90_is_never_a_weakness(write_case: Write) -> None:
    found = block_of(write_case, ["89.99", 40, 40, 40, 40])
    assert rules(found, 0) is None
    found = block_of(write_case, [90, 100, 100, 100, 100], name="2018b")
    assert rules(found, 0) is None


def test_a_last_place_is_never_hidden(write_case: Write) -> None:
    found = block_of(write_case, [10, 85, 86, 87, 88])
    assert rules(found, 0) == ("weakness", "relative;rank")


@pytest.mark.parametrize("score", [0, 50, 89.99, 90, 100])
def test_an_item_on_which_all_are_equal_fires_no_rule_but_loss(score: float, write_case: Write) -> None:
    found = block_of(write_case, [score] * 6)
    assert not [key for key in found if key[1] in {"1.1", "1.1.1"}]
    assert {row["rules"] for row in found.values()} == {"loss"}


def test_thresholds_are_settings_of_the_framework(write_case: Write) -> None:
    scores = [80, 50, 50, 50, 50]
    assert rules(block_of(write_case, scores), 0) is None
    found = block_of(write_case, scores, name="2018b", framework={"findings": {"level_pct": 80, "sd": 3}})
    assert rules(found, 0) == ("strength", "rank")
    found = block_of(write_case, scores, name="2018c", framework={"findings": {"level_pct": 80, "small_block": 6}})
    assert rules(found, 0) == ("strength", "level")


# --- loss ------------------------------------------------------------------------------------

LOSS = [
    ("1",),
    ("1.1", "1"),
    ("1.1.1", "1.1", 10),
    ("1.1.2", "1.1", 10),
    ("1.2", "1", 10),
    ("1.3", "1"),
    ("1.3.1", "1.3", 10),
    ("1.3.2", "1.3", 10),
]


def losses(write_case: Write, *lost: float, **more: Any) -> dict[str, str]:
    codes = ("1.1.1", "1.1.2", "1.2", "1.3.1", "1.3.2")
    points = {"a": {code: 10 - one for code, one in zip(codes, lost, strict=True)}}
    found = findings(write_case(LOSS, points, **more))
    return {item: row["rules"] for (_, item), row in found.items() if row["kind"] == "weakness"}


def test_the_largest_losses_that_first_reach_half_are_weaknesses(write_case: Write) -> None:
    # leaves 4 + 3 = 7 ≥ 5, the third is not needed; criteria 1.1 5 ≥ 5
    assert losses(write_case, 4, 1, 3, 2, 0) == {"1.1.1": "loss", "1.2": "loss", "1.1": "loss"}


def test_a_loss_of_just_half_is_enough(write_case: Write) -> None:
    # leaves 5 of 10; criteria: 1.1 6 of 10
    assert losses(write_case, 5, 1, 2, 2, 0) == {"1.1.1": "loss", "1.1": "loss"}


def test_ties_at_the_cut_are_included(write_case: Write) -> None:
    # 2 × 5 = 10: three leaves reach half, and the other two lost as much; criteria 4, 2, 4
    assert set(losses(write_case, 2, 2, 2, 2, 2)) == {"1.1.1", "1.1.2", "1.2", "1.3.1", "1.3.2", "1.1", "1.3"}


def test_a_criterion_that_is_a_leaf_counts_in_both_lists_and_has_one_row(write_case: Write) -> None:
    points = {"a": {"1.1.1": 10, "1.1.2": 10, "1.2": 2, "1.3.1": 10, "1.3.2": 9}}
    rows = write_case(LOSS, points).score("findings")["findings"]
    assert [row["rules"] for row in rows if row["item_code"] == "1.2"] == ["loss"]


def test_a_criterion_that_is_a_leaf_is_weak_where_either_list_says_so(write_case: Write) -> None:
    # leaves 3 + 3 of 12 reach 6, and 1.2 ties with them; among criteria 1.1 with 6 is enough
    assert losses(write_case, 3, 3, 3, 3, 0)["1.2"] == "loss"
    # leaves 4 + 4 of 13 reach 6.5 without the 3.5 of 1.2; criteria 4.75 + 4.75 too
    assert "1.2" not in losses(write_case, 4, 0.75, 3.5, 4, 0.75, name="2018b")


def test_an_item_that_lost_nothing_never_fires_loss_and_shares_are_blank_without_loss(write_case: Write) -> None:
    points = {"a": {"1.1.1": 10, "1.1.2": 10, "1.2": 10, "1.3.1": 10, "1.3.2": 10}}
    rows = write_case(LOSS, points).score("findings")["findings"]
    assert {row["kind"] for row in rows} == {"strength"}
    assert {row["share_of_loss_pct"] for row in rows} == {""}


def test_share_of_loss_is_of_the_units_own_loss(write_case: Write) -> None:
    points = {"a": {"1.1.1": 6, "1.1.2": 10, "1.2": 9, "1.3.1": 10, "1.3.2": 10}}
    found = findings(write_case(LOSS, points))
    assert found["a", "1.1.1"]["share_of_loss_pct"] == "80"
    assert found["a", "1.1"]["share_of_loss_pct"] == "80"
    assert found["a", "1.1.2"]["share_of_loss_pct"] == "0"


def test_an_item_that_does_not_apply_is_no_finding(write_case: Write) -> None:
    points: dict[str, Any] = {"a": {"1.1.1": "no", "1.1.2": "no", "1.2": 1, "1.3.1": 10, "1.3.2": 10}}
    assert not {item for _, item in findings(write_case(LOSS, points)) if item.startswith("1.1")}


def test_bonus_and_penalty_are_no_findings(write_case: Write) -> None:
    tree = [*LOSS, ("1.8", "1", 2, "bonus"), ("1.9", "1", 2, "penalty")]
    points = {"a": {"1.1.1": 1, "1.1.2": 1, "1.2": 1, "1.3.1": 1, "1.3.2": 1, "1.8": 2, "1.9": 2}}
    assert not {item for _, item in findings(write_case(tree, points))} & {"1.8", "1.9"}


# --- small blocks, peers -----------------------------------------------------------------------


def test_in_a_small_block_only_level_and_loss_fire(write_case: Write) -> None:
    found = block_of(write_case, [100, 90, 50, 10])
    level = ("strength", "level")
    assert [rules(found, n) for n in range(4)] == [level, level, None, None]
    assert {found[f"u{n}", "1.2.1"]["rules"] for n in range(4)} == {"loss"}


def test_a_block_is_small_by_the_units_that_have_the_item(write_case: Write) -> None:
    found = block_of(write_case, [100, 50, 50, 50, "no", "no"])
    assert rules(found, 0) == ("strength", "level")


def test_units_that_are_not_ranked_are_peers_too(write_case: Write) -> None:
    units = {f"u{n}": {"ranked": "no"} if n else {} for n in range(5)}
    assert rules(block_of(write_case, [100, 50, 50, 50, 50], units=units), 0) == ("strength", "relative;rank;rare")


def test_without_peers_rank_and_rare_do_not_fire_and_the_share_is_blank(write_case: Write) -> None:
    found = block_of(write_case, [100, "no"], framework={"findings": {"small_block": 1}})
    assert rules(found, 0) is None
    found = block_of(write_case, [100, "no"], name="2018b")
    assert found["u0", "1.1.1"]["peers_full_pct"] == ""


def test_peers_full_is_the_share_of_the_other_units(write_case: Write) -> None:
    found = block_of(write_case, [100, 100, 50, 50])
    assert found["u0", "1.1.1"]["peers_full_pct"] == "33.333333333"
    assert found["u0", "1.2.1"]["peers_full_pct"] == "0"


# --- attainable points and order -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "attainable"),
    [
        # 4 values: the third is the smallest that 75% do not exceed
        ([10, 60, 70, 95], "60"),
        # 5 values: 3.75 → the fourth
        ([10, 60, 70, 80, 95], "70"),
        # 3 values: 2.25 → the third; 2: the second; 1: its own
        ([10, 60, 80], "70"),
        ([10, 80], "70"),
        ([10], "0"),
        # 8 values: the sixth
        ([10, 20, 30, 40, 50, 60, 70, 80], "50"),
    ],
)
def test_attainable_points_reach_an_observed_upper_quartile(
    scores: list[int], attainable: str, write_case: Write
) -> None:
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 100)]
    found = findings(write_case(tree, {f"u{n}": {"1.1.1": s} for n, s in enumerate(scores)}))
    assert found["u0", "1.1.1"]["attainable_points"] == attainable


def test_attainable_points_are_never_negative_and_scale_with_the_maximum(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 8)]
    points = {"a": {"1.1.1": 8}, "b": {"1.1.1": 4}, "c": {"1.1.1": 6}, "d": {"1.1.1": 4}}
    found = findings(write_case(tree, points))
    # sorted 50, 50, 75, 100: upper quartile 75 → b (75 − 50) × 8/100 = 2; a 0
    assert found["b", "1.1.1"]["attainable_points"] == "2"
    assert found["a", "1.1.1"]["attainable_points"] == "0"


def test_the_median_includes_the_unit_itself(write_case: Write) -> None:
    found = block_of(write_case, [100, 40, 50, 60])
    assert found["u0", "1.1.1"]["block_median_pct"] == "55"


def test_weaknesses_stand_by_attainable_points_then_lost_points_then_the_tree(write_case: Write) -> None:
    tree = [("1",), *((f"1.{n}", "1", 10) for n in range(1, 5))]
    points = {"a": {"1.1": 5, "1.2": 4, "1.3": 2, "1.4": 5}, "b": {"1.1": 6, "1.2": 4, "1.3": 7, "1.4": 6}}
    rows = write_case(tree, points, framework={"findings": {"loss_share_pct": 100}}).score("findings")["findings"]
    # attainable of a: 1.1 1, 1.2 0, 1.3 5, 1.4 1; lost 5, 6, 8, 5
    assert [row["item_code"] for row in rows if row["unit_code"] == "a"] == ["1.3", "1.1", "1.4", "1.2"]
    # attainable of b: all 0; lost 4, 6, 3, 4
    assert [row["item_code"] for row in rows if row["unit_code"] == "b"] == ["1.2", "1.1", "1.4", "1.3"]


def test_years_weak_is_blank_for_strengths_and_1_without_a_base_year(write_case: Write) -> None:
    found = block_of(write_case, [100, 10, 10])
    assert found["u0", "1.1.1"]["years_weak"] == ""
    assert found["u1", "1.2.1"]["years_weak"] == "1"
