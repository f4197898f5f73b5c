"""The sample surveys are read without a fault, and hold what is planted in them."""

from __future__ import annotations

import runpy
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.framework_files import read_framework
from parreport.inputs.survey.questionnaire import read_questionnaire
from parreport.inputs.survey.reading import Survey, read_survey
from parreport.inputs.units import read_units

PROJECT = Path(__file__).resolve().parents[1]
SCRIPT = runpy.run_path(str(PROJECT / "data" / "make_surveys.py"))
BEN_TRE, VINH_LONG = SCRIPT["PLANTED"]["ben-tre"], SCRIPT["PLANTED"]["vinh-long"]
PEOPLE, BUSINESS = SCRIPT["PEOPLE"], SCRIPT["BUSINESS"]
WRITTEN = (
    *(f"data/ben-tre/survey/{name}" for name in ("2017/survey.csv", "2018/survey.csv", "population.csv")),
    *(f"data/vinh-long/2026/{name}.csv" for name in ("survey", "units", "points")),
    *(f"parameters/frameworks/{name}/questionnaire.csv" for name in ("ben-tre-2017", "ben-tre-2018", "vinh-long-2026")),
    "parameters/frameworks/vinh-long-2026/xa.csv",
)


@cache
def survey_of(year: int) -> tuple[Survey, Faults]:
    name = "vinh-long" if year == 2026 else "ben-tre"
    folder = PROJECT / "parameters" / "frameworks" / f"{name}-{year}"
    data = PROJECT / "data" / name
    framework, faults = read_framework(folder), Faults()
    units = read_units(data / str(year) / "units.csv", framework, faults)
    questions = read_questionnaire(folder / "questionnaire.csv", framework, faults)
    path = data / str(year) / "survey.csv" if year == 2026 else data / "survey" / str(year) / "survey.csv"
    survey = read_survey(path, questions, units, faults)
    assert survey is not None
    return survey, faults


def share(year: int, codes: list[str] | str | None = None, **whose: str) -> float:
    """Return the weighted share of satisfied answers in percent, in one plain formula."""
    survey, _ = survey_of(year)
    questions, answers = survey.questions, survey.answers
    if codes is None or isinstance(codes, str):
        counted = questions["counts_in_satisfaction"].astype(bool)
        codes = list(questions.loc[counted & questions["factor"].eq(codes) if codes else counted, "question_code"])
    kept = np.ones(len(answers), bool)
    for name, value in whose.items():
        kept &= np.asarray(answers[name] == value)
    given = answers.loc[kept, codes].to_numpy(float)
    weights = answers.loc[kept, "weight"].to_numpy()[:, None] * ~np.isnan(given)
    return float(100 * (weights * (given >= 4)).sum() / weights.sum())


def factors(year: int) -> dict[str, float]:
    names = survey_of(year)[0].questions["factor"]
    return {name: share(year, name) for name in dict.fromkeys(names) if name}


@pytest.mark.parametrize(("year", "people", "officials"), [(2017, 1543, 405), (2018, 1543, 405), (2026, 11160, 0)])
def test_a_sample_survey_has_no_fault(year: int, people: int, officials: int) -> None:
    survey, faults = survey_of(year)
    assert faults.problems == []
    groups = survey.answers["respondent_group"].value_counts()
    assert (groups.drop("can-bo", errors="ignore").sum(), groups.get("can-bo", 0)) == (people, officials)
    assert survey.answers["unit_code"].nunique() == (124 if year == 2026 else 27)


