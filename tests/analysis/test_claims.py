"""Claims by area, reasons grouped, rounds of appraisal: figures worked out by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parreport.analysis.claims import find_claims, self_assessed, sum_claims
from parreport.analysis.cuts import clean_reason, fold_reason, group_reasons, sum_rounds
from parreport.years.results import Results
from tests.cases import CLAIMS, Case

Write = Callable[..., Case]
TREE = [
    ("1",),
    ("1.1", "1", 4, "appraised", "each: 1"),
    ("1.2", "1", 4),
    ("2",),
    ("2.1", "2", 4),
    ("2.2", "2", 4, "survey"),
]


def cell(own: Any, given: Any = "", **others: Any) -> dict[str, Any]:
    return {"self_points": own, "appraised_points": given, **others}


def compute(write_case: Write, appraisal: Any = None) -> Results:
    points = {
        # 1.1: declared 2, claimed 3; 1.2 cut by 1.5; 2.1 raised by 0.5
        "a": {
            "1.1": cell(3, value=2, evidence="bảng kê"),
            "1.2": cell(4, "2.5", reason="Thiếu"),
            "2.1": cell(2, "2.5", evidence="báo cáo"),
            "2.2": 3,
        },
        # claims nothing on 1.1; agrees on 1.2; cut by 1 on 2.1 without a reason
        "b": {"1.1": cell(0, value=0), "1.2": cell(3, 3), "2.1": cell(4, 3), "2.2": 4},
        "c": {"1.1": 4, "1.2": 4, "2.1": 4, "2.2": 4},
    }
    return write_case(TREE, points, appraisal=appraisal).compute(*CLAIMS)


def test_sums_of_a_unit(write_case: Write) -> None:
    sums = compute(write_case).claim_sums.set_index("unit_code")
    assert list(sums.index) == ["a", "b"]  # c did not assess itself
    a = sums.loc["a"]
    # 1.1 by the rule, 1.2 and 2.1 appraised: 3 + 4 + 2 against 2 + 2.5 + 2.5
    assert (a["self_points"], a["official_points"], a["claim_gap"]) == (9, 7, 2)
    assert a["claim_gap_pct"] == 22.222222222
    assert (a["cut_n"], a["cut_points"]) == (2, Decimal("2.5"))
    assert (a["rule_cut_n"], a["rule_cut_points"]) == (1, 1)
    assert (a["appraiser_cut_n"], a["appraiser_cut_points"], a["other_cut_n"]) == (1, Decimal("1.5"), 0)
    assert (a["raised_n"], a["raised_points"], a["leaves_n"]) == (1, Decimal("0.5"), 3)
    assert (a["claimed_n"], a["evidence_n"], a["evidence_pct"]) == (3, 2, 66.666666667)
    assert (a["ruled_n"], a["ruled_self_points"], a["computed_points"]) == (1, 3, 2)
    assert (a["beyond_n"], a["beyond_points"]) == (1, 1)
    assert (sums.loc["b", "claimed_n"], sums.loc["b", "beyond_n"]) == (2, 0)


def test_sums_by_area_add_up_to_those_of_unit_and_block(write_case: Write) -> None:
    results = compute(write_case)
    areas = results.claim_areas.set_index(["unit_code", "area"])["claim_gap"].to_dict()
    assert areas == {
        ("", ""): 3,
        ("", "1"): Decimal("2.5"),
        ("", "2"): Decimal("0.5"),
        ("a", "1"): Decimal("2.5"),
        ("a", "2"): Decimal("-0.5"),
        ("b", "1"): 0,
        ("b", "2"): 1,
    }


def test_cuts_are_counted_among_the_units_with_both_figures(write_case: Write) -> None:
    cuts = compute(write_case).cuts
    # how many were cut of those with both figures, points, by the rule, by the appraiser
    assert cuts.to_numpy().tolist() == [
        ["so", "1.2", 1, 2, Decimal("1.5"), 0, 1],
        ["so", "1.1", 1, 2, 1, 1, 0],
        ["so", "2.1", 1, 2, 1, 0, 1],
    ]


def test_cuts_without_a_reason_are_one_group_and_come_last(write_case: Write) -> None:
    reasons = compute(write_case).reasons
    # without a reason: 2.1 of b by the appraiser, 1.1 of a by the rule
    assert reasons.to_numpy().tolist() == [["so", "Thiếu", 1, 1, Decimal("1.5"), 0], ["so", "", 2, 2, 2, 1]]


@pytest.mark.parametrize(
    "typed",
    [
        "Thiếu tài liệu",
        "Vòng 1: thiếu tài liệu.",
        "sau giải trình:  THIẾU  tài liệu;",
        " thiếu tài\nliệu …",
        unicodedata.normalize("NFD", "Vòng 2: Thiếu tài liệu"),
    ],
)
def test_reasons_that_say_the_same_are_one(typed: str) -> None:
    assert fold_reason(typed) == "thiếu tài liệu"


def test_a_sentence_that_begins_like_a_round_keeps_its_words() -> None:
    assert clean_reason("Sau giải trình, đơn vị bổ sung") == "Sau giải trình, đơn vị bổ sung"
    assert clean_reason("Vòng 1: thiếu tài liệu.") == "Thiếu tài liệu."


@given(st.text())
def test_folding_twice_is_folding_once(typed: str) -> None:
    assert clean_reason(typed) == unicodedata.normalize("NFC", clean_reason(typed))
    assert fold_reason(fold_reason(typed) + ".") == fold_reason(fold_reason(typed))


def rounds(unit: str, item: str, first: Any, second: Any = None) -> list[dict[str, Any]]:
    rows = [{"unit_code": unit, "item_code": item, "round": 1, "appraised_points": first}]
    if second is not None:
        rows.append(rows[0] | {"round": 2, "appraised_points": second})
    return rows


def test_explanations_are_accepted_wholly_in_part_or_not(write_case: Write) -> None:
    appraisal = [
        *rounds("a", "1.1", 1, 3),  # claimed 3: wholly, 2 back
        *rounds("a", "1.2", 1, "2.5"),  # claimed 4: in part, 1.5 back
        *rounds("a", "2.1", 1, "0.5"),  # claimed 2: lowered by 0.5
        *rounds("b", "1.2", 2, 2),  # claimed 3: not accepted
        *rounds("b", "2.1", 3),  # claimed 4: no round 2
    ]
    table = compute(write_case, appraisal).rounds.drop(columns="block").set_index("unit_code")
    names = [
        "cut_n",
        "cut_points",
        "explained_n",
        "whole_n",
        "part_n",
        "refused_n",
        "back_points",
        "unexplained_n",
        "lowered_n",
        "lowered_points",
    ]
    half, more = Decimal("0.5"), Decimal("3.5")
    assert table.loc["a", names].tolist() == [3, 6, 3, 1, 1, 1, more, 0, 1, half]
    assert table.loc["b", names].tolist() == [2, 2, 1, 0, 0, 1, 0, 1, 0, 0]
    assert table.loc["", names].tolist() == [5, 8, 4, 1, 1, 2, more, 1, 1, half]


def test_an_item_that_round_1_did_not_cut_is_no_explanation(write_case: Write) -> None:
    assert compute(write_case, rounds("b", "1.2", 3, 2)).rounds.empty
    assert compute(write_case).rounds.empty


@pytest.mark.parametrize(
    ("second", "reason", "told"),
    [
        (2, "", "Vòng 1: thiếu báo cáo"),  # nothing given back: the reason of round 1 stands
        (3, "", "Vòng 1: thiếu báo cáo"),  # given back in part: it still explains the rest
        (4, "", "giải thích của đơn vị"),  # accepted wholly: nothing is left to explain
        (3, "Đã bổ sung", "Đã bổ sung"),  # round 2 has its own
    ],
)
def test_the_reason_of_round_1_stands_while_its_cut_does(
    second: int, reason: str, told: str, write_case: Write
) -> None:
    one: dict[str, Any] = {"unit_code": "a", "item_code": "1.2"}
    appraisal = [
        one | {"round": 1, "appraised_points": 2, "reason": "Vòng 1: thiếu báo cáo"},
        one | {"round": 2, "appraised_points": second, "reason": reason},
    ]
    points = {"a": {"1.1": 4, "1.2": cell(4, reason="giải thích của đơn vị"), "2.1": 4, "2.2": 4}}
    claims = write_case(TREE, points, appraisal=appraisal).compute("claims").claims
    assert claims[["item_code", "reason"]].to_numpy().tolist() == [["1.2", told]]


def test_areas_and_tied_cuts_stand_in_the_order_of_the_framework(write_case: Write) -> None:
    # the first unit has claims in area 2 only
    points = {
        "a": {"1.1": 4, "1.2": 4, "2.1": cell(4, 3), "2.2": 4},
        "b": {"1.1": 4, "1.2": cell(4, 3), "2.1": 4, "2.2": 4},
    }
    results = write_case(TREE, points).compute("claim_areas", "cuts")
    of_block = results.claim_areas[results.claim_areas["unit_code"] == ""]
    assert list(of_block["area"]) == ["", "1", "2"]
    assert list(results.cuts["item_code"]) == ["1.2", "2.1"]


# --- straight from leaves -------------------------------------------------------------------

LEAF_COLUMNS = (
    *("unit_code", "block", "item_code", "method", "applies", "self_points", "round1_points", "round2_points"),
    *("appraised_points", "computed_points", "reason", "evidence", "filled", "points", "origin", "max_points"),
)


def leaves(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Leaves: unit, claimed, granted, reason; item codes are their numbers."""
    points = [None if one is None else Decimal(one) for row in rows for one in row[1:3]]
    table = [
        (
            *(row[0], "so", str(number), "appraised", True, points[2 * number], None, None),
            *(points[2 * number + 1], None, row[3], "", False, points[2 * number + 1]),
            *("missing" if row[2] is None else "appraised", Decimal(4)),
        )
        for number, row in enumerate(rows)
    ]
    return pd.DataFrame(table, columns=LEAF_COLUMNS, dtype=object).astype({"applies": bool})


