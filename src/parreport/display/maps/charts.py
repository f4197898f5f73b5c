"""The charts of maps: classes of the index on one map, and a small map for each area.

In: places, outlines and colours that are ready, and a caption. Out: charts. They compute nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure, wrap
from parreport.display.drawing.paper import MARGIN, Paper, stamp_lines
from parreport.display.drawing.sizes import WIDTH
from parreport.display.maps.sheet import (
    ROW,
    SWATCH,
    Entry,
    Geometry,
    MapUnit,
    draw_insets,
    draw_legend,
    draw_units,
    insets_height,
    lay_legend,
)
from parreport.display.pictures import Caption, Chart

HIGH, HIGH_OF_PANEL = 425.0, 160.0
WIDTH_OF_SLIDE, HIGH_ON_SLIDE = 372.0, 112.0
"""A map for a slide is small, so that its words are large when it is shown as wide and high as the slide."""
PANELS, GUTTER = 3, 12.0


def map_scale(geometry: Geometry, on_slide: bool = False) -> float:
    """Return points per step, or the side of a tile, of the map on a page or a slide."""
    if not on_slide:
        return geometry.scale(WIDTH - 2 * MARGIN, HIGH)
    scale = geometry.scale(WIDTH_OF_SLIDE, HIGH_ON_SLIDE)
    return geometry.scale(WIDTH_OF_SLIDE, max(40.0, HIGH_ON_SLIDE - insets_height(geometry, scale)))


@theme.theme()
def chart_map(
    geometry: Geometry,
    units: dict[str, MapUnit],
    legend: Sequence[Entry],
    names: dict[str, str],
    *,
    caption: Caption,
    on_slide: bool = False,
) -> Chart:
    """Draw a map of units in the colours of their classes.

    Parameters
    ----------
    geometry
        Where units stand, and their outlines.
    units
        How each unit is drawn, by its code.
    legend
        Colours and their words, best class first.
    names
        The names of units that stand in insets, by code.
    on_slide
        Whether it is as small as a slide needs it.
    """
    width, scale = WIDTH_OF_SLIDE if on_slide else WIDTH, map_scale(geometry, on_slide)
    wide, high = (length * scale for length in geometry.size)
    aside = max(SWATCH + 4 + measure(entry.words, SMALL) for entry in legend) + 16
    is_beside = wide + aside + 2 * MARGIN <= width
    rows = [[entry] for entry in legend] if is_beside else lay_legend(legend, width - 2 * MARGIN)
    head = 0.0 if is_beside else len(rows) * ROW + 6
    body = max(high, len(rows) * ROW) if is_beside else high
    stamp = stamp_lines(caption.labels, width)
    foot = len(stamp) * SMALL * LINE + 5 if stamp else 0.0
    inset = insets_height(geometry, scale)
    if on_slide and is_beside:
        width = math.ceil(wide + aside + 2 * MARGIN)
    paper = Paper(width, math.ceil(MARGIN + head + body + 4 + inset + foot))
    left = math.floor((width - (aside if is_beside else 0) - wide) / 2)
    top = math.ceil(MARGIN + head)
    draw_units(paper, geometry, units, left, top, scale)
    draw_legend(paper, rows, left + wide + 16 if is_beside else MARGIN, top if is_beside else MARGIN)
    draw_insets(paper, geometry, units, names, top + body + 6, scale)
    paper.write_stamp(stamp)
    return Chart(paper.figure, caption)


@theme.theme()
def chart_area_maps(
    geometry: Geometry, panels: Sequence[tuple[str, dict[str, MapUnit]]], legend: Sequence[Entry], *, caption: Caption
) -> Chart:
    """Draw a small map for each area, all in the colours of one scale.

    Parameters
    ----------
    geometry
        Where units stand, and their outlines.
    panels
        The name of each area, and how each unit is drawn in it.
    legend
        The steps of the scale and their words.
    """
    room = (WIDTH - 2 * MARGIN - (PANELS - 1) * GUTTER) / PANELS
    scale = geometry.scale(room, HIGH_OF_PANEL)
    wide, high = (length * scale for length in geometry.size)
    rows = lay_legend(legend, WIDTH - 2 * MARGIN)
    titles = [wrap(name, room, TEXT, "bold") for name, _ in panels]
    title = max(map(len, titles)) * TEXT * LINE + 4
    tall = title + high + insets_height(geometry, scale) + 12
    head = len(rows) * ROW + 8
    stamp = stamp_lines(caption.labels, WIDTH)
    foot = len(stamp) * SMALL * LINE + 5 if stamp else 0.0
    paper = Paper(WIDTH, math.ceil(MARGIN + head + math.ceil(len(panels) / PANELS) * tall + foot))
    draw_legend(paper, rows, MARGIN, MARGIN)
    for number, ((_, units), lines) in enumerate(zip(panels, titles, strict=True)):
        start = math.floor(MARGIN + number % PANELS * (room + GUTTER))
        top = math.floor(MARGIN + head + number // PANELS * tall)
        paper.write_lines(start, top + title / 2 - 2, lines, size=TEXT, weight="bold")
        draw_units(paper, geometry, units, start + math.floor((room - wide) / 2), top + math.ceil(title), scale)
        draw_insets(paper, geometry, units, {}, top + title + high + 4, scale, start)
    paper.write_stamp(stamp)
    return Chart(paper.figure, caption)
