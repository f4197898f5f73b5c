"""Strengths and weaknesses of each unit, by named rules.

In: items, one row per unit and item. Out: findings, one row per unit and leaf or criterion that is
a strength or a weakness. Source: ``docs/methodology.md`` 3.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd

from parreport.analysis.distances import judge_distances
from parreport.analysis.statistics import STATISTIC_COLUMNS, describe_items
from parreport.inputs.framework import FindingSettings, Framework

TENTH = 10
FIRST = 3
GII_RULES = ("tenth", "place", "group")
Rows = np.ndarray[Any, Any]
RULE_ORDER = ("level", "relative", "rank", "rare", "loss", *GII_RULES)
HUNDRED = Decimal(100)


def find_strengths(items: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Find strengths and weaknesses: one row per unit and leaf or criterion, by priority.

    Percent columns are of the maximum, points are exact; ``attainable_points`` is what the unit
    would win by reaching the block's upper quartile, ``lead_points`` how far it is above the median.
    ``rules`` names the rules that fired, joined by ``;``. ``peers_full_pct`` is blank without peers,
    ``share_of_loss_pct`` for a unit that lost nothing. The framework chooses the rule set: the
    house's, or that of the GII. Weaknesses stand by attainable points, lost points, then the tree;
    strengths by ``lead_points``, then the tree. ``years_weak`` is added by
    :func:`parreport.analysis.followups.count_years_weak`.
    """
    judged = items[items["score_pct"].notna() & (items["is_leaf"] | (items["level"] == 2))]
    if judged.empty:
        return pd.DataFrame(columns=FINDING_COLUMNS)
    settings = framework.findings
    table = judged.merge(describe_items(judged)[STATISTICS_USED], on=["block", "item_code"], how="left")
    table = _add_peers(table).assign(beyond=judge_distances(table, settings.sd))
    table = _add_loss(table, settings)
    if settings.rule_set == "gii":
        kind, fired = judge_by_gii(table, settings)
    else:
        fired = _fire(table, settings)
        kind = np.where(table["score_pct"] >= float(settings.level_pct), "strength", "weakness")
    names = [rule for rule in RULE_ORDER if rule in fired]
    table = table.assign(
        kind=kind,
        rules=[";".join(compress(names, row)) for row in zip(*(fired[rule].tolist() for rule in names), strict=True)],
    )
    return _in_order(table[table["rules"] != ""])


STATISTICS_USED = [c for c in STATISTIC_COLUMNS if c != "lost_points"]
FINDING_COLUMNS = (
    "unit_code block item_code level is_leaf order kind rules score_pct block_median_pct max_points lost_points "
    "share_of_loss_pct peers_full_pct attainable_points units_n peers_n peers_full_n lead_points"
).split()


def _add_peers(table: pd.DataFrame) -> pd.DataFrame:
    """Add how many other units have the item, are lower, are higher, have full points."""
    scores = table.groupby(["block", "item_code"])["score_pct"]
    lower = scores.rank(method="min", ascending=True) - 1
    higher = scores.rank(method="min", ascending=False) - 1
    is_full = table["lost_points"] == 0
    peers = table["units_n"] - 1
    peers_full = table["full_n"] - is_full.astype(int)
    share = 100 * peers_full / peers  # 0 / 0 is blank
    gain = (table["q3_pct"] - table["score_pct"]).clip(lower=0) / 100
    return table.assign(
        peers_n=peers,
        lower_n=lower,
        higher_n=higher,
        is_full=is_full,
        peers_full_n=peers_full,
        peers_full_pct=share.astype(float).round(9),
        attainable_points=(gain * table["max_points"].astype(float)).round(9),
        block_median_pct=table["median_pct"],
    )


def _add_loss(table: pd.DataFrame, settings: FindingSettings) -> pd.DataFrame:
    """Add the share of the unit's own loss, and whether the item is among its largest losses."""
    share = np.full(len(table), np.nan)
    large = np.zeros(len(table), dtype=bool)
    wanted = Decimal(repr(settings.loss_share_pct))
    lost_points = table["lost_points"].to_numpy(dtype=object)
    is_leaf = table["is_leaf"].to_numpy(dtype=bool)
    is_criterion = (table["level"] == 2).to_numpy()
    for rows in table.groupby("unit_code").indices.values():
        lost = lost_points[rows].tolist()
        unit_loss = sum(compress(lost, is_leaf[rows]), Decimal(0))
        if unit_loss == 0:
            continue
        share[rows] = [round(float(HUNDRED * loss / unit_loss), 9) for loss in lost]
        for among in (is_leaf[rows], is_criterion[rows]):
            least = _least_large_loss(list(compress(lost, among)), unit_loss, wanted)
            large[rows] |= among & [loss >= least and loss > 0 for loss in lost]
    return table.assign(share_of_loss_pct=share, large_loss=large)


