"""A year with answers: survey points, errors, tables, faults, all through the commands."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from parreport.building.slices import slice_unit
from parreport.cli import main
from parreport.display.satisfaction.rows import unit_rows
from parreport.display.satisfaction.tables import table_units
from parreport.errors import DataError
from parreport.survey.small_areas import estimate_small_areas
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.cases import Case, write_year
from tests.years.test_plain_results import check_same, travelled

TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 6, "survey"), ("1.3", "1", 2, "survey")]
QUESTIONNAIRE = [
    "block,question_code,factor,text,scale,item_code,option_weights,counts_in_satisfaction",
    ",q1,Tiếp cận,Nơi ngồi chờ,satisfaction5,1.2,,yes",
    ",q2,Thủ tục,Hồ sơ đúng quy định,satisfaction5,,,yes",
    ",q3,,Chất lượng tham mưu,options,1.3,,no",
]
ANSWERS = {  # unit: rows of q1, q2, q3
    "a": ["5,5,A", "4,4,A", "4,2,B", "2,2,C", "1,4,D"],
    "b": ["5,5,A"] * 6,
}
POINTS = {"a": {"1.1": 3}, "b": {"1.1": 2}}


def write(
    folder: Path,
    answers: Mapping[str, Sequence[str]] = ANSWERS,
    points: Mapping[str, Mapping[str, Any]] = POINTS,
    **more: Any,
) -> Case:
    case = write_year(folder, TREE, points, block={"survey_missing": "rescale"}, **more)
    (case.framework / "questionnaire.csv").write_text("\n".join([*QUESTIONNAIRE, ""]), "utf-8")
    rows = [f"{unit},{row}" for unit, own in answers.items() for row in own]
    lines = ["respondent_id,unit_code,q1,q2,q3", *(f"r{number},{row}" for number, row in enumerate(rows))]
    (case.inputs / "survey.csv").write_text("\n".join([*lines, ""]), "utf-8")
    return case


def test_points_of_survey_leaves_are_those_of_the_answers(tmp_path: Path) -> None:
    found = write(tmp_path).score()
    items = {(row["unit_code"], row["item_code"]): row["points"] for row in found["items"]}
    # a: 3 of 5 satisfied × 6; (1 + 1 + 0.6 + 0.2 + 0) / 5 × 2
    assert (items["a", "1.2"], items["a", "1.3"]) == ("3.6", "1.12")
    assert (items["b", "1.2"], items["b", "1.3"]) == ("6", "2")
    index = {row["unit_code"]: row["index_pct"] for row in found["index"]}
    assert index == {"a": "64.333333333", "b": "83.333333333"}  # (3 + 3.6 + 1.12) / 12; (2 + 6 + 2) / 12


def test_the_error_of_the_survey_part_goes_into_the_index(tmp_path: Path) -> None:
    found = write(tmp_path, units={"a": {"survey_se_points": "0.1"}, "b": {}}).score()
    errors = {row["unit_code"]: float(row["index_se_pp"]) for row in found["robustness"]}
    # a: u = 6 (y − 0.6) / 5 + 2 (v − 0.56) / 5: 0.656, 0.656, 0.496, −0.864, −0.944; sum of squares 2.7443;
    # one stratum of 11: 11/10 × 2.7443 = 3.01875, root 1.73746; × 100 / 12
    assert errors["a"] == pytest.approx(100 / 12 * 1.737456, abs=1e-4)
    assert errors["b"] == pytest.approx(0, abs=1e-6)


def test_satisfaction_is_published_with_its_interval(tmp_path: Path) -> None:
    found = write(tmp_path).score()["satisfaction"]
    rows = {(row["unit_code"], row["factor"], row["question_code"]): row for row in found}
    whole = rows["a", "", ""]
    assert (whole["n"], whole["satisfaction_pct"], whole["mark"]) == ("5", "60", "few")
    assert float(whole["low_pct"]) < 60 < float(whole["high_pct"])
    assert rows["", "", ""]["satisfaction_pct"] == "81.818181818"  # (6 + 12) / 22
    assert rows["b", "Tiếp cận", ""]["high_pct"] == "100"
    assert rows["a", "", "q3"]["mean"] == "0.56" and rows["a", "", "q3"]["satisfaction_pct"] == ""


def test_under_five_give_no_points_and_no_figure(tmp_path: Path) -> None:
    few = ANSWERS | {"a": ANSWERS["a"][:4]}
    case = write(tmp_path, few, status="draft")
    found = case.score()
    items = {(row["unit_code"], row["item_code"]): row for row in found["items"]}
    assert items["a", "1.2"]["points"] == items["a", "1.3"]["points"] == ""
    assert {row["gaps_n"] for row in found["index"] if row["unit_code"] == "a"} == {"2"}
    told = {(row["unit_code"], row["factor"], row["question_code"]) for row in found["satisfaction"] if row["mean"]}
    # of b what its leaves tell anyway, of the province what no leaf of b tells; else a would be the rest
    assert told == {("", "", ""), ("b", "Tiếp cận", ""), ("b", "Tiếp cận", "q1"), ("b", "", "q3")}
    assert items["b", "1.2"]["points"] == "6"


def test_in_a_final_run_under_five_are_a_gap_unless_points_are_given(tmp_path: Path) -> None:
    few = ANSWERS | {"a": ANSWERS["a"][:4]}
    with pytest.raises(DataError, match="only a draft may have gaps"):
        compute_results(write(tmp_path / "gap", few).path)
    given = POINTS | {"a": {"1.1": 3, "1.2": 5, "1.3": "no"}}
    case = write(tmp_path / "given", few, given)
    items = {(row["unit_code"], row["item_code"]): row for row in case.score()["items"]}
    assert items["a", "1.2"]["points"] == "5"


def test_points_beside_answers_are_a_fault(tmp_path: Path) -> None:
    case = write(tmp_path, points=POINTS | {"a": {"1.1": 3, "1.2": 5}})
    with pytest.raises(DataError) as raised:
        compute_results(case.path)
    (problem,) = raised.value.problems
    assert (problem.unit_code, problem.item_code, problem.column, problem.found) == (
        "a",
        "1.2",
        "appraised_points",
        "5",
    )
    assert "blank, since 5 respondents give the points" in str(problem)


def test_a_single_psu_is_a_fault_until_the_parameters_choose(tmp_path: Path) -> None:
    case = write(tmp_path)
    path = case.inputs / "survey.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    lines = [",".join([*row, stratum]) for row, stratum in zip(rows, ["stratum", *["N"] * 10, "S"], strict=True)]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    with pytest.raises(DataError, match="two units or more in stratum S"):
        compute_results(case.path)
    chosen = yaml.safe_load(case.path.read_text("utf-8")) | {"single_psu": "centre"}
    case.path.write_text(yaml.safe_dump(chosen, allow_unicode=True), "utf-8")
    assert len(compute_results(case.path).satisfaction) > 0


def test_a_year_without_answers_has_empty_tables(tmp_path: Path) -> None:
    case = write_year(tmp_path, TREE, {"a": {"1.1": 3, "1.2": 5, "1.3": 2}})
    found = case.score()
    assert found["satisfaction"] == found["small_areas"] == []


def test_no_respondent_is_in_a_table_or_in_the_results_of_a_run(tmp_path: Path) -> None:
    case = write(tmp_path)
    path = case.inputs / "survey.csv"
    path.write_text(path.read_text("utf-8").replace("\nr", "\nMATRALOI"), "utf-8")
    assert main(["score", str(case.path), "--out", str(tmp_path / "out"), "--language", "en"]) == 0
    for file in (tmp_path / "out").iterdir():
        assert "MATRALOI" not in file.read_text("utf-8")
    assert "MATRALOI" not in str(list(vars(compute_results(case.path)).values()))


def large(folder: Path, name: str, satisfied: int, **more: Any) -> Case:
    """Write a year of 22 units of 30 respondents, groups and all; in the first unit so many are satisfied."""
    answers = {f"u{n:02d}": [f"{5 if k < satisfied + n else 1},4,A" for k in range(30)] for n in range(22)}
    case = write(folder, answers, {unit: {"1.1": 3} for unit in answers}, name=name, **more)
    path = case.inputs / "survey.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    grouped = [f"{row},{('dân', 'cán bộ')[n % 2]}" for n, row in enumerate(rows)]
    path.write_text("\n".join([f"{head},respondent_group", *grouped, ""]), "utf-8")
    return case


def test_all_tables_of_a_survey_travel_with_the_results_of_a_run(tmp_path: Path) -> None:
    base = large(tmp_path, "2017", 2)
    results = large(tmp_path, "2018", 6, base=base).compute()
    sizes = {
        "satisfaction": 23 * 3 * 6,  # province and units; all and two groups; index, two factors, three questions
        "satisfaction_blocks": 6,
        "small_areas": 22,
        "chance_spread": 1,
        "unit_differences": 22,
        "group_differences": 23,
        "year_differences": 23 * 3,
        "importance": 2,
        "survey_points": 22 * 2,
    }
    assert {name: len(getattr(results, name)) for name in sizes} == sizes
    check_same(results, travelled(results, tmp_path))
    one = slice_unit(results, "u03")
    assert set(one.satisfaction["unit_code"]) == {"", "u03"}
    assert one.satisfaction_blocks.empty and set(one.small_areas["unit_code"]) == {"u03"}
    check_same(one, travelled(one, tmp_path))


@pytest.fixture(scope="module")
def communes(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Return 24 communes of 20 people each: the more poor households, the fewer are satisfied."""
    answers = {f"x{unit:02}": ["5,5,A"] * (18 - unit % 12) + ["2,2,D"] * (2 + unit % 12) for unit in range(24)}
    points = {unit: {"1.1": 3} for unit in answers}
    case = write(tmp_path_factory.mktemp("communes"), answers, points, language="en")
    rows = ["unit_code,covariate,value", *(f"{unit},poor,{int(unit[1:]) % 12}" for unit in answers)]
    (case.inputs / "unit_covariates.csv").write_text("\n".join([*rows, ""]), "utf-8")
    return compute_results(case.path)


