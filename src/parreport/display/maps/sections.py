"""Maps in the province report and on slides: classes of the index, and percent of the maximum by area.

In: results. Out: :class:`~parreport.display.parts.Section`, empty where no unit has a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.documents import blocks_with_units, has_detail, labels_of
from parreport.display.drawing import theme
from parreport.display.drawing.sizes import sheet_sizes
from parreport.display.maps import sentences as tell
from parreport.display.maps.charts import chart_area_maps, chart_map, map_scale
from parreport.display.maps.sheet import Entry, Geometry, MapUnit, fit_label
from parreport.display.parts import Heading, Part, Section, Text, gather
from parreport.display.pictures import Caption, Chart
from parreport.display.sentences import join_sentences
from parreport.inputs.framework import Band, Block
from parreport.language import counted, text
from parreport.years.results import Results

AREAS = 12


@dataclass(frozen=True)
class Map:
    """One map: the blocks whose classes it shows, which are the same, and those drawn pale beside them."""

    blocks: tuple[Block, ...]
    others: tuple[Block, ...]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The classes of its blocks."""
        return self.blocks[0].bands

    @property
    def anchor(self) -> str:
        """What its ids end in."""
        return "-".join(block.code for block in self.blocks)


def maps_of(results: Results) -> list[Map]:
    """Return the maps of a year: blocks with a place and the same classes share one; none without places."""
    drawn = results.places[results.places["form"] != "none"]
    codes = set(results.units.loc[results.units["unit_code"].isin(set(drawn["unit_code"])), "block"])
    placed = [block for block in blocks_with_units(results) if block.code in codes]
    groups: dict[Any, list[Block]] = {}
    for block in placed:
        groups.setdefault(tuple((band.name, band.lowest) for band in block.bands), []).append(block)
    return [Map(tuple(own), tuple(one for one in placed if one not in own)) for own in groups.values()]


def show_maps(results: Results) -> Section:
    """Show where the classes of the index lie, and the percent of the maximum of each area; nothing without places."""
    return gather(*(part for one, geometry in _drawn(results) for part in _show(results, one, geometry)))


def show_map(results: Results) -> Section:
    """Show the map of the classes alone, for slides; nothing without places."""
    return gather(*(part for one, geometry in _drawn(results) for part in _show_classes(results, one, geometry)))


def _drawn(results: Results) -> Iterator[tuple[Map, Geometry]]:
    maps = maps_of(results)
    geometry = Geometry.of(results.places, results.outlines) if maps else None
    return ((one, geometry) for one in maps if geometry is not None)


def _show_classes(results: Results, one: Map, geometry: Geometry) -> list[Part]:
    index = results.index[results.index["unit_code"].isin(_placed(results, one))]
    told = (tell.describe_shown(results, one.blocks, len(index)), tell.describe_classes(index, one.bands))
    return [
        Heading(tell.heading_map(one.blocks, len(maps_of(results)) == 1), id=f"map-{one.anchor}"),
        Text(join_sentences(*told)),
        chart_classes(results, one, geometry),
    ]


def _show(results: Results, one: Map, geometry: Geometry) -> list[Part]:
    return [*_show_classes(results, one, geometry), *_area_charts(results, one, geometry)]


def _placed(results: Results, one: Map) -> list[str]:
    """Return the units of a map's blocks that have a place, in the order of the inputs."""
    codes = {block.code for block in one.blocks}
    drawn = set(results.places.loc[results.places["form"] != "none", "unit_code"])
    return [unit for unit, block in rows_of(results.units, "unit_code", "block") if block in codes and unit in drawn]


def _other_units(results: Results, one: Map) -> dict[str, MapUnit]:
    codes = [block.code for block in one.others]
    return {unit: MapUnit(is_other=True) for unit in results.units.loc[results.units["block"].isin(codes), "unit_code"]}


