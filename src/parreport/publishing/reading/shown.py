"""What the cells of an executed notebook show: the one reading that every format begins with.

In: an executed notebook. Out: the facts of its document, and all that is shown, in its order, each
in its richest form. So a page, a PDF, a Word document and a deck hold the same.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parreport.errors import RenderingError
from parreport.language import text
from parreport.publishing.reading.pictures import check_alt

DOCUMENT_MIME = "application/vnd.parreport.document+json"
PART_MIME = "application/vnd.parreport.part+json"
SVG, PNG, JPEG = "image/svg+xml", "image/png", "image/jpeg"
MARKDOWN, HTML, LATEX, PLAIN = "text/markdown", "text/html", "text/latex", "text/plain"
RICHEST_FIRST = (PART_MIME, SVG, MARKDOWN, PNG, JPEG, HTML, LATEX, PLAIN)
REPORT_TAG = "report"
_WORN = re.compile(r' style="[^"]*?--pr:0;?([^"]*)"')  # the looks of a part in a notebook, then its own
_PICTURE = re.compile(r'<img [^>]*src="data:image/svg\+xml;base64,([^"]*)"')


@dataclass(frozen=True)
class Shown:
    """One thing that a cell shows. ``form``: the media type that is read; ``forms``: every one that there is.

    ``facts``: the metadata of each form, by its media type; ``attachments``: the pictures of the cell.
    """

    form: str
    forms: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def part(self) -> dict[str, Any]:
        """The fields of a part; none of what is no part."""
        return dict(self.forms.get(PART_MIME, {}))

    @property
    def words(self) -> Mapping[str, Any]:
        """What is said of a picture: title, alt text, note."""
        return dict(self.facts.get(self.form, {}))

    def content(self, form: str = "") -> str:
        """Return what is shown as text, in the form that is read or another; notebooks may hold lines."""
        found = self.forms.get(form or self.form, "")
        return "".join(found) if isinstance(found, list) else str(found)


def read_shown(notebook: Any, name: str) -> tuple[dict[str, Any], list[Shown]]:
    """Return the facts of the document that a notebook shows, and what its cells show, in their order.

    Shown are the outputs of code cells but for what is printed to streams, and Markdown cells that
    are tagged ``report``.

    Raises
    ------
    RenderingError : a cell failed, or a picture has no alt text.
    """
    facts: dict[str, Any] = {}
    found = []
    for shown in _outputs(notebook, name):
        if DOCUMENT_MIME in shown.forms:
            facts = facts or dict(shown.forms[DOCUMENT_MIME])
        elif shown.form:
            found.append(shown)
    return facts, found


def _outputs(notebook: Any, name: str) -> Iterator[Shown]:
    for cell in notebook.cells:
        attachments = cell.get("attachments", {})
        if cell.cell_type == "markdown" and REPORT_TAG in cell.metadata.get("tags", []):
            yield Shown(MARKDOWN, {MARKDOWN: cell.source}, attachments=attachments)
        for output in cell.get("outputs", []) if cell.cell_type == "code" else []:
            if output.output_type == "error":
                raise RenderingError(name, text("a cell of it failed with {name}", name=output.ename))
            forms, facts = undress(output.get("data", {}), output.get("metadata", {}))
            form = next((form for form in RICHEST_FIRST if form in forms), "")
            shown = Shown(form, forms, facts, attachments)
            if form in (SVG, PNG, JPEG):
                check_alt(shown.words, form, name)
            yield shown


def undress(forms: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return what a part showed as a page takes it: without the looks of the notebook, the picture as SVG."""
    part, worn = forms.get(PART_MIME), forms.get(HTML)
    if not part or worn is None:
        return forms, facts
    html = _WORN.sub(lambda style: f' style="{style[1]}"' if style[1] else "", "".join(worn))
    found = _PICTURE.search(html)
    if not found:
        return {**forms, HTML: html}, facts
    svg = base64.b64decode(found[1]).decode("utf-8")
    if part["kind"] == "slide":
        chart = {**part["chart"], "picture": svg}
        return {**forms, HTML: html, PART_MIME: {**part, "chart": chart}}, facts
    return {**forms, SVG: svg}, {SVG: part, **facts}
