"""What people said of a unit, a call in ``02_unit.ipynb``: its share of satisfied answers and its factors.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`; empty where nobody was asked about the
unit. Computes nothing. What is withheld stays a dash.
"""

from __future__ import annotations

from typing import Any

from parreport.columns import is_blank
from parreport.display.formats import format_number, format_pct
from parreport.display.parts import Bullets, Heading, Section, Table, Text, gather
from parreport.display.satisfaction.rows import (
    ABOVE,
    BELOW,
    CHANCE,
    factor_rows,
    is_by_model,
    unit_factor_rows,
    unit_rows,
    whole_of,
)
from parreport.display.satisfaction.sentences import tell_pair
from parreport.display.satisfaction.tables import remark_column, share_columns
from parreport.display.sentences import quote_all, tell_way
from parreport.display.tables import figure_column, table_of, words_column
from parreport.language import text
from parreport.years.results import Results


def show_unit_satisfaction(results: Results, unit: str) -> Section:
    """Show how satisfied people are with a unit, how sure that is, where it is lowest, and what differs."""
    row = _row_of(results, unit)
    if row is None:
        return gather()
    heading = Heading(text("Satisfaction of people"), id="satisfaction")
    if is_blank(row["satisfaction_pct"]):
        return gather(heading, Text(text("The share of satisfied answers is withheld: too few people answered.")))
    told = [_describe_lowest(results, unit), *_describe_groups(results, unit), *_describe_year(results, unit)]
    return gather(
        heading,
        Text(" ".join([describe_unit_satisfaction(results, unit), *_describe_verdict(results, row)])),
        Bullets(tuple(filter(None, told))) if any(told) else None,
        table_unit_satisfaction(results, unit),
    )


def _row_of(results: Results, unit: str) -> dict[Any, Any] | None:
    """Return the unit's row of all questions; None where nobody was asked about it."""
    if not len(results.satisfaction):
        return None
    own = unit_rows(results, results.block_of(unit))
    rows = own[own["unit_code"] == unit].to_dict("records")
    return rows[0] if rows else None


def describe_unit_satisfaction(results: Results, unit: str) -> str:
    """Say the share of satisfied answers about a unit, its interval, of how many, and the province's."""
    row = _row_of(results, unit)
    if row is None or is_blank(row["satisfaction_pct"]):
        return ""
    facts = {
        "pct": format_pct(row["satisfaction_pct"]),
        "n": format_number(row["n"], 0),
        "whole": format_pct(whole_of(results)["satisfaction_pct"]),
    }
    if is_blank(row["low_pct"]):
        return text(
            "{pct} of answers are satisfied or very satisfied ({n} respondents, drawn in a single place, so that no "
            "interval can be told); in the province {whole}.",
            **facts,
        )
    facts |= {"low": format_pct(row["low_pct"]), "high": format_pct(row["high_pct"])}
    if is_by_model(results, results.block_of(unit)):
        return text(
            "{pct} of answers are satisfied or very satisfied (95% interval from {low} to {high}; {n} respondents; "
            "estimate by all units together, Fay–Herriot); in the province {whole}.",
            **facts,
        )
    return text(
        "{pct} of answers are satisfied or very satisfied (95% interval from {low} to {high}; {n} respondents); in the "
        "province {whole}.",
        **facts,
    )


def _describe_verdict(results: Results, row: dict[Any, Any]) -> list[str]:
    block = {"block": results.block_of(row["unit_code"]).shown}
    words = {
        ABOVE: text("That is significantly above the others of block {block} together.", **block),
        BELOW: text("That is significantly below the others of block {block} together.", **block),
        CHANCE: text(
            "As all units of block {block} are compared at once, the difference from the others can be due to chance.",
            **block,
        ),
    }
    few = [text("Fewer than 30 people answered.")] if "few" in str(row["mark"]).split(";") else []
    return [one for one in [words.get(row["verdict"], ""), *few] if one]


def _describe_lowest(results: Results, unit: str) -> str:
    """Say on which factors the printed share is lowest; blank where all print alike or one is withheld."""
    own = unit_factor_rows(results, unit)
    own = own[own["is_part"]]
    printed = [format_pct(share) for share in own["satisfaction_pct"]]
    if len(set(printed)) < 2 or own["satisfaction_pct"].isna().any():
        return ""
    lowest = format_pct(own["satisfaction_pct"].min())
    names = own.loc[[share == lowest for share in printed], "name"]
    return text("The lowest share of satisfied answers is on {factors}: {pct}.", factors=quote_all(names), pct=lowest)


def _describe_groups(results: Results, unit: str) -> list[str]:
    own = results.group_differences[results.group_differences["unit_code"] == unit]
    return [tell_pair(row) for row in own[own["significant"]].to_dict("records")]


def _describe_year(results: Results, unit: str) -> list[str]:
    own = results.year_differences
    told = []
    for row in own[(own["unit_code"] == unit) & (own["factor"] == "")].to_dict("records"):
        facts = {
            "year": results.base_year,
            "way": tell_way(row["difference_pp"], row["base_pct"], row["satisfaction_pct"]),
        }
        if row["significant"]:
            told.append(text("Against {year}, the share of satisfied answers {way}; this is significant.", **facts))
        else:
            told.append(
                text("Against {year}, the share of satisfied answers {way}; this can be due to chance.", **facts)
            )
    return told


def table_unit_satisfaction(results: Results, unit: str) -> Table:
    """Return the factors of a unit: respondents, share, interval, the province's share."""
    whole = dict(zip(factor_rows(results)["factor"], factor_rows(results)["satisfaction_pct"], strict=True))
    rows = [
        row | {"province_pct": whole.get(row["factor"])} for row in unit_factor_rows(results, unit).to_dict("records")
    ]
    columns = (
        words_column(text("Factor"), "name", "40%"),
        *share_columns(),
        figure_column(text("Province %"), "province_pct", 1),
        remark_column(rows),
    )
    note = text("Shares of satisfied answers by factor, by the unit's own answers.")
    return table_of(text("Satisfied answers by factor"), rows, columns, note=note, id="unit-satisfaction")