def chart_classes(results: Results, one: Map, geometry: Geometry) -> Chart:
    """Return the map of the classes of blocks."""
    placed = _placed(results, one)
    index = results.index[results.index["unit_code"].isin(placed)]
    band_colors = theme.band_colors(len(one.bands))
    colors = dict(zip((band.name for band in one.bands), band_colors, strict=True))
    strong = {block.code for block in one.blocks[1:]}
    labels, numbered = _labels(results, index, geometry)
    units = _other_units(results, one) | {
        code: MapUnit(colors.get(band, ""), block in strong, labels.get(code, ()))
        for code, band, block in rows_of(index, "unit_code", "band", "block")
    }
    legend = _legend(results, one, index, band_colors)
    far = [code for code, _ in geometry.inset_units]
    subtitle = counted(
        len(placed),
        "Classes of the index {year}: {blocks}, 1 unit",
        "Classes of the index {year}: {blocks}, {n} units",
        year=results.span.title,
        blocks=tell.name_blocks(one.blocks),
    )
    classes = tell.describe_classes(index, one.bands)
    return chart_map(
        geometry,
        units,
        legend,
        {code: results.name_of(code) for code in far},
        caption=Caption(
            title=text("Class of each unit where it lies"),
            subtitle=subtitle,
            alt=text("Map. {subtitle}. {classes} Figures unit by unit: ranking.", subtitle=subtitle, classes=classes),
            note=_note(results, one, geometry, numbered),
            id=f"map-chart-{one.anchor}",
            labels=labels_of(results),
        ),
    )


def _note(results: Results, one: Map, geometry: Geometry, numbered: Sequence[tuple[str, str]]) -> str:
    is_tiled = geometry.is_tiled
    is_ranked = any(block.ranked for block in one.blocks) and not sheet_sizes().is_flat
    missing = set(results.places.loc[results.places["form"] == "none", "unit_code"])
    codes = {block.code for block in one.blocks}
    lacking = [u for u, block in rows_of(results.units, "unit_code", "block") if block in codes and u in missing]
    return join_sentences(
        tell.describe_ranks() if is_ranked and not is_tiled else "",
        tell.describe_numbers(numbered),
        tell.describe_far(results, [code for code, _ in geometry.inset_units]),
        tell.describe_missing(results, lacking),
        tell.describe_ground(results, is_tiled),
    )


def _labels(
    results: Results, index: pd.DataFrame, geometry: Geometry
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Return the words on units: ranks; on tiles short names, or a number that the note names."""
    if sheet_sizes().is_flat:
        return {}, []
    if not geometry.is_tiled:
        ranks = rows_of(index, "unit_code", "rank")
        return {code: (str(rank),) for code, rank in ranks if not is_blank(rank)}, []
    side, labels, numbered = map_scale(geometry), {}, list[tuple[str, str]]()
    for code in index["unit_code"]:
        name = results.name_of(code)
        labels[code] = fit_label(tell.short_name(name), side)
        if not labels[code]:
            numbered.append((str(len(numbered) + 1), name))
            labels[code] = (numbered[-1][0],)
    return labels, numbered


def _legend(results: Results, one: Map, index: pd.DataFrame, colors: Sequence[str]) -> list[Entry]:
    starts = [band.lowest for band in one.bands]
    entries = [
        Entry(
            color,
            text(
                "{band} ({limits}): {units}",
                band=band.shown,
                limits=tell.tell_limits(starts, number),
                units=tell.count_units(n),
            )
            if len(starts) > 1
            else text("{band}: {units}", band=band.shown, units=tell.count_units(n)),
        )
        for number, (color, (band, n)) in enumerate(zip(colors, tell.list_classes(index, one.bands), strict=True))
    ]
    if blank := len(index) - sum(n for _, n in tell.list_classes(index, one.bands)):
        entries.append(Entry("", text("without a class: {units}", units=tell.count_units(blank))))
    if len(one.blocks) > 1:
        entries.append(
            Entry(theme.WHITE, text("thick border: {blocks}", blocks=tell.name_blocks(one.blocks[1:])), True)
        )
    if one.others:
        words = text("other blocks: {blocks}", blocks=tell.name_blocks(one.others))
        entries.append(Entry("", words, is_other=True))
    return entries


def _area_charts(results: Results, one: Map, geometry: Geometry) -> list[Chart]:
    """Return the small maps of areas that the blocks of a map have in common by code; none where they have one item."""
    shared = [block for block in one.blocks if has_detail(block)]
    if len(shared) < len(one.blocks):
        return []
    codes = {code: None for block in shared for code in (area.code for area in block.areas)}
    areas = [code for code in codes if all(block.leaf_codes_under.get(code) for block in shared)]
    placed, others = _placed(results, one), _other_units(results, one)
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
