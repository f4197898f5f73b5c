"""Where units stand, on the slides of the province: classes, weights, rankings, the way to the first.

In: results. Out: slides. Computes nothing: it selects rows and puts them on charts.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.documents import blocks_with_units, document, labels_of, name_index
from parreport.display.drawing import theme
from parreport.display.drawing.scales import fit_scale, to_floats
from parreport.display.formats import DASH, format_number, format_pct, join_words
from parreport.display.index_names import short_index
from parreport.display.pictures import Caption, Chart
from parreport.display.province import ranking_sentences as rank
from parreport.display.province.large import bands_of, ranking_frame
from parreport.display.province.scope_sentences import describe_scope
from parreport.display.sentences import list_figures, name_some, ranking_of, units_in
from parreport.display.slides import sentences as tell
from parreport.display.slides.board import Bar, Row, Sign, fit_rows, room_under, room_within
from parreport.display.slides.lists import Entry, chart_list
from parreport.display.slides.rows import chart_rows
from parreport.display.slides.slide import Slide
from parreport.display.sureness.sentences import describe_clear, describe_ranges, range_kind, ranges_of
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results, shown_name

LEADERS = 2
ALONE = 10  # units that stand one beneath the other, with their marks; more stand in two columns
MARKS = (theme.ACCENT, theme.INK, theme.FAINT)


def slide_of_title(results: Results) -> Slide:
    """Return the first slide: what was assessed, from which index each class is, and how many units it has."""
    head, title = document(results, "", ""), name_index(results)
    status = (text("Session to share the results"), tell.describe_status(results))
    lines = (*status, *tell.tell_gaps(results), *tell.tell_classes(results))
    return Slide(
        title,
        lines,
        chart=_chart_classes(results, room_under(title, lines)),
        kind="title",
        say=(
            text("Greet the room; say who made the figures and what they are for."),
            *head.footer[:-1],
            *(() if _has_areas(results) else _tell_index(results)),
        ),
        ask=(text("What result do you expect for your own unit?"),),
    )


def _chart_classes(results: Results, room: float) -> Chart:
    """Return how many units of each block are in each class; of blocks without classes, how many units."""
    rows, told, signs = [], [], dict[str, Sign]()
    for block in blocks_with_units(results):
        own = results.index[results.index["block"] == block.code]
        classed = len(block.bands) > 1
        counts = rank.count_classes(own, block) if classed else [(block.shown, len(own))]
        colors = theme.band_colors(len(block.bands)) if classed else [theme.ACCENT]
        bars, at = [], 0
        for (name, n), color in zip(counts, colors, strict=True):
            bars.append(Bar(at, at + n, color, str(n)))
            at += n
            if classed and n:
                signs.setdefault(name, ("box", color, name))
        listed = ", ".join(f"{name} {n}" for name, n in counts) if classed else str(len(own))
        if left := len(own) - at:
            bars.append(Bar(at, at + left, theme.LIGHT, str(left)))
            listed += f", {text('no class')} {left}"
            signs.setdefault("", ("box", theme.LIGHT, text("no class")))
        rows.append(_whole(f"{block.shown} ({len(own)})", bars, len(own)))
        told.append(f"{block.shown}: {listed}")
    order = {band.shown: place for block in blocks_with_units(results) for place, band in enumerate(block.bands)}
    signs_shown = sorted(signs.values(), key=lambda sign: order.get(sign[2], 99))
    subtitle = text("Number of units by class, {year}", year=results.span.title)
    if not signs:
        subtitle = text("Number of units, {year}", year=results.span.title)
    caption = tell.caption_of(results, subtitle, told, "slide-classes")
    return chart_rows(rows, (), signs_shown, caption=caption, room=room)


def _whole(name: str, bars: list[Bar], n: int) -> Row:
    """Return a row whose bars are parts of all units: together as long as those of every other block."""
    return Row(name, bars=tuple(Bar(b.start / n, b.end / n, b.color, b.words) for b in bars if b.end > b.start))


def slide_of_index(results: Results) -> Slide | None:
    """Return what the index is made of: how much each area weighs; nothing where all is one area."""
    if not _has_areas(results):
        return None
    title = tell.title_of_index(results)
    asked = (
        text("Which of these items does your own unit work on every day?")
        if results.claim_sums.empty
        else text("Who in the room filled in a score sheet this year?")
    )
    return Slide(title, chart=_chart_weights(results, room_under(title)), say=_tell_index(results), ask=(asked,))


def _tell_index(results: Results) -> tuple[str, ...]:
    """Return what a trainer says on what the index is made of."""
    return (
        *tell.tell_scope(results),
        *describe_scope(results)[:2],
        *([] if all_apply(results) else [text("A weight is the mean of the units' shares of their own maximum.")]),
        *results.shown_remarks,
        text("All formulas stand in the method report."),
    )


def _has_areas(results: Results) -> bool:
    """Return whether several areas have a weight in the block with most units."""
    block = _largest(results)
    own = results.weights[(results.weights["level"] == 1) & (results.weights["block"] == block.code)]
    return int(own["weight_pct"].notna().sum()) > 1


def _largest(results: Results) -> Block:
    return max(blocks_with_units(results), key=lambda block: units_in(results, block))


def all_apply(results: Results) -> bool:
    """Return whether every item applies to every unit, so that areas weigh what the framework gives them."""
    return bool(results.leaves["applies"].astype(bool).all())


def share_areas(blocks: list[Block]) -> bool:
    """Return whether blocks have the same areas, by code and short name, so that one chart holds them."""
    found = {tuple((area.code, area.brief) for area in block.areas) for block in blocks}
    return len(found) == 1 and len(blocks) <= len(MARKS)


def _chart_weights(results: Results, room: float) -> Chart:
    """Return the weight of each area; that of the block with most units where blocks have other areas."""
    blocks = list(blocks_with_units(results))
    own = results.weights[results.weights["level"] == 1]
    by_block = {b.code: dict(rows_of(own[own["block"] == b.code], "item_code", "weight_pct")) for b in blocks}
    named = shown = blocks if share_areas(blocks) else [_largest(results)]
    printed = [{code: format_pct(weight, 1) for code, weight in by_block[block.code].items()} for block in shown]
    if all(one == printed[0] for one in printed):
        shown = shown[:1]
    first, rows, told = shown[0], [], []
    for area in first.areas:
        weights: list[Any] = [by_block[block.code].get(area.code) for block in shown]
        if all(is_blank(weight) for weight in weights):
            continue
        values = [float(weight or 0) for weight in weights]
        cells = tuple(format_pct(weight, 1) for weight in weights)
        bars = (Bar(0.0, values[0], theme.ACCENT_LIGHT),) if len(shown) == 1 else ()
        dots = tuple((value, color, False) for value, color in zip(values, MARKS, strict=False)) if not bars else ()
        rows.append(Row(area.brief, cells=cells, bars=bars, dots=dots[::-1], link=(0.0, max(values)) if dots else None))
        told.append(f"{area.brief} {' / '.join(cells)}")
    names = join_words([block.shown for block in named])
    subtitle = (
        text("Weight of each area in the index, %: {blocks}", blocks=names)
        if all_apply(results)
        else text("Weight of each area, %, items that do not apply left out: {blocks}", blocks=names)
    )
    caption = tell.caption_of(results, subtitle, told, "slide-weights")
    if len(shown) == 1:
        return chart_rows(rows, (text("Weight"),), caption=caption, room=room)
    signs: list[Sign] = [("dot", color, block.shown) for block, color in zip(shown, MARKS, strict=False)]
    return chart_rows(rows, (), signs, caption=caption, room=room, tones=MARKS[: len(shown)])


def slide_of_ranking(results: Results, block: Block, number: int) -> Slide:
    """Return the ranking of a block: all its units, or the first and the last; ``number``: of the block, from 0."""
    title = rank.heading_ranking(results, block, LEADERS)
    notes = [rank.describe_block(results, block), rank.describe_mean(results, block)]
    kind = range_kind(ranges := ranges_of(results, block))
    notes += [describe_clear(ranges)] if kind == "sampling" else []
    frame = ranking_frame(results, block)
    chart = _chart_alone(results, block, frame, room_under(title)) if len(frame) <= ALONE else None
    return Slide(
        title,
        chart=chart or _chart_columns(results, block, frame, room_under(title)),
        say=tuple(one for one in notes if one),
        ask=(tell.ask_ranking(number),),
    )


def _ranking_caption(results: Results, block: Block, frame: pd.DataFrame, note: str = "") -> Caption:
    """Return the caption of a ranking: every unit in order, with the index of last year where there is one."""
    decimals = results.framework.decimals
    printed = frame.assign(index_pct=ranking_of(results, block)["printed_pct"].array)
    listed = list_figures(printed, "unit_name", "index_pct", decimals)
    if results.base is not None:
        before = ranking_of(results, block)["base_pct"]
        pairs = zip(printed["unit_name"], printed["index_pct"], before, strict=True)
        listed = "; ".join(
            f"{name} {format_number(now, decimals)} ({format_number(then, decimals)})" for name, now, then in pairs
        )
    subtitle = text(
        "{index} {year} in %, block {block}", index=short_index(results), year=results.span.title, block=block.shown
    )
    alt = text("{subtitle}, in order: {listed}.", subtitle=subtitle, listed=listed)
    if results.base is not None:
        alt = text(
            "{subtitle}, in order, in brackets {year}: {listed}.",
            subtitle=subtitle,
            year=results.base_year,
            listed=listed,
        )
    shown = f"{subtitle}; {note}" if note else subtitle
    return Caption(subtitle, shown, alt, id=f"slide-ranking-{block.code}", labels=labels_of(results))


def _ranked_name(row: Any) -> str:
    return row["unit_name"] if is_blank(row["rank"]) else f"{row['rank']}. {row['unit_name']}"


def _chart_alone(results: Results, block: Block, frame: pd.DataFrame, room: float) -> Chart | None:
    """Return the units one beneath the other, with last year and the range of the rank; None where they do not fit."""
    ranking, decimals = ranking_of(results, block), results.framework.decimals
    colors = {name: color for name, _, color in bands_of(block)}
    ranges = ranges_of(results, block)
    of_unit = {row["unit_code"]: row for row in ranges.to_dict("records")}
    told = any(not is_blank(row["range_low"]) for row in of_unit.values())
    values, base = to_floats(frame, "index_pct"), to_floats(frame, "base_index_pct")
    rows = []
    for place, row in enumerate(frame.to_dict("records")):
        code = ranking["unit_code"].iloc[place]
        cells = [format_number(ranking["printed_pct"].iloc[place], decimals)]
        cells += [_tell_range(of_unit.get(code))] if told else []
        dots = ((base[place], theme.GREY, True), (values[place], colors.get(row["band"], theme.GREY), False))
        link = (base[place], values[place])
        rows.append(Row(_ranked_name(row), cells=tuple(cells), dots=dots, link=link))
    heads = [text("index %"), *([text("range of the rank")] if told else [])]
    known = set(frame["band"])
    signs: list[Sign] = [("dot", color, name) for name, color in colors.items() if name in known and len(colors) > 1]
    if any(not math.isnan(value) for value in base):
        signs.append(("hollow", theme.GREY, text("year {year}", year=results.base_short)))
    note = describe_ranges(range_kind(ranges)).partition(": ")[2] if told else ""
    caption = _ranking_caption(results, block, frame, note)
    if fit_rows(rows, heads, signs, room_within(room, caption), 200.0) < len(rows):
        return None
    return chart_rows(
        rows, heads, signs, caption=caption, room=room, scale=fit_scale([*values, *base], top=None), plot=200.0
    )


def _tell_range(row: Any) -> str:
    if row is None or is_blank(row["range_low"]):
        return DASH
    low, high = row["range_low"], row["range_high"]
    return str(low) if low == high else f"{low}{DASH}{high}"


def _chart_columns(results: Results, block: Block, frame: pd.DataFrame, room: float) -> Chart:
    ranking, decimals = ranking_of(results, block), results.framework.decimals
    colors = {name: color for name, _, color in bands_of(block)} if len(block.bands) > 1 else {}
    known = set(frame["band"])
    signs: list[Sign] = [("box", color, name) for name, color in colors.items() if name in known]
    entries = [
        Entry(
            DASH if is_blank(row["rank"]) else str(row["rank"]),
            row["unit_name"],
            format_number(printed, decimals),
            colors.get(row["band"], theme.LIGHT if colors else ""),
        )
        for row, printed in zip(frame.to_dict("records"), ranking["printed_pct"], strict=True)
    ]
    return chart_list(entries, signs, caption=_ranking_caption(results, block, frame), room=room)


def chart_of_means(results: Results, anchor: str, room: float) -> Chart:
    """Return the mean of each block and its first unit, a row each."""
    decimals, rows, told = results.framework.decimals, [], []
    for row in results.blocks.to_dict("records"):
        block = results.framework.by_code[row["block"]]
        ranked = ranking_of(results, block)
        ranked = ranked[ranked["rank"].notna()]
        best = None if ranked.empty else ranked.iloc[0]
        figures: tuple[Any, Any] = (row["mean_pct"], None if best is None else best["printed_pct"])
        mean, first = (math.nan if is_blank(figure) else float(figure) for figure in figures)
        cells = tuple(format_number(figure, decimals) for figure in figures)
        dots = ((mean, theme.INK, True), (first, theme.ACCENT, False))
        name = (
            DASH
            if best is None
            else name_some([shown_name(x) for x in ranked[ranked["rank"] == 1].to_dict("records")], 2)
        )
        rows.append(Row(block.shown, second=name, cells=cells, dots=dots, link=(mean, first)))
        told.append(f"{block.shown}: {cells[0]}, {name} {cells[1]}")
    subtitle = text(
        "{index} {year} in %: mean of the block and its first unit", index=short_index(results), year=results.span.title
    )
    heads = (text("mean %"), text("first"))
    signs: list[Sign] = [("hollow", theme.INK, text("mean")), ("dot", theme.ACCENT, text("first"))]
    caption = tell.caption_of(results, subtitle, told, anchor)
    if fit_rows(rows, heads, signs, room) < len(rows):
        rows = [replace(row, second="") for row in rows]
    scale = fit_scale([value for row in rows for value in row.values if not math.isnan(value)], top=None)
    return chart_rows(rows, heads, signs, caption=caption, room=room, scale=replace(scale, ticks=()))


def slide_of_questions(results: Results) -> Slide:
    """Return three questions over the way from the mean of each block to its first unit."""
    title, lines = tell.tell_questions(results)
    return Slide(
        title,
        lines,
        chart=chart_of_means(results, "slide-questions", room_under(title, lines)),
        numbered=True,
        say=tell.tell_next_steps(results),
        ask=(text("What will you do first on Monday?"),),
    )