def test_the_model_leans_on_what_is_known_of_the_units(communes: Results) -> None:
    leaning = communes.small_areas
    shares = leaning["satisfaction_pct"].to_numpy(float)
    # shares lie on a line over the figure: nothing is left between units, and the line gives each its share
    assert leaning["own_share"].max() == 0
    assert leaning["model_pct"].to_numpy(float) == pytest.approx(shares, abs=1e-6)
    alone = estimate_small_areas(leaning)
    assert alone["own_share"].min() > 0.3
    assert (alone["model_pct"] - shares).abs().max() > 3


@pytest.mark.parametrize("chosen", ["direct", "model"])
def test_the_parameters_choose_which_estimate_is_printed_first(chosen: str, communes: Results) -> None:
    parameters = communes.parameters.model_copy(update={"satisfaction_estimate": chosen})
    alone = estimate_small_areas(communes.small_areas)  # whose figures differ from the direct ones
    results = replace(communes, parameters=parameters, small_areas=alone)
    (block,) = results.framework
    rows = unit_rows(results, block).set_index("unit_code")
    areas = alone.set_index("unit_code")
    is_model = chosen == "model"
    for unit in ("x00", "x11"):
        both = (areas.loc[unit, "model_pct"], areas.loc[unit, "satisfaction_pct"])
        assert (rows.loc[unit, "satisfaction_pct"], rows.loc[unit, "other_pct"]) == both[:: 1 if is_model else -1]
        assert (rows.loc[unit, "low_pct"] == areas.loc[unit, "model_low_pct"]) == is_model
    table = table_units(results, block)
    heads = [column.name for column in table.columns]
    assert ("By its own answers %" in heads, "By all units together %" in heads) == (is_model, not is_model)
    assert ("the order are by all units together" in table.note) == is_model
