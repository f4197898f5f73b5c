"""What lies behind the results, each a call in ``01_province.ipynb``: survey, inputs, method.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from parreport.display.documents import blocks_with_units
from parreport.display.formats import format_date, format_number
from parreport.display.groups import ENDS, large_blocks, name_annex
from parreport.display.parts import Bullets, Heading, Part, Section, Table, Text, gather
from parreport.display.province import sentences as say
from parreport.display.province import tables
from parreport.display.province.large import annex_of_rankings
from parreport.display.province.scope_sentences import describe_index
from parreport.inputs.framework import LARGE_BLOCK
from parreport.language import Message, counted, text
from parreport.years.results import Results

DATES = {"done", "published"}
FIGURES = {"given", "kept", "new", "old"}  # facts of notes that are points, with a decimal point


def show_survey(results: Results, with_tables: bool = True) -> Section:
    """Show the survey part in short, against the appraised part; nothing where there is none.

    ``with_tables``: with the figures by unit.
    """
    parts: list[Any] = [Heading(text("Appraisal and survey"), id="survey")]
    for block in blocks_with_units(results):
        survey = results.surveys[results.surveys["block"] == block.code]
        if block.code in results.without_survey:
            parts.append(Text(text("No survey was held in block {block}.", block=block.shown), "note"))
        elif not survey.empty:
            named = survey.assign(unit_name=[results.name_of(code) for code in survey["unit_code"]])
            told = Text(say.describe_survey(named))
            heading = Heading(block.shown, 3, id=f"survey-{block.code}-heading")
            parts += [told, tables.table_survey(named, block)] if with_tables else [heading, told]
    if len(parts) == 1:
        return gather()
    return gather(*parts)


def show_quality(results: Results) -> Section:
    """Show gaps and remarks on the inputs."""
    gaps: list[Part] = []
    if len(results.gaps):
        entries = tuple(
            text("{unit}: no points for {items}", unit=results.name_of(str(unit)), items=", ".join(group["item_code"]))
            for unit, group in results.gaps.groupby("unit_code", sort=False)
        )
        words = counted(
            len(results.gaps),
            "1 item has no points yet and leaves points and maximum:",
            "{n} items have no points yet and leave points and maximum:",
        )
        if len(entries) > LARGE_BLOCK:
            more = text("{n} more units: see their reports", n=len(entries) - ENDS)
            entries = (*entries[:ENDS], more)
        gaps = [Text(words, "warning"), Bullets(entries)]
    remarks: list[Part] = []
    by_unit = tables.remarks_by_unit()
    for msgid, caption in by_unit.items():
        own = [note for note in results.notes if note.msgid == msgid]
        remarks += [tables.table_remarks(results, own, caption)] if own else []
    # What a second source says otherwise has a table of its own.
    others = [note for note in results.notes if note.msgid not in by_unit and "second" not in note.facts]
    if others:
        told = tuple(_for_readers(results, note) for note in others)
        if len(told) > LARGE_BLOCK:
            told = (*told[:ENDS], text("{n} more remarks of the check of the inputs", n=len(told) - ENDS))
        remarks.append(Bullets(told))
    if not remarks:
        nothing = text("Nothing to remark on the inputs.")
        if results.shown_remarks:
            nothing = text("Nothing more to remark on the inputs than what stands at the head of the report.")
        remarks.append(Text(nothing, "note"))
    return gather(Heading(text("Quality of the inputs"), id="quality"), gaps, remarks)


def _for_readers(results: Results, note: Message) -> str:
    """Return a note with names for codes, what a file holds for its path, and printed figures."""
    facts = {key: _points(Decimal(one)) if key in FIGURES else one for key, one in note.facts.items()}
    if facts.get("unit") in set(results.units["unit_code"]):
        facts["unit"] = results.name_of(str(facts["unit"]))
    if facts.get("block") in results.framework.by_code:
        facts["block"] = results.framework.by_code[str(facts["block"])].shown
    facts |= {key: format_date(date.fromisoformat(str(facts[key]))) for key in DATES & facts.keys()}
    if "file" in facts:
        facts["file"] = _content_of(results, str(facts["file"]))
    if {"new", "old"} <= facts.keys():
        return text(
            "{unit}, item {item}: the {new} points of the final round of appraisal count, not the {old} given beside",
            **facts,
        )
    return str(Message(note.msgid, facts))


def _content_of(results: Results, path: str) -> str:
    """Return what a file of the inputs or the framework holds; no name of a file is printed."""
    contents = {
        "units.csv": text("List of units"),
        "points.csv": text("Score sheet"),
        "appraisal.csv": text("Rounds of appraisal"),
        "target_values.csv": text("Figures of the targets"),
        "calendar.csv": text("Calendar"),
    }
    return contents.get(path.replace("\\", "/").rpartition("/")[2]) or text("Framework of {year}", year=results.span)


def _points(points: Decimal) -> str:
    """Return points with two decimals, or all of them where there are more."""
    exponent = points.as_tuple().exponent
    return format_number(points, max(2, -exponent) if isinstance(exponent, int) else 2)


def show_method(results: Results) -> Section:
    """Show how figures were made, and what changed against the base year's framework."""
    method = [Heading(text("Method"), id="method"), Bullets(tuple(describe_index(results)))]
    elsewhere = text(
        "How findings are made, how sure the ranks are, and the remarks on the inputs: see the document “{title}”.",
        title=text("Framework and method"),
    )
    changes = framework_changes_of(results, 3)
    told = [one for one in changes if not isinstance(one, Table)]
    if len(told) < len(changes):
        told.append(Text(text("The method report lists these items."), "note"))
    return gather(*method, told, Text(elsewhere, "note"))


def framework_changes_of(results: Results, level: int) -> list[Part]:
    """Return what changed against the base year's framework; nothing without a base year."""
    if results.base is None:
        return []
    year = results.base.span
    tables_of_blocks = (tables.table_framework_changes(results, block) for block in blocks_with_units(results))
    return [
        Heading(text("The framework against {year}", year=year), level, id="framework-changes"),
        Text(say.describe_framework_changes(results)),
        *(table for table in tables_of_blocks if table is not None),
    ]


def show_all_items(results: Results) -> Section:
    """Show the annex: every unit, every item; with large blocks, whose annex is its own, their whole ranking."""
    if large := large_blocks(results):
        words = text(
            "Points of every unit by item: see the document “{title}” and the workbook of tables.", title=name_annex()
        )
        return gather(*annex_of_rankings(results, large), Text(words, "note"))
    parts: list[Any] = [Heading(text("Annex: every unit, every item"), id="annex")]
    for block in blocks_with_units(results):
        parts += tables.tables_all_items(results, block)
    return gather(*parts)
