"""An executed notebook of slides becomes a deck: one offline page, a PDF, a handout.

In: an executed notebook whose cells show slides. Out: ``slides.html`` (its own small script, no
other file), ``slides.pdf`` (16:9) and ``slides-handout.pdf`` (A4, slides with notes), the same
bytes for the same notebook. Also exporters for
``jupyter nbconvert --to parreport-slides``, ``parreport-slides-pdf``, ``parreport-handout``.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import Any

from parreport.letters import tidy
from parreport.publishing.exporters import ReportExporter
from parreport.publishing.paper.pdf import compile_pdf, write_typst
from parreport.publishing.reading.deck import read_deck
from parreport.publishing.reading.parts import clean_words
from parreport.publishing.reading.pictures import restore_words
from parreport.publishing.web.figures import inline_svg
from parreport.publishing.web.page import TEMPLATES, house_style, house_template
from parreport.publishing.web.parts import picture_address

FOLDER = TEMPLATES / "parreport"
SHEET = FOLDER / "slides.typ"


def make_slides(notebook: Any, name: str, home: str = "") -> bytes:
    """Return the page of an executed notebook of slides; ``home`` is the address to go back to.

    Raises
    ------
    RenderingError : a cell failed, or none shows a slide.
    """
    return write_html(read_deck(notebook, name), home).encode()


def make_slides_pdf(notebook: Any, name: str, home: str = "") -> bytes:
    """Return the PDF of an executed notebook of slides; errors as :func:`make_slides`."""
    return write_pdf(read_deck(notebook, name), handout=False)


def make_handout(notebook: Any, name: str, home: str = "") -> bytes:
    """Return the handout of an executed notebook of slides; errors as :func:`make_slides`."""
    return write_pdf(read_deck(notebook, name), handout=True)


def write_pdf(deck: dict[str, Any], handout: bool) -> bytes:
    """Return a deck as PDF, 16:9, or its handout, A4: slides with what to say and ask."""
    slides = []
    for slide in deck["slides"]:
        chart = slide["chart"]
        is_svg = chart and chart.get("format", "svg") == "svg"
        picture = {**chart, "picture": restore_words(chart["picture"])} if is_svg else chart
        slides.append({**slide, "chart": picture})
    words = clean_words({**deck, "slides": slides, "handout": handout})
    return compile_pdf(write_typst(words, SHEET), deck["date"])


def write_html(deck: dict[str, Any], home: str = "") -> str:
    """Return the page of a deck: no file beside it, no script but its own."""
    letters: dict[str, str] = {}
    slides = []
    for number, slide in enumerate(deck["slides"], start=1):
        chart = slide["chart"]
        drawn = _draw(chart, f"s{number}", letters) if chart else ""
        slides.append({**slide, "picture": drawn, "rem": lambda points: f"{points / 9.6:.3f}rem"})
    script = (FOLDER / "slides.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(f"\n{script}\n".encode()).digest()).decode("ascii")
    page: str = house_template("slides.html.j2").render(
        deck=deck,
        slides=slides,
        script=script,
        digest=digest,
        style=house_style("slides.css"),
        home=home,
        words=deck["words"],
        running=deck["running-head"],
    )
    return tidy(page)


def _draw(chart: dict[str, Any], prefix: str, letters: dict[str, str]) -> str:
    """Return the picture of a slide: SVG stands in the page, another as data."""
    if chart.get("format", "svg") == "svg":
        return inline_svg(chart["picture"], prefix, chart["alt"], letters)
    style = "flex:1;min-height:0;object-fit:contain"
    return f'<img alt="{escape(chart["alt"])}" style="{style}" src="{picture_address(chart)}">'


class ReportSlidesExporter(ReportExporter):
    """Notebooks of slides as one offline page."""

    export_from_notebook = "PAR report (slides)"
    output_mimetype = "text/html"
    ending = ".html"

    def write(self, notebook: Any, name: str) -> str:
        """Return the page of a notebook."""
        return write_html(read_deck(notebook, name))


class ReportSlidesPDFExporter(ReportExporter):
    """Notebooks of slides as PDF, 16:9."""

    export_from_notebook = "PAR report (slides, PDF)"
    output_mimetype = "application/pdf"
    ending, make = ".pdf", staticmethod(make_slides_pdf)


class ReportHandoutExporter(ReportExporter):
    """Notebooks of slides as a handout, A4: each slide with what to say and ask."""

    export_from_notebook = "PAR report (handout of slides)"
    output_mimetype = "application/pdf"
    ending, make = ".handout.pdf", staticmethod(make_handout)
