"""Points of survey leaves by hand: weights of letters, groups, gaps, the error of the sum."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from parreport.inputs.framework import Framework
from parreport.survey.design import find_design
from parreport.survey.points import SurveyPoints, estimate_points
from tests.survey.written import letters, write_answers, write_questions, write_units

BLANK = np.nan


def framework(**leaves: str) -> Framework:
    """Return a block ``so`` of survey leaves with their maxima; ``a`` stands for ``1.a``."""
    items = [SimpleNamespace(code=code, method="survey", max_points=Decimal(most)) for code, most in leaves.items()]
    return cast(Framework, [SimpleNamespace(code="so", items=items)])


def score(answers: pd.DataFrame, *questions: Mapping[str, Any], **leaves: str) -> SurveyPoints:
    table = write_questions(*({"scale": "options", "counts_in_satisfaction": False} | dict(one) for one in questions))
    return estimate_points(answers, table, write_units(answers), framework(**leaves), find_design(answers))


def row_of(found: SurveyPoints, unit: str = "u", leaf: str = "a") -> dict[str, Any]:
    rows = found.leaves[(found.leaves["unit_code"] == unit) & (found.leaves["item_code"] == leaf)]
    assert len(rows) == 1
    return dict(rows.to_dict("records")[0])


def test_points_are_the_maximum_times_the_mean_weight_of_the_letters() -> None:
    # A, A, B, C, D: (1 + 1 + 0.6 + 0.2 + 0) / 5 = 0.56; 0.56 × 3 = 1.68
    found = row_of(score(write_answers({"q": list("AABCD")}), {"question_code": "q", "item_code": "a"}, a="3"))
    assert (found["points"], found["n"], found["state"]) == (Decimal("1.68"), 5, "given")
    # deviations 0.44², 0.44², 0.04², 0.36², 0.56²: 0.832; 5/4 × 0.832 / 25 = 0.0416; 3 × √0.0416
    assert found["se_points"] == pytest.approx(3 * 0.0416**0.5)


def test_other_weights_are_the_questionnaires() -> None:
    question = {"question_code": "q", "item_code": "a", "option_weights": letters(A="1", B="0.5", C="0")}
    found = row_of(score(write_answers({"q": list("ABBCC")}), question, a="2"))
    assert found["points"] == Decimal("0.8")  # (1 + 0.5 + 0.5) / 5 × 2


def test_of_satisfaction_the_share_of_satisfied_counts() -> None:
    question = {"question_code": "q", "item_code": "a", "scale": "satisfaction5"}
    found = row_of(score(write_answers({"q": [5.0, 4.0, 3.0, 4.0, 1.0]}), question, a="10"))
    assert found["points"] == Decimal("6")


def test_yes_is_all_and_no_is_nothing() -> None:
    question = {"question_code": "q", "item_code": "a", "scale": "yes_no"}
    assert row_of(score(write_answers({"q": [1.0, 1.0, 0.0, 0.0, 0.0]}), question, a="5"))["points"] == 2


def test_points_are_rounded_half_up_to_nine_places() -> None:
    found = row_of(score(write_answers({"q": list("AADDDD")}), {"question_code": "q", "item_code": "a"}, a="1"))
    assert found["points"] == Decimal("0.333333333")


def test_all_answers_to_the_questions_of_a_leaf_are_pooled() -> None:
    # q1: A A A A A, q2: D -: 5 of 6 answers are worth 1
    answers = write_answers({"q1": list("AAAAA"), "q2": ["D", None, None, None, None]})
    questions = [{"question_code": code, "item_code": "a"} for code in ("q1", "q2")]
    assert row_of(score(answers, *questions, a="6"))["points"] == 5


def test_only_the_groups_that_are_asked_count() -> None:
    groups = ["dân"] * 5 + ["cán bộ"] * 5
    answers = write_answers({"q": list("AAAAADDDDD")}, respondent_group=groups)
    question = {"question_code": "q", "item_code": "a", "respondent_group": ("dân",)}
    assert row_of(score(answers, question, a="2"))["points"] == 2


def test_several_groups_of_a_leaf_are_pooled_by_their_weights() -> None:
    # people: 5 × weight 3, all A; officials: 5 × weight 1, all D: 15 / 20
    groups = ["dân"] * 5 + ["cán bộ"] * 5
    answers = write_answers({"q": list("AAAAADDDDD")}, respondent_group=groups, weight=[3.0] * 5 + [1.0] * 5)
    question = {"question_code": "q", "item_code": "a", "respondent_group": ("cán bộ", "dân")}
    assert row_of(score(answers, question, a="4"))["points"] == 3


@pytest.mark.parametrize(("officials", "state"), [(0, "absent"), (4, "few"), (5, "given")])
def test_a_group_of_under_five_makes_the_leaf_a_gap(officials: int, state: str) -> None:
    groups = ["dân"] * 9 + ["cán bộ"] * officials
    answers = write_answers({"q": ["A"] * len(groups)}, respondent_group=groups)
    question = {"question_code": "q", "item_code": "a", "respondent_group": ("dân", "cán bộ")}
    found = row_of(score(answers, question, a="4"))
    assert found["state"] == state
    assert found["respondent_group"] == ("" if state == "given" else "cán bộ")
    assert found["points"] == (Decimal(4) if state == "given" else None)


def test_under_five_in_all_give_no_points() -> None:
    found = score(write_answers({"q": list("AAAA")}), {"question_code": "q", "item_code": "a"}, a="4")
    assert (row_of(found)["state"], row_of(found)["points"]) == ("few", None)
    assert found.errors.empty


def test_the_error_of_the_sum_knows_that_the_same_people_answer() -> None:
    # both leaves the same answers: the error of the sum is the sum of the errors, not the root of squares
    answers = write_answers({"q1": list("AABCD"), "q2": list("AABCD")})
    questions = [{"question_code": f"q{n}", "item_code": leaf} for n, leaf in ((1, "a"), (2, "b"))]
    found = score(answers, *questions, a="3", b="2")
    assert float(found.errors["survey_se_points"].iloc[0]) == pytest.approx(5 * 0.0416**0.5)


def test_answers_that_cancel_leave_no_error() -> None:
    answers = write_answers({"q1": list("AADDA"), "q2": list("DDAAD")})
    questions = [{"question_code": f"q{n}", "item_code": leaf} for n, leaf in ((1, "a"), (2, "b"))]
    found = score(answers, *questions, a="3", b="3")
    assert float(found.errors["survey_se_points"].iloc[0]) == pytest.approx(0, abs=1e-7)


def test_groups_that_are_sampled_apart_are_independent() -> None:
    columns = {"respondent_group": ["dân"] * 5 + ["cán bộ"] * 5, "stratum": ["1"] * 5 + ["2"] * 5}
    answers = write_answers({"q1": [*"AABCD", *[None] * 5], "q2": [*[None] * 5, *"AABCD"]}, **columns)
    questions = [{"question_code": f"q{n}", "item_code": leaf} for n, leaf in ((1, "a"), (2, "b"))]
    found = score(answers, *questions, a="3", b="4")
    assert float(found.errors["survey_se_points"].iloc[0]) == pytest.approx(5 * 0.0416**0.5)


def test_a_unit_in_one_psu_has_points_and_no_error() -> None:
    answers = write_answers({"q": list("AABCDAABCD")}, unit_code=["u"] * 5 + ["v"] * 5, psu=["1"] * 5 + ["2"] * 5)
    found = score(answers, {"question_code": "q", "item_code": "a"}, a="3")
    assert row_of(found)["points"] == Decimal("1.68")
    assert found.errors["survey_se_points"].isna().all()
