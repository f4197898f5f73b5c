"""The palette says the same to everybody: colours that mean different things look different."""

from __future__ import annotations

import itertools

import pytest

from parreport.display.drawing import theme
from tests.display.drawing.color_vision import VISIONS, ciede2000, distance

# Gains and losses, full and pale, and what is neither: CIEDE2000, about 2 is a difference just seen.
MEANINGS = [
    (theme.ACCENT, theme.WARM, 35),
    (theme.ACCENT_LIGHT, theme.WARM_LIGHT, 25),
    (theme.ACCENT, theme.ACCENT_LIGHT, 15),
    (theme.WARM, theme.WARM_LIGHT, 15),
    (theme.WARM, theme.GREY, 25),
    (theme.ACCENT, theme.GREY, 8),
    (theme.ACCENT, theme.INK, 15),
    (theme.GREY, theme.LIGHT, 25),
]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [  # supplementary data of Sharma, Wu and Dalal, pairs 1, 17, 20 and 34
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distances_are_those_that_were_published(
    one: tuple[float, float, float], other: tuple[float, float, float], apart: float
) -> None:
    assert ciede2000(one, other) == pytest.approx(apart, abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(("one", "other", "least"), MEANINGS)
def test_colors_of_different_meaning_look_different(one: str, other: str, least: float, vision: str) -> None:
    assert distance(one, other, vision) >= least


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("bands", [3, 4, 5])
def test_neighbouring_classes_look_different(bands: int, vision: str) -> None:
    for one, other in itertools.pairwise(theme.band_colors(bands)):
        assert distance(one, other, vision) >= 10


@pytest.mark.parametrize("color", [theme.INK, theme.GREY, theme.ACCENT, theme.ACCENT_LIGHT, theme.WARM])
def test_marks_stand_out_from_the_page(color: str) -> None:
    assert theme.contrast(color, theme.WHITE) >= 3
