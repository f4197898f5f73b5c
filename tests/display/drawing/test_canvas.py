"""The empty sheet: what is placed in points, years and figures lies where it was meant to."""

from typing import Any

import pytest
from matplotlib.colors import to_hex

from parreport.display.drawing import theme
from parreport.display.drawing.canvas import Canvas, TimeAxis, explain_breaks, fit_closely
from parreport.display.drawing.sizes import WIDTH
from parreport.language import use_language


def place_of(canvas: Canvas, axes: Any, x: float, y: float) -> tuple[float, float]:
    """Return where a point of axes lies on the picture: points from the left edge and from the top."""
    across, up = axes.transData.transform((x, y)) * 72 / canvas.figure.dpi
    return round(float(across), 6), round(canvas.height - float(up), 6)


def test_a_plot_lies_between_its_points_years_from_left_to_right_and_figures_from_bottom_to_top() -> None:
    canvas = Canvas(200.0)
    plot = canvas.add_plot((100, 300), (20, 140), (2016, 2018), (40, 100))
    assert place_of(canvas, plot, 2016, 40) == (100, 140)
    assert place_of(canvas, plot, 2018, 40) == (300, 140)
    assert place_of(canvas, plot, 2016, 100) == (100, 20)
    assert place_of(canvas, plot, 2017, 55) == (200, 110)


def test_the_page_is_drawn_in_points_from_its_upper_left_corner() -> None:
    canvas = Canvas(200.0)
    assert place_of(canvas, canvas.page, 0, 0) == (0, 0)
    assert place_of(canvas, canvas.page, WIDTH, 200) == (WIDTH, 200)
    assert place_of(canvas, canvas.page, 30, 70) == (30, 70)


def test_words_lines_and_boxes_stand_where_they_were_placed() -> None:
    canvas = Canvas(200.0)
    canvas.write(30, 70, "words", at="base")
    canvas.draw([10, 20], [40, 60], theme.GREY, 1.0)
    canvas.fill(50, 90, 100, 130, theme.PALE)
    (words,) = canvas.page.texts
    assert words.get_position() == (30, 70)
    (line,) = canvas.page.lines
    assert (list(line.get_xdata()), list(line.get_ydata())) == ([10, 20], [40, 60])
    (box,) = canvas.page.patches
    assert (box.get_x(), box.get_y(), box.get_width(), box.get_height()) == (50, 100, 40, 30)
    assert to_hex(box.get_facecolor()) == theme.PALE


def test_lines_of_words_are_centred_together() -> None:
    canvas = Canvas(200.0)
    canvas.write_lines(30, 70, ["a", "b", "c"], size=10)
    heights = [words.get_position()[1] - 3.5 for words in canvas.page.texts]  # the middle of small letters
    assert heights == pytest.approx([57.2, 70, 82.8])


def test_labels_stand_at_the_foot_and_make_the_picture_higher() -> None:
    canvas = Canvas(200.0, ("DRAFT", "ILLUSTRATIVE"))
    assert canvas.height > 200
    (stamp,) = canvas.page.texts
    assert stamp.get_text() == "DRAFT · ILLUSTRATIVE"
    assert canvas.height - stamp.get_position()[1] == 4
    assert Canvas(200.0).height == 200


def test_years_lie_apart_as_time_does_and_a_break_lies_between_its_years() -> None:
    axis = TimeAxis([2012, 2014, 2018], [False, True], 100, 400)
    assert [axis.x(year) for year in axis.years] == [100, 200, 400]
    assert axis.limits == (2012, 2018)
    assert axis.break_xs == [300]
    alone = TimeAxis([2018], [], 100, 400)
    assert (alone.x(2018), alone.limits, alone.break_xs) == (100, (2018, 2019), [])


def test_a_break_is_an_upright_dashed_line() -> None:
    canvas = Canvas(200.0)
    canvas.draw_breaks(TimeAxis([2016, 2018], [True], 100, 300), 20, 140)
    (line,) = canvas.page.lines
    assert (list(line.get_xdata()), list(line.get_ydata())) == ([200, 200], [20, 140])
    assert line.is_dashed()


def test_a_legend_stands_in_one_row_each_sign_before_its_words() -> None:
    canvas = Canvas(200.0)
    with use_language("en"):
        assert explain_breaks([False, False]) == []
        canvas.explain([("thick", theme.ACCENT, "index"), *explain_breaks([False, True])])
    assert [words.get_text() for words in canvas.page.texts] == ["index", "criteria set changed"]
    level, upright = canvas.page.lines
    assert [len(set(level.get_ydata())), len(set(upright.get_xdata()))] == [1, 1]
    first, second = (words.get_position()[0] for words in canvas.page.texts)
    assert max(level.get_xdata()) < first < min(upright.get_xdata()) < second


def test_a_close_scale_reaches_a_little_beyond_the_values() -> None:
    scale = fit_closely([70.0, 90.0])
    assert (scale.low, scale.high) == (69, 91)
    assert all(70 <= tick <= 90 for tick in scale.ticks[1:])
