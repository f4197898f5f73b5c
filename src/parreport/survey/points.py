"""Points of the survey leaves from the answers, and the sampling error of each unit's survey part.

In: ``answers``, ``questions``, units, the framework, the design. Out: tables by unit and leaf, and by unit.
Source: ``docs/methodology.md`` 16.8, 16.9.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import round_half_up
from parreport.inputs.framework import Framework
from parreport.survey.design import Design, Floats
from parreport.survey.estimates import Cells, estimate_ratios, find_cells, sum_cells
from parreport.survey.questions import Flags, Question, asked_in, list_questions, worth_in
from parreport.survey.suppression import FEWEST
from parreport.survey.totals import Domain, Sample
from parreport.survey_columns import SURVEY_POINTS

ERROR_COLUMNS = ("unit_code", "survey_se_points")


@dataclass(frozen=True)
class SurveyPoints:
    """What the answers give.

    ``leaves``: one row per unit and survey leaf that a question names: ``n`` respondents, exact ``points``,
    ``se_points`` (NaN where nothing tells it); ``state`` is given, or absent or few (under five respondents), in
    all or in the ``respondent_group`` named there: then the points are None. ``errors``: one row per unit with
    points: the standard error of their sum, as one total.
    """

    leaves: pd.DataFrame
    errors: pd.DataFrame


@dataclass(frozen=True, eq=False)
class _Leaf:
    """The answers to a leaf's questions: how many each respondent gave, and what they are worth together."""

    code: str
    max_points: Decimal
    units: Flags
    groups: tuple[str, ...]
    answers: Floats
    worth: Floats


def estimate_points(
    answers: pd.DataFrame, questions: pd.DataFrame, units: pd.DataFrame, framework: Framework, design: Design
) -> SurveyPoints:
    """Estimate the points of each survey leaf: its maximum × the weighted mean of what the answers are worth.

    All answers to the leaf's questions are pooled, of the groups that a question is asked where it names some.
    """
    cells = find_cells(answers, units)
    sample = Sample(design, cells.of_row, len(cells.unit_of_cell))
    by_unit = Domain(cells.unit_of_cell, len(cells.unit_codes))
    records: list[dict[str, Any]] = []
    scores = np.zeros(len(answers))
    unit_of_row = cells.unit_of_cell[cells.of_row]
    known = np.ones(len(cells.unit_codes), dtype=bool)
    given = np.zeros(len(cells.unit_codes), dtype=bool)
    for leaf in _list_leaves(answers, list_questions(questions), framework, cells):
        totals = sample.sum(leaf.answers, leaf.worth)[0]
        means, errors = estimate_ratios(sample, totals, by_unit)
        errors = np.where(sample.degrees(totals, by_unit) < 1, np.nan, errors)
        counts = sum_cells(totals.n, by_unit).astype(int)
        states = _find_states(leaf, totals.n, counts, cells)
        for place, unit in enumerate(cells.unit_codes):
            if not leaf.units[place]:
                continue
            state, group = states[place]
            is_given = state == "given"
            points = round_half_up(leaf.max_points * Decimal(repr(float(means[place])))) if is_given else None
            error = float(leaf.max_points) * errors[place] if is_given else np.nan
            records.append(
                dict(zip(SURVEY_POINTS, (unit, leaf.code, counts[place], points, error, state, group), strict=True))
            )
        used = leaf.units & np.array([state == "given" for state, _ in states])
        given |= used
        known &= ~used | ~np.isnan(errors)
        with np.errstate(divide="ignore", invalid="ignore"):
            factors = np.where(used, float(leaf.max_points) / sum_cells(totals.x, by_unit), 0.0)
        scores += factors[unit_of_row] * (leaf.worth - np.nan_to_num(means)[unit_of_row] * leaf.answers)
    total = sample.sum(np.ones(len(answers)), scores)[0]
    ones = np.ones(len(cells.unit_of_cell))
    errors = np.sqrt(sample.variances(total, ones, np.zeros_like(ones), by_unit))
    table = pd.DataFrame({"unit_code": cells.unit_codes, "survey_se_points": np.where(known, errors, np.nan)})
    leaves = pd.DataFrame(records, columns=list(SURVEY_POINTS)).astype({"points": object})
    return SurveyPoints(leaves, table[given].reset_index(drop=True))


def _list_leaves(
    answers: pd.DataFrame, questions: Sequence[Question], framework: Framework, cells: Cells
) -> Iterator[_Leaf]:
    """Return one by one the survey leaves that questions name, in order, with their answers summed up."""
    group_of_row = cells.group_of_cell[cells.of_row]
    for block in framework:
        in_block = np.array([code == block.code for code in cells.blocks])
        for item in block.items:
            own = [
                one for one in questions if one.item_code == item.code and (not one.blocks or block.code in one.blocks)
            ]
            if not own or item.method != "survey" or item.max_points is None or not in_block.any():
                continue
            counts, worth = np.zeros(len(answers)), np.zeros(len(answers))
            rows = np.asarray((cells.block_of_row == block.code).to_numpy())
            for question in own:
                asked = asked_in(question, cells.block_of_row)
                asked = rows if asked is None else rows & asked
                if question.groups:
                    places = [place for place, group in enumerate(cells.groups) if group in question.groups]
                    asked = asked & np.isin(group_of_row, places)
                answered, figures = worth_in(question, answers, asked)
                counts += answered
                worth += figures
            groups = tuple(sorted({group for question in own for group in question.groups}))
            yield _Leaf(item.code, item.max_points, in_block, groups, counts, worth)


def _find_states(leaf: _Leaf, answered: Any, counts: Any, cells: Cells) -> list[tuple[str, str]]:
    """Return by unit whether the leaf has points, and else why not, and in which group."""
    found = [("given" if n >= FEWEST else "few" if n else "absent", "") for n in counts]
    for group in leaf.groups:
        place = cells.groups.index(group) if group in cells.groups else -2
        in_group = np.bincount(
            cells.unit_of_cell, weights=np.where(cells.group_of_cell == place, answered, 0), minlength=len(found)
        )
        found = [
            ("few" if n else "absent", group) if state == "given" and n < FEWEST else (state, of)
            for (state, of), n in zip(found, in_group, strict=True)
        ]
    return found
