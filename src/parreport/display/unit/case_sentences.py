"""The sentences on what small numbers decide for one unit, written from figures.

In: results and a unit. Out: sentences in the language in force, right for up and down, rank or class
alone, one case or several, units without a rank; blank where there is nothing to say. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank, split_codes
from parreport.display.formats import format_amount, format_number, format_pct, join_words
from parreport.display.sentences import join_sentences, quote
from parreport.display.tables import item_name
from parreport.display.unit.sentences import unit_row
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.sureness_columns import FEW_CASES
from parreport.years.results import Results

WORTH_TELLING_PCT = 5
"""Points from 0 of 0 are told beside the rank from this share of the unit's maximum."""


def numbers_of(results: Results, unit: str) -> Any:
    """Return the row of small numbers of a unit; None where it has none."""
    own = results.small_numbers[results.small_numbers["unit_code"] == unit]
    return None if own.empty else own.iloc[0]


def fragile_of(results: Results, unit: str) -> pd.DataFrame:
    """Return the ratio leaves of a unit, each with one case more and one less."""
    return results.fragility[results.fragility["unit_code"] == unit]


def hangs(row: Any) -> bool:
    """Return whether one case moves a unit's rank by three places, or its class."""
    return row is not None and not is_blank(row["hangs_on_few_cases"]) and bool(row["hangs_on_few_cases"])


def holds_defaults(row: Any) -> bool:
    """Return whether a unit holds so many points from 0 of 0 that they are told beside its rank."""
    if row is None or is_blank(row["default_share_pct"]):
        return False
    return bool(row["default_share_pct"] >= WORTH_TELLING_PCT)


def show_band(block: Block, name: Any) -> str:
    """Return a class as it is shown in the language in force, between quotation marks."""
    return quote(next(band.shown for band in block.bands if band.name == name))


def list_cases(results: Results, unit: str, codes: str, named: bool = True) -> str:
    """Return leaves by code and name, or by code alone, each with the cases that the unit declared."""
    block, own = results.block_of(unit), fragile_of(results, unit).set_index("item_code")
    told = []
    for code in split_codes(codes):
        had, of = (format_amount(own.loc[code, name]) for name in ("numerator", "denominator"))
        told.append(f"{item_name(block.by_code[code]) if named else code} ({had}/{of})")
    return join_words(told)


def describe_hanging(results: Results, unit: str, few: bool = True) -> str:
    """Describe which rank or class one case decides, on fewer than ten cases or, with ``few`` false, on more."""
    row, index = numbers_of(results, unit), unit_row(results, unit)
    if not hangs(row) or (row["hanging_cases_n"] < FEW_CASES) != few:
        return ""
    block, n = results.block_of(unit), int(row["hanging_cases_n"])
    facts: dict[str, Any] = {"items": list_cases(results, unit, row["hanging_items"])}
    moved = not is_blank(row["hanging_rank"]) and row["hanging_rank"] != index["rank"]
    if not is_blank(row["hanging_rank"]):
        facts |= {"rank": index["rank"], "then": row["hanging_rank"]}
    if row["hanging_band"] != index["band"]:
        facts |= {"band": show_band(block, index["band"]), "other": show_band(block, row["hanging_band"])}
        if not moved:
            return counted(
                n,
                "One case decides between class {band} and class {other}: no more than 1 case is counted in {items}.",
                "One of {n} cases decides between class {band} and class {other}; they are counted in {items}.",
                **facts,
            )
        return counted(
            n,
            "One case decides between rank {rank} and rank {then}, class {band} and class {other}: no more than 1 case "
            "is counted in {items}.",
            "One of {n} cases decides between rank {rank} and rank {then}, class {band} and class {other}; they are "
            "counted in {items}.",
            **facts,
        )
    return counted(
        n,
        "One case decides between rank {rank} and rank {then}: no more than 1 case is counted in {items}.",
        "One of {n} cases decides between rank {rank} and rank {then}; they are counted in {items}.",
        **facts,
    )


def describe_defaults(results: Results, unit: str) -> str:
    """Describe the points held from 0 of 0, and where the unit would stand without them; blank where they are few."""
    row, index = numbers_of(results, unit), unit_row(results, unit)
    if not holds_defaults(row):
        return ""
    own = fragile_of(results, unit)
    held = [points for points in own["default_points"] if not is_blank(points) and points > 0]
    total = index["points"] + index["bonus_points"] - index["penalty_points"]
    first = counted(
        len(held),
        "{points} of its {total} points come from 1 item without a case (0/0).",
        "{points} of its {total} points come from {n} items without a case (0/0).",
        points=format_number(row["default_points"], 2),
        total=format_number(total, 2),
    )
    return join_sentences(first, _describe_without(results, unit, row, index), _describe_failed(results, unit, index))


def describe_weak_without_cases(results: Results, unit: str, weak: pd.DataFrame) -> str:
    """Describe how many weaknesses are items on which nothing happened, with 0 points; blank where none is."""
    n = int(weak["without_cases"].sum())
    if not n:
        return ""
    return text(
        "Weaknesses on items without cases (0/0, which count 0 points): {n} of {all}. They do not tell how well the "
        "unit works.",
        n=n,
        all=len(weak),
    )


def _describe_failed(results: Results, unit: str, index: Any) -> str:
    """Describe where one case that goes against the unit, on items without any, leads; blank where it moves no rank."""
    own = fragile_of(results, unit).to_dict("records")
    known = [row for row in own if not is_blank(row["rank_failed_case"]) and not is_blank(index["rank"])]
    moved = [row for row in known if row["rank_failed_case"] != index["rank"]]
    if not moved:
        return ""
    worst = max(moved, key=lambda row: abs(row["rank_failed_case"] - index["rank"]))
    codes = [worst["item_code"], *split_codes(worst["shared_items"])]
    return text(
        "With a first case that goes against it in {items}, the unit would have rank {then} instead of {rank}.",
        items=", ".join(codes),
        then=worst["rank_failed_case"],
        rank=index["rank"],
    )


def _describe_without(results: Results, unit: str, row: Any, index: Any) -> str:
    if is_blank(row["index_without_defaults"]):
        return text("No item would be left without them.")
    n, block = int(row["default_items_n"]), results.block_of(unit)
    standing = []
    if not is_blank(row["rank_without_defaults"]):
        facts = {"rank": index["rank"], "then": row["rank_without_defaults"]}
        standing.append(
            text("still rank {rank}", **facts)
            if facts["rank"] == facts["then"]
            else text("rank {then} instead of {rank}", **facts)
        )
    if len(block.bands) > 1 and not is_blank(row["band_without_defaults"]):
        bands = {"band": show_band(block, index["band"]), "other": show_band(block, row["band_without_defaults"])}
        same = index["band"] == row["band_without_defaults"]
        standing.append(
            text("still class {band}", **bands) if same else text("class {other} instead of {band}", **bands)
        )
    pct = format_pct(row["index_without_defaults"], results.framework.decimals)
    if not standing:
        return counted(
            n,
            "If this item left points and maximum, the unit would reach {index}.",
            "If the {n} items without a case left points and maximum, the unit would reach {index}.",
            index=pct,
        )
    return counted(
        n,
        "If this item left points and maximum, other units held still, the unit would reach {index}: {standing}.",
        "If the {n} items without a case left points and maximum, other units held still, the unit would reach "
        "{index}: {standing}.",
        index=pct,
        standing=", ".join(standing),
    )
