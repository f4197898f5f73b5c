"""The charts of a unit's report: profile by area, waterfall to the index, change of the index.

In: tables in print order with ready figures, and the words around the picture. Out: charts.
Missing figures leave no mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import measure
from parreport.display.drawing.scales import Scale, find_largest, fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import GAP, Figures, Names, Sheet, Sign
from parreport.display.formats import format_number, format_pct
from parreport.display.parts import Chart
from parreport.language import text

CLEARLY_BELOW_PP = 5.0
BAR = 11.0


def chart_profile(
    areas: pd.DataFrame,
    base_year: int | None = None,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
    clearly_below_pp: float = CLEARLY_BELOW_PP,
) -> Chart:
    """Draw a unit's score in each area against its block and last year, percent of the maximum.

    Parameters
    ----------
    areas
        One row per area: ``area_name``, ``score_pct``, ``median_pct`` and ``best_pct`` of the
        block, ``base_pct`` (may be blank or absent), ``lost_points``.
    base_year
        Year of ``base_pct``; without it the marks are left out.
    clearly_below_pp
        Distance below the median, in percentage points, from which the dot is drawn warm.
    """
    labels = tuple(labels)
    rows = areas.reset_index(drop=True)
    score, median, best, base = (to_floats(rows, f"{name}_pct") for name in ("score", "median", "best", "base"))
    with_base = base_year is not None and not all(math.isnan(one) for one in base)
    distance = [round(own - middle, 9) for own, middle in zip(score, median, strict=True)]
    below = [one <= -clearly_below_pp for one in distance]
    dots = [theme.WARM if low else theme.ACCENT for low in below]
    inks = [theme.WARM_TEXT if low else theme.ACCENT for low in below]
    largest = find_largest(to_floats(rows, "lost_points"))
    figures = [
        Figures(text("score %"), print_cells(rows, "score_pct", lambda v: format_number(v, 1)), inks, weight="bold"),
        Figures(
            text("against median"), [format_number(one, 1, signed=True) for one in distance], [theme.GREY] * len(rows)
        ),
        Figures(
            text("points lost"),
            print_cells(rows, "lost_points", lambda v: format_number(v, 2)),
            [theme.WARM_TEXT if big else theme.INK for big in largest],
        ),
    ]
    with theme.theme():
        names = Names.fit(to_words(rows, "area_name"))
        scale = fit_scale([*score, *median, *best, *(base if with_base else [])])
        signs: list[Sign] = [("dot", theme.ACCENT, text("unit"))]
        if with_base:
            signs.append(("hollow", theme.GREY, text("year {year}", year=base_year)))
        signs.append(("tick", theme.INK, text("block median")))
        signs.append(("tick", theme.GREY, text("highest")))
        sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=21, labels=labels)
        sheet.draw_tracks()
        sheet.draw_ticks(best, theme.GREY, 1.0, 5, "best")
        sheet.draw_ticks(median, theme.INK, 1.7, 7.5, "median")
        if with_base:
            sheet.draw_links(base, score, dots)
            sheet.draw_dots(base, theme.GREY, "base", hollow=True)
        sheet.draw_dots(score, dots, "own", size=52)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


def chart_waterfall(
    steps: pd.DataFrame,
    index_pct: Any,
    decimals: int = 2,
    year: int | None = None,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw the way from 100 down to a unit's index: what each area takes, then bonus and penalty.

    Parameters
    ----------
    steps
        One row per step, in print order: ``area_name``, ``lost_pp`` and ``points`` (the size of
        the step in percentage points of the index and in points), ``kind`` (loss, bonus or
        penalty; absent = all losses). Bonus goes up, loss and penalty go down, whatever the sign.
    index_pct
        The index at which the way ends; above 100 is possible.
    year
        Year of the index, named at the last bar.
    """
    labels = tuple(labels)
    rows = steps.reset_index(drop=True)
    kinds = [kind or "loss" for kind in to_words(rows, "kind")]
    sizes = [0.0 if math.isnan(one) else abs(one) for one in to_floats(rows, "lost_pp")]
    moves = [one if kind == "bonus" else -one for one, kind in zip(sizes, kinds, strict=True)]
    levels = [100.0]
    for move in moves:
        levels.append(levels[-1] + move)
    index = float(index_pct)
    last = text("Index {year}", year=year) if year else text("Index")
    words = ["100"]
    words += [format_number(move, decimals, signed=True) for move in moves]
    words.append(format_pct(index_pct, decimals))
    figures = _point_figures(rows, moves)
    with theme.theme():
        names = Names.fit([text("Maximum"), *to_words(rows, "area_name"), last], width=260)
        scale = fit_scale([*levels, index], pad=0.2, tight=True)
        after = max(measure(one, weight="bold") for one in words) + 8
        sheet = Sheet(names, scale, figures=figures, after=after, pitch=15, labels=labels)
        losses = [s if kind == "loss" else 0.0 for s, kind in zip(sizes, kinds, strict=True)]
        tones = [theme.LIGHT, *map(_step_color, kinds, find_largest(losses)), theme.ACCENT]
        starts = [scale.low, *(min(pair) for pair in pairwise(levels)), scale.low]
        ends = [100.0, *(max(pair) for pair in pairwise(levels)), index]
        sheet.plot.barh(
            sheet.ys,
            [b - a for a, b in zip(starts, ends, strict=True)],
            left=starts,
            height=BAR,
            color=tones,
            label="steps",
        )
        for level, (upper, lower) in zip(levels, pairwise(sheet.ys), strict=True):
            ends_at = [upper + BAR / 2, lower - BAR / 2]
            sheet.plot.plot([level, level], ends_at, color=theme.GREY, lw=0.7, zorder=0)
        for y, start, end in zip(sheet.ys, starts, ends, strict=True):
            if start == end:
                y_ends = [y - BAR / 2, y + BAR / 2]
                sheet.plot.plot([end, end], y_ends, color=theme.GREY, lw=0.7, clip_on=False)
        inks = {theme.WARM: theme.WARM_TEXT, theme.ACCENT: theme.ACCENT}
        for number, (y, end, one) in enumerate(zip(sheet.ys, ends, words, strict=True)):
            ink = inks.get(tones[number], theme.INK)
            weight = "normal" if ink == theme.INK else "bold"
            sheet.write(sheet.x(end) + 5, y, one, color=ink, weight=weight)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


