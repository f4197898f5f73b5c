"""The parts of a report: what a notebook cell shows, each as plain data and as HTML.

In: words and figures that are ready for print. Out: objects that Jupyter displays: as HTML, and as plain fields
(``PART_MIME``) for everything that is no web page. In its HTML every part escapes what it is given, so that nothing
that a unit typed can become markup. A page is made of these parts only; the house template styles them by class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, Literal

from parreport.display.looks import dress
from parreport.language import language
from parreport.letters import make_id

DOCUMENT_MIME = "application/vnd.parreport.document+json"
PART_MIME = "application/vnd.parreport.part+json"
Bundle = tuple[dict[str, Any], dict[str, Any]]


class Part:
    """Anything that a report shows; Jupyter asks it for its HTML and its fields."""

    def fields(self) -> dict[str, Any]:
        """Return the part as plain data, ``kind`` first; blank fields are left out."""
        raise TypeError(f"{type(self).__name__} has no fields")

    def html(self) -> str:
        """Return the part as HTML, everything typed by people escaped."""
        raise TypeError(f"{type(self).__name__} has no HTML")

    def plain(self) -> str:
        """Return the part as plain text, for readers without HTML."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html())).split())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.plain()[:80]!r})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        return {"text/html": dress(self.html()), PART_MIME: self.fields(), "text/plain": self.plain()}, {}


def filled(**fields: Any) -> dict[str, Any]:
    """Return the fields that are not blank."""
    return {name: value for name, value in fields.items() if value not in ("", None, False, [], {})}


@dataclass(frozen=True)
class Document(Part):
    """The head of a report: its title, what it is about, its labels, its last lines.

    ``labels`` (draft, illustrative) show on every page; ``footer`` are the closing lines;
    ``official``: what an official document says of itself (:mod:`parreport.display.documents`);
    ``in_cell``: whether the notebook shows the head too, which a deck says on its first slide.
    """

    title: str
    subtitle: str = ""
    running_head: str = ""
    labels: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    published: str = ""
    official: Mapping[str, Any] | None = None
    in_cell: bool = True

    def fields(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "running_head": self.running_head,
            "labels": list(self.labels),
            "footer": list(self.footer),
            "published": self.published,
            "language": language(),
            **filled(official=dict(self.official or {})),
        }

    def html(self) -> str:
        if not self.in_cell:
            return ""
        labels = "".join(f'<p class="pr-label">{escape(label)}</p>' for label in self.labels)
        subtitle = f'<p class="pr-subtitle">{escape(self.subtitle)}</p>' if self.subtitle else ""
        return f'<header class="pr-document">{labels}<h1>{escape(self.title)}</h1>{subtitle}</header>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        bundle, metadata = super()._repr_mimebundle_()
        return {DOCUMENT_MIME: bundle.pop(PART_MIME), **bundle}, metadata


@dataclass(frozen=True)
class PageEnd(Part):
    """The end of a printed page: all since the last one, the head, or a :class:`PageStart`, stands on one page.

    In print it is set smaller where it would not fit; on a screen nothing shows.
    """

    def fields(self) -> dict[str, Any]:
        return {"kind": "page-end"}

    def html(self) -> str:
        return f'<div class="pr-{self.fields()["kind"]}" aria-hidden="true"></div>'


@dataclass(frozen=True)
class PageStart(PageEnd):
    """The start of what stands on one printed page, up to the next :class:`PageEnd`, wherever it begins."""

    def fields(self) -> dict[str, Any]:
        return {"kind": "page-start"}


@dataclass(frozen=True)
class Heading(Part):
    """A heading of level 2 to 4; ``id`` is the anchor, made from the words where not given.

    An id that begins with ``annex`` makes it the heading of an annex, named behind the colon. ``details``: a Word
    document leaves out what stands under it, and says where it is.
    """

    words: str
    level: int = 2
    id: str = ""
    details: bool = False

    def fields(self) -> dict[str, Any]:
        anchor = self.id or make_id(self.words)
        before, _, name = self.words.partition(": ")
        annex = (name or before) if self.id.startswith("annex") else ""
        facts = {"kind": "heading", "words": self.words, "level": self.level, "id": anchor}
        return {**facts, **filled(annex=annex, details=self.details)}

    def html(self) -> str:
        anchor = self.id or make_id(self.words)
        return f'<h{self.level} id="{escape(anchor)}">{escape(self.words)}</h{self.level}>'


