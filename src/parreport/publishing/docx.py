"""An executed notebook becomes a Word document in the form of an official report.

In: an executed notebook, and who issues it. Out: a ``.docx`` ready to be completed and signed, the
same bytes for the same report. It is written as WordprocessingML, without any other program.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from parreport.errors import NotebookError, RenderingError
from parreport.language import text, use_language
from parreport.publishing.notebooks import read_notebook
from parreport.publishing.official import (
    Form,
    end_block,
    footer,
    head_block,
    header,
    section,
    title_block,
)
from parreport.publishing.pdf import rasterize
from parreport.publishing.typesetting import typeset
from parreport.publishing.word_package import Package, pack
from parreport.publishing.word_parts import Body
from parreport.publishing.wordprocessing import paragraph, run

PIXELS_PER_INCH = 220


def render_docx(executed: Path, target: Path, form: Form, notebook: Any = None) -> None:
    """Render an executed notebook as the Word document ``target``, complete or not at all.

    Raises
    ------
    RenderingError : the notebook failed or cannot be read, or the document cannot be written.
    """
    try:
        notebook = read_notebook(executed) if notebook is None else notebook
        data = compose(typeset(notebook, target.name.removesuffix(".docx")), form)
    except (NotebookError, RenderingError) as error:
        raise RenderingError(str(executed), error.reason) from error
    except Exception as error:
        raise RenderingError(str(executed), f"{type(error).__name__}: {error}") from error
    write_docx(data, target)


def write_docx(data: bytes, target: Path) -> None:
    """Write a document, complete or not at all.

    Raises
    ------
    RenderingError : it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        reason = text("{target} cannot be written ({why})", target=target, why=error.strerror)
        raise RenderingError(target.name, reason) from error


def compose(sheet: dict[str, Any], form: Form) -> bytes:
    """Return a report, set as ``typesetting`` gives it, as the bytes of a Word document."""
    with use_language(sheet["language"]):
        pictures = draw_pictures(sheet["parts"])
        body = Body([size for _, _, size in pictures])
        body.add(sheet["parts"])
        labels = " · ".join(sheet["labels"])
        here = body.contents_at
        written = [*body.written[:here], body.contents_field(), *body.written[here:]]
        closing = [paragraph(run(line), "Note") for line in sheet["closing"]]
        words = [
            head_block(form, ""),
            title_block(form, *subject_of(sheet)),
            *written,
            *closing,
            end_block(form),
            paragraph("", "Form"),
            section(first=not body.opened),
        ]
        package = Package(
            body="".join(words),
            edges=edges(form, labels),
            title=sheet["title"],
            subject=sheet["subtitle"] or sheet["running-head"],
            day=sheet["date"],
            language=sheet["language"],
            author=form.body,
            pictures=[(kind, data) for kind, data, _ in pictures],
            links=body.links,
        )
    return pack(package)


def subject_of(sheet: dict[str, Any]) -> tuple[str, str]:
    """Return what a report is about, and what stands beneath: the year's index, then whose."""
    head, title = sheet["running-head"], sheet["title"]
    if not head or head == title:
        return title, sheet["subtitle"]
    beneath = "" if sheet["subtitle"] == head else sheet["subtitle"]
    return f"{head}\n{title}", beneath


def edges(form: Form, labels: str) -> tuple[str, str, str, str]:
    """Return header and footer of all pages, then those of page 1."""
    return (
        header(form, labels, False),
        footer(form, False),
        header(form, labels, True),
        footer(form, True),
    )


def draw_pictures(parts: list[dict[str, Any]]) -> list[tuple[str, bytes, tuple[float, float]]]:
    """Return each picture as PNG or JPEG with its size in points, in the order of the page."""
    from PIL import Image

    charts = [part for part in _flat(parts) if part["kind"] == "chart"]
    vectors = [part["picture"] for part in charts if part["format"] == "svg"]
    drawn = iter(rasterize(vectors, PIXELS_PER_INCH))
    made = []
    for part in charts:
        vector = part["format"] == "svg"
        data = next(drawn) if vector else bytes(part["picture"])
        width, height = Image.open(io.BytesIO(data)).size
        scale = 72 / PIXELS_PER_INCH if vector else part["points"] / width
        made.append(("png" if vector else part["format"], data, (width * scale, height * scale)))
    return made


def _flat(parts: list[dict[str, Any]]) -> Any:
    """Yield parts and those within them, in print order."""
    for part in parts:
        yield from _flat(part.get("before", []))
        yield from _flat(part["parts"] if part["kind"] == "sheet" else [])
        yield part
        yield from _flat(part["of"] if part["kind"] == "quote" else [])
        for entry in part["entries"] if part["kind"] == "bullets" else []:
            yield from _flat(entry if isinstance(entry, list) else [])
