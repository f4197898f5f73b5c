"""The other sheets of a unit's form: cover, plan of remedies, instructions, and the hidden lists.

In: the unit, the steps of the year, last year's weaknesses. Out: sheets as plain data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parreport.building.excel_forms.content import LastYear, Lists, ScoreSheet, cell_at
from parreport.display.formats import format_plain
from parreport.inputs.forms.marks import CODES_SHEET, PLAN_COLUMNS, PLAN_STATES
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.publishing.form_sheets import Cell, Check, FormRow, FormSheet

SPARE_ROWS = 10
PLAN_WIDTHS = (9.0, 8.0, 36.0, 10.0, 38.0, 40.0, 22.0, 14.0, 12.0, 14.0)
PLAN_HEAD = 5


@dataclass(frozen=True)
class About:
    """What every sheet of a form says at its head."""

    title: str
    unit: str
    unit_code: str
    block: str
    year: str
    base_year: str
    labels: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]


def make_head(about: About, mark: str, title: str, last: int) -> tuple[FormRow, ...]:
    """Return the four rows above the codes: mark, labels, title, unit; ``last``: the last column that they span."""
    labels = " · ".join(about.labels)
    return (
        FormRow({0: Cell(mark, "label"), 1: Cell(labels, "label", span=last)}, is_hidden=not labels),
        FormRow({1: Cell(title, "title", span=last)}, height=22),
        FormRow({1: Cell(f"{about.unit} ({about.unit_code})", "subtitle", span=last)}, height=18),
        FormRow({}, height=6),
    )


def make_cover(about: About, scores: ScoreSheet) -> FormSheet:
    """Return the cover: whose form, until when, how it is filled in, what it comes to, who signs."""
    own = f"'{scores.sheet.name}'!"
    total, counted = (f"{own}{cell_at(code, scores.sum_row)}" for code in ("self_points", "counted"))
    filled = "+".join(f"{own}{cell_at('filled', at)}" for at in scores.area_rows) or "0"
    rows = [
        FormRow({0: Cell(" · ".join(about.labels), "label", span=3)}, is_hidden=not about.labels),
        FormRow({0: Cell(text("Self-assessment form"), "title", span=3)}, height=24),
        FormRow({0: Cell(about.title, "title", span=3)}, height=24),
        FormRow({0: Cell(about.unit, "subtitle", span=3)}, height=24),
        FormRow({}),
        _line(text("Unit code"), about.unit_code),
        _line(text("Block"), about.block),
        _line(text("Year assessed"), about.year),
        *[_line(text("Legal basis") if at == 0 else "", one) for at, one in enumerate(about.basis)],
        FormRow({}),
        *_show_steps(about.steps),
        FormRow({0: Cell(text("How to fill the form in"), "bold", span=3)}),
        *[FormRow({0: Cell(f"{n}. {one}", "plain", span=3)}) for n, one in enumerate(tell_how(), 1)],
        FormRow({}),
        FormRow({0: Cell(text("What the form comes to"), "bold", span=3)}),
        _formula(text("Items filled in"), filled, "whole", text("of {n}", n=scores.leaves_n)),
        _formula(text("Self-assessed points"), total, "amount", text("without survey, bonus and penalty")),
        _formula(text("Maximum of the items that apply"), counted, "amount", ""),
        FormRow({}),
        FormRow({0: Cell(text("Filled in by"), "head"), 2: Cell(text("Head of the unit"), "head")}),
        FormRow({0: Cell(None, "leaf", is_open=True), 2: Cell(None, "leaf", is_open=True)}, height=70),
    ]
    return FormSheet(text("Cover"), (26, 26, 38), tuple(rows), is_portrait=True)


def _line(name: str, words: str) -> FormRow:
    return FormRow({0: Cell(name, "note"), 1: Cell(words, "plain", span=2)})


def _formula(name: str, formula: str, form: str, words: str) -> FormRow:
    return FormRow({0: Cell(name, "leaf"), 1: Cell(formula, "formula", form, True), 2: Cell(words, "leaf")})


def _show_steps(steps: Sequence[tuple[str, str]]) -> list[FormRow]:
    if not steps:
        return []
    return [
        FormRow({0: Cell(text("Steps of the year and their dates"), "bold", span=3)}),
        *[FormRow({0: Cell(due, "leaf"), 1: Cell(step, "leaf", span=2)}) for step, due in steps],
        FormRow({}),
    ]


def tell_how() -> tuple[str, ...]:
    """Return how a form is filled in, in few lines."""
    return (
        text("Write only into the yellow cells of the sheet “{sheet}”.", sheet=text("Self-assessment")),
        text("Give the figures (numerator and denominator, or value): the points follow from them by the rule."),
        text("Where an item has no rule, or you claim other points, write the points, and explain why."),
        text("Name the evidence of every item: number, date and title of each document."),
        text("Where nothing of the kind came up this year, choose No under “{head}”.", head=text("Applies")),
        text("Save the file as an Excel workbook and send it back; its name may change, its sheets stay."),
    )


def make_instructions() -> FormSheet:
    """Return the sheet of instructions."""
    lines = (
        *tell_how(),
        text(
            "A sign ? under “{head}” means that the figures cannot be: correct them.", head=text("Points by the rule")
        ),
        text("A numerator is never above its denominator. Write counts, not percentages: 45 of 50, not 90%."),
        text("Days late are whole numbers; in time is 0. Do not type dates there."),
        text("Write decimals with the mark of your computer, and no mark between thousands."),
        text("Items by the survey are left alone: their points come from the survey."),
        text("Penalty points are positive numbers; they are taken off."),
        text("The sheet “{sheet}” asks what you do about last year's weaknesses.", sheet=text("Remedies")),
        text(
            "Rows may be added for notes, columns made wider. Do not change codes, and fill in this year's form only."
        ),
    )
    rows = [FormRow({0: Cell(text("Instructions"), "title")}, height=24), FormRow({})]
    rows += [FormRow({0: Cell(f"{n}. {one}", "plain")}, height=20) for n, one in enumerate(lines, 1)]
    return FormSheet(text("Instructions"), (100,), tuple(rows), is_portrait=True)


def make_plan(about: About, mark: str, block: Block, last: Mapping[str, LastYear], lists: Lists) -> FormSheet:
    """Return the plan of remedies: last year's weaknesses, and empty rows for more."""
    heads = (
        *("", text("Code"), text("Item"), text("Points lost"), text("Remedy by the criteria set"), text("What you do")),
        *(text("Who is responsible"), text("Due"), text("State"), text("Done on")),
    )
    places = {"item_code": 0, "action": 5, "responsible": 6, "due": 7, "state": 8, "done": 9}
    title = text("Plan to remedy the weaknesses of {year}", year=about.base_year) if about.base_year else ""
    rows = [
        *make_head(about, mark, title or text("Plan to remedy weaknesses"), len(PLAN_WIDTHS) - 1),
        FormRow({places[code]: Cell(code, "note") for code in PLAN_COLUMNS}, is_hidden=True),
        FormRow({at: Cell(words, "head") for at, words in enumerate(heads) if at}, height=34),
    ]
    weak = [item for item in block.items if item.code in last and last[item.code].was_weak]
    for item in weak:
        lost = format_plain(last[item.code].lost, 9)
        told = (item.code, item.shown, lost, item.shown_remedy)
        cells = {at: Cell(words, "leaf", "text") for at, words in enumerate(told, 1)}
        rows.append(FormRow({0: Cell(item.code, "note", "text")} | cells | _open_cells(lists)))
    codes = lists.range_of(tuple(item.code for item in block.items))
    check = Check("list", codes, title=text("Code"), words=text("The code of an item that you mend."))
    for _ in range(SPARE_ROWS):
        cells = {1: Cell(None, "leaf", "text", is_open=True, check=check)}
        cells |= {at: Cell("", "leaf") for at in range(2, 5)}
        rows.append(FormRow({0: Cell("", "note")} | cells | _open_cells(lists)))
    return FormSheet(text("Remedies"), PLAN_WIDTHS, tuple(rows), hidden=(0,), head=PLAN_HEAD, frozen=3)


def _open_cells(lists: Lists) -> dict[int, Cell]:
    """Return the cells of a remedy that a unit fills in."""
    states = Check("list", lists.range_of(tuple(name_state(one) for one in PLAN_STATES)), title=text("State"))
    day = text("A date.")
    dated = Check("date", title=text("Date"), words=day, refusal=day)
    return {
        5: Cell(None, "leaf", is_open=True),
        6: Cell(None, "leaf", is_open=True),
        7: Cell(None, "leaf", "date", is_open=True, check=dated),
        8: Cell(None, "leaf", is_open=True, check=states),
        9: Cell(None, "leaf", "date", is_open=True, check=dated),
    }


def name_state(state: str) -> str:
    """Return the state of a remedy in words."""
    return {"planned": text("planned"), "done": text("done"), "dropped": text("given up")}[state]


def make_lists(lists: Lists) -> FormSheet:
    """Return the hidden sheet from which the lists are chosen."""
    rows = tuple(FormRow({0: Cell(one, "plain", "text")}) for one in lists.options)
    return FormSheet(CODES_SHEET, (40,), rows, is_hidden=True)
