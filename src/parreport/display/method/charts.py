"""The charts of the method report: the framework as an icicle, items, weights.

In: tables in print order with ready figures, and a caption. Out: charts. Missing figures leave no
mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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

ICICLE_HEIGHT = 630.0
LEAST_LEAF = 24.0
EDGES = (0.0, 138.0, 372.0, WIDTH)
ONE_LINE = 9.9
FILLS = (theme.LIGHT, theme.PALE, theme.PALE)
SURVEY = theme.HEAT_ABOVE[1]
PLOT = (34.0, 338.0, 26.0, 286.0)
NAMED = 6
STEP = 0.2
FOOT = 5.2  # under the labels


@theme.theme()
def chart_icicle(items: pd.DataFrame, *, caption: Caption) -> Chart:
    """Draw the tree of a framework from left to right, each item as tall as its maximum.

    A name stands in its box where it fits whole, else it is left to the table; a leaf of a higher
    level reaches to the right edge.

    Parameters
    ----------
    items
        One row per item in tree order: ``item_name``, ``level`` (1 = area), ``max_points``,
        ``is_leaf``, ``by_survey`` (of a leaf).
    """
    most = to_floats(items, "max_points")
    leaves = [points for points, is_leaf in zip(most, items["is_leaf"], strict=True) if is_leaf]
    unit = min(ICICLE_HEIGHT / sum(leaves), LEAST_LEAF / min(leaves))
    with_survey = bool(items["by_survey"].any())
    head = 30.0 if with_survey else 17.0
    page = Canvas(head + unit * sum(leaves) + 2, caption.labels, FOOT)
    if with_survey:
        words = text("points by survey")
        left = WIDTH - MARGIN - measure(words, SMALL)
        page.fill(left - 15, left - 4, 2, 12, SURVEY)
        page.write(left, 7, words, color=theme.GREY)
    for words, left in zip((text("Area"), text("Criterion"), text("Sub-criterion")), EDGES, strict=False):
        page.write(left + 4, head - 9, words, color=theme.GREY)
    top = head
    for row, points in zip(items.to_dict("records"), most, strict=True):
        level, bottom = int(row["level"]), top + unit * points
        left, right = EDGES[level - 1], WIDTH if row["is_leaf"] else EDGES[level]
        page.fill(left, right, top, bottom, SURVEY if row["by_survey"] else FILLS[level - 1])
        _name_box(page, (left, right, top, bottom), str(row["item_name"]), points)
        top = bottom if row["is_leaf"] else top
    return Chart(page.figure, caption)


def _name_box(page: Canvas, box: tuple[float, float, float, float], name: str, points: float) -> None:
    """Write a name and its points into a box where both fit whole, else nothing."""
    left, right, top, bottom = box
    figure = format_plain(points)
    room = right - left - 12 - measure(figure, SMALL)
    lines = wrap(name, room, SMALL)
    below = (len(lines) - 1) * SMALL * LINE  # of the lines after the first
    if ONE_LINE + below > bottom - top or max(measure(line, SMALL) for line in lines) > room:
        return
    middle = (top + bottom) / 2
    page.write(right - 4, middle - below / 2, figure, color=theme.GREY, side="right")
    page.write_lines(left + 4, middle, lines, size=SMALL)


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
    names, scale = Names.fit(to_words(areas, "area_name")), fit_scale([0.0, *weight, *effective], top=None)
    sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=21, labels=caption.labels)
    sheet.draw_tracks()
    sheet.draw_links(weight, effective, [theme.ACCENT_LIGHT] * len(weight))
    sheet.draw_dots(weight, theme.GREY, "weight", hollow=True)
    sheet.draw_dots(effective, theme.ACCENT, "effective")
    return Chart(sheet.figure, caption)