@dataclass(frozen=True)
class Text(Part):
    """One paragraph. ``kind``: body, lead (the sentence that sums up), note, warning."""

    words: str
    kind: Literal["body", "lead", "note", "warning"] = "body"

    def fields(self) -> dict[str, Any]:
        return {"kind": "text", "words": self.words, "style": self.kind}

    def html(self) -> str:
        role = ' role="note"' if self.kind == "warning" else ""
        return f'<p class="pr-{self.kind}"{role}>{escape(self.words)}</p>'


@dataclass(frozen=True)
class Bullets(Part):
    """A list of sentences, numbered or not."""

    entries: tuple[str, ...]
    numbered: bool = False

    def fields(self) -> dict[str, Any]:
        return {"kind": "bullets", "entries": list(self.entries), "numbered": self.numbered}

    def html(self) -> str:
        tag = "ol" if self.numbered else "ul"
        rows = "".join(f"<li>{escape(entry)}</li>" for entry in self.entries)
        return f'<{tag} class="pr-list">{rows}</{tag}>'


@dataclass(frozen=True)
class Figure:
    """One big figure: value as printed, label, one or two lines of remark; good (accent), warm (loss) or plain."""

    value: str
    label: str
    remarks: tuple[str, ...] = ()
    tone: Literal["good", "warm", "plain"] = "plain"


@dataclass(frozen=True)
class KeyFigures(Part):
    """A row of big figures."""

    figures: tuple[Figure, ...]

    def fields(self) -> dict[str, Any]:
        figures = [
            filled(value=figure.value, label=figure.label, remarks=list(figure.remarks), tone=figure.tone)
            for figure in self.figures
        ]
        return {"kind": "figures", "figures": figures}

    def html(self) -> str:
        boxes = []
        for figure in self.figures:
            remarks = "".join(f' <span class="pr-remark">{escape(r)}</span>' for r in figure.remarks)
            value = f'<strong class="pr-value pr-value-{figure.tone}">{escape(figure.value)}</strong>'
            label = f"<dt>{escape(figure.label)}</dt>"
            boxes.append(f'<div class="pr-figure pr-tone-{figure.tone}">{label} <dd>{value}{remarks}</dd></div>')
        return f'<dl class="pr-figures">{" ".join(boxes)}</dl>'


