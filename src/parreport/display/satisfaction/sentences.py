"""The sentences of the satisfaction report: how many are satisfied, how sure that is, what differs.

In: results. Out: words. A difference is said to be significant or not, by the tables of differences; nothing is
computed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.formats import format_number, format_pct
from parreport.display.satisfaction.rows import (
    ABOVE,
    BELOW,
    CHANCE,
    UNKNOWN,
    block_rows,
    factor_rows,
    head_group,
    name_question,
    surveyed_blocks,
    unit_rows,
    whole_of,
)
from parreport.display.sentences import name_some, quote, quote_all, tell_some, tell_way
from parreport.display.survey_groups import name_group
from parreport.inputs.framework import Block
from parreport.language import counted, in_language, text
from parreport.years.results import Results

PRIORITIES_TOLD = 5


def describe_whole(results: Results) -> str:
    """Describe the share of satisfied answers of the province, with its interval."""
    row = whole_of(results)
    facts = {"n": format_number(row["n"], 0), "pct": format_pct(row["satisfaction_pct"])}
    if is_blank(row["satisfaction_pct"]):
        return text("{n} people answered; the share of satisfied answers is withheld.", **facts)
    if is_blank(row["low_pct"]):
        return text(
            "By the answers of {n} respondents, {pct} of answers are satisfied or very satisfied; the sample tells "
            "nothing of the error.",
            **facts,
        )
    ends = {"low": format_pct(row["low_pct"]), "high": format_pct(row["high_pct"])}
    return text(
        "By the answers of {n} respondents, {pct} of answers are satisfied or very satisfied (95% interval from "
        "{low} to {high}).",
        **facts,
        **ends,
    )


def describe_blocks(results: Results) -> list[str]:
    """Describe the share of each block, where there are several."""
    own = block_rows(results)
    if len(own) < 2:
        return []
    told = []
    for row in own.to_dict("records"):
        facts = {"block": row["name"], "n": format_number(row["n"], 0), "pct": format_pct(row["satisfaction_pct"])}
        if is_blank(row["low_pct"]):
            told.append(text("Block {block}: {pct}, {n} respondents.", **facts))
        else:
            ends = {"low": format_pct(row["low_pct"]), "high": format_pct(row["high_pct"])}
            told.append(text("Block {block}: {pct} (from {low} to {high}), {n} respondents.", **facts, **ends))
    return told


def lowest_factors(results: Results) -> pd.DataFrame:
    """Return the factors with the lowest printed share; empty where all have the same, or there is one."""
    own = factor_rows(results)
    own = own[own["is_part"] & own["satisfaction_pct"].notna()]
    printed = [format_pct(share) for share in own["satisfaction_pct"]]
    if len(set(printed)) < 2:
        return own.head(0)
    lowest = format_pct(own["satisfaction_pct"].min())
    return own[[share == lowest for share in printed]]


def describe_lowest_factors(results: Results) -> str:
    """Say with which factors fewest answers are satisfied; blank where there is nothing to say."""
    own = lowest_factors(results)
    if own.empty:
        return ""
    facts = {"factors": quote_all(own["name"]), "pct": format_pct(own["satisfaction_pct"].iloc[0])}
    return text("The lowest share of satisfied answers is on {factors}: {pct}.", **facts)


def describe_units(results: Results, block: Block) -> list[str]:
    """Say which units of a block differ significantly from its others together, and of how many that is unknown."""
    own = unit_rows(results, block)
    if len(own) < 2:
        return []
    own = own[own["satisfaction_pct"].notna()]
    by = {verdict: list(own.loc[own["verdict"] == verdict, "name"]) for verdict in (BELOW, ABOVE, CHANCE, UNKNOWN)}
    below, above, chance, unknown = (by[verdict] for verdict in (BELOW, ABOVE, CHANCE, UNKNOWN))
    told = tell_some(
        len(below),
        "1 unit lies significantly below the others of block {block} together: {units}.",
        "{n} units lie significantly below the others of block {block} together: {units}.",
        units=name_some(below),
        block=block.shown,
    )
    told += tell_some(
        len(above),
        "1 unit lies significantly above the others of block {block} together: {units}.",
        "{n} units lie significantly above the others of block {block} together: {units}.",
        units=name_some(above),
        block=block.shown,
    )
    told += tell_some(
        len(chance),
        "The difference of 1 unit from the others of block {block} can be due to chance.",
        "The differences of {n} units from the others of block {block} can be due to chance.",
        block=block.shown,
    )
    told += tell_some(
        len(unknown),
        "Of 1 unit the sample does not tell whether it differs: {units}.",
        "Of {n} units the sample does not tell whether they differ: {units}.",
        units=name_some(unknown),
    )
    return told


def describe_small_areas(results: Results, block: Block) -> list[str]:
    """Say of a block of many units with few answers what chance alone would show, and which units stand apart."""
    told = []
    for row in results.chance_spread[results.chance_spread["block"] == block.code].to_dict("records"):
        names = ("above_mean", "below_mean", "chance_above_mean", "chance_below_mean")
        facts = {name: format_number(row[name], 1) for name in names}
        told.append(
            text(
                "If the {n} units of block {block} were equal, chance would put the highest {chance_above_mean} "
                "percentage points above their mean and the lowest {chance_below_mean} below it; in the answers they "
                "lie {above_mean} above and {below_mean} below.",
                n=int(row["units_n"]),
                block=block.shown,
                **facts,
            )
        )
    groups = unit_rows(results, block)
    groups = groups[groups["group_n"].notna()]
    last = groups["group_n"].max() if len(groups) else None
    if last is None:
        return told
    if last == 1:
        return [*told, text("By these estimates the units of block {block} cannot be told apart.", block=block.shown)]
    units = name_some(list(groups.loc[groups["group_n"] == last, "name"]))
    words = text(
        "The units of block {block} fall into {n} groups in which none lies clearly below the highest of the group; "
        "in the lowest group: {units}.",
        n=int(last),
        block=block.shown,
        units=units,
    )
    return [*told, words]


def describe_groups(results: Results) -> list[str]:
    """Say of each two groups of respondents of the province whether they differ significantly."""
    own = results.group_differences[results.group_differences["unit_code"] == ""]
    if own.empty:
        groups = sorted(set(results.survey_response["respondent_group"]) - {""})
        return (
            [text("The respondents are of a single group: {group}.", group=name_group(groups[0]))]
            if len(groups) == 1
            else []
        )
    return [tell_pair(row) for row in own.to_dict("records")]


def tell_pair(row: dict[Any, Any]) -> str:
    """Say whether two groups of respondents differ significantly, with the share of each."""
    facts = {
        "group": head_group(row["respondent_group"]),
        "other": name_group(row["other_group"]),
        "pct": format_pct(row["satisfaction_pct"]),
        "other_pct": format_pct(row["other_pct"]),
        "size": format_number(abs(row["difference_pp"]), 1),
    }
    if is_blank(row["p"]):
        return text("{group} {pct}, {other} {other_pct}: the sample does not tell whether they differ.", **facts)
    if row["significant"]:
        return text("{group} {pct}, {other} {other_pct}: {size} percentage points apart, significant.", **facts)
    return text(
        "{group} {pct}, {other} {other_pct}: {size} percentage points apart, which can be due to chance.", **facts
    )


def describe_group_units(results: Results) -> list[str]:
    """Say in which units two groups of respondents differ significantly."""
    own = results.group_differences
    own = own[(own["unit_code"] != "") & own["significant"]]
    told = []
    for group, other in dict.fromkeys(rows_of(own, "respondent_group", "other_group")):
        pair = own[(own["respondent_group"] == group) & (own["other_group"] == other)]
        pair = pair.assign(name=[results.name_of(unit) for unit in pair["unit_code"]])
        facts = {"group": head_group(group), "other": name_group(other)}
        less, more = _split_by_sign(pair)
        if less:
            units = name_some(less)
            told.append(
                text("{group} are significantly less satisfied than {other} at: {units}.", units=units, **facts)
            )
        if more:
            units = name_some(more)
            told.append(
                text("{group} are significantly more satisfied than {other} at: {units}.", units=units, **facts)
            )
    return told


def _split_by_sign(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the names of the rows with a negative difference, and of those with a positive one."""
    return list(rows.loc[rows["difference_pp"] < 0, "name"]), list(rows.loc[rows["difference_pp"] > 0, "name"])


