"""The rows of a score sheet: which item each is about, and what a unit filled in.

In: the sheet of one form. Out: rows as of ``points.csv``. The hidden code of a row, the code that is seen and the
name must not tell of different items: whoever sorted a part of the columns would else give each item another's
figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from parreport import columns
from parreport.cells import write_number
from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.forms.heads import known_sums, plain
from parreport.inputs.forms.marks import FORM_COLUMNS
from parreport.inputs.framework import Block, Item
from parreport.inputs.numbers import NumberError, clean_text, fold_text, read_number
from parreport.inputs.places import Source
from parreport.inputs.rows import Row, quoted
from parreport.inputs.tables import check_sheet, check_words
from parreport.inputs.workbooks import Sheet, Value, write_value
from parreport.language import Message, message

FIGURES = ("numerator", "denominator", "value", "self_points")
FILLED = ("applies", *FIGURES, "reason", "evidence")
LEFT_OUT = frozenset(("kad", "không áp dụng", "không phát sinh", "n/a", "-", "không"))
CLEAR = frozenset(("kad", "không áp dụng", "không phát sinh", "n/a"))
OWN = {"có": "yes", "yes": "yes", "không": "no", "no": "no"}
"""What the list of the form itself holds."""
CENT = Decimal("0.005")


@dataclass
class FormLines:
    """The score sheet of one form: where its columns are, whose it is, of which block; ``head`` counted from 0.

    ``is_current``: whether it is known to be of this version of the framework.
    """

    source: Source
    sheet: Sheet
    head: int
    unit: str
    block: Block
    key: str
    is_current: bool
    names: dict[str, list[Item]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for item in self.block.items:
            for name in dict.fromkeys(plain(one) for one in (item.name, item.name_en) if one):
                self.names.setdefault(name, []).append(item)

    def cell(self, line: list[Value], column: str) -> Value:
        """Return a cell of a line; blank where there is none."""
        place = self.source.columns.get(column)
        return line[place] if place is not None and place < len(line) else ""

    def text(self, line: list[Value], column: str) -> str:
        """Return a cell of a line as clean text."""
        cell = self.cell(line, column)
        return clean_text(cell if type(cell) is str else write_value(cell))


def read_form_rows(form: FormLines, faults: Faults) -> list[Row]:
    """Return the rows of a form's leaves, blank ones too; of bonus, penalty and survey leaves those filled in."""
    width = max(form.source.columns.values()) + 1
    places = {name: place for name, place in form.source.columns.items() if name in FORM_COLUMNS}
    places |= {"unit_code": width, "item_code": width + 1}
    seen_code = form.source.columns.get("code", form.source.columns.get("item_code", 0))
    shown = {name: place for name, place in places.items() if name in FILLED} | {"item_code": seen_code}
    source = Source(form.source.file, form.source.sheet, shown)
    rows, sums, unknown = list[Row](), list[tuple[Item, int, Value]](), list[int]()
    for number, line in enumerate(form.sheet.cells[form.head + 1 :], start=form.head + 2):
        found = _find_item(form, line, number, faults)
        if found is None:
            if any(form.text(line, column) for column in FIGURES):
                unknown.append(number)
            continue
        if not found.is_leaf:
            sums.append((found, number, form.cell(line, "self_points")))
            continue
        whole = [*line, *[""] * (width - len(line))][:width]
        row = Row(form.key, source, number, [*whole, form.unit, found.code], places, faults)
        if _is_uncomputed(form, number, row):
            row.fill("self_points", "")
        if found.method == "appraised" or is_filled(row):
            rows.append(row)
    check_words(rows)
    check_sheet(form.sheet, rows, columns.POINTS_FILE, form.head + 1, source, faults, are_own=True)
    for row in rows:
        _read_left_out(row, form.block.by_code[row["item_code"]])
    _tell_unknown(form, unknown, faults)
    _compare_sums(form, sums, rows, faults)
    if not any(map(is_filled, rows)):
        faults.note("{file}: nothing is filled in", file=form.source)
    return rows


def _is_uncomputed(form: FormLines, number: int, row: Row) -> bool:
    """Return whether the points of a row are a formula without a value, in a row in which nothing is written."""
    place = form.source.columns.get("self_points")
    is_lost = place is not None and form.sheet.marks.lost.get((number, place + 1), "").startswith("=")
    return is_lost and not any(row[column] for column in FILLED if column != "self_points")


def is_filled(row: Row) -> bool:
    """Return whether a unit wrote anything into a row."""
    return any(row[column] for column in FILLED)


def _find_item(form: FormLines, line: list[Value], number: int, faults: Faults) -> Item | None:
    """Return the item that a row is about: by its hidden code, else the code seen, else its name; None where none.

    A row whose codes and name tell of different items is a fault, and about none.
    """
    by_code, names = form.block.by_code, form.names
    hidden = by_code.get(form.text(line, "item_code"))
    fitting = _seen_item(form, line, faults)
    named = names.get(plain(form.text(line, "name")), [])
    both = [one for one in fitting if one is hidden or one in named] or fitting
    seen = both[0] if len(both) == 1 else None
    item = hidden or seen or (named[0] if len(named) == 1 else None)
    if item is None:
        if len(fitting) > 1 and any(form.text(line, column) for column in FIGURES):
            expected = message(
                "one code, as text; the number fits {codes}", codes=", ".join(one.code for one in fitting)
            )
            spot: dict[str, Any] = form.source.spot(number, "code")
            faults.add(
                Problem(expected=expected, found=form.text(line, "code"), unit_code=form.unit, column="code", **spot)
            )
        return None
    others = [one for one in (hidden, seen) if one is not None and one is not item]
    if named and item not in named:
        others += named[:1]
    if others:
        expected = message("one item; the row has code and name of {codes}", codes=f"{item.code}, {others[0].code}")
        _fault(form, number, "code" if others[0] is seen else "name", line, expected, item, faults)
        return None
    if hidden is None:
        if seen is not None:
            faults.tolerate(str(form.source), "item_code", "an item was told by its code that is seen")
        else:
            faults.tolerate(str(form.source), "item_code", "an item was told by its name")
    if form.is_current or not item.is_leaf:
        return item
    return item if _is_same(form, line, number, item, bool(named), faults) else None


