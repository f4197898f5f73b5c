"""Words as the typeface sets them: how wide they are, and in which lines they fit.

In: words, a width in points (1/72 inch). Out: their width, or their lines, nothing cut.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parreport.display.drawing import theme
from parreport.typefaces import replace_missing

TEXT = 8.5
SMALL = 8.0
LINE = 1.28
HINTING = 1.025
UNDRAWN = str.maketrans({"\n": " ", "\u200b": None, "\u200e": None})


def clean(words: str) -> str:
    """Return words as the typefaces can draw them, in one line: composed letters, no thin space.

    A letter that no typeface has is replaced as in print.
    """
    if words.isascii() and words.isprintable():
        return words
    plain = replace_missing(re.sub(r"[\t\n\r]", " ", words))
    return re.sub("[\u2009\u202f]", "\u00a0", plain).translate(UNDRAWN)


def measure(words: str, size: float = TEXT, weight: str = "normal") -> float:
    """Return how wide words are in the house typeface, on a screen that rounds letters up.

    The sum of the letters' widths: laying out whole words each time costs more than the chart.
    """
    return _width(words, weight) * size * HINTING


@lru_cache(maxsize=40_000)
def _width(words: str, weight: str) -> float:
    """Return how wide words are in type of size 1."""
    return sum(_letter_width(letter, weight) for letter in clean(words))


@lru_cache(maxsize=4_000)
def _letter_width(letter: str, weight: str) -> float:
    """Return how far a letter moves on the next one, for type of size 1."""
    return (_layout_width(f"n{letter}n", weight) - _layout_width("nn", weight)) / 100


@lru_cache(maxsize=4_000)
def _layout_width(words: str, weight: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    theme.register_fonts()
    font = FontProperties(family=[theme.FONT, "DejaVu Sans"], size=100, weight=weight)
    return float(text_to_path.get_text_width_height_descent(words, font, False)[0])


def _break(word: str, width: float, size: float, weight: str) -> list[str]:
    """Return a word in pieces that fit; only a word wider than its column is broken."""
    if measure(word, size, weight) <= width:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, size, weight) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _fill(words: str, width: float, size: float, weight: str) -> list[str]:
    lines = [""]
    for word in clean(words).split(" "):
        for piece in _break(word, width, size, weight):
            longer = f"{lines[-1]} {piece}".strip()
            if lines[-1] and measure(longer, size, weight) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
    return lines


def wrap(words: str, width: float, size: float = TEXT, weight: str = "normal") -> list[str]:
    """Return words in as few lines as the width allows, the lines of about equal length."""
    lines = _fill(words, width, size, weight)
    longest_word = max(measure(word, size, weight) for word in clean(words).split(" "))
    if len(lines) == 1 or longest_word > width:
        return lines
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        narrower = _fill(words, max(width * share, longest_word), size, weight)
        if len(narrower) == len(lines):
            return narrower
    return lines