@pytest.mark.years
def test_the_script_writes_all_files_again_byte_for_byte(tmp_path: Path) -> None:
    for name in ("data/make_surveys.py", "data/ben-tre/make_sample.yaml", "data/vinh-long/communes.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, tmp_path / name)
    shutil.copytree(PROJECT / "parameters", tmp_path / "parameters")
    for name in WRITTEN:
        (tmp_path / name).unlink(missing_ok=True)
    script: dict[str, Any] = runpy.run_path(str(tmp_path / "data" / "make_surveys.py"))
    script["make_ben_tre"]()
    script["make_vinh_long"]()
    assert [name for name in WRITTEN if (tmp_path / name).read_bytes() != (PROJECT / name).read_bytes()] == []


@pytest.mark.parametrize("year", [2017, 2018])
def test_the_lowest_factor_of_ben_tre_is_planted(year: int) -> None:
    found = factors(year)
    lowest = found.pop(BEN_TRE["lowest_factor"])
    assert lowest < min(found.values()) - 5


def test_a_unit_of_ben_tre_fell_on_one_question_and_another_rose() -> None:
    unit, question = BEN_TRE["fell"]
    assert share(2018, [question], unit_code=unit) < share(2017, [question], unit_code=unit) - 30
    assert share(2018, unit_code=BEN_TRE["rose"]) > share(2017, unit_code=BEN_TRE["rose"]) + 5


@pytest.mark.parametrize("year", [2017, 2018])
def test_businesses_are_less_satisfied_than_people_in_departments(year: int) -> None:
    answers = survey_of(year)[0].answers
    departments = answers[~answers["unit_code"].astype(str).str.isdigit()]
    codes = [code for code in answers if str(code).startswith("2.")]
    given = departments.groupby("respondent_group", observed=True)[codes].agg(lambda one: (one.dropna() >= 4).mean())
    assert given.loc[BUSINESS].mean() < given.loc[PEOPLE].mean() - 0.1


def test_one_cluster_is_far_below_its_district() -> None:
    unit, psu = BEN_TRE["low_cluster"]
    assert share(2018, unit_code=unit, psu=psu) < share(2018, unit_code=unit) - 30
    assert share(2017, unit_code=unit, psu=psu) > 70


def test_small_groups_and_a_question_on_which_all_are_satisfied_are_there() -> None:
    answers = survey_of(2018)[0].answers
    n = answers.groupby(["unit_code", "respondent_group"], observed=True).size()
    assert n[BEN_TRE["suppressed"]] == 4
    assert n[BEN_TRE["few"], PEOPLE] + n[BEN_TRE["few"], BUSINESS] < 30
    unit, question = BEN_TRE["all_satisfied"]
    assert share(2018, [question], unit_code=unit) == 100


def test_what_bad_interviewing_leaves_is_found_where_it_is_planted() -> None:
    survey, faults = survey_of(2018)
    assert dict(survey.quality.itertuples(index=False)) == {
        **{"straight_lined": 9, "same_answers": 6, "too_short": 7, "backwards": 0, "no_answer": 0}
    }
    rows = survey.answers.loc[survey.answers["unit_code"] == BEN_TRE["straight_lined"][0]].index + 2
    told = next(str(note) for note in faults.notes if "same answer" in str(note))
    first, last = (int(one) for one in told.rpartition("row ")[2].split("–"))
    assert rows.min() <= first < last <= rows.max()
    assert survey_of(2017)[0].quality["n"].sum() == 0


def test_the_communes_that_are_truly_low_and_high_are_the_lowest_and_the_highest() -> None:
    answers = survey_of(2026)[0].answers
    found = pd.Series({unit: share(2026, unit_code=unit) for unit in answers["unit_code"].cat.categories}).sort_values()
    assert set(found.index[:3]) == set(VINH_LONG["low"])
    assert set(found.index[-2:]) == set(VINH_LONG["high"])
    assert found.iloc[2] < found.iloc[3] - 5


def test_the_other_planted_facts_of_vinh_long_are_there() -> None:
    survey, _ = survey_of(2026)
    answers, found = survey.answers, factors(2026)
    assert min(found, key=lambda name: found[name]) == VINH_LONG["lowest_factor"]
    units = pd.read_csv(PROJECT / "data" / "vinh-long" / "2026" / "units.csv", dtype=str)
    is_ward = answers["unit_code"].isin(units.loc[units["name"].str.startswith("Phường"), "unit_code"])
    codes = list(survey.questions.loc[survey.questions["factor"] == VINH_LONG["wards_below_communes"], "question_code"])
    means = [(answers.loc[kept, codes].stack() >= 4).mean() for kept in (is_ward, ~is_ward)]
    assert means[0] < means[1] - 0.04
    wishes = {f"10.{n}": answers[f"10.{n}"].mean() for n in range(1, 11)}
    assert max(wishes, key=lambda name: wishes[name]) == VINH_LONG["most_wanted"]
    troubled = (answers["5"] > 1).groupby(answers["unit_code"], observed=True).mean()
    assert troubled[VINH_LONG["harassed"]] > 2 * troubled.median()
