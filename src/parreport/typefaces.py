"""The typefaces of print and charts: where their files lie, and which letters they have.

In: the TTF files of fontpkg-be-vietnam-pro, and DejaVu Sans of matplotlib for the signs that Be
Vietnam Pro lacks. Out: paths; words that can be drawn, in print and in charts alike.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from parreport.letters import find_letters, replace_letters, shared_letters

WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
SLANTED = ("Italic", "SemiBoldItalic", "BoldItalic")
SIGNS_FACES = ("DejaVuSans", "DejaVuSans-Bold")


def letters_file(style: str) -> Path:
    """Return the file of a style of Be Vietnam Pro."""
    import fontpkg_be_vietnam_pro

    return Path(str(fontpkg_be_vietnam_pro.ROOT)) / "files" / f"BeVietnamPro-{style}.ttf"


def signs_file(name: str) -> Path:
    """Return the file of a typeface that matplotlib brings, without loading matplotlib."""
    spec = find_spec("matplotlib")
    file = Path(str(spec.origin if spec else "")).parent / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf"
    if file.exists():
        return file
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"


@cache
def known_letters() -> frozenset[int]:
    """Return the code points that print can draw, in every weight that it sets words in."""
    from fontTools.ttLib import TTFont

    def letters_in(file: Path) -> dict[int, str]:
        with TTFont(file, lazy=True) as font:
            return dict(font.getBestCmap())

    families = (
        [letters_file(style) for style in (*WEIGHTS.values(), *SLANTED)],
        [signs_file(name) for name in SIGNS_FACES],
    )
    return shared_letters(map(letters_in, files) for files in families)


def find_missing(words: str) -> str:
    """Return the distinct letters of a text that print cannot draw as they are, as they come.

    Letters that nobody sees (joiners, selectors) are not among them. For ordinary text no typeface
    is opened.
    """
    return find_letters(words, known_letters)


def replace_missing(words: str) -> str:
    """Return words that print can draw; what it lacks is replaced by something that is seen."""
    return replace_letters(words, known_letters)
