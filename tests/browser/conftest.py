"""A headless Chromium of the machine, driven by Playwright, which never downloads a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., "Seen"]


@dataclass
class Seen:
    """An open page, what its console said, and what it asked for beyond its own file."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def axe(self) -> list[str]:
        """Return the violations that axe-core finds, each with the first places."""
        # From the driver's own context: the policy of the page allows no script from elsewhere.
        self.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
            for one in found["violations"]
        ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright (extra test)")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("needs the program chromium (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
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
        seen.page.on("console", lambda words: seen.said.append(words.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("request", lambda asked: seen.asked.append(asked.url))
        seen.page.goto(path.resolve().as_uri())
        own = path.resolve().as_uri()
        seen.asked = [one for one in seen.asked if one != own and not one.startswith("data:")]
        return seen

    yield start
    for context in contexts:
        context.close()
