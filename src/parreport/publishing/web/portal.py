"""The first page of a folder of reports: tables with links, and what there is to download.

In: words and addresses, ready for print; sections that scripts fill, with those scripts and their
data. Out: ``index.html``. It knows no index and no province. ``portal.js`` sorts, searches and
filters the tables; without scripts the page still holds every table and link.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from parreport.errors import RenderingError
from parreport.language import text
from parreport.letters import tidy
from parreport.publishing.exporters import write_file
from parreport.publishing.web.page import TEMPLATES, Page, house_style, house_template, house_words
from parreport.publishing.web.portal_map import PortalMap, map_script, map_style


@dataclass(frozen=True)
class PortalColumn:
    """One column: its name, and how its cells stand."""

    name: str
    kind: Literal["text", "number", "center", "forms"] = "text"


@dataclass(frozen=True)
class PortalLink:
    """One thing to open or download; ``remark`` says what it is.

    ``spoken``: its name for who hears it among others alike; ``forms``: the same in other forms.
    """

    words: str
    href: str
    remark: str = ""
    spoken: str = ""
    forms: tuple[PortalLink, ...] = ()


@dataclass(frozen=True)
class PortalCell:
    """One cell: its words, and where they lead, if anywhere; ``sort`` is its figure, for sorting.

    ``second``: smaller words beside them; ``bar``: the length of a bar beside them, of 100;
    ``forms``: links to one thing in several forms.
    """

    words: str
    href: str = ""
    tone: Literal["plain", "good", "warm", "grey", "strong"] = "plain"
    sort: str | None = None
    second: str = ""
    bar: float | None = None
    forms: tuple[PortalLink, ...] = ()

    @property
    def bar_length(self) -> str:
        """The length of the bar as it is drawn, from 0 to 100; blank where there is none."""
        return "" if self.bar is None else f"{min(max(self.bar, 0), 100):g}"


@dataclass(frozen=True)
class PortalTable:
    """A table; the cells of ``head_column`` are the heads of their rows.

    Rows are searched by their head, and chosen by what stands in ``filter_columns``, which are the
    same columns in all tables of a page.
    """

    caption: str
    columns: tuple[PortalColumn, ...]
    rows: tuple[tuple[PortalCell, ...], ...]
    head_column: int = 0
    filter_columns: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class PortalSection:
    """A part that a script fills; hidden until then. ``anchor`` is its id."""

    anchor: str
    title: str
    lead: str = ""


@dataclass(frozen=True)
class Portal(Page):
    """All that the first page says beside what every page does.

    ``about``: what the page is about, for who does not know; ``remarks``: what a reader must know
    first; ``missing``: sentences on reports that failed.

    ``scripts`` run in the page after its own, in order; they find ``data`` as JSON in the element
    ``portal-data`` and fill ``sections``.
    """

    about: str = ""
    lead: str = ""
    remarks: tuple[str, ...] = ()
    tables: tuple[PortalTable, ...] = ()
    links: tuple[PortalLink, ...] = ()
    data_links: tuple[PortalLink, ...] = ()
    missing: tuple[str, ...] = ()
    sections: tuple[PortalSection, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    group_name: str = ""
    maps: tuple[PortalMap, ...] = ()

    @property
    def written_data(self) -> str:
        """Return the data of the scripts as JSON in which no markup can begin."""
        words = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        for sign in "<>&\u2028\u2029":
            words = words.replace(sign, f"\\u{ord(sign):04x}")
        return words

    @property
    def kinds(self) -> tuple[tuple[int, str, tuple[tuple[str, str], ...]], ...]:
        """Return the columns by which rows are chosen: place, name, what stands there and sorts, each once."""
        found: dict[int, tuple[str, dict[str, str]]] = {}
        for table in self.tables:
            for place in table.filter_columns:
                words = found.setdefault(place, (table.columns[place].name, {}))[1]
                words.update((row[place].words, row[place].sort or "") for row in table.rows)
        return tuple((place, name, tuple(words.items())) for place, (name, words) in found.items() if words)


def render_portal(page: Portal, target: Path) -> None:
    """Render the first page as ``target``, complete or not at all.

    Raises
    ------
    RenderingError : the page cannot be written, or a row has not as many cells as columns.
    """
    for table in page.tables:
        if any(len(row) != len(table.columns) for row in table.rows):
            reason = text('a row of "{table}" has not one cell per column', table=table.caption)
            raise RenderingError(target.name, reason)
    maps = (map_script(),) if page.maps else ()
    sheet = replace(
        page,
        style=house_style() + (f"\n{map_style()}" if page.maps else ""),
        words=house_words(page.language) | ({"group": page.group_name} if page.group_name else {}),
        scripts=((TEMPLATES / "parreport" / "portal.js").read_text(encoding="utf-8"), *maps, *page.scripts),
    )
    write_file(target, tidy(house_template("portal.html.j2").render(page=sheet)).encode(), target.name)
