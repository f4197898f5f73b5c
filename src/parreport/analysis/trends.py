"""What several years come to: the way of each unit, the mean of each block, units that ended.

In: the series of a period, its decomposition, its scored years. Out: trends, block series, ended
units. Source: ``docs/methodology.md`` 4.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import fsum
from typing import Any

import pandas as pd

from parreport.analysis.chains import ScoredYear
from parreport.columns import is_blank, round_half_up, split_codes

ZERO = Decimal(0)
TRENDS = [
    "unit_code",
    "block",
    "first_year",
    "first_pct",
    "change_pp",
    "first_rank_year",
    "first_rank",
    "places",
    "comparable_change_pp",
    "performance_pp",
    "framework_pp",
    "bonus_penalty_pp",
    "total_pp",
]
BLOCK_SERIES = ["block", "year", "units_n", "mean_pct", "same_n", "comparable_mean_pct"]
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
        for unit, block in zip(units["unit_code"], units["block"], strict=True)
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
    names = ("unit_code", "part", "change_pp")
    for unit, part, change in zip(*(decomposition[name] for name in names), strict=True):
        sums = found.setdefault(unit, dict.fromkeys(PARTS.values(), ZERO))
        sums[PARTS[part]] += change
    return found


def describe_block_series(years: Sequence[ScoredYear], series: pd.DataFrame) -> pd.DataFrame:
    """Average the blocks of this year over the years: one row per block and year in which it had units.

    ``units_n``: units of the block in that year that have an index; ``mean_pct``: the mean of their
    printed index, rounded to the printed decimals. ``comparable_mean_pct``: the mean of the
    comparable index, over the ``same_n`` units of this year that have one in every linked year, so
    that neither items nor units change under it; blank (NaN) where there are none.
    ``years``: first to last.
    """
    linked = series.loc[series["is_linked"], "year"].unique()
    known = series[series["comparable_pct"].notna() & series["year"].isin(linked)]
    counts = known.groupby("unit_code")["year"].size()
    always = set(counts[counts == len(linked)].index)
    this = dict(zip(years[-1].units["unit_code"], years[-1].units["block"], strict=True))
    rows = []
    for block in years[-1].framework:
        for year in years:
            own = year.index[year.index["block"] == block.code]
            printed = [one for one in own["printed_pct"] if not is_blank(one)]
            if not printed:
                continue
            pattern = Decimal(1).scaleb(-year.framework.decimals)
            same = [
                score
                for unit, score in zip(
                    known.loc[known["year"] == year.year, "unit_code"],
                    known.loc[known["year"] == year.year, "comparable_pct"],
                    strict=True,
                )
                if unit in always and this[unit] == block.code
            ]
            rows.append(
                {
                    "block": block.code,
                    "year": year.year,
                    "units_n": len(printed),
                    "mean_pct": round_half_up(sum(printed, ZERO) / len(printed), pattern),
                    "same_n": len(same),
                    "comparable_mean_pct": round(fsum(same) / len(same), 9) if same else float("nan"),
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
            units = later.units
            for unit, typed in zip(units["unit_code"], units["base_unit_code"], strict=True):
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
