"""The tables on how sure ranks are: robustness, fragility, small numbers. Part of the data dictionary.

Kinds of columns: :mod:`parreport.tabular`.
"""

from __future__ import annotations

from parreport.tabular import BLOCK, ITEM, UNIT, describe_table

FEW_CASES = 10
"""A rank that hangs on fewer cases, an item of which half the units count fewer, is one of small numbers."""
FEWEST_COPIES = 5
"""In so many units of a block, all of them, the same cases are one figure, copied to each."""

ROBUSTNESS = describe_table(
    "robustness",
    "One row per unit: how sure its rank is.",
    UNIT,
    ("rank", "rank", "rank in the block, 1 = best, ties share the best"),
    ("rank_median", "rank", "median rank over the draws of weights"),
    ("rank_p05", "rank", "smallest rank that at least 5% of the draws do not pass"),
    ("rank_p95", "rank", "smallest rank that at least 95% of the draws do not pass"),
    ("rank_low", "rank", "best place in the 95% confidence set of this rank alone"),
    ("rank_high", "rank", "last place in the 95% confidence set of this rank alone"),
    ("rank_low_all", "rank", "best place in the 95% confidence set of all ranks together"),
    ("rank_high_all", "rank", "last place in the 95% confidence set of all ranks together"),
    ("first_share", "share", "share of the draws in which the unit comes first"),
    ("last_quarter_share", "share", "share of the draws with a rank above 0.75 n"),
    ("area_out_max_rank_change", "count", "largest change of the rank, up or down, when one area is left out"),
    ("index_se_pp", "pp", "100 / max_points × standard error of the survey points"),
    ("rank_cases_p05", "rank", "the same as rank_p05 over the draws of cases and, where known, of survey error"),
    ("rank_cases_p95", "rank", "the same as rank_p95 over the draws of cases and, where known, of survey error"),
    ("rank_together_p05", "rank", "the 5% rank over draws of cases, survey error and weights together"),
    ("rank_together_p95", "rank", "the 95% rank over draws of cases, survey error and weights together"),
)
FRAGILITY = describe_table(
    "fragility",
    "One row per unit and ratio leaf that applies: what one case more or less does.",
    UNIT,
    ITEM,
    ("numerator", "points", "declared numerator, a number of cases"),
    ("denominator", "points", "declared denominator, a number of cases"),
    ("points", "points", "points of the leaf"),
    ("points_one_more", "points", "points with one case more in the numerator"),
    ("points_one_less", "points", "points with one case less in the numerator"),
    ("index_one_more", "pct", "index of the unit with one case more"),
    ("index_one_less", "pct", "index of the unit with one case less"),
    ("rank_one_more", "rank", "rank of the unit with one case more, the others held still"),
    ("rank_one_less", "rank", "rank of the unit with one case less, the others held still"),
    ("default_points", "points", "points that the rule gives for 0 of 0; blank where there are cases"),
    ("band_one_more", "text", "class of the unit with one case more"),
    ("band_one_less", "text", "class of the unit with one case less"),
    ("shared_items", "text", "other leaves that count the same cases, as many, joined by ;"),
    ("index_shared_more", "pct", "index with one case more on the leaf and on those"),
    ("index_shared_less", "pct", "index with one case less on the leaf and on those"),
    ("rank_shared_more", "rank", "rank with one case more on the leaf and on those"),
    ("rank_shared_less", "rank", "rank with one case less on the leaf and on those"),
    ("band_shared_more", "text", "class with one case more on the leaf and on those"),
    ("band_shared_less", "text", "class with one case less on the leaf and on those"),
    ("index_failed_case", "pct", "of 0 of 0: index with one case that went against the unit"),
    ("rank_failed_case", "rank", "of 0 of 0: rank with one case that went against the unit"),
    ("band_failed_case", "text", "of 0 of 0: class with one case that went against the unit"),
    ("copied", "flag", "whether the same cases stand in all units of the block, five or more"),
)
SMALL_NUMBERS = describe_table(
    "small_numbers",
    "One row per unit: points without a case, and the case on which its rank hangs.",
    UNIT,
    BLOCK,
    ("default_points", "points", "points held from 0 of 0"),
    ("default_share_pct", "pct", "their share of the unit's maximum"),
    ("default_items_n", "count", "leaves without a case that count"),
    ("index_without_defaults", "pct", "index if leaves without a case left the unit's points and maximum"),
    ("rank_without_defaults", "rank", "rank if leaves without a case left them, the others held still"),
    ("band_without_defaults", "text", "class if leaves without a case left them"),
    ("case_points", "points", "most points that one case on one leaf moves"),
    ("case_points_item", "code", "leaf on which it does"),
    ("rank_best_case", "rank", "best rank with one case more or less on one leaf"),
    ("rank_worst_case", "rank", "last rank with one case more or less on one leaf"),
    ("case_max_rank_change", "count", "most places, up or down, by one case on one leaf"),
    ("case_item", "code", "leaf on which one case moves so many places"),
    ("case_denominator", "points", "number of cases of that leaf"),
    ("case_rank", "rank", "rank of the unit then"),
    ("case_band", "text", "class of the unit then"),
    ("case_band_change", "flag", "whether one case on one leaf moves the unit over a class limit"),
    ("band_item", "code", "leaf on which it does, that of the fewest cases"),
    ("band_denominator", "points", "number of cases of that leaf"),
    ("band_then", "text", "class of the unit then"),
    ("shared_max_rank_change", "count", "most places by one case on all leaves that count it"),
    ("shared_items", "text", "these leaves, joined by ;"),
    ("shared_denominator", "points", "number of cases of each"),
    ("shared_rank", "rank", "rank of the unit then"),
    ("shared_band", "text", "class of the unit then"),
    ("hangs_on_few_cases", "flag", "whether one case moves the rank by three places, or the class"),
    ("hanging_cases_n", "count", "fewest cases of a leaf on which it does"),
    ("hanging_items", "text", "leaves on which this case counts, joined by ;"),
    ("hanging_rank", "rank", "rank of the unit then"),
    ("hanging_band", "text", "class of the unit then"),
)
