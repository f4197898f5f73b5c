"""The sentences of a unit's report, written from figures.

In: results and a unit. Out: sentences in the language in force, right for up, down and equal,
ties, first, last, not ranked, no base year, one unit in the block. Computes nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank, round_half_up, split_codes
from parreport.display.formats import format_number, format_pct, format_plain, join_words
from parreport.display.sentences import is_cut, join_sentences, name_or_count, name_some, quote, quote_all, tell_some
from parreport.language import counted, message, text
from parreport.rounding import pattern_of, round_float
from parreport.years.results import Results, shown_name

HUNDREDTH = Decimal("0.01")


def unit_row(results: Results, unit: str) -> Any:
    """Return the index row of a unit."""
    return results.index[results.index["unit_code"] == unit].iloc[0]


def has_no_points(results: Results, unit: str) -> bool:
    """Return whether no item of a unit of a draft has points yet, so that there is nothing to judge."""
    row = unit_row(results, unit)
    return bool(row["gaps_n"] and row["printed_pct"] is None)


def describe_rank(results: Results, unit: str, most: int | None = None) -> str:
    """Describe the place of a unit in its block: first, last, shared, alone, not ranked.

    Of more than ``most`` units that share it, the number is told.
    """
    row = unit_row(results, unit)
    if row["gaps_n"]:
        return text("It has no rank while items have no points.")
    if is_blank(row["rank"]):
        return text("It is assessed and not ranked.")
    rank, n = int(row["rank"]), int(row["ranked_n"])
    facts = {"rank": rank, "n": n, "block": results.block_of(unit).shown}
    if n == 1:
        return text("It is the only ranked unit of block {block}.", **facts)
    alike = results.index[(results.index["block"] == row["block"]) & (results.index["rank"] == rank)]
    names = [shown_name(one) for one in alike[alike["unit_code"] != unit].to_dict("records")]
    others = name_some(names) if most is None else name_or_count(names, most)
    if others:
        return text("It shares rank {rank} of {n} in block {block} with {units}.", units=others, **facts)
    if rank == 1:
        return text("It comes first of {n} in block {block}.", **facts)
    if rank == n:
        return text("It comes last, {rank} of {n} in block {block}.", **facts)
    return text("It ranks {rank} of {n} in block {block}.", **facts)


def describe_result(results: Results, unit: str) -> str:
    """Describe a unit's result in one or two sentences: index, class, place."""
    row = unit_row(results, unit)
    name = shown_name(row)
    if row["printed_pct"] is None and row["gaps_n"]:
        return text("No item of {unit} has points yet; it has no index, no rank and no class.", unit=name)
    if row["printed_pct"] is None:
        return text("No item of the framework applies to {unit}; it has no index.", unit=name)
    bands = results.block_of(unit).bands
    if row["gaps_n"]:
        return counted(
            row["gaps_n"],
            "{unit} reaches {index} on the items that have points. 1 item has none yet, so the unit has no rank and "
            "no class.",
            "{unit} reaches {index} on the items that have points. {n} items have none yet, so the unit has no rank "
            "and no class.",
            unit=name,
            index=format_pct(row["printed_pct"], results.framework.decimals),
        )
    band = next(b.shown for b in bands if b.name == row["band"])
    index = format_pct(row["printed_pct"], results.framework.decimals)
    first = text("{unit} reaches {index}, class {band}.", unit=name, index=index, band=quote(band))
    if len(bands) == 1:
        first = text("{unit} reaches {index}.", unit=name, index=index)
    return f"{first} {describe_rank(results, unit)}"


