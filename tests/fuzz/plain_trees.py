"""Mutations of plain values (dictionaries, lists, texts, numbers), as JSON and YAML hold them."""

from __future__ import annotations

from typing import Any

from tests.fuzz.choices import Choices
from tests.fuzz.odd_texts import bend_text, odd_text

MOST_PLACES = 2000
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    1.5,
    10**30,
    1e300,
    float("inf"),
    float("nan"),
    "",
    "a",
    "ok",
    [],
    {},
    [[]],
    [None],
    [1],
    ["a"],
    {"a": 1},
    {"": None},
    [{}],
    "2018-02-30",
    "0" * 64,
    "../..",
)


def _places(tree: Any) -> list[tuple[Any, ...]]:
    """Return the way to each value, the root aside; only the first ones of a tree without end."""
    found: list[tuple[Any, ...]] = []
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), tree)]
    while waiting and len(found) < MOST_PLACES:
        way, value = waiting.pop()
        if isinstance(value, dict):
            beneath = list(value.items())
        elif isinstance(value, list):
            beneath = list(enumerate(value))
        else:
            continue
        for key, one in beneath[:MOST_PLACES]:
            found.append((*way, key))
            waiting.append(((*way, key), one))
    return found


def change_tree(choices: Choices, tree: Any) -> Any:
    """Change one value: another, none, twice, deeper, shallower, or that of another place."""
    places = _places(tree)
    if not places:
        return choices.pick(VALUES)
    way = choices.pick(places)
    holder = tree
    for step in way[:-1]:
        holder = holder[step]
    key = way[-1]
    form = choices.below(9)
    if form == 0:
        del holder[key]
    elif form == 1:
        holder[key] = [holder[key]]
    elif form == 2:
        holder[key] = {choices.pick(("a", "code", "files", "state")): holder[key]}
    elif form == 3:
        other = tree
        for step in choices.pick(places):
            other = other[step]
        holder[key] = other
    elif form == 4 and isinstance(holder[key], str):
        holder[key] = bend_text(choices, holder[key])
    elif form == 5 and isinstance(holder, dict):
        holder[choices.pick((odd_text(choices), bend_text(choices, str(key))))] = holder.pop(key)
    elif form == 6 and isinstance(holder[key], list):
        holder[key] = holder[key] * choices.pick((0, 2, 50))
    elif form == 7:
        holder[key] = odd_text(choices)
    else:
        holder[key] = choices.pick(VALUES)
    return tree
