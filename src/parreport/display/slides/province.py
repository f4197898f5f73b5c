"""The deck of a dissemination session, calls in ``06_slides.ipynb``: of the province or of one unit.

In: results and a unit code, or none. Out: :class:`~parreport.display.slides.slide.Deck`. Computes nothing:
it takes findings and pictures of the reports, larger and fewer, and adds what the speaker says.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from parreport.columns import is_blank
from parreport.display.claims.sentences import describe_claims
from parreport.display.documents import blocks_with_units, detailed_blocks, document, name_index
from parreport.display.drawing.sizes import sheets_for_slides
from parreport.display.groups import ends_of, is_large
from parreport.display.maps.sections import show_map
from parreport.display.parts import Heading, Section, Text, gather
from parreport.display.pictures import Chart
from parreport.display.province import ranking_sentences as rank
from parreport.display.province.large import ends_chart, ranking_frame, spread_chart
from parreport.display.province.scope_sentences import describe_scope
from parreport.display.province.sections import ranking_charts, show_areas, show_province_head
from parreport.display.slides import sentences as tell
from parreport.display.slides.slide import LINES, Deck, Slide
from parreport.display.slides.unit import unit_slides
from parreport.display.sureness.hanging_sentences import describe_defaults_in, describe_hanging_in, hanging_in
from parreport.display.sureness.sentences import (
    describe_draws,
    describe_first_place,
    describe_unmoved,
    heading_firm,
    range_kind,
    ranges_of,
)
from parreport.display.unit.sections import read_unit
from parreport.inputs.framework import Block
from parreport.language import counted, set_language, text
from parreport.years.results import Results

ROWS = 10
ENDS_SHOWN = 5
HANGING_SHOWN = 10
"""From so many units on, ranks that hang on a case have a slide of their own."""
PAGES = 2


def make_deck(results: Results, unit: str | int = "") -> Deck:
    """Return the slides of the province, or of one unit where a unit is given."""
    set_language(results.parameters.language, results.of_periods)
    with sheets_for_slides():
        if unit != "":
            code = read_unit(results, unit)
            slides, title = unit_slides(results, code), results.name_of(code)
        else:
            slides = _province_slides(results)
            title = slides[0].title
    slides.append(_sources(results))
    head = replace(document(results, title, text("Slides for the dissemination session")), in_cell=False)
    return Deck(head, tuple(replace(slide, labels=head.labels) for slide in slides))


def show_slide(deck: Deck, number: int) -> Section:
    """Show one slide of a deck, the first with the head of the document; nothing after the last."""
    return gather(deck.document if number == 1 else None, deck.slides[number - 1 : number])


def show_slides_from(deck: Deck, number: int) -> Section:
    """Show a slide of a deck and all that come after it; nothing after the last."""
    return gather(deck.document if number == 1 else None, deck.slides[number - 1 :])


def _province_slides(results: Results) -> list[Slide]:
    blocks = list(blocks_with_units(results))
    slides: list[Slide | None] = [_title(results), tell.slide_of_index(results)]
    for block in blocks:
        slides += _ranking(results, block)
    slides += pick_slides(show_map(results))
    slides += pick_slides(show_areas(results))
    slides += [_losses(results), _claims(results), _targets(results)]
    slides += _told_together(_sureness(results), _small_numbers(results), count_hanging(results))
    slides.append(tell.slide_of_changes(results, blocks) if results.base is not None else None)
    slides += [tell.slide_of_strengths(results), tell.slide_of_questions(results)]
    return [slide for slide in slides if slide is not None]


def _title(results: Results) -> Slide:
    head = show_province_head(results)
    sentences = [part.words for part in head.parts if isinstance(part, Text) and part.kind == "lead"]
    return Slide(
        name_index(results),
        (text("Session to share the results"), tell.describe_status(results), *tell.tell_gaps(results)),
        kind="title",
        say=(text("Greet the room; say who made the figures and what they are for."), *sentences),
        ask=(text("What result do you expect for your own unit?"),),
    )


def _ranking(results: Results, block: Block) -> list[Slide]:
    """Return the ranking of a block: whole on two slides, else its first and its last units.

    A large block is a picture of all its units as dots, and one of its first and last five.
    """
    if is_large(results, block):
        return _large_ranking(results, block)
    charts = ranking_charts(results, block, ROWS)
    many = len(charts) > PAGES
    charts = [charts[0], charts[-1]] if many else charts
    heads = [rank.heading_ranking(results, block), tell.heading_tail(results, block)]
    notes = [one for one in (rank.describe_block(results, block), rank.describe_moves(results, block)) if one]
    if many:
        notes.append(text("The slides show the first and the last units; the report shows all."))
    return [
        Slide(head, chart=chart, say=tuple(notes), ask=(tell.ask_ranking(part),))
        for part, (head, chart) in enumerate(zip(heads, charts, strict=False))
    ]


def _large_ranking(results: Results, block: Block) -> list[Slide]:
    ends = ends_chart(results, block, ends_of(ranking_frame(results, block), ENDS_SHOWN))
    told = [one for one in (rank.describe_block(results, block), rank.describe_moves(results, block)) if one]
    told.append(text("The slides show the first and the last units; the report shows all."))
    slides = [Slide(rank.heading_ranking(results, block), chart=ends, say=tuple(told), ask=(tell.ask_ranking(0),))]
    if spread := spread_chart(results, block):
        title = tell.of_block(results, block, spread.caption.title)
        say = (tell.tell_picture(spread), *told[:1])
        slides.insert(0, Slide(title, chart=spread, say=say, ask=(text("Where in this picture is your unit?"),)))
    return slides


def pick_slides(section: Section) -> list[Slide]:
    """Return a slide for each picture of a section: its finding as title, its sentences as notes."""
    slides, title, notes = [], "", list[str]()
    for part in section.parts:
        if isinstance(part, Heading):
            title, notes = part.words, []
        elif isinstance(part, Text):
            notes.append(part.words)
        elif isinstance(part, Chart):
            slides.append(
                Slide(
                    title,
                    chart=part,
                    say=(*notes, tell.tell_picture(part)),
                    ask=(text("What stands behind this figure in your own work?"),),
                )
            )
    return slides


def _losses(results: Results) -> Slide | None:
    """Return the items that cost a unit most, each with its block: blocks differ in how many units they have."""
    own = results.statistics[results.statistics["losing_n"] > 0].to_dict("records")
    rows = [
        (row, block)
        for block in detailed_blocks(results)
        for row in own
        if row["block"] == block.code and row["item_code"] in {leaf.code for leaf in block.scored_leaves}
    ]
    rows.sort(key=lambda one: -one[0]["lost_per_unit"])
    return tell.slide_of_losses(rows, LINES) if rows else None


def _claims(results: Results) -> Slide | None:
    lines = [
        tell.of_block(results, block, describe_claims(results, block))
        for block in blocks_with_units(results)
        if (results.claim_blocks["block"] == block.code).any()
    ]
    return tell.slide_of_claims(results, lines[:2]) if lines else None


def _targets(results: Results) -> Slide | None:
    province = results.targets[results.targets["unit_code"] == ""]
    known = province[province["met"].notna()]
    return tell.slide_of_targets(results, known) if len(known) else None


def _sureness(results: Results) -> Slide | None:
    known = [
        (block, ranges)
        for block in blocks_with_units(results)
        if range_kind(ranges := ranges_of(results, block)) and not is_blank(ranges["rank"].iloc[0])
    ]
    if not known:
        return None
    every = pd.concat([ranges for _, ranges in known], ignore_index=True)
    lines = [tell.of_block(results, block, describe_unmoved(ranges)) for block, ranges in known]
    draws = [(block, describe_draws(results, ranges)) for block, ranges in known]
    if len({words for _, words in draws}) == 1:
        notes = [draws[0][1]]
    else:  # of each block something else was drawn
        notes = [tell.of_block(results, block, words) for block, words in draws]
    notes += [one for _, ranges in known if (one := describe_first_place(ranges))]
    return Slide(
        heading_firm(every),
        tuple(lines[:LINES]),
        say=tuple(notes),
        ask=(text("Which neighbours in the ranking should not be told apart?"),),
    )


def _told_together(sure: Slide | None, few: Slide | None, hanging: int) -> list[Slide | None]:
    """Return the slides on how sure ranks are; a few units that hang on a case are told with the first."""
    if sure is None or few is None or hanging >= HANGING_SHOWN:
        return [sure, few]
    return [replace(sure, say=(*sure.say, *few.lines, *few.say)), None]


def count_hanging(results: Results) -> int:
    """Return how many units hang on one of few cases, all blocks together."""
    return sum(len(hanging_in(results, block)) for block in blocks_with_units(results))


def _small_numbers(results: Results) -> Slide | None:
    blocks = list(blocks_with_units(results))
    hanging = count_hanging(results)
    cases, defaults = (
        [tell.of_block(results, block, words) for block, words in zip(blocks, told, strict=True) if words]
        for told in (
            [describe_hanging_in(results, block, with_names=False) for block in blocks],
            [describe_defaults_in(results, block) for block in blocks],
        )
    )
    if not hanging:
        return None
    return Slide(
        counted(
            hanging,
            "The rank or class of 1 unit hangs on one of fewer than ten cases",
            "The rank or class of {n} units hangs on one of fewer than ten cases",
        ),
        tuple(cases[:LINES]),
        say=(text("A case is moved alone, the other units held still."), *defaults),
        ask=(text("Which places would you not read as better or worse work?"),),
    )


def _sources(results: Results) -> Slide:
    head = document(results, "", "")
    method = describe_scope(results)[:2]
    return Slide(
        text("Sources and method"),
        (*head.footer[:2], *method)[:LINES],
        say=(*head.footer[2:], *results.shown_remarks, text("All formulas stand in the method report.")),
        ask=(text("Which figure would you like to check?"),),
    )
