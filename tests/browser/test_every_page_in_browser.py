"""Every page of a build, slides too: console, requests, axe-core, width, print, no scripts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser.conftest import Open, Seen
from tests.built import Built

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

THREE = ("screen", "phone", "print")
# At night axe-core looks at every page in all ways, by day at one page of each kind: the same template
# makes the others, and console, requests and widths are looked at everywhere.
ONE_OF_A_KIND = {"so-b": (), "so-c": (), "836": ()}
ENGLISH = dict.fromkeys(("method", "period", "slides", "b"), ())
LARGE = dict.fromkeys(("method", "period", "slides", "an-giang"), ())
PRINTED = 680  # CSS pixels between the margins of an A4 page: 184 mm are 695
SLIDE = 1280  # the width of a printed slide: 13.333 inches
CUT = """() => {
  const main = document.querySelector("main").getBoundingClientRect();
  return [...document.querySelectorAll("table, svg, p, li, h1, h2, h3, caption, dd")]
    .filter((one) => one.checkVisibility() && !one.closest('[aria-hidden="true"]'))
    .filter((one) => {
      const box = one.getBoundingClientRect();
      return box.right > main.right + 1 || box.left < main.left - 1 || one.scrollWidth > one.clientWidth + 1;
    })
    .filter((one) => one.clientWidth)
    .map((one) => `cut in print: ${one.tagName} ${one.textContent.trim().slice(0, 60)}`);
}"""


def faults_of(seen: Seen, slides: bool = False, axe: tuple[str, ...] = ("screen",)) -> list[str]:
    """Return what is wrong with an open page; axe-core looks at it on a screen, phone, in print."""
    if slides:  # every slide and every note at once, as without scripts
        seen.page.evaluate("document.body.classList.remove('live')")
    faults = seen.too_wide(1280) + (seen.axe() if "screen" in axe else [])
    faults += seen.too_wide(360) + (seen.axe() if "phone" in axe else [])
    seen.page.set_viewport_size({"width": SLIDE if slides else PRINTED, "height": 900})
    seen.page.emulate_media(media="print")
    faults += seen.page.evaluate(CUT) + (seen.axe() if "print" in axe else [])
    return [*faults, *seen.said, *seen.asked]


def faults_in(
    folder: Path, open_page: Open, axe: Mapping[str, tuple[str, ...]] = {}, every: int = 1
) -> dict[str, list[str]]:
    """Return what is wrong, by page; axe-core looks as ``axe`` says, else on a screen at one unit in ``every``."""
    found, seen = {}, open_page(folder / "index.html")
    units = sorted((folder / "units").glob("*.html"))
    for path in [*sorted(folder.glob("*.html")), *units]:
        seen.page.emulate_media(media="screen")
        seen.go(path)
        passed = path in units and units.index(path) % every
        looks = axe.get(path.stem, () if passed else ("screen",))
        found[path.relative_to(folder).as_posix()] = faults_of(seen, path.name == "slides.html", looks)
    return found


def test_the_checks_see_what_they_are_for(tmp_path: Path, open_page: Open) -> None:
    path = tmp_path / "bad.html"
    path.write_text(
        '<!doctype html><html lang="vi"><title>x</title><main><h1>A</h1><p style="color:#aaa">pale'
        '</p><img src="no.png"><table><caption>T</caption><tr><td style="min-width:900px">1</td></tr>'
        "</table></main><script>console.log('said'); fetch('http://127.0.0.1:9/x');</script></html>",
        "utf-8",
    )
    faults = "\n".join(faults_of(open_page(path)))
    for one in ("color-contrast", "image-alt", "in a window of 360", "cut in print: TABLE"):
        assert one in faults, faults
    for one in ("said", "127.0.0.1:9/x", "no.png"):
        assert one in faults, faults


def test_every_page_of_a_year_is_sound(sample: Path, open_page: Open) -> None:
    found = faults_in(sample, open_page, dict.fromkeys(("index", "province", "so-a"), THREE) | ONE_OF_A_KIND)
    assert len(found) == 9
    assert found == {name: [] for name in found}


@pytest.mark.nightly  # every day: one of each kind on a screen, and the three that are read most in all ways
@pytest.mark.parametrize("name", ["sample", "ben_tre", "english"])
def test_every_page_is_sound_on_a_phone_and_in_print(
    name: str, request: pytest.FixtureRequest, open_page: Open
) -> None:
    made: Path | Built = request.getfixturevalue(name)
    folder = made.reports if isinstance(made, Built) else made
    found = faults_in(folder, open_page, {path.stem: THREE for path in folder.rglob("*.html")})
    assert found == {name: [] for name in found}


@pytest.mark.nightly
def test_every_english_page_is_sound(english: Built, open_page: Open) -> None:
    found = faults_in(english.reports, open_page, ENGLISH)
    assert len(found) == 7
    assert found == {name: [] for name in found}


@pytest.mark.nightly
def test_every_kind_of_page_of_the_sample_is_sound(ben_tre: Path, open_page: Open) -> None:
    found = faults_in(ben_tre, open_page, dict.fromkeys(("index", "method", "period", "slides"), ()))
    assert len(found) == 6
    assert found == {name: [] for name in found}


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "units", "axe"), [("papi_few", 2, LARGE), ("papi", 63, {})])
def test_every_page_of_63_units_is_sound(
    name: str, units: int, axe: dict[str, tuple[str, ...]], request: pytest.FixtureRequest, open_page: Open
) -> None:
    papi: Built = request.getfixturevalue(name)
    found = faults_in(papi.folder / "reports" / "papi-2016", open_page, axe, every=20)
    assert len(found) == units + 5
    assert found == {name: [] for name in found}


def test_reports_need_no_scripts(sample: Path, open_page: Open) -> None:
    reports = [p for p in sample.rglob("*.html") if p.name not in ("index.html", "slides.html")]
    assert len(reports) == 7
    assert [path.name for path in reports if "<script" in path.read_text("utf-8")] == []
    page = open_page(sample / "units/so-a.html", java_script_enabled=False).page
    assert page.locator("h1").is_visible() and page.locator("table").first.is_visible()
    page.locator(".pr-contents summary").click()
    assert page.locator(".pr-contents a").first.is_visible()
