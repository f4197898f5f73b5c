"""The words of slides: a finding as title, what a picture says, what to say and what to ask.

In: results, rows that were selected. Out: sentences in the language in force. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.claims.sentences import HALF_A_HUNDREDTH
from parreport.display.documents import blocks_with_units, labels_of, name_day
from parreport.display.formats import format_amount, format_date, format_number, format_pct, join_words
from parreport.display.index_names import index_inside
from parreport.display.pictures import Caption
from parreport.display.province import loss_sentences as lose
from parreport.display.province.scope_sentences import describe_bands
from parreport.display.sentences import join_sentences, quote, quote_all, tell_some, units_in
from parreport.display.sureness.sentences import heading_firm, unmoved_units
from parreport.display.targets.sentences import measure
from parreport.inputs.framework import Block, Target
from parreport.language import counted, text
from parreport.years.results import Results, shown_step


def describe_status(results: Results) -> str:
    """Return the status and the date of the figures."""
    if results.is_draft:
        day = format_date(results.parameters.publication_date())
        return text("Draft of {day}: figures may still change", day=day)
    return name_day(results)


def tell_gaps(results: Results) -> list[str]:
    """Return in one line how many units of a draft lack points, and at how many items; nothing where none does."""
    return tell_some(
        int((results.index["gaps_n"] > 0).sum()),
        "1 unit has items without points ({total} in all): no rank, no class",
        "{n} units have items without points ({total} in all): no rank, no class",
        total=int(results.index["gaps_n"].sum()),
    )


def title_of_index(results: Results) -> str:
    """Return the title over what the index is made of."""
    if results.framework.shown_index:
        return text("What the {index} measures", index=index_inside(results))
    return text("The index tells how far each unit is in administrative reform")


def tell_scope(results: Results) -> list[str]:
    """Return what is assessed: units, areas, items of each block."""
    lines = []
    for block in results.framework:
        units = units_in(results, block)
        areas = {leaf.area_code for leaf in block.scored_leaves}
        if units:
            counts = (
                counted(units, "1 unit", "{n} units"),
                counted(len(areas), "1 area", "{n} areas"),
                counted(len(block.scored_leaves), "1 scored item", "{n} scored items"),
            )
            lines.append(f"{block.shown}: {', '.join(counts)}.")
    return lines


def tell_classes(results: Results) -> list[str]:
    """Return from which index each class is reached, of blocks with other classes in other sentences."""
    classes: dict[str, list[str]] = {}
    for block in blocks_with_units(results):
        if len(block.bands) > 1:
            classes.setdefault(describe_bands(block), []).append(block.shown)
    if len(classes) == 1:
        return [text("Classes: {bands}.", bands=next(iter(classes)))]
    return [
        text("Classes in {blocks}: {bands}.", blocks=join_words(blocks), bands=bands)
        for bands, blocks in classes.items()
    ]


def of_block(results: Results, block: Block, sentence: str) -> str:
    """Return a sentence under the name of its block, where there are several blocks."""
    if len(set(results.units["block"])) == 1:
        return sentence
    return text("Block {block}.", block=block.shown) + " " + sentence


def ask_ranking(number: int) -> str:
    """Return what to ask the room over the ranking of a block; ``number``: of the block, from 0."""
    asked = (
        text("What do the first units do that others could take over next month?"),
        text("Which help do the last units need, and who gives it?"),
        text("Where in this picture is your unit?"),
    )
    return asked[number % len(asked)]


def heading_all_areas(found: list[tuple[Block, pd.DataFrame]]) -> str:
    """Return where several blocks lose most: one area for all of them, or that of each of two."""
    most = [(block, lose.find_most(areas, "lost_points")["area_name"]) for block, areas in found]
    clear = all(
        len(names) == 1 and areas["lost_points"].astype(float).max() > 0
        for (_, names), (_, areas) in zip(most, found, strict=True)
    )
    names = list(dict.fromkeys(names.iloc[0] for _, names in most))
    if clear and len(names) == 1:
        return text("Each of the {n} blocks loses most points in {area}", n=len(most), area=quote(names[0]))
    if clear and len(most) == 2:
        (one, own), (other, others) = most
        return text(
            "{block} lose most points in {area}, {other} in {other_area}",
            block=one.shown,
            area=quote(own.iloc[0]),
            other=other.shown,
            other_area=quote(others.iloc[0]),
        )
    return text("Mean of each area, block by block")


@dataclass(frozen=True)
class Costly:
    """An item that costs points: its name, points per unit, how many of how many units lose, its blocks and areas."""

    name: str
    points: Decimal
    losing: int
    all: int
    blocks: tuple[Block, ...]
    areas: tuple[str, ...]
    is_shared: bool = False

    def joined(self, other: Costly) -> Costly:
        """Return the same figure of two blocks as one."""
        areas = tuple(dict.fromkeys((*self.areas, *other.areas)))
        losing, every = self.losing + other.losing, self.all + other.all
        return replace(self, blocks=(*self.blocks, *other.blocks), areas=areas, losing=losing, all=every)


def tell_blocks(results: Results, one: Costly) -> str:
    """Return in which blocks an item costs points; blank where the year has one block."""
    if len(set(results.units["block"])) == 1:
        return ""
    names = join_words([block.shown for block in one.blocks])
    return text("the same figure in {blocks}", blocks=names) if len(one.blocks) > 1 else names


def title_losses(rows: list[Costly], shown: list[Costly]) -> str:
    """Return the title over the items that cost a unit most; some of them where others cost as much in print.

    ``rows``: all items, the costliest first; ``shown``: the first of them, or those with the first of each block.
    """
    points, n = [format_number(row.points, 2) for row in rows], len(shown)
    if shown != rows[:n]:
        return text("{n} items that cost most points per unit, with the costliest of each block", n=n)
    if len(rows) > n and points[n] == points[n - 1]:
        return text("{n} of the items that cost most points per unit", n=n)
    return counted(n, "One item costs most points per unit", "{n} items cost most points per unit")


def tell_loss(one: Costly) -> str:
    """Return what an item costs a unit, in which blocks, and how many units lose."""
    names = join_words([block.shown for block in one.blocks])
    facts = {"item": one.name, "points": format_number(one.points, 2), "block": names, "losing": one.losing}
    return counted(
        one.all,
        "{item}: {points} points ({block}, 1 unit)",
        "{item}: {points} points per unit ({block}; lost by {losing} of {all})",
        all=one.all,
        **facts,
    )


def tell_losses(areas: list[str], rows: list[Costly]) -> tuple[str, ...]:
    """Return what to say over the items that cost most: their areas, what a point is, what the province decides."""
    notes = [text("They lie in {areas}.", areas=quote_all(areas))]
    notes.append(text("Points are the mean over the units of the block that have the item."))
    shared = [row.name for row in rows if row.is_shared]
    if shared:
        notes.append(
            text(
                "All units of the block declared the same cases at {items}: ask who answers for them in the province.",
                items=quote_all(dict.fromkeys(shared)),
            )
        )
    return tuple(notes)


def title_claims(gaps: pd.Series[Any]) -> str:
    """Return how many units claim more than they are granted, in print; ``gaps``: those of all units."""
    beyond = int((gaps >= HALF_A_HUNDREDTH).sum())
    if beyond == len(gaps) == 1:
        return text("The one unit with both figures gave itself more points than it was granted")
    if beyond:
        return counted(
            beyond,
            "1 of {all} units gave itself more points than it was granted",
            "{n} of {all} units gave themselves more points than they were granted",
            all=len(gaps),
        )
    if (gaps > 0).any():
        return text("No unit claims as much as 0.01 points more in all than it is granted")
    return text("No unit gave itself more points than it was granted")


def tell_target(row: Any, target: Target, results: Results) -> str:
    """Return what was reached of a target, and last year, for who cannot see the picture."""
    value, goal, before = (measure(row[name], target) for name in ("value", "target", "base_value"))
    state = text("met") if row["met"] else text("not met")
    facts = {"target": target.shown, "value": value, "goal": goal, "state": state}
    if is_blank(row["base_value"]) or results.base is None:
        return text("{target}: {value}, to reach {goal}: {state}", **facts)
    return text(
        "{target}: {value}, to reach {goal}: {state} ({year}: {before})", year=results.base_year, before=before, **facts
    )


def title_changes(results: Results) -> str:
    """Return how many units rose and fell against the base year."""
    up, down = (int(results.blocks[name].sum()) for name in ("up_n", "down_n"))
    return counted(
        up,
        "Since {year}, 1 unit rose and {down} fell",
        "Since {year}, {n} units rose and {down} fell",
        year=results.base_year,
        down=down,
    )


def heading_unmoved(ranges: pd.DataFrame) -> str:
    """Return how many ranks nothing that was drawn moves, and how many of them are firm; notes say what was drawn."""
    kept, n = len(unmoved_units(ranges)), len(ranges)
    if not kept or not (ranges["standing"] == "stays").any():
        return heading_firm(ranges)
    if firm := int((ranges["standing"] == "firm").sum()):
        return text(
            "{n} of {all} ranks keep their place in the tests made; {firm} of them firm", n=kept, all=n, firm=firm
        )
    return counted(
        kept,
        "1 of {all} ranks keeps its place in the tests made; none is firm",
        "{n} of {all} ranks keep their place in the tests made; none is firm",
        all=n,
    )


def tell_declared(results: Results, row: Any) -> str:
    """Return what a unit declared on an item, 5/5; blank where the item has no figures of its own."""
    own = results.leaves[(results.leaves["unit_code"] == row["unit_code"])]
    own = own[own["item_code"] == row["item_code"]]
    if own.empty or is_blank(own.iloc[0]["numerator"]) or is_blank(own.iloc[0]["denominator"]):
        return ""
    figures = (format_amount(own.iloc[0][name]) for name in ("numerator", "denominator"))
    return text("declared {figures}", figures="/".join(figures))


def tell_strength(results: Results, row: Any) -> list[str]:
    """Return whose strength it is, and what the framework advises the others."""
    item = results.block_of(row["unit_code"]).by_code[row["item_code"]]
    score, median = format_pct(row["score_pct"], 0), format_pct(row["block_median_pct"], 0)
    facts = {"unit": results.name_of(row["unit_code"]), "item": item.shown, "score": score, "median": median}
    told = text("{unit}: {item} ({score}, median {median})", **facts)
    advice = text("The framework advises: {remedy}", remedy=item.shown_remedy)
    return [told, advice] if item.shown_remedy else [told]


def tell_questions(results: Results) -> tuple[str, tuple[str, ...]]:
    """Return the title and the three questions with which the session ends, the last with the next date."""
    return text("Three questions to discuss"), (
        text("Which item cost us most, and what keeps us from its full points?"),
        text("Which unit does it better, and when do we ask it?"),
        join_sentences(text("On Monday: who takes which item, with which evidence, by when?"), tell_next_date(results)),
    )


def tell_next_date(results: Results) -> str:
    """Return the next step of the calendar that is open, with its day; blank where none has one."""
    still = [row for row in results.calendar.to_dict("records") if not row["done"] and not is_blank(row["due"])]
    if not still:
        return ""
    day = format_date(date.fromisoformat(still[0]["due"]))
    return text("Next in the calendar: {step}, by {day}.", step=shown_step(still[0]), day=day)


def tell_next_steps(results: Results) -> tuple[str, ...]:
    """Return what the speaker does at the end: the groups, what was late."""
    notes = [text("Give each table five minutes, then let two tables report.")]
    steps = results.calendar.to_dict("records")
    late = [shown_step(row) for row in steps if row["due"] and row["done"] and row["done"] > row["due"]]
    if late:
        notes.append(text("These steps of the year were late: {steps}.", steps="; ".join(late)))
    return tuple(notes)


def caption_of(
    results: Results, subtitle: str, listed: Sequence[str] | str, anchor: str, with_base: bool = False
) -> Caption:
    """Return the caption of a chart: what is shown and its unit; its alt lists the figures, last year's in brackets."""
    told = listed if isinstance(listed, str) else "; ".join(listed)
    alt = text("{subtitle}: {listed}.", subtitle=subtitle, listed=told)
    if with_base and results.base is not None:
        alt = text("{subtitle}, in brackets {year}: {listed}.", subtitle=subtitle, year=results.base_year, listed=told)
    return Caption(subtitle, subtitle, alt, id=anchor, labels=labels_of(results))
