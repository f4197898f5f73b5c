"""The items of a block: the rows of its file, checked, and the tree that they make.

In: ``<block>.csv``. Out: the items in tree order, depth first; all faults are kept. Source:
``docs/methodology.md`` 1, 2.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import get_args

from parreport import columns
from parreport.cells import write_number
from parreport.inputs.faults import Faults
from parreport.inputs.framework import OUTSIDE_METHODS, Item, ZeroOfZeroMeaning
from parreport.inputs.numbers import fold_text
from parreport.inputs.rows import Row
from parreport.inputs.rules import Rule, RuleError, parse_rule
from parreport.inputs.tables import read_rows
from parreport.language import message

DEEPEST = 9
METHODS = ("appraised", "survey", "bonus", "penalty")
MEANINGS = get_args(ZeroOfZeroMeaning)


def read_items(path: Path, faults: Faults) -> tuple[Item, ...]:
    """Return the items of a block; every fault of the file and of the tree is kept."""
    before = len(faults.problems)
    rows = read_rows(path, columns.FRAMEWORK_ITEMS, faults)
    if not rows and len(faults.problems) == before:
        faults.fault_at(path, message("at least one item"), found="", row=2)
    by_code: dict[str, Row] = {}
    for row in rows:
        code = row.own_code("item_code")
        if not code:
            row.fault("item_code", message("the code of the item"))
        elif code in by_code:
            row.fault("item_code", message("each item code once; it stands in row {row} too", row=by_code[code].number))
        else:
            by_code[code] = row
        if not row["name"]:
            row.fault("name", message("the name of the item"))
    children: dict[str, list[str]] = defaultdict(list)
    for code, row in by_code.items():
        typed = row["parent_code"]
        parent = row.find_code("parent_code", by_code) if typed else ""
        if parent == code:
            row.fault("parent_code", message("another item than itself"))
        elif parent is None:
            row.fault("parent_code", row.faults.unknown("item code", typed, by_code))
        else:
            row.fill("parent_code", parent)
            children[parent].append(code)
    items = _walk_tree(by_code, children)
    known = {item.code: item for item in items}
    for item in items:
        _check_same_cases(by_code[item.code], item, known)
    leaves = [item for item in items if item.is_leaf]
    if leaves and all(item.outside for item in leaves):
        expected = message("at least one item that is appraised or by survey, so that there is an index")
        faults.fault_at(path, expected, row=rows[0].number, column="method")
    return items


def _walk_tree(by_code: dict[str, Row], children: dict[str, list[str]]) -> tuple[Item, ...]:
    items: list[Item] = []
    seen: set[str] = set()
    is_whole = not any("parent_code" in row.faulty for row in by_code.values())

    def visit(code: str, level: int, area: str, criterion: str) -> Decimal | None:
        """Read an item and those beneath it; return their maximum, None where it is at fault."""
        row = by_code[code]
        seen.add(code)
        if level > DEEPEST:
            row.fault("parent_code", message("a tree of at most {n} levels", n=DEEPEST))
            return None
        area = code if level == 1 else area
        criterion = code if level == 2 else criterion
        place = len(items)
        is_leaf = not children[code]
        items.append(_read_item(row, level, place, area, criterion, is_leaf))
        if is_leaf:
            item = items[place]
            return Decimal(0) if item.outside else item.max_points
        beneath = [visit(child, level + 1, area, criterion) for child in children[code] if child not in seen]
        given = row.amount_in("max_points")
        if None in beneath or not is_whole:
            return None
        total = sum((maximum for maximum in beneath if maximum is not None), Decimal(0))
        if given is not None and given != total:
            row.fault("max_points", message("blank, or {total}, the sum of its leaves", total=write_number(total)))
        return total

    for area in children[""]:
        visit(area, 1, "", "")
    hanging = _find_hanging(by_code, children)
    for code, row in by_code.items():
        if code in seen:
            continue
        if code not in hanging:
            row.fault("parent_code", message("a chain of parents that ends in an area, not a circle"))
            is_whole = False
        if "parent_code" in row.faulty:  # read what hangs on a fault too, so that all faults come out
            visit(code, 1, "", "")
    return tuple(items)


def _find_hanging(by_code: dict[str, Row], children: dict[str, list[str]]) -> set[str]:
    """Return the items whose parent is at fault, and all beneath them."""
    hanging: set[str] = set()
    waiting = [code for code, row in by_code.items() if "parent_code" in row.faulty]
    while waiting:
        code = waiting.pop()
        if code not in hanging:
            hanging.add(code)
            waiting += children[code]
    return hanging


def _read_item(row: Row, level: int, order: int, area: str, criterion: str, is_leaf: bool) -> Item:
    method = _read_method(row, is_leaf)
    max_points = row.number_in("max_points") if is_leaf else None
    if is_leaf and "max_points" not in row.faulty:
        may_miss = method in OUTSIDE_METHODS or "method" in row.faulty
        if (max_points is None and not may_miss) or (max_points is not None and max_points <= 0):
            row.fault("max_points", message("a number above 0"))
            max_points = None
    rule = _read_rule(row, is_leaf, method, max_points)
    zero_of_zero = _read_meaning(row, rule)
    names = ("parent_code", "name", "name_en", "evidence", "remedy", "remedy_en", "source")
    short = ("short_name", "short_name_en")
    return Item(
        code=row["item_code"],
        level=level,
        order=order,
        is_leaf=is_leaf,
        area_code=area,
        criterion_code=criterion,
        max_points=max_points,
        method=method,  # type: ignore[arg-type]
        rule=rule,
        rule_text=row["rule"],
        zero_of_zero=zero_of_zero,
        same_cases_as=row["same_cases_as"],
        accumulates=row.flag_in("accumulates", blank=True),
        **{name: row[name] for name in (*names, *short)},
    )


def _read_method(row: Row, is_leaf: bool) -> str | None:
    typed = row["method"]
    if not is_leaf:
        if typed:
            row.fault("method", message("blank, since the item has parts"))
        return None
    method = fold_text(typed)
    if method not in METHODS:
        row.fault("method", row.faults.unknown("method", typed, METHODS))
        return None
    return method


def _read_rule(row: Row, is_leaf: bool, method: str | None, max_points: Decimal | None) -> Rule | None:
    typed = row["rule"]
    if not typed:
        return None
    if not is_leaf:
        row.fault("rule", message("blank, since the item has parts"))
        return None
    if method == "survey":
        row.fault("rule", message("blank, since the points come from the survey"))
        return None
    try:
        rule = parse_rule(typed)
    except RuleError as error:
        row.fault("rule", message("{what} (at character {place})", what=error.expected, place=error.position))
        return None
    _check_rule_points(row, rule, max_points)
    return rule


def _check_rule_points(row: Row, rule: Rule, max_points: Decimal | None) -> None:
    for part in (rule, rule.first, rule.second):
        if part is None:
            continue
        if max_points is None:
            if part.form in {"proportional", "deduct"} and "max_points" not in row.faulty:
                row.fault("rule", message("a rule that needs no maximum, since max_points is blank"))
            continue
        for step in part.steps:
            if step.points > max_points:
                most = write_number(max_points)
                row.fault(
                    "rule",
                    message(
                        "at most {maximum} points, max_points (at character {place})", maximum=most, place=step.position
                    ),
                )


def _read_meaning(row: Row, rule: Rule | None) -> ZeroOfZeroMeaning | None:
    """Return what 0 of 0 means on a leaf; None where its cell is blank or at fault."""
    typed = row["zero_of_zero"]
    if not typed:
        return None
    meaning = next((one for one in MEANINGS if one == fold_text(typed)), None)
    if meaning is None:
        row.fault("zero_of_zero", row.faults.unknown("meaning of 0 of 0", typed, MEANINGS))
    elif "rule" not in row.faulty and (rule is None or not rule.reads_rate):
        row.fault("zero_of_zero", message("blank, since no rule of the item reads a rate"))
    return meaning


def _check_same_cases(row: Row, item: Item, by_code: dict[str, Item]) -> None:
    """Report a leaf that shares the cases of no other leaf: both must have a rule on a rate."""
    typed = item.same_cases_as
    if not typed:
        return
    ratios = {code: one for code, one in by_code.items() if one.rule is not None and one.rule.reads_rate}
    other = by_code.get(typed)
    if item.code not in ratios:
        if "rule" not in row.faulty:
            row.fault("same_cases_as", message("blank, since no rule of the item reads a rate"))
    elif typed == item.code:
        row.fault("same_cases_as", message("another item than itself"))
    elif other is None:
        row.fault("same_cases_as", row.faults.unknown("item code", typed, ratios))
    elif other.code not in ratios:
        if not other.rule_text:
            row.fault("same_cases_as", message("an item with a rule that reads a rate"))
    elif other.same_cases_as:
        expected = message("an item with cases of its own, such as {item}", item=other.same_cases_as)
        row.fault("same_cases_as", expected)
