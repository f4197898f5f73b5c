"""The folders of a year: what is missing, what is for later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.year import LATER_FILES, NOT_YET, read_year_files
from tests.inputs.test_framework_files import SOUND, write


def test_without_inputs_or_framework_there_is_no_year(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    for framework, inputs, places in (("f", "gone", 1), ("gone", "f", 1), ("gone", "gone", 2)):
        write(tmp_path / "f")
        faults = Faults()
        assert read_year_files(str(tmp_path / framework), str(tmp_path / inputs), faults) is None
        assert [str(one.expected).startswith("not found") for one in faults.problems] == [True] * places


@pytest.mark.parametrize("name", sorted(LATER_FILES))
def test_a_file_for_later_is_a_fault(name: str, tmp_path: Path) -> None:
    for folder in ("f", "i"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "f")
    (tmp_path / "i" / name).touch()
    faults = Faults()
    assert read_year_files(str(tmp_path / "f"), str(tmp_path / "i"), faults) is not None
    told = {one.file.rpartition("/")[2]: one.expected for one in faults.problems}
    assert told[name] == NOT_YET


def square(folder: Path, name: str, code: str) -> Path:
    """Write boundaries of one unit."""
    ring = [[108.0, 14.0], [108.1, 14.0], [108.1, 14.1], [108.0, 14.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"unit_code": code}, "geometry": shape}
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return folder / name


def test_boundaries_are_those_of_the_parameters_before_those_of_the_framework(tmp_path: Path) -> None:
    for folder in ("f", "i"):
        (tmp_path / folder).mkdir()
    (tmp_path / "i" / "units.csv").write_text("unit_code,name,block,ranked\na,A,so,yes\nb,B,so,yes\n", "utf-8")
    other = square(tmp_path, "other.geojson", "b")

    def drawn(framework: str, geography: str | None) -> list[str]:
        write(tmp_path / "f", framework)
        year = read_year_files(str(tmp_path / "f"), str(tmp_path / "i"), Faults(), geography)
        assert year is not None
        return list(year.boundaries["unit_code"])

    square(tmp_path / "f", "own.geojson", "a")
    assert drawn(SOUND, None) == []
    assert drawn(f"{SOUND}geography: own.geojson\n", None) == ["a"]
    assert drawn(f"{SOUND}geography: own.geojson\n", str(other)) == ["b"]
    assert drawn(SOUND, str(other)) == ["b"]
