"""The chairman's part of the first page: units by class, what costs each block most, what to decide.

In: results. Out: parts of a page. Computes nothing: what is recommended stands in
``results.recommendations``, made by the rules of ``docs/methodology.md`` 15.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from parreport.columns import RECOMMENDATION_RULES, is_blank, percent_of, rows_of, split_codes
from parreport.display.documents import blocks_with_units, detailed_blocks
from parreport.display.formats import DASH, format_number, format_pct
from parreport.display.parts import Bullets, Heading, PageEnd, Part, Table, Text
from parreport.display.sentences import NAMES_OF_MANY, join_sentences, name_some, quote, ranking_of
from parreport.display.tables import (
    ShownColumn,
    change_column,
    figure_column,
    item_name,
    number_column,
    table_of,
    words_column,
)
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results, shown_name

PLACES = 3  # at either end of a ranking
MEANS_SHOWN = 4  # as figures of their own, in a row
CAUSES = 3
TIED = 6
TOLD = 5


def table_places(results: Results) -> Table | None:
    """Return the first and the last units of each block, three at either end; None where none ranks more than six."""
    decimals, rows = results.framework.decimals, []
    for block in blocks_with_units(results):
        ranked = ranking_of(results, block)
        ranked = ranked[ranked["rank"].notna()]
        if len(ranked) > 2 * PLACES:
            first = _tell_places(_find_first(ranked), decimals)
            last = _tell_places(_find_first(ranked[::-1])[::-1], decimals)
            rows.append({"block": block.shown, "first": first, "last": last})
    if not rows:
        return None
    columns = (
        words_column(text("Block"), "block", "16%"),
        words_column(text("First"), "first", "42%"),
        words_column(text("Last"), "last", "42%"),
    )
    return table_of(text("First and last units of each block, index in %"), rows, columns, id="places")


def _find_first(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return three units and those on the place of the third; without that place where too many share it."""
    ranks = list(ranked["rank"])
    is_in = [rank in ranks[:PLACES] for rank in ranks]
    if sum(is_in) > 2 * PLACES:
        is_in = [rank in ranks[:PLACES] and rank != ranks[PLACES - 1] for rank in ranks]
    return ranked[is_in]


def _tell_places(units: pd.DataFrame, decimals: int) -> str:
    """Return units of a ranking, each with place and index, in order of rank; a dash of none."""
    if units.empty:
        return DASH
    return "; ".join(
        f"{row['rank']}. {shown_name(row)} {format_number(row['printed_pct'], decimals)}"
        for row in units.to_dict("records")
    )


def table_classes(results: Results) -> Table | None:
    """Return the mean of each block and how many of its units are in each class; None where nothing is to be told."""
    blocks = list(blocks_with_units(results))
    names = {band.name: band.shown for block in blocks if len(block.bands) > 1 for band in block.bands}
    if not names and len(blocks) <= MEANS_SHOWN:
        return None
    index, summaries = results.index, results.blocks.set_index("block")
    decimals, year = results.framework.decimals, results.base_short
    rows = []
    for block in blocks:
        own = index[index["block"] == block.code]
        counts = own["band"].value_counts()
        bands = block.bands if len(block.bands) > 1 else ()
        row: dict[str, Any] = {band.name: str(counts.get(band.name, 0)) for band in bands}
        classed = sum(int(n) for n in row.values())
        row |= {"block": block.shown, "n": len(own), "without": len(own) - classed if row else 0}
        rows.append(row | {figure: summaries.loc[block.code, figure] for figure in ("mean_pct", "change_pp")})

    def class_column(name: str) -> ShownColumn:
        return number_column(names[name], lambda row: row.get(name, DASH))

    columns = (
        words_column(text("Block"), "block"),
        number_column(text("Units"), lambda row: str(row["n"])),
        figure_column(text("Mean %"), "mean_pct", decimals, tone="strong"),
        change_column(text("Against {year} (percentage points)", year=year), "change_pp", decimals)
        if year is not None and not all(is_blank(row["change_pp"]) for row in rows)
        else None,
        *map(class_column, names),
        number_column(text("Without a class"), lambda row: str(row["without"]))
        if any(row["without"] for row in rows)
        else None,
    )
    caption = text("Mean index, and number of units in each class") if names else text("Mean index of each block")
    return table_of(caption, rows, columns, id="classes")


