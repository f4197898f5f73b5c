"""The sentences of the period report, written from figures.

In: a period. Out: sentences and headings in the language in force, right for one year, two or many,
up, down and unchanged, ties, units that appear, merge or end, no ranks, a break. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.formats import format_number, format_pct, join_words
from parreport.display.sentences import NAMES_TOLD, describe_counts, join_sentences, name_some, tell_way
from parreport.inputs.framework import Block
from parreport.language import TimeName, counted, text
from parreport.spans import Name, Span, are_even, are_years
from parreport.years.results import Period


def years_of(period: Period) -> TimeName:
    """Return the years of a period as its subtitle says them: 2016–2018, Q1 2026 to Q3 2026."""
    first, last = period.years[0], period.years[-1]
    if are_years(period.years):
        return Name(f"{first}–{last}", is_year=True)
    if len(period.years) == 2:
        return Name(join_words([str(first), str(last)]))
    return Name(text("{first} to {last}", first=first, last=last))


def list_years(times: Iterable[Span | int]) -> TimeName:
    """Return years as a sentence lists them, three or more in a row as 2016–2018; parts of years one by one."""
    ordered = sorted(times)
    if not are_years(ordered):
        return Name(join_words([str(one) for one in ordered]), is_year=are_years(ordered[:1]))
    years = [int(one) for one in ordered]
    runs = [[year for _, year in run] for _, run in groupby(enumerate(years), lambda one: one[1] - one[0])]
    told = [part for run in runs for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))]
    return Name(join_words(told), is_year=True)


def describe_axis(years: Sequence[Span]) -> str:
    """Return how times stand on an axis where they are not in steps of one length; blank where they are."""
    if are_even(years):
        return ""
    return text("Times stand at equal distances, whatever time lies between their ends.")


def units_of(period: Period, block: Block) -> pd.DataFrame:
    """Return this year's units of a block in print order: by rank, then by index, then as filed."""
    own = period.results.index[period.results.index["block"] == block.code]
    order = own["rank"].astype("float").fillna(float("inf"))
    values = own["printed_pct"].map(lambda x: float("inf") if is_blank(x) else -float(x))
    return own.assign(_rank=order, _value=values).sort_values(["_rank", "_value"], kind="stable")


def names_of(period: Period, codes: Iterable[Any]) -> list[str]:
    """Return the names of units, in the order given."""
    return [period.results.name_of(str(code)) for code in codes]


def trends_of(period: Period, block: Block) -> pd.DataFrame:
    """Return the trends of the units of a block that have figures of the first and the last year."""
    own = period.trends[period.trends["block"] == block.code]
    return own[(own["first_year"] == period.years[0]) & own["change_pp"].notna()]


def breaks_of(period: Period, block: Block) -> list[bool]:
    """Return for each pair of adjacent years whether the series of a block breaks between them."""
    own = period.breaks[(period.breaks["block"] == block.code) & period.breaks["is_break"]]
    broken = set(own["year"])
    return [year in broken for year in period.years[1:]]


def is_comparison_needed(period: Period, block: Block) -> bool:
    """Return whether the comparable index of a block tells more than the published one."""
    own = period.breaks[period.breaks["block"] == block.code]
    return bool((own["is_break"] & (own["change"] != "unlinked")).any())


def describe_shift(change: Any, decimals: int) -> str:
    """Return how a figure moved, as the end of a sentence: up, down, unchanged."""
    size = format_number(abs(change), decimals)
    if change > 0:
        return text("up {size} percentage points", size=size)
    if change < 0:
        return text("down {size} percentage points", size=size)
    return text("without change")


# --- headline ---------------------------------------------------------------------------------


def describe_single_year(period: Period) -> str:
    """Return why a report of one year tells nothing of a period."""
    return text(
        "Only {year} is at hand. This report needs earlier years: name them as base or history in the parameters.",
        year=period.years[0],
    )


def describe_block(period: Period, block: Block) -> str:
    """Describe in a few sentences what the years brought to a block: mean, comparable mean, lead."""
    rows = period.block_series[period.block_series["block"] == block.code]
    decimals, year = period.decimals, period.years[-1]
    if (rows.empty or rows.iloc[-1]["year"] != year) and _has_gaps(period, block, year):
        return text(
            "Block {block}: no unit has all points of {year} yet; there is no mean.", block=block.shown, year=year
        )
    if rows.empty or rows.iloc[-1]["year"] != year:
        return text("Block {block}: no unit has an index of {year}.", block=block.shown, year=year)
    first, last = rows.iloc[0], rows.iloc[-1]
    facts = {"block": block.shown, "year": year, "mean": format_pct(last["mean_pct"], decimals)}
    same = period.same_units[period.same_units["block"] == block.code]
    if not same.empty:
        sentence = _describe_means(same.iloc[0], rows, decimals, facts)
    elif len(rows) > 1:
        sentence = text(
            "Block {block}: the mean index was {first} in {first_year} and is {mean} in {year}, of other units.",
            first=format_pct(first["mean_pct"], decimals),
            first_year=first["year"],
            **facts,
        )
    else:
        return text("Block {block} has figures of {year} only; the mean index is {mean}.", **facts)
    return join_sentences(sentence, describe_same_items(period, block), describe_leaders(period, block))


