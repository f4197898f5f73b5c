"""The charts of a unit's report: profile by area, waterfall to the index, change of the index.

In: tables in print order with ready figures, and a caption. Out: charts. Missing figures leave no
mark and print as a dash.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pandas as pd

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import TEXT, measure
from parreport.display.drawing.paper import Side, Sign
from parreport.display.drawing.rows import GAP, Figures, Names
from parreport.display.drawing.scales import (
    Scale,
    base_floats,
    find_largest,
    fit_scale,
    print_cells,
    to_floats,
    to_words,
)
from parreport.display.drawing.sheet import Sheet
from parreport.display.formats import format_number, format_plain
from parreport.display.pictures import Caption, Chart
from parreport.language import TimeName, text

CLEARLY_BELOW_PP = 5.0  # the median: from there the dot is drawn warm
BAR = 11.0


@theme.theme()
def chart_profile(areas: pd.DataFrame, base_year: TimeName | int | None = None, *, caption: Caption) -> Chart:
    """Draw a unit's score in each area against its block and last year, percent of the maximum.

    Parameters
    ----------
    areas
        One row per area: ``area_name``, ``score_pct``, ``median_pct`` and ``best_pct`` of the
        block, ``base_pct`` (may be blank or absent), ``lost_points``.
    base_year
        Year of ``base_pct``; without it the marks are left out.
    """
    score, median, best = (to_floats(areas, f"{name}_pct") for name in ("score", "median", "best"))
    base = base_floats(areas, "base_pct", base_year)
    distance = [round(own - middle, 9) for own, middle in zip(score, median, strict=True)]
    is_below = [pp <= -CLEARLY_BELOW_PP for pp in distance]
    dots = [theme.WARM if low else theme.ACCENT for low in is_below]
    inks = [theme.WARM_TEXT if low else theme.ACCENT for low in is_below]
    losses = [theme.WARM_TEXT if big else theme.INK for big in find_largest(to_floats(areas, "lost_points"))]
    figures = [
        Figures(text("score %"), print_cells(areas, "score_pct"), inks, weight="bold"),
        Figures(text("against median"), [format_number(pp, 1, signed=True) for pp in distance], theme.GREY),
        Figures(text("points lost"), print_cells(areas, "lost_points", 2), losses),
    ]
    signs: list[Sign] = [("dot", theme.ACCENT, text("unit"))]
    if any(is_below):
        limit = format_plain(CLEARLY_BELOW_PP)
        signs.append(("dot", theme.WARM, text("unit, {limit} percentage points or more below the median", limit=limit)))
    if base:
        signs.append(("hollow", theme.GREY, text("year {year}", year=base_year)))
    signs += [("tick", theme.INK, text("block median")), ("tick", theme.GREY, text("highest"))]
    names, scale = Names.fit(to_words(areas, "area_name"), 230), fit_scale([*score, *median, *best, *base])
    sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=18, labels=caption.labels)
    sheet.draw_tracks()
    sheet.draw_ticks(best, theme.GREY, 1.0, 5, "best")
    sheet.draw_ticks(median, theme.INK, 1.7, 7.5, "median")
    if base:
        sheet.draw_links(base, score, dots)
        sheet.draw_dots(base, theme.GREY, "base", hollow=True)
    sheet.draw_dots(score, dots, "own", size=52)
    return Chart(sheet.figure, caption)


@theme.theme()
def chart_waterfall(
    steps: pd.DataFrame, maximum: Any, total: Any, index: str, year: TimeName | int | None = None, *, caption: Caption
) -> Chart:
    """Draw the way from the maximum down to a unit's points: what each area takes, then bonus and penalty.

    Parameters
    ----------
    steps
        One row per step, in print order: ``area_name``, ``points`` (the size of the step), ``kind``
        (loss, bonus or penalty; absent = all losses). Bonus goes up, loss and penalty go down,
        whatever the sign.
    maximum
        The points at which the way begins.
    total, index
        The points at which it ends, and the index that they make, as printed.
    year
        Year of the index, named at the last bar.
    """
    kinds = [kind or "loss" for kind in to_words(steps, "kind")]
    sizes = _sizes(steps, "points")
    moves = [size if kind == "bonus" else -size for size, kind in zip(sizes, kinds, strict=True)]
    levels = [float(maximum)]
    for move in moves:
        levels.append(levels[-1] + move)
    last = text("Index {year}", year=year) if year else text("Index")
    made = text("{points} = {index}", points=format_number(total, 2), index=index)
    printed = [format_number(maximum, 2), *(format_number(move, 2, signed=True) for move in moves), made]
    names = Names.fit([text("Maximum"), *to_words(steps, "area_name"), last], width=260)
    scale = fit_scale(levels, pad=0.2, tight=True)
    after = max(measure(words, weight="bold") for words in printed) + 8
    sheet = Sheet(names, scale, after=after, pitch=15, labels=caption.labels)
    losses = [size if kind == "loss" else 0.0 for size, kind in zip(sizes, kinds, strict=True)]
    tones = [theme.LIGHT, *map(_step_color, kinds, find_largest(losses)), theme.ACCENT]
    starts = [scale.low, *(min(pair) for pair in pairwise(levels)), scale.low]
    ends = [levels[0], *(max(pair) for pair in pairwise(levels)), levels[-1]]
    sheet.draw_bars(starts, ends, BAR, tones, "steps")
    for level, (upper, lower) in zip(levels, pairwise(sheet.ys), strict=True):
        sheet.plot.plot([level, level], [upper + BAR / 2, lower - BAR / 2], color=theme.GREY, lw=0.7, zorder=0)
    for y, start, end in zip(sheet.ys, starts, ends, strict=True):
        if start == end:
            sheet.plot.plot([end, end], [y - BAR / 2, y + BAR / 2], color=theme.GREY, lw=0.7, clip_on=False)
    inks = {theme.WARM: theme.WARM_TEXT, theme.ACCENT: theme.ACCENT}
    for y, end, words, tone in zip(sheet.ys, ends, printed, tones, strict=True):
        weight = "bold" if tone in inks else "normal"
        sheet.write(sheet.x(end) + 5, y, words, size=TEXT, color=inks.get(tone, theme.INK), weight=weight)
    return Chart(sheet.figure, caption)


def _sizes(steps: pd.DataFrame, column: str) -> list[float]:
    """Return how large the steps are, whatever their sign; 0 where blank."""
    return [0.0 if math.isnan(value) else abs(value) for value in to_floats(steps, column)]


def _step_color(kind: str, is_large: bool) -> str:
    if kind == "bonus":
        return theme.ACCENT_LIGHT
    return theme.WARM if is_large or kind == "penalty" else theme.WARM_LIGHT


@theme.theme()
def chart_change(parts: pd.DataFrame, decimals: int = 2, *, caption: Caption) -> Chart:
    """Draw what moved a unit's index against the base year, percentage points, the total below.

    Parameters
    ----------
    parts
        One row per part, in print order: ``label``, ``change_pp``, ``kind`` (leaf, framework,
        bonus_penalty, others, total). The rows of kind total stand last, under a line.
    """
    is_total = [kind == "total" for kind in to_words(parts, "kind")]
    rows = pd.concat([parts[[not last for last in is_total]], parts[is_total]], ignore_index=True)
    kinds, change = to_words(rows, "kind"), to_floats(rows, "change_pp")
    printed = print_cells(rows, "change_pp", decimals, signed=True)
    ends = [0.0 if math.isnan(value) else value for value in change]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    scale = Scale(low, high if high > low else low + 1.0, ())
    room = max((measure(words, weight="bold") for words in printed), default=0.0) + 8
    total = kinds.index("total") if "total" in kinds else None
    sheet = Sheet(
        Names.fit(to_words(rows, "label"), width=215, lines=3),
        scale,
        before=GAP + (room if low < 0 else 0.0),
        after=room,
        pitch=18,
        gaps={total: 8.0} if total else None,
        ticks=False,
        labels=caption.labels,
    )
    tones = [_change_color(kind, value) for kind, value in zip(kinds, change, strict=True)]
    sheet.draw_bars([0.0] * len(change), change, BAR, tones, "change")
    sheet.plot.plot([0, 0], [sheet.head, sheet.bottom], color=theme.INK, lw=0.8, zorder=3, clip_on=False)
    if total:
        sheet.rule(sheet.ys[total] - sheet.heights[total] / 2 - 4)
    for row, (y, end, words) in enumerate(zip(sheet.ys, ends, printed, strict=True)):
        weight = "bold" if kinds[row] == "total" else "normal"
        ink = theme.WARM_TEXT if tones[row] == theme.WARM else theme.INK
        away: Side = "right" if end < 0 else "left"
        sheet.write(sheet.x(end) + (-5 if end < 0 else 5), y, words, size=TEXT, color=ink, weight=weight, side=away)
    return Chart(sheet.figure, caption)


def _change_color(kind: str, change: float) -> str:
    if kind == "total":
        return theme.INK
    if kind == "others":
        return theme.WARM_LIGHT if change < 0 else theme.ACCENT_LIGHT
    if kind in {"framework", "bonus_penalty"}:
        return theme.SAND
    return theme.WARM if change < 0 else theme.ACCENT
