"""The documentation as a site: ``make docs``. The pages are the Markdown files of the project, as they lie.

PAGES is the whole list: what stands in the margin of each page, and in which order.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer

PROJECT = Path(__file__).resolve().parents[1]
FRONT = "README"  # the page that the site opens on
PAGES = {
    "Start": ["docs/tutorial", "docs/gallery"],
    "Tiếng Việt": ["README.vi", "docs/tutorial.vi", "docs/analysts.vi"],
    "Guides": ["docs/analysts", "docs/reviewers", "docs/trainers", "docs/developers"],
    "Method": [
        "docs/methodology",
        "docs/glossary",
        "data/README",
        "data/tien-giang/README",
        "data/gia-lai/README",
        "reports/README",
    ],
    "House": ["docs/architecture", "docs/press", "CONTRIBUTING", "docs/releasing", "SECURITY", "CHANGELOG"],
    "Reference": ["docs/modules/parreport"],
}

TITLES = {"README.vi": "Giới thiệu", "docs/modules/parreport": "Python"}  # in the margin, where the page has another

project = "parreport"
author = "parreport founders"
copyright = author
version = release = runpy.run_path(str(PROJECT / "src/parreport/version.py"))["__version__"]
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.apidoc"]
root_doc = FRONT
include_patterns = [
    f"{FRONT}.md",
    *(f"{page}.md" for pages in PAGES.values() for page in pages),
    "docs/modules/parreport*.rst",
]

myst_heading_anchors = 5
# A page for each room, from the docstrings; the public names first.
apidoc_modules = [{"path": "../src/parreport", "destination": "docs/modules", "module_first": True}]
autodoc_member_order = "bysource"
napoleon_use_ivar = True  # attributes of a class are its fields: described once
autodoc_typehints = "signature"

html_theme = "furo"
html_title = f"parreport {version}"
html_additional_pages = {"index": "opening.html"}
templates_path = ["site"]
html_copy_source = False


def change_source(app: Any, name: str, source: list[str]) -> None:
    """Give the front page the list of all others, and every page one title, as the margin needs it.

    In the files themselves the list would only be in a reader's way, and parts may be titles.
    """
    prose = re.split(r"(^ *```.*?^ *```)", source[0], flags=re.M | re.S)
    if len(re.findall("^# ", "".join(prose[::2]), re.M)) > 1:
        prose[::2] = [re.sub("^#", "##", words, flags=re.M) for words in prose[::2]]
        source[0] = "".join(prose).replace("##", "#", 1)
    if name == FRONT:
        for caption, pages in PAGES.items():
            lines = [f"{TITLES[page]} <{page}>" if page in TITLES else page for page in pages]
            source[0] += "\n\n" + "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *lines, "```"])


def part_entries(app: Any, what: str, name: str, described: object, options: Any, lines: list[str]) -> None:
    """Put what follows ``name : `` on a line of its own; where it stood it would be read as a type."""
    parted = [re.sub(r"^(\w[\w, ]*) : (?=.)", "\\1\n    ", line) for line in lines]
    lines[:] = "\n".join(parted).split("\n")


FETCHED = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=["']?(?:https?:)?//[^"'> ]*""")


def check_offline(app: Any, error: Exception | None) -> None:
    """Fail where a page would fetch something from elsewhere: the site is read without a network."""
    for path in sorted(Path(app.outdir).rglob("*.html")):
        if error is None and (found := FETCHED.search(path.read_text("utf-8"))):
            raise ValueError(f"{path.name} fetches from elsewhere: {found[0]}")


def setup(app: Any) -> None:
    """Sphinx calls this."""
    app.connect("build-finished", check_offline)
    app.add_lexer("csv", TextLexer)
    app.connect("autodoc-process-docstring", part_entries, priority=400)  # before napoleon
    app.connect("source-read", change_source)