def table_causes(results: Results) -> Table | None:
    """Return the items that cost each block most points, three of each and those that cost as much."""
    rows: list[dict[str, Any]] = []
    groups: dict[int, str] = {}
    for block in detailed_blocks(results):
        costly = _find_causes(results.statistics, block)
        if costly.empty:
            continue
        areas = results.block_areas[results.block_areas["block"] == block.code]
        total = sum(areas["lost_points"])
        groups[len(rows)] = block.shown
        for code, lost, losing, units in rows_of(costly, "item_code", "lost_points", "losing_n", "units_n"):
            facts = {"lost_points": lost, "share": percent_of(lost, total), "units": f"{losing}/{units}"}
            rows.append({"name": item_name(block.by_code[code]), **facts})
    if not rows:
        return None
    columns = (
        words_column(text("Item"), "name", "52%"),
        figure_column(text("Points lost"), "lost_points"),
        number_column(text("Of all that the block loses"), lambda row: format_pct(row["share"], 1)),
        number_column(text("Units that lose points"), "units"),
    )
    caption = text("Main causes: the items that cost each block most points")
    return table_of(caption, rows, columns, id="causes", groups=groups)


def _find_causes(statistics: pd.DataFrame, block: Block) -> pd.DataFrame:
    own = statistics[(statistics["block"] == block.code) & (statistics["losing_n"] > 0)]
    own = own[own["item_code"].isin({leaf.code for leaf in block.scored_leaves})]
    order = own.assign(_lost=own["lost_points"].astype(float)).sort_values("_lost", ascending=False, kind="stable")
    if len(order) <= CAUSES:
        return order
    limit = order["_lost"].iloc[CAUSES - 1]
    is_tied = order["_lost"] >= limit
    kept: pd.DataFrame = order[is_tied if is_tied.sum() <= TIED else order["_lost"] > limit]
    return kept


def recommend(results: Results) -> list[Part]:
    """Return what the province can decide, a rule each, five at most; nothing where no rule fires."""
    table = results.recommendations
    entries: list[str] = []
    for rule in RECOMMENDATION_RULES:
        own = table[table["rule"] == rule].drop_duplicates("block")
        if len(own) and len(entries) < TOLD:
            lead, tell = _heads()[rule], TELL[rule]
            entries.append(join_sentences(lead, *(tell(results, row) for row in own.to_dict("records"))))
    if not entries:
        return []
    note = counted(
        len(table),
        "Made by named rules from the tables of this report; it stands in the workbook of tables too.",
        "Made by named rules from the tables of this report; all {n} stand in the workbook of tables.",
    )
    heading = Heading(text("Recommendations"), id="recommendations")
    return [heading, Bullets(tuple(entries), numbered=True), Text(note, "note"), PageEnd()]


def _heads() -> dict[str, str]:
    return {
        "common_loss": text("Set a common measure where at least half of a block has at most half of the points."),
        "lasting": text("Set a date for limitations that last."),
        "penalty_avoidable": text("Let no points be taken off next time."),
        "far_behind": text("Inspect and help units that are far behind."),
        "claims": text("Have self-assessments checked against the evidence before they are handed in."),
        "learn_from": text("Have units with full points show how they do it."),
    }


def _facts(results: Results, row: Any) -> dict[str, Any]:
    block = results.framework.by_code[row["block"]]
    facts: dict[str, Any] = {"block": block.shown, "all": row["of_n"]}
    if row["item_code"]:
        facts["item"] = quote(block.by_code[row["item_code"]].shown)
    if not is_blank(row["points"]):
        facts["points"] = format_number(row["points"], 2)
    return facts | {"units": name_some(_names(results, row), NAMES_OF_MANY)}


