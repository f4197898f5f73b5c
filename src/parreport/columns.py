"""Every table of parreport: its grain, its columns, their kind and unit. The data dictionary.

Kinds of columns: :mod:`parreport.tabular`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from parreport.counted_columns import PACE, SECOND_SOURCE
from parreport.counted_columns import SECOND_SOURCE_FILE as SECOND_SOURCE_FILE
from parreport.plan_columns import PLAN
from parreport.recommendation_columns import RECOMMENDATION_RULES as RECOMMENDATION_RULES
from parreport.recommendation_columns import RECOMMENDATIONS as RECOMMENDATIONS
from parreport.sureness_columns import FRAGILITY, ROBUSTNESS, SMALL_NUMBERS
from parreport.survey_columns import COVARIATES_FILE as COVARIATES_FILE
from parreport.survey_columns import LIST_FILE as LIST_FILE
from parreport.survey_columns import POPULATION_FILE as POPULATION_FILE
from parreport.survey_columns import QUESTIONNAIRE_FILE as QUESTIONNAIRE_FILE
from parreport.survey_columns import SATISFACTION, SMALL_AREAS
from parreport.survey_columns import SURVEY_FILE as SURVEY_FILE
from parreport.tabular import BLOCK, ITEM, UNIT, describe_table

NINE_PLACES = Decimal("0.000000001")

CAUSES = ("weights", "appraisal", "sampling", "cases", "confirmed", "first")
"""What may move a rank: other weights; another appraisal; the survey's sampling error; chance in rates of
counted cases that a rule scores; the same where an appraiser gave what the rule gives; a first case
where a rule gives points for 0 of 0."""

# --- files in -------------------------------------------------------------------------------

FRAMEWORK_ITEMS = describe_table(
    "<block>.csv",
    "One row per item of the framework of a block.",
    ITEM,
    ("parent_code", "code", "item above it; blank for an area"),
    ("name", "text", "name as in the decision"),
    ("name_en", "text", "name in English reports"),
    ("max_points", "points", "maximum of a leaf; above, blank or the sum of its leaves"),
    ("method", "code", "of a leaf: appraised, survey, bonus, penalty"),
    ("rule", "text", "how a declared value becomes points; blank = points are given"),
    ("evidence", "text", "what proves it"),
    ("remedy", "text", "what mends it"),
    ("remedy_en", "text", "what mends it, in English reports"),
    ("source", "text", "where it is laid down"),
    ("zero_of_zero", "code", "what 0 of 0 means on the leaf: not_applicable, zero, full; blank = the framework's"),
    ("same_cases_as", "code", "leaf whose cases it shares; blank = cases of its own"),
    ("accumulates", "flag", "no = its figures are a state that does not add up within the year; blank = yes"),
    ("short_name", "text", "short name, where a head has no room; blank = name"),
    ("short_name_en", "text", "short name in English reports"),
    optional="name_en remedy_en zero_of_zero same_cases_as accumulates short_name short_name_en",
)
MAPPING = describe_table(
    "mapping.csv",
    "One row per leaf of this year and leaf of the base year that it continues.",
    BLOCK,
    ITEM,
    ("base_block", "code", "block of the base leaf"),
    ("base_item_code", "code", "leaf of the base year"),
    ("share", "points", "part of the base leaf's maximum and points that this row takes"),
    ("comparable", "flag", "whether the two measure the same"),
    ("note", "text", "why not, or what changed"),
)
TARGETS_FILE = describe_table(
    "targets.csv",
    "One row per target of the province.",
    ("target_code", "code", "code of the target"),
    ("name", "text", "name as printed"),
    ("name_en", "text", "name in English reports"),
    ("area", "code", "area or field that it belongs to"),
    ("unit_of_measure", "text", "unit of measure; % = 100 × numerator / denominator"),
    ("direction", "code", "at_least or at_most"),
    ("target", "points", "value to reach"),
    ("source", "text", "where it is laid down"),
    ("source_en", "text", "the same in English reports"),
    optional="name_en source_en",
)
UNITS_FILE = describe_table(
    "units.csv",
    "One row per assessed unit.",
    UNIT,
    ("name", "text", "name as printed"),
    ("name_en", "text", "name in English reports"),
    BLOCK,
    ("ranked", "flag", "whether the unit is ranked"),
    ("cluster", "text", "name of the cluster (cụm) as printed, for information"),
    ("survey_se_points", "points", "standard error of the unit's survey points"),
    ("base_unit_code", "code", "code in the base year if it changed; several joined by ;"),
    ("lat", "points", "latitude of a point of the unit, decimal degrees, for maps"),
    ("lon", "points", "longitude of the same point"),
    optional="name_en cluster survey_se_points base_unit_code lat lon",
)
POINTS_FILE = describe_table(
    "points.csv",
    "One row per unit and leaf.",
    UNIT,
    ITEM,
    ("applies", "flag", "no = the leaf leaves points and maximum; blank = yes"),
    ("self_points", "points", "points that the unit gives itself"),
    ("appraised_points", "points", "points of the appraiser, or of the survey"),
    ("numerator", "points", "declared numerator of a rate"),
    ("denominator", "points", "declared denominator of a rate"),
    ("value", "text", "declared value: a number or the text of a choice"),
    ("reason", "text", "why the appraiser's figure differs, or the unit's explanation"),
    ("evidence", "text", "documents handed in"),
)
APPRAISAL_FILE = describe_table(
    "appraisal.csv",
    "One row per unit, leaf and round of appraisal.",
    UNIT,
    ITEM,
    ("round", "count", "1, or 2 after the explanation"),
    ("appraised_points", "points", "points of that round"),
    ("reason", "text", "reason of the appraiser"),
)
TARGET_VALUES_FILE = describe_table(
    "target_values.csv",
    "One row per unit and target.",
    UNIT,
    ("target_code", "code", "code of the target"),
    ("numerator", "points", "numerator of a rate"),
    ("denominator", "points", "denominator of a rate"),
    ("value", "points", "value, where it is not a rate"),
)
CALENDAR_FILE = describe_table(
    "calendar.csv",
    "One row per step of the yearly process.",
    ("step", "text", "the step"),
    ("step_en", "text", "the step in English reports"),
    ("due", "text", "date on which it is due, YYYY-MM-DD"),
    ("done", "text", "date on which it was done; blank = not yet"),
    optional="step_en",
)
SCENARIO_FILE = describe_table(
    "scenario.csv",
    "One row per unit and leaf whose points a scenario sets.",
    UNIT,
    ITEM,
    ("points", "points", "points that the leaf would have, from 0 to its maximum"),
)

# --- tables within --------------------------------------------------------------------------

LEAVES = describe_table(
    "leaves",
    "One row per unit and leaf of its block: where its points come from.",
    UNIT,
    BLOCK,
    ITEM,
    ("method", "code", "appraised, survey, bonus, penalty"),
    ("applies", "flag", "whether the leaf counts for the unit; a gap of a draft does not"),
    ("max_points", "points", "maximum of the leaf; blank = no cap (bonus, penalty)"),
    ("points", "points", "points that count; blank where it does not apply, and for a gap of a draft"),
    (
        "origin",
        "code",
        "appraised, rule, self, survey, scenario, none (bonus or penalty without points), missing, not_applicable",
    ),
    ("self_points", "points", "points that the unit gave itself"),
    ("computed_points", "points", "points that the rule gives for the declared values"),
    ("round1_points", "points", "appraised in round 1"),
    ("round2_points", "points", "appraised in round 2, after the explanation"),
    ("appraised_points", "points", "appraised in the last round"),
    ("numerator", "points", "declared numerator"),
    ("denominator", "points", "declared denominator"),
    ("value", "text", "declared value"),
    ("reason", "text", "reason or explanation"),
    ("evidence", "text", "documents handed in"),
    ("filled", "flag", "whether blank declared figures were filled from the second source"),
    ("filled_from", "text", "the second source, as its file names it"),
)

# --- tables out -----------------------------------------------------------------------------

ITEMS = describe_table(
    "items",
    "One row per unit and item of every level (area = 1).",
    UNIT,
    ITEM,
    ("level", "count", "1 = area, 2 = criterion, 3 = sub-criterion"),
    ("applies", "flag", "whether the item counts for the unit; a gap of a draft does not"),
    ("points", "points", "sum over the applying leaves"),
    ("max_points", "points", "maximum over the applying leaves"),
    ("score_pct", "pct", "100 × points / max_points"),
    ("rank", "rank", "rank on score_pct among the ranked units of the block with the item"),
    ("lost_points", "points", "max_points − points"),
)
INDEX = describe_table(
    "index",
    "One row per unit.",
    UNIT,
    ("unit_name", "text", "name as printed"),
    BLOCK,
    ("points", "points", "points before bonus and penalty"),
    ("bonus_points", "points", "bonus after its caps"),
    ("penalty_points", "points", "penalty after its caps, a positive number"),
    ("max_points", "points", "the unit's own maximum"),
    ("index_pct", "pct", "100 × (points + bonus − penalty) / max_points"),
    ("rank", "rank", "rank in the block, 1 = best, ties share the best"),
    ("band", "text", "class by the printed index; blank for a unit with gaps"),
    ("gaps_n", "count", "items that apply and have no points (draft); the index is then that of the others"),
    ("block_mean_pct", "pct", "mean index of the block's units without gaps, rounded as printed"),
    ("at_or_above_mean", "flag", "whether the printed index is at or above that mean"),
    optional="gaps_n block_mean_pct at_or_above_mean",  # folders published before have none
)
FINDINGS = describe_table(
    "findings",
    "One row per unit and leaf or criterion that is a strength or a weakness.",
    UNIT,
    ITEM,
    ("kind", "code", "strength or weakness"),
    ("rules", "text", "rules that fired, joined by ;"),
    ("score_pct", "pct", "own percent of the maximum"),
    ("block_median_pct", "pct", "median of the block, the unit included"),
    ("lost_points", "points", "points lost"),
    ("share_of_loss_pct", "pct", "share of the unit's own loss"),
    ("peers_full_pct", "pct", "share of the other units with full points"),
    ("attainable_points", "points", "points won by reaching the block's upper quartile"),
    ("years_weak", "count", "consecutive years weak up to this one; blank for strengths"),
)
FOLLOWUPS = describe_table(
    "followups",
    "One row per unit and weakness that it had in the base year: what became of it.",
    UNIT,
    ("base_unit_code", "code", "code of the unit in the base year"),
    ("base_item_code", "code", "code of the item in the base year"),
    ("item_codes", "text", "items that continue it and apply this year, joined by ;"),
    ("base_score_pct", "pct", "percent of the maximum in the base year"),
    ("score_pct", "pct", "percent of the maximum this year, over these items together"),
    ("base_lost_points", "points", "points lost in the base year"),
    ("lost_points", "points", "points lost this year, over these items together"),
    ("still_weak", "flag", "whether one of these items is a weakness this year"),
    ("state", "code", "mended, better, same, worse, unclear (within the survey's sampling error), gone"),
    ("reason", "code", "why it is gone: removed, not_comparable, not_applicable; else blank"),
    ("counted", "flag", "whether reports count it; no = a criterion of which a leaf is counted instead"),
)
CLAIMS = describe_table(
    "claims",
    "One row per unit and leaf (survey aside) where self, computed, round 1, appraised or official points differ.",
    UNIT,
    ITEM,
    ("self_points", "points", "points that the unit gave itself"),
    ("computed_points", "points", "points that the rule gives for the declared values"),
    ("round1_points", "points", "appraised in round 1"),
    ("appraised_points", "points", "appraised in the last round"),
    ("official_points", "points", "points that count, after the own maximum of a bonus or penalty leaf"),
    ("decided_by", "code", "who gave them: appraiser, rule, self (draft); blank = nobody"),
    ("claim_gap", "points", "self − official"),
    ("reason", "text", "reason of the appraiser"),
)
CHANGES = describe_table(
    "changes",
    "One row per unit and part of the change of its index against the base year.",
    UNIT,
    ("part", "code", "leaf, framework, bonus_penalty, total"),
    ("item_code", "code", "the leaf; blank for the other parts"),
    ("change_pp", "pp", "percentage points; the parts of a unit sum to its total"),
)
WHAT_IF = describe_table(
    "what_if",
    "One row per unit and goal: the next place, the next class; none where nothing is above.",
    UNIT,
    ("goal", "code", "next_rank or next_band"),
    ("target", "pct", "printed index of the next better ranked unit, or from of the next class"),
    ("points_needed", "points", "least multiple of 0.01 points that reaches the target"),
    ("item_codes", "text", "smallest set of leaves that reaches it at full points, joined by ;"),
    ("single_items", "text", "leaves of which each one alone reaches it, joined by ;"),
)
TARGETS = describe_table(
    "targets",
    "One row per target and unit, and one per target for the province.",
    ("target_code", "code", "code of the target"),
    ("unit_code", "code", "code of the unit; blank = province"),
    ("value", "points", "value reached"),
    ("target", "points", "value to reach"),
    ("distance", "points", "value − target, signed so that below 0 = not met"),
    ("met", "flag", "whether the target is met"),
    ("change", "points", "value − value of the base year"),
)
ITEM_QUALITY = describe_table(
    "item_quality",
    "One row per block and leaf, bonus and penalty left out.",
    ("block", "code", "block over whose units the leaf is measured"),
    ITEM,
    ("mean_pct", "pct", "mean percent of the maximum"),
    ("full_share", "share", "share of the units with all points"),
    ("zero_share", "share", "share of the units with no points"),
    ("sd_pct", "pct", "standard deviation (n − 1) of the percent of the maximum"),
    ("item_rest_correlation", "coefficient", "correlation with the unit's other leaves"),
    ("alpha_of_parent", "coefficient", "Cronbach's alpha of the item right above it"),
    ("alpha_of_area", "coefficient", "Cronbach's alpha of its area over the area's criteria"),
    ("equal_for_all", "flag", "whether all units have the same percent of the maximum"),
    ("copied_for_all", "flag", "whether all units declared the same cases"),
    ("median_denominator", "points", "median number of cases of a unit, of a leaf with a rule on a rate"),
    ("without_cases_n", "count", "units that declared 0 of 0"),
    optional="equal_for_all copied_for_all median_denominator without_cases_n",
)
ITEM_PAIRS = describe_table(
    "item_pairs",
    "One row per block and pair of leaves correlated above 0.9.",
    ("block", "code", "block over whose units the leaves are compared"),
    ITEM,
    ("other_item_code", "code", "code of the other leaf, later in the tree"),
    ("correlation", "coefficient", "correlation over the units to which both apply"),
    ("points_share_pct", "pct", "share of the block's maximum that the two have together"),
    optional="points_share_pct",
)

PUBLISHED = (
    *(ITEMS, INDEX, FINDINGS, FOLLOWUPS, CLAIMS, CHANGES, WHAT_IF),
    *(ROBUSTNESS, FRAGILITY, SMALL_NUMBERS, TARGETS, ITEM_QUALITY, ITEM_PAIRS, SECOND_SOURCE, PACE),
    *(PLAN, RECOMMENDATIONS, SATISFACTION, SMALL_AREAS),
)


def is_blank(value: Any) -> bool:
    """Return whether a cell holds nothing: None, blank text, NaN, pandas' NA."""
    if value is None or (isinstance(value, str) and value == ""):
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ == "NAType"


def rows_of(table: Any, *names: str) -> Iterator[tuple[Any, ...]]:
    """Return the cells of some columns, row by row."""
    return zip(*(table[name] for name in names), strict=True)


def split_codes(cell: Any) -> tuple[str, ...]:
    """Return the codes that a cell holds, several joined by ``;``."""
    return () if is_blank(cell) else tuple(c.strip() for c in str(cell).split(";") if c.strip())


def percent_of(part: Decimal, whole: Decimal) -> float:
    """Return what part of the whole it is, in percent; NaN of nothing."""
    return float(100 * part / whole) if whole else float("nan")


def round_half_up(value: Decimal, places: Decimal = NINE_PLACES) -> Decimal:
    """Return a figure rounded half up, away from zero, to the places of the pattern."""
    return value.quantize(places, rounding=ROUND_HALF_UP)
