"""How a sample was drawn, as the answers tell it: strata, units of one or two stages, sizes, weights.

In: ``answers`` (:mod:`parreport.survey_columns`). Out: a :class:`Design`, or one error with all that it
lacks. Codes of units of the first stage are read within their stratum, those of the second within the first; a
respondent without a code is a unit of its own. Source: ``docs/methodology.md`` 16.1, 16.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from parreport.errors import DataError, Problem
from parreport.language import Message, message

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
SinglePsu = Literal["error", "centre", "scale", "skip"]
FEWEST = 2


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of sampling, ready to weigh the squares of its units' totals.

    ``units``: the unit of each respondent; ``strata``: the stratum of each unit, in the second stage the
    unit of the first. The stage adds to a variance, by stratum, ``scales`` × (sum of squared unit totals −
    ``centers`` × square of their sum).
    """

    units: Ints
    strata: Ints
    scales: Floats
    centers: Floats

    @property
    def are_respondents(self) -> bool:
        """Whether each respondent is a unit of this stage."""
        return len(self.strata) == len(self.units)


@dataclass(frozen=True, eq=False)
class Design:
    """The weights of the respondents and the stages in which they were drawn, the first first."""

    weights: Floats
    stages: tuple[Stage, ...]


def find_design(answers: pd.DataFrame, single_psu: SinglePsu = "error", file: str = "survey.csv") -> Design:
    """Return how the sample was drawn.

    ``single_psu``: what a stratum with one unit adds, which by itself tells nothing of its spread: ``error``
    refuses; ``centre`` takes its distance from the mean of all; ``scale`` what the other strata add on
    average; ``skip`` nothing. A stratum that was asked in full needs no rule.

    Raises
    ------
    DataError
        Sizes below what was asked or not the same within their stratum, weights that are not above 0 or
        partly blank, strata of one unit without a rule; all at once.
    """
    found = _Plan(answers, single_psu, file)
    if found.problems:
        raise DataError(file, found.problems)
    return Design(found.weights, tuple(found.stages))


def check_design(answers: pd.DataFrame, single_psu: SinglePsu = "error", file: str = "survey.csv") -> list[Problem]:
    """Return all that keeps the sample from being used, each with its place."""
    return _Plan(answers, single_psu, file).problems


