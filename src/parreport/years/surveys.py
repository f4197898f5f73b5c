"""The survey of a year in its figures: points of its leaves, errors of its units, tables of satisfaction.

In: a year as read, with the answers. Out: the year with points where answers give them; the tables that
reports show. Source: ``docs/methodology.md`` 16.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank, round_half_up, rows_of
from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.parameters import Parameters, find_path
from parreport.inputs.survey.reading import find_survey
from parreport.inputs.year import Year
from parreport.language import message
from parreport.survey.chance_spread import estimate_chance_spread, group_alike
from parreport.survey.choices import estimate_choices
from parreport.survey.design import Design, check_design, find_design
from parreport.survey.differences import compare_groups, compare_units, compare_years
from parreport.survey.estimates import SurveySums, estimate_blocks, estimate_satisfaction, sum_survey
from parreport.survey.importance import measure_importance
from parreport.survey.points import SurveyPoints, estimate_points
from parreport.survey.questions import list_questions
from parreport.survey.response import count_respondents
from parreport.survey.small_areas import are_small_areas, estimate_small_areas
from parreport.survey.suppression import LEAF, Cell, find_published, find_withheld, suppress
from parreport.survey_columns import SATISFACTION, SMALL_AREAS, SURVEY_QUESTIONS


@dataclass(frozen=True, eq=False)
class Surveyed:
    """A survey with what is summed of it: its sums, what is withheld, the points that it gives."""

    answers: pd.DataFrame
    questions: pd.DataFrame
    units: pd.DataFrame
    covariates: pd.DataFrame
    design: Design
    sums: SurveySums
    quality: pd.DataFrame
    withheld: frozenset[Cell]
    points: SurveyPoints


def lay_survey(year: Year, parameters: Parameters, faults: Faults) -> tuple[Year, Surveyed | None]:
    """Return the year with the points that answers give, and its survey; the year as it is where there is none.

    Points beside five answers or more of the same leaf are a fault, and so is a sample that tells no error.
    """
    folder = find_path(parameters.inputs)
    path = find_survey(folder, Faults())
    if year.survey is None or path is None or year.units.empty:
        return year, None
    file = shown_path(path)
    if any(problem.file == file for problem in faults.problems):
        return year, None
    answers, questions = year.survey.answers, year.survey.questions
    problems = check_design(answers, parameters.single_psu, file) if len(answers) else []
    for problem in problems:
        faults.add(problem)
    if problems or not len(answers):
        return year, None
    design = find_design(answers, parameters.single_psu, file)
    sums = sum_survey(answers, questions, year.units, design)
    withheld = frozenset(find_withheld(find_published(sums, list_questions(questions))))
    points = _withhold_points(estimate_points(answers, questions, year.units, year.framework, design), withheld)
    known = year.covariates
    surveyed = Surveyed(answers, questions, year.units, known, design, sums, year.survey.quality, withheld, points)
    return _take_points(year, points, shown_path(folder / "points.csv"), faults), surveyed


def _withhold_points(points: SurveyPoints, withheld: frozenset[Cell]) -> SurveyPoints:
    """Return the points without those that would tell what is withheld."""
    leaves = points.leaves.copy()
    pairs = rows_of(leaves, "unit_code", "item_code", "state")
    told = [state == "given" and Cell(unit, "", (LEAF, code, "")) in withheld for unit, code, state in pairs]
    leaves.loc[told, "points"] = None
    leaves.loc[told, "se_points"] = float("nan")
    leaves.loc[told, "state"] = "few"
    return replace(points, leaves=leaves)


def _take_points(year: Year, points: SurveyPoints, file: str, faults: Faults) -> Year:
    """Return the year with the points of leaves that answers give, and the errors of its units."""
    if points.leaves.empty:
        return year
    given = {
        (unit, code): (own, n)
        for unit, code, own, n, state in rows_of(points.leaves, "unit_code", "item_code", "points", "n", "state")
        if state == "given"
    }
    table = year.points.copy()
    taken: list[Any] = []
    for unit, code, applies, typed, row in rows_of(
        table, "unit_code", "item_code", "applies", "appraised_points", "row"
    ):
        own, n = given.get((unit, code), (None, 0))
        taken.append(own if own is not None and applies and is_blank(typed) else typed)
        if own is not None and not is_blank(typed):
            expected = message("blank, since {n} respondents give the points of this item in survey.csv", n=int(n))
            facts = {"unit_code": unit, "item_code": code, "column": "appraised_points", "found": str(typed)}
            faults.add(Problem(file=file, row=None if is_blank(row) else int(row), expected=expected, **facts))
    table["appraised_points"] = pd.Series(taken, index=table.index, dtype=object)
    errors = dict(rows_of(points.errors, "unit_code", "survey_se_points"))
    units = year.units.copy()
    units["survey_se_points"] = pd.Series(
        [
            _exact(errors[unit]) if unit in errors else typed
            for unit, typed in rows_of(units, "unit_code", "survey_se_points")
        ],
        index=units.index,
        dtype=object,
    )
    return replace(year, points=table, units=units)


def _exact(error: float) -> Decimal | None:
    return None if math.isnan(error) else round_half_up(Decimal(repr(float(error))))


def list_satisfaction(surveyed: Surveyed | None) -> pd.DataFrame:
    """Return the table ``satisfaction`` of a year, without what is withheld; empty without a survey."""
    if surveyed is None or surveyed.sums.index_row is None:
        return pd.DataFrame(columns=SATISFACTION.names)
    return suppress(estimate_satisfaction(surveyed.sums), set(surveyed.withheld))


def estimate_tables(
    surveyed: Surveyed | None,
    satisfaction: pd.DataFrame,
    base: pd.DataFrame | None = None,
    unit_links: dict[str, str] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the other tables of a survey by their names in ``Results``; none of a year without a survey.

    ``satisfaction``: that of the year; ``base``: that of the base year; ``unit_links``: unit → base unit.
    """
    if surveyed is None or surveyed.sums.index_row is None:
        return {}
    sums, row, withheld = surveyed.sums, surveyed.sums.index_row, set(surveyed.withheld)
    own = (surveyed.answers, surveyed.questions, surveyed.units, surveyed.design)
    tables = {
        "satisfaction_blocks": suppress(estimate_blocks(sums), withheld).assign(unit_code=""),
        "unit_differences": compare_units(sums, row, withheld),
        "group_differences": compare_groups(sums, row, withheld),
        "importance": _withhold_questions(measure_importance(*own), withheld),
        "survey_points": surveyed.points.leaves,
        "survey_questions": _list_questions(surveyed.questions),
        "survey_response": count_respondents(surveyed.answers, surveyed.questions, surveyed.units),
        "survey_quality": surveyed.quality,
        "survey_choices": _withhold_questions(estimate_choices(*own), withheld),
        **_compare_blocks(satisfaction, surveyed.covariates),
    }
    if base is not None and len(base):
        codes = {"": ""} | (unit_links or {})
        tables["year_differences"] = compare_years(satisfaction, base, codes)
    return tables


