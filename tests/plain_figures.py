"""The same figures in the plainest way: one unit, one item, one sum at a time, all in decimals.

What the package computes for a whole block at once must equal these in every digit
(``tests/test_plain_figures.py``). They are slow and short, and were the package's own code once.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from parreport.analysis import strengths
from parreport.columns import CLAIMS, round_half_up
from parreport.index.aggregation import ITEM_COLUMNS, percent
from parreport.inputs.framework import Framework

ZERO = Decimal(0)


def aggregate(leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for block in framework:
        own = leaves[leaves["block"] == block.code]
        for unit in dict.fromkeys(own["unit_code"]):
            by_code = {row["item_code"]: row for row in own[own["unit_code"] == unit].to_dict("records")}
            for item in block.items:
                codes = [item.code] if item.outside else block.leaf_codes_under[item.code]
                counted = [by_code[code] for code in codes if code in by_code and by_code[code]["applies"]]
                points = sum((row["points"] for row in counted), ZERO)
                row: dict[str, Any] = {
                    "unit_code": unit,
                    "block": block.code,
                    "item_code": item.code,
                    "level": item.level,
                    "is_leaf": item.is_leaf,
                    "outside": item.outside,
                    "order": item.order,
                    "applies": bool(counted),
                    "points": points if counted else None,
                    "max_points": None,
                    "score_pct": np.nan,
                    "lost_points": None,
                }
                if counted and not item.outside:
                    maximum = sum((row["max_points"] for row in counted), ZERO)
                    row["max_points"], row["lost_points"] = maximum, maximum - points
                    row["score_pct"] = float(round_half_up(percent(points, maximum)))
                rows.append(row)
    table = pd.DataFrame(rows, columns=[*ITEM_COLUMNS])
    for name in ("points", "max_points", "lost_points"):
        table[name] = pd.Series([row[name] for row in rows], dtype=object)
    return table


def sum_units(leaves: pd.DataFrame, units: Iterable[str], framework: Framework) -> dict[str, Any]:
    """Return points, bonus, penalty, maximum and unrounded index of each unit."""
    found = {}
    for unit in units:
        own = leaves[(leaves["unit_code"] == unit) & leaves["applies"]].to_dict("records")
        sums = {
            method: sum((row["points"] for row in own if row["method"] == method), ZERO)
            for method in ("appraised", "survey", "bonus", "penalty")
        }
        points = sums["appraised"] + sums["survey"]
        inside = [row for row in own if row["method"] in ("appraised", "survey")]
        maximum = sum((row["max_points"] for row in inside), ZERO)
        bonus, penalty = sums["bonus"], sums["penalty"]
        if framework.bonus_cap is not None:
            bonus = min(bonus, framework.bonus_cap)
        if framework.penalty_cap is not None:
            penalty = min(penalty, framework.penalty_cap)
        index = percent(points + bonus - penalty, maximum) if maximum else None
        found[unit] = (points, bonus, penalty, maximum, index)
    return found


def find_strengths(items: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Judge rows by the package's thresholds; losses, rules and order one row at a time."""
    settings = framework.findings
    judged = items[items["score_pct"].notna() & (items["is_leaf"] | (items["level"] == 2))]
    statistics = strengths.describe_items(judged)[strengths.STATISTICS_USED]
    table = strengths._add_peers(judged.merge(statistics, on=["block", "item_code"], how="left"))
    table = table.assign(beyond=find_beyond(table.to_dict("records"), Fraction(str(settings.sd))))
    table = add_loss(table, Decimal(repr(settings.loss_share_pct)))
    fired = strengths._fire(table, settings)
    rows = table.to_dict("records")
    units = list(dict.fromkeys(table["unit_code"]))
    kept = []
    for number, row in enumerate(rows):
        row["rules"] = ";".join(rule for rule in strengths.RULE_ORDER if rule in fired and fired[rule][number])
        row["kind"] = "strength" if row["score_pct"] >= settings.level_pct else "weakness"
        weak, maximum = row["kind"] == "weakness", float(row["max_points"])
        row["lead_points"] = lead = np.round((row["score_pct"] - row["median_pct"]) * maximum / 100, 9)
        place = (-row["attainable_points"], -float(row["lost_points"])) if weak else (-lead, 0.0)
        if row["rules"]:
            kept.append(((units.index(row["unit_code"]), weak, *place, row["order"]), row))
    kept.sort(key=lambda one: one[0])
    return pd.DataFrame([row for _, row in kept], columns=strengths.FINDING_COLUMNS)


