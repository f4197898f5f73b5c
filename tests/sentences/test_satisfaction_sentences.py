"""What the satisfaction report says is so, in years with surveys of several shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import parreport as pr
from parreport.years.results import Period
from tests.sentences import satisfaction_checks
from tests.sentences.checking import check_period, sentences_of
from tests.sentences.context import CHECKERS
from tests.sentences.pages import make_pages
from tests.years.test_surveys import large

PROJECT = Path(__file__).resolve().parents[2]
TOLD = {msgid for msgid, checker in CHECKERS.items() if checker.__module__ == satisfaction_checks.__name__}
PAGE = ("satisfaction",)
PAGES = ("satisfaction", "unit")


def rising(folder: Path) -> Period:
    """22 units of 30 respondents, far apart, in two years."""
    return pr.compute_period(large(folder, "2018", 6, base=large(folder, "2017", 2)).path)


def tiny() -> Period:
    return pr.compute_period(PROJECT / "tests" / "tiny_survey" / "2018.yaml")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_report_says_nothing_false(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    for period in (tiny(), rising(tmp_path)):
        assert [str(fault) for fault in check_period(period, [language], units=2, kinds=PAGES)] == []


def test_what_would_be_false_is_found(tmp_path: Path) -> None:
    """The page is told from one set of tables and held against another, in which all is turned round."""
    period = rising(tmp_path)
    (page,) = make_pages(period, "en", kinds=PAGE)
    results = period.results
    turned = {
        name: getattr(results, name).assign(p_all=(getattr(results, name)["p_all"] < 0.05).astype(float))
        for name in ("unit_differences", "group_differences", "year_differences")
    }
    whole = results.satisfaction.assign(
        **{name: results.satisfaction[name] / 2 for name in ("satisfaction_pct", "low_pct", "high_pct")}
    )
    page.results = replace(results, **turned, satisfaction=whole, small_areas=results.small_areas.iloc[:9])
    said = [one for one in sentences_of(page) if one.msgid in TOLD]
    assert len(said) >= 8
    assert [one.saying.words for one in said if not list(CHECKERS[one.msgid](one))] == []
