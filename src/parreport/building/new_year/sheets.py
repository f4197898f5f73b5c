"""The sheets of a province's workbook: what is typed into each column, with lists, limits and an example row.

In: a table of inputs or of a framework, rows to start from. Out: a sheet whose heads are Vietnamese with the
codes beneath; the example row is refused as long as it stands (:mod:`parreport.inputs.examples`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parreport.columns import (
    APPRAISAL_FILE,
    CALENDAR_FILE,
    FRAMEWORK_ITEMS,
    MAPPING,
    POINTS_FILE,
    TARGET_VALUES_FILE,
    TARGETS_FILE,
    UNITS_FILE,
)
from parreport.inputs.examples import EXAMPLE
from parreport.inputs.framework_items import METHODS
from parreport.inputs.heads import heads_of
from parreport.language import text
from parreport.publishing.form_sheets import Cell, Check, FormRow, FormSheet
from parreport.tabular import Table

SPARE = 200
FLAGS = ("có", "không")
CHOICES: dict[str, Sequence[str]] = {
    **dict.fromkeys(("ranked", "applies", "comparable"), FLAGS),
    **{"method": METHODS, "direction": ("at_least", "at_most")},
}
WIDTHS = {"name": 46.0, "name_en": 30.0, "rule": 40.0, "remedy": 40.0, "evidence": 34.0, "reason": 34.0, "source": 26.0}
WIDTHS |= {"step": 46.0, "note": 34.0, "step_en": 30.0}
LEFT_OUT = {"lat", "lon", "survey_se_points", "zero_of_zero", "same_cases_as", "accumulates", "short_name_en"}
"""Optional columns that few need: a head more is as good as a head that is there."""
AMOUNTS = {"self_points", "appraised_points", "max_points", "numerator", "denominator", "target", "share"}


@dataclass(frozen=True)
class Draft:
    """A sheet to be: its name, its table, the rows it starts with, and columns whose cells are chosen from a list."""

    name: str
    table: Table
    rows: Sequence[Mapping[str, str]] = ()
    choices: Mapping[str, Sequence[str]] | None = None


EXAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    UNITS_FILE.name: ({"unit_code": EXAMPLE, "name": "Sở Nội vụ", "block": "so-nganh", "ranked": "có"},),
    POINTS_FILE.name: (
        {"unit_code": EXAMPLE, "item_code": "1.1.1", "applies": "có", "numerator": "45", "denominator": "50"},
    ),
    APPRAISAL_FILE.name: (
        {"unit_code": EXAMPLE, "item_code": "1.1.1", "round": "1", "appraised_points": "1.5", "reason": "Thiếu tệp"},
    ),
    TARGET_VALUES_FILE.name: (
        {"unit_code": EXAMPLE, "target_code": "muc-tieu-1", "numerator": "9", "denominator": "10"},
    ),
    CALENDAR_FILE.name: ({"step": EXAMPLE, "due": "2027-01-15"},),
    TARGETS_FILE.name: (
        {
            **{"target_code": EXAMPLE, "name": "Hồ sơ giải quyết đúng hạn", "area": "Thủ tục hành chính"},
            **{"unit_of_measure": "%", "direction": "at_least", "target": "95", "source": "Kế hoạch CCHC năm"},
        },
    ),
    FRAMEWORK_ITEMS.name: (
        {"item_code": EXAMPLE, "name": "Chỉ đạo, điều hành (lĩnh vực)"},
        {"item_code": f"{EXAMPLE}.1", "parent_code": EXAMPLE, "name": "Kế hoạch cải cách hành chính (tiêu chí)"},
        {
            **{"item_code": f"{EXAMPLE}.1.1", "parent_code": f"{EXAMPLE}.1", "max_points": "2", "method": "appraised"},
            **{"name": "Mức độ hoàn thành kế hoạch (tiêu chí thành phần)", "rule": "bands rate: 100 = 2 | 80 = 1"},
            "evidence": "Báo cáo tổng kết",
        },
    ),
    MAPPING.name: (),
}


def make_sheet(draft: Draft) -> FormSheet:
    """Return a sheet: title, what a row is, heads, codes, the rows to start with or the example, empty rows."""
    table = draft.table
    used = {name for row in draft.rows for name, words in row.items() if words}
    columns = [one for one in table.columns if not one.optional or one.name not in LEFT_OUT - used]
    heads, checks = heads_of(table), {one.name: _check_of(draft, one.name) for one in columns}
    rows = [
        FormRow({0: Cell(f"{draft.name}: {text(table.grain)}", "bold", span=min(len(columns), 4))}, height=20),
        FormRow({at: Cell(heads.get(one.name, one.name), "head") for at, one in enumerate(columns)}),
        FormRow({at: Cell(one.name, "note") for at, one in enumerate(columns)}),
    ]
    started = [*(draft.rows or EXAMPLES[table.name])]
    for row in [*started, *({} for _ in range(SPARE))]:
        cells = {
            at: Cell(row.get(name) or None, "leaf", _form_of(name), is_open=True, check=check)
            for at, (name, check) in enumerate(checks.items())
        }
        rows.append(FormRow(cells))
    widths = tuple(WIDTHS.get(one.name, 14.0) for one in columns)
    return FormSheet(draft.name, widths, tuple(rows), head=2, frozen=1, is_free=True)


def _form_of(column: str) -> str:
    return "" if column in AMOUNTS or column == "round" else "text"


def _check_of(draft: Draft, column: str) -> Check:
    meaning = next(text(one.meaning) for one in draft.table.columns if one.name == column)
    words = meaning[:1].upper() + meaning[1:] + "."
    title = heads_of(draft.table).get(column, column)
    listed = (draft.choices or {}).get(column) or CHOICES.get(column)
    if listed and sum(len(one) + 1 for one in listed) < 250:  # a longer list breaks in Excel
        return Check("list", ",".join(listed), title=title, words=words, refusal=words)
    if column in AMOUNTS:
        return Check("decimal", low=0, title=title, words=words, refusal=words)
    if column == "round":
        return Check("whole", low=1, high=2, title=title, words=words, refusal=words)
    return Check("any", title=title, words=words)


def make_guide(lines: Sequence[str]) -> FormSheet:
    """Return the first sheet: how the workbook is filled in."""
    rows = [FormRow({0: Cell(text("How to fill this workbook in"), "title")}, height=24), FormRow({})]
    rows += [FormRow({0: Cell(f"{n}. {one}", "plain")}, height=20) for n, one in enumerate(lines, 1)]
    return FormSheet(text("Instructions"), (110,), tuple(rows), is_portrait=True, is_free=True)
