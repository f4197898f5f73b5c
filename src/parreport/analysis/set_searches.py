"""Searches for so many losses with the least sum that still reaches a need.

In: a choice. Out: positions. Two searches are exact, by the sums that can be made and by the ways
to make them, each good where the other is not; the third, half
against half, is exact for short lists and small sets, else close, and quick whatever the losses.
Source: ``docs/methodology.md`` 3.9.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

# by number of leaves taken: what was given away against the largest losses → best set as bits
States = dict[int, dict[int, int]]
Array = np.ndarray[Any, Any]
ALIKE = 1000  # sets of the same sum, of which the first is looked for
LARGEST_INT = 2**62


@dataclass(frozen=True)
class Choice:
    """``count`` of the losses ``sizes`` at ``positions`` (rising) are to be taken.

    The largest of them overshoot the need by ``spare``.
    """

    positions: tuple[int, ...]
    sizes: tuple[int, ...]
    count: int
    spare: int

    def fall(self) -> list[int]:
        """Return the places in falling order of size, equal ones in the order given."""
        return sorted(range(len(self.sizes)), key=lambda place: (-self.sizes[place], place))


def _shift(choice: Choice) -> tuple[list[int], int]:
    """Return the sizes less the smallest, and the largest sum that so many of them make."""
    lowest = min(choice.sizes, default=0)
    sizes = [size - lowest for size in choice.sizes]
    return sizes, sum(sorted(sizes, reverse=True)[: choice.count])


def count_bits(choice: Choice) -> int:
    """Return how many bits the tables of :func:`choose_from_sums` have together."""
    return (len(choice.sizes) + 1) * (choice.count + 1) * (_shift(choice)[1] + 1)


def choose_from_sums(choice: Choice) -> list[int]:
    """Choose exactly, from the sums that can be made of the last losses, by how many are taken.

    The sums that so many of the losses from a place on can make are the bits of one whole number.
    Of all losses, the lowest sum that reaches the need is the least; then losses are taken from the
    front wherever what follows can make the rest.
    """
    sizes, largest = _shift(choice)
    inside = (1 << (largest + 1)) - 1
    after = [[1]]  # from the end: for each number of losses taken, the sums
    for size in reversed(sizes):
        before = after[-1]
        now = [
            (before[taken] if taken < len(before) else 0) | (before[taken - 1] << size & inside if taken else 0)
            for taken in range(min(len(before), choice.count) + 1)
        ]
        after.append(now)
    need = max(largest - choice.spare, 0)
    enough = after[-1][choice.count] >> need
    rest, left = need + (enough & -enough).bit_length() - 1, choice.count
    chosen = []
    for place, size in enumerate(sizes):
        sums = after[len(sizes) - place - 1]
        if left and size <= rest and left <= len(sums) and sums[left - 1] >> (rest - size) & 1:
            chosen.append(choice.positions[place])
            rest, left = rest - size, left - 1
    return chosen


def choose_from_ways(choice: Choice, budget: int) -> list[int] | None:
    """Choose exactly, by following every way; None where there are more of them than the budget."""
    falling, last = choice.fall(), len(choice.sizes) - 1
    bits = [1 << (last - place) for place in falling]
    found = _Ways([choice.sizes[place] for place in falling], bits, choice.count, choice.spare, budget).best_bits()
    if found is None:
        return None
    return [position for place, position in enumerate(choice.positions) if found >> (last - place) & 1]


class _Ways:
    """A search through losses in falling order: each is taken or passed over.

    With ``j`` of ``size`` taken before place ``i``, the best ending takes the ``size − j`` losses
    from ``i`` on. Taking ``i`` keeps that; passing it over gives away ``losses[i]`` less the loss
    that then comes in. So what is given away only grows, and a way is dropped as soon as it has
    given away more than ``spare``. The set with the least sum has given away the most. Ways with
    the same count that gave away the same are one state, of which the set that stands first is
    kept: the one with the larger bits, since an earlier position is a higher bit. The search runs
    from both ends and meets in between, always going on where there are fewer states.
    """

    def __init__(self, losses: list[int], bits: list[int], size: int, spare: int, budget: int) -> None:
        self.losses, self.bits, self.size, self.spare, self.budget = losses, bits, size, spare, budget

    def best_bits(self) -> int | None:
        """Return the bits of the set that gives away the most, of equal ones the first."""
        front: States = {0: {0: 0}}
        back: States = {self.size: {0: 0}}
        start, end, followed = 0, len(self.losses), 0
        while start < end:
            ahead, behind = _count(front), _count(back)
            followed += min(ahead, behind)
            if followed > self.budget:
                return None
            if ahead <= behind:
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


def choose_by_halves(choice: Choice, budget: int) -> tuple[list[int], bool]:
    """Choose the least sum that reaches the need among sets that can be tried; say whether they are all.

    Where a half of the losses has at most ``budget`` sets, every set is tried, half against half,
    and of those with the same sum the first is taken. Else losses change places, the largest step
    first, until no two can; then every set of a window, a quarter as many, is tried, of the losses
    nearest to those that are out, of every second one, and of those of most decimals.
    """
    every, falling = range(len(choice.sizes)), choice.fall()
    need = sum(choice.sizes[place] for place in falling[: choice.count]) - choice.spare
    if _count_sets(choice.count, len(every) - choice.count) <= budget:
        found = _try_window(choice.sizes, [], list(every), choice.count, need)
        if found is not None:
            return [choice.positions[place] for place in found[1]], True
    best = _exchange(choice.sizes, falling, choice.count, choice.spare)
    chosen = set(best[1])
    above = [place for place in reversed(falling) if place in chosen]
    below = [place for place in falling if place not in chosen]
    finest = [sorted(side, key=lambda place: _count_zeros(choice.sizes[place])) for side in (above, below)]
    for inside, outside in ((above, below), (above[::2], below[::2]), finest):
        window, count = _open_window(inside, outside, budget // 4)
        kept = sorted(chosen - set(window))
        found = _try_window(choice.sizes, kept, sorted(window), count, need)
        best = min(best, found) if found is not None else best
        if best[0] == 0:
            break
    return [choice.positions[place] for place in best[1]], False


def _exchange(sizes: Sequence[int], falling: list[int], count: int, spare: int) -> tuple[int, list[int]]:
    """Exchange losses taken for smaller ones, the largest possible step first: what is left over, the places."""
    inside = falling[:count][::-1]  # rising
    outside = falling[count:][::-1]
    while True:
        smaller = [sizes[place] for place in outside]
        steps = []
        for number, place in enumerate(inside):
            other = bisect_left(smaller, sizes[place] - spare)
            if other < len(outside) and smaller[other] < sizes[place]:
                steps.append((sizes[place] - smaller[other], number, other))
        if not steps:
            return spare, sorted(inside)
        step, number, other = max(steps)
        gone, come = inside.pop(number), outside.pop(other)
        spare -= step
        insort(inside, come, key=lambda place: sizes[place])
        insort(outside, gone, key=lambda place: sizes[place])


def _count_zeros(size: int) -> int:
    """Return how many zeros a loss ends with: the more, the fewer decimals it has."""
    return len(str(size)) - len(str(size).rstrip("0"))


def _open_window(above: Sequence[int], below: Sequence[int], budget: int) -> tuple[list[int], int]:
    """Return the places of the widest window that the budget allows, and how many of them are taken."""
    wide = 1
    while _count_sets(min(wide, len(above)), min(wide, len(below))) <= budget and wide < len(above) + len(below):
        wide += 1
    while _count_sets(min(wide, len(above)), min(wide, len(below))) > budget:
        wide -= 1
    taken, left = above[:wide], below[:wide]
    return [*taken, *left], len(taken)


def _count_sets(taken: int, left: int) -> int:
    """Return how many sets the larger half of a window has, of as many losses as can change places."""
    half = (taken + left + 1) // 2
    return sum(comb(half, n) for n in range(min(taken, left, half) + 1))


def _try_window(
    sizes: Sequence[int], kept: list[int], window: list[int], count: int, need: int
) -> tuple[int, list[int]] | None:
    """Return the least overshoot of any ``count`` of a window beside those kept, and all places taken.

    Sets are written by the fewer of those taken and those left. None where too many are alike.
    """
    leave = count > len(window) - count
    number = len(window) - count if leave else count
    halves = window[::2], window[1::2]
    (sums, members, counts), (others, other_members, other_counts) = (
        _sums_of([sizes[place] for place in half], number) for half in halves
    )
    limit = need - sum(sizes[place] for place in kept)  # at least so much is taken
    if leave:
        limit = sum(sizes[place] for place in window) - limit  # at most so much is left
    best, pairs = -1, list[tuple[int, int]]()
    for first in range(number + 1):
        mine, theirs = np.flatnonzero(counts == first), np.flatnonzero(other_counts == number - first)
        theirs = theirs[np.argsort(others[theirs], kind="stable")]
        other, wanted = others[theirs], limit - sums[mine]
        ends = np.searchsorted(other, wanted, side="right") - 1 if leave else np.searchsorted(other, wanted)
        possible = (ends >= 0) & (ends < len(other))
        mine, ends, wanted = mine[possible], ends[possible], wanted[possible]
        if not len(mine):
            continue
        over = wanted - other[ends] if leave else other[ends] - wanted
        least = int(over.min())
        if 0 <= best < least:
            continue
        if least != best:
            best, pairs = least, []
        for place in np.flatnonzero(over == least):
            low, high = (np.searchsorted(other, other[ends[place]], side=side) for side in ("left", "right"))
            if len(pairs) + high - low > ALIKE:
                return None
            pairs += [(int(members[mine[place]]), int(other_members[one])) for one in theirs[low:high]]
    sets = (_places_of(pair, halves, leave) for pair in pairs)
    return (best, min(sorted([*kept, *one]) for one in sets)) if pairs else None


def _sums_of(sizes: Sequence[int], most: int) -> tuple[Array, Array, Array]:
    """Return sum, members and number of losses of every set of at most ``most``; members are the bits of a number."""
    exact = np.int64 if sum(sizes) < LARGEST_INT else object
    sums, members, counts = np.zeros(1, dtype=exact), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for place, size in enumerate(sizes):
        more = counts < most
        sums = np.concatenate([sums, sums[more] + size])
        members = np.concatenate([members, members[more] | (1 << place)])
        counts = np.concatenate([counts, counts[more] + 1])
    return sums, members, counts


def _places_of(pair: tuple[int, int], halves: tuple[list[int], list[int]], leave: bool) -> list[int]:
    return [
        place
        for bits, half in zip(pair, halves, strict=True)
        for number, place in enumerate(half)
        if bool(bits >> number & 1) != leave
    ]
