"""A scoring rule in words, as it stands under a leaf of the score sheet.

In: a leaf with its rule. Out: one line in the language in force, short enough for a table; the
words of options stay as the framework has them. Computes nothing.
"""

from __future__ import annotations

from typing import Any

from parreport.display.formats import format_plain, format_plain_pct
from parreport.inputs.framework import Item
from parreport.language import text


def describe_rule(item: Item) -> str:
    """Return how the points of a leaf are given; blank where it has no rule."""
    return "" if item.rule is None else text("scale: {steps}", steps=_steps(item.rule))


def _steps(rule: Any) -> str:
    if rule.form == "when":
        return text(
            "if “{word}”: {first}; otherwise: {second}",
            word=rule.word,
            first=_steps(rule.first),
            second=_steps(rule.second),
        )
    if rule.form == "choice":
        return "; ".join(f"{one.option}: {_figure(one.points)}" for one in rule.steps)
    if rule.form == "proportional":
        facts = {"floor": _bound(rule, rule.floor), "full": _bound(rule, rule.full)}
        return text("under {floor}: 0; up to {full}: in proportion; from {full}: full points", **facts)
    if rule.form == "each":
        return text("declared figure × {points}", points=_figure(rule.step_points))
    if rule.form == "deduct":
        return text("maximum − declared figure × {points}", points=_figure(rule.step_points))
    return _bands(rule) if rule.form == "bands" else _limits(rule)


def _bands(rule: Any) -> str:
    falling = sorted(rule.steps, key=lambda one: -one.bound)
    steps = [
        text("from {bound}: {points}", bound=_bound(rule, one.bound), points=_figure(one.points)) for one in falling
    ]
    if falling[-1].bound > 0:
        steps.append(text("under {bound}: 0", bound=_bound(rule, falling[-1].bound)))
    return "; ".join(steps)


def _limits(rule: Any) -> str:
    rising = sorted(rule.steps, key=lambda one: one.bound)
    steps = [
        f"{_bound(rule, one.bound)}: {_figure(one.points)}"
        if one.bound == 0
        else text("up to {bound}: {points}", bound=_bound(rule, one.bound), points=_figure(one.points))
        for one in rising
    ]
    return "; ".join([*steps, text("above {bound}: 0", bound=_bound(rule, rising[-1].bound))])


def _bound(rule: Any, bound: Any) -> str:
    return format_plain_pct(bound, 9) if rule.basis == "rate" else _figure(bound)


def _figure(number: Any) -> str:
    return format_plain(number, 9)