def describe_loss(areas: pd.DataFrame, lost_points: Any) -> str:
    """Describe where a unit loses most; ``areas``: area_name, lost_points, share_pct."""
    if not lost_points:
        return text("It lost no point.")
    points = format_number(lost_points, 2)
    if len(areas) == 1:
        return text("It lost {points} points.", points=points)
    printed = areas["lost_points"].map(lambda lost: format_number(lost, 2))
    worst = areas[printed == format_number(max(areas["lost_points"]), 2)]
    names, facts = quote_all(worst["area_name"]), {"points": points}
    if len(worst) > 1:
        facts |= {"areas": names, "each": format_number(max(areas["lost_points"]), 2)}
        if len(worst) == (areas["lost_points"] > 0).sum():
            return text("It lost {points} points, {each} each in {areas}.", **facts)
        return text("It lost {points} points, the most in {areas}, {each} each.", **facts)
    share = format_pct(worst.iloc[0]["share_pct"], 0)
    return text("It lost {points} points, {share} of them in {area}.", share=share, area=names, **facts)


def describe_cap(results: Results, unit: str) -> str:
    """Say why a change is not the difference of two printed figures: one of them was cut at 100; blank otherwise."""
    row, decimals = unit_row(results, unit), results.framework.decimals
    if not is_cut(row):
        return ""
    now = round_half_up(row["uncapped_pct"], pattern_of(decimals))
    return text(
        "An index above 100 counts as 100 in rank and class; the change is that of the figures before this limit, "
        "{before} in {year} and {now} now.",
        before=format_pct(now - row["change_pp"], decimals),
        now=format_pct(now, decimals),
        year=results.base_year,
    )


def describe_change(results: Results, unit: str) -> str:
    """Describe the change against the base year, or why there is none."""
    row = unit_row(results, unit)
    if results.base is None:
        return text("No earlier year is given to compare with.")
    year, decimals = results.base.span, results.framework.decimals
    codes = split_codes(results.units.loc[results.units["unit_code"] == unit, "base_unit_code"].iloc[0])
    if len(codes) > 1:
        names = join_words([results.base.name_of(code) for code in codes])
        return text("The unit was merged from {units}; no change against {year} is computed.", units=names, year=year)
    if row["split_from"]:
        facts = {"unit": results.base.name_of(row["split_from"]), "units": name_parts(results, unit), "year": year}
        return text("{unit} was split after {year} into {units}; its change is not computed.", **facts)
    if row["uncapped_pct"] is None:
        return text("It has no index this year; no change is computed.")
    if row["gaps_n"] or row["base_gaps_n"]:
        last = year if row["base_gaps_n"] else results.span
        return text("Items of {last} have no points; no change against {year} is computed.", last=last, year=year)
    if row["change_pp"] is None:
        return text("It has no index of {year}; no change is computed.", year=year)
    change, places = row["change_pp"], 0 if is_blank(row["places"]) else int(row["places"])
    facts = {"size": format_number(abs(change), decimals), "year": year, "before": row["base_rank"], "now": row["rank"]}
    ranks = "none" if is_blank(row["places"]) else "up" if places > 0 else "down" if places < 0 else "same"
    moved = _describe_moves("up" if change > 0 else "down" if change < 0 else "same", ranks, abs(places), facts)
    return join_sentences(moved, describe_other_block(results, unit))


def describe_other_block(results: Results, unit: str) -> str:
    """Say that a unit stood in another block in the base year; blank where it did not."""
    row = unit_row(results, unit)
    if results.base is None or not row["base_block"]:
        return ""
    facts = {"year": results.base.span, "block": results.base.framework.by_code[row["base_block"]].shown}
    return text("In {year} it stood in block {block}, so its places are not compared.", **facts)


def name_parts(results: Results, unit: str) -> str:
    """Return the units into which the one was split of which a unit is a part."""
    return join_words([results.name_of(code) for code in (unit, *split_codes(unit_row(results, unit)["split_with"]))])


