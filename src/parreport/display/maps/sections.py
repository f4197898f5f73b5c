"""Maps in the province report and on slides: classes of the index, and percent of the maximum by area.

In: results. Out: :class:`~parreport.display.parts.Section`, empty where no unit has a place.
"""

from __future__ import annotations

import pandas as pd

from parreport.columns import rows_of
from parreport.display.documents import has_detail, labels_of
from parreport.display.drawing import theme
from parreport.display.maps import sentences as tell
from parreport.display.maps.charts import chart_area_maps, chart_map, map_scale
from parreport.display.maps.classes import Map, drawn_maps, lay_classes, maps_of, other_units, placed_units
from parreport.display.maps.sheet import Entry, Geometry, MapUnit
from parreport.display.parts import Heading, Part, Section, Text, gather
from parreport.display.pictures import Caption, Chart
from parreport.language import text
from parreport.years.results import Results

AREAS = 12


def show_maps(results: Results) -> Section:
    """Show where the classes of the index lie, and the percent of the maximum of each area; nothing without places."""
    return gather(*(part for one, geometry in drawn_maps(results) for part in _show(results, one, geometry)))


def show_map(results: Results) -> Section:
    """Show the map of the classes alone, for slides; nothing without places."""
    return gather(
        *(
            part
            for one, geometry in drawn_maps(results)
            for part in _show_classes(results, one, geometry, on_slide=True)
        )
    )


def _show_classes(results: Results, one: Map, geometry: Geometry, on_slide: bool = False) -> list[Part]:
    shown = lay_classes(results, one, geometry, map_scale(geometry, on_slide), is_labelled=not on_slide)
    caption = Caption(
        title=shown.title,
        subtitle=shown.subtitle,
        alt=shown.alt,
        note=shown.note,
        id=f"map-chart-{one.anchor}",
        labels=labels_of(results),
    )
    far = {code: results.name_of(code) for code, _ in geometry.inset_units}
    return [
        Heading(tell.heading_map(one.blocks, len(maps_of(results)) == 1), id=f"map-{one.anchor}"),
        Text(shown.lead),
        chart_map(geometry, shown.units, shown.legend, far, caption=caption, on_slide=on_slide),
    ]


def _show(results: Results, one: Map, geometry: Geometry) -> list[Part]:
    return [*_show_classes(results, one, geometry), *_area_charts(results, one, geometry)]


def _area_charts(results: Results, one: Map, geometry: Geometry) -> list[Chart]:
    """Return the small maps of areas that the blocks of a map have in common by code; none where they have one item."""
    shared = [block for block in one.blocks if has_detail(block)]
    if len(shared) < len(one.blocks):
        return []
    codes = {code: None for block in shared for code in (area.code for area in block.areas)}
    areas = [code for code in codes if all(block.leaf_codes_under.get(code) for block in shared)]
    placed, others = placed_units(results, one), other_units(results, one)
    own = results.items[(results.items["level"] == 1) & results.items["unit_code"].isin(placed)]
    whole = set(results.index.loc[results.index["gaps_n"] == 0, "unit_code"])
    panels, told = [], []
    for code in areas:
        scores = own[own["item_code"] == code]
        found = dict(rows_of(scores, "unit_code", "score_pct"))
        figures = {unit: found.get(unit) if unit in whole else None for unit in placed}
        name = shared[0].by_code[code].shown
        drawn = {unit: MapUnit(theme.share_color(score)) for unit, score in figures.items()}
        panels.append((name, others | drawn))
        frame = pd.DataFrame({"unit_code": list(figures), "score_pct": list(figures.values())}, dtype=object)
        told.append(tell.describe_area(name, frame))
    legend = [
        Entry(color, tell.tell_limits(theme.SHARE_STEPS, number))
        for number, color in enumerate(theme.band_colors(len(theme.SHARE_STEPS)))
    ]
    if any(not unit.color for _, drawn in panels for unit in drawn.values() if not unit.is_other):
        legend.append(Entry("", text("without a figure")))
    subtitle = text("% of the maximum by area: {blocks}", blocks=tell.name_blocks(one.blocks))
    charts = []
    count = -(-len(panels) // AREAS)
    for part in range(count):
        cut = slice(part * AREAS, (part + 1) * AREAS)
        caption = Caption(
            title=text("Areas on the map, in the colours of one scale"),
            subtitle=subtitle,
            alt=text("Maps. {subtitle}. {listed}.", subtitle=subtitle, listed=". ".join(told[cut])),
            id=f"map-areas-{one.anchor}",
            labels=labels_of(results),
        )
        charts.append(chart_area_maps(geometry, panels[cut], legend, caption=caption.of_part(part + 1, count)))
    return charts
