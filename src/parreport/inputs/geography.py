"""Where units lie: a GeoJSON file with their boundaries.

In: the file. Out: a table of rings in degrees, one row per ring; every fault of the file at once.
Source: ``docs/methodology.md`` 14, ``docs/glossary.md``.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from parreport.errors import LONGEST_FOUND, Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, read_bytes, shown_path
from parreport.language import Message, message

BOUNDARY_COLUMNS = ["unit_code", "part", "ring", "positions"]
KINDS = {"Polygon", "MultiPolygon"}
DEGREES = ("CRS84", "4326", "4979", "4756")
"""Parts of the names of coordinates in degrees: WGS 84, and VN-2000, which is 200 m beside it."""
FURTHEST = 1000.0
SHOWN = 5
Rings = list[list[np.ndarray[Any, Any]]]


class _Faulty(Exception):
    """A geometry cannot be drawn: ``expected`` says why, ``found`` what stands there."""

    def __init__(self, expected: Message, found: object = None, is_projected: bool = False) -> None:
        self.expected, self.is_projected = expected, is_projected
        shown = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
        self.found = None if found is None else shown[:LONGEST_FOUND]
        super().__init__(expected)


def no_boundaries() -> pd.DataFrame:
    """Return the table of rings of a year without boundaries."""
    return pd.DataFrame(columns=BOUNDARY_COLUMNS)


def read_geography(path: Path, units: pd.DataFrame, faults: Faults, is_told: bool = True) -> pd.DataFrame:
    """Return the boundaries of the units: one row per ring, ``positions`` its longitudes and latitudes.

    ``ring`` 0 is the outer one of a part, further ones are holes. The last position of a ring, which
    is its first, is left out. ``is_told``: whether features of no unit, and units without a feature,
    are noted.
    """
    file = shown_path(path)
    features = _read_features(path, file, faults)
    if features is None:
        faults.unread.add(file)
        return no_boundaries()
    seen: dict[str, int] = {}
    known, unknown = set(units["unit_code"]), dict[str, None]()
    records: list[tuple[str, int, int, np.ndarray[Any, Any]]] = []
    projected: list[_Faulty] = []
    for number, feature in enumerate(features):
        place = f"features.{number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            faults.add(Problem(file, message("a feature: an object whose type is Feature"), column=place))
            continue
        code = _read_code(feature.get("properties"), place, file, faults)
        if code and seen.setdefault(code, number) != number:
            expected = message("each unit in one feature; it is in features.{n} too", n=seen[code])
            faults.add(Problem(file, expected, code, column=f"{place}.properties.unit_code", unit_code=code))
        try:
            parts = _read_geometry(feature.get("geometry"))
        except _Faulty as fault:
            if fault.is_projected:
                projected.append(fault)
            else:
                column = f"{place}.geometry"
                faults.add(Problem(file, fault.expected, fault.found, column=column, unit_code=code or None))
            continue
        if code and code not in known:
            unknown[code] = None
        elif code and seen[code] == number:
            records += [(code, at, ring, found) for at, part in enumerate(parts) for ring, found in enumerate(part)]
    if projected:
        expected = message(
            "longitude and latitude in degrees (WGS 84, EPSG:4326), not projected coordinates in metres as VN-2000 "
            "has them (features: {n}); export the file in degrees",
            n=len(projected),
        )
        faults.add(Problem(file, expected, projected[0].found, column="features"))
    if is_told:
        _note_units(file, units, set(seen), list(unknown), faults)
    return pd.DataFrame(records, columns=BOUNDARY_COLUMNS)


def _read_features(path: Path, file: str, faults: Faults) -> list[Any] | None:
    """Return the features of a file, None and a fault where it has none."""
    try:
        found = json.loads(read_bytes(path).decode("utf-8-sig"), parse_constant=_refuse)
    except FileFault as fault:
        what = message("the GeoJSON file of boundaries, named in the parameters or the framework")
        missing = message("not found; expected {what}", what=what)
        faults.add(Problem(file, missing if fault.is_missing else fault.expected))
        return None
    except json.JSONDecodeError as error:
        faults.add(Problem(file, message("GeoJSON, which is JSON text ({why})", why=error.msg), row=error.lineno))
        return None
    except UnicodeDecodeError:
        faults.add(Problem(file, message("GeoJSON in UTF-8")))
        return None
    except (ValueError, RecursionError):
        faults.add(Problem(file, message("GeoJSON with numbers and lists that can be read")))
        return None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        typed = found.get("type") if isinstance(found, dict) else type(found).__name__
        faults.add(Problem(file, message("GeoJSON whose type is FeatureCollection"), str(typed)[:80], column="type"))
        return None
    features = found.get("features")
    if not isinstance(features, list) or not features:
        faults.add(Problem(file, message("a list of at least one feature"), column="features"))
        return None
    name = _name_of_crs(found.get("crs"))
    if name and not any(one in name for one in DEGREES):
        expected = message(
            "coordinates in degrees (WGS 84, EPSG:4326), as GeoJSON has them: export the file in degrees"
        )
        faults.add(Problem(file, expected, name[:LONGEST_FOUND], column="crs"))
        return None
    return features


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _name_of_crs(crs: object) -> str:
    """Return the name of the coordinates that an older GeoJSON gives; blank where it gives none."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name") or "") if isinstance(properties, dict) else ""


