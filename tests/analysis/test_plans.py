"""What a unit can do, worked out by hand: steps, plan, what it comes to, causes of a change, deadlines. M 4.2, 17."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parreport.index.deadlines import find_deadline
from parreport.index.steps import find_step
from parreport.inputs.rules import parse_rule
from parreport.years.results import Results
from tests.cases import write_year

D = Decimal


@pytest.mark.parametrize(
    ("rule", "figure", "goal", "step"),
    [
        ("bands rate: 100 = 1.5 | 90 = 1 | 80 = 0.5", (3, 4, ""), "0.01", (1, "1.5")),
        ("bands rate: 100 = 2 | 85 = 1.5 | 70 = 1", (33, 42, ""), "1.01", (3, "1.5")),  # 36 of 42 is 85.7%
        ("bands rate: 100 = 2 | 85 = 1.5 | 70 = 1", (33, 42, ""), "1.6", (9, "2")),
        ("proportional rate: floor 80, full 100", (112, 141, ""), "0.01", (1, "1.60")),  # 113 of 141 is 80.1%
        ("proportional rate: floor 0, full 100", (0, 3, ""), "1.5", (3, "2")),
        ("limits rate: 5 = 2 | 10 = 1", (8, 60, ""), "0.01", (-2, "1")),  # 6 of 60 is 10%
        ("bands count (x): 2 = 1 | 1 = 0.5", (None, None, "1"), "0.6", (1, "1")),
        ("each (x): 0.5", (None, None, "1"), "1.5", (2, "1.5")),
        ("deduct (x): 0.5", (None, None, "7"), "0.5", (-4, "0.5")),  # 3 of 0.5 off 2
        ("limits value (ngày): 0 = 1 | 15 = 0.5", (None, None, "29"), "0.01", (-14, "0.5")),
        ("choice: full = 2 | half = 1 | none = 0", (None, None, "none"), "0.01", (None, "1")),
        ("when yes: bands rate: 100 = 2 ; otherwise choice: some = 1", (3, 5, "yes"), "0.01", (2, "2")),
        ("bands rate: 50 = 1", (3, 4, ""), "1.5", None),  # the rule gives no more
        ("each (x): 0.5", (None, None, "2.5"), "2", None),  # half a thing is not counted
    ],
)
def test_the_smallest_difference_that_gives_so_many_points(
    rule: str, figure: tuple[Any, Any, str], goal: str, step: tuple[int | None, str] | None
) -> None:
    numerator, denominator = (None if one is None else D(one) for one in figure[:2])
    found = find_step(parse_rule(rule), numerator, denominator, figure[2], D(goal), D(2))
    assert (None if found is None else (found.n, found.points)) == (None if step is None else (step[0], D(step[1])))


@pytest.mark.parametrize(
    ("remedy", "due"),
    [
        ("Trình trước ngày 30/09 hằng năm.", "2019-09-30"),
        ("Gửi trước ngày 15/03 và 15/09 hằng năm.", "2019-09-15"),
        ("Ký chậm nhất ngày 31/12 năm trước.", "2019-12-31"),
        ("Ban hành trong quý I hằng năm, kiểm tra trước tháng 10.", "2019-09-30"),
        ("Ban hành trong quý I hằng năm.", "2020-03-31"),
        ("Nghiệm thu trước quý IV.", "2019-09-30"),
        ("Đăng ký trong tháng 02 hằng năm.", "2020-02-29"),
        ("Kiểm điểm tiến độ vào cuối tháng 6, tháng 10.", "2019-06-30"),
        ("Kiểm điểm tiến độ vào cuối tháng 3, tháng 10.", "2019-10-31"),
        ("Xong trước tháng 8 và tháng 12.", "2019-07-31"),
        ("Xong trước ngày 28/06/2019.", None),  # over, and of one year
        ("Xong trước ngày 01/07/2020.", "2020-07-01"),
        ("Rà soát mỗi tháng, trong 30 ngày sau kết luận; đạt 112/141.", None),
        ("Xong trước ngày 31/02.", None),
    ],
)
def test_the_next_deadline_that_a_remedy_names(remedy: str, due: str | None) -> None:
    found = find_deadline(remedy, date(2019, 6, 28))
    assert (None if found is None else found.isoformat()) == due


RATE, COUNT = "bands rate: 100 = 4 | 50 = 2", "each (việc): 1"
TREE = [
    ("1",),
    ("1.1", "1", 4, "appraised", RATE),
    ("1.2", "1", 4, "appraised", COUNT),
    ("1.3", "1", 4),
    ("1.4", "1", 4, "survey"),
    ("1.5", "1", 4),
    ("9",),
    ("9.1", "9", None, "penalty", "each (ngày chậm): 2"),
]


def rate(had: int, of: int) -> dict[str, Any]:
    return {"numerator": had, "denominator": of}


FULL = {"1.1": rate(4, 4), "1.2": {"value": "4"}, "1.3": 4, "1.4": 4, "1.5": 1}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """a: 2 + 0 + 1 + 2 + 1 of 20 points, a penalty of 6, of which the cap leaves 3; b to d: 17 of 20.

    Nobody has more than 1 on 1.5; on 1.4 the others have 4, on 1.3 three of the four.
    """
    own = {"1.1": rate(3, 4), "1.2": {"value": "0"}, "1.3": 1, "1.4": 2, "1.5": 1, "9.1": {"value": "3"}}
    points = {"a": own, "b": FULL, "c": FULL, "d": FULL}
    case = write_year(tmp_path_factory.mktemp("plan"), TREE, points, framework={"penalty_cap": 3})
    return case.compute("plan", "plan_sums", "what_if", "pace")


def plan_of(results: Results, unit: str) -> list[tuple[Any, ...]]:
    own = results.plan[results.plan["unit_code"] == unit]
    names = ("item_code", "kind", "lost_points", "step_n", "step_points", "gain_n", "gain_points")
    return list(zip(*(own[name] for name in names), strict=True))


def test_penalties_stand_first_then_few_cases_then_what_others_reach(results: Results) -> None:
    blank = plan_of(results, "a")[0][3]
    assert [
        tuple(None if cell is blank or cell != cell else cell for cell in row) for row in plan_of(results, "a")
    ] == [
        ("9.1", "penalty", 6, None, None, None, 6),
        ("1.2", "few", 4, 1, 1, 3, 3),  # one brings 1, three 3; four would bring the 4 of the others, and are not few
        ("1.1", "few", 2, 1, 2, 1, 2),
        ("1.3", "reached", 3, None, None, None, 3),
        ("1.4", "reached", 2, None, None, None, 2),
    ]
    assert results.plan[results.plan["unit_code"] == "a"]["told"].all()


def test_what_the_plan_comes_to_keeps_the_cap_of_penalties(results: Results) -> None:
    (row,) = results.plan_sums[results.plan_sums["unit_code"] == "a"].to_dict("records")
    # 6 − 3 = 3 of 20 = 15%; with the plan 6 + 3 + 2 + 3 + 2 = 16 of 20, no penalty: one less than the others
    assert (row["told_n"], row["told_points"], row["index_told"], row["rank_told"]) == (5, 13, 80, 4)
    assert (row["left_n"], row["left_points"], row["left_unreached_n"], row["left_item"]) == (1, 3, 1, "1.5")
    assert (row["all_n"], row["all_points"]) == (row["told_n"], row["told_points"])


def test_what_a_quarter_reaches_is_no_gain_of_those_who_have_it(results: Results) -> None:
    assert plan_of(results, "b") == []
    (row,) = results.plan_sums[results.plan_sums["unit_code"] == "b"].to_dict("records")
    assert (row["told_n"], row["left_n"], row["left_unreached_n"]) == (0, 1, 1)


def test_a_step_beyond_what_any_unit_of_the_block_has_is_no_plan(tmp_path: Path) -> None:
    points = {"a": FULL | {"1.1": rate(3, 4)}, "b": FULL | {"1.1": rate(2, 4)}, "c": FULL | {"1.1": rate(2, 4)}}
    results = write_year(tmp_path, TREE, points).compute("plan", "plan_sums", "what_if", "pace")
    assert "1.1" not in {row[0] for row in plan_of(results, "a")}


def test_the_figure_that_the_appraiser_names_counts_where_it_gives_his_points(tmp_path: Path) -> None:
    told = {"numerator": 4, "denominator": 4, "appraised_points": 2, "reason": "Chỉ 3/4 việc đúng hạn (75%)."}
    points = {"a": FULL | {"1.1": told}, "b": FULL, "c": FULL | {"1.1": told | {"reason": "Chỉ 1/4 việc."}}}
    results = write_year(tmp_path, TREE, points).compute("plan", "plan_sums", "what_if", "pace")
    rows = {unit: next(row for row in plan_of(results, unit) if row[0] == "1.1") for unit in "ac"}
    assert rows["a"][1:6] == ("few", 2, 1, 2, 1)
    assert rows["c"][1] == "appraisal" and rows["c"][6] == 2  # 1 of 4 would give nothing, and 2 were given
    own = results.plan.set_index(["unit_code", "item_code"])
    assert (own.loc[("a", "1.1"), "numerator"], own.loc[("c", "1.1"), "numerator"]) == (3, 4)
    assert own.loc[("c", "1.1"), "rule_points"] == 4 and own["rule_points"].notna().sum() == 1


@pytest.mark.parametrize(
    ("reason", "kind", "counted", "step", "gain"),
    [
        ("Chỉ công nhận 1 việc, số kê khai là 3.", "few", "1", 1, 3),  # 1, not 3: one more brings 1, three 3
        ("Chỉ công nhận 1 việc.", "appraisal", "3", None, 2),  # who declared what is not told
        ("Chỉ 2 việc, số kê khai là 3; chấm 1,00 điểm.", "appraisal", "3", None, 2),  # 1,00 is no figure
        ("Chỉ 2 việc, số kê khai là 3.", "appraisal", "3", None, 2),  # by the rule 3, by the appraiser 1
    ],
)
def test_the_number_that_the_appraiser_names_beside_the_declared_one_counts(
    tmp_path: Path, reason: str, kind: str, counted: str, step: int | None, gain: int
) -> None:
    own = {"1.2": {"value": "3", "appraised_points": 1, "reason": reason}}
    points = {"a": FULL | own, "b": FULL, "c": FULL, "d": FULL}
    results = write_year(tmp_path, TREE, points).compute("plan", "plan_sums", "what_if", "pace")
    row = results.plan.set_index(["unit_code", "item_code"]).loc[("a", "1.2")]
    assert (row["kind"], row["value"], row["gain_points"]) == (kind, counted, gain)
    assert row["step_n"] == step if step else row["step_n"] is None or row["step_n"] != row["step_n"]


def test_where_few_cases_bring_less_than_half_the_whole_step_is_told(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 8, "appraised", "each (việc): 1"), ("1.2", "1", 4)]
    points = {"a": {"1.1": {"value": "1"}, "1.2": 4}, **{u: {"1.1": {"value": "8"}, "1.2": 4} for u in "bcd"}}
    results = write_year(tmp_path, tree, points).compute("plan", "plan_sums", "what_if", "pace")
    assert plan_of(results, "a") == [("1.1", "reached", 7, 1, 1, 7, 7)]  # three bring 3 of 7


def test_of_equal_gains_the_fewest_cases_stand_first_and_are_told(tmp_path: Path) -> None:
    rule = "bands rate: 100 = 2 | 50 = 1"
    tree = [("1",), *((f"1.{n}", "1", 2, "appraised", rule) for n in range(1, 10))]
    full = {f"1.{n}": rate(9, 9) for n in range(1, 10)}
    own = {f"1.{n}": rate(6 if n == 1 else 7 if n == 2 else 8, 9) for n in range(1, 10)}
    results = write_year(tmp_path, tree, {"a": own, "b": full, "c": full}).compute(
        "plan", "plan_sums", "what_if", "pace"
    )
    assert [row[0] for row in plan_of(results, "a")] == [*(f"1.{n}" for n in range(3, 10)), "1.2", "1.1"]
    plan = results.plan
    assert list(plan.loc[(plan["unit_code"] == "a") & ~plan["told"], "item_code"]) == ["1.1"]  # three cases


def test_of_many_items_the_largest_gains_are_told_and_no_penalty_is_left_out(tmp_path: Path) -> None:
    tree = [("1",), *((f"1.{n}", "1", n) for n in range(1, 11)), ("9",), ("9.1", "9", None, "penalty")]
    full = {f"1.{n}": n for n in range(1, 11)}
    points = {"a": {**dict.fromkeys(full, 0), "9.1": "0.5"}, "b": full, "c": full}
    results = write_year(tmp_path, tree, points).compute("plan", "plan_sums", "what_if", "pace")
    told = results.plan[(results.plan["unit_code"] == "a") & results.plan["told"]]
    assert list(told["item_code"]) == ["9.1", *(f"1.{n}" for n in range(10, 3, -1))]
    (row,) = results.plan_sums[results.plan_sums["unit_code"] == "a"].to_dict("records")
    assert (row["told_n"], row["told_points"], row["all_n"], row["all_points"]) == (8, D("49.5"), 11, D("55.5"))


TWO = [("1",), ("1.1", "1", 6), ("1.2", "1", 4), ("9",), ("9.1", "9", None, "bonus"), ("9.2", "9", None, "penalty")]


def causes_of(folder: Path, base: dict[str, Any], own: dict[str, Any], **more: Any) -> dict[str, Any]:
    before = write_year(folder, TWO, {"a": base, "b": {"1.1": 6, "1.2": 4}}, name="2017")
    case = write_year(folder, TWO, {"a": own, "b": {"1.1": 6, "1.2": 4}}, base=before, **more)
    results = case.compute("change_causes", "changes")
    return dict(next(row for row in results.change_causes.to_dict("records") if row["unit_code"] == "a"))


def test_a_rise_that_is_a_bonus_is_told_with_what_it_would_be_without(tmp_path: Path) -> None:
    # 70 → 75: results −5 of 10 points × 10, bonus +20, penalty −10
    row = causes_of(tmp_path, {"1.1": 4, "1.2": 3}, {"1.1": "3.5", "1.2": 3, "9.1": 2, "9.2": 1})
    assert [row[f"{name}_pp"] for name in ("results", "framework", "bonus", "penalty", "total")] == [-5, 0, 20, -10, 5]
    assert (row["main"], row["without_pp"]) == ("bonus", -15)


def test_the_largest_cause_takes_what_rounding_leaves_and_none_stays_none(tmp_path: Path) -> None:
    # thirds: 1.1 from 2 to 2.333…, bonus 0.004
    row = causes_of(tmp_path, {"1.1": 2, "1.2": 3}, {"1.1": "2.3335", "1.2": 3, "9.1": "0.0004"})
    assert row["results_pp"] + row["bonus_pp"] == row["total_pp"]  # in print
    assert row["framework_pp"] == row["penalty_pp"] == 0


def test_the_items_that_moved_most_in_print_are_named_all_of_them(tmp_path: Path) -> None:
    row = causes_of(tmp_path, {"1.1": 4, "1.2": 3}, {"1.1": "4.5", "1.2": 2})
    assert (row["rose_items"], row["rose_pp"], row["fell_items"], row["fell_pp"]) == ("1.1", 5, "1.2", -10)


def test_items_that_moved_alike_are_named_together_and_none_where_none_moved(tmp_path: Path) -> None:
    row = causes_of(tmp_path, {"1.1": 4, "1.2": 3}, {"1.1": "4.5", "1.2": "3.5"})
    assert (row["rose_items"], row["rose_pp"], row["fell_items"], row["fell_pp"]) == ("1.1;1.2", 5, "", None)
