"""The sentences of maps: what is shown, how many units are in each class, what is not to scale.

In: results. Out: sentences in the language in force. They count rows of tables and compute nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from parreport.columns import rows_of
from parreport.display.drawing import theme
from parreport.display.formats import format_plain, join_words
from parreport.display.sentences import join_sentences, name_or_count
from parreport.inputs.framework import Band, Block
from parreport.language import counted, text
from parreport.years.results import Results

NAMES_SHOWN = 8
KINDS = re.compile(
    r"^(?:UBND |Ủy ban nhân dân )?(?:xã|phường|đặc khu|thị trấn|thị xã|huyện|thành phố) (?=\S)", re.IGNORECASE
)
KINDS_EN = re.compile(r"(?<=\S) (?:commune|ward|special zone|township|district|town|city)$", re.IGNORECASE)


def short_name(name: str) -> str:
    """Return the name of a place without the word for its kind: Thống Nhất, of phường Thống Nhất."""
    return KINDS_EN.sub("", KINDS.sub("", name))


def tell_limits(starts: Sequence[object], number: int) -> str:
    """Return the limits of a class or step, counted from 0, best first: from 80%, 70 to under 80%, below 50%."""
    low = format_plain(starts[number])
    if number == 0:
        return text("from {low}%", low=low)
    high = format_plain(starts[number - 1])
    if number == len(starts) - 1:
        return text("below {high}%", high=high)
    return text("{low} to under {high}%", low=low, high=high)


def name_blocks(blocks: Sequence[Block]) -> str:
    """Return the names of blocks as a sentence lists them."""
    return join_words([text("block {block}", block=block.shown) for block in blocks])


def count_units(n: int) -> str:
    """Return a number of units in words."""
    return counted(n, "1 unit", "{n} units")


def heading_map(blocks: Sequence[Block], is_only: bool) -> str:
    """Return the heading of a map: with its blocks where there are several maps."""
    if is_only:
        return text("Map: the class of each unit")
    return text("Map: the class of each unit, {blocks}", blocks=name_blocks(blocks))


def describe_shown(results: Results, blocks: Sequence[Block], shown_n: int) -> str:
    """Describe how many units a map shows, and which blocks have no place on it."""
    placed = {block.code for block in blocks}
    others = [block for block in results.framework if block.code not in placed]
    with_units = [block for block in others if (results.units["block"] == block.code).any()]
    shown = counted(
        shown_n, "The map shows 1 unit: {blocks}.", "The map shows {n} units: {blocks}.", blocks=name_blocks(blocks)
    )
    return join_sentences(shown, text("Not on it: {blocks}.", blocks=name_blocks(with_units)) if with_units else "")


def list_classes(index: pd.DataFrame, bands: Sequence[Band]) -> list[tuple[Band, int]]:
    """Return how many of the rows of the index are in each class, best first."""
    return [(band, int((index["band"] == band.name).sum())) for band in bands]


def describe_classes(index: pd.DataFrame, bands: Sequence[Band]) -> str:
    """Describe how many units of a map are in each class, and how many have none."""
    counts = list_classes(index, bands)
    listed = "; ".join(text("{band}: {units}", band=band.shown, units=count_units(n)) for band, n in counts)
    blank = len(index) - sum(n for _, n in counts)
    more = text("; without a class: {units}", units=count_units(blank)) if blank else ""
    return text("By class: {listed}{more}.", listed=listed, more=more)


def describe_ranks() -> str:
    """Describe what the numbers on a map are."""
    return text("The number on a unit, where it has room, is its rank in its block.")


def describe_ground(results: Results, is_tiled: bool) -> str:
    """Describe how far the picture is one of the land."""
    if is_tiled:
        return text(
            "Each square is a unit, of one size and near its place (lat, lon); squares show no borders and no areas."
        )
    return text("Borders are simplified for print and settle no question of where they run.")


def describe_far(results: Results, units: Sequence[str]) -> str:
    """Describe what stands in boxes; blank where nothing does."""
    if not units:
        return ""
    names = join_words([results.name_of(code) for code in dict.fromkeys(units)])
    return text("In boxes, at another scale and not at their place: {units}.", units=names)


def describe_missing(results: Results, units: Sequence[str]) -> str:
    """Describe which units have no place on the map though others of their block have; blank where all have."""
    if not units:
        return ""
    names = name_or_count([results.name_of(code) for code in units], NAMES_SHOWN)
    return text("Without a place on the map, see the ranking: {units}.", units=names)


def describe_numbers(listed: Sequence[tuple[str, str]]) -> str:
    """Name the units of tiles that bear a number in place of their name; blank where none does."""
    return text("Numbers: {listed}.", listed="; ".join(f"{number} {name}" for number, name in listed)) if listed else ""


def describe_area(name: str, scores: pd.DataFrame) -> str:
    """Describe a map of an area: how many units are in each step of the scale that has any."""
    colors = [theme.share_color(score) for _, score in rows_of(scores, "unit_code", "score_pct")]
    steps = theme.band_colors(len(theme.SHARE_STEPS))
    told = [
        text("{limits}: {units}", limits=tell_limits(theme.SHARE_STEPS, number), units=count_units(n))
        for number, color in enumerate(steps)
        if (n := colors.count(color))
    ]
    blank = colors.count("")
    told += [text("without a figure: {units}", units=count_units(blank))] if blank else []
    return text("{area}: {listed}", area=name, listed=", ".join(told))
