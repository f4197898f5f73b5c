"""Ranks and classes.

In: items or totals of units. Out: the same tables with ``rank`` (and ``band``).
Source: ``docs/methodology.md`` 1.7, 1.8.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from parreport.columns import round_half_up, rows_of
from parreport.inputs.framework import Band, Framework
from parreport.rounding import pattern_of, round_fraction


def rank_items(items: pd.DataFrame, index: pd.DataFrame) -> pd.DataFrame:
    """Rank every item on ``score_pct`` within its block, among the units with a rank that have it.

    1 = best; ties share the best rank; blank for units without a rank in ``index``, items that do
    not apply, and bonus and penalty leaves.
    """
    ranked_units = set(index.loc[index["rank"].notna(), "unit_code"])
    counts = items["unit_code"].isin(ranked_units) & items["score_pct"].notna()
    ranks = (
        items.loc[counts, ["block", "item_code", "score_pct"]]
        .groupby(["block", "item_code"])["score_pct"]
        .rank(method="min", ascending=False)
    )
    return items.assign(rank=ranks.reindex(items.index).astype("Int64"))


def rank_units(totals: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Rank and classify units: one row per unit, the columns of ``index`` and two more.

    The index is ranked on its printed value, so that two units that print alike rank alike.
    ``printed_pct`` is the index rounded half up to the decimals of the framework; ``uncapped_pct``
    the unrounded index before any cap. A unit that is not ranked has a class and no rank; one with
    gaps, or to which nothing applies, has neither. ``block_mean_pct``: the mean index of the block's
    units without gaps, rounded as printed, None where there is none; ``at_or_above_mean`` whether the
    printed index is at least that, None where either is missing.
    """
    pattern = pattern_of(framework.decimals)
    printed = [None if x is None else round_half_up(x, pattern) for x in totals["index_pct"]]
    index = totals.assign(printed_pct=pd.Series(printed, dtype=object, index=totals.index))
    counts = index["ranked"] & index["printed_pct"].notna() & (index["gaps_n"] == 0)
    as_float = index.loc[counts, "printed_pct"].astype(float)
    ranks = as_float.groupby(index.loc[counts, "block"]).rank(method="min", ascending=False)
    bands = [
        None if pct is None or gaps else classify(pct, framework.by_code[block].bands).name
        for pct, block, gaps in rows_of(index, "printed_pct", "block", "gaps_n")
    ]
    shown = [None if x is None else round_half_up(x) for x in index["index_pct"]]
    means = average_blocks(index, framework)
    known = [means.get(block) for block in index["block"]]
    above = [
        None if own is None or mean is None else own >= mean
        for own, mean in zip(index["printed_pct"], known, strict=True)
    ]
    return index.assign(
        rank=ranks.reindex(index.index).astype("Int64"),
        band=pd.Series(bands, dtype=object, index=index.index),
        index_pct=pd.Series(shown, dtype=object, index=index.index),
        block_mean_pct=pd.Series(known, dtype=object, index=index.index),
        at_or_above_mean=pd.Series(above, dtype="boolean", index=index.index),
    )


def average_blocks(totals: pd.DataFrame, framework: Framework) -> dict[str, Decimal]:
    """Average the index of the units without gaps: by block, exact, then rounded half up as printed."""
    pattern = pattern_of(framework.decimals)
    known: dict[str, list[Fraction]] = {}
    for row in totals[totals["gaps_n"] == 0].to_dict("records"):
        if row["max_points"]:
            top = Fraction(row["points"] + row["bonus_points"] - row["penalty_points"])
            pct = 100 * top / Fraction(row["max_points"])
            known.setdefault(row["block"], []).append(min(pct, Fraction(100)) if framework.cap_at_100 else pct)
    return {block: round_fraction(sum(own, Fraction(0)) / len(own), pattern) for block, own in known.items()}


def classify(printed_pct: Decimal, bands: tuple[Band, ...]) -> Band:
    """Return the highest class that a printed index reaches; below 0, the lowest.

    ``bands`` stand best first, as :class:`Block` holds them.
    """
    return next((band for band in bands if band.lowest <= printed_pct), bands[-1])
