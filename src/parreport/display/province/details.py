"""The figures behind the province report's sections, gathered in an annex.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from parreport.display.claims.sections import show_claims
from parreport.display.documents import blocks_with_units
from parreport.display.groups import is_large
from parreport.display.parts import Heading, Part, Section, Table, Text, gather
from parreport.display.province.background import show_survey
from parreport.display.province.tables import table_means, table_ranking
from parreport.display.targets.sections import show_targets
from parreport.language import text
from parreport.years.results import Results

CALENDAR = "calendar-table"  # which stands in the report itself


def show_details(results: Results) -> Section:
    """Show the tables of rankings, self-assessment, survey and targets; nothing where there are none."""
    ranked: list[Table | None] = []
    for block in blocks_with_units(results):
        ranked += [] if is_large(results, block) else [table_ranking(results, block)]
        ranked.append(table_means(results, block))
    tables = [one for one in ranked if one is not None]
    parts: list[Part] = [*tables, *_left_out(show_claims(results))]
    sections = (show_survey(results), show_targets(results))
    parts += [one for section in sections for one in section.parts if isinstance(one, Table) and one.id != CALENDAR]
    if not parts:
        return gather()
    return gather(Heading(text("Annex: figures in tables"), id="annex-details"), parts)


def _left_out(section: Section) -> list[Part]:
    """Return the tables of a section with what is said after them, under the name of each block."""
    kept: list[Part] = []
    heading: Heading | None = None
    for part in section.parts:
        if isinstance(part, Heading):
            heading = replace(part, id=part.id.removesuffix("heading") + "tables")
        elif isinstance(part, Table) or (isinstance(part, Text) and heading is None):
            kept += [part] if heading is None else [heading, part]
            heading = None
    return kept
