"""What answers tell of how they were gathered: same answers throughout, copies, hasty interviews.

In: coded answers and the times of interviews. Out: for each kind of remark the rows that it is about. None
changes an estimate and none drops a row; they are counted and shown. Source: ``docs/methodology.md`` 13.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from parreport.errors import spans
from parreport.inputs.faults import Faults
from parreport.inputs.survey.rows import Array, Mask, Rows
from parreport.language import Message, message
from parreport.survey_columns import ANSWER_COLUMNS

STRAIGHT_FROM = 8
"""Fewest five-step answers of one respondent that can be called the same throughout."""
SHORT_SHARE = 1 / 3
"""Part of the median duration below which an interview was too short."""
TIMES_FROM = 20
"""Fewest interviews with times that have a median to go by."""
COPY_FROM = 10
"""Fewest answers that make two equal rows remarkable."""
MOST_ROWS = 12

KINDS: Mapping[str, Message] = {
    "straight_lined": message("{file}: the same answer to all five-step questions ({n}), row {rows}"),
    "same_answers": message("{file}: all answers as in another row of the unit, other number ({n}), row {rows}"),
    "too_short": message("{file}: interviews of under a third of the usual time ({n}), row {rows}"),
    "backwards": message("{file}: interviews that end before they begin ({n}), row {rows}"),
    "no_answer": message("{file}: forms without any answer ({n}), row {rows}"),
}
"""Kinds of remarks and the notes that tell of them."""


def find_quality(rows: Rows, answers: pd.DataFrame, questions: pd.DataFrame) -> dict[str, Array]:
    """Return the places of the rows by kind of remark, all kinds in their order."""
    steps = list(dict.fromkeys(questions.loc[questions["scale"] == "satisfaction5", "question_code"]))
    straight = _find_straight(answers, [code for code in steps if code in answers])
    asked = [str(name) for name in answers if name not in ANSWER_COLUMNS]
    given = np.zeros(len(answers), np.int32)
    for name in asked:
        given += np.asarray(answers[name].notna())
    minutes = _find_minutes(rows)
    known = minutes[~np.isnan(minutes) & (minutes >= 0)]
    usual = float(np.median(known)) if len(known) >= TIMES_FROM else 0.0
    found: dict[str, Mask] = {
        "straight_lined": straight,
        "same_answers": _find_copies(answers, asked) & ~straight & (given >= COPY_FROM),
        "too_short": (minutes >= 0) & (minutes < SHORT_SHARE * usual),
        "backwards": minutes < 0,
        "no_answer": given == 0,
    }
    return {kind: np.flatnonzero(found[kind]) for kind in KINDS}


def note_quality(quality: Mapping[str, Array], rows: Rows, faults: Faults) -> None:
    """Note each kind of remark with the number of rows and the first of them."""
    for kind, places in quality.items():
        if len(places):
            listed = spans([int(rows.read.rows[at]) for at in places[: 10 * MOST_ROWS]])
            more = len(listed) > MOST_ROWS or len(places) > 10 * MOST_ROWS
            told = ", ".join(listed[:MOST_ROWS]) + (", …" if more else "")
            faults.note(KINDS[kind].msgid, file=rows.read.file, n=len(places), rows=told)


def _find_straight(answers: pd.DataFrame, steps: list[str]) -> Mask:
    """Return which rows have one and the same answer to all five-step questions that they answer."""
    low, high = np.full(len(answers), np.inf, np.float32), np.full(len(answers), -np.inf, np.float32)
    n = np.zeros(len(answers), np.int32)
    for code in steps:
        values = answers[code].to_numpy(np.float32)
        np.fmin(low, values, out=low)
        np.fmax(high, values, out=high)
        n += ~np.isnan(values)
    return np.asarray((n >= STRAIGHT_FROM) & (low == high))


def _find_copies(answers: pd.DataFrame, asked: list[str]) -> Mask:
    """Return which rows have unit, group and all answers of another row."""
    mixed = np.zeros(len(answers), np.uint64)
    for name in ("unit_code", "respondent_group", *asked):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + _whole(answers[name]) + np.uint64(2)
        mixed ^= mixed >> np.uint64(29)
    return np.asarray(pd.Series(mixed).duplicated(keep=False))


def _whole(column: pd.Series[Any]) -> Array:
    codes = column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else column.fillna(-1)
    return (np.asarray(codes, np.int64) + 1).astype(np.uint64)


def _find_minutes(rows: Rows) -> Array:
    """Return how long each interview took, NaN where its times are not given."""
    begun, ended = rows.field("started"), rows.field("ended")
    if begun is None or ended is None:
        return np.full(rows.n, np.nan)
    times = [np.array([*map(_read_time, one.words), np.nan])[one.codes] for one in (begun, ended)]
    return np.asarray((times[1] - times[0]) / 60)


def _read_time(word: str) -> float:
    """Return a time as seconds; NaN where it is none."""
    try:
        return (datetime.fromisoformat(word.strip()).replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()
    except ValueError:
        return float("nan")
