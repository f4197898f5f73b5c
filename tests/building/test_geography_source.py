"""The file of boundaries is part of what a build is made from."""

from __future__ import annotations

from pathlib import Path

from parreport.building.plan import places_of
from parreport.building.slices import digest_results, slice_unit
from parreport.building.sources import describe_year
from parreport.inputs.parameters import read_parameters
from parreport.years.recipe import compute_results
from tests.maps import write_map


def test_the_digest_of_the_boundaries_stands_in_the_manifest(tmp_path: Path) -> None:
    path = write_map(tmp_path, "shapes")
    parameters, file = read_parameters(path), tmp_path / "xa.geojson"
    before = describe_year(parameters)
    assert list(before["geography"]) == ["xa.geojson"]
    file.write_text(file.read_text("utf-8") + " ", "utf-8")
    after = describe_year(parameters)
    assert after["geography"] != before["geography"]
    assert {**after, "geography": None} == {**before, "geography": None}
    assert file in places_of(path, parameters)[0]


def test_a_year_without_boundaries_has_no_such_digest(tmp_path: Path) -> None:
    assert "geography" not in describe_year(read_parameters(write_map(tmp_path, "tiles")))


def test_boundaries_in_the_folder_of_the_framework_are_drawn_and_digested_with_it(tmp_path: Path) -> None:
    path = write_map(tmp_path, "shapes", geography=None)
    folder = tmp_path / "2018-framework"
    (tmp_path / "xa.geojson").rename(folder / "xa.geojson")
    assert compute_results(path).places.empty
    yaml = folder / "framework.yaml"
    yaml.write_text(yaml.read_text("utf-8") + "geography: xa.geojson\n", "utf-8")
    assert set(compute_results(path).places["form"]) == {"boundary", "none"}
    assert "xa.geojson" in describe_year(read_parameters(path))["framework"]


def test_the_report_of_a_unit_does_not_hang_on_the_map(tmp_path: Path) -> None:
    """Its slice is the same whatever the boundaries of others, and where others lie, are."""
    path = write_map(tmp_path, "shapes")
    before = digest_results(slice_unit(compute_results(path), "a"))
    file = tmp_path / "xa.geojson"
    file.write_text(file.read_text("utf-8").replace("108.5, 15.0", "108.5, 14.9"), "utf-8")
    assert digest_results(slice_unit(compute_results(path), "a")) == before
