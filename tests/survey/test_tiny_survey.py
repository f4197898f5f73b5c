"""The page of ``tests/tiny_survey/README.md``, worked out by hand, against what the commands make."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from parreport.cli import main
from tests.cases import read_csv

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "tests" / "tiny_survey" / "README.md").read_text("utf-8")
BY_HAND = {
    name: list(csv.DictReader(io.StringIO(rows))) for name, rows in re.findall(r"```csv (\w+)\n(.*?)```", PAGE, re.S)
}
KEYS = ("unit_code", "factor", "question_code", "respondent_group")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny-survey")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        assert main(["score", "tests/tiny_survey/2018.yaml", "--out", str(folder), "--language", "en"]) == 0
    return folder


def test_points_are_those_of_the_page(written: Path) -> None:
    found = {(row["unit_code"], row["item_code"]): row for row in read_csv(written / "items.csv")}
    assert len(BY_HAND["points"]) == 8
    for row in BY_HAND["points"]:
        assert row.items() <= found[row["unit_code"], row["item_code"]].items()


def test_the_error_of_the_index_is_that_of_the_page(written: Path) -> None:
    found = {row["unit_code"]: row["index_se_pp"] for row in read_csv(written / "robustness.csv")}
    assert float(found["a"]) == pytest.approx(8.988112, abs=1e-6)
    assert (found["b"], found["c"], found["d"]) == ("0", "0", "")


@pytest.mark.parametrize("row", BY_HAND["satisfaction"], ids=lambda row: "-".join(row[name] for name in KEYS))
def test_satisfaction_is_that_of_the_page(row: dict[str, str], written: Path) -> None:
    (found,) = (one for one in read_csv(written / "satisfaction.csv") if all(one[name] == row[name] for name in KEYS))
    for name, cell in row.items():
        if name in KEYS or name == "mark" or not cell:
            assert found[name] == cell
        else:
            assert float(found[name]) == pytest.approx(float(cell), abs=2e-9), name


def test_of_the_rest_nothing_is_told_that_the_page_withholds(written: Path) -> None:
    rows = read_csv(written / "satisfaction.csv")
    assert not [row for row in rows if row["unit_code"] == "d" and row["satisfaction_pct"]]
    assert all(row["satisfaction_pct"] == row["mean"] == row["df"] == "" for row in rows if "suppressed" in row["mark"])
