"""Mutations of the tree of items: circles, orphans, very deep chains, very many leaves; rules."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.choices import Choices
from tests.fuzz.rule_texts import bend_rule, draw_rule, odd_rule
from tests.fuzz.sheets import Sheet

DEPTHS = (3, 5, 30, 200, 1000)


def _rows_with(sheet: Sheet, *names: str) -> tuple[list[list[str]], list[int]]:
    places = [sheet.column(name) for name in names]
    found = [place for place in places if place is not None]
    whole = [row for row in sheet.rows[1:] if len(row) >= len(sheet.head)]
    return (whole, found) if len(found) == len(places) else ([], [])


def rehang(choices: Choices, sheet: Sheet) -> None:
    """Hang an item under another: under a leaf, itself, a child of its own, nothing."""
    rows, places = _rows_with(sheet, "item_code", "parent_code")
    if rows:
        codes = [row[places[0]] for row in rows]
        choices.pick(rows)[places[1]] = choices.pick((*codes, "", "9.9"))


def make_circle(choices: Choices, sheet: Sheet) -> None:
    """Hang two or more items in a circle."""
    rows, places = _rows_with(sheet, "item_code", "parent_code")
    if len(rows) < 2:
        return
    start = choices.below(len(rows))
    ring = (rows[start:] + rows[:start])[: 2 + choices.below(len(rows) - 1)]
    for row, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        row[places[1]] = other[places[0]]


def make_chain(choices: Choices, sheet: Sheet) -> None:
    """Hang a leaf at the end of a long chain of items."""
    rows, places = _rows_with(sheet, "item_code", "parent_code", "name")
    if not rows:
        return
    code, parent, name = places
    leaf = choices.pick(rows)
    above = leaf[parent]
    for number in range(choices.pick(DEPTHS)):
        link = [""] * len(sheet.head)
        link[code], link[parent], link[name] = f"c{number}", above, f"c{number}"
        sheet.rows.append(link)
        above = link[code]
    leaf[parent] = above
    if choices.once_in(2):
        sheet.rows[1:] = sheet.rows[:0:-1]


def split_leaf(choices: Choices, sheet: Sheet) -> None:
    """Give an item many parts."""
    rows, places = _rows_with(sheet, "item_code", "parent_code", "name")
    if not rows:
        return
    code, parent, name = places
    leaf = choices.pick(rows)
    for number in range(choices.pick((1, 2, 10, 10, 200))):
        part = list(leaf)
        part[code], part[parent], part[name] = f"{leaf[code]}.{number}", leaf[code], f"p{number}"
        sheet.rows.append(part)


def change_rule(choices: Choices, sheet: Sheet) -> None:
    """Give an item another rule, or bend its own."""
    rows, places = _rows_with(sheet, "rule")
    if not rows:
        return
    row = choices.pick(rows)
    own = row[places[0]]
    bends = own and choices.once_in(3)
    row[places[0]] = bend_rule(choices, own) if bends else odd_rule(choices)


def change_rule_plausibly(choices: Choices, sheet: Sheet) -> None:
    """Give a leaf that is appraised a rule that follows the grammar."""
    rows, places = _rows_with(sheet, "rule", "method")
    leaves = [row for row in rows if row[places[1]] == "appraised"]
    if leaves:
        choices.pick(leaves)[places[0]] = draw_rule(choices)


TREE_MUTATORS: tuple[Callable[[Choices, Sheet], None], ...] = (
    rehang,
    rehang,
    make_circle,
    make_chain,
    split_leaf,
    change_rule,
    change_rule,
    change_rule,
    change_rule,
    change_rule,
)


def mutate_tree(choices: Choices, sheet: Sheet) -> None:
    """Change the tree of items in one of these ways."""
    choices.pick(TREE_MUTATORS)(choices, sheet)
