"""Example rows of workbooks to be filled in: they show what is meant, and are refused as long as they stand.

In: the cells of a row. Out: whether it is an example.
"""

from __future__ import annotations

from parreport.inputs.numbers import fold_text

EXAMPLE = "VÍ DỤ"


def is_example(typed: str) -> bool:
    """Return whether the first cell of a row says that the row is an example: “VÍ DỤ”, “VÍ DỤ.1”."""
    folded = fold_text(typed)
    head = fold_text(EXAMPLE)
    return folded == head or folded.startswith(f"{head}.")
