"""The words of slides: a finding as title, at most five lines, what to say and what to ask.

In: results, rows that were selected. Out: slides in the language in force. Computes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.claims.sentences import HALF_A_HUNDREDTH
from parreport.display.documents import blocks_with_units, name_day
from parreport.display.formats import format_date, format_number, format_pct, join_words
from parreport.display.index_names import index_inside
from parreport.display.pictures import Chart
from parreport.display.province import sentences as say
from parreport.display.province.ranking_sentences import describe_moves
from parreport.display.province.scope_sentences import describe_bands, describe_scope
from parreport.display.sentences import name_some, quote_all, ranking_of, tell_some, units_in
from parreport.display.slides.slide import LINES, Slide
from parreport.display.targets.sentences import heading_targets, measure
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results, shown_name, shown_step


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


def slide_of_index(results: Results) -> Slide:
    """Return what the index is: units, areas, items, points, classes."""
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
            lines.append(f"{block.shown}: {', '.join(counts)}")
    classes: dict[str, list[str]] = {}
    for block in blocks_with_units(results):
        if len(block.bands) > 1:
            classes.setdefault(describe_bands(block), []).append(block.shown)
    if len(classes) == 1:
        lines.append(text("Classes: {bands}", bands=next(iter(classes))))
    else:
        lines += [
            text("Classes in {blocks}: {bands}", blocks=join_words(blocks), bands=bands)
            for bands, blocks in classes.items()
        ]
    scope = describe_scope(results)
    title = text("The index tells how far each unit is in administrative reform")
    if results.framework.shown_index:
        title = text("What the {index} measures", index=index_inside(results))
    return Slide(
        title,
        tuple(lines[:LINES]),
        say=tuple(scope[:2]),
        ask=(
            text("Which of these items does your own unit work on every day?")
            if results.claim_sums.empty
            else text("Who in the room filled in a score sheet this year?"),
        ),
    )


def of_block(results: Results, block: Block, sentence: str) -> str:
    """Return a sentence under the name of its block, where there are several blocks."""
    if len(set(results.units["block"])) == 1:
        return sentence
    return text("Block {block}.", block=block.shown) + " " + sentence


def heading_tail(results: Results, block: Block) -> str:
    """Return the finding over the second half of a ranking: who comes last."""
    ranking = ranking_of(results, block)
    ranked = ranking[ranking["rank"].notna()]
    behind = results.blocks.loc[results.blocks["block"] == block.code, "behind_pp"].iloc[0]
    if is_blank(behind):
        return text("Block {block}: further units", block=block.shown)
    last = ranked[ranked["rank"] == ranked["rank"].max()]
    names = [shown_name(row) for row in last.to_dict("records")]
    points = format_number(behind, results.framework.decimals)
    return text("{units}: {points} percentage points behind the first", units=name_some(names), points=points)


def ask_ranking(part: int) -> str:
    """Return what to ask the room over a ranking."""
    if part == 0:
        return text("What do the first units do that others could take over next month?")
    return text("Which help do the last units need, and who gives it?")


def slide_of_losses(rows: list[tuple[Any, Block]], shown: int) -> Slide:
    """Return the items that cost a unit most; ``rows``: statistics of all items and their blocks, in order."""
    lines, areas = [], []
    points = [format_number(row["lost_per_unit"], 2) for row, _ in rows]
    title = counted(min(len(rows), shown), "One item costs most points per unit", "{n} items cost most points per unit")
    if len(rows) > shown and points[shown] == points[shown - 1]:
        title = text("{n} of the items that cost most points per unit", n=shown)
    for row, block in rows[:shown]:
        item, counts = block.by_code[row["item_code"]], {"losing": int(row["losing_n"]), "all": int(row["units_n"])}
        facts = {"item": item.shown, "points": format_number(row["lost_per_unit"], 2), "block": block.shown, **counts}
        lines.append(
            counted(
                counts["all"],
                "{item}: {points} points ({block}, 1 unit)",
                "{item}: {points} points per unit ({block}; lost by {losing} of {all})",
                **facts,
            )
        )
        areas.append(block.by_code[item.area_code].shown)
    return Slide(
        title,
        tuple(lines),
        numbered=True,
        say=(
            text("They lie in {areas}.", areas=quote_all(dict.fromkeys(areas))),
            text("Points are the mean over the units of the block that have the item."),
        ),
        ask=(text("Which of them can be mended this quarter without money?"),),
    )


def slide_of_claims(results: Results, lines: list[str]) -> Slide:
    """Return self-assessment against official points; ``lines``: a sentence per block."""
    decided = results.claim_sums["leaves_n"] > results.claim_sums["waiting_n"]
    gaps = results.claim_sums.loc[decided, "claim_gap"]
    return Slide(
        _title_claims(int((gaps >= HALF_A_HUNDREDTH).sum()), gaps),
        tuple(lines),
        say=(text("Ask which evidence was missing; a difference is no reproach."),),
        ask=(text("Which evidence was missing, and who collects it next year?"),),
    )


def _title_claims(beyond: int, gaps: pd.Series[Any]) -> str:
    """Return how many units claim more than they are granted, in print; ``gaps``: those of all units."""
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


def slide_of_targets(results: Results, known: pd.DataFrame) -> Slide:
    """Return the targets: those not met first; ``known``: rows of the province with figures."""
    targets = {target.code: target for target in results.framework.targets}
    every = known.assign(_met=known["met"].astype(bool)).sort_values("_met", kind="stable")
    order, missed = every.head(LINES), int((~every["_met"]).sum())
    title = heading_targets(results)
    if missed > LINES:
        title = text("{title}: {n} of the {missed} not met", title=title, n=LINES, missed=missed)
    elif len(every) > LINES:
        title = text("{title}: {n} of them", title=title, n=LINES)
    lines = []
    for code, *figures, met in rows_of(order, "target_code", "value", "target", "_met"):
        value, goal = (measure(figure, targets[code]) for figure in figures)
        state = text("met") if met else text("not met")
        facts = {"target": targets[code].shown, "value": value, "goal": goal, "state": state}
        lines.append(text("{target}: {value}, to reach {goal}: {state}", **facts))
    return Slide(
        title,
        tuple(lines),
        say=(text("Targets of the province stand beside the index; they give no points."),),
        ask=(text("Who is responsible for the target that is furthest away?"),),
    )


def slide_of_changes(results: Results, blocks: list[Block]) -> Slide:
    """Return what changed against the base year: how many rose and fell, who moved most."""
    up, down = (int(results.blocks[name].sum()) for name in ("up_n", "down_n"))
    lines = [of_block(results, block, describe_moves(results, block)) for block in blocks]
    return Slide(
        counted(
            up,
            "Since {year}, 1 unit rose and {down} fell",
            "Since {year}, {n} units rose and {down} fell",
            year=results.base_year,
            down=down,
        ),
        tuple(lines[:LINES]),
        say=(say.describe_framework_changes(results),),
        ask=(text("What did the unit with the largest rise do differently?"),),
    )


def slide_of_strengths(results: Results) -> Slide | None:
    """Return strengths worth sharing: who has the largest lead over the median, unit by unit."""
    own = results.findings[(results.findings["kind"] == "strength") & results.findings["is_leaf"]]
    own = own[own["block_median_pct"].notna()]
    if own.empty:
        return None
    lead = (own["score_pct"].astype(float) - own["block_median_pct"].astype(float)).round(9)
    order = own.assign(_lead=-lead).sort_values(["_lead", "unit_code"], kind="stable")
    order = order.drop_duplicates("item_code").drop_duplicates("unit_code").head(LINES - 1)
    lines = []
    for row in order.to_dict("records"):
        item = results.block_of(row["unit_code"]).by_code[row["item_code"]].shown
        score, median = format_pct(row["score_pct"], 0), format_pct(row["block_median_pct"], 0)
        facts = {"unit": results.name_of(row["unit_code"]), "item": item, "score": score, "median": median}
        lines.append(text("{unit}: {item} ({score}, median {median})", **facts))
    return Slide(
        text("Whom to ask: strengths worth sharing"),
        tuple(lines),
        say=(text("Each of these units tells in one minute how it does it."),),
        ask=(text("Who visits whom before the end of next month?"),),
    )


def slide_of_questions(results: Results) -> Slide:
    """Return three questions, what to do on Monday, and the next step of the calendar."""
    lines = [
        text("Which item cost us most, and what keeps us from its full points?"),
        text("Which unit does it better, and when do we ask it?"),
        text("On Monday: who takes which item, with which evidence, by when?"),
    ]
    steps = results.calendar.to_dict("records")
    still = [row for row in steps if not row["done"]]
    if still and not is_blank(still[0]["due"]):
        day = format_date(date.fromisoformat(still[0]["due"]))
        lines.append(text("Next in the calendar: {step}, by {day}", step=shown_step(still[0]), day=day))
    late = [shown_step(row) for row in steps if row["due"] and row["done"] and row["done"] > row["due"]]
    notes = [text("Give each table five minutes, then let two tables report.")]
    if late:
        notes.append(text("These steps of the year were late: {steps}.", steps="; ".join(late)))
    return Slide(
        text("Three questions, and what to do on Monday"),
        tuple(lines),
        numbered=True,
        say=tuple(notes),
        ask=(text("What will you do first on Monday?"),),
    )


def tell_picture(chart: Chart) -> str:
    """Return what a picture shows as a sentence: its second line, which begins small inside it."""
    what = chart.caption.subtitle
    return text("The picture shows {what}.", what=what[:1].lower() + what[1:])
