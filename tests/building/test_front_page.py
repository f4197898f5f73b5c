"""The first page for who does not know the index: what it is, rank ranges, bars, every form of a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parreport.building.front_page import portal_of
from parreport.language import use_language
from parreport.publishing.web.portal import Portal
from tests.cases import write_year

POINTS = {"a": {"1.1": 1, "2.1": 5}, "b": {"1.1": 3, "2.1": 6}, "x": {"1.1": 4, "2.1": 6}}
PLAIN = [("1",), ("1.1", "1", 4), ("2",), ("2.1", "2", 6)]


def page_of(
    folder: Path,
    units: dict[str, dict[str, str]],
    tree: list[tuple[object, ...]] = PLAIN,
    language: str = "en",
    **given: Any,
) -> Portal:
    blocks = dict.fromkeys(sorted({one["block"] for one in units.values()}), tree)
    points = {
        unit: {item: POINTS[unit][item] for item in POINTS[unit] if item in {one[0] for one in tree}} for unit in units
    }
    results = write_year(folder, blocks, points, units=units, **given).compute()
    with use_language(language):
        return portal_of(results, folder, ())


@pytest.fixture
def page(tmp_path: Path) -> Portal:
    (tmp_path / "units").mkdir()
    for name in ("units/a.html", "units/a.pdf", "units/a.docx", "units/b.pdf", "province.html", "province.docx"):
        (tmp_path / name).touch()
    for name in ("slides.html", "slides.pdf", "slides-handout.pdf", "decision.docx"):
        (tmp_path / name).touch()
    return page_of(tmp_path, {"a": {"block": "so"}, "b": {"block": "so"}, "x": {"block": "huyen"}})


def test_the_page_says_what_the_index_is(page: Portal) -> None:
    first, second = page.about.split(". ", 1)
    assert first.startswith("The public administration reform index measures what each unit has achieved in")
    assert second == "It is in percent of the points that a unit could have on the items that apply to it."


@pytest.mark.parametrize("name", ["PAPI index", "Index of service to citizens"])
def test_the_page_says_it_of_an_index_of_any_name(name: str, tmp_path: Path) -> None:
    framework = {"index_name": "Chỉ số phục vụ người dân", "index_name_en": name}
    units = {"a": {"block": "so"}, "b": {"block": "so"}}
    assert page_of(tmp_path, units, framework=framework).about.startswith(f"The {name} measures what")
    assert page_of(tmp_path, units, language="vi", framework=framework).about.startswith("Chỉ số phục vụ người dân đo ")


def test_of_one_area_nothing_is_listed(tmp_path: Path) -> None:
    page = page_of(tmp_path, {"a": {"block": "so"}, "b": {"block": "so"}}, PLAIN[:2])
    assert page.about.startswith("It is in percent")


def test_each_index_has_its_bar(page: Portal) -> None:
    for table in page.tables:
        for row in table.rows:
            assert row[2].bar == float(str(row[2].sort))


def test_each_form_that_was_made_has_a_link_and_no_other(page: Portal) -> None:
    rows = {row[1].words: row for table in page.tables for row in table.rows}
    found = {name: [row[1].href, *(one.href for one in row[-1].forms)] for name, row in rows.items()}
    assert [one for one in found.values() if any(one)] == [
        ["", "units/b.pdf"],
        ["units/a.html", "units/a.pdf", "units/a.docx"],
    ]
    links = {one.href: [form.href for form in one.forms] for one in page.links}
    assert links == {
        "province.html": ["province.docx"],
        "slides.html": ["slides.pdf", "slides-handout.pdf"],
        "decision.docx": ["decision.docx"],
    }
    assert {one.spoken for one in page.links[0].forms} == {"Word, Province report"}
