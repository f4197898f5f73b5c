"""Signs in what people type that cannot stand in a report as they are.

In: texts with their places. Out: faults for signs that are no letters at all, and notes on letters
that the typeface of print lacks; pages and Word have faces of their own for those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from parreport.inputs.faults import Faults
from parreport.typefaces import find_missing

# Control signs, halves of pairs, and code points that Unicode keeps for no character. What stands
# for a line break (``numbers.BREAKS``) is read as one.
STRAYS = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
MOST_ROWS = 20


def find_strays(words: str) -> str:
    """Return the first sign that is no letter, as ``U+0007``; blank where there is none."""
    found = STRAYS.search(words)
    return "" if found is None else f"U+{ord(found[0]):04X}"


def note_letters(file: str, words: str, rows: Iterable[tuple[int, Mapping[str, str]]], faults: Faults) -> None:
    """Note each row whose letters print lacks; ``words`` is the whole file, looked at first."""
    if not find_missing(words):
        return
    more = told = 0
    for number, cells in rows:
        for column, cell in cells.items():
            letters = find_missing(cell)
            if not letters:
                continue
            told += 1
            if told > MOST_ROWS:
                more += 1
                continue
            faults.note(
                "{file}, row {row}, {column}: print lacks {letters}; a sign □ or a likeness stands there",
                file=file,
                row=number,
                column=column,
                letters=" ".join(letters),
            )
    if more:
        faults.note("{file}: the same in {n} more cells", file=file, n=more)
