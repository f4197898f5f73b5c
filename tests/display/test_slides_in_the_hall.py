"""Decks as a hall sees and hears them: large letters, a picture on each slide, words that are not said twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text

import parreport as pr
from parreport.display.drawing.lettering import measure
from parreport.display.slides.board import LEAST, ROOM, room_under
from parreport.display.slides.slide import Deck, Slide
from parreport.inputs.parameters import read_parameters
from parreport.language import use_language
from parreport.publishing.reading.deck import BESIDE, WIDTH, _height, _lines, _title
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.cases import Case, write_year

PROJECT = Path(__file__).resolve().parents[2]
UNDER = (
    366.0 + 21.0
)  # what stylesheet and printed sheet leave under a title of one line of 36 points, and over its foot
CAPTION = 1.2 * 18.0 + 4.8
DECKS = [
    ("ben-tre-2018", ""),
    ("ben-tre-2017", ""),
    ("ben-tre-2018", "so-y-te"),
    ("ben-tre-2018", "831"),
    ("gia-lai-766-2026", ""),
    ("gia-lai-766-2026", "H21.145"),
    ("gia-lai-766-2026", "H21.20"),
    ("tien-giang-2020", ""),
]
BY_DAY = {("ben-tre-2018", "", "vi"), ("gia-lai-766-2026", "", "en"), ("gia-lai-766-2026", "H21.145", "vi")}
BY_DAY |= {("tien-giang-2020", "", "vi"), ("ben-tre-2018", "so-y-te", "en")}
LONG = "Sở Nông nghiệp, Phát triển nông thôn, Tài nguyên, Môi trường và Ứng phó biến đổi khí hậu số {n}"


@cache
def computed(name: str, code: str) -> Results:
    read = read_parameters(PROJECT / f"parameters/{name}.yaml")
    with pytest.MonkeyPatch.context() as patch, use_language(code):
        patch.chdir(PROJECT)
        return compute_results(read.model_copy(update={"language": code}))


def deck_of(name: str, unit: str, code: str) -> Deck:
    with use_language(code):
        return pr.make_deck(computed(name, code), unit)


def letters(slide: Slide) -> Iterator[tuple[float, str]]:
    """Yield how large each word of a picture is on a slide of 960 × 540 points, which is 1280 × 720 pixels."""
    assert slide.chart is not None
    fields: dict[str, Any] = {"lines": [], **slide.fields()}
    size, count, _ = _title(fields)
    over = _height(list(slide.lines), BESIDE)
    subtitle = _lines(slide.chart.caption.subtitle, 18.0, WIDTH)
    free = UNDER - 1.18 * (size * count - 36.0) - over - CAPTION - 1.2 * 18 * (subtitle - 1)
    wide, high = (72 * inches for inches in slide.chart.figure.get_size_inches())
    scale = min(WIDTH / wide, free / high)
    for one in slide.chart.figure.findobj(Text):
        if one.get_text():
            yield one.get_fontsize() * scale, one.get_text()


def check(deck: Deck) -> None:
    """Hold a deck to what a hall needs."""
    small = {slide.title: one for slide in deck.slides for one in letters(slide) if one[0] < LEAST - 0.01}
    assert small == {}
    assert {slide.title: words for slide in deck.slides if slide.chart and (words := spilled(slide))} == {}
    alts = [slide.chart.caption.alt for slide in deck.slides if slide.chart]
    assert len(set(alts)) == len(deck.slides)
    assert [alt for alt in alts if not any(sign.isdigit() for sign in alt)] == []
    said = Counter(sentence for slide in deck.slides for sentence in slide.say)
    assert [sentence for sentence, n in said.items() if n > 1] == []
    for slide in deck.slides:
        assert slide.say and slide.ask
        assert not {one.rstrip(".") for one in slide.say} & {slide.title, *slide.lines}


def boxes(slide: Slide) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield the words of a picture with their left, right, upper and lower edges."""
    assert slide.chart is not None
    for one in slide.chart.figure.findobj(Text):
        if words := one.get_text():
            size, (x, y) = one.get_fontsize(), one.get_position()
            wide = measure(words, size, str(one.get_fontweight()))
            left = x - {"left": 0, "center": wide / 2, "right": wide}[one.get_horizontalalignment()]
            yield words, left, left + wide, y - 0.7 * size, y


def spilled(slide: Slide) -> list[str]:
    """Return the words of a picture that stand beyond its edges, or over others."""
    assert slide.chart is not None
    wide, high = (72 * inches for inches in slide.chart.figure.get_size_inches())
    found = list(boxes(slide))
    out = [words for words, left, right, top, low in found if left < -9 or right > wide + 9 or top < 0 or low > high]
    for (one, left, right, top, low), (other, left2, right2, top2, low2) in combinations(found, 2):
        if min(right, right2) - max(left, left2) > 4 and min(low, low2) - max(top, top2) > 2:
            out.append(f"{one} over {other}")
    return out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "unit", "code"),
    [
        pytest.param(*deck, code, marks=() if (*deck, code) in BY_DAY else pytest.mark.nightly)
        for deck in DECKS
        for code in ("vi", "en")
    ],
)
def test_a_deck_can_be_read_from_the_last_row_and_says_nothing_twice(name: str, unit: str, code: str) -> None:
    deck = deck_of(name, unit, code)
    check(deck)
    if not unit and name != "tien-giang-2020":
        assert 10 <= len(deck.slides) <= 12


@pytest.mark.slow
@pytest.mark.parametrize("code", ["vi", "en"])
def test_alts_of_a_year_with_a_year_before_it_tell_that_year(code: str) -> None:
    told = [s.chart.caption.alt for s in deck_of("ben-tre-2018", "", code).slides if s.chart]
    assert sum("2017" in alt for alt in told) >= 4
    assert all("%" in alt or "18" in alt or any(w in alt for w in ("điểm", "points")) for alt in told)


def five_blocks(folder: Path, name: str = "") -> Case:
    """Write a year of five blocks, 149 units in all, with names as long as given."""
    tree = [("1",), *((f"1.{n}", "1", 4) for n in range(1, 5)), ("2",), ("2.1", "2", 4), ("2.2", "2", 5)]
    sizes = {"b1": 45, "b2": 40, "b3": 30, "b4": 24, "b5": 10}
    codes = [f"{block}-{n}" for block, count in sizes.items() for n in range(count)]
    points = {
        code: {item: (place * k + 7) % 5 for k, (item, *_) in enumerate(tree) if item.count(".") == 1}
        for place, code in enumerate(codes)
    }
    units: dict[str, Any] = {code: {"block": code[:2]} for code in codes}
    if name:
        for n, code in enumerate(codes):
            units[code]["name"] = name.format(n=n)
    return write_year(folder, dict.fromkeys(sizes, tree), points, units=units)


@pytest.mark.parametrize("name", ["", LONG])
def test_five_blocks_with_149_units_make_a_whole_deck_with_large_letters(name: str, tmp_path: Path) -> None:
    results = five_blocks(tmp_path, name).compute()
    for code in ("", str(results.units["unit_code"].iloc[3])):
        deck = pr.make_deck(results, code)
        check(deck)
        if not code:
            assert sum("cùng dẫn đầu khối" in slide.title for slide in deck.slides) == 5
            assert 10 <= len(deck.slides) <= 15


def test_the_room_of_a_picture_shrinks_with_what_stands_over_it() -> None:
    one, two = room_under("Ngắn"), room_under("Một thông điệp dài " * 4)
    assert one == ROOM and two < one
    assert room_under("Ngắn", ("Một dòng",)) < one
