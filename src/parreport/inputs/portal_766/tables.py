"""The table of the areas: one row per unit, as the portal saves it or as people keep it.

In: the bytes of a CSV file or a workbook. Out: an :class:`Export`. Heads are those of the portal
(``TEN, MA_COQUAN, CAPDONVIID, CKMB TDGQ CLGQ TTTT MDHL MDSH TONG_SCORE``), of kept copies (``code, name,
ckmb, … total``) or Vietnamese, in any order, beneath titles; copies that keep numerators and denominators
are read with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from parreport.cells import write_number
from parreport.inputs.faults import Faults
from parreport.inputs.numbers import clean_text
from parreport.inputs.portal_766 import kept
from parreport.inputs.portal_766.export import ALIASES, AREAS, TOTAL, Export, Place, PrintedUnit, read_figure
from parreport.inputs.portal_766.grids import Grid, read_grids
from parreport.inputs.portal_766.names import Placed, is_total, place_name, read_level
from parreport.inputs.portal_766.provinces import find_province_within, plain_key
from parreport.inputs.portal_766.times import find_time
from parreport.inputs.unit_codes import describe_code_fault
from parreport.language import message

MOST_TITLES = 40
CODE, NAME, LEVEL = "code", "name", "level"
HEADS = {
    CODE: "ma_coquan, ma co quan, ma don vi, ma dinh danh, ma, code, unit_code, departmentcode",
    NAME: "ten, ten co quan, ten don vi, don vi, co quan, dia phuong, name, unit, unit_name, departmentname",
    LEVEL: "capdonviid, cap don vi, cap, level, childgroup",
    "CKMB": "cong khai minh bach, muc do cong khai minh bach",
    "TDGQ": "tien do giai quyet, tien do giai quyet ho so",
    "ONLINE": "dich vu cong truc tuyen, cung cap dich vu cong truc tuyen, chat luong giai quyet, dich vu truc tuyen",
    "TTTT": "thanh toan truc tuyen",
    "MDSH": "so hoa ho so, muc do so hoa, muc do so hoa ho so, so hoa",
    "MDHL": "muc do hai long, hai long",
    TOTAL: "tong_score, tong score, tong diem, tong so diem, tong, total, totalscore, total_score, diem tong hop",
}
MAXIMA = {"CKMB": 18, "TDGQ": 20, "ONLINE": 12, "TTTT": 10, "MDSH": 22, "MDHL": 18, TOTAL: 100}
_KNOWN = {plain_key(one): column for column, heads in HEADS.items() for one in heads.split(", ")}
_KNOWN |= {plain_key(alias): area for alias, area in ALIASES.items()}
CENT = Decimal("0.01")


def read_table(content: bytes, file: str, faults: Faults, unread: Faults) -> Export | None:
    """Return what a table prints of units; None where it cannot be read, which is a fault."""
    grids = read_grids(content, file, lambda grid: find_head(grid) is not None, faults)
    if not grids:
        return None
    units: list[PrintedUnit] = []
    titles = [PurePath(file).stem]
    found = False
    for grid in grids:
        head = find_head(grid)
        if head is None:
            continue
        found = True
        titles += [grid.sheet, *(cell for row in grid.rows[:head] for cell in row if cell.strip())]
        units += _read_units(grid, head, file, unread)
    if not found:
        expected = message("the heads TEN, MA_COQUAN, CKMB, TDGQ, CLGQ, TTTT, MDHL, MDSH, TONG_SCORE in one row")
        faults.add(Place(file, 1).problem(expected, _first_row(grids)))
        return None
    if all(unit.total is not None and unit.total <= 1 for unit in units) and any(unit.total for unit in units):
        first = units[0]
        expected = message("points of 100; a cell of a workbook that shows a percentage holds a share of 1")
        faults.add(first.place.at(TOTAL).problem(expected, write_number(first.total), first.code))
        return None
    inside, stem = find_time(titles[1:]), find_time(titles[:1])
    province = find_province_within("  ".join(titles[1:])) or find_province_within(titles[0]) or ""
    return Export(file, units, guess=inside.filled(stem), guessed_province=province)


def _first_row(grids: list[Grid]) -> str:
    rows = (row for grid in grids for row in grid.rows if any(cell.strip() for cell in row))
    return ", ".join(next(rows, []))[:200]


def column_of(typed: str) -> str | None:
    """Return the column that a head names; what stands in brackets behind it is left out."""
    words = re.sub(r"\s*[(\[].*", "", clean_text(typed), flags=re.S)
    return _KNOWN.get(plain_key(words))


def find_head(grid: Grid) -> int | None:
    """Return the number of the row in which the heads stand, 0 = the first; None where there is none."""
    for number, row in enumerate(grid.rows[:MOST_TITLES]):
        columns = {column_of(cell) for cell in row}
        is_table = {NAME, CODE} & columns and len(columns & set(AREAS)) >= 2
        if is_table or kept.is_long(row):
            return number
    return None


def _read_units(grid: Grid, head: int, file: str, unread: Faults) -> Iterator[PrintedUnit]:
    heads = grid.rows[head]
    here = file if not grid.sheet else f"{file} [{grid.sheet}]"
    if kept.is_long(heads):
        yield from kept.read_long(grid.rows, head, here, unread)
        return
    columns: dict[str, int] = {}
    left = []
    for position, typed in enumerate(heads):
        column = column_of(typed) or kept.column_of(typed)
        if column is not None and column not in columns:
            columns[column] = position
        elif typed.strip():
            left.append(clean_text(typed))
    place = Place(here, head + 1)
    if left:
        unread.add(place.problem(message("columns that are known; these are not read"), ", ".join(left)))
    for column in (CODE, NAME, *AREAS):
        if column not in columns:
            unread.add(place.at(column).problem(message("the column, which the table lacks")))
    for number, row in enumerate(grid.rows[head + 1 :], start=head + 2):
        cells = {column: row[n] if n < len(row) else "" for column, n in columns.items()}
        if any(cell.strip() for cell in row):
            unit = _read_row(cells, Place(here, number), unread)
            if unit is not None:
                yield unit


def _read_row(cells: dict[str, str], place: Place, unread: Faults) -> PrintedUnit | None:
    code, name = clean_text(cells.get(CODE, "")), clean_text(cells.get(NAME, ""))
    if is_total(name) or (is_total(code) and code):
        unread.add(place.problem(message("a unit; a row of totals or means is left out"), name or code))
        return None
    if not code and not name:
        unread.add(place.problem(message("a unit with its code and its name"), ", ".join(filter(None, cells.values()))))
        return None
    placed = place_name(name, read_level(clean_text(cells.get(LEVEL, ""))))
    fault = describe_code_fault(code)
    if fault is not None:
        unread.add(place.at("MA_COQUAN").problem(fault, code, None))
    if not isinstance(placed, Placed):
        unread.add(place.at("TEN").problem(placed, name, code))
    if fault is not None or not isinstance(placed, Placed):
        return None
    areas = {area: _read_points(cells.get(area, ""), area, place, code, unread) for area in AREAS}
    given = {area: points for area, points in areas.items() if points is not None}
    total = _read_points(cells.get(TOTAL, ""), TOTAL, place, code, unread)
    leaves = kept.read_wide(cells, place, code, unread)
    return PrintedUnit(place, code, placed, leaves, given, total)


def _read_points(typed: str, column: str, place: Place, code: str, unread: Faults) -> Decimal | None:
    """Return the points in a cell; of a percentage, that part of the maximum, which is told."""
    words = clean_text(typed)
    where = place.at(column)
    if not words.endswith("%"):
        return read_figure(typed, where, code, "", unread)
    share = read_figure(words[:-1], where, code, "", unread)
    if share is None:
        return None
    points = (share * MAXIMA[column] / 100).quantize(CENT, ROUND_HALF_UP)
    unread.add(
        where.problem(message("points; {points} were taken, of {n}", points=points, n=MAXIMA[column]), typed, code)
    )
    return points