def describe_priorities(results: Results) -> str:
    """Say how many questions lie above the median in importance and in dissatisfaction; blank for none."""
    n = int(results.importance["priority"].sum()) if len(results.importance) else 0
    if not n:
        return ""
    return counted(
        n,
        "1 of {questions_n} questions lies above the median in importance and in dissatisfaction.",
        "{n} of {questions_n} questions lie above the median in importance and in dissatisfaction.",
        questions_n=len(results.importance),
    )


def list_priorities(results: Results) -> str:
    """Say of the questions above both medians which leave most answers not satisfied; blank where there are few."""
    own = results.importance[results.importance["priority"]]
    if len(own) <= PRIORITIES_TOLD:
        return ""
    own = own.sort_values("dissatisfied_pct", ascending=False, kind="stable")
    printed = [format_pct(pct) for pct in own["dissatisfied_pct"]]
    told = [code for code, pct in zip(own["question_code"], printed, strict=True) if pct in printed[:PRIORITIES_TOLD]]
    listed = "; ".join(f"{name_question(results, code)} ({pct})" for code, pct in zip(told, printed, strict=False))
    return text("Of these, answers are most often not satisfied on: {listed}.", listed=listed)


def describe_years(results: Results) -> list[str]:
    """Say how satisfaction stands against the base year: of the province, by factor, by unit."""
    own = results.year_differences
    whole = own[(own["unit_code"] == "") & (own["factor"] == "")]
    told = []
    for row in whole.to_dict("records"):
        way = tell_way(row["difference_pp"], row["base_pct"], row["satisfaction_pct"])
        facts = {"year": results.base_year, "way": way}
        if row["significant"]:
            told.append(text("Against {year}, the share of satisfied answers {way}; this is significant.", **facts))
        else:
            told.append(
                text("Against {year}, the share of satisfied answers {way}; this can be due to chance.", **facts)
            )
    moved = own[own["significant"]]
    factors = moved[(moved["unit_code"] == "") & (moved["factor"] != "")]
    units = moved[(moved["unit_code"] != "") & (moved["factor"] == "")]
    named = factors.assign(name=[quote(in_language(factor, "")) for factor in factors["factor"]])
    told += _tell_moves(results, named)
    return [*told, *_tell_moves(results, units.assign(name=[results.name_of(unit) for unit in units["unit_code"]]))]