def _withhold_questions(table: pd.DataFrame, withheld: set[Cell]) -> pd.DataFrame:
    """Return a table of questions without those whose figures in the province are withheld."""
    hidden = {cell.of[1] for cell in withheld if not cell.unit and not cell.group}
    return table[~table["question_code"].isin(hidden)].reset_index(drop=True)


def _list_questions(questions: pd.DataFrame) -> pd.DataFrame:
    """Return the questions with what reports say of them, blank cells as empty words."""
    known = questions.rename(columns={"counts_in_satisfaction": "counts"}).reindex(columns=list(SURVEY_QUESTIONS))
    words = [name for name in SURVEY_QUESTIONS if name != "counts"]
    known[words] = known[words].astype(object).where(known[words].notna(), "")
    return known.assign(counts=known["counts"].astype(bool)).reset_index(drop=True)


def _compare_blocks(satisfaction: pd.DataFrame, covariates: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return, of each block, what chance alone would spread, and the units by the model where they are small areas."""
    whole = (satisfaction[["factor", "question_code", "respondent_group"]] == "").all(axis=1)
    units = satisfaction[whole & (satisfaction["unit_code"] != "") & satisfaction["satisfaction_pct"].notna()]
    spreads, areas = [], []
    for block, own in units.groupby("block", sort=False):
        spread = estimate_chance_spread(own)
        if spread is not None:
            spreads.append({"block": block} | vars(spread))
        if are_small_areas(own["n"].to_numpy(dtype=float)):
            known = covariates.reindex(own["unit_code"]).dropna(axis="columns")
            found = estimate_small_areas(own, known if len(known.columns) else None)
            groups = group_alike(own["satisfaction_pct"].to_numpy(float), own["se_pct"].to_numpy(float))
            found["group_n"] = pd.array([group or None for group in groups], dtype="Int64")
            areas.append(found[SMALL_AREAS.names])
    tables = {"chance_spread": pd.DataFrame(spreads)} if spreads else {}
    return tables | ({"small_areas": pd.concat(areas, ignore_index=True)} if areas else {})
