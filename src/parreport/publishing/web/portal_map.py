"""A map on the first page: areas that lead to reports, found by pointer, keyboard, search and table.

In: outlines, colours and words, ready to be shown. Out: what the template draws. It knows no index
and no province. ``portal_map.js`` makes one stop of the keyboard of all areas, between which arrows
move; without scripts each is a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates" / "parreport"


@dataclass(frozen=True)
class PortalRegion:
    """One area: its outline as an SVG path, its colour (blank: hatched), where it leads, what is said of it.

    ``table`` and ``row``: the row that is about it, both from 1; ``x`` and ``y``: its middle;
    ``lines``: words in it, of the colour ``ink``.
    """

    outline: str
    color: str
    words: str
    href: str
    table: int
    row: int
    x: float
    y: float
    is_thick: bool = False
    lines: tuple[str, ...] = ()
    ink: str = ""


@dataclass(frozen=True)
class PortalKey:
    """One entry of a legend: a colour (blank: hatched), its words."""

    color: str
    words: str
    is_thick: bool = False


@dataclass(frozen=True)
class PortalMap:
    """A map: its words, its size, its areas; ``pale``: outlines of what lies beside them; ``boxes``: frames around
    what lies far outside, each left, top, side and words.
    """

    title: str
    lead: str
    alt: str
    note: str
    width: float
    height: float
    letters: float
    regions: tuple[PortalRegion, ...]
    keys: tuple[PortalKey, ...]
    pale: str = ""
    boxes: tuple[tuple[float, float, float, str], ...] = ()


@cache
def map_style() -> str:
    """Return the style of maps."""
    return (TEMPLATES / "portal_map.css").read_text(encoding="utf-8")


@cache
def map_script() -> str:
    """Return the script of maps."""
    return (TEMPLATES / "portal_map.js").read_text(encoding="utf-8")


def write_outline(rings: Sequence[Sequence[tuple[float, float]]]) -> str:
    """Return rings as an SVG path, whole numbers without a point."""
    return "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in ring) + "Z" for ring in rings)
