"""Charts: the figures and names in them, and that every word can be read in full."""

import ast
import logging
import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.container import BarContainer

from parreport import display
from parreport.display.drawing import theme
from parreport.display.drawing.lettering import measure, wrap
from parreport.display.drawing.scales import fit_scale
from parreport.display.method.charts import chart_icicle_pages, chart_items, chart_weights
from parreport.display.pictures import Caption, Chart
from parreport.display.province.charts import chart_areas, chart_claims, chart_losses
from parreport.display.province.ranking import chart_ranking, chart_ranking_pages
from parreport.display.sureness.charts import chart_ranges
from parreport.display.unit.charts import chart_change, chart_profile, chart_waterfall
from parreport.language import read_catalogue, use_language
from parreport.publishing.reading.shown import undress
from tests.gallery.faults import find_faults

NAN = float("nan")
CAPTION = Caption("Title", "Subtitle", "Alt")
STAMP = ("SỐ LIỆU MINH HOẠ", "DỰ THẢO")
STAMPED = replace(CAPTION, labels=STAMP)
UNITS = [
    "Sở Tư pháp",
    "Sở Nội vụ",
    "Sở Kế hoạch và Đầu tư",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Khoa học và Công nghệ",
    "Sở Tài chính",
    "Sở Công Thương",
    "Thanh tra tỉnh",
    "Sở Giáo dục và Đào tạo",
    "Sở Xây dựng",
    "Sở Thông tin và Truyền thông",
    "Sở Y tế",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Giao thông vận tải",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Tài nguyên và Môi trường",
    "Ban Quản lý các khu công nghiệp",
]
AREAS = [
    "Công tác chỉ đạo, điều hành cải cách hành chính",
    "Xây dựng và tổ chức thực hiện văn bản quy phạm pháp luật",
    "Cải cách thủ tục hành chính, thực hiện cơ chế một cửa, một cửa liên thông",
    "Cải cách tổ chức bộ máy hành chính",
    "Xây dựng và nâng cao chất lượng đội ngũ cán bộ, công chức, viên chức",
    "Cải cách tài chính công",
    "Hiện đại hóa hành chính",
    "Tác động của cải cách hành chính đến tổ chức, người dân và phát triển kinh tế - xã hội",
]
LONG = (
    "Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng, công nghiệp và hạ tầng kỹ thuật "
    "khu kinh tế tỉnh Bến Tre giai đoạn hai"
)
ODD = ["$x_1$ & <b>Sở</b>", "Phòng 100% \u202f^2", "Nghiệpvụ" * 9, "Sơ\u0309 Y te\u0302\u0301", "Đ"]
BANDS = list(
    zip(["Xuất sắc", "Tốt", "Khá", "Trung bình", "Yếu"], [90, 80, 70, 50, 0], theme.band_colors(5), strict=True)
)


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    with use_language("vi"):
        yield


def make_ranking(n: int, low: float = 46.0, high: float = 97.0, **columns: Any) -> pd.DataFrame:
    values = np.round(np.linspace(high, low, n), 2)
    places = pd.array([None if i % 7 == 4 else i % 5 - 2 for i in range(n)], dtype="Int64")
    table = pd.DataFrame(
        {
            "unit_name": [UNITS[i % 18] + (f" {i // 18 + 1}" if n > 18 else "") for i in range(n)],
            "index_pct": values,
            "rank": pd.array(range(1, n + 1), dtype="Int64"),
            "base_index_pct": [NAN if i % 7 == 4 else v - i % 9 + 3 for i, v in enumerate(values)],
            "places": places,
        }
    ).assign(**columns)
    band = [next((b for b, low, _ in BANDS if v >= low), "") for v in table["index_pct"]]
    return table.assign(band=band)


def make_areas(names: list[str]) -> pd.DataFrame:
    n = len(names)
    return pd.DataFrame(
        {
            "area_name": names,
            "mean_pct": [92.15, 85.3, 84.2, NAN, 79.9, 82.5, 77.1, 81.0][:n],
            "low_pct": [68, 62, 68, NAN, 64, 64, 58.5, 68.0][:n],
            "high_pct": [100, 100, 100, NAN, 100, 100, 95, 90.0][:n],
            "q1_pct": [85, 75, 76, NAN, 74, 75, 71.2, 77][:n],
            "q3_pct": [97, 92, 92, NAN, 88, 91, 86, 87.0][:n],
            "base_mean_pct": [90, 86, 80, 70, 80, 74, 79, NAN][:n],
        }
    )


