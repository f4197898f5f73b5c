"""Where units stand on a map: outlines in a frame, insets, points, tiles, none hidden."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.analysis.places import LEVELS, place_units

Box = tuple[float, float, float, float]


def units(**blocks: str) -> pd.DataFrame:
    """Units ``a`` to …, each with its block; a block may be followed by latitude and longitude."""
    rows = []
    for code, words in blocks.items():
        block, *place = words.split()
        lat, lon = map(Decimal, place) if place else (None, None)
        rows.append({"unit_code": code, "block": block, "lat": lat, "lon": lon})
    return pd.DataFrame(rows)


def ring(west: float, south: float, east: float, north: float) -> np.ndarray[Any, Any]:
    return np.array([(west, south), (east, south), (east, north), (west, north)])


def boundaries(*boxes: tuple[str, Box]) -> pd.DataFrame:
    """One part for each box; parts of a unit stand together."""
    numbers: dict[str, int] = {}
    rows = []
    for code, box in boxes:
        numbers[code] = numbers.get(code, -1) + 1
        rows.append((code, numbers[code], 0, ring(*box)))
    return pd.DataFrame(rows, columns=["unit_code", "part", "ring", "positions"])


WEST, EAST = ("a", (108.0, 14.0, 108.5, 15.0)), ("b", (108.5, 14.0, 109.0, 15.0))
NONE = boundaries()


def forms(places: pd.DataFrame) -> dict[str, tuple[str, Any]]:
    rows = places.to_dict("records")
    return {row["unit_code"]: (row["form"], None if pd.isna(row["inset_n"]) else row["inset_n"]) for row in rows}


def test_without_boundaries_and_points_there_is_no_map() -> None:
    places, outlines = place_units(units(a="xa", b="xa"), NONE)
    assert (len(places), len(outlines)) == (0, 0)


def test_a_frame_is_filled_and_a_degree_of_longitude_is_shorter() -> None:
    """One degree by one at 14.5° north: cos 14.5° = 0.968, so 1,646 steps wide where it is 1,700 high."""
    _, outlines = place_units(units(a="xa", b="xa"), boundaries(WEST, EAST))
    full = outlines[outlines["level"] == "full"]
    assert full["outline"].tolist() == ["823,1700 823,0 0,0 0,1700", "823,1700 1646,1700 1646,0 823,0"]
    small = outlines[outlines["level"] == "small"]  # on a grid of 3 steps
    assert small["outline"].tolist() == ["822,1701 822,0 0,0 0,1701", "822,1701 1647,1701 1647,0 822,0"]
    assert LEVELS == {"full": (1, 9000), "small": (3, 1800)}  # as the methodology has it


def test_a_mark_stands_where_the_border_is_far_and_tells_how_far() -> None:
    """A unit of 823 by 1,700 steps, tried at 20 places across and 20 down: 9.5 of 20 across is furthest."""
    places, _ = place_units(units(a="xa", b="xa"), boundaries(WEST, EAST))
    names = ["x", "y", "size_steps", "room_steps"]
    assert places[names].to_numpy().tolist() == [[391, 468, 1700, 390], [1214, 468, 1700, 390]]


def test_blocks_of_which_no_unit_has_a_place_are_no_part_of_the_map() -> None:
    places, _ = place_units(units(a="xa", b="xa", so="so-nganh"), boundaries(WEST, EAST))
    assert forms(places) == {"a": ("boundary", 0), "b": ("boundary", 0)}


def test_a_unit_without_a_feature_stands_at_its_point_or_is_told() -> None:
    places, outlines = place_units(units(a="xa", b="xa", c="xa 14.2 108.75", d="xa"), boundaries(WEST, EAST))
    assert forms(places) == {"a": ("boundary", 0), "b": ("boundary", 0), "c": ("point", 0), "d": ("none", None)}
    point = places.set_index("unit_code").loc["c"]
    assert (point["x"], point["y"]) == (1234, 1360)
    assert set(outlines["unit_code"]) == {"a", "b"}


def test_an_island_far_outside_stands_in_an_inset_and_leaves_the_frame_as_it_was() -> None:
    far = [("c", (112.0, 8.6, 112.1, 8.7)), ("c", (114.0, 10.0, 114.1, 10.1))]
    places, outlines = place_units(units(a="xa", b="xa", c="xa"), boundaries(WEST, EAST, *far))
    assert forms(places) == {"a": ("boundary", 0), "b": ("boundary", 0), "c": ("boundary", 1)}
    main = outlines[(outlines["inset_n"] == 0) & (outlines["level"] == "full")]
    assert main["outline"].tolist()[0] == "823,1700 823,0 0,0 0,1700"
    inset = outlines[(outlines["inset_n"] == 1) & (outlines["level"] == "full")]
    assert len(inset) == 2
    steps = [int(n) for outline in inset["outline"] for n in outline.replace(",", " ").split()]
    assert (min(steps), max(steps)) == (0, 160)


def test_far_parts_of_a_unit_on_the_mainland_stand_in_an_inset_too() -> None:
    places, outlines = place_units(units(a="xa", b="xa"), boundaries(WEST, EAST, ("b", (112.0, 9.0, 112.2, 9.2))))
    assert forms(places)["b"] == ("boundary", 0)
    assert set(outlines.loc[outlines["inset_n"] == 1, "unit_code"]) == {"b"}


def test_a_rock_is_a_dot_and_twenty_rocks_at_one_place_are_one() -> None:
    rocks = [("b", (109.1, 14.5, 109.1002, 14.5002))] * 20
    places, outlines = place_units(units(a="xa", b="xa"), boundaries(WEST, EAST, *rocks))
    dots = outlines[(outlines["unit_code"] == "b") & ~outlines["outline"].str.contains(" ")]
    assert dots["level"].tolist() == ["full", "small"]
    assert len(places) == 2


def test_a_mark_stands_inside_its_unit_and_in_none_of_its_holes() -> None:
    table = boundaries(WEST, EAST)
    table.loc[len(table)] = ["b", 0, 1, ring(108.6, 14.1, 108.95, 14.9)]
    places, _ = place_units(units(a="xa", b="xa"), table)
    mark = places.set_index("unit_code").loc["b"]
    assert 823 < mark["x"] < 1646
    assert not (1646 * 0.6 < mark["x"] < 1646 * 0.95 and 170 < mark["y"] < 1530)
    assert mark["room_steps"] > 40


def test_points_alone_become_tiles_each_unit_one() -> None:
    given = {f"u{n}": f"xa {14 + n % 7 / 10} {108 + n // 7 / 10}" for n in range(40)}
    places, outlines = place_units(units(**given, so="so-nganh"), NONE)
    assert outlines.empty
    assert set(places["form"]) == {"tile"}
    assert len(set(zip(places["x"], places["y"], strict=True))) == 40


def test_a_unit_without_a_point_among_tiles_is_told() -> None:
    places, _ = place_units(units(a="xa 14.0 108.0", b="xa 14.1 108.0", c="xa"), NONE)
    assert forms(places) == {"a": ("tile", 0), "b": ("tile", 0), "c": ("none", None)}


@pytest.mark.parametrize(
    ("units_n", "bends_n"), [(20, 600), pytest.param(100, 4000, marks=pytest.mark.nightly)], ids=["many", "very-many"]
)
def test_no_map_has_more_positions_than_a_page_can_carry(units_n: int, bends_n: int) -> None:
    """Neighbours with many more bends than a page has room for."""
    angles = np.linspace(0, 2 * np.pi, bends_n, endpoint=False)
    wild = 1 + 0.2 * np.sin(97 * angles) + 0.1 * np.sin(901 * angles)
    rows = [
        (f"u{n}", 0, 0, np.column_stack([n % 10 + wild * np.cos(angles) / 2, n // 10 + wild * np.sin(angles) / 2]))
        for n in range(units_n)
    ]
    table = pd.DataFrame(rows, columns=["unit_code", "part", "ring", "positions"])
    _, outlines = place_units(units(**{f"u{n}": "xa" for n in range(units_n)}), table)
    positions = outlines["outline"].str.count(",").groupby(outlines["level"]).sum()
    assert positions["full"] <= 9000
    assert positions["small"] <= 1800
    assert outlines.groupby("level")["unit_code"].nunique().tolist() == [units_n, units_n]