def find_beyond(rows: list[dict[Any, Any]], times: Fraction) -> list[int]:
    """Say of each row whether it lies above mean + times × sd (1), below mean − times × sd (−1) or neither."""
    found = []
    for row in rows:
        scores = [
            Fraction(one["points"]) / Fraction(one["max_points"])
            for one in rows
            if (one["block"], one["item_code"]) == (row["block"], row["item_code"])
        ]
        own, n = Fraction(row["points"]) / Fraction(row["max_points"]), len(scores)
        mean = sum(scores, Fraction(0)) / n
        variance = sum(((score - mean) ** 2 for score in scores), Fraction(0)) / (n - 1) if n > 1 else Fraction(0)
        passed = n > 1 and (own - mean) ** 2 > times**2 * variance
        found.append((1 if own > mean else -1) if passed else 0)
    return found


def add_loss(table: pd.DataFrame, wanted: Decimal) -> pd.DataFrame:
    share = np.full(len(table), np.nan)
    large = np.zeros(len(table), dtype=bool)
    rows = table.to_dict("records")
    for unit in set(table["unit_code"]):
        own = [number for number, row in enumerate(rows) if row["unit_code"] == unit]
        loss = sum((rows[number]["lost_points"] for number in own if rows[number]["is_leaf"]), ZERO)
        if not loss:
            continue
        for number in own:
            share[number] = round(float(100 * rows[number]["lost_points"] / loss), 9)
        for among in ("leaf", "criterion"):
            ours = [n for n in own if (rows[n]["is_leaf"] if among == "leaf" else rows[n]["level"] == 2)]
            reached, least = ZERO, ZERO
            for lost in sorted((rows[number]["lost_points"] for number in ours), reverse=True):
                reached += lost
                if 100 * reached >= wanted * loss:
                    least = lost
                    break
            for number in ours:
                if rows[number]["lost_points"] > 0 and rows[number]["lost_points"] >= least:
                    large[number] = True
    return table.assign(share_of_loss_pct=share, large_loss=large)


def official_of(row: dict[Any, Any]) -> tuple[Any, str]:
    """Return the points that count of a leaf and who gave them; a scenario gives none."""
    deciders = {"appraised": "appraiser", "rule": "rule", "self": "self"}
    if row["origin"] == "scenario":
        most = row["max_points"] if row["method"] in ("bonus", "penalty") else None
        for name, who in (("appraised_points", "appraiser"), ("computed_points", "rule"), ("self_points", "self")):
            if row[name] is not None:
                return (row[name] if most is None else min(row[name], most)), who
        return (ZERO if row["method"] in ("bonus", "penalty") else None), ""
    return (None if row["origin"] == "missing" else row["points"]), deciders.get(row["origin"], "")


def find_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    names = ("self_points", "computed_points", "round1_points", "appraised_points", "official_points")
    kept = []
    for row in leaves[(leaves["method"] != "survey") & leaves["applies"]].to_dict("records"):
        row["official_points"], row["decided_by"] = official_of(row)
        given = {row[name] for name in names if row[name] is not None}
        if len(given) < 2:
            continue
        both = row["self_points"] is not None and row["official_points"] is not None
        row["claim_gap"] = row["self_points"] - row["official_points"] if both else None
        row["cut_points"] = 0 - row["claim_gap"] if both and row["method"] == "penalty" else row["claim_gap"]
        kept.append(row)
    return pd.DataFrame(kept, columns=["unit_code", "block", *CLAIMS.names[1:], "cut_points"], dtype=object)


SUMMED = "self_points official_points claim_gap cut_n cut_points raised_n leaves_n waiting_n evidence_pct".split()


def sum_claims(leaves: pd.DataFrame) -> dict[str, tuple[Any, ...]]:
    """Return the figures named in SUMMED of each unit that claims; penalties are taken off."""
    own = leaves[(leaves["method"] != "survey") & leaves["applies"] & leaves["self_points"].notna()]
    found = {}
    for unit, group in own.groupby("unit_code", sort=False):
        rows = group.to_dict("records")
        both = [(row, *official_of(row)) for row in rows if official_of(row)[0] is not None]
        claimed, given, cuts = ZERO, ZERO, []
        for row, official, _ in both:
            sign = -1 if row["method"] == "penalty" else 1
            claimed, given = claimed + sign * row["self_points"], given + sign * official
            cuts.append(sign * (row["self_points"] - official))
        above = [row for row in rows if row["self_points"] > 0 and row["method"] != "penalty"]
        proven = sum(row["evidence"] != "" for row in above)
        share = round(100 * proven / len(above), 9) if above else None
        lost = [cut for cut in cuts if cut > 0]
        waiting = sum(who == "self" for _, _, who in both)
        raised = sum(cut < 0 for cut in cuts)
        sums = (claimed, given, claimed - given, len(lost), sum(lost, ZERO), raised, len(both), waiting)
        found[str(unit)] = (*sums, share)
    return found
