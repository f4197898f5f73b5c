"""The sentences of the province report on rank and mean of each block, and on who moved.

In: results. Out: sentences and headings in the language in force, right for first and last, ties,
one unit, no ranks, gaps, no base year, units that came or went. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank, split_codes
from parreport.display.formats import format_number, format_pct, join_words
from parreport.display.sentences import (
    describe_counts,
    describe_move,
    join_sentences,
    name_or_count,
    name_some,
    ranking_of,
    tell_some,
)
from parreport.display.sureness.sentences import range_kind, unmoved_units
from parreport.inputs.framework import Block
from parreport.language import TimeName, counted, message, text
from parreport.years.results import Results, shown_name

NAMES_SHOWN = 5


def _leaders(ranking: pd.DataFrame, rank: int) -> list[str]:
    return [shown_name(row) for row in ranking[ranking["rank"] == rank].to_dict("records")]


def describe_block(results: Results, block: Block) -> str:
    """Describe a block in one sentence: first, last, mean, change of the units in both years."""
    decimals = results.framework.decimals
    summary = results.blocks[results.blocks["block"] == block.code].iloc[0]
    ranking = ranking_of(results, block)
    ranked = ranking[ranking["rank"].notna()]
    year = results.base_year
    move = "" if year is None else describe_mean_move(summary, year, decimals)
    mean = format_pct(summary["mean_pct"], decimals)
    facts: dict[str, Any] = {"block": block.shown, "mean": mean, "move": move, "n": len(ranking)}
    if len(ranking) == 1:
        return _describe_one(ranking.iloc[0], decimals, facts)
    if ranked.empty:
        return _describe_unranked(summary, facts)
    best, worst = int(ranked["rank"].min()), int(ranked["rank"].max())
    leaders, tailers = _leaders(ranked, best), _leaders(ranked, worst)
    facts |= {
        "first": format_pct(ranked.iloc[0]["printed_pct"], decimals),
        "last": format_pct(ranked.iloc[-1]["printed_pct"], decimals),
        "leader": name_some(leaders),
        "tailer": name_some(tailers),
    }
    if best == worst:
        others = ranking["rank"].isna() & ranking["printed_pct"].notna() & (ranking["gaps_n"] == 0)
        return _describe_level(bool(others.any()), facts)
    sentences = {
        (False, False, False): message(
            "Block {block}: {leader} comes first with {first}, {tailer} last with {last}; the mean is {mean}.", **facts
        ),
        (False, False, True): message(
            "Block {block}: {leader} comes first with {first}, {tailer} last with {last}; the mean is {mean}, {move}.",
            **facts,
        ),
        (True, False, False): message(
            "Block {block}: {leader} share first place with {first}, {tailer} comes last with {last}; the mean is "
            "{mean}.",
            **facts,
        ),
        (True, False, True): message(
            "Block {block}: {leader} share first place with {first}, {tailer} comes last with {last}; the mean is "
            "{mean}, {move}.",
            **facts,
        ),
        (False, True, False): message(
            "Block {block}: {leader} comes first with {first}, {tailer} come last with {last}; the mean is {mean}.",
            **facts,
        ),
        (False, True, True): message(
            "Block {block}: {leader} comes first with {first}, {tailer} come last with {last}; the mean is {mean}, "
            "{move}.",
            **facts,
        ),
        (True, True, False): message(
            "Block {block}: {leader} share first place with {first}, {tailer} come last with {last}; the mean is "
            "{mean}.",
            **facts,
        ),
        (True, True, True): message(
            "Block {block}: {leader} share first place with {first}, {tailer} come last with {last}; the mean is "
            "{mean}, {move}.",
            **facts,
        ),
    }
    return str(sentences[len(leaders) > 1, len(tailers) > 1, bool(move)])


def describe_mean(results: Results, block: Block) -> str:
    """Describe the mean of a block and how many of its units are at or above it, as printed; blank of fewer than two.

    Units with gaps are in neither.
    """
    ranking = ranking_of(results, block)
    whole = ranking[(ranking["gaps_n"] == 0) & ranking["printed_pct"].notna()]
    if len(whole) < 2:
        return ""
    facts = {"mean": format_pct(whole["block_mean_pct"].iloc[0], results.framework.decimals), "units": len(whole)}
    n = int(whole["at_or_above_mean"].sum())
    if len(whole) < len(ranking):
        return counted(
            n,
            "Mean of the block: {mean}; of {units} units with points for all items, 1 is at or above it.",
            "Mean of the block: {mean}; of {units} units with points for all items, {n} are at or above it.",
            **facts,
        )
    return counted(
        n,
        "Mean of the block: {mean}; of {units} units, 1 is at or above it.",
        "Mean of the block: {mean}; of {units} units, {n} are at or above it.",
        **facts,
    )


def _describe_one(unit: Any, decimals: int, facts: dict[str, Any]) -> str:
    """Describe a block of one unit; one with gaps has an index and no mean."""
    facts |= {"unit": shown_name(unit)}
    if unit["gaps_n"] and unit["printed_pct"] is None:
        return text("Block {block} has one unit, {unit}; no item of it has points yet.", **facts)
    if unit["gaps_n"]:
        return counted(
            unit["gaps_n"],
            "Block {block} has one unit, {unit}: {mean} on the items that have points; 1 item has none.",
            "Block {block} has one unit, {unit}: {mean} on the items that have points; {n} items have none.",
            block=facts["block"],
            unit=facts["unit"],
            mean=format_pct(unit["printed_pct"], decimals),
        )
    if facts["move"]:
        return text("Block {block} has one unit, {unit}: {mean}, {move}.", **facts)
    return text("Block {block} has one unit, {unit}: {mean}.", **facts)


def _describe_unranked(summary: Any, facts: dict[str, Any]) -> str:
    """Describe a block none of whose units has a rank."""
    if summary["gaps_n"] == facts["n"]:
        return text("Block {block}: every unit has items without points; there is no rank and no mean.", **facts)
    if summary["gaps_n"]:
        return text("Block {block}: no unit has a rank; the mean of the units without gaps is {mean}.", **facts)
    if facts["move"]:
        return text("The {n} units of block {block} are not ranked; their mean is {mean}, {move}.", **facts)
    return text("The {n} units of block {block} are not ranked; their mean is {mean}.", **facts)


def _describe_level(with_others: bool, facts: dict[str, Any]) -> str:
    """Describe a block all of whose ranked units are level; the mean may hold units that are not ranked."""
    if with_others and facts["move"]:
        return text(
            "Block {block}: all ranked units reach {first}; the mean, with the units that are not ranked, is {mean}, "
            "{move}.",
            **facts,
        )
    if with_others:
        return text(
            "Block {block}: all ranked units reach {first}; the mean, with the units that are not ranked, is {mean}.",
            **facts,
        )
    if facts["move"]:
        return text("Block {block}: all ranked units reach {first}; the mean is {mean}, {move}.", **facts)
    return text("Block {block}: all ranked units reach {first}; the mean is {mean}.", **facts)


def describe_mean_move(summary: Any, year: TimeName | int, decimals: int) -> str:
    """Return how the mean of a block moved: that of the units in both years, said where others are in it."""
    change, n = summary["change_pp"], int(summary["both_n"])
    if is_blank(change) or not summary["only_one_n"]:
        return describe_move(change, year, decimals)
    facts = {"size": format_number(abs(change), decimals), "year": year}
    if change > 0:
        return counted(
            n,
            "with the one unit of both years up {size} percentage points on {year}",
            "with the {n} units of both years up {size} percentage points on {year} on average",
            **facts,
        )
    if change < 0:
        return counted(
            n,
            "with the one unit of both years down {size} percentage points on {year}",
            "with the {n} units of both years down {size} percentage points on {year} on average",
            **facts,
        )
    return counted(
        n,
        "with the one unit of both years unchanged on {year}",
        "with the {n} units of both years unchanged on {year} on average",
        **facts,
    )


def heading_ranking(results: Results, block: Block, most: int | None = None) -> str:
    """Return the finding over the ranking of a block; of more than ``most`` that share the lead, the number."""
    ranking = ranking_of(results, block)
    ranked = ranking[ranking["rank"].notna()]
    if ranked.empty or len(ranking) == 1:
        return text("Block {block}: the index of each unit", block=block.shown)
    leaders = _leaders(ranked, 1)
    if len(leaders) == len(ranked):
        return text("Block {block}: all ranked units are level", block=block.shown)
    if len(leaders) > 1:
        named = name_some(leaders) if most is None else name_or_count(leaders, most)
        return text("{units} share the lead of block {block}", units=named, block=block.shown)
    return text("{unit} leads block {block}", unit=leaders[0], block=block.shown)


def bracketed_kind(ranges: pd.DataFrame) -> str:
    """Return what the ranges beside the ranks of a ranking rest on; blank where they would seem to fix the ranks.

    That is so where ranges are of weights, and more than weights was drawn and leaves no rank in its place.
    """
    kind = range_kind(ranges)
    if kind != "weights" or not unmoved_units(ranges).empty:
        return kind
    return "" if {"cases", "sampling"} & set(split_codes(ranges["drawn"].iloc[0])) else kind


def count_classes(units: pd.DataFrame, block: Block) -> list[tuple[str, int]]:
    """Return how many units each class of a block has, best first; ``units``: rows of the index."""
    return [(band.shown, int((units["band"] == band.name).sum())) for band in block.bands]


def title_spread(units: pd.DataFrame, block: Block) -> str:
    """Return the finding over a large block: the class that has most units, and how many of all."""
    counts = count_classes(units, block)
    name, n = max(counts, key=lambda one: one[1])
    if len(counts) < 2 or not n:
        return text("The index of {n} units", n=len(units))
    return counted(
        n, "1 of {all} units is in class {band}", "{n} of {all} units are in class {band}", all=len(units), band=name
    )


def describe_moves(results: Results, block: Block) -> str:
    """Describe who moved most in a block against the base year; blank without one."""
    if results.base is None:
        return ""
    year, decimals = results.base.span, results.framework.decimals
    summary = results.blocks[results.blocks["block"] == block.code].iloc[0]
    own = results.index[results.index["block"] == block.code]
    known = own[own["change_pp"].notna()]
    if known.empty and own["base_pct"].notna().any():
        return text(
            "No unit of block {block} has an index of {year} and now without gaps.", block=block.shown, year=year
        )
    if known.empty:
        words = text("No unit of block {block} has an index of {year} to compare with.", block=block.shown, year=year)
        return join_sentences(words, *_describe_others(results, own))
    sentences, moves = [describe_counts(summary, year)], list(known["change_pp"])
    rises, falls = (known[known["change_pp"] == end] for end in (max(moves), min(moves)))
    rise, fall = (format_number(end, decimals, signed=True) for end in (max(moves), min(moves)))
    if max(moves) > 0:
        sentences.append(
            counted(
                len(rises),
                "The largest rise: {unit}, {size} percentage points.",
                "The largest rise: {unit}, {size} percentage points each.",
                unit=_name_tied(rises),
                size=rise,
            )
        )
    if min(moves) < 0:
        sentences.append(
            counted(
                len(falls),
                "The largest fall: {unit}, {size} percentage points.",
                "The largest fall: {unit}, {size} percentage points each.",
                unit=_name_tied(falls),
                size=fall,
            )
        )
    if summary["only_one_n"] and not is_blank(summary["others_pp"]):
        sentences.append(
            text(
                "The mean of all units was {before} in {year}; units of one of the two means only (new, ended, merged "
                "or with gaps) {moved}.",
                before=format_pct(summary["base_mean_pct"], decimals),
                year=year,
                moved=_moved_by(summary["others_pp"], decimals),
            )
        )
    if (own["rank"].notna() & own["base_rank"].notna() & own["places"].isna()).any():
        sentences.append(
            text(
                "Places gained or lost against {year} are not told: units with items without points have no rank, so "
                "fewer units are ranked than are assessed.",
                year=year,
            )
        )
    return join_sentences(*sentences, *_describe_others(results, own))


def _describe_others(results: Results, own: pd.DataFrame) -> list[str]:
    """Describe which units of a block have no places against the base year: from another block, split since."""
    base, sentences = results.base, []
    moved, split = own[own["base_block"].fillna("") != ""], own[own["split_from"].fillna("") != ""]
    if base is not None and len(moved):
        facts = {"units": _name_tied(moved), "year": base.span}
        sentences.append(text("In another block in {year}, so their places are not compared: {units}.", **facts))
    if base is not None and len(split):
        parts = {
            str(row["split_from"]): (str(row["unit_code"]), *split_codes(row["split_with"]))
            for row in split.iloc[::-1].to_dict("records")
        }
        listed = [
            text("{unit} (into {units})", unit=base.name_of(code), units=join_words(list(map(results.name_of, units))))
            for code, units in reversed(parts.items())
        ]
        facts = {"listed": "; ".join(listed[:NAMES_SHOWN]), "year": base.span}
        sentences.append(text("Split since {year}, so their changes are not computed: {listed}.", **facts))
        left = len(listed) - NAMES_SHOWN
        sentences += tell_some(left, "1 more was split.", "{n} more were split.") if left > 0 else []
    return sentences


def _moved_by(change: Any, decimals: int) -> str:
    """Return how some units moved a mean, in the middle of a sentence, by its direction."""
    size = format_number(abs(change), decimals)
    if change > 0:
        return text("raised it by {size} percentage points", size=size)
    if change < 0:
        return text("lowered it by {size} percentage points", size=size)
    return text("left it as it was")


def _name_tied(units: pd.DataFrame) -> str:
    """Return the names of units that stand at one figure; their number where they are many."""
    return name_or_count([shown_name(row) for row in units.to_dict("records")], NAMES_SHOWN)
