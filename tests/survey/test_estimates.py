"""Satisfaction by hand: pooled shares, means, errors, marks."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.survey.written import estimate, letters, write_answers, write_questions, write_units

BLANK = np.nan


def test_a_factor_pools_the_answers_of_its_questions() -> None:
    # q1: 5, 4, 2 → 2 of 3; q2: 5, -, - → 1 of 1; pooled 3 of 4, not the mean of the two shares (83.33)
    answers = write_answers({"q1": [5.0, 4.0, 2.0], "q2": [5.0, BLANK, BLANK]})
    rows = estimate(answers, write_questions("q1", "q2"))
    assert rows["u", "F", "", ""]["satisfaction_pct"] == 75
    assert rows["u", "F", "", ""]["mean"] == 4  # (5 + 4 + 2 + 5) / 4
    assert rows["u", "F", "q1", ""]["satisfaction_pct"] == pytest.approx(66.666666667)
    assert (rows["u", "F", "", ""]["n"], rows["u", "F", "q2", ""]["n"]) == (3, 1)
    # u = y − 0.75 x: 0.5, 0.25, −0.75; sum of squares 0.875; 3/2 × 0.875 / 16 = 0.08203125
    assert rows["u", "F", "", ""]["se_pct"] == pytest.approx(100 * 0.08203125**0.5, abs=1e-8)
    assert rows["u", "F", "", ""]["df"] == 2


def test_weights_count_people() -> None:
    rows = estimate(write_answers({"q": [5.0, 1.0]}, weight=[3.0, 1.0]), write_questions("q"))
    assert rows["u", "", "", ""]["satisfaction_pct"] == 75
    assert rows["u", "", "", ""]["mean"] == 4  # (3 × 5 + 1) / 4
    assert rows["u", "", "", ""]["n"] == 2


def test_a_small_population_that_was_asked_in_part_has_a_smaller_error() -> None:
    # 2 of 4 asked: (1 − 2/4) × 2 × (0.25² + 0.25²) = 0.125; without sizes 0.25
    whole = estimate(write_answers({"q": [5.0, 1.0]}), write_questions("q"))["u", "", "", ""]
    part = estimate(write_answers({"q": [5.0, 1.0]}, stratum_size=[4, 4]), write_questions("q"))["u", "", "", ""]
    assert whole["se_pct"] == pytest.approx(50)
    assert part["se_pct"] == pytest.approx(100 * 0.125**0.5, abs=1e-8)


def test_respondents_of_other_units_stay_in_the_sample() -> None:
    # stratum of 4 respondents, 2 of them of unit a: 4/3 × 2 × 0.25² = 1/6; cut down to a: 2/1 × 2 × 0.25² = 1/4
    answers = write_answers({"q": [5.0, 1.0, 5.0, 5.0]}, unit_code=["a", "a", "b", "b"])
    rows = estimate(answers, write_questions("q"))
    assert rows["a", "", "", ""]["se_pct"] == pytest.approx(100 * (1 / 6) ** 0.5, abs=1e-8)
    assert rows["a", "", "", ""]["df"] == 1


def test_all_satisfied_have_no_error_and_an_interval_all_the_same() -> None:
    row = estimate(write_answers({"q": [4.0, 5.0] * 10}), write_questions("q"))["u", "", "", ""]
    assert (row["satisfaction_pct"], row["se_pct"], row["high_pct"]) == (100, 0, 100)
    assert row["low_pct"] == pytest.approx(83.15665, abs=1e-5)  # 0.025 ^ (1 / 20)
    assert row["mark"] == "few"


def test_nobody_satisfied_likewise() -> None:
    row = estimate(write_answers({"q": [1.0, 3.0] * 10}), write_questions("q"))["u", "", "", ""]
    assert (row["satisfaction_pct"], row["se_pct"], row["low_pct"]) == (0, 0, 0)
    assert row["high_pct"] == pytest.approx(16.84335, abs=1e-5)


def test_one_respondent_has_no_interval() -> None:
    row = estimate(write_answers({"q": [5.0]}), write_questions("q"), single_psu="skip")["u", "", "", ""]
    assert (row["n"], row["satisfaction_pct"], row["df"], row["mark"]) == (1, 100, 0, "few;one_psu")
    assert all(math.isnan(row[name]) for name in ("se_pct", "low_pct", "high_pct", "mean_se"))


def test_a_domain_in_one_psu_is_published_without_interval() -> None:
    answers = write_answers({"q": [5.0, 1.0] * 40}, unit_code=["a"] * 40 + ["b"] * 40, psu=["1"] * 40 + ["2"] * 40)
    rows = estimate(answers, write_questions("q"))
    assert (rows["a", "", "", ""]["satisfaction_pct"], rows["a", "", "", ""]["mark"]) == (50, "one_psu")
    assert math.isnan(rows["a", "", "", ""]["low_pct"])
    assert rows["", "", "", ""]["df"] == 1


def test_who_answered_nothing_is_not_counted() -> None:
    row = estimate(write_answers({"q": [5.0, BLANK, 1.0]}), write_questions("q"))["u", "", "", ""]
    assert (row["n"], row["df"], row["satisfaction_pct"]) == (2, 1, 50)


@pytest.mark.parametrize(
    ("question", "cells", "mean"),
    [
        ({"scale": "yes_no"}, [1.0, 1.0, 0.0, BLANK], 2 / 3),
        ({"scale": "score10"}, [10.0, 7.0, BLANK, 4.0], 7),
        ({"scale": "level4"}, [1.0, 4.0, 4.0, 3.0], 3),
        ({"scale": "options"}, ["A", "B", "D", None], 1.6 / 3),  # 1, 0.6, 0
        ({"scale": "options", "option_weights": letters(A="1", B="0.5")}, ["A", "B", "B", "B"], 0.625),
        ({"scale": "one_of"}, ["A", "B", "B", "B"], BLANK),
    ],
)
def test_other_scales_have_a_mean_and_no_share(question: dict[str, object], cells: list[object], mean: float) -> None:
    questions = write_questions({"question_code": "q", "counts_in_satisfaction": False} | question)
    row = estimate(write_answers({"q": cells}), questions)["u", "F", "q", ""]
    assert row["mean"] == pytest.approx(mean, abs=1e-9, nan_ok=True)
    assert math.isnan(row["satisfaction_pct"]) and math.isnan(row["se_pct"])


def test_a_question_of_several_counts_who_ticked_or_left_its_choices() -> None:
    questions = write_questions({"question_code": "q", "scale": "several", "counts_in_satisfaction": False})
    answers = write_answers({"q/A": [1.0, 0.0, BLANK], "q/B": [0.0, 0.0, BLANK]})
    assert estimate(answers, questions)["u", "F", "q", ""]["n"] == 2


def test_a_question_that_does_not_count_is_in_no_factor() -> None:
    questions = write_questions("q1", {"question_code": "q2", "counts_in_satisfaction": False})
    rows = estimate(write_answers({"q1": [5.0, 5.0], "q2": [1.0, 1.0]}), questions)
    assert rows["u", "", "", ""]["satisfaction_pct"] == rows["u", "F", "", ""]["satisfaction_pct"] == 100
    assert rows["u", "F", "q2", ""]["satisfaction_pct"] == 0


def test_halves_stand_above_their_factors() -> None:
    questions = write_questions(
        {"question_code": "q1", "factor": "I.A", "factor_parent": "I"},
        {"question_code": "q2", "factor": "I.B", "factor_parent": "I"},
        {"question_code": "q3", "factor": "II.A", "factor_parent": "II"},
    )
    rows = estimate(write_answers({"q1": [5.0, 5.0], "q2": [1.0, 5.0], "q3": [1.0, 1.0]}), questions)
    shares = {
        factor: row["satisfaction_pct"] for (unit, factor, question, _), row in rows.items() if unit and not question
    }
    assert shares == {"": 50, "I": 75, "I.A": 100, "I.B": 50, "II": 0, "II.A": 0}


def test_groups_have_rows_of_their_own_and_those_without_a_group_only_the_whole() -> None:
    answers = write_answers({"q": [5.0, 1.0, 1.0]}, respondent_group=["dân", "dân", None])
    rows = estimate(answers, write_questions("q"))
    assert {group for _, _, _, group in rows} == {"", "dân"}
    assert rows["u", "", "", "dân"]["satisfaction_pct"] == 50
    assert rows["u", "", "", ""]["satisfaction_pct"] == pytest.approx(33.333333333)
    assert rows["", "", "", "dân"]["n"] == 2


def test_a_question_of_one_code_is_another_in_another_block() -> None:
    questions = write_questions(
        {"question_code": "q", "block": "so", "text": "Một"}, {"question_code": "q", "block": "xa", "text": "Hai"}
    )
    answers = write_answers({"q": [5.0, 5.0, 1.0, 1.0]}, unit_code=["a", "a", "b", "b"])
    units = write_units(answers, {"b": "xa"})
    rows = estimate(answers, questions, units=units)
    assert rows["a", "F", "q", ""]["satisfaction_pct"] == 100
    assert rows["b", "F", "q", ""]["satisfaction_pct"] == 0
    assert rows["", "F", "", ""]["satisfaction_pct"] == 50


def test_the_order_of_the_respondents_changes_nothing() -> None:
    chance = np.random.default_rng(7)
    answers = write_answers(
        {"q": chance.integers(1, 6, 60).astype(float)},
        unit_code=chance.choice(["a", "b"], 60),
        weight=chance.random(60),
    )
    turned = answers.sample(frac=1, random_state=1).reset_index(drop=True)
    one, other = (estimate(table, write_questions("q")) for table in (answers, turned))
    assert one.keys() == other.keys()
    for key, row in one.items():
        for name in ("satisfaction_pct", "se_pct", "low_pct", "mean"):
            assert row[name] == pytest.approx(other[key][name], rel=1e-11)
