"""The numbering of an annex: which item stands beneath which, whatever the style of its marks.

In: marks as typed ("I", "1.", "1.2.1", "a)", "-"). Out: the code of each item and that of its parent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ROMAN = re.compile(r"[IVXLC]{1,7}")
STYLES = (
    ("dotted", re.compile(r"(\d{1,3}(?:\.\d{1,3})+)")),
    ("number", re.compile(r"(\d{1,3})")),
    ("roman", ROMAN),
    ("upper", re.compile(r"[A-ZĐ]")),
    ("lower", re.compile(r"[a-zđ]")),
)
MARK = re.compile(
    r"\(?((?:[IVXLC]{1,7}|[A-ZĐ])(?:\.\d{1,3})+|\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7}|[A-ZĐ]|[a-zđ])[.):]?\)?"
)
BEFORE = re.compile(
    r"(?:(?:lĩnh vực|tiêu chí(?: thành phần)?|mục|phần)\s+)?"
    r"(\(?(?:(?:[IVXLC]{1,7}|[A-ZĐ])(?:\.\d{1,3})+|\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7}|[A-ZĐ]|[a-zđ])[.):]\)?)\s*(?=\S)(?!\d)(.+)",
    re.S | re.I,
)
DOTTED_BEFORE = re.compile(r"([1-9]\d{0,2}(?:\.\d{1,3})+)\s+([^\W\d_a-zà-ỹ].*)", re.S)
VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True)
class Mark:
    """A mark: its style, its text without signs around it, and its depth within its style, 1 the highest."""

    style: str
    words: str
    depth: int = 1


def read_mark(typed: str) -> Mark | None:
    """Return the mark that a cell holds; None for anything else."""
    found = MARK.fullmatch(" ".join(typed.split()).replace(" ", ""))
    if found is None:
        return None
    words = found[1]
    if "." in words:
        return Mark("dotted", words, words.count(".") + 1)
    style = next(style for style, shape in STYLES if shape.fullmatch(words))
    return Mark(style, words)


def split_mark(typed: str) -> tuple[str, str]:
    """Return the mark that a name begins with, blank without one, and the name.

    “A. Tên”, “1.1: Tên” and “1.1.1 Tên” begin with marks; “Xã, phường”, “5 năm qua” and “1.5 điểm” with words.
    """
    found = BEFORE.fullmatch(typed) or DOTTED_BEFORE.fullmatch(typed)
    return (found[1], found[2].strip()) if found is not None else ("", typed)


def value_of(mark: Mark) -> int | None:
    """Return the number that a mark counts: IV is 4, c is 3, 1.2.5 is 5."""
    words = mark.words.rpartition(".")[2]
    if words.isdigit():
        return int(words)
    if mark.style == "roman":
        values = [VALUES[one] for one in words]
        return sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))
    letters = "ABCDĐEGHIKLMNOPQRSTUVXY" if "Đ" in words.upper() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters.find(words.upper()) + 1 or None


@dataclass
class Numbering:
    """The place in a numbering while it is read from top to bottom.

    ``path``: the marks that are open, the highest first; ``codes``: their codes.
    """

    path: list[Mark] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def enter(self, mark: Mark) -> tuple[str, str]:
        """Return the code of an item with this mark and that of its parent, blank for an area."""
        mark = self._as_meant(mark)
        at = self._level(mark)
        del self.path[at:], self.codes[at:]
        parent = self.codes[-1] if self.codes else ""
        # A dotted number is a code by itself where it holds that of its parent or stands beneath nothing else.
        whole = mark.style == "dotted" and (
            not parent or mark.words.startswith(f"{parent}.") or mark.words[0].isalpha()
        )
        last = (
            mark.words.rpartition(".")[2]
            if mark.style == "dotted" and at and self.path[-1].style != "roman"
            else mark.words
        )
        code = mark.words if whole or not parent else f"{parent}.{last}"
        self.path.append(mark)
        self.codes.append(code)
        return code, parent

    def _as_meant(self, mark: Mark) -> Mark:
        """Return a single letter as the numeral or letter that its neighbours make it."""
        if mark.style == "roman" and len(mark.words) == 1:
            for other in reversed(self.path):
                if other.style == "upper" and value_of(Mark("upper", mark.words)) == (value_of(other) or 0) + 1:
                    return Mark("upper", mark.words)
                if other.style == "roman":
                    break
        return mark

    def _level(self, mark: Mark) -> int:
        """Return how many open marks stand over this one."""
        if mark.style == "dotted":
            stem = mark.words.rpartition(".")[0]
            for at in range(len(self.path) - 1, -1, -1):
                other = self.path[at]
                if other.words == stem or self.codes[at] == stem:
                    return at + 1
                if other.style == "dotted" and other.depth == mark.depth:
                    return at
            numbers = [at for at, other in enumerate(self.path) if other.style in ("number", "dotted")]
            return numbers[0] + 1 if numbers else len(self.path)
        for at, other in enumerate(self.path):
            if other.style == mark.style:
                return at
        return len(self.path)
