"""Parameters of a run, key by key: what is taken, what is a fault, the date and the signer."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from parreport.errors import ParameterError
from parreport.inputs.notebook_parameters import read_notebook_parameters
from parreport.inputs.parameters import Decision, Issuer, Parameters, check_path, find_path, read_epoch, read_parameters
from parreport.language import use_language

GIVEN: dict[str, Any] = {
    **{"province": "Tỉnh thử", "year": 2018, "inputs": "i", "framework": "f", "base": None, "history": []},
    **{"language": "vi", "status": "final"},
}


def faults_of(**more: Any) -> list[str | None]:
    try:
        read_notebook_parameters(GIVEN | more)
    except ParameterError as error:
        return [problem.column for problem in error.problems]
    return []


def test_what_is_not_given_has_its_default() -> None:
    found = read_notebook_parameters(GIVEN)
    assert (found.single_psu, found.appraisal_noise, found.published, found.revision) == ("error", False, None, 0)
    assert (found.replaces, found.issuer, found.tables) == (None, None, None)
    assert found.publication_date() == date(2018, 12, 31)
    assert (found.period, found.span) == (None, 2018)


@pytest.mark.parametrize(
    ("typed", "kept", "published"),
    [
        *(
            (2018, "2018", date(2018, 12, 31)),
            ("2018-q3", "2018-Q3", date(2018, 9, 30)),
            ("", None, date(2018, 12, 31)),
        ),
        ("2018-01..2018-10-10", "2018-01-01..2018-10-10", date(2018, 10, 10)),
    ],
)
def test_a_period_is_kept_as_it_is_written_everywhere(typed: Any, kept: str | None, published: date) -> None:
    found = read_notebook_parameters(GIVEN | {"period": typed})
    assert (found.period, found.publication_date()) == (kept, published)
    assert read_notebook_parameters(found.model_dump()) == found


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2018-13", "a time such as 2026, 2026-Q3, 2026-10 or 2026-01..2026-10-10 that ends after it begins"),
        ("2018-10..2018-09", "a time such as 2026, 2026-Q3, 2026-10 or 2026-01..2026-10-10 that ends after it begins"),
        ("2019-Q1", "a time within `year`"),
        (2019, "a time within `year`"),
    ],
)
def test_a_period_that_is_none_of_the_year_is_a_fault_that_says_why(typed: Any, expected: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read_notebook_parameters(GIVEN | {"period": typed, "language": "en"})
    (fault,) = caught.value.problems
    assert (fault.column, fault.found, str(fault.expected)) == ("period", str(typed), expected)


@pytest.mark.parametrize(
    ("key", "value", "is_fault"),
    [
        *(("year", 1989, True), ("year", 1990, False), ("year", 2200, False), ("year", 2201, True)),
        *(("province", "", True), ("inputs", "", True), ("framework", "", True), ("language", "xx", True)),
        *(("language", "en", False), ("status", "done", True), ("revision", -1, True), ("revision", 1, False)),
        *(("published", "2019-02-30", True), ("published", "2019-02-28", False), ("base", "", False)),
        *(("history", ["a", "b"], False), ("history", ["a\0"], True), ("base", "a\0", True), ("yaer", 1, True)),
        *(("year", "2018", True), ("appraisal_noise", 1, True), ("appraisal_noise", True, False)),
    ],
)
def test_a_value_is_taken_or_a_fault_of_its_key(key: str, value: Any, is_fault: bool) -> None:
    assert bool(faults_of(**{key: value})) == is_fault


def test_names_of_a_notebook_that_are_no_parameters_are_passed_over() -> None:
    assert faults_of(_own=1, In=[], Out={}, unit="a", module=pytest) == []
    assert faults_of(mine=1) != []
    found = read_notebook_parameters(GIVEN | {"base": "", "tables": "", "replaces": ""})
    assert (found.base, found.tables, found.replaces) == (None, None, None)


def test_missing_keys_are_all_told() -> None:
    with pytest.raises(ParameterError) as caught:
        read_notebook_parameters({"year": 2018})
    assert len(caught.value.problems) == len(GIVEN) - 1


# --- the date -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", None),
        (" ", None),
        ("0", date(1970, 1, 1)),
        ("86400", date(1970, 1, 2)),
        ("253402300799", date(9999, 12, 31)),
    ],
)
def test_the_day_of_the_environment(typed: str, found: date | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", typed)
    assert read_epoch() == found
    own = Parameters(**GIVEN, published="2019-03-01").publication_date()
    assert own == (found or date(2019, 3, 1))


@pytest.mark.parametrize("typed", ["x", "-1", "1.5", "253402300800", "9999999999999"])
def test_a_day_of_the_environment_that_is_none(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", typed)
    with pytest.raises(ParameterError) as caught:
        read_epoch()
    assert [problem.found for problem in caught.value.problems] == [typed]


# --- paths ----------------------------------------------------------------------------------


def test_a_path_is_looked_for_in_the_folder_and_those_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "above").touch()
    (tmp_path / "a" / "b" / "both").touch()
    (tmp_path / "both").touch()
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert find_path("above") == tmp_path / "above"
    assert find_path("both") == tmp_path / "a" / "b" / "both"
    assert find_path("gone") == tmp_path / "a" / "b" / "gone"
    assert find_path(str(tmp_path / "gone")) == tmp_path / "gone"
    assert find_path("~nobody-of-this-name/x") == tmp_path / "a" / "b" / "~nobody-of-this-name" / "x"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_path("~/above") == tmp_path / "above"


@pytest.mark.parametrize(
    ("typed", "is_sound"),
    [
        *(("a/b", True), ("a\0b", False), ("x" * 255, True), ("x" * 256, False), ("đ" * 128, False)),
        *(
            ("/".join(["x" * 99] * 10) + "y", True),
            ("/".join(["x" * 99] * 10) + "yy", False),
            ("~nobody-of-this-name", False),
        ),
    ],
)
def test_a_path_that_a_system_can_take(typed: str, is_sound: bool) -> None:
    if is_sound:
        assert check_path(typed) == typed
    else:
        with pytest.raises(ValueError, match=re.escape(typed[:5])):
            check_path(typed)


# --- files ----------------------------------------------------------------------------------


def test_an_empty_file_has_no_keys_and_a_missing_one_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("", "utf-8")
    for name in ("p.yaml", "gone.yaml"):
        with pytest.raises(ParameterError) as caught:
            read_parameters(tmp_path / name)
        assert len(caught.value.problems) == 1
        assert ("no keys" in str(caught.value.problems[0].expected)) == (name == "p.yaml")


# --- who signs ------------------------------------------------------------------------------


def signer(issuer: Issuer | None) -> tuple[str, str]:
    found = Parameters(**GIVEN, issuer=issuer).signing_of_decision()
    return found.body, found.place


def test_a_decision_is_signed_by_its_own_body_else_the_parent_else_the_issuer() -> None:
    assert signer(None) == ("", "")
    assert signer(Issuer(body="Sở Nội vụ", place="Bến Tre")) == ("Sở Nội vụ", "Bến Tre")
    assert signer(Issuer(body="Sở Nội vụ", parent="UBND", place="Bến Tre")) == ("UBND", "Bến Tre")
    own = Decision(body="Hội đồng", place="Huế")
    assert signer(Issuer(body="Sở Nội vụ", parent="UBND", place="Bến Tre", decision=own)) == ("Hội đồng", "Huế")


@pytest.mark.parametrize(
    ("language", "english", "shown"), [("vi", ["x"], ["Đến 10/10"]), ("en", ["x"], ["x"]), ("en", [], ["Đến 10/10"])]
)
def test_remarks_on_the_figures_stand_in_the_language_of_the_report(
    language: str, english: list[str], shown: list[str]
) -> None:
    found = read_notebook_parameters(GIVEN | {"remarks": ["Đến 10/10"], "remarks_en": english})
    with use_language(language):
        assert found.shown_remarks == shown
    assert faults_of(remarks="Đến 10/10") == ["remarks"]
    assert read_notebook_parameters(GIVEN).shown_remarks == []
