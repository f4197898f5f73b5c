"""Mutations of JSON: its text, and its values as a tree."""

from __future__ import annotations

import json

from tests.fuzz.choices import Choices
from tests.fuzz.plain_trees import change_tree

TEXTS = (
    "",
    "null",
    "[]",
    "{}",
    "5",
    '"a"',
    "NaN",
    '{"a": NaN}',
    "Infinity",
    "{",
    "[" * 100_000,
    '{"a":' * 100_000,
    "1" * 5000,
    '"\\ud800"',
    "{} {}",
    "// a\n{}",
    "{'a': 1}",
    '{"a": 1,}',
    "\ufeff{}",
)
MORE = (
    '"a": NaN, ',
    '"a": 1, "a": 2, ',
    '"files": {}, ',
    '"reports": [], ',
    '"\\ud800": "\\udfff", ',
    '"a": 1e999, ',
    '"source": null, ',
    f'"a": {"9" * 5000}, ',
    '"whole": "yes", ',
    '"\\u0000": 0, ',
)


def mutate_json(choices: Choices, words: str) -> str:
    """Change JSON in one of these ways; now and then it is replaced as a whole."""
    form = choices.below(8)
    if form == 0:
        return choices.pick(TEXTS)
    if form == 1:
        return words.replace("{", "{" + choices.pick(MORE), 1 + choices.below(4))
    try:
        return json.dumps(change_tree(choices, json.loads(words)), ensure_ascii=choices.once_in(2))
    except (ValueError, RecursionError, TypeError):
        return choices.pick(TEXTS)
