"""A unit's cluster (cụm): shown in the ranking, on the first page, where it is a filter, and in its report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parreport.building.front_page import portal_of
from parreport.building.slices import slice_unit
from parreport.display.parts import KeyFigures
from parreport.display.province.tables import table_ranking
from parreport.display.unit.sections import show_unit_head
from parreport.language import use_language
from parreport.publishing.web.portal import render_portal
from parreport.years.results import Results
from tests.cases import write_year

TREE = [("1",), ("1.1", "1", 4), ("2",), ("2.1", "2", 6)]
POINTS = {"a": {"1.1": 1, "2.1": 5}, "b": {"1.1": 3, "2.1": 6}, "c": {"1.1": 2, "2.1": 3}, "x": {"1.1": 4, "2.1": 6}}


def year(folder: Path, **clusters: str) -> Results:
    units = {
        unit: {"block": "huyen" if unit == "x" else "so"} | ({"cluster": clusters[unit]} if unit in clusters else {})
        for unit in POINTS
    }
    return write_year(folder, {"so": TREE, "huyen": TREE}, POINTS, units=units).compute()


@pytest.fixture
def clustered(tmp_path: Path) -> Results:
    return year(tmp_path, a="Cụm 1", b="Cụm 2", x="Cụm 1")


def page_of(results: Results, folder: Path) -> str:
    with use_language("vi"):
        render_portal(portal_of(results, folder, ()), folder / "index.html")
    return (folder / "index.html").read_text("utf-8")


def heads(results: Results, block: str) -> list[str]:
    with use_language("vi"):
        return [column.name for column in table_ranking(results, results.framework.by_code[block]).columns]


def test_the_ranking_has_a_column_of_clusters_where_a_unit_of_the_block_has_one(clustered: Results) -> None:
    assert heads(clustered, "so")[1:3] == ["Đơn vị", "Cụm"]
    with use_language("vi"):
        table = table_ranking(clustered, clustered.framework.by_code["so"])
    told = [(row[1].words, row[2].words) for row in table.rows]
    assert told == [("Đơn vị b", "Cụm 2"), ("Đơn vị a", "Cụm 1"), ("Đơn vị c", "–")]


def test_the_first_page_shows_clusters_and_has_a_choice_of_them(clustered: Results, tmp_path: Path) -> None:
    page = page_of(clustered, tmp_path)
    assert [page.count(f">{name}<") for name in ("Cụm 1", "Cụm 2")] == [3, 2]  # units, and the choice
    (choice,) = re.findall(
        r'<label for="portal-kind-4">Cụm</label><select id="portal-kind-4"[^>]*>(.*?)</select>', page
    )
    assert re.findall("<option>(.*?)</option>", choice) == ["Cụm 2", "Cụm 1", "–"]
    assert len(re.findall(r'<select id="portal-kind-3" data-column="3">', page)) == 1


def test_the_report_of_a_unit_names_its_cluster_and_that_of_no_other(clustered: Results) -> None:
    own = slice_unit(clustered, "a")
    assert own.units.set_index("unit_code")["cluster"].to_dict() == {"a": "Cụm 1"}
    for results, unit, told in ((own, "a", True), (clustered, "a", True), (clustered, "c", False)):
        parts = show_unit_head(results, unit).parts
        (figures,) = [part for part in parts if isinstance(part, KeyFigures)]
        (rank,) = [one for one in figures.figures if one.label == "hạng trong khối"]
        assert any("cụm: Cụm 1" in remark for remark in rank.remarks) == told


def test_without_clusters_nothing_is_said_of_them(tmp_path: Path) -> None:
    results = year(tmp_path)
    assert "Cụm" not in heads(results, "so")
    assert "Cụm" not in page_of(results, tmp_path)
