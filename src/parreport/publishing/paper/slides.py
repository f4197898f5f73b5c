"""An executed notebook of slides becomes a deck: one offline page, a PDF, a handout.

In: an executed notebook whose cells show slides. Out: ``slides.html`` (its own small script, no
other file), ``slides.pdf`` (16:9) and ``slides-handout.pdf`` (A4, slides with notes), the same
bytes for the same notebook. Lengths are points on a slide of 960 × 540. Also exporters for
``jupyter nbconvert --to parreport-slides``, ``parreport-slides-pdf``, ``parreport-handout``.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import Exporter
from traitlets import default

from parreport.errors import NotebookError, RenderingError
from parreport.language import language, text, use_language
from parreport.letters import compose, tidy
from parreport.publishing.exporters import ReportExporter
from parreport.publishing.fonts import font_faces, measure
from parreport.publishing.paper.pdf import compile_pdf, write_typst
from parreport.publishing.reading.parts import PART_MIME, clean_words, today
from parreport.publishing.reading.pictures import restore_words
from parreport.publishing.running.notebooks import read_notebook
from parreport.publishing.web.figures import inline_svg
from parreport.publishing.web.page import DOCUMENT_MIME, TEMPLATES, write_page

FOLDER = TEMPLATES / "parreport"
SHEET = FOLDER / "slides.typ"
WIDTH = 864.0
BODY_HEIGHT = 325.0
TITLE_SIZES = (36.0, 33.0, 30.0, 28.0)
BODY_SIZES = (30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0)


def read_deck(notebook: Any, name: str) -> dict[str, Any]:
    """Return the slides of an executed notebook and the facts around them, as plain data.

    Raises
    ------
    RenderingError : a cell failed, or no cell shows a slide.
    """
    facts: dict[str, Any] = {}
    slides: list[dict[str, Any]] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []) if cell.cell_type == "code" else []:
            if output.output_type == "error":
                reason = text("a cell of it failed with {name}", name=output.ename)
                raise RenderingError(name, reason)
            data = output.get("data", {})
            facts = facts or clean_words(dict(data.get(DOCUMENT_MIME, {})), compose)
            part = data.get(PART_MIME, {})
            if part.get("kind") == "slide":
                slide = {"lines": [], "figures": [], "chart": None, **part}
                slides.append(_fit(clean_words(slide, compose)))
    if not slides:
        raise RenderingError(name, text("no cell of it shows a slide"))
    code = str(facts.get("language") or language())
    return {
        "title": str(facts.get("title") or name),
        "running-head": str(facts.get("running_head", "")),
        "labels": list(facts.get("labels", ())),
        "date": str(facts.get("published") or today()),
        "language": code,
        "words": _words(code),
        "slides": slides,
    }


def _words(code: str) -> dict[str, str]:
    with use_language(code):
        return {
            "notes": text("Speaker notes"),
            "ask": text("Ask the room"),
            "next": text("Next slide"),
            "home": text("All reports"),
            "keys": text("Keys: arrows or space, Home, End; N notes, P presenter view, F full screen, H this line"),
        }


def _fit(slide: dict[str, Any]) -> dict[str, Any]:
    """Return a slide with the size of its title and its lines, as large as they fit."""
    width = WIDTH - (40 if slide.get("style") == "title" else 0)
    size = next((s for s in TITLE_SIZES if _lines(slide["title"], s, width) <= 2), TITLE_SIZES[-1])
    count = _lines(slide["title"], size, width)
    room = BODY_HEIGHT + 40 - 1.2 * size * max(0, count - 1)
    body = next((s for s in BODY_SIZES if _height(slide["lines"], s) <= room), BODY_SIZES[-1])
    return {**slide, "title-size": size, "title-width": _balance(slide["title"], size, width, count), "body-size": body}


def _height(lines: list[str], size: float) -> float:
    return sum(_lines(one, size, WIDTH - 1.6 * size) * 1.34 * size + 0.55 * size for one in lines)


def _lines(words: str, size: float, width: float) -> int:
    """Return in how many lines words stand."""
    count, used = 1, 0.0
    for word in words.split():
        wide = measure(word + " ", "Bold") * size
        if used and used + wide > width:
            count, used = count + 1, 0.0
        used += wide
    return count


def _balance(words: str, size: float, width: float, count: int) -> float:
    """Return the least width at which words need no more lines: none is left with one word."""
    narrow = width
    while narrow > 200 and _lines(words, size, narrow - 12) <= count:
        narrow -= 12
    return min(width, narrow + 6)


def render_slides_html(executed: Path, target: Path, home: str = "", notebook: Any = None) -> None:
    """Render an executed notebook of slides as one page, complete or not at all.

    Raises
    ------
    RenderingError : the notebook failed, shows no slide, or the page cannot be written.
    """
    deck = _deck_of(executed, target, notebook)
    try:
        write_page(write_html(deck, home), target)
    except OSError as error:
        reason = text("{target} cannot be written ({why})", target=target, why=error.strerror)
        raise RenderingError(str(executed), reason) from error


def render_slides_pdf(executed: Path, target: Path, notebook: Any = None) -> None:
    """Render an executed notebook of slides as a PDF, and beside it the handout.

    Raises
    ------
    RenderingError : the notebook failed, shows no slide, or a file cannot be set or written.
    """
    deck = _deck_of(executed, target, notebook)
    name = target.name.removesuffix(".pdf")
    for path, handout in ((target, False), (target.with_name(f"{name}-handout.pdf"), True)):
        try:
            data = write_pdf(deck, handout)
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(data)
            part.replace(path)
        except RenderingError as error:
            raise RenderingError(str(executed), error.reason) from error
        except OSError as error:
            reason = text("{target} cannot be written ({why})", target=path, why=error.strerror)
            raise RenderingError(str(executed), reason) from error


def write_pdf(deck: dict[str, Any], handout: bool) -> bytes:
    """Return a deck as PDF, 16:9, or its handout, A4: slides with what to say and ask."""
    slides = []
    for slide in deck["slides"]:
        chart = slide["chart"]
        picture = {**chart, "picture": restore_words(chart["picture"])} if chart else chart
        slides.append({**slide, "chart": picture})
    words = clean_words({**deck, "slides": slides, "handout": handout})
    return compile_pdf(write_typst(words, SHEET), deck["date"])


def _deck_of(executed: Path, target: Path, notebook: Any) -> dict[str, Any]:
    try:
        notebook = read_notebook(executed) if notebook is None else notebook
        return read_deck(notebook, target.stem)
    except NotebookError as error:
        raise RenderingError(str(executed), error.reason) from error


def write_html(deck: dict[str, Any], home: str = "") -> str:
    """Return the page of a deck: no file beside it, no script but its own."""
    letters: dict[str, str] = {}
    slides = []
    for number, slide in enumerate(deck["slides"], start=1):
        chart = slide["chart"]
        svg = inline_svg(chart["picture"], f"s{number}", chart["alt"], letters) if chart else ""
        slides.append({**slide, "svg": svg, "rem": lambda points: f"{points / 9.6:.3f}rem"})
    script = (FOLDER / "slides.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(f"\n{script}\n".encode()).digest()).decode("ascii")
    style = f"{font_faces()}\n{(FOLDER / 'slides.css').read_text(encoding='utf-8')}"
    page: str = _template().render(
        deck=deck,
        slides=slides,
        script=script,
        digest=digest,
        style=style,
        home=home,
        words=deck["words"],
        running=deck["running-head"],
    )
    return tidy(page)


@cache
def _template() -> Any:
    loader = FileSystemLoader(str(FOLDER))
    return Environment(loader=loader, autoescape=True).get_template("slides.html.j2")


class ReportSlidesExporter(Exporter):
    """Notebooks of slides as one offline page."""

    export_from_notebook = "PAR report (slides)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _slides_extension(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any = None, **keywords: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **keywords)
        name = str(resources.get("metadata", {}).get("name") or "notebook")
        return write_html(read_deck(nb, name)), resources


class ReportSlidesPDFExporter(ReportExporter):
    """Notebooks of slides as PDF, 16:9."""

    export_from_notebook = "PAR report (slides, PDF)"
    output_mimetype = "application/pdf"
    handout = False

    @default("file_extension")
    def _pdf_extension(self) -> str:
        return ".handout.pdf" if self.handout else ".pdf"

    def write(self, notebook: Any, name: str) -> bytes:
        """Return the PDF of a notebook."""
        return write_pdf(read_deck(notebook, name), self.handout)


class ReportHandoutExporter(ReportSlidesPDFExporter):
    """Notebooks of slides as a handout, A4: each slide with what to say and ask."""

    export_from_notebook = "PAR report (handout of slides)"
    handout = True
