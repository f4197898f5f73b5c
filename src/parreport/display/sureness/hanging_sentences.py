"""The sentences on the units of a block whose rank or class hangs on few cases, written from figures.

In: results and a block. Out: sentences in the language in force; blank where nothing counts cases.
Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.formats import DASH, format_number
from parreport.display.sentences import name_some
from parreport.display.unit.case_sentences import hangs, holds_defaults
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.sureness_columns import FEW_CASES
from parreport.years.results import Results


def numbers_in(results: Results, block: Block) -> pd.DataFrame:
    """Return the small numbers of the units of a block, each with its rank and class as they are."""
    own = results.small_numbers[results.small_numbers["block"] == block.code]
    known = results.index[["unit_code", "unit_name", "unit_name_en", "rank", "band"]]
    return own.merge(known, on="unit_code", how="left")


def hanging_in(results: Results, block: Block) -> pd.DataFrame:
    """Return the units of a block whose rank or class hangs on fewer than ten cases, the fewest first."""
    own = numbers_in(results, block)
    few = [hangs(row) and row["hanging_cases_n"] < FEW_CASES for row in own.to_dict("records")]
    own = own[few]
    places = (own["hanging_rank"] - own["rank"]).abs().fillna(0)
    order = own.assign(cases=own["hanging_cases_n"].astype(int), places=-places.astype(int))
    return order.sort_values(["cases", "places"], kind="stable").reset_index(drop=True)


def count_few_cases(results: Results, block: Block) -> bool:
    """Return whether an item of a unit of the block counts at least one case and fewer than ten."""
    units = set(results.units.loc[results.units["block"] == block.code, "unit_code"])
    own = results.fragility[results.fragility["unit_code"].isin(units)]
    return any(0 < cases < FEW_CASES for cases in own["denominator"])


def describe_hanging_in(results: Results, block: Block, with_names: bool = True) -> str:
    """Describe how many units of a block hang on fewer than ten cases; blank where no item counts so few."""
    own, all_n = hanging_in(results, block), len(numbers_in(results, block))
    if own.empty:
        return (
            text("Of the items with a rule and fewer than ten cases, no case moves a rank by three places or a class.")
            if count_few_cases(results, block)
            else ""
        )
    if not with_names:
        return counted(
            len(own),
            "On items with a rule and fewer than ten cases, one case moves 1 of {all} units by "
            "three places or a class.",
            "On items with a rule and fewer than ten cases, one case moves {n} of {all} units by "
            "three places or a class.",
            all=all_n,
        )
    return counted(
        len(own),
        "On items with a rule and fewer than ten cases, one case moves 1 of {all} units by "
        "three places or a class: {units}.",
        "On items with a rule and fewer than ten cases, one case moves {n} of {all} units by "
        "three places or a class: {units}.",
        all=all_n,
        units=name_some([results.name_of(unit) for unit in own["unit_code"]]),
    )


def describe_defaults_in(results: Results, block: Block) -> str:
    """Describe how many units of a block hold many points from 0 of 0; blank where none does."""
    own = numbers_in(results, block)
    held = own[[holds_defaults(row) for row in own.to_dict("records")]]
    if held.empty:
        return ""
    low, high = (format_number(points, 2) for points in (min(held["default_points"]), max(held["default_points"])))
    if low == high:
        return counted(
            len(held),
            "1 of {all} units holds at least 5% of its maximum from items without a case (0/0): {points} points.",
            "{n} of {all} units hold at least 5% of their maximum from items without a case (0/0): {points} points "
            "each.",
            all=len(own),
            points=low,
        )
    return text(
        "{n} of {all} units hold at least 5% of their maximum from items without a case (0/0): {low} to {high} points.",
        n=len(held),
        all=len(own),
        low=low,
        high=high,
    )


def tell_cases(row: Any) -> str:
    """Return on how many cases, fewer than ten, a rank or class hangs; a dash where on none. ``row``: small numbers."""
    if not hangs(row) or row["hanging_cases_n"] >= FEW_CASES:
        return DASH
    return counted(int(row["hanging_cases_n"]), "1 case", "{n} cases")


def tell_defaults(row: Any) -> str:
    """Return the points from 0 of 0 where they are told beside the rank; a dash where not. ``row``: small numbers."""
    return format_number(row["default_points"], 2) if holds_defaults(row) else DASH
