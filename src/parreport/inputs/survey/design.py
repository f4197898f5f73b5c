"""The design of a sample as the rows tell it: strata, stages, weights, sizes.

In: ``answers``. Out: faults where they cannot be those of one sample; a stage that some strata do not have is
filled with the respondents themselves, so that a column is blank as a whole or not at all.
Source: ``docs/methodology.md`` 13.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from parreport.inputs.faults import Faults
from parreport.inputs.survey.rows import Array, Rows
from parreport.language import message


def check_design(rows: Rows, answers: pd.DataFrame, faults: Faults) -> None:
    """Check the columns of the design, in place: see the module."""
    _check_filled(rows, answers, "weight")
    _check_filled(rows, answers, "stratum")
    strata = _codes(answers["stratum"])
    _fill_stage(rows, answers, "psu", strata)
    psus = _group(strata, _codes(answers["psu"]))
    _fill_stage(rows, answers, "ssu", psus)
    if not _is_used(answers["psu"]):
        for name in ("ssu", "psu_size"):
            if _is_used(answers[name]):
                first = np.flatnonzero(answers[name].notna())[:1]
                rows.fault(first, name, message("blank, since the rows tell no psu in which it would lie"))
                return
        psus = np.arange(len(answers))
    _check_size(rows, answers, "stratum_size", strata, psus)
    if _is_used(answers["psu"]):
        ssus = _group(psus, _codes(answers["ssu"])) if _is_used(answers["ssu"]) else np.arange(len(answers))
        _check_size(rows, answers, "psu_size", psus, ssus)


def _is_used(column: pd.Series[Any]) -> bool:
    return bool(column.notna().any())


def _codes(column: pd.Series[Any]) -> Array:
    """Return a whole number for each text; −1 where there is none."""
    return np.asarray(column.cat.codes, np.int64)


def _group(outer: Array, inner: Array) -> Array:
    """Return a number for each pair: a stage is read within the one before."""
    return np.asarray(outer * (inner.max(initial=0) + 2) + inner + 1)


def _check_filled(rows: Rows, answers: pd.DataFrame, name: str) -> None:
    if _is_used(answers[name]):
        blank = np.flatnonzero(answers[name].isna())
        column = rows.field(name)
        if column is not None:  # a cell that holds no number was reported as it is
            blank = np.array([at for at in blank if not column.words[column.codes[at]].strip()], np.int64)
        rows.fault(blank, name, message("a value in every row, or in none"), "")


def _fill_stage(rows: Rows, answers: pd.DataFrame, name: str, within: Array) -> None:
    """Fill a stage where all of what is around it has none; where only some have it, the blank rows are faults."""
    if not _is_used(answers[name]):
        return
    blank = np.asarray(answers[name].isna())
    if not blank.any():
        return
    mixed = np.isin(within, np.unique(within[~blank])) & blank
    rows.fault(np.flatnonzero(mixed), name, message("a value in every row of the stratum, or in none"), "")
    if name == "psu" and _is_used(answers["psu_size"]):  # whoever is drawn directly has no second stage
        answers["psu_size"] = np.where(blank & answers["psu_size"].isna(), 1.0, answers["psu_size"])
    own = np.where(blank, np.char.add("#", rows.read.rows.astype(str)), "")
    answers[name] = pd.Categorical(np.where(blank, own, answers[name].astype(object)))


def _check_size(rows: Rows, answers: pd.DataFrame, name: str, around: Array, within: Array) -> None:
    """Check that a size is the same all over what it is of, and not below what was sampled there."""
    sizes = np.asarray(answers[name], float)
    if np.isnan(sizes).all():
        return
    table = pd.DataFrame({"around": around, "within": within, "size": sizes})
    by_around = table.groupby("around", sort=False)
    uneven = (by_around["size"].transform("nunique", dropna=False) > 1).to_numpy()
    rows.fault(np.flatnonzero(uneven), name, message("the same number in all rows of the stratum or psu"))
    sampled = by_around["within"].transform("nunique").to_numpy()
    few = ~uneven & (sizes < sampled)
    for n in np.unique(sampled[few]):
        expected = message("at least {n}, as many as were sampled", n=int(n))
        rows.fault(np.flatnonzero(few & (sampled == n)), name, expected)
