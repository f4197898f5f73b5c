"""The sentences of the province report, written from figures.

In: results. Out: sentences and headings in the language in force, right for first and last, ties,
one unit, no ranks, no base year. Computes nothing.
"""

from __future__ import annotations

import pandas as pd

from parreport.display.documents import blocks_with_units
from parreport.display.formats import format_number, format_pct, join_words
from parreport.display.province.item_changes import list_changes
from parreport.display.sentences import join_sentences
from parreport.language import counted, text
from parreport.years.results import Results

TIES_NAMED = 4


def describe_survey(survey: pd.DataFrame) -> str:
    """Describe where survey and appraisal disagree; ``survey``: unit_name, appraised_pct, survey_pct, gap_pp."""
    gap = survey["gap_pp"].astype(float)
    printed = pd.Series([format_number(one, 1) for one in gap], index=survey.index)
    none, parts = format_number(0, 1), []
    over, under = (format_number(one, 1) for one in (gap.max(), gap.min()))
    if gap.max() > 0 and over != none:
        parts.append(
            text("The appraisal is furthest above the survey at {units}.", units=_tell_gaps(survey[printed == over]))
        )
    if gap.min() < 0 and under != none:
        parts.append(
            text("The survey is furthest above the appraisal at {units}.", units=_tell_gaps(survey[printed == under]))
        )
    return " ".join(parts) or text("Survey and appraisal agree at every unit.")


def _tell_gaps(units: pd.DataFrame) -> str:
    """Return units with both their figures; their number where many have the same gap."""
    if len(units) > TIES_NAMED:
        gap = format_number(abs(float(units.iloc[0]["gap_pp"])), 1)
        return text("{n} units (by {gap} percentage points each)", n=len(units), gap=gap)
    return join_words(
        [
            text(
                "{unit} (appraisal {appraised}, survey {survey})",
                unit=row["unit_name"],
                appraised=format_pct(row["appraised_pct"]),
                survey=format_pct(row["survey_pct"]),
            )
            for row in units.to_dict("records")
        ]
    )


def describe_framework_changes(results: Results) -> str:
    """Describe in one sentence how the framework differs from the base year's; blank without one."""
    if results.base is None:
        return ""
    changes, year = list_changes(results), results.base_year
    kinds = (
        ("added", "1 item is new", "{n} items are new"),
        ("removed", "1 was dropped", "{n} were dropped"),
        ("not_comparable", "1 measures something else", "{n} measure something else"),
        ("split", "1 is a part of a former one", "{n} are parts of former ones"),
        ("merged", "1 joins several former ones", "{n} each join several former ones"),
        ("reweighted", "1 has another maximum", "{n} have another maximum"),
    )
    told = [counted(changes.count(kind), one, many) for kind, one, many in kinds if kind in changes]
    blocks = [block.shown for block in blocks_with_units(results) if block.code in results.new_blocks]
    new = text("New in {year} as a whole: {blocks}.", year=results.span, blocks=join_words(blocks)) if blocks else ""
    if told:
        return join_sentences(text("Against {year}: {changes}.", year=year, changes=", ".join(told)), new)
    if not new:
        return text("All items are comparable with {year}.", year=year)
    if len(blocks) == len(list(blocks_with_units(results))):
        return new
    return join_sentences(text("All items of the other blocks are comparable with {year}.", year=year), new)
