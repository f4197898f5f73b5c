"""What the first page of a build says: the ranking by block, links to every report and table.

In: results and the staged folder. Out: a :class:`~parreport.publishing.portal.Portal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from parreport.columns import PUBLISHED, is_blank
from parreport.display.documents import blocks_with_units, document
from parreport.display.formats import DASH, format_number
from parreport.display.narrative_province import describe_block, ranking_of
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.open_data import table_titles
from parreport.publishing.portal import (
    Portal,
    PortalCell,
    PortalColumn,
    PortalLink,
    PortalTable,
)
from parreport.results import Results, shown_name


def portal_of(results: Results, staged: Path, failed: Iterable[str]) -> Portal:
    """Return the first page: each unit links to its report; the names of those that failed, apart."""
    head = document(results, "", "")
    blocks = list(blocks_with_units(results))
    reports = {
        "province": (text("Province report"), text("ranking, areas, losses, method")),
        "period": (
            text("The index over the years"),
            text("index, ranks, areas, lasting weaknesses"),
        ),
        "method": (text("Framework and method"), text("items, weights, reliability, limits")),
        "slides": (text("Slides"), text("for the dissemination session, with speaker notes")),
    }
    links = [
        PortalLink(title, f"{name}.html", words)
        for name, (title, words) in reports.items()
        if (staged / f"{name}.html").is_file()
    ]
    names = table_titles()
    if (staged / "tables.xlsx").is_file():
        links.append(
            PortalLink("tables.xlsx", "tables.xlsx", text("all tables, for Excel or LibreOffice"))
        )
    links += [PortalLink(f"{t.name}.csv", f"tables/{t.name}.csv", names[t.name]) for t in PUBLISHED]
    links.append(
        PortalLink("scoring.json", "tables/scoring.json", text("rules and points, to compute with"))
    )
    links.append(
        PortalLink(
            "datapackage.json",
            "tables/datapackage.json",
            text("what each column of the tables means"),
        )
    )
    links.append(PortalLink("manifest.json", "manifest.json", text("what was made from what")))
    missing = []
    for name in failed:
        unit = name.removeprefix("units/")
        report = results.name_of(unit) if unit != name else reports[name][0]
        missing.append(text("{report}: the report could not be made", report=report))
    return Portal(
        title=head.running_head,
        subtitle=results.framework.shown,
        running_head=results.parameters.province,
        language=results.parameters.language,
        labels=head.labels,
        lead=" ".join(describe_block(results, block) for block in blocks),
        tables=tuple(_table(results, block, staged) for block in blocks),
        links=tuple(links),
        missing=tuple(missing),
        footer=head.footer,
        published=head.published,
    )


def _table(results: Results, block: Block, staged: Path) -> PortalTable:
    names = {band.name: band.shown for band in block.bands}
    rows = []
    for row in ranking_of(results, block).to_dict("records"):
        page = f"units/{row['unit_code']}.html"
        rows.append(
            (
                PortalCell(DASH if is_blank(row["rank"]) else str(row["rank"])),
                PortalCell(shown_name(row), page if (staged / page).is_file() else ""),
                PortalCell(
                    format_number(row["printed_pct"], results.framework.decimals), tone="strong"
                ),
                PortalCell(names.get(row["band"], DASH)),
            )
        )
    columns = (
        PortalColumn(text("Rank"), "number"), PortalColumn(text("Unit")),
        PortalColumn(text("Index %"), "number"), PortalColumn(text("Class")),
    )  # fmt: skip
    return PortalTable(block.shown, columns, tuple(rows), head_column=1)
