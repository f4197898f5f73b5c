"""Scoring rules: a cell that a person can read, and the points that it gives.

In: the text of a ``rule`` cell. Out: a :class:`Rule` that turns declared values into points,
exactly. Seven forms; source: ``docs/methodology.md`` 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Literal

from parreport.inputs.numbers import fold_text
from parreport.language import Message, message

Basis = Literal["rate", "count", "value", "text", "none"]
MEASURE = re.compile(r"(.*?)\s*\(([^()]*)\)\s*")
RULE_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,15})?")
EXACT = Context(prec=100)  # of rates: no product of declared figures and bounds is longer
HUNDRED = Decimal(100)


@dataclass(eq=False)
class RuleError(ValueError):
    """A rule cannot be parsed: what was expected, and at which character of the cell."""

    expected: Message
    position: int


@dataclass(eq=False)
class ChoiceError(ValueError):
    """A declared text is none of the options of a rule."""

    options: tuple[str, ...]


class ZeroOfZero(Exception):
    """A rate of nothing: numerator and denominator are both 0."""


@dataclass(frozen=True)
class Declared:
    """What a unit declared for a leaf; None where blank. ``number`` is ``value`` as a number."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: str = ""
    number: Decimal | None = None


@dataclass(frozen=True)
class Step:
    """One step of a rule: a bound (or an option's text), its points, and where they stand."""

    bound: Decimal
    points: Decimal
    option: str = ""
    position: int = 0


@dataclass(frozen=True)
class Rule:
    """A parsed rule.

    ``form`` is one of choice, bands, limits, proportional, each, deduct, when. ``basis`` says
    what it reads: the rate, a counted or measured ``value``, or the text in ``value``. ``measure``
    is the word for what is counted or measured, blank where the cell names none.
    """

    form: str
    basis: Basis
    steps: tuple[Step, ...] = ()
    floor: Decimal = Decimal(0)
    full: Decimal = Decimal(0)
    step_points: Decimal = Decimal(0)
    word: str = ""
    measure: str = ""
    first: Rule | None = None
    second: Rule | None = None

    def part_for(self, value: str) -> Rule:
        """Return the rule that applies to a declared value: itself, or a part of ``when``."""
        if self.form != "when" or self.first is None or self.second is None:
            return self
        return self.first if fold_text(value) == fold_text(self.word) else self.second

    @property
    def reads_rate(self) -> bool:
        """Whether the rule, or a part of it, reads numerator and denominator."""
        return self.basis == "rate" or any(part is not None and part.reads_rate for part in (self.first, self.second))

    def options(self) -> tuple[str, ...]:
        """Return the texts that ``value`` may hold, as written in the rule."""
        if self.form == "when" and self.second is not None:
            return (self.word, *self.second.options())
        return tuple(step.option for step in self.steps) if self.form == "choice" else ()

    def highest(self) -> Decimal | None:
        """Return the most points that the steps of the rule can give; None where there are none."""
        parts = [part.highest() for part in (self.first, self.second) if part is not None]
        points = [step.points for step in self.steps] + [p for p in parts if p is not None]
        return max(points, default=None)

    def score(self, declared: Declared, max_points: Decimal | None) -> Decimal | None:
        """Return the points for what was declared; None where nothing was declared.

        Raises
        ------
        ChoiceError
            The text is none of the options.
        ZeroOfZero
            The rate is 0 of 0; the framework says what that means.
        """
        rule = self.part_for(declared.value)
        if rule.form == "choice":
            return rule._score_choice(declared.value, self.options())
        if rule.basis == "rate":
            with localcontext(EXACT):
                return rule._score_rate(declared.numerator, declared.denominator, max_points)
        if declared.number is None:
            return None
        if rule.form == "bands":
            reached = [s for s in rule.steps if s.bound <= declared.number]
            return max(reached, key=lambda s: s.bound).points if reached else Decimal(0)
        if rule.form == "limits":
            kept = [s for s in rule.steps if s.bound >= declared.number]
            return min(kept, key=lambda s: s.bound).points if kept else Decimal(0)
        earned = declared.number * rule.step_points
        if rule.form == "each":
            return earned if max_points is None else min(earned, max_points)
        return max((max_points or Decimal(0)) - earned, Decimal(0))

    def score_cases(
        self, numerator: Decimal, denominator: Decimal, value: str, max_points: Decimal | None
    ) -> Decimal | None:
        """Return the points for other cases of what was declared, numerator and denominator alone changed."""
        return self.score(Declared(numerator, denominator, value), max_points)

    def score_amount(self, number: Decimal, max_points: Decimal | None) -> Decimal | None:
        """Return the points for another number of what is counted or measured."""
        return self.score(Declared(number=number), max_points)

    def _score_choice(self, value: str, options: tuple[str, ...]) -> Decimal | None:
        if not value:
            return None
        for step in self.steps:
            if fold_text(step.option) == fold_text(value):
                return step.points
        raise ChoiceError(options)

    def _score_rate(
        self, numerator: Decimal | None, denominator: Decimal | None, max_points: Decimal | None
    ) -> Decimal | None:
        if numerator is None or denominator is None:
            return None
        if denominator == 0:
            raise ZeroOfZero
        if self.form == "proportional":
            maximum = max_points or Decimal(0)
            if HUNDRED * numerator < self.floor * denominator:
                return Decimal(0)
            if HUNDRED * numerator >= self.full * denominator:
                return maximum
            exact = HUNDRED * numerator * maximum / (self.full * denominator)
            return min(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), maximum)
        if self.form == "limits":
            kept = [s for s in self.steps if HUNDRED * numerator <= s.bound * denominator]
            return min(kept, key=lambda s: s.bound).points if kept else Decimal(0)
        reached = [s for s in self.steps if HUNDRED * numerator >= s.bound * denominator]
        return max(reached, key=lambda s: s.bound).points if reached else Decimal(0)


