"""Pages with the keyboard alone: everything is reached, in order, seen, and can be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAGES = ["index.html", "province.html", "period.html", "method.html", "units/so-a.html"]
BY_DAY = (("index.html", 1280), ("units/so-a.html", 360))
# All that can be used, in the order of the page; each gets its place as a name.
CONTROLS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled)
  .map((one, place) => one.dataset.place = String(place))"""
# Where the focus is, and what is wrong with how it shows.
FOCUS = """() => {
  const one = document.activeElement, own = getComputedStyle(one), box = one.getBoundingClientRect();
  const faults = [];
  if (own.outlineStyle === "none" || parseFloat(own.outlineWidth) < 1) faults.push("no outline");
  if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1) faults.push("out of sight");
  const low = Math.min(box.bottom, innerHeight) - 1, high = Math.max(box.top, 0) + 1;
  const at = [low, (low + high) / 2, high].map((y) => document.elementFromPoint(
    Math.min(innerWidth - 1, Math.max(1, box.left + Math.min(box.width / 2, 20))), y));
  if (!at.some((top) => top && (one.contains(top) || top.contains(one)))) faults.push("covered");
  return {place: one.dataset.place ?? "", faults, what: one.outerHTML.slice(0, 90)};
}"""


def walk(page: Any, key: str, steps: int) -> tuple[list[str], list[Any]]:
    """Press a key so many times; return the places of the focus, and where it shows badly."""
    places, badly = [], []
    for _ in range(steps):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        places.append(focus["place"])
        badly += [focus] if focus["faults"] else []
    return places, badly


@pytest.mark.parametrize(
    ("name", "width"),
    [
        pytest.param(name, width, marks=() if (name, width) in BY_DAY else pytest.mark.nightly)
        for name in PAGES
        for width in (360, 1280)
    ],
)
def test_the_focus_passes_every_control_in_order_and_shows(
    name: str, width: int, sample: Path, open_page: Open
) -> None:
    page = open_page(sample / name, width).page
    every = page.evaluate(CONTROLS)
    assert len(every) > 5
    assert walk(page, "Tab", len(every)) == (every, [])
    assert walk(page, "Shift+Tab", len(every) - 1) == (every[-2::-1], [])


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in PAGES[:2] else pytest.mark.nightly) for name in PAGES]
)
def test_the_first_key_leads_past_the_head(name: str, sample: Path, open_page: Open) -> None:
    page = open_page(sample / name).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "pr-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("[document.activeElement.id, location.hash]") == ["content", "#content"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_contents_open_and_lead_to_a_section(sample: Path, open_page: Open) -> None:
    page = open_page(sample / "province.html").page
    page.focus(".pr-contents summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    target = page.evaluate("location.hash")
    top = page.locator(target).bounding_box()["y"]
    banner = page.locator(".pr-banner").bounding_box()
    assert banner["y"] == 0
    assert banner["height"] < top < 200  # beneath the banner that stays


def test_a_table_that_is_too_wide_is_moved_by_arrow_keys(sample: Path, open_page: Open) -> None:
    page = open_page(sample / "province.html", 360).page
    table = page.locator(".pr-table-heat").first
    table.focus()
    before = table.evaluate("one => one.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert before == 0 < table.evaluate("one => one.scrollLeft")


def test_the_first_page_is_used_with_keys_alone(sample: Path, open_page: Open) -> None:
    page = open_page(sample / "index.html").page
    page.focus("#portal-search")
    page.keyboard.type("so b")
    assert page.locator("#ranking-1 tbody tr:visible").count() == 1
    page.focus("#portal-filter button[type=reset]")
    page.keyboard.press("Enter")
    page.focus("#portal-group")
    page.keyboard.press("ArrowDown")
    assert page.locator("#portal-group").input_value() == "ranking-1"
    page.focus("#ranking-1 .pr-sort")
    page.keyboard.press("Space")
    assert page.locator("#ranking-1 th").first.get_attribute("aria-sort") == "ascending"
    page.focus("#compare-second")
    page.keyboard.press("End")
    second = page.locator("#compare-second option:checked").inner_text()
    assert second in page.locator("#compare-table thead").inner_text()
    before = page.locator("#what-if-table").inner_text()
    page.focus("#what-if input[type=range]")
    for key in ("Home", "End"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowLeft")
    assert page.locator("#what-if-table").inner_text() != before
    page.focus("#what-if-reset")
    page.keyboard.press("Enter")
    assert page.locator("#what-if-table").inner_text() == before
    assert page.evaluate("document.activeElement.id") == "what-if-unit"  # the focus is not lost