def _least_large_loss(losses: list[Decimal], unit_loss: Decimal, wanted_pct: Decimal) -> Decimal:
    """Return the smallest of the largest losses that first reach the wanted share of the loss."""
    reached = Decimal(0)
    for loss in sorted(losses, reverse=True):
        reached += loss
        if HUNDRED * reached >= wanted_pct * unit_loss:
            return loss
    return Decimal(0)


def _fire(table: pd.DataFrame, settings: FindingSettings) -> dict[str, np.ndarray[Any, Any]]:
    """Return for each rule the rows on which it fires."""
    high = table["score_pct"] >= float(settings.level_pct)
    small = table["units_n"] < settings.small_block
    above, below = table["beyond"] > 0, table["beyond"] < 0
    most = float(settings.peers_pct)
    with_peers = table["peers_n"] > 0
    over_most = with_peers & ((100 * table["lower_n"]).round(9) >= (most * table["peers_n"]).round(9))
    under_most = with_peers & ((100 * table["higher_n"]).round(9) >= (most * table["peers_n"]).round(9))
    rare = with_peers & table["is_full"] & (2 * table["peers_full_n"] < table["peers_n"])
    fired = {
        "level": small & high,
        "relative": ~small & ((high & above) | (~high & below)),
        "rank": ~small & ((high & over_most) | (~high & under_most)),
        "rare": ~small & high & rare,
        "loss": ~high & table["large_loss"],
    }
    return {rule: rows.to_numpy(dtype=bool) for rule, rows in fired.items()}


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    weak = (table["kind"] == "weakness").to_numpy(dtype=bool)
    lead = (table["score_pct"] - table["median_pct"]) * table["max_points"].astype(float) / 100
    table = table.assign(lead_points=lead.round(9))
    first = -np.where(weak, table["attainable_points"], table["lead_points"])
    second = -np.where(weak, table["lost_points"].astype(float), 0.0)
    units, _ = pd.factorize(table["unit_code"])
    ordered = np.lexsort((table["order"], second, first, weak, units))  # the last key leads
    return table[FINDING_COLUMNS].iloc[ordered].reset_index(drop=True)


def judge_by_gii(table: pd.DataFrame, settings: FindingSettings) -> tuple[Rows, dict[str, Rows]]:
    """Judge each row: ``strength``, ``weakness`` or blank, and for each rule where it fired.

    One row per unit and item, with ``lower_n``, ``higher_n`` (peers strictly lower, higher),
    ``peers_n``, and ``beyond`` of :func:`~parreport.analysis.distances.judge_distances`. ``tenth``: the share of
    peers passed is at or above the tenth highest among the unit's own items (leaves against leaves,
    criteria against criteria). ``place``: among the first three. ``group``: above the block mean by
    ``sd`` standard deviations. Weaknesses are the mirror image. Nothing fires without a peer on the
    other side; where both sides fire, the side of the median counts, in the middle neither.
    """
    peers = table["peers_n"].where(table["peers_n"] > 0)
    below = _judge_side(table, table["lower_n"], table["higher_n"], peers)
    above = _judge_side(table, table["higher_n"], table["lower_n"], peers)
    below["group"], above["group"] = (table["beyond"] > 0).to_numpy(), (table["beyond"] < 0).to_numpy()
    strong = np.logical_or.reduce([below[rule] for rule in GII_RULES])
    weak = np.logical_or.reduce([above[rule] for rule in GII_RULES])
    lead = (table["lower_n"] - table["higher_n"]).to_numpy()
    is_strong = strong & (~weak | (lead > 0))
    is_weak = weak & (~strong | (lead < 0))
    kind = np.where(is_strong, "strength", np.where(is_weak, "weakness", ""))
    fired = {rule: (is_strong & below[rule]) | (is_weak & above[rule]) for rule in GII_RULES}
    return kind, fired


def _judge_side(table: pd.DataFrame, passed: pd.Series, ahead: pd.Series, peers: pd.Series) -> dict[str, Rows]:
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