def _seen_item(form: FormLines, line: list[Value], faults: Faults) -> list[Item]:
    """Return the items of the code that is seen; a number stands for the codes 1.1 and 1.10."""
    cell, by_code = form.cell(line, "code"), form.block.by_code
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        fitting = faults.codes_of(write_value(cell), by_code)
        return [by_code[code] for code in fitting]
    item = by_code.get(form.text(line, "code"))
    return [] if item is None else [item]


def _is_same(form: FormLines, line: list[Value], number: int, item: Item, is_named: bool, faults: Faults) -> bool:
    """Return whether a row of another version tells of the same item: its name and its maximum are those of now."""
    name, maximum = form.text(line, "name"), form.text(line, "max_points")
    if name and not is_named:
        expected = message("the item {item}, {name}; fill in this year's form", item=item.code, name=item.name)
        _fault(form, number, "name", line, expected, item, faults)
        return False
    try:
        given = read_number(maximum) if maximum else None
    except NumberError:
        given = None
    if given is not None and item.max_points is not None and given != item.max_points:
        most = write_number(item.max_points)
        expected = message(
            "the maximum {maximum} of item {item}; fill in this year's form", maximum=most, item=item.code
        )
        _fault(form, number, "max_points", line, expected, item, faults)
        return False
    return True


def _fault(
    form: FormLines, number: int, column: str, line: list[Value], expected: Message, item: Item, faults: Faults
) -> None:
    found = quoted(form.text(line, column))
    place: dict[str, Any] = form.source.spot(number, column)
    faults.add(
        Problem(expected=expected, found=found, unit_code=form.unit, item_code=item.code, column=column, **place)
    )


def _read_left_out(row: Row, item: Item) -> None:
    """Read a row whose figures say that nothing of the kind came up as one that does not apply.

    Of words that may as well mean none, or nothing yet, that holds only where no count is asked, and never of a
    text that the rule lists: there it is a fault, which reading the number tells.
    """
    applies = fold_text(row["applies"])
    if applies in OWN:
        row.fill("applies", OWN[applies])
    typed = {column: fold_text(row[column]) for column in FIGURES if row[column]}
    options = {fold_text(one) for one in item.rule.options()} if item.rule is not None else set()
    words = {
        column: word
        for column, word in typed.items()
        if word in LEFT_OUT and not (column == "value" and word in options)
    }
    if not words or len(words) < len(typed) or row["applies"] == "yes":
        return
    counts = item.rule is not None and not options and not item.rule.reads_rate
    if counts and not {*words.values()} <= CLEAR:
        return
    for column in words:
        row.fill(column, "")
    row.fill("applies", "no")
    row.faults.tolerate(
        row.file, next(iter(words)), "“{found}” was read as: does not apply", found=next(iter(words.values()))
    )


def _tell_unknown(form: FormLines, numbers: list[int], faults: Faults) -> None:
    """Report rows with figures that no item is known of."""
    told = {problem.row for problem in faults.problems if problem.file == form.source.file}
    sums = known_sums()
    for number in numbers:
        line = form.sheet.cells[number - 1]
        column = next(one for one in FIGURES if form.text(line, one))
        is_sum = bool(sums & {form.text(line, "item_code"), plain(form.text(line, "name"))})
        if number in told or is_sum or not form.block.items:
            continue
        expected = message("figures in rows of items alone; neither a code nor a name of this row is known")
        place: dict[str, Any] = form.source.spot(number, column)
        found = quoted(form.text(line, column))
        faults.add(Problem(expected=expected, found=found, unit_code=form.unit, column=column, **place))


def _compare_sums(form: FormLines, sums: list[tuple[Item, int, Value]], rows: list[Row], faults: Faults) -> None:
    """Note sums that are not those of their parts: typed over, or not computed; sums are never read."""
    given: dict[str, Decimal] = {}
    for row in rows:
        points = _number(row["self_points"])
        if points is not None:
            given[row["item_code"]] = points
    wrong = []
    for item, number, cell in sums:
        shown = _number(cell if type(cell) is str else write_value(cell))
        parts = [given[code] for code in form.block.leaf_codes_under[item.code] if code in given]
        if shown is not None and abs(shown - sum(parts, Decimal(0))) > CENT:
            wrong.append(number)
    if wrong:
        shown_rows = ", ".join(str(number) for number in wrong)
        faults.note(
            "{file}, row {rows}: sums that are not those of their parts; sums are not read",
            file=form.source,
            rows=shown_rows,
        )


def _number(typed: str) -> Decimal | None:
    try:
        return read_number(typed) if clean_text(typed) else None
    except NumberError:
        return None
