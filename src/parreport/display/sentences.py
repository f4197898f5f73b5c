"""Sentences that every report has need of.

In: figures and names. Out: words in the language in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_number, format_pct, join_words
from parreport.inputs.framework import Block
from parreport.language import TimeName, counted, text
from parreport.years.results import Results, shown_name

NAMES_TOLD = 12
NAMES_OF_MANY = 5


def join_sentences(*sentences: str) -> str:
    """Return sentences one after the other, blank ones left out."""
    return " ".join(sentence for sentence in sentences if sentence)


def quote(words: str) -> str:
    """Return words between quotation marks, for names that hold commas."""
    return f"“{words}”"


def quote_all(names: Iterable[str]) -> str:
    """Return names, each between quotation marks, joined as a sentence does."""
    return join_words([quote(name) for name in names])


def name_or_count(units: list[str], most: int) -> str:
    """Return the names of units; their number where they are more than ``most``."""
    return join_words(units) if len(units) <= most else text("{n} units", n=len(units))


def name_some(units: Sequence[str], most: int = NAMES_TOLD) -> str:
    """Return the names of units as a sentence does; the first few and the number of the others where they are many."""
    if len(units) <= most:
        return join_words(units)
    named = ", ".join(units[:NAMES_OF_MANY])
    return text("{units} and {n} other units", units=named, n=len(units) - NAMES_OF_MANY)


def list_figures(
    rows: pd.DataFrame, name: str, figure: str, decimals: int = 2, signed: bool = False, base_year: Any = None
) -> str:
    """Return the rows as a picture says them to who cannot see it: each name with its figure.

    With a year compared with, the figure of that year (``base_pct``) stands in brackets where there is one.
    """
    before = rows["base_pct"] if base_year is not None and "base_pct" in rows else [None] * len(rows)
    told = []
    for called, value, base in zip(rows[name], rows[figure], before, strict=True):
        was = "" if is_blank(base) else f" ({text('year {year}', year=base_year)}: {format_number(base, decimals)})"
        told.append(f"{called} {format_number(value, decimals, signed)}{was}")
    return "; ".join(told)


def tell_some(n: int, one: str, many: str, **facts: Any) -> list[str]:
    """Return the sentence for one or for many as a list, which is empty where there is none."""
    return [counted(n, one, many, **facts)] if n else []


def units_in(results: Results, block: Block) -> int:
    """Return how many units a block has."""
    return int((results.units["block"] == block.code).sum())


def units_of_means(results: Results, block: Block) -> tuple[int, int, int]:
    """Return how many units a block has, with points for all their items, and ranked: of what its means are."""
    ranks = results.index.loc[results.index["block"] == block.code, "rank"]
    return units_in(results, block), whole_units_in(results, block), int(ranks.notna().sum())


def whole_units_in(results: Results, block: Block) -> int:
    """Return how many units of a block have points for all their items: those in its means and counts."""
    return int(((results.index["block"] == block.code) & (results.index["gaps_n"] == 0)).sum())


def tell_units_of_means(block: Block, units_n: int, whole_n: int, ranked_n: int | None = None) -> str:
    """Return what the means of a block are of: its units, or those of them that have points for all items.

    ``ranked_n``: how many are ranked, told where that is not all of them.
    """
    if whole_n == units_n and ranked_n and ranked_n < units_n:
        facts = {"block": block.shown, "n": units_n, "ranked": ranked_n}
        return text("% of the maximum; block {block}, {n} units, {ranked} of them ranked", **facts)
    if whole_n < units_n:
        return counted(
            whole_n,
            "% of the maximum; block {block}, 1 unit with points for all items",
            "% of the maximum; block {block}, {n} units with points for all items",
            block=block.shown,
        )
    return counted(
        units_n,
        "% of the maximum; block {block}, 1 unit",
        "% of the maximum; block {block}, {n} units",
        block=block.shown,
    )


def has_mean(row: Any) -> bool:
    """Return whether a unit of an index is set against its block's mean: it has all points, and so has another."""
    return not row["gaps_n"] and row["whole_n"] > 1 and row["printed_pct"] is not None


def tell_against_mean(row: Any, decimals: int) -> str:
    """Return where the printed index of a unit stands against the printed mean of its block; blank without one."""
    if not has_mean(row):
        return ""
    mean = format_pct(row["block_mean_pct"], decimals)
    if row["printed_pct"] > row["block_mean_pct"]:
        return text("higher than the mean of the block, {mean}", mean=mean)
    if row["at_or_above_mean"]:
        return text("equal to the mean of the block, {mean}", mean=mean)
    return text("lower than the mean of the block, {mean}", mean=mean)


def say_at_mean(row: Any) -> str:
    """Return yes or no: whether a unit is at or above its block's mean; a dash where it is not set against it."""
    if not has_mean(row):
        return DASH
    return text("yes") if row["at_or_above_mean"] else text("no")


def count_gaps(n: int) -> str:
    """Return how many items of a unit have no points; blank for none."""
    return counted(n, "1 item without points", "{n} items without points") if n else ""


