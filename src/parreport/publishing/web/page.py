"""An executed notebook becomes a page: one file, offline, without scripts.

In: an executed notebook whose cells show parts. Out: an HTML page with what the cells show; the
code stays in the notebook, which the page offers for download. Also an exporter for
``jupyter nbconvert --to parreport-html``.
"""

from __future__ import annotations

import re
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from traitlets import List, default

from parreport.errors import NotebookError, RenderingError
from parreport.language import language, text, use_language
from parreport.letters import tidy
from parreport.publishing.fonts import font_faces
from parreport.publishing.running.notebooks import read_notebook
from parreport.publishing.web.figures import free_id, own_ids, show_figure

TEMPLATES = Path(__file__).parents[1] / "templates"
DOCUMENT_MIME = "application/vnd.parreport.document+json"
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
        """Return the page of a notebook, the bytes as the template writes them."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        name = str(resources.get("metadata", {}).get("name") or "notebook")
        resources["page"] = lay_out(nb, name, str(resources.get("home") or ""))
        self.register_filter("highlight_code", escape)  # type: ignore[no-untyped-call]
        # HTMLExporter would send the finished page through an HTML parser; Exporter would copy the
        # notebook, whose cells the page does not read any more. Both are slow.
        bare = type(nb)({**nb, "cells": []})
        page, resources = super(HTMLExporter, self).from_notebook_node(bare, resources, **keywords)
        return tidy(page), resources


def render_html(executed: Path, target: Path, home: str = "", notebook: Any = None) -> None:
    """Render an executed notebook as the page ``target``, complete or not at all.

    ``notebook`` is its content where it has been read already. The page offers ``<stem of
    target>.ipynb`` beside it for download; ``home`` is the address of the page to go back to.

    Raises
    ------
    RenderingError : the notebook failed, cannot be read, or the page cannot be written.
    """
    try:
        notebook = read_notebook(executed) if notebook is None else notebook
    except NotebookError as error:
        raise RenderingError(str(executed), error.reason) from error
    name = target.name.removesuffix(".html")
    for output in _outputs(notebook):
        if output.output_type == "error":
            reason = text("a cell of it failed with {name}", name=output.ename)
            raise RenderingError(str(executed), reason)
    try:
        with _exporting:
            page, _ = _exporter().from_notebook_node(notebook, {"metadata": {"name": name}, "home": home})
        write_page(page, target)
    except OSError as error:
        reason = text("{target} cannot be written ({why})", target=target, why=error.strerror)
        raise RenderingError(str(executed), reason) from error
    except Exception as error:
        raise RenderingError(str(executed), f"{type(error).__name__}: {error}") from error


def write_page(page: str, target: Path) -> None:
    """Write a page, complete or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_text(page, encoding="utf-8", newline="\n")
    part.replace(target)


def lay_out(notebook: Any, name: str, home: str = "") -> Page:
    """Gather what the cells of a notebook show, in their order."""
    facts: dict[str, Any] = {}
    parts: list[str] = []
    seen = {"content", "contents"}
    letters: dict[str, str] = {}
    for output in _outputs(notebook):
        data = output.get("data", {})
        if DOCUMENT_MIME in data:
            facts = facts or dict(data[DOCUMENT_MIME])
        else:
            parts.extend(_show(output, data, seen, f"f{len(parts) + 1}", letters))
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
def house_style() -> str:
    """Return the style of every page, fonts included."""
    css = (TEMPLATES / "parreport" / "style.css").read_text(encoding="utf-8")
    return f"{font_faces()}\n{css}"


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
            "downloads": text("Reports and data"),
            "filter": text("Search and choose"),
            "search": text("Search by name"),
            "group": text("Group"),
            "all": text("All"),
            "reset": text("Clear"),
            "count": text("Shown: {n}"),
            "none": text("Nothing found. Try another spelling, or clear the choice."),
        }


_exporting = threading.Lock()


@cache
def _exporter() -> ReportHTMLExporter:
    """Return the one exporter of this process: making it costs more than a page."""
    return ReportHTMLExporter()  # type: ignore[no-untyped-call]


def _outputs(notebook: Any) -> Iterator[Any]:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield from cell.get("outputs", [])


def _show(output: Any, data: Any, seen: set[str], prefix: str, letters: dict[str, str]) -> Iterator[str]:
    """Yield one output as HTML; streams and plain text are for readers of the notebook."""
    facts = output.get("metadata", {})
    if "image/svg+xml" in data:
        words = facts.get("image/svg+xml", {})
        anchor = free_id(str(words.get("id") or "figure"), seen)
        yield show_figure(_joined(data["image/svg+xml"]), words, anchor, prefix, letters)
    elif "text/html" in data:
        yield own_ids(_joined(data["text/html"]), seen)
    elif "image/png" in data:
        alt = escape(str(facts.get("image/png", {}).get("alt", "")))
        picture = _joined(data["image/png"]).replace("\n", "")
        yield (f'<figure class="pr-chart"><img alt="{alt}" src="data:image/png;base64,{picture}"></figure>')


def _joined(words: Any) -> str:
    return "".join(words) if isinstance(words, list) else str(words)
