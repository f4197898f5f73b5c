"""Cases S01 and S03: means, totals, shares and ratios of six designs, whole and by domain, as R's survey has them;
the same kinds of designs, with strata, two stages and sizes at once, as svy has them."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.survey.design import find_design
from parreport.survey.estimates import estimate_ratios
from parreport.survey.intervals import quantiles_of
from parreport.survey.totals import Domain, Sample
from tests.survey.written import write_answers

HERE = Path(__file__).parent
FOLDER, SVY = HERE / "survey_designs", HERE / "svy_designs"
DESIGNS = {
    "strat": ("apistrat", {"stratum": "stype", "weight": "pw", "stratum_size": "fpc"}),
    "strat_nofpc": ("apistrat", {"stratum": "stype", "weight": "pw"}),
    "clus1": ("apiclus1", {"psu": "dnum", "weight": "pw", "stratum_size": "fpc"}),
    "clus2": ("apiclus2", {"psu": "dnum", "ssu": "snum", "weight": "pw", "stratum_size": "fpc1", "psu_size": "fpc2"}),
    "clus2_wr": ("apiclus2", {"psu": "dnum", "weight": "pw"}),
    "srs": ("apisrs", {"weight": "pw", "stratum_size": "fpc"}),
}
SVY_DESIGNS = {
    "two_stages": ("stratum", "psu", "ssu", "weight", "stratum_size", "psu_size"),
    "one_stage": ("stratum", "psu", "weight", "stratum_size"),
    "replaced": ("stratum", "psu", "weight"),
    "clusters": ("cluster", "weight"),
    "strata": ("stratum", "weight"),
    "plain": (),
}
NUMERIC = ("weight", "stratum_size", "psu_size")


def read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def read_design(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return answers with the columns of the design, and the file that they are from."""
    file, columns = DESIGNS[name]
    schools = pd.DataFrame(read_rows(file))
    given = {one: schools[at].astype(float) if one in NUMERIC else schools[at] for one, at in columns.items()}
    return write_answers({"q": np.zeros(len(schools))}, **given), schools


def numbers(cells: pd.Series[Any]) -> np.ndarray[Any, Any]:
    return pd.to_numeric(cells.replace("", None)).to_numpy(dtype=float, na_value=np.nan)


def measure(name: str, of: str, term: str) -> tuple[float, float, int]:
    """Return estimate, standard error and degrees of freedom of what a row of S01 names."""
    answers, schools = read_design(name)
    enroll, everyone = numbers(schools["enroll"]), np.ones(len(schools))
    numerator, denominator = {
        "mean_api00": (numbers(schools["api00"]), everyone),
        "mean_enroll_na_rm": (np.nan_to_num(enroll), ~np.isnan(enroll)),
        "total_enroll": (np.nan_to_num(enroll), everyone),
        "prop_schwide": ((schools["sch.wide"] == term.removeprefix("sch.wide")).to_numpy(), everyone),
        "prop_stype": ((schools["stype"] == term.removeprefix("stype")).to_numpy(), everyone),
        "ratio_apistu_enroll": (np.where(np.isnan(enroll), 0, numbers(schools["api.stu"])), np.nan_to_num(enroll)),
    }[of]
    whole = Domain(np.zeros(1, dtype=np.int64), 1)
    sample = Sample(find_design(answers), np.zeros(len(schools), dtype=np.int64), 1)
    totals = sample.sum(denominator, numerator)[0]
    df = int(sample.degrees(totals, whole)[0])
    if of.startswith("total"):
        return float(totals.y[0]), float(sample.variances(totals, np.ones(1), np.zeros(1), whole)[0]) ** 0.5, df
    share, error = estimate_ratios(sample, totals, whole)
    return float(share[0]), float(error[0]), df


