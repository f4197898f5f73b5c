"""A long table of the first page stands page by page: 25 rows, 50 or all, searched and sorted as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parreport.publishing.web.portal import Portal, PortalCell, PortalColumn, PortalTable, render_portal
from tests.browser.conftest import Open

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
COLUMNS = (PortalColumn("Hạng", "number"), PortalColumn("Đơn vị"), PortalColumn("Xếp loại"))


def table_of(name: str, units: int) -> PortalTable:
    """Return a ranking: every third unit is of class Tốt, every tenth is called Đăk."""
    rows = tuple(
        (
            PortalCell(str(n), sort=str(n)),
            PortalCell(f"{name} {'Đăk ' if n % 10 == 0 else ''}{n}"),
            PortalCell("Khá" if n % 3 else "Tốt"),
        )
        for n in range(1, units + 1)
    )
    return PortalTable(name, COLUMNS, rows, head_column=1, filter_columns=(2,))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paging") / "index.html"
    render_portal(Portal("Chỉ số", language="vi", tables=(table_of("Xã", 110), table_of("Phường", 30))), path)
    return path


def shown(page: Any, table: int = 1) -> list[str]:
    rows = page.locator(f"#ranking-{table} tbody th")
    return rows.evaluate_all("rows => rows.filter(row => row.checkVisibility()).map(row => row.textContent)")


def told(page: Any) -> str:
    return str(page.locator(".pr-pager [role=status]").inner_text())


def test_25_rows_stand_at_once_and_buttons_lead_on_and_back(portal: Path, open_page: Open) -> None:
    page = open_page(portal).page
    assert shown(page)[:2] == ["Xã 1", "Xã 2"]
    assert (len(shown(page)), told(page)) == (25, "1–25 trong 110 dòng")
    page.get_by_role("button", name="Trang sau").click()
    assert (shown(page)[0], told(page)) == ("Xã 26", "26–50 trong 110 dòng")
    for _ in range(5):  # beyond the last page nothing happens
        page.get_by_role("button", name="Trang sau").click(force=True)
    assert (len(shown(page)), told(page)) == (10, "101–110 trong 110 dòng")
    page.get_by_role("button", name="Trang trước").click()
    assert told(page) == "76–100 trong 110 dòng"


def test_50_or_all_rows_can_be_chosen(portal: Path, open_page: Open) -> None:
    page = open_page(portal).page
    page.get_by_label("Số dòng mỗi trang").select_option("50")
    assert len(shown(page)) == 50
    page.get_by_label("Số dòng mỗi trang").select_option("")
    assert (len(shown(page)), told(page)) == (110, "1–110 trong 110 dòng")


def test_a_table_of_30_rows_has_no_pages(portal: Path, open_page: Open) -> None:
    page = open_page(portal).page
    assert page.locator(".pr-pager").count() == 1
    assert len(shown(page, 2)) == 30


@pytest.mark.parametrize(("query", "found"), [("dak", 11), ("đăk", 11), ("ĐĂK 1", 3), ("đak", 0)])
def test_the_search_looks_at_all_pages_with_and_without_marks(
    portal: Path, open_page: Open, query: str, found: int
) -> None:
    page = open_page(portal).page
    page.get_by_role("button", name="Trang sau").click()
    page.fill("#portal-search", query)
    page.select_option("#portal-group", "ranking-1")
    assert len(shown(page)) == found
    if found:
        assert told(page) == f"1–{found} trong {found} dòng"


def test_a_class_is_chosen_among_all_pages(portal: Path, open_page: Open) -> None:
    page = open_page(portal).page
    page.select_option("#portal-kind-2", "Tốt")
    assert (shown(page)[:2], told(page)) == (["Xã 3", "Xã 6"], "1–25 trong 36 dòng")


def test_a_sorted_table_begins_at_its_first_page(portal: Path, open_page: Open) -> None:
    page = open_page(portal).page
    page.get_by_role("button", name="Trang sau").click()
    head = page.locator("#ranking-1 .pr-sort").nth(0)
    head.click()
    head.click()
    assert (shown(page)[0], told(page)) == ("Xã Đăk 110", "1–25 trong 110 dòng")


def test_the_pages_are_turned_with_the_keyboard_and_the_button_keeps_the_focus(portal: Path, open_page: Open) -> None:
    page = open_page(portal).page
    page.get_by_label("Số dòng mỗi trang").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for _ in range(4):
        page.keyboard.press("Enter")
    assert told(page) == "101–110 trong 110 dòng"
    focused = page.evaluate("[document.activeElement.textContent, document.activeElement.ariaDisabled]")
    assert focused == ["Trang sau", "true"]


def test_printed_and_without_scripts_every_row_stands(portal: Path, open_page: Open) -> None:
    page = open_page(portal).page
    page.emulate_media(media="print")
    assert len(shown(page)) == 110
    assert not page.locator(".pr-pager").is_visible()
    still = open_page(portal, java_script_enabled=False).page
    assert still.locator("#ranking-1 tbody th:visible").count() == 110


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_ask_nothing_of_the_net_and_fit_the_window(portal: Path, open_page: Open, width: int) -> None:
    seen = open_page(portal, width)
    assert seen.too_wide(width) == []
    assert (seen.asked, seen.said) == ([], [])
    assert seen.axe() == []
