"""The block at a glance: places gained and lost, appraised against survey, the framework's changes.

In: index, leaves, two frameworks. Out: small tables for the province report.
Source: ``docs/methodology.md`` 3, 4.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.analysis.mapping import Links
from parreport.columns import percent_of, round_half_up, rows_of
from parreport.inputs.framework import Block, Framework, Item

HUNDRED = Decimal(100)
BLOCKS = "block units_n ranked_n mean_pct base_mean_pct change_pp up_n down_n same_n behind_pp".split()


def compare_ranks(
    index: pd.DataFrame, base_index: pd.DataFrame | None, unit_links: dict[str, str], decimals: int
) -> pd.DataFrame:
    """Compare index and rank with the base year: the index, one row per unit, with further columns.

    ``base_pct`` is the printed index of the base year, ``change_pp`` the difference of the two
    printed (uncapped) figures, ``base_rank`` and ``places`` (gained, above 0 = up) only where the
    unit was ranked in the same block. Blank without a base year. ``ranked_n`` counts the ranked
    units of the block, ``units_n`` all of them. ``lost_points``: what the unit lost of its maximum;
    ``bonus_pp``, ``penalty_pp``: bonus and penalty in percentage points of the index, NaN without one.
    """
    before = {} if base_index is None else {row["unit_code"]: row for row in base_index.to_dict("records")}
    pattern = Decimal(1).scaleb(-decimals)
    sizes = index[index["rank"].notna()].groupby("block").size()
    records: list[dict[str, Any]] = []
    for row in index.to_dict("records"):
        then = before.get(unit_links.get(row["unit_code"], ""))
        facts: dict[str, Any] = {"base_pct": None, "change_pp": None, "base_rank": None, "places": None}
        if then is not None and then["uncapped_pct"] is not None:
            facts["base_pct"] = round_half_up(then["index_pct"], pattern)
            if row["uncapped_pct"] is not None:
                now, before_pct = (round_half_up(one["uncapped_pct"], pattern) for one in (row, then))
                facts["change_pp"] = now - before_pct
        if then is not None and then["block"] == row["block"] and not pd.isna(then["rank"]):
            facts["base_rank"] = int(then["rank"])
            if not pd.isna(row["rank"]):
                facts["places"] = int(then["rank"]) - int(row["rank"])
        records.append(facts)
    compared = pd.DataFrame(records, columns=["base_pct", "change_pp", "base_rank", "places"], dtype=object)
    compared.index = index.index
    whole = {"base_rank": "Int64", "places": "Int64"}
    return index.join(compared.astype(whole)).assign(
        ranked_n=index["block"].map(sizes).fillna(0).astype(int),
        units_n=index["block"].map(index.groupby("block").size()).astype(int),
        lost_points=index["max_points"] - index["points"],
        bonus_pp=[percent_of(*pair) for pair in rows_of(index, "bonus_points", "max_points")],
        penalty_pp=[percent_of(*pair) for pair in rows_of(index, "penalty_points", "max_points")],
    )


def describe_blocks(index: pd.DataFrame, base_index: pd.DataFrame | None, decimals: int) -> pd.DataFrame:
    """Summarize blocks: one row per block that has units, in the order of the index.

    ``units_n``, ``ranked_n``; ``mean_pct`` of the printed index over all units that have one, and
    ``base_mean_pct`` of the same block in the base year, both rounded to the printed decimals;
    ``change_pp`` their difference, blank where no unit has both; ``up_n``, ``down_n``, ``same_n``
    units by their own change; ``behind_pp``: how far the last rank stands behind the first, as
    printed, blank where fewer than two ranks are given.
    """
    pattern = Decimal(1).scaleb(-decimals)
    rows = []
    for code, group in index.groupby("block", sort=False):
        mean, base_mean = _mean(group["printed_pct"], pattern), None
        if base_index is not None:
            base_mean = _mean(base_index.loc[base_index["block"] == code, "printed_pct"], pattern)
        moves = [move for move in group["change_pp"] if move is not None]
        ranked = group[group["rank"].notna()]
        printed = ranked["printed_pct"]
        rows.append(
            {
                "block": code,
                "units_n": len(group),
                "ranked_n": len(ranked),
                "mean_pct": mean,
                "base_mean_pct": base_mean,
                "change_pp": None if mean is None or base_mean is None or not moves else mean - base_mean,
                "up_n": sum(move > 0 for move in moves),
                "down_n": sum(move < 0 for move in moves),
                "same_n": sum(move == 0 for move in moves),
                "behind_pp": max(printed) - min(printed) if ranked["rank"].nunique() > 1 else None,
            }
        )
    return pd.DataFrame(rows, columns=BLOCKS)


def _mean(figures: pd.Series, pattern: Decimal) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return round_half_up(sum(known, Decimal(0)) / len(known), pattern) if known else None


def sum_methods(leaves: pd.DataFrame) -> pd.DataFrame:
    """Sum points by method: one row per unit and method (appraised, survey) that applies to it.

    ``points``, ``max_points`` and ``score_pct`` (percent of that maximum, 9 decimals).
    """
    names = ["unit_code", "block", "method", "points", "max_points"]
    counted = leaves.loc[leaves["applies"] & leaves["method"].isin(["appraised", "survey"]), names]
    rows = []
    for (unit, block, method), group in counted.groupby(["unit_code", "block", "method"], sort=False):
        points, maximum = (sum(group[name].tolist(), Decimal(0)) for name in ("points", "max_points"))
        score = float(round_half_up(HUNDRED * points / maximum))
        rows.append((unit, block, method, points, maximum, score))
    return pd.DataFrame(rows, columns=[*names, "score_pct"])


def compare_methods(methods: pd.DataFrame) -> pd.DataFrame:
    """Compare appraisal and survey: one row per unit that has both, by block, the largest gap first.

    ``appraised_pct``, ``survey_pct``: percent of the maximum of either part; ``gap_pp``: the one
    less the other, 9 decimals. Equal gaps by the code of the unit.
    """
    names = ["block", "unit_code", "appraised_pct", "survey_pct", "gap_pp"]
    if methods.empty:
        return pd.DataFrame(columns=names)
    wide = methods.pivot(index=["block", "unit_code"], columns="method", values="score_pct")
    wide = wide.reindex(columns=["appraised", "survey"]).dropna().reset_index()
    wide = wide.rename(columns={"appraised": "appraised_pct", "survey": "survey_pct"}).rename_axis(columns=None)
    wide = wide.assign(gap_pp=(wide["appraised_pct"] - wide["survey_pct"]).astype(float).round(9))
    return wide.sort_values(["block", "gap_pp"], ascending=[True, False], kind="stable", ignore_index=True)[names]


def compare_frameworks(framework: Framework, base: Framework | None, links: Links) -> pd.DataFrame:
    """Compare the leaves of two frameworks: one row per leaf that is not the same in both.

    ``change``: added, removed, not_comparable, reweighted; with both maxima and the mapping's note.
    Bonus and penalty are left out.
    """
    names = ["block", "item_code", "name", "name_en", "change", "max_points", "base_max_points", "note"]
    if base is None:
        return pd.DataFrame(columns=names)
    notes = {(row.block, row.item_code): row for row in framework.mapping or ()}
    rows: list[tuple[Any, ...]] = []

    def add(block: Block, leaf: Item, change: str, now: Decimal | None, before: Decimal | None, note: str) -> None:
        rows.append((block.code, leaf.code, leaf.name, leaf.name_en, change, now, before, note))

    taken = {(link.base_block, link.base_item_code) for found in links.values() for link in found}
    replaced = {(row.base_block, row.base_item_code) for row in notes.values() if not row.comparable}
    for block in framework:
        for leaf in block.scored_leaves:
            found = links.get((block.code, leaf.code), ())
            row = notes.get((block.code, leaf.code))
            note = row.note if row is not None else ""
            if not found:
                known = row is not None and row.base_item_code
                add(block, leaf, "not_comparable" if known else "added", leaf.max_points, None, note)
                continue
            before = Decimal(0)
            for link in found:
                base_leaf = base.by_code[link.base_block].by_code[link.base_item_code]
                before += link.share * (base_leaf.max_points or Decimal(0))
            if before != leaf.max_points:
                add(block, leaf, "reweighted", leaf.max_points, before, note)
    for block in base:
        for leaf in block.scored_leaves:
            key = (block.code, leaf.code)
            if key not in taken and key not in replaced and block.code in framework.by_code:
                add(block, leaf, "removed", None, leaf.max_points, "")
    return pd.DataFrame(rows, columns=names)
