"""The sentences on how sure ranks are, written from figures.

In: results, a block or a unit. Out: sentences in the language in force, right for ranges by
sampling errors and by weights, a single place, ties, one ranked unit, no range. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank, split_codes
from parreport.display.formats import DASH, format_count, format_pct
from parreport.display.parts import join_words
from parreport.display.sentences import join_sentences, quote, ranking_of, tell_some
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results, shown_name

NAMES_SHOWN = 5


def ranges_of(results: Results, block: Block) -> pd.DataFrame:
    """Return the ranked units of a block in order of rank, with what is known on their ranks."""
    ranking = ranking_of(results, block)
    names = ["unit_code", "unit_name", "unit_name_en", "printed_pct", "band"]
    ranked = ranking.loc[ranking["rank"].notna(), names]
    return ranked.merge(results.robustness, on="unit_code", how="left", validate="one_to_one")


def range_kind(ranges: pd.DataFrame) -> str:
    """Return what the ranges of a block rest on: sampling, weights; blank where it has none."""
    return str(ranges["range_by"].iloc[0]) if len(ranges) > 1 else ""


def weights_matter(ranges: pd.DataFrame) -> bool:
    """Return whether a block has several weights, so that drawing them tells something."""
    return int(ranges["groups_n"].iloc[0]) > 1


def print_rank(row: Any) -> str:
    """Return a rank with its range as printed, 7 (5–10); the rank alone where it has no range."""
    if is_blank(row["rank"]):
        return DASH
    if is_blank(row["range_low"]):
        return str(row["rank"])
    return f"{row['rank']} ({row['range_low']}{DASH}{row['range_high']})"


def describe_ranges(kind: str) -> str:
    """Return what the brackets behind a rank hold, for captions; blank without ranges."""
    if kind == "sampling":
        return text("in brackets: the 95 % confidence set of all ranks, from the survey's error")
    if kind == "weights":
        return text("in brackets: the range of the rank in 5–95 % of the draws of weights")
    return ""


def describe_draws(results: Results, ranges: pd.DataFrame) -> str:
    """Describe how the range of ranks in a block was found."""
    draws = format_count(int(ranges["draws_n"].iloc[0]))
    if range_kind(ranges) == "sampling":
        return text(
            "The survey asks some of the people, so its points have a sampling error. The range of a rank holds "
            "every place that agrees with it, for all units of the block together with 95 % confidence."
        )
    if results.parameters.appraisal_noise:
        return text(
            "In {draws} draws the weights of areas and criteria rise or fall by up to a quarter each, and each "
            "appraised item by at most one step of its points. The range of a rank holds the places from the 5 % "
            "to the 95 % rank of the draws.",
            draws=draws,
        )
    return text(
        "In {draws} draws the weights of areas and criteria rise or fall by up to a quarter each. The range of a "
        "rank holds the places from the 5 % to the 95 % rank of the draws.",
        draws=draws,
    )


def firm_units(ranges: pd.DataFrame) -> pd.DataFrame:
    """Return the units whose range is the one place on which they stand."""
    rank = ranges["rank"]
    return ranges[(ranges["range_low"] == rank) & (ranges["range_high"] == rank)]


def heading_firm(ranges: pd.DataFrame) -> str:
    """Return the finding over the chart of ranges: how many ranks are firm."""
    firm, n = len(firm_units(ranges)), len(ranges)
    if firm == 0:
        return text("No rank is firm")
    if firm == n:
        return text("All ranks are firm")
    return counted(firm, "Firm: 1 of {all} ranks", "Firm: {n} of {all} ranks", all=n)


def describe_firm(ranges: pd.DataFrame) -> str:
    """Describe which ranks are firm, and whose range is the widest."""
    firm = firm_units(ranges)
    if len(firm) == len(ranges):
        return text("Every unit stands on one place only: all ranks are firm.")
    if firm.empty:
        sentence = text("No rank is firm: no unit's range is just the place on which it stands.")
    elif len(firm) <= NAMES_SHOWN:
        sentence = counted(
            len(firm),
            "One rank is firm, its range is a single place: {units}.",
            "{n} ranks are firm, the range of each is a single place: {units}.",
            units=join_words(_names(firm)),
        )
    else:
        counts = {"n": len(firm), "all": len(ranges)}
        sentence = text("{n} of {all} ranks are firm: the range of each is a single place.", **counts)
    width = (ranges["range_high"] - ranges["range_low"]).astype(int)
    widest = ranges[width == width.max()]
    first = widest.iloc[0]
    facts = {"low": first["range_low"], "high": first["range_high"], "unit": shown_name(first)}
    if len(widest) == 1:
        return f"{sentence} " + text("The widest range is that of {unit}: places {low} to {high}.", **facts)
    facts["places"] = int(width.max()) + 1
    return f"{sentence} " + text("The widest ranges hold {places} places, as at {unit}: {low} to {high}.", **facts)


def describe_first_place(ranges: pd.DataFrame) -> str:
    """Describe which units come first in the draws of weights, and how often; blank without draws."""
    if not weights_matter(ranges):
        return ""
    order = ranges.sort_values("first_share", ascending=False, kind="stable")
    first = order[order["first_share"] > 0]
    always = _names(first[first["first_share"] == 1])
    if len(always) > 1:
        return text("Whatever the weights in the draws, {units} share first place.", units=join_words(always))
    if always:
        return text("Whatever the weights in the draws, {unit} comes first.", unit=always[0])
    told = [
        text("{unit} in {share}", unit=shown_name(row), share=_share(row["first_share"]))
        for row in first.head(NAMES_SHOWN).to_dict("records")
    ]
    units, n = join_words(told), len(first)
    if n > NAMES_SHOWN:
        return text("{n} units come first in some of the draws, most often {units} of them.", n=n, units=units)
    return text("First place depends on the weights: {units} of the draws.", units=units)


def _share(share: float) -> str:
    """Return a share of draws in percent, never a rounded 0 or 100 that is none."""
    if 0 < share < 0.005:
        return text("under 1 %")
    if 0.995 <= share < 1:
        return text("over 99 %")
    return format_pct(100 * share, 0)


def print_share(share: Any) -> str:
    """Return a share of draws as a cell of a table: a dash where blank, never a rounded 0 or 100."""
    if is_blank(share):
        return DASH
    if 0 < share < 0.005:
        return "< 1%"
    return "> 99%" if 0.995 <= share < 1 else format_pct(100 * share, 0)


def describe_area_out(ranges: pd.DataFrame, block: Block) -> str:
    """Describe what leaving out one area does to the ranks; blank where no area can be left out."""
    known = ranges[ranges["area_out_max_rank_change"].notna()]
    if known.empty:
        return ""
    most = int(known["area_out_max_rank_change"].max())
    if most == 0:
        return text("No rank changes when any one area is left out.")
    moved = known[known["area_out_max_rank_change"] == most]
    row = moved.iloc[0]
    return counted(
        len(moved),
        "Leaving out one area moves {unit} most: without {area} it would stand on place {then} instead of {now}.",
        "Leaving out one area moves {n} units most; without {area} {unit} would stand on place {then} instead of "
        "{now}.",
        unit=shown_name(row),
        area=quote(block.by_code[row["area_out"]].shown),
        then=row["area_out_rank"],
        now=row["rank"],
    )


def describe_clear(ranges: pd.DataFrame) -> str:
    """Describe which units differ clearly; blank without sampling errors."""
    if range_kind(ranges) != "sampling":
        return ""
    n = len(ranges)
    pairs, unclear = n * (n - 1) // 2, int(ranges["unclear_n"].sum()) // 2
    if unclear == 0:
        return text("Every two units differ clearly, beyond the sampling error of the survey.")
    if unclear == pairs:
        return text("No two units differ clearly: the survey's sampling error could explain it.")
    sentence = counted(
        pairs - unclear,
        "Of {pairs} pairs of units 1 differs clearly; the others do not differ more than the survey's sampling "
        "error could explain.",
        "Of {pairs} pairs of units {n} differ clearly; the others do not differ more than the survey's sampling "
        "error could explain.",
        pairs=format_count(pairs),
    )
    return f"{sentence} {_describe_near_first(ranges)}"


def _describe_near_first(ranges: pd.DataFrame) -> str:
    first = ranges.iloc[0]
    unit, near, n = shown_name(first), split_codes(first["unclear_units"]), int(first["unclear_n"])
    if n == 0:
        return text("{unit}, in first place, is clearly ahead of all others.", unit=unit)
    if n > NAMES_SHOWN or not near:
        return text("{unit}, in first place, does not differ clearly from {n} units.", unit=unit, n=n)
    others = join_words(_names(ranges.set_index("unit_code").loc[list(near)]))
    return text("{unit}, in first place, does not differ clearly from {others}.", unit=unit, others=others)


def _names(units: pd.DataFrame) -> list[str]:
    return [shown_name(row) for row in units.to_dict("records")]


def unit_ranges(results: Results, unit: str) -> Any:
    """Return the robustness row of a unit."""
    return results.robustness[results.robustness["unit_code"] == unit].iloc[0]


def describe_rank_range(results: Results, unit: str) -> str:
    """Describe how sure the rank of a unit is; blank where nothing can be said."""
    row = unit_ranges(results, unit)
    ranked = results.index.loc[results.index["unit_code"] == unit, "ranked_n"].iloc[0]
    if is_blank(row["range_low"]) or int(ranked) == 1:
        return ""
    low, high = int(row["range_low"]), int(row["range_high"])
    rank = print_rank(row) if low < high else str(row["rank"])
    facts = {"rank": rank, "low": low, "high": high}
    if row["range_by"] == "weights":
        if low == high:
            return text(
                "Rank {rank}: even when the weights of areas and criteria change by up to a quarter, it stands "
                "on place {low} in at least 90 % of the draws.",
                **facts,
            )
        return text(
            "Rank {rank}: when the weights of areas and criteria change by up to a quarter, it stands between "
            "places {low} and {high} in at least 90 % of the draws.",
            **facts,
        )
    if low == high:
        sentence = text(
            "Rank {rank}: the sampling error of the survey leaves it no other place, for all units of the block "
            "together with 95 % confidence.",
            **facts,
        )
    else:
        sentence = text(
            "Rank {rank}: with the sampling error of the survey its place is between {low} and {high}, for all "
            "units of the block together with 95 % confidence.",
            **facts,
        )
    unclear = tell_some(
        int(row["unclear_n"]),
        "It does not differ clearly from 1 other ranked unit.",
        "It does not differ clearly from {n} other ranked units.",
    )
    return join_sentences(sentence, *(unclear or [text("It differs clearly from every other ranked unit.")]))
