"""The charts of the method report: the framework as an icicle, items, weights.

In: tables in print order with ready figures, and the words around the picture. Out: charts.
Missing figures leave no mark and print as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, clean, measure, wrap
from parreport.display.drawing.scales import fit_scale, print_cells, to_floats, to_words
from parreport.display.drawing.sheet import MARGIN, Figures, Names, Sheet, Sign
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_number, format_plain
from parreport.display.parts import Chart
from parreport.language import text

ICICLE_HEIGHT = 630.0
LEAST_LEAF = 24.0
EDGES = (0.0, 138.0, 372.0, WIDTH)
ONE_LINE = 9.9
FILLS = (theme.LIGHT, theme.PALE, theme.PALE)
SURVEY = theme.HEAT_ABOVE[1]
PLOT = (34.0, 338.0, 26.0, 286.0)
NAMED = 6


@dataclass(frozen=True)
class Page:
    """A picture of words and marks at places of their own, in points, heights from the top."""

    figure: Any
    axes: Any

    @classmethod
    def open(cls, height: float, labels: Sequence[str]) -> Page:
        """Return an empty page of the house width, with the labels at its foot."""
        from matplotlib.figure import Figure

        stamp = wrap(" · ".join(labels), WIDTH - 8, SMALL) if labels else []
        tall = height + (len(stamp) * SMALL * LINE + 5 if stamp else 0)
        figure: Any = Figure(figsize=(WIDTH / 72, tall / 72), facecolor=theme.WHITE)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(tall, 0))
        axes.set_axis_off()
        page = cls(figure, axes)
        for number, line in enumerate(reversed(stamp)):
            y = tall - 8 - number * SMALL * LINE
            page.write(MARGIN, y, [line], color=theme.WARM_TEXT, weight="bold")
        return page

    def write(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        color: str = theme.INK,
        weight: str = "normal",
        side: str = "left",
    ) -> None:
        """Write lines, the first one centred on ``y``."""
        for number, line in enumerate(lines):
            base = y + number * SMALL * LINE + 0.35 * SMALL
            self.axes.text(
                x, base, clean(line), fontsize=SMALL, color=color, fontweight=weight, ha=side, va="baseline", zorder=5
            )

    def fill(self, left: float, right: float, top: float, bottom: float, color: str) -> None:
        """Fill a rectangle, with a white rim."""
        self.axes.bar(
            [left],
            [bottom - top],
            right - left,
            [top],
            align="edge",
            color=color,
            edgecolor=theme.WHITE,
            linewidth=0.8,
            zorder=1,
        )


def chart_icicle(
    items: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw the tree of a framework from left to right, each item as tall as its maximum.

    A name stands in its box where it fits whole, else it is left to the table; a leaf of a higher
    level reaches to the right edge.

    Parameters
    ----------
    items
        One row per item in tree order: ``item_name``, ``level`` (1 = area), ``max_points``,
        ``is_leaf``, ``by_survey`` (of a leaf).
    """
    labels = tuple(labels)
    rows = items.reset_index(drop=True)
    most = to_floats(rows, "max_points")
    leaves = [value for value, leaf in zip(most, rows["is_leaf"], strict=True) if leaf]
    unit = min(ICICLE_HEIGHT / sum(leaves), LEAST_LEAF / min(leaves))
    with_survey = bool(rows["by_survey"].any())
    head = 30.0 if with_survey else 17.0
    with theme.theme():
        page = Page.open(head + unit * sum(leaves) + 2, labels)
        if with_survey:
            words = text("points by survey")
            left = WIDTH - MARGIN - measure(words, SMALL)
            page.fill(left - 15, left - 4, 2, 12, SURVEY)
            page.write(left, 7, [words], color=theme.GREY)
        heads = (text("Area"), text("Criterion"), text("Sub-criterion"))
        for words, left in zip(heads, EDGES, strict=False):
            page.write(left + 4, head - 9, [words], color=theme.GREY)
        top = head
        for row, points in zip(rows.to_dict("records"), most, strict=True):
            level = int(row["level"])
            left = EDGES[level - 1]
            right = WIDTH if row["is_leaf"] else EDGES[level]
            fill = SURVEY if row["by_survey"] else FILLS[level - 1]
            bottom = top + unit * points
            page.fill(left, right, top, bottom, fill)
            _name_box(page, (left, right, top, bottom), str(row["item_name"]), points)
            top = bottom if row["is_leaf"] else top
    return Chart(page.figure, title, subtitle, alt, note, id, labels)


def _name_box(page: Page, box: tuple[float, float, float, float], name: str, points: float) -> None:
    """Write a name and its points into a box where both fit whole, else nothing."""
    left, right, top, bottom = box
    figure = format_plain(points)
    line = SMALL * LINE
    room = right - left - 12 - measure(figure, SMALL)
    lines = wrap(name, room, SMALL)
    tall = ONE_LINE + (len(lines) - 1) * line
    if tall > bottom - top or max(measure(one, SMALL) for one in lines) > room:
        return
    first = (top + bottom - (len(lines) - 1) * line) / 2
    page.write(right - 4, first, [figure], color=theme.GREY, side="right")
    page.write(left + 4, first, lines)


