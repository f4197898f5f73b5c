"""The deck as a speaker meets it: keys, address, notes, presenter view, print, no scripts."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest

from parreport.language import use_language
from parreport.publishing.exporters import render_file
from parreport.publishing.paper.slides import make_slides
from tests.browser.conftest import Open
from tests.browser.test_every_page_in_browser import faults_of
from tests.publishing.paper.test_slides import notebook_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

COUNT = 12  # slides of the tiny year
# What stands on a slide and does not fit: beyond its edges, or on top of its foot.
SPILLED = """() => [...document.querySelectorAll(".slide")].filter((one) => one.checkVisibility())
  .flatMap((slide) => {
    const edge = slide.getBoundingClientRect(), foot = slide.querySelector(".foot").getBoundingClientRect();
    const parts = [...slide.querySelectorAll(".running, .title, .body > *, .body li, .foot, dd, figcaption")];
    return parts.filter((one) => {
      const box = one.getBoundingClientRect(), low = one.className === "foot" ? edge.bottom : foot.top;
      return box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > low + 1 || !box.height;
    }).map((one) => `${slide.id} ${one.tagName}.${one.className} ${one.textContent.slice(0, 50)}`);
  })"""


def shown(page: Any) -> list[str]:
    """Return the numbers of the slides that can be seen."""
    return [one.get_attribute("id").removeprefix("s") for one in page.locator(".slide").all() if one.is_visible()]


def at(page: Any) -> int:
    """Return the slide that is shown; the address and the focus are with it."""
    (number,) = shown(page)
    address, focus = page.evaluate("[location.hash, document.activeElement.id]")
    assert (address, focus) in ((f"#{number}", f"s{number}"), ("#1", ""))
    return int(number)


def until(page: Any, condition: str) -> None:
    """Wait till something is so; the driver's own waiting needs scripts that the policy forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"not so after five seconds: {condition}")


@pytest.fixture
def deck(sample: Path) -> Path:
    return sample / "slides.html"


