"""The block at a glance: places gained and lost, appraised against survey, the framework's changes.

In: index, leaves, two frameworks. Out: small tables for the province report.
Source: ``docs/methodology.md`` 3, 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from parreport.analysis.mapping import Links
from parreport.columns import percent_of, round_half_up, rows_of
from parreport.inputs.framework import Block, Framework, Item
from parreport.rounding import pattern_of, round_fraction

HUNDRED = Decimal(100)
COMPARED = "base_pct change_pp base_rank places base_gaps_n base_block split_from split_with".split()
BLOCKS = (
    "block units_n ranked_n gaps_n mean_pct base_mean_pct both_n only_one_n change_pp others_pp up_n down_n same_n "
    "behind_pp"
).split()


def compare_ranks(
    index: pd.DataFrame,
    base_index: pd.DataFrame | None,
    unit_links: Mapping[str, str],
    base_blocks: Mapping[str, str],
    decimals: int,
    splits: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Compare index and rank with the base year: the index, one row per unit, with further columns.

    ``base_pct`` is the printed index of the base year, ``change_pp`` the difference of the two
    printed (uncapped) figures, blank where the unit has gaps in either year (``base_gaps_n``: in the
    base year); ``base_rank`` and ``places`` (gained, above 0 = up) only where the unit was ranked in
    the block that its own continues (``base_blocks``), ``places`` only where no unit of that block has
    gaps in either year, for then fewer units are ranked. ``base_block``: the block in which the unit
    stood then, where its own continues another one or none, else blank. ``split_from``: the unit of the
    base year that was split into this one and others (``splits``: the parts of each), ``split_with``:
    these, joined by ``;``. Blank without a base year. ``ranked_n`` counts the units of the block that have a rank,
    ``units_n`` all of them, ``whole_n`` those without gaps. ``lost_points``: what the unit lost of its
    maximum; ``bonus_pp``, ``penalty_pp``: bonus and penalty in percentage points of the index, NaN without one.
    """
    before = {} if base_index is None else {row["unit_code"]: row for row in base_index.to_dict("records")}
    pattern = pattern_of(decimals)
    sizes = index[index["rank"].notna()].groupby("block").size()
    partly, partly_before = (
        set() if table is None else set(table.loc[table["gaps_n"] > 0, "block"]) for table in (index, base_index)
    )
    parts = {
        unit: (code, units)
        for code, units in (splits or {}).items()
        for unit in units
        if code in before and code != unit and unit not in unit_links
    }
    records: list[dict[str, Any]] = []
    for row in index.to_dict("records"):
        then = before.get(unit_links.get(row["unit_code"], ""))
        facts: dict[str, Any] = dict.fromkeys(COMPARED) | {"base_gaps_n": 0 if then is None else then["gaps_n"]}
        source, units = parts.get(row["unit_code"], ("", ()))
        others = (unit for unit in units if unit != row["unit_code"])
        facts |= {"base_block": "", "split_from": source, "split_with": ";".join(others)}
        if then is not None and then["uncapped_pct"] is not None:
            facts["base_pct"] = round_half_up(then["index_pct"], pattern)
            if row["uncapped_pct"] is not None and not row["gaps_n"] and not then["gaps_n"]:
                now, before_pct = (round_half_up(one["uncapped_pct"], pattern) for one in (row, then))
                facts["change_pp"] = now - before_pct
        same_block = then is not None and then["block"] == base_blocks.get(row["block"])
        if then is not None and not same_block:
            facts["base_block"] = then["block"]
        if then is not None and same_block and not pd.isna(then["rank"]):
            facts["base_rank"] = int(then["rank"])
            if not pd.isna(row["rank"]) and row["block"] not in partly and then["block"] not in partly_before:
                facts["places"] = int(then["rank"]) - int(row["rank"])
        records.append(facts)
    compared = pd.DataFrame(records, columns=COMPARED, dtype=object)
    compared.index = index.index
    whole = {"base_rank": "Int64", "places": "Int64", "base_gaps_n": "int64"}
    return index.join(compared.astype(whole)).assign(
        ranked_n=index["block"].map(sizes).fillna(0).astype(int),
        units_n=index["block"].map(index.groupby("block").size()).astype(int),
        whole_n=index["block"].map((index["gaps_n"] == 0).groupby(index["block"]).sum()).astype(int),
        lost_points=index["max_points"] - index["points"],
        bonus_pp=[percent_of(*pair) for pair in rows_of(index, "bonus_points", "max_points")],
        penalty_pp=[percent_of(*pair) for pair in rows_of(index, "penalty_points", "max_points")],
    )


