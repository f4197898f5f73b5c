"""What a block looks like on each item: mean, spread, quartiles, who has full points.

In: items, one row per unit and item. Out: one row per block and item.
Source: ``docs/methodology.md`` 3.1, 3.2.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import round_half_up

UPPER_SHARE = 0.75
ZERO = Decimal(0)


def describe_items(items: pd.DataFrame) -> pd.DataFrame:
    """Summarize every item over its block: one row per block and item that some unit has.

    Percent of the maximum: ``mean_pct``, ``sd_pct`` (n − 1; NaN for one unit), ``median_pct``,
    ``q1_pct``, ``q3_pct`` (observed values: the smallest that at least a quarter, or three
    quarters, of the units do not exceed), ``low_pct``, ``best_pct``. ``units_n`` counts the units
    to which the item applies, ranked or not; ``full_n`` those with full points; ``losing_n`` those
    that lose points, ``lost_points`` in all, ``lost_per_unit`` on average over ``units_n``. Figures
    are rounded to 9 decimals.
    """
    counted = items.loc[items["score_pct"].notna(), ["block", "item_code", "score_pct", "lost_points"]]
    rows: list[dict[str, Any]] = []
    for (block, code), group in counted.groupby(["block", "item_code"], sort=False):
        scores = np.sort(group["score_pct"].to_numpy(dtype=float))
        lost = group["lost_points"].to_numpy(dtype=object)
        rows.append(
            {
                "block": block,
                "item_code": code,
                "units_n": len(scores),
                "full_n": int((lost == 0).sum()),
                "losing_n": int((lost > 0).sum()),
                "lost_points": sum(lost),
                "mean_pct": round(math.fsum(scores) / len(scores), 9),
                "sd_pct": round(float(scores.std(ddof=1)), 9) if len(scores) > 1 else np.nan,
                "median_pct": round(float(np.median(scores)), 9),
                "q1_pct": observed_quantile(scores, 0.25),
                "q3_pct": observed_quantile(scores, UPPER_SHARE),
                "low_pct": float(scores[0]),
                "best_pct": float(scores[-1]),
                "lost_per_unit": round_half_up(sum(lost, ZERO) / len(lost)),
            }
        )
    return pd.DataFrame(rows, columns=STATISTIC_COLUMNS)


STATISTIC_COLUMNS = (
    "block item_code units_n full_n losing_n lost_points mean_pct sd_pct median_pct q1_pct q3_pct low_pct best_pct "
    "lost_per_unit"
).split()


def observed_quantile(scores: np.ndarray[Any, Any], share: float) -> float:
    """Return the smallest of sorted scores that at least this share of them do not exceed."""
    return float(scores[math.ceil(round(share * len(scores), 9)) - 1])