def make_profile(names: list[str]) -> pd.DataFrame:
    n = len(names)
    return pd.DataFrame(
        {
            "area_name": names,
            "score_pct": [96, 88, 91, 90.5, NAN, 78.6, 61.3, 79][:n],
            "median_pct": [92, 90, 86, 88, 85, 82, 76, 81][:n],
            "best_pct": [100, 100, 98, 97, 96, 95, 93, 90][:n],
            "base_pct": [90, NAN, 83, 90, 86, 70, 66, 77][:n],
            "lost_points": [0.4, 1.2, 1.3, 1.04, Decimal(0), 1.5, Decimal("6.19"), 3.25][:n],
        }
    )


def make_losses(names: list[str]) -> pd.DataFrame:
    n = len(names)
    return pd.DataFrame(
        {
            "item_name": names,
            "area_name": AREAS[:n],
            "lost_points": [Decimal("21.75"), Decimal("12.50"), 9, 7.4, 5, 3.25, 0.5, 0][:n],
            "units_losing": [17, 14, 9, 18, 6, 5, 1, 0][:n],
            "units": [18] * n,
        }
    )


def make_claims(names: list[str]) -> pd.DataFrame:
    own = [98 - i * 0.9 for i in range(len(names))]
    gaps = [[7.5, 0.0, -0.5, 9.25, 2.1][i % 5] for i in range(len(names))]
    official = [a - b for a, b in zip(own, gaps, strict=True)]
    return pd.DataFrame({"unit_name": names, "self_points": own, "official_points": official, "gap": gaps})


STEPS = pd.DataFrame(
    {
        "area_name": [*AREAS, "Điểm thưởng", "Điểm trừ"],
        "points": [0.38, 1.14, 1.23, 0.0, 2.43, 1.42, 5.88, 3.09, 1.9, 0.48],
        "kind": ["loss"] * 8 + ["bonus", "penalty"],
    }
)
CHANGES = pd.DataFrame(
    {
        "label": [AREAS[2], "Tổng thay đổi", AREAS[6], "Tiêu chí khác", "Bộ tiêu chí", "Thưởng"],
        "change_pp": [1.8, 0.82, -1.2, -0.28, 0.5, 0.0],
        "kind": ["leaf", "total", "leaf", "others", "framework", "bonus_penalty"],
    }
)


def rank_all(table: pd.DataFrame, year: int | None = 2017) -> Chart:
    return chart_ranking(table, BANDS, 2, year, caption=STAMPED)


def make_ranges(n: int, **columns: Any) -> pd.DataFrame:
    """Units in order of rank, each range from 0 to 4 places before the rank to 0 to 5 behind it."""
    ranks = range(1, n + 1)
    low, high = [max(1, r - r % 5) for r in ranks], [min(n, r + r % 6) for r in ranks]
    return pd.DataFrame(
        {
            "unit_name": [UNITS[i % 18] + (f" {i // 18 + 1}" if n > 18 else "") for i in range(n)],
            "rank": pd.array(ranks, dtype="Int64"),
            "range_low": pd.array(low, dtype="Int64"),
            "range_high": pd.array(high, dtype="Int64"),
            "rank_words": [f"{r} ({a}–{b})" for r, a, b in zip(ranks, low, high, strict=True)],
        }
    ).assign(**columns)


def draw_ranges(ranges: pd.DataFrame, n: int | None = None) -> Chart:
    return chart_ranges(ranges, n or len(ranges), caption=STAMPED)