class _Plan:
    """The stages of a sample while they are read, and what is wrong with them."""

    def __init__(self, answers: pd.DataFrame, single_psu: SinglePsu, file: str) -> None:
        self.answers, self.rule, self.file = answers, single_psu, file
        self.problems: list[Problem] = []
        self.stages: list[Stage] = []
        self.codes = {name: _codes(answers[name]) for name in ("stratum", "psu", "ssu")}
        strata, self.stratum_n = _number(self.codes["stratum"])
        units, unit_n = _within(strata, self.codes["psu"])
        self._add_stage(units, unit_n, strata, self.stratum_n)
        inner, inner_n = _within(units, self.codes["ssu"])
        sizes = self._sizes("stratum_size", strata, self.stages[0].strata, self.stratum_n)
        self.factor = self._take_sizes(0, sizes, np.ones(self.stratum_n))
        if self._is_given("psu") and (self._is_given("ssu") or self._is_given("psu_size")):
            self._add_stage(inner, inner_n, units, unit_n)
            inner_sizes = self._sizes("psu_size", units, self.stages[1].strata, unit_n)
            share = np.where(np.isfinite(sizes), np.bincount(self.stages[0].strata) / sizes, 0.0)
            inner_factor = self._take_sizes(1, inner_sizes, share[self.stages[0].strata])
            self._check_all("psu_size", inner_sizes, units)
        else:
            inner_factor = np.ones(unit_n)
        self._check_all("stratum_size", sizes, strata)
        self.weights = self._weights(self.factor[strata] * inner_factor[units])

    def _is_given(self, name: str) -> bool:
        return bool(self.answers[name].notna().any())

    def _add_stage(self, units: Ints, unit_n: int, strata: Ints, stratum_n: int) -> None:
        of_unit = np.zeros(unit_n, dtype=np.int64)
        of_unit[units] = strata
        self.stages.append(Stage(units, of_unit, np.ones(stratum_n), np.ones(stratum_n)))

    def _sizes(self, name: str, strata: Ints, of_unit: Ints, stratum_n: int) -> Floats:
        """Return the size of each stratum in the population, infinite where none is given."""
        cells = self.answers[name].to_numpy(dtype=float, na_value=np.nan)
        if name == "psu_size":  # a respondent drawn directly is a unit of one
            cells = np.where(np.isnan(cells) & self.answers["psu"].isna(), 1.0, cells)
        sizes = np.full(stratum_n, np.inf)
        given = ~np.isnan(cells)
        sizes[strata[given]] = cells[given]
        differs = given & (cells != sizes[strata])
        partly = ~given & np.isfinite(sizes[strata])
        sampled = np.bincount(of_unit, minlength=stratum_n)
        for row in _first_of_each(strata, differs):
            self._fault(
                row, name, _shown(cells[row]), message("one size for all rows of {where}", where=self._at(row, name))
            )
        for row in _first_of_each(strata, partly):
            self._fault(row, name, "", message("a size in all rows of {where}, or in none", where=self._at(row, name)))
        for row in _first_of_each(strata, given & (sizes < sampled)[strata]):
            expected = message(
                "at least {n}, the units of {where} that were asked",
                n=int(sampled[strata[row]]),
                where=self._at(row, name),
            )
            self._fault(row, name, _shown(cells[row]), expected)
        return np.asarray(np.maximum(sizes, sampled), dtype=float)

    def _take_sizes(self, number: int, sizes: Floats, shares: Floats) -> Floats:
        """Set what the stage's squares weigh, and return how many units of each stratum one stands for."""
        stage = self.stages[number]
        sampled = np.bincount(stage.strata, minlength=len(sizes)).astype(float)
        rest = np.where(np.isfinite(sizes), 1 - sampled / sizes, 1.0) * shares
        alone = (sampled < FEWEST) & (rest > 0)
        stage.scales[:] = rest * np.where(alone, 1.0, sampled / np.maximum(sampled - 1, 1))
        stage.centers[:] = 1 / sampled
        if alone.any():
            self._take_alone(number, alone)
        return np.where(np.isfinite(sizes), sizes / sampled, 1.0)

    def _take_alone(self, number: int, alone: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        stage = self.stages[number]
        if self.rule == "centre":
            stage.centers[alone] = 0.0
        elif self.rule == "skip":
            stage.scales[alone] = 0.0
        elif self.rule == "scale" and not alone.all():
            stage.scales[alone] = 0.0
            stage.scales[:] *= len(alone) / (len(alone) - int(alone.sum()))
        else:
            self._refuse_alone(number, alone)

    def _refuse_alone(self, number: int, alone: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        stage, name = self.stages[number], ("psu", "ssu")[number]
        rows = stage.strata[stage.units]
        for row in _first_of_each(rows, alone[rows]):
            code = self.codes[name].iloc[row]
            found = None if pd.isna(code) else str(code)  # of a respondent nothing is told
            where = self._at(row, ("stratum_size", "psu_size")[number])
            expected = message(
                "two units or more in {where}: one alone tells no sampling error; join it with another stratum, or "
                "set single_psu in the parameters",
                where=where,
            )
            if number:
                expected = message(
                    "two units or more of the second stage in {where}: one alone tells no sampling error; join it with "
                    "another, or set single_psu in the parameters",
                    where=where,
                )
            self._fault(row, name, found, expected)

    def _weights(self, factors: Floats) -> Floats:
        cells = self.answers["weight"].to_numpy(dtype=float, na_value=np.nan)
        if np.isnan(cells).all():
            return factors
        wrong = ~(cells > 0) | ~np.isfinite(cells)
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            expected = message("a weight above 0 in every row, or in none ({n} rows)", n=int(wrong.sum()))
            self._fault(row, "weight", "" if np.isnan(cells[row]) else _shown(cells[row]), expected)
            return np.ones(len(cells))
        return cells

    def _check_all(self, name: str, sizes: Floats, strata: Ints) -> None:
        """Refuse sizes of some only where the weights must come from them."""
        lacking = ~np.isfinite(sizes)
        if lacking.any() and not lacking.all() and not self._is_given("weight"):
            row = int(np.flatnonzero(lacking[strata])[0])
            expected = message(
                "a size in {where} as in the others, or a weight in every row", where=self._at(row, name)
            )
            self._fault(row, name, "", expected)

    def _at(self, row: int, name: str) -> Message:
        """Return in words the stratum of a row; of a size of the second stage, with its unit of the first."""
        stratum, psu = self.codes["stratum"].iloc[row], self.codes["psu"].iloc[row]
        if name == "psu_size" and not pd.isna(stratum):
            return message("stratum {stratum}, first-stage unit {psu}", stratum=stratum, psu=psu)
        if name == "psu_size":
            return message("first-stage unit {psu}", psu=psu)
        return message("the sample") if pd.isna(stratum) else message("stratum {stratum}", stratum=stratum)

    def _fault(self, row: int, column: str, found: str | None, expected: Message) -> None:
        unit = str(self.answers["unit_code"].iloc[row])
        self.problems.append(Problem(self.file, expected, found, column=column, unit_code=unit))


def _shown(value: float) -> str:
    return f"{value:.15g}"


def _codes(cells: pd.Series[Any]) -> pd.Series[Any]:
    return cells if isinstance(cells.dtype, pd.CategoricalDtype) else cells.astype("category")


def _number(codes: pd.Series[Any]) -> tuple[Ints, int]:
    """Return the number of each code, blank ones one more, and how many there are."""
    numbers, found = pd.factorize(codes.cat.codes)
    return numbers.astype(np.int64), len(found)


def _within(outer: Ints, codes: pd.Series[Any]) -> tuple[Ints, int]:
    """Return the number of each code within its outer unit, a row without a code a number of its own."""
    own = codes.cat.codes.to_numpy().astype(np.int64)
    if (own < 0).all():
        return np.arange(len(own)), len(own)
    keys = outer * (len(codes.cat.categories) + len(own)) + np.where(
        own < 0, len(codes.cat.categories) + np.arange(len(own)), own
    )
    numbers, found = pd.factorize(keys)
    return numbers.astype(np.int64), len(found)


def _first_of_each(groups: Ints, wanted: np.ndarray[Any, np.dtype[np.bool_]]) -> list[int]:
    """Return the first wanted row of each group."""
    rows = np.flatnonzero(wanted)
    return [int(rows[place]) for place in sorted(np.unique(groups[rows], return_index=True)[1])]
