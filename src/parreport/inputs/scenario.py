"""A scenario: points that some leaves would have, to see how index, rank and class would change.

In: a file ``unit_code,item_code,points``, the scored leaves. Out: the points by unit and leaf; all
faults are kept. Source: ``docs/methodology.md`` 3.9.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd

from parreport import columns
from parreport.cells import write_number
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.framework import Framework
from parreport.inputs.points import leaf_rows, read_points_cell
from parreport.inputs.tables import read_rows
from parreport.language import message


def read_scenario(
    path: Path, units: pd.DataFrame, leaves: pd.DataFrame, framework: Framework, units_file: str, faults: Faults
) -> dict[tuple[str, str], Decimal]:
    """Return the points of a scenario, by unit and leaf: from 0 to the leaf's maximum.

    A leaf that does not apply to the unit stays so: points for it are a fault; one that is a gap gets
    them. Bonus and penalty leaves may be in it, a penalty as a positive number; one without a maximum
    has no upper limit.
    """
    blocks = dict(zip(units["unit_code"], units["block"], strict=True))
    absent = leaves.loc[~leaves["applies"] & (leaves["origin"] != "missing"), ["unit_code", "item_code"]]
    without = set(zip(absent["unit_code"], absent["item_code"], strict=True))
    points: dict[tuple[str, str], Decimal] = {}
    rows = read_rows(path, columns.SCENARIO_FILE, faults)
    for row, unit, item, is_first in leaf_rows(rows, blocks, framework, units_file):
        if not is_first:
            continue
        if (unit, item.code) in without:
            row.fault("item_code", message("an item that applies to the unit"))
            continue
        given = read_points_cell(row, "points", item)
        if given is None and "points" not in row.faulty:
            row.fault("points", message("the points of the scenario"))
        elif given is not None and item.max_points is not None and given > item.max_points:
            row.fault("points", message("at most {maximum} (max_points)", maximum=write_number(item.max_points)))
        elif given is not None:
            points[unit, item.code] = given
    if not rows and shown_path(path) not in faults.unread:
        faults.fault_at(path, message("at least one unit and item"), found="", row=2)
    return points
