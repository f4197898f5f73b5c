"""How satisfied people are, on the slides of the province: factors with their intervals, what to mend.

In: results. Out: slides, none of a year without a survey. Computes nothing: it selects rows and puts them on charts.
"""

from __future__ import annotations

from collections.abc import Iterator

from parreport.columns import is_blank
from parreport.display.drawing import theme
from parreport.display.drawing.scales import fit_scale
from parreport.display.formats import DASH, format_number, format_pct
from parreport.display.satisfaction import sentences as say
from parreport.display.satisfaction.rows import factor_rows, has_survey, name_question, surveyed_blocks, whole_of
from parreport.display.slides import sentences as tell
from parreport.display.slides.board import Bar, Row, Sign, fit_rows, room_under
from parreport.display.slides.rows import chart_rows
from parreport.display.slides.slide import Slide
from parreport.language import text
from parreport.years.results import Results

PLOT = 130.0


def slides_of_satisfaction(results: Results) -> list[Slide]:
    """Return the slides of a survey: the factors, and the questions to mend first."""
    if not has_survey(results):
        return []
    return [*_slide_of_factors(results), *_slide_of_priorities(results)]


def _slide_of_factors(results: Results) -> Iterator[Slide]:
    own = factor_rows(results)
    own = own[own["is_part"] & own["satisfaction_pct"].notna()].sort_values("satisfaction_pct", kind="stable")
    whole = whole_of(results)["satisfaction_pct"]
    if own.empty or is_blank(whole):
        return
    rows, told = [], []
    for row in own.to_dict("records"):
        ends = None if is_blank(row["low_pct"]) else (float(row["low_pct"]), float(row["high_pct"]))
        between = DASH if ends is None else DASH.join(format_number(end, 1) for end in ends)
        cells = (format_number(row["satisfaction_pct"], 1), between)
        dots = ((float(row["satisfaction_pct"]), theme.ACCENT, False),)
        rows.append(Row(row["name"], cells=cells, dots=dots, link=ends, tick=float(whole)))
        told.append(f"{row['name']} {format_pct(row['satisfaction_pct'])}")
    title = text("{pct} of answers are satisfied: the factors, lowest first", pct=format_pct(whole))
    heads = (text("Satisfied %"), text("95% interval"))
    signs: list[Sign] = [("dot", theme.ACCENT, text("share")), ("tick", theme.INK, text("together"))]
    subtitle = text("% of answers in the two upper steps of five, {year}", year=results.span)
    caption = tell.caption_of(results, subtitle, told, "slide-satisfaction")
    spoken = [say.describe_whole(results), *say.describe_blocks(results), say.describe_lowest_factors(results)]
    for block in surveyed_blocks(results):
        spoken += say.describe_units(results, block)
    scale = fit_scale([value for row in rows for value in row.values])
    yield Slide(
        title,
        chart=chart_rows(rows, heads, signs, caption=caption, room=room_under(title), scale=scale, plot=PLOT),
        say=tuple(filter(None, spoken)),
        ask=(text("Which of these factors can your own unit mend this year?"),),
    )


def _slide_of_priorities(results: Results) -> Iterator[Slide]:
    title = say.describe_priorities(results).rstrip(".")
    if not title:
        return
    own = results.importance[results.importance["priority"]]
    own = own.sort_values("dissatisfied_pct", ascending=False, kind="stable")
    rows = [
        Row(
            name_question(results, row["question_code"]),
            cells=(format_number(row["dissatisfied_pct"], 1),),
            bars=(Bar(0.0, float(row["dissatisfied_pct"]), theme.WARM),),
        )
        for row in own.to_dict("records")
    ]
    heads, room = (text("Not satisfied %"),), room_under(title)
    kept = fit_rows(rows, heads, (), room, PLOT)
    subtitle = text("% of answers below satisfied, on the questions above both medians")
    told = [f"{row.name} {row.cells[0]}%" for row in rows[:kept]]
    caption = tell.caption_of(results, subtitle, told, "slide-priorities")
    yield Slide(
        title,
        chart=chart_rows(rows[:kept], heads, caption=caption, room=room, plot=PLOT, rest=len(rows) - kept),
        say=tuple(filter(None, (say.list_priorities(results), text("It says what goes with satisfaction, not why.")))),
        ask=(text("Who will mend the first of these, and by when?"),),
    )
