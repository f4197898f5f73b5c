"""An executed notebook as the data of a printed report.

In: what the cells of a notebook show: parts as plain fields, or ordinary outputs (Markdown, HTML
tables, pictures, plain text). Out: one dictionary of words and figures, which the fixed sheet
``report.typ`` sets; no word of it is ever read as markup.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from parreport.errors import RenderingError
from parreport.language import text
from parreport.letters import compose
from parreport.publishing.reading.fragments import read_fragment
from parreport.publishing.reading.markdown import read_markdown
from parreport.publishing.reading.pictures import picture_part, restore_words
from parreport.publishing.web.page import DOCUMENT_MIME
from parreport.typefaces import replace_missing

PART_MIME = "application/vnd.parreport.part+json"
REPORT_TAG = "report"
BODIES = ("table", "chart")
PAGE_END, SHEET = "page-end", "sheet"
FORMULA = ("sign", "open", "close")

Part = dict[str, Any]


def read_report(notebook: Any, name: str) -> tuple[dict[str, Any], list[Part]]:
    """Return the facts of the document that a notebook shows, and its parts in their order.

    The highest heading has level 1. A paragraph between a heading and a table or chart is sticky.

    Raises
    ------
    RenderingError
        A cell failed, or a picture has no alt text.
    """
    facts: dict[str, Any] = {}
    parts: list[Part] = []
    for bundle, metadata, source in _shown(notebook, name):
        if DOCUMENT_MIME in bundle:
            facts = facts or dict(bundle[DOCUMENT_MIME])
        else:
            parts.extend(_read(bundle, metadata, source, name))
    level = min((one["level"] for one in _headings(parts)), default=1)
    for one in _headings(parts):
        one["level"] -= level - 1
    for before, one, after in zip(parts, parts[1:], parts[2:], strict=False):
        if (before["kind"], one["kind"]) == ("heading", "text") and after["kind"] in BODIES:
            one["sticky"] = True
    return facts, parts


def today() -> str:
    """Return the date of a notebook that names none."""
    return datetime.now(UTC).date().isoformat()


def clean_words(words: Any, write: Callable[[str], str] = replace_missing) -> Any:
    """Return words as a page can hold them, in every field; as print can draw them, if not told.

    Pictures and addresses stay as they are. The signs of a formula have a typeface of their own.
    """
    if isinstance(words, str):
        return write(words)
    if isinstance(words, list):
        return [clean_words(one, write) for one in words]
    if isinstance(words, Mapping):
        return {
            key: one if key in ("picture", "to") else clean_words(one, compose if key in FORMULA else write)
            for key, one in words.items()
        }
    return words


def _headings(parts: list[Part]) -> list[Part]:
    return [one for one in parts if one["kind"] == "heading"]


def _shown(notebook: Any, name: str) -> Iterator[tuple[Any, Any, Any]]:
    """Yield what cells show, each with its metadata and the cell."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and REPORT_TAG in cell.metadata.get("tags", []):
            yield {"text/markdown": cell.source}, {}, cell
        elif cell.cell_type == "code":
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    reason = text("a cell of it failed with {name}", name=output.ename)
                    raise RenderingError(name, reason)
                yield output.get("data", {}), output.get("metadata", {}), cell


def _read(data: Any, metadata: Any, cell: Any, name: str) -> Iterator[Part]:
    """Yield the parts of one output, from the richest form that can be printed."""
    part = data.get(PART_MIME)
    if part is not None and part.get("kind") == "chart":
        picture = restore_words(_joined(data["image/svg+xml"]))
        yield {**part, "picture": picture, "format": "svg", "full": True}
    elif part is not None:
        yield open_part(dict(part))
    elif "image/svg+xml" in data:
        words = metadata.get("image/svg+xml", {})
        yield picture_part(_joined(data["image/svg+xml"]), "svg", words, name)
    elif "text/markdown" in data:
        pictures = {key: dict(one) for key, one in cell.get("attachments", {}).items()}
        yield from read_markdown(_joined(data["text/markdown"]), pictures, name)
    elif "image/png" in data or "image/jpeg" in data:
        form = "png" if "image/png" in data else "jpeg"
        words = metadata.get(f"image/{form}", {})
        yield picture_part(base64.b64decode(_joined(data[f"image/{form}"])), form, words, name)
    elif "text/html" in data:
        yield from read_fragment(_joined(data["text/html"]), name)
    elif "text/latex" in data:
        yield from read_markdown(_joined(data["text/latex"]), {}, name)
    elif "text/plain" in data:
        yield {"kind": "code", "words": _joined(data["text/plain"])}


def _joined(words: Any) -> str:
    return "".join(words) if isinstance(words, list) else str(words)


def open_part(part: Part) -> Part:
    """Return a part in the form that the sheet knows: tables with heads as rows."""
    if part["kind"] != "table":
        return part
    heads = [column["name"] for column in part["columns"]]
    columns = [dict(column) for column in part["columns"]]
    titles = {}
    if part.get("style") == "wide":
        titles = {str(at): level for at, level in _find_titles(part)}
    return {"groups": {}, **part, "columns": columns, "heads": [heads], "titles": titles}


def _find_titles(part: Part) -> Iterator[tuple[int, int]]:
    """Yield the rows of a score sheet that head the rows beneath them, with their level.

    A row in strong type heads what follows; one that repeats the words of its group stands for it.
    """
    head, groups = part.get("head_column", 0), part.get("groups", {})
    strong = [isinstance(row[head], dict) and row[head].get("tone") == "strong" for row in part["rows"]]
    for at, row in enumerate(part["rows"]):
        if strong[at] and at + 1 < len(strong):
            yield at, 2 if groups.get(str(at)) == _words(row[head]) else 3


def _words(cell: Any) -> str:
    """Return the plain words of a cell, with its second line."""
    if isinstance(cell, str):
        return cell
    words = cell.get("words", "")
    plain = words if isinstance(words, str) else "".join(_run_words(one) for one in words)
    return f"{plain}\n{cell['second']}" if cell.get("second") else plain


def _run_words(run: Any) -> str:
    if isinstance(run, str):
        return run
    if run["kind"] == "note":
        return "00"
    if "words" in run and "of" not in run:
        return str(run["words"])
    return "".join(_run_words(one) for one in run.get("of", ()) if isinstance(one, str | dict))


_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")


def _column(rows: list[Any], at: int, spanned: bool) -> Iterator[Any]:
    """Yield the cells of a column; those that span several columns count for none."""
    for row in rows:
        if not spanned:
            yield row[at]
            continue
        place = 0
        for cell in row:
            own = cell if isinstance(cell, dict) else {}
            place = own.get("place", place)
            if place == at and own.get("across", 1) == 1:
                yield cell
            place += own.get("across", 1)
