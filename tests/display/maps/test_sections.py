"""Maps in reports: what is coloured, what is said, what a reader without the picture is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

import parreport as pr
from parreport.display.drawing import theme
from parreport.display.maps.classes import maps_of
from parreport.display.maps.sections import show_map
from parreport.display.maps.sentences import short_name, tell_limits
from parreport.display.maps.sheet import fit_label
from parreport.display.parts import Heading, Section, Text
from parreport.display.pictures import Chart
from parreport.language import use_language
from parreport.years.results import Results
from tests.maps import write_map


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return pr.compute_results(write_map(tmp_path_factory.mktemp("shapes"), "shapes"))


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return pr.compute_results(write_map(tmp_path_factory.mktemp("tiles"), "tiles"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def charts_of(section: Section) -> list[Chart]:
    return [part for part in section.parts if isinstance(part, Chart)]


def words_of(section: Section) -> list[str]:
    return [part.words for part in section.parts if isinstance(part, Heading | Text)]


def fills_of(chart: Chart) -> list[str]:
    """The colours of all shapes of a chart, legend included."""
    patches = [one for one in chart.figure.axes[0].get_children() if isinstance(one, PathPatch)]
    return [to_hex(patch.get_facecolor()) for patch in patches]


def test_without_places_there_is_no_map_and_no_slide(tmp_path: Path) -> None:
    results = pr.compute_results(write_map(tmp_path, "none"))
    assert pr.show_maps(results).parts == ()
    assert show_map(results).parts == ()


def test_blocks_with_the_same_classes_share_a_map_and_others_are_named(shapes: Results) -> None:
    assert [[block.code for block in one.blocks] for one in maps_of(shapes)] == [["xa", "phuong"]]
    assert words_of(pr.show_maps(shapes)) == [
        "Map: the class of each unit",
        "The map shows 5 units: block Xa and block Phuong. Not on it: block So. By class: Tốt: 3 units; Khá: 1 unit; "
        "Yếu: 1 unit.",
    ]


def test_the_alt_text_says_how_many_units_are_in_each_class_and_step(shapes: Results) -> None:
    classes, areas = charts_of(pr.show_maps(shapes))
    assert classes.caption.alt == (
        "Map. Classes of the index 2018: block Xa and block Phuong, 5 units. By class: Tốt: 3 units; Khá: 1 unit; "
        "Yếu: 1 unit. Figures unit by unit: ranking."
    )
    assert areas.caption.alt == (
        "Maps. % of the maximum by area: block Xa and block Phuong. Mục 1: from 90%: 3 units, 50 to under 60%: 1 unit, "
        "below 50%: 1 unit. Mục 2: from 90%: 2 units, 70 to under 80%: 1 unit, 50 to under 60%: 1 unit, "
        "below 50%: 1 unit."
    )


def test_a_unit_without_a_place_is_named_and_nothing_is_coloured_for_it(shapes: Results) -> None:
    note = charts_of(pr.show_maps(shapes))[0].caption.note
    assert "Without a place on the map, see the ranking: Sở q." in note
    assert "The number on a unit, where it has room, is its rank in its block." in note


def test_colours_of_shapes_are_those_of_the_classes(shapes: Results) -> None:
    best, middle, worst = theme.band_colors(3)
    fills = fills_of(charts_of(pr.show_maps(shapes))[0])
    assert sorted(fills) == sorted([best, middle, worst, best])  # three kinds of communes, and the ward


def test_a_small_island_is_marked_so_that_it_is_seen(shapes: Results) -> None:
    from matplotlib.patches import Circle

    chart = charts_of(pr.show_maps(shapes))[0]
    marks = [one for one in chart.figure.axes[0].get_children() if isinstance(one, Circle)]
    assert [(mark.radius, to_hex(mark.get_facecolor())) for mark in marks] == [(2.6, theme.band_colors(3)[0])]


def test_what_lies_far_outside_stands_in_a_box_with_its_name(tmp_path: Path) -> None:
    path = write_map(tmp_path, "shapes")
    file = tmp_path / "xa.geojson"
    file.write_text(file.read_text("utf-8").replace("109.2", "118.2"), "utf-8")
    classes, areas = charts_of(pr.show_maps(pr.compute_results(path)))
    assert "In boxes, at another scale and not at their place: Xã Đảo." in classes.caption.note
    assert "Xã Đảo" in {one.get_text() for one in classes.figure.axes[0].texts}
    assert fills_of(classes).count(theme.band_colors(3)[0]) == 3  # a commune, the ward, and the box
    left, right = (min(frame.get_xdata()) for frame in areas.figure.axes[0].lines)  # a frame under each small map
    assert left < 20 < right - 100


def test_a_unit_with_gaps_is_hatched_and_said(tmp_path: Path) -> None:
    path = write_map(tmp_path, "shapes", status="draft")
    points = tmp_path / "2018-inputs" / "points.csv"
    rows = points.read_text("utf-8").splitlines()
    points.write_text("\n".join(row for row in rows if not row.startswith("c,2.1")) + "\n", "utf-8")
    results = pr.compute_results(path)
    section = pr.show_maps(results)
    classes, areas = charts_of(section)
    assert "Yếu: 0 units; without a class: 1 unit." in words_of(section)[1]
    assert areas.caption.alt.count("without a figure: 1 unit") == 2
    for chart in (classes, areas):
        hatched = [one for one in chart.figure.axes[0].get_children() if getattr(one, "get_hatch", lambda: None)()]
        assert {to_hex(one.get_facecolor()) for one in hatched} == {theme.WHITE}
        assert any(isinstance(one, PathPatch) for one in hatched)


def test_blocks_with_other_classes_have_maps_of_their_own_with_the_neighbours_pale(shapes: Results) -> None:
    so, xa, phuong = shapes.framework.blocks
    other = replace(phuong, bands=phuong.bands[1:])
    results = replace(shapes, framework=replace(shapes.framework, blocks=(so, xa, other)))
    section = show_map(results)
    assert [one for one in words_of(section) if one.startswith("Map:")] == [
        "Map: the class of each unit, block Xa",
        "Map: the class of each unit, block Phuong",
    ]
    assert [fills_of(chart).count(theme.PALE) for chart in charts_of(section)] == [1, 1]


def test_tiles_bear_short_names_and_none_is_hidden(tiles: Results) -> None:
    classes = charts_of(pr.show_maps(tiles))[0]
    written = {one.get_text() for one in classes.figure.axes[0].texts}
    assert {"Ân Tường", "Bình Khê", "Canh Liên", "Đảo", "Pleiku"} <= written
    tiles_drawn = [one for one in classes.figure.axes[0].get_children() if isinstance(one, PathPatch)]
    assert sum(patch.get_path().codes.tolist().count(1) for patch in tiles_drawn) == 5
    assert "Each square is a unit" in classes.caption.note


def test_a_name_that_does_not_fit_gives_a_number_that_the_note_names(tmp_path: Path) -> None:
    path = write_map(tmp_path, "tiles")
    units = tmp_path / "2018-inputs" / "units.csv"
    units.write_text(units.read_text("utf-8").replace("Xã Đảo", "Xã Thượngphương-Nghiêngngả"), "utf-8")
    classes = charts_of(pr.show_maps(pr.compute_results(path)))[0]
    assert "Numbers: 1 Xã Thượngphương-Nghiêngngả." in classes.caption.note
    assert "1" in {one.get_text() for one in classes.figure.axes[0].texts}


def test_a_block_of_one_item_has_no_maps_of_areas(shapes: Results) -> None:
    blocks = tuple(replace(block, items=block.items[:2]) for block in shapes.framework)
    results = replace(shapes, framework=replace(shapes.framework, blocks=blocks))
    assert len(charts_of(pr.show_maps(results))) == 1


def test_a_picture_of_a_map_is_small(shapes: Results) -> None:
    assert all(len(chart.svg()) < 120_000 for chart in charts_of(pr.show_maps(shapes)))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("phường Thống Nhất", "Thống Nhất"),
        ("UBND xã Nhơn Châu", "Nhơn Châu"),
        ("Đặc khu Phú Quý", "Phú Quý"),
        ("Bien Ho Commune", "Bien Ho"),
        ("Sở Y tế", "Sở Y tế"),
        ("Xã", "Xã"),
    ],
)
def test_a_short_name_leaves_the_word_for_the_kind_out(name: str, short: str) -> None:
    assert short_name(name) == short


def test_limits_of_steps_are_said_in_words() -> None:
    assert [tell_limits((80, 65, 0), n) for n in range(3)] == ["from 80%", "65 to under 80%", "below 65%"]


def test_steps_of_areas_start_where_they_are_said_to() -> None:
    steps = [theme.share_color(score) for score in (100, 90, 89.99, 50, 49.9, 0)]
    assert steps[0] == steps[1] != steps[2]
    assert steps[3] != steps[4] == steps[5]
    assert theme.share_color(None) == ""


def test_a_label_fits_or_there_is_none() -> None:
    assert fit_label("Hoài Nhơn Bắc", 30) == ("Hoài", "Nhơn", "Bắc")
    assert fit_label("Kông Bơ La - Gia Lai", 30) == ()


def test_what_a_unit_is_named_cannot_become_markup(tmp_path: Path) -> None:
    path = write_map(tmp_path, "tiles")
    units = tmp_path / "2018-inputs" / "units.csv"
    units.write_text(units.read_text("utf-8").replace("Xã Đảo", "Xã <b>$x^2$</b>"), "utf-8")
    classes = charts_of(pr.show_maps(pr.compute_results(path)))[0]
    assert not re.search(r"<b>", classes.svg())
