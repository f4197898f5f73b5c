"""What a correction changes: each figure that differs from the published one, and why.

In: index, items and leaves as computed now, the published figures. Out: corrections, one row per
figure that changed. Source: ``docs/methodology.md`` 1.11.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parreport.cells import rearm, write_cell
from parreport.columns import INDEX, ITEMS, rows_of
from parreport.tabular import Table

COLUMNS = ["unit_code", "item_code", "figure", "before", "now", "reason"]
COMPARED = {"index": ("index_pct", "rank", "band"), "items": ("points", "max_points")}


def find_corrections(
    index: pd.DataFrame,
    items: pd.DataFrame,
    leaves: pd.DataFrame,
    published_index: Mapping[str, Mapping[str, str]],
    published_items: Mapping[tuple[str, str], Mapping[str, str]],
) -> pd.DataFrame:
    """Find every figure that differs from the published one: one row per unit, item and figure.

    ``item_code`` is blank for the index, rank and class of a unit; of the items, the leaves are
    compared. ``before`` and ``now`` are the cells of the two files (blank = there was none);
    ``reason`` is the reason that stands with the leaf now.
    """
    reasons = {(unit, item): reason for unit, item, reason in rows_of(leaves, "unit_code", "item_code", "reason")}
    now_index = {(row["unit_code"], ""): _cells(row, INDEX) for row in index.to_dict("records")}
    now_items = {
        (row["unit_code"], row["item_code"]): _cells(row, ITEMS) for row in items[items["is_leaf"]].to_dict("records")
    }
    was_index = {(unit, ""): cells for unit, cells in published_index.items()}
    was_items = {key: cells for key, cells in published_items.items() if key in now_items}
    rows: list[tuple[str, str, str, str, str, str]] = []
    for kind, was, now in (("index", was_index, now_index), ("items", was_items, now_items)):
        for key in [*now, *(key for key in was if key not in now)]:
            before, after = was.get(key, {}), now.get(key, {})
            rows.extend(
                (*key, figure, before.get(figure, ""), after.get(figure, ""), reasons.get(key, "") or "")
                for figure in COMPARED[kind]
                if before.get(figure, "") != after.get(figure, "")
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _cells(row: Mapping[Any, Any], table: Table) -> dict[str, str]:
    known = [column for column in table.columns if column.name in row]
    return {column.name: rearm(write_cell(row[column.name], column.kind)) for column in known}
