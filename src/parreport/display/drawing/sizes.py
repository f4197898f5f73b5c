"""How wide and how close a sheet of rows is: on a page, and on a slide.

In: nothing. Out: sizes in points (1/72 inch), those in force where a chart is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

WIDTH = 7.2 * 72


@dataclass(frozen=True)
class SheetSizes:
    """Sizes of a sheet.

    ``widths``: the usual one, and wider ones for what it is too narrow for; ``tallest_row``: rows of
    one line are no taller; ``air``: over and under the words of a row together; ``names``: the names
    are at least so much wider than usual; ``is_flat``: legend and labels stand beside heads and ticks
    where they have room, not on lines of their own.
    """

    widths: tuple[float, ...] = (WIDTH,)
    tallest_row: float = math.inf
    air: float = 5.0
    names: float = 1.0
    is_flat: bool = False


PAGE = SheetSizes()
SLIDE = SheetSizes(widths=(470.0, 500.0, 530.0, 560.0, 590.0), tallest_row=13.2, air=2.2, names=1.3, is_flat=True)
_sizes: ContextVar[SheetSizes] = ContextVar("sheet_sizes", default=PAGE)


def sheet_sizes() -> SheetSizes:
    """Return the sizes in force."""
    return _sizes.get()


@contextmanager
def sheets_for_slides() -> Iterator[None]:
    """Draw sheets for slides inside a ``with`` block: narrow and flat.

    A slide is wide and low: the smaller a sheet, the larger its letters are in the hall.
    """
    token = _sizes.set(SLIDE)
    try:
        yield
    finally:
        _sizes.reset(token)