def describe_blocks(
    index: pd.DataFrame,
    base_index: pd.DataFrame | None,
    unit_links: Mapping[str, str],
    base_blocks: Mapping[str, str],
    decimals: int,
) -> pd.DataFrame:
    """Summarize blocks: one row per block that has units, in the order of the compared index.

    ``units_n``, ``ranked_n``; ``gaps_n``: units with gaps; ``mean_pct`` of the units without gaps, and
    ``base_mean_pct`` of the block of the base year that it continues, both rounded as printed.
    ``both_n``: units with a change, ``change_pp``: the mean of these less their mean in the base year,
    both exact, then rounded as printed; ``only_one_n``: units of one of the two means only,
    ``others_pp``: what they add to the difference of the two means. ``up_n``, ``down_n``, ``same_n``:
    units by their own change; ``behind_pp``: how far the last rank stands behind the first, as
    printed, blank where fewer than two ranks are given. All that is compared is blank where no unit
    has a change.
    """
    pattern = pattern_of(decimals)
    before = {} if base_index is None else {row["unit_code"]: row for row in base_index.to_dict("records")}
    rows = []
    for code, group in index.groupby("block", sort=False):
        mean, base_mean = group["block_mean_pct"].iloc[0], None
        own_n, base_n = int((group["printed_pct"].notna() & (group["gaps_n"] == 0)).sum()), 0
        if base_index is not None:
            past = base_index[base_index["block"] == base_blocks.get(str(code))]
            base_mean = past["block_mean_pct"].iloc[0] if len(past) else None
            base_n = int((past["printed_pct"].notna() & (past["gaps_n"] == 0)).sum())
        both = [row for row in group.to_dict("records") if row["change_pp"] is not None]
        thens = [before[unit_links[row["unit_code"]]] for row in both]
        stayed = sum(then["block"] == base_blocks.get(str(code)) for then in thens)
        moves = [row["change_pp"] for row in both]
        change = average_index(both, pattern) - average_index(thens, pattern) if both else None
        others = None
        if change is not None and base_mean is not None:
            others = mean - base_mean - change
        ranked = group[group["rank"].notna()]
        printed = ranked["printed_pct"]
        rows.append(
            {
                "block": code,
                "units_n": len(group),
                "ranked_n": len(ranked),
                "gaps_n": int((group["gaps_n"] > 0).sum()),
                "mean_pct": mean,
                "base_mean_pct": base_mean,
                "both_n": len(both),
                "only_one_n": own_n - len(both) + base_n - stayed,
                "change_pp": change,
                "others_pp": others,
                "up_n": sum(move > 0 for move in moves),
                "down_n": sum(move < 0 for move in moves),
                "same_n": sum(move == 0 for move in moves),
                "behind_pp": max(printed) - min(printed) if ranked["rank"].nunique() > 1 else None,
            }
        )
    return pd.DataFrame(rows, columns=BLOCKS)


def average_index(rows: Sequence[Mapping[Any, Any]], pattern: Decimal) -> Decimal:
    """Return the mean index of rows of an index, capped where it is, exact, then rounded half up."""
    whole = Fraction(0)
    for row in rows:
        is_cut = row["uncapped_pct"] > HUNDRED >= row["index_pct"]
        top = Fraction(row["points"] + row["bonus_points"] - row["penalty_points"])
        whole += 100 if is_cut else 100 * top / Fraction(row["max_points"])
    return round_fraction(whole / len(rows), pattern)


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


def compare_frameworks(
    framework: Framework, base: Framework | None, links: Links, base_blocks: Mapping[str, str]
) -> pd.DataFrame:
    """Compare the leaves of two frameworks: one row per leaf that is not the same in both.

    ``change``: added, removed, not_comparable, reweighted; with both maxima and the mapping's note.
    Bonus and penalty are left out, and a block that continues none of the base year (``base_blocks``).
    A base leaf is ``removed`` where nothing of it is taken; its row bears the block that continues its own.
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
        if block.code not in base_blocks:
            continue
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
    continued: dict[str, Block] = {}
    for block in framework:
        if block.code in base_blocks:
            continued.setdefault(base_blocks[block.code], block)
    for base_code, block in continued.items():
        for leaf in base.by_code[base_code].scored_leaves:
            key = (base_code, leaf.code)
            if key not in taken and key not in replaced:
                add(block, leaf, "removed", None, leaf.max_points, "")
    return pd.DataFrame(rows, columns=names)