BLANK = pd.array([None, None], dtype="Int64")
HARD: dict[str, Callable[[], Chart]] = {
    "ranking 1": lambda: rank_all(make_ranking(1)),
    "ranking 5": lambda: rank_all(make_ranking(5)),
    "ranking 18": lambda: rank_all(make_ranking(18)),
    "ranking 63": lambda: rank_all(make_ranking(63)),
    "ranking 164": lambda: rank_all(make_ranking(164, 12.0)),
    "ranking over 100": lambda: rank_all(make_ranking(18, 85, 104.5)),
    "ranking all equal": lambda: rank_all(make_ranking(18, index_pct=85.0, rank=1, places=0)),
    "ranking all 100": lambda: rank_all(make_ranking(6, index_pct=100.0, base_index_pct=100.0)),
    "ranking all 0": lambda: rank_all(make_ranking(3, index_pct=0.0, base_index_pct=NAN)),
    "ranking without base": lambda: rank_all(make_ranking(18), None),
    "ranking not ranked": lambda: rank_all(make_ranking(2, rank=BLANK)),
    "ranking blanks": lambda: rank_all(make_ranking(2, index_pct=NAN, base_index_pct=NAN)),
    "ranking no rows": lambda: rank_all(make_ranking(0)),
    "ranking long names": lambda: rank_all(make_ranking(3, unit_name=[LONG, "Sở Y tế", LONG])),
    "ranking odd names": lambda: rank_all(make_ranking(5, unit_name=ODD)),
    "ranking short names": lambda: rank_all(make_ranking(2, unit_name=["A", "B"])),
    "ranking close bands": lambda: chart_ranking(
        make_ranking(4, 20, 99),
        [("Hoàn thành xuất sắc nhiệm vụ", x, "#0f6478") for x in (99, 98, 95, 90, 50, 0)],
        2,
        2017,
        caption=CAPTION,
    ),
    **{f"ranges {n}": (lambda n=n: draw_ranges(make_ranges(n))) for n in (2, 9, 18, 63, 164)},
    "ranges of a page": lambda: draw_ranges(make_ranges(63).iloc[32:], 63),
    "ranges of 3321": lambda: draw_ranges(make_ranges(3321).iloc[3000:3048], 3321),
    "ranges long names": lambda: draw_ranges(make_ranges(6, unit_name=[LONG, *ODD])),
    "ranges blank": lambda: draw_ranges(make_ranges(2, range_low=BLANK, range_high=BLANK)),
    "areas": lambda: chart_areas(make_areas(AREAS), 2017, caption=STAMPED),
    "areas without base": lambda: chart_areas(make_areas(AREAS[:1]), caption=CAPTION),
    "areas long names": lambda: chart_areas(make_areas([LONG, *ODD]), 2017, caption=CAPTION),
    "losses": lambda: chart_losses(make_losses(AREAS), caption=STAMPED),
    "losses one": lambda: chart_losses(make_losses(AREAS[:1]), caption=CAPTION),
    "losses none": lambda: chart_losses(make_losses([]), caption=CAPTION),
    "losses long names": lambda: chart_losses(make_losses([LONG * 2, *ODD]), caption=CAPTION),
    "claims": lambda: chart_claims(make_claims(UNITS), caption=STAMPED),
    "claims 63": lambda: chart_claims(make_claims([f"{UNITS[i % 18]} {i}" for i in range(63)]), caption=CAPTION),
    "claims one": lambda: chart_claims(make_claims(["Sở Y tế"]), caption=CAPTION),
    "claims blanks": lambda: chart_claims(make_claims(UNITS[:3]).assign(self_points=NAN, gap=NAN), caption=CAPTION),
    "profile": lambda: chart_profile(make_profile(AREAS), 2017, caption=STAMPED),
    "profile without base": lambda: chart_profile(make_profile(AREAS), caption=CAPTION),
    "profile long names": lambda: chart_profile(make_profile([LONG, *ODD]), 2017, caption=CAPTION),
    "profile all equal": lambda: chart_profile(
        make_profile(AREAS).assign(score_pct=80.0, median_pct=80.0, best_pct=80.0, base_pct=80.0), 2017, caption=CAPTION
    ),
    "waterfall": lambda: chart_waterfall(STEPS, 95, 80.85, "85,10%", 2018, caption=STAMPED),
    "waterfall over 100": lambda: chart_waterfall(STEPS.iloc[[0, 3, 8]], 95, 96.52, "101,60%", caption=CAPTION),
    "waterfall of nothing lost": lambda: chart_waterfall(STEPS.iloc[[3]], 95, 95, "100,00%", caption=CAPTION),
    "waterfall to 0": lambda: chart_waterfall(STEPS.iloc[[0]].assign(points=95), 95, 0, "0,00%", caption=CAPTION),
    "change": lambda: chart_change(CHANGES, caption=STAMPED),
    "change of nothing": lambda: chart_change(CHANGES.assign(change_pp=0.0), caption=CAPTION),
    "change all down": lambda: chart_change(CHANGES.assign(change_pp=-3.25), caption=CAPTION),
    "change only total": lambda: chart_change(CHANGES.iloc[[1]], caption=CAPTION),
    "change blanks": lambda: chart_change(CHANGES.assign(change_pp=NAN), caption=CAPTION),
    "icicle": lambda: chart_icicle_pages(make_tree(AREAS), caption=STAMPED)[0],
    "icicle one leaf": lambda: chart_icicle_pages(make_tree(["Sở"], 1, 1), caption=CAPTION)[0],
    "icicle long names": lambda: chart_icicle_pages(make_tree([LONG * 2, *ODD]), caption=CAPTION)[0],
    "icicle of leaves alone": lambda: chart_icicle_pages(
        make_tree(AREAS).query("level == 1").assign(is_leaf=True), caption=CAPTION
    )[0],
    "items": lambda: chart_items(make_items(AREAS), 0.47, caption=STAMPED),
    "items all below 0": lambda: chart_items(
        make_items([LONG, *ODD]).assign(item_rest_correlation=-0.5), 0.47, caption=CAPTION
    ),
    "items one": lambda: chart_items(make_items(AREAS[:1]), caption=CAPTION),
    "items at 1 and −1": lambda: chart_items(
        make_items(AREAS[:2]).assign(item_rest_correlation=[1.0, -1.0]), 0.9, caption=CAPTION
    ),
    "items all full": lambda: chart_items(make_items(AREAS).assign(mean_pct=100.0), 0.5, caption=CAPTION),
    "weights": lambda: chart_weights(make_weights(AREAS), caption=STAMPED),
    "weights one": lambda: chart_weights(make_weights(AREAS[:1]), caption=CAPTION),
    "weights below 0": lambda: chart_weights(make_weights([LONG, *ODD]).assign(effective_pct=-12.5), caption=CAPTION),
}


