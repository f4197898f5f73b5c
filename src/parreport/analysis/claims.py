"""Self-assessed points against the official ones, and who decided these.

In: leaves, one row per unit and leaf. Out: claims, one row per unit and leaf where figures differ;
their sums by unit and area. Source: ``docs/methodology.md`` 3.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import CLAIMS, percent_of, rows_of
from parreport.inputs.framework import Framework

ZERO = Decimal(0)
DECIDED_BY = {"appraised": "appraiser", "rule": "rule", "self": "self"}  # by origin; blank = nobody
FIGURES = ("self_points", "computed_points", "round1_points", "appraised_points", "official_points")
SUMS = (
    "block self_points official_points claim_gap claim_gap_pct cut_n cut_points rule_cut_n rule_cut_points "
    "appraiser_cut_n appraiser_cut_points other_cut_n other_cut_points raised_n raised_points leaves_n waiting_n "
    "claimed_n evidence_n evidence_pct ruled_n ruled_self_points computed_points beyond_n beyond_points"
).split()


@dataclass(frozen=True)
class Claim:
    """What a unit claims on a leaf, and what became of it.

    ``own`` and ``official`` points count in sums: those of a penalty below 0. ``cut`` is what the
    official points are less than the claimed ones (below 0: more), ``cut_by`` who cut: ``appraiser``,
    ``rule``, or blank where the leaf's own maximum did, or nobody gave points. ``computed`` are the
    points of the rule for the unit's own figures; ``proof``: whether a document is named, None where
    nothing is claimed.
    """

    own: Decimal
    official: Decimal | None
    decided_by: str
    cut: Decimal | None
    cut_by: str
    computed: Decimal | None
    proof: bool | None


def find_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    """Find leaves whose self-assessed, computed, round 1, appraised and official points are not all equal.

    One row per unit and leaf, in the order given; survey leaves have no claim. ``official_points``
    are those that count, after the own cut of a bonus or penalty leaf; ``decided_by`` says who gave
    them. ``claim_gap`` is self − official, blank where either is missing. In memory there is also
    ``cut_points``, what the unit has less than it claimed: the gap, and of a penalty its opposite.
    """
    own = leaves[(leaves["method"] != "survey") & leaves["applies"]]
    decisions = find_decisions(own)
    own = own.assign(
        official_points=pd.Series([points for points, _ in decisions], dtype=object, index=own.index),
        decided_by=[decided_by for _, decided_by in decisions],
    )
    differ = [len({points for points in row if points is not None}) > 1 for row in rows_of(own, *FIGURES)]
    kept = own[pd.Series(differ, dtype=bool, index=own.index)].reset_index(drop=True)
    gaps, cuts = list[Decimal | None](), list[Decimal | None]()
    for claimed, given, method in rows_of(kept, "self_points", "official_points", "method"):
        gap = None if claimed is None or given is None else claimed - given
        gaps.append(gap)
        cuts.append(gap if gap is None else signed(method, gap))
    claims = kept.assign(
        claim_gap=pd.Series(gaps, dtype=object, index=kept.index),
        cut_points=pd.Series(cuts, dtype=object, index=kept.index),
    )
    return claims[["unit_code", "block", *CLAIMS.names[1:], "cut_points"]].astype(object)


def find_decisions(leaves: pd.DataFrame) -> list[tuple[Decimal | None, str]]:
    """Return the official points of each leaf, None of a gap, and who decided: appraiser, rule, self or blank.

    A scenario decides nothing: its leaves keep what was official before.
    """
    names = ("origin", "points", "appraised_points", "computed_points", "self_points", "method", "max_points")
    return [_decide(*row) for row in rows_of(leaves, *names)]


def _decide(
    origin: str,
    points: Decimal | None,
    appraised: Decimal | None,
    computed: Decimal | None,
    own: Decimal | None,
    method: str,
    most: Decimal | None,
) -> tuple[Decimal | None, str]:
    if origin != "scenario":
        return None if origin == "missing" else points, DECIDED_BY.get(origin, "")
    outside = method in {"bonus", "penalty"}
    for given, decided_by in ((appraised, "appraiser"), (computed, "rule"), (own, "self")):
        if given is not None:
            return min(given, most) if outside and most is not None else given, decided_by
    return ZERO if outside else None, ""


def signed(method: str, points: Decimal) -> Decimal:
    """Return points of a leaf as they count in a sum: those of a penalty are taken off."""
    return ZERO - points if method == "penalty" else points


def self_assessed(leaves: pd.DataFrame) -> pd.DataFrame:
    """Return the leaves that apply and have self-assessed points, survey leaves aside."""
    return leaves[(leaves["method"] != "survey") & leaves["applies"] & leaves["self_points"].notna()]


def read_claims(leaves: pd.DataFrame) -> list[Claim]:
    """Return the claim of each leaf; ``leaves``: rows of :func:`self_assessed`."""
    names = ("method", "self_points", "appraised_points", "computed_points", "evidence", "filled")
    rows = zip(find_decisions(leaves), rows_of(leaves, *names), strict=True)
    return [_read_claim(*decision, *row) for decision, row in rows]


def _read_claim(
    official: Decimal | None,
    decided_by: str,
    method: str,
    own: Decimal,
    appraised: Decimal | None,
    computed: Decimal | None,
    evidence: str,
    filled: bool,
) -> Claim:
    adds = method != "penalty"
    cut = None if official is None else signed(method, own - official)
    given = {"appraiser": appraised, "rule": computed, "self": own}.get(decided_by)
    by_maximum = adds and given is not None and given >= own
    return Claim(
        own=signed(method, own),
        official=None if official is None else signed(method, official),
        decided_by=decided_by,
        cut=cut,
        cut_by="" if by_maximum else decided_by,
        computed=computed if adds and not filled else None,
        proof=evidence != "" if adds and own > 0 else None,
    )


def sum_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum claims by unit: one row per unit that assessed itself.

    Over the leaves with self-assessed and official points, ``leaves_n`` of them, penalties taken
    off: ``self_points``, ``official_points``, ``claim_gap`` = self − official, ``claim_gap_pct`` of
    the self-assessed points; ``cut_n``, ``cut_points`` where the unit claimed more, of them
    ``rule_cut_…`` by the rule from the figures given, ``appraiser_cut_…`` by the appraiser and
    ``other_cut_…`` by the maximum of a bonus leaf or for want of points; ``raised_n``,
    ``raised_points`` where it claimed less. On ``waiting_n`` of the leaves the self-assessed points
    are the official ones (draft). Over the ``claimed_n`` leaves on which it claims points:
    ``evidence_n`` with evidence, ``evidence_pct``. Over the ``ruled_n`` leaves with self-assessed
    points and points of the rule: ``ruled_self_points``, ``computed_points``, and ``beyond_n``,
    ``beyond_points`` where the unit claims more than its own declared figures give. Penalties are
    in neither of these two.
    """
    own = self_assessed(leaves)
    groups: dict[tuple[str, str], list[Claim]] = {}
    for unit, block, claim in zip(own["unit_code"], own["block"], read_claims(own), strict=True):
        groups.setdefault((unit, block), []).append(claim)
    rows = [{"unit_code": unit, "block": block, **_sum_claims(claims)} for (unit, block), claims in groups.items()]
    return pd.DataFrame(rows, columns=["unit_code", *SUMS])


