"""Times that are assessed: how they are typed, in which order they stand, what they are called."""

from __future__ import annotations

from datetime import date

import pytest

from parreport.language import text, use_language
from parreport.spans import Span, are_even, place_spans, read_span, whole_year

NAMES = {  # typed: in a sentence, in a title, where there is little room, on a narrow axis; in both languages
    "2018": (("2018", "2018", "2018", "2018"), ("2018", "2018", "2018", "2018")),
    "2026-Q3": (
        ("quý III năm 2026", "quý III năm 2026", "quý III/2026", "quý III"),
        ("Q3 2026", "Q3 2026", "Q3/2026", "Q3"),
    ),
    "2026-10": (
        ("tháng 10 năm 2026", "tháng 10 năm 2026", "tháng 10/2026", "tháng 10"),
        ("October 2026", "October 2026", "Oct 2026", "Oct"),
    ),
    "2026-01..2026-09": (
        ("9 tháng đầu năm 2026", "9 tháng đầu năm 2026", "tháng 1–tháng 9/2026", "tháng 9"),
        ("January to September 2026", "January to September 2026", "Jan–Sep 2026", "Sep"),
    ),
    "2026-03..2026-09": (
        ("kỳ tháng 3–tháng 9 năm 2026", "từ tháng 3 đến tháng 9 năm 2026", "tháng 3–tháng 9/2026", "tháng 9"),
        ("March–September 2026", "March to September 2026", "Mar–Sep 2026", "Sep"),
    ),
    "2026-01..2026-10-10": (
        ("kỳ 01/01–10/10/2026", "từ 01/01/2026 đến 10/10/2026", "01/01–10/10/2026", "10/10"),
        ("1 Jan–10 Oct 2026", "1 January to 10 October 2026", "1 Jan–10 Oct 2026", "10 Oct"),
    ),
}


@pytest.mark.parametrize("typed", NAMES)
def test_a_time_has_a_name_for_each_place(typed: str) -> None:
    span = read_span(typed)
    for language, names in zip(("vi", "en"), NAMES[typed], strict=True):
        with use_language(language):
            assert (str(span), str(span.title), str(span.short), span.tick) == names


@pytest.mark.parametrize(
    ("typed", "first", "last", "key"),
    [
        ("2026", (1, 1), (12, 31), "2026"),
        ("2026-Q1", (1, 1), (3, 31), "2026-Q1"),
        ("2028-02", (2, 1), (2, 29), "2028-02"),
        ("2026-01..2026-12", (1, 1), (12, 31), "2026"),
        ("2026-01..2026-10-10", (1, 1), (10, 10), "2026-01-01..2026-10-10"),
        ("2026-01-01..2026-09-30", (1, 1), (9, 30), "2026-01..2026-09"),
        ("2026-Q1..2026-Q3", (1, 1), (9, 30), "2026-01..2026-09"),
        ("2026-07..2026-09", (7, 1), (9, 30), "2026-Q3"),
    ],
)
def test_a_time_is_read_to_the_day(typed: str, first: tuple[int, int], last: tuple[int, int], key: str) -> None:
    span = read_span(typed)
    year = int(typed[:4])
    assert (span.first, span.last, span.key) == (date(year, *first), date(year, *last), key)
    assert read_span(span.key) == span


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-Q5",
            "2026-02..2026-02-30",
            "2026-10-10",
            "2026/10",
            "2026-1",
            "năm 2026",
        ),
        *("2026-10..2026-09", "2025-12..2026-01", "2026-01..", "2026..2026-03", "2026-01..2026-03..2026-04"),
    ],
)
def test_what_is_no_time_of_a_year_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_span(typed)


def test_times_stand_in_the_order_of_their_ends() -> None:
    months = read_span("2026-01..2026-09")
    quarter, year, before = read_span("2026-Q3"), whole_year(2026), whole_year(2025)
    assert sorted([year, months, quarter, before]) == [before, quarter, months, year]
    assert before.ends_before(quarter) and quarter.ends_before(year)
    assert not quarter.ends_before(months) and not months.ends_before(quarter)
    assert len({quarter, months, read_span("2026-07..2026-09")}) == 2


def test_a_whole_year_is_as_good_as_its_number() -> None:
    assert whole_year(2018) == 2018 and hash(whole_year(2018)) == hash(2018)
    assert {2018: "a"}[whole_year(2018)] == "a"  # type: ignore[index]
    assert read_span("2018-Q1") != 2018
    assert whole_year(2018) > 2017


def test_a_sentence_has_no_word_for_year_before_a_part_of_one() -> None:
    quarter, days = read_span("2026-Q3"), read_span("2026-01..2026-10-10")
    with use_language("vi"):
        assert text("unchanged on {year}", year=whole_year(2018)) == "không đổi so với năm 2018"
        assert text("unchanged on {year}", year=quarter) == "không đổi so với quý III năm 2026"
        assert text("unchanged on {year}", year=days) == "không đổi so với kỳ 01/01–10/10/2026"
        assert text("year {year}", year=days.short) == "01/01–10/10/2026"
    with use_language("en"):
        assert text("year {year}", year=whole_year(2018)) == "year 2018"
        assert text("year {year}", year=quarter) == "Q3 2026"


def test_a_time_that_begins_a_sentence_has_a_capital_letter_where_the_year_has_one() -> None:
    quarter = read_span("2026-Q3")
    with use_language("vi"):
        assert text("{year}: {pct}", year=quarter, pct="85,20%") == "quý III năm 2026: 85,20%"
        assert text("Year {year}", year=quarter) == "Quý III năm 2026"


def test_times_stand_on_an_axis_by_their_years_else_in_equal_steps() -> None:
    quarters = [read_span(f"2026-Q{n}") for n in (1, 2, 3)]
    days = [read_span("2026-01..2026-09-23"), read_span("2026-01..2026-10-10")]
    years: list[Span | int] = [2015, whole_year(2018)]
    assert place_spans(years) == [2015, 2018]
    assert place_spans(quarters) == [0, 1, 2]
    assert place_spans([whole_year(2025), *days]) == [0, 1, 2]
    assert are_even(quarters) and are_even(years)
    assert not are_even([*quarters[::2], read_span("2026-Q4")]) and are_even(days)
    assert not are_even([*days, read_span("2026-01..2026-10-15")])