def test_reasons_stand_by_cuts_then_by_points_and_no_reason_last() -> None:
    found = group_reasons(
        leaves(
            *(("a", "4", "3", ""), ("a", "4", "3", " "), ("b", "4", "3", "")),  # most often, but no reason
            ("a", "4", "3", "Trễ hạn"),
            ("a", "4", "2", "thiếu"),
            ("b", "4", "2", "Thiếu."),
            ("a", "4", "1", "sai"),  # one cut as "Trễ hạn", more points
            ("b", "4", "4", "đủ"),  # no cut
            ("b", "3", "4", "thêm"),  # no cut
            ("b", "4", None, "chờ"),  # not appraised
        )
    )
    assert found.to_numpy().tolist() == [
        ["so", "thiếu", 2, 2, 4, 0],
        ["so", "sai", 1, 1, 3, 0],
        ["so", "Trễ hạn", 1, 1, 1, 0],
        ["so", "", 3, 2, 3, 0],
    ]


def test_a_second_round_without_a_first_explains_nothing() -> None:
    table = leaves(("a", "4", "3", ""), ("b", "4", "3", ""))
    table["round2_points"] = [Decimal(3), None]
    assert sum_rounds(table).empty


def test_rounds_by_hand() -> None:
    table = leaves(*(("a", "4", "3", "") for _ in range(6)))
    table["self_points"] = [Decimal(4)] * 6
    table["round1_points"] = [Decimal(one) for one in ("4", "3", "3", "3", "3", "1")]
    table["round2_points"] = [Decimal("1"), Decimal("4"), Decimal("3.5"), Decimal("3"), Decimal("2.5"), None]
    block, unit = sum_rounds(table).to_dict("records")
    assert (block["unit_code"], unit["unit_code"], unit["block"]) == ("", "a", "so")
    assert (unit["cut_n"], unit["cut_points"]) == (5, 7)  # 4 × 1, and 3; the first was not cut
    assert (unit["explained_n"], unit["unexplained_n"]) == (4, 1)
    assert (unit["whole_n"], unit["part_n"], unit["refused_n"]) == (1, 1, 2)
    assert (unit["back_points"], unit["lowered_n"], unit["lowered_points"]) == (Decimal("1.5"), 1, Decimal("0.5"))
    assert {name: block[name] for name in block if name != "unit_code"} == {
        name: unit[name] for name in unit if name != "unit_code"
    }


