"""How wide the letters of Times New Roman are, in bold type, the widest that a table is set in.

In: words. Out: their width in em. The typeface itself need not be on the machine that builds: its
widths are those of Times, which every typeface that stands in for it shares.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

WIDTHS = {
    0.220: "|",
    0.250: " ,.·\u00a0",
    0.278: "'/\\il",
    0.300: "²³",
    0.333: "!()-:;[]`fjt‘’",
    0.350: "•",
    0.389: "Is",
    0.394: "{}",
    0.400: "°",
    0.444: "cerz",
    0.500: "#$*0123456789?J_agovxy–“”§",
    0.520: "~",
    0.549: "≥≤±",
    0.555: '"',
    0.556: "Sbdhknpquđơ",
    0.570: "+<=>−×",
    0.581: "^",
    0.600: "ư",
    0.611: "FP",
    0.667: "BELTZ",
    0.722: "ACDNRUVXYwĐ",
    0.778: "GHKOQƠ",
    0.796: "Ư",
    0.833: "&m",
    0.930: "@",
    0.944: "M",
    0.990: "▲▼",
    1.000: "%W—…→←",
    0.200: "\u2009\u202f",
    0.0: "\u200b\n",
}
OTHER = 0.85
HORN = "\u031b"

_KNOWN = {letter: width for width, letters in WIDTHS.items() for letter in letters}


@lru_cache(maxsize=50_000)
def measure_times(words: str, style: str = "") -> float:
    """Return how wide words are in Times New Roman Bold, in em; plain ones are a little narrower."""
    return sum(_KNOWN[one] if one in _KNOWN else _width(one) for one in words)


def _width(letter: str) -> float:
    """Return how wide a letter with marks is: as wide as the one without them, a horn aside."""
    plain = unicodedata.normalize("NFD", letter)
    base = plain[0]
    if HORN in plain:
        base = unicodedata.normalize("NFC", base + HORN)
    return _KNOWN.get(base, OTHER)
