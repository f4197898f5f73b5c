"""Where a unit's points went and how to win them, on its slides: losses, appraisal, change, next place, plan.

In: results and a unit code. Out: slides, None where there is nothing to show. Computes nothing: it
selects from the unit's report and puts it on charts.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.drawing import theme
from parreport.display.drawing.scales import Scale, find_largest
from parreport.display.formats import format_number, format_pct
from parreport.display.index_names import short_index
from parreport.display.parts import Heading, Section, Text
from parreport.display.pictures import Chart
from parreport.display.sentences import has_mean, list_figures, ranking_of
from parreport.display.slides import sentences as tell
from parreport.display.slides.board import Bar, Row, fit_rows, room_under
from parreport.display.slides.rows import chart_rows
from parreport.display.slides.slide import Slide
from parreport.display.unit import sentences as say
from parreport.display.unit.case_sentences import describe_hanging
from parreport.display.unit.plan_sentences import describe_enough, describe_outcome, heading_plan
from parreport.display.unit.points import change_parts_of, differing_claims, show_appraisal, steps_to_index
from parreport.display.unit.sections import areas_of
from parreport.display.unit.what_if_sentences import heading_what_if, open_goal, tell_next_band, tell_next_place
from parreport.language import text
from parreport.years.results import Results

PLANNED = 3
ITEM_PLOT = 130.0


def short_areas_of(results: Results, unit: str) -> pd.DataFrame:
    """Return the areas that apply to a unit with their short names."""
    areas, by_code = areas_of(results, unit), results.block_of(unit).by_code
    names = [
        by_code[code].brief if is_whole else text("{area} (not all points yet)", area=by_code[code].brief)
        for code, is_whole in rows_of(areas, "item_code", "is_whole")
    ]
    return areas.assign(area_name=names)


def slide_of_waterfall(results: Results, unit: str) -> Slide | None:
    areas, row = short_areas_of(results, unit), say.unit_row(results, unit)
    if row["printed_pct"] is None:
        return None
    decimals = results.framework.decimals
    steps, index = steps_to_index(areas, row), float(row["printed_pct"])
    moves = [float(size) * (1 if kind == "bonus" else -1) for size, kind in rows_of(steps, "lost_pp", "kind")]
    levels = [100.0]
    for move in moves:
        levels.append(levels[-1] + move)
    large = find_largest([-move for move in moves])
    last = text("Index {year}", year=results.span.short)
    low = max(0.0, math.floor((min([*levels, index]) - 5) / 10) * 10.0)
    rows = [
        Row(name, cells=(format_number(move, decimals, signed=True),), bars=(Bar(start, end, _tone(move, is_large)),))
        for name, move, is_large, (start, end) in zip(steps["area_name"], moves, large, pairwise(levels), strict=True)
    ]
    own = Row(
        last, cells=(format_pct(row["printed_pct"], decimals),), bars=(Bar(low, index, theme.ACCENT),), is_strong=True
    )
    told = f"100%; {list_figures(steps, 'area_name', 'lost_pp', decimals)}; {last} {own.cells[0]}"
    title, subtitle = say.heading_waterfall(areas), text("From 100% to the index, percentage points lost by area")
    return Slide(
        title,
        chart=chart_rows(
            [own, *rows],
            caption=tell.caption_of(results, subtitle, told, "slide-waterfall"),
            room=room_under(title),
            scale=Scale(low, max(100.0, *levels), (low, 100.0)),
            plot=260.0,
        ),
        say=_notes_of_losses(results, unit),
        ask=(text("Which of these losses did we expect, which not?"),),
    )


def _tone(move: float, is_large: bool) -> str:
    return theme.ACCENT_LIGHT if move > 0 else theme.WARM if is_large else theme.WARM_LIGHT


def _notes_of_losses(results: Results, unit: str) -> tuple[str, ...]:
    """Return the items that cost a unit most, for the speaker."""
    losses, block = results.losses[results.losses["unit_code"] == unit].head(PLANNED), results.block_of(unit)
    return tuple(
        text("{item}: {points} points lost", item=block.by_code[code].shown, points=format_number(lost, 2))
        for code, lost in rows_of(losses, "item_code", "lost_points")
    )


def slide_of_appraisal(results: Results, unit: str) -> Slide | None:
    section = show_appraisal(results, unit)
    if not section.parts:
        return None
    title = next(part.words for part in section.parts if isinstance(part, Heading))
    differing = differing_claims(results, unit)
    cut, block = differing[differing["cut_points"] > 0], results.block_of(unit)
    rows, told = [], []
    for row in cut.head(PLANNED + 1).to_dict("records"):
        item, points = block.by_code[row["item_code"]].shown, format_number(-row["cut_points"], 2)
        bar = Bar(0.0, float(row["cut_points"]), theme.WARM)
        rows.append(Row(item, second=row["reason"] or "", cells=(points,), bars=(bar,)))
        told.append(text("{item}: {points} points", item=item, points=points))
    subtitle = text("Points cut from the self-assessment, with the reason")
    chart = chart_rows(
        rows,
        (text("difference"),),
        caption=tell.caption_of(results, subtitle, told, "slide-appraisal"),
        room=room_under(title),
        plot=90.0,
        rest=len(cut) - len(rows),
    )
    notes = _texts(section)
    if not rows:
        chart = chart_index(results, unit, "slide-appraisal", room_under(title))
    return Slide(
        title,
        chart=chart,
        say=(*notes, text("Ask which evidence was missing; a difference is no reproach.")),
        ask=(text("Which evidence was missing, and who collects it next year?"),),
    )


def _texts(section: Section) -> tuple[str, ...]:
    return tuple(part.words for part in section.parts if isinstance(part, Text) and part.kind == "body" and part.words)


def slide_of_change(results: Results, unit: str) -> Slide | None:
    parts = change_parts_of(results, unit)
    if parts is None:
        return None
    decimals, title = results.framework.decimals, say.heading_change(results, unit)
    rows = []
    for label, change, kind in rows_of(parts, "label", "change_pp", "kind"):
        size = float(change)
        color = theme.INK if kind == "total" else theme.ACCENT if size > 0 else theme.WARM
        cells = (format_number(change, decimals, signed=True),)
        rows.append(Row(label, cells=cells, bars=(Bar(0.0, size, color),), is_strong=kind == "total"))
    order = [rows[-1], *sorted(rows[:-1], key=lambda row: -abs(row.bars[0].end))]
    years = {"year": results.span, "base": results.base_year}
    subtitle = text("Percentage points of the index, {year} against {base}", **years)
    listed = list_figures(parts, "label", "change_pp", decimals, signed=True)
    return Slide(
        title,
        chart=chart_rows(
            order,
            caption=tell.caption_of(results, subtitle, listed, "slide-change"),
            room=room_under(title),
            plot=ITEM_PLOT,
        ),
        say=(
            text(
                "An item counts with its own performance only; other items, other weights and other scope are "
                "one figure."
            ),
        ),
        ask=(text("What did we change since last year?"),),
    )


def slide_of_next(results: Results, unit: str) -> Slide | None:
    goals = [(goal, open_goal(results, unit, goal)) for goal in ("next_rank", "next_band")]
    known = [(goal, row) for goal, row in goals if row is not None]
    if not known:
        return None
    title = heading_what_if(results, unit)
    lost = say.unit_row(results, unit)["lost_points"]
    rows = [
        Row(
            text("To the next place") if goal == "next_rank" else text("To the next class"),
            cells=(format_number(row["points_needed"], 2),),
            bars=(Bar(0.0, float(row["points_needed"]), theme.ACCENT),),
        )
        for goal, row in known
    ]
    rows.append(
        Row(text("Points lost in all"), cells=(format_number(lost, 2),), bars=(Bar(0.0, float(lost), theme.LIGHT),))
    )
    told = [f"{row.name} {row.cells[0]}" for row in rows]
    subtitle = text("Points needed, and the points that the unit lost")
    enough, hanging = describe_enough(results, unit), describe_hanging(results, unit)
    sentences = (tell_next_place(results, unit), tell_next_band(results, unit), enough, hanging)
    return Slide(
        title,
        chart=chart_rows(rows, caption=tell.caption_of(results, subtitle, told, "slide-next"), room=room_under(title)),
        say=(*(one for one in sentences if one), text("Other units are held still in this reckoning.")),
        ask=(text("Which of these items do we take on first?"),),
    )


def slide_of_plan(results: Results, unit: str) -> Slide | None:
    """Return the first things to do: penalties, then what few cases or others of the block show to be in reach."""
    own, block = results.plan[(results.plan["unit_code"] == unit) & results.plan["told"]], results.block_of(unit)
    if own.empty:
        return None
    rows, told = [], []
    for code, points in rows_of(own.head(PLANNED), "item_code", "gain_points"):
        item, remedy = block.by_code[code], block.by_code[code].shown_remedy or text("to be decided by the unit")
        gain = 0.0 if is_blank(points) else float(points)
        cells = (format_number(points, 2),)
        rows.append(Row(item.shown, second=remedy, cells=cells, bars=(Bar(0.0, gain, theme.ACCENT),), is_strong=True))
        told.append(f"{item.shown} {cells[0]}: {remedy}")
    subtitle = text("Remedies of the framework, and the points within reach")
    heads = (text("within reach"),)
    kept = fit_rows(rows, heads, (), room_under("x"), 70.0)
    title, outcome = heading_plan(results, unit), describe_outcome(results, unit)
    return Slide(
        title,
        chart=chart_rows(
            rows[:kept],
            heads,
            caption=tell.caption_of(results, subtitle, told[:kept], "slide-plan"),
            room=room_under(title),
            plot=70.0,
        ),
        say=(
            *((outcome,) if outcome else ()),
            text("Write who and by when beside each of them before the session ends."),
        ),
        ask=(text("Who is responsible, and by when?"),),
    )


def chart_index(results: Results, unit: str, anchor: str, room: float) -> Chart:
    """Return the index of a unit beside the mean and the first of its block, and its own of last year."""
    row, decimals = say.unit_row(results, unit), results.framework.decimals
    ranking = ranking_of(results, results.block_of(unit))
    ranked = ranking[ranking["rank"].notna()]
    known: list[tuple[str, Any, str, bool]] = [(results.name_of(unit), row["printed_pct"], theme.ACCENT, True)]
    if results.base is not None and not is_blank(row["base_pct"]):
        known.append((text("year {year}", year=results.base_year), row["base_pct"], theme.FAINT, False))
    if has_mean(row):
        known.append((text("Mean of the block"), row["block_mean_pct"], theme.SAND, False))
    if len(ranked) > 1:
        known.append((text("First in the block"), ranked.iloc[0]["printed_pct"], theme.LIGHT, False))
    rows = [
        Row(
            name,
            cells=(format_pct(figure, decimals),),
            bars=() if is_blank(figure) else (Bar(0.0, float(figure), color),),
            is_strong=is_own,
        )
        for name, figure, color, is_own in known
    ]
    told = [f"{one.name} {one.cells[0]}" for one in rows]
    subtitle = text("{index} {year} in %", index=short_index(results), year=results.span.title)
    return chart_rows(rows, caption=tell.caption_of(results, subtitle, told, anchor), room=room)
