"""The sentences of the province report, written from figures.

In: results. Out: sentences and headings in the language in force, right for first and last, ties,
one unit, no ranks, no base year. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.formats import format_number, format_pct
from parreport.display.parts import join_words
from parreport.display.sentences import describe_counts, describe_move, ranking_of
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results, shown_name

TIES_NAMED = 4


def _leaders(ranking: pd.DataFrame, rank: int) -> list[str]:
    return [shown_name(row) for row in ranking[ranking["rank"] == rank].to_dict("records")]


def describe_block(results: Results, block: Block) -> str:
    """Describe a block in one sentence: first, last, mean, change."""
    decimals = results.framework.decimals
    summary = results.blocks[results.blocks["block"] == block.code].iloc[0]
    ranking = ranking_of(results, block)
    ranked = ranking[ranking["rank"].notna()]
    mean = format_pct(summary["mean_pct"], decimals)
    move = ""
    if results.base is not None:
        move = describe_move(summary["change_pp"], results.base.parameters.year, decimals)
    facts: dict[str, Any] = {"block": block.shown, "mean": mean, "move": move, "n": len(ranking)}
    if len(ranking) == 1:
        facts["unit"] = shown_name(ranking.iloc[0])
        if move:
            return text("Block {block} has one unit, {unit}: {mean}, {move}.", **facts)
        return text("Block {block} has one unit, {unit}: {mean}.", **facts)
    if ranked.empty:
        if move:
            return text("The {n} units of block {block} are not ranked; their mean is {mean}, {move}.", **facts)
        return text("The {n} units of block {block} are not ranked; their mean is {mean}.", **facts)
    best, worst = int(ranked["rank"].min()), int(ranked["rank"].max())
    facts |= {
        "first": format_pct(ranked.iloc[0]["printed_pct"], decimals),
        "last": format_pct(ranked.iloc[-1]["printed_pct"], decimals),
        "leader": join_words(_leaders(ranked, best)),
        "tailer": join_words(_leaders(ranked, worst)),
    }
    if best == worst:
        if move:
            return text("Block {block}: all ranked units reach {first}; the mean is {mean}, {move}.", **facts)
        return text("Block {block}: all ranked units reach {first}; the mean is {mean}.", **facts)
    if len(_leaders(ranked, best)) > 1:
        if move:
            return text(
                "Block {block}: {leader} share first place with {first}, {tailer} comes last with {last}; the mean "
                "is {mean}, {move}.",
                **facts,
            )
        return text(
            "Block {block}: {leader} share first place with {first}, {tailer} comes last with {last}; the mean "
            "is {mean}.",
            **facts,
        )
    if move:
        return text(
            "Block {block}: {leader} comes first with {first}, {tailer} last with {last}; the mean is {mean}, {move}.",
            **facts,
        )
    return text(
        "Block {block}: {leader} comes first with {first}, {tailer} last with {last}; the mean is {mean}.", **facts
    )


def heading_ranking(results: Results, block: Block) -> str:
    """Return the finding over the ranking of a block."""
    ranking = ranking_of(results, block)
    ranked = ranking[ranking["rank"].notna()]
    if ranked.empty or len(ranking) == 1:
        return text("Block {block}: the index of each unit", block=block.shown)
    leaders = _leaders(ranked, 1)
    if len(leaders) == len(ranked):
        return text("Block {block}: all ranked units are level", block=block.shown)
    if len(leaders) > 1:
        return text("{units} share the lead of block {block}", units=join_words(leaders), block=block.shown)
    return text("{unit} leads block {block}", unit=leaders[0], block=block.shown)


def describe_moves(results: Results, block: Block) -> str:
    """Describe who moved most in a block against the base year; blank without one."""
    if results.base is None:
        return ""
    year, decimals = results.base.parameters.year, results.framework.decimals
    summary = results.blocks[results.blocks["block"] == block.code].iloc[0]
    known = results.index[(results.index["block"] == block.code) & results.index["change_pp"].notna()]
    if known.empty:
        return text("No unit of block {block} has an index of {year} to compare with.", block=block.shown, year=year)
    sentences, moves = [describe_counts(summary, year)], known["change_pp"].astype(float)
    up, down = known.iloc[moves.argmax()], known.iloc[moves.argmin()]
    rise, fall = (format_number(unit["change_pp"], decimals, signed=True) for unit in (up, down))
    if moves.max() > 0:
        sentences.append(text("The largest rise: {unit}, {size} percentage points.", unit=shown_name(up), size=rise))
    if moves.min() < 0:
        sentences.append(text("The largest fall: {unit}, {size} percentage points.", unit=shown_name(down), size=fall))
    return " ".join(sentences)


def describe_survey(survey: pd.DataFrame) -> str:
    """Describe where survey and appraisal disagree; ``survey``: unit_name, appraised_pct, survey_pct, gap_pp."""
    gap = survey["gap_pp"].astype(float)
    printed = pd.Series([format_number(one, 1) for one in gap], index=survey.index)
    none, parts = format_number(0, 1), []
    over, under = (format_number(one, 1) for one in (gap.max(), gap.min()))
    if gap.max() > 0 and over != none:
        parts.append(
            text("The appraisal is furthest above the survey at {units}.", units=_tell_gaps(survey[printed == over]))
        )
    if gap.min() < 0 and under != none:
        parts.append(
            text("The survey is furthest above the appraisal at {units}.", units=_tell_gaps(survey[printed == under]))
        )
    return " ".join(parts) or text("Survey and appraisal agree at every unit.")


def _tell_gaps(units: pd.DataFrame) -> str:
    """Return units with both their figures; their number where many have the same gap."""
    if len(units) > TIES_NAMED:
        gap = format_number(abs(float(units.iloc[0]["gap_pp"])), 1)
        return text("{n} units (by {gap} percentage points each)", n=len(units), gap=gap)
    return join_words(
        [
            text(
                "{unit} (appraisal {appraised}, survey {survey})",
                unit=row["unit_name"],
                appraised=format_pct(row["appraised_pct"]),
                survey=format_pct(row["survey_pct"]),
            )
            for row in units.to_dict("records")
        ]
    )


def describe_framework_changes(results: Results) -> str:
    """Describe in one sentence how the framework differs from the base year's; blank without one."""
    if results.base is None:
        return ""
    changes, year = list(results.framework_changes["change"]), results.base_year
    kinds = (
        ("added", "1 item is new", "{n} items are new"),
        ("removed", "1 was dropped", "{n} were dropped"),
        ("not_comparable", "1 measures something else", "{n} measure something else"),
        ("reweighted", "1 has another maximum", "{n} have another maximum"),
    )
    told = [counted(changes.count(kind), one, many) for kind, one, many in kinds if kind in changes]
    if not told:
        return text("All items are comparable with {year}.", year=year)
    return text("Against {year}: {changes}.", year=year, changes=", ".join(told))
