"""The sentences on claims, rounds, targets and calendar, right in all their cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.analysis.targets import check_calendar
from parreport.display.claims import sentences as say
from parreport.display.parts import Cell, Table, Text
from parreport.display.targets import sentences as tell
from parreport.display.unit import sentences as narrative_unit
from parreport.language import use_language
from parreport.years.results import Results
from tests.analysis.test_targets_and_claims import POINTS, reported, target
from tests.cases import CLAIMS, Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 4, "appraised", "each: 1"), ("1.2", "1", 4)]
AVERAGE = "On the items with both figures, units give themselves "
ONE, TWO = "This rests on 1 item with both figures.", "This rests on 2 items with both figures."


def cell(own: Any, given: Any, **others: Any) -> dict[str, Any]:
    return {"self_points": own, "appraised_points": given, **others}


def claims(results: Results) -> str:
    with use_language("en"):
        return say.describe_claims(results, results.framework.by_code["so"])


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ({"a": {"1.1": 4, "1.2": 4}}, "No unit of block So has both figures on an item."),
        (
            {"a": {"1.1": cell(3, 3), "1.2": cell(2, 2)}},
            "On every item with both figures, what Đơn vị a claims is what it is granted.",
        ),
        ({"a": {"1.1": cell(3, 2), "1.2": cell(2, 3)}}, "Đơn vị a claims as much in all as it is granted."),
        ({"a": {"1.1": cell(1, 2), "1.2": 4}}, "Đơn vị a claims 1.00 points less than it is granted. " + ONE),
        (
            {"a": {"1.1": cell(4, 3), "1.2": 4}},
            "Đơn vị a claims 1.00 points more than it is granted, 25.0% of what it claimed, 1 item cut. " + ONE,
        ),
        (
            {"a": {"1.1": cell(3, 3), "1.2": 2}, "b": {"1.1": cell(3, 3), "1.2": 2}},
            "On the items with both figures, self-assessed and official points agree throughout.",
        ),
        (
            {"a": {"1.1": cell(1, 2), "1.2": 4}, "b": {"1.1": cell(1, 2), "1.2": 4}},
            AVERAGE
            + "1.00 points less than their official points on average. No unit claims more in all than it is granted.",
        ),
        (
            {
                "a": {"1.1": cell(4, "3.99"), "1.2": 4},
                "b": {"1.1": cell(4, 4), "1.2": 4},
                "c": {"1.1": cell(4, 4), "1.2": 4},
            },
            "On the items with both figures, self-assessed and official points differ by less than 0.01 points on "
            "average. Đơn vị a claims most beyond: 0.01 points, 0.3% of what it claimed, 1 item cut. " + ONE,
        ),
        (
            {unit: {"1.1": cell(4, 3), "1.2": 4} for unit in "abcd"},
            AVERAGE
            + "1.00 points more than their official points on average. 4 units claim most beyond: 1.00 points each.",
        ),
        # a claims 8 and gets 6: a quarter; b claims 2 and gets 1: half
        (
            {"a": {"1.1": cell(4, 3), "1.2": cell(4, 3)}, "b": {"1.1": cell(2, 1), "1.2": 4}},
            AVERAGE
            + "1.50 points more than their official points on average. Đơn vị a claims most beyond: 2.00 points, "
            f"25.0% of what it claimed, 2 items cut. {TWO} Measured against what it claimed, Đơn vị b is furthest "
            "beyond: 50.0%, which rests on 1 item.",
        ),
        (
            {"a": {"1.1": cell(4, 3), "1.2": 4}, "b": {"1.1": cell(2, 3), "1.2": 4}},
            "On the items with both figures, self-assessed and official points agree on average. Đơn vị a claims most "
            "beyond: 1.00 points, 25.0% of what it claimed, 1 item cut. " + ONE,
        ),
        (
            {"a": {"1.1": cell(4, 3), "1.2": 4}, "b": {"1.1": cell(4, 3), "1.2": 4}},
            AVERAGE
            + "1.00 points more than their official points on average. Đơn vị a and Đơn vị b claim most beyond: "
            "1.00 points each. Each rests on 1 item with both figures.",
        ),
        (
            {"a": {"1.1": cell(4, 3), "1.2": cell(4, 4)}, "b": {"1.1": cell(4, 3), "1.2": 4}},
            AVERAGE
            + "1.00 points more than their official points on average. Đơn vị a and Đơn vị b claim most beyond: "
            "1.00 points each. They rest on 2 and 1 items with both figures.",
        ),
    ],
)
def test_claims_of_a_block(points: Any, sentence: str, write_case: Write) -> None:
    assert claims(write_case(TREE, points).compute(*CLAIMS)) == sentence


def test_units_stand_from_most_beyond_to_most_below(write_case: Write) -> None:
    points = {
        "a": {"1.1": cell(4, 3), "1.2": 4},
        "b": {"1.1": cell(2, 3), "1.2": 4},
        "c": {"1.1": cell(4, 2), "1.2": 4},
    }
    (table,) = [
        p
        for p in pr.show_claims(write_case(TREE, points).compute(*CLAIMS)).parts
        if getattr(p, "id", "") == "claims-so"
    ]
    assert [row[0] if isinstance(row[0], str) else row[0].words for row in table.rows] == [
        "Đơn vị c",
        "Đơn vị a",
        "Đơn vị b",
        "Mean of 3 units",
        "All units",
    ]


def test_where_nobody_assessed_itself_there_is_no_section(write_case: Write) -> None:
    results = write_case(TREE, {"a": {"1.1": 4, "1.2": 4}}).compute()
    assert pr.show_claims(results).parts == pr.show_claims(results, with_tables=False).parts == ()


def test_claims_that_nobody_decided_on_yet_are_told_as_claims(write_case: Write) -> None:
    points = {"a": {"1.1": cell(3, "", evidence="bảng kê"), "1.2": cell(4, "")}}
    results = write_case(TREE, points, status="draft").compute()
    told = (
        "Points are self-assessed; none of these items is appraised yet. "
        "1 of 2 items on which points are claimed has no evidence."
    )
    with use_language("en"):
        assert [p.words for p in pr.show_claims(results).parts if isinstance(p, Text)] == [told]
        annex = pr.show_appraisal_list(results, "a").parts
        assert not pr.show_appraisal(results, "a").parts
    assert [p.words for p in annex if isinstance(p, Text)] == [told]


def test_in_a_draft_it_is_told_how_many_claims_count_as_they_are(write_case: Write) -> None:
    points = {"a": {"1.1": cell(3, "", value=2), "1.2": cell(4, "")}}
    results = write_case(TREE, points, status="draft").compute()
    with use_language("en"):
        (told,) = [p.words for p in pr.show_appraisal(results, "a").parts if isinstance(p, Text)]
    assert told == (
        "In all, 7.00 points are claimed and 6.00 granted. The only cuts: 1 by the rule from the figures given "
        "(1.00 points). 1 self-assessed figure is not yet appraised and counts as it is."
    )


SUMS: dict[str, Any] = {"unit_code": "a"} | {
    f"{who}_cut_{what}": 0 for who in ("rule", "appraiser", "other") for what in ("n", "points")
}


def test_who_cut_is_told_apart() -> None:
    sums = SUMS | {"rule_cut_n": 2, "rule_cut_points": 1.5, "appraiser_cut_n": 1, "appraiser_cut_points": 0.25}
    with use_language("en"):
        assert say.describe_deciders(SUMS) == ""
        assert say.describe_deciders(sums) == (
            "Cuts: 2 by the rule from the figures given (1.50 points) and 1 by the appraiser (0.25 points)."
        )
        assert say.describe_deciders(SUMS | {"other_cut_n": 1, "other_cut_points": 1}) == (
            "The only cuts: 1 by the maximum of the item or because nobody gave points (1.00 points)."
        )
        assert say.describe_deciders(sums | {"unit_code": ""}).startswith("Cuts in the whole block: 2 by the rule")
    with use_language("vi"):
        assert say.describe_deciders(sums) == (
            "Các lượt giảm điểm gồm: 2 lượt theo cách chấm từ số liệu đã có (1,50 điểm) và 1 lượt qua thẩm định "
            "(0,25 điểm)."
        )


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([], ""),
        ([("", 1, 0)], "The one cut has no reason."),
        ([("", 3, 0)], "None of the 3 cuts has a reason."),
        (
            [("", 3, 2)],
            "None of the 3 cuts has a reason. 2 of those without a reason follow from the figures given by the rule.",
        ),
        ([("Thiếu", 1, 1)], "The one cut has a reason."),
        (
            [("Thiếu.", 2, 0), ("", 1, 0)],
            "1 of 3 cuts has no reason. The most frequent reason, given 2 times: “Thiếu.”",
        ),
        (
            [("Thiếu", 1, 0), ("", 2, 1)],
            "2 of 3 cuts have no reason. 1 of those without a reason follows from the figures given by the rule.",
        ),
    ],
)
def test_reasons_of_cuts(counts: list[tuple[str, int, int]], sentence: str) -> None:
    with use_language("en"):
        assert say.describe_reasons(pd.DataFrame(counts, columns=["reason", "cut_n", "rule_cut_n"])) == sentence


@pytest.mark.parametrize(
    ("figures", "heading"),
    [
        ((0, 0, 0, 0), "Official points are those claimed"),
        ((1, 1, 0, 0), "Official points are 1.00 below those claimed at 1 item"),
        ((2, 1.5, 0, 0), "Official points are 1.50 below those claimed at 2 items"),
        ((0, 0, 1, 0.5), "Official points are 0.50 above those claimed at 1 item"),
        ((0, 0, 2, 3), "Official points are 3.00 above those claimed at 2 items"),
        ((1, 2, 1, 1), "Official points are 2.00 below those claimed at 1 item and 1.00 above at 1"),
        ((3, 2, 1, 1), "Official points are 2.00 below those claimed at 3 items and 1.00 above at 1"),
    ],
)
def test_appraisal_of_a_unit(figures: tuple[int, Any, int, Any], heading: str) -> None:
    with use_language("en"):
        names = ("cut_n", "cut_points", "raised_n", "raised_points")
        assert narrative_unit.describe_appraisal(dict(zip(names, figures, strict=True))) == heading


ROUNDS: dict[str, Any] = {
    "unit_code": "a",
    "cut_n": 1,
    "cut_points": 2,
    "explained_n": 0,
    "whole_n": 0,
    "part_n": 0,
    "refused_n": 0,
    "back_points": 0,
    "unexplained_n": 1,
    "lowered_n": 0,
    "lowered_points": 0,
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "None of them came to round 2."),
        (
            {"explained_n": 1, "whole_n": 1, "back_points": 2},
            "1 explanation came to round 2: accepted wholly. They gave back 2.00 points.",
        ),
        (
            {"explained_n": 1, "refused_n": 1, "lowered_n": 1, "lowered_points": 1},
            "1 explanation came to round 2: not accepted. They gave back no point. Round 2 lowered 1 item "
            "further, by 1.00 points.",
        ),
    ],
)
def test_what_round_2_changed(changed: dict[str, Any], sentence: str) -> None:
    with use_language("en"):
        assert say.describe_rounds(ROUNDS | changed) == f"Round 1 cut 1 item by 2.00 points. {sentence}"
        block = say.describe_rounds({**ROUNDS, **changed, "unit_code": "", "cut_n": 3})
        assert block == f"Round 1 made 3 cuts, of 2.00 points in all. {sentence}"


def test_a_single_explanation_and_a_single_kind_of_cuts_are_told_without_a_list() -> None:
    one = ROUNDS | {"explained_n": 1, "whole_n": 1, "back_points": 2}
    cuts = SUMS | {"rule_cut_n": 2, "rule_cut_points": 0.16}
    with use_language("vi"):
        assert "Vòng 2 xem xét 1 giải trình; giải trình đó được chấp nhận toàn bộ." in say.describe_rounds(one)
        assert say.describe_deciders(cuts) == "Chỉ giảm điểm 2 lượt theo cách chấm từ số liệu đã có (0,16 điểm)."


def test_the_totals_of_a_block_are_said_to_be_of_the_block() -> None:
    sums = {"leaves_n": 2, "self_points": 1103.87, "official_points": 1043.74, "unit_code": ""}
    with use_language("vi"):
        assert say.describe_totals(sums) == (
            "Tổng điểm tự chấm của cả khối là 1.103,87, tổng điểm chính thức là 1.043,74."
        )
        assert say.describe_totals(sums | {"unit_code": "a"}) == (
            "Tổng điểm tự chấm là 1.103,87, tổng điểm chính thức là 1.043,74."
        )
    with use_language("en"):
        told = "In the block as a whole, 1,103.87 points are claimed and 1,043.74 granted."
        assert say.describe_totals(sums) == told


def test_cuts_of_a_block_are_counted_over_its_units_not_called_items() -> None:
    block = ROUNDS | {"unit_code": "", "cut_n": 72, "cut_points": 36.12}
    with use_language("en"):
        assert say.describe_rounds(block).startswith("Round 1 made 72 cuts, of 36.12 points in all.")
        claims = {"claimed_n": 927, "evidence_n": 893}
        assert say.describe_block_evidence(claims) == ("Counted over all units, 34 of 927 claims have no evidence.")
    with use_language("vi"):
        assert say.describe_block_evidence(claims) == (
            "Trong 927 lượt tự chấm trên 0 điểm của các đơn vị, 34 lượt không có tài liệu kiểm chứng."
        )


@pytest.mark.parametrize(
    ("figures", "heading"),
    [
        ([(0, 0)], "No target of the province has a figure"),
        ([(9, 10)], "The one target with figures is met"),
        ([(1, 10)], "The one target with figures is not met"),
        ([(9, 10), (9, 10)], "All 2 targets with figures are met"),
        ([(1, 10), (1, 10)], "None of the 2 targets with figures is met"),
        ([(1, 10), (9, 10)], "The province meets 1 of 2 targets with figures"),
    ],
)
def test_targets_of_the_province(figures: list[tuple[int, int]], heading: str, write_case: Write) -> None:
    codes = [f"t{n}" for n in range(len(figures))]
    values = [reported("a", code, *one) for code, one in zip(codes, figures, strict=True)]
    case = write_case([("1",), ("1.1", "1", 4)], POINTS, targets=[target(c) for c in codes], target_values=values)
    results = case.compute()
    with use_language("en"):
        assert tell.heading_targets(results) == heading
        assert tell.describe_targets(results) == f"{heading}."  # no base year, no trend
    assert pr.show_targets(results).parts


@pytest.mark.parametrize(
    ("trends", "sentence"),
    [
        ("", ""),
        ("better better worse same", "Against 2018: 2 better, 1 worse, 1 unchanged."),
        ("better worse", "Against 2018: 1 better, 1 worse."),
        ("better same", "Against 2018: 1 better, 1 unchanged."),
        ("worse same", "Against 2018: 1 worse, 1 unchanged."),
        ("better", "Against 2018: 1 better."),
        ("worse worse", "Against 2018: 2 worse."),
        ("same", "Against 2018: 1 unchanged."),
    ],
)
def test_trends_name_only_what_there_is(trends: str, sentence: str, write_case: Write) -> None:
    results = write_case(TREE, {"a": {"1.1": 4, "1.2": 4}}).compute()
    assert tell.describe_trends(trends.split(), results) == ""  # no base year
    results = replace(results, base=results)
    with use_language("en"):
        assert tell.describe_trends(trends.split(), results) == sentence


def test_a_value_that_only_units_report_is_not_called_missing(write_case: Write) -> None:
    case = write_case(
        [("1",), ("1.1", "1", 4)],
        POINTS,
        targets=[target("t1", "vụ", "at_most", 5), target("t2")],
        target_values=[reported("a", "t1", value=3), reported("a", "t2", 0, 0)],
    )
    with use_language("en"):
        tables = [p for p in pr.show_targets(case.compute()).parts if isinstance(p, Table)]
    marks = [[c.words for c in row if isinstance(c, Cell)][4] for row in tables[0].rows]
    assert marks == ["by unit only", "no figures"]


def test_a_calendar_without_dates_has_a_table_and_no_sentence(write_case: Write) -> None:
    results = write_case(TREE, {"a": {"1.1": 4, "1.2": 4}}).compute()
    steps = pd.DataFrame([{"step": "Bước 0", "step_en": "", "due": "", "done": ""}])
    parts = pr.show_targets(replace(results, calendar=check_calendar(steps, None))).parts
    assert [type(part).__name__ for part in parts] == ["Heading", "Table"]


@pytest.mark.parametrize(
    ("steps", "published", "sentence"),
    [
        ([("2019-01-15", "2019-01-15")], None, "Every step with a due date was done in time."),
        ([("2019-01-15", "2019-01-18")], None, "1 step was late: “Bước 0”, by 3 days."),
        ([("2019-01-15", "")], None, "1 step is not yet done."),
        ([("2019-01-15", "")], "2019-01-15", "1 step is not yet done and was not late on the day of publication."),
        (
            [("2019-01-15", "2019-01-16"), ("2019-01-15", "2019-01-25")],
            None,
            "2 steps were late, most of all “Bước 1”, by 10 days.",
        ),
        (
            [("2019-01-15", "2019-01-10"), ("2019-01-15", "2019-01-16")],
            None,
            "1 step was done in time. 1 step was late: “Bước 1”, by 1 day.",
        ),
    ],
)
def test_steps_of_the_year(
    steps: list[tuple[str, str]], published: str | None, sentence: str, write_case: Write
) -> None:
    rows = [{"step": f"Bước {n}", "step_en": "", "due": due, "done": done} for n, (due, done) in enumerate(steps)]
    results = write_case(TREE, {"a": {"1.1": 4, "1.2": 4}}).compute()
    results = replace(
        results,
        calendar=check_calendar(pd.DataFrame(rows), published),
        parameters=results.parameters.model_copy(update={"published": published}),
    )
    with use_language("en"):
        assert tell.describe_calendar(results) == sentence


def test_steps_have_the_english_name_where_one_is_given(write_case: Write) -> None:
    row = {"step": "Điều tra", "due": "2019-01-15", "done": "2019-01-18"}
    results = write_case(TREE, {"a": {"1.1": 4, "1.2": 4}}).compute()
    told = {}
    for english in ("Survey", ""):
        steps = check_calendar(pd.DataFrame([row | {"step_en": english}]), None)
        for code in ("vi", "en"):
            with use_language(code):
                told[english, code] = tell.describe_calendar(replace(results, calendar=steps))
    assert told["Survey", "en"] == "1 step was late: “Survey”, by 3 days."
    assert told["", "en"] == "1 step was late: “Điều tra”, by 3 days."
    assert told["Survey", "vi"] == told["", "vi"] and "Điều tra" in told["Survey", "vi"]


def test_english_reports_name_sources_and_legal_basis_in_english(write_case: Write) -> None:
    rows = [target("t1")]
    rows[0] |= {"source": "Công văn 1", "source_en": "Letter 1"}
    case = write_case(
        [("1",), ("1.1", "1", 4)],
        POINTS,
        targets=rows,
        target_values=[reported("a", "t1", 1, 2)],
        framework={"legal_basis": ["Quyết định 1"], "legal_basis_en": ["Decision 1"]},
    )
    framework = case.compute("index").framework
    with use_language("en"):
        assert (framework.shown_legal_basis, framework.targets[0].shown_source) == (("Decision 1",), "Letter 1")
    with use_language("vi"):
        assert (framework.shown_legal_basis, framework.targets[0].shown_source) == (("Quyết định 1",), "Công văn 1")


def test_nothing_is_a_share_of_what_penalties_leave_unclaimed() -> None:
    """Seed 20 of the random provinces: “0.25 points, – of what it claimed”."""
    sums = pd.Series({"claim_gap": Decimal("0.25"), "claim_gap_pct": float("nan"), "cut_n": 1, "leaves_n": 2}, name="a")
    names: Any = SimpleNamespace(name_of=lambda unit: "Sở A")
    with use_language("en"):
        told = "Sở A claims 0.25 points more than it is granted, 1 item cut. This rests on 2 items with both figures."
        assert say._describe_one(names, sums) == told
        assert say._describe_beyond_one("Sở A", sums, "0.25") == "Sở A claims most beyond: 0.25 points, 1 item cut."


def test_less_than_a_hundredth_is_not_told_as_zero_points_more() -> None:
    sums = pd.Series({"claim_gap": Decimal("0.001"), "claim_gap_pct": 0.1, "cut_n": 1, "leaves_n": 2}, name="a")
    names: Any = SimpleNamespace(name_of=lambda unit: "Sở A")
    with use_language("en"):
        told = "What Sở A claims and what it is granted differ by less than 0.01 points in all."
        assert say._describe_one(names, sums) == told


def test_of_reasons_equally_frequent_all_are_named_or_counted() -> None:
    def told(n: int) -> str:
        rows = [{"reason": f"r{i}", "cut_n": 2, "rule_cut_n": 0} for i in range(n)]
        return say.describe_reasons(pd.DataFrame([*rows, {"reason": "r9", "cut_n": 1, "rule_cut_n": 0}]))

    with use_language("en"):
        assert told(1) == "All 3 cuts have a reason. The most frequent reason, given 2 times: “r0”"
        assert told(2) == "All 5 cuts have a reason. The most frequent reasons, each given 2 times: “r0” and “r1”"
        assert told(4) == "All 9 cuts have a reason. 4 reasons are equally frequent, each given 2 times."
