"""An executed notebook becomes a PDF: one that screen readers and archives accept.

In: an executed notebook whose cells show parts or ordinary outputs. Out: PDF/A-2a and PDF/UA-1,
set by Typst without any other program, the same bytes for the same report. Also two exporters:
``jupyter nbconvert --to parreport-pdf`` and ``--to parreport-typst`` (the text that Typst sets).
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from traitlets import List, Unicode

from parreport.errors import RenderingError
from parreport.language import text
from parreport.publishing.exporters import ReportExporter
from parreport.publishing.fonts import font_folder
from parreport.publishing.paper.typesetting import typeset, typeset_parts
from parreport.publishing.reading.parts import open_part, order_parts
from parreport.publishing.web.page import TEMPLATES

STANDARDS = ("a-2a", "ua-1")
SHEET = TEMPLATES / "parreport" / "report.typ"

_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def make_pdf(notebook: Any, name: str, home: str = "") -> bytes:
    """Return the PDF of an executed notebook; paper has no way back to a ``home``.

    Raises
    ------
    RenderingError : a cell failed, a picture has no alt text, or Typst refuses what it shows.
    """
    sheet = typeset(notebook, name)
    return compile_pdf(write_typst(sheet), sheet["date"])


def make_pdf_of_parts(document: Mapping[str, Any], parts: list[dict[str, Any]], name: str) -> bytes:
    """Return the PDF of parts that no notebook shows, given as plain fields, under the facts of a document.

    Raises
    ------
    RenderingError : Typst refuses what they show.
    """
    sheet = typeset_parts(document, order_parts([open_part(dict(part)) for part in parts]), name)
    return compile_pdf(write_typst(sheet), sheet["date"])


def write_typst(sheet: dict[str, Any], template: Path = SHEET) -> str:
    """Return a report as the text that Typst sets: its data as one string, then the sheet."""
    data = json.dumps(sheet, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return f'#let report = json(bytes("{data}"))\n{template.read_text(encoding="utf-8")}'


def compile_pdf(typst: str, date: str, standards: tuple[str, ...] = STANDARDS) -> bytes:
    """Return the PDF of a report; ``date`` is the only date in it.

    Raises
    ------
    RenderingError : Typst refuses the text, or warns.
    """
    from typst import TypstError

    day = datetime.fromisoformat(date).replace(tzinfo=UTC)
    try:
        with _compiler() as compiler:
            data, warnings = compiler.compile_with_warnings(
                typst.encode("utf-8"), format="pdf", pdf_standards=list(standards), timestamp=int(day.timestamp())
            )
    except TypstError as error:
        raise RenderingError("report.typ", describe_refusal(error)) from error
    if warnings:
        raise RenderingError("report.typ", "; ".join(describe_refusal(one) for one in warnings))
    return pack(bytes(data))


def pack(data: bytes) -> bytes:
    """Return a PDF with its small objects in compressed streams: a third of the size, as PDF/A-2 allows.

    Typst writes each tag of a table's cell by itself, uncompressed; the pages stay as they are.
    """
    from pikepdf import ObjectStreamMode, Pdf

    packed = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            packed, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True, fix_metadata_version=False
        )
    return packed.getvalue()


def rasterize(pictures: list[str], pixels_per_inch: int) -> list[bytes]:
    """Return SVG pictures as PNG, in their order, drawn with the typefaces of print.

    Raises
    ------
    RenderingError : Typst refuses one.
    """
    from typst import TypstError

    if not pictures:
        return []
    data = json.dumps(pictures, ensure_ascii=False).translate(_ESCAPED)
    sheet = (
        f'#let pictures = json(bytes("{data}"))\n'
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#for one in pictures { page(image(bytes(one), format: "svg")) }'
    )
    try:
        with _compiler() as compiler:
            drawn = compiler.compile(sheet.encode("utf-8"), format="png", ppi=pixels_per_inch)
    except TypstError as error:
        raise RenderingError("report.typ", describe_refusal(error)) from error
    return [bytes(one) for one in drawn] if isinstance(drawn, list) else [bytes(drawn)]


def describe_refusal(refusal: Any) -> str:
    """Return what Typst refuses or warns of, in words."""
    hints = [str(one) for one in getattr(refusal, "hints", ())]
    words = "; ".join([str(refusal.message), *hints])
    return text("the typesetter refuses it: {words}", words=words)


_idle: SimpleQueue[Any] = SimpleQueue()
_making = threading.Lock()


@contextmanager
def _compiler() -> Iterator[Any]:
    """Lend a compiler, one to each thread at a time; a new one where all are lent."""
    from typst import Compiler

    try:
        compiler = _idle.get_nowait()
    except Empty:
        with _making:
            root = font_folder().name
            compiler = Compiler(root=root, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        yield compiler
    finally:
        _idle.put(compiler)


@cache
def _fonts() -> Any:
    """Return the fonts of all compilers: reading them costs more than a report."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder().name])


class ReportTypstExporter(ReportExporter):
    """Notebooks as the text that Typst sets; only what cells show is printed."""

    export_from_notebook = "PAR report (Typst)"
    output_mimetype = "text/plain"
    ending = ".typ"
    template_file = Unicode(str(SHEET), help="The sheet that sets the data `report`.").tag(config=True)

    def write(self, notebook: Any, name: str) -> str | bytes:
        """Return the text of a notebook."""
        sheet = typeset(notebook, name)
        return self.finish(write_typst(sheet, Path(self.template_file)), sheet)

    def finish(self, typst: str, sheet: dict[str, Any]) -> str | bytes:
        """Return what the exporter writes."""
        return typst


class ReportPDFExporter(ReportTypstExporter):
    """Notebooks as PDF in the house style."""

    export_from_notebook = "PAR report (PDF)"
    output_mimetype = "application/pdf"
    ending = ".pdf"
    standards = List(Unicode(), list(STANDARDS), help="The PDF standards to keep; none to allow all.").tag(config=True)

    def finish(self, typst: str, sheet: dict[str, Any]) -> str | bytes:
        """Return the PDF."""
        return compile_pdf(typst, sheet["date"], tuple(self.standards))
