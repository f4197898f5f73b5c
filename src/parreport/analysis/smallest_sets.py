"""The smallest set of losses that together reach a need.

In: losses as whole numbers, in the framework's order. Out: the positions of the set, and what is
proved of it. The fewest losses are always known. Which set of so many has the least sum is searched
in :mod:`~parreport.analysis.set_searches`, within a budget that counts steps, not time, so that the
same losses always give the same set. Source: ``docs/methodology.md`` 3.9.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import gcd

from parreport.analysis.set_searches import Choice, choose_by_halves, choose_from_sums, choose_from_ways, count_bits

BITS = 3 * 10**8  # of all tables of sums together: 40 MB, about 10 ms
WAYS = 15_000  # ways followed in all, about 10 ms
HALVES = 2**14  # sets of each half of a window


@dataclass(frozen=True)
class SmallestSet:
    """Positions in rising order; ``beyond`` says what is proved.

    None: it is the smallest set. A number: it has the fewest losses, and no set of so few has a sum
    that is smaller by more than this; of other sets within that range nothing is known.
    """

    positions: tuple[int, ...]
    beyond: int | None = None


def find_smallest_set(
    losses: Sequence[int], need: int, *, bits: int = BITS, ways: int = WAYS, halves: int = HALVES
) -> SmallestSet | None:
    """Find the set of losses that reaches a need (above 0) with the fewest, then the least sum.

    Among sets alike in both, the one that stands first in the order given: sets are compared by
    their positions from the front, and the one with the earlier position comes first. Returns None
    where all losses together do not reach the need. ``bits``, ``ways`` and ``halves`` bound the
    searches; past all three, the set is one whose sum is proved to be close to the least.
    """
    step = gcd(*losses) or 1
    sizes, need = [loss // step for loss in losses], -(-need // step)
    falling = sorted(range(len(sizes)), key=lambda position: (-sizes[position], position))
    reached = list(accumulate(sizes[position] for position in falling))
    count = bisect_left(reached, need) + 1  # the fewest that suffice are the largest
    if count > len(sizes):
        return None
    smallest = sorted(range(len(sizes)), key=lambda position: (sizes[position], position))[:count]
    if sum(sizes[position] for position in smallest) >= need:
        return SmallestSet(tuple(sorted(smallest)))
    taken, choice = _reduce(sizes, falling, count, reached[count - 1] - need)
    chosen = choose_from_sums(choice) if count_bits(choice) <= bits else choose_from_ways(choice, ways)
    proved = chosen is not None
    if chosen is None:
        chosen, proved = choose_by_halves(choice, halves)
    positions = tuple(sorted([*taken, *chosen]))
    over = sum(sizes[position] for position in positions) - need
    return SmallestSet(positions, None if proved else over * step)


def _reduce(sizes: list[int], falling: list[int], count: int, spare: int) -> tuple[list[int], Choice]:
    """Return the positions that every set of the fewest must hold, and the choice that remains.

    The ``count`` largest overshoot the need by ``spare``. A loss stands in every set if the next one
    cannot replace it within ``spare``, and in none if it cannot replace the last of them.
    """
    following = sizes[falling[count]] if count < len(falling) else None
    least = sizes[falling[count - 1]] - spare
    taken = [p for p in falling[:count] if following is None or sizes[p] - following > spare]
    held = set(taken)
    free = sorted(p for p in falling if sizes[p] >= least and p not in held)
    return taken, Choice(tuple(free), tuple(sizes[p] for p in free), count - len(taken), spare)