def _has_gaps(period: Period, block: Block, *years: Span) -> bool:
    """Return whether units of a block have items without points in some of these years."""
    own = period.series[period.series["unit_code"].isin(units_of(period, block)["unit_code"])]
    return bool((own.loc[own["year"].isin(years), "gaps_n"] > 0).any())


def _describe_means(same: Any, rows: pd.DataFrame, decimals: int, facts: dict[str, Any]) -> str:
    """Describe the mean of a block then and now, by the units of both years; what others did to it, apart."""
    n, first_year = int(same["units_n"]), same["first_year"]
    shift = describe_shift(same["change_pp"], decimals)
    counts = dict(rows_of(rows, "year", "units_n"))
    facts |= {"first_year": first_year, "shift": shift}
    if counts.get(first_year) == n == counts.get(facts["year"]):
        return text(
            "Block {block}: the mean index was {first} in {first_year} and is {mean} in {year}, {shift}.",
            first=format_pct(same["first_pct"], decimals),
            **facts,
        )
    ends = {"then": format_pct(same["first_pct"], decimals), "now": format_pct(same["last_pct"], decimals)}
    sentence = counted(
        n,
        "Block {block}: the mean index is {mean} in {year}; the one unit with figures of both years went from {then} "
        "in {first_year} to {now}, {shift}.",
        "Block {block}: the mean index is {mean} in {year}; the {n} units with figures of both years went from {then} "
        "in {first_year} to {now} on average, {shift}.",
        **facts,
        **ends,
    )
    if is_blank(same["others_pp"]):
        return sentence
    others = text(
        "The mean of all units was {first} in {first_year}; units of one of the two years only moved it by {others} "
        "percentage points.",
        first=format_pct(same["mean_first_pct"], decimals),
        first_year=first_year,
        others=format_number(same["others_pp"], decimals, signed=True),
    )
    return join_sentences(sentence, others)


def describe_same_items(period: Period, block: Block) -> str:
    """Describe the mean of a block over what all linked years measure; blank where it is the same."""
    rows = period.block_series[period.block_series["block"] == block.code]
    known = rows[rows["comparable_mean_pct"].notna()]
    if len(known) < 2 or not is_comparison_needed(period, block):
        return ""
    first, last = known.iloc[0], known.iloc[-1]
    return counted(
        int(last["same_n"]),
        "On the items that all years from {first_year} measure, the one unit with all points in them {moved}.",
        "On the items that all years from {first_year} measure, the {n} units with all points in them {moved} on "
        "average.",
        first_year=first["year"],
        moved=tell_way(last["comparable_change_pp"], first["comparable_mean_pct"], last["comparable_mean_pct"]),
    )


def describe_leaders(period: Period, block: Block) -> str:
    """Describe who came first in the years of a block, and who last in all of them."""
    own = period.series[period.series["unit_code"].isin(units_of(period, block)["unit_code"])]
    ranked = own[(own["block"] == block.code) & own["rank"].notna()]
    if ranked.empty or ranked["ranked_n"].max() < 2:
        return ""
    leads = ranked[ranked["rank"] == 1].sort_values("year", kind="stable")
    firsts: dict[Any, tuple[Any, ...]] = {year: tuple(units) for year, units in leads.groupby("year")["unit_code"]}
    sentence = ""
    if len(set(firsts.values())) == 1 and list(firsts) == period.years:
        sentence = _describe_lead(names_of(period, firsts[period.years[0]]), len(period.years))
    elif firsts:
        held = leads.groupby("unit_code", sort=False)["year"]
        told = [f"{period.results.name_of(str(unit))} ({list_years(years)})" for unit, years in held]
        listed = "; ".join(told) if len(told) <= NAMES_TOLD else name_some(told)
        sentence = text("First place: {listed}.", listed=listed)
    alone = ranked[ranked["rank"].astype(int) == ranked["ranked_n"].astype(int)]
    counts = alone["unit_code"].value_counts()
    lasts = names_of(period, counts.index[counts == len(period.years)])
    is_told = lasts and ranked["ranked_n"].min() > 1
    return join_sentences(sentence, _describe_last(lasts[0], len(period.years)) if is_told else "")