def make_tree(areas: list[str], criteria: int = 3, leaves: int = 3) -> pd.DataFrame:
    """Make a tree of areas with so many criteria each, and so many leaves of 1 point in each."""
    rows: list[tuple[str, int, float, bool, bool]] = []
    for area in areas:
        rows.append((area, 1, float(criteria * leaves), False, False))
        for _ in range(criteria):
            rows.append((area, 2, float(leaves), False, False))
            rows += [(area, 3, 1.0, True, n == 0) for n in range(leaves)]
    names = ["item_name", "level", "max_points", "is_leaf", "by_survey"]
    tree = pd.DataFrame(rows, columns=names)
    return tree.assign(number=[str(at % (leaves + 1)) for at in range(len(tree))])


def make_items(names: list[str]) -> pd.DataFrame:
    n = len(names)
    return pd.DataFrame(
        {
            "item_name": names,
            "mean_pct": [60 + 35 * i / n for i in range(n)],
            "item_rest_correlation": [-0.3 + 0.1 * i for i in range(n)],
        }
    )


def make_weights(names: list[str]) -> pd.DataFrame:
    n = len(names)
    return pd.DataFrame(
        {
            "area_name": names,
            "weight_pct": [100 / n] * (n - 1) + [NAN],
            "effective_pct": [5.0 + 2 * i for i in range(n)],
        }
    )


def find_words(chart: Chart) -> list[str]:
    return [t.get_text() for axes in chart.figure.axes for t in axes.texts if t.get_text()]


def find_dots(chart: Chart, label: str) -> list[float]:
    for axes in chart.figure.axes:
        for one in axes.collections:
            if isinstance(one, PathCollection) and one.get_label() == label:
                return [float(x) for x, _ in np.ma.getdata(one.get_offsets())]
    return []


def find_colors(chart: Chart, label: str) -> list[str]:
    from matplotlib.colors import to_hex

    for axes in chart.figure.axes:
        for one in axes.collections:
            if one.get_label() == label:
                return [to_hex(color) for color in one.get_facecolors()]
    return []


