"""A little province on a map: four communes, of which one is an island, two wards and a department.

In: a folder, and what places units: ``shapes`` (a GeoJSON file of squares), ``tiles`` (latitude and
longitude) or ``none``. Out: its parameters file. One ward has no place.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cases import write_year

TREE = [("1",), ("1.1", "1", 6), ("2",), ("2.1", "2", 4)]
POINTS = {
    "so": {"1.1": 6, "2.1": 4},
    "a": {"1.1": 6, "2.1": 4},
    "b": {"1.1": 3, "2.1": 4},
    "c": {"1.1": 1, "2.1": 1},
    "dao": {"1.1": 6, "2.1": 2},
    "p": {"1.1": 6, "2.1": 3},
    "q": {"1.1": 5, "2.1": 1},
}
NAMES = {"a": "Xã Ân Tường", "b": "Xã Bình Khê", "c": "Xã Canh Liên", "dao": "Xã Đảo", "p": "Phường Pleiku"}
PLACES = {
    "a": ("14.9", "108.2"),
    "b": ("14.9", "108.7"),
    "c": ("14.2", "108.2"),
    "dao": ("14.2", "109.4"),
    "p": ("14.2", "108.7"),
}
BOXES = {
    "a": (108.0, 14.5, 108.5, 15.0),
    "b": (108.5, 14.5, 109.0, 15.0),
    "c": (108.0, 14.0, 108.5, 14.5),
    "p": (108.5, 14.0, 109.0, 14.5),
    "dao": (109.2, 14.2, 109.204, 14.204),
}


def feature(code: str, box: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"unit_code": code}, "geometry": geometry}


def write_map(folder: Path, kind: str, **more: Any) -> Path:
    """Write a year of one department, four communes and two wards; ``kind``: shapes, tiles or none."""
    blocks = {code: "so" if code == "so" else "phuong" if code in "pq" else "xa" for code in POINTS}
    given: dict[str, dict[str, Any]] = {
        code: {"name": NAMES.get(code, f"Sở {code}"), "block": block} for code, block in blocks.items()
    }
    if kind == "tiles":
        for code, (lat, lon) in PLACES.items():
            given[code] |= {"lat": lat, "lon": lon}
    parameters: dict[str, Any] = {"language": "en"}
    if kind == "shapes":
        path = folder / "xa.geojson"
        features = [feature(code, box) for code, box in BOXES.items()]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        parameters["geography"] = str(path)
    trees = {"so": TREE, "xa": TREE, "phuong": TREE}
    return write_year(folder, trees, POINTS, units=given, **(parameters | more)).path
