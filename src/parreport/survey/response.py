"""Who answered: respondents by block and group, how many by unit, how many of the questions they answered.

In: ``answers``, ``questions``, units. Out: counts, nothing that people answered. Source: ``docs/methodology.md`` 16.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from parreport.survey.questions import list_questions
from parreport.survey_columns import SURVEY_RESPONSE

MOST_WITHHELD = 4
"""As many respondents tell nothing but their number."""


def count_respondents(answers: pd.DataFrame, questions: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Count the respondents of each block, together (blank group) and by group.

    One row per block with respondents and group: ``of_n`` units of the block, ``units_n`` of them with respondents
    of the row; ``fewest_n``, ``median_n``, ``most_n`` respondents in these; ``answered_pct``, the share of the
    questions of satisfaction that were put to them and answered, blank of fewer than five respondents.
    """
    blocks = answers["unit_code"].astype(str).map(dict(zip(units["unit_code"], units["block"], strict=True)))
    groups = answers["respondent_group"].astype(object).where(answers["respondent_group"].notna(), "")
    put, given = _count_answers(answers, questions, blocks, groups)
    table = pd.DataFrame({"block": blocks, "group": groups, "unit": answers["unit_code"].astype(str)})
    table["put"], table["given"] = put, given
    records = []
    for block in dict.fromkeys(units["block"]):
        of_n = int((units["block"] == block).sum())
        own = table[table["block"] == block]
        named = sorted(group for group in own["group"].unique() if group)
        for group, part in [("", own), *((group, own[own["group"] == group]) for group in named)]:
            if len(part):
                records.append((block, group, of_n, *_counts_of(part)))
    return pd.DataFrame(records, columns=list(SURVEY_RESPONSE))


def _counts_of(part: pd.DataFrame) -> Iterator[Any]:
    by_unit = part.groupby("unit", sort=False).size()
    put = int(part["put"].sum())
    yield len(by_unit)
    yield len(part)
    yield int(by_unit.min())
    yield float(by_unit.median())
    yield int(by_unit.max())
    yield round(100 * int(part["given"].sum()) / put, 9) if put and len(part) > MOST_WITHHELD else float("nan")


def _count_answers(answers: pd.DataFrame, questions: pd.DataFrame, blocks: Any, groups: Any) -> tuple[Any, Any]:
    """Return for each respondent how many questions of satisfaction were put, and how many answered."""
    put, given = np.zeros(len(answers), np.int32), np.zeros(len(answers), np.int32)
    for question in list_questions(questions):
        if not question.is_satisfaction:
            continue
        asked = np.ones(len(answers), bool)
        if question.blocks:
            asked &= np.asarray(blocks.isin(question.blocks))
        if question.groups:
            asked &= np.asarray(groups.isin(question.groups))
        put += asked
        given += asked & np.asarray(answers[question.code].notna())
    return put, given
