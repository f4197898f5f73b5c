"""Rules as formulas: LibreOffice computes from them what the rules give, for declared figures of all kinds."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from parreport.building.excel_forms.making import make_unit_forms
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Framework, Item
from parreport.inputs.framework_files import read_framework_files
from parreport.inputs.points import score_figures
from parreport.inputs.rules import ChoiceError, Declared, Rule
from tests.cases import write_year
from tests.office import convert, needs_office
from tests.unit_forms import fill, find_scores, places_of

RULES = (
    ('choice: đủ và đúng hạn = 3 | đủ nhưng trễ = 1.5 | thiếu "hồ sơ" = 0', 3),
    ("bands rate: 100 = 10 | 90 = 8 | 80 = 6 | 70 = 4", 10),
    ("bands rate: 99.95 = 2 | 66.67 = 1.25 | 33.3 = 0.5", 2),
    ("bands count: 2 = 2 | 1 = 1", 2),
    ("bands value: 105.5 = 1 | 100 = 0.75 | 0.1 = 0.3", 1),
    ("limits value (ngày): 0 = 3 | 30 = 1.5", 3),
    ("limits count: 0 = 1 | 5 = 0.5", 1),
    ("limits rate: 0 = 2 | 5.5 = 1 | 20 = 0.5", 2),
    ("proportional rate: floor 60, full 85", 10),
    ("proportional rate: floor 0, full 100", "1.75"),
    ("proportional rate: floor 33.3, full 66.7", "2.5"),
    ("each: 0.1", "0.75"),
    ("deduct: 0.25", "1.1"),
    ("when có kế hoạch: bands rate: 85 = 4 | 60 = 3 ; otherwise choice: có tổ chức = 2 | không = 0", 4),
    ("when có: choice: có = 2 ; otherwise bands rate: 50 = 1", 2),
)
EACH = 12


def declared_at_random(rule: Rule, random_: random.Random) -> dict[str, Any]:
    """Return figures for a rule: on its bounds and off them, nothing and too little of it."""
    if random_.random() < 0.06:
        return {}
    cells: dict[str, Any] = {}
    options = rule.options()
    if options and random_.random() < 0.9:
        word = random_.choice(options)
        cells["value"] = random_.choice([word, word.upper(), f"  {word} "])
    elif not options and not rule.reads_rate:
        bounds = [step.bound for step in rule.steps] or [Decimal(3)]
        near = random_.choice(bounds) + random_.choice([0, 0, 1, -1, Decimal("0.1")])
        whole = rule.basis == "count" or rule.form == "limits"
        cells["value"] = max(Decimal(0), near.to_integral_value() if whole else near)
    if rule.reads_rate:
        denominator = random_.choice([0, 1, 3, 8, 20, 40, 47, 200, 1000, 20000])
        part = rule.first if rule.first is not None and rule.first.reads_rate else rule.second
        read = rule if rule.basis == "rate" or part is None else part
        bounds = [step.bound for step in read.steps] + [read.floor, read.full]
        on = (random_.choice(bounds) * denominator / 100).to_integral_value()
        numerator = random_.choice([int(on), int(on) + random_.choice([-1, 0, 1]), random_.randint(0, denominator)])
        cells |= {"numerator": min(max(numerator, 0), denominator), "denominator": denominator}
        if random_.random() < 0.1:
            cells["denominator"] = None
    return cells


def expected(item: Item, given: dict[str, Any], framework: Framework) -> Any:
    """Return what the cell shall show: points, or the words that stand for none."""
    assert item.rule is not None
    parts = [None if given.get(one) is None else Decimal(given[one]) for one in ("numerator", "denominator")]
    value = given.get("value", "")
    number = value if isinstance(value, Decimal) else None
    try:
        points, out = score_figures(item, item.rule, Declared(*parts, str(value).strip(), number), framework)
    except ChoiceError:
        return "?"
    return "KAD" if out else points


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("meaning", ["not_applicable", pytest.param("full", marks=pytest.mark.nightly)])
def test_formulas_give_what_rules_give(tmp_path: Path, meaning: str) -> None:
    tree: list[tuple[Any, ...]] = [("1",)]
    for at, (rule, most) in enumerate(RULES):
        tree += [(f"1.{at}.{n}", "1", most, "appraised", rule) for n in range(EACH)]
    case = write_year(tmp_path, tree, {"a": {}}, framework={"zero_of_zero": meaning})
    assert make_unit_forms(case.path, tmp_path / "forms") == 1
    framework = read_framework_files(case.framework, Faults())
    assert framework is not None
    by_code = framework.by_code["so"].by_code
    random_ = random.Random(18)
    given = {one.code: declared_at_random(one.rule, random_) for one in by_code.values() if one.rule is not None}
    fill(tmp_path / "forms/a.xlsx", tmp_path / "filled/a.xlsx", given)
    (saved,) = convert([tmp_path / "filled/a.xlsx"], tmp_path / "saved")
    sheet = find_scores(load_workbook(saved, data_only=True))
    columns, rows = places_of(sheet)
    wrong, total = [], Decimal(0)
    for code, cells in given.items():
        wanted, shown = expected(by_code[code], cells, framework), sheet.cell(rows[code], columns["computed"]).value
        own = sheet.cell(rows[code], columns["self_points"]).value
        if isinstance(wanted, Decimal):
            total += wanted
            same = (
                isinstance(shown, int | float) and abs(Decimal(repr(shown)) - wanted) < Decimal("1e-9") and own == shown
            )
        else:
            same = (shown or None) == wanted and not own
        wrong += [] if same else [(code, by_code[code].rule_text, cells, wanted, shown)]
    assert not wrong
    assert sheet.cell(rows["1"], columns["self_points"]).value == pytest.approx(float(total))
    assert len(given) == len(RULES) * EACH