def _describe_lead(names: list[str], n: int) -> str:
    """Describe who came first in all years, ``n`` of them."""
    units = name_some(names)
    if len(names) == 1:
        if n == 2:
            return text("{unit} came first in both years.", unit=units)
        return text("{unit} came first in all {n} years.", unit=units, n=n)
    if n == 2:
        return text("{units} shared first place in both years.", units=units)
    return text("{units} shared first place in all {n} years.", units=units, n=n)


def _describe_last(unit: str, n: int) -> str:
    """Describe who came last in all years, ``n`` of them."""
    if n == 2:
        return text("{unit} came last in both years.", unit=unit)
    return text("{unit} came last in all {n} years.", unit=unit, n=n)


# --- index ------------------------------------------------------------------------------------


def moves_of(period: Period, block: Block) -> Any:
    """Return how many units of a block rose and fell since the first year; None where none has both."""
    own = period.moves[period.moves["block"] == block.code]
    return None if own.empty else own.iloc[0]


def heading_index(period: Period, block: Block) -> str:
    """Return the finding over the index of a block's units."""
    moves, year = moves_of(period, block), period.years[0]
    if moves is None:
        return text("Block {block}: the index of each unit", block=block.shown)
    n, up, facts = moves["units_n"], moves["up_n"], {"block": block.shown, "year": year}
    everyone = len(units_of(period, block))
    if everyone == 1:
        return text("Block {block}: the index of its one unit since {year}", **facts)
    if n < everyone and n in (up, moves["down_n"], moves["same_n"]):
        return _heading_of_some(n, up, moves["down_n"], **facts)
    if n < everyone:
        return counted(
            n,
            "Block {block}: {up} of 1 unit with figures of {year} and now stands higher",
            "Block {block}: {up} of {n} units with figures of {year} and now stand higher",
            up=up,
            **facts,
        )
    if moves["same_n"] == n:
        return text("Block {block}: all units stand as in {year}", **facts)
    if up == n:
        return text("Block {block}: all units stand higher than in {year}", **facts)
    if moves["down_n"] == n:
        return text("Block {block}: all units stand lower than in {year}", **facts)
    if not up:
        return text("Block {block}: no unit stands higher than in {year}", **facts)
    return text("Block {block}: {up} of {n} units stand higher than in {year}", up=up, n=n, **facts)


def _heading_of_some(n: int, up: int, down: int, **facts: Any) -> str:
    """Return the finding where the units with figures of both years, not all of the block, went one way."""
    if up:
        return counted(
            n,
            "Block {block}: the one unit with figures of both years stands higher than in {year}",
            "Block {block}: all {n} units with figures of both years stand higher than in {year}",
            **facts,
        )
    if down:
        return counted(
            n,
            "Block {block}: the one unit with figures of both years stands lower than in {year}",
            "Block {block}: all {n} units with figures of both years stand lower than in {year}",
            **facts,
        )
    return counted(
        n,
        "Block {block}: the one unit with figures of both years stands as in {year}",
        "Block {block}: all {n} units with figures of both years stand as in {year}",
        **facts,
    )


def title_index(period: Period, block: Block) -> str:
    """Return the message of the small plots: who rose most, who fell most."""
    changes = list(rows_of(trends_of(period, block), "unit_code", "change_pp"))
    most, least = (end((change for _, change in changes), default=0) for end in (max, min))
    ups, downs = (name_some(names_of(period, [u for u, change in changes if change == end])) for end in (most, least))
    rise, fall = (format_number(end, period.decimals, signed=True) for end in (most, least))
    if most > 0 > least:
        facts = {"up_unit": ups, "rise": rise, "down_unit": downs, "fall": fall}
        return text("{up_unit} rose most ({rise}), {down_unit} fell most ({fall})", **facts)
    if most > 0:
        return text("{unit} rose most ({rise})", unit=ups, rise=rise)
    if least < 0:
        return text("{unit} fell most ({fall})", unit=downs, fall=fall)
    return text("The index of each unit over the years")


def describe_moves(period: Period, block: Block) -> str:
    """Describe how many units of a block rose, fell and stayed since the first year."""
    moves, year = moves_of(period, block), period.years[0]
    if moves is None:
        facts = {"block": block.shown, "first": year, "last": period.years[-1]}
        if _has_gaps(period, block, year, period.years[-1]):
            return text("No unit of block {block} has all points of both {first} and {last}.", **facts)
        return text("No unit of block {block} has an index of both {first} and {last}.", **facts)
    return describe_counts(moves, year)
