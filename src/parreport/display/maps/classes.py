"""The map of the classes of the index: which blocks share one, how each unit is drawn, what is said of it.

In: results. Out: what a picture, or a page with links, is made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.documents import blocks_with_units
from parreport.display.drawing import theme
from parreport.display.maps import sentences as tell
from parreport.display.maps.sheet import Entry, Geometry, MapUnit, fit_label
from parreport.display.sentences import join_sentences
from parreport.inputs.framework import Band, Block
from parreport.language import counted, text
from parreport.years.results import Results


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


def drawn_maps(results: Results) -> Iterator[tuple[Map, Geometry]]:
    """Yield the maps of a year, each with its geometry, which is one for all."""
    maps = maps_of(results)
    geometry = Geometry.of(results.places, results.outlines) if maps else None
    return ((one, geometry) for one in maps if geometry is not None)


def placed_units(results: Results, one: Map) -> list[str]:
    """Return the units of a map's blocks that have a place, in the order of the inputs."""
    codes = {block.code for block in one.blocks}
    drawn = set(results.places.loc[results.places["form"] != "none", "unit_code"])
    return [unit for unit, block in rows_of(results.units, "unit_code", "block") if block in codes and unit in drawn]


def other_units(results: Results, one: Map) -> dict[str, MapUnit]:
    """Return the units of the blocks beside those of a map, drawn pale."""
    codes = [block.code for block in one.others]
    return {unit: MapUnit(is_other=True) for unit in results.units.loc[results.units["block"].isin(codes), "unit_code"]}


@dataclass(frozen=True)
class ClassMap:
    """How the units of a map are drawn and what is said: its words, its legend, the note beneath."""

    units: dict[str, MapUnit]
    legend: tuple[Entry, ...]
    title: str
    subtitle: str
    lead: str
    alt: str
    note: str


def lay_classes(results: Results, one: Map, geometry: Geometry, side: float, is_labelled: bool = True) -> ClassMap:
    """Return the map of the classes of blocks; ``side``: of a tile in points, for the names in it."""
    placed = placed_units(results, one)
    index = results.index[results.index["unit_code"].isin(placed)]
    band_colors = theme.band_colors(len(one.bands))
    colors = dict(zip((band.name for band in one.bands), band_colors, strict=True))
    strong = {block.code for block in one.blocks[1:]}
    labels, numbered = _labels(results, index, geometry, side) if is_labelled else ({}, [])
    units = other_units(results, one) | {
        code: MapUnit(colors.get(band, ""), block in strong, labels.get(code, ()))
        for code, band, block in rows_of(index, "unit_code", "band", "block")
    }
    subtitle = counted(
        len(placed),
        "Classes of the index {year}: {blocks}, 1 unit",
        "Classes of the index {year}: {blocks}, {n} units",
        year=results.span.title,
        blocks=tell.name_blocks(one.blocks),
    )
    classes = tell.describe_classes(index, one.bands)
    return ClassMap(
        units=units,
        legend=tuple(_legend(one, index, band_colors)),
        title=text("Class of each unit where it lies"),
        subtitle=subtitle,
        lead=join_sentences(tell.describe_shown(results, one.blocks, len(placed)), classes),
        alt=text("Map. {subtitle}. {classes} Figures unit by unit: ranking.", subtitle=subtitle, classes=classes),
        note=_note(results, one, geometry, numbered, bool(labels)),
    )


def _note(
    results: Results, one: Map, geometry: Geometry, numbered: Sequence[tuple[str, str]], is_labelled: bool
) -> str:
    is_tiled = geometry.is_tiled
    missing = set(results.places.loc[results.places["form"] == "none", "unit_code"])
    codes = {block.code for block in one.blocks}
    lacking = [u for u, block in rows_of(results.units, "unit_code", "block") if block in codes and u in missing]
    return join_sentences(
        tell.describe_ranks() if is_labelled and not is_tiled else "",
        tell.describe_numbers(numbered),
        tell.describe_far(results, [code for code, _ in geometry.inset_units]),
        tell.describe_missing(results, lacking),
        tell.describe_ground(results, is_tiled),
    )


def _labels(
    results: Results, index: pd.DataFrame, geometry: Geometry, side: float
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Return the words on units: ranks; on tiles short names, or a number that the note names."""
    if not geometry.is_tiled:
        ranks = rows_of(index, "unit_code", "rank")
        return {code: (str(rank),) for code, rank in ranks if not is_blank(rank)}, []
    labels, numbered = {}, list[tuple[str, str]]()
    for code in index["unit_code"]:
        name = results.name_of(code)
        labels[code] = fit_label(tell.short_name(name), side)
        if not labels[code]:
            numbered.append((str(len(numbered) + 1), name))
            labels[code] = (numbered[-1][0],)
    return labels, numbered


def _legend(one: Map, index: pd.DataFrame, colors: Sequence[str]) -> list[Entry]:
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
