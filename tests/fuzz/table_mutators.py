"""Mutations of a table: its cells, its rows, its columns, the way it was saved."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.choices import Choices
from tests.fuzz.odd_texts import bend_text, odd_number, odd_text
from tests.fuzz.sheets import RAW, Sheet

FLAGS = ("yes", "no", "", "Yes", " NO ", "có")
POINTS = ("", "0", "0.5", "1", "2", "1.5", "0.000000001", "1.123456789012345678", "100000000000000")
COUNTS = ("", "0", "1", "3", "50", "100", "0.5", "1000000000000", "7.0")
DATES = ("", "2018-01-01", "2019-12-31", "0001-01-01", "9999-12-31", "2018-02-30", "2018-06-30")
PLAUSIBLE: dict[str, tuple[str, ...]] = {
    "applies": FLAGS,
    "ranked": FLAGS,
    "comparable": FLAGS,
    "self_points": POINTS,
    "appraised_points": POINTS,
    "points": POINTS,
    "share": POINTS,
    "numerator": COUNTS,
    "denominator": COUNTS,
    "value": ("", "0", "1", "15", "40", "2.5", "có", "không", "-3", "100000000000000000000"),
    "max_points": ("", "0.01", "1", "3", "1000000", "0.333333333", "1" + "0" * 30, "1" + "0" * 320),
    "method": ("appraised", "survey", "bonus", "penalty"),
    "round": ("1", "2", "3", ""),
    "block": ("so", "huyen", ""),
    "survey_se_points": ("", "0", "0.1", "100", "1" + "0" * 25),
    "base_unit_code": ("", "so-a", "so-cu", "so-a;so-b", ";", "so-a;so-a"),
    "direction": ("at_least", "at_most"),
    "target": ("0", "5", "-5", "0.5", "1" + "0" * 25),
    "unit_of_measure": ("%", "", "ngày"),
    "due": DATES,
    "done": DATES,
    "parent_code": ("", "1", "1.1", "2", "1.1.1", "9"),
    "item_code": ("1", "1.1", "1.1.1", "9"),
    "base_item_code": ("", "1", "1.1.1", "2.1"),
    "base_block": ("", "so", "huyen"),
}


def change_cell(choices: Choices, sheet: Sheet) -> None:
    """Put something else into a cell: plausible, odd, bent, or from another cell."""
    row = sheet.rows[1 + choices.below(len(sheet.rows) - 1)]
    if not row:
        row.append(odd_text(choices))
        return
    place = choices.below(len(row))
    name = sheet.head[place] if place < len(sheet.head) else ""
    form = choices.below(10)
    if form < 4 and name in PLAUSIBLE:
        row[place] = choices.pick(PLAUSIBLE[name])
    elif form < 5:
        row[place] = odd_number(choices)
    elif form < 6:
        other = choices.pick(sheet.rows[1:])
        row[place] = choices.pick(other) if other else ""
    elif form < 7:
        row[place] = bend_text(choices, row[place])
    elif form < 8:
        row[place] = RAW + bend_text(choices, row[place])
    else:
        row[place] = odd_text(choices)


def change_plausibly(choices: Choices, sheet: Sheet) -> None:
    """Put into a cell, now and then into a whole column, what may well be meant."""
    places = [place for place, name in enumerate(sheet.head) if name in PLAUSIBLE]
    if not places:
        return
    place = choices.pick(places)
    options = PLAUSIBLE[sheet.head[place]]
    rows = [row for row in sheet.rows[1:] if place < len(row)]
    if not rows:
        return
    for row in rows if choices.once_in(8) else [choices.pick(rows)]:
        row[place] = choices.pick(options)


def change_column(choices: Choices, sheet: Sheet) -> None:
    """Put the same into every cell of a column, or move its cells down by one."""
    place = choices.below(len(sheet.head))
    cells = [row[place] if place < len(row) else "" for row in sheet.rows[1:]]
    name = sheet.head[place]
    if choices.once_in(3):
        cells = cells[-1:] + cells[:-1]
    elif name in PLAUSIBLE:
        cells = [choices.pick(PLAUSIBLE[name])] * len(cells)
    else:
        cells = [choices.pick(("", odd_text(choices)))] * len(cells)
    for row, cell in zip(sheet.rows[1:], cells, strict=True):
        if place < len(row):
            row[place] = cell


def drop_row(choices: Choices, sheet: Sheet) -> None:
    """Lose a row, now and then the head, many rows, or all."""
    form = choices.below(8)
    if form == 7:
        del sheet.rows[1:]
    elif form == 6:
        del sheet.rows[0]
    elif form == 5:
        del sheet.rows[1 + choices.below(len(sheet.rows) - 1) :]
    else:
        del sheet.rows[1 + choices.below(len(sheet.rows) - 1)]


def add_row(choices: Choices, sheet: Sheet) -> None:
    """Add a row: a double, a blank, a ragged, a second head, a sum."""
    place = 1 + choices.below(len(sheet.rows))
    row = list(choices.pick(sheet.rows[1:]))
    form = choices.below(6)
    if form == 1:
        row = [choices.pick(("", " ", "\u00a0"))] * choices.below(len(sheet.head) + 3)
    elif form == 2:
        row = row[: choices.below(len(row) + 1)]
    elif form == 3:
        row += [odd_text(choices)] * (1 + choices.below(3))
    elif form == 4:
        row = list(sheet.head)
    elif form == 5:
        row = [choices.pick(("Tổng cộng", "#")), *[""] * (len(sheet.head) - 1)]
    sheet.rows.insert(place, row)


def swap_rows(choices: Choices, sheet: Sheet) -> None:
    """Change the places of two rows."""
    one, other = (choices.below(len(sheet.rows)) for _ in range(2))
    sheet.rows[one], sheet.rows[other] = sheet.rows[other], sheet.rows[one]


def multiply_rows(choices: Choices, sheet: Sheet) -> None:
    """Repeat the rows very often; seldom, since it takes its time."""
    times = choices.pick((2, 2, 2, 2, 20, 20, 20, 1000) if choices.once_in(8) else (2, 3))
    sheet.rows[1:] = [list(row) for row in sheet.rows[1:] * times]


def drop_column(choices: Choices, sheet: Sheet) -> None:
    """Lose a column, or only its head."""
    place = choices.below(len(sheet.head))
    for row in sheet.rows[: 1 if choices.once_in(4) else None]:
        del row[place : place + 1]


def add_column(choices: Choices, sheet: Sheet) -> None:
    """Add a column: a double, an unknown or a blank one."""
    place = choices.below(len(sheet.head) + 1)
    name = choices.pick((choices.pick(sheet.head), odd_text(choices), "ghi chú", "", "name_en"))
    for number, row in enumerate(sheet.rows):
        row.insert(min(place, len(row)), name if number == 0 else choices.pick(("", "1")))


def rename_column(choices: Choices, sheet: Sheet) -> None:
    """Give a column another name: bent, odd, or that of another."""
    place = choices.below(len(sheet.head))
    name = sheet.head[place]
    sheet.head[place] = choices.pick(
        (bend_text(choices, name), name.upper(), odd_text(choices), choices.pick(sheet.head))
    )


def reorder_columns(choices: Choices, sheet: Sheet) -> None:
    """Move a column to another place."""
    one, other = (choices.below(len(sheet.head)) for _ in range(2))
    for row in sheet.rows:
        if max(one, other) < len(row):
            row.insert(other, row.pop(one))


def save_otherwise(choices: Choices, sheet: Sheet) -> None:
    """Save with another separator, line end or decimal mark."""
    form = choices.below(5)
    if form < 2:
        sheet.mark = choices.pick((";", "\t", "|", ":", " "))
    if form > 0:
        sheet.line_end = choices.pick(("\r\n", "\r", "\n\n", ",\n"))
    if form > 3 or (form == 1 and sheet.mark == ";"):
        for row in sheet.rows[1:]:
            row[:] = [cell.replace(".", ",") for cell in row]


TABLE_MUTATORS: tuple[Callable[[Choices, Sheet], None], ...] = (
    change_cell,
    change_cell,
    change_cell,
    change_cell,
    change_cell,
    change_cell,
    change_cell,
    change_column,
    drop_row,
    add_row,
    swap_rows,
    multiply_rows,
    drop_column,
    add_column,
    rename_column,
    reorder_columns,
    save_otherwise,
)


def mutate_table(choices: Choices, sheet: Sheet) -> None:
    """Change a table in one of these ways."""
    choices.pick(TABLE_MUTATORS)(choices, sheet)
