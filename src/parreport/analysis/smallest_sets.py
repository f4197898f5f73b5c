"""The smallest set of losses that together reach a need.

In: losses as whole numbers, in the framework's order. Out: the positions of the set. Exact, by a
search whose states are bounded by how much the largest losses overshoot the need.
Source: ``docs/methodology.md`` 3.9.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

# by number of leaves taken: what was given away against the largest losses → best set as bits
States = dict[int, dict[int, int]]


def find_smallest_set(losses: Sequence[int], need: int) -> tuple[int, ...] | None:
    """Find the set of losses that reaches a need (above 0) with the fewest, then the least sum.

    Among sets alike in both, the one that stands first in the order given: sets are compared by
    their positions from the front, and the one with the earlier position comes first. Returns the
    positions in rising order, or None where all losses together do not reach the need.
    """
    falling = sorted(range(len(losses)), key=lambda position: (-losses[position], position))
    reached = list(accumulate(losses[position] for position in falling))
    size = bisect_left(reached, need) + 1  # the fewest that suffice are the largest
    if size > len(losses):
        return None
    spare = reached[size - 1] - need
    least = losses[falling[size - 1]] - spare  # a smaller loss can stand in no such set
    candidates = [position for position in falling if losses[position] >= least]
    if size == 1:
        return (min(candidates, key=lambda position: (losses[position], position)),)
    bits = [1 << (len(losses) - 1 - position) for position in candidates]
    chosen = _Search([losses[p] for p in candidates], bits, size, spare).best_bits()
    return tuple(p for p in range(len(losses)) if chosen >> (len(losses) - 1 - p) & 1)


class _Search:
    """A search through losses in falling order: each is taken or passed over.

    With ``j`` of ``size`` taken before place ``i``, the best ending takes the ``size − j`` losses
    from ``i`` on. Taking ``i`` keeps that; passing it over gives away ``losses[i]`` less the loss
    that then comes in. So what is given away only grows, and a way is dropped as soon as it has
    given away more than ``spare``. The set with the least sum has given away the most. Ways with
    the same count that gave away the same are one state, of which the set that stands first is
    kept: the one with the larger bits, since an earlier position is a higher bit. The search runs
    from both ends and meets in between, always going on where there are fewer states.
    """

    def __init__(self, losses: list[int], bits: list[int], size: int, spare: int) -> None:
        self.losses, self.bits, self.size, self.spare = losses, bits, size, spare

    def best_bits(self) -> int:
        """Return the bits of the set that gives away the most, of equal ones the first."""
        front: States = {0: {0: 0}}
        back: States = {self.size: {0: 0}}
        start, end = 0, len(self.losses)
        while start < end:
            if _count(front) <= _count(back):
                front = self._forward(front, start)
                start += 1
            else:
                end -= 1
                back = self._backward(back, end)
        return self._join(front, back)

    def _passing(self, place: int, taken: int) -> int | None:
        """Return what passing a place over gives away; None where too few losses are left."""
        missing = self.size - taken
        if not missing:
            return 0
        incoming = place + missing
        return self.losses[place] - self.losses[incoming] if incoming < len(self.losses) else None

    def _forward(self, states: States, place: int) -> States:
        after: States = {}
        for taken, ways in states.items():
            if taken < self.size:
                _merge(after, taken + 1, ways, 0, self.bits[place], self.spare)
            given = self._passing(place, taken)
            if given is not None:
                _merge(after, taken, ways, given, 0, self.spare)
        return after

    def _backward(self, states: States, place: int) -> States:
        before: States = {}
        for taken, ways in states.items():
            if taken > 0:
                _merge(before, taken - 1, ways, 0, self.bits[place], self.spare)
            given = self._passing(place, taken) if taken <= place else None
            if given is not None:
                _merge(before, taken, ways, given, 0, self.spare)
        return before

    def _join(self, front: States, back: States) -> int:
        best = (-1, 0)
        for taken in front.keys() & back.keys():
            endings = sorted(back[taken].items())
            givens = [given for given, _ in endings]
            for given, bits in front[taken].items():
                place = bisect_right(givens, self.spare - given) - 1
                if place >= 0:
                    best = max(best, (given + endings[place][0], bits | endings[place][1]))
        return best[1]


def _count(states: States) -> int:
    return sum(map(len, states.values()))


def _merge(states: States, taken: int, ways: dict[int, int], given: int, bit: int, spare: int) -> None:
    """Add ways that give away so much more and take one more bit to the states of a count."""
    known = states.setdefault(taken, {})
    for before, bits in ways.items():
        total = before + given
        if total <= spare and known.get(total, -1) < bits | bit:
            known[total] = bits | bit
