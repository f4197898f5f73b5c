"""What fewer than five said is withheld, and cannot be worked out from what is published."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from parreport.survey.estimates import estimate_satisfaction
from parreport.survey.questions import list_questions
from parreport.survey.suppression import Cell, Published, find_published, find_withheld, suppress
from tests.survey.written import publish, sum_answers, write_answers, write_questions

INDEX = ("", "", "")
NOTHING = 1e-9


def work_out(published: Published, withheld: set[Cell]) -> list[tuple[Cell, ...]]:
    """Return what someone can work out who knows every published figure and every sum: cells, or pairs of cells,
    of under five respondents. Numerically, by the null space of the equations, not as the package does it."""
    hidden = [cell for cell in published.counts if cell in withheld]
    place = {cell: number for number, cell in enumerate(hidden)}
    equations = np.zeros((len(published.sums), len(hidden)))
    for row, one in enumerate(published.sums):
        for cell, sign in ((one.whole, -1), *((part, 1) for part in one.parts)):
            if cell in place:
                equations[row, place[cell]] += sign
    _, values, turned = np.linalg.svd(equations)
    free = turned[int((values > NOTHING).sum()) :].T
    few = [cell for cell in hidden if published.counts[cell] < 5]
    found: list[tuple[Cell, ...]] = [(cell,) for cell in few if np.abs(free[place[cell]]).max(initial=0) < NOTHING]
    for one, other in combinations(few, 2):
        apart = one.unit != other.unit if "" not in (one.unit, other.unit) else False
        apart = apart or (one.unit == other.unit and "" not in (one.group, other.group))
        is_few = one.of == other.of and published.counts[one] + published.counts[other] < 5
        if apart and is_few and np.abs(free[place[one]] + free[place[other]]).max(initial=0) < NOTHING:
            found.append((one, other))
    return found


def draw_survey(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw a survey of a few units, groups and questions, with many that few answered."""
    chance = np.random.default_rng(seed)
    unit_n, group_n = int(chance.integers(2, 7)), int(chance.integers(0, 4))
    n = int(chance.integers(20, 40 * unit_n))
    groups = None
    if group_n:
        drawn = chance.choice([f"g{one}" for one in range(group_n)], n, p=chance.dirichlet(np.ones(group_n)))
        groups = np.where(chance.random(n) < chance.choice([0, 0.1]), None, drawn)
    cells, questions = {}, []
    for factor in range(int(chance.integers(1, 4))):
        parent = "H" if factor and chance.random() < 0.5 else ""
        for number in range(int(chance.integers(1, 4))):
            code, missing = f"q{factor}{number}", chance.choice([0, 0.1, 0.6, 0.95])
            cells[code] = np.where(chance.random(n) < missing, np.nan, chance.integers(1, 6, n).astype(float))
            asked = ("g0",) if group_n and chance.random() < 0.2 else ()
            own = {"question_code": code, "factor": f"F{factor}", "factor_parent": parent, "respondent_group": asked}
            questions.append(own | {"item_code": str(chance.choice(["", "1", "2"]))})
    units = chance.choice([f"u{one}" for one in range(unit_n)], n, p=chance.dirichlet(np.ones(unit_n)))
    return write_answers(cells, unit_code=units, respondent_group=groups), write_questions(*questions)


