"""Self-assessed points against those of the rule and of the appraiser.

In: leaves, one row per unit and leaf. Out: claims, one row per unit and leaf where they differ;
their sums by unit, area and item. Source: ``docs/methodology.md`` 3.8.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import CLAIMS, percent_of, rows_of
from parreport.inputs.framework import Framework

Claim = tuple[Decimal, Decimal | None, Decimal | None, str]  # self, appraised, computed, evidence
ZERO = Decimal(0)
SUMS = (
    "block self_points appraised_points claim_gap claim_gap_pct cut_n cut_points raised_n raised_points leaves_n "
    "claimed_n evidence_n evidence_pct ruled_n ruled_self_points computed_points beyond_n beyond_points"
).split()


def find_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    """Find leaves whose self-assessed, computed, round 1 and appraised points are not all equal.

    One row per unit and leaf, in the order given; survey leaves have no claim. ``claim_gap`` is
    self − appraised in points: above 0, the unit claimed more; blank where either is missing.
    """
    own = leaves[(leaves["method"] != "survey") & leaves["applies"]]
    names = ("self_points", "computed_points", "round1_points", "appraised_points")
    rounds = zip(*(own[name].tolist() for name in names), strict=True)
    differ = [len({points for points in row if points is not None}) > 1 for row in rounds]
    kept = own[np.array(differ, dtype=bool)].reset_index(drop=True)
    gaps = [
        None if claimed is None or appraised is None else claimed - appraised
        for claimed, appraised in rows_of(kept, "self_points", "appraised_points")
    ]
    claims = kept.assign(claim_gap=pd.Series(gaps, dtype=object, index=kept.index))
    return claims[["unit_code", "block", *CLAIMS.names[1:]]].astype(object)


DIFFERENCES = "unit_code cut_n cut_points raised_n raised_points".split()


def sum_differences(claims: pd.DataFrame) -> pd.DataFrame:
    """Sum by unit where the appraiser's figure differs from its own: one row per unit with such claims.

    Bonus and penalty are counted too. ``cut_n``, ``cut_points`` where the unit claimed more,
    ``raised_n``, ``raised_points`` where it claimed less.
    """
    differ = claims[claims["claim_gap"].notna()]
    differ = differ[differ["claim_gap"] != 0]
    rows = []
    for unit, gaps in differ.groupby("unit_code", sort=False)["claim_gap"]:
        cuts, raises = [gap for gap in gaps if gap > 0], [-gap for gap in gaps if gap < 0]
        rows.append((unit, len(cuts), sum(cuts, ZERO), len(raises), sum(raises, ZERO)))
    return pd.DataFrame(rows, columns=DIFFERENCES)


def sum_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum claims by unit: one row per unit that assessed itself.

    Over the appraised leaves with self-assessed and appraised points, ``leaves_n`` of them:
    ``self_points``, ``appraised_points``, ``claim_gap`` = self − appraised, ``claim_gap_pct`` of
    the self-assessed points; ``cut_n``, ``cut_points`` where the unit claimed more, ``raised_n``,
    ``raised_points`` where it claimed less. Over the ``claimed_n`` leaves on which it claims
    points: ``evidence_n`` with evidence, ``evidence_pct``. Over the ``ruled_n`` leaves with
    self-assessed points and points of the rule: ``ruled_self_points``, ``computed_points``, and
    ``beyond_n``, ``beyond_points`` where the unit claims more than its own declared figures give.
    """
    own = self_assessed(leaves)
    groups: dict[tuple[str, str], list[Claim]] = {}
    for unit, block, claim in zip(own["unit_code"], own["block"], _claims_of(own), strict=True):
        groups.setdefault((unit, block), []).append(claim)
    rows = [{"unit_code": unit, "block": block, **_sum_claims(claims)} for (unit, block), claims in groups.items()]
    return pd.DataFrame(rows, columns=["unit_code", *SUMS])


CLAIM_BLOCKS = "block units_n mean_gap differ_n largest_gap largest_units largest_gap_pct largest_pct_units".split()


