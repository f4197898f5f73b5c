"""Text and numbers as people type them.

In: a cell as it stands in a file. Out: its text in NFC without stray spaces, or an exact decimal.
Source: ``docs/methodology.md`` 6.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

HARD_SPACES = "\u00a0\u2007\u2009\u200a\u202f"
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[{HARD_SPACES}][0-9]{{3}})+(?![0-9])")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")


class NumberError(ValueError):
    """A text is not a number; ``hint`` is a named reason, or blank."""

    def __init__(self, hint: str = "") -> None:
        self.hint = hint
        super().__init__(hint)


def clean_text(typed: str) -> str:
    """Return a text in NFC, without invisible signs and without spaces around it."""
    if typed.isascii():  # nothing but plain spaces to take away
        return typed.strip()
    return (
        unicodedata.normalize("NFC", typed).translate(INVISIBLE).strip().strip(HARD_SPACES).strip()
    )


def fold_text(typed: str) -> str:
    """Return a text for comparison: NFC, case and the number of spaces ignored."""
    return unicodedata.normalize("NFC", " ".join(clean_text(typed).split()).casefold())


def read_number(typed: str, counted: bool = False) -> Decimal:
    """Return the exact number that a cell holds.

    One comma or point is the decimal mark; hard spaces may group digits in threes. In a counted
    cell one mark followed by exactly three digits is refused, since nobody can tell 12.345 files
    from 12345.

    Raises
    ------
    NumberError
        The text is no number; ``hint`` is ``separators``, ``thousands`` or blank.
    """
    digits = clean_text(typed).replace("\u2212", "-")
    sign = digits[:1] if digits[:1] in "+-" else ""
    grouped = GROUPED.match(digits, len(sign))
    if grouped:
        digits = sign + re.sub(rf"[{HARD_SPACES}]", "", grouped.group()) + digits[grouped.end() :]
    if not NUMBER.fullmatch(digits):
        marks = digits.count(",") + digits.count(".")
        raise NumberError(
            "separators" if marks > 1 and re.fullmatch(r"[+-]?[0-9.,]+", digits) else ""
        )
    if counted and re.fullmatch(r"[+-]?[0-9]*[.,][0-9]{3}", digits):
        raise NumberError("thousands")
    return Decimal(digits.replace(",", "."))
