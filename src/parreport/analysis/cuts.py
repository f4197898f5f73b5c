"""What was cut of the self-assessed points: by item, by reason, by round.

In: leaves, one row per unit and leaf. Out: sums by item, by reason, and of what round 2 made of
round 1. Source: ``docs/methodology.md`` 3.8.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.analysis.claims import ZERO, Claim, read_claims, self_assessed

CUTS = "block item_code cut_n units_n cut_points rule_cut_n appraiser_cut_n".split()


def sum_cuts(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum cuts by item: one row per block and leaf that some unit claimed too much on.

    ``cut_n`` of ``units_n`` units with both figures cut, of them ``rule_cut_n`` by the rule and
    ``appraiser_cut_n`` by the appraiser; ``cut_points`` in all. Most often cut first, then by
    points, then in the order of the framework.
    """
    own = self_assessed(leaves)
    every = zip(leaves["block"], leaves["item_code"], strict=True)
    groups: dict[tuple[str, str], list[Claim]] = {leaf: [] for leaf in every}
    for block, item, claim in zip(own["block"], own["item_code"], read_claims(own), strict=True):
        if claim.cut is not None:
            groups[block, item].append(claim)
    rows = []
    for (block, item), claims in groups.items():
        cuts = [(claim.cut, claim.cut_by) for claim in claims if claim.cut is not None and claim.cut > 0]
        if cuts:
            by = [cut_by for _, cut_by in cuts]
            points = sum((cut for cut, _ in cuts), ZERO)
            rows.append((block, item, len(cuts), len(claims), points, by.count("rule"), by.count("appraiser")))
    table = pd.DataFrame(rows, columns=CUTS)
    return table.sort_values(["cut_n", "cut_points"], ascending=False, kind="stable").reset_index(drop=True)


PREFIX = re.compile(r"^(?:vòng\s+\d+|sau\s+giải\s+trình)\s*:\s*", re.IGNORECASE)
REASONS = "block reason cut_n units_n cut_points rule_cut_n".split()


def group_reasons(leaves: pd.DataFrame) -> pd.DataFrame:
    """Group the reasons of cuts: one row per block and reason, most frequent first.

    A cut is a leaf on which the unit claimed more than its official points. Reasons are one where
    :func:`fold_reason` makes them one; ``reason`` is as first typed, without the name of the round;
    blank and last: cuts without a reason. ``cut_n`` cuts at ``units_n`` units, ``rule_cut_n`` of
    them by the rule, ``cut_points`` in all.
    """
    own = self_assessed(leaves)
    groups: dict[tuple[str, str], list[tuple[str, str, Decimal, str]]] = {}
    for unit, block, reason, claim in zip(own["unit_code"], own["block"], own["reason"], read_claims(own), strict=True):
        if claim.cut is not None and claim.cut > 0:
            one = (unit, clean_reason(reason), claim.cut, claim.cut_by)
            groups.setdefault((block, fold_reason(reason)), []).append(one)
    rows = [
        (
            block,
            cuts[0][1] if folded else "",
            len(cuts),
            len({unit for unit, _, _, _ in cuts}),
            sum((points for _, _, points, _ in cuts), ZERO),
            sum(cut_by == "rule" for _, _, _, cut_by in cuts),
        )
        for (block, folded), cuts in groups.items()
    ]
    rows.sort(key=lambda row: (row[1] == "", -row[2], -row[4]))
    return pd.DataFrame(rows, columns=REASONS)


def clean_reason(typed: str) -> str:
    """Return a reason in NFC, with single spaces, without the name of the round before it."""
    words = " ".join(unicodedata.normalize("NFC", typed or "").split())
    bare = PREFIX.sub("", words)
    return bare[:1].upper() + bare[1:] if bare != words else words


def fold_reason(typed: str) -> str:
    """Return what two reasons that say the same have in common: no case, no closing marks."""
    return clean_reason(typed).casefold().rstrip(" .,;:!…")


ROUNDS = (
    "unit_code block cut_n cut_points explained_n whole_n part_n refused_n back_points unexplained_n lowered_n "
    "lowered_points change_points"
).split()


def sum_rounds(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum what round 2 made of the cuts of round 1: one row per block, and one per unit with cuts.

    ``unit_code`` blank = all units of the block. Over the leaves (penalties aside) on which round 1 gave
    less than the unit claimed: ``cut_n``, ``cut_points`` = self − round 1. Of these,
    ``explained_n`` came to round 2, where the explanation was accepted wholly (``whole_n``: at
    least the claimed points), in part (``part_n``: more than in round 1) or not (``refused_n``);
    ``unexplained_n`` did not come to round 2. ``back_points`` were given back, ``lowered_points``
    taken away on the ``lowered_n`` explained leaves that round 2 lowered further; ``change_points``
    is what came of both.
    """
    own = self_assessed(leaves)
    own = own[own["method"] != "penalty"]
    lower = [
        first is not None and first < claimed
        for claimed, first in zip(own["self_points"], own["round1_points"], strict=True)
    ]
    cut = own[pd.Series(lower, index=own.index, dtype=bool)]
    rows: list[dict[str, Any]] = []
    for block, group in cut.groupby("block", sort=False):
        rows.append({"unit_code": "", "block": block, **_sum_rows(group)})
        for unit, of_unit in group.groupby("unit_code", sort=False):
            rows.append({"unit_code": unit, "block": block, **_sum_rows(of_unit)})
    return pd.DataFrame(rows, columns=ROUNDS)


def _sum_rows(cut: pd.DataFrame) -> dict[str, Any]:
    names = ("self_points", "round1_points", "round2_points")
    leaves = list(zip(*(cut[name] for name in names), strict=True))
    explained = [row for row in leaves if row[2] is not None]
    whole = sum(second >= claimed for claimed, _, second in explained)
    more = sum(second > first for _, first, second in explained)
    lowered = [first - second for _, first, second in explained if second < first]
    back = sum((max(second - first, ZERO) for _, first, second in explained), ZERO)
    return {
        "cut_n": len(leaves),
        "cut_points": sum((claimed - first for claimed, first, _ in leaves), ZERO),
        "explained_n": len(explained),
        "whole_n": whole,
        "part_n": more - whole,
        "refused_n": len(explained) - more,
        "back_points": back,
        "unexplained_n": len(leaves) - len(explained),
        "lowered_n": len(lowered),
        "lowered_points": sum(lowered, ZERO),
        "change_points": back - sum(lowered, ZERO),
    }
