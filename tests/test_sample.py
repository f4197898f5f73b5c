"""The sample of Bến Tre: its script writes the files that lie in the repository, year by year."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import parreport as pr
from parreport.years.recipe import compute_results

PROJECT = Path(__file__).resolve().parents[1]
SAMPLE = PROJECT / "data" / "ben-tre"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample", SAMPLE / "make_sample.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_script_writes_the_files_of_every_year_again_byte_for_byte(script: ModuleType, tmp_path: Path) -> None:
    sample = script.Sample()
    for year in (2016, 2017, 2018):
        script.write_year(sample, year, tmp_path / str(year))
        kept = {path.name: path.read_bytes() for path in (SAMPLE / str(year)).iterdir()}
        made = {path.name: path.read_bytes() for path in (tmp_path / str(year)).iterdir()}
        assert made.keys() == kept.keys()
        assert [name for name in kept if made[name] != kept[name]] == []


@pytest.mark.parametrize("year", [2017, 2018])
def test_criteria_sets_differ_in_every_way_that_a_mapping_can_tell(year: int) -> None:
    period = pr.compute_period(f"parameters/ben-tre-{year}.yaml")
    own = period.breaks[period.breaks["year"] == year]
    for _, block in own.groupby("block"):
        assert list(block["change"]) == ["added", "removed", "not_comparable", "split", "merged", "reweighted"]
        assert (block["comparable_pct"] > 90).all()
    notes = [row.note for row in period.results.framework.mapping or () if not row.comparable]
    assert notes and all(notes)


def test_every_unit_of_2018_has_a_sampling_error_and_no_earlier_one() -> None:
    results = compute_results("parameters/ben-tre-2018.yaml")
    errors = [float(one) for one in results.units["survey_se_points"]]
    assert len(errors) == 27 and all(0.2 <= one <= 0.6 for one in errors)
    assert results.base is not None
    assert list(results.base.units["survey_se_points"].dropna()) == []


def test_a_bonus_appraised_above_its_maximum_raises_nothing() -> None:
    """Sở Nội vụ claims 2 on 9.1.3, the appraiser gives 2.5, 2 count."""
    claims = compute_results("parameters/ben-tre-2018.yaml").claims
    own = claims[(claims["unit_code"] == "so-noi-vu") & (claims["item_code"] == "9.1.3")].iloc[0]
    names = ["self_points", "appraised_points", "official_points", "claim_gap"]
    assert [str(own[name]) for name in names] == ["2", "2.5", "2", "0"]


@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_clusters_are_names_and_no_codes(year: int) -> None:
    clusters = set(compute_results(f"parameters/ben-tre-{year}.yaml").units["cluster"])
    assert clusters == {"", "Nội địa", "Ven biển"}


@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_no_step_is_done_after_the_day_of_publication(year: int) -> None:
    results = compute_results(f"parameters/ben-tre-{year}.yaml")
    assert results.parameters.published is not None
    assert max(results.calendar["done"]) <= results.parameters.published


def test_what_the_appraiser_found_is_not_told_as_what_the_unit_declared() -> None:
    reasons = [line for file in SAMPLE.glob("*/*.csv") for line in file.read_text("utf-8").splitlines()]
    assert any("qua kiểm tra, số liệu chỉ tương ứng" in one for one in reasons)
    assert [one for one in reasons if "số liệu kê khai chỉ tương ứng" in one or "nâng từ" in one] == []


def test_scales_take_points_off_for_what_breaks_a_rule() -> None:
    """A scale that says “mỗi cấp phó trừ 0,5” would punish every deputy."""
    framework = compute_results("parameters/ben-tre-2018.yaml").framework
    rules = [leaf.rule for block in framework for leaf in block.leaves if leaf.rule is not None]
    measures = {rule.measure for rule in rules if rule.form == "deduct"}
    assert measures == {
        "báo cáo chậm hoặc thiếu",
        "cấp phó vượt quy định",
        "sai sót",
        "thủ tục trình chậm",
        "trường hợp sai quy định",
        "trường hợp vi phạm",
        "văn bản ban hành sai",
    }
