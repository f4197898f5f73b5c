"""Self-assessed points against those of the rule and of the appraiser.

In: leaves, one row per unit and leaf. Out: claims, one row per unit and leaf where they differ.
Source: ``docs/methodology.md`` 3.8.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import CLAIMS


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
        for claimed, appraised in zip(kept["self_points"], kept["appraised_points"], strict=True)
    ]
    claims = kept.assign(claim_gap=pd.Series(gaps, dtype=object, index=kept.index))
    return claims[["unit_code", "block", *CLAIMS.names[1:]]].astype(object)


def sum_claims(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum claims by unit: one row per unit that assessed itself.

    Over the appraised leaves with both figures: ``self_points``, ``appraised_points``,
    ``claim_gap`` = self − appraised, ``cut_n`` leaves cut, ``leaves_n`` compared; and
    ``evidence_pct``, the share of self-assessed leaves above 0 points that have evidence.
    """
    own = leaves[
        (leaves["method"] == "appraised") & leaves["applies"] & leaves["self_points"].notna()
    ]
    columns = ("unit_code", "block", "self_points", "appraised_points", "evidence")
    sums: dict[str, dict[str, Any]] = {}
    for unit, block, claimed, appraised, evidence in zip(
        *(own[name].tolist() for name in columns), strict=True
    ):
        row = sums.setdefault(unit, _NO_CLAIMS | {"unit_code": unit, "block": block})
        if claimed > 0:
            row["claimed_n"] += 1
            row["evidence_n"] += evidence != ""
        if appraised is not None:
            row["self_points"] += claimed
            row["appraised_points"] += appraised
            row["cut_n"] += claimed > appraised
            row["leaves_n"] += 1
    for row in sums.values():
        row["claim_gap"] = row["self_points"] - row["appraised_points"]
        claimed_n = row["claimed_n"]
        row["evidence_pct"] = 100 * row["evidence_n"] / claimed_n if claimed_n else float("nan")
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
    return pd.DataFrame(list(sums.values()), columns=names)


_NO_CLAIMS: dict[str, Any] = {
    "self_points": Decimal(0), "appraised_points": Decimal(0), "cut_n": 0, "leaves_n": 0,
    "claimed_n": 0, "evidence_n": 0,
}  # fmt: skip


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
