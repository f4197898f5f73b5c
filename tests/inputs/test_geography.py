"""The file of boundaries: what is read of it, and every fault of it at once."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.places import place_units
from parreport.inputs.faults import Faults
from parreport.inputs.geography import read_geography

UNITS = pd.DataFrame({"unit_code": ["a", "b", "c", "so"], "block": ["xa", "xa", "phuong", "so"]})
SQUARE = [[108.0, 14.0], [108.1, 14.0], [108.1, 14.1], [108.0, 14.0]]


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: object, geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"unit_code": code}, "geometry": geometry}


def read(folder: Path, *features: Any, **more: Any) -> tuple[pd.DataFrame, Faults]:
    return read_words(folder, json.dumps({"type": "FeatureCollection", "features": list(features)} | more))


def read_words(folder: Path, words: str | bytes) -> tuple[pd.DataFrame, Faults]:
    faults, path = Faults(), folder / "xa.geojson"
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return read_geography(path, UNITS, faults), faults


def told(faults: Faults) -> list[tuple[str | None, str, str | None]]:
    return [(one.column, str(one.expected), one.found) for one in faults.problems]


def test_a_ring_has_one_row_and_its_last_position_is_left_out(tmp_path: Path) -> None:
    hole = [[108.02, 14.01], [108.03, 14.01], [108.03, 14.02], [108.02, 14.01]]
    islands = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [SQUARE]]}
    table, faults = read(tmp_path, feature("a", islands), feature(" b ", polygon([[*p, 12.5] for p in SQUARE])))
    assert faults.problems == []
    assert table[["unit_code", "part", "ring"]].to_numpy().tolist() == [
        *(["a", 0, 0], ["a", 0, 1], ["a", 1, 0], ["b", 0, 0])
    ]
    assert table["positions"][3].tolist() == [[108.0, 14.0], [108.1, 14.0], [108.1, 14.1]]


def test_features_of_no_unit_and_units_without_a_feature_are_notes(tmp_path: Path) -> None:
    table, faults = read(tmp_path, feature("a", polygon(SQUARE)), feature("z", polygon(SQUARE)))
    assert faults.problems == []
    assert table["unit_code"].tolist() == ["a"]
    assert [str(note).split(": ", 1)[1] for note in faults.notes] == [
        "features of no unit of this year, not drawn (1): z",
        "units without a feature, in blocks of which others have one (1): b",
    ]


def test_a_file_in_which_no_unit_stands_is_a_note(tmp_path: Path) -> None:
    table, faults = read(tmp_path, feature("z", polygon(SQUARE)))
    assert table.empty
    assert str(faults.notes[1]).endswith("no feature is of a unit of this year; no map is drawn from it")


@pytest.mark.parametrize(
    ("words", "column", "expected"),
    [
        ("{", None, "GeoJSON, which is JSON text (Expecting property name enclosed in double quotes)"),
        (b"\xff\xfe{}", None, "GeoJSON in UTF-8"),
        ('{"type": "FeatureCollection", "features": [NaN]}', None, "GeoJSON with numbers and lists that can be read"),
        ("[" * 200_000, None, "GeoJSON with numbers and lists that can be read"),
        ("[]", "type", "GeoJSON whose type is FeatureCollection"),
        ('{"type": "Feature"}', "type", "GeoJSON whose type is FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "features", "a list of at least one feature"),
    ],
)
def test_a_file_that_is_no_feature_collection_is_a_fault(
    words: str | bytes, column: str | None, expected: str, tmp_path: Path
) -> None:
    table, faults = read_words(tmp_path, words)
    assert [one[:2] for one in told(faults)] == [(column, expected)]
    assert table.empty


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    faults = Faults()
    assert read_geography(tmp_path / "no.geojson", UNITS, faults).empty
    expected = "not found; expected the GeoJSON file of boundaries, named in the parameters or the framework"
    assert [one[1] for one in told(faults)] == [expected]


def test_all_faults_of_features_come_out_at_once(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [108, 14]}
    _, faults = read(
        tmp_path,
        7,
        {"type": "Feature", "properties": {"Unit_Code": "a"}, "geometry": polygon(SQUARE)},
        {"type": "Feature", "properties": None, "geometry": polygon(SQUARE)},
        feature(836, polygon(SQUARE)),
        feature("a", polygon(SQUARE)),
        feature("a", polygon(SQUARE)),
        feature("b", point),
        feature("c", None),
    )
    assert told(faults) == [
        ("features.0", "a feature: an object whose type is Feature", None),
        ("features.1.properties.unit_code", "the property unit_code; did you mean Unit_Code?", None),
        (
            "features.2.properties.unit_code",
            "the property is missing; it holds the code of the unit, as in units.csv",
            None,
        ),
        ("features.3.properties.unit_code", "the code of a unit, a text in quotes", "836"),
        ("features.5.properties.unit_code", "each unit in one feature; it is in features.4 too", "a"),
        ("features.6.geometry", "a Polygon or MultiPolygon", "Point"),
        ("features.7.geometry", "a Polygon or MultiPolygon", None),
    ]


@pytest.mark.parametrize(
    ("ring", "expected", "found"),
    [
        ([[108, 14], [109, 14], [108, 14]], "a ring of four positions or more", None),
        ([*SQUARE[:3], [108.5, 14]], "a ring that ends where it starts", "[[108.0, 14.0], [108.5, 14]]"),
        ([*SQUARE[:2], ["108", 14], *SQUARE[:1]], "a position: longitude and latitude, two numbers", '["108", 14]'),
        ([*SQUARE[:2], [True, 14], *SQUARE[:1]], "a position: longitude and latitude, two numbers", "[true, 14]"),
        ([*SQUARE[:2], [190, 14], *SQUARE[:1]], "a longitude from −180 to 180 and a latitude from −90 to 90", None),
        ([[y, x] for x, y in SQUARE], "longitude first, then latitude; they seem to be exchanged", "[14.0, 108.0]"),
    ],
)
def test_a_ring_that_cannot_be_drawn_is_a_fault(
    ring: list[Any], expected: str, found: str | None, tmp_path: Path
) -> None:
    table, faults = read(tmp_path, feature("a", polygon(ring)), feature("b", polygon(SQUARE)))
    assert [one[:2] for one in told(faults)] == [("features.0.geometry", expected)]
    assert found is None or told(faults)[0][2] == found
    assert faults.problems[0].unit_code == "a"
    assert table["unit_code"].tolist() == ["b"]


@pytest.mark.parametrize("coordinates", [[], [[]], [SQUARE, 3], "108 14"])
def test_coordinates_that_are_no_rings_are_a_fault(coordinates: Any, tmp_path: Path) -> None:
    table, faults = read(tmp_path, feature("a", {"type": "Polygon", "coordinates": coordinates}))
    assert len(faults.problems) == 1
    assert table.empty


@pytest.mark.parametrize(
    ("position", "told_as"),
    [
        ([180, 90], None),
        ([-180, -90], None),
        ([180.1, 14], "a longitude"),
        ([-180.1, 14], "a longitude"),
        ([91, 90.1], "a longitude"),
        ([-91, -90.1], "a longitude"),
        ([90, 180], "longitude first"),
        ([-90, -180], "longitude first"),
        ([14, 180.1], "a longitude"),
        ([14, -180.1], "a longitude"),
        ([1000, 14], "a longitude"),
        ([14, -1000], "a longitude"),
        ([1000.1, 14], "longitude and latitude in degrees"),
        ([14, -1000.1], "longitude and latitude in degrees"),
    ],
)
def test_a_position_is_within_the_degrees_that_there_are(
    position: list[float], told_as: str | None, tmp_path: Path
) -> None:
    _, faults = read(tmp_path, feature("a", polygon([*SQUARE[:2], position, *SQUARE[:1]])))
    words = [expected for _, expected, _ in told(faults)]
    assert (words == []) if told_as is None else (len(words) == 1 and words[0].startswith(told_as))


def test_projected_coordinates_are_recognised_and_told_once(tmp_path: Path) -> None:
    metres = [[595000.0, 1547000.0], [596000.0, 1547000.0], [596000.0, 1548000.0], [595000.0, 1547000.0]]
    _, faults = read(tmp_path, feature("a", polygon(metres)), feature("b", polygon(metres)))
    assert told(faults) == [
        (
            "features",
            "longitude and latitude in degrees (WGS 84, EPSG:4326), not projected coordinates in metres as "
            "VN-2000 has them (features: 2); export the file in degrees",
            "[595000.0, 1547000.0]",
        )
    ]


@pytest.mark.parametrize(("name", "is_fault"), [("urn:ogc:def:crs:OGC:1.3:CRS84", False), ("EPSG:3405", True)])
def test_the_name_of_the_coordinates_is_read(name: str, is_fault: bool, tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    _, faults = read(tmp_path, feature("a", polygon(SQUARE)), feature("b", polygon(SQUARE)), crs=crs)
    assert [one[0] for one in told(faults)] == (["crs"] if is_fault else [])


def test_a_number_beyond_every_range_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    words = json.dumps({"type": "FeatureCollection", "features": [feature("a", polygon(SQUARE))]})
    for huge in ("1e999", "9" * 400, "9" * 5000):
        _, faults = read_words(tmp_path, words.replace("108.1", huge))
        assert len(faults.problems) == 1


def test_a_file_with_any_damage_is_read_or_told_and_never_crashes(tmp_path: Path) -> None:
    words = json.dumps({"type": "FeatureCollection", "features": [feature("a", polygon(SQUARE)), feature("b", None)]})
    pieces = ("null", "[]", "{}", "-1e5", '"x"', "true", "]", ",", "9" * 30)
    draws = random.Random(5)
    for _ in range(300):
        start = draws.randrange(len(words))
        end = min(len(words), start + draws.randrange(12))
        table, faults = read_words(tmp_path, words[:start] + draws.choice(pieces) + words[end:])
        assert faults.problems or len(table)
        places, _ = place_units(UNITS.assign(lat=None, lon=None), table)
        assert set(places["form"]) <= {"boundary", "none"}
