"""How wide the columns of a printed table are, and what becomes of a table that is too wide.

In: heads and cells as words, and the room on the page. Out: widths in points. A table that does
not fit is set smaller, then on a page laid crosswise, then in several tables that repeat its head
column; nothing is ever cut at the margin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from unicodedata import combining

from parreport.publishing.fonts import measure

PAGE = (595.28, 841.89)
MARGIN = 51.0
GUTTER = 9.0
PADDING = {"plain": 3.7, "heat": 0.0, "wide": 2.5}
WHOLE_HEIGHT = {"plain": 150.0, "heat": 480.0, "wide": 120.0}
SIZES = {"plain": 9.0, "heat": 8.2, "wide": 7.6}
SMALLEST = 6.4
NARROWEST = 2.6
SHORT = 8.5
WORDS = 0.36
HEAD_LINES, LONGEST_HEAD = 2.2, 7.5
LONGEST_WORD = 14.0
SLACK = 1.02

Measure = Callable[[str, str], float]  # words and their style → em

_WORD = re.compile(r"[^\s-]+-?|-")
_HEAD_WORD = re.compile(r"[^\s–-]+[–-]?|[–-]")  # a span of days breaks after its dash: 01/01–23/09/2026


@dataclass(frozen=True)
class Sheet:
    """The paper that tables are fitted to, in points, and its type sizes by style of table.

    ``upright`` and ``crosswise``: the width of the text; a table is set smaller in steps of
    ``step`` down to ``smallest``. ``letters``: how wide words are in its typeface, in em. ``blank``:
    how wide a column to be filled in by hand is at least, in em. Words must get a ``fair`` part of
    the page unless the type is smaller by more than ``patience``. ``padding`` above and beneath the
    words of a row; a table that is not higher than ``whole``, on paper that lies crosswise not higher
    than ``whole_crosswise`` either, stays on one page. ``words``: the share of the page that columns
    of words keep before columns of figures get more than they need.
    """

    upright: float
    crosswise: float
    sizes: Mapping[str, float]
    smallest: float
    step: float = 0.4
    letters: Measure = measure
    blank: float = 0.0
    patience: float = 1.0
    padding: Mapping[str, float] = field(default_factory=lambda: PADDING)
    whole: Mapping[str, float] = field(default_factory=lambda: WHOLE_HEIGHT)
    whole_crosswise: float = inf
    words: float = WORDS
    fair: float = WORDS

    def room(self, flipped: bool) -> float:
        """Return the width of the text."""
        return self.crosswise if flipped else self.upright


@dataclass(frozen=True)
class Need:
    """What a column needs, in em: its longest word, its longest line, the share it asks for.

    ``whole``: its cells stand on one line each (figures).
    """

    least: float
    most: float
    share: float = 0.0
    whole: bool = False


@dataclass(frozen=True)
class Fit:
    """How a table is set: type size, crosswise or not, and its column groups with their widths."""

    size: float
    flipped: bool
    groups: tuple[tuple[tuple[int, ...], tuple[float, ...]], ...]


PRINT = Sheet(PAGE[0] - 2 * MARGIN, PAGE[1] - 2 * MARGIN, SIZES, SMALLEST)


def need_of(
    head: Sequence[str], cells: Sequence[str], whole: bool, share: float = 0.0, measure: Measure = measure
) -> Need:
    """Return what a column needs; ``whole``: its cells stand on one line each."""
    lines = [line for cell in cells for line in cell.split("\n")]
    heads = [(line, "SemiBold") for line in head]
    longest = [measure(line, "SemiBold") for line in lines] or [0.0]
    words = [measure(word, style) for line, style in heads for word in _HEAD_WORD.findall(line)]
    if whole:
        words += longest
    else:
        words += [measure(word, "SemiBold") for line in lines for word in _WORD.findall(line)]
    lines_of_head = HEAD_LINES if whole else 1.6
    wanted = max((measure(line, style) / lines_of_head for line, style in heads), default=0.0)
    most = max(*longest, min(wanted, LONGEST_HEAD))
    least = min(max(words, default=0.0), max(LONGEST_WORD, *longest) if whole else LONGEST_WORD)
    if max(longest) <= SHORT:
        least = max(least, *longest)
    least = max(least, NARROWEST)
    most = max(most, least)
    return Need(least, most, share, whole or most <= SHORT)


def fit_table(needs: Sequence[Need], style: str, head_column: int = 0, sheet: Sheet = PRINT) -> Fit:
    """Return how a table is set so that it fits the page."""
    every = tuple(range(len(needs)))
    first = sheet.sizes.get(style, sheet.sizes["plain"])
    gutter = 6.0 if style == "heat" else GUTTER
    for flipped in (False, True):
        width = sheet.room(flipped)
        for size in (first, *_steps(first, sheet)):
            if style == "heat":
                inner = width - 1.6 * (len(needs) - 1)
                widths = share_evenly(needs, size, inner, gutter, head_column)
                least = max((n.least for at, n in enumerate(needs) if at != head_column), default=0)
                if min(widths) >= least * size + gutter:
                    return Fit(size, flipped, ((every, widths),))
            elif _least(needs, size, gutter) <= width and (
                size < first - sheet.patience or _reads_well(needs, size, width, gutter, sheet.fair)
            ):
                return Fit(size, flipped, ((every, share_out(needs, size, width, gutter, sheet.words)),))
    groups, width = [], sheet.room(True)
    for columns in _split(needs, head_column, gutter, sheet):
        own = [needs[at] for at in columns]
        groups.append((columns, share_out(own, sheet.smallest, width, gutter, sheet.words)))
    return Fit(sheet.smallest, True, tuple(groups))


def share_evenly(
    needs: Sequence[Need], size: float, width: float, gutter: float, head_column: int
) -> tuple[float, ...]:
    """Return widths of a heat table: one for its names, one for all its figures."""
    names = min(needs[head_column].most * size + gutter, 0.3 * width)
    names = max(names, needs[head_column].least * size + gutter)
    other = (width - names) / max(1, len(needs) - 1)
    return tuple(round(names if at == head_column else other, 2) for at in range(len(needs)))


def share_out(
    needs: Sequence[Need], size: float, width: float, gutter: float = GUTTER, words: float = WORDS
) -> tuple[float, ...]:
    """Return the width of each column; together they fill the width.

    Where every line has room, the rest goes to all in proportion. Else columns of figures get what
    they need, and columns of words share the rest: by the shares they ask for, or by their lines.
    """
    least = [one.least * size * SLACK + gutter for one in needs]
    most = [max(one.most * size * SLACK + gutter, low) for one, low in zip(needs, least, strict=True)]
    asked = any(one.share for one in needs)
    if sum(most) <= width and not asked:
        return tuple(round(one * width / sum(most), 2) for one in most)
    figures = _share_figures(needs, least, most, width, words)
    widths = [low if one.whole else 0.0 for one, low in zip(needs, figures, strict=True)]
    free = [at for at, one in enumerate(needs) if not one.whole] or list(range(len(needs)))
    parts = {at: needs[at].share if asked else min(most[at], width) for at in free}
    usual = sum(parts.values()) / sum(1 for one in parts.values() if one) if any(parts.values()) else 1
    parts = {at: one or min(usual, most[at] / width) for at, one in parts.items()}
    while free:
        rest = width - sum(one for at, one in enumerate(widths) if at not in free)
        total = sum(parts[at] for at in free)
        narrow = [at for at in free if rest * parts[at] / total < least[at]]
        if not narrow:
            for at in free:
                widths[at] = rest * parts[at] / total
            break
        for at in narrow:
            widths[at] = least[at]
        free = [at for at in free if at not in narrow]
    scale = width / sum(widths)
    return tuple(round(one * scale, 2) for one in widths)


def _share_figures(
    needs: Sequence[Need], least: Sequence[float], most: Sequence[float], width: float, words: float
) -> list[float]:
    """Return widths for columns on one line: all they ask for, if words keep their share."""
    low = sum(one for need, one in zip(needs, least, strict=True) if need.whole)
    high = sum(one for need, one in zip(needs, most, strict=True) if need.whole)
    lines = [(small, wide) for need, small, wide in zip(needs, least, most, strict=True) if not need.whole]
    kept = max(sum(small for small, _ in lines), min(sum(wide for _, wide in lines), width * words))
    share = 1.0 if high <= low else min(1.0, max(0.0, (width - kept - low) / (high - low)))
    return [small + (wide - small) * share for small, wide in zip(least, most, strict=True)]


def estimate_height(
    rows: Sequence[Sequence[str]], widths: Sequence[float], size: float, padding: float, measure: Measure = measure
) -> float:
    """Return about how high the rows of a table are, in points."""
    height = 0.0
    for row in rows:
        lines = [
            sum(max(1, -(-measure(line, "Regular") * size // max(width - GUTTER, 1))) for line in cell.split("\n"))
            for cell, width in zip(row, widths, strict=False)
        ]
        height += max(lines, default=1) * size * 1.3 + 2 * padding
    return height


def break_long(words: str) -> str:
    """Return words in which nothing is too long for a column: breaks are allowed inside it."""
    if measure(words, "SemiBold") <= LONGEST_WORD:
        return words
    pieces = []
    for word in re.split(r"(\s+)", words):
        while measure(word, "SemiBold") > LONGEST_WORD:
            cut = len(word)
            while cut > 1 and measure(word[:cut], "SemiBold") > LONGEST_WORD * 0.9:
                cut -= 1
            while cut > 1 and combining(word[cut]):
                cut -= 1
            pieces.append(f"{word[:cut]}\u200b")
            word = word[cut:]
        pieces.append(word)
    return "".join(pieces)


def _steps(size: float, sheet: Sheet) -> Iterator[float]:
    while size - sheet.step >= sheet.smallest:
        size = round(size - sheet.step, 2)
        yield size


def _least(needs: Sequence[Need], size: float, gutter: float) -> float:
    return sum(one.least * size * SLACK + gutter for one in needs)


def _reads_well(needs: Sequence[Need], size: float, width: float, gutter: float, fair: float) -> bool:
    """Return whether words would get a fair part of the page beside the figures."""
    figures = _least([one for one in needs if one.whole], size, gutter)
    lines = sum(one.most * size + gutter for one in needs if not one.whole)
    return figures + min(lines, width * fair) <= width


def _split(needs: Sequence[Need], head_column: int, gutter: float, sheet: Sheet) -> list[tuple[int, ...]]:
    """Return groups of columns that fit crosswise, the head column in each."""
    groups: list[list[int]] = [[]]
    for at in range(len(needs)):
        if at == head_column:
            continue
        trial = [head_column, *groups[-1], at]
        least = _least([needs[one] for one in trial], sheet.smallest, gutter)
        if groups[-1] and least > sheet.room(True):
            groups.append([])
        groups[-1].append(at)
    return [tuple(sorted({head_column, *group})) for group in groups]
