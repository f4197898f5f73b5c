"""Questions that do not ask for satisfaction: the share of each answer, such as what people wish for.

In: ``answers``, ``questions``, units, the design. Out: one row per question and answer of the province; nothing is
withheld yet. Source: ``docs/methodology.md`` 16.12.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from parreport.survey.design import Design, Floats
from parreport.survey.estimates import PLACES, estimate_ratios, find_cells, sum_cells
from parreport.survey.intervals import estimate_intervals
from parreport.survey.questions import Flags, asked_in, list_questions
from parreport.survey.suppression import FEWEST
from parreport.survey.totals import Domain, Sample
from parreport.survey_columns import LETTER_SCALES, SURVEY_CHOICES, choice_column

WITHOUT = frozenset({"satisfaction5", "score10"})


def estimate_choices(
    answers: pd.DataFrame, questions: pd.DataFrame, units: pd.DataFrame, design: Design
) -> pd.DataFrame:
    """Estimate, of each question with choices, the weighted share of each answer among those who answered it.

    Of ``several`` choices the shares do not add to 100. Questions under five respondents have no row.
    """
    cells = find_cells(answers, units)
    sample = Sample(design, cells.of_row, len(cells.unit_of_cell))
    whole = Domain(np.zeros(len(cells.unit_of_cell), dtype=np.int64), 1)
    options = {str(row["question_code"]): row["options"] for row in questions.to_dict("records")}
    records: list[dict[str, Any]] = []
    for question in list_questions(questions):
        if question.scale in WITHOUT:
            continue
        asked = asked_in(question, cells.block_of_row)
        chosen = list(_choices_in(question.code, question.scale, options[question.code], answers))
        answered = np.zeros(len(answers), dtype=bool)
        for _, given, _ in chosen:
            answered |= given
        answered = answered if asked is None else answered & asked
        all_totals = sample.sum(answered, *(np.where(answered, flags, False) for _, _, flags in chosen))
        for (choice, _, _), totals in zip(chosen, all_totals, strict=True):
            n = sum_cells(totals.n, whole).astype(np.int64)
            if n[0] < FEWEST:
                break
            share, error = estimate_ratios(sample, totals, whole)
            low, high = estimate_intervals(share, error, sample.degrees(totals, whole), n)
            ends = (round(100 * float(one[0]), PLACES) for one in (share, low, high))
            facts = (question.code, ";".join(question.blocks), question.scale, str(choice))
            row = (*facts, options[question.code][choice], int(n[0]), *ends)
            records.append(dict(zip(SURVEY_CHOICES, row, strict=True)))
    return pd.DataFrame(records, columns=list(SURVEY_CHOICES))


def _choices_in(
    code: str, scale: str, options: dict[Any, str], answers: pd.DataFrame
) -> Iterator[tuple[Any, Flags, Flags]]:
    """Yield each choice of a question with who answered it and who chose it."""
    for choice in options:
        if scale in LETTER_SCALES:
            letters = answers[code]
            yield choice, np.asarray(letters.notna()), np.asarray(letters == choice)
            continue
        name = choice_column(code, str(choice)) if scale == "several" else code
        cells: Floats = answers[name].to_numpy(dtype=float, na_value=np.nan)
        yield choice, ~np.isnan(cells), cells == (1 if scale == "several" else choice)
