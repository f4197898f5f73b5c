"""Who answered, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from parreport.survey.response import count_respondents
from tests.survey.written import write_questions

NAN = float("nan")


def test_respondents_are_counted_by_block_and_group() -> None:
    # so: a 3 people, b 1 person and 2 officials, c nobody; huyen: d 1 official
    answers = pd.DataFrame(
        {
            "unit_code": ["a", "a", "a", "b", "b", "b", "d"],
            "respondent_group": ["p", "p", "p", "p", "o", "o", "o"],
            "q1": [5, 4, NAN, 1, 2, NAN, 3],
            "q2": [5, NAN, 2, 1, 2, 3, 3],
        }
    )
    units = pd.DataFrame({"unit_code": ["a", "b", "c", "d"], "block": ["so", "so", "so", "huyen"]})
    found = count_respondents(answers, write_questions("q1", "q2"), units)
    rows = {(row["block"], row["respondent_group"]): row for row in found.to_dict("records")}
    assert list(rows) == [("so", ""), ("so", "o"), ("so", "p"), ("huyen", ""), ("huyen", "o")]
    whole = rows["so", ""]
    assert [whole[name] for name in ("of_n", "units_n", "n", "fewest_n", "median_n", "most_n")] == [3, 2, 6, 3, 3, 3]
    assert whole["answered_pct"] == 75  # 9 of 2 × 6
    people = rows["so", "p"]
    assert [people[name] for name in ("units_n", "n", "fewest_n", "median_n", "most_n")] == [2, 4, 1, 2, 3]
    assert math.isnan(people["answered_pct"])  # four people tell nothing but their number


def test_a_question_is_put_to_the_groups_and_blocks_that_it_names() -> None:
    answers = pd.DataFrame(
        {
            "unit_code": ["a"] * 6,
            "respondent_group": ["p"] * 3 + ["o"] * 3,
            "q1": [5.0] * 6,
            "q2": [5.0] * 3 + [NAN] * 3,
        }
    )
    questions = write_questions("q1", "q2")
    questions["respondent_group"] = [(), ("p",)]
    units = pd.DataFrame({"unit_code": ["a"], "block": ["so"]})
    assert count_respondents(answers, questions, units)["answered_pct"].iloc[0] == 100
    questions["respondent_group"] = [(), ()]
    assert np.isclose(count_respondents(answers, questions, units)["answered_pct"].iloc[0], 75)