CLAIM_BLOCKS = "block units_n mean_gap differ_n largest_gap largest_units largest_gap_pct largest_pct_units".split()


def compare_claims(claim_sums: pd.DataFrame) -> pd.DataFrame:
    """Compare the units of each block by what they claim: one row per block with units that were decided on.

    ``claim_sums``: rows of :func:`sum_claims`. ``units_n`` units with leaves whose official points are
    not just the self-assessed ones; ``mean_gap``: the mean of their ``claim_gap`` in points;
    ``differ_n`` items on which any of them differs. ``largest_gap`` and ``largest_gap_pct``, in
    points and in % of what was claimed, each with the units that have it, joined by ``;``.
    """
    rows = []
    decided = claim_sums[claim_sums["leaves_n"] > claim_sums["waiting_n"]]
    for block, sums in decided.groupby("block", sort=False):
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
    for (unit, block, item), claim in zip(leaf_rows, read_claims(own), strict=True):
        area = framework.by_code[block].by_code[item].area_code
        for key in ((block, "", ""), (block, "", area), (block, unit, area)):
            groups.setdefault(key, []).append(claim)
    rows = [
        {"unit_code": unit, "block": block, "area": area, **_sum_claims(claims)}
        for (block, unit, area), claims in groups.items()
        if claims
    ]
    return pd.DataFrame(rows, columns=["unit_code", "area", *SUMS])


def _sum_claims(claims: list[Claim]) -> dict[str, Any]:
    both = [claim for claim in claims if claim.official is not None]
    claimed = sum((claim.own for claim in both), ZERO)
    granted = sum((claim.official for claim in both if claim.official is not None), ZERO)
    cuts = [(claim.cut, claim.cut_by) for claim in both if claim.cut is not None and claim.cut > 0]
    by = {who: [cut for cut, cut_by in cuts if cut_by == who] for who in ("rule", "appraiser")}
    others = [cut for cut, cut_by in cuts if cut_by not in by]
    raises = [-claim.cut for claim in both if claim.cut is not None and claim.cut < 0]
    proofs = [claim.proof for claim in claims if claim.proof is not None]
    ruled = [(claim.own, claim.computed) for claim in claims if claim.computed is not None]
    beyond = [own - computed for own, computed in ruled if own > computed]
    return {
        "self_points": claimed,
        "official_points": granted,
        "claim_gap": claimed - granted,
        "claim_gap_pct": _share(claimed - granted, claimed),
        "cut_n": len(cuts),
        "cut_points": sum((cut for cut, _ in cuts), ZERO),
        "rule_cut_n": len(by["rule"]),
        "rule_cut_points": sum(by["rule"], ZERO),
        "appraiser_cut_n": len(by["appraiser"]),
        "appraiser_cut_points": sum(by["appraiser"], ZERO),
        "other_cut_n": len(others),
        "other_cut_points": sum(others, ZERO),
        "raised_n": len(raises),
        "raised_points": sum(raises, ZERO),
        "leaves_n": len(both),
        "waiting_n": sum(claim.decided_by == "self" for claim in both),
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
    """Return a share in percent, NaN of nothing and of less than nothing."""
    if whole <= 0:
        return float("nan")
    return round(percent_of(Decimal(part), Decimal(whole)), 9)
