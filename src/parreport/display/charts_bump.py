"""The chart of ranks over years: each unit a line from its first place to its last.

In: ranks by unit and year, who is drawn in colour, the words around the picture. Out: a chart. A
year in which a unit was not ranked leaves a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parreport.display import theme
from parreport.display.canvas import LEGEND, Canvas, known_runs
from parreport.display.charts import MARGIN, WIDTH
from parreport.display.formats import format_number
from parreport.display.lettering import LINE, SMALL, TEXT, measure, wrap
from parreport.display.parts import Chart
from parreport.language import text

WIDEST = 196.0
PLOT = 96.0
MANY = 30


@dataclass(frozen=True)
class Path:
    """The way of one unit: its name, its rank by year (NaN = not ranked), places gained if told."""

    name: str
    ranks: Sequence[float]
    places: int | None = None


def place_ranks(paths: Sequence[Path], year: int) -> dict[int, float]:
    """Return how far down each ranked unit stands in a year: its rank, ties one under the other."""
    order = sorted(
        (i for i, path in enumerate(paths) if not math.isnan(path.ranks[year])),
        key=lambda i: (paths[i].ranks[year], _near(paths[i], year), i),
    )
    placed: dict[int, float] = {}
    for before, i in zip([None, *order], order, strict=False):
        rank = paths[i].ranks[year]
        tied = before is not None and paths[before].ranks[year] == rank
        placed[i] = placed[before] + 1 if tied and before is not None else rank
    return placed


def _near(path: Path, year: int) -> float:
    """Return the rank of the year before, else after, by which tied units are ordered."""
    near = [path.ranks[i] for i in (year - 1, year + 1) if 0 <= i < len(path.ranks)]
    return next((rank for rank in near if not math.isnan(rank)), 0.0)


def chart_ranks(
    paths: Sequence[Path],
    years: Sequence[int],
    breaks: Sequence[bool],
    *,
    title: str,
    subtitle: str,
    alt: str,
    note: str = "",
    id: str = "",
    labels: Iterable[str] = (),
) -> Chart:
    """Draw the rank of each unit over the years, full names and ranks at both ends.

    Units with ``places`` are drawn in colour, up in the accent, down in the warm colour; all others
    in grey. A unit that is ranked in neither end is named where its line ends.

    Parameters
    ----------
    paths
        One per unit; those in colour are drawn over the others.
    years
        The years, ascending, at least two.
    breaks
        For each pair of adjacent years, whether the series breaks between them.
    """
    labels, last = tuple(labels), len(years) - 1
    with theme.theme():
        slots = [place_ranks(paths, year) for year in range(len(years))]
        deepest = max((max(one.values()) for one in slots if one), default=1.0)
        names = [_name(path) for path in paths]
        room = (WIDTH - 2 * MARGIN - PLOT) / 2 - 26
        plain = all(measure(name, TEXT, "bold") <= room for name in names)
        wide = max(min(max((measure(n, TEXT, "bold") for n in names), default=40.0), WIDEST if plain else 150.0), 40.0)  # fmt: skip
        wide = min(wide, room)
        lines = [wrap(name, wide) for name in names]
        size = TEXT if deepest <= MANY + 10 else SMALL
        pitch = max(len(one) for one in lines) * size * LINE + (4 if deepest <= MANY + 10 else 0)
        left, right = MARGIN + wide + 26, WIDTH - MARGIN - wide - 26
        top = (LEGEND if any(breaks) else 0.0) + 16
        bottom = top + deepest * pitch + 4
        canvas = Canvas(bottom + 6, labels)
        if any(breaks):
            canvas.explain([("rule", theme.GREY, text("criteria set changed"))])
        span = max(years[-1] - years[0], 1)

        def across(year: float) -> float:
            return left + (year - years[0]) / span * (right - left)

        def down(slot: float) -> float:
            return top + (slot - 0.5) * pitch

        for year in years:
            canvas.write(across(year), top - 9, str(year), color=theme.GREY, side="center")
        for at, is_break in enumerate(breaks):
            if is_break:
                canvas.draw_break(across((years[at] + years[at + 1]) / 2), top, bottom)
        plot = canvas.plot(
            (left, right), (top, bottom), (years[0], years[0] + span),
            ((bottom - top) / pitch + 0.5, 0.5),
        )  # fmt: skip
        plot.set_zorder(2)
        for i, path in enumerate(paths):
            color, strong = _color(path, len(paths)), path.places is not None
            values = [slot.get(i, math.nan) for slot in slots]
            for run in known_runs(values):
                plot.plot(
                    [years[at] for at in run], [values[at] for at in run], color=color,
                    lw=2.2 if strong else 0.9, marker="o", mec=color,
                    ms=4.4 if strong else 2.6 if len(paths) <= MANY or len(run) == 1 else 0,
                    zorder=3 if strong else 2, clip_on=False, label=path.name,
                )  # fmt: skip
            ink = theme.INK if not strong else theme.ACCENT if (path.places or 0) > 0 else theme.WARM_TEXT  # fmt: skip
            for at, x, step in ((0, left, -1), (last, right, 1)):
                if i not in slots[at]:
                    continue
                y, faint = down(slots[at][i]), ink if strong else theme.GREY
                rank = format_number(path.ranks[at], 0)
                canvas.write(x - 8 if step < 0 else x + 21, y, rank, size=size, color=faint, side="right")  # fmt: skip
                canvas.write_lines(
                    x + 26 * step, y, lines[i], size=size, color=ink,
                    weight="bold" if strong else "normal", side="right" if step < 0 else "left",
                )  # fmt: skip
            known = [at for at, value in enumerate(values) if not math.isnan(value)]
            if known and 0 not in known and last not in known:
                words = f"{format_number(path.ranks[known[-1]], 0)} {path.name}"
                canvas.write(across(years[known[-1]]) + 6, down(values[known[-1]]), words, size=size, on_white=True)  # fmt: skip
    return Chart(canvas.figure, title, subtitle, alt, note, id, labels)


def _name(path: Path) -> str:
    """Return the name of a unit, with the places it gained or lost where it is in colour."""
    if path.places is None:
        return path.name
    return f"{path.name} ({format_number(path.places, 0, signed=True)})"


def _color(path: Path, n: int) -> str:
    if path.places is None:
        return theme.FAINT if n <= MANY else theme.LIGHT
    return theme.ACCENT if path.places > 0 else theme.WARM
