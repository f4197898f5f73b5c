"""The sentences of the period report on what lasts and what breaks: weaknesses, criteria sets.

In: a period. Out: sentences in the language in force, right for no break, one, several, years that
are not compared at all, no lasting weakness. Computes nothing.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import format_plain_pct, join_words
from parreport.display.period.sentences import list_years, names_of
from parreport.display.sentences import quote_all, units_in
from parreport.display.unit.followup_sentences import describe_followups
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Period

NAMES_SHOWN = 12
KINDS = (  # a kind of change, how one item changed, how several did
    ("added", "1 item is new ({pct})", "{n} items are new ({pct})"),
    ("removed", "1 item was dropped ({pct} of {base})", "{n} items were dropped ({pct} of {base})"),
    ("cut", "a part of 1 item was dropped ({pct} of {base})", "parts of {n} items were dropped ({pct} of {base})"),
    ("not_comparable", "1 item measures something else ({pct})", "{n} items measure something else ({pct})"),
    ("split", "1 item is a part of a former one ({pct})", "{n} items are parts of former ones ({pct})"),
    ("merged", "1 item joins several former ones ({pct})", "{n} items each join several former ones ({pct})"),
    ("reweighted", "1 item has another maximum ({pct})", "{n} items have another maximum ({pct})"),
)


# --- criteria sets ----------------------------------------------------------------------------


def steps_of(period: Period, block: Block) -> list[pd.DataFrame]:
    """Return the rows of breaks of a block, one table for each pair of adjacent years."""
    own = period.breaks[period.breaks["block"] == block.code]
    return [step for _, step in own.groupby("year")]


def heading_breaks(period: Period, block: Block) -> str:
    """Return the finding over the criteria sets of a block."""
    broken = [step for step in steps_of(period, block) if step["is_break"].iloc[0]]
    if not broken and not all(_is_same(step) for step in steps_of(period, block)):
        return text("Block {block}: items changed, and all points stay comparable", block=block.shown)
    if not broken:
        if all((step["change"] == "none").all() for step in steps_of(period, block)):
            return text("Block {block}: the same items in all years", block=block.shown)
        return text("Block {block}: all points are comparable in all years", block=block.shown)
    years = list_years(step["year"].iloc[0] for step in broken)
    return text("Block {block}: the criteria set changed in {years}", block=block.shown, years=years)


def describe_steps(period: Period, block: Block) -> list[str]:
    """Describe what changed from year to year; years in a row without a change in one sentence."""
    told: list[str] = []
    for same, run in groupby(steps_of(period, block), _is_same):
        steps = list(run)
        if same:
            base, year = steps[0]["base_year"].iloc[0], steps[-1]["year"].iloc[0]
            told.append(text("From {base} to {year} nothing changed.", base=base, year=year))
        else:
            told += map(describe_step, steps)
    return told


def _is_same(step: pd.DataFrame) -> bool:
    return bool((step["change"] == "none").all())


def describe_step(step: pd.DataFrame) -> str:
    """Describe in one sentence what changed from one year to the next, and what is comparable."""
    first = step.iloc[0]
    facts: dict[str, Any] = {"base": first["base_year"], "year": first["year"]}
    if (step["change"] == "unlinked").any():
        return text("{base} and {year} are not compared with each other: each stands as it was published.", **facts)
    if (step["change"] == "new_block").any():
        return text("In {base} there was no block that this one continues.", **facts)
    if first["comparable_pct"] == 0:
        return text("No item of {year} can be compared with {base}.", **facts)
    told, share = [_phrase(row, facts) for row in step.to_dict("records")], _describe_share(first, facts)
    return text("From {base} to {year}: {changes}. {share}", changes="; ".join(told), share=share, **facts)


def _describe_share(row: Any, facts: dict[str, Any]) -> str:
    now, before = (format_plain_pct(row[name], 1) for name in ("comparable_pct", "base_comparable_pct"))
    if not row["is_break"]:
        return text("All points of both years are comparable.")
    if now == before:
        return text("Comparable: {now} of the maximum of both years.", now=now)
    return text(
        "Comparable: {now} of the maximum of {year}, {before} of that of {base}.", now=now, before=before, **facts
    )


def _phrase(row: dict[Any, Any], facts: dict[str, Any]) -> str:
    """Return one kind of change as a part of the sentence, with its share of the maximum."""
    own = row["base_weight_pct"] if is_blank(row["weight_pct"]) else row["weight_pct"]
    one, many = next(words for kind, *words in KINDS if kind == row["change"])
    return counted(int(row["leaves_n"]), one, many, pct=format_plain_pct(own, 1), base=facts["base"])


# --- weaknesses -------------------------------------------------------------------------------


def lasting_of(period: Period, block: Block) -> pd.DataFrame:
    """Return the leaves of a block that are lasting weaknesses, the most lasting first."""
    own = period.persistent
    return own[(own["block"] == block.code) & own["is_leaf"]]


def units_weak(period: Period, block: Block, item: str, years: int) -> list[str]:
    """Return the units of a block for which an item has been weak so many years in a row."""
    own = period.results.findings
    rows = own[(own["block"] == block.code) & (own["item_code"] == item) & (own["kind"] == "weakness")]
    return [str(unit) for unit in rows.loc[rows["years_weak"] >= years, "unit_code"]]


def list_units(period: Period, block: Block, codes: list[str]) -> str:
    """Return units as a cell lists them: all, all but a few, the first of many."""
    everyone = list(period.results.units.loc[period.results.units["block"] == block.code, "unit_code"])
    others = [unit for unit in everyone if unit not in codes]
    if not others:
        return text("all units")
    if 2 * len(codes) > len(everyone) and len(others) <= NAMES_SHOWN:
        return text("all but {units}", units=join_words(names_of(period, others)))
    if len(codes) > NAMES_SHOWN:
        shown = ", ".join(names_of(period, codes[: NAMES_SHOWN - 2]))
        return text("{units} and {n} others", units=shown, n=len(codes) - NAMES_SHOWN + 2)
    return join_words(names_of(period, codes))


def heading_weaknesses(period: Period, block: Block) -> str:
    """Return the finding over the lasting weaknesses of a block."""
    lasting = lasting_of(period, block)
    if lasting.empty:
        return text("Block {block}: no weakness has lasted", block=block.shown)
    n = int((lasting["weak_3_n"] > 0).sum())
    if n:
        return counted(
            n,
            "Block {block}: 1 item has been a weakness of a unit for three years or more",
            "Block {block}: {n} items have been a weakness of a unit for three years or more",
            block=block.shown,
        )
    return counted(
        len(lasting),
        "Block {block}: 1 item has been a weakness of a unit for two years",
        "Block {block}: {n} items have been a weakness of a unit for two years",
        block=block.shown,
    )


def describe_weaknesses(period: Period, block: Block) -> list[str]:
    """Describe the lasting weaknesses of a block, and what became of last year's."""
    lasting, results, sentences = lasting_of(period, block), period.results, []
    if not lasting.empty:
        years = 3 if (lasting["weak_3_n"] > 0).any() else 2
        counts = lasting[f"weak_{years}_n"]
        most = lasting.loc[counts == counts.max(), "item_code"]
        facts: dict[str, Any] = {"items": quote_all(block.by_code[code].shown for code in most), "years": years}
        if units_in(results, block) == 1:
            sentences.append(text("Most lasting: {items}, for {years} years or more.", **facts))
        else:
            facts |= {"units": counts.max(), "all": units_in(results, block)}
            sentences.append(
                counted(
                    len(most),
                    "Most lasting: {items}, a weakness of {units} of {all} units for {years} years or more.",
                    "Most lasting: {items}, each a weakness of {units} of {all} units for {years} years or more.",
                    **facts,
                )
            )
    elif results.base is not None:
        sentences.append(text("No item has been a weakness of the same unit for two years in a row."))
    codes = set(results.units.loc[results.units["block"] == block.code, "unit_code"])
    rows = results.followups[results.followups["unit_code"].isin(codes) & results.followups["counted"].astype(bool)]
    if results.base_year is not None and not rows.empty:
        sentences.append(describe_followups(results, "", rows, results.base_year))
    return sentences
