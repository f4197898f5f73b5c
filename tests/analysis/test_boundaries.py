"""Boundaries with fewer positions: neighbours keep the border that they share."""

from __future__ import annotations

import math

import numpy as np

from parreport.analysis.boundaries import reduce_rings
from parreport.analysis.frames import area_of

Ring = list[tuple[int, int]]


def wavy(start: tuple[float, float], end: tuple[float, float], count: int = 200) -> list[tuple[float, float]]:
    """A border with many small bends between two points."""
    along = np.array(end) - np.array(start)
    across = np.array([-along[1], along[0]]) / np.hypot(*along)
    steps = [place / count for place in range(count)]
    return [tuple(np.array(start) + s * along + across * 6 * math.sin(40 * s) * math.sin(math.pi * s)) for s in steps]


def edges(rings: list[Ring]) -> list[frozenset[tuple[int, int]]]:
    return [frozenset(pair) for ring in rings for pair in zip(ring, [*ring[1:], ring[0]], strict=True)]


A, B, C, D, E, F = (0, 0), (500, 0), (1000, 0), (1000, 700), (500, 700), (0, 700)
MIDDLE = wavy(B, E)
LEFT = np.array([*wavy(A, B), *MIDDLE, *wavy(E, F), *wavy(F, A)])
RIGHT = np.array([*wavy(B, C), *wavy(C, D), *wavy(D, E), *[E, *reversed(MIDDLE[1:])]])


def test_two_neighbours_share_every_edge_of_their_border() -> None:
    for grid in (1, 3, 10):
        left, right = reduce_rings([LEFT, RIGHT], grid, 10_000)
        assert len(left) < len(LEFT) / 2
        shared = set(edges([left])) & set(edges([right]))
        border = [point for point in left if 480 <= point[0] <= 520 and 5 < point[1] < 695]
        assert len(shared) == len(border) + 1
        assert set(border) <= set(right)


def test_together_they_cover_what_the_whole_covers() -> None:
    left, right = reduce_rings([LEFT, RIGHT], 2, 10_000)
    once = [pair for pair in edges([left, right]) if edges([left, right]).count(pair) == 1]
    outside = np.array([*wavy(A, B), *wavy(B, C), *wavy(C, D), *wavy(D, E), *wavy(E, F), *wavy(F, A)])
    (whole,) = reduce_rings([outside], 2, 10_000)
    together = area_of(np.array(left)) + area_of(np.array(right))
    assert abs(together - area_of(np.array(whole))) < 0.001 * together
    assert len(once) < len(left) + len(right)


def test_no_position_lies_further_from_its_border_than_a_grid_step() -> None:
    grid = 4
    for ring in reduce_rings([LEFT, RIGHT], grid, 10_000):
        for point in ring:
            source = min((LEFT, RIGHT), key=lambda one: np.hypot(*(one - point).T).min())
            assert np.hypot(*(source - point).T).min() <= grid


def test_a_unit_inside_another_fits_its_hole() -> None:
    angles = np.linspace(0, 2 * math.pi, 90, endpoint=False)
    circle = np.column_stack([500 + 100 * np.cos(angles), 350 + 100 * np.sin(angles)])
    outer = np.array([A, C, D, F], dtype=float)
    _, hole, island = reduce_rings([outer, np.roll(circle, 31, axis=0)[::-1], circle], 3, 10_000)
    assert set(edges([hole])) == set(edges([island]))
    assert 6 <= len(island) < 60


def test_more_positions_than_are_allowed_make_the_grid_coarser() -> None:
    fine = reduce_rings([LEFT, RIGHT], 1, 10_000)
    rough = reduce_rings([LEFT, RIGHT], 1, 60)
    assert sum(map(len, fine)) > 60 >= sum(map(len, rough))
    assert set(edges([rough[0]])) & set(edges([rough[1]]))


def test_a_ring_that_shrinks_to_nothing_leaves_one_position() -> None:
    rock = np.array([(10.1, 10.1), (10.3, 10.1), (10.2, 10.3)])
    assert reduce_rings([rock, LEFT], 4, 10_000)[0] == [(12, 12)]


def test_borders_that_share_no_positions_are_kept_within_the_limit() -> None:
    """The same straight border, once with 2 positions and once with 500: slivers stay below a step."""
    left = np.array([A, B, E, F], dtype=float)
    dense = [(500.0, 700 - 700 * place / 500) for place in range(500)]
    right = np.array([B, C, D, *dense], dtype=float)
    one, other = reduce_rings([left, right], 1, 10_000)
    assert len(one) + len(other) < 20


def test_as_many_positions_as_are_allowed_leave_the_grid_as_it_is() -> None:
    fine = reduce_rings([LEFT, RIGHT], 1, 10_000)
    count = sum(map(len, fine))
    assert reduce_rings([LEFT, RIGHT], 1, count) == fine
    assert sum(map(len, reduce_rings([LEFT, RIGHT], 1, count - 1))) < count


def reduced(*positions: tuple[float, float], grid: int = 1) -> Ring:
    (ring,) = reduce_rings([np.array(positions)], grid, 100)
    return ring


def test_positions_are_moved_to_the_nearest_of_the_grid_halves_up() -> None:
    assert set(reduced((0.4, -0.4), (9.5, 0.49), (10, 10.5), (-0.6, 10))) == {(-1, 10), (0, 0), (10, 0), (10, 11)}
    assert set(reduced((1.9, 0), (30, 2), (30, 30), (0, 30), grid=4)) == {(0, 0), (32, 4), (32, 32), (0, 32)}


def test_a_position_stays_that_lies_further_than_three_quarters_of_the_grid_from_the_line() -> None:
    corners = [(0.0, 40.0), (0.0, 0.0), (20.0, 0.0), (20.0, 40.0)]
    # 1 on a line from (20, 40) to (0, 40): kept; on slanted lines 2 / √8 = 0.71 is left out, 4 / 5 = 0.8 kept
    assert (10, 41) in reduced(*corners, (10.0, 41.0))
    assert (21, 42) not in reduced((0, 0), (30, 0), (30, 30), (22, 42), (21, 42), (20, 44), (0, 44))
    assert (1, 0) in reduced((0, 0), (1, 0), (3, 4), (3, 40), (-30, 40))


def test_spikes_and_positions_that_fall_together_are_no_border() -> None:
    square = [(0, 0), (10, 0), (10, 10), (0, 10)]
    assert reduced(*square[:2], (10.2, 0.1), *square[2:]) == square
    assert reduced(*square[:2], (17, 0), (10, 0), *square[2:]) == square
    assert reduced((0, -9), *square, (0, 0)) == square
    assert reduced((0, 0), (10, 0), (0, 0)) == [(0, 0)]
    assert reduced((5, 5)) == [(5, 5)]
