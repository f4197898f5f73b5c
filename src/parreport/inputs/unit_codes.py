"""Codes of units: what may name a file on every system, and is not taken for another code.

In: a code. Out: what is wrong with it, in words; what it looks like. Source: ``docs/glossary.md``.
"""

from __future__ import annotations

import re
import unicodedata

from parreport.language import Message, message

LONGEST = 64
SIGNS = re.compile(r"[\w.-]+")
BEGINNING = re.compile(r"[^\W_].*", re.S)
# Names that Windows keeps for devices, whatever follows after a point.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
LOOK_ALIKE = str.maketrans({"0": "o", "O": "o", "1": "l", "I": "l", "|": "l"})


def describe_code_fault(code: str) -> Message | None:
    """Return what a code must be, where it is not that; None where it is sound."""
    if not code:
        return message("the code of the unit")
    if not SIGNS.fullmatch(code):
        return message("letters, digits, “.”, “_” or “-”, since it names files")
    if not BEGINNING.fullmatch(code):
        return message("a code that begins with a letter or a digit, since it names files")
    if code.endswith("."):
        return message("a code that does not end in a point, since it names files")
    if len(code) > LONGEST:
        return message("at most {n} letters, since it names files", n=LONGEST)
    if DEVICES.fullmatch(code):
        return message("a code that is no name of a device: Windows keeps {code} for one", code=code)
    stranger = next((sign for sign in code if not _is_vietnamese(sign)), None)
    if stranger is not None:
        return message(
            "letters of the Vietnamese alphabet and digits 0 to 9; “{sign}” is {name}",
            sign=stranger,
            name=unicodedata.name(stranger, "?"),
        )
    return None


def likeness(code: str) -> str:
    """Return what a code looks like: two codes of one likeness are taken for each other."""
    return code.translate(LOOK_ALIKE).casefold()


def _is_vietnamese(sign: str) -> bool:
    """Return whether a sign is ASCII, đ, or an ASCII letter with marks."""
    plain = unicodedata.normalize("NFD", sign)[0]
    return plain.isascii() or sign in "đĐ"
