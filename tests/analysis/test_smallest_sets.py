"""The smallest set is the smallest: against every set there is, on small cases."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from parreport.analysis.smallest_sets import find_smallest_set

few_sizes = st.lists(st.integers(1, 4), max_size=9)
many_sizes = st.lists(st.integers(1, 500), max_size=9)
close_sizes = st.lists(st.integers(40, 60), max_size=9)


def smallest_of_all(losses: list[int], need: int) -> tuple[int, ...] | None:
    """Go through every set by its definition: fewest, least sum, earliest positions."""
    sets = [s for n in range(1, len(losses) + 1) for s in combinations(range(len(losses)), n)]
    enough = [s for s in sets if sum(losses[p] for p in s) >= need]
    return min(enough, key=lambda s: (len(s), sum(losses[p] for p in s), s), default=None)


@given(st.one_of(few_sizes, many_sizes, close_sizes), st.floats(0, 1.1))
def test_no_set_is_smaller(losses: list[int], share: float) -> None:
    need = max(1, round(share * sum(losses)))
    assert find_smallest_set(losses, need) == smallest_of_all(losses, need)


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