@dataclass(frozen=True)
class Column:
    """One column of a shown table.

    ``kind``: text; number (right-aligned, tabular figures: give every cell of the column the same
    decimals so that the marks stand under each other); center; blank (to be filled in by hand).
    ``detail``: a document on paper may leave it to an annex.
    """

    name: str
    kind: Literal["text", "number", "center", "blank"] = "text"
    width: str = ""
    detail: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: its words, a tone, an optional second small line, an optional background colour."""

    words: str
    tone: Literal["plain", "good", "warm", "grey", "strong"] = "plain"
    second: str = ""
    background: str = ""
    ink: str = ""
    language: str = ""


def _plain_cell(cell: Cell | str) -> str | dict[str, Any]:
    """Return a cell as its words, or as its fields where it has more than words."""
    if isinstance(cell, str):
        return cell
    tone = "" if cell.tone == "plain" else cell.tone
    more = filled(tone=tone, second=cell.second, background=cell.background, ink=cell.ink, language=cell.language)
    return {"words": cell.words, **more} if more else cell.words


def _words(cell: Cell | str) -> str:
    return " ".join(filter(None, (cell.words, cell.second))) if isinstance(cell, Cell) else cell


@dataclass(frozen=True, repr=False)
class Table(Part):
    """A table with a caption, scoped heads and one head cell per row.

    ``rows`` hold cells or plain strings; the first cell of a row is its head. ``groups``: by row number, a heading
    over that row (a row that has its words stands for it). ``note`` stands beneath. ``details`` names the annex that
    has a table whole where paper has no room for details. ``brief``: Word leaves out second lines of cells.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    note: str = ""
    id: str = ""
    groups: dict[int, str] = field(default_factory=dict)
    kind: Literal["plain", "heat", "wide"] = "plain"
    head_column: int = 0
    details: str = ""
    brief: bool = False

    def fields(self) -> dict[str, Any]:
        return {
            "kind": "table",
            "caption": self.caption,
            "id": self.id or make_id(self.caption),
            "style": self.kind,
            "columns": [filled(name=c.name, kind=c.kind, width=c.width, detail=c.detail) for c in self.columns],
            "rows": [[_plain_cell(cell) for cell in row] for row in self.rows],
            "head_column": self.head_column,
            **filled(groups={str(row): words for row, words in self.groups.items()}),
            **filled(note=self.note, details=self.details, brief=self.brief),
        }

    def html(self) -> str:
        anchor = self.id or make_id(self.caption)
        heads = "".join(
            f'<th scope="col" class="pr-{c.kind}"'
            + (f' style="width:{escape(c.width)}"' if c.width else "")
            + f">{escape(c.name)}</th>"
            for c in self.columns
        )
        body = []
        for number, row in enumerate(self.rows):
            if number in self.groups and self.groups[number] != _words(row[0]):
                body.append(
                    f'<tr class="pr-group"><th scope="colgroup" colspan="{len(self.columns)}">'
                    f"{escape(self.groups[number])}</th></tr>"
                )
            cells = [
                self._cell(cell, column, number_in_row == self.head_column)
                for number_in_row, (cell, column) in enumerate(zip(row, self.columns, strict=True))
            ]
            body.append(f"<tr>{''.join(cells)}</tr>")
        note = f'<p class="pr-note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<div class="pr-table pr-table-{self.kind}" id="{escape(anchor)}" tabindex="0" '
            f'role="region" aria-labelledby="{escape(anchor)}-caption"><table>'
            f'<caption id="{escape(anchor)}-caption">{escape(self.caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>{note}"
        )

    def plain(self) -> str:
        rows = [f"{self.groups.get(n, '')}\n{' | '.join(map(_words, row))}".lstrip() for n, row in enumerate(self.rows)]
        heads = " | ".join(one.name for one in self.columns)
        return "\n".join(filter(None, [self.caption, heads, *rows, self.note]))

    @staticmethod
    def _cell(cell: Cell | str, column: Column, is_head: bool) -> str:
        shown = cell if isinstance(cell, Cell) else Cell(cell)
        colors = {"background": shown.background, "color": shown.ink}
        style = "".join(f"{property}:{color};" for property, color in colors.items() if color)
        attributes = f' class="pr-{column.kind} pr-cell-{shown.tone}"'
        attributes += f' style="{escape(style)}"' if style else ""
        attributes += f' lang="{escape(shown.language)}"' if shown.language else ""
        second = f' <small class="pr-second">{escape(shown.second)}</small>' if shown.second else ""
        tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
        return f"<{tag}{scope}{attributes}>{escape(shown.words)}{second}</{tag}>"


@dataclass(frozen=True, repr=False)
class Section:
    """Parts in their order; a cell that ends in a section shows each of them."""

    parts: tuple[Part, ...]

    def __repr__(self) -> str:
        return f"Section({', '.join(type(part).__name__ for part in self.parts)})"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for part in self.parts:
            display(part)  # type: ignore[no-untyped-call]  # IPython has no type for it


def gather(*parts: Part | Section | Iterable[Part] | None) -> Section:
    """Return a section of all parts given, lists and sections opened, nothing where None."""
    flat: list[Part] = []
    for given in parts:
        if isinstance(given, Part):
            flat.append(given)
        elif given is not None:
            flat.extend(given.parts if isinstance(given, Section) else given)
    return Section(tuple(flat))
