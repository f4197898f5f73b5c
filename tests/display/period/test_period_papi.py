"""PAPI 2011–2016 as a period report: 63 provinces, 20 of them in small plots, six years, one break."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from parreport.display.drawing.sizes import WIDTH
from parreport.display.parts import Bullets, Part, Text
from parreport.display.period import sections
from parreport.display.pictures import Chart
from parreport.language import use_language
from parreport.years.results import Period
from tests.papi import is_complete, read_panel, write_papi

YEARS = range(2011, 2017)


@pytest.fixture(scope="module")
def period(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Period:
    panel = read_panel(shared)
    folder, case = tmp_path_factory.mktemp("papi"), None
    for year in YEARS:
        unmeasured = [code for code, row in panel[year].items() if not is_complete(row)]
        case = write_papi(folder, panel, year, base=case, leave_out=unmeasured)
    assert case is not None
    return case.period()


def parts_of(period: Period, name: str) -> tuple[Part, ...]:
    with use_language("en"):
        return tuple(getattr(sections, name)(period).parts)


def charts_of(period: Period, name: str) -> list[Chart]:
    return [part for part in parts_of(period, name) if isinstance(part, Chart)]


def test_the_20_provinces_that_moved_most_stand_in_plots_over_the_lines_of_all_with_the_gap_of_2014(
    period: Period,
) -> None:
    charts = charts_of(period, "show_period_index")
    lines = [
        line
        for chart in charts
        for axes in chart.figure.axes
        for line in axes.get_lines()
        if line.get_label() == "index"
    ]
    changes = sorted(float(change) for change in period.trends["change_pp"])
    drawn = sorted(line.get_ydata()[-1] - line.get_ydata()[0] for line in lines)
    assert [round(one, 2) for one in drawn] == [round(one, 2) for one in (*changes[:10], *changes[-10:])]
    assert {tuple(line.get_xdata()) for line in lines} == {tuple(YEARS)}
    (others,) = [one for one in charts[0].figure.axes[0].collections if one.get_label() == "others"]
    (path,) = others.get_paths()
    starts = [at for at, code in enumerate(path.codes) if code == path.MOVETO]
    assert len(starts) == 63 + 2  # Bac Giang and Dong Thap: 2011 to 2013, 2015 to 2016
    assert len(path.codes) == 63 * 6 - 2
    assert charts[0].caption.subtitle == (
        "Index in %, 2011–2016, block Tinh: of 63 units the 10 with the highest change and the 10 with the lowest"
    )
    notes = [part.words for part in parts_of(period, "show_period_index") if isinstance(part, Text)]
    assert notes[-1] == "Not assessed in 2014: Bac Giang and Dong Thap."


@pytest.mark.parametrize("name", ["show_period_index", "show_period_ranks", "show_period_areas"])
def test_no_words_leave_the_page_or_meet(period: Period, name: str) -> None:
    for chart in charts_of(period, name):
        canvas = FigureCanvasAgg(chart.figure)
        renderer = canvas.get_renderer()
        height = chart.figure.get_size_inches()[1] * 72
        assert height <= 720
        scale = 72 / chart.figure.dpi
        boxes = []
        for axes in chart.figure.axes:
            for words in axes.texts:
                box = words.get_window_extent(renderer)
                boxes.append((words.get_text(), [v * scale for v in box.extents]))
        for words, (left, bottom, right, top) in boxes:
            assert left >= -0.5 and right <= WIDTH + 0.5, words
            assert bottom >= -0.5 and top <= height + 0.5, words
        names = [one for one in boxes if re.match("[A-Z][a-z]", one[0])]
        for n, (one, a) in enumerate(names):
            for other, b in names[n + 1 :]:
                meets = min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 2.5
                assert not meets, (one, other)


def test_the_break_of_2016_is_marked_in_every_chart_and_told(period: Period) -> None:
    (ranks,) = charts_of(period, "show_period_ranks")
    assert ranks.caption.note.endswith("The criteria set changed within these years.")
    for name in ("show_period_index", "show_period_areas"):
        for chart in charts_of(period, name):
            page = chart.figure.axes[0]
            rules = [line for line in page.get_lines() if line.get_label() == "break"]
            assert rules
            assert "criteria set changed" in [one.get_text() for one in page.texts]
    (told,) = [one for one in parts_of(period, "show_period_breaks") if isinstance(one, Bullets)]
    assert told.entries == (
        "From 2011 to 2015 nothing changed.",
        "From 2015 to 2016: 1 item is new (5.6%); 1 item was dropped (5.6% of 2015). "
        "Comparable: 94.4% of the maximum of both years.",
    )


def test_the_provinces_that_moved_most_stand_in_rows_with_their_first_and_last_rank(period: Period) -> None:
    (chart,) = charts_of(period, "show_period_ranks")
    moved = {
        unit: int(places) for unit, places in zip(period.movers["unit_code"], period.movers["places"], strict=True)
    }
    words = [one.get_text() for one in chart.figure.axes[0].texts]
    assert len(moved) > 1 and all(words.count(period.results.name_of(unit)) == 1 for unit in moved)
    dots = {one.get_label(): one.get_offsets()[:, 0] for axes in chart.figure.axes for one in axes.collections}
    gained = [round(first - last) for first, last in zip(dots["first"], dots["last"], strict=True)]
    assert sorted(gained) == sorted(moved.values())
    assert chart.caption.title == "Hung Yen gained 42 places since 2011, Binh Duong lost 48 places"
    assert chart.caption.subtitle == "Rank by year, block Tinh: of 63 units those that moved most"


def test_the_mean_is_told_on_all_items_and_on_those_that_all_years_measure(period: Period) -> None:
    leads = [part.words for part in parts_of(period, "show_period_head") if isinstance(part, Text)]
    assert leads[0].startswith(
        "Block Tinh: the mean index was 59.58% in 2011 and is 59.98% in 2016, up 0.40 "
        "percentage points. On the items that all years from 2011 measure, the 61 units with all points in "
        "them rose by 0.88 percentage points from 59.88% to 60.76% on average."
    )
