"""An executed notebook as the parts of a report to be read, on paper or on a page.

In: what the cells of a notebook show (``shown``). Out: parts as plain fields; what came in another
form (Markdown, HTML tables, pictures, plain text) has become parts. No word is ever read as markup.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from parreport.publishing.reading.fragments import read_fragment
from parreport.publishing.reading.markdown import read_markdown
from parreport.publishing.reading.pictures import picture_part, restore_words
from parreport.publishing.reading.shown import HTML, JPEG, MARKDOWN, PART_MIME, PNG, SVG, Shown, read_shown
from parreport.typefaces import replace_missing

BODIES = ("table", "chart")
PAGE_START, PAGE_END, SHEET = "page-start", "page-end", "sheet"

Part = dict[str, Any]


def read_report(notebook: Any, name: str) -> tuple[dict[str, Any], list[Part]]:
    """Return the facts of the document that a notebook shows, and its parts in their order.

    The highest heading has level 1. A paragraph between a heading and a table or chart is sticky.

    Raises
    ------
    RenderingError
        A cell failed, or a picture has no alt text or lies elsewhere.
    """
    facts, found = read_shown(notebook, name)
    return facts, order_parts([part for shown in found for part in read_parts(shown, name)])


def order_parts(parts: list[Part]) -> list[Part]:
    """Return parts of which the highest heading has level 1; what stands between heading and body is sticky."""
    headings = [part for part in parts if part["kind"] == "heading"]
    highest = min((part["level"] for part in headings), default=1)
    for part in headings:
        part["level"] -= highest - 1
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        if (before["kind"], part["kind"]) == ("heading", "text") and after["kind"] in BODIES:
            part["sticky"] = True
    return parts


def read_parts(shown: Shown, name: str) -> Iterator[Part]:
    """Yield the parts that one thing shown is made of.

    Raises
    ------
    RenderingError
        A picture of a Markdown text has no alt text or lies elsewhere.
    """
    if shown.form == PART_MIME:
        yield from open_shown(shown)
    elif shown.form == SVG:
        yield picture_part(shown.content(), SVG, shown.words)
    elif shown.form in (PNG, JPEG):
        yield picture_part(base64.b64decode(shown.content()), shown.form, shown.words)
    elif shown.form == MARKDOWN:
        yield from read_markdown(shown.content(), shown.attachments, name)
    elif shown.form == HTML:
        yield from read_fragment(shown.content())
    else:  # plain text, and LaTeX as it was typed
        yield {"kind": "code", "words": shown.content()}


def open_shown(shown: Shown) -> Iterator[Part]:
    """Yield a part with its picture; a slide becomes a heading and what stands beneath it."""
    part = shown.part
    if part["kind"] == "chart":
        yield _with_picture(part, shown.content(SVG))
    elif part["kind"] == "slide":
        yield {"kind": "heading", "level": 2, "words": part["title"]}
        if part.get("figures"):
            yield {"kind": "figures", "figures": part["figures"]}
        if part.get("lines"):
            yield {"kind": "bullets", "entries": part["lines"], "numbered": part.get("numbered", False)}
        if part.get("chart"):
            yield _with_picture({"kind": "chart", **part["chart"]}, part["chart"]["picture"])
        for words in (*part["say"], *part["ask"]):
            yield {"kind": "text", "style": "note", "words": words}
    else:
        yield open_part(part)


def _with_picture(chart: Part, svg: str) -> Part:
    return {**chart, "picture": restore_words(svg), "format": "svg", "full": True}


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
            yield at, 2 if groups.get(str(at)) == plain_words(row[head]) else 3


def plain_words(cell: Any, mark: str | None = None) -> str:
    """Return the plain words of a cell, with its second line, or of a text.

    ``mark`` stands where a note is; where it is not given, the note itself in brackets.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list):
        return "".join(plain_words(run, mark) for run in cell)
    plain = plain_words(cell.get("of") or cell.get("words", ""), mark)
    if cell.get("kind") == "break":
        return "\n"
    if cell.get("kind") == "note":
        return f" ({plain})" if mark is None else mark
    return f"{plain}\n{cell['second']}" if cell.get("second") else plain


def today() -> str:
    """Return the date of a notebook that names none."""
    return datetime.now(UTC).date().isoformat()


def clean_words(words: Any, write: Callable[[str], str] = replace_missing) -> Any:
    """Return words as a page can hold them, in every field; as print can draw them, if not told.

    Pictures and addresses stay as they are.
    """
    if isinstance(words, str):
        return write(words)
    if isinstance(words, list):
        return [clean_words(one, write) for one in words]
    if isinstance(words, Mapping):
        return {key: one if key in ("picture", "to") else clean_words(one, write) for key, one in words.items()}
    return words