def _names(results: Results, row: Any) -> list[str]:
    names = {unit: results.name_of(unit) for unit in split_codes(row["unit_codes"])}
    return list(names.values())


def _tell_common(results: Results, row: Any) -> str:
    facts = _facts(results, row)
    told = counted(
        row["units_n"],
        "Block {block}: at {item}, 1 of {all} units has at most half of the points and loses {points} points.",
        "Block {block}: at {item}, {n} of {all} units have at most half of the points and lose {points} points in all.",
        **facts,
    )
    alike = results.recommendations
    alike = alike[(alike["block"] == row["block"]) & (alike["rule"] == row["rule"])]
    why = counted(
        len(alike),
        "In block {block} no other item is so.",
        "Of {n} such items of block {block} none costs these units more.",
        block=facts["block"],
    )
    return join_sentences(told, why, _tell_costlier(results, row, set(alike["item_code"])))


def _tell_costlier(results: Results, row: Any, common: set[str]) -> str:
    """Say why an item that costs a block more is not that of the common measure; blank of none, or with gaps."""
    block, own = results.framework.by_code[row["block"]], results.index[results.index["block"] == row["block"]]
    costly = _find_causes(results.statistics, block)
    lost = results.statistics[results.statistics["block"] == block.code].set_index("item_code")["lost_points"]
    more = [
        quote(block.by_code[code].shown)
        for code, points, units in rows_of(costly, "item_code", "lost_points", "units_n")
        if points > lost[row["item_code"]] and code not in common and units > 1
    ]
    if not more or (own["gaps_n"] > 0).any():
        return ""
    facts = {"items": more[0], "block": block.shown}
    return text("More is lost in block {block} on {items}, where fewer than half of the units stand so.", **facts)


def _tell_lasting(results: Results, row: Any) -> str:
    return counted(
        row["units_n"],
        "Block {block}: 1 of {all} units has been weak at {item} for three years or more.",
        "Block {block}: {n} of {all} units have been weak at {item} for three years or more.",
        **_facts(results, row),
    )


def _tell_penalties(results: Results, row: Any) -> str:
    return counted(
        row["units_n"],
        "Block {block}: {points} points are taken off from {units}.",
        "Block {block}: {points} points in all are taken off from {units}.",
        **_facts(results, row),
    )


def _tell_behind(results: Results, row: Any) -> str:
    codes = split_codes(row["unit_codes"])
    index = results.index.set_index("unit_code").loc[list(codes)]
    decimals = results.framework.decimals
    names = [
        text("{unit} ({pct})", unit=results.name_of(code), pct=format_pct(pct, decimals))
        for code, pct in zip(codes, index["printed_pct"], strict=True)
    ]
    facts = {"block": row["block"], "mean": format_pct(index["block_mean_pct"].iloc[0], decimals)}
    facts["block"] = results.framework.by_code[row["block"]].shown
    return text("Block {block}: {units}; the mean is {mean}.", units=name_some(names, NAMES_OF_MANY), **facts)


def _tell_claims(results: Results, row: Any) -> str:
    return counted(
        row["units_n"],
        "Block {block}: {units} claimed {points} points beyond the official ones.",
        "Block {block}: {units} claimed {points} points in all beyond the official ones.",
        **_facts(results, row),
    )


def _tell_models(results: Results, row: Any) -> str:
    return counted(
        row["units_n"],
        "Block {block}: at {item}, 1 of {all} units has full points, {units}.",
        "Block {block}: at {item}, {n} of {all} units have full points, {units}.",
        **_facts(results, row),
    )


TELL: dict[str, Callable[[Results, Any], str]] = {
    "common_loss": _tell_common,
    "lasting": _tell_lasting,
    "penalty_avoidable": _tell_penalties,
    "far_behind": _tell_behind,
    "claims": _tell_claims,
    "learn_from": _tell_models,
}
