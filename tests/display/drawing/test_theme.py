"""The look: colours that can be told apart and read, the typeface, settings that come back."""

from itertools import pairwise

import matplotlib as mpl
import pytest
from matplotlib import pyplot

from parreport.display.drawing import theme
from parreport.display.rehearsal import rehearse
from parreport.language import language, read_catalogue, use_language


@pytest.mark.parametrize("color", theme.TEXT_COLORS)
def test_text_colors_reach_the_contrast_on_white(color: str) -> None:
    assert theme.contrast(color, theme.WHITE) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("n", range(2, 10))
def test_bands_grow_strictly_brighter_from_best_to_worst(n: int) -> None:
    steps = [theme.luminance(color) for color in theme.band_colors(n)]
    assert len(steps) == n
    assert all(after - before > 0.02 for before, after in pairwise(steps))


def test_one_band_has_one_color_and_none_has_none() -> None:
    assert theme.band_colors(1) == [theme.ACCENT]
    assert theme.band_colors(0) == []


def ink_on(background: str) -> str:
    """Return the text colour that reads on a background: of the theme where one does, else black."""
    return next((c for c in (theme.INK, theme.WHITE) if theme.contrast(c, background) >= 4.5), "#000000")


@pytest.mark.parametrize("n", range(1, 10))
def test_text_on_every_band_can_be_read(n: int) -> None:
    for color in theme.band_colors(n):
        assert theme.contrast(ink_on(color), color) >= 4.5


@pytest.mark.parametrize("score", range(0, 121, 3))
def test_text_on_every_heat_cell_can_be_read(score: int) -> None:
    background, ink = theme.heat_color(score, 80.0)
    assert theme.contrast(ink, background) >= 4.5


def test_heat_is_white_at_the_median_warm_below_and_blue_green_above() -> None:
    def red_minus_blue(color: str) -> int:
        return int(color[1:3], 16) - int(color[5:7], 16)

    assert theme.heat_color(80.0, 80.0)[0] == theme.WHITE
    below = [red_minus_blue(theme.heat_color(score, 80.0)[0]) for score in (75, 65, 50)]
    above = [red_minus_blue(theme.heat_color(score, 80.0)[0]) for score in (85, 95, 110)]
    assert 0 < below[0] < below[1] < below[2]
    assert 0 > above[0] > above[1] > above[2]
    assert theme.heat_color(10.0, 80.0) == theme.heat_color(50.0, 80.0)


@pytest.mark.parametrize("pair", [(None, 80.0), (float("nan"), 80.0), (80.0, float("nan"))])
def test_heat_of_a_blank_cell_is_white_with_grey_text(pair: tuple[float, float]) -> None:
    assert theme.heat_color(*pair) == (theme.WHITE, theme.GREY)


def test_theme_uses_the_house_typeface_and_gives_the_settings_back() -> None:
    before = dict(mpl.rcParams)
    with theme.theme():
        assert mpl.rcParams["font.family"][0] == theme.FONT
        assert mpl.rcParams["text.parse_math"] is False
        found = mpl.font_manager.findfont(theme.FONT, fallback_to_default=False)
        assert found.endswith("BeVietnamPro-Regular.ttf")
    assert dict(mpl.rcParams) == before


def test_a_rehearsal_changes_nothing_but_what_has_been_read() -> None:
    before = dict(mpl.rcParams)
    with use_language("vi"):
        rehearse()
        assert language() == "vi"
    assert dict(mpl.rcParams) == before
    assert pyplot.get_fignums() == []
    assert read_catalogue.cache_info().currsize >= 1