def test_keys_lead_through_the_deck_and_the_address_follows(deck: Path, open_page: Open) -> None:
    page = open_page(deck).page
    assert at(page) == 1
    for key, number in (
        ("ArrowRight", 2),
        ("ArrowDown", 3),
        ("PageDown", 4),
        (" ", 5),
        ("Enter", 6),
        ("ArrowLeft", 5),
        ("ArrowUp", 4),
        ("PageUp", 3),
        ("Shift+ ", 2),
        ("Backspace", 1),
        ("ArrowLeft", 1),
        ("End", COUNT),
        ("ArrowRight", COUNT),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        assert at(page) == number, key
    page.evaluate("location.hash = '#7'")
    until(page, "document.querySelector('.current')?.id === 's7'")
    page.reload()
    assert shown(page) == ["7"]
    page.mouse.click(1200, 400)
    assert at(page) == 8
    page.mouse.click(50, 400)
    assert at(page) == 7


def test_notes_and_keys_come_and_go(deck: Path, open_page: Open) -> None:
    page = open_page(deck).page
    notes, keys = page.locator("#n2"), page.locator(".keys")
    page.keyboard.press("ArrowRight")
    assert not notes.is_visible() and not keys.is_visible()
    page.keyboard.press("n")
    assert notes.is_visible()
    assert [one.is_visible() for one in page.locator(".notes").all()].count(True) == 1
    page.keyboard.press("h")
    assert "Home, End" in keys.inner_text() and keys.inner_text().endswith("Tất cả báo cáo")
    page.locator(".keys a").focus()
    page.keyboard.press("Enter")  # on a link a key is no step through the deck
    page.wait_for_url("**/index.html")
    page.go_back()
    for key in ("n", "?", "Escape"):
        page.keyboard.press(key)
    assert not page.locator("#n2").is_visible() and not page.locator(".keys").is_visible()


def test_the_presenter_view_opens_and_both_windows_follow_each_other(deck: Path, open_page: Open) -> None:
    seen = open_page(deck)
    page = seen.page
    page.keyboard.press("ArrowRight")
    with page.expect_popup() as opened:
        page.keyboard.press("p")
    desk = opened.value

    def both_show(number: int) -> None:
        for window in (page, desk):
            until(window, f"document.querySelector('.current')?.id === 's{number}'")

    both_show(2)
    assert shown(desk) == ["2", "3"]  # this one and the next
    assert desk.locator("#n2").is_visible() and not desk.locator("#n3").is_visible()
    assert desk.locator("#place").inner_text() == f"2 / {COUNT}"
    until(desk, "/^[0-9]{2}:[0-9]{2}$/.test(document.getElementById('clock')?.textContent)")
    desk.keyboard.press(" ")
    both_show(3)
    page.keyboard.press("End")
    both_show(COUNT)
    page.reload()
    desk.keyboard.press("Home")
    both_show(1)
    page.keyboard.press("ArrowDown")
    both_show(2)
    assert (seen.said, seen.asked) == ([], [])


def test_parts_of_the_presenter_view_do_not_cover_each_other(deck: Path, open_page: Open) -> None:
    seen = open_page(deck)
    seen.page.evaluate("show(3); split(true)")
    for width, height in ((1200, 760), (1920, 1080), (1024, 768)):
        seen.page.set_viewport_size({"width": width, "height": height})
        boxes = [seen.page.locator(one).bounding_box() for one in (".slide.current", ".slide.ahead", ".notes.current")]
        current, ahead, notes = boxes
        assert current["x"] + current["width"] <= ahead["x"]
        assert max(current["y"] + current["height"], ahead["y"] + ahead["height"]) <= notes["y"]
        assert notes["y"] + notes["height"] <= height
    assert seen.axe() == []


def test_where_windows_are_forbidden_the_window_is_split(deck: Path, open_page: Open) -> None:
    page = open_page(deck).page
    page.evaluate("window.open = () => null")
    page.keyboard.press("p")
    assert shown(page) == ["1", "2"] and page.locator("#n1").is_visible()
    page.keyboard.press("p")
    assert shown(page) == ["1"] and not page.locator("#n1").is_visible()


def test_without_scripts_every_slide_and_every_note_can_be_read(deck: Path, open_page: Open) -> None:
    page = open_page(deck, java_script_enabled=False).page
    assert shown(page) == [str(number) for number in range(1, COUNT + 1)]
    assert all(one.is_visible() for one in page.locator(".notes, .slide h2, .keys").all())
    boxes = [one.bounding_box() for one in page.locator(".slide, .notes").all()]
    assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(boxes))


def test_in_print_a_page_is_a_slide_and_nothing_is_cut(deck: Path, open_page: Open) -> None:
    page = open_page(deck).page
    titles = page.locator(".slide .title").all_text_contents()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == len(titles) == COUNT
    for number, one in enumerate(printed.pages, start=1):
        assert (round(one.mediabox.width), round(one.mediabox.height)) == (960, 540)
        words = "".join(one.extract_text().split())
        assert "".join(titles[number - 1].split()) in words
        assert f"{number}/{COUNT}" in words and "SỐLIỆUMINHHOẠ" in words


@pytest.mark.parametrize("width", [1280, *(pytest.param(one, marks=pytest.mark.nightly) for one in (360, 1920))])
def test_nothing_spills_over_the_edge_of_a_slide(width: int, deck: Path, ben_tre: Path, open_page: Open) -> None:
    for path in (deck, ben_tre / "slides.html"):
        page = open_page(path, width).page
        page.evaluate("document.body.classList.remove('live')")
        assert page.evaluate(SPILLED) == []


@pytest.mark.parametrize("code", ["vi", pytest.param("en", marks=pytest.mark.nightly)])
def test_the_deck_of_a_unit_is_sound(
    code: str, open_page: Open, tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    path = tmp_path / "slides.html"
    with use_language(code):
        render_file(make_slides, Path("x"), path, notebook=notebook_of(code, "so-noi-vu"))
    seen = open_page(path)
    assert seen.page.locator("html").get_attribute("lang") == code
    seen.page.keyboard.press("End")
    assert at(seen.page) == seen.page.locator(".slide").count() > 9
    assert faults_of(seen, slides=True) == []
    seen.page.emulate_media(media="screen")
    assert seen.page.evaluate(SPILLED) == []
