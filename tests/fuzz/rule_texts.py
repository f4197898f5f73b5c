"""Rules as texts, by their grammar: valid ones, and ones that are nearly valid."""

from __future__ import annotations

import re

from tests.fuzz.choices import Choices
from tests.fuzz.odd_texts import bend_text, odd_number, odd_text

NUMBERS = ("0", "1", "2", "0.5", "30", "60", "85", "100", "1000000", "0.000000001", "33.333333333")
OPTIONS = ("có", "không", "đủ", "thiếu", "trễ", "yes", "40", "0", "kế hoạch", "a:b", "x ; y", "{n}")
TOKEN = re.compile(r"\s+|[\w.]+|[^\w\s]")


def _number(choices: Choices) -> str:
    return odd_number(choices) if choices.once_in(12) else choices.pick(NUMBERS)


def _steps(choices: Choices, texts: bool) -> str:
    steps = []
    for _ in range(1 + choices.below(4)):
        left = choices.pick(OPTIONS) if texts else _number(choices)
        steps.append(f"{left} = {_number(choices)}")
    return choices.pick((" | ", "|", " |")).join(steps)


def _plain_rule(choices: Choices, within_when: bool) -> str:
    form = choices.below(3 if within_when else 6)
    if form == 0:
        return f"choice: {_steps(choices, texts=True)}"
    if form == 1:
        return f"bands rate: {_steps(choices, texts=False)}"
    if form == 2:
        return f"proportional rate: floor {_number(choices)}, full {_number(choices)}"
    if form == 3:
        basis = choices.pick(("count", "value", "rate", "", "days"))
        return f"{choices.pick(('bands', 'limits'))} {basis}: {_steps(choices, texts=False)}"
    return f"{choices.pick(('each', 'deduct'))}: {_number(choices)}"


def draw_rule(choices: Choices) -> str:
    """Return a rule that follows the grammar, whatever its numbers mean."""
    if not choices.once_in(4):
        return _plain_rule(choices, within_when=False)
    first = _plain_rule(choices, within_when=not choices.once_in(8))
    second = _plain_rule(choices, within_when=not choices.once_in(8))
    return f"when {choices.pick(OPTIONS)}: {first} ; otherwise {second}"


def bend_rule(choices: Choices, rule: str) -> str:
    """Return a rule with a word lost, doubled, moved or replaced."""
    tokens = TOKEN.findall(rule)
    if not tokens:
        return odd_text(choices)
    place = choices.below(len(tokens))
    form = choices.below(6)
    if form == 0:
        del tokens[place]
    elif form == 1:
        tokens.insert(place, tokens[choices.below(len(tokens))])
    elif form == 2:
        other = choices.below(len(tokens))
        tokens[place], tokens[other] = tokens[other], tokens[place]
    elif form == 3:
        tokens[place] = odd_text(choices)
    elif form == 4:
        tokens[place] = bend_text(choices, tokens[place])
    else:
        return rule * choices.pick((2, 50, 2000)) if choices.once_in(4) else rule[:place]
    return "".join(tokens)


def odd_rule(choices: Choices) -> str:
    """Return a rule, valid or nearly so; once in a while one nested far too deep."""
    if choices.once_in(60):
        return "when a: " * choices.pick((3, 1000, 5000)) + "each: 1" + " ; otherwise each: 1"
    rule = draw_rule(choices)
    for _ in range(choices.pick((0, 0, 1, 1, 2))):
        rule = bend_rule(choices, rule)
    return rule