def _read_code(properties: object, place: str, file: str, faults: Faults) -> str:
    """Return the unit of a feature; blank and a fault where it names none."""
    given = properties if isinstance(properties, dict) else {}
    code = given.get("unit_code")
    if isinstance(code, str) and code.strip():
        return code.strip()
    column = f"{place}.properties.unit_code"
    if "unit_code" in given:
        faults.add(Problem(file, message("the code of a unit, a text in quotes"), json.dumps(code)[:80], column=column))
        return ""
    expected = message("the property is missing; it holds the code of the unit, as in units.csv")
    near = faults.nearest("unit_code", [name for name in given if isinstance(name, str)])
    if near is not None:
        expected = message("the property unit_code; did you mean {near}?", near=near)
    faults.add(Problem(file, expected, column=column))
    return ""


def _read_geometry(geometry: object) -> Rings:
    """Return the parts of a geometry, each a list of rings.

    Raises
    ------
    _Faulty : it is none that can be drawn.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in KINDS:
        raise _Faulty(message("a Polygon or MultiPolygon"), kind)
    given = geometry.get("coordinates")
    parts = [given] if kind == "Polygon" else given
    if not isinstance(parts, list) or not parts or not all(isinstance(one, list) and one for one in parts):
        raise _Faulty(message("lists of rings, at least one"))
    return [[_read_ring(ring) for ring in part] for part in parts]


def _read_ring(ring: object) -> np.ndarray[Any, Any]:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _Faulty(message("a ring of four positions or more"), ring)
    for position in ring:
        if not isinstance(position, list) or len(position) < 2 or not all(type(n) in (int, float) for n in position):
            raise _Faulty(message("a position: longitude and latitude, two numbers"), position)
        x, y = position[:2]
        if not (-180 <= x <= 180 and -90 <= y <= 90):
            if abs(x) > FURTHEST or abs(y) > FURTHEST:
                raise _Faulty(message("degrees"), position[:2], is_projected=True)
            if -90 <= x <= 90 and -180 <= y <= 180:
                raise _Faulty(message("longitude first, then latitude; they seem to be exchanged"), position[:2])
            raise _Faulty(message("a longitude from −180 to 180 and a latitude from −90 to 90"), position[:2])
    if ring[0][:2] != ring[-1][:2]:
        raise _Faulty(message("a ring that ends where it starts"), [ring[0][:2], ring[-1][:2]])
    return np.array([position[:2] for position in ring[:-1]], dtype=float)


def _note_units(file: str, units: pd.DataFrame, seen: Collection[str], unknown: list[str], faults: Faults) -> None:
    """Note features of no unit, and units without a feature in blocks that have features."""
    if unknown:
        faults.note(
            "{file}: features of no unit of this year, not drawn ({n}): {names}",
            file=file,
            n=len(unknown),
            names=_list_codes(unknown),
        )
    drawn = units["unit_code"].isin(seen)
    if not drawn.any():
        faults.note("{file}: no feature is of a unit of this year; no map is drawn from it", file=file)
        return
    blocks = set(units.loc[drawn, "block"])
    lacking = units.loc[~drawn & units["block"].isin(blocks), "unit_code"].tolist()
    if lacking:
        faults.note(
            "{file}: units without a feature, in blocks of which others have one ({n}): {names}",
            file=file,
            n=len(lacking),
            names=_list_codes(lacking),
        )


def _list_codes(codes: list[str]) -> str:
    return ", ".join(codes[:SHOWN]) + (", …" if len(codes) > SHOWN else "")
