"""Signs that are no letters, and letters that print lacks."""

from __future__ import annotations

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.signs import MOST_ROWS, find_strays, note_letters

LACKED = "\u0e01"  # a Thai letter
FINE = "Sở Nội vụ"


@pytest.mark.parametrize(
    ("words", "found"), [(FINE, ""), ("a\tb\nc", ""), ("a\x07b\x01", "U+0007"), ("\x1b", "U+001B"), ("", "")]
)
def test_the_first_sign_that_is_no_letter(words: str, found: str) -> None:
    assert find_strays(words) == found


@pytest.mark.parametrize(("cells", "more"), [(0, 0), (1, 0), (MOST_ROWS, 0), (MOST_ROWS + 1, 1), (MOST_ROWS + 3, 3)])
def test_twenty_cells_are_told_and_the_others_counted(cells: int, more: int) -> None:
    assert MOST_ROWS == 20
    rows = [(n, {"code": FINE, "name": LACKED}) for n in range(2, cells + 2)]
    faults = Faults()
    note_letters("x.csv", LACKED * cells + FINE, rows, faults)
    told = [str(note) for note in faults.notes]
    assert len(told) == cells - more + (more > 0)
    assert [one for one in told if "more cells" in one] == ([f"x.csv: the same in {more} more cells"] if more else [])
    assert all(f"row {n}, name: print lacks {LACKED};" in told[n - 2] for n in range(2, cells - more + 2))


def test_a_file_whose_letters_are_all_there_is_not_looked_through() -> None:
    faults = Faults()
    note_letters("x.csv", FINE, [(2, {"name": LACKED})], faults)
    assert faults.notes == []
