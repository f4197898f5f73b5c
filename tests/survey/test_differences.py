"""Differences by hand: two samples, one sample, corrected for how many."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from parreport.survey.differences import compare_groups, compare_units, compare_years
from parreport.survey.estimates import SurveySums, estimate_satisfaction
from parreport.survey.student import two_sided
from parreport.survey.suppression import Cell
from tests.survey.written import sum_answers, write_answers, write_questions


def halves(a: int, b: int, **columns: object) -> SurveySums:
    """Return two units of 100 respondents each, of whom so many are satisfied."""
    cells = [5.0] * a + [1.0] * (100 - a) + [5.0] * b + [1.0] * (100 - b)
    return sum_answers(
        write_answers({"q": cells}, unit_code=["a"] * 100 + ["b"] * 100, **columns), write_questions("q")
    )


def of_units(sums: SurveySums, withheld: tuple[Cell, ...] = ()) -> pd.DataFrame:
    row = sums.index_row
    assert row is not None
    return compare_units(sums, row, withheld).set_index("unit_code")


def test_a_unit_is_compared_with_the_others_of_its_block() -> None:
    row = of_units(halves(80, 60)).loc["a"]
    # one stratum of 200: 200/199 × (0.8 × 0.2 + 0.6 × 0.4) / 100 = 0.00402010
    assert row["difference_pp"] == pytest.approx(20)
    assert row["se_pp"] == pytest.approx(100 * 0.00402010**0.5, abs=1e-5)
    assert row["df"] == 190  # Satterthwaite: (0.16 + 0.24)² / (0.16² / 99 + 0.24² / 99) = 190.4
    assert row["p"] == pytest.approx(two_sided(20 / row["se_pp"], 190))
    assert row["significant"]


def test_a_difference_that_chance_may_make_is_not_significant() -> None:
    assert not of_units(halves(80, 75))["significant"].any()


def test_probabilities_are_corrected_for_how_many_units_there_are() -> None:
    both = of_units(halves(80, 67))
    assert list(both["p_all"]) == pytest.approx([2 * p for p in both["p"]])  # two equal ones: both twice
    assert (both["p"] < 0.05).all() and not both["significant"].any()


def test_a_unit_that_is_withheld_is_not_compared() -> None:
    assert list(of_units(halves(80, 60), (Cell("a", "", ("", "", "")),)).index) == ["b"]


def test_where_all_are_satisfied_the_error_is_that_of_the_interval() -> None:
    row = of_units(halves(100, 90)).loc["a"]
    # the interval of 100 of 100 begins at 0.025 ^ (1 / 100) = 0.963781; (1 − 0.963781) / 1.984217 = 0.018254
    alone = 200 / 199 * 0.9 * 0.1 / 100
    assert row["se_pp"] == pytest.approx(100 * (alone + 0.018254**2) ** 0.5, abs=1e-3)


def test_groups_that_share_their_communes_are_no_two_samples() -> None:
    # in each commune both groups say the same: their difference is 0 in every one, and so is its error
    cells = [5.0, 5.0, 1.0, 1.0, 5.0, 5.0, 1.0, 1.0]
    psu = ["1", "1", "2", "2", "3", "3", "4", "4"]
    answers = write_answers({"q": cells}, respondent_group=["a", "b"] * 4, psu=psu)
    sums = sum_answers(answers, write_questions("q"))
    row = compare_groups(sums, sums.rows[0]).set_index("unit_code").loc["u"]
    assert (row["difference_pp"], row["se_pp"]) == (0, pytest.approx(0, abs=1e-6))


def test_each_pair_of_groups_is_compared_in_the_province_and_in_each_unit() -> None:
    answers = write_answers({"q": [5.0, 1.0] * 30}, respondent_group=["a", "a", "b", "b", "c", "c"] * 10)
    sums = sum_answers(answers, write_questions("q"))
    found = compare_groups(sums, sums.rows[0])
    pairs = list(zip(found["unit_code"], found["respondent_group"], found["other_group"], strict=True))
    assert pairs == [(unit, *pair) for unit in ("", "u") for pair in (("a", "b"), ("a", "c"), ("b", "c"))]


def test_two_years_are_two_samples() -> None:
    one, other = (estimate_satisfaction(halves(a, 50)) for a in (80, 60))
    found = compare_years(one, other, {"": "", "a": "a"}).set_index(["unit_code", "factor"]).loc[("a", "")]
    errors = [float(table.set_index("unit_code").loc["a"]["se_pct"].iloc[0]) for table in (one, other)]
    assert found["difference_pp"] == pytest.approx(20)
    assert found["se_pp"] == pytest.approx(math.hypot(*errors), abs=1e-6)
    assert found["significant"]


def test_a_unit_without_an_interval_is_not_judged() -> None:
    answers = write_answers({"q": [5.0, 1.0] * 20}, unit_code=["a"] * 20 + ["b"] * 20, psu=["1"] * 20 + ["2"] * 20)
    found = of_units(sum_answers(answers, write_questions("q")))
    assert found["p_all"].isna().all() and not found["significant"].any()
    assert np.isnan(found["se_pp"]).all()
