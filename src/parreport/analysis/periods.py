"""Several years together: series, areas on comparable items, breaks, persistent weaknesses.

In: the chain of scored years, and years that no chain reaches. Out: the tables of a period.
Source: ``docs/methodology.md`` 4.5 to 4.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import fsum
from typing import Any

import pandas as pd

from parreport.analysis.breaks import BREAKS, find_breaks
from parreport.analysis.chains import Chain, ScoredYear
from parreport.analysis.changes import percent
from parreport.analysis.comparable import SUMS, score_comparable, sum_comparable
from parreport.analysis.mapping import blocks_of, find_splits, link_blocks, trace_units
from parreport.columns import is_blank, round_half_up, rows_of, split_codes
from parreport.rounding import pattern_of, round_float
from parreport.spans import Span

SERIES = (
    "unit_code year own_code block printed_pct uncapped_pct rank ranked_n band gaps_n comparable_pct places is_linked"
).split()
AREA_SERIES = ["block", "area_code", "area_name", "area_name_en", "year", "mean_pct", "units_n"]
AREA_CHANGES = ["block", "area_code", "first_pct", "last_pct", "change_pp"]
AREA_DECIMALS = 1
MISSING = ["unit_code", "year", "reason"]


def trace_period(chain: Chain, others: Sequence[ScoredYear]) -> list[tuple[ScoredYear, dict[str, str]]]:
    """Return all years, first to last, each with the code that each of this year's units had in it.

    ``others`` are years that the chain does not reach; units are followed into them from the
    nearest later year, by their codes.
    """
    found = [
        (year, {unit: code for unit, codes in chain.codes.items() if (code := codes[back])})
        for back, year in enumerate(chain.years)
    ]
    for other in sorted(others, key=lambda one: one.year, reverse=True):
        later, codes = min(
            ((year, codes) for year, codes in found if year.year > other.year), key=lambda one: one[0].year
        )
        before = trace_units([later.units, other.units])
        known = {unit: before[code][1] for unit, code in codes.items()}
        found.append((other, {unit: code for unit, code in known.items() if code}))
    return sorted(found, key=lambda one: one[0].year)


def trace_blocks(chain: Chain, others: Sequence[ScoredYear]) -> dict[Span, dict[str, str]]:
    """Return by year which block each block of this year was: its code then, none where it was not.

    Along the chain as :func:`~parreport.analysis.mapping.link_blocks` says; into ``others`` from the
    nearest later year, by the code that it names or its own. A year that lacks a block is passed over.
    """
    found = {chain.years[0].year: {block.code: block.code for block in chain.years[0].framework}}
    for year, base, links in zip(chain.years[:-1], chain.years[1:], chain.steps, strict=True):
        onward = link_blocks(year.framework, base.framework, links)
        found[base.year] = {own: onward.get(code, code) for own, code in found[year.year].items()}
    frameworks = {year.year: year.framework for year in (*chain.years, *others)}
    for other in sorted(others, key=lambda one: one.year, reverse=True):
        later = min(year for year in found if year > other.year)
        named = {block.code: block.continues for block in frameworks[later]}
        found[other.year] = {
            own: named.get(code, code) if named.get(code, code) in other.framework.by_code else code
            for own, code in found[later].items()
        }
    return found


def describe_series(chain: Chain, others: Sequence[ScoredYear]) -> pd.DataFrame:
    """Return the series of this year's units: one row per unit and year in which it was assessed.

    ``unit_code`` is this year's; ``block`` that of the year, by the code of this year's block that
    continues it, blank where none does. ``printed_pct``, ``rank``, ``ranked_n`` (ranked units of its
    block), ``band`` and ``gaps_n`` are the year's own, as published; ``own_code`` its code then,
    ``uncapped_pct`` the index before any cap, rounded as printed.
    ``comparable_pct``: percent of the maximum over the leaves comparable through the whole chain,
    blank (NaN) where there are none. ``places`` gained against the year before in this table (above
    0 = up), only where the unit was ranked in the same block in both, and no unit of it has gaps in
    either. ``is_linked``: whether the
    chain reaches the year; where it does not, the figures are the published ones and no more.
    Units stand in their order of this year, years from the first to this one.
    """
    comparable = score_comparable(sum_comparable(chain))
    linked = {year.year for year in chain.years}
    rows: list[dict[str, Any]] = []
    before: dict[str, dict[str, Any]] = {}
    partly_before: set[str] = set()
    paths, this = trace_blocks(chain, others), blocks_of(chain.years[0].units)
    for year, codes in trace_period(chain, others):
        own = {str(row["unit_code"]): row for row in year.index.to_dict("records")}
        pattern = pattern_of(year.framework.decimals)
        ranked = year.index[year.index["rank"].notna()].groupby("block").size()
        partly = set(year.index.loc[year.index["gaps_n"] > 0, "block"])
        now = {}
        for unit, code in codes.items():
            row = own[code]
            now[unit] = {
                "unit_code": unit,
                "year": year.year,
                "own_code": code,
                "block": _block_now(row["block"], this[unit], paths[year.year]),
                "printed_pct": row["printed_pct"],
                "uncapped_pct": None if row["uncapped_pct"] is None else round_half_up(row["uncapped_pct"], pattern),
                "rank": row["rank"],
                "ranked_n": int(ranked.get(row["block"], 0)),
                "band": row["band"],
                "gaps_n": row["gaps_n"],
                "comparable_pct": comparable.get((unit, year.year), float("nan")),
                "places": None if row["block"] in partly | partly_before else _places(before.get(unit), row),
                "is_linked": year.year in linked,
            }
        rows += now.values()
        before, partly_before = now, partly
    order = {unit: place for place, unit in enumerate(chain.codes)}
    rows.sort(key=lambda row: (order[row["unit_code"]], row["year"]))
    return pd.DataFrame(rows, columns=SERIES).astype({"rank": "Int64", "places": "Int64"})


def _block_now(code: str, own: str, path: Mapping[str, str]) -> str:
    """Return this year's block that continues one: the unit's own, else the first that does; else blank."""
    if path.get(own) == code:
        return own
    return next((block for block, earlier in path.items() if earlier == code), "")


def _places(then: dict[str, Any] | None, now: dict[Any, Any]) -> int | None:
    if then is None or then["block"] != now["block"]:
        return None
    if is_blank(then["rank"]) or is_blank(now["rank"]):
        return None
    return int(then["rank"]) - int(now["rank"])


def describe_areas(chain: Chain) -> pd.DataFrame:
    """Return the areas on comparable items: one row per block, area of this year and year.

    ``mean_pct``: mean over this year's units of the block, in the years in which they were
    assessed, of their percent of the maximum on the comparable leaves of the area; units with gaps in
    one of the years are left out. ``units_n``: how many units that is. Only years that the chain
    reaches, only areas with comparable leaves. Blocks and areas stand in the framework's order.
    """
    sums = sum_comparable(chain)
    block_of = {unit: blocks[0] for unit, blocks in chain.blocks.items()}
    scores: dict[tuple[str, str, Span], list[float]] = {}
    with_gaps = [set(year.index.loc[year.index["gaps_n"] > 0, "unit_code"]) for year in chain.years]
    left_out = {unit for unit, codes in chain.codes.items() if any(map(_is_in, codes, with_gaps))}
    sums = sums[~sums["unit_code"].isin(left_out)]
    for unit, year, area, points, maximum in rows_of(sums, *SUMS):
        scores.setdefault((block_of[unit], area, year), []).append(percent(points, maximum))
    rows = []
    for block in chain.years[0].framework:
        for area in block.areas:
            for year in reversed(chain.years):
                found = scores.get((block.code, area.code, year.year), [])
                if found:
                    mean = round(fsum(found) / len(found), 9)
                    rows.append((block.code, area.code, area.name, area.name_en, year.year, mean, len(found)))
    return pd.DataFrame(rows, columns=AREA_SERIES)


def _is_in(code: str | None, codes: set[str]) -> bool:
    return code in codes


def describe_breaks(chain: Chain, others: Sequence[ScoredYear]) -> pd.DataFrame:
    """Return what changed from each year of the period to the next: the rows of ``find_breaks``.

    ``block`` is the block of this year, whatever its code was then.
    """
    order = sorted([*chain.years, *others], key=lambda one: one.year)
    steps = {
        (year.year, base.year): links
        for year, base, links in zip(chain.years[:-1], chain.years[1:], chain.steps, strict=True)
    }
    paths, tables = trace_blocks(chain, others), []
    for base, year in pairwise(order):
        found = find_breaks(year, base, steps.get((year.year, base.year)))
        tables += [found[found["block"] == code].assign(block=own) for own, code in paths[year.year].items()]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=BREAKS)


def find_missing(chain: Chain, others: Sequence[ScoredYear]) -> pd.DataFrame:
    """Find the years that a unit's series lacks: one row per unit of this year and such a year.

    ``reason``: ``no_index`` (nothing applied to it), ``no_points`` (it sent nothing), ``merged`` (it was
    made of several units since), ``split`` (it is a part of a unit that was split since),
    ``not_assessed`` (it is not among the units of that year).
    """
    bases = [dict(rows_of(year.units, "unit_code", "base_unit_code")) for year in chain.years]
    merged_in = {
        unit: [
            year.year
            for year, base, code in zip(chain.years, bases, codes, strict=True)
            if code and len(split_codes(base[code])) > 1
        ]
        for unit, codes in chain.codes.items()
    }
    splits = [
        {part for code, parts in find_splits(year.units).items() for part in parts if part != code}
        for year in chain.years
    ]
    split_in = {
        unit: [year.year for year, parts, code in zip(chain.years, splits, codes, strict=True) if code in parts]
        for unit, codes in chain.codes.items()
    }
    rows = []
    for year, codes in trace_period(chain, others):
        columns = rows_of(year.index, "unit_code", "uncapped_pct", "gaps_n")
        without = {unit: "no_points" if gaps else "no_index" for unit, pct, gaps in columns if pct is None}
        for unit in chain.codes:
            if unit in codes and codes[unit] not in without:
                continue
            made = (("merged", merged_in), ("split", split_in))
            since = [how for how, when in made if any(year.year < later for later in when[unit])]
            reason = without[codes[unit]] if unit in codes else since[0] if since else "not_assessed"
            rows.append((unit, year.year, reason))
    return pd.DataFrame(rows, columns=MISSING)


def compare_area_years(area_series: pd.DataFrame) -> pd.DataFrame:
    """Compare the first year with the last one: one row per block and area of ``area_series``.

    ``first_pct`` and ``last_pct``: its mean in the first and the last year in which the block has
    any; ``change_pp`` the one less the other, both as printed, with :data:`AREA_DECIMALS`. NaN where the
    area has no mean of that year.
    """
    rows = []
    for (block, area), own in area_series.groupby(["block", "area_code"], sort=False):
        years = area_series.loc[area_series["block"] == block, "year"]
        means = dict(rows_of(own, "year", "mean_pct"))
        first, last = (means.get(year, float("nan")) for year in (years.min(), years.max()))
        known = first == first and last == last
        change = float(round_float(last, AREA_DECIMALS) - round_float(first, AREA_DECIMALS)) if known else last - first
        rows.append((block, area, first, last, change))
    return pd.DataFrame(rows, columns=AREA_CHANGES)
