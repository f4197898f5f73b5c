"""The sentences on claims: how far beyond, evidence, reasons, what round 2 changed.

In: results. Out: sentences in the language in force, right where nobody claimed, nothing was cut,
only one round was held or no reason was given. Computes nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import format_number, format_pct
from parreport.display.parts import join_words
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results

NAMED = 3  # of more units than these, the number is told
HALF_A_HUNDREDTH = Decimal("0.005")  # below this, two decimals print 0.00


def describe_claims(results: Results, block: Block) -> str:
    """Describe self-assessment against appraisal over a block."""
    sums = results.claim_sums[(results.claim_sums["block"] == block.code) & (results.claim_sums["leaves_n"] > 0)]
    if sums.empty:
        return text("No unit of block {block} has both figures on an item.", block=block.shown)
    if len(sums) == 1:
        return _describe_one(results, sums.iloc[0])
    gaps = sums["claim_gap"].astype(float)
    mean = sums["claim_gap"].sum() / len(sums)
    if mean and abs(mean) < HALF_A_HUNDREDTH:
        sentence = text(
            "On the items that both sides scored, units and appraiser differ by less than 0.01 points on average."
        )
    elif mean > 0:
        sentence = text(
            "On the items that both sides scored, units give themselves {mean} points more than the appraiser on "
            "average.",
            mean=format_number(mean, 2),
        )
    elif mean < 0:
        sentence = text(
            "On the items that both sides scored, units give themselves {mean} points less than the appraiser on "
            "average.",
            mean=format_number(-mean, 2),
        )
    elif not (sums["cut_n"] + sums["raised_n"]).any():
        return text("On the items that both sides scored, units and appraiser agree throughout.")
    else:
        sentence = text("On the items that both sides scored, units and appraiser agree on average.")
    top = sums.iloc[gaps.argmax()]
    if top["claim_gap"] <= 0:
        return sentence + " " + text("No unit claims more in all than it is granted.")
    tied = sums[sums["claim_gap"] == top["claim_gap"]]
    if len(tied) > NAMED:
        return (
            sentence
            + " "
            + text(
                "{n} units claim most beyond: {gap} points each.", n=len(tied), gap=format_number(top["claim_gap"], 2)
            )
        )
    if len(tied) > 1:
        return (
            sentence
            + " "
            + text(
                "{units} claim most beyond: {gap} points each.",
                units=join_words([results.name_of(one) for one in tied["unit_code"]]),
                gap=format_number(top["claim_gap"], 2),
            )
        )
    most = counted(
        top["cut_n"],
        "{unit} claims most beyond: {gap} points, {share} of what it claimed, 1 item cut.",
        "{unit} claims most beyond: {gap} points, {share} of what it claimed, {n} items cut.",
        unit=results.name_of(top["unit_code"]),
        gap=format_number(top["claim_gap"], 2),
        share=format_pct(top["claim_gap_pct"], 1),
    )
    return " ".join(one for one in (sentence, most, _describe_share(results, sums, top)) if one)


def _describe_share(results: Results, sums: pd.DataFrame, top: Any) -> str:
    """Name the unit furthest beyond in % of its claim; blank where it is ``top``, or several."""
    largest = sums["claim_gap_pct"].max()
    furthest = sums[sums["claim_gap_pct"] == largest]
    if len(furthest) > 1 or furthest.iloc[0]["unit_code"] == top["unit_code"]:
        return ""
    return text(
        "Measured against what it claimed, {unit} is furthest beyond: {share}.",
        unit=results.name_of(furthest.iloc[0]["unit_code"]),
        share=format_pct(largest, 1),
    )


def _describe_one(results: Results, sums: Any) -> str:
    """Describe the one unit of a block that has both figures."""
    unit, gap = results.name_of(sums["unit_code"]), sums["claim_gap"]
    if gap > 0:
        return counted(
            sums["cut_n"],
            "{unit} claims {gap} points more than it is granted, {share} of what it claimed, 1 item cut.",
            "{unit} claims {gap} points more than it is granted, {share} of what it claimed, {n} items cut.",
            unit=unit,
            gap=format_number(gap, 2),
            share=format_pct(sums["claim_gap_pct"], 1),
        )
    if gap < 0:
        return text("{unit} claims {gap} points less than it is granted.", unit=unit, gap=format_number(-gap, 2))
    if sums["cut_n"]:
        return text("{unit} claims as much in all as it is granted.", unit=unit)
    return text("{unit} and the appraiser agree on every item that both scored.", unit=unit)


def describe_waiting(sums: Any) -> str:
    """Describe the claims of a block or a unit of which nothing is appraised yet."""
    return (
        text("Points are self-assessed; none of these items is appraised yet.")
        + " "
        + " ".join(one for one in (describe_evidence(sums), describe_beyond(sums)) if one)
    )


def heading_claims(results: Results, sums: pd.DataFrame) -> str:
    """Return the finding over the units of a block; ``sums``: its rows of ``claim_sums``, not empty."""
    largest = max(sums["claim_gap"])
    if largest <= 0:
        return text("No unit claims more in all than it is granted")
    tied = [results.name_of(one) for one in sums.loc[sums["claim_gap"] == largest, "unit_code"]]
    if len(tied) > NAMED:
        return text("{n} units claim {gap} points too much each", n=len(tied), gap=format_number(largest, 2))
    return text("{units}: most claimed beyond what is granted", units=join_words(tied))


def describe_evidence(sums: Any) -> str:
    """Describe the share of claimed items with evidence; blank where nothing is claimed."""
    if not sums["claimed_n"]:
        return ""
    missing = sums["claimed_n"] - sums["evidence_n"]
    if not missing:
        return text("Every item with self-assessed points has evidence.")
    return counted(
        missing,
        "1 of {all} items with self-assessed points has no evidence.",
        "{n} of {all} items with self-assessed points have no evidence.",
        all=sums["claimed_n"],
    )


def describe_block_evidence(sums: Any) -> str:
    """Describe the share of the claims of a block with evidence; blank where nothing is claimed."""
    if not sums["claimed_n"] or sums["claimed_n"] == sums["evidence_n"]:
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
    without = int(reasons.loc[reasons["reason"] == "", "cut_n"].sum())
    given = reasons[reasons["reason"] != ""]
    if given.empty:
        return counted(cuts, "The one cut has no reason.", "None of the {n} cuts has a reason.")
    if not without:
        sentence = counted(cuts, "The one cut has a reason.", "All {n} cuts have a reason.")
    else:
        sentence = counted(without, "1 of {all} cuts has no reason.", "{n} of {all} cuts have no reason.", all=cuts)
    top = given.iloc[0]
    if top["cut_n"] > 1:
        sentence += " " + text(
            "The most frequent reason, given {n} times: “{reason}”", n=top["cut_n"], reason=top["reason"]
        )
    return sentence


def describe_rounds(sums: Any) -> str:
    """Describe what round 2 made of the cuts of round 1, of a block or of a unit."""
    points = format_number(sums["cut_points"], 2)
    cut = (
        counted(
            sums["cut_n"],
            "Round 1 cut 1 item by {points} points.",
            "Round 1 cut {n} items by {points} points.",
            points=points,
        )
        if sums["unit_code"]
        else counted(
            sums["cut_n"],
            "Round 1 made 1 cut, of {points} points.",
            "Round 1 made {n} cuts, of {points} points in all.",
            points=points,
        )
    )
    if not sums["explained_n"]:
        return cut + " " + text("None of them came to round 2.")
    explained = counted(
        sums["explained_n"],
        "1 explanation came to round 2: {outcome}.",
        "{n} explanations came to round 2: {outcome}.",
        outcome=_outcome(sums),
    )
    if sums["back_points"] > 0:
        explained += " " + text("They gave back {points} points.", points=format_number(sums["back_points"], 2))
    else:
        explained += " " + text("They gave back no point.")
    if sums["lowered_n"]:
        explained += " " + counted(
            sums["lowered_n"],
            "Round 2 lowered 1 item further, by {points} points.",
            "Round 2 lowered {n} items further, by {points} points.",
            points=format_number(sums["lowered_points"], 2),
        )
    return f"{cut} {explained}"


def _outcome(sums: Any) -> str:
    parts = []
    if sums["whole_n"]:
        parts.append(text("{n} accepted wholly", n=sums["whole_n"]))
    if sums["part_n"]:
        parts.append(text("{n} accepted in part", n=sums["part_n"]))
    if sums["refused_n"]:
        parts.append(text("{n} not accepted", n=sums["refused_n"]))
    return ", ".join(parts)


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
