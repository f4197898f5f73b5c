"""A headless Chromium of the machine, driven by Playwright, which never downloads a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., "Seen"]

# Within a picture axe-core has nothing to find: to who cannot see it, a picture is its label.
# Contrast costs seconds on a page of ten thousand cells, and cells that look alike read alike:
# one element is looked at for each pair of ink and ground and each kind of letter.
LOOKS = """() => {
  document.querySelectorAll("[data-look]").forEach((one) => one.removeAttribute("data-look"));
  const seen = new Set();
  for (const one of document.body.querySelectorAll(":not(svg *)")) {
    const words = [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    if (!words || !one.checkVisibility()) continue;
    const own = getComputedStyle(one), grounds = [];
    for (let at = one; at; at = at.parentElement) grounds.push(getComputedStyle(at).backgroundColor);
    const look = [own.color, own.fontSize, own.fontWeight, grounds.find((g) => g !== "rgba(0, 0, 0, 0)")];
    if (!seen.has(String(look))) { seen.add(String(look)); one.dataset.look = ""; }
  }
  return seen.size;
}"""
AXE = """async () => {
  const violations = {resultTypes: ["violations"]};
  const rest = await axe.run({include: [["html"]], exclude: [["svg > *"]]},
    {...violations, rules: {"color-contrast": {enabled: false}}});
  const contrast = await axe.run({include: [["[data-look]"]]}, {...violations, runOnly: ["color-contrast"]});
  return [...rest.violations, ...contrast.violations];
}"""


@cache
def axe_core() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@dataclass
class Seen:
    """An open page, what its console said, and what it asked for beyond its own file."""

    page: Any
    own: str = ""
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def go(self, path: Path) -> None:
        """Open another file in the same window."""
        self.own = path.resolve().as_uri()
        self.said, self.asked = [], []
        self.page.goto(self.own)

    def axe(self) -> list[str]:
        """Return the violations that axe-core finds, each with the first places."""
        # From the driver's own context: the policy of the page allows no script from elsewhere.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(axe_core())
        assert self.page.evaluate(LOOKS) > 0
        return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in self.page.evaluate(AXE)]

    def too_wide(self, width: int) -> list[str]:
        """Say so where the page scrolls sideways in a window of a width."""
        self.page.set_viewport_size({"width": width, "height": 900})
        found = self.page.evaluate("document.documentElement.scrollWidth")
        return [] if found <= width else [f"{found} pixels wide in a window of {width}"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright (extra test)")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with playwright.sync_playwright() as driver:
        if chromium is None and not Path(driver.chromium.executable_path).exists():
            pytest.skip("needs the program chromium (apt-get install chromium)")
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Return an opener of files: ``open_page(path, width=1280, **more)`` with more of a context."""
    contexts = []

    def start(path: Path, width: int = 1280, **more: Any) -> Seen:
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        seen = Seen(context.new_page())
        note_words(seen, seen.page)
        context.on("page", lambda opened: note_words(seen, opened))  # windows it opens
        seen.go(path)
        return seen

    def note_words(seen: Seen, page: Any) -> None:
        def note(asked: Any) -> None:
            if asked.url.split("#")[0] != seen.own and not asked.url.startswith("data:"):
                seen.asked.append(asked.url)

        page.on("console", lambda words: seen.said.append(words.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("request", note)

    yield start
    for context in contexts:
        context.close()
