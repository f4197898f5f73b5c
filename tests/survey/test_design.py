"""How a sample was drawn: weights from sizes, single units, what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from parreport.errors import DataError
from parreport.survey.design import SinglePsu, check_design, find_design
from tests.survey.written import estimate, write_answers, write_questions

SINGLE = {"stratum": ["N", "N", "N", "S"], "psu": ["1", "2", "3", "1"]}


def weights_of(**columns: Any) -> list[float]:
    n = len(next(iter(columns.values())))
    return [float(weight) for weight in find_design(write_answers({"q": [1.0] * n}, **columns)).weights]


def told(single_psu: SinglePsu = "error", **columns: Any) -> list[str]:
    n = len(next(iter(columns.values())))
    return [str(one) for one in check_design(write_answers({"q": [1.0] * n}, **columns), single_psu)]


def test_without_any_column_each_respondent_counts_as_one() -> None:
    design = find_design(write_answers({"q": [1.0, 2.0, 3.0]}))
    assert list(design.weights) == [1, 1, 1]
    assert len(design.stages) == 1 and design.stages[0].are_respondents


def test_the_size_of_a_stratum_over_its_respondents_is_the_weight() -> None:
    assert weights_of(stratum=["N", "N", "S", "S"], stratum_size=[10, 10, 40, 40]) == [5, 5, 20, 20]


def test_sizes_of_two_stages_multiply() -> None:
    # 6 of 2 communes: 3; commune a asks 2 of 8: 4; commune b asks 1 of 5: 5
    columns = {"psu": ["a", "a", "b"], "stratum_size": [6] * 3, "psu_size": [8, 8, 5]}
    answers = write_answers({"q": [1.0] * 3}, **columns)
    assert list(find_design(answers, "skip").weights) == [12, 12, 15]


def test_a_weight_that_is_given_stands() -> None:
    assert weights_of(weight=[2.5, 1.0], stratum_size=[10, 10]) == [2.5, 1]


def test_psu_codes_are_read_within_their_stratum() -> None:
    design = find_design(write_answers({"q": [1.0] * 4}, stratum=["N", "N", "S", "S"], psu=["1", "2", "1", "2"]))
    assert len(design.stages[0].strata) == 4


def test_a_respondent_without_psu_is_one_of_its_own() -> None:
    design = find_design(write_answers({"q": [1.0] * 5}, psu=["1", "1", "2", None, None]))
    assert len(design.stages[0].strata) == 4


def test_a_single_psu_is_refused_by_name() -> None:
    (problem,) = check_design(write_answers({"q": [1.0] * 4}, **SINGLE))
    assert (problem.column, problem.found) == ("psu", "1")
    assert "two units or more in stratum S" in str(problem)
    with pytest.raises(DataError, match="single_psu in the parameters"):
        find_design(write_answers({"q": [1.0] * 4}, **SINGLE))


@pytest.mark.parametrize(("rule", "variance"), [("skip", 1 / 16), ("scale", 2 / 16), ("centre", 1 / 16 + 1 / 256)])
def test_the_parameters_choose_what_a_single_psu_adds(rule: SinglePsu, variance: float) -> None:
    # answers 1, 0, 1 in N and 1 in S: share 3/4; (y - 3/4) / 4 is 1/16, -3/16, 1/16 and 1/16
    # N alone: 3/2 × (11/256 − (1/16)² / 3) = 3/2 × 32/768 = 1/16
    answers = write_answers({"q": [5.0, 1.0, 5.0, 5.0]}, **SINGLE)
    row = estimate(answers, write_questions("q"), single_psu=rule)["u", "", "", ""]
    assert row["se_pct"] == pytest.approx(100 * variance**0.5, abs=1e-8)


def test_a_stratum_that_was_asked_in_full_needs_no_rule() -> None:
    columns = {"stratum": ["N", "N", "S"], "stratum_size": [10, 10, 1]}
    assert told(**columns) == []


def test_all_faults_of_the_sizes_come_at_once() -> None:
    problems = told(stratum=["N", "N", "S", "S"], stratum_size=[10, 12, 1, 1], weight=[1, 1, 0, np.nan])
    assert len(problems) == 3
    assert "one size for all rows of stratum N" in problems[0]
    assert "at least 2, the units of stratum S that were asked" in problems[1]
    assert "a weight above 0 in every row, or in none (2 rows)" in problems[2]


def test_sizes_of_some_strata_give_no_weights() -> None:
    (problem,) = told(stratum=["N", "N", "S", "S"], stratum_size=[10, 10, np.nan, np.nan])
    assert "a size in stratum S as in the others, or a weight in every row" in problem
    assert told(stratum=["N", "N", "S", "S"], stratum_size=[10, 10, np.nan, np.nan], weight=[1.0] * 4) == []


def test_a_size_in_some_rows_of_a_stratum_is_a_fault() -> None:
    assert "a size in all rows of stratum N, or in none" in told(stratum=["N", "N"], stratum_size=[10, np.nan])[0]


def test_a_single_unit_of_the_second_stage_is_refused_where_it_counts() -> None:
    columns = {"psu": ["a", "a", "b"], "ssu": ["1", "2", "1"], "stratum_size": [6] * 3, "psu_size": [8, 8, 5]}
    assert "two units or more of the second stage in first-stage unit b" in told(**columns)[0]
    assert told(**columns | {"psu_size": [8, 8, 1]}) == []  # asked in full
    assert told(psu=["a", "a", "b"], ssu=["1", "2", "1"]) == []  # with replacement: the first stage tells all


def test_whoever_is_drawn_directly_has_no_second_stage() -> None:
    # people in 2 of 4 communes, 2 of 8 and 2 of 6 households; officials 2 of 10 from a list
    columns = {
        "stratum": ["p"] * 4 + ["o"] * 2,
        "psu": ["a", "a", "b", "b", None, None],
        "stratum_size": [4] * 4 + [10] * 2,
        "psu_size": [8, 8, 6, 6, np.nan, np.nan],
    }
    assert told(**columns) == []
    assert weights_of(**columns) == [8, 8, 6, 6, 5, 5]
    answers = write_answers({"q": [5.0, 1.0, 5.0, 5.0, 1.0, 5.0]}, **columns)
    alone = write_answers(
        {"q": [1.0, 5.0]}, **{name: cells[4:] for name, cells in columns.items() if name != "psu"} | {"psu": [None] * 2}
    )
    of_all = estimate(answers, write_questions("q"))["u", "", "", ""]
    of_list = estimate(alone, write_questions("q"))["u", "", "", ""]
    assert of_list["se_pct"] == pytest.approx(100 * (0.8 / 4) ** 0.5, abs=1e-8)  # (1 - 2/10) × 2 × (1/4)² × 2
    assert 0 < of_all["se_pct"] < of_list["se_pct"]
