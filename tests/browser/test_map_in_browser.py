"""The map of the first page as people use it: keyboard, search, table, touch, without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parreport.years.recipe import compute_results
from tests.browser.conftest import Open
from tests.building.test_clusters import page_of
from tests.maps import write_map

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
FOCUSED = "document.activeElement.querySelector('title')?.textContent.split(':')[0]"


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mapped")
    results = compute_results(write_map(folder, "shapes", language="vi"))
    (folder / "units").mkdir()
    for code in results.units["unit_code"]:
        (folder / "units" / f"{code}.html").write_text(f"<title>{code}</title>", "utf-8")
    page_of(results, folder)
    return folder / "index.html"


def out(page: Any) -> list[str]:
    return [one.text_content() for one in page.locator(".pr-out title").all()]


def test_all_areas_are_one_stop_of_the_keyboard_and_arrows_move_between_neighbours(
    mapped: Path, open_page: Open
) -> None:
    page = open_page(mapped).page
    assert page.locator('.pr-region[tabindex="0"]').count() == 1
    page.locator('.pr-region[tabindex="0"]').focus()
    assert page.evaluate(FOCUSED) == "Xã Ân Tường"
    for key, name in (
        ("ArrowRight", "Xã Bình Khê"),
        ("ArrowDown", "Phường Pleiku"),
        ("ArrowLeft", "Xã Canh Liên"),
        ("ArrowUp", "Xã Ân Tường"),
        ("ArrowUp", "Xã Ân Tường"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == name
    assert page.locator(".pr-map-said").inner_text().startswith("Xã Ân Tường: chỉ số 100,00%, xếp loại Tốt, hạng 1/4")
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/a.html")


def test_the_search_leaves_the_areas_it_finds_and_rings_a_single_one(mapped: Path, open_page: Open) -> None:
    page = open_page(mapped).page
    page.fill("#portal-search", "canh lien")
    assert len(out(page)) == 4
    assert not any(words.startswith("Xã Canh Liên") for words in out(page))
    assert page.locator(".pr-map-said").inner_text().startswith("Xã Canh Liên: chỉ số 20,00%")
    assert page.locator(".pr-ring").get_attribute("d")
    page.locator('.pr-region[tabindex="0"]').focus()
    assert page.evaluate(FOCUSED) == "Xã Canh Liên"
    page.click("#portal-filter button[type=reset]")
    page.wait_for_function("document.querySelectorAll('.pr-out').length === 0")


def test_a_row_of_the_table_rings_its_area_also_after_sorting(mapped: Path, open_page: Open) -> None:
    page = open_page(mapped).page
    page.locator("#ranking-2 .pr-sort").nth(1).click()
    page.locator("#ranking-2 tbody tr", has_text="Xã Bình Khê").locator("a").focus()
    outline = page.locator(".pr-region", has_text="Xã Bình Khê").locator("path").get_attribute("d")
    assert page.locator(".pr-ring").get_attribute("d") == outline


def test_on_a_touch_screen_the_first_touch_tells_and_the_second_opens(mapped: Path, open_page: Open) -> None:
    page = open_page(mapped, width=390, has_touch=True).page
    area = page.locator(".pr-region", has_text="Xã Canh Liên")
    area.tap()
    assert page.url.endswith("index.html")
    assert page.locator(".pr-map-said").inner_text().startswith("Xã Canh Liên")
    area.tap()
    page.wait_for_url("**/units/c.html")


def test_without_scripts_every_area_is_a_link_and_nothing_is_wrong(mapped: Path, open_page: Open) -> None:
    bare = open_page(mapped, java_script_enabled=False).page
    assert bare.locator("a.pr-region").count() == 5
    seen = open_page(mapped)
    assert seen.axe() == []
    assert (seen.said, seen.asked) == ([], [])
    assert seen.too_wide(390) == []
