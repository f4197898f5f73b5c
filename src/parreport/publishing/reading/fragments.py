"""HTML in print: what ordinary cells show as HTML, as parts of a report.

In: a fragment of HTML, above all the table that pandas writes. Out: parts: tables with their
heads, paragraphs, headings, lists, preformatted text. Scripts, styles and all looks are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Part = dict[str, Any]

LEFT_OUT = {"script", "style", "template", "noscript", "head", "svg", "button", "iframe", "object"}
WRAPPED = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
    "s": "strike",
    "del": "strike",
    "sup": "raised",
    "sub": "lowered",
}
OWN = {"table", "ul", "ol", "pre", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}  # blocks of a kind of part
BLOCKS = OWN | set("p div section article header footer figure figcaption body html main details summary".split())
LINKS = ("http://", "https://", "mailto:")

_FIGURE = re.compile(r"[+\-−]?[\d.,\s\u00a0\u202f]*\d[\d.,]*(?:e[+-]?\d+)?\s?%?", re.I)
_BLANK = {"", "–", "-", "nan", "NaN", "None", "<NA>", "NaT"}
_SPACES = re.compile(r"[ \t\n\r\f]+")


def read_fragment(html: str) -> Iterator[Part]:
    """Yield the parts of a fragment of HTML."""
    from bs4 import BeautifulSoup

    yield from _Reader().read(BeautifulSoup(html, "html.parser"))


class _Reader:
    """Turns elements into parts."""

    def read(self, element: Any) -> Iterator[Part]:
        line: list[Any] = []
        for child in element.children:
            if self.is_block(child):
                yield from self.paragraph(line)
                line = []
                yield from self.block(child)
            else:
                line.extend(self.runs(child))
        yield from self.paragraph(line)

    def is_block(self, node: Any) -> bool:
        return node.name is not None and (node.name in BLOCKS or bool(node.find(list(OWN))))

    def block(self, node: Any) -> Iterator[Part]:
        kind = node.name
        if kind in LEFT_OUT:
            return
        if kind == "table":
            yield from self.table(node)
        elif kind in ("ul", "ol"):
            entries = [list(self.read(one)) for one in node.find_all("li", recursive=False)]
            yield {"kind": "bullets", "entries": entries, "numbered": kind == "ol"}
        elif kind == "pre":
            yield {"kind": "code", "words": node.get_text().strip("\n")}
        elif kind == "blockquote":
            yield {"kind": "quote", "of": list(self.read(node))}
        elif kind == "hr":
            yield {"kind": "rule"}
        elif re.fullmatch("h[1-6]", kind):
            yield {"kind": "heading", "level": int(kind[1]), "words": self.line(node)}
        else:
            yield from self.read(node)

    def paragraph(self, runs: list[Any]) -> Iterator[Part]:
        words = _trim(runs)
        if words:
            yield {"kind": "text", "style": "body", "words": words}

    def line(self, node: Any) -> list[Any]:
        return _trim([run for child in node.children for run in self.runs(child)])

    def runs(self, node: Any) -> list[Any]:
        from bs4.element import NavigableString, PreformattedString

        if isinstance(node, PreformattedString):
            return []
        if isinstance(node, NavigableString):
            return [_SPACES.sub(" ", str(node))]
        if node.name in LEFT_OUT:
            return []
        if node.name == "br":
            return [{"kind": "break"}]
        if node.name == "code":
            return [{"kind": "code", "words": node.get_text()}]
        inner = [run for child in node.children for run in self.runs(child)]
        if node.name in WRAPPED:
            return [{"kind": WRAPPED[node.name], "of": inner}]
        to = str(node.get("href") or "")
        if node.name == "a" and to.startswith(LINKS):
            return [{"kind": "link", "to": to, "of": inner}]
        if node.name == "img" and node.get("alt"):
            return [str(node["alt"])]
        return inner

    def table(self, table: Any) -> Iterator[Part]:
        """Yield a table; rows of the head, or first rows that hold heads only, are its heads."""
        grid, heads_n = _Grid(), 0
        for row in table.find_all("tr"):
            if row.find_parent("table") is not table:
                continue
            cells = row.find_all(["td", "th"], recursive=False)
            in_head = row.find_parent("thead") is not None
            if in_head or (grid.rows_n == heads_n and cells and all(c.name == "th" for c in cells)):
                heads_n += 1
            grid.add([(self.line(c), _span(c, "colspan"), _span(c, "rowspan")) for c in cells])
        if not grid.width or grid.rows_n == heads_n == 0:
            return
        rows = grid.rows()
        caption = table.find("caption")
        body = rows[heads_n:]
        yield {
            "kind": "table",
            "style": "plain",
            "groups": {},
            "heads": rows[:heads_n],
            "rows": body,
            "caption": caption.get_text(" ", strip=True) if caption else "",
            "columns": [{"kind": _kind(body, at)} for at in range(grid.width)],
        }


class _Grid:
    """The cells of a table in their places, with those that span rows or columns."""

    def __init__(self) -> None:
        self.lines: list[list[dict[str, Any]]] = []
        self.taken: set[tuple[int, int]] = set()
        self.width = 0

    @property
    def rows_n(self) -> int:
        return len(self.lines)

    def add(self, cells: list[tuple[list[Any], int, int]]) -> None:
        row, at = len(self.lines), 0
        line: list[dict[str, Any]] = []
        for words, across, down in cells:
            while (row, at) in self.taken:
                at += 1
            self.taken.update((row + below, at + right) for below in range(down) for right in range(across))
            line.append({"words": words, "place": at, "across": across, "down": down})
            at += across
        self.lines.append(line)
        self.width = max([self.width, *(place + 1 for line_n, place in self.taken)])

    def rows(self) -> list[list[dict[str, Any]]]:
        """Return the rows, every place filled, spans only where there are any."""
        filled = []
        for number, line in enumerate(self.lines):
            cells = []
            for cell in line:
                down = min(cell["down"], len(self.lines) - number)
                plain = {"words": cell["words"]}
                if cell["across"] > 1 or down > 1:
                    plain.update({"across": cell["across"], "down": down})
                cells.append((cell["place"], plain))
            here = {(number, place) for place in range(self.width)}
            cells += [(place, {"words": ""}) for _, place in here - self.taken]
            cells.sort(key=lambda one: one[0])
            uneven = [place for place, _ in cells] != list(range(self.width))
            filled.append([{**cell, "place": place} if uneven else cell for place, cell in cells])
        return filled


def _span(cell: Any, side: str) -> int:
    words = str(cell.get(side, "1"))
    return min(int(words), 100) if words.isdigit() and int(words) > 0 else 1


def _kind(rows: list[list[dict[str, Any]]], at: int) -> str:
    """Return whether a column holds figures."""
    own = [cell for row in rows for place, cell in enumerate(row) if cell.get("place", place) == at]
    words = ["".join(run for run in cell["words"] if isinstance(run, str)).strip() for cell in own]
    figures = [one for one in words if _FIGURE.fullmatch(one)]
    blank = [one for one in words if one in _BLANK]
    return "number" if figures and len(figures) + len(blank) == len(words) else "text"


def _trim(runs: list[Any]) -> list[Any]:
    """Return runs without spaces at either end; nothing where there is nothing to read."""
    words = list(runs)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while words and isinstance(words[end], str) and not words[end].strip():
            words.pop(end)
        if words and isinstance(words[end], str):
            words[end] = strip(words[end])
    return words
