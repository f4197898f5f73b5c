"""The first page as people use it: search, choice, sorting, comparison, without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.building.test_clusters import page_of, year

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def shown_units(page: Any) -> list[str]:
    return [row.inner_text() for row in page.locator("[data-portal-table] tbody th").all() if row.is_visible()]


def test_the_search_finds_names_with_and_without_marks(sample: Path, open_page: Open) -> None:
    page = open_page(sample / "index.html").page
    every = shown_units(page)
    assert len(every) == 4
    name = next(one for one in every if one.startswith("Sở"))
    page.fill("#portal-search", "so")
    plain = shown_units(page)
    page.fill("#portal-search", "SỞ")
    assert name in shown_units(page)
    assert set(shown_units(page)) <= set(plain)
    page.fill("#portal-search", "số")
    assert shown_units(page) == []
    assert "Không tìm thấy" in page.locator("#portal-count").inner_text()
    page.click("#portal-filter button[type=reset]")
    page.wait_for_function("document.querySelector('#portal-count').textContent.includes('4')")
    assert shown_units(page) == every


def test_blocks_and_classes_can_be_chosen_and_columns_sorted(sample: Path, open_page: Open) -> None:
    page = open_page(sample / "index.html").page
    page.select_option("#portal-group", index=1)
    own = shown_units(page)
    assert 0 < len(own) < 4
    page.locator("#ranking-1 .pr-sort").nth(0).click()
    assert page.locator("#ranking-1 th").nth(0).get_attribute("aria-sort") == "ascending"
    page.locator("#ranking-1 .pr-sort").nth(0).click()
    assert page.locator("#ranking-1 th").nth(0).get_attribute("aria-sort") == "descending"
    assert own == ["Sở B", "Sở A", "Sở C"]
    assert shown_units(page) == ["Sở A", "Sở B", "Sở C"]  # C has no rank and stays last
    chosen = page.locator("#portal-kind-3 option").nth(1).inner_text()
    page.select_option("#portal-kind-3", chosen)
    classes = page.locator("#ranking-1 tbody tr:not([hidden]) :nth-child(4)").all_inner_texts()
    assert classes
    assert set(classes) == {chosen}


def test_two_units_stand_side_by_side(sample: Path, open_page: Open) -> None:
    page = open_page(sample / "index.html").page
    page.select_option("#compare-first", "so-a")
    page.select_option("#compare-second", "so-c")
    rows = page.locator("#compare-table tbody tr").all_inner_texts()
    assert len(rows) == 5  # index, rank, class, two areas
    assert rows[0].count("%") == 2


def test_the_first_page_is_whole_without_scripts(sample: Path, open_page: Open) -> None:
    seen = open_page(sample / "index.html", java_script_enabled=False)
    assert seen.asked == []
    page = seen.page
    assert len(shown_units(page)) == 4
    assert page.locator("#links").is_visible()
    for hidden in ("#portal-filter", "#compare", "#what-if"):
        assert not page.locator(hidden).is_visible()


def test_a_cluster_can_be_chosen_in_all_blocks_at_once(tmp_path: Path, open_page: Open) -> None:
    page_of(year(tmp_path, a="Cụm 1", b="Cụm 2", x="Cụm 1"), tmp_path)
    page = open_page(tmp_path / "index.html").page
    assert len(shown_units(page)) == 4
    page.select_option("#portal-kind-4", "Cụm 1")
    assert shown_units(page) == ["Đơn vị a", "Đơn vị x"]
    page.select_option("#portal-group", index=1)
    assert shown_units(page) == ["Đơn vị a"]
