"""Satisfaction by unit, factor, question and group of respondents: shares, means, errors, intervals.

In: ``answers``, ``questions`` (:mod:`parreport.survey_columns`), units, the design. Out: sums by
cell, made in one pass, and from them the table ``satisfaction``, before anything is withheld (``suppression``).
Source: ``docs/methodology.md`` 16.3, 16.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from parreport.survey.design import Design, Floats, Ints
from parreport.survey.intervals import estimate_intervals
from parreport.survey.questions import Question, asked_in, by_factor, figures_in, list_questions, satisfied_in
from parreport.survey.totals import Domain, Sample, Totals
from parreport.survey_columns import SATISFACTION

FEW = 30
PLACES = 9
NOISE = 1e-7
"""A smaller part of an estimate is no error of sampling: all answers are equal, and their squares were rounded."""
BLOCK = "\0"
"""Before the code of a block where it stands for a unit."""


@dataclass(frozen=True, eq=False)
class Row:
    """What a row of the table is of: all questions, a factor or a question, with its sums.

    ``share``: satisfied over answered, None where the scale has no such; ``mean``: figures over answered,
    None where it has none; ``block``: blank, or that whose question it is where other blocks ask another one.
    ``count``: answers over respondents, for how many answered.
    """

    factor: str
    question_code: str
    block: str
    share: Totals | None
    mean: Totals | None
    count: Totals


@dataclass(frozen=True, eq=False)
class SurveySums:
    """The sums of a survey by cell, and which cells a unit, a group, the province are.

    ``unit_of_cell``, ``group_of_cell``: the place in ``unit_codes`` and ``groups``, −1 = no group given.
    """

    sample: Sample
    rows: tuple[Row, ...]
    unit_codes: tuple[str, ...]
    blocks: tuple[str, ...]
    groups: tuple[str, ...]
    unit_of_cell: Ints
    group_of_cell: Ints

    @property
    def index_row(self) -> Row | None:
        """The row of all questions that count; None where none does."""
        return next((row for row in self.rows if not row.factor and not row.question_code), None)

    @cached_property
    def block_codes(self) -> tuple[str, ...]:
        """The blocks, in the order of their units."""
        return tuple(dict.fromkeys(self.blocks))

    @cached_property
    def by_block(self) -> Domain:
        """The blocks."""
        places = np.array([self.block_codes.index(block) for block in self.blocks], dtype=np.int64)
        return Domain(places[self.unit_of_cell], len(self.block_codes))

    @cached_property
    def by_unit(self) -> Domain:
        """The units."""
        return Domain(self.unit_of_cell, len(self.unit_codes))

    @cached_property
    def by_unit_and_group(self) -> Domain:
        """The groups of each unit."""
        numbers = np.where(self.group_of_cell < 0, -1, self.unit_of_cell * len(self.groups) + self.group_of_cell)
        return Domain(numbers, len(self.unit_codes) * len(self.groups))

    @cached_property
    def by_group(self) -> Domain:
        """The groups of the province."""
        return Domain(self.group_of_cell, len(self.groups))

    @cached_property
    def whole(self) -> Domain:
        """The province."""
        return Domain(np.zeros(len(self.unit_of_cell), dtype=np.int64), 1)


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a survey: which one each respondent is in, which unit and group each one is."""

    of_row: Ints
    unit_codes: tuple[str, ...]
    blocks: tuple[str, ...]
    groups: tuple[str, ...]
    unit_of_cell: Ints
    group_of_cell: Ints
    block_of_row: pd.Series[Any]


def find_cells(answers: pd.DataFrame, units: pd.DataFrame) -> Cells:
    """Return the cells of a survey: every unit of ``units``, in their order, by every group that answered."""
    unit_codes = tuple(str(code) for code in units["unit_code"])
    blocks = tuple(str(block) for block in units["block"])
    unit_of_row = _places_in(answers["unit_code"], unit_codes)
    groups = tuple(sorted(str(one) for one in answers["respondent_group"].dropna().unique()))
    group_of_row = _places_in(answers["respondent_group"], groups)
    width = len(groups) + 1
    cells = np.arange(len(unit_codes) * width)
    group_of_cell = cells % width - 1
    codes, names = pd.factorize(np.array(blocks, dtype=object))
    of_block = pd.Series(pd.Categorical.from_codes(codes[unit_of_row], pd.Index(names)))
    return Cells(
        unit_of_row * width + group_of_row + 1, unit_codes, blocks, groups, cells // width, group_of_cell, of_block
    )