HEADS: dict[str, tuple[str, Basis]] = {
    "choice": ("choice", "text"),
    "bands rate": ("bands", "rate"),
    "bands count": ("bands", "count"),
    "bands value": ("bands", "value"),
    "limits value": ("limits", "value"),
    "limits count": ("limits", "count"),
    "limits rate": ("limits", "rate"),
    "proportional rate": ("proportional", "rate"),
    "each": ("each", "count"),
    "deduct": ("deduct", "count"),
}
KNOWN = "choice, bands rate, bands count, bands value, limits value, proportional rate, each, deduct, when"
OTHERWISE = re.compile(r";\s*otherwise\s+", re.IGNORECASE)


def parse_rule(typed: str, within_when: bool = False, start: int = 0) -> Rule:
    """Return the rule that a cell holds; ``start`` is where the text stands in its cell.

    Raises
    ------
    RuleError
        The cell cannot be parsed: what was expected, and the place in it (1 = first character).
    """
    head, colon, _ = typed.partition(":")
    counted = MEASURE.fullmatch(head)
    measure = " ".join(counted[2].split()) if counted else ""
    name = " ".join((counted[1] if counted else head).casefold().split())
    body_start = start + len(head) + 1
    if not colon:
        raise RuleError(message("a rule form followed by “:”, one of {forms}", forms=KNOWN), start + 1)
    if name.startswith("when ") and not within_when:
        return _parse_when(typed, head.strip()[5:].strip(), body_start)
    if name not in HEADS or (counted and (not measure or HEADS[name][1] not in {"count", "value"})):
        raise RuleError(message("one of {forms}", forms=KNOWN), start + 1)
    form, basis = HEADS[name]
    if within_when and not (form == "choice" or basis == "rate"):
        raise RuleError(message("a rate rule or choice inside `when`"), start + 1)
    body = typed[len(head) + 1 :]
    if form == "choice":
        return Rule(form, basis, _parse_options(body, body_start))
    if form in {"bands", "limits"}:
        return Rule(form, basis, _parse_bounds(body, body_start), measure=measure)
    if form == "proportional":
        return _parse_proportional(body, body_start)
    return Rule(form, basis, step_points=_parse_number(body, body_start), measure=measure)


def _parse_number(typed: str, start: int) -> Decimal:
    digits = typed.strip()
    if not RULE_NUMBER.fullmatch(digits):
        place = start + len(typed) - len(typed.lstrip()) + 1
        raise RuleError(message("a number with “.” as its decimal mark"), place)
    return Decimal(digits)


def _split_steps(body: str, start: int) -> list[tuple[str, str, int, int]]:
    steps = []
    place = start
    for piece in body.split("|"):
        left, equals, right = piece.rpartition("=")
        if not equals or not left.strip():
            raise RuleError(message("“= points” after each step"), place + 1)
        steps.append((left, right, place, place + len(left) + 1))
        place += len(piece) + 1
    return steps


def _parse_options(body: str, start: int) -> tuple[Step, ...]:
    options: list[Step] = []
    for left, right, place, points_place in _split_steps(body, start):
        option = left.strip()
        if any(fold_text(option) == fold_text(one.option) for one in options):
            raise RuleError(message("each option once"), place + 1)
        points = _parse_number(right, points_place)
        options.append(Step(Decimal(0), points, option, points_place + 1))
    return tuple(options)


def _parse_bounds(body: str, start: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    for left, right, place, points_place in _split_steps(body, start):
        bound = _parse_number(left, place)
        if any(bound == one.bound for one in steps):
            raise RuleError(message("each bound once"), place + 1)
        steps.append(Step(bound, _parse_number(right, points_place), "", points_place + 1))
    return tuple(steps)


def _parse_proportional(body: str, start: int) -> Rule:
    matched = re.fullmatch(r"\s*floor\s+(\S+?)\s*,\s*full\s+(\S+)\s*", body, re.IGNORECASE)
    if not matched:
        raise RuleError(message("“floor NUMBER, full NUMBER”"), start + 1)
    floor = _parse_number(matched.group(1), start + matched.start(1))
    full = _parse_number(matched.group(2), start + matched.start(2))
    if full == 0 or floor > full:
        raise RuleError(message("a full rate above 0 and not below the floor"), start + matched.start(2) + 1)
    return Rule("proportional", "rate", floor=floor, full=full)


def _parse_when(typed: str, word: str, body_start: int) -> Rule:
    body = typed[typed.index(":") + 1 :]
    parts = OTHERWISE.split(body, maxsplit=1)
    if not word:
        raise RuleError(message("a word after `when`"), body_start)
    if len(parts) != 2:
        raise RuleError(message("“; otherwise” and a second rule"), body_start + len(body))
    matched = OTHERWISE.search(body)
    second_start = body_start + (matched.end() if matched else 0)
    indent = len(parts[0]) - len(parts[0].lstrip())
    first = parse_rule(parts[0][indent:], within_when=True, start=body_start + indent)
    second = parse_rule(parts[1], within_when=True, start=second_start)
    return Rule("when", "text", word=word, first=first, second=second)
