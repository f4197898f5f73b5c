"""The charts of the method report: the framework as an icicle, items, weights.

In: tables in print order with ready figures, and a caption. Out: charts. Missing figures leave no
mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import Canvas
from parreport.display.drawing.lettering import LINE, SMALL, measure, wrap
from parreport.display.drawing.paper import MARGIN, Sign
from parreport.display.drawing.rows import Figures, Names
from parreport.display.drawing.scales import fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import Sheet
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_number, format_plain
from parreport.display.pictures import Caption, Chart
from parreport.language import text

ICICLE_HEIGHT = 625.0
LEAST_ROW = 11.5
EDGES = (0.0, 112.0, 356.0)  # of areas, of criteria, of the boxes of leaves
BOXES = 2  # the level whose items have a row
SURVEY = theme.HEAT_ABOVE[1]
PLOT = (34.0, 338.0, 26.0, 286.0)
NAMED = 6
STEP = 0.2
FOOT = 5.2  # under the labels


def chart_icicle_pages(items: pd.DataFrame, *, caption: Caption) -> list[Chart]:
    """Draw the tree of a framework from left to right: areas, criteria, a box for each leaf as long as its maximum.

    Areas and criteria stand with their names, leaves of a criterion with their number; a framework
    that is higher than a page becomes several charts, on one scale.

    Parameters
    ----------
    items
        One row per item in tree order: ``item_name``, ``number`` (within its parent), ``level``
        (1 = area), ``max_points``, ``is_leaf``, ``by_survey`` (of a leaf).
    """
    rows = _find_rows(items)
    most = max(row.points for row in rows)
    pages: list[list[_Row]] = [[]]
    for area in dict.fromkeys(row.area for row in rows):
        own = [row for row in rows if row.area == area]
        if pages[-1] and sum(row.height for row in (*pages[-1], *own)) > ICICLE_HEIGHT:
            pages.append([])
        for row in own:
            if pages[-1] and sum(one.height for one in (*pages[-1], row)) > ICICLE_HEIGHT:
                pages.append([])
            pages[-1].append(row)
    captions = [caption.of_part(number, len(pages)) for number in range(1, len(pages) + 1)]
    with_survey = bool(items["by_survey"].any())
    return [_draw_rows(page, most, with_survey, one) for page, one in zip(pages, captions, strict=True)]


@dataclass(frozen=True)
class _Box:
    """A leaf in the bar of its criterion; ``number`` is blank where the criterion is the leaf."""

    points: float
    number: str
    by_survey: bool


@dataclass(frozen=True)
class _Row:
    """A criterion, or an area that is a leaf: the lines of both names, the boxes of its leaves, its height."""

    area: int
    area_lines: tuple[str, ...]
    lines: tuple[str, ...]
    boxes: tuple[_Box, ...]
    height: float

    @property
    def points(self) -> float:
        return sum(box.points for box in self.boxes)


def _find_rows(items: pd.DataFrame) -> list[_Row]:
    """Return the rows of a tree, high enough for the names of criteria and, all of an area together, for its own."""
    records = items.assign(max_points=to_floats(items, "max_points")).to_dict("records")
    starts = [at for at, row in enumerate(records) if row["is_leaf"] or row["level"] > 1]
    starts = [at for at in starts if records[at]["level"] <= BOXES]
    rows: list[_Row] = []
    for start, end in zip(starts, [*starts[1:], len(records)], strict=True):
        head = records[start]
        area = max(at for at in range(start + 1) if records[at]["level"] == 1)
        leaves = [row for row in records[start:end] if row["is_leaf"]]
        boxes = [
            _Box(row["max_points"], "" if row is head else str(row["number"]), bool(row["by_survey"])) for row in leaves
        ]
        above = wrap(str(records[area]["item_name"]), EDGES[1] - 10, SMALL)
        lines = wrap(str(head["item_name"]), EDGES[2] - EDGES[1] - 10, SMALL) if head["level"] > 1 else []
        rows.append(_Row(area, tuple(above), tuple(lines), tuple(boxes), _high(max(len(lines), 1))))
    for area in dict.fromkeys(row.area for row in rows):
        own = [at for at, row in enumerate(rows) if row.area == area]
        missing = _high(len(rows[own[0]].area_lines)) - sum(rows[at].height for at in own)
        for at in own if missing > 0 else ():
            rows[at] = replace(rows[at], height=rows[at].height + missing / len(own))
    return rows


def _high(lines: int) -> float:
    return max(lines * SMALL * LINE + 3, LEAST_ROW)


@theme.theme()
def _draw_rows(rows: Sequence[_Row], most: float, with_survey: bool, caption: Caption) -> Chart:
    """Draw some rows of a framework; ``most``: the points of the longest bar of all."""
    head = 30.0 if with_survey else 17.0
    page = Canvas(head + sum(row.height for row in rows) + 2, caption.labels, FOOT)
    if with_survey:
        words = text("points by survey")
        left = WIDTH - MARGIN - measure(words, SMALL)
        page.fill(left - 15, left - 4, 2, 12, SURVEY)
        page.write(left, 7, words, color=theme.GREY)
    heads = (text("Area"), text("Criterion"), text("Points, a box for each scored item"))
    for words, left in zip(heads, EDGES, strict=True):
        page.write(left + 4, head - 9, words, color=theme.GREY)
    figures = max(measure(format_plain(row.points), SMALL) for row in rows)
    unit = (WIDTH - MARGIN - figures - 6 - EDGES[2]) / most
    top = head
    tops = []
    for row in rows:
        tops.append(top)
        bottom, right = top + row.height, EDGES[2]
        if row.lines:
            page.fill(EDGES[1], EDGES[2], top, bottom, theme.PALE)
            page.write_lines(EDGES[1] + 4, (top + bottom) / 2, row.lines, size=SMALL)
        for box in row.boxes:
            left, right = right, right + unit * box.points
            page.fill(left, right, top, bottom, SURVEY if box.by_survey else theme.LIGHT)
            if measure(box.number, SMALL) + 1.5 <= right - left:
                page.write((left + right) / 2, (top + bottom) / 2, box.number, side="center")
        page.write(right + 4, (top + bottom) / 2, format_plain(row.points), color=theme.GREY)
        top = bottom
    for area in dict.fromkeys(row.area for row in rows):
        own = [at for at, row in enumerate(rows) if row.area == area]
        start, end = tops[own[0]], tops[own[-1]] + rows[own[-1]].height
        page.fill(EDGES[0], EDGES[1] if rows[own[0]].lines else EDGES[2], start, end, theme.LIGHT)
        page.write_lines(EDGES[0] + 4, (start + end) / 2, rows[own[0]].area_lines, size=SMALL)
    return Chart(page.figure, caption)


@theme.theme()
def chart_items(items: pd.DataFrame, chance: float = math.nan, *, caption: Caption) -> Chart:
    """Draw each leaf by how much is reached on it and how it goes with the other leaves.

    Leaves without a correlation are left out; the lowest ones below 0 are named, six at most.

    Parameters
    ----------
    items
        One row per leaf: ``item_name``, ``mean_pct``, ``item_rest_correlation``.
    chance
        Correlations up to this size can be chance; drawn as a band. NaN = no band.
    """
    rows = items[items["item_rest_correlation"].notna()].sort_values("item_rest_correlation", kind="stable")
    means, correlations = to_floats(rows, "mean_pct"), to_floats(rows, "item_rest_correlation")
    scale = fit_scale(means, tight=True)
    low = max(min(math.floor(min(correlations) / STEP - 0.25) * STEP, -STEP), -1.0)
    high = max(math.ceil(max(correlations) / STEP) * STEP, 2 * STEP)
    left, right, top, bottom = PLOT

    def x(value: float) -> float:
        return left + 8 + (right - left - 16) * (value - scale.low) / (scale.high - scale.low)

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / (high - low)

    page = Canvas(bottom + 32, caption.labels, FOOT)
    page.write(MARGIN, 8, text("correlation with the other items"), color=theme.GREY)
    if not math.isnan(chance):
        page.fill(left, right, y(min(high, chance)), y(max(low, -chance)), theme.PALE)
    for step in range(round(low / STEP), round(high / STEP) + 1):
        height = y(step * STEP)
        color, width = (theme.GREY, 0.9) if step == 0 else (theme.LIGHT, 0.5)
        page.draw([left, right], [height, height], color, width, zorder=1.5)
        page.write(left - 4, height, format_number(step * STEP, 1), color=theme.GREY, side="right")
    for tick in scale.ticks:
        page.write(x(tick), bottom + 10, format_plain(tick), color=theme.GREY, side="center")
    page.write(right, bottom + 23, text("mean, % of the maximum"), color=theme.GREY, side="right")
    xs, ys = [x(value) for value in means], [y(value) for value in correlations]
    page.page.scatter(
        xs,
        ys,
        s=26,
        c=[theme.WARM if value < 0 else theme.ACCENT for value in correlations],
        alpha=0.8,
        edgecolors=theme.WHITE,
        linewidths=0.5,
        zorder=3,
        label="items",
    )
    _name_dots(page, xs, ys, to_words(rows[rows["item_rest_correlation"] < 0].head(NAMED), "item_name"))
    return Chart(page.figure, caption)


def _name_dots(page: Canvas, xs: Sequence[float], ys: Sequence[float], names: Sequence[str]) -> None:
    """Write names at the right, as many as have room, each with a line to its dot."""
    left, line = PLOT[1] + 14, SMALL * LINE
    blocks = [wrap(name, WIDTH - left - MARGIN, SMALL) for name in names]
    limit = PLOT[3] + 26
    while sum(len(block) * line + 5 for block in blocks) > limit:
        blocks.pop()
    order = sorted(range(len(blocks)), key=lambda i: (ys[i], xs[i]))
    tops: dict[int, float] = {}
    free = 0.0
    for i in order:
        tops[i] = max(free, ys[i] - len(blocks[i]) * line / 2)
        free = tops[i] + len(blocks[i]) * line + 5
    for i in reversed(order):
        tops[i] = min(tops[i], limit - len(blocks[i]) * line)
        limit = tops[i] - 5
    for i in order:
        page.write_lines(left, tops[i] + len(blocks[i]) * line / 2, blocks[i], size=SMALL)
        page.draw([xs[i], left - 3], [ys[i], tops[i] + line / 2], theme.WARM_LIGHT, 0.8, zorder=2)


@theme.theme()
def chart_weights(areas: pd.DataFrame, *, caption: Caption) -> Chart:
    """Draw the share of each area in the points against its share in the spread of the index.

    Parameters
    ----------
    areas
        One row per area, in print order: ``area_name``, ``weight_pct`` (blank for bonus and
        penalty), ``effective_pct``.
    """
    weight, effective = to_floats(areas, "weight_pct"), to_floats(areas, "effective_pct")
    figures = [
        Figures(text("share of the maximum %"), print_cells(areas, "weight_pct"), theme.GREY),
        Figures(text("share of the differences %"), print_cells(areas, "effective_pct"), weight="bold"),
    ]
    signs: list[Sign] = [
        ("hollow", theme.GREY, text("share of the maximum")),
        ("dot", theme.ACCENT, text("share of the differences between units")),
    ]
    names, scale = Names.fit(to_words(areas, "area_name"), 250), fit_scale([0.0, *weight, *effective], top=None)
    sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=14, labels=caption.labels)
    sheet.draw_tracks()
    sheet.draw_links(weight, effective, [theme.ACCENT_LIGHT] * len(weight))
    sheet.draw_dots(weight, theme.GREY, "weight", hollow=True)
    sheet.draw_dots(effective, theme.ACCENT, "effective")
    return Chart(sheet.figure, caption)
