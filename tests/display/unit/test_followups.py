"""The notes under last year's weaknesses: whose sampling error is known, and whose is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import parreport as pr
from parreport.display.parts import Text
from parreport.language import use_language
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 2, "survey"), ("1.2", "1", 10)]


def notes_of(write_case: Write, now: str, errors: tuple[str | None, str | None]) -> list[str]:
    units = [{"a": {} if one is None else {"survey_se_points": one}} for one in errors]
    base = write_case(TREE, {"a": {"1.1": "1.5", "1.2": 10}}, name="2017", units=units[0])
    results = write_case(TREE, {"a": {"1.1": now, "1.2": "9.99"}}, base=base, units=units[1]).compute()
    return [part.words for part in pr.show_followup_list(results, "a").parts if isinstance(part, Text)][1:]


@pytest.mark.parametrize(
    ("errors", "years"),
    [
        (("0.1", "0.1"), "in both years (at 95%)."),
        ((None, "0.1"), "in 2018 (at 95%). 2017 has no sampling error, so this limit is narrower than it really is."),
        (("0.1", None), "in 2017 (at 95%). 2018 has no sampling error, so this limit is narrower than it really is."),
    ],
)
def test_the_limit_of_chance_names_the_years_whose_error_is_known(
    errors: tuple[str | None, str | None], years: str, write_case: Write
) -> None:
    with use_language("en"):
        notes = notes_of(write_case, "1.4", errors)
    assert len(notes) == 1
    assert notes[0].endswith(f"sampling error of the unit's survey points {years}")
    with use_language("vi"):
        told = notes_of(write_case, "1.4", errors)[0]
    assert ("trong cả hai năm" in told) is (None not in errors)
    assert ("hẹp hơn thực tế" in told) is (None in errors)


def test_where_no_year_has_an_error_survey_items_that_moved_are_named(write_case: Write) -> None:
    with use_language("en"):
        assert notes_of(write_case, "1.4", (None, None)) == [
            "The item with survey points (1.1): neither year has a sampling error to set its change against, so it "
            "may be chance."
        ]
        assert notes_of(write_case, "1.5", (None, None)) == []  # unchanged
        assert notes_of(write_case, "1.2", ("0.01", None)) == []  # worse, beyond an error that is known
    with use_language("vi"):
        assert "không có sai số chọn mẫu để đối chiếu" in notes_of(write_case, "1.4", (None, None))[0]
