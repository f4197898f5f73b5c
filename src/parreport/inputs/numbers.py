"""Text and numbers as people type them.

In: a cell as it stands in a file. Out: its text in NFC without stray spaces, or an exact decimal.
Source: ``docs/methodology.md`` 6.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

HARD_SPACES = "\u00a0\u2007\u2009\u200a\u202f"
HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
CLEANED = {**dict.fromkeys(map(ord, HIDDEN)), **dict.fromkeys(map(ord, BREAKS), "\n")}
GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[{HARD_SPACES}][0-9]{{3}})+(?![0-9])")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
THREE_PLACES = re.compile(r"[+-]?[0-9]*[.,][0-9]{3}")
UNCLEAR = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
# Digits before and after the decimal mark: of points, and of what is declared. Sums and rates of
# such numbers are exact in the 28 digits that decimals have here.
MOST_DIGITS = {False: (10, 17), True: (15, 9)}
PERCENTAGES = {"amount", "pct", "share"}
LONGEST, HUGE = 60, Decimal("1e99")


class NumberError(ValueError):
    """A text is not a number; ``hint`` is a named reason, or blank."""

    def __init__(self, hint: str = "") -> None:
        self.hint = hint
        super().__init__(hint)


@lru_cache(maxsize=2**15)  # cells of a table are mostly alike
def clean_text(typed: str) -> str:
    """Return a text in NFC, without hidden signs and without spaces around it.

    Line breaks that Word and web pages bring become ordinary ones.
    """
    if typed.isascii() and typed.isprintable():  # nothing but plain spaces to take away
        return typed.strip()
    plain = unicodedata.normalize("NFC", typed.replace("\r\n", "\n")).translate(CLEANED)
    return plain.strip().strip(HARD_SPACES).strip()


def fold_text(typed: str) -> str:
    """Return a text for comparison: NFC, case and the number of spaces ignored."""
    return unicodedata.normalize("NFC", " ".join(clean_text(typed).split()).casefold())


@lru_cache(maxsize=2**15)
def read_number(typed: str, sort: str = "") -> Decimal:
    """Return the exact number that a cell holds.

    One comma or point is the decimal mark; hard spaces may group digits in threes; hidden signs may
    stand around the digits and not between them. ``sort`` says what the number is: ``count`` is
    whole, and one mark followed by exactly three digits is refused, since nobody can tell 12.345
    files from 12345; ``amount`` is refused only where such a mark may group thousands (1.500, not
    0.500); of ``part``, the numerator or denominator of a rate, both hold, and it need not be whole;
    ``days`` are a count. A percent sign may stand behind a percentage (``pct``, ``amount``: 85% is 85)
    and a ``share`` (85% is 0.85).

    Raises
    ------
    NumberError
        The text is no number; ``hint`` is ``separators``, ``thousands``, ``unclear``, ``hidden``,
        ``long``, ``whole`` or blank.
    """
    digits = clean_text(typed).replace("\u2212", "-")
    if digits.endswith("%") and sort in PERCENTAGES:
        number = read_number(digits[:-1], "pct")
        return number.scaleb(-2) if sort == "share" else number
    sign = digits[:1] if digits[:1] in "+-" else ""
    grouped = GROUPED.match(digits, len(sign))
    if grouped:
        digits = sign + re.sub(rf"[{HARD_SPACES}]", "", grouped.group()) + digits[grouped.end() :]
    if not NUMBER.fullmatch(digits):
        marks = digits.count(",") + digits.count(".")
        raise NumberError("separators" if marks > 1 and re.fullmatch(r"[+-]?[0-9.,]+", digits) else "")
    inside = typed.strip(HIDDEN + HARD_SPACES + BREAKS + " \t\r\n")
    if any(sign in HIDDEN for sign in inside):
        raise NumberError("hidden")
    if sort in {"count", "days", "part"} and THREE_PLACES.fullmatch(digits):
        raise NumberError("thousands")
    if sort == "amount" and UNCLEAR.fullmatch(digits):
        raise NumberError("unclear")
    number = Decimal(digits.replace(",", ".")) if len(digits) <= LONGEST else HUGE
    whole, places = MOST_DIGITS[sort not in {"", "pct", "share"}]
    if number.adjusted() >= whole or len(f"{number.normalize():f}".partition(".")[2]) > places:
        raise NumberError("long")
    if sort in {"count", "days"} and number != number.to_integral_value():
        raise NumberError("whole")
    return number
