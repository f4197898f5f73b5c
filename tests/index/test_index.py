"""Points, index, ranks and classes, each rule of METHODS 1 on a block small enough for a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from parreport.index.scoring import find_unfinished
from tests.cases import Case

Write = Callable[..., Case]
PAIR = [("1",), ("1.1", "1", 6), ("1.2", "1", 4)]


def column(rows: list[dict[str, str]], name: str, key: str = "unit_code") -> dict[str, str]:
    return {row[key]: row[name] for row in rows}


def index_of(case: Case, name: str) -> dict[str, str]:
    return column(case.score("index")["index"], name)


def test_index_is_points_over_the_maximum_that_applies(write_case: Write) -> None:
    case = write_case(PAIR, {"a": {"1.1": 3, "1.2": 1}, "b": {"1.1": 3, "1.2": "no"}})
    assert index_of(case, "index_pct") == {"a": "40", "b": "50"}


def test_ties_share_the_best_rank_and_the_next_rank_is_left_out(write_case: Write) -> None:
    points = {"a": {"1.1": 6, "1.2": 4}, "b": {"1.1": 5, "1.2": 3}, "c": {"1.1": 4, "1.2": 4}}
    case = write_case(PAIR, points | {"d": {"1.1": 1, "1.2": 1}})
    assert index_of(case, "rank") == {"a": "1", "b": "2", "c": "2", "d": "4"}


def test_units_that_print_alike_rank_alike(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 1000)]
    points = {"a": {"1.1": "901.24"}, "b": {"1.1": "901.16"}, "c": {"1.1": "901.14"}}
    case = write_case(tree, points, framework={"decimals": 2})
    # 90.124 → 90.12, 90.116 → 90.12, 90.114 → 90.11
    assert index_of(case, "rank") == {"a": "1", "b": "1", "c": "3"}
    assert index_of(case, "index_pct") == {"a": "90.124", "b": "90.116", "c": "90.114"}


def test_a_true_tie_is_not_broken_by_float_noise(write_case: Write) -> None:
    tree = [("1",), *((f"1.{n}", "1", 1) for n in range(1, 4))]
    case = write_case(
        tree,
        {"a": {"1.1": "0.1", "1.2": "0.2", "1.3": "0"}, "b": {"1.1": "0.3", "1.2": "0", "1.3": "0"}},
        framework={"decimals": 9},
    )
    assert index_of(case, "rank") == {"a": "1", "b": "1"}


@pytest.mark.parametrize(
    ("points", "band"), [("80", "Tốt"), ("79.995", "Tốt"), ("79.994", "Khá"), ("64.99", "Yếu"), ("0", "Yếu")]
)
def test_the_class_goes_by_the_printed_index(points: str, band: str, write_case: Write) -> None:
    case = write_case([("1",), ("1.1", "1", 100)], {"a": {"1.1": points}})
    assert index_of(case, "band") == {"a": band}


def test_an_index_below_zero_has_the_lowest_class(write_case: Write) -> None:
    tree = [*PAIR, ("9",), ("9.1", "9", None, "penalty")]
    case = write_case(tree, {"a": {"1.1": 1, "1.2": 0, "9.1": 2}})
    assert index_of(case, "index_pct") == {"a": "-10"}
    assert index_of(case, "band") == {"a": "Yếu"}


BONUS = [*PAIR, ("9",), ("9.1", "9", 2, "bonus"), ("9.2", "9", None, "bonus"), ("9.3", "9", 1, "penalty")]


def test_a_bonus_leaf_is_cut_by_its_own_maximum_before_the_cap_of_the_framework(write_case: Write) -> None:
    given = {"1.1": 6, "1.2": 4, "9.1": 5, "9.2": 3, "9.3": 4}
    tables = write_case(BONUS, {"a": given}, framework={"bonus_cap": 4, "penalty_cap": None}).score("index", "items")
    row = tables["index"][0]
    # bonus 2 + 3 = 5, capped at 4; penalty 4, cut to 1: 100 × (10 + 4 − 1) / 10
    assert (row["bonus_points"], row["penalty_points"], row["index_pct"]) == ("4", "1", "130")
    items = column(tables["items"], "points", "item_code")
    assert (items["9.1"], items["9.2"], items["9.3"]) == ("2", "3", "1")


def test_the_penalty_cap_holds_for_the_sum_of_a_unit(write_case: Write) -> None:
    tree = [*PAIR, ("9",), ("9.1", "9", None, "penalty"), ("9.2", "9", None, "penalty")]
    case = write_case(tree, {"a": {"1.1": 6, "1.2": 4, "9.1": 2, "9.2": 3}}, framework={"penalty_cap": 2.5})
    assert index_of(case, "penalty_points") == {"a": "2.5"}
    assert index_of(case, "index_pct") == {"a": "75"}


def test_a_bonus_without_points_is_zero_also_in_a_final_run(write_case: Write) -> None:
    case = write_case(BONUS, {"a": {"1.1": 6, "1.2": 4}})
    assert index_of(case, "bonus_points") == {"a": "0"}


def test_a_bonus_leaf_shows_its_points_and_nothing_else(write_case: Write) -> None:
    tables = write_case(BONUS, {"a": {"1.1": 6, "1.2": 4, "9.1": 1.5}}).score("items")
    row = next(row for row in tables["items"] if row["item_code"] == "9.1")
    assert row["points"] == "1.5"
    assert [row[name] for name in ("max_points", "score_pct", "rank", "lost_points")] == [""] * 4


def test_an_area_of_only_bonus_and_penalty_leaves_does_not_apply(write_case: Write) -> None:
    tables = write_case(BONUS, {"a": {"1.1": 6, "1.2": 4, "9.1": 1}}).score("items")
    area = next(row for row in tables["items"] if row["item_code"] == "9")
    assert area["applies"] == "no"
    assert [area[name] for name in ("points", "max_points", "score_pct", "rank", "lost_points")] == [""] * 5


def test_a_bonus_beneath_a_criterion_is_no_part_of_its_sum(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 6), ("1.1.2", "1.1", 3, "bonus")]
    tables = write_case(tree, {"a": {"1.1.1": 4, "1.1.2": 2}}).score("index", "items")
    assert [(row["points"], row["max_points"]) for row in tables["items"][:3]] == [("4", "6")] * 3
    assert tables["index"][0]["index_pct"] == "100"


OVER = {"a": {"1.1": 6, "1.2": 4, "9.1": 2}, "b": {"1.1": 6, "1.2": 4, "9.1": 1}, "c": {"1.1": 6, "1.2": 3}}


def test_a_total_may_pass_100_through_a_bonus(write_case: Write) -> None:
    case = write_case(BONUS, OVER)
    assert index_of(case, "index_pct") == {"a": "120", "b": "110", "c": "90"}
    assert index_of(case, "rank") == {"a": "1", "b": "2", "c": "3"}


def test_cap_at_100_ranks_and_shows_the_capped_index(write_case: Write) -> None:
    case = write_case(BONUS, OVER, framework={"cap_at_100": True})
    assert index_of(case, "index_pct") == {"a": "100", "b": "100", "c": "90"}
    assert index_of(case, "rank") == {"a": "1", "b": "1", "c": "3"}


def test_a_change_uses_the_uncapped_index(write_case: Write) -> None:
    base = write_case(BONUS, {"a": {"1.1": 6, "1.2": 3}}, name="2017")
    case = write_case(BONUS, {"a": OVER["a"]}, framework={"cap_at_100": True}, base=base)
    changes = [(row["part"], row["item_code"], row["change_pp"]) for row in case.score("changes")["changes"]]
    # from 90 to 120: 1.2 (40 + 40)/2 × (1 − 0.75) = 10, bonus 20
    assert changes == [
        ("leaf", "1.1", "0"),
        ("leaf", "1.2", "10"),
        ("framework", "", "0"),
        ("bonus_penalty", "", "20"),
        ("total", "", "30"),
    ]


def test_a_unit_to_which_nothing_applies_has_no_index_rank_or_class(write_case: Write) -> None:
    case = write_case(PAIR, {"a": {"1.1": "no", "1.2": "no"}, "b": {"1.1": 1, "1.2": 1}})
    rows = case.score("index")["index"]
    assert [rows[0][name] for name in ("index_pct", "rank", "band")] == ["", "", ""]
    assert rows[1]["rank"] == "1"
    assert "unit a: no item applies; it has no index, rank or class" in [str(n) for n in case.compute("index").notes]


def test_a_unit_that_is_not_ranked_has_a_class_and_no_rank(write_case: Write) -> None:
    points = {"a": {"1.1": 6, "1.2": 4}, "b": {"1.1": 3, "1.2": 2}}
    rows = write_case(PAIR, points, units={"a": {"ranked": "no"}, "b": {}}).score("index")["index"]
    assert [(row["rank"], row["band"]) for row in rows] == [("", "Tốt"), ("1", "Yếu")]


def test_a_block_that_is_not_ranked_has_no_rank(write_case: Write) -> None:
    case = write_case(PAIR, {"a": {"1.1": 6, "1.2": 4}}, block={"ranked": False})
    assert index_of(case, "rank") == {"a": ""}


def test_units_rank_within_their_block_only(write_case: Write) -> None:
    points = {"a": {"1.1": 6, "1.2": 4}, "b": {"1.1": 3, "1.2": 3}, "c": {"1.1": 1, "1.2": 1}}
    case = write_case({"so": PAIR, "huyen": PAIR}, points, units={"a": {}, "b": "huyen", "c": {}})
    assert index_of(case, "rank") == {"a": "1", "b": "1", "c": "2"}


def test_items_rank_on_their_share_among_ranked_units_that_have_them(write_case: Write) -> None:
    points: dict[str, Any] = {
        "a": {"1.1": 3, "1.2": 4},
        "b": {"1.1": 3, "1.2": "no"},
        "c": {"1.1": 6, "1.2": 2},
        "d": {"1.1": 2, "1.2": 1},
    }
    tables = write_case(PAIR, points, units={"a": {}, "b": {}, "c": {"ranked": "no"}, "d": {}}).score("items")
    ranks = {(row["unit_code"], row["item_code"]): row["rank"] for row in tables["items"]}
    assert [ranks[unit, "1.1"] for unit in "abcd"] == ["1", "1", "", "3"]
    assert [ranks[unit, "1.2"] for unit in "abcd"] == ["1", "", "", "2"]


SURVEY = [("1",), ("1.1", "1", 6), ("1.2", "1", 4, "survey")]


def test_without_any_survey_the_rest_is_scaled_to_100(write_case: Write) -> None:
    case = write_case(SURVEY, {"a": {"1.1": 3}, "b": {"1.1": 6}}, block={"survey_missing": "rescale"})
    assert index_of(case, "max_points") == {"a": "6", "b": "6"}
    assert index_of(case, "index_pct") == {"a": "50", "b": "100"}
    assert "block so: no survey was held; its items leave points and maximum" in [
        str(note) for note in case.compute("index").notes
    ]


def test_survey_points_of_one_unit_mean_that_the_survey_was_held(write_case: Write) -> None:
    points = {"a": {"1.1": 3, "1.2": 2}, "b": {"1.1": 6}}
    case = write_case(SURVEY, points, block={"survey_missing": "rescale"}, status="draft")
    assert index_of(case, "max_points") == {"a": "10", "b": "6"}  # a gap leaves points and maximum
    assert [(g.unit_code, g.item_code) for g in case.compute("index").gaps.itertuples()] == [("b", "1.2")]


def test_a_survey_is_missing_by_block(write_case: Write) -> None:
    points = {"a": {"1.1": 3}, "b": {"1.1": 6, "1.2": 4}}
    case = write_case(
        {"so": SURVEY, "huyen": SURVEY}, points, units={"a": {}, "b": "huyen"}, block={"survey_missing": "rescale"}
    )
    assert index_of(case, "max_points") == {"a": "6", "b": "10"}


def test_survey_missing_has_no_effect_on_a_block_without_survey_leaves(write_case: Write) -> None:
    case = write_case(PAIR, {"a": {"1.1": 3, "1.2": 1}}, block={"survey_missing": "error"})
    assert index_of(case, "index_pct") == {"a": "40"}


def test_a_draft_takes_the_self_assessed_points_and_counts_gaps(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 6, "appraised", "each: 2"), ("1.2", "1", 4)]
    points: dict[str, Any] = {
        "a": {"1.1": {"self_points": 5}, "1.2": None},
        "b": {"1.1": {"self_points": 5, "value": 2}},
    }
    case = write_case(
        tree, points | {"c": {"1.1": {"self_points": 5, "appraised_points": 1}, "1.2": 4}}, status="draft"
    )
    assert index_of(case, "points") == {"a": "5", "b": "4", "c": "5"}
    leaves = case.compute("index").leaves
    assert list(zip(leaves["unit_code"], leaves["origin"], strict=True)) == [
        ("a", "self"),
        ("a", "missing"),
        ("b", "rule"),
        ("b", "missing"),
        ("c", "appraised"),
        ("c", "appraised"),
    ]
    assert list(case.compute("index").gaps["unit_code"]) == ["a", "b"]
    assert find_unfinished(leaves, case.compute("index").framework) == {(u, i) for u in "ab" for i in ("1", "1.2")}


def test_a_final_run_does_not_take_self_assessed_points(write_case: Write) -> None:
    from parreport.errors import DataError

    with pytest.raises(DataError) as caught:
        write_case(PAIR, {"a": {"1.1": {"self_points": 5}, "1.2": 1}}).compute()
    assert [(p.item_code, p.column) for p in caught.value.problems] == [("1.1", "appraised_points")]


def test_the_last_round_of_appraisal_counts(write_case: Write) -> None:
    rounds = [
        {"unit_code": "a", "item_code": "1.1", "round": 2, "appraised_points": 5, "reason": "sau giải trình"},
        {"unit_code": "a", "item_code": "1.1", "round": 1, "appraised_points": 2, "reason": ""},
    ]
    case = write_case(PAIR, {"a": {"1.1": {"self_points": 6}, "1.2": 1}}, appraisal=rounds)
    tables = case.score("claims", "index")
    assert tables["index"][0]["points"] == "6"
    assert [list(row.values()) for row in tables["claims"]] == [
        ["a", "1.1", "6", "", "2", "5", "5", "appraiser", "1", "sau giải trình"]
    ]


def test_points_finer_than_a_hundredth_are_summed_exactly(write_case: Write) -> None:
    tree = [("1",), *((f"1.{n}", "1", 1) for n in range(1, 11))]
    points = {"a": {f"1.{n}": "0.123456789" for n in range(1, 11)}}
    assert index_of(write_case(tree, points), "points") == {"a": "1.23456789"}


def test_an_area_may_be_a_leaf_and_a_tree_may_have_four_levels(write_case: Write) -> None:
    tree = [("1", "", 2), ("2",), ("2.1", "2"), ("2.1.1", "2.1"), ("2.1.1.1", "2.1.1", 3)]
    tables = write_case(tree, {"a": {"1": 1, "2.1.1.1": 3}}).score("index", "items")
    assert [(r["item_code"], r["level"], r["points"], r["max_points"]) for r in tables["items"]] == [
        ("1", "1", "1", "2"),
        ("2", "1", "3", "3"),
        ("2.1", "2", "3", "3"),
        ("2.1.1", "3", "3", "3"),
        ("2.1.1.1", "4", "3", "3"),
    ]
    assert tables["index"][0]["index_pct"] == "80"


def test_a_table_without_rows_has_its_heads(write_case: Write, tmp_path: Any) -> None:
    case = write_case(PAIR, {"a": {"1.1": 6, "1.2": 4}})
    assert case.score()["changes"] == []
    head = (tmp_path / "2018-tables" / "changes.csv").read_text(encoding="utf-8")
    assert head == "unit_code,part,item_code,change_pp\n"


def test_score_replaces_only_its_own_files(write_case: Write, tmp_path: Any) -> None:
    case = write_case(PAIR, {"a": {"1.1": 6, "1.2": 4}})
    (tmp_path / "2018-tables").mkdir()
    (tmp_path / "2018-tables" / "ghi-chu.txt").write_text("của tôi", encoding="utf-8")
    old = "unit_code,unit_name,rank\na,Đơn vị a,7\n"
    (tmp_path / "2018-tables" / "index.csv").write_text(old, encoding="utf-8")
    assert column(case.score()["index"], "rank") == {"a": "1"}
    assert (tmp_path / "2018-tables" / "ghi-chu.txt").read_text(encoding="utf-8") == "của tôi"
