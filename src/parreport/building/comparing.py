"""Our points beside those that a portal prints of the same units.

In: units as printed, scored leaves. Out: each printed figure that is other than ours. That stops nothing:
who reads it decides which of the two is right.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.cells import write_number
from parreport.columns import rows_of
from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import AREAS, TOTAL, PrintedUnit
from parreport.language import message


def compare_printed(units: list[PrintedUnit], leaves: pd.DataFrame, differing: Faults) -> int:
    """Tell where our points differ from printed ones; return how many printed figures were compared.

    A unit with a gap has no total, and its area none, to be compared.
    """
    points: dict[str, dict[str, Decimal | None]] = {}
    for unit_code, item, given in rows_of(leaves, "unit_code", "item_code", "points"):
        points.setdefault(unit_code, {})[item] = given
    compared_n = 0
    for unit in units:
        own = points[unit.code]
        sums: dict[str, Decimal | None] = {}
        for area in AREAS:
            parts = [given for item, given in own.items() if item.split(".")[0] == area]
            sums[area] = None if None in parts else sum((one or Decimal(0) for one in parts), Decimal(0))
        is_whole = None not in sums.values()
        ours = {**own, TOTAL: sum((one or Decimal(0) for one in own.values()), Decimal(0)) if is_whole else None}
        printed = [(code, one.points) for code, one in unit.leaves.items() if one.numerator is not None]
        if not own.keys() & set(AREAS):  # where areas are leaves themselves, their points are those printed
            ours |= sums
            printed += unit.areas.items()
        for code, figure in [*printed, (TOTAL, unit.total)]:
            mine = ours.get(code)
            if mine is None or figure is None:
                continue
            compared_n += 1
            if mine != figure:
                expected = message("{points}, as the rules give it", points=write_number(mine))
                differing.add(unit.place.at(code).problem(expected, write_number(figure), unit.code))
    return compared_n
