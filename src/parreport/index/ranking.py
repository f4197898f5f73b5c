"""Ranks and classes.

In: items or totals of units. Out: the same tables with ``rank`` (and ``band``).
Source: ``docs/methodology.md`` 1.7, 1.8.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.columns import round_half_up, rows_of
from parreport.inputs.framework import Band, Framework


def rank_items(items: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Rank every item on ``score_pct`` within its block, among the ranked units that have it.

    1 = best; ties share the best rank; blank for units that are not ranked, items that do not
    apply, and bonus and penalty leaves.
    """
    ranked_units = set(units.loc[units["ranked"], "unit_code"])
    counts = items["unit_code"].isin(ranked_units) & items["score_pct"].notna()
    ranks = (
        items.loc[counts, ["block", "item_code", "score_pct"]]
        .groupby(["block", "item_code"])["score_pct"]
        .rank(method="min", ascending=False)
    )
    return items.assign(rank=ranks.reindex(items.index).astype("Int64"))


def rank_units(totals: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Rank and classify units: one row per unit, the columns of ``index`` and three more.

    The index is ranked on its printed value, so that two units that print alike rank alike.
    ``printed_pct`` is the index rounded half up to the decimals of the framework; ``uncapped_pct``
    the unrounded index before any cap. A unit that is not ranked has a class and no rank; one to
    which nothing applies has neither.
    """
    pattern = Decimal(1).scaleb(-framework.decimals)
    printed = [None if x is None else round_half_up(x, pattern) for x in totals["index_pct"]]
    index = totals.assign(printed_pct=pd.Series(printed, dtype=object, index=totals.index))
    counts = index["ranked"] & index["printed_pct"].notna()
    as_float = index.loc[counts, "printed_pct"].astype(float)
    ranks = as_float.groupby(index.loc[counts, "block"]).rank(method="min", ascending=False)
    bands = [
        None if pct is None else classify(pct, framework.by_code[block].bands).name
        for pct, block in rows_of(index, "printed_pct", "block")
    ]
    shown = [None if x is None else round_half_up(x) for x in index["index_pct"]]
    return index.assign(
        rank=ranks.reindex(index.index).astype("Int64"),
        band=pd.Series(bands, dtype=object, index=index.index),
        index_pct=pd.Series(shown, dtype=object, index=index.index),
    )


def classify(printed_pct: Decimal, bands: tuple[Band, ...]) -> Band:
    """Return the highest class that a printed index reaches; below 0, the lowest.

    ``bands`` stand best first, as :class:`Block` holds them.
    """
    return next((band for band in bands if band.lowest <= printed_pct), bands[-1])
