"""A sheet of paper in points: words, lines and signs at places of their own, and plots between them.

In: width, height, words and where they stand. Out: a matplotlib figure. All lengths are in points
(1/72 inch), heights counted from the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, clean, wrap

MARGIN = 3.0
DASHES = (0, (3, 2))
FINE_DASHES = (0, (2, 2))
Side = Literal["left", "right", "center"]
Mark = Literal["dot", "hollow", "small", "tick", "rule", "line", "box", "thin", "thick", "dashed"]
Sign = tuple[Mark, str, str]  # of a legend: what is drawn, its colour, its words

_ROUND: dict[str, dict[str, Any]] = {
    "dot": {"ms": 6.5},
    "hollow": {"ms": 5, "mew": 1, "mfc": theme.WHITE},
    "small": {"ms": 4, "mew": 0.9, "mfc": theme.WHITE},
}
_UPRIGHT: dict[str, dict[str, Any]] = {
    "tick": {"lw": 1.6, "solid_capstyle": "butt"},
    "rule": {"lw": 0.7, "linestyle": FINE_DASHES},
}
_LEVEL: dict[str, dict[str, Any]] = {
    "line": {"lw": 1.4},
    "thin": {"lw": 1.1},
    "thick": {"lw": 2.0},
    "dashed": {"lw": 1.1, "linestyle": DASHES},
}


def stamp_lines(labels: Sequence[str], width: float) -> list[str]:
    """Return the labels (draft, illustrative) that stand at the foot of a picture so wide, in lines."""
    return wrap(" · ".join(labels), width - 8, SMALL) if labels else []


class Paper:
    """A figure of its size; ``page`` is drawn in points."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self.figure: Any = Figure(figsize=(width / 72, height / 72), facecolor=theme.WHITE)
        self.page = self.add_plot((0, width), (0, height), (0, width), (height, 0), zorder=1)

    def add_plot(
        self,
        across: tuple[float, float],
        down: tuple[float, float],
        xlim: tuple[float, float],
        ylim: tuple[float, float],
        zorder: float = 2,
    ) -> Any:
        """Return a plot between two points across and two down, its own figures along both."""
        (left, right), (top, bottom) = across, down
        shares = (left / self.width, 1 - bottom / self.height)
        box = (*shares, (right - left) / self.width, (bottom - top) / self.height)
        axes = self.figure.add_axes(box, xlim=xlim, ylim=ylim, zorder=zorder)
        axes.set_axis_off()
        axes.patch.set_visible(False)
        return axes

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SMALL,
        color: str = theme.INK,
        weight: str = "normal",
        side: Side = "left",
        on_white: bool = False,
        at: Literal["middle", "base"] = "middle",
        above: Any = None,
    ) -> None:
        """Write one line, ``middle``: small letters and figures centred on ``y``; ``above`` the lines of a plot."""
        (above or self.page).text(
            x,
            y + 0.35 * size if at == "middle" else y,
            clean(words),
            fontsize=size,
            color=color,
            fontweight=weight,
            ha=side,
            va="baseline",
            zorder=5,
            transform=self.page.transData,
            bbox={"facecolor": theme.WHITE, "edgecolor": "none", "pad": 0.6} if on_white else None,
        )

    def write_lines(self, x: float, y: float, lines: Sequence[str], *, size: float = TEXT, **look: Any) -> None:
        """Write lines under each other, together centred on ``y``; ``look`` as in :meth:`write`."""
        top = y - len(lines) * size * LINE / 2
        for number, line in enumerate(lines):
            self.write(x, top + (number + 0.5) * size * LINE, line, size=size, **look)

    def write_stamp(self, lines: Sequence[str], foot: float = 4.0) -> None:
        """Write the lines of :func:`stamp_lines`, the last one ``foot`` points over the lower edge."""
        for number, line in enumerate(reversed(lines)):
            y = self.height - foot - number * SMALL * LINE
            self.write(MARGIN, y, line, color=theme.WARM_TEXT, weight="bold", at="base")

    def draw(self, xs: Sequence[float], ys: Sequence[float], color: str, lw: float, **more: Any) -> None:
        """Draw a line through points of the page."""
        self.page.plot(xs, ys, color=color, lw=lw, **({"zorder": 1} | more))

    def draw_sign(self, mark: Mark, x: float, y: float, color: str) -> None:
        """Draw one sign of a legend, centred on a point of the page."""
        if mark in _ROUND:
            self.page.plot([x], [y], "o", **{"mfc": color, "mec": color} | _ROUND[mark])
        elif mark in _UPRIGHT:
            self.page.plot([x, x], [y - 5, y + 5], color=color, **_UPRIGHT[mark])
        elif mark == "box":
            self._draw_box(x, y, color)
        else:
            self.page.plot([x - 8, x + 8], [y, y], color=color, **_LEVEL[mark])

    def _draw_box(self, x: float, y: float, color: str) -> None:
        from matplotlib.patches import Rectangle

        self.page.add_artist(
            Rectangle((x - 8, y - 3), 16, 6, facecolor=color, edgecolor=theme.rim(color), linewidth=0.6)
        )
