"""An executed notebook becomes a page: one file, offline, without scripts.

In: an executed notebook whose cells show parts. Out: an HTML page with what the cells show; the
code stays in the notebook, which the page offers for download. Also an exporter for
``jupyter nbconvert --to parreport-html``.
"""

from __future__ import annotations

import re
import threading
from base64 import b64encode
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from nbconvert.exporters import HTMLExporter
from traitlets import List, default

from parreport.language import language, text, use_language
from parreport.letters import tidy
from parreport.publishing.exporters import name_of, telling_nbconvert
from parreport.publishing.fonts import font_faces
from parreport.publishing.reading.parts import read_parts
from parreport.publishing.reading.shown import HTML, PART_MIME, SVG, Shown, read_shown
from parreport.publishing.web.figures import free_id, own_ids, show_figure
from parreport.publishing.web.parts import PartWriter

TEMPLATES = Path(__file__).parents[1] / "templates"
CONTENTS_FROM = 5

_HEADING = re.compile(r'<h2\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.S)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Page:
    """All that the template prints: facts of the document, its parts, the words around them."""

    title: str
    language: str
    subtitle: str = ""
    running_head: str = ""
    labels: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    published: str = ""
    parts: tuple[str, ...] = ()
    contents: tuple[tuple[str, str], ...] = ()
    download: str = ""
    home: str = ""
    style: str = ""
    words: dict[str, str] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()

    @property
    def policy(self) -> str:
        """Return the content-security policy: no request, and no script but those of the page."""
        digests = [sha256(script.encode()).digest() for script in self.scripts]
        allowed = " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
        scripts = f"script-src {allowed}; " if allowed else ""
        return (
            f"default-src 'none'; {scripts}img-src data:; font-src data:; "
            "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        )

    @property
    def running_foot(self) -> str:
        """Return what stands at the foot of each printed page, as a CSS string."""
        foot = " · ".join(one for one in (self.title, self.running_head) if one)
        safe = (c if c.isalnum() or c in " ,.·" else f"\\{ord(c):x} " for c in foot)
        return f'"{"".join(safe)}"'


class ReportHTMLExporter(HTMLExporter):
    """Notebooks as pages in the house style; only what cells show is printed."""

    export_from_notebook = "PAR report (HTML)"
    # The page is laid out from the outputs themselves; preprocessors would work on a copy in vain.
    default_preprocessors: Any = List([])

    @default("template_name")
    def _house_template(self) -> str:
        return "parreport"

    @default("extra_template_basedirs")
    def _house_folder(self) -> list[str]:
        return [str(TEMPLATES)]

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any = None, **keywords: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook.

        Raises
        ------
        ConversionException : the notebook cannot be written; the words are those of the error.
        """
        with telling_nbconvert():
            return self.write(nb, resources, **keywords)

    def write(self, nb: Any, resources: Any, **keywords: Any) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook, the bytes as the template writes them."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        resources["page"] = lay_out(nb, name_of(resources), str(resources.get("home") or ""))
        self.register_filter("highlight_code", escape)  # type: ignore[no-untyped-call]
        # HTMLExporter would send the finished page through an HTML parser; Exporter would copy the
        # notebook, whose cells the page does not read any more. Both are slow.
        bare = type(nb)({**nb, "cells": []})
        page, resources = super(HTMLExporter, self).from_notebook_node(bare, resources, **keywords)
        return tidy(page), resources


def make_page(notebook: Any, name: str, home: str = "") -> bytes:
    """Return the page of an executed notebook, which offers ``<name>.ipynb`` beside it for download.

    ``home`` is the address of the page to go back to.

    Raises
    ------
    RenderingError : a cell failed, or a picture has no alt text or lies elsewhere.
    """
    with _exporting:
        page, _ = _exporter().write(notebook, {"metadata": {"name": name}, "home": home})
    return page.encode()


def lay_out(notebook: Any, name: str, home: str = "") -> Page:
    """Gather what the cells of a notebook show, in their order.

    Raises
    ------
    RenderingError : a cell failed, or a picture has no alt text or lies elsewhere.
    """
    facts, found = read_shown(notebook, name)
    ids = {"content", "contents"}
    letters: dict[str, str] = {}
    read = [None if _is_written(shown) else list(read_parts(shown, name)) for shown in found]
    levels = [shown.part.get("level") for shown in found] + [one.get("level") for parts in read for one in parts or ()]
    writer = PartWriter(ids, min((level for level in levels if level), default=1))
    parts = [
        _write(shown, ids, f"f{number}", letters) if of_it is None else writer.write(of_it)
        for number, (shown, of_it) in enumerate(zip(found, read, strict=True), start=1)
    ]
    contents = [(anchor, unescape(_TAG.sub("", words))) for part in parts for anchor, words in _HEADING.findall(part)]
    code = str(facts.get("language") or language())
    return Page(
        title=str(facts.get("title") or name),
        language=code,
        subtitle=str(facts.get("subtitle", "")),
        running_head=str(facts.get("running_head", "")),
        labels=tuple(facts.get("labels", ())),
        footer=tuple(facts.get("footer", ())),
        published=str(facts.get("published", "")),
        parts=tuple(parts),
        contents=tuple(contents) if len(contents) >= CONTENTS_FROM else (),
        download=f"{name}.ipynb",
        home=home,
        style=house_style(),
        words=house_words(code),
    )


@cache
def house_style(sheet: str = "style.css") -> str:
    """Return the style of every page, fonts included, or of one with another sheet."""
    return f"{font_faces()}\n{(TEMPLATES / 'parreport' / sheet).read_text(encoding='utf-8')}"


@cache
def house_template(name: str) -> Template:
    """Return a template of the house that nbconvert does not look for itself."""
    loader = FileSystemLoader(TEMPLATES / "parreport")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(name)


def house_words(code: str) -> dict[str, str]:
    """Return the words that the press itself puts on a page, in a language."""
    with use_language(code):
        return {
            "status": text("Status of this document"),
            "skip": text("Skip to the content"),
            "contents": text("Contents"),
            "download": text("Download the notebook that made this page"),
            "home": text("All reports"),
            "missing": text("Reports that are missing"),
            "downloads": text("Reports"),
            "data": text("Data"),
            "filter": text("Search and choose"),
            "search": text("Search by name"),
            "group": text("Group"),
            "all": text("All"),
            "reset": text("Clear"),
            "count": text("Shown: {n}"),
            "rows": text("Rows at once"),
            "between": text("{first} to {last} of {n}"),
            "before": text("Previous rows"),
            "after": text("Next rows"),
            "none": text("Nothing found. Try another spelling, or clear the choice."),
        }


_exporting = threading.Lock()


@cache
def _exporter() -> ReportHTMLExporter:
    """Return the one exporter of this process: making it costs more than a page."""
    return ReportHTMLExporter()  # type: ignore[no-untyped-call]


def _is_written(shown: Shown) -> bool:
    """Tell whether what is shown is HTML or SVG already, as every part of the house is."""
    return shown.form in (SVG, HTML) or (shown.form == PART_MIME and bool({SVG, HTML} & set(shown.forms)))


def _write(shown: Shown, ids: set[str], prefix: str, letters: dict[str, str]) -> str:
    """Return what is shown as HTML or SVG as a piece of the page; its ids are noted as taken."""
    if SVG not in shown.forms:
        return own_ids(shown.content(HTML), ids)
    words = shown.facts.get(SVG, {})
    return show_figure(shown.content(SVG), words, free_id(str(words.get("id") or "figure"), ids), prefix, letters)
