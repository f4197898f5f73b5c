"""The tiny year against the figures that its README works out by hand."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from parreport.cli import main
from parreport.years.recipe import compute_results

pytestmark = pytest.mark.quick
PROJECT = Path(__file__).resolve().parents[1]
TINY = PROJECT / "tests" / "tiny"
BY_HAND = dict(re.findall(r"^```csv (\w+)\n(.*?)^```", (TINY / "README.md").read_text("utf-8"), re.M | re.S))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        assert main(["score", "tests/tiny/2018.yaml", "--out", str(folder), "--language", "en"]) == 0
    return folder


TABLES = [
    *("index", "items", "findings", "claims", "changes", "what_if", "targets"),
    *("item_quality", "item_pairs", "robustness", "fragility", "small_numbers"),
]


@pytest.mark.parametrize("name", TABLES)
def test_the_published_table_is_the_one_worked_out_by_hand(name: str, written: Path) -> None:
    rows = list(csv.reader(io.StringIO(BY_HAND[name])))
    with (written / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == rows


def test_every_table_of_the_readme_is_checked() -> None:
    assert set(BY_HAND) == set(TABLES)


def test_the_tiny_year_runs_from_a_folder_beneath_the_project_and_its_notes_name_the_cut_bonus(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(TINY / "inputs")
    results = compute_results("tests/tiny/2018.yaml")
    assert len(results.index) == 4
    notes = [str(note) for note in results.notes]
    assert "unit so-a, item 1.9: 0.8 points are cut to its maximum, 0.5" in notes
