"""Slices: a unit's report reads no more than it shows, and says the same as from everything."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import parreport as pr
from parreport.building.slices import digest_results, slice_unit
from parreport.years.plain_results import read_record, write_record
from parreport.years.results import Results

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "02_unit.ipynb"


def sections_of(notebook: Path) -> list[str]:
    """Return what the notebook of a unit shows of it: the names that it calls with results and unit."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    calls = (
        node
        for cell in cells
        if cell["cell_type"] == "code"
        for node in ast.walk(ast.parse("".join(cell["source"])))
        if isinstance(node, ast.Call) and ast.unparse(node).startswith("pr.show_")
    )
    return [ast.unparse(call.func).removeprefix("pr.") for call in calls if call.args]


SECTIONS = sections_of(NOTEBOOK)


def test_every_section_of_the_notebook_is_compared() -> None:
    assert len(SECTIONS) > 10
    assert {"show_unit_head", "show_why", "show_plan", "show_followup_list", "show_appraisal_list"} <= set(SECTIONS)


@pytest.fixture(scope="module")
def results() -> Results:
    return pr.compute_results(Path(__file__).parents[2] / "parameters" / "ben-tre-2018.yaml")


def show_all(results: Results, unit: str) -> list[object]:
    return [part._repr_mimebundle_() for name in SECTIONS for part in getattr(pr, name)(results, unit).parts]


@pytest.mark.parametrize("unit", ["so-y-te", "ban-quan-ly-kcn", "836"])
def test_a_report_from_a_slice_is_the_report_from_everything(results: Results, unit: str, tmp_path: Path) -> None:
    write_record(slice_unit(results, unit), tmp_path / "results.json")
    slice_ = read_record(tmp_path / "results.json", Results)
    assert show_all(slice_, unit) == show_all(results, unit)


def with_points(results: Results, unit: str, item: str, points: Decimal) -> Results:
    leaves = results.leaves.copy()
    row = (leaves["unit_code"] == unit) & (leaves["item_code"] == item)
    assert row.sum() == 1
    leaves.loc[row, "reason"] = f"{points}"
    return replace(results, leaves=leaves)


def test_a_reason_of_one_unit_touches_its_own_slice_only(results: Results) -> None:
    changed = with_points(results, "so-y-te", "1.1.1", Decimal("0.25"))
    units = list(results.units["unit_code"])
    touched = [
        unit for unit in units if digest_results(slice_unit(results, unit)) != digest_results(slice_unit(changed, unit))
    ]
    assert touched == ["so-y-te"]
    assert digest_results(results) != digest_results(changed)


def test_a_slice_holds_no_other_unit_s_figures(results: Results) -> None:
    own = slice_unit(results, "836")
    for name in ("leaves", "items", "findings", "claims", "changes", "what_if"):
        assert set(getattr(own, name)["unit_code"]) <= {"836"}
    assert [block.code for block in own.framework] == ["huyen"]


def test_a_slice_names_the_units_from_which_it_is_not_told_apart_and_no_figure_of_theirs(results: Results) -> None:
    own, row = slice_unit(results, "so-noi-vu"), results.robustness.set_index("unit_code").loc["so-noi-vu"]
    assert list(own.robustness["unit_code"]) == ["so-noi-vu"]
    near = row["unclear_units"].split(";")
    assert 0 < len(near) == row["unclear_n"] <= 5
    others = own.index[own.index["unit_code"] != "so-noi-vu"]
    assert set(near) <= set(others["unit_code"])
    assert others["printed_pct"].isna().all() and others["points"].isna().all()


def test_a_slice_holds_the_unit_s_own_targets_and_claims_by_area(results: Results) -> None:
    own = slice_unit(results, "836")
    for name in ("targets", "claim_areas", "rounds"):
        assert set(getattr(own, name)["unit_code"]) == {"836"}
    reported = results.targets.loc[results.targets["unit_code"] == "836", "target_code"]
    assert [target.code for target in own.framework.targets] == list(reported)


def test_the_digest_is_the_same_for_the_same_figures(results: Results) -> None:
    again = pr.compute_results(Path(__file__).parents[2] / "parameters" / "ben-tre-2018.yaml")
    assert digest_results(again) == digest_results(results)
