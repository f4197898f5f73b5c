"""The rule set of the Global Innovation Index for strengths and weaknesses, as an alternative.

In: judged items with what ``strengths`` adds about peers. Out: the kind of each row and the rules
that fired. Source: ``docs/methodology.md`` 3.13.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from parreport.inputs.framework import FindingSettings

TENTH = 10
FIRST = 3
RULES = ("tenth", "place", "group")
Rows = np.ndarray[Any, Any]


def judge_by_gii(table: pd.DataFrame, settings: FindingSettings) -> tuple[Rows, dict[str, Rows]]:
    """Judge each row: ``strength``, ``weakness`` or blank, and for each rule where it fired.

    One row per unit and item, with ``lower_n``, ``higher_n`` (peers strictly lower, higher),
    ``peers_n``, ``score_pct``, and the block's ``mean_pct`` and ``sd_pct``. ``tenth``: the share of
    peers passed is at or above the tenth highest among the unit's own items (leaves against leaves,
    criteria against criteria). ``place``: among the first three. ``group``: above the block mean by
    ``sd`` standard deviations. Weaknesses are the mirror image. Nothing fires without a peer on the
    other side; where both sides fire, the side of the median counts, in the middle neither.
    """
    peers = table["peers_n"].where(table["peers_n"] > 0)
    below = _judge_side(table, table["lower_n"], table["higher_n"], peers)
    above = _judge_side(table, table["higher_n"], table["lower_n"], peers)
    distance = float(settings.sd) * table["sd_pct"]
    below["group"] = (table["score_pct"] > (table["mean_pct"] + distance).round(9)).to_numpy()
    above["group"] = (table["score_pct"] < (table["mean_pct"] - distance).round(9)).to_numpy()
    strong = np.logical_or.reduce([below[rule] for rule in RULES])
    weak = np.logical_or.reduce([above[rule] for rule in RULES])
    lead = (table["lower_n"] - table["higher_n"]).to_numpy()
    is_strong = strong & (~weak | (lead > 0))
    is_weak = weak & (~strong | (lead < 0))
    kind = np.where(is_strong, "strength", np.where(is_weak, "weakness", ""))
    fired = {rule: (is_strong & below[rule]) | (is_weak & above[rule]) for rule in RULES}
    return kind, fired


def _judge_side(
    table: pd.DataFrame, passed: pd.Series, ahead: pd.Series, peers: pd.Series
) -> dict[str, Rows]:
    """Return where ``tenth`` and ``place`` fire, for a side: peers passed, and peers ahead."""
    share = (passed / peers).astype(float).round(9)
    some = (passed > 0).to_numpy(dtype=bool)
    tenth = np.zeros(len(table), dtype=bool)
    for among in (table["is_leaf"].astype(bool), table["level"] == 2):
        shares = share[among].groupby(table.loc[among, "unit_code"])
        higher_first = shares.rank(method="min", ascending=False)  # at or above the tenth highest
        tenth[among.to_numpy()] |= (higher_first <= TENTH).to_numpy()
    place = (ahead < FIRST).to_numpy(dtype=bool)
    return {"tenth": tenth & some, "place": place & some}
