"""Parts as HTML: what a notebook shows in another form than HTML, as a piece of a page.

In: parts that were read from Markdown, plain text or pictures. Out: HTML in which every word is
escaped. The looks are those of ``style.css``; what no report of the house has is styled here.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable
from html import escape
from typing import Any

from parreport.publishing.reading.parts import Part, plain_words
from parreport.publishing.web.figures import frame_picture, free_id

RUNS = {"strong": "strong", "emphasis": "em", "strike": "s", "raised": "sup", "lowered": "sub"}
MEDIA = {"svg": "svg+xml", "png": "png", "jpg": "jpeg"}
SLANTED = ' style="font-synthesis:style"'  # the page has no slanted letters of its own
FIRST_LEVEL = 2  # the title of the page is the first
CODE = "white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem;background:var(--pale);padding:.65rem 1rem"
QUOTE = "margin:0 0 1rem;padding-left:1rem;border-left:2px solid var(--light)"


class PartWriter:
    """Writes parts for one page: ``ids`` are those that stand in it already; ``highest`` its highest heading."""

    def __init__(self, ids: set[str], highest: int) -> None:
        self.ids, self.highest = ids, highest
        self.notes_n = 0
        self.notes: list[str] = []

    def write(self, parts: Iterable[Part]) -> str:
        """Return parts in their order, and beneath them their notes.

        Raises
        ------
        ValueError : a part of a kind that is never read from such forms.
        """
        self.notes = []
        written = self.blocks(parts)
        return written + "".join(self.notes)

    def blocks(self, parts: Iterable[Part]) -> str:
        return "".join(self.block(part) for part in parts)

    def block(self, part: Part) -> str:
        kind = part["kind"]
        if kind == "heading":
            level = min(part["level"] - self.highest + FIRST_LEVEL, 6)
            anchor = free_id(make_anchor(plain_words(part["words"], "")), self.ids)
            return f'<h{level} id="{anchor}">{self.runs(part["words"])}</h{level}>'
        if kind == "text":
            return f'<p class="pr-body">{self.runs(part["words"])}</p>'
        if kind == "bullets":
            return self.bullets(part)
        if kind == "code":
            return f'<pre style="{CODE}">{escape(part["words"])}</pre>'
        if kind == "quote":
            return f'<blockquote style="{QUOTE}">{self.blocks(part["of"])}</blockquote>'
        if kind == "rule":
            return "<hr>"
        if kind == "table":
            return self.table(part)
        if kind == "chart":
            return picture(part)
        raise ValueError(kind)

    def runs(self, words: Any) -> str:
        """Return words with emphasis, code, links and marks of notes."""
        if isinstance(words, str):
            return escape(words)
        return "".join(self.run(one) for one in words)

    def run(self, run: Any) -> str:
        if isinstance(run, str):
            return escape(run)
        kind = run["kind"]
        if kind == "break":
            return "<br>"
        if kind == "code":
            return f"<code>{escape(run['words'])}</code>"
        if kind == "link":
            return f'<a href="{escape(run["to"])}">{self.runs(run["of"])}</a>'
        if kind == "note":
            return self.note(run)
        look = SLANTED if kind == "emphasis" else ""
        return f"<{RUNS[kind]}{look}>{self.runs(run['of'])}</{RUNS[kind]}>"

    def note(self, run: Part) -> str:
        """Return the mark of a note, and keep the note; mark and note lead to each other."""
        self.notes_n += 1
        number = self.notes_n
        mark, anchor = free_id(f"note-mark-{number}", self.ids), free_id(f"note-{number}", self.ids)
        inner = self.runs(run["words"]) if "words" in run else self.blocks(run["of"])
        self.notes.append(f'<div class="pr-note" id="{anchor}"><a href="#{mark}">{number}</a> {inner}</div>')
        return f'<sup><a id="{mark}" href="#{anchor}">{number}</a></sup>'

    def bullets(self, part: Part) -> str:
        tag = "ol" if part.get("numbered") else "ul"
        start = f' start="{part["start"]}"' if part.get("start", 1) != 1 else ""
        rows = "".join(f"<li>{self.entry(entry)}</li>" for entry in part["entries"])
        return f'<{tag} class="pr-list"{start}>{rows}</{tag}>'

    def entry(self, entry: Any) -> str:
        if isinstance(entry, str):
            return escape(entry)
        if entry and entry[0]["kind"] == "text":
            return self.runs(entry[0]["words"]) + self.blocks(entry[1:])
        return self.blocks(entry)

    def table(self, part: Part) -> str:
        kinds = [column["kind"] for column in part["columns"]]
        heads = "".join(f"<tr>{self.cells(row, kinds, 'th')}</tr>" for row in part["heads"])
        rows = "".join(f"<tr>{self.cells(row, kinds, 'td')}</tr>" for row in part["rows"])
        label = part.get("caption") or ", ".join(plain_words(cell, "") for row in part["heads"] for cell in row)
        caption = f"<caption>{escape(part['caption'])}</caption>" if part.get("caption") else ""
        return (
            f'<div class="pr-table pr-table-plain" tabindex="0" role="region" aria-label="{escape(label)}">'
            f"<table>{caption}<thead>{heads}</thead><tbody>{rows}</tbody></table></div>"
        )

    def cells(self, row: list[Part], kinds: list[str], tag: str) -> str:
        written = ""
        for at, cell in enumerate(row):
            spans = "".join(
                f' {name}="{cell[key]}"'
                for key, name in (("across", "colspan"), ("down", "rowspan"))
                if cell.get(key, 1) > 1
            )
            scope = ' scope="col"' if tag == "th" else ""
            kind = kinds[cell.get("place", at)]
            written += f'<{tag}{scope} class="pr-{kind}"{spans}>{self.runs(cell["words"])}</{tag}>'
        return written


def picture_address(part: Part) -> str:
    """Return a picture as an address that holds it whole."""
    data = part["picture"]
    data = data.encode() if isinstance(data, str) else bytes(data)
    return f"data:image/{MEDIA[part['format']]};base64,{base64.b64encode(data).decode('ascii')}"


def picture(part: Part) -> str:
    """Return a picture with its words around it, no larger than it is."""
    size = f' style="width:{part["points"]:g}pt;max-width:100%"' if "points" in part else ""
    return frame_picture(f'<img alt="{escape(part["alt"])}" src="{picture_address(part)}"{size}>', part)


def make_anchor(words: str) -> str:
    """Return an id from words: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:60] or "part"