def chart_items(
    items: pd.DataFrame,
    chance: float = math.nan,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw each leaf by how much is reached on it and how it goes with the other leaves.

    Leaves without a correlation are left out; the lowest ones below 0 are named, six at most.

    Parameters
    ----------
    items
        One row per leaf: ``item_name``, ``mean_pct``, ``item_rest_correlation``.
    chance
        Correlations up to this size can be chance; drawn as a band. NaN = no band.
    """
    labels = tuple(labels)
    rows = items[items["item_rest_correlation"].notna()]
    rows = rows.sort_values("item_rest_correlation", kind="stable").reset_index(drop=True)
    across, up = to_floats(rows, "mean_pct"), to_floats(rows, "item_rest_correlation")
    scale = fit_scale(across, tight=True)
    low = max(min(math.floor(min(up) / 0.2 - 0.25) * 0.2, -0.2), -1.0)
    high = max(math.ceil(max(up) / 0.2) * 0.2, 0.4)
    left, right, top, bottom = PLOT

    def x(value: float) -> float:
        return left + 8 + (right - left - 16) * (value - scale.low) / (scale.high - scale.low)

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / (high - low)

    with theme.theme():
        page = Page.open(bottom + 32, labels)
        page.write(MARGIN, 8, [text("correlation with the other items")], color=theme.GREY)
        if not math.isnan(chance):
            edge = max(low, -chance), min(high, chance)
            page.fill(left, right, y(edge[1]), y(edge[0]), theme.PALE)
        for step in range(round(low / 0.2), round(high / 0.2) + 1):
            height = y(step * 0.2)
            color, width = (theme.GREY, 0.9) if step == 0 else (theme.LIGHT, 0.5)
            page.axes.plot([left, right], [height, height], color=color, lw=width, zorder=1.5)
            words = format_number(step * 0.2, 1)
            page.write(left - 4, height, [words], color=theme.GREY, side="right")
        for tick in scale.ticks:
            page.write(x(tick), bottom + 10, [format_plain(tick)], color=theme.GREY, side="center")
        page.write(right, bottom + 23, [text("mean, % of the maximum")], color=theme.GREY, side="right")
        colors = [theme.WARM if value < 0 else theme.ACCENT for value in up]
        page.axes.scatter(
            [x(v) for v in across],
            [y(v) for v in up],
            s=26,
            c=colors,
            alpha=0.8,
            edgecolors=theme.WHITE,
            linewidths=0.5,
            zorder=3,
            label="items",
        )
        named = rows[rows["item_rest_correlation"] < 0].head(NAMED)
        _name_dots(page, [x(v) for v in across], [y(v) for v in up], to_words(named, "item_name"))
    return Chart(page.figure, title, subtitle, alt, note, id, labels)


def _name_dots(page: Page, xs: Sequence[float], ys: Sequence[float], names: Sequence[str]) -> None:
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
        middle = tops[i] + line / 2
        page.write(left, middle, blocks[i])
        page.axes.plot([xs[i], left - 3], [ys[i], middle], color=theme.WARM_LIGHT, lw=0.8, zorder=2)


def chart_weights(
    areas: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw the share of each area in the points against its share in the spread of the index.

    Parameters
    ----------
    areas
        One row per area, in print order: ``area_name``, ``weight_pct`` (blank for bonus and
        penalty), ``effective_pct``.
    """
    labels = tuple(labels)
    rows = areas.reset_index(drop=True)
    weight, effective = to_floats(rows, "weight_pct"), to_floats(rows, "effective_pct")
    figures = [
        Figures(text("share of the maximum %"), print_cells(rows, "weight_pct", _one), [theme.GREY] * len(rows)),
        Figures(text("share of the differences %"), print_cells(rows, "effective_pct", _one), weight="bold"),
    ]
    with theme.theme():
        names = Names.fit(to_words(rows, "area_name"))
        scale = fit_scale([0.0, *weight, *effective], top=None)
        signs: list[Sign] = [
            ("hollow", theme.GREY, text("share of the maximum")),
            ("dot", theme.ACCENT, text("share of the differences between units")),
        ]
        sheet = Sheet(names, scale, figures=figures, legend=signs, pitch=21, labels=labels)
        sheet.draw_tracks()
        sheet.draw_links(weight, effective, [theme.ACCENT_LIGHT] * len(rows))
        sheet.draw_dots(weight, theme.GREY, "weight", hollow=True)
        sheet.draw_dots(effective, theme.ACCENT, "effective")
    return Chart(sheet.figure, title, subtitle, alt, note, id, labels)


def _one(value: Any) -> str:
    return format_number(value, 1)
