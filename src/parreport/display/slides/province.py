"""The deck of a dissemination session, calls in ``06_slides.ipynb``: of the province or of one unit.

In: results and a unit code, or none. Out: :class:`~parreport.display.slides.slide.Deck`. Computes nothing:
it takes the findings of the reports, larger and fewer, and adds what the speaker says.
"""

from __future__ import annotations

from dataclasses import replace

from parreport.display.documents import blocks_with_units, document
from parreport.display.maps.sections import show_map
from parreport.display.parts import Heading, Section, Text, gather
from parreport.display.pictures import Chart
from parreport.display.slides import areas, causes, firmness, standing
from parreport.display.slides.satisfaction import slides_of_satisfaction
from parreport.display.slides.slide import Deck, Slide
from parreport.display.slides.unit import unit_slides
from parreport.display.unit.sections import read_unit
from parreport.language import set_language, text
from parreport.years.results import Results


def make_deck(results: Results, unit: str | int = "") -> Deck:
    """Return the slides of the province, or of one unit where a unit is given."""
    set_language(results.parameters.language, results.of_periods)
    if unit != "":
        code = read_unit(results, unit)
        slides, title = unit_slides(results, code), results.name_of(code)
    else:
        slides = _province_slides(results)
        title = slides[0].title
    head = replace(document(results, title, text("Slides for the dissemination session")), in_cell=False)
    return Deck(head, tuple(replace(slide, labels=head.labels) for slide in slides))


def show_slide(deck: Deck, number: int) -> Section:
    """Show one slide of a deck, the first with the head of the document; nothing after the last."""
    return gather(deck.document if number == 1 else None, deck.slides[number - 1 : number])


def show_slides_from(deck: Deck, number: int) -> Section:
    """Show a slide of a deck and all that come after it; nothing after the last."""
    return gather(deck.document if number == 1 else None, deck.slides[number - 1 :])


def _province_slides(results: Results) -> list[Slide]:
    blocks = blocks_with_units(results)
    slides: list[Slide | None] = [
        standing.slide_of_title(results),
        standing.slide_of_index(results),
        *(standing.slide_of_ranking(results, block, number) for number, block in enumerate(blocks)),
        *_slides_of_maps(results),
        *areas.slides_of_areas(results),
        causes.slide_of_losses(results),
        causes.slide_of_claims(results),
        causes.slide_of_targets(results),
        *slides_of_satisfaction(results),
        *firmness.slides_of_sureness(results),
        firmness.slide_of_changes(results),
        causes.slide_of_strengths(results),
        standing.slide_of_questions(results),
    ]
    return [slide for slide in slides if slide is not None]


def _slides_of_maps(results: Results) -> list[Slide]:
    """Return a slide for each map of the classes: its heading as title, its sentences as notes."""
    slides, title, notes = [], "", list[str]()
    for part in show_map(results).parts:
        if isinstance(part, Heading):
            title, notes = part.words, []
        elif isinstance(part, Text):
            notes.append(part.words)
        elif isinstance(part, Chart):
            told = [part.caption.note] if part.caption.note else []
            asked = text("Which neighbours on the map could learn from each other?")
            slides.append(Slide(title, chart=part, say=(*notes, *told), ask=(asked,)))
    return slides