def test_rounds_stand_by_block_and_unit_as_the_leaves_do() -> None:
    table = leaves(*((unit, "4", "3", "") for unit in ("b", "a", "c", "a")))
    table["round1_points"] = [Decimal(3)] * 4
    table["block"] = ["xa", "xa", "so", "xa"]
    rows = sum_rounds(table)[["block", "unit_code", "cut_n"]].to_numpy().tolist()
    assert rows == [["xa", "", 3], ["xa", "b", 1], ["xa", "a", 2], ["so", "", 1], ["so", "c", 1]]


def test_a_claim_is_where_figures_differ() -> None:
    table = leaves(("a", "4", "3", ""), ("a", "3", "3", ""), ("a", "2", "3", ""), ("a", None, "3", ""))
    table["round1_points"] = [None, None, None, Decimal(2)]
    found = find_claims(table)
    assert found["item_code"].tolist() == ["0", "2", "3"]
    assert found["claim_gap"].tolist() == [1, -1, None]
    table.loc[0, "method"] = "survey"
    table.loc[2, "applies"] = False
    assert find_claims(table)["item_code"].tolist() == ["3"]


def test_all_leaves_but_those_by_survey_that_apply_and_are_claimed_are_assessed() -> None:
    table = leaves(*(("a", "4", "3", "") for _ in range(5)), ("a", None, "3", ""))
    table["method"] = ["appraised", "bonus", "survey", "appraised", "penalty", "appraised"]
    table.loc[3, "applies"] = False
    assert self_assessed(table)["item_code"].tolist() == ["0", "1", "4"]


