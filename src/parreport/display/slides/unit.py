"""The deck of one unit: index, place, areas, strengths, weaknesses, lost points, next place, plan.

In: results and a unit code. Out: slides. Computes nothing: it selects from the unit's report and puts
it on charts.
"""

from __future__ import annotations

import math
from collections import Counter

from parreport.columns import is_blank, rows_of
from parreport.display.documents import document, has_detail, name_index
from parreport.display.drawing import theme
from parreport.display.drawing.scales import fit_scale
from parreport.display.formats import format_number, format_pct
from parreport.display.index_names import short_index
from parreport.display.province.large import bands_of
from parreport.display.sentences import count_gaps, list_figures, ranking_of, tell_units_of_means
from parreport.display.slides import sentences as tell
from parreport.display.slides import unit_points as own_points
from parreport.display.slides.board import Bar, Row, Sign, room_under
from parreport.display.slides.dots import chart_dots
from parreport.display.slides.rows import chart_rows
from parreport.display.slides.slide import LINES, Slide
from parreport.display.slides.unit_points import ITEM_PLOT, short_areas_of
from parreport.display.sureness.unit_sentences import describe_rank_range
from parreport.display.unit import sentences as say
from parreport.display.unit.sections import areas_of, select_findings
from parreport.language import counted, text
from parreport.rounding import round_float
from parreport.years.results import Results

SHARING = 2


def unit_slides(results: Results, unit: str) -> list[Slide]:
    """Return the slides of a unit; those that have nothing to say are left out."""
    detail, row = has_detail(results.block_of(unit)), say.unit_row(results, unit)
    slides: list[Slide | None] = [_title(results, unit), _place(results, unit)]
    if detail:
        slides += [_profile(results, unit), _strengths(results, unit), _weaknesses(results, unit)]
        slides += [own_points.slide_of_waterfall(results, unit)]
    slides += [own_points.slide_of_appraisal(results, unit), own_points.slide_of_change(results, unit)]
    if detail and row["printed_pct"] is not None:
        slides += [
            None if row["gaps_n"] else own_points.slide_of_next(results, unit),
            own_points.slide_of_plan(results, unit),
        ]
    return [one for one in (*slides, _questions(results, unit)) if one is not None]


def _title(results: Results, unit: str) -> Slide:
    gaps = count_gaps(say.unit_row(results, unit)["gaps_n"])
    lines = (name_index(results), tell.describe_status(results), *([gaps] if gaps else []))
    title = results.name_of(unit)
    return Slide(
        title,
        lines,
        chart=own_points.chart_index(results, unit, "slide-index", room_under(title, lines)),
        kind="title",
        say=(
            text("Greet the room; say who made the figures and what they are for."),
            *document(results, "", "").footer[:-1],
        ),
        ask=(text("Which place do you expect, and why?"),),
    )


def _place(results: Results, unit: str) -> Slide:
    row, block = say.unit_row(results, unit), results.block_of(unit)
    title = say.describe_rank(results, unit, SHARING).rstrip(".")
    if row["printed_pct"] is None:
        title = text("No index this year")
    ranking, decimals = ranking_of(results, block), results.framework.decimals
    known = ranking[ranking["printed_pct"].notna()]
    figures = {code: float(value) for code, value in rows_of(known, "unit_code", "printed_pct")}
    subtitle = counted(
        len(known),
        "{index} {year} in %, block {block}, 1 unit",
        "{index} {year} in %, block {block}, {n} units, a dot each",
        index=short_index(results),
        year=results.span.title,
        block=block.shown,
    )
    own = f"{results.name_of(unit)} {format_number(row['printed_pct'], decimals)}"
    by_value = known.sort_values("printed_pct", key=lambda one: -one.astype(float), kind="stable")
    ends = by_value.iloc[[0, -1]] if len(known) > 1 else known.head(0)
    named = ends.assign(name=[results.name_of(code) for code in ends["unit_code"]])
    told = [own, *([list_figures(named, "name", "printed_pct", decimals)] if len(ends) else [])]
    caption = tell.caption_of(results, subtitle, told, "slide-place")
    chart = (
        chart_dots(figures, unit, own, bands_of(block), caption=caption, room=room_under(title)) if figures else None
    )
    notes = (say.describe_result(results, unit), say.describe_change(results, unit), describe_rank_range(results, unit))
    return Slide(
        title,
        chart=chart,
        say=tuple(one for one in notes if one),
        ask=(text("Is this the place that our work deserves?"),),
    )


