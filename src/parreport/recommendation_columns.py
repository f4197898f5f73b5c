"""The table of recommendations: its rules, its columns.

Part of :mod:`parreport.columns`, where all tables are found. Kinds of columns: :mod:`parreport.tabular`.
"""

from __future__ import annotations

from parreport.tabular import BLOCK, describe_table

RECOMMENDATION_RULES = ("common_loss", "lasting", "penalty_avoidable", "far_behind", "claims", "learn_from")
"""The rules by which recommendations are made, in the order in which they are told."""

RECOMMENDATIONS = describe_table(
    "recommendations",
    "One row per block, rule and item: what the province can do, and the units that it concerns.",
    BLOCK,
    ("rule", "code", "common_loss, lasting, penalty_avoidable, far_behind, claims or learn_from"),
    ("item_code", "code", "item that it concerns; blank = the whole index"),
    ("units_n", "count", "units that it concerns"),
    ("of_n", "count", "units that it could concern"),
    ("points", "points", "points that are at stake; blank for far_behind"),
    ("unit_codes", "text", "codes of the units, joined by ;"),
)
