"""A scoring rule in words, as it stands under a leaf of the score sheet.

In: a leaf with its rule. Out: one line in the language in force, short enough for a table; the
words of options stay as the framework has them. Computes nothing.
"""

from __future__ import annotations

from typing import Any

from parreport.display.formats import format_amount, format_plain, format_plain_pct
from parreport.inputs.framework import Item
from parreport.language import VIETNAMESE, language, text

DAY = "ngày"  # the measure of limits that are days late


def describe_rule(item: Item) -> str:
    """Return how the points of a leaf are given; blank where it has no rule."""
    steps = describe_steps(item)
    return text("scale: {steps}", steps=steps) if steps else ""


def describe_steps(item: Item) -> str:
    """Return the steps of a leaf's rule alone; blank where it has no rule."""
    if item.rule is None:
        return ""
    steps = _steps(item.rule, item.method == "penalty")
    if item.zero_of_zero is not None:  # its own; what the framework says of all others stands once, in its method
        steps = f"{steps}; {_zero_of_zero(item.zero_of_zero)}"
    return steps


def _zero_of_zero(meaning: str) -> str:
    if meaning == "not_applicable":
        return text("0/0: does not apply")
    return text("0/0: full points") if meaning == "full" else text("0/0: 0 points")


def _steps(rule: Any, is_penalty: bool = False) -> str:
    if rule.form == "when":
        return text(
            "if {word}: {first}; otherwise: {second}",
            word=rule.word,
            first=_steps(rule.first),
            second=_steps(rule.second),
        )
    if rule.form == "choice":
        return _list([(one.option, one.points) for one in rule.steps])
    if rule.form == "proportional":
        facts = {"floor": _bound(rule, rule.floor), "full": _bound(rule, rule.full), "top": _from(rule, rule.full)}
        if rule.floor == 0:
            return text("in proportion; {top}: full points", **facts)
        return text("under {floor}: 0; up to {full}: in proportion; {top}: full points", **facts)
    if rule.form in {"each", "deduct"}:
        facts = {"points": _points(rule.step_points), "what": _measure(rule) or text("case")}
        if is_penalty or rule.form == "deduct":
            return text("{points} off for each {what}", **facts)
        return text("{points} for each {what}", **facts)
    return _bands(rule) if rule.form == "bands" else _limits(rule)


def _bands(rule: Any) -> str:
    falling = sorted(rule.steps, key=lambda one: -one.bound)
    steps = [(_from(rule, one.bound), one.points) for one in falling]
    lowest = falling[-1].bound
    if rule.basis == "count" and lowest == 1:
        steps.append((text("not one"), 0))
    elif lowest > 0:
        steps.append((text("under {bound}", bound=_bound(rule, lowest)), 0))
    return _list(steps)


def _from(rule: Any, bound: Any) -> str:
    """Return from which figure a band counts; nothing lies above 100%."""
    shown = _bound(rule, bound)
    return shown if rule.basis == "rate" and bound == 100 else text("from {bound}", bound=shown)


def _limits(rule: Any) -> str:
    rising = sorted(rule.steps, key=lambda one: one.bound)
    naming = _days_late if rule.measure.casefold() == DAY else _up_to
    steps = [(naming(rule, one.bound), one.points) for one in rising]
    return _list([*steps, (naming(rule, rising[-1].bound, above=True), 0)])


def _up_to(rule: Any, bound: Any, above: bool = False) -> str:
    if bound == 0 and rule.measure:
        return text("some") if above else text("not one")
    shown = _bound(rule, bound)
    if above:
        return text("above {bound}", bound=shown)
    return shown if bound == 0 else text("up to {bound}", bound=shown)


def _days_late(rule: Any, bound: Any, above: bool = False) -> str:
    if bound == 0:
        return text("late") if above else text("in time")
    return text("later") if above else text("up to {n} days late", n=format_amount(bound))


def _list(steps: list[tuple[str, Any]]) -> str:
    """Return steps with their points; the word for points stands at the first alone."""
    (name, points), *others = steps
    return "; ".join([f"{name}: {_points(points)}", *(f"{other}: {_figure(given)}" for other, given in others)])


def _points(points: Any) -> str:
    return text("1 point") if points == 1 else text("{points} points", points=_figure(points))


def _bound(rule: Any, bound: Any) -> str:
    if rule.basis == "rate":
        return format_plain_pct(bound, 9)
    return " ".join(one for one in (format_amount(bound), _measure(rule)) if one)


def _measure(rule: Any) -> str:
    """Return what is counted, in the language of the framework; blank in any other."""
    return rule.measure if language() == VIETNAMESE else ""


def _figure(number: Any) -> str:
    return format_plain(number, 9)