def test_a_share_of_nothing_is_blank() -> None:
    (row,) = sum_claims(leaves(("a", "0", "0", ""))).to_dict("records")
    assert (row["leaves_n"], row["claimed_n"]) == (1, 0)
    assert pd.isna(row["claim_gap_pct"])
    assert pd.isna(row["evidence_pct"])


OUTSIDE = [
    ("1",),
    ("1.1", "1", 4, "appraised", "each: 1"),
    ("9",),
    ("9.1", "9", 2, "bonus"),
    ("9.2", "9", 1, "penalty"),
]


def figures(results: Results) -> dict[tuple[str, str], tuple[Any, ...]]:
    names = ["official_points", "decided_by", "claim_gap", "cut_points"]
    return {
        (row["unit_code"], row["item_code"]): tuple(row[n] for n in names) for row in results.claims.to_dict("records")
    }


def test_official_points_are_those_after_the_own_maximum_of_a_leaf(write_case: Write) -> None:
    points = {
        "a": {"1.1": 4, "9.1": cell(2, "2.5")},  # given 2.5, of which 2 count: nothing raised, nothing cut
        "b": {"1.1": 4, "9.1": cell("2.5", "2.5")},  # claimed beyond the maximum: cut by it, not by the appraiser
        "c": {"1.1": 4, "9.1": cell(1, "")},  # claimed, and nobody gave points
        "d": {"1.1": cell(3, value=2), "9.2": cell("0.25", 3)},  # a penalty of 1 at most, claimed 0.25
    }
    results = write_case(OUTSIDE, points).compute(*CLAIMS)
    half, quarters = Decimal("0.5"), Decimal("0.75")
    assert figures(results) == {
        ("a", "9.1"): (2, "appraiser", 0, 0),
        ("b", "9.1"): (2, "appraiser", half, half),
        ("c", "9.1"): (0, "", 1, 1),
        ("d", "1.1"): (2, "rule", 1, 1),
        ("d", "9.2"): (1, "appraiser", -quarters, quarters),
    }
    sums = results.claim_sums.set_index("unit_code")
    names = ["self_points", "official_points", "cut_points", "rule_cut_n", "appraiser_cut_n", "other_cut_n"]
    assert {unit: sums.loc[unit, names].tolist() for unit in sums.index} == {
        "a": [2, 2, 0, 0, 0, 0],
        "b": [Decimal("2.5"), 2, half, 0, 0, 1],
        "c": [1, 0, 1, 0, 0, 1],
        "d": [Decimal("2.75"), 1, 1 + quarters, 1, 1, 0],
    }


def test_in_a_draft_the_units_own_points_are_official_until_somebody_decides(write_case: Write) -> None:
    points = {
        "a": {"1.1": cell(3, ""), "9.1": cell(3, "")},  # of the bonus 2 count
        "b": {"1.1": cell(4, 3), "9.1": cell(1, "")},
        "c": {"1.1": {"self_points": ""}},  # a gap
    }
    results = write_case(OUTSIDE, points, status="draft").compute(*CLAIMS)
    assert figures(results) == {("a", "9.1"): (2, "self", 1, 1), ("b", "1.1"): (3, "appraiser", 1, 1)}
    sums = results.claim_sums.set_index("unit_code")
    assert sums[["leaves_n", "waiting_n"]].to_numpy().tolist() == [[2, 2], [2, 1]]
    # nobody decided on a: it is compared with no one
    assert results.claim_blocks[["units_n", "mean_gap", "largest_units"]].to_numpy().tolist() == [[1, 1, "b"]]