def sum_survey(answers: pd.DataFrame, questions: pd.DataFrame, units: pd.DataFrame, design: Design) -> SurveySums:
    """Sum the answers of a survey by cell, once for all questions, each factor and each question.

    ``units``: ``unit_code`` and ``block``, all that ``answers`` names.
    """
    cells = find_cells(answers, units)
    sample = Sample(design, cells.of_row, len(cells.unit_of_cell))
    asked = list_questions(questions)
    rows = tuple(_sum_rows(sample, answers, asked, cells.block_of_row))
    return SurveySums(
        sample, rows, cells.unit_codes, cells.blocks, cells.groups, cells.unit_of_cell, cells.group_of_cell
    )


def _sum_rows(
    sample: Sample, answers: pd.DataFrame, questions: list[Question], blocks: pd.Series[Any]
) -> Iterator[Row]:
    """Sum each row: all questions together first, then factors beneath what is above them, then questions."""
    pools: dict[str, list[Any]] = {}
    for parent, factor, own in by_factor(questions):
        names = dict.fromkeys(["", parent, factor])
        for name in names:
            if name not in pools:
                pools[name] = [np.zeros(len(answers), dtype=np.int16) for _ in range(3)]
        for question in own:
            asked = asked_in(question, blocks)
            figures = figures_in(question, answers, asked)[1]
            counted: tuple[Any, ...] = (*satisfied_in(question, answers, asked), figures)
            for name in names:
                for pool, more in zip(pools[name], counted, strict=True):
                    np.add(pool, more, out=pool, casting="unsafe")
    for name, (answered, satisfied, figures) in pools.items():
        share, mean = sample.sum(answered, satisfied, figures)
        yield Row(name, "", "", share, mean, share)
    codes = [question.code for question in questions]
    for question in questions:
        yield _sum_question(sample, answers, question, blocks, codes.count(question.code) > 1)


def _sum_question(
    sample: Sample, answers: pd.DataFrame, question: Question, blocks: pd.Series[Any], is_one_of_many: bool
) -> Row:
    asked = asked_in(question, blocks)
    block = ";".join(question.blocks) if is_one_of_many else ""
    answered, figures = figures_in(question, answers, asked)
    if question.scale == "satisfaction5":
        satisfied = satisfied_in(question, answers, asked)[1]
        share, mean = sample.sum(answered, satisfied, figures)
        return Row(question.factor, question.code, block, share, mean, share)
    count = sample.sum(answered, np.zeros(len(answers)) if figures is None else figures)[0]
    return Row(question.factor, question.code, block, None, None if figures is None else count, count)


def estimate_satisfaction(sums: SurveySums) -> pd.DataFrame:
    """Estimate satisfaction of the province and each unit, and of each group of them; nothing is withheld yet.

    One row per unit (blank = province), row of questions and group (blank = all) with an answer; columns
    as :data:`parreport.survey_columns.SATISFACTION`, and ``row_block``, the block of the row of questions.
    """
    tables = []
    places = {code: place for place, code in enumerate(sums.unit_codes)}
    for place, row in enumerate(sums.rows):
        for domain, unit_codes, groups in _published(sums):
            table = _estimate_row(sums.sample, row, domain)
            table["unit_code"], table["respondent_group"] = unit_codes, groups
            table["unit_place"] = [places.get(code, -1) for code in unit_codes]
            table["row_place"] = place
            tables.append(table[table["n"] > 0])
    found = pd.concat(tables, ignore_index=True)
    found["row_block"] = found["block"]
    own = dict(zip(sums.unit_codes, sums.blocks, strict=True))
    found["block"] = [own.get(unit, block) for unit, block in zip(found["unit_code"], found["block"], strict=True)]
    found = found.sort_values(["unit_place", "row_place", "respondent_group"], kind="stable", ignore_index=True)
    return found[[*SATISFACTION.names, "row_block"]]


