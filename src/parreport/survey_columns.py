"""The tables of a survey: its questionnaire, its answers, what is estimated from them.

Part of :mod:`parreport.columns`, where all tables are found. Kinds of columns: :mod:`parreport.tabular`.

Two tables travel in memory from the reading of a survey to its estimation:

``questions``
    One row per block and question: the columns of :data:`QUESTIONNAIRE_FILE`, text in NFC, blank = "";
    ``option_weights`` is a dictionary from the coded answer (letter, step or 1/0) to its exact weight,
    empty where the cell was blank and the scale needs none; ``options`` a dictionary from the coded answer
    to its words; ``respondent_group`` a tuple; ``counts_in_satisfaction`` a bool.
``answers``
    One row per respondent: :data:`ANSWER_COLUMNS`, always all of them, then one column per question code,
    and for a question of scale ``several`` one column per choice, named by :func:`choice_column`.
    Codes are text or categories, blank = None; ``weight``, ``stratum_size`` and ``psu_size`` are numbers, blank =
    NaN; an answer is a number (NaN = none) or, of ``options`` and ``one_of``, a letter (None = none).
    A column serves all blocks that have a question of this code. No free text is in it.
"""

from __future__ import annotations

from parreport.tabular import BLOCK, UNIT, describe_table

NUMBER_SCALES = {"satisfaction5": (1, 5), "level4": (1, 4), "level3": (1, 3), "yes_no": (0, 1), "score10": (0, 10)}
"""Scales whose answers are whole numbers, with the lowest and the highest; yes is 1 and no is 0."""
LETTER_SCALES = ("options", "one_of")
"""Scales whose answers are letters; ``options`` are graded by weights, ``one_of`` is a choice."""
SCALES = (*NUMBER_SCALES, *LETTER_SCALES, "several")
"""All scales; of ``several`` each choice is a column of 1 and 0."""
SATISFIED_FROM = 4
"""The lowest of the two upper steps of five."""

QUESTIONNAIRE_FILE = describe_table(
    "questionnaire.csv",
    "One row per block and question.",
    ("block", "code", "block whose respondents are asked; blank = every block"),
    ("question_code", "code", "code of the question, unique within its block; head of its column in survey.csv"),
    ("factor", "code", "factor (yếu tố) that it belongs to, by name or code; blank = none"),
    ("factor_parent", "code", "half or group of factors above the factor; blank = none"),
    ("text", "text", "the question as asked"),
    ("text_en", "text", "the question in English reports"),
    ("scale", "code", "satisfaction5, level4, level3, yes_no, options, one_of, several, score10"),
    ("options", "text", "the answers in words: A = Rất tốt | B = Tốt; blank = the usual words of the scale"),
    ("item_code", "code", "survey leaf to which its answers give points; blank = none"),
    ("option_weights", "text", "weights of the answers: A = 1 | B = 0.6 | C = 0.2 | D = 0; blank = the usual ones"),
    ("respondent_group", "code", "groups that are asked it, joined by ;; blank = all"),
    ("counts_in_satisfaction", "flag", "whether it counts in the satisfaction index"),
    optional="factor_parent text_en options respondent_group",
)
SURVEY_FILE = describe_table(
    "survey.csv",
    "One row per respondent; behind these columns one per question, or one per choice of a question of several.",
    ("respondent_id", "code", "number of the form; never published"),
    UNIT,
    ("respondent_group", "code", "group of respondents: people, businesses, officials, leaders …"),
    ("stratum", "code", "stratum of the sample; blank column = one stratum"),
    ("psu", "code", "unit of the first stage of sampling, read within its stratum; blank column = the respondent"),
    ("ssu", "code", "unit of the second stage, read within its psu; blank column = the respondent"),
    ("weight", "coefficient", "how many people the respondent stands for"),
    ("stratum_size", "coefficient", "units of the first stage that the stratum has in the population"),
    ("psu_size", "coefficient", "units of the second stage that the psu has in the population"),
    ("started", "text", "when the interview began, YYYY-MM-DD hh:mm"),
    ("ended", "text", "when it ended"),
    optional="respondent_group stratum psu ssu weight stratum_size psu_size started ended",
)
ANSWER_COLUMNS = tuple(name for name in SURVEY_FILE.names if name not in {"started", "ended"})
"""The columns of ``answers`` before the questions."""

