"""Whether a rank is firm: which errors were drawn for it, which exist and were not, and which move it.

In: what was drawn for a block, leaves, robustness. Out: the columns ``drawn``, ``undrawn`` and
``standing`` of robustness. Every report asks these columns; nothing else decides the word.
Source: ``docs/methodology.md`` 9.7.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from parreport.columns import CAUSES

BARRIERS = {"sampling", "cases", "confirmed", "first"}
"""The causes of which a rank is not firm where they exist and were not drawn."""


def find_undrawn(
    leaves: pd.DataFrame, drawn: set[str], all_errors_known: bool, others: set[str], is_judged: bool = True
) -> set[str]:
    """Return the errors that exist in a block and were not drawn.

    ``leaves``: those of its ranked units. Points of a survey have a sampling error, known where
    every unit has one (0 is one); appraised points have one of judgement, unless a system
    computes them (``is_judged``); a rate of counts, whole
    numbers above 0, has one of its cases. Cases are drawn where a rule gives the points. ``others``:
    ``confirmed`` where an appraiser gave what the rule gives for a rate, ``first`` where a unit has
    points by a rule for 0 of 0, which a first case would change; neither is ever drawn.
    """
    counted = leaves[leaves["applies"].astype(bool)]
    methods = set(counted["method"])
    exist = set(others)
    if "survey" in methods and not all_errors_known:
        exist.add("sampling")
    if is_judged and "appraised" in methods:
        exist.add("appraisal")
    return exist - drawn


def order_causes(causes: set[str]) -> str:
    """Return causes in their order, joined by ``;``."""
    return ";".join(cause for cause in CAUSES if cause in causes)


def judge_ranks(table: pd.DataFrame) -> list[str]:
    """Return how each rank stands: firm, stays, moves; blank where nothing was drawn.

    ``moves``: some draw of weights or of cases gives another rank, or the simultaneous set of the
    survey holds another place. ``stays``: nothing that was drawn moves it, and an error that exists was not drawn.
    ``firm``: nothing that was drawn moves it, and no such error was left out.
    """
    drawn, undrawn = ([set(one.split(";")) for one in table[name]] for name in ("drawn", "undrawn"))
    by_draws, by_cases = (table[name].fillna(1) < 1 for name in ("stay_share", "cases_stay_share"))
    rank = table["rank"]
    by_survey = ((table["rank_low_all"] != rank) | (table["rank_high_all"] != rank)).fillna(False)
    return [
        ""
        if known == {""}
        else "moves"
        if (draws and known & {"weights", "appraisal"}) or cases or (survey and "sampling" in known)
        else "stays"
        if left & BARRIERS
        else "firm"
        for known, left, draws, cases, survey in zip(
            drawn, undrawn, *(np.asarray(flags, bool) for flags in (by_draws, by_cases, by_survey)), strict=True
        )
    ]
