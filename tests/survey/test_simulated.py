"""Simulated surveys: how often an interval of 95% holds the true share."""

from __future__ import annotations

import numpy as np
import pytest

from parreport.survey.design import find_design
from parreport.survey.estimates import estimate_ratios, sum_cells
from parreport.survey.intervals import estimate_intervals
from parreport.survey.totals import Domain, Sample
from tests.survey.written import write_answers

SHARES = [0.02, 0.5, 0.8, 0.98]


def count_held(share: float, clustered: bool, surveys: int, seed: int) -> float:
    """Return how often the interval holds; clustered: 400 people in 40 communes that differ, else 100 people."""
    chance, held = np.random.default_rng(seed), 0
    n, communes = (400, 40) if clustered else (100, 0)
    psu = np.repeat(np.arange(communes), n // communes).astype(str) if clustered else None
    answers = write_answers({"q": np.zeros(n)}, psu=psu)
    sample, whole = Sample(find_design(answers), np.zeros(n, dtype=np.int64), 1), Domain(np.zeros(1, dtype=np.int64), 1)
    for _ in range(surveys):
        truth: object = share
        if clustered:  # a correlation of 0.05 within communes
            truth = np.repeat(chance.beta(19 * share, 19 * (1 - share), communes), n // communes)
        satisfied = chance.random(n) < truth
        totals = sample.sum(np.ones(n), satisfied)[0]
        found, errors = estimate_ratios(sample, totals, whole)
        df, counts = sample.degrees(totals, whole), sum_cells(totals.n, whole).astype(np.int64)
        low, high = estimate_intervals(found, errors, df, counts)
        held += int(low[0] <= share <= high[0])
    return held / surveys


@pytest.mark.parametrize("clustered", [False, True])
def test_an_interval_holds_the_truth_as_often_as_it_says(clustered: bool) -> None:
    assert 0.88 <= count_held(0.8, clustered, 200, 1) <= 1


@pytest.mark.nightly
@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("share", SHARES)
def test_of_1000_surveys_the_interval_holds_in_91_to_99_of_100(share: float, clustered: bool) -> None:
    held = count_held(share, clustered, 1000, 2)
    print(f"share {share}, clustered {clustered}: {100 * held:.1f}%")
    assert 0.91 <= held <= 0.99
