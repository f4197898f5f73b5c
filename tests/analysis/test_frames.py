"""The frame of a map: what lies together, and how degrees become steps."""

from __future__ import annotations

import math

import numpy as np
import pytest

from parreport.analysis.frames import Frame, area_of, box_of, find_main, fit_frame, shrink_of

Box = tuple[float, float, float, float]


def test_a_box_is_west_south_east_north() -> None:
    assert box_of(np.array([(3.0, 1.0), (-1.0, 5.0), (2.0, 2.0)])).tolist() == [-1, 1, 3, 5]


def test_the_area_of_a_ring_is_the_same_whichever_way_it_turns() -> None:
    ring = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 3.0)])
    assert area_of(ring) == area_of(ring[::-1]) == 6
    assert area_of(ring + 10) == 6
    assert area_of(ring[:1]) == 0


def test_longitudes_shrink_towards_the_pole() -> None:
    assert shrink_of(np.array([100.0, -10.0, 120.0, 10.0])) == 1
    assert shrink_of(np.array([0.0, 50.0, 0.0, 70.0])) == pytest.approx(0.5)


def test_a_frame_begins_at_the_upper_left_corner_and_steps_go_right_and_down() -> None:
    placed = Frame(100.0, 20.0, 0.5, 10.0).place(np.array([(100.0, 20.0), (102.0, 19.0), (99.0, 21.0)]))
    assert placed.tolist() == [[0, 0], [10, 10], [-5, -10]]


@pytest.mark.parametrize(
    ("box", "scale"),
    [
        ((0, -1, 10, 1), 200),  # 2,000 steps for 10 degrees
        ((0, -5, 1, 5), 170),  # 1,700 steps for 10 degrees
        ((0, 0, 0, 0), 1),
        ((0, -2, 0, 2), 425),
    ],
)
def test_a_box_fills_the_width_or_the_height(box: Box, scale: float) -> None:
    frame = fit_frame(np.array(box, dtype=float))
    assert (frame.west, frame.north, frame.scale) == (box[0], box[3], pytest.approx(scale))
    assert fit_frame(np.array([0.0, -1, 2, 1]), 100, 60).scale == 30


def main_of(*boxes: Box, sizes: list[float] | None = None) -> list[bool]:
    return find_main([np.array(box, dtype=float) for box in boxes], sizes or [1.0] * len(boxes)).tolist()  # type: ignore[no-any-return]


def test_a_box_is_near_up_to_a_third_of_the_longer_side_away() -> None:
    assert main_of((0, -1, 3, 1), (3.99, -1, 4, 1)) == [True, True]  # 0.99 of 3 degrees
    assert main_of((0, -1, 3, 1), (4.01, -1, 4.1, 1)) == [True, False]
    assert main_of((0, -1, 3, 1), (-1.1, -1, -1.01, 1)) == [True, False]
    assert main_of((-1, 0, 1, 3), (-1, 3.9, 1, 3.95)) == [True, True]
    assert main_of((-1, 0, 1, 3), (-1, -1.1, 1, -1.05)) == [True, False]


def test_what_is_near_what_is_near_is_near_too() -> None:
    assert main_of((0, -1, 3, 1), (3.5, -1, 6, 1), (7.5, -1, 8, 1), (20, -1, 21, 1)) == [True, True, True, False]


def test_the_largest_box_is_where_the_others_are_near() -> None:
    assert main_of((0, 0, 1, 1), (50, 0, 53, 3), sizes=[1, 9]) == [False, True]
    assert main_of((0, 0, 1, 1), (50, 0, 53, 3), sizes=[9, 1]) == [True, False]


def test_a_gap_is_measured_across_both_ways_with_the_shrunken_longitude() -> None:
    k = math.cos(math.radians(61))  # of the middle of the large box, 60 to 62 north
    assert main_of((0, 60, 1, 62), (1 + 0.6 / k, 60, 1 + 0.7 / k, 61)) == [True, True]  # 0.6 of 2 / 3
    assert main_of((0, 60, 1, 62), (1 + 0.68 / k, 60, 1 + 0.7 / k, 61)) == [True, False]
    assert main_of((0, 60, 1, 62), (1 + 0.5 / k, 62.5, 1 + 0.6 / k, 63)) == [True, False]  # √(0.5² + 0.5²) = 0.71
