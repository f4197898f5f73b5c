"""The table of what each unit can do: its kinds, its columns.

Part of :mod:`parreport.columns`, where all tables are found. Kinds of columns: :mod:`parreport.tabular`.
"""

from __future__ import annotations

from parreport.tabular import ITEM, UNIT, describe_table

PLAN_KINDS = ("penalty", "few", "appraisal", "reached", "alone")
"""What a unit can do, the first to be done first: penalties that can be avoided; items on which few cases
bring points; items whose declared figure has the points, lost in appraisal; items on which a quarter of the
block does better; items that no other unit has."""
PLAN_TOLD = 8
"""So many items of a plan stand in a unit's report, with responsible and deadline; the annex has all."""

PLAN = describe_table(
    "plans",
    "One row per unit and leaf that it can win points on, in the order in which a unit's plan has them.",
    UNIT,
    ITEM,
    ("kind", "code", "penalty, few, appraisal, reached or alone"),
    ("told", "flag", "whether it stands in the plan of the unit's report; this table has all"),
    ("numerator", "points", "declared numerator, or the one for which the appraiser gave the points"),
    ("denominator", "points", "declared denominator"),
    ("value", "text", "declared value, or the one for which the appraiser gave the points"),
    ("rule_points", "points", "kind appraisal: points of the rule for the declared figure"),
    ("lost_points", "points", "points lost on it; of a penalty, its points"),
    ("peers_n", "count", "other units of the block that have the leaf"),
    ("peers_full_n", "count", "those of them with full points"),
    ("step_n", "points", "least difference of the declared figure that gives more points; below 0 = less"),
    ("step_option", "text", "the option with the fewest points above the declared one"),
    ("step_points", "points", "points that this step brings"),
    ("rank_step", "rank", "rank of the unit with this step alone, the others held still"),
    ("band_step", "text", "class of the unit with this step alone"),
    ("attainable_points", "points", "points up to the block's upper quartile; within the year, as far as it goes"),
    ("gain_n", "points", "least difference of the declared figure that gives gain_points"),
    ("gain_points", "points", "points that the plan counts; blank without another unit to compare with"),
    ("due", "text", "the next deadline that the remedy names, YYYY-MM-DD"),
)
