"""Whether a rank is firm: what exists, what was drawn, what moves it. M 9.7."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from parreport.index.firmness import find_undrawn, judge_ranks, order_causes


def leaves(*methods: str, gone: str = "") -> pd.DataFrame:
    rows = [(method, True) for method in methods] + ([(gone, False)] if gone else [])
    return pd.DataFrame(rows, columns=["method", "applies"])


@pytest.mark.parametrize(
    ("methods", "drawn", "known", "others", "undrawn"),
    [
        (("survey",), set(), False, set(), {"sampling"}),
        (("survey",), set(), True, set(), set()),
        (("appraised",), set(), False, set(), {"appraisal"}),
        (("appraised",), {"appraisal", "weights"}, True, set(), set()),
        (("survey", "appraised"), {"sampling"}, False, set(), {"appraisal"}),
        (("bonus",), set(), False, {"cases", "first"}, {"cases", "first"}),
        (("bonus",), {"cases"}, False, {"cases", "first"}, {"first"}),
    ],
)
def test_an_error_that_exists_and_was_not_drawn_is_undrawn(
    methods: tuple[str, ...], drawn: set[str], known: bool, others: set[str], undrawn: set[str]
) -> None:
    assert find_undrawn(leaves(*methods), drawn, known, others) == undrawn


def test_points_that_a_system_computes_have_no_error_of_judgement() -> None:
    assert find_undrawn(leaves("appraised", "survey"), set(), False, {"first"}, is_judged=False) == {
        "sampling",
        "first",
    }


def test_points_that_do_not_apply_have_no_error() -> None:
    assert find_undrawn(leaves("bonus", gone="survey"), set(), False, set()) == set()


def test_causes_stand_in_their_order() -> None:
    assert order_causes({"first", "cases", "weights"}) == "weights;cases;first"
    assert order_causes(set()) == ""


def judge(**changed: Any) -> str:
    row = {
        **{"drawn": "weights;appraisal;sampling;cases", "undrawn": "", "stay_share": 1.0, "cases_stay_share": 1.0},
        **{"rank": 3, "rank_low_all": 3, "rank_high_all": 3},
    }
    table = pd.DataFrame([row | changed])
    whole = dict.fromkeys(("rank", "rank_low_all", "rank_high_all"), "Int64")
    (word,) = judge_ranks(table.astype(whole | {"stay_share": float, "cases_stay_share": float}))
    return word


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, "firm"),
        ({"drawn": "", "stay_share": 0.5}, ""),
        ({"stay_share": 0.999}, "moves"),
        ({"stay_share": 0.999, "drawn": "appraisal"}, "moves"),
        ({"stay_share": 0.999, "drawn": "sampling"}, "firm"),
        ({"stay_share": None, "cases_stay_share": None}, "firm"),
        ({"cases_stay_share": 0.999}, "moves"),
        ({"rank_low_all": 2}, "moves"),
        ({"rank_high_all": 4}, "moves"),
        ({"rank_high_all": 4, "drawn": "weights"}, "firm"),
        ({"rank_low_all": None, "rank_high_all": None}, "firm"),
        ({"undrawn": "appraisal"}, "firm"),
        ({"undrawn": "weights;first"}, "stays"),
        ({"undrawn": "sampling"}, "stays"),
        ({"undrawn": "cases"}, "stays"),
        ({"undrawn": "confirmed", "stay_share": 0.5}, "moves"),
    ],
)
def test_a_rank_is_firm_stays_or_moves(changed: dict[str, Any], word: str) -> None:
    assert judge(**changed) == word
