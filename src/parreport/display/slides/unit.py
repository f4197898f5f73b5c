"""The deck of one unit: place, strengths, weaknesses, lost points, next class, plan.

In: results and a unit code. Out: slides. Computes nothing: it selects from the unit's report.
"""

from __future__ import annotations

from parreport.columns import rows_of
from parreport.display.documents import has_detail, name_index
from parreport.display.formats import format_number, format_pct
from parreport.display.parts import Heading, KeyFigures, Section, Text
from parreport.display.pictures import Chart
from parreport.display.slides.sentences import describe_status, slide_of_questions, tell_picture
from parreport.display.slides.slide import LINES, Slide
from parreport.display.sureness.unit_sentences import describe_rank_range
from parreport.display.unit import sentences as say
from parreport.display.unit.case_sentences import describe_hanging
from parreport.display.unit.plan_sentences import describe_enough, describe_outcome, heading_plan
from parreport.display.unit.points import differing_claims, show_appraisal, show_change, show_waterfall
from parreport.display.unit.sections import select_findings, show_profile, show_unit_head
from parreport.display.unit.what_if_sentences import heading_what_if, tell_next_band, tell_next_place
from parreport.language import counted, text
from parreport.years.results import Results

PLANNED = 3  # lines of two or three rows each, in type that a room can read


def unit_slides(results: Results, unit: str) -> list[Slide]:
    """Return the slides of a unit; those that have nothing to say are left out."""
    slides = [_title(results, unit), _place(results, unit)]
    detail = has_detail(results.block_of(unit))
    slides += _picture(show_profile(results, unit), text("Which area can we raise by ourselves?"))
    if detail:
        slides += [_strengths(results, unit), _weaknesses(results, unit)]
    slides += _picture(show_waterfall(results, unit), text("Which of these losses did we expect, which not?"))
    slides += _appraisal(results, unit)
    slides += _picture(show_change(results, unit), text("What did we change since last year?"))
    row = say.unit_row(results, unit)
    if detail and row["printed_pct"] is not None:
        slides += [_next(results, unit)] if not row["gaps_n"] else []
        slides += _plan(results, unit)
    return [*slides, slide_of_questions(results)]


def _title(results: Results, unit: str) -> Slide:
    return Slide(
        results.name_of(unit),
        (name_index(results), describe_status(results)),
        kind="title",
        say=(text("Greet the room; say who made the figures and what they are for."),),
        ask=(text("Which place do you expect, and why?"),),
    )


def _place(results: Results, unit: str) -> Slide:
    head = show_unit_head(results, unit)
    figures = next(part for part in head.parts if isinstance(part, KeyFigures)).figures
    sentences = [part.words for part in head.parts if isinstance(part, Text)]
    title = say.describe_rank(results, unit).rstrip(".")
    if say.unit_row(results, unit)["printed_pct"] is None:
        title = text("No index this year")
    return Slide(title, figures=figures, say=tuple(sentences), ask=(text("Is this the place that our work deserves?"),))


def _picture(section: Section, question: str) -> list[Slide]:
    """Return the first picture of a section under its finding; none where it has no picture."""
    head = next((part.words for part in section.parts if isinstance(part, Heading)), "")
    charts = [part for part in section.parts if isinstance(part, Chart)]
    return [
        Slide(head, chart=chart, say=(f"{chart.caption.title}.", tell_picture(chart)), ask=(question,))
        for chart in charts[:1]
    ]


def _strengths(results: Results, unit: str) -> Slide:
    own, block = select_findings(results, unit, "strength"), results.block_of(unit)
    lines = []
    for code, *figures in rows_of(own.head(LINES), "item_code", "score_pct", "block_median_pct"):
        score, median = (format_pct(figure, 0) for figure in figures)
        facts = {"item": block.by_code[code].shown, "score": score, "median": median}
        lines.append(text("{item} ({score}, median {median})", **facts))
    title = counted(len(own), "1 strength to keep and to share", "{n} strengths to keep and to share")
    return Slide(
        title if len(own) else text("No item stands out as a strength"),
        tuple(lines),
        say=(text("Name the people who did it."),),
        ask=(text("Which of these can we show to another unit?"),),
    )


def _weaknesses(results: Results, unit: str) -> Slide:
    own, block = select_findings(results, unit, "weakness"), results.block_of(unit)
    lines = tuple(
        text("{item}: {points} points lost", item=block.by_code[code].shown, points=format_number(lost, 2))
        for code, lost in rows_of(own.head(LINES), "item_code", "lost_points")
    )
    title = counted(len(own), "1 weakness to mend", "{n} weaknesses to mend")
    notes = [text("Ordered by the points within reach.")]
    if len(own) > LINES:
        notes.append(text("The slide shows the first {n}; the report shows all.", n=LINES))
    return Slide(
        title if len(own) else text("No item is a weakness"),
        lines,
        numbered=True,
        say=tuple(notes),
        ask=(text("What is the cause: work, evidence or the rule?"),),
    )


def _appraisal(results: Results, unit: str) -> list[Slide]:
    section = show_appraisal(results, unit)
    if not section.parts:
        return []
    head = next(part.words for part in section.parts if isinstance(part, Heading))
    differing = differing_claims(results, unit)
    cut = differing[differing["cut_points"] > 0]
    block = results.block_of(unit)
    lines = tuple(
        text(
            "{item}: {points} points",
            item=block.by_code[row["item_code"]].shown,
            points=format_number(-row["cut_points"], 2),
        )
        + (f" ({row['reason']})" if row["reason"] else "")
        for row in cut.head(PLANNED).to_dict("records")
    )
    return [
        Slide(
            head,
            lines,
            say=(text("Ask which evidence was missing; a difference is no reproach."),),
            ask=(text("Which evidence was missing, and who collects it next year?"),),
        )
    ]


def _next(results: Results, unit: str) -> Slide:
    enough, hanging = describe_enough(results, unit), describe_hanging(results, unit)
    sentences = (tell_next_place(results, unit), tell_next_band(results, unit), enough, hanging)
    sure = describe_rank_range(results, unit)
    return Slide(
        heading_what_if(results, unit),
        tuple(one for one in sentences if one),
        say=(sure or text("Other units are held still in this reckoning."),),
        ask=(text("Which of these items do we take on first?"),),
    )


def _plan(results: Results, unit: str) -> list[Slide]:
    """Return the first things to do: penalties, then what few cases or others of the block show to be in reach."""
    own = results.plan[(results.plan["unit_code"] == unit) & results.plan["told"].astype(bool)]
    if own.empty:
        return []
    block = results.block_of(unit)
    items = [block.by_code[code] for code in own["item_code"].head(PLANNED)]
    lines = tuple(f"{item.shown}: {item.shown_remedy or text('to be decided by the unit')}" for item in items)
    outcome = describe_outcome(results, unit)
    return [
        Slide(
            heading_plan(results, unit),
            lines,
            numbered=True,
            say=(outcome,) if outcome else (),
            ask=(text("Who is responsible, and by when?"),),
        )
    ]
