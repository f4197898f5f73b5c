"""The sentences of the period report on ranks and areas, written from figures.

In: a period, or the areas of a block. Out: sentences and headings in the language in force, right
for up, down, unchanged, ties, no ranks. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from parreport.columns import rows_of
from parreport.display.formats import format_number, format_pct
from parreport.display.period.sentences import names_of, trends_of
from parreport.display.sentences import name_some, quote_all
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.rounding import round_float
from parreport.years.results import Period

# --- ranks ------------------------------------------------------------------------------------


def title_ranks(period: Period, block: Block) -> str:
    """Return the message of the chart of ranks: the largest moves both ways."""
    movers, year = period.movers[period.movers["block"] == block.code], period.years[0]
    best, worst = max(movers["places"], default=0), min(movers["places"], default=0)
    up = name_some(names_of(period, movers.loc[movers["places"] == max(best, 1), "unit_code"]))
    down = name_some(names_of(period, movers.loc[movers["places"] == min(worst, -1), "unit_code"]))
    gained = counted(best, "1 place", "{n} places")
    lost = counted(-worst, "1 place", "{n} places")
    if up and down:
        facts = {"up_unit": up, "gained": gained, "down_unit": down, "lost": lost, "year": year}
        return text("{up_unit} gained {gained} since {year}, {down_unit} lost {lost}", **facts)
    if up:
        return text("{unit} gained {gained} since {year}", unit=up, gained=gained, year=year)
    if down:
        return text("{unit} lost {lost} since {year}", unit=down, lost=lost, year=year)
    own = period.trends[period.trends["block"] == block.code]
    if own["places"].isna().all():
        return heading_ranks(block)  # places are not told, of a block with gaps for instance
    places = own.loc[(own["first_rank_year"] == year) & own["places"].notna(), "places"].astype(int)
    many = int((places.abs() > 1).sum())  # so many tie that none is named
    if many:
        return text("{n} of {all} units moved two places or more since {year}", n=many, all=len(places), year=year)
    return text("No unit moved more than one place since {year}", year=year)


def heading_ranks(block: Block) -> str:
    """Return the heading over the ranks of a block."""
    return text("Ranks over the years, block {block}", block=block.shown)


def describe_no_ranks(period: Period, block: Block) -> str:
    """Return why a block has no chart of ranks."""
    return text("Fewer than two years have a ranking of block {block}; there is nothing to compare.", block=block.shown)


def describe_cut(period: Period, block: Block) -> list[str]:
    """Say that changes are counted without the limit of 100, where a printed figure was cut at it."""
    own = period.series[period.series["unit_code"].isin(trends_of(period, block)["unit_code"])]
    own = own[own["year"].isin([period.years[0], period.years[-1]])]
    if all(printed == uncapped for printed, uncapped in rows_of(own, "printed_pct", "uncapped_pct")):
        return []
    return [
        text(
            "An index above 100 counts as 100 in rank and class; changes between years are counted without this limit."
        )
    ]


# --- areas ------------------------------------------------------------------------------------


def title_areas(areas: pd.DataFrame) -> str:
    """Return the message of the areas; ``areas``: area_name, change_pp, in print order."""
    known = areas[areas["change_pp"].notna()]
    if known.empty:
        return text("Areas over the years")
    change = known["change_pp"]
    most, least = change.max(), change.min()
    up, down = (quote_all(known.loc[change == end, "area_name"]) for end in (most, least))
    rise, fall = (format_number(end, 1, signed=True) for end in (most, least))
    if most > 0 > least:
        facts = {"up_area": up, "rise": rise, "down_area": down, "fall": fall}
        return text("{up_area} rose most ({rise}), {down_area} fell most ({fall})", **facts)
    if most > 0:
        return text("{area} rose most ({rise})", area=up, rise=rise)
    if least < 0:
        return text("{area} fell most ({fall})", area=down, fall=fall)
    return text("No area moved")


def describe_lowest_areas(areas: pd.DataFrame, years: Sequence[Any]) -> str:
    """Describe which area is lowest now and whether it was so in every year, on comparable items.

    ``areas``: area_name and one column of figures for each year.
    """
    now = areas[areas[years[-1]].notna()]
    if len(now) < 2:
        return ""
    lowest = {year: frozenset(_lowest(areas, year)) for year in years}
    facts = {"area": quote_all(_lowest(areas, years[-1])), "mean": format_pct(now[years[-1]].min(), 1)}
    if len(set(lowest.values())) == 1 and len(years) > 1:
        return text("Lowest on comparable items in every year: {area}, {mean} of the maximum now.", **facts)
    return text("Lowest on comparable items in {year}: {area}, {mean} of the maximum.", year=years[-1], **facts)


def _lowest(areas: pd.DataFrame, year: Any) -> list[str]:
    known = areas[areas[year].notna()]
    figures = [round_float(one, 1) for one in known[year]]
    return [name for name, one in zip(known["area_name"], figures, strict=True) if one == min(figures)]
