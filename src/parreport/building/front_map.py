"""The maps of the first page: each unit leads to its report.

In: results and the staged folder. Out: :class:`~parreport.publishing.web.portal_map.PortalMap`; none
where no unit has a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from parreport.columns import is_blank
from parreport.display.formats import format_pct
from parreport.display.maps import sentences as tell
from parreport.display.maps.classes import ClassMap, drawn_maps, lay_classes
from parreport.display.maps.shapes import Ring, Shape, middle_of
from parreport.display.maps.sheet import INSET_STEPS, Geometry, MapUnit, ink_on
from parreport.display.sentences import ranking_of
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.publishing.web.portal_map import PortalKey, PortalMap, PortalRegion, write_outline
from parreport.years.results import Results, shown_name

TILE, LETTERS, NAMED_SIDE = 100, {True: 22.0, False: 34.0}, 36.0
"""The side of a tile, letters on tiles and on shapes; the side in points to which names are fitted."""
DOT, MARK, LEAST = 4, 15, 42
AROUND = 24


def maps_of_portal(results: Results, blocks: Sequence[Block], staged: Path) -> tuple[PortalMap, ...]:
    """Return the maps; the rows of the ranking tables are told by the order of ``blocks`` and of each ranking."""
    rows = {
        row["unit_code"]: (table, place, row)
        for table, block in enumerate(blocks, start=1)
        for place, row in enumerate(ranking_of(results, block).to_dict("records"), start=1)
    }
    drawn = list(drawn_maps(results))
    return tuple(
        _map(
            results,
            lay_classes(results, one, geometry, NAMED_SIDE),
            geometry,
            tell.heading_map(one.blocks, len(drawn) == 1),
            rows,
            staged,
        )
        for one, geometry in drawn
    )


def _map(
    results: Results,
    shown: ClassMap,
    geometry: Geometry,
    title: str,
    rows: dict[str, tuple[int, int, Any]],
    staged: Path,
) -> PortalMap:
    scale = TILE if geometry.is_tiled else 1
    width, height = (length * scale for length in geometry.size)
    boxes = _boxes(results, geometry, height)
    places = {row["unit_code"]: row for row in geometry.places.to_dict("records")}
    regions, pale = [], ""
    for code, unit in sorted(shown.units.items(), key=lambda pair: pair[1].is_thick):
        rings = _rings(code, geometry, places[code], scale, boxes)
        if not rings:
            continue
        if unit.is_other:
            pale += write_outline(rings)
            continue
        table, place, row = rows[code]
        page = f"units/{code}.html"
        x, y = _middle(places[code], scale, rings)
        regions.append(
            PortalRegion(
                outline=write_outline(rings),
                color=unit.color,
                words=_say(results, row),
                href=page if (staged / page).is_file() else "",
                table=table,
                row=place,
                x=x,
                y=y,
                is_thick=unit.is_thick,
                lines=_lines(unit, geometry, places[code]),
                ink=ink_on(unit),
            )
        )
    far = tuple((left, top, float(INSET_STEPS), results.name_of(code)) for (code, _), (left, top) in boxes.items())
    return PortalMap(
        title=title,
        lead=shown.lead,
        alt=shown.alt,
        note=shown.note,
        width=width,
        height=height + (INSET_STEPS + AROUND if boxes else 0),
        letters=LETTERS[geometry.is_tiled],
        regions=tuple(sorted(regions, key=lambda one: (one.is_thick, one.table, one.row))),
        keys=tuple(PortalKey(e.color if not e.is_other else "#eef1f3", e.words, e.is_thick) for e in shown.legend),
        pale=pale,
        boxes=far,
    )


def _say(results: Results, row: Any) -> str:
    """Say of a unit what a reader of the map wants to know."""
    facts = {"unit": shown_name(row), "index": format_pct(row["printed_pct"], results.framework.decimals)}
    if is_blank(row["printed_pct"]):
        return text("{unit}: no index", **facts)
    bands = {band.name: band.shown for band in results.framework.by_code[row["block"]].bands}
    if row["band"] not in bands:
        return text("{unit}: index {index}", **facts)
    facts["band"] = bands[row["band"]]
    if is_blank(row["rank"]):
        return text("{unit}: index {index}, class {band}", **facts)
    facts |= {"rank": str(row["rank"]), "n": str(row["ranked_n"])}
    return text("{unit}: index {index}, class {band}, rank {rank} of {n}", **facts)


def _boxes(results: Results, geometry: Geometry, height: float) -> dict[tuple[str, int], tuple[float, float]]:
    """Return the left upper corners of the boxes of what lies far outside, in a row under the frame."""
    corners, left = {}, 0.0
    for code, number in geometry.inset_units:
        corners[code, number] = (left, height + AROUND)
        left += INSET_STEPS + 12 + len(results.name_of(code)) * LETTERS[False] * 0.6 + AROUND
    return corners


def _rings(
    code: str, geometry: Geometry, place: Any, scale: float, boxes: dict[tuple[str, int], tuple[float, float]]
) -> list[Ring]:
    """Return what is drawn of a unit: its outlines, small parts as diamonds, a mark where it would hardly be seen."""
    own = geometry.full.get((code, 0), Shape())
    rings = [[(x * scale, y * scale) for x, y in ring] for ring in own.rings]
    rings += [_diamond(x, y, DOT) for x, y in own.dots]
    is_point = place["form"] == "point" and place["inset_n"] == 0
    is_small = place["form"] == "boundary" and place["inset_n"] == 0 and place["size_steps"] < LEAST
    if is_point or is_small:
        rings.append(_diamond(place["x"], place["y"], MARK))
    for (unit, number), (left, top) in boxes.items():
        if unit != code:
            continue
        far = geometry.full.get((code, number), Shape(dots=[(0, 0)]))
        x, y = middle_of([point for ring in far.rings for point in ring] + far.dots)
        across, down = left + INSET_STEPS / 2 - x * 0.8, top + INSET_STEPS / 2 - y * 0.8
        rings += [[(round(across + x * 0.8), round(down + y * 0.8)) for x, y in ring] for ring in far.rings]
        rings += [_diamond(round(across + x * 0.8), round(down + y * 0.8), MARK // 2) for x, y in far.dots]
    return rings


def _diamond(x: float, y: float, reach: float) -> Ring:
    return [(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)]


def _middle(place: Any, scale: float, rings: Sequence[Ring]) -> tuple[float, float]:
    """Return the middle of a unit, for its words and for arrows of the keyboard."""
    if place["inset_n"] == 0:
        half = 0.5 if place["form"] == "tile" else 0
        return (place["x"] + half) * scale, (place["y"] + half) * scale
    return middle_of([point for ring in rings for point in ring])


def _lines(unit: MapUnit, geometry: Geometry, place: Any) -> tuple[str, ...]:
    """Return the words on a unit where it has room."""
    if geometry.is_tiled:
        return unit.label
    wide = max((len(line) for line in unit.label), default=0) * LETTERS[False] * 0.6
    fits = place["inset_n"] == 0 and (wide**2 + LETTERS[False] ** 2) ** 0.5 / 2 <= place["room_steps"]
    return unit.label if fits else ()
