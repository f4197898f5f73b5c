"""Totals of answers by cell, and the variance of whatever is linear in them: one pass over the respondents.

A *cell* is the respondents of one unit and group; every domain that is published (a unit, a group of a unit,
the province) is a set of cells. A weighted ratio Y / X of a domain is, to first order, linear in its answers: its
variance is that of the total of (y − R x) / X. So each stage of the sample needs, for each question, only
sums by cell: where a respondent is a unit of the stage, sums of squares and products; else the totals of each
unit. Respondents outside a domain stay in the sample with 0. Source: ``docs/methodology.md`` 16.2, 16.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from parreport.survey.design import Design, Floats, Ints, Stage


@dataclass(frozen=True, eq=False)
class Domain:
    """Sets of cells: the number of the set of each cell, −1 = in none."""

    of_cell: Ints
    n: int


@dataclass(frozen=True, eq=False)
class StageTotals:
    """What a stage keeps of one numerator over one denominator; one figure per part (:class:`_Stage`)."""

    y: Floats
    x: Floats
    yy: Floats
    xy: Floats
    xx: Floats


@dataclass(frozen=True, eq=False)
class Totals:
    """A numerator and a denominator, weighted: sums by cell, and what each stage keeps.

    ``n``: respondents with an answer by cell; ``answered``: by part of the first stage.
    """

    y: Floats
    x: Floats
    n: Ints
    answered: Ints
    stages: tuple[StageTotals, ...]


class Sample:
    """A design laid out by cells: sums answers, and finds variances of what is made of the sums."""

    def __init__(self, design: Design, cells: Ints, cell_n: int) -> None:
        self.weights, self.cell_n = design.weights, cell_n
        self.stages = [_Stage(stage, cells) for stage in design.stages]

    def sum(self, denominator: Any, *numerators: Any) -> list[Totals]:
        """Sum numerators over a common denominator, one figure per respondent each; not asked = 0."""
        x = self.weights * denominator
        first = self.stages[0]
        answered = np.bincount(first.part[denominator > 0], minlength=first.part_n)
        n = first.join(answered, self.cell_n).astype(np.int64)
        bases = [(stage.sum(x), stage.sum(x, x)) for stage in self.stages]
        made = []
        for numerator in numerators:
            y = self.weights * numerator
            kept = tuple(
                StageTotals(stage.sum(y), base, stage.sum(y, y), stage.sum(x, y), square)
                for stage, (base, square) in zip(self.stages, bases, strict=True)
            )
            y_total, x_total = (first.join(one, self.cell_n) for one in (kept[0].y, kept[0].x))
            made.append(Totals(y_total, x_total, n, answered, kept))
        return made

    def variances(self, totals: Totals, y_factors: Floats, x_factors: Floats, domain: Domain) -> Floats:
        """Return, for each set of cells, the variance of the sum of ``y_factors`` y − ``x_factors`` x.

        The factors are by cell.
        """
        each = [
            stage.variances(kept, y_factors, x_factors, domain)
            for stage, kept in zip(self.stages, totals.stages, strict=True)
        ]
        return np.asarray(np.maximum(np.sum(each, axis=0), 0.0))

    def degrees(self, totals: Totals, domain: Domain) -> Ints:
        """Return, for each set of cells, the first-stage units with answers less the strata with such."""
        return self.stages[0].degrees(totals.answered, domain)


@dataclass
class _Stage:
    """A stage by parts: of respondents as units, cell and stratum; else cell and unit."""

    stage: Stage
    cells: Ints
    known: dict[Domain, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_stratum = self.stage.are_respondents
        inner = self.stage.strata[self.stage.units] if self.by_stratum else self.stage.units
        self.part, first = _number_pairs(self.cells, inner)
        self.part_n = len(first)
        self.cell, self.inner = self.cells[first], inner[first]

    def sum(self, values: Floats, others: Floats | None = None) -> Floats:
        """Sum by part; products only where respondents are the units."""
        if others is not None:
            if not self.by_stratum:
                return np.empty(0)
            values = values * others
        return np.asarray(np.bincount(self.part, weights=values, minlength=self.part_n), dtype=float)

    def join(self, figures: Any, cell_n: int) -> Floats:
        """Join figures of parts to sums by cell."""
        return np.asarray(np.bincount(self.cell, weights=figures, minlength=cell_n), dtype=float)

    def variances(self, kept: StageTotals, y_factors: Floats, x_factors: Floats, domain: Domain) -> Floats:
        to_unit, to_cut, cut_stratum, cut_domain, used = self._group(domain)
        p, q = y_factors[self.cell[used]], x_factors[self.cell[used]]
        total = p * kept.y[used] - q * kept.x[used]
        if self.by_stratum:
            square = p * p * kept.yy[used] - 2 * p * q * kept.xy[used] + q * q * kept.xx[used]
        else:
            total = np.asarray(np.bincount(to_unit, weights=total), dtype=float)
            square = total * total
        squares = np.bincount(to_cut, weights=square, minlength=len(cut_domain))
        sums = np.bincount(to_cut, weights=total, minlength=len(cut_domain))
        spread = self.stage.scales[cut_stratum] * (squares - self.stage.centers[cut_stratum] * sums**2)
        return np.asarray(np.bincount(cut_domain, weights=spread, minlength=domain.n), dtype=float)

    def degrees(self, answered: Ints, domain: Domain) -> Ints:
        to_unit, to_cut, _, cut_domain, used = self._group(domain)
        counts = answered[used]
        if not self.by_stratum:
            counts = (np.bincount(to_unit, weights=counts) > 0).astype(np.int64)
        units = np.bincount(to_cut, weights=counts, minlength=len(cut_domain))
        counted = np.bincount(cut_domain, weights=units - (units > 0), minlength=domain.n)
        return counted.astype(np.int64)

    def _group(self, domain: Domain) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return how parts join to units of a set, and these to the cut of a set and a stratum."""
        if domain not in self.known:
            used = np.flatnonzero(domain.of_cell[self.cell] >= 0)
            of_part = domain.of_cell[self.cell[used]]
            if self.by_stratum:
                to_unit, stratum = used, self.inner[used]
            else:
                to_unit, first = _number_pairs(of_part, self.inner[used])
                of_part, stratum = of_part[first], self.stage.strata[self.inner[used][first]]
            to_cut, first = _number_pairs(of_part, stratum)
            self.known[domain] = (to_unit, to_cut, stratum[first], of_part[first], used)
        found: tuple[Ints, Ints, Ints, Ints, Ints] = self.known[domain]
        return found


def _number_pairs(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Return the number of each pair, and where each pair first stands."""
    keys = first.astype(np.int64) * (int(second.max(initial=0)) + 1) + second
    numbers, found = pd.factorize(keys)
    places = np.zeros(len(found), dtype=np.int64)
    places[numbers[::-1]] = np.arange(len(keys) - 1, -1, -1)
    return numbers.astype(np.int64), places
