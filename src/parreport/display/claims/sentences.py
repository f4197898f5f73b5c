"""The sentences on claims: how far beyond, who cut, evidence, reasons, what round 2 changed.

In: results. Out: sentences in the language in force, right where nobody claimed, nothing was cut,
only one round was held or no reason was given. Computes nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank, split_codes
from parreport.display.formats import format_number, format_pct, join_words
from parreport.display.sentences import join_sentences, quote_all, tell_some
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results

NAMED = 3  # of more units than these, the number is told
HALF_A_HUNDREDTH = Decimal("0.005")  # below this, two decimals print 0.00


def describe_claims(results: Results, block: Block) -> str:
    """Describe self-assessment against official points over a block."""
    compared = results.claim_blocks[results.claim_blocks["block"] == block.code]
    if compared.empty:
        return text("No unit of block {block} has both figures on an item.", block=block.shown)
    row = compared.iloc[0]
    sums = results.claim_sums.set_index("unit_code")
    if row["units_n"] == 1:
        return _describe_one(results, sums.loc[row["largest_units"]])
    if not row["mean_gap"] and not row["differ_n"]:
        return text("On the items with both figures, self-assessed and official points agree throughout.")
    return f"{_describe_mean(row['mean_gap'])} {_describe_most(results, row, sums)}"


def _describe_mean(mean: Decimal) -> str:
    """Describe by how much units claim more, or less, than they are granted, on average."""
    if mean and abs(mean) < HALF_A_HUNDREDTH:
        return text(
            "On the items with both figures, self-assessed and official points differ by less than 0.01 points on "
            "average."
        )
    size = format_number(abs(mean), 2)
    if mean > 0:
        return text(
            "On the items with both figures, units give themselves {mean} points more than their official points on "
            "average.",
            mean=size,
        )
    if mean < 0:
        return text(
            "On the items with both figures, units give themselves {mean} points less than their official points on "
            "average.",
            mean=size,
        )
    return text("On the items with both figures, self-assessed and official points agree on average.")


def _describe_most(results: Results, row: Any, sums: pd.DataFrame) -> str:
    """Describe who claims most beyond what it is granted; ``sums``: claim_sums by unit."""
    if row["largest_gap"] <= 0:
        return text("No unit claims more in all than it is granted.")
    if row["largest_gap"] < HALF_A_HUNDREDTH:
        return text("No unit claims as much as 0.01 points more in all than it is granted.")
    tied, gap = split_codes(row["largest_units"]), format_number(row["largest_gap"], 2)
    leaves = {str(unit): int(n) for unit, n in zip(sums.index, sums["leaves_n"], strict=True)}
    if len(tied) > NAMED:
        return text("{n} units claim most beyond: {gap} points each.", n=len(tied), gap=gap)
    if len(tied) > 1:
        names = join_words([results.name_of(unit) for unit in tied])
        most = text("{units} claim most beyond: {gap} points each.", units=names, gap=gap)
        return f"{most} {_rest_on([leaves[unit] for unit in tied])}"
    top: Any = sums.loc[tied[0]]
    most = _describe_beyond_one(results.name_of(tied[0]), top, gap)
    most = f"{most} {_rest_on([top['leaves_n']])}"
    furthest = split_codes(row["largest_pct_units"])
    if len(furthest) != 1 or furthest == tied or row["largest_gap_pct"] <= 0:
        return most
    share = counted(
        leaves[furthest[0]],
        "Measured against what it claimed, {unit} is furthest beyond: {share}, which rests on 1 item.",
        "Measured against what it claimed, {unit} is furthest beyond: {share}, which rests on {n} items.",
        unit=results.name_of(furthest[0]),
        share=format_pct(row["largest_gap_pct"], 1),
    )
    return f"{most} {share}"


def _describe_beyond_one(unit: str, sums: Any, gap: str) -> str:
    """Describe the one unit that claims most beyond; without a share where penalties leave nothing claimed."""
    if is_blank(sums["claim_gap_pct"]):
        return counted(
            sums["cut_n"],
            "{unit} claims most beyond: {gap} points, 1 item cut.",
            "{unit} claims most beyond: {gap} points, {n} items cut.",
            unit=unit,
            gap=gap,
        )
    return counted(
        sums["cut_n"],
        "{unit} claims most beyond: {gap} points, {share} of what it claimed, 1 item cut.",
        "{unit} claims most beyond: {gap} points, {share} of what it claimed, {n} items cut.",
        unit=unit,
        gap=gap,
        share=format_pct(sums["claim_gap_pct"], 1),
    )


def _rest_on(leaves: list[int]) -> str:
    """Say on how many items with both figures the sums of one unit, or of several named ones, rest."""
    if len(set(leaves)) > 1:
        return text("They rest on {counts} items with both figures.", counts=join_words([str(n) for n in leaves]))
    if len(leaves) > 1:
        return counted(
            leaves[0], "Each rests on 1 item with both figures.", "Each rests on {n} items with both figures."
        )
    return counted(leaves[0], "This rests on 1 item with both figures.", "This rests on {n} items with both figures.")


def _describe_one(results: Results, sums: Any) -> str:
    """Describe the one unit of a block that has both figures; ``sums``: its row, named by its code."""
    unit, gap = results.name_of(sums.name), sums["claim_gap"]
    rest = _rest_on([sums["leaves_n"]])
    if gap and abs(gap) < HALF_A_HUNDREDTH:
        return text("What {unit} claims and what it is granted differ by less than 0.01 points in all.", unit=unit)
    if gap > 0 and is_blank(sums["claim_gap_pct"]):
        more = counted(
            sums["cut_n"],
            "{unit} claims {gap} points more than it is granted, 1 item cut.",
            "{unit} claims {gap} points more than it is granted, {n} items cut.",
            unit=unit,
            gap=format_number(gap, 2),
        )
        return f"{more} {rest}"
    if gap > 0:
        more = counted(
            sums["cut_n"],
            "{unit} claims {gap} points more than it is granted, {share} of what it claimed, 1 item cut.",
            "{unit} claims {gap} points more than it is granted, {share} of what it claimed, {n} items cut.",
            unit=unit,
            gap=format_number(gap, 2),
            share=format_pct(sums["claim_gap_pct"], 1),
        )
        return f"{more} {rest}"
    if gap < 0:
        less = text("{unit} claims {gap} points less than it is granted.", unit=unit, gap=format_number(-gap, 2))
        return f"{less} {rest}"
    if sums["cut_n"]:
        return text("{unit} claims as much in all as it is granted.", unit=unit)
    return text("On every item with both figures, what {unit} claims is what it is granted.", unit=unit)


def describe_totals(sums: Any) -> str:
    """Tell both totals of a block or a unit; blank where no item has both figures."""
    if not sums["leaves_n"]:
        return ""
    facts = {"own": format_number(sums["self_points"], 2), "official": format_number(sums["official_points"], 2)}
    if not sums["unit_code"]:
        return text("In the block as a whole, {own} points are claimed and {official} granted.", **facts)
    return text("In all, {own} points are claimed and {official} granted.", **facts)


def describe_deciders(sums: Any) -> str:
    """Tell cuts by the rule from cuts by the appraiser, of a block or a unit; blank where nothing is cut."""
    rule, appraiser, other = (
        {"n": sums[f"{who}_cut_n"], "points": format_number(sums[f"{who}_cut_points"], 2)}
        for who in ("rule", "appraiser", "other")
    )
    parts = []
    if rule["n"]:
        parts.append(text("{n} by the rule from the figures given ({points} points)", **rule))
    if appraiser["n"]:
        parts.append(text("{n} by the appraiser ({points} points)", **appraiser))
    if other["n"]:
        parts.append(text("{n} by the maximum of the item or because nobody gave points ({points} points)", **other))
    if not parts:
        return ""
    if not sums.get("unit_code", ""):
        if len(parts) == 1:
            return text("The only cuts in the whole block: {part}.", part=parts[0])
        return text("Cuts in the whole block: {parts}.", parts=join_words(parts))
    if len(parts) == 1:
        return text("The only cuts: {part}.", part=parts[0])
    return text("Cuts: {parts}.", parts=join_words(parts))


def describe_undecided(sums: Any) -> str:
    """Say on how many items the self-assessed points count because nothing else is there; blank where none."""
    if not sums["waiting_n"]:
        return ""
    return counted(
        sums["waiting_n"],
        "1 self-assessed figure is not yet appraised and counts as it is.",
        "{n} self-assessed figures are not yet appraised and count as they are.",
    )


def describe_waiting(sums: Any) -> str:
    """Describe the claims of a block or a unit of which nothing is appraised yet."""
    waiting = text("Points are self-assessed; none of these items is appraised yet.")
    return join_sentences(waiting, describe_evidence(sums))


def heading_claims(results: Results, block: Block) -> str:
    """Return the finding over the units of a block that have both figures on an item."""
    row = results.claim_blocks[results.claim_blocks["block"] == block.code].iloc[0]
    if row["largest_gap"] <= 0:
        return text("No unit claims more in all than it is granted")
    if row["largest_gap"] < HALF_A_HUNDREDTH:
        return text("No unit claims as much as 0.01 points more in all than it is granted")
    tied = [results.name_of(unit) for unit in split_codes(row["largest_units"])]
    if len(tied) > NAMED:
        gap = format_number(row["largest_gap"], 2)
        return text("{n} units claim {gap} points too much each", n=len(tied), gap=gap)
    return text("{units}: most claimed beyond what is granted", units=join_words(tied))


def describe_evidence(sums: Any) -> str:
    """Describe the share of claimed items with evidence; blank where nothing is claimed."""
    if not sums["claimed_n"]:
        return ""
    missing = sums["claimed_n"] - sums["evidence_n"]
    if not missing:
        return text("Every item on which points are claimed has evidence.")
    if sums["claimed_n"] == 1:
        return text("The one item on which points are claimed has no evidence.")
    return counted(
        missing,
        "1 of {all} items on which points are claimed has no evidence.",
        "{n} of {all} items on which points are claimed have no evidence.",
        all=sums["claimed_n"],
    )


def describe_block_evidence(sums: Any) -> str:
    """Describe the share of the claims of a block with evidence; blank where nothing is claimed."""
    if sums["claimed_n"] < 2 or sums["claimed_n"] == sums["evidence_n"]:
        return describe_evidence(sums)
    return counted(
        sums["claimed_n"] - sums["evidence_n"],
        "Counted over all units, 1 of {all} claims has no evidence.",
        "Counted over all units, {n} of {all} claims have no evidence.",
        all=sums["claimed_n"],
    )


def describe_reasons(reasons: pd.DataFrame) -> str:
    """Describe the reasons of the cuts of a block; blank where nothing is cut."""
    if reasons.empty:
        return ""
    cuts = int(reasons["cut_n"].sum())
    blank = reasons[reasons["reason"] == ""]
    without, ruled = int(blank["cut_n"].sum()), int(blank["rule_cut_n"].sum())
    given = reasons[reasons["reason"] != ""]
    by_rule = ""
    if ruled:
        by_rule = " " + counted(
            ruled,
            "1 of those without a reason follows from the figures given by the rule.",
            "{n} of those without a reason follow from the figures given by the rule.",
        )
    if given.empty:
        return counted(cuts, "The one cut has no reason.", "None of the {n} cuts has a reason.") + by_rule
    if not without:
        sentence = counted(cuts, "The one cut has a reason.", "All {n} cuts have a reason.")
    else:
        sentence = counted(without, "1 of {all} cuts has no reason.", "{n} of {all} cuts have no reason.", all=cuts)
        sentence += by_rule
    top = given.iloc[0]
    if top["cut_n"] > 1:
        sentence += " " + _describe_frequent(given[given["cut_n"] == top["cut_n"]])
    return sentence


def _describe_frequent(given: pd.DataFrame) -> str:
    """Describe the reasons that are given most often; ``given``: those given equally often."""
    n, reasons = given.iloc[0]["cut_n"], list(given["reason"])
    if len(reasons) > NAMED:
        return text("{m} reasons are equally frequent, each given {n} times.", m=len(reasons), n=n)
    if len(reasons) > 1:
        return text("The most frequent reasons, each given {n} times: {reasons}", n=n, reasons=quote_all(reasons))
    return text("The most frequent reason, given {n} times: “{reason}”", n=n, reason=reasons[0])


def describe_rounds(sums: Any) -> str:
    """Describe what round 2 made of the cuts of round 1, of a block or of a unit."""
    n, facts = sums["cut_n"], {"points": format_number(sums["cut_points"], 2)}
    if sums["unit_code"]:
        cut = counted(n, "Round 1 cut 1 item by {points} points.", "Round 1 cut {n} items by {points} points.", **facts)
    else:
        cut = counted(
            n, "Round 1 made 1 cut, of {points} points.", "Round 1 made {n} cuts, of {points} points in all.", **facts
        )
    if not sums["explained_n"]:
        return cut + " " + text("None of them came to round 2.")
    explained = counted(
        sums["explained_n"],
        "1 explanation came to round 2: {outcome}.",
        "{n} explanations came to round 2: {outcome}.",
        outcome=_outcome(sums),
    )
    back = text("They gave back no point.")
    if sums["back_points"] > 0:
        back = text("They gave back {points} points.", points=format_number(sums["back_points"], 2))
    lowered = tell_some(
        sums["lowered_n"],
        "Round 2 lowered 1 item further, by {points} points.",
        "Round 2 lowered {n} items further, by {points} points.",
        points=format_number(sums["lowered_points"], 2),
    )
    return join_sentences(cut, explained, back, *lowered)


def _outcome(sums: Any) -> str:
    """Return what became of the explanations; of a single one, without its number."""
    if sums["explained_n"] == 1:
        fate = {"whole_n": text("accepted wholly"), "part_n": text("accepted in part")}
        return next((words for count, words in fate.items() if sums[count]), text("not accepted"))
    outcomes = {
        "whole_n": text("{n} accepted wholly", n=sums["whole_n"]),
        "part_n": text("{n} accepted in part", n=sums["part_n"]),
        "refused_n": text("{n} not accepted", n=sums["refused_n"]),
    }
    return ", ".join(words for count, words in outcomes.items() if sums[count])


def describe_beyond(sums: Any) -> str:
    """Describe what a unit claims beyond what its own declared figures give by the rule."""
    if not sums["ruled_n"] or is_blank(sums["beyond_n"]):
        return ""
    if not sums["beyond_n"]:
        return text("On no item does the unit claim more than its declared figures give by the rule.")
    return counted(
        sums["beyond_n"],
        "On 1 item the unit claims {points} points more than its declared figures give by the rule.",
        "On {n} items the unit claims {points} points more than its declared figures give by the rule.",
        points=format_number(sums["beyond_points"], 2),
    )
