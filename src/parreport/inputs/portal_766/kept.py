"""Copies of the portal's details that people keep as tables: a row per unit, or a row per leaf.

In: heads and rows. Out: what is printed of each leaf. The first has a column for each numerator and
denominator (``publish_n``, ``publish_d``, …), the second ``unit_code, unit, item_code, numerator,
denominator, printed_points_where_no_ratio``.
"""

from __future__ import annotations

from collections.abc import Iterator

from parreport.inputs.faults import Faults
from parreport.inputs.numbers import clean_text
from parreport.inputs.portal_766.export import METRICS, Place, Printed, PrintedUnit, read_figure
from parreport.inputs.portal_766.names import Placed, place_name
from parreport.inputs.portal_766.provinces import plain_key
from parreport.inputs.unit_codes import describe_code_fault
from parreport.language import message

WIDE = {  # numerator and denominator of a leaf; one name alone = its points
    "CKMB.1": ("publish_n", "publish_d"),
    "CKMB.2": ("update_n", "update_d"),
    "CKMB.3": ("full_n", "full_d"),
    "CKMB.4": ("sync_n", "sync_d"),
    "TDGQ.1": ("on_time", "received"),
    "TTTT.1": ("pay_ok", "pay_due"),
    "TTTT.2": ("payf_ok", "payf_due"),
    "MDSH.1": ("e_result_n", "mdsh_d"),
    "MDSH.2": ("digitised_n", "mdsh_d"),
    "MDSH.3": ("reused_n", "mdsh_d"),
    "MDSH.4": ("personal_n", "mdsh_d"),
    "MDSH.5": ("population_n", "mdsh_d"),
    "MDSH.6": ("form_n", "form_d"),
    "MDSH.7": ("copy_points",),
    "MDHL.1": ("sat_n", "sat_d"),
    "MDHL.2": ("pet_time_n", "pet_time_d"),
    "MDHL.3": ("pet_sat_n", "pet_sat_d"),
}
_WIDE = {plain_key(name): name for names in WIDE.values() for name in names}
_LONG = ("unit_code", "unit", "item_code", "numerator", "denominator", "printed_points_where_no_ratio")
ITEMS = {*METRICS.values(), "TDGQ.1", "ONLINE.1", "TTTT.1", "TTTT.2", "TTTT.3"}


def column_of(typed: str) -> str | None:
    """Return the column of a numerator or denominator that a head names; None for any other."""
    return _WIDE.get(plain_key(clean_text(typed)))


def is_long(heads: list[str]) -> bool:
    """Return whether these are the heads of a table with a row per leaf."""
    return {plain_key(name) for name in _LONG[:5]} <= {plain_key(one) for one in heads}


def read_wide(cells: dict[str, str], place: Place, code: str, unread: Faults) -> dict[str, Printed]:
    """Return what a row prints of the leaves; none of those whose cells are blank or absent."""
    leaves: dict[str, Printed] = {}
    if "mdsh_d" not in cells:  # copies of the areas alone have columns of TDGQ too, left blank
        return leaves
    for item, names in WIDE.items():
        typed = [cells.get(name, "") for name in names]
        if not any(one.strip() for one in typed):
            continue
        sort = "part" if len(names) == 2 else ""
        read = [read_figure(one, place.at(name), code, sort, unread) for one, name in zip(typed, names, strict=True)]
        where = place.at(names[0])
        leaves[item] = Printed(where, read[0], read[1]) if len(read) == 2 else Printed(where, points=read[0])
    return leaves


def read_long(rows: list[list[str]], head: int, file: str, unread: Faults) -> Iterator[PrintedUnit]:
    """Yield the units of a table with a row per leaf, in the order of their first rows."""
    places = {name: n for name in _LONG for n, typed in enumerate(rows[head]) if plain_key(typed) == plain_key(name)}
    units: dict[str, PrintedUnit] = {}
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {name: clean_text(row[n]) if n < len(row) else "" for name, n in places.items()}
        if not any(cells.values()):
            continue
        code, item, place = cells["unit_code"], cells["item_code"], Place(file, number)
        if code not in units:
            placed = place_name(cells["unit"])
            fault = describe_code_fault(code)
            if fault is not None or not isinstance(placed, Placed):
                expected = placed if not isinstance(placed, Placed) else fault
                unread.add(place.problem(expected or message("the code of the unit"), cells["unit"], code))
                continue
            units[code] = PrintedUnit(place, code, placed)
        if item not in ITEMS or item in units[code].leaves:
            known = (
                message("each rate once") if item in ITEMS else message("a rate that the framework has; it is not read")
            )
            unread.add(place.at("item_code").problem(known, item, code))
            continue
        n, d = (read_figure(cells[name], place.at(name), code, "part", unread) for name in _LONG[3:5])
        points = read_figure(cells.get(_LONG[5], ""), place.at(_LONG[5]), code, "", unread)
        units[code].leaves[item] = Printed(place, n, d, points)
    yield from units.values()
