"""What to mend first: questions that weigh much in people's satisfaction and with which few are satisfied.

In: ``answers``, ``questions``, units, the design, what is withheld. Out: one row per question. Source:
``docs/methodology.md`` 16.10.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from parreport.survey.design import Design, Floats
from parreport.survey.estimates import FEW, find_cells
from parreport.survey.questions import Question, asked_in, list_questions
from parreport.survey_columns import IMPORTANCE, SATISFIED_FROM


def measure_importance(
    answers: pd.DataFrame, questions: pd.DataFrame, units: pd.DataFrame, design: Design
) -> pd.DataFrame:
    """Measure how each question goes with the rest of a respondent's answers, and how many are not satisfied.

    One row per question of satisfaction that counts and that 30 respondents or more answered with another one:
    ``importance``, the weighted correlation of the answer with the mean of the respondent's other answers (blank
    where one does not vary); ``dissatisfied_pct``, the weighted share of answers below "satisfied"; ``priority``: yes
    where both are above the median of the questions.
    """
    cells = find_cells(answers, units)
    asked = [one for one in list_questions(questions) if one.is_satisfaction]
    sums, counts = np.zeros(len(answers)), np.zeros(len(answers))
    for question in asked:
        steps = _steps(question, answers, cells.block_of_row)
        sums += np.nan_to_num(steps)
        counts += ~np.isnan(steps)
    records = []
    for question in asked:
        steps = _steps(question, answers, cells.block_of_row)
        used = ~np.isnan(steps) & (counts > 1)
        if used.sum() < FEW:
            continue
        own, weights = steps[used], design.weights[used]
        others = (sums[used] - own) / (counts[used] - 1)
        answering = ~np.isnan(steps)
        unhappy = np.average(steps[answering] < SATISFIED_FROM, weights=design.weights[answering])
        importance = _correlation(own, others, weights)
        cells_of_row = (question.code, question.factor, ";".join(question.blocks), int(used.sum()))
        records.append((*cells_of_row, round(importance, 9), round(100 * float(unhappy), 9), False))
    table = pd.DataFrame(records, columns=list(IMPORTANCE))
    for name in ("importance", "dissatisfied_pct"):
        table[f"high_{name}"] = table[name] > table[name].median()
    table["priority"] = table.pop("high_importance") & table.pop("high_dissatisfied_pct")
    return table


def _steps(question: Question, answers: pd.DataFrame, blocks: pd.Series[Any]) -> Floats:
    cells = answers[question.code].to_numpy(dtype=float, na_value=np.nan)
    asked = asked_in(question, blocks)
    return cells if asked is None else np.where(asked, cells, np.nan)


def _correlation(one: Floats, other: Floats, weights: Floats) -> float:
    one, other = one - np.average(one, weights=weights), other - np.average(other, weights=weights)
    spread = float(np.sum(weights * one * one)) * float(np.sum(weights * other * other))
    return float(np.sum(weights * one * other)) / spread**0.5 if spread > 1e-18 else float("nan")
