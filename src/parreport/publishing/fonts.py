"""The typeface of pages and print: Be Vietnam Pro, cut down to what reports need.

In: the TTF files of fontpkg-be-vietnam-pro, and DejaVu Sans of matplotlib for the few signs that
Be Vietnam Pro lacks. Out: CSS with the fonts as data, the same bytes in every run; for print,
files in a folder, and how wide words are. Which letters print can draw is told by ``typefaces``.
"""

from __future__ import annotations

import base64
import io
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from parreport.letters import REPLACEMENT
from parreport.typefaces import SIGNS_FACES, SLANTED, WEIGHTS, letters_file, signs_file

DIGITS = tuple(map(ord, "0123456789"))
NUMBERS = (*DIGITS, *map(ord, " ,.%+-−–/()\u00a0"))  # a figure in one font is read as one
FIGURES = "Press Figures"
FEATURES = ("ccmp", "locl", "mark", "mkmk", "kern")
SIGNS = "▲▼△▽→←↑↓↗↘●○■□✓✗\u2009\u202f\u2011"
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1A0, 0x1B0),
    (0x300, 0x309),
    (0x323, 0x323),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2026),
    (0x2030, 0x203A),
    (0x20AB, 0x20AB),
    (0x2190, 0x2199),
    (0x2200, 0x2265),
)


@cache
def font_faces() -> str:
    """Return the ``@font-face`` rules of a page.

    The family Press is the text; Press Figures has digits of one width, so that numbers stand
    under each other (Be Vietnam Pro has no tabular figures); Press Signs has arrows and triangles.
    """
    letters = [code for first, last in RANGES for code in range(first, last + 1)]
    rules = []
    for weight, style in WEIGHTS.items():
        file = letters_file(style)
        rules.append(_face("Press", weight, _subset(file, letters, FEATURES)))
        rules.append(_face(FIGURES, weight, _subset(file, DIGITS, one_width=True), "U+30-39"))
    signs = _subset(signs_file("DejaVuSans"), [ord(sign) for sign in SIGNS])
    rules.append(_face("Press Signs", 400, signs))
    return "\n".join(rules)


@cache
def font_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder with the fonts of print; it goes when the process ends.

    Be Vietnam Pro and its slanted styles, Press Figures (its digits at one width, and the signs
    between them), and DejaVu Sans for signs that Be Vietnam Pro lacks.
    """
    folder = tempfile.TemporaryDirectory(prefix="parreport-fonts-")
    place = Path(folder.name)
    for style in (*WEIGHTS.values(), *SLANTED):
        shutil.copy(letters_file(style), place)
    for name in SIGNS_FACES:
        shutil.copy(signs_file(name), place)
    for style in WEIGHTS.values():
        font = _subset(letters_file(style), NUMBERS, one_width=True, family=FIGURES)
        (place / f"PressFigures-{style}.ttf").write_bytes(font)
    return folder


@cache
def _advances(style: str) -> tuple[dict[int, float], float]:
    """Return how wide the letters of a style are, in em, and the width of a letter it lacks."""
    from fontTools.ttLib import TTFont

    with TTFont(letters_file(style), lazy=True) as font:
        size, widths, names = font["head"].unitsPerEm, font["hmtx"], font.getBestCmap()
    known = {code: widths[name][0] / size for code, name in names.items()}
    known.update(dict.fromkeys(DIGITS, known[ord("0")]))
    known.update({0x2009: 0.2, 0x202F: 0.2, 0x200B: 0.0, 0x200E: 0.0, ord(REPLACEMENT): 0.95})
    return known, 0.85


@lru_cache(maxsize=50_000)
def measure(words: str, style: str = "Regular") -> float:
    """Return how wide words are in print, in em."""
    known, other = _advances(style)
    return sum(known.get(ord(letter), other) for letter in words)


def _face(family: str, weight: int, font: bytes, letters: str = "") -> str:
    data = base64.b64encode(font).decode("ascii")
    span = f"unicode-range:{letters};" if letters else ""
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:normal;{span}'
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _subset(
    file: Path, letters: Iterable[int], features: Sequence[str] = (), one_width: bool = False, family: str = ""
) -> bytes:
    """Return a font cut down to some letters: as WOFF2, or as TTF under a family name."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    with TTFont(file, recalcTimestamp=False) as font:
        options = subset.Options(hinting=False, layout_features=list(features))
        options.name_IDs = [0, 2, 13, 17] if family else [0, 13]
        options.drop_tables += ["FFTM"]
        if not features:
            # To read what goes anyway would be most of the work.
            for table in ("GSUB", "GPOS", "GDEF", "kern"):
                if table in font:
                    del font[table]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=list(letters))
        cutter.subset(font)
        if one_width:
            _even_out(font)
        if family:
            style = str(font["name"].getBestSubFamilyName())
            for number, words in ((1, family), (4, f"{family} {style}"), (16, family)):
                font["name"].setName(words, number, 3, 1, 0x409)
            font["name"].setName(f"{family} {style}".replace(" ", "-"), 6, 3, 1, 0x409)
        else:
            font.flavor = "woff2"
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()


def _even_out(font: Any) -> None:
    """Give every digit the width of the digit 0, each in the middle of its place."""
    outlines, widths, names = font["glyf"], font["hmtx"], font.getBestCmap()
    width = widths[names[ord("0")]][0]
    for name in (names[digit] for digit in DIGITS):
        old, bearing = widths[name]
        shift = round((width - old) / 2)
        outlines[name].coordinates.translate((shift, 0))
        outlines[name].recalcBounds(outlines)
        widths[name] = (width, bearing + shift)
