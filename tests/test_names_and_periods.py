"""A run of another index, on parts of a year: no word of the usual index, no year where a part of one is meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import parreport as pr
from parreport.language import language, read_catalogue, text, use_language
from parreport.spans import read_span
from parreport.time_words import KEPT, say_of_periods
from parreport.years.results import Period
from tests.said import all_said, rename_years
from tests.sentences.provinces import make_province

NAMES = {
    "index_name": "Chỉ số phục vụ người dân, doanh nghiệp",
    "index_name_en": "Index of service to citizens and enterprises",
    "index_short_name": "Chỉ số 766",
    "index_short_name_en": "Index 766",
}
USUAL = re.compile(r"CCHC|cải cách|PAR\b|par-index|reform", re.IGNORECASE)
STAYS = re.compile("|".join(map(re.escape, KEPT)))
YEARS = (2015, 2016, 2017, 2018)
MONTHS = dict(zip(YEARS, ("2026-06", "2026-07", "2026-08", "2026-09"), strict=True))
DAYS = dict(zip(YEARS, ("2026-Q2", "2026-01..2026-08", "2026-01..2026-09-23", "2026-01..2026-10-10"), strict=True))


def words_of(span: str, code: str) -> str:
    with use_language(code):
        return str(read_span(span))


@pytest.fixture(scope="module", params=[(36, MONTHS), (17, DAYS)], ids=["months", "days"])
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Period, dict[int, str], dict[str, list[tuple[str, str]]]]:
    """A random province of several parts of 2026, and all that it says in each language."""
    seed, spans = request.param
    folder = tmp_path_factory.mktemp("another")
    path = make_province(folder, seed, of_years=True).case.path
    rename_years(folder, NAMES, {year: {"year": 2026, "period": span} for year, span in spans.items()})
    period = pr.compute_period(path)
    return period, spans, {code: list(all_said(period, code, folder)) for code in ("vi", "en")}


Run = tuple[Period, dict[int, str], dict[str, list[tuple[str, str]]]]


def test_a_run_has_several_parts_of_one_year(run: Run) -> None:
    period, spans, said = run
    assert period.of_periods and len(period.years) > 2
    assert [one.key for one in period.years] == [read_span(span).key for span in spans.values()][-len(period.years) :]
    assert all(len(words) > 500 for words in said.values())


@pytest.mark.parametrize("code", ["vi", "en"])
def test_another_index_says_no_word_of_the_usual_one(run: Run, code: str) -> None:
    said = run[2][code]
    assert [one for one in said if USUAL.search(one[1])] == []
    name, short = (NAMES[f"{key}{'' if code == 'vi' else '_en'}"] for key in ("index_name", "index_short_name"))
    places = {place.partition(":")[0] for place, words in said if name in words}
    assert {"province", "method", "period", "portal", "workbook", "descriptor", "slides "} <= places
    assert ("decision" in places) == (code == "vi")  # the act is Vietnamese in every language
    assert any(words.startswith(short) for _, words in said)


def test_no_sentence_names_a_year_where_a_part_of_one_is_meant(run: Run) -> None:
    _, spans, said = run
    own = [words_of(span, "vi") for span in spans.values()]
    rest = []
    for place, words in said["vi"]:
        words = STAYS.sub("", words)
        for name in (*own, *(one[:1].upper() + one[1:] for one in own)):
            words = words.replace(name, "")
        rest.append((place, words))
    assert [one for one in rest if re.search(r"\b[Nn]ăm\b", one[1])] == []
    assert [
        one for one in rest if re.search(r"kỳ \d{4}|kỳ nay|kỳ (tháng \d|quý|kỳ)|\b(năm|kỳ) (nay )?\1\b", one[1])
    ] == []


def test_no_english_sentence_speaks_of_years(run: Run) -> None:
    wrong = re.compile(r"\byears?\b(?! 2026)|\bperiod 2026|\b2026 2026", re.IGNORECASE)
    assert [one for one in run[2]["en"] if wrong.search(STAYS.sub("", one[1]))] == []


def test_each_language_names_the_time_that_is_assessed_and_the_one_before(run: Run) -> None:
    period, _, said = run
    now, before = period.years[-1], period.years[-2]
    for code, told in said.items():
        with use_language(code):
            names = [str(now), str(before), str(now.title), str(now.short), str(before.short)]
        everything = "\n".join(words for _, words in told)
        assert [one for one in names if one not in everything] == [], code


def test_every_vietnamese_sentence_has_a_form_for_periods_that_keeps_what_is_no_year() -> None:
    said = {one: say_of_periods(one, "vi", frozenset({"year"})) for one in read_catalogue("vi").values()}
    changed = {one: other for one, other in said.items() if one != other}
    assert len(changed) > 60
    assert [one for one in said.values() if re.search(r"kỳ phút|hằng kỳ|\d kỳ \d", one)] == []
    left = [other for other in said.values() if re.search(r"\b[Nn]ăm\b(?! (\{year\}|\d|…))", other)]
    assert [
        one for one in left if not any(kept in one for kept in KEPT) and "{" not in one.partition("ăm ")[2][:1]
    ] == []


def test_words_of_years_stay_where_all_times_are_years() -> None:
    assert language() == "en"
    with use_language("vi"):
        assert text("What did we change since last year?") == "So với năm trước, chúng ta đã thay đổi điều gì?"
    with use_language("vi", of_periods=True):
        assert text("What did we change since last year?") == "So với kỳ trước, chúng ta đã thay đổi điều gì?"
    with use_language("en", of_periods=True):
        assert text("What did we change since last year?") == "What did we change since last period?"


def test_a_whole_year_beside_parts_of_one_keeps_its_word() -> None:
    with use_language("vi", of_periods=True):
        assert text("unchanged on {year}", year=read_span("2025")) == "không đổi so với năm 2025"


@pytest.mark.parametrize("code", ["vi", pytest.param("en", marks=pytest.mark.nightly)])
def test_the_words_in_pictures_name_the_parts_too(tmp_path: Path, code: str) -> None:
    path = make_province(tmp_path, 63, of_years=True).case.path
    rename_years(tmp_path, NAMES, {year: {"year": 2026, "period": span} for year, span in MONTHS.items()})
    period = pr.compute_period(path)
    said = [words for place, words in all_said(period, code, tmp_path, drawn=True) if place.endswith("picture")]
    assert len(said) > 100
    assert [
        one
        for one in said
        if USUAL.search(one) or re.search(r"(^|(?<!tháng \d )năm |year |Year |Năm )2026|\b201\d\b", one)
    ] == []
    with use_language(code):
        names = [str(one.short) for one in period.years[-2:]]
    assert [name for name in names if not any(name in words for words in said)] == []
