"""What is printed of a unit becomes the rows of ``points.csv``.

In: a unit as printed, its block of the framework. Out: for each leaf its numerator and denominator where
they are sound, else its points; a leaf of which nothing is printed takes what the points of its area
leave, where it is the only one. All that is not plainly read is told.
Source: ``docs/methodology.md`` 2, ``docs/glossary.md`` B.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from parreport.cells import write_number
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, Framework, Item
from parreport.inputs.portal_766.export import Printed, PrintedUnit
from parreport.inputs.rules import Declared, ZeroOfZero
from parreport.language import VIETNAMESE, Message, language, message, text

EXCESS = "VUOT"


@dataclass(frozen=True)
class Row:
    """A row of ``points.csv``; ``points`` is what counts, by the rule or as printed; None is a gap."""

    unit_code: str
    item_code: str
    points: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    evidence: str = ""
    reason: str = ""

    @property
    def appraised(self) -> Decimal | None:
        """The points as printed, None where the rule gives them."""
        return self.points if self.numerator is None else None


def declare_areas(unit: PrintedUnit, block: Block, unread: Faults) -> list[Row]:
    """Return the rows of a unit that is printed by areas: an area is a leaf.

    What the portal prints above the maximum of an area stands in a row of its own, as bonus, so that
    the total is the printed one.
    """
    rows, excess, reasons = [], Decimal(0), []
    for leaf in (one for one in block.leaves if not one.outside):
        points, place = unit.areas.get(leaf.code), unit.place.at(leaf.code)
        if points is None:
            unread.add(place.problem(message("the points of the group; they are left blank"), "", unit.code))
        elif leaf.max_points is not None and points > leaf.max_points:
            facts = {"points": _show_points(points), "area": leaf.code, "maximum": _show_points(leaf.max_points)}
            reasons.append(text("the portal prints {points} points, group {area} has at most {maximum}", **facts))
            excess += points - leaf.max_points
            points = leaf.max_points
        rows.append(Row(unit.code, leaf.code, points, evidence=text("points of the group, printed by the portal")))
    if excess:
        source = text("points of the group, printed by the portal")
        rows.append(Row(unit.code, EXCESS, excess, evidence=source, reason="; ".join(reasons)))
    return rows


def declare_leaves(unit: PrintedUnit, block: Block, framework: Framework, unread: Faults) -> list[Row]:
    """Return the rows of a unit that is printed by leaves."""
    rows: dict[str, Row] = {}
    for area in block.areas:
        leaves = [leaf for leaf in block.leaves if leaf.area_code == area.code]
        read = {leaf.code: _declare(unit, leaf, framework) for leaf in leaves}
        lacking = [leaf for leaf in leaves if read[leaf.code] is None]
        if len(lacking) == 1:
            others = [row.points or Decimal(0) for row in read.values() if row is not None]
            read[lacking[0].code] = _take_rest(unit, lacking[0], others)
        for leaf in leaves:
            row = read[leaf.code] or Row(unit.code, leaf.code)
            rows[leaf.code] = row
            _tell_outcome(unit, leaf, row, leaf in lacking, unread)
    return [rows[leaf.code] for leaf in block.leaves]


def _declare(unit: PrintedUnit, leaf: Item, framework: Framework) -> Row | None:
    """Return the row of a leaf from what is printed of it; None where that is not enough."""
    printed = unit.leaves.get(leaf.code)
    if printed is None:
        return None
    if (points := _score(printed, leaf, framework)) is not None:
        evidence = text("the portal marks the denominator as temporary") if printed.is_temporary else ""
        return Row(unit.code, leaf.code, points, printed.numerator, printed.denominator, evidence)
    if printed.points is None or _is_above(printed.points, leaf):
        return None
    return Row(unit.code, leaf.code, printed.points, evidence=text("points printed by the portal"))


def _is_above(points: Decimal, leaf: Item) -> bool:
    return leaf.max_points is not None and points > leaf.max_points


def _score(printed: Printed, leaf: Item, framework: Framework) -> Decimal | None:
    """Return the points that the rule gives for what is printed; None where the parts are unsound or blank."""
    n, d = printed.numerator, printed.denominator
    if leaf.rule is None or n is None or d is None or n > d:
        return None
    try:
        return leaf.rule.score(Declared(n, d, "", None), leaf.max_points)
    except ZeroOfZero:
        return leaf.max_points if framework.zero_of_zero_on(leaf) == "full" else Decimal(0)


def _take_rest(unit: PrintedUnit, leaf: Item, others: list[Decimal]) -> Row | None:
    """Return the row of the only leaf of its area that is not printed: what the area's points leave."""
    area = unit.areas.get(leaf.area_code)
    rest = None if area is None else area - sum(others, Decimal(0))
    if rest is None or rest < 0 or _is_above(rest, leaf):
        return None
    evidence = text("points printed by the portal")
    if others:
        evidence = text("points of group {area} printed by the portal, less the other items", area=leaf.area_code)
    return Row(unit.code, leaf.code, rest, evidence=evidence)


def _tell_outcome(unit: PrintedUnit, leaf: Item, row: Row, is_rest: bool, unread: Faults) -> None:
    """Tell of a leaf whose figures are not taken as printed: what is wrong, and what is taken in their place."""
    printed = unit.leaves.get(leaf.code)
    place = unit.place.at(leaf.code) if printed is None else printed.place
    what, found = _find_unsound(printed, leaf)
    if row.points is None:
        what, found = (message("points of item {item}", item=leaf.code), "") if what is None else (what, found)
        outcome = message("its points are left blank")
    elif what is None or row.numerator is not None:
        return
    elif is_rest:
        outcome = message("{points} points are taken, what its group leaves", points=write_number(row.points))
    else:
        outcome = message("the {points} points that are printed are taken", points=write_number(row.points))
    unread.add(place.problem(message("{what}; {outcome}", what=what, outcome=outcome), found, unit.code))


def _find_unsound(printed: Printed | None, leaf: Item) -> tuple[Message | None, str | None]:
    """Return what a leaf's figures should be, and what they are, where they are unsound or blank."""
    n, d, points = (None, None, None) if printed is None else (printed.numerator, printed.denominator, printed.points)
    if leaf.rule is not None and n is not None and d is not None and n > d:
        expected = message("a numerator that is not above the denominator, {n}", n=write_number(d))
        return expected, write_number(n)
    if points is not None and _is_above(points, leaf):
        return message("at most {maximum} (max_points)", maximum=write_number(leaf.max_points)), write_number(points)
    if leaf.rule is not None and (n is None or d is None):
        return message("numerator and denominator of item {item}", item=leaf.code), ""
    return None, None


def _show_points(points: Decimal) -> str:
    """Return points as they stand in a sentence of the report's language."""
    plain = write_number(points)
    return plain.replace(".", ",") if language() == VIETNAMESE else plain
