"""The chart of ranks over years: each unit a line from its first place to its last.

In: ranks by unit and year, who is drawn in colour, the words around the picture. Out: a chart. A
year in which a unit was not ranked leaves a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import LEGEND, Canvas, known_runs, spread
from parreport.display.drawing.lettering import LINE, SMALL, TEXT, measure, wrap
from parreport.display.drawing.sheet import MARGIN
from parreport.display.drawing.sizes import WIDTH
from parreport.display.formats import format_number
from parreport.display.parts import Chart
from parreport.language import text

WIDEST = 196.0
PLOT = 96.0
MANY = 30
ROOMY = MANY + 10
RANK_ROOM = 13.0
MOST_HEIGHT = 700.0
TICK_EVERY = 20


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


@dataclass(frozen=True)
class _Layout:
    """Where the rows stand: their pitch, the size of letters, the names and at which ends they stand.

    ``room``: between names and lines, for the ranks. ``of_all``: every unit is named, else only those in colour.
    """

    lines: Sequence[Sequence[str]]
    wide: float
    left_wide: float
    room: float
    size: float
    pitch: float
    of_all: bool = True

    @property
    def left(self) -> float:
        return MARGIN + self.left_wide + self.room

    @property
    def right(self) -> float:
        return WIDTH - MARGIN - self.wide - self.room


def _fit_layout(paths: Sequence[Path], deepest: float, height: float) -> _Layout:
    """Return the first layout that is low enough: names at both ends, at the right end, of some.

    ``height`` is what the rows may take.
    """
    names = [_name(path) for path in paths]
    roomy = deepest <= ROOMY
    size, air = (TEXT, 4.0) if roomy else (SMALL, 0.0)
    room = RANK_ROOM + measure(format_number(deepest, 0), size)
    widest = max((measure(n, TEXT, "bold") for n in names), default=0.0)
    half = (WIDTH - 2 * MARGIN - PLOT) / 2 - room
    both = min(max(min(widest, WIDEST if widest <= half else 150.0), 40.0), half)
    one = max(min(widest, WIDTH - 2 * MARGIN - PLOT - 2 * room), 40.0)
    for wide, left_wide in ((both, both), (one, 0.0)):
        lines = [wrap(name, wide, TEXT, _weight(path)) for name, path in zip(names, paths, strict=True)]
        pitch = max(map(len, lines)) * size * LINE + air
        if deepest * pitch <= height:
            return _Layout(lines, wide, left_wide, room, size, pitch)
    lines = [wrap(name, both, TEXT, "bold") for name in names]
    return _Layout(lines, both, both, room, TEXT, height / deepest, of_all=False)


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
    in grey. Where long names would make the chart higher than a page they stand at the right end
    alone; where there are too many units for that, only those in colour are named, and the note
    says so. A unit without a name at either end is named where its line ends.

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
        top = (LEGEND if any(breaks) else 0.0) + 16
        layout = _fit_layout(paths, deepest, MOST_HEIGHT - top - 10)
        left, right, pitch, size = layout.left, layout.right, layout.pitch, layout.size
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
            (left, right), (top, bottom), (years[0], years[0] + span), ((bottom - top) / pitch + 0.5, 0.5)
        )
        plot.set_zorder(2)
        for i, path in enumerate(paths):
            color, strong = _color(path, len(paths)), path.places is not None
            values = [slot.get(i, math.nan) for slot in slots]
            for run in known_runs(values):
                plot.plot(
                    [years[at] for at in run],
                    [values[at] for at in run],
                    color=color,
                    lw=2.2 if strong else 0.9,
                    marker="o",
                    mec=color,
                    ms=4.4 if strong else 2.6 if len(paths) <= MANY or len(run) == 1 else 0,
                    zorder=3 if strong else 2,
                    clip_on=False,
                    label=path.name,
                )
            known = [at for at, value in enumerate(values) if not math.isnan(value)]
            named_at = {last} if not layout.left_wide else {0, last}
            if known and not named_at & set(known) and (layout.of_all or strong):
                words = f"{format_number(path.ranks[known[-1]], 0)} {path.name}"
                canvas.write(
                    across(years[known[-1]]) + 6, down(values[known[-1]]), words, size=size, on_white=True, above=plot
                )
        for at, x, step in ((0, left, -1), (last, right, 1)):
            own = [i for i in slots[at] if layout.of_all or paths[i].places is not None]
            wanted = [down(slots[at][i]) for i in own]
            tall = [pitch if layout.of_all else len(layout.lines[i]) * size * LINE for i in own]
            places = spread(wanted, tall, top, bottom)
            for i, y, meant in zip(own, places, wanted, strict=True):
                ink, strong = _ink(paths[i]), paths[i].places is not None
                rank = format_number(paths[i].ranks[at], 0)
                if abs(y - meant) > 1:
                    canvas.draw([x + 3 * step, x + 8 * step], [meant, y], _color(paths[i], 0), 0.7)
                canvas.write(
                    x - 8 if step < 0 else x + layout.room - 5,
                    y,
                    rank,
                    size=size,
                    color=ink if strong else theme.GREY,
                    side="right",
                )
                if step > 0 or layout.left_wide:
                    canvas.write_lines(
                        x + layout.room * step,
                        y,
                        layout.lines[i],
                        size=size,
                        color=ink,
                        weight=_weight(paths[i]),
                        side="right" if step < 0 else "left",
                    )
            if not layout.of_all:
                taken = [(y - high / 2, y + high / 2) for y, high in zip(places, tall, strict=True)]
                for tick in (1, *range(TICK_EVERY, round(deepest) + 1, TICK_EVERY)):
                    y = down(tick)
                    if all(y + size < low or y - size > high for low, high in taken):
                        words = format_number(tick, 0)
                        canvas.write(
                            x - 8 if step < 0 else x + layout.room - 5,
                            y,
                            words,
                            size=SMALL,
                            color=theme.GREY,
                            side="right",
                        )
    if not layout.of_all:
        more = text("Only the units in colour are named; the ranks of all stand in the annex.")
        note = f"{note} {more}".strip()
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


def _ink(path: Path) -> str:
    if path.places is None:
        return theme.INK
    return theme.ACCENT if path.places > 0 else theme.WARM_TEXT


def _weight(path: Path) -> str:
    return "normal" if path.places is None else "bold"