def _profile(results: Results, unit: str) -> Slide | None:
    areas, row = short_areas_of(results, unit), say.unit_row(results, unit)
    if areas.empty:
        return None
    title = say.heading_profile(areas, row["whole_n"] > 1)
    rows, told = [], []
    for one in areas.to_dict("records"):
        score, median, base = (
            math.nan if is_blank(one[k]) else float(one[k]) for k in ("score_pct", "median_pct", "base_pct")
        )
        both = not math.isnan(score) and not math.isnan(median)
        is_below = both and round_float(score, 1) < round_float(median, 1)
        color = theme.WARM if is_below else theme.ACCENT
        dots = ((base, theme.GREY, True), (score, color, False))
        cells = (format_number(one["score_pct"], 1), format_number(one["median_pct"], 1))
        rows.append(Row(one["area_name"], cells=cells, dots=dots, tick=median))
        told.append(f"{one['area_name']} {' / '.join(cells)} ({format_number(one['base_pct'], 1)})")
    heads = (text("unit"), text("block median"))
    signs: list[Sign] = [
        ("dot", theme.ACCENT, text("at or above the median")),
        ("dot", theme.WARM, text("below the median")),
        ("tick", theme.INK, text("block median")),
    ]
    if results.base is not None and areas["base_pct"].notna().any():
        signs.append(("hollow", theme.GREY, text("year {year}", year=results.base_short)))
    else:
        told = [one.rpartition(" (")[0] for one in told]
    subtitle = tell_units_of_means(
        results.block_of(unit), int(row["units_n"]), int(row["whole_n"]), int(row["ranked_n"])
    )
    values = [value for one in rows for value in one.values if not math.isnan(value)]
    caption = tell.caption_of(results, subtitle, told, "slide-profile", len(signs) > 3)
    return Slide(
        title,
        chart=chart_rows(
            rows, heads, signs, caption=caption, room=room_under(title), scale=fit_scale(values), plot=200.0
        ),
        say=(say.describe_loss(areas_of(results, unit), row["lost_points"]),),
        ask=(text("Which area can we raise by ourselves?"),),
    )


def _strengths(results: Results, unit: str) -> Slide | None:
    own, block = select_findings(results, unit, "strength"), results.block_of(unit)
    if own.empty:
        return None
    title = counted(len(own), "1 strength to keep and to share", "{n} strengths to keep and to share")
    rows, told = [], []
    for one in own.head(LINES).to_dict("records"):
        item = block.by_code[one["item_code"]]
        score, median = float(one["score_pct"]), one["block_median_pct"]
        middle = math.nan if is_blank(median) else float(median)
        cells = (format_pct(score, 0), format_pct(median, 0))
        dots = ((middle, theme.INK, True), (score, theme.ACCENT, False))
        rows.append(Row(item.shown, cells=cells, dots=dots, link=(middle, score)))
        told.append(text("{item} ({score}, median {median})", item=item.shown, score=cells[0], median=cells[1]))
    heads = (text("unit"), text("block median"))
    signs: list[Sign] = [("dot", theme.ACCENT, text("unit")), ("hollow", theme.INK, text("block median"))]
    values = [value for row in rows for value in row.values if not math.isnan(value)]
    subtitle = text("Strengths of {unit}, % of the maximum of the item", unit=results.name_of(unit))
    return Slide(
        title,
        chart=chart_rows(
            rows,
            heads,
            signs,
            caption=tell.caption_of(results, subtitle, told, "slide-strengths"),
            room=room_under(title),
            scale=fit_scale(values),
            plot=ITEM_PLOT,
            rest=len(own) - len(rows),
        ),
        say=(text("Name the people who did it."),),
        ask=(text("Which of these can we show to another unit?"),),
    )


def _weaknesses(results: Results, unit: str) -> Slide:
    own, block = select_findings(results, unit, "weakness"), results.block_of(unit)
    title = counted(len(own), "1 weakness to mend", "{n} weaknesses to mend")
    if own.empty:
        return Slide(
            text("No item is a weakness"),
            chart=own_points.chart_index(results, unit, "slide-no-weakness", room_under(title)),
            say=(text("Ask what could become one next year."),),
            ask=(text("Where were we close to losing points?"),),
        )
    rows, told = [], []
    for code, lost in rows_of(own.head(LINES), "item_code", "lost_points"):
        item, points = block.by_code[code].shown, format_number(lost, 2)
        rows.append(Row(item, cells=(points,), bars=(Bar(0.0, float(lost), theme.WARM),)))
        told.append(text("{item}: {points} points lost", item=item, points=points))
    subtitle = text("Points lost, in the order of the points within reach")
    return Slide(
        title,
        chart=chart_rows(
            rows,
            (text("points lost"),),
            caption=tell.caption_of(results, subtitle, told, "slide-weaknesses"),
            room=room_under(title),
            plot=ITEM_PLOT,
            rest=len(own) - len(rows),
        ),
        say=(text("Take them one by one; who worked on an item speaks first."),),
        ask=(text("What is the cause: work, evidence or the rule?"),),
    )


def _questions(results: Results, unit: str) -> Slide:
    title, lines = tell.tell_questions(results)
    weak, block = select_findings(results, unit, "weakness"), results.block_of(unit)
    room = room_under(title, lines)
    chart = own_points.chart_index(results, unit, "slide-questions", room)
    if len(weak):
        counts = Counter(block.by_code[code].area_code for code in weak["item_code"])
        rows = [
            Row(block.by_code[code].brief, cells=(str(n),), bars=(Bar(0.0, float(n), theme.WARM_LIGHT),))
            for code, n in counts.most_common()
        ]
        told = [f"{row.name} {row.cells[0]}" for row in rows]
        subtitle = text("Number of weaknesses by area")
        chart = chart_rows(rows, caption=tell.caption_of(results, subtitle, told, "slide-questions"), room=room)
    return Slide(
        title,
        lines,
        chart=chart,
        numbered=True,
        say=tell.tell_next_steps(results),
        ask=(text("What will you do first on Monday?"),),
    )
