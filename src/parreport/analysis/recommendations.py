"""What the province can do: recommendations made from the findings by named rules.

In: items, index, findings, claims. Out: one row per block, rule and item that it concerns, with the
units. Source: ``docs/methodology.md`` 15.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from parreport.analysis.distances import FEWEST, judge_scores
from parreport.columns import RECOMMENDATION_RULES, RECOMMENDATIONS, rows_of
from parreport.inputs.framework import Block, Framework

FAR_SD = 2
LASTING_YEARS = 3
ZERO = Decimal(0)
Row = dict[str, Any]


def find_recommendations(
    items: pd.DataFrame, index: pd.DataFrame, findings: pd.DataFrame, claim_sums: pd.DataFrame, framework: Framework
) -> pd.DataFrame:
    """Find what each block can do: one row per block, rule and item; blocks as in the framework.

    Only units without gaps count. ``units_n`` of ``of_n`` units are concerned, ``unit_codes`` joined by
    ``;``; ``points`` are exact: those that the units of the row lose on the item (``learn_from``: that the
    others lose), their penalties, or what they claim beyond the official points; blank for ``far_behind``.
    Within a rule, items stand by ``points``, the largest first, then as in the tree.
    """
    whole = index[index["gaps_n"] == 0]
    rows: list[Row] = []
    for block in framework:
        own = whole[whole["block"] == block.code]
        if own.empty:
            continue
        codes = set(own["unit_code"])
        leaves = items[items["unit_code"].isin(codes) & items["is_leaf"] & items["score_pct"].notna()]
        weak = findings[findings["unit_code"].isin(codes) & (findings["kind"] == "weakness")]
        found = [
            *_by_item(leaves, weak, block, framework.findings.loss_share_pct),
            *_penalties(own),
            *_far_behind(own, block),
            *_claims(claim_sums[claim_sums["unit_code"].isin(codes)], framework),
        ]
        place = {rule: number for number, rule in enumerate(RECOMMENDATION_RULES)}
        rows += [{"block": block.code, **row} for row in sorted(found, key=lambda row: place[row["rule"]])]
    return pd.DataFrame(rows, columns=RECOMMENDATIONS.names).astype({"units_n": "Int64", "of_n": "Int64"})


def _row(rule: str, units: list[str], of_n: int, points: Decimal | None, item: str = "") -> Row:
    facts = {"rule": rule, "item_code": item, "units_n": len(units), "of_n": of_n, "points": points}
    return facts | {"unit_codes": ";".join(units)}


def _by_item(leaves: pd.DataFrame, weak: pd.DataFrame, block: Block, share_pct: float) -> list[Row]:
    """Find common losses, lasting weaknesses and units to learn from, leaf by leaf."""
    lasting = weak[(weak["years_weak"] >= LASTING_YEARS).fillna(False)]
    lasts = set(rows_of(lasting, "unit_code", "item_code"))
    groups = dict(iter(leaves.groupby("item_code")))
    costly = _find_costly(leaves, block, share_pct)
    found: list[Row] = []
    for leaf in block.scored_leaves:
        group = groups.get(leaf.code)
        if group is None or len(group) < FEWEST:
            continue
        units = list(rows_of(group, "unit_code", "points", "max_points", "lost_points"))
        half = len(units) / 2
        low = [(unit, lost) for unit, points, most, lost in units if 2 * points <= most]
        lasting_here = [(unit, lost) for unit, _, _, lost in units if (unit, leaf.code) in lasts]
        full = [unit for unit, _, _, lost in units if lost == 0]
        if len(low) >= half:
            found.append(_row("common_loss", *_sum(low, len(units)), leaf.code))
        if len(lasting_here) >= half:
            found.append(_row("lasting", *_sum(lasting_here, len(units)), leaf.code))
        if full and len(units) - len(full) > half and leaf.code in costly:
            lost = sum((lost for _, _, _, lost in units), ZERO)
            found.append(_row("learn_from", full, len(units), lost, leaf.code))
    return sorted(found, key=lambda row: -row["points"])


def _find_costly(leaves: pd.DataFrame, block: Block, share_pct: float) -> set[str]:
    """Return the leaves with the largest losses that make up so much of all that the block loses."""
    lost = dict.fromkeys(block.leaf_codes, ZERO)
    for code, points in rows_of(leaves, "item_code", "lost_points"):
        lost[code] += points or ZERO
    total, running, least = sum(lost.values(), ZERO), ZERO, ZERO
    for points in sorted(lost.values(), reverse=True):
        if running * 100 >= total * Decimal(repr(share_pct)):
            break
        running, least = running + points, points
    return {code for code, points in lost.items() if points and points >= least}


def _sum(units: list[tuple[str, Decimal]], of_n: int) -> tuple[list[str], int, Decimal]:
    return [unit for unit, _ in units], of_n, sum((lost for _, lost in units), ZERO)


def _penalties(own: pd.DataFrame) -> Iterator[Row]:
    """Find the units of a block that have penalties, the largest first."""
    given = [(unit, points) for unit, points in rows_of(own, "unit_code", "penalty_points") if points]
    if given:
        yield _row("penalty_avoidable", *_sum(sorted(given, key=lambda one: -one[1]), len(own)))


def _far_behind(own: pd.DataFrame, block: Block) -> Iterator[Row]:
    """Find units in the last class of the block's classes, or far below its mean; as in the index."""
    names = ("unit_code", "band", "points", "bonus_points", "penalty_points", "max_points")
    units = [row for row in rows_of(own, *names) if row[5]]
    scores = [(points + bonus - penalty, most) for _, _, points, bonus, penalty, most in units]
    judged = judge_scores(scores, Fraction(FAR_SD))
    last = block.bands[-1].name if len(block.bands) > 1 else None
    found = [
        (points / most, unit[0])
        for unit, (points, most), far in zip(units, scores, judged, strict=True)
        if far < 0 or unit[1] == last
    ]
    if 0 < len(found) < len(units):
        behind = [unit for _, unit in sorted(found, key=lambda one: one[0])]
        yield _row("far_behind", behind, len(units), None)


def _claims(claims: pd.DataFrame, framework: Framework) -> Iterator[Row]:
    """Find units whose self-assessment lies further above the official points than others' do."""
    units = [row for row in rows_of(claims, "unit_code", "claim_gap", "self_points") if row[1] is not None and row[2]]
    judged = judge_scores([(gap, own) for _, gap, own in units], Fraction(repr(framework.findings.sd)))
    beyond = [(unit, gap) for (unit, gap, _), far in zip(units, judged, strict=True) if far > 0 and gap > 0]
    if beyond:
        yield _row("claims", *_sum(sorted(beyond, key=lambda one: -one[1]), len(units)))