def _describe_moves(index: str, rank: str, n: int, facts: dict[str, Any]) -> str:
    """Describe how index and rank moved: up, down or same; the rank too may be of one year only (none)."""
    whole = {
        ("up", "none"): message("The index is up {size} percentage points on {year}.", **facts),
        ("down", "none"): message("The index is down {size} percentage points on {year}.", **facts),
        ("same", "none"): message("The index is unchanged on {year}.", **facts),
        ("up", "same"): message(
            "The index is up {size} percentage points on {year}; the rank stays at {now}.", **facts
        ),
        ("down", "same"): message(
            "The index is down {size} percentage points on {year}; the rank stays at {now}.", **facts
        ),
        ("same", "same"): message("The index is unchanged on {year}; the rank stays at {now}.", **facts),
    }
    if (index, rank) in whole:
        return str(whole[index, rank])
    places = {
        ("up", "up"): (
            n,
            "The index is up {size} percentage points on {year}; 1 place up, from {before} to {now}.",
            "The index is up {size} percentage points on {year}; {n} places up, from {before} to {now}.",
        ),
        ("up", "down"): (
            n,
            "The index is up {size} percentage points on {year}; 1 place down, from {before} to {now}.",
            "The index is up {size} percentage points on {year}; {n} places down, from {before} to {now}.",
        ),
        ("down", "up"): (
            n,
            "The index is down {size} percentage points on {year}; 1 place up, from {before} to {now}.",
            "The index is down {size} percentage points on {year}; {n} places up, from {before} to {now}.",
        ),
        ("down", "down"): (
            n,
            "The index is down {size} percentage points on {year}; 1 place down, from {before} to {now}.",
            "The index is down {size} percentage points on {year}; {n} places down, from {before} to {now}.",
        ),
        ("same", "up"): (
            n,
            "The index is unchanged on {year}; 1 place up, from {before} to {now}.",
            "The index is unchanged on {year}; {n} places up, from {before} to {now}.",
        ),
        ("same", "down"): (
            n,
            "The index is unchanged on {year}; 1 place down, from {before} to {now}.",
            "The index is unchanged on {year}; {n} places down, from {before} to {now}.",
        ),
    }
    return counted(*places[index, rank], **facts)


def heading_profile(areas: pd.DataFrame, with_block: bool) -> str:
    """Return the finding over the profile; ``areas``: area_name, score_pct, median_pct, is_whole.

    It is over the areas that have all their points.
    """
    known = areas[areas["score_pct"].notna() & areas["median_pct"].notna() & areas["is_whole"].astype(bool)]
    if not with_block or len(known) < 2:
        return text("Score by area")
    scores, medians = known["score_pct"], known["median_pct"]
    lead = pd.Series(  # as the picture prints them
        [float(round_float(own, 1) - round_float(middle, 1)) for own, middle in zip(scores, medians, strict=True)],
        index=known.index,
    )
    best, worst = (quote_all(known.loc[lead == end, "area_name"]) for end in (lead.max(), lead.min()))
    if len(known) < len(areas):
        if lead.max() > 0 > lead.min():
            words = {"best": best, "worst": worst}
            return text("Of the areas with all points: furthest ahead in {best}, furthest behind in {worst}", **words)
        if lead.max() > 0:
            return text("Of the areas with all points: furthest above the block's median in {best}", best=best)
        if lead.min() < 0:
            return text("Of the areas with all points: furthest below the block's median in {worst}", worst=worst)
        return text("At the block's median in every area with all points")
    if lead.max() > 0 > lead.min():
        return text("Against the block: furthest ahead in {best}, furthest behind in {worst}", best=best, worst=worst)
    if lead.max() > 0:
        return text("At or above the block's median in every area, most in {best}", best=best)
    if lead.min() < 0:
        return text("At or below the block's median in every area, most in {worst}", worst=worst)
    return text("At the block's median in every area")