def estimate_blocks(sums: SurveySums) -> pd.DataFrame:
    """Estimate satisfaction of each block, all groups together: one row per block and row of questions.

    Columns as ``estimate_satisfaction``; nothing is withheld yet, and ``unit_code`` is that of ``suppression``.
    """
    tables = []
    for row in sums.rows:
        table = _estimate_row(sums.sample, row, sums.by_block)
        table["unit_code"], table["respondent_group"] = [BLOCK + code for code in sums.block_codes], ""
        table["row_block"], table["block"] = table["block"], list(sums.block_codes)
        tables.append(table[table["n"] > 0])
    return pd.concat(tables, ignore_index=True)[[*SATISFACTION.names, "row_block"]]


def _published(sums: SurveySums) -> Iterator[tuple[Domain, list[str], list[str]]]:
    """Return the sets of cells that are published, with the unit and the group of each set."""
    yield sums.whole, [""], [""]
    yield sums.by_unit, list(sums.unit_codes), [""] * len(sums.unit_codes)
    if sums.groups:
        yield sums.by_group, [""] * len(sums.groups), list(sums.groups)
        pairs = [(unit, group) for unit in sums.unit_codes for group in sums.groups]
        yield sums.by_unit_and_group, [unit for unit, _ in pairs], [group for _, group in pairs]


def _estimate_row(sample: Sample, row: Row, domain: Domain) -> pd.DataFrame:
    counts = sum_cells(row.count.n, domain).astype(np.int64)
    df = sample.degrees(row.count, domain)
    share, error = estimate_ratios(sample, row.share, domain)
    mean, mean_error = estimate_ratios(sample, row.mean, domain)
    low, high = estimate_intervals(share, error, df, counts)
    alone = df < 1
    table = pd.DataFrame({"n": pd.array(counts, dtype="Int64"), "df": pd.array(df, dtype="Int64")})
    for name, figures in {
        "satisfaction_pct": 100 * share,
        "mean": mean,
        "se_pct": np.where(alone, np.nan, 100 * error),
        "low_pct": 100 * low,
        "high_pct": 100 * high,
        "mean_se": np.where(alone, np.nan, mean_error),
    }.items():
        table[name] = np.round(figures, PLACES)
    table["factor"], table["question_code"], table["block"] = row.factor, row.question_code, row.block
    marks = zip(counts < FEW, alone, strict=True)
    table["mark"] = [
        ";".join(name for name, is_so in zip(("few", "one_psu"), own, strict=True) if is_so) for own in marks
    ]
    return table


def estimate_ratios(sample: Sample, totals: Totals | None, domain: Domain) -> tuple[Floats, Floats]:
    """Return the weighted ratio of each set of cells with its standard error; NaN where nobody answered."""
    if totals is None:
        return np.full(domain.n, np.nan), np.full(domain.n, np.nan)
    y, x = sum_cells(totals.y, domain), sum_cells(totals.x, domain)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios, inverse = y / x, 1 / x
    ratios, inverse = np.where(x > 0, ratios, np.nan), np.where(x > 0, inverse, 0.0)
    of_cell = domain.of_cell
    y_factors = np.where(of_cell >= 0, inverse[of_cell], 0.0)
    x_factors = y_factors * np.nan_to_num(ratios)[of_cell]
    errors = np.sqrt(sample.variances(totals, y_factors, x_factors, domain))
    equal = (y == x) | (y == 0) | (errors <= NOISE * np.abs(ratios))
    return ratios, np.where(x > 0, np.where(equal, 0.0, errors), np.nan)


def sum_cells(figures: Any, domain: Domain) -> Floats:
    """Sum figures of cells by set of cells."""
    used = domain.of_cell >= 0
    return np.asarray(np.bincount(domain.of_cell[used], weights=figures[used], minlength=domain.n), dtype=float)


def _places_in(cells: pd.Series[Any], codes: tuple[str, ...]) -> Ints:
    """Return the place of each cell among the codes, −1 of a blank one."""
    return cells.astype("category").cat.set_categories(list(codes)).cat.codes.to_numpy().astype(np.int64)
