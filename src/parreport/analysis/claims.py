"""Self-assessed points against those of the rule and of the appraiser.

In: leaves, one row per unit and leaf. Out: claims, one row per unit and leaf where they differ.
Source: ``docs/methodology.md`` 3.8.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.columns import CLAIMS


def find_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    """Find leaves whose self-assessed, computed, round 1 and appraised points are not all equal.

    One row per unit and leaf, in the order given; survey leaves have no claim. ``claim_gap`` is
    self − appraised in points: above 0, the unit claimed more; blank where either is missing.
    """
    names = ("self_points", "computed_points", "round1_points", "appraised_points")
    kept = []
    for row in leaves[(leaves["method"] != "survey") & leaves["applies"]].to_dict("records"):
        given = {row[name] for name in names if row[name] is not None}
        if len(given) < 2:
            continue
        both = row["self_points"] is not None and row["appraised_points"] is not None
        row["claim_gap"] = row["self_points"] - row["appraised_points"] if both else None
        kept.append(row)
    return pd.DataFrame(kept, columns=["unit_code", "block", *CLAIMS.names[1:]], dtype=object)


def sum_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum claims by unit: one row per unit that assessed itself.

    Over the appraised leaves with both figures: ``self_points``, ``appraised_points``,
    ``claim_gap`` = self − appraised, ``cut_n`` leaves cut, ``leaves_n`` compared; and
    ``evidence_pct``, the share of self-assessed leaves above 0 points that have evidence.
    """
    own = leaves[
        (leaves["method"] == "appraised") & leaves["applies"] & leaves["self_points"].notna()
    ]
    rows = []
    for unit, group in own.groupby("unit_code", sort=False):
        both = group[group["appraised_points"].notna()]
        claimed = group[group["self_points"] > 0]
        with_evidence = int((claimed["evidence"] != "").sum())
        rows.append(
            {
                "unit_code": unit,
                "block": group["block"].iloc[0],
                "self_points": sum(both["self_points"], Decimal(0)),
                "appraised_points": sum(both["appraised_points"], Decimal(0)),
                "claim_gap": sum(both["self_points"], Decimal(0))
                - sum(both["appraised_points"], Decimal(0)),
                "cut_n": int((both["self_points"] > both["appraised_points"]).sum())
                if len(both)
                else 0,
                "leaves_n": len(both),
                "evidence_pct": 100 * with_evidence / len(claimed)
                if len(claimed)
                else float("nan"),
            }
        )
    names = [
        "unit_code",
        "block",
        "self_points",
        "appraised_points",
        "claim_gap",
        "cut_n",
        "leaves_n",
        "evidence_pct",
    ]
    return pd.DataFrame(rows, columns=names)


def sum_cuts(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum cuts by item: one row per block and appraised leaf that some unit claimed too much on.

    ``cut_n`` units cut, ``cut_points`` in all, most often cut first.
    """
    own = leaves[(leaves["method"] == "appraised") & leaves["applies"]]
    both = own[own["self_points"].notna() & own["appraised_points"].notna()]
    gaps = both.assign(
        cut_points=[
            s - a for s, a in zip(both["self_points"], both["appraised_points"], strict=True)
        ]
    )
    cut = gaps[[gap > 0 for gap in gaps["cut_points"]]]
    names = ["block", "item_code", "cut_n", "cut_points"]
    if cut.empty:
        return pd.DataFrame(columns=names)
    grouped = cut.groupby(["block", "item_code"], sort=False)["cut_points"]
    table = grouped.agg(cut_n="size", cut_points="sum").reset_index()
    return table.sort_values(["cut_n", "cut_points"], ascending=False, kind="stable").reset_index(
        drop=True
    )
