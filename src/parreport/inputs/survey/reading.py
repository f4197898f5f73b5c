"""The answers of a survey, read and checked against its questionnaire.

In: ``survey.csv`` (or a workbook, or an export of a survey tool), the questions, the units. Out:
:class:`Survey`. Every fault is kept with its row; no message tells who answered or what was written freely.
Source: ``docs/methodology.md`` 13.1.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_there, shown_path
from parreport.inputs.folders import DRAWN_FILE, SURVEY_FILES
from parreport.inputs.survey.answers import Answers
from parreport.inputs.survey.design import check_design
from parreport.inputs.survey.drawn import lay_design
from parreport.inputs.survey.files import read_answers
from parreport.inputs.survey.heads import HeadMap, find_columns
from parreport.inputs.survey.quality import find_quality, note_quality
from parreport.inputs.survey.rows import Rows
from parreport.language import Message, message
from parreport.survey_columns import ANSWER_COLUMNS, SURVEY_FILE

MOST_HEADS = 6


@dataclass(frozen=True)
class Survey:
    """A survey as read: ``questions`` and ``answers`` as :mod:`parreport.survey_columns` says.

    ``quality``: one row per kind of remark on the answers: ``kind``, ``n`` (respondents).
    """

    questions: pd.DataFrame
    answers: pd.DataFrame
    quality: pd.DataFrame


def find_survey(folder: Path, faults: Faults) -> Path | None:
    """Return the file of answers in a folder of inputs, None where there is none; two are a fault."""
    found = [folder / name for name in SURVEY_FILES if is_there(folder / name)]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        faults.add(Problem(shown_path(folder), message("one file of answers, not several"), names))
    return found[0] if found else None


def read_survey(path: Path, questions: pd.DataFrame, units: pd.DataFrame, faults: Faults) -> Survey | None:
    """Return a survey, None where its file cannot be read; faults and notes are kept.

    ``questions`` are those of :func:`parreport.inputs.survey.questionnaire.read_questionnaire`; ``units`` has
    ``unit_code``, ``unit_name``, ``block``.
    """
    maps: list[tuple[list[str], HeadMap]] = []

    def choose(heads: Any) -> Collection[int]:
        maps.append((list(heads), find_columns(heads, questions)))
        return maps[-1][1].places

    file = shown_path(path)
    if questions.empty:
        what = message("a questionnaire: questionnaire.csv in the folder of the framework, which says what was asked")
        faults.add(Problem(file, what))
        return None
    read = read_answers(path, choose, faults)
    if read is None:
        return None
    heads = next(one for typed, one in maps if typed == read.heads)
    rows = Rows(read, heads, faults)
    answers = Answers(rows, questions, units, faults)
    _check_heads(rows, answers, faults)
    table = answers.table()
    lay_design(path.with_name(DRAWN_FILE), rows, table, faults)
    check_design(rows, table, faults)
    if not len(read.rows):
        faults.add(Problem(read.file, message("at least one respondent"), "", read.head_row + 1))
    quality = find_quality(rows, table, questions)
    note_quality(quality, rows, faults)
    counted = pd.DataFrame([(kind, len(found)) for kind, found in quality.items()], columns=["kind", "n"])
    return Survey(questions, table, counted)


def _check_heads(rows: Rows, answers: Answers, faults: Faults) -> None:
    """Report columns that are missing, unknown or there twice; those of an export that are not read are a note."""
    read, heads = rows.read, rows.heads
    for name in ("respondent_id", "unit_code"):
        if name not in heads.fields and not (name == "respondent_id" and heads.tool):
            _missing(rows, name, {one.name: Message(one.meaning) for one in SURVEY_FILE.columns}, faults)
    for code, meaning in answers.missing().items():
        _missing(rows, code, {code: meaning}, faults)
    shown = [read.heads[at] for at in heads.unknown]
    if heads.tool:
        if shown:
            names = ", ".join(one[:40] for one in shown[:MOST_HEADS]) + (", …" if len(shown) > MOST_HEADS else "")
            facts = {"file": read.file, "tool": heads.tool, "n": len(shown), "names": names}
            faults.note("{file}: an export of {tool}; columns that are not read ({n}): {names}", **facts)
        return
    known = [*SURVEY_FILE.names, *answers.codes]
    for head in shown:
        faults.add(Problem(read.file, faults.unknown("column", head, known), head, read.head_row))
    for at in heads.twice:
        faults.add(Problem(read.file, message("each column once"), read.heads[at], read.head_row))


def _missing(rows: Rows, name: str, meanings: Mapping[str, Message], faults: Faults) -> None:
    faults.unread.add(rows.read.file)
    expected = message("the column is missing; it holds: {meaning}", meaning=meanings[name])
    faults.add(Problem(rows.read.file, expected, row=rows.read.head_row, column=name))


def no_answers(questions: pd.DataFrame) -> pd.DataFrame:
    """Return a table of answers without rows."""
    names = [*ANSWER_COLUMNS, *dict.fromkeys(questions["question_code"])]
    return pd.DataFrame({name: np.zeros(0, object) for name in names})
