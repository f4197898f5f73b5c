"""The sentences of the period report on its units: which years lack them and why, who ended, merged or was split.

In: a period. Out: sentences in the language in force. Computes nothing.
"""

from __future__ import annotations

from typing import Any

from parreport.display.formats import join_words
from parreport.display.period.sentences import list_years, names_of, units_of
from parreport.display.sentences import name_some
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.spans import Span
from parreport.years.results import Period, Scored, shown_name


def describe_units(period: Period, block: Block) -> list[str]:
    """Describe which units the years do not all have, and why: one sentence for each reason."""
    units = list(units_of(period, block)["unit_code"])
    missing = period.missing[period.missing["unit_code"].isin(units)]
    grouped: dict[tuple[str, tuple[Span, ...]], list[str]] = {}
    for (unit, reason), own in missing.groupby(["unit_code", "reason"], sort=False):
        grouped.setdefault((str(reason), tuple(own["year"])), []).append(str(unit))
    sentences = []
    for (reason, years), codes in grouped.items():
        facts: dict[str, Any] = {"units": name_some(names_of(period, codes)), "years": list_years(years)}
        reasons = {
            "not_assessed": text("Not assessed in {years}: {units}.", **facts),
            "merged": text("Made of several units since, so without figures of its own in {years}: {units}.", **facts),
            "split": text(
                "Part of a unit that was split since, without figures of its own in {years}: {units}.", **facts
            ),
            "no_index": text("Without an index in {years}, since no item applied: {units}.", **facts),
            "no_points": text("Without an index in {years}, since no item has points: {units}.", **facts),
        }
        sentences.append(reasons[reason])
    sentences += _describe_elsewhere(period, block, units)
    ended = period.ended[period.ended["block"] == block.code]
    for year, own in ended[ended["successors"] == ""].groupby("last_year"):
        names = name_some([shown_name(row) for row in own.to_dict("records")])
        sentences.append(text("No longer assessed after {year}: {units}.", year=year, units=names))
    merged = ended[ended["successors"] != ""]
    for (last, into), own in merged.groupby(["last_year", "successors"], sort=False):
        names = name_some([shown_name(row) for row in own.to_dict("records")])
        new = join_words([_name_in_years(period, code) for code in str(into).split(";")])
        facts = {"year": last, "units": names, "new": new}
        is_one = ";" not in str(into)
        sentences.append(
            text("After {year}, {units} became part of {new}.", **facts)
            if is_one
            else text("Divided after {year}: {units}, now {new}.", **facts)
        )
    return sentences


def _describe_elsewhere(period: Period, block: Block, units: list[Any]) -> list[str]:
    """Describe which units stood in another block, by the years in which they did: their ranks of then are left out."""
    own = period.series[period.series["unit_code"].isin(units) & (period.series["block"] != block.code)]
    grouped: dict[tuple[Span, ...], list[str]] = {}
    for unit, rows in own.groupby("unit_code", sort=False):
        grouped.setdefault(tuple(rows["year"]), []).append(str(unit))
    return [
        text(
            "In another block in {years}, so ranks of then are not compared: {units}.",
            years=list_years(years),
            units=name_some(names_of(period, codes)),
        )
        for years, codes in grouped.items()
    ]


def _name_in_years(period: Period, code: str) -> str:
    """Return the name of a unit of this year or an earlier linked one; its code where none has it."""
    results: Scored = period.results
    while code not in set(results.units["unit_code"]):
        if results.base is None:
            return code
        results = results.base
    return results.name_of(code)
