"""What to mend first, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from parreport.survey.design import find_design
from parreport.survey.importance import measure_importance
from tests.survey.written import write_answers, write_questions, write_units


def measure(**cells: list[float]) -> dict[str, dict[str, object]]:
    answers, questions = write_answers(cells), write_questions(*cells)
    table = measure_importance(answers, questions, write_units(answers), find_design(answers))
    return {row["question_code"]: row for row in table.to_dict("records")}


def test_a_question_weighs_as_it_goes_with_the_other_answers() -> None:
    # q1 and q2 alike, q3 always 4: of q1 the others' mean is (q2 + 4) / 2, correlation 1; of q3 nothing varies
    steps = [1.0, 2.0, 3.0, 4.0, 5.0] * 8
    found = measure(q1=steps, q2=steps, q3=[4.0] * 40)
    assert found["q1"]["importance"] == pytest.approx(1)
    assert np.isnan(found["q3"]["importance"])
    assert (found["q1"]["dissatisfied_pct"], found["q3"]["dissatisfied_pct"]) == (60, 0)


def test_what_weighs_much_and_satisfies_few_comes_first() -> None:
    # not satisfied: 80, 60, 0 and 0%, median 30; the first three go with the others, the last does not
    steps = [1.0, 2.0, 3.0, 4.0, 5.0] * 8
    found = measure(
        low=[1.0, 1.0, 2.0, 3.0, 5.0] * 8, same=steps, high=[4.0, 4.0, 4.0, 5.0, 5.0] * 8, other=[4.0, 5.0] * 20
    )
    assert [code for code, row in found.items() if row["priority"]] == ["low", "same"]


def test_of_fewer_than_30_nothing_is_said() -> None:
    assert measure(q1=[1.0, 5.0] * 14, q2=[1.0, 5.0] * 14) == {}
