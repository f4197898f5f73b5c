"""The answers to questions that do not ask for satisfaction, worked out by hand. M 16.12."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.survey.choices import estimate_choices
from parreport.survey.design import find_design
from tests.survey.written import write_answers

NAN = np.nan
UNITS = pd.DataFrame({"unit_code": ["u"], "block": ["b"]})


def ask(code: str, scale: str, options: dict[Any, str]) -> dict[str, Any]:
    blank = dict.fromkeys(("block", "factor", "factor_parent", "item_code", "text"), "")
    facts = {"question_code": code, "scale": scale, "options": options, "option_weights": {}}
    return blank | facts | {"respondent_group": (), "counts_in_satisfaction": False}


def shares(questions: list[dict[str, Any]], answers: dict[str, Any], **design: Any) -> dict[tuple[str, str], Any]:
    table = write_answers(answers, **design)
    found = estimate_choices(table, pd.DataFrame(questions), UNITS, find_design(table))
    return {(row["question_code"], row["choice"]): row for row in found.to_dict("records")}


def test_each_answer_has_its_weighted_share_among_those_who_answered() -> None:
    level = ask("l", "level3", {1: "Không", 2: "Ít", 3: "Nhiều"})
    one_of = ask("o", "one_of", {"a": "Nam", "b": "Nữ", "c": "Khác"})
    answers = {"l": [3.0, 3.0, 1.0, 2.0, 3.0, NAN], "o": ["a", "b", "a", "a", "b", "b"]}
    found = shares([level, one_of], answers, weight=[2.0, 1.0, 1.0, 1.0, 1.0, 4.0])
    assert [found["l", code]["share_pct"] for code in "123"] == pytest.approx([100 / 6, 100 / 6, 400 / 6])
    assert [found["o", code]["share_pct"] for code in "abc"] == [40, 60, 0]
    assert (found["l", "3"]["n"], found["o", "a"]["n"], found["l", "3"]["words"]) == (5, 6, "Nhiều")
    assert found["o", "c"]["low_pct"] == 0 < found["o", "c"]["high_pct"] < 100


def test_several_choices_are_shares_of_all_who_answered_any() -> None:
    several = ask("s", "several", {"a": "Loa", "b": "Báo"})
    found = shares([several], {"s/a": [1.0, 1, 1, 0, 0, NAN], "s/b": [0.0, 1, 0, 1, 0, NAN]})
    assert [found["s", code]["share_pct"] for code in "ab"] == [60, 40]
    assert {row["n"] for row in found.values()} == {5}


def test_under_five_respondents_and_of_satisfaction_nothing_is_told() -> None:
    questions = [ask("y", "yes_no", {1: "Có", 0: "Không"}), ask("q", "satisfaction5", {5: "Rất hài lòng"})]
    assert shares(questions, {"y": [1.0, 0, 1, 1, NAN], "q": [5.0] * 5}) == {}
    assert shares(questions[:1], {"y": [1.0, 0, 1, 1, 1]})["y", "1"]["share_pct"] == 80
