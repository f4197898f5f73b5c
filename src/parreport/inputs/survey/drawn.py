"""The drawn sample beside the answers: what an export of a survey tool lacks of the design.

In: ``sample.csv``, as ``parreport sample`` draws it, and the answers. Out: the columns of the design that the
answers lack, laid beside them by the number of the form. Source: ``docs/methodology.md`` 13.1.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_there
from parreport.inputs.heads import Heads
from parreport.inputs.numbers import NumberError, clean_text, read_number
from parreport.inputs.survey.files import read_answers
from parreport.inputs.survey.rows import Rows
from parreport.language import message
from parreport.survey_columns import SURVEY_FILE

TEXTS, NUMBERS = ("stratum", "psu", "ssu"), ("weight", "stratum_size", "psu_size")


def lay_design(path: Path, rows: Rows, answers: pd.DataFrame, faults: Faults) -> None:
    """Fill the columns of the design that are blank as a whole from a drawn sample, in place; nothing without a file.

    A respondent who was not drawn, or in another unit, is a fault. How many of the drawn answered is a note.
    """
    if not is_there(path):
        return
    drawn = _read_drawn(path, faults)
    if drawn is None:
        return
    numbers = pd.Index(drawn["respondent_id"])
    at = numbers.get_indexer(pd.Index(answers["respondent_id"].astype(object)))
    expected = message("the number of a form of the drawn sample (sample.csv)")
    rows.fault(np.flatnonzero(at < 0), "respondent_id", expected)
    units = np.array([*drawn["unit_code"], None], object)[at]
    differ = (at >= 0) & (units != np.asarray(answers["unit_code"].astype(object))) & answers["unit_code"].notna()
    for place in np.flatnonzero(differ):
        expected = message("the unit of this form in the drawn sample, {unit}", unit=units[place])
        rows.fault([int(place)], "unit_code", expected, str(answers["unit_code"].iloc[int(place)]))
    if (at < 0).any():
        return
    for name in (*TEXTS, *NUMBERS):
        if answers[name].isna().all():
            found = np.asarray(drawn[name], object)[at]
            answers[name] = pd.Categorical(found) if name in TEXTS else found.astype(float)
    faults.note("{file}: of {drawn} drawn, {n} answered", file=rows.read.file, drawn=len(drawn), n=len(set(at)))


def _read_drawn(path: Path, faults: Faults) -> pd.DataFrame | None:
    """Return a drawn sample: one row per form; None where it cannot be read."""
    heads = Heads(SURVEY_FILE)
    wanted = ("respondent_id", "unit_code", *TEXTS, *NUMBERS)

    def choose(found: Any) -> list[int]:
        named = [heads.column(one) for one in found]
        return [at for at, name in enumerate(named) if name in wanted] if {*wanted[:2]} <= {*named} else []

    read = read_answers(path, choose, faults)
    if read is None:
        return None
    blank: Any = np.full(len(read.rows), None, object)
    columns: dict[str, Any] = dict.fromkeys(wanted, blank)
    for column in read.columns.values():
        name = str(heads.column(column.head))
        words = [_number(word) if name in NUMBERS else clean_text(word) or None for word in column.words]
        for place, one in enumerate(words):
            if one == "":
                for row in read.rows[column.codes == place]:
                    expected = message("a number above 0")
                    faults.add(Problem(read.file, expected, column.words[place][:60], int(row), name))
        columns[name] = np.array([*(None if one == "" else one for one in words), None], object)[column.codes]
    table = pd.DataFrame(columns)
    again = table["respondent_id"].duplicated() | table["respondent_id"].isna()
    for row in read.rows[np.asarray(again)]:
        faults.add(Problem(read.file, message("each number of a form once"), None, int(row), "respondent_id"))
    return table[~again].reset_index(drop=True)


def _number(word: str) -> float | str | None:
    """Return a number above 0, None of a blank cell, blank text of what is no such number."""
    if not word.strip():
        return None
    try:
        number = read_number(word)
    except NumberError:
        return ""
    return float(number) if number > 0 else ""
