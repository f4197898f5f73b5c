"""How sure the ranks are and who moved, on the slides of the province.

In: results. Out: slides, None where there is nothing to show. Computes nothing: it counts rows and
puts them on charts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import blocks_with_units
from parreport.display.drawing import theme
from parreport.display.formats import format_number, join_words
from parreport.display.pictures import Chart
from parreport.display.province import sentences as say
from parreport.display.province.ranking_sentences import describe_moves
from parreport.display.sentences import tell_places
from parreport.display.slides import sentences as tell
from parreport.display.slides.board import Bar, Row, Sign, room_under
from parreport.display.slides.rows import chart_rows
from parreport.display.slides.slide import Slide
from parreport.display.sureness.hanging_sentences import describe_defaults_in, describe_hanging_in, hanging_in
from parreport.display.sureness.sentences import (
    describe_draws,
    describe_first_place,
    describe_unmoved,
    narrow_units,
    range_kind,
    ranges_of,
    unmoved_units,
)
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results, shown_name

HANGING_SHOWN = 10
"""From so many units on, ranks that hang on a case have a slide of their own."""
MOVED = 3
Part = tuple[int, str, str]  # how many units, the colour, what they are


def slides_of_sureness(results: Results) -> list[Slide]:
    """Return the slides on how sure ranks are; a few units that hang on a case are told with the first."""
    sure, few = _slide_of_ranges(results), _slide_of_cases(results)
    if sure is not None and few is not None and count_hanging(results) < HANGING_SHOWN:
        told = _tell_hanging(results)
        return [replace(sure, say=(*sure.say, *told, *few.say))]
    return [slide for slide in (sure, few) if slide is not None]


def count_hanging(results: Results) -> int:
    """Return how many units hang on one of few cases, all blocks together."""
    return sum(len(hanging_in(results, block)) for block in blocks_with_units(results))


def _chart_parts(
    results: Results,
    subtitle: str,
    parts: list[tuple[Block, list[Part]]],
    anchor: str,
    title: str,
    seconds: Sequence[str] = (),
) -> Chart:
    """Return the units of each block in parts: how many are what; ``seconds``: small lines under the names."""
    rows, told, signs = [], [], dict[str, Sign]()
    for (block, own), second in zip(parts, seconds or [""] * len(parts), strict=True):
        total, at, bars = sum(n for n, _, _ in own), 0, []
        for n, color, words in own:
            if n:
                signs.setdefault(words, ("box", color, words))
            bars += [Bar(at / total, (at + n) / total, color, str(n))] if n else []
            at += n
        rows.append(Row(f"{block.shown} ({total})", second=second, bars=tuple(bars)))
        told.append(f"{block.shown}: " + ", ".join(f"{words} {n}" for n, _, words in own if n))
    caption = tell.caption_of(results, subtitle, told, anchor)
    return chart_rows(rows, (), list(signs.values()), caption=caption, room=room_under(title))


def _slide_of_ranges(results: Results) -> Slide | None:
    known = [
        (block, ranges)
        for block in blocks_with_units(results)
        if range_kind(ranges := ranges_of(results, block)) and not is_blank(ranges["rank"].iloc[0])
    ]
    if not known:
        return None
    every = pd.concat([ranges for _, ranges in known], ignore_index=True)
    title = tell.heading_unmoved(every)
    lines = [tell.of_block(results, block, describe_unmoved(ranges)) for block, ranges in known]
    draws = [(block, describe_draws(results, ranges)) for block, ranges in known]
    if len({words for _, words in draws}) == 1:
        notes = [draws[0][1]]
    else:  # of each block something else was drawn
        notes = [tell.of_block(results, block, words) for block, words in draws]
    notes += [one for _, ranges in known if (one := describe_first_place(ranges))]
    subtitle = text("Number of ranked units, {year}", year=results.span.title)
    parts = [(block, _parts_of(ranges)) for block, ranges in known]
    return Slide(
        title,
        chart=_chart_parts(results, subtitle, parts, "slide-sureness", title, [_tell_unmoved(r) for _, r in known]),
        say=(*lines, *notes),
        ask=(text("Which neighbours in the ranking should not be told apart?"),),
    )


def _tell_unmoved(ranges: pd.DataFrame) -> str:
    """Return which units nothing moves; blank of none, or of more than a line holds."""
    names = [shown_name(row) for row in unmoved_units(ranges).to_dict("records")]
    return text("in place: {units}", units=join_words(names)) if 0 < len(names) <= MOVED else ""


def _parts_of(ranges: pd.DataFrame) -> list[Part]:
    """Return how many ranks nothing moves, how many have a range of one place all the same, how many a wider one."""
    kept, narrow = len(unmoved_units(ranges)), len(narrow_units(ranges))
    return [
        (kept, theme.ACCENT, text("the same place in every test")),
        (narrow, theme.ACCENT_LIGHT, text("a range of one place, moves in some tests")),
        (len(ranges) - kept - narrow, theme.SAND, text("may stand elsewhere")),
    ]


def _tell_hanging(results: Results) -> list[str]:
    blocks = list(blocks_with_units(results))
    told = [describe_hanging_in(results, block, with_names=False) for block in blocks]
    return [tell.of_block(results, block, words) for block, words in zip(blocks, told, strict=True) if words]


def _slide_of_cases(results: Results) -> Slide | None:
    hanging, blocks = count_hanging(results), list(blocks_with_units(results))
    if not hanging:
        return None
    title = counted(
        hanging,
        "Where fewer than ten are counted, one case moves 1 unit by three places or a class",
        "Where fewer than ten are counted, one case moves {n} units by three places or a class",
    )
    parts = []
    for block in blocks:
        own, n = int((results.units["block"] == block.code).sum()), len(hanging_in(results, block))
        words = (text("hang on one case"), text("the others"))
        parts.append((block, [(n, theme.WARM, words[0]), (own - n, theme.LIGHT, words[1])]))
    subtitle = text("Number of units, {year}", year=results.span.title)
    defaults = [(block, describe_defaults_in(results, block)) for block in blocks]
    return Slide(
        title,
        chart=_chart_parts(results, subtitle, parts, "slide-cases", title),
        say=(
            text(
                "A case is moved alone, the other units held still; only items whose points a rule gives are counted."
            ),
            *(tell.of_block(results, block, words) for block, words in defaults if words),
        ),
        ask=(text("Which places would you not read as better or worse work?"),),
    )


def slide_of_changes(results: Results) -> Slide | None:
    """Return what changed against the base year: how many rose and fell, and the units at both ends."""
    if results.base is None:
        return None
    title = tell.title_changes(results)
    own = results.index[results.index["change_pp"].notna()]
    own = own.sort_values("change_pp", key=lambda moves: -moves.astype(float), kind="stable")
    blocks = list(blocks_with_units(results))
    notes = [tell.of_block(results, block, describe_moves(results, block)) for block in blocks]
    notes.append(say.describe_framework_changes(results))
    ends = [*own.head(MOVED).to_dict("records"), *own.iloc[max(MOVED, len(own) - MOVED) :].to_dict("records")]
    return Slide(
        title,
        chart=_chart_changes(results, ends, len(own) - len(ends), title) if ends else None,
        say=tuple(one for one in notes if one),
        ask=(text("What did the unit with the largest rise do differently?"),),
    )


def _chart_changes(results: Results, ends: list[Any], rest: int, title: str) -> Chart:
    decimals, rows, told = results.framework.decimals, [], []
    for row in ends:
        change = format_number(row["change_pp"], decimals, signed=True)
        now, before = (format_number(row[name], decimals) for name in ("printed_pct", "base_pct"))
        color = theme.ACCENT if row["change_pp"] > 0 else theme.WARM
        cells, moved = (change, now, before), tell_places(row)
        bars = (Bar(0.0, float(row["change_pp"]), color),)
        rows.append(Row(shown_name(row), second=moved, cells=cells, bars=bars))
        told.append(" ".join(filter(None, (shown_name(row), change, f"({before})", moved))))
    subtitle = text("Change of the index since {year}, percentage points: units at both ends", year=results.base_year)
    caption = tell.caption_of(results, subtitle, told, "slide-changes", with_base=True)
    heads = (text("change"), text("index %"), text("year {year}", year=results.base_short))
    return chart_rows(rows, heads, caption=caption, room=room_under(title), rest=rest)
