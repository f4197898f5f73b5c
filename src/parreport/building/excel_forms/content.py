"""The score sheet of a unit's form: what stands in each row, what is written in it, what is computed.

In: a block, last year's figures of a unit. Out: the sheet, and the options of its lists. Column by column the
codes of :mod:`parreport.inputs.forms.marks` stand in a hidden row above the heads, so that the sheet can be
read back whatever is moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from parreport.building.excel_forms.formulas import Figures, write_formula
from parreport.display.formats import format_plain
from parreport.display.unit.rules import describe_steps
from parreport.inputs.forms.heads import FORM_HEADS, SUM_NAMES
from parreport.inputs.forms.marks import CODES_SHEET
from parreport.inputs.framework import Block, Framework, Item
from parreport.inputs.numbers import fold_text
from parreport.language import text
from parreport.publishing.form_sheets import Cell, Check, FormRow, FormSheet

LETTERS = "ABCDEFGHIJKLMNOPQR"
COLUMNS = (  # code, width in characters
    ("item_code", 9),
    ("code", 8),
    ("name", 37),
    ("max_points", 7),
    ("rule", 31),
    ("applies", 8),
    ("numerator", 10),
    ("denominator", 10),
    ("value", 17),
    ("computed", 8),
    ("self_points", 8),
    ("", 8),
    ("", 14),
    ("reason", 26),
    ("evidence", 28),
    ("counted", 6),
    ("filled", 6),
)
PLACES = {code: place for place, (code, _) in enumerate(COLUMNS) if code}
LAST_POINTS, LAST_WEAK = 11, 12
HIDDEN = (PLACES["item_code"], PLACES["counted"], PLACES["filled"])
TITLE_ROWS, CODES_ROW, HEAD_ROW = 4, 4, 5
FIRST_ROW = HEAD_ROW + 1


@dataclass
class Lists:
    """The hidden sheet of options: what stands in which row of its column A; equal lists stand once."""

    options: list[str] = field(default_factory=list)
    known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def range_of(self, options: tuple[str, ...]) -> str:
        """Return the range in which a list stands; it is added where it stands nowhere yet."""
        first = self.place(options) + 1
        return f"={CODES_SHEET}!$A${first}:$A${first + len(options) - 1}"

    def cells_of(self, options: tuple[str, ...]) -> dict[str, str]:
        """Return the cell of each option, by its folded text."""
        first = self.place(options) + 1
        return {fold_text(one): f"{CODES_SHEET}!$A${first + at}" for at, one in enumerate(options)}

    def place(self, options: tuple[str, ...]) -> int:
        """Return the row of a list, counted from 0."""
        if options not in self.known:
            self.known[options] = len(self.options)
            self.options += options
        return self.known[options]


@dataclass(frozen=True)
class LastYear:
    """What a unit had on an item in the year before."""

    points: Decimal
    lost: Decimal
    was_weak: bool


@dataclass(frozen=True)
class ScoreSheet:
    """The sheet, the row of its sums, and how many leaves the unit fills in."""

    sheet: FormSheet
    sum_row: int
    area_rows: tuple[int, ...]
    leaves_n: int


def cell_at(code: str, row: int) -> str:
    """Return the address of a column in a row that is counted from 0."""
    return f"{LETTERS[PLACES[code]]}{row + 1}"


def make_score_sheet(
    block: Block,
    framework: Framework,
    last: Mapping[str, LastYear],
    base_year: str,
    head: tuple[FormRow, ...],
    lists: Lists,
) -> ScoreSheet:
    """Return the score sheet of a unit; ``head``: the rows above the codes, :data:`TITLE_ROWS` of them."""
    rows_by_code = {item.code: FIRST_ROW + at for at, item in enumerate(block.items)}
    rows = [*head, _codes(), _heads(base_year)]
    filled = 0
    for item in block.items:
        at = rows_by_code[item.code]
        cells = _name_cells(item, block, last.get(item.code))
        if not item.is_leaf:
            cells |= _sum_cells(item, block, rows_by_code)
        elif item.method == "survey":
            cells |= {place: Cell("", "figure") for place in range(PLACES["applies"], LAST_POINTS)}
        else:
            filled += not item.outside
            cells |= _leaf_cells(item, at, framework, lists)
        rows.append(FormRow(dict(sorted(cells.items()))))
    sum_row = FIRST_ROW + len(block.items)
    rows += _closing(block, framework, rows_by_code, sum_row)
    last_row = sum_row + 3
    warned = tuple(f"{LETTERS[PLACES[one]]}{FIRST_ROW + 1}:{LETTERS[PLACES[one]]}{last_row}" for one in ("computed",))
    sheet = FormSheet(
        name=text("Self-assessment"),
        widths=tuple(width for _, width in COLUMNS),
        rows=tuple(rows),
        hidden=HIDDEN,
        head=HEAD_ROW,
        frozen=PLACES["max_points"],
        warned=warned,
    )
    areas = tuple(rows_by_code[one.code] for one in block.areas)
    return ScoreSheet(sheet, sum_row, areas, filled)


def _codes() -> FormRow:
    return FormRow({place: Cell(code, "note") for place, (code, _) in enumerate(COLUMNS) if code}, is_hidden=True)


def _heads(base_year: str) -> FormRow:
    cells = {PLACES[code]: Cell(str(words), "head") for code, words in FORM_HEADS.items()}
    cells[LAST_POINTS] = Cell(text("Points of {year}", year=base_year) if base_year else text("Points before"), "head")
    weak = text("Weaknesses of {year}", year=base_year) if base_year else text("Weaknesses before")
    cells[LAST_WEAK] = Cell(weak, "head")
    return FormRow(dict(sorted(cells.items())), height=48)


def _name_cells(item: Item, block: Block, last: LastYear | None) -> dict[int, Cell]:
    """Return what a row says of its item: code, name, maximum, rule, what the unit had last year."""
    look: Any = "leaf" if item.is_leaf else "area" if item.level == 1 else "criterion"
    maximum = item.max_points if item.is_leaf else _sum_of(item, block)
    cells = {place: Cell("", look) for place in range(PLACES["code"], PLACES["counted"])}
    cells[PLACES["item_code"]] = Cell(item.code, "note", "text")
    cells[PLACES["code"]] = Cell(item.code, look, "text")
    cells[PLACES["name"]] = Cell(item.shown, look)
    if maximum is not None:
        cells[PLACES["max_points"]] = Cell(float(maximum), look, "amount")
    if item.is_leaf:
        cells[PLACES["rule"]] = Cell(_tell_rule(item), "leaf")
    if last is not None:
        cells[LAST_POINTS] = Cell(float(last.points), "figure" if item.is_leaf else look, "amount")
        if last.was_weak:
            cells[LAST_WEAK] = Cell(text("weakness: lost {points}", points=format_plain(last.lost, 9)), look)
    return cells


def _tell_rule(item: Item) -> str:
    if item.method == "survey":
        return text("by the survey; nothing is filled in here")
    kind = {"bonus": text("bonus points"), "penalty": text("penalty points, as a positive number")}.get(
        item.method or ""
    )
    told = describe_steps(item) or text("the unit gives its points, with evidence")
    return "; ".join(one for one in (kind, told) if one)


def _sum_of(item: Item, block: Block) -> Decimal | None:
    """Return the maximum of an item with parts; None of one that has only bonus and penalty leaves."""
    leaves = [block.by_code[code] for code in block.leaf_codes_under[item.code]]
    return sum((leaf.max_points or Decimal(0) for leaf in leaves), Decimal(0)) if leaves else None


def _sum_cells(item: Item, block: Block, rows: Mapping[str, int]) -> dict[int, Cell]:
    """Return the sums of an item over its parts, as formulas."""
    parts = [one for one in block.items if one.parent_code == item.code and block.leaf_codes_under[one.code]]
    look: Any = "area" if item.level == 1 else "criterion"
    cells = {}
    for code in ("computed", "self_points", "counted", "filled"):
        named = [rows[one.code] for one in parts if not (one.is_leaf and one.method == "survey")]
        if named:
            form = "whole" if code == "filled" else "amount"
            cells[PLACES[code]] = Cell(f"SUM({','.join(cell_at(code, at) for at in named)})", look, form, True)
    return cells


def _leaf_cells(item: Item, at: int, framework: Framework, lists: Lists) -> dict[int, Cell]:
    """Return what a unit fills in on a leaf, and what is computed from it."""
    no, left_out = text("No"), text("n/a")
    applies, own, computed = (cell_at(code, at) for code in ("applies", "self_points", "computed"))
    cells = {PLACES["applies"]: Cell(None, "leaf", is_open=True, check=_check_applies(lists))}
    options = item.rule.options() if item.rule is not None else ()
    if item.rule is not None:
        top, whole, value = (cell_at(code, at) for code in ("numerator", "denominator", "value"))
        figures = Figures(applies, top, whole, value, lists.cells_of(options) if options else {}, no, left_out)
        formula = write_formula(item, item.rule, figures, framework)
        cells[PLACES["computed"]] = Cell(formula, "formula", "amount", is_formula=True)
        if item.rule.reads_rate:
            for code, check in _check_rate().items():
                cells[PLACES[code]] = Cell(None, "formula", "amount", is_open=True, check=check)
        if options or not item.rule.reads_rate:
            is_text = bool(options)
            check = _check_value(item, lists)
            cells[PLACES["value"]] = Cell(None, "leaf" if is_text else "formula", "", is_open=True, check=check)
    given = f'IF(ISNUMBER({computed}),{computed},"")' if item.rule is not None else None
    check = _check_points(item)
    cells[PLACES["self_points"]] = Cell(given, "formula", "amount", given is not None, is_open=True, check=check)
    cells[PLACES["reason"]] = Cell(None, "leaf", is_open=True)
    cells[PLACES["evidence"]] = Cell(None, "leaf", is_open=True, check=_tell_evidence(item))
    out = f'OR({applies}="{no}",{computed}="{left_out}")'
    if not item.outside:
        counted = f"IF({out},0,{float(item.max_points or 0)!r})"
        cells[PLACES["counted"]] = Cell(counted, "note", "amount", is_formula=True)
    cells[PLACES["filled"]] = Cell(f"IF(OR({out},ISNUMBER({own})),1,0)", "note", "whole", is_formula=True)
    return cells


def _check_applies(lists: Lists) -> Check:
    return Check(
        "list",
        lists.range_of((text("Yes"), text("No"))),
        title=text("Applies"),
        words=text("Blank or Yes: it applies. No: nothing of the kind came up; then leave all figures blank."),
        refusal=text("Choose Yes or No."),
    )


def _check_rate() -> dict[str, Check]:
    checks = {}
    numerator, denominator = (f"{LETTERS[PLACES[code]]}{{row}}" for code in ("numerator", "denominator"))
    for code, own, other, sign in (
        ("numerator", numerator, denominator, "<="),
        ("denominator", denominator, numerator, ">="),
    ):
        title = text("Numerator") if code == "numerator" else text("Denominator")
        words = text("A number, not a percentage; the numerator is at most the denominator.")
        formula = f'=AND(ISNUMBER({own}),{own}>=0,OR({other}="",{own}{sign}{other}))'
        checks[code] = Check("custom", formula, title=title, words=words, refusal=words)
    return checks


def _check_value(item: Item, lists: Lists) -> Check:
    rule, title = item.rule, text("Declared value")
    options = rule.options() if rule is not None else ()
    if options:
        words = text("Choose from the list.")
        return Check("list", lists.range_of(options), title=title, words=words, refusal=words)
    whole = rule is not None and (rule.basis == "count" or rule.form == "limits")
    measure = rule.measure if rule is not None else ""
    words = text("A whole number from 0 up.") if whole else text("A number from 0 up.")
    if measure:
        words = text("{words} Counted: {measure}.", words=words, measure=measure)
    return Check("whole" if whole else "decimal", title=title, words=words, refusal=words)


def _check_points(item: Item) -> Check:
    high = None if item.max_points is None else float(item.max_points)
    words = text("Points from 0 up.")
    if item.max_points is not None:
        words = text("Points from 0 to {maximum}.", maximum=format_plain(item.max_points, 9))
    if item.rule is not None:
        told = text("They follow from the figures; write over them only where you claim other points, and explain why.")
        return Check("decimal", high=high, title=text("Self-assessed points"), words=f"{words} {told}", refusal=words)
    return Check("decimal", high=high, title=text("Self-assessed points"), words=words, refusal=words)


def _tell_evidence(item: Item) -> Check | None:
    return Check("any", title=text("Evidence"), words=item.evidence) if item.evidence else None


def _closing(block: Block, framework: Framework, rows: Mapping[str, int], at: int) -> Iterator[FormRow]:
    """Yield the sums of the whole sheet: points and maximum without survey, bonus, penalty."""
    areas = [rows[one.code] for one in block.areas if block.leaf_codes_under[one.code]]
    yield _sum_row("sum", areas, None, ("computed", "self_points", "counted"))
    for method, cap in (("bonus", framework.bonus_cap), ("penalty", framework.penalty_cap)):
        leaves = [rows[leaf.code] for leaf in block.leaves if leaf.method == method]
        if leaves:
            yield _sum_row(method, leaves, cap, ("computed", "self_points"))


def _sum_row(kind: str, rows: list[int], cap: Decimal | None, codes: tuple[str, ...]) -> FormRow:
    cells = {place: Cell("", "area") for place in range(PLACES["code"], PLACES["counted"])}
    cells[PLACES["item_code"]] = Cell(f"#{kind}", "note", "text")
    cells[PLACES["name"]] = Cell(str(SUM_NAMES[kind]), "area")
    for code in codes:
        summed = f"SUM({','.join(cell_at(code, one) for one in rows)})" if rows else "0"
        capped = summed if cap is None else f"MIN({summed},{cap})"
        cells[PLACES[code]] = Cell(capped, "area", "amount", is_formula=True)
    return FormRow(dict(sorted(cells.items())))
