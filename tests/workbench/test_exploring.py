"""Results as DataFrames: floats for charts, names beside codes, the same figures."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from parreport.errors import ParameterError
from parreport.workbench.choosing import choose_run
from parreport.workbench.exploring import compute_run, list_frames, make_frame, read_block, show_comparison
from parreport.years.results import Results
from tests.built import write_two_years

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def two_years_results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("two-years")
    write_two_years(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return compute_run(choose_run("2018.yaml", "en"))


@pytest.fixture
def results(two_years_results: Results) -> Results:
    return copy.deepcopy(two_years_results)


def test_a_frame_has_floats_and_names_and_the_results_keep_their_exact_figures(results: Results) -> None:
    index = make_frame(results, "index")
    assert list(index["unit_code"]) == ["a", "b"]
    assert list(index["index_pct"].round(6)) == [66.666667, 100.0]
    assert index["index_pct"].dtype == float
    assert index["rank"].tolist() == [2, 1]
    assert isinstance(results.index["index_pct"].iloc[0], Decimal)
    items = make_frame(results, "losses")
    assert {"unit_name", "block_name", "item_name", "item_label"} <= set(items.columns)
    assert items["lost_points"].sum() == 4.0


def test_every_table_that_is_listed_can_be_had(results: Results) -> None:
    listed = list_frames(results)
    for name, rows_n in zip(listed["name"], listed["rows_n"], strict=True):
        frame = make_frame(results, name)
        assert len(frame) == rows_n
        assert not any(isinstance(one, Decimal) for column in frame for one in frame[column].head(3))


def test_an_unknown_table_or_block_tells_the_nearest(results: Results) -> None:
    with pytest.raises(ParameterError, match="losses"):
        make_frame(results, "loses")
    with pytest.raises(ParameterError, match="so"):
        read_block(results, "sso")
    assert read_block(results) == "so"


def test_a_block_keeps_its_rows_only(results: Results) -> None:
    assert len(make_frame(results, "index", "so")) == 2
    assert make_frame(results, "index", "none").empty


def test_two_years_stand_side_by_side(results: Results) -> None:
    label, table = show_comparison(results).parts
    assert label.words == "ILLUSTRATIVE FIGURES"
    fields = table.fields()
    assert [column["name"] for column in fields["columns"]][1:5] == [
        "Rank 2017",
        "Rank 2018",
        "Index 2017 (%)",
        "Index 2018 (%)",
    ]
    second = [cell if isinstance(cell, str) else cell["words"] for cell in fields["rows"][1]]
    assert second[1:] == ["2", "2", "66.67", "66.67", "0.00"]


def test_another_year_may_be_compared_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_two_years(tmp_path)
    path = tmp_path / "2018.yaml"
    path.write_text("".join(w for w in path.read_text("utf-8").splitlines(True) if "base:" not in w) + "base: null\n")
    monkeypatch.chdir(tmp_path)
    run = choose_run("2018.yaml", "en")
    alone = show_comparison(compute_run(run)).parts
    assert [part.fields()["kind"] for part in alone] == ["text"]
    assert compute_run(run, "2017.yaml").base_year is not None


def test_blanks_are_no_figures(results: Results) -> None:
    frame = make_frame(results, "what_if")
    assert frame["beyond_points"].map(lambda one: one is None or pd.isna(one)).all()