def find_bars(chart: Chart, label: str) -> list[tuple[float, float]]:
    return [
        (round(bar.get_x(), 6), round(bar.get_x() + bar.get_width(), 6))
        for axes in chart.figure.axes
        for group in axes.containers
        if isinstance(group, BarContainer) and group.get_label() == label
        for bar in group
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", HARD)
def test_no_words_overlap_or_leave_the_picture(name: str, language: str) -> None:
    with use_language(language):
        assert find_faults(HARD[name]()) == []


@pytest.mark.parametrize("name", HARD)
def test_every_chart_is_drawn_in_the_house_typeface_without_a_warning(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        chart = HARD[name]()
        picture = chart.svg()
    assert caplog.records == []
    assert "BeVietnamPro" in picture or not find_words(chart)
    assert "<text" not in picture
    assert chart.figure.get_size_inches()[0] == pytest.approx(7.2)


@pytest.mark.parametrize(
    "name", ["ranking 18", "areas", "losses", "claims", "profile", "waterfall", "change", "icicle", "items", "weights"]
)
def test_the_stamp_stands_in_the_lower_left_corner_and_on_the_chart(name: str) -> None:
    chart = HARD[name]()
    page = chart.figure.axes[0]
    stamp = next(t for t in page.texts if t.get_text() == "SỐ LIỆU MINH HOẠ · DỰ THẢO")
    x, y = stamp.get_position()
    assert x < 6
    assert y > chart.figure.get_size_inches()[1] * 72 - 12
    assert chart.caption.labels == STAMP


def test_a_chart_says_around_its_picture_what_its_caption_says() -> None:
    chart = chart_change(CHANGES, caption=Caption("T", "S", "A", "N", "i", STAMP))
    words = {"id": "i", "title": "T", "subtitle": "S", "alt": "A", "note": "N"}
    assert (chart.words(), chart.fields()) == (words, {"kind": "chart", **words})
    bundle, beside = chart._repr_mimebundle_()
    assert bundle["text/plain"] == "T. S. A\nN"
    assert beside == {}
    forms, facts = undress(bundle, beside)
    assert (forms["image/svg+xml"], facts["image/svg+xml"]) == (chart.svg(), {"kind": "chart", **words})


def test_a_caption_without_id_is_found_by_its_title() -> None:
    assert Caption("Điểm số, 2018", "S", "A").anchor == "diem-so-2018"


def test_of_several_pictures_each_is_numbered_and_the_last_has_the_note() -> None:
    caption = Caption("T", "S", "A", "N", "i", STAMP)
    assert caption.of_part(1, 1) == caption
    assert caption.of_part(1, 2) == Caption("T (1/2)", "S", "A", "", "i-1", STAMP)
    assert caption.of_part(2, 2) == Caption("T (2/2)", "S", "A", "N", "i-2", STAMP)
    assert replace(caption, id="").of_part(1, 2).id == ""


def test_the_same_figures_give_the_same_bytes() -> None:
    assert HARD["profile"]().svg() == HARD["profile"]().svg()


def test_inputs_are_not_changed() -> None:
    for make in (make_ranking(5), make_profile(AREAS), CHANGES.copy()):
        before = make.copy(deep=True)
        if "unit_name" in make:
            rank_all(make)
        elif "label" in make:
            chart_change(make, caption=CAPTION)
        else:
            chart_profile(make, 2017, caption=CAPTION)
        pd.testing.assert_frame_equal(make, before)


# --- ranking


def test_ranking_has_a_dot_and_a_printed_index_for_every_unit() -> None:
    table = make_ranking(3, 71.5, 96.52)
    chart = rank_all(table)
    assert find_dots(chart, "index") == [96.52, 84.01, 71.5]
    words = find_words(chart)
    assert {"96,52", "84,01", "71,50", "1", "2", "3", "Sở Tư pháp"} <= set(words)


def test_ranking_prints_figures_with_the_marks_of_the_language() -> None:
    with use_language("en"):
        words = find_words(rank_all(make_ranking(3, 71.5, 96.52)))
    assert "96.52" in words
    assert "places" in words


def test_ranking_colors_the_dots_by_band() -> None:
    chart = rank_all(make_ranking(3, 45, 95))
    assert find_colors(chart, "index") == [theme.band_colors(5)[i] for i in (0, 2, 4)]


def test_ranking_names_each_band_that_the_scale_shows_and_draws_its_threshold() -> None:
    chart = rank_all(make_ranking(18, 72, 97), None)
    words = find_words(chart)
    assert {"Xuất sắc", "từ 90", "Tốt", "từ 80", "Khá", "từ 70"} <= set(words)
    assert "Yếu" not in words
    plot = chart.figure.axes[1]
    lines = sorted(line.get_xdata()[0] for line in plot.lines if line.get_label() == "threshold")
    assert lines == [80, 90]
    assert find_bars(chart, "band") == [(90, 100), (80, 90), (70, 80)]


def test_ranking_names_the_lowest_band_by_its_upper_limit() -> None:
    words = find_words(rank_all(make_ranking(3, 20, 60), None))
    assert "dưới 50" in words


def test_ranking_shows_last_year_hollow_only_where_there_is_one() -> None:
    table = make_ranking(3, base_index_pct=[90.0, NAN, 50.0])
    assert find_dots(rank_all(table), "base") == [90.0, 50.0]
    assert "năm 2017" in find_words(rank_all(table))
    without = rank_all(table, None)
    assert find_dots(without, "base") == []
    assert not [one for one in find_words(without) if "2017" in one]


def test_ranking_draws_the_places_gained_as_markers_not_letters() -> None:
    table = make_ranking(4, places=pd.array([3, -2, 0, None], dtype="Int64"))
    chart = rank_all(table)
    markers = [line.get_marker() for line in chart.figure.axes[0].lines]
    assert markers.count("^") == 1
    assert markers.count("v") == 1
    words = find_words(chart)
    assert "=" in words
    assert not {"▲", "▼", "−2", "+3"} & set(words)


def test_ranking_sets_units_that_are_not_ranked_apart() -> None:
    ranks = pd.array([1, 2, None], dtype="Int64")
    chart = rank_all(make_ranking(3, rank=ranks))
    words = find_words(chart)
    assert words.count("không xếp hạng") == 1
    ys = [float(y) for _, y in np.ma.getdata(_collection(chart, "index").get_offsets())]
    assert ys[2] - ys[1] > ys[1] - ys[0] + 10


def _collection(chart: Chart, label: str) -> Any:
    return next(c for a in chart.figure.axes for c in a.collections if c.get_label() == label)


def test_ranking_says_where_the_axis_starts_only_when_not_at_0() -> None:
    assert "trục bắt đầu từ" in find_words(rank_all(make_ranking(5, 72, 97)))
    assert "trục bắt đầu từ" not in find_words(rank_all(make_ranking(5, 3, 97)))


def test_ranking_over_100_widens_the_axis() -> None:
    plot = rank_all(make_ranking(5, 85, 104.5)).figure.axes[1]
    assert plot.get_xlim()[1] >= 104.5


def test_a_long_ranking_is_cut_into_pages_on_one_scale() -> None:
    charts = chart_ranking_pages(make_ranking(100), BANDS, 2, 2017, caption=replace(CAPTION, id="r", note="N"))
    assert [len(find_dots(one, "index")) for one in charts] == [34, 34, 32]
    assert len({one.figure.axes[1].get_xlim() for one in charts}) == 1
    assert [one.caption.title for one in charts] == ["Title (1/3)", "Title (2/3)", "Title (3/3)"]
    assert [one.caption.id for one in charts] == ["r-1", "r-2", "r-3"]
    assert [one.caption.note for one in charts] == ["", "", "N"]
    assert max(one.figure.get_size_inches()[1] for one in charts) < 9.7


def test_a_short_ranking_is_one_page_with_its_own_title() -> None:
    (chart,) = chart_ranking_pages(make_ranking(18), BANDS, 2, caption=CAPTION)
    assert chart.caption.title == "Title"


# --- names


@pytest.mark.parametrize("name", [LONG, *AREAS, *UNITS])
def test_a_name_stands_in_full_over_its_lines(name: str) -> None:
    words = find_words(rank_all(make_ranking(1, unit_name=[name]), None))
    lines = wrap(name, 200)
    assert name in " ".join(words)
    assert all(measure(line) <= 200 for line in lines)


def test_what_a_unit_typed_is_never_read_as_a_formula() -> None:
    chart = rank_all(make_ranking(1, unit_name=["$x^2$ & <b>"]))
    assert "$x^2$ & <b>" in find_words(chart)
    assert not [t for t in chart.figure.axes[0].texts if t.get_parse_math()]


def test_a_word_wider_than_its_column_is_broken_not_cut() -> None:
    lines = wrap("S" * 90, 150)
    assert "".join(lines) == "S" * 90
    assert all(measure(line) <= 150 for line in lines)


# --- scale


@pytest.mark.parametrize(
    "values, low, high",
    [
        ([71.5, 96.5], 70, 100),
        ([100.0, 100.0], 90, 100),
        ([3.0, 97.0], 0, 100),
        ([95.0, 103.0], 90, 103),
        ([], 0, 100),
        ([NAN], 0, 100),
        ([-5.0, 60.0], -50, 100),
    ],
)
def test_the_scale_holds_the_values_between_round_figures(values: list[float], low: float, high: float) -> None:
    scale = fit_scale(values)
    assert all(scale.low <= v <= scale.high for v in values if not math.isnan(v))
    assert scale.high == high
    assert scale.low == low
    assert 3 <= len(scale.ticks) <= 8


# --- areas, losses, claims


def test_areas_show_range_quartiles_mean_and_last_year() -> None:
    chart = HARD["areas"]()
    assert find_dots(chart, "mean")[:3] == [92.15, 85.3, 84.2]
    assert find_dots(chart, "base") == [90, 86, 80, 70, 80, 74, 79]
    assert find_bars(chart, "box")[0] == (85, 97)
    ranges = [line for line in chart.figure.axes[1].lines if line.get_label() == "range"]
    assert list(ranges[0].get_xdata()) == [68, 100]
    assert len(ranges) == 7
    words = find_words(chart)
    assert {"92,2", "58,5", "90,0", "bình quân", "50% số đơn vị ở giữa"} <= set(words)


def test_losses_say_points_and_units_at_the_bar_ends() -> None:
    chart = HARD["losses"]()
    assert find_bars(chart, "lost")[:2] == [(0, 21.75), (0, 12.5)]
    words = find_words(chart)
    assert "12,50 điểm · 14/18 đơn vị" in words
    with use_language("en"):
        assert "12.50 points · 14/18 units" in find_words(HARD["losses"]())


def test_losses_color_the_three_largest() -> None:
    from matplotlib.colors import to_hex

    chart = HARD["losses"]()
    bars = next(g for g in chart.figure.axes[1].containers if g.get_label() == "lost")
    colors = [to_hex(bar.get_facecolor()) for bar in bars]
    assert colors == [theme.WARM] * 3 + [theme.WARM_LIGHT] * 5


def test_claims_show_self_official_and_the_signed_difference() -> None:
    chart = HARD["claims"]()
    assert find_dots(chart, "self")[:2] == [98.0, 97.1]
    assert find_dots(chart, "official")[:2] == [90.5, 97.1]
    assert {"98,00", "90,50", "+7,50", "−0,50", "0,00"} <= set(find_words(chart))


# --- profile, waterfall, change


def test_profile_shows_own_last_year_median_and_best() -> None:
    chart = HARD["profile"]()
    assert find_dots(chart, "own") == [96, 88, 91, 90.5, 78.6, 61.3, 79]
    assert find_dots(chart, "base") == [90, 83, 90, 86, 70, 66, 77]
    medians = _collection(chart, "median")
    assert isinstance(medians, LineCollection)
    assert [segment[0][0] for segment in medians.get_segments()] == [92, 90, 86, 88, 85, 82, 76, 81]
    best = [segment[0][0] for segment in _collection(chart, "best").get_segments()]
    assert best == [100, 100, 98, 97, 96, 95, 93, 90]
    words = find_words(chart)
    assert {"96,0", "+4,0", "−14,7", "6,19", "đơn vị", "trung vị khối", "năm 2017"} <= set(words)


def test_profile_is_warm_only_where_clearly_below_the_median() -> None:
    colors = find_colors(HARD["profile"](), "own")
    assert colors == [theme.ACCENT] * 5 + [theme.WARM] + [theme.ACCENT]


def test_profile_without_a_base_year_does_not_speak_of_one() -> None:
    chart = HARD["profile without base"]()
    assert find_dots(chart, "base") == []
    assert not [one for one in find_words(chart) if "năm" in one]


def test_waterfall_goes_from_the_maximum_down_to_the_points_and_says_the_index() -> None:
    steps = STEPS.iloc[[6, 7, 8, 9]]  # 95 − 5.88 − 3.09 + 1.90 − 0.48 = 87.45, of 95: 92.05%
    chart = chart_waterfall(steps, 95, Decimal("87.45"), "92,05%", 2018, caption=CAPTION)
    bars = find_bars(chart, "steps")
    assert bars[0][1] == 95
    assert bars[1:-1] == [(89.12, 95), (86.03, 89.12), (86.03, 87.93), (87.45, 87.93)]
    assert bars[-1][1] == 87.45
    words = find_words(chart)
    assert {"95,00", "−5,88", "−3,09", "+1,90", "−0,48", "Điểm tối đa", "Chỉ số 2018"} <= set(words)
    assert "87,45 điểm = 92,05%" in words
    assert not {"−6,19", "−3,25"} & set(words)  # one measure: points, as the tables have them


def test_waterfall_paints_the_three_largest_losses_and_penalties_warm() -> None:
    from matplotlib.colors import to_hex

    bars = HARD["waterfall"]().figure.axes[1].containers[0]
    colors = [to_hex(bar.get_facecolor()) for bar in bars]
    assert [i for i, color in enumerate(colors) if color == theme.WARM] == [5, 7, 8, 10]
    assert colors[9] == theme.ACCENT_LIGHT
    assert colors[-1] == theme.ACCENT


def test_change_sets_the_total_last_whatever_the_order() -> None:
    chart = HARD["change"]()
    bars = chart.figure.axes[1].containers[0]
    assert [round(bar.get_width(), 2) for bar in bars] == [1.8, -1.2, -0.28, 0.5, 0, 0.82]
    names = [one for one in find_words(chart) if one in set(CHANGES["label"])]
    assert names[-1] == "Tổng thay đổi"
    assert {"+1,80", "−1,20", "0,00", "+0,82"} <= set(find_words(chart))


def test_every_word_of_the_charts_has_a_vietnamese_form() -> None:
    sources = [path.read_text("utf-8") for path in sorted(Path(display.__file__).parent.rglob("*.py"))]
    calls = [
        node
        for source in sources
        if "chart" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"
    ]
    msgids = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert {"axis starts at", "criteria set changed"} <= msgids
    assert msgids <= set(read_catalogue("vi"))


def find_boxes(chart: Chart) -> list[Any]:
    return [bar for group in chart.figure.axes[0].containers for bar in group]


def test_an_icicle_names_areas_and_criteria_and_numbers_the_leaves_of_a_criterion() -> None:
    tree = pd.DataFrame(
        [
            ("A", "A", 1, 4.0, False, False),
            ("A.1 Kế hoạch", "1", 2, 3.0, False, False),
            ("A.1.1 Ban hành", "1", 3, 1.0, True, False),
            ("A.1.2 Hoàn thành", "2", 3, 2.0, True, True),
            ("A.2 Khảo sát", "2", 2, 1.0, True, True),
        ],
        columns=["item_name", "number", "level", "max_points", "is_leaf", "by_survey"],
    )
    (chart,) = chart_icicle_pages(tree, caption=CAPTION)
    words = find_words(chart)
    assert [words.count(name) for name in ("A", "A.1 Kế hoạch", "A.2 Khảo sát")] == [1, 1, 1]
    assert [words.count(number) for number in "123"] == [2, 1, 1]  # the points of A.2 are 1 too, those of A.1 3
    assert not any("Ban hành" in one or "Hoàn thành" in one for one in words)
    wide = [round(box.get_width(), 6) for box in find_boxes(chart)]
    leaves = [one / wide[3] for one in wide[2:4] + wide[5:6]]  # after the swatch of the survey and A.1
    assert leaves == pytest.approx([0.5, 1, 0.5])


def test_an_area_that_is_a_leaf_has_a_row_and_an_icicle_higher_than_a_page_becomes_several_charts() -> None:
    areas = [f"Lĩnh vực {n}" for n in range(60)]
    charts = chart_icicle_pages(make_tree(areas).query("level == 1").assign(is_leaf=True), caption=CAPTION)
    assert [chart.caption.title for chart in charts] == ["Title (1/2)", "Title (2/2)"]
    assert all(chart.figure.get_size_inches()[1] * 72 <= 690 for chart in charts)
    assert [one for chart in charts for one in find_words(chart) if one.startswith("Lĩnh vực ")] == areas


def test_the_chart_of_items_names_the_lowest_below_0_only() -> None:
    items = make_items(AREAS)
    words = "".join(find_words(chart_items(items, 0.47, caption=CAPTION))).replace(" ", "")
    below = [row.item_name for row in items.itertuples() if row.item_rest_correlation < -1e-9]
    assert len(below) == 3
    named = [name for name in AREAS if name.replace(" ", "") in words]
    assert named == below


def test_the_chart_of_items_leaves_out_what_has_no_correlation() -> None:
    items = make_items(AREAS)
    items.loc[0, "item_rest_correlation"] = NAN
    assert len(find_dots(chart_items(items, caption=CAPTION), "items")) == len(AREAS) - 1


def test_the_chart_of_weights_has_a_dot_for_what_decides_and_one_for_points() -> None:
    chart = chart_weights(make_weights(AREAS), caption=CAPTION)
    assert find_dots(chart, "effective") == [5, 7, 9, 11, 13, 15, 17, 19]
    assert find_dots(chart, "weight") == [12.5] * 7


BOXES = {"areas", "ranges 18"}  # charts with a box in the legend; the others have lines between two dots


@pytest.mark.parametrize("name", ["ranking 18", "claims", "weights", "profile", *sorted(BOXES)])
def test_boxes_of_legends_and_lines_between_dots_stand_out_from_the_page(name: str) -> None:
    """Or they have a rim that does: 3 : 1, as WCAG 2 asks of what is not text."""
    from matplotlib.colors import to_hex
    from matplotlib.patches import Rectangle

    page, *plots = HARD[name]().figure.axes
    boxes = [one for one in page.patches if isinstance(one, Rectangle) and one.get_width() == 16]
    lines = [one for plot in plots for one in plot.lines if one.get_zorder() == 2]
    assert bool(boxes) == (name in BOXES) and (boxes or lines)
    colors = [to_hex(one.get_edgecolor()) for one in boxes]
    colors += [] if boxes else [to_hex(one.get_color()) for one in lines]
    assert [color for color in colors if theme.contrast(color, theme.WHITE) < 3] == []
