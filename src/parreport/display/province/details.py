"""The figures behind the province report's sections, gathered in an annex.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing.
"""

from __future__ import annotations

from parreport.display.claims.sections import show_claims
from parreport.display.parts import Heading, Section, Table, gather
from parreport.display.province.background import show_survey
from parreport.display.targets.sections import show_targets
from parreport.language import text
from parreport.years.results import Results

SHOWN_BEFORE = {"calendar-table", "target-units-table"}  # tables that stand in the report itself


def show_details(results: Results) -> Section:
    """Show the tables of self-assessment, survey and targets; nothing where there are none."""
    sections = (show_claims(results), show_survey(results), show_targets(results))
    tables = [part for one in sections for part in one.parts if isinstance(part, Table) and part.id not in SHOWN_BEFORE]
    if not tables:
        return gather()
    heading = text("Annex: self-assessment, survey and targets in tables")
    return gather(Heading(heading, id="annex-details"), tables)
