"""Scoring rules as formulas of a spreadsheet, so that a unit sees its points while it fills its form in.

In: a leaf with its rule, and where its figures stand. Out: one formula, with the names and marks of the file
format. Bounds and figures are compared as whole multiples, so that a rate that meets a bound exactly does so
here too. What counts are the points of :mod:`parreport.inputs.rules`; these are the same for the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parreport.cells import plain_decimal
from parreport.inputs.framework import Framework, Item
from parreport.inputs.numbers import fold_text
from parreport.inputs.rules import Rule, Step

UNCLEAR, ZERO, HUNDRED = '"?"', Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Figures:
    """Where the declared figures of a leaf stand; ``options``: the cells of its options, by their folded text.

    ``no``: the words of the cell ``applies`` that take the leaf out; ``left_out``: what is shown then.
    """

    applies: str
    numerator: str
    denominator: str
    value: str
    options: Mapping[str, str]
    no: str
    left_out: str


def write_formula(item: Item, rule: Rule, at: Figures, framework: Framework) -> str:
    """Return the points of a leaf's rule as a formula, without the sign ``=``.

    It gives blank text where nothing is declared, ``?`` where what is declared cannot be, and
    ``left_out`` where the leaf does not apply.
    """
    return f"IF({at.applies}={_quoted(at.no)},{_quoted(at.left_out)},{_write(item, rule, at, framework)})"


def _write(item: Item, rule: Rule, at: Figures, framework: Framework) -> str:
    if rule.form == "when" and rule.first is not None and rule.second is not None:
        first, second = (_write(item, part, at, framework) for part in (rule.first, rule.second))
        return f"IF(TRIM({at.value})={at.options[fold_text(rule.word)]},{first},{second})"
    if rule.form == "choice":
        return _write_choice(rule, at)
    if rule.basis == "rate":
        return _write_rate(item, rule, at, framework)
    whole = f",{at.value}<>INT({at.value})" if rule.basis == "count" or rule.form == "limits" else ""
    refused = f"IF(ISNUMBER({at.value}),OR({at.value}<0{whole}),TRUE)"
    return f'IF({at.value}="","",IF({refused},{UNCLEAR},{_write_amount(item, rule, at.value)}))'


def _write_choice(rule: Rule, at: Figures) -> str:
    steps = UNCLEAR
    for step in reversed(rule.steps):
        steps = f"IF(TRIM({at.value})={at.options[fold_text(step.option)]},{plain_decimal(step.points)},{steps})"
    return f'IF(TRIM({at.value})="","",{steps})'


def _write_amount(item: Item, rule: Rule, value: str) -> str:
    if rule.form in {"bands", "limits"}:
        return _write_steps(rule, value, "1")
    earned = f"{value}*{plain_decimal(rule.step_points)}"
    if rule.form == "each":
        return earned if item.max_points is None else f"MIN({earned},{plain_decimal(item.max_points)})"
    return f"MAX({plain_decimal(item.max_points or ZERO)}-{earned},0)"


def _write_steps(rule: Rule, number: str, whole: str) -> str:
    """Return nested steps: the highest bound that ``number`` reaches, or the lowest that it keeps, per ``whole``."""
    rising = rule.form == "limits"
    steps: Sequence[Step] = sorted(rule.steps, key=lambda step: step.bound, reverse=not rising)
    formula, sign = "0", "<=" if rising else ">="
    for step in reversed(steps):
        bound, scale = _scaled(step.bound)
        reached = f"{_times(number, scale)}{sign}{_times(whole, bound)}"
        formula = f"IF({reached},{plain_decimal(step.points)},{formula})"
    return formula


def _write_rate(item: Item, rule: Rule, at: Figures, framework: Framework) -> str:
    top, whole = at.numerator, at.denominator
    nothing = {
        "not_applicable": _quoted(at.left_out),
        "zero": "0",
        "full": plain_decimal(item.max_points if item.max_points is not None else rule.highest() or ZERO),
    }[framework.zero_of_zero_on(item)]
    points = _write_proportional(item, rule, at) if rule.form == "proportional" else _write_steps_of_rate(rule, at)
    refused = f"IF(AND(ISNUMBER({top}),ISNUMBER({whole})),OR({top}<0,{top}>{whole}),TRUE)"
    some = f"IF({whole}=0,{nothing},{points})"
    return f'IF(OR({top}="",{whole}=""),"",IF({refused},{UNCLEAR},{some}))'


def _write_steps_of_rate(rule: Rule, at: Figures) -> str:
    return _write_steps(rule, f"100*{at.numerator}", at.denominator)


def _write_proportional(item: Item, rule: Rule, at: Figures) -> str:
    most = item.max_points or ZERO
    maximum = plain_decimal(most)
    (floor, floor_scale), (full, full_scale) = _scaled(rule.floor), _scaled(rule.full)
    top, whole = f"100*{at.numerator}", at.denominator
    share = f"MIN(ROUND({_times(top, full_scale)}*{maximum}/({_times(whole, full)}),2),{maximum})"
    reached = f"IF({_times(top, full_scale)}>={_times(whole, full)},{maximum},{share})"
    return f"IF({_times(top, floor_scale)}<{_times(whole, floor)},0,{reached})"


def _scaled(bound: Decimal) -> tuple[Decimal, Decimal]:
    """Return a bound as a whole number, and the power of ten that makes it one."""
    exponent = bound.normalize().as_tuple().exponent
    scale = Decimal(10) ** max(0, -int(exponent))
    return bound * scale, scale


def _times(factor: str, number: Decimal) -> str:
    """Return a product as a formula has it; a factor of 1 is left out."""
    if number == 1:
        return factor
    return plain_decimal(number) if factor == "1" else f"{factor}*{plain_decimal(number)}"


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
