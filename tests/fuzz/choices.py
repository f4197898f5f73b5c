"""Where mutators take their choices from: a seed, bytes of a guided fuzzer, or a kept list.

A mutator only asks for whole numbers, so that each of the three can drive it. What was drawn is
kept in ``taken``: given back as a list, the same mutations come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """A source of choices; 0 is always the plainest one."""

    def __init__(self, draw: Callable[[int], int]) -> None:
        self._draw = draw
        self.taken: list[int] = []

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to, not including, ``limit``."""
        if limit <= 1:
            return 0
        number = self._draw(limit)
        self.taken.append(number)
        return number

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.below(len(options))]

    def once_in(self, times: int) -> bool:
        """Return True once in so many times."""
        return self.below(times) == times - 1


def choices_of_seed(seed: int | str) -> Choices:
    """Return choices that a seed decides."""
    return Choices(Random(seed).randrange)


def choices_of_list(taken: Sequence[int]) -> Choices:
    """Return choices that were taken before; 0 where the list ends."""
    left = iter(taken)
    return Choices(lambda limit: next(left, 0) % limit)


def choices_of_bytes(data: bytes) -> Choices:
    """Return choices that bytes decide, from the front; 0 where they end."""
    left = memoryview(data)

    def draw(limit: int) -> int:
        nonlocal left
        size = ((limit - 1).bit_length() + 7) // 8
        number = int.from_bytes(left[:size], "little")
        left = left[size:]
        return number % limit

    return Choices(draw)
