"""Which leaf a row is about, and the points that a cell gives it.

In: rows of inputs, the framework. Out: leaves, points within their maximum; a fault at the cell where not.
"""

from __future__ import annotations

from decimal import Decimal

from parreport.cells import write_number
from parreport.inputs.framework import Block, Item
from parreport.inputs.rows import Row
from parreport.language import message


def find_leaf(row: Row, block: Block) -> Item | None:
    """Return the leaf that a row is about; a fault where the code is unknown or has parts."""
    code = row.find_code("item_code", block.by_code)
    item = None if code is None else block.by_code[code]
    if not block.items or (item is None and row["item_code"] in row.faults.lost_items):
        return None
    if item is None:
        row.code_in("item_code", "item code", block.leaf_codes)
    elif not item.is_leaf:
        row.fault("item_code", message("a leaf, an item without parts"))
    else:
        return item
    return None


def read_points_cell(row: Row, column: str, item: Item) -> Decimal | None:
    """Return the points in a cell: not negative, and not above the maximum of the leaf.

    A bonus or penalty above its own maximum is no fault here: scoring cuts it, with a note.
    """
    points = row.number_in(column)
    if points is None:
        return None
    if points < 0:
        expected = message("points from 0 up")
        if item.method == "penalty":
            expected = message("penalty points as a positive number")
        row.fault(column, expected)
        return None
    if not item.outside and item.max_points is not None and points > item.max_points:
        row.fault(column, message("at most {maximum} (max_points)", maximum=write_number(item.max_points)))
        return None
    return points
