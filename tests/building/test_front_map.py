"""Maps on the first page: each unit leads to its report, none is hidden, none without a class is coloured."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from parreport.building.front_map import maps_of_portal
from parreport.display.documents import blocks_with_units
from parreport.display.drawing import theme
from parreport.display.sentences import ranking_of
from parreport.language import use_language
from parreport.publishing.web.portal_map import PortalMap
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.building.test_clusters import page_of
from tests.maps import write_map


def map_of(results: Results, folder: Path) -> PortalMap:
    (folder / "units").mkdir(exist_ok=True)
    for code in ("a", "p"):
        (folder / "units" / f"{code}.html").write_text("", "utf-8")
    with use_language("en"):
        (one,) = maps_of_portal(results, list(blocks_with_units(results)), folder)
    return one


@pytest.mark.parametrize("kind", ["shapes", "tiles"])
def test_each_unit_with_a_place_is_an_area_and_says_what_it_is(kind: str, tmp_path: Path) -> None:
    one = map_of(compute_results(write_map(tmp_path, kind)), tmp_path)
    assert [(region.words, region.href) for region in one.regions] == [
        ("Xã Ân Tường: index 100.00%, class Tốt, rank 1 of 4", "units/a.html"),
        ("Xã Đảo: index 80.00%, class Tốt, rank 2 of 4", ""),
        ("Xã Bình Khê: index 70.00%, class Khá, rank 3 of 4", ""),
        ("Xã Canh Liên: index 20.00%, class Yếu, rank 4 of 4", ""),
        ("Phường Pleiku: index 90.00%, class Tốt, rank 1 of 2", "units/p.html"),
    ]
    best, middle, worst = theme.band_colors(3)
    assert [region.color for region in one.regions] == [best, best, middle, worst, best]
    assert [region.is_thick for region in one.regions] == [False] * 4 + [True]
    assert "Without a place on the map, see the ranking: Sở q." in one.note


def test_the_row_of_an_area_is_that_of_its_unit_in_the_ranking(tmp_path: Path) -> None:
    results = compute_results(write_map(tmp_path, "shapes"))
    blocks = list(blocks_with_units(results))
    for region in map_of(results, tmp_path).regions:
        row = ranking_of(results, blocks[region.table - 1]).iloc[region.row - 1]
        assert region.words.startswith(f"{row['unit_name']}: ")


def test_every_outline_lies_within_the_picture(tmp_path: Path) -> None:
    for kind in ("shapes", "tiles"):
        folder = tmp_path / kind
        folder.mkdir()
        one = map_of(compute_results(write_map(folder, kind)), folder)
        for region in one.regions:
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", region.outline)]
            assert -20 <= min(numbers[::2]) <= max(numbers[::2]) <= one.width + 20
            assert -20 <= min(numbers[1::2]) <= max(numbers[1::2]) <= one.height + 20
            assert 0 <= region.x <= one.width + 1
            assert 0 <= region.y <= one.height + 1


def test_a_unit_far_outside_stands_in_a_box_with_its_name(tmp_path: Path) -> None:
    path = write_map(tmp_path, "shapes")
    file = tmp_path / "xa.geojson"
    moved = re.sub(r"109\.20*4?, 14\.20*4?", lambda at: at[0].replace("109.2", "118.2"), file.read_text("utf-8"))
    file.write_text(moved, "utf-8")
    one = map_of(compute_results(path), tmp_path)
    assert [words for *_, words in one.boxes] == ["Xã Đảo"]
    assert len(one.regions) == 5
    assert "In boxes, at another scale and not at their place: Xã Đảo." in one.note


def test_a_unit_without_an_index_is_hatched_and_said(tmp_path: Path) -> None:
    results = compute_results(write_map(tmp_path, "shapes"))
    own = results.index["unit_code"] == "a"
    index = results.index.astype({"band": object, "printed_pct": object})
    index.loc[own, ["band", "printed_pct", "index_pct"]] = None
    index.loc[own, "rank"] = pd.NA
    one = map_of(replace(results, index=index), tmp_path)
    assert [(region.words, region.color) for region in one.regions if "Ân" in region.words] == [
        ("Xã Ân Tường: no index", "")
    ]
    page = page_of(replace(results, index=index), tmp_path)
    assert 'fill="url(#map-blank-1)"' in page


def test_a_page_has_the_map_its_style_and_its_script_only_where_there_is_one(tmp_path: Path) -> None:
    for kind, count in (("shapes", 1), ("none", 0)):
        folder = tmp_path / kind
        folder.mkdir()
        page = page_of(compute_results(write_map(folder, kind)), folder)
        assert page.count("data-portal-map>") == count
        assert page.count(".pr-map-keys {") == count
        assert page.count("sha256-") == 3 + count  # scripts that the policy allows


def test_what_a_unit_is_named_is_no_markup_on_the_map(tmp_path: Path) -> None:
    path = write_map(tmp_path, "tiles")
    units = tmp_path / "2018-inputs" / "units.csv"
    units.write_text(units.read_text("utf-8").replace("Xã Đảo", "Xã </title><b>"), "utf-8")
    page = page_of(compute_results(path), tmp_path)
    assert "</title><b>" not in page
    assert "Xã &lt;/title&gt;&lt;b&gt;" in page