def _tell_moves(results: Results, moved: pd.DataFrame) -> Iterator[str]:
    lower, higher = _split_by_sign(moved)
    if higher:
        yield text("Significantly higher than in {year}: {names}.", year=results.base_year, names=name_some(higher))
    if lower:
        yield text("Significantly lower than in {year}: {names}.", year=results.base_year, names=name_some(lower))


def describe_quality(results: Results) -> list[str]:
    """Say of each kind of remark on the forms how many there are."""
    counts = dict(rows_of(results.survey_quality, "kind", "n"))
    kinds = (
        (
            "straight_lined",
            "1 form repeats the same answer through its five-step questions.",
            "{n} forms repeat the same answer through their five-step questions.",
        ),
        (
            "same_answers",
            "1 form agrees in its answers with another form of the unit.",
            "{n} forms agree in their answers with another form of the unit.",
        ),
        (
            "too_short",
            "1 interview took less than a third of the usual time.",
            "{n} interviews took less than a third of the usual time.",
        ),
        (
            "backwards",
            "1 interview ends before it begins, by its times.",
            "{n} interviews end before they begin, by their times.",
        ),
        ("no_answer", "1 form is blank.", "{n} forms are blank."),
    )
    return [told for kind, one, many in kinds for told in tell_some(int(counts.get(kind, 0)), one, many)]


def describe_few(results: Results) -> list[str]:
    """Say which units rest on fewer than 30 respondents, and whose shares are withheld."""
    told = []
    for block in surveyed_blocks(results):
        own = unit_rows(results, block)
        marks = [set(mark.split(";")) for mark in own["mark"]]
        few = [
            name for name, mark in zip(own["name"], marks, strict=True) if "few" in mark and "suppressed" not in mark
        ]
        hidden = [name for name, mark in zip(own["name"], marks, strict=True) if "suppressed" in mark]
        facts = {"block": block.shown}
        told += tell_some(
            len(few),
            "In block {block} 1 unit has fewer than 30 respondents: {units}.",
            "In block {block} {n} units have fewer than 30 respondents: {units}.",
            units=name_some(few),
            **facts,
        )
        told += tell_some(
            len(hidden),
            "In block {block} the share of 1 unit is withheld: {units}.",
            "In block {block} the shares of {n} units are withheld: {units}.",
            units=name_some(hidden),
            **facts,
        )
    return told


def list_shares(shares: pd.DataFrame, most: int = 18) -> str:
    """Return rows as a picture says them: each name with its share and interval."""
    told = []
    for name, pct, low, high in rows_of(shares.head(most), "name", "satisfaction_pct", "low_pct", "high_pct"):
        ends = "" if is_blank(low) else f" ({format_pct(low)}–{format_pct(high)})"
        told.append(f"{name} {format_pct(pct)}{ends}")
    return "; ".join(told)
