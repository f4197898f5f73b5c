"""Rules for every sentence: figures stand in the tables, moves of 0 are no moves, names exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.sentences.context import Sentence, read_figure

MOVES = re.compile(
    r"\b(up|down|rise|fall|rose|fell|raised|lowered|gained|lost|more|less|better|worse|higher|lower|behind|ahead|beyond)\b"
)
MOVING = ("size", "rise", "fall", "gap", "points", "cut", "raised")


def check(one: Sentence) -> Iterator[str]:
    yield from check_moves(one)


def check_moves(one: Sentence) -> Iterator[str]:
    if not MOVES.search(one.msgid):
        return
    for slot in MOVING:
        words = one.get(slot)
        figure = read_figure(words) if words else None
        if figure is not None and figure == 0 and not one.msgid.startswith(("It lost", "{item}")):
            yield f"{slot} is {words}: no move"
        if figure is not None and slot == "rise" and figure <= 0 or slot == "fall" and figure is not None and figure >= 0:
            yield f"{slot} is {words}: the other way"
