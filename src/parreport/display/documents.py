"""What every report has: its head and closing lines, its labels, its correction.

In: results. Out: parts of a page, and which blocks there is something to say about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parreport.display.formats import format_date
from parreport.display.index_names import index_first
from parreport.display.parts import Document, Heading, Part, Text, filled
from parreport.display.sentences import join_sentences
from parreport.display.tables import table_corrections
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.spans import DAYS
from parreport.years.results import Results


def labels_of(results: Results) -> tuple[str, ...]:
    """Return what stands on every page: draft, illustrative."""
    labels = []
    if results.is_draft:
        labels.append(text("DRAFT"))
    if results.framework.illustrative:
        labels.append(text("ILLUSTRATIVE FIGURES"))
    return tuple(labels)


def document(results: Results, title: str, subtitle: str, subject: str = "") -> Document:
    """Return the head and the closing lines of a report.

    ``subject``: what an official report is about; from the title where it is not given.
    """
    framework = results.framework
    footer = [framework.shown]
    if basis := framework.shown_legal_basis:
        footer.append(text("Legal basis: {basis}", basis="; ".join(basis)))
    footer += warn_illustrative(results)
    day = results.parameters.publication_date()
    footer.append(name_day(results))
    running = name_index(results)
    official = describe_report(results, subject or (title if title == running else f"{title}\n{running}"))
    return Document(title, subtitle, running, labels_of(results), tuple(footer), day.isoformat(), official)


def name_day(results: Results) -> str:
    """Return the day of the figures: when they were published, or up to which day they were read within a period."""
    day, span = results.parameters.publication_date(), results.parameters.span
    if span.kind == DAYS and span.last == day:
        return text("Figures up to {day}", day=format_date(day))
    return text("Published {day}", day=format_date(day))


def name_index(results: Results) -> str:
    """Return what every report of a year is on: the index, the province, the year."""
    facts = {"index": index_first(results), "province": results.parameters.province, "year": results.span.title}
    return text("{index}, {province}, {year}", **facts)


def warn_illustrative(results: Results) -> list[str]:
    """Return the closing line of a report whose figures are made up; nothing for any other."""
    warning = text("Framework and figures are illustrative: they are made up and describe no real unit's result.")
    return [warning] if results.framework.illustrative else []


def show_remarks(results: Results) -> list[Part]:
    """Return what a reader must know of figures and framework, in one box; nothing where nothing is said."""
    return [Text(join_sentences(*remarks), "warning")] if (remarks := results.shown_remarks) else []


def blocks_with_units(results: Results) -> Iterator[Block]:
    """Return the blocks of the framework that have units."""
    present = set(results.units["block"])
    return (block for block in results.framework if block.code in present)


def has_detail(block: Block) -> bool:
    """Return whether a block has more than one item, so that areas and losses mean something."""
    return len(block.scored_leaves) > 1


def detailed_blocks(results: Results) -> list[Block]:
    """Return the blocks that have units, and more than one item."""
    return [block for block in blocks_with_units(results) if has_detail(block)]


def silent_section(heading: str) -> list[Part]:
    """Return a section that needs points by item, where there are none."""
    words = text("The source gives one total per unit; this section needs points by item and stays empty.")
    return [Heading(heading), Text(words, "note")]


def corrections_of(results: Results, corrections: pd.DataFrame) -> list[Part]:
    """Return the correction as parts: heading, sentence, table; nothing where none is made."""
    if results.parameters.replaces is None:
        return []
    heading = Heading(text("Correction {n}", n=results.parameters.revision), id="corrections")
    if corrections.empty:
        return [heading, Text(text("No figure differs from the published report."))]
    words = counted(
        len(corrections), "1 figure differs from the published report.", "{n} figures differ from the published report."
    )
    return [heading, Text(words), table_corrections(results, corrections)]


REPORT_CODE = "BC"  # of the kind of document, in its number


def describe_report(results: Results, subject: str) -> dict[str, Any]:
    """Return the facts of a report: kind, subject, and the keys of the issuer."""
    issuer = results.parameters.issuer
    given = issuer.model_dump(exclude={"decision"}) if issuer else {}
    return {"kind": text("REPORT"), "subject": subject, "abbreviation": REPORT_CODE, **filled(**given)}
