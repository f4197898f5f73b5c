"""Small surveys written from Python structures: answers, questions, units as estimation takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.survey.design import SinglePsu, find_design
from parreport.survey.estimates import SurveySums, estimate_satisfaction, sum_survey
from parreport.survey.questions import list_questions
from parreport.survey.suppression import Published, find_published
from parreport.survey_columns import ANSWER_COLUMNS

NUMBERS = {"weight", "stratum_size", "psu_size"}


def write_answers(questions: Mapping[str, Sequence[Any]], **columns: Any) -> pd.DataFrame:
    """Return ``answers``: the answers to each question, then the columns given; one unit ``u`` unless told."""
    n = len(next(iter(questions.values())))
    given = {"respondent_id": [f"r{number}" for number in range(n)], "unit_code": "u"} | columns
    answers = pd.DataFrame(
        {name: given.get(name, np.nan if name in NUMBERS else None) for name in ANSWER_COLUMNS}, range(n)
    )
    return answers.assign(**questions)


def write_questions(*questions: Mapping[str, Any] | str) -> pd.DataFrame:
    """Return ``questions``: of a code alone a question of satisfaction that counts, of factor F."""
    usual = {"block": "", "factor": "F", "factor_parent": "", "text": "", "scale": "satisfaction5", "item_code": ""}
    usual |= {"option_weights": {}, "respondent_group": (), "counts_in_satisfaction": True}
    rows = [usual | ({"question_code": one} if isinstance(one, str) else dict(one)) for one in questions]
    return pd.DataFrame([row | {"text": row["text"] or row["question_code"]} for row in rows])


def write_units(answers: pd.DataFrame, blocks: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return units in the order of their codes, each in block ``so`` unless told."""
    codes = sorted(set(answers["unit_code"]))
    return pd.DataFrame({"unit_code": codes, "block": [(blocks or {}).get(code, "so") for code in codes]})


def sum_answers(
    answers: pd.DataFrame, questions: pd.DataFrame, units: pd.DataFrame | None = None, single_psu: SinglePsu = "error"
) -> SurveySums:
    """Return the sums of a survey."""
    units = write_units(answers) if units is None else units
    return sum_survey(answers, questions, units, find_design(answers, single_psu))


def estimate(answers: pd.DataFrame, questions: pd.DataFrame, **more: Any) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return each row of ``satisfaction`` by unit, factor, question and group, nothing withheld."""
    table = estimate_satisfaction(sum_answers(answers, questions, **more))
    rows = table.to_dict("records")
    return {(r["unit_code"], r["factor"], r["question_code"], r["respondent_group"]): r for r in rows}


def publish(answers: pd.DataFrame, questions: pd.DataFrame, units: pd.DataFrame | None = None) -> Published:
    """Return which estimates a survey has, and which are sums of others."""
    return find_published(sum_answers(answers, questions, units), list_questions(questions))


def letters(**weights: str) -> dict[str, Decimal]:
    """Return weights of letters, exact."""
    return {letter: Decimal(weight) for letter, weight in weights.items()}
