"""The sentences on last year's weaknesses: mended, better, unchanged, worse, no longer compared.

In: results and a unit, or the rows of its followups. Out: sentences in the language in force, right
for no weakness, one, several, all alike, a merged unit, a new one. Computes nothing.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from parreport.columns import split_codes
from parreport.display.formats import join_words
from parreport.display.unit.sentences import name_parts, unit_row
from parreport.language import TimeName, counted, text
from parreport.years.results import Results

ALL = (  # where all weaknesses went the same way: one alone, several
    ("mended", "The one weakness of {year} is mended.", "All {n} weaknesses of {year} are mended."),
    (
        "better",
        "The one weakness of {year} has improved and is not mended yet.",
        "All {n} weaknesses of {year} have improved; none is mended yet.",
    ),
    ("same", "The one weakness of {year} is unchanged.", "All {n} weaknesses of {year} are unchanged."),
    (
        "unclear",
        "The one weakness of {year} moved by no more than the sampling error of the survey.",
        "All {n} weaknesses of {year} moved by no more than the sampling error of the survey.",
    ),
    ("worse", "The one weakness of {year} has become worse.", "All {n} weaknesses of {year} have become worse."),
    (
        "gone",
        "The one weakness of {year} can no longer be compared.",
        "None of the {n} weaknesses of {year} can be compared any more.",
    ),
)
SOME = (  # where they went several ways, as parts of the sentence that counts them
    ("mended", "1 is mended", "{n} are mended"),
    ("better", "1 has improved", "{n} have improved"),
    ("same", "1 is unchanged", "{n} are unchanged"),
    (
        "unclear",
        "1 moved by no more than the sampling error of the survey",
        "{n} moved by no more than the sampling error of the survey",
    ),
    ("worse", "1 has become worse", "{n} have become worse"),
    ("gone", "1 can no longer be compared", "{n} can no longer be compared"),
)


def describe_followups(results: Results, unit: str, rows: pd.DataFrame, year: TimeName | int) -> str:
    """Describe what became of the weaknesses of a year in one sentence, or why there is none."""
    if rows.empty:
        return _describe_none(results, unit, year)
    counts, n = Counter(rows["state"]), len(rows)
    if len(counts) == 1:
        return next(counted(n, one, many, year=year) for state, one, many in ALL if state in counts)
    phrases = [counted(counts[state], one, many) for state, one, many in SOME if state in counts]
    return text("Of {n} weaknesses of {year}, {states}.", n=n, year=year, states=join_words(phrases))


def _describe_none(results: Results, unit: str, year: TimeName | int) -> str:
    codes = split_codes(results.units.loc[results.units["unit_code"] == unit, "base_unit_code"].iloc[0])
    if len(codes) > 1 and results.base is not None:
        names = join_words([results.base.name_of(code) for code in codes])
        return text(
            "The unit was merged from {units}; their weaknesses of {year} are not followed up.", units=names, year=year
        )
    row = unit_row(results, unit)
    if row["split_from"] and results.base is not None:
        facts = {"unit": results.base.name_of(row["split_from"]), "units": name_parts(results, unit), "year": year}
        return text("{unit} was split after {year} into {units}; its weaknesses are not followed up.", **facts)
    if unit not in results.unit_links:
        return text("The unit was not assessed in {year}; there is no weakness of that year to follow up.", year=year)
    return text("In {year} no item was a weakness by the rules of the framework.", year=year)


def heading_followups(rows: pd.DataFrame, year: TimeName | int) -> str:
    """Return the finding over last year's weaknesses."""
    if rows.empty:
        return text("Weaknesses of {year}", year=year)
    n, mended = len(rows), int((rows["state"] == "mended").sum())
    if mended == n:
        return counted(n, "The weakness of {year} is mended", "All weaknesses of {year} are mended", year=year)
    if mended:
        return counted(
            mended,
            "1 of {total} weaknesses of {year} is mended",
            "{n} of {total} weaknesses of {year} are mended",
            total=n,
            year=year,
        )
    if (rows["state"] == "gone").all():
        return text("Weaknesses of {year} that can no longer be compared", year=year)
    return counted(
        n, "The weakness of {year} is not mended yet", "None of the {n} weaknesses of {year} is mended yet", year=year
    )
