"""What the first page leads to: every report in each form that was made, and the data.

In: results and the staged folder. Out: links; a form that is not in the folder has none.
"""

from __future__ import annotations

from pathlib import Path

from parreport.building.open_data import table_titles
from parreport.building.plan import SLIDES
from parreport.columns import PUBLISHED
from parreport.display.groups import name_annex
from parreport.display.index_names import title_years
from parreport.language import text
from parreport.publishing.web.portal import PortalLink
from parreport.years.results import Results


def name_reports(results: Results) -> dict[str, tuple[str, str]]:
    """Return the title of each report of the province, and what is in it, by its name in the folder."""
    return {
        "province": (text("Province report"), text("ranking, areas, losses, method")),
        "satisfaction": (text("Satisfaction report"), text("index and factors with intervals, units, questions")),
        "period": (title_years(results), text("index, ranks, areas, lasting weaknesses")),
        "method": (text("Framework and method"), text("items, weights, reliability, limits")),
        "annex": (name_annex(), text("all units: areas, ranges of ranks, points by item")),
        SLIDES: (text("Slides"), text("for the dissemination session, with speaker notes")),
    }


def other_forms(name: str, title: str, staged: Path) -> tuple[PortalLink, ...]:
    """Return the links to a report in each form that there is beside its page; ``title`` is for who hears them."""
    forms = {".pdf": text("PDF"), "-handout.pdf": text("handout (PDF)"), ".docx": text("Word")}
    return tuple(
        PortalLink(words, f"{name}{ending}", spoken=f"{words}, {title}")
        for ending, words in forms.items()
        if (staged / f"{name}{ending}").is_file()
    )


def links_to_reports(results: Results, staged: Path) -> list[PortalLink]:
    """Return the reports of the province, each with its forms, then the decision and the workbook."""
    known = name_reports(results)
    known["decision"] = (
        text("Decision on the result"),
        text("draft to complete and sign, with the ranking of each block"),
    )
    links = []
    for name, (title, words) in known.items():
        forms = other_forms(name, title, staged)
        if (staged / f"{name}.html").is_file():
            links.append(PortalLink(title, f"{name}.html", words, forms=forms))
        elif forms:
            links.append(PortalLink(title, forms[0].href, words, forms=forms))
    if (staged / "tables.xlsx").is_file():
        links.append(PortalLink("tables.xlsx", "tables.xlsx", text("all tables, for Excel or LibreOffice")))
    return links


def links_to_data() -> list[PortalLink]:
    """Return the tables and the files that describe them."""
    names = table_titles()
    return [
        *(PortalLink(f"{table.name}.csv", f"tables/{table.name}.csv", names[table.name]) for table in PUBLISHED),
        PortalLink("scoring.json", "tables/scoring.json", text("rules and points, to compute with")),
        PortalLink("datapackage.json", "tables/datapackage.json", text("what each column of the tables means")),
        PortalLink("manifest.json", "manifest.json", text("what was made from what")),
    ]
