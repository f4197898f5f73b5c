"""The sentences on what a unit can do, what it brings and whether that is enough.

In: results and a unit. Out: sentences in the language in force; blank where there is nothing to say.
Computes nothing.
"""

from __future__ import annotations

from typing import Any

from parreport.columns import is_blank, split_codes
from parreport.display.formats import format_number, format_pct
from parreport.display.sentences import join_sentences
from parreport.display.tables import item_name
from parreport.display.unit.case_sentences import show_band
from parreport.display.unit.sentences import unit_row
from parreport.display.unit.what_if_sentences import open_goal
from parreport.language import counted, text
from parreport.years.results import Results


def sums_of(results: Results, unit: str) -> Any:
    """Return what the plan of a unit comes to."""
    return results.plan_sums[results.plan_sums["unit_code"] == unit].iloc[0]


def heading_plan(results: Results, unit: str) -> str:
    """Return the finding over the plan: how many items, how many points."""
    sums = sums_of(results, unit)
    if not sums["told_n"]:
        return text("What to do")
    return counted(
        sums["told_n"],
        "What to do: 1 item that can bring {points} points",
        "What to do: {n} items that can bring {points} points",
        points=format_number(sums["told_points"], 2),
    )


def describe_enough(results: Results, unit: str) -> str:
    """Describe whether the plan, or all that can be won, is enough for the next place and the next class."""
    sums = sums_of(results, unit)
    goals = {goal: row for goal in ("next_rank", "next_band") if (row := open_goal(results, unit, goal)) is not None}
    if not sums["told_n"] or not goals:
        return ""
    told = {goal: goal in split_codes(sums["goals_told"]) for goal in goals}
    points = {"points": format_number(sums["told_points"], 2)}
    first = text("The plan brings {points} points: {verdict}.", verdict=_verdict(goals, told, sums, "told"), **points)
    if all(told.values()) or sums["all_n"] == sums["told_n"]:
        return first
    left = {goal: row for goal, row in goals.items() if not told[goal]}
    every = {goal: goal in split_codes(sums["goals_all"]) for goal in left}
    facts = {"n": sums["all_n"], "points": format_number(sums["all_points"], 2)}
    verdict = _verdict(left, every, sums, "all")
    return join_sentences(
        first, text("All {n} items that can be won bring {points} points: {verdict}.", verdict=verdict, **facts)
    )


def _verdict(goals: dict[str, Any], enough: dict[str, bool], sums: Any, which: str) -> str:
    said = []
    for goal, row in goals.items():
        short = format_number(row["points_needed"] - sums[f"{which}_points"], 2)
        if goal == "next_rank":
            missing = text("{short} too few for the next place", short=short)
            said.append(text("enough for the next place") if enough[goal] else missing)
        else:
            missing = text("{short} too few for the next class", short=short)
            said.append(text("enough for the next class") if enough[goal] else missing)
    return ", ".join(said)


def describe_outcome(results: Results, unit: str) -> str:
    """Describe where the unit would stand with the whole plan; blank where it has no plan, or gaps."""
    sums, own, block = sums_of(results, unit), unit_row(results, unit), results.block_of(unit)
    if not sums["told_n"] or own["gaps_n"] or is_blank(sums["index_told"]):
        return ""
    standing = [format_pct(sums["index_told"], results.framework.decimals)]
    if not is_blank(sums["rank_told"]) and int(own["ranked_n"]) > 1:
        ranks = {"then": sums["rank_told"], "rank": own["rank"]}
        same = ranks["then"] == ranks["rank"]
        standing.append(text("still rank {rank}", **ranks) if same else text("rank {then} instead of {rank}", **ranks))
    if len(block.bands) > 1:
        bands = {"other": show_band(block, sums["band_told"]), "band": show_band(block, own["band"])}
        same = bands["other"] == bands["band"]
        standing.append(
            text("still class {band}", **bands) if same else text("class {other} instead of {band}", **bands)
        )
    return text("With the whole plan, the other units held still: {standing}.", standing=", ".join(standing))


def describe_rest(results: Results, unit: str) -> str:
    """Describe what stands in no report and what is in no plan, with what no unit of the block reaches."""
    sums, block = sums_of(results, unit), results.block_of(unit)
    said = []
    if more := sums["all_n"] - sums["told_n"]:
        said.append(
            counted(
                more,
                "1 more item can bring {points} points: see the sheet “what to do” in the workbook.",
                "{n} more items can bring {points} points: see the sheet “what to do” in the workbook.",
                points=format_number(sums["all_points"] - sums["told_points"], 2),
            )
        )
    if sums["left_n"]:
        facts = {
            "points": format_number(sums["left_points"], 2),
            "item": item_name(block.by_code[sums["left_item"]]),
            "most": format_number(sums["left_item_points"], 2),
        }
        said.append(
            counted(
                sums["left_n"],
                "Not in the plan: {item} ({most} points lost), since the unit stands with the upper quarter of the "
                "block, had no case, or can raise its figure no further this year.",
                "Not in the plan: {n} items that lose {points} points, {most} of them on {item}, since the unit stands "
                "with the upper quarter of the block, had no case, or can raise its figure no further this year.",
                **facts,
            )
        )
        if sums["left_unreached_n"] and sums["left_n"] > 1:
            said.append(
                counted(
                    sums["left_unreached_n"],
                    "On 1 of them no unit of the block has full points.",
                    "On {n} of them no unit of the block has full points.",
                )
            )
        elif sums["left_unreached_n"]:
            said.append(text("No unit of the block has full points on it."))
    return " ".join(said)