def compare_claims(claim_sums: pd.DataFrame) -> pd.DataFrame:
    """Compare the units of each block by what they claim: one row per block with units that have both figures.

    ``claim_sums``: rows of :func:`sum_claims`. ``units_n`` units; ``mean_gap``: the mean of their
    ``claim_gap`` in points; ``differ_n`` items on which any of them differs from the appraiser.
    ``largest_gap`` and ``largest_gap_pct``, in points and in % of what was claimed, each with the
    units that have it, joined by ``;``.
    """
    rows = []
    for block, sums in claim_sums[claim_sums["leaves_n"] > 0].groupby("block", sort=False):
        mean, differ = sum(sums["claim_gap"], ZERO) / len(sums), int(sums["cut_n"].sum() + sums["raised_n"].sum())
        gap, share = max(sums["claim_gap"]), sums["claim_gap_pct"].max()
        by_gap = ";".join(sums.loc[sums["claim_gap"] == gap, "unit_code"])
        by_share = ";".join(sums.loc[sums["claim_gap_pct"] == share, "unit_code"])
        rows.append((block, len(sums), mean, differ, gap, by_gap, share, by_share))
    return pd.DataFrame(rows, columns=CLAIM_BLOCKS)


def sum_claims_by_area(leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Sum claims by area: one row per unit and area, per block and area, and per block.

    Columns as in :func:`sum_claims`, and ``area``; ``unit_code`` blank = all units of the block,
    ``area`` blank = all areas; blocks first, their areas in the framework's order. What the rows of
    a block's areas sum to is its own row.
    """
    own = self_assessed(leaves)
    groups: dict[tuple[str, str, str], list[Claim]] = {
        (block.code, "", area): [] for block in framework for area in ("", *(one.code for one in block.areas))
    }
    leaf_rows = rows_of(own, "unit_code", "block", "item_code")
    for (unit, block, item), claim in zip(leaf_rows, _claims_of(own), strict=True):
        area = framework.by_code[block].by_code[item].area_code
        for key in ((block, "", ""), (block, "", area), (block, unit, area)):
            groups.setdefault(key, []).append(claim)
    rows = [
        {"unit_code": unit, "block": block, "area": area, **_sum_claims(claims)}
        for (block, unit, area), claims in groups.items()
        if claims
    ]
    return pd.DataFrame(rows, columns=["unit_code", "area", *SUMS])


def self_assessed(leaves: pd.DataFrame) -> pd.DataFrame:
    """Return the appraised leaves that apply and have self-assessed points."""
    return leaves[(leaves["method"] == "appraised") & leaves["applies"] & leaves["self_points"].notna()]


def _claims_of(rows: pd.DataFrame) -> list[Claim]:
    return list(rows_of(rows, "self_points", "appraised_points", "computed_points", "evidence"))


def _sum_claims(leaves: list[Claim]) -> dict[str, Any]:
    both = [(own, given) for own, given, _, _ in leaves if given is not None]
    ruled = [(own, computed) for own, _, computed, _ in leaves if computed is not None]
    proofs = [evidence != "" for own, _, _, evidence in leaves if own > 0]
    cuts = [own - given for own, given in both if own > given]
    raises = [given - own for own, given in both if given > own]
    beyond = [own - computed for own, computed in ruled if own > computed]
    claimed, granted = sum((own for own, _ in both), ZERO), sum((one for _, one in both), ZERO)
    return {
        "self_points": claimed,
        "appraised_points": granted,
        "claim_gap": claimed - granted,
        "claim_gap_pct": _share(claimed - granted, claimed),
        "cut_n": len(cuts),
        "cut_points": sum(cuts, ZERO),
        "raised_n": len(raises),
        "raised_points": sum(raises, ZERO),
        "leaves_n": len(both),
        "claimed_n": len(proofs),
        "evidence_n": sum(proofs),
        "evidence_pct": _share(sum(proofs), len(proofs)),
        "ruled_n": len(ruled),
        "ruled_self_points": sum((own for own, _ in ruled), ZERO),
        "computed_points": sum((one for _, one in ruled), ZERO),
        "beyond_n": len(beyond),
        "beyond_points": sum(beyond, ZERO),
    }


def _share(part: Decimal | int, whole: Decimal | int) -> float:
    """Return a share in percent, NaN of nothing."""
    return round(percent_of(Decimal(part), Decimal(whole)), 9)


def sum_cuts(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum cuts by item: one row per block and appraised leaf that some unit claimed too much on.

    ``cut_n`` of ``units_n`` units with both figures cut, ``cut_points`` in all, most often cut
    first, then by points, then in the order of the framework.
    """
    own = self_assessed(leaves)
    both = own[own["appraised_points"].notna()]
    groups: dict[Any, list[Claim]] = {leaf: [] for leaf in rows_of(leaves, "block", "item_code")}
    for block, item, claim in zip(both["block"], both["item_code"], _claims_of(both), strict=True):
        groups[block, item].append(claim)
    rows = []
    for (block, item), claims in groups.items():
        sums = _sum_claims(claims)
        if sums["cut_n"]:
            rows.append((block, item, sums["cut_n"], sums["leaves_n"], sums["cut_points"]))
    table = pd.DataFrame(rows, columns=["block", "item_code", "cut_n", "units_n", "cut_points"])
    return table.sort_values(["cut_n", "cut_points"], ascending=False, kind="stable").reset_index(drop=True)


PREFIX = re.compile(r"^(?:vòng\s+\d+|sau\s+giải\s+trình)\s*:\s*", re.IGNORECASE)


def group_reasons(leaves: pd.DataFrame) -> pd.DataFrame:
    """Group the reasons of cuts: one row per block and reason, most frequent first.

    A cut is an appraised leaf on which the unit claimed more than it was granted. Reasons are one
    where :func:`fold_reason` makes them one; ``reason`` is as first typed, without the name of the
    round; blank and last: cuts without a reason. ``cut_n`` cuts at ``units_n`` units,
    ``cut_points`` in all.
    """
    own = self_assessed(leaves)
    groups: dict[tuple[str, str], list[tuple[str, str, Decimal]]] = {}
    names = ("unit_code", "block", "self_points", "appraised_points", "reason")
    for unit, block, claimed, given, reason in rows_of(own, *names):
        if given is not None and claimed > given:
            groups.setdefault((block, fold_reason(reason)), []).append((unit, clean_reason(reason), claimed - given))
    rows = []
    for (block, folded), cuts in groups.items():
        units, reasons, points = zip(*cuts, strict=True)
        rows.append((block, reasons[0] if folded else "", len(cuts), len(set(units)), sum(points, ZERO)))
    rows.sort(key=lambda row: (row[1] == "", -row[2], -row[4]))
    return pd.DataFrame(rows, columns=["block", "reason", "cut_n", "units_n", "cut_points"])


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

    ``unit_code`` blank = all units of the block. Over the appraised leaves on which round 1 gave
    less than the unit claimed: ``cut_n``, ``cut_points`` = self − round 1. Of these,
    ``explained_n`` came to round 2, where the explanation was accepted wholly (``whole_n``: at
    least the claimed points), in part (``part_n``: more than in round 1) or not (``refused_n``);
    ``unexplained_n`` did not come to round 2. ``back_points`` were given back, ``lowered_points``
    taken away on the ``lowered_n`` explained leaves that round 2 lowered further; ``change_points``
    is what came of both.
    """
    own = self_assessed(leaves)
    lower = [first is not None and first < claimed for claimed, first in rows_of(own, "self_points", "round1_points")]
    cut = own[pd.Series(lower, index=own.index, dtype=bool)]
    rows: list[dict[str, Any]] = []
    for block, group in cut.groupby("block", sort=False):
        for unit, own_cut in (("", group), *group.groupby("unit_code", sort=False)):
            rows.append({"unit_code": unit, "block": block, **_sum_rows(own_cut)})
    return pd.DataFrame(rows, columns=ROUNDS)


def _sum_rows(cut: pd.DataFrame) -> dict[str, Any]:
    leaves = list(rows_of(cut, "self_points", "round1_points", "round2_points"))
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
