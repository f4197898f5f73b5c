"""What several years come to: the way of each unit, the mean of each block, units that ended.

In: the series of a period, its decomposition, its scored years. Out: trends, block series, ended
units. Source: ``docs/methodology.md`` 4.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, fsum
from typing import Any

import pandas as pd

from parreport.analysis.chains import ScoredYear
from parreport.analysis.mapping import blocks_of
from parreport.columns import is_blank, round_half_up, rows_of, split_codes

ZERO = Decimal(0)
FEWEST_PLACES = 2
TRENDS = (
    "unit_code block first_year first_pct change_pp first_rank_year first_rank places comparable_change_pp "
    "performance_pp framework_pp bonus_penalty_pp total_pp"
).split()
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
    one; ``change_pp``: this year's printed index less that, blank where this is the only year.
    ``first_rank``: its rank in ``first_rank_year``, the first year in which it was ranked in the
    block in which it stands; ``places`` gained since (above 0 = up), blank likewise or where it is
    not ranked now. ``comparable_change_pp``: the same of the comparable index, over the years that
    are linked. ``performance_pp``, ``framework_pp``, ``bonus_penalty_pp``, ``total_pp``: the parts
    of the decomposition, that of the leaves summed; blank where it has none.
    """
    own = {str(unit): rows.to_dict("records") for unit, rows in series.groupby("unit_code")}
    parts = _sum_parts(decomposition)
    pattern = Decimal(1).scaleb(-decimals)
    rows = [
        _trend(unit, block, own.get(unit, []), pattern) | parts.get(unit, {})
        for unit, block in rows_of(units, "unit_code", "block")
    ]
    whole = dict.fromkeys(("first_year", "first_rank_year", "first_rank", "places"), "Int64")
    return pd.DataFrame(rows, columns=TRENDS, dtype=object).astype(whole | {"comparable_change_pp": float})


def _trend(unit: str, block: str, rows: list[dict[Any, Any]], pattern: Decimal) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(TRENDS) | {"unit_code": unit, "block": block}
    known = [row for row in rows if not is_blank(row["printed_pct"])]
    is_now = bool(known) and known[-1]["year"] == rows[-1]["year"]
    if known:
        found |= {"first_year": known[0]["year"], "first_pct": known[0]["printed_pct"]}
    if is_now and len(known) > 1:
        change = known[-1]["printed_pct"] - known[0]["printed_pct"]
        found["change_pp"] = round_half_up(change, pattern)
    ranked = [row for row in rows if row["block"] == block and not is_blank(row["rank"])]
    if ranked:
        found |= {"first_rank_year": ranked[0]["year"], "first_rank": int(ranked[0]["rank"])}
    if len(ranked) > 1 and ranked[-1]["year"] == rows[-1]["year"]:
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


def round_trends(trends: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Round the parts of each unit's change so that they add up: one row per unit that has them.

    ``performance_pp``, ``bonus_penalty_pp`` and ``total_pp`` rounded half up; ``framework_pp``
    takes what rounding leaves.
    """
    pattern, rows = Decimal(1).scaleb(-decimals), []
    for row in trends[trends["total_pp"].notna()].to_dict("records"):
        own, bonus, total = (
            round_half_up(row[name], pattern) for name in ("performance_pp", "bonus_penalty_pp", "total_pp")
        )
        rows.append((row["unit_code"], own, total - own - bonus, bonus, total))
    return pd.DataFrame(rows, columns=["unit_code", *PARTS.values()])


def count_moves(trends: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """Count who moved: one row per block with units that have an index of the first and of this year.

    ``units_n`` of them; ``up_n``, ``down_n``, ``same_n`` by their change.
    """
    known = trends[(trends["first_year"] == first_year) & trends["change_pp"].notna()]
    rows = []
    for block, changes in known.groupby("block", sort=False)["change_pp"]:
        ups, downs = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
        rows.append((block, len(changes), ups, downs, len(changes) - ups - downs))
    return pd.DataFrame(rows, columns=["block", "units_n", "up_n", "down_n", "same_n"])


def find_movers(trends: pd.DataFrame, first_year: int) -> pd.DataFrame:
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


def describe_block_series(years: Sequence[ScoredYear], series: pd.DataFrame) -> pd.DataFrame:
    """Average the blocks of this year over the years: one row per block and year in which it had units.

    ``units_n``: units of the block in that year that have an index; ``mean_pct``: the mean of their
    printed index, rounded to the printed decimals; ``change_pp`` since the block's first year.
    ``comparable_mean_pct``: the mean of the
    comparable index, over the ``same_n`` units of this year that have one in every linked year, so
    that neither items nor units change under it; blank (NaN) where there are none.
    ``years``: first to last.
    """
    linked = series.loc[series["is_linked"], "year"].unique()
    known = series[series["comparable_pct"].notna() & series["year"].isin(linked)]
    counts = known.groupby("unit_code")["year"].size()
    always = set(counts[counts == len(linked)].index)
    this = blocks_of(years[-1].units)
    rows = []
    for block in years[-1].framework:
        firsts: list[Decimal] = []
        same_firsts: list[float] = []
        for year in years:
            own = year.index[year.index["block"] == block.code]
            printed = [one for one in own["printed_pct"] if not is_blank(one)]
            if not printed:
                continue
            pattern = Decimal(1).scaleb(-year.framework.decimals)
            compared = rows_of(known[known["year"] == year.year], "unit_code", "comparable_pct")
            same = [score for unit, score in compared if unit in always and this[unit] == block.code]
            mean = round_half_up(sum(printed, ZERO) / len(printed), pattern)
            same_mean = round(fsum(same) / len(same), 9) if same else float("nan")
            firsts.append(mean)
            same_firsts += [round(same_mean, 2)] if same else []
            rows.append(
                {
                    "block": block.code,
                    "year": year.year,
                    "units_n": len(printed),
                    "mean_pct": mean,
                    "change_pp": mean - firsts[0],
                    "same_n": len(same),
                    "comparable_mean_pct": same_mean,
                    "comparable_change_pp": round(same_firsts[-1] - same_firsts[0], 2) if same else float("nan"),
                }
            )
    return pd.DataFrame(rows, columns=BLOCK_SERIES)


def find_ended(years: Sequence[ScoredYear]) -> pd.DataFrame:
    """Find the units of earlier years that no later year continues under their own: one row per unit.

    ``last_year``: the last one in which it was assessed; ``successors``: the units of the next year
    that name it among several base codes (it was merged into them), joined by ``;``; blank where it
    simply ended. A unit of another code that names it alone is the same unit and has not ended.
    ``years``: first to last; the last year's units cannot have ended.
    """
    rows = []
    for place, year in enumerate(years[:-1]):
        merged: dict[str, list[str]] = {}
        kept: set[str] = set()
        for step, later in enumerate(years[place + 1 :]):
            for unit, typed in rows_of(later.units, "unit_code", "base_unit_code"):
                codes = split_codes(typed) or (unit,)
                if len(codes) == 1:
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
