"""The smallest set is the smallest: against every set there is, on small cases."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parreport.analysis import smallest_sets
from parreport.analysis.set_searches import Choice, choose_from_ways
from parreport.analysis.smallest_sets import SmallestSet

few_sizes = st.lists(st.integers(1, 4), max_size=9)
many_sizes = st.lists(st.integers(1, 500), max_size=9)
close_sizes = st.lists(st.integers(40, 60), max_size=9)


def find_smallest_set(losses: list[int], need: int, **budgets: int) -> tuple[int, ...] | None:
    """Return the positions of a set that is proved to be the smallest."""
    found = smallest_sets.find_smallest_set(losses, need, **budgets)
    assert found is None or found.beyond is None
    return None if found is None else found.positions


def test_a_search_follows_as_many_ways_as_its_budget_and_not_one_more() -> None:
    """Of one loss there is one way; of two equal ones, of which one is taken, two."""
    assert choose_from_ways(Choice((4,), (5,), 1, 0), 1) == [4]
    assert choose_from_ways(Choice((4,), (5,), 1, 0), 0) is None
    assert choose_from_ways(Choice((4, 7), (5, 5), 1, 0), 2) == [4]
    assert choose_from_ways(Choice((4, 7), (5, 5), 1, 0), 1) is None


def smallest_of_all(losses: list[int], need: int) -> tuple[int, ...] | None:
    """Go through every set by its definition: fewest, least sum, earliest positions."""
    sets = [s for n in range(1, len(losses) + 1) for s in combinations(range(len(losses)), n)]
    enough = [s for s in sets if sum(losses[p] for p in s) >= need]
    return min(enough, key=lambda s: (len(s), sum(losses[p] for p in s), s), default=None)


@given(st.one_of(few_sizes, many_sizes, close_sizes), st.floats(0, 1.1))
def test_no_set_is_smaller(losses: list[int], share: float) -> None:
    need = max(1, round(share * sum(losses)))
    assert find_smallest_set(losses, need) == smallest_of_all(losses, need)


@given(st.one_of(few_sizes, many_sizes, close_sizes), st.floats(0, 1.1))
def test_each_search_alone_finds_it(losses: list[int], share: float) -> None:
    need = max(1, round(share * sum(losses)))
    expected = smallest_of_all(losses, need)
    assert find_smallest_set(losses, need, ways=0, halves=0) == expected  # from sums
    assert find_smallest_set(losses, need, bits=0, ways=10**6, halves=0) == expected  # from ways
    assert find_smallest_set(losses, need, bits=0, ways=-1) == expected  # by halves


@given(st.one_of(few_sizes, many_sizes, close_sizes), st.floats(0, 1.1), st.integers(0, 9), st.integers(1, 10**7))
def test_past_every_budget_the_bound_holds(losses: list[int], share: float, halves: int, step: int) -> None:
    losses = [loss * step for loss in losses]
    need = max(1, round(share * sum(losses)))
    found, expected = (
        smallest_sets.find_smallest_set(losses, need, bits=0, ways=-1, halves=halves),
        smallest_of_all(losses, need),
    )
    if expected is None:
        assert found is None
        return
    assert found is not None and len(found.positions) == len(set(found.positions)) == len(expected)
    own, least = (sum(losses[p] for p in positions) for positions in (found.positions, expected))
    assert need <= least <= own
    if found.beyond is None:
        assert found.positions == expected
    else:
        assert own - least <= found.beyond


@given(few_sizes, st.integers(1, 36))
def test_of_many_equal_sets_the_first_in_the_framework_is_taken(losses: list[int], need: int) -> None:
    assert find_smallest_set(losses, need) == smallest_of_all(losses, need)


def test_fewest_come_before_least_sum() -> None:
    # 10 alone is enough, though 3 + 4 wastes less
    assert find_smallest_set([3, 4, 10], 7) == (2,)


def test_of_equally_few_the_least_sum_is_taken() -> None:
    # pairs that reach 9: 6 + 5, 6 + 4, 6 + 3, 5 + 4; 9 twice, and 0, 3 stands before 1, 2
    assert find_smallest_set([6, 5, 4, 3], 9) == (0, 3)
    assert find_smallest_set([6, 4, 5, 2], 9) == (1, 2)


def test_an_earlier_place_wins_whatever_follows() -> None:
    # 1 + 4 and 2 + 3 both make 5: places 0, 3 come before 1, 2
    assert find_smallest_set([1, 2, 3, 4], 5) == (0, 3)


def test_equal_losses_are_taken_in_order() -> None:
    assert find_smallest_set([2, 2, 2, 2], 5) == (0, 1, 2)


def test_no_set_where_all_losses_do_not_reach() -> None:
    assert find_smallest_set([1, 2], 4) is None
    assert find_smallest_set([], 1) is None
    assert find_smallest_set([1, 2], 3) == (0, 1)


def test_a_long_list_with_a_known_answer_is_solved() -> None:
    # the ten largest, 51 to 60, make 555; of ten losses that reach 550 some make just 550, and the
    # first of them: 46 stands at place 45 and is taken instead of 51; no place before 45 can be
    assert find_smallest_set(list(range(1, 61)), 550) == (45, *range(51, 60))


MIXED = "coarse fine mixed few_fine narrow powers odd long".split()


def losses_of(kind: str, seed: int) -> list[int]:
    """A hundred losses in billionths of a point: on a grid of 0.01, on none, some of both, nearly equal …"""
    rand = random.Random(f"{kind} {seed}")
    grid = [rand.randint(1, 300) * 10**7 for _ in range(100)]
    fine = [rand.randint(1, 2 * 10**9) for _ in range(100)]
    return {
        "coarse": grid,
        "fine": fine,
        "mixed": grid[:70] + fine[:30],
        "few_fine": grid[:95] + fine[:5],
        "narrow": [10**9 + size % 10**6 for size in fine],
        "powers": [10**9 + 2 ** (place % 30) for place in range(100)],
        "odd": [2 * size for size in fine[1:]] + [1],
        "long": [size * 10**6 + rand.randint(0, 10**6) for size in fine],
    }[kind]


@pytest.mark.parametrize("kind", MIXED)
def test_sets_of_a_hundred_leaves_have_a_bound_and_are_always_the_same(kind: str) -> None:
    """The fewest leaves, and a bound below a hundredth of a point; how long it takes: ``tests.bench.findings``."""
    tasks = [
        (losses, max(1, sum(losses) * share // 100))
        for seed in range(3)
        for losses in [losses_of(kind, seed)]
        for share in (5, 50, 95, 99)
    ]
    found = [smallest_sets.find_smallest_set(losses, need) for losses, need in tasks]
    for (losses, need), one in zip(tasks, found, strict=True):
        assert one is not None
        count, own = len(one.positions), sum(losses[p] for p in one.positions)
        assert own >= need > sum(sorted(losses, reverse=True)[: count - 1])  # fewer are not enough
        assert one.beyond in (None, own - need)
        assert kind != "coarse" or one.beyond is None
        assert kind == "long" or (one.beyond or 0) < 10**7
    assert [smallest_sets.find_smallest_set(*task) for task in tasks[:6]] == found[:6]


def test_more_decimals_than_a_machine_number_holds_are_exact() -> None:
    losses = [10**30 + place for place in range(12)]
    assert find_smallest_set(losses, 3 * 10**30 + 20, bits=0, ways=-1) == smallest_of_all(losses, 3 * 10**30 + 20)


def test_what_is_proved_is_part_of_the_set() -> None:
    assert smallest_sets.find_smallest_set([3, 4, 10], 7) == SmallestSet((2,), None)
