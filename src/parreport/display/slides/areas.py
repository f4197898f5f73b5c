"""Where the blocks lose their points by area, on the slides of the province.

In: results. Out: slides. Computes nothing: it selects rows and puts them on charts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import detailed_blocks
from parreport.display.drawing import theme
from parreport.display.drawing.scales import fit_scale
from parreport.display.formats import format_number, format_pct, join_words
from parreport.display.province import loss_sentences as lose
from parreport.display.sentences import tell_units_of_means, units_of_means
from parreport.display.slides import sentences as tell
from parreport.display.slides.board import Bar, Row, Sign, room_under
from parreport.display.slides.rows import chart_rows
from parreport.display.slides.slide import Slide
from parreport.display.slides.standing import MARKS, share_areas
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

AREA_PLOT, SHARE_PLOT = 220.0, 130.0


def slides_of_areas(results: Results) -> list[Slide]:
    """Return where the blocks lose their points: one slide where they have the same areas, else one of each."""
    blocks = [block for block in detailed_blocks(results) if not areas_of(results, block).empty]
    if len(blocks) > 1 and share_areas(blocks):
        return [_areas_together(results, blocks)]
    if len(blocks) > len(MARKS):
        return [_areas_that_cost_most(results, blocks)]
    return [_areas_of_block(results, block) for block in blocks]


def areas_of(results: Results, block: Block) -> pd.DataFrame:
    """Return the areas of a block with their short names."""
    areas = results.block_areas[results.block_areas["block"] == block.code]
    return areas.assign(area_name=[block.by_code[code].brief for code in areas["item_code"]])


def _areas_together(results: Results, blocks: list[Block]) -> Slide:
    title = tell.heading_all_areas([(block, areas_of(results, block)) for block in blocks])
    of_block = {block.code: areas_of(results, block).set_index("item_code") for block in blocks}
    rows, told = [], []
    for area in blocks[0].areas:
        figures = [one["mean_pct"].get(area.code) for one in of_block.values()]
        before = [one["base_mean_pct"].get(area.code) for one in of_block.values()]
        if all(is_blank(figure) for figure in figures):
            continue
        cells = tuple(format_number(figure, 1) for figure in figures)
        dots = tuple((_float(figure), color, False) for figure, color in zip(figures, MARKS, strict=False))
        rows.append(Row(area.brief, cells=cells, dots=dots))
        told.append(_tell_both(area.brief, cells, [format_number(one, 1) for one in before], results))
    values = [value for row in rows for value in row.values if not math.isnan(value)]
    signs: list[Sign] = [("dot", color, block.shown) for block, color in zip(blocks, MARKS, strict=False)]
    subtitle = text("Mean of each area, % of the maximum: {blocks}", blocks=join_words([b.shown for b in blocks]))
    say = tuple(tell.of_block(results, block, lose.describe_areas(areas_of(results, block))) for block in blocks)
    return Slide(
        title,
        chart=chart_rows(
            rows,
            (),
            signs,
            caption=tell.caption_of(results, subtitle, told, "slide-areas", with_base=True),
            room=room_under(title),
            scale=fit_scale(values),
            plot=AREA_PLOT,
            tones=MARKS[: len(blocks)],
        ),
        say=say,
        ask=(text("What stands behind this figure in your own work?"),),
    )


def _areas_that_cost_most(results: Results, blocks: list[Block]) -> Slide:
    """Return, of many blocks, the area that takes the largest share of the points that each loses."""
    rows, told, notes = [], [], []
    for block in blocks:
        areas = areas_of(results, block)
        most = lose.find_most(areas, "lost_points")
        share, mean = format_pct(most["share_pct"].iloc[0], 0), format_pct(most["mean_pct"].iloc[0], 1)
        bars = (Bar(0.0, float(most["share_pct"].iloc[0] or 0), theme.WARM),)
        rows.append(Row(block.shown, second=join_words(list(most["area_name"])), cells=(share, mean), bars=bars))
        told.append(f"{block.shown}: {rows[-1].second} {share} / {mean}")
        notes.append(tell.of_block(results, block, lose.describe_areas(areas)))
    title = tell.heading_all_areas([(block, areas_of(results, block)) for block in blocks])
    subtitle = text("The area that takes most of the points lost in each block, and its mean, % of the maximum")
    caption = tell.caption_of(results, subtitle, told, "slide-areas")
    heads = (text("of all lost"), text("mean %"))
    return Slide(
        title,
        chart=chart_rows(rows, heads, caption=caption, room=room_under(title), plot=SHARE_PLOT),
        say=tuple(notes),
        ask=(text("What stands behind this figure in your own work?"),),
    )


def _areas_of_block(results: Results, block: Block) -> Slide:
    areas = areas_of(results, block)
    title = lose.heading_areas(block, areas)
    with_base = results.base is not None and areas["base_mean_pct"].notna().any()
    rows, told = [], []
    for row in areas.to_dict("records"):
        mean, before = format_number(row["mean_pct"], 1), format_number(row["base_mean_pct"], 1)
        base = ((_float(row["base_mean_pct"]), theme.GREY, True),) if with_base else ()
        dots = (*base, (_float(row["mean_pct"]), theme.ACCENT, False))
        link = (_float(row["low_pct"]), _float(row["best_pct"]))
        cells = (mean, before) if with_base else (mean,)
        rows.append(Row(row["area_name"], cells=cells, dots=dots, link=link))
        told.append(_tell_both(row["area_name"], (mean,), [before], results))
    signs: list[Sign] = [("dot", theme.ACCENT, text("mean")), ("line", theme.GREY, text("lowest to highest"))]
    heads = [text("mean %")]
    if with_base:
        year = text("year {year}", year=results.base_short)
        signs.insert(1, ("hollow", theme.GREY, year))
        heads.append(year)
    values = [value for row in rows for value in row.values if not math.isnan(value)]
    subtitle = tell_units_of_means(block, *units_of_means(results, block))
    caption = tell.caption_of(results, subtitle, told, f"slide-areas-{block.code}", with_base=True)
    return Slide(
        title,
        chart=chart_rows(
            rows, heads, signs, caption=caption, room=room_under(title), scale=fit_scale(values), plot=AREA_PLOT
        ),
        say=(lose.describe_areas(areas),),
        ask=(text("What stands behind this figure in your own work?"),),
    )


def _tell_both(name: str, cells: Sequence[str], before: Sequence[str], results: Results) -> str:
    """Return the figures of a row as a picture says them, with last year's in brackets where there are any."""
    if results.base is None:
        return f"{name} {' / '.join(cells)}"
    return f"{name} {' / '.join(cells)} ({' / '.join(before)})"


def _float(value: Any) -> float:
    return math.nan if is_blank(value) else float(value)
