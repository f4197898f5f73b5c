"""What an answer is worth: satisfied or not, its figure on the scale, its weight in a leaf's points.

In: one question and the respondents' answers to it. Out: arrays, one figure per respondent. Source:
``docs/methodology.md`` 16.3, 16.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import is_blank
from parreport.survey.design import Floats
from parreport.survey_columns import LETTER_SCALES, NUMBER_SCALES, SATISFIED_FROM

Flags = np.ndarray[Any, np.dtype[np.bool_]]
USUAL_WEIGHTS: Mapping[str, Mapping[Any, Decimal]] = {
    "options": {"A": Decimal(1), "B": Decimal("0.6"), "C": Decimal("0.2"), "D": Decimal(0)},
    "yes_no": {1: Decimal(1), 0: Decimal(0)},
    "satisfaction5": {step: Decimal(int(step >= SATISFIED_FROM)) for step in range(1, 6)},
    "score10": {step: Decimal(step) / 10 for step in range(11)},
}
"""Weights of the answers where ``option_weights`` is blank; other scales have none."""


@dataclass(frozen=True)
class Question:
    """One question as its blocks are asked it; ``blocks`` is blank where every block is.

    ``weights``: what each answer is worth in points, from 0 to 1; empty where it gives none.
    """

    code: str
    scale: str
    factor: str
    parent: str
    item_code: str
    groups: tuple[str, ...]
    counts: bool
    weights: tuple[tuple[Any, Decimal], ...]
    text: str
    blocks: tuple[str, ...]

    @property
    def is_satisfaction(self) -> bool:
        """Whether its answers are steps of satisfaction that count in the index."""
        return self.counts and self.scale == "satisfaction5"


def list_questions(questions: pd.DataFrame) -> list[Question]:
    """Return the questions in order; those that several blocks are asked alike are one."""
    alike: dict[Question, list[str]] = {}
    everywhere = set()
    for row in questions.to_dict("records"):
        question = Question(
            code=str(row["question_code"]),
            scale=str(row["scale"]),
            factor=_text_of(row.get("factor")),
            parent=_text_of(row.get("factor_parent")),
            item_code=_text_of(row.get("item_code")),
            groups=tuple(sorted(row.get("respondent_group") or ())),
            counts=bool(row["counts_in_satisfaction"]),
            weights=tuple((row["option_weights"] or USUAL_WEIGHTS.get(str(row["scale"]), {})).items()),
            text=_text_of(row.get("text")),
            blocks=(),
        )
        block = _text_of(row.get("block"))
        alike.setdefault(question, []).append(block)
        if not block:
            everywhere.add(question)
    return [_asked_of(question, () if question in everywhere else blocks) for question, blocks in alike.items()]


def satisfied_in(question: Question, answers: pd.DataFrame, asked: Flags | None) -> tuple[Flags, Flags]:
    """Return who answered a question of satisfaction, and who of them is satisfied."""
    cells = answers[question.code].to_numpy(dtype=float, na_value=np.nan)
    answered = ~np.isnan(cells) if asked is None else asked & ~np.isnan(cells)
    return answered, answered & (cells >= SATISFIED_FROM)


def figures_in(question: Question, answers: pd.DataFrame, asked: Flags | None) -> tuple[Flags, Floats | None]:
    """Return who answered, and the answer on its scale, of letters and choices its weight; None if it has no figure."""
    if question.scale in NUMBER_SCALES:
        cells = answers[question.code].to_numpy(dtype=float, na_value=np.nan)
        return _kept(~np.isnan(cells), cells, asked)
    answered, worth = worth_in(question, answers, asked)
    return answered, worth if question.weights else None


def worth_in(question: Question, answers: pd.DataFrame, asked: Flags | None) -> tuple[Flags, Floats]:
    """Return who answered, and what the answer is worth in points, from 0 to 1."""
    weights = {key: float(weight) for key, weight in question.weights}
    if question.scale in LETTER_SCALES:
        letters = answers[question.code].astype("category")
        worth = np.array([*(weights.get(letter, 0.0) for letter in letters.cat.categories), 0.0])
        codes = letters.cat.codes.to_numpy()
        return _kept(codes >= 0, worth[codes], asked)
    if question.scale == "several":
        return _kept(*_worth_of_choices(question, answers, weights), asked)
    cells = answers[question.code].to_numpy(dtype=float, na_value=np.nan)
    worth = np.zeros(len(cells))
    for step, weight in weights.items():
        worth[cells == float(step)] = weight
    return _kept(~np.isnan(cells), worth, asked)


def _worth_of_choices(question: Question, answers: pd.DataFrame, weights: Mapping[Any, float]) -> tuple[Flags, Floats]:
    """Return who answered a question of several choices, and the sum of the weights of what was chosen."""
    head = f"{question.code}/"
    answered, worth = np.zeros(len(answers), dtype=bool), np.zeros(len(answers))
    for name in (name for name in answers.columns if str(name).startswith(head)):
        cells = answers[name].to_numpy(dtype=float, na_value=np.nan)
        answered |= ~np.isnan(cells)
        worth += np.nan_to_num(cells) * weights.get(str(name).removeprefix(head), 0.0)
    return answered, worth


def asked_in(question: Question, blocks: pd.Series[Any]) -> Flags | None:
    """Return who is asked a question, by the block of each respondent; None = everyone."""
    if not question.blocks:
        return None
    return np.asarray(blocks.isin(question.blocks).to_numpy())


def by_factor(questions: list[Question]) -> Iterator[tuple[str, str, list[Question]]]:
    """Return each factor with the factor above it and its questions that count, in order; a blank one too."""
    factors: dict[tuple[str, str], list[Question]] = {}
    for question in questions:
        if question.is_satisfaction:
            factors.setdefault((question.parent, question.factor), []).append(question)
    for (parent, factor), own in factors.items():
        yield parent, factor, own


def _asked_of(question: Question, blocks: tuple[str, ...] | list[str]) -> Question:
    return Question(**{**question.__dict__, "blocks": tuple(blocks)})


def _kept(answered: Flags, figures: Floats, asked: Flags | None) -> tuple[Flags, Floats]:
    if asked is not None:
        answered = answered & asked
    return answered, np.where(answered, figures, 0.0)


def _text_of(cell: Any) -> str:
    return "" if is_blank(cell) else str(cell)
