"""Executed notebooks made pages by stock nbconvert, without a template of ours, read offline and without scripts.

``--to slides`` asks the network for reveal.js when it is presented; here its page is read as it is.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.test_jupyterlab_in_browser import SEEN

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

NOTEBOOKS = {"slides": "slides.ipynb", "province": "province.ipynb"}
AT_NIGHT = [
    pytest.param(name, form, marks=pytest.mark.nightly) for name, form in (("slides", "html"), ("province", "slides"))
]
MADE = [("slides", "slides"), ("province", "html"), *AT_NIGHT]
Stock = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def stock(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The page that ``jupyter nbconvert`` makes from a notebook of a build, by notebook and format."""
    folder = tmp_path_factory.mktemp("stock")

    @cache
    def make(name: str, form: str) -> Path:
        path = sample / NOTEBOOKS[name]
        words = [sys.executable, "-m", "nbconvert", "--to", form, "--output-dir", str(folder / form), str(path)]
        subprocess.run(words, check=True, capture_output=True)
        return folder / form / (path.stem + (".slides.html" if form == "slides" else ".html"))

    return make


def look(stock: Stock, name: str, form: str, open_page: Open) -> Any:
    return open_page(stock(name, form), java_script_enabled=False, offline=True).page


@pytest.mark.parametrize(("name", "form"), MADE)
def test_words_are_not_glued_and_tables_have_columns(name: str, form: str, stock: Stock, open_page: Open) -> None:
    found = look(stock, name, form, open_page).evaluate(SEEN)
    assert set(found["labels"]) == {"SỐ LIỆU MINH HOẠ"}
    for one in found["figures"]:
        assert one["words"].startswith(f"{one['label']} ") and one["under"][3] <= one["value"][1] + 1
    for one in found["tables"]:
        assert abs(one["captioned"][0] - one["box"][0]) < 12, one["caption"]
        for at in range(max(map(len, one["numbers"]))):
            for key in ("numbers", "names"):
                gaps = [row[at] for row in one[key] if at < len(row) and row[at] is not None]
                assert not gaps or max(gaps) - min(gaps) < 1.5, (one["caption"], at)
    assert bool(found["tables"]) == bool(found["figures"]) == (name == "province")


@pytest.mark.parametrize(("name", "form"), MADE)
def test_every_picture_is_there_with_its_words(name: str, form: str, stock: Stock, open_page: Open) -> None:
    pictures = look(stock, name, form, open_page).evaluate(SEEN)["pictures"]
    assert len(pictures) >= 3
    for one in pictures:
        assert one["whole"] and one["alt"] and one["title"].strip()
        assert 500 < one["box"][2] - one["box"][0] <= 1280


@pytest.mark.parametrize("form", ["slides", pytest.param("html", marks=pytest.mark.nightly)])
def test_a_deck_has_each_title_once_with_its_picture_and_its_notes(form: str, stock: Stock, open_page: Open) -> None:
    page = look(stock, "slides", form, open_page)
    titles = page.evaluate(SEEN)["titles"]
    assert len(titles) == len(set(titles)) > 8
    tops = page.evaluate(
        """() => [...document.querySelectorAll(".jp-OutputArea-output figure")].map((one) => {
          const head = one.parentElement.querySelector("h1, h2").getBoundingClientRect();
          return [head.top, head.bottom, one.getBoundingClientRect().top,
            one.parentElement.querySelector("details").getBoundingClientRect().top];
        })"""
    )
    assert len(tops) == len(titles)
    assert all(a <= b for one in tops for a, b in pairwise(one))
    notes = page.locator("details").first
    assert notes.evaluate("one => one.querySelectorAll('p').length") >= 2