def _step_color(kind: str, is_large: bool) -> str:
    if kind == "bonus":
        return theme.ACCENT_LIGHT
    return theme.WARM if is_large or kind == "penalty" else theme.WARM_LIGHT


def _point_figures(rows: pd.DataFrame, moves: list[float]) -> list[Figures]:
    """Return the column of points, unless it would repeat the percentage points."""
    points = [0.0 if math.isnan(one) else abs(one) for one in to_floats(rows, "points")]
    if "points" not in rows.columns or all(
        math.isclose(p, abs(m), abs_tol=0.005) for p, m in zip(points, moves, strict=True)
    ):
        return []
    signed = [math.copysign(p, m) for p, m in zip(points, moves, strict=True)]
    cells = ["", *(format_number(one, 2, signed=True) for one in signed), ""]
    return [Figures(text("points"), cells, [theme.GREY] * len(cells))]


def chart_change(
    parts: pd.DataFrame,
    decimals: int = 2,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw what moved a unit's index against the base year, percentage points, the total below.

    Parameters
    ----------
    parts
        One row per part, in print order: ``label``, ``change_pp``, ``kind`` (leaf, framework,
        bonus_penalty, others, total). The rows of kind total stand last, under a line.
    """
    labels = tuple(labels)
    is_total = [kind == "total" for kind in to_words(parts, "kind")]
    rows = pd.concat([parts[[not one for one in is_total]], parts[is_total]], ignore_index=True)
    kinds, change = to_words(rows, "kind"), to_floats(rows, "change_pp")
    words = print_cells(rows, "change_pp", lambda v: format_number(v, decimals, signed=True))
    finite = [one for one in change if not math.isnan(one)]
    low, high = min([0.0, *finite]), max([0.0, *finite])
    scale = Scale(low, high if high > low else low + 1.0, ())
    room = max((measure(one, weight="bold") for one in words), default=0.0) + 8
    total = kinds.index("total") if "total" in kinds else None
    with theme.theme():
        names = Names.fit(to_words(rows, "label"), width=215, lines=3)
        sheet = Sheet(
            names,
            scale,
            before=GAP + (room if low < 0 else 0.0),
            after=room,
            pitch=18,
            gaps={total: 8.0} if total else None,
            ticks=False,
            labels=labels,
        )
        tones = [_change_color(kind, one) for kind, one in zip(kinds, change, strict=True)]
        sheet.plot.barh(sheet.ys, change, height=BAR, color=tones, label="change")
        sheet.plot.plot([0, 0], [sheet.head, sheet.bottom], color=theme.INK, lw=0.8, zorder=3, clip_on=False)
        if total:
            sheet.rule(sheet.ys[total] - sheet.heights[total] / 2 - 4)
        for row, (y, value, one) in enumerate(zip(sheet.ys, change, words, strict=True)):
            x = sheet.x(0.0 if math.isnan(value) else value)
            bold = "bold" if kinds[row] == "total" else "normal"
            ink = theme.WARM_TEXT if tones[row] == theme.WARM else theme.INK
            if value < 0:
                sheet.write(x - 5, y, one, color=ink, weight=bold, side="right")
            else:
                sheet.write(x + 5, y, one, color=ink, weight=bold)
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


def _change_color(kind: str, change: float) -> str:
    if kind == "total":
        return theme.INK
    if kind == "others":
        return theme.WARM_LIGHT if change < 0 else theme.ACCENT_LIGHT
    if kind in {"framework", "bonus_penalty"}:
        return theme.SAND
    return theme.WARM if change < 0 else theme.ACCENT