def name_with_gaps(row: Any) -> str:
    """Return the name of a unit, and beside it how many of its items have no points."""
    gaps = count_gaps(row["gaps_n"])
    return f"{shown_name(row)} ({gaps})" if gaps else shown_name(row)


def describe_gaps(results: Results) -> str:
    """Describe on a first page which units of a draft have items without points; blank where none has."""
    own = results.index[results.index["gaps_n"] > 0].to_dict("records")
    if not own:
        return ""
    partly = [f"{shown_name(row)} ({row['gaps_n']})" for row in own if row["printed_pct"] is not None]
    silent = [shown_name(row) for row in own if row["printed_pct"] is None]
    total = sum(row["gaps_n"] for row in own)
    facts = {"units": counted(len(own), "1 unit", "{n} units")}
    return join_sentences(
        counted(total, "1 item of {units} has no points yet.", "{n} items of {units} have no points yet.", **facts),
        text("Number of items without points: {listed}.", listed=_list_some(partly)) if partly else "",
        text("No item has points at {units}: no index.", units=name_some(silent)) if silent else "",
        text(
            "Items without points leave points and maximum; these units have no rank and no class and stand outside "
            "the means and counts of index, areas and items. What units claim is compared on the items that have "
            "points."
        ),
    )


def _list_some(units: list[str]) -> str:
    """Return units, each with its number, with commas only; the first and how many more where they are many."""
    return ", ".join(units) if len(units) <= 2 * NAMES_TOLD else name_some(units)


def blank_silent(ranking: pd.DataFrame) -> pd.DataFrame:
    """Return the ranking in which units without an index have no points to print: blank, not 0."""
    silent = ranking["printed_pct"].isna()
    figures = ("points", "max_points", "bonus_points", "penalty_points")
    return ranking.assign(
        **{name: ranking[name].astype(object).mask(silent & (ranking[name] == 0), None) for name in figures}
    )


def describe_move(change_pp: Any, year: TimeName | int, decimals: int) -> str:
    """Return how an index moved against a year: up, down, unchanged; blank without a figure."""
    if is_blank(change_pp):
        return ""
    size = format_number(abs(change_pp), decimals)
    if change_pp > 0:
        return text("up {size} percentage points on {year}", size=size, year=year)
    if change_pp < 0:
        return text("down {size} percentage points on {year}", size=size, year=year)
    return text("unchanged on {year}", year=year)


def is_cut(row: Any) -> bool:
    """Return whether the change of a unit is not the difference of the two printed figures: one was cut at 100."""
    figures = (row["change_pp"], row["printed_pct"], row["base_pct"])
    return not any(map(is_blank, figures)) and row["printed_pct"] - row["base_pct"] != row["change_pp"]


def describe_counts(moves: Any, year: TimeName | int) -> str:
    """Describe how many units rose, fell and stayed against a year; ``moves``: up_n, down_n, same_n."""
    counts = (
        (moves["up_n"], "the index of 1 unit rose", "the index of {n} units rose"),
        (moves["down_n"], "that of 1 unit fell", "that of {n} units fell"),
        (moves["same_n"], "that of 1 unit stayed", "that of {n} units stayed"),
    )
    told = [counted(int(n), one, many) for n, one, many in counts if n]
    return text("Against {year}, {moves}.", year=year, moves=", ".join(told))


def clusters_of(results: Results, block: Block) -> dict[str, str]:
    """Return the cluster of each unit of a block that has one, by unit code."""
    own = results.units[(results.units["block"] == block.code) & (results.units["cluster"] != "")]
    return dict(zip(own["unit_code"], own["cluster"], strict=True))


def ranking_of(results: Results, block: Block) -> pd.DataFrame:
    """Return the index of a block in print order: by rank, then units without one, as filed."""
    own = results.index[results.index["block"] == block.code]
    order = own["rank"].astype("float").fillna(float("inf"))
    values = own["index_pct"].map(lambda x: float("inf") if x is None else -float(x))
    return own.assign(_rank=order, _value=values).sort_values(["_rank", "_value"], kind="stable")


def tell_way(change: Any, before: Any, now: Any) -> str:
    """Return how a mean went from one figure to another, in the middle of a sentence, by its direction."""
    facts = {"before": format_pct(before, 2), "now": format_pct(now, 2), "size": format_number(abs(change), 2)}
    if facts["size"] == format_number(0, 2):
        return text("stayed at {now}", **facts)
    if change > 0:
        return text("rose by {size} percentage points from {before} to {now}", **facts)
    return text("fell by {size} percentage points from {before} to {now}", **facts)


def tell_places(row: Any) -> str:
    """Return from which rank to which a unit moved; blank where its places are not compared."""
    if is_blank(row["places"]):
        return ""
    ranks = {"before": row["base_rank"], "now": row["rank"]}
    if row["places"] == 0:
        return text("still rank {rank}", rank=row["rank"])
    up, down = text("up from rank {before} to {now}", **ranks), text("down from rank {before} to {now}", **ranks)
    return up if row["places"] > 0 else down
