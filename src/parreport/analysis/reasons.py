"""The reasons that the appraiser gives for cuts, alike ones together.

In: leaves, one row per unit and leaf. Out: one row per block and reason. Source:
``docs/methodology.md`` 3.8.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import pandas as pd

from parreport.analysis.claims import self_assessed

PREFIX = re.compile(r"^(?:vòng\s+\d+|sau\s+giải\s+trình)\s*:\s*", re.IGNORECASE)
NAMES = ["block", "reason", "cut_n", "units_n", "cut_points"]


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
    for unit, block, claimed, given, reason in zip(*(own[name] for name in names), strict=True):
        if given is not None and claimed > given:
            groups.setdefault((block, fold_reason(reason)), []).append(
                (unit, clean_reason(reason), claimed - given)
            )
    rows = [
        (
            block,
            cuts[0][1] if folded else "",
            len(cuts),
            len({unit for unit, _, _ in cuts}),
            sum((points for _, _, points in cuts), Decimal(0)),
        )
        for (block, folded), cuts in groups.items()
    ]
    rows.sort(key=lambda row: (row[1] == "", -row[2], -row[4]))
    return pd.DataFrame(rows, columns=NAMES)


def clean_reason(typed: str) -> str:
    """Return a reason in NFC, with single spaces, without the name of the round before it."""
    words = " ".join(unicodedata.normalize("NFC", typed or "").split())
    bare = PREFIX.sub("", words)
    return bare[:1].upper() + bare[1:] if bare != words else words


def fold_reason(typed: str) -> str:
    """Return what two reasons that say the same have in common: no case, no closing marks."""
    return clean_reason(typed).casefold().rstrip(" .,;:!…")
