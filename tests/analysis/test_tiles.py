"""Tiles in place of units: near their points, none hidden."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest

from parreport.analysis.tiles import assign, lay_tiles


def test_points_of_a_grid_keep_their_order() -> None:
    points = np.array([(x, y) for y in range(3) for x in range(3)], dtype=float)
    tiles = {tuple(point): tuple(tile) for point, tile in zip(points.tolist(), lay_tiles(points).tolist(), strict=True)}
    for x, y in itertools.product(range(3), range(3)):
        if x < 2:
            assert tiles[x, y][0] < tiles[x + 1, y][0]
        if y < 2:
            assert tiles[x, y][1] > tiles[x, y + 1][1]


@pytest.mark.parametrize("points", [[(1, 1)], [(1, 1)] * 7, [(0, 0), (1, 0), (2, 0)], [(0, 0), (0, 1), (90, 90)]])
def test_each_unit_has_a_tile_of_its_own(points: list[tuple[float, float]]) -> None:
    tiles = lay_tiles(np.array(points, dtype=float))
    assert len({tuple(tile) for tile in tiles.tolist()}) == len(points)
    assert tiles.min(axis=0).tolist() == [0, 0]


def test_points_in_a_line_have_tiles_in_a_line() -> None:
    line = np.array([(5.0, n) for n in range(4)])
    columns, rows = lay_tiles(line).T.tolist()
    assert columns == [0] * 4 and rows == sorted(set(rows), reverse=True)
    columns, rows = lay_tiles(line[:, ::-1]).T.tolist()
    assert rows == [0] * 4 and columns == sorted(set(columns))


def test_no_points_have_no_tiles() -> None:
    assert lay_tiles(np.zeros((0, 2))).shape == (0, 2)


def test_a_point_far_away_leaves_the_others_beside_each_other() -> None:
    near = [(x / 10, y / 10) for x in range(5) for y in range(5)]
    tiles = lay_tiles(np.array([*near, (60.0, 0.2)]))
    assert tiles[:, 0].max() <= 9
    assert tiles[-1, 0] == tiles[:, 0].max()


def test_the_assignment_costs_the_least() -> None:
    draws = np.random.default_rng(7)
    for _ in range(60):
        rows = int(draws.integers(1, 6))
        cost = draws.integers(0, 20, (rows, int(draws.integers(rows, 7)))).astype(float)
        given = assign(cost).tolist()
        least = min(
            sum(cost[row, column] for row, column in enumerate(columns))
            for columns in itertools.permutations(range(cost.shape[1]), rows)
        )
        assert len(set(given)) == rows
        assert sum(cost[row, column] for row, column in enumerate(given)) == least


def test_three_hundred_units_are_laid_in_a_moment_and_always_alike() -> None:
    points = np.random.default_rng(3).uniform(size=(300, 2))
    start = time.process_time()
    tiles = lay_tiles(points)
    assert time.process_time() - start < 3
    assert (lay_tiles(points) == tiles).all()
    middle = (tiles - tiles.mean(axis=0)) / tiles.std(axis=0)
    wanted = (points - points.mean(axis=0)) / points.std(axis=0) * (1, -1)
    assert np.abs(middle - wanted).max() < 0.6
