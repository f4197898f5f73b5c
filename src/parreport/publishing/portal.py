"""The first page of a folder of reports: tables with links, and what there is to download.

In: words and addresses, ready for print. Out: ``index.html``. It knows no index and no province.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from parreport.errors import RenderingError
from parreport.language import text
from parreport.publishing.html import TEMPLATES, Page, house_style, house_words, write_page


@dataclass(frozen=True)
class PortalColumn:
    """One column: its name, and how its cells stand."""

    name: str
    kind: Literal["text", "number", "center"] = "text"


@dataclass(frozen=True)
class PortalCell:
    """One cell: its words, and where they lead, if anywhere."""

    words: str
    href: str = ""
    tone: Literal["plain", "good", "warm", "grey", "strong"] = "plain"


@dataclass(frozen=True)
class PortalTable:
    """A table; the cells of ``head_column`` are the heads of their rows."""

    caption: str
    columns: tuple[PortalColumn, ...]
    rows: tuple[tuple[PortalCell, ...], ...]
    note: str = ""
    head_column: int = 0


@dataclass(frozen=True)
class PortalLink:
    """One thing to open or download; ``remark`` says what it is."""

    words: str
    href: str
    remark: str = ""


@dataclass(frozen=True)
class Portal:
    """All that the first page says. ``missing`` are sentences on reports that failed."""

    title: str
    subtitle: str = ""
    running_head: str = ""
    language: str = "vi"
    labels: tuple[str, ...] = ()
    status: str = ""
    lead: str = ""
    tables: tuple[PortalTable, ...] = ()
    links: tuple[PortalLink, ...] = ()
    missing: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    published: str = ""


@dataclass(frozen=True)
class _PortalPage(Page):
    portal: Portal = Portal("")


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
    sheet = _PortalPage(
        title=page.title,
        language=page.language,
        subtitle=page.subtitle,
        running_head=page.running_head,
        labels=page.labels,
        footer=page.footer,
        published=page.published,
        style=house_style(),
        words=house_words(page.language),
        portal=page,
    )
    try:
        write_page(_template().render(page=sheet), target)
    except OSError as error:
        reason = text("{target} cannot be written ({why})", target=target, why=error.strerror)
        raise RenderingError(target.name, reason) from error


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    house = FileSystemLoader(TEMPLATES / "parreport")
    return Environment(loader=house, autoescape=True, undefined=StrictUndefined).get_template(
        "portal.html.j2"
    )
