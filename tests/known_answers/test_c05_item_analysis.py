"""Case C05: 51 units, 49 leaves in 8 criteria of 2 areas; alpha and correlations by R's COINr."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parreport.analysis.arrays import correlate_pairs
from parreport.years.results import Results
from tests.cases import Case, read_csv, write_year

FOLDER = Path(__file__).parent / "c05_item_analysis"
AREAS = {"Conn": ("ConEcFin", "Instit", "P2P", "Physical", "Political"), "Sust": ("Environ", "Social", "SusEcFin")}
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case as a year: every leaf has a maximum of 100, so that its points are its score."""
    criterion_of = read_criteria()
    tree: list[tuple[object, ...]] = []
    for area, criteria in AREAS.items():
        tree.append((area,))
        for criterion in criteria:
            tree.append((criterion, area))
            tree += [(code, criterion, 100) for code, own in criterion_of.items() if own == criterion]
    points = {
        row["unit"]: {code: f"{float(cell):.15f}" for code, cell in row.items() if code != "unit"}
        for row in read_csv(FOLDER / "normalised_complete.csv")
    }
    return write_year(tmp_path_factory.mktemp("c05"), tree, points)


@pytest.fixture(scope="module")
def results(case: Case) -> Results:
    return case.compute()


def read_criteria() -> dict[str, str]:
    """Return the criterion of each leaf."""
    return {row["code"]: row["criterion"] for row in read_csv(FOLDER / "leaves.csv")}


def expected_alphas(level: str) -> dict[str, float]:
    rows = read_csv(FOLDER / "expected_cronbach.csv")
    return {row["group"]: float(row["alpha"]) for row in rows if row["level"] == level}


def test_the_alpha_of_each_criterion_is_that_of_the_reference(case: Case) -> None:
    expected = expected_alphas("1")
    parents = read_criteria()
    found = {parents[row["item_code"]]: row for row in case.score("item_quality")["item_quality"]}
    assert len(expected) == 8
    assert {c: float(row["alpha_of_parent"]) for c, row in found.items()} == pytest.approx(expected, rel=1e-8)


def test_the_alpha_of_each_area_over_its_criteria_is_that_of_the_reference(results: Results) -> None:
    own = results.coherence[results.coherence["level"] == 1]
    found = dict(zip(own["item_code"], own["alpha"], strict=True))
    assert found == pytest.approx(expected_alphas("2"), rel=1e-8)


def test_correlations_inside_criteria_are_those_of_the_reference() -> None:
    rows = read_csv(FOLDER / "normalised_complete.csv")
    codes = [name for name in rows[0] if name != "unit"]
    place = {code: number for number, code in enumerate(codes)}
    scores = np.array([[float(row[code]) for code in codes] for row in rows])
    found = correlate_pairs(scores)
    expected = read_csv(FOLDER / "expected_corr_within_criterion_pearson.csv")
    assert len(expected) == 329
    for row in expected:
        r = found[place[row["Var1"]], place[row["Var2"]]]
        assert (row["Var1"], row["Var2"], r) == (row["Var1"], row["Var2"], pytest.approx(float(row["r"]), rel=1e-8))


def test_published_scores_give_the_same_pairs_as_the_reference(results: Results) -> None:
    """The reference names pairs above 0.75 inside criteria; none of them reaches our 0.9."""
    parents = read_criteria()
    pairs = results.item_pairs
    inside = [
        (a, b) for a, b in zip(pairs["item_code"], pairs["other_item_code"], strict=True) if parents[a] == parents[b]
    ]
    highest = [float(row["Corr"]) for row in read_csv(FOLDER / "expected_flags_high_075.csv")]
    assert max(highest) < 0.9
    assert inside == []
