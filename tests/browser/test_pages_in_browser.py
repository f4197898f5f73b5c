"""Pages as people meet them: offline, by keyboard, on a phone, printed, without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.built import built_once, run

PROJECT = Path(__file__).resolve().parents[2]
PAGES = ["index.html", "province.html", "method.html", "units/so-a.html"]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

CUT = """() => [...document.querySelectorAll("table, svg, p, h1, h2, h3, caption")]
  .filter((one) => one.getClientRects().length && !one.closest('[aria-hidden="true"]'))
  .filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
  }).map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 60)}`)"""
PRINTED = 680  # CSS pixels between the margins of an A4 page: 184 mm are 695


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny year, built."""

    def make(folder: Path) -> dict[str, Any]:
        done = run(PROJECT, "build", "tests/tiny/2018.yaml", "--out", str(folder / "tiny"), "-q")
        return {"code": done.code, "err": done.err}

    folder, facts = built_once(tmp_path_factory, "sample", make)
    assert facts == {"code": 0, "err": ""}
    return folder / "tiny"


@pytest.mark.parametrize("name", PAGES)
def test_no_error_no_request_and_nothing_that_axe_finds(
    name: str, built: Path, open_page: Open
) -> None:
    for width in (1280, 360):
        seen = open_page(built / name, width)
        assert (seen.said, seen.asked) == ([], [])
        assert seen.axe() == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(name: str, width: int, built: Path, open_page: Open) -> None:
    page = open_page(built / name, width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_in_print(name: str, built: Path, open_page: Open) -> None:
    page = open_page(built / name, PRINTED).page
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []


def shown_units(page: Any) -> list[str]:
    return [
        row.inner_text() for row in page.locator("[data-portal-table] tbody th").all()
        if row.is_visible()
    ]  # fmt: skip


def test_the_search_finds_names_with_and_without_marks(built: Path, open_page: Open) -> None:
    page = open_page(built / "index.html").page
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


def test_blocks_and_classes_can_be_chosen_and_columns_sorted(built: Path, open_page: Open) -> None:
    page = open_page(built / "index.html").page
    page.select_option("#portal-group", index=1)
    own = shown_units(page)
    assert 0 < len(own) < 4
    page.locator("#ranking-1 .pr-sort").nth(0).click()
    assert page.locator("#ranking-1 th").nth(0).get_attribute("aria-sort") == "ascending"
    page.locator("#ranking-1 .pr-sort").nth(0).click()
    assert page.locator("#ranking-1 th").nth(0).get_attribute("aria-sort") == "descending"
    assert own == ["Sở B", "Sở A", "Sở C"]
    assert shown_units(page) == ["Sở A", "Sở B", "Sở C"]  # C has no rank and stays last
    chosen = page.locator("#portal-kind option").nth(1).inner_text()
    page.select_option("#portal-kind", chosen)
    rows = page.locator("#ranking-1 tbody tr:not([hidden])").all_inner_texts()
    assert rows
    assert all(row.endswith(chosen) for row in rows)


def test_the_first_page_works_with_the_keyboard_alone(built: Path, open_page: Open) -> None:
    page = open_page(built / "index.html").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "pr-skip"
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.type"))
    for one in ("portal-search", "portal-group", "compare-first", "what-if-unit", "range"):
        assert one in reached, one
    page.focus("#what-if input[type=range]")
    before = page.locator("#what-if-table").inner_text()
    for key in ("Home", "End"):
        page.keyboard.press(key)
        if page.locator("#what-if-table").inner_text() != before:
            break
    assert page.locator("#what-if-table").inner_text() != before


def test_two_units_stand_side_by_side(built: Path, open_page: Open) -> None:
    page = open_page(built / "index.html").page
    page.select_option("#compare-first", "so-a")
    page.select_option("#compare-second", "so-c")
    rows = page.locator("#compare-table tbody tr").all_inner_texts()
    assert len(rows) == 5  # index, rank, class, two areas
    assert rows[0].count("%") == 2


def test_the_first_page_is_whole_without_scripts(built: Path, open_page: Open) -> None:
    seen = open_page(built / "index.html", java_script_enabled=False)
    assert seen.asked == []
    page = seen.page
    assert len(shown_units(page)) == 4
    assert page.locator("#links").is_visible()
    for hidden in ("#portal-filter", "#compare", "#what-if"):
        assert not page.locator(hidden).is_visible()