POPULATION_FILE = describe_table(
    "population.csv",
    "One row per unit and group of respondents: how many there are to be asked.",
    UNIT,
    ("respondent_group", "code", "group of respondents; blank = one group"),
    ("population", "count", "people, households or transactions of the year"),
    ("last_pct", "pct", "share of satisfied in the last survey; blank = not known, 50 is taken"),
    ("deff", "coefficient", "design effect of the last survey; blank = 1"),
    optional="respondent_group last_pct deff",
)
LIST_FILE = describe_table(
    "list.csv",
    "One row per household or transaction from which a sample is drawn; other columns go along.",
    ("list_id", "code", "number in the list"),
    UNIT,
    ("respondent_group", "code", "group of respondents; blank = one group"),
    ("stratum", "code", "stratum within the unit and group; blank = one stratum"),
    ("psu", "code", "cluster within the stratum, such as a hamlet or a day"),
    optional="respondent_group stratum psu",
)
COVARIATES_FILE = describe_table(
    "unit_covariates.csv",
    "One row per unit and figure that is known of every unit of its block.",
    UNIT,
    ("covariate", "code", "name of the figure, such as distance_km or poor_households_pct"),
    ("value", "points", "the figure of the unit"),
)

SATISFACTION = describe_table(
    "satisfaction",
    "One row per unit and all questions, factor or question that counts, each also by respondent group.",
    ("unit_code", "code", "code of the unit; blank = the province"),
    ("factor", "code", "factor or group of factors; blank = all"),
    ("question_code", "code", "code of the question; blank = all"),
    ("respondent_group", "code", "group of respondents; blank = all"),
    ("n", "count", "respondents who answered any question of the row, unweighted"),
    ("satisfaction_pct", "pct", "weighted share of answers in the two upper steps of five"),
    ("mean", "coefficient", "weighted mean of the answers on their scale, of letters the mean weight"),
    ("se_pct", "pct", "standard error of satisfaction_pct"),
    ("low_pct", "pct", "lower end of its 95% interval"),
    ("high_pct", "pct", "upper end of its 95% interval"),
    ("df", "count", "first-stage units with respondents of the row less strata with such"),
    ("mark", "code", "few (n < 30), one_psu (df 0), suppressed; joined by ;"),
    ("mean_se", "coefficient", "standard error of the mean"),
    ("block", "code", "block of the unit; of the province, the block whose question it is, blank = all that have it"),
    optional="mean_se block",
)
SMALL_AREAS = describe_table(
    "small_areas",
    "One row per unit: its satisfaction as asked and as steadied by all units together (Fay–Herriot).",
    UNIT,
    BLOCK,
    ("n", "count", "respondents who answered any question that counts"),
    ("satisfaction_pct", "pct", "the direct estimate"),
    ("se_pct", "pct", "its standard error"),
    ("model_pct", "pct", "the estimate of the model"),
    ("model_se_pct", "pct", "root of its mean squared error"),
    ("model_low_pct", "pct", "lower end of its 95% interval"),
    ("model_high_pct", "pct", "upper end of its 95% interval"),
    ("own_share", "share", "weight of the direct estimate in that of the model"),
    ("group_n", "rank", "group of units that cannot be told apart, 1 = highest"),
)

_MEASURES = ("difference_pp", "se_pp", "low_pp", "high_pp", "df", "p", "p_all", "significant")
UNIT_DIFFERENCES = ("unit_code", "block", "satisfaction_pct", "others_pct", *_MEASURES)
"""Tables within, columns of: each unit against the others of its block."""
GROUP_DIFFERENCES = ("unit_code", "respondent_group", "other_group", "satisfaction_pct", "other_pct", *_MEASURES)
"""Each two groups of respondents of a unit, or of the province (blank)."""
YEAR_DIFFERENCES = ("unit_code", "factor", "satisfaction_pct", "base_pct", *_MEASURES)
"""Each unit and factor against the base year."""
IMPORTANCE = ("question_code", "factor", "block", "n", "importance", "dissatisfied_pct", "priority")
"""Each question that counts: how it goes with the other answers, how many are not satisfied."""
SURVEY_POINTS = ("unit_code", "item_code", "n", "points", "se_points", "state", "respondent_group")
"""Each unit and survey leaf with answers: the points that they give, or why they give none."""
SURVEY_QUESTIONS = ("block", "question_code", "factor", "factor_parent", "text", "text_en", "scale", "counts")
"""Each question as it was put; ``block`` is blank where it is that of all blocks."""
SURVEY_CHOICES = (*("question_code", "block", "scale", "choice", "words", "n", "share_pct", "low_pct", "high_pct"),)
"""Each question that does not ask for satisfaction, each answer to choose: how many give it."""
SURVEY_RESPONSE = (
    *("block", "respondent_group", "of_n", "units_n", "n", "fewest_n", "median_n", "most_n", "answered_pct"),
)
"""Each block and group of respondents (blank = together): who answered."""
SURVEY_QUALITY = ("kind", "n")
"""Each kind of remark on how answers were gathered: how many forms."""
CHANCE_SPREAD = (
    *("block", "units_n", "above_mean", "below_mean", "chance_above_mean", "chance_below_mean"),
    *("chance_above_high", "as_wide_share", "real_share"),
)
"""Each block: the spread of its units beside that of equal ones."""


def choice_column(question_code: str, choice: str) -> str:
    """Return the column of ``answers`` that holds one choice of a question of several."""
    return f"{question_code}/{choice}"