def heading_waterfall(areas: pd.DataFrame) -> str:
    """Return the finding over the waterfall; ``areas``: area_name, lost_points, running_pct."""
    lost = areas[areas["lost_points"] > 0].sort_values("running_pct")
    if lost.empty:
        return text("No area loses points")
    if len(lost) > 3:
        return text("Three areas take {share} of the points lost", share=format_pct(lost.iloc[2]["running_pct"], 0))
    printed = lost["lost_points"].map(lambda points: format_number(points, 2))
    first = lost[printed == printed.iloc[0]]
    area, share = quote_all(first["area_name"]), format_pct(lost.iloc[0]["running_pct"], 0)
    if len(lost) == 1:
        return text("{area} takes all the points lost", area=area)
    return counted(
        len(first),
        "{area} takes {share} of the points lost",
        "{area} take {share} each of the points lost",
        area=area,
        share=share,
    )


def _tell_points(points: Any) -> str:
    """Return a sum of points with two decimals, never a rounded 0.00."""
    printed = format_number(points, 2)
    if points and printed == format_number(0, 2):
        return text("under {bound}", bound=format_number(HUNDREDTH, 2))
    return printed


def describe_appraisal(sums: Any) -> str:
    """Return the finding over self-assessment against official points; ``sums``: the unit's row of claim_sums."""
    cut, raised = _tell_points(sums["cut_points"]), _tell_points(sums["raised_points"])
    cut_n, raised_n = sums["cut_n"], sums["raised_n"]
    if cut_n and raised_n:
        return counted(
            cut_n,
            "Official points are {cut} below those claimed at 1 item and {raised} above at {raised_n}",
            "Official points are {cut} below those claimed at {n} items and {raised} above at {raised_n}",
            cut=cut,
            raised=raised,
            raised_n=raised_n,
        )
    if cut_n:
        return counted(
            cut_n,
            "Official points are {cut} below those claimed at 1 item",
            "Official points are {cut} below those claimed at {n} items",
            cut=cut,
        )
    if raised_n:
        return counted(
            raised_n,
            "Official points are {raised} above those claimed at 1 item",
            "Official points are {raised} above those claimed at {n} items",
            raised=raised,
        )
    return text("Official points are those claimed")


def count_findings(findings: pd.DataFrame, kind: str) -> str:
    """Say how many strengths or weaknesses a unit has, and which of its criteria are not counted; blank of none."""
    n, more = int(findings["counted"].sum()), int((~findings["counted"].astype(bool)).sum())
    first, *rest = {
        "weakness": (
            counted(n, "The unit has 1 weakness.", "The unit has {n} weaknesses."),
            "1 criterion that is one too has a weakness among its own items and is not counted again.",
            "{n} criteria that are weaknesses too have one among their own items and are not counted again.",
        ),
        "strength": (
            counted(n, "The unit has 1 strength.", "The unit has {n} strengths."),
            "1 criterion that is one too has a strength among its own items and is not counted again.",
            "{n} criteria that are strengths too have one among their own items and are not counted again.",
        ),
    }[kind]
    return " ".join([first, *tell_some(more, *rest)]) if n else ""


def heading_change(results: Results, unit: str) -> str:
    """Return the finding over the parts of the change."""
    change = unit_row(results, unit)["change_pp"]
    facts = {"size": format_number(abs(change), results.framework.decimals), "year": results.base_year}
    if change > 0:
        return text("What raised the index by {size} percentage points since {year}", **facts)
    if change < 0:
        return text("What lowered the index by {size} percentage points since {year}", **facts)
    return text("What moved behind an unchanged index since {year}", **facts)


def describe_small_block(results: Results, unit: str) -> str:
    """Say that a block is too small for comparison by rank; blank where it is not."""
    units, settings = int(unit_row(results, unit)["units_n"]), results.framework.findings
    if units >= settings.small_block or settings.rule_set == "gii":
        return ""
    return counted(
        units,
        "Block {block} has one unit, so nothing is compared: strengths have at least {level}% of the maximum, "
        "weaknesses are the largest losses below it.",
        "Block {block} has {n} units, too few to compare by rank and spread: strengths have at least {level}% "
        "of the maximum, weaknesses are the largest losses below it.",
        block=results.block_of(unit).shown,
        level=format_plain(settings.level_pct),
    )
