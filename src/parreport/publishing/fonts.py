"""The typeface inside a page: Be Vietnam Pro, cut down to what reports need.

In: the TTF files of fontpkg-be-vietnam-pro, and DejaVu Sans of matplotlib for the few signs that
Be Vietnam Pro lacks. Out: CSS with the fonts as data, the same bytes in every run.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
DIGITS = "0123456789"
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
    import fontpkg_be_vietnam_pro
    from matplotlib import get_data_path

    files = Path(str(fontpkg_be_vietnam_pro.ROOT)) / "files"
    letters = [code for first, last in RANGES for code in range(first, last + 1)]
    rules = []
    for weight, style in WEIGHTS.items():
        file = files / f"BeVietnamPro-{style}.ttf"
        rules.append(_face("Press", weight, _subset(file, letters)))
        figures = _subset(file, [ord(digit) for digit in DIGITS], one_width=True)
        rules.append(_face("Press Figures", weight, figures, "U+30-39"))
    dejavu = Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    rules.append(_face("Press Signs", 400, _subset(dejavu, [ord(sign) for sign in SIGNS])))
    return "\n".join(rules)


def _face(family: str, weight: int, font: bytes, letters: str = "") -> str:
    data = base64.b64encode(font).decode("ascii")
    span = f"unicode-range:{letters};" if letters else ""
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:normal;{span}'
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _subset(file: Path, letters: Iterable[int], one_width: bool = False) -> bytes:
    """Return a font cut down to some letters, as WOFF2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(file, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=["ccmp", "locl", "mark", "mkmk", "kern"]
    )
    options.name_IDs = [0, 13]
    options.drop_tables += ["FFTM"]
    if one_width:
        options.layout_features = []
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(letters))
    cutter.subset(font)
    if one_width:
        _even_out(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _even_out(font: Any) -> None:
    """Give every glyph the width of the digit 0, each in the middle of its place."""
    outlines, widths = font["glyf"], font["hmtx"]
    width = widths[font.getBestCmap()[ord("0")]][0]
    for name in font.getBestCmap().values():
        old, bearing = widths[name]
        shift = round((width - old) / 2)
        outlines[name].coordinates.translate((shift, 0))
        outlines[name].recalcBounds(outlines)
        widths[name] = (width, bearing + shift)
