"""What several years come to: the way of each unit, the mean of each block, units that ended.

In: the series of a period, its decomposition, its scored years. Out: trends, block series, ended
units. Source: ``docs/methodology.md`` 4.9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil, fsum
from typing import Any

import pandas as pd

from parreport.analysis.chains import ScoredYear
from parreport.analysis.mapping import blocks_of, find_splits
from parreport.analysis.overview import average_index
from parreport.columns import is_blank, round_half_up, rows_of, split_codes
from parreport.rounding import pattern_of, round_float
from parreport.spans import Span

ZERO = Decimal(0)
FEWEST_PLACES = 2
TRENDS = (
    "unit_code block first_year first_pct change_pp first_rank_year first_rank places comparable_change_pp "
    "performance_pp framework_pp bonus_penalty_pp total_pp"
).split()
SAME_UNITS = "block first_year units_n first_pct last_pct change_pp mean_first_pct mean_last_pct others_pp".split()
BLOCK_SERIES = "block year units_n mean_pct change_pp same_n comparable_mean_pct comparable_change_pp".split()
ENDED = ["unit_code", "unit_name", "unit_name_en", "block", "last_year", "successors"]
PARTS = {
    "leaf": "performance_pp",
    "framework": "framework_pp",
    "bonus_penalty": "bonus_penalty_pp",
    "total": "total_pp",
}


def describe_trends(
    series: pd.DataFrame, decomposition: pd.DataFrame, units: pd.DataFrame, decimals: int
) -> pd.DataFrame:
    """Sum up the way of each unit of this year: one row per unit, in the order of ``units``.

    ``first_pct``: its printed index in ``first_year``, the first year of the series in which it has
    one without gaps; ``change_pp``: this year's printed index less that, both without cap, with
    ``decimals``; blank where this is the only year, or this year's has gaps.
    ``first_rank``: its rank in ``first_rank_year``, the first year in which it was ranked in the
    block in which it stands; ``places`` gained since (above 0 = up), blank likewise, where it is not
    ranked now, or where a unit of the block has gaps in either year. ``comparable_change_pp``: the
    same of the comparable index, over the years that are linked. ``performance_pp``,
    ``framework_pp``, ``bonus_penalty_pp``, ``total_pp``: the parts
    of the decomposition, that of the leaves summed; blank where it has none.
    """
    own = {str(unit): rows.to_dict("records") for unit, rows in series.groupby("unit_code")}
    parts = _sum_parts(decomposition)
    partly = set(rows_of(series[series["gaps_n"] > 0], "block", "year"))
    pattern = pattern_of(decimals)
    rows = [
        _trend(unit, block, own.get(unit, []), pattern, partly) | parts.get(unit, {})
        for unit, block in rows_of(units, "unit_code", "block")
    ]
    whole = dict.fromkeys(("first_rank", "places"), "Int64")
    return pd.DataFrame(rows, columns=TRENDS, dtype=object).astype(whole | {"comparable_change_pp": float})


def _trend(
    unit: str, block: str, rows: list[dict[Any, Any]], pattern: Decimal, partly: set[tuple[Any, ...]]
) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(TRENDS) | {"unit_code": unit, "block": block}
    known = [row for row in rows if not is_blank(row["printed_pct"]) and not row["gaps_n"]]
    is_now = bool(known) and known[-1]["year"] == rows[-1]["year"]
    if known:
        found |= {"first_year": known[0]["year"], "first_pct": known[0]["printed_pct"]}
    if is_now and len(known) > 1:
        change = known[-1]["uncapped_pct"] - known[0]["uncapped_pct"]
        found["change_pp"] = round_half_up(change, pattern)
    ranked = [row for row in rows if row["block"] == block and not is_blank(row["rank"])]
    if ranked:
        found |= {"first_rank_year": ranked[0]["year"], "first_rank": int(ranked[0]["rank"])}
    ends = {(block, row["year"]) for row in (*ranked[:1], *ranked[-1:])}
    if len(ranked) > 1 and ranked[-1]["year"] == rows[-1]["year"] and not ends & partly:
        found["places"] = int(ranked[0]["rank"]) - int(ranked[-1]["rank"])
    compared = [row["comparable_pct"] for row in rows if not is_blank(row["comparable_pct"])]
    if is_now and len(compared) > 1:
        found["comparable_change_pp"] = round(compared[-1] - compared[0], 9)
    return found


def _sum_parts(decomposition: pd.DataFrame) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for unit, part, change in rows_of(decomposition, "unit_code", "part", "change_pp"):
        sums = found.setdefault(unit, dict.fromkeys(PARTS.values(), ZERO))
        sums[PARTS[part]] += change
    return found


def round_trends(trends: pd.DataFrame, series: pd.DataFrame, first_year: Span, decimals: int) -> pd.DataFrame:
    """Round the parts of each unit's change so that they add up: one row per unit that has them.

    ``performance_pp`` and ``bonus_penalty_pp`` rounded half up; ``total_pp``: the difference of the two
    printed (uncapped) figures, of ``first_year`` and of the last year; ``framework_pp`` takes what
    rounding leaves. A unit with gaps in either year is left out.
    """
    pattern, rows, last_year = pattern_of(decimals), [], series["year"].max()
    whole = series[series["gaps_n"] == 0]
    printed = {(unit, year): pct for unit, year, pct in rows_of(whole, "unit_code", "year", "uncapped_pct")}
    for row in trends[trends["total_pp"].notna()].to_dict("records"):
        ends = [printed.get((row["unit_code"], year)) for year in (first_year, last_year)]
        if ends[0] is None or ends[1] is None:
            continue
        own, bonus = (round_half_up(row[name], pattern) for name in ("performance_pp", "bonus_penalty_pp"))
        total = round_half_up(ends[1] - ends[0], pattern)
        rows.append((row["unit_code"], own, total - own - bonus, bonus, total))
    return pd.DataFrame(rows, columns=["unit_code", *PARTS.values()])


def count_moves(trends: pd.DataFrame, first_year: Span) -> pd.DataFrame:
    """Count who moved: one row per block with units that have an index of the first and of this year.

    ``units_n`` of them; ``up_n``, ``down_n``, ``same_n`` by their change.
    """
    known = trends[(trends["first_year"] == first_year) & trends["change_pp"].notna()]
    rows = []
    for block, changes in known.groupby("block", sort=False)["change_pp"]:
        ups, downs = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
        rows.append((block, len(changes), ups, downs, len(changes) - ups - downs))
    return pd.DataFrame(rows, columns=["block", "units_n", "up_n", "down_n", "same_n"])


def find_movers(trends: pd.DataFrame, first_year: Span) -> pd.DataFrame:
    """Find who moved most places since the first year: one row per unit, its block and ``places``.

    Both ways the first one, two or three by the size of the block, if they moved at least a sixth of
    its places, or nobody did and they moved two; ties at the cut come in, unless they are many.
    """
    known = trends[trends["places"].notna() & (trends["first_rank_year"] == first_year)]
    rows: list[tuple[str, str, int]] = []
    for block, own in known.groupby("block", sort=False):
        moves = {str(unit): int(n) for unit, n in rows_of(own, "unit_code", "places")}
        most = 1 if len(own) <= 6 else 2 if len(own) <= 12 else 3
        far = max(FEWEST_PLACES, ceil(len(own) / 6))
        least = far if any(abs(n) >= far for n in moves.values()) else FEWEST_PLACES
        for sign in (1, -1):
            moved = sorted((-n * sign, unit) for unit, n in moves.items() if n * sign >= least)
            cut = moved[most - 1][0] if len(moved) >= most else 0
            chosen = [one for one in moved if one[0] <= cut]
            if len(chosen) > most + 1:
                chosen = [one for one in moved if one[0] < cut]
            rows += [(str(block), unit, -size * sign) for size, unit in chosen]
    return pd.DataFrame(rows, columns=["block", "unit_code", "places"])


def describe_block_series(
    years: Sequence[ScoredYear], series: pd.DataFrame, paths: Mapping[Span, Mapping[str, str]], decimals: int
) -> pd.DataFrame:
    """Average the blocks of this year over the years: one row per block and year in which it had units.

    ``units_n``: units of the block in that year that have an index without gaps; ``mean_pct``: the mean
    of their index, with ``decimals``; ``change_pp`` since the block's first year.
    ``comparable_mean_pct``: the mean of the
    comparable index, over the ``same_n`` units of this year that have one in every linked year, and no
    gaps, so that neither items nor units change under it; blank (NaN) where there are none.
    ``years``: first to last; ``paths``: by year, which block each block of this year was.
    """
    pattern = pattern_of(decimals)
    linked = series.loc[series["is_linked"], "year"].unique()
    known = series[series["comparable_pct"].notna() & series["year"].isin(linked) & (series["gaps_n"] == 0)]
    counts = known.groupby("unit_code")["year"].size()
    always = set(counts[counts == len(linked)].index)
    this = blocks_of(years[-1].units)
    rows = []
    for block in years[-1].framework:
        firsts: list[Decimal] = []
        same_firsts: list[Decimal] = []
        for year in years:
            own = year.index[year.index["block"] == paths[year.year].get(block.code)]
            units_n = int((own["printed_pct"].notna() & (own["gaps_n"] == 0)).sum())
            if not units_n:
                continue
            mean = round_half_up(own["block_mean_pct"].iloc[0], pattern)
            compared = rows_of(known[known["year"] == year.year], "unit_code", "comparable_pct")
            same = [score for unit, score in compared if unit in always and this[unit] == block.code]
            same_mean = round(fsum(same) / len(same), 9) if same else float("nan")
            firsts.append(mean)
            same_firsts += [round_float(same_mean, 2)] if same else []
            rows.append(
                {
                    "block": block.code,
                    "year": year.year,
                    "units_n": units_n,
                    "mean_pct": mean,
                    "change_pp": mean - firsts[0],
                    "same_n": len(same),
                    "comparable_mean_pct": same_mean,
                    "comparable_change_pp": float(same_firsts[-1] - same_firsts[0]) if same else float("nan"),
                }
            )
    return pd.DataFrame(rows, columns=BLOCK_SERIES)


def compare_same_units(
    years: Sequence[ScoredYear], series: pd.DataFrame, block_series: pd.DataFrame, decimals: int
) -> pd.DataFrame:
    """Compare the means of the very same units: one row per block of this year with units of two years.

    ``units_n``: units of the block with an index without gaps this year and in ``first_year``, the first
    year in which there are any; ``first_pct`` and ``last_pct``: the means of these units in the two
    years, exact, then with ``decimals``, ``change_pp`` their difference. ``mean_first_pct``,
    ``mean_last_pct``: the means of all units of the block in these years, the first None where the
    block was not there; ``others_pp``: what units of one of these means only add to their difference.
    ``years``: first to last.
    """
    this, rows = years[-1], []
    pattern = pattern_of(decimals)
    exact = {year.year: {str(row["unit_code"]): row for row in year.index.to_dict("records")} for year in years}
    means = {(block, year): mean for block, year, mean in rows_of(block_series, "block", "year", "mean_pct")}
    whole = series[series["printed_pct"].notna() & (series["gaps_n"] == 0)]
    for block in this.framework:
        units = set(this.units.loc[this.units["block"] == block.code, "unit_code"])
        own = whole[whole["unit_code"].isin(units)]
        now = set(own.loc[own["year"] == this.year, "unit_code"])
        then = own[own["unit_code"].isin(now) & (own["year"] < this.year)]
        if then.empty:
            continue
        first: Span = then["year"].min()
        both = then[then["year"] == first]
        before = average_index([exact[first][code] for code in both["own_code"]], pattern)
        after = average_index([exact[this.year][code] for code in both["unit_code"]], pattern)
        mean, mean_now = means.get((block.code, first)), means[block.code, this.year]
        others = None if mean is None else mean_now - mean - (after - before)
        rows.append((block.code, first, len(both), before, after, after - before, mean, mean_now, others))
    return pd.DataFrame(rows, columns=SAME_UNITS)


def find_ended(years: Sequence[ScoredYear]) -> pd.DataFrame:
    """Find the units of earlier years that no later year continues under their own: one row per unit.

    ``last_year``: the last one in which it was assessed; ``successors``: the units of the next year
    that name it among several base codes (it was merged into them), or each of which names it (it was
    split into them), joined by ``;``; blank where it simply ended. A unit of another code that alone
    names it alone is the same unit and has not ended.
    ``years``: first to last; the last year's units cannot have ended.
    """
    rows = []
    for place, year in enumerate(years[:-1]):
        merged: dict[str, list[str]] = {}
        kept: set[str] = set()
        for step, later in enumerate(years[place + 1 :]):
            splits = find_splits(later.units)
            for unit, typed in rows_of(later.units, "unit_code", "base_unit_code"):
                codes = split_codes(typed) or (unit,)
                if len(codes) == 1 and (codes[0] not in splits or codes[0] == unit):
                    kept.add(codes[0])
                elif step == 0:
                    for code in codes:
                        merged.setdefault(code, []).append(str(unit))
        for row in year.units.to_dict("records"):
            if row["unit_code"] not in kept:
                names = {name: row[name] for name in ENDED[:4]}
                successors = ";".join(merged.get(row["unit_code"], ()))
                rows.append(names | {"last_year": year.year, "successors": successors})
    return pd.DataFrame(rows, columns=ENDED)