def of_units(**counts: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    codes = [unit for unit, n in counts.items() for _ in range(n)]
    return write_answers({"q": [5.0] * len(codes)}, unit_code=codes), write_questions("q")


def test_under_five_are_withheld_and_the_next_smallest_unit_with_them() -> None:
    published = publish(*of_units(a=4, b=20, c=12, d=30))
    assert {cell.unit for cell in find_withheld(published) if cell.of == INDEX} == {"a", "c"}


def test_five_are_published() -> None:
    assert find_withheld(publish(*of_units(a=5, b=20))) == set()


def test_of_two_units_of_which_one_has_few_nothing_but_the_whole_is_left() -> None:
    assert {cell.unit for cell in find_withheld(publish(*of_units(a=4, b=20)))} == {"a", "b"}


def test_two_units_that_have_few_together_take_a_third_along() -> None:
    withheld = find_withheld(publish(*of_units(a=2, b=2, c=12, d=30)))
    assert {cell.unit for cell in withheld if cell.of == INDEX} == {"a", "b", "c"}


def test_groups_of_a_unit_and_of_the_province_are_not_told_by_subtraction() -> None:
    groups = ["dân"] * 40 + ["cán bộ"] * 3 + ["dân"] * 40 + ["cán bộ"] * 9 + ["dân"] * 40 + ["cán bộ"] * 20
    answers = write_answers({"q": [5.0] * 152}, unit_code=["a"] * 43 + ["b"] * 49 + ["c"] * 60, respondent_group=groups)
    withheld = find_withheld(publish(answers, write_questions("q")))
    pairs = {(cell.unit, cell.group) for cell in withheld if cell.of == INDEX}
    assert pairs == {("a", "cán bộ"), ("a", "dân"), ("b", "cán bộ"), ("b", "dân")}


def test_a_question_that_few_answered_takes_another_of_its_factor_along() -> None:
    answers = write_answers({"q1": [5.0] * 3 + [np.nan] * 47, "q2": [4.0] * 50, "q3": [2.0] * 40 + [np.nan] * 10})
    withheld = find_withheld(publish(answers, write_questions("q1", "q2", "q3")))
    assert {cell.of[1] for cell in withheld if cell.unit == "u"} == {"q1", "q3"}


def test_a_question_that_is_told_by_a_leaf_is_not_the_one_that_goes_along() -> None:
    # q3 has the fewest answers, but alone makes leaf 1, whose points are published
    answers = write_answers({"q1": [5.0] * 3 + [np.nan] * 47, "q2": [4.0] * 50, "q3": [2.0] * 40 + [np.nan] * 10})
    questions = write_questions("q1", "q2", {"question_code": "q3", "item_code": "1"})
    withheld = find_withheld(publish(answers, questions))
    assert {cell.of[1] for cell in withheld if cell.unit == "u"} == {"q1", "q2"}


def test_those_without_a_group_are_protected_too() -> None:
    answers = write_answers({"q": [5.0] * 32}, respondent_group=["a"] * 20 + ["b"] * 10 + [None] * 2)
    withheld = find_withheld(publish(answers, write_questions("q")))
    assert {cell.group for cell in withheld if cell.unit == "u" and cell.of == INDEX} == {"\0", "b"}


@pytest.mark.parametrize("seed", [*range(23), 249, 302])
def test_nothing_of_few_can_be_worked_out(seed: int) -> None:
    published = publish(*draw_survey(seed))
    withheld = find_withheld(published)
    assert {cell for cell, n in published.counts.items() if n < 5} <= withheld
    assert work_out(published, withheld) == []


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(23, 1000))
def test_nothing_of_few_can_be_worked_out_of_many_surveys(seed: int) -> None:
    test_nothing_of_few_can_be_worked_out(seed)


def test_who_withholds_only_the_few_is_found_out() -> None:
    published = publish(*of_units(a=4, b=20, c=12))
    few = {cell for cell, n in published.counts.items() if n < 5}
    assert len(work_out(published, few)) == 3  # the index, the factor and the question of unit a


def test_of_a_withheld_row_only_n_and_the_mark_are_left() -> None:
    answers, questions = of_units(a=4, b=20, c=40)
    sums = sum_answers(answers, questions)
    table = suppress(estimate_satisfaction(sums), find_withheld(find_published(sums, list_questions(questions))))
    rows = {row["unit_code"]: row for row in table[table["factor"] == ""].to_dict("records")}
    assert {unit: (row["n"], row["mark"]) for unit, row in rows.items()} == {
        "": (64, ""),
        "a": (4, "few;suppressed"),
        "b": (20, "few;suppressed"),
        "c": (40, ""),
    }
    hidden = table[table["mark"].str.contains("suppressed")]
    figures = ["satisfaction_pct", "mean", "se_pct", "low_pct", "high_pct", "df", "mean_se"]
    assert len(hidden) == 6 and hidden[figures].isna().all(axis=None)
    assert rows["c"]["satisfaction_pct"] == 100