@pytest.mark.parametrize("row", read_rows("expected_whole"), ids=lambda row: f"{row['design']}-{row['term']}")
def test_a_whole_sample_gives_what_the_reference_gives(row: dict[str, str]) -> None:
    found, error, df = measure(row["design"], row["estimate_of"], row["term"])
    assert found == pytest.approx(float(row["estimate"]), rel=1e-12)
    assert error == pytest.approx(float(row["se"]), rel=1e-11, abs=2e-9)
    high = found + quantiles_of(np.array([int(row["df"])]))[0] * error
    assert high == pytest.approx(float(row["ci_t_hi"]), rel=1e-8)
    # schools without an answer are in the sample and give no degrees of freedom
    assert df == int(row["df"]) or row["estimate_of"] in {"mean_enroll_na_rm", "ratio_apistu_enroll"}


@pytest.mark.parametrize(
    "row", read_rows("expected_domains"), ids=lambda row: f"{row['design']}-{row['domain_var']}-{row['domain']}"
)
def test_a_domain_keeps_the_whole_design(row: dict[str, str]) -> None:
    answers, schools = read_design(row["design"])
    inside = (schools[row["domain_var"]] == row["domain"]).to_numpy()
    sample = Sample(find_design(answers), inside.astype(np.int64), 2)
    domain = Domain(np.array([-1, 0]), 1)
    mean, share = sample.sum(np.ones(len(schools)), numbers(schools["api00"]), schools["sch.wide"].to_numpy() == "Yes")
    found, error = (float(one[0]) for one in estimate_ratios(sample, mean, domain))
    assert found == pytest.approx(float(row["mean_api00"]), rel=1e-12)
    assert error == pytest.approx(float(row["se"]), rel=1e-11)
    found, error = (float(one[0]) for one in estimate_ratios(sample, share, domain))
    assert found == pytest.approx(float(row["prop_schwide"]), rel=1e-12)
    assert error == pytest.approx(float(row["prop_se"]), rel=1e-9, abs=1e-12)
    assert int(sample.degrees(mean, domain)[0]) == int(row["df_domain"])
    assert int(mean.n[1]) == int(row["n"])


def test_rows_that_are_dropped_first_would_give_another_error() -> None:
    rows = [row for row in read_rows("expected_domains") if row["WRONG_se_if_rows_dropped"]]
    differ = [row for row in rows if abs(float(row["se"]) / float(row["WRONG_se_if_rows_dropped"]) - 1) > 1e-3]
    assert len(differ) > 15  # so the test above could not pass by chance


@pytest.mark.parametrize("name", ["strat", "clus2", "srs"])
def test_sizes_without_weights_give_the_weights(name: str) -> None:
    answers, _ = read_design(name)
    found = find_design(answers.assign(weight=np.nan)).weights
    assert found == pytest.approx(answers["weight"].to_numpy(), rel=1e-7)  # the file has them in single precision


@pytest.mark.parametrize("name", SVY_DESIGNS)
def test_designs_with_strata_and_two_stages_give_what_svy_gives(name: str) -> None:
    rows = pd.read_csv(SVY / "survey.csv", dtype={"unit": str})
    rows["cluster"] = rows["stratum"] + rows["psu"]
    given = {("psu" if one == "cluster" else one): rows[one] for one in SVY_DESIGNS[name]}
    sample = Sample(
        find_design(write_answers({"q": rows["asked"]}, **given)), rows["unit"].map(ord).to_numpy() - ord("a"), 3
    )
    totals = sample.sum(rows["asked"].to_numpy(), rows["satisfied"].to_numpy())[0]
    expected = json.loads((SVY / "answers.json").read_text("utf-8"))[name]
    for code, domain in {"": Domain(np.zeros(3, dtype=np.int64), 1), "abc": Domain(np.arange(3), 3)}.items():
        found, errors = estimate_ratios(sample, totals, domain)
        for place, own in enumerate(code or [""]):
            assert found[place] == pytest.approx(expected[own]["est"], rel=1e-12)
            assert errors[place] == pytest.approx(expected[own]["se"], rel=1e-11)
