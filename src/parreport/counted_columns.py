"""Tables about what is counted: the figures of a second source, what the rest of the year needs.

Part of :mod:`parreport.columns`, where all tables are found. Kinds of columns: :mod:`parreport.tabular`.
"""

from __future__ import annotations

from parreport.tabular import ITEM, UNIT, describe_table

SECOND_SOURCE_FILE = describe_table(
    "second_source.csv",
    "One row per unit and leaf on which another source has figures too.",
    UNIT,
    ITEM,
    ("numerator", "points", "numerator of a rate"),
    ("denominator", "points", "denominator of a rate"),
    ("value", "text", "value: a number or the text of a choice"),
    ("source", "text", "where the figures are from"),
)
SECOND_SOURCE = describe_table(
    "second_source_differences",
    "One row per unit and leaf whose declared figures differ from the second source's, or lack what it has.",
    UNIT,
    ITEM,
    ("state", "code", "differs, filled (not declared in full), not_applicable (declared so)"),
    ("numerator", "points", "declared numerator"),
    ("denominator", "points", "declared denominator"),
    ("value", "text", "declared value"),
    ("second_numerator", "points", "numerator of the second source"),
    ("second_denominator", "points", "denominator of the second source"),
    ("second_value", "text", "value of the second source"),
    ("declared_points", "points", "points that the rule gives for the declared figures"),
    ("second_points", "points", "points that it gives for those of the second source"),
    ("source", "text", "where the figures of the second source are from"),
)
PACE = describe_table(
    "pace",
    "One row per unit, ratio leaf that loses points, and goal, where the year is not over.",
    UNIT,
    ITEM,
    ("goal", "code", "mean (the block's mean rate) or next_band (the points to the next class)"),
    ("target_pct", "pct", "mean of the block's rates, or from of the next class"),
    ("numerator", "count", "cases that succeeded so far"),
    ("denominator", "count", "cases so far"),
    ("rate_pct", "pct", "100 × numerator / denominator"),
    ("lost_points", "points", "points lost so far"),
    ("left_n", "count", "cases expected in the rest of the year, as many a day as so far"),
    ("needed_n", "count", "fewest of them that must succeed; blank = out of reach"),
    ("needed_pct", "pct", "needed_n in percent of left_n"),
    ("year_pct", "pct", "rate of the whole year that these make"),
    ("best_pct", "pct", "rate of the whole year if all of them succeed"),
)
