"""The drawn sample beside the answers fills what they lack of the design. M 13.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inputs.survey.surveys import cells, read, told

QUESTIONS = (",1,,,Câu,satisfaction5,,,,,yes",)
DRAWN = "respondent_id,unit_code,respondent_group,stratum,psu,weight,stratum_size,psu_size,list_id,Địa chỉ"
ROWS = ("0001,836,dan,836 / dan,k1,12.5,8,60,h7,Ấp 1", "0002,836,dan,836 / dan,k2,10,8,48,h9,Ấp 2")


def drawn(folder: Path, *rows: str, head: str = DRAWN) -> None:
    (folder / "sample.csv").write_text("\n".join((head, *rows, "")), "utf-8")


def test_the_design_is_taken_by_the_number_of_the_form(tmp_path: Path) -> None:
    drawn(tmp_path, *ROWS, "0003,836,dan,836 / dan,k2,10,8,48,h3,Ấp 2")
    survey, faults = read(tmp_path, "_id,_uuid,respondent_id,unit_code,1", "1,u,0002,836,4", questions=QUESTIONS)
    assert told(faults) == []
    assert [cells(survey, name) for name in ("stratum", "psu", "weight", "stratum_size", "psu_size")] == [
        *(["836 / dan"], ["k2"], [10.0], [8.0], [48.0])
    ]
    assert "of 3 drawn, 1 answered" in str(faults.notes[-1])
    assert "Ấp" not in str(faults.notes)


def test_what_the_answers_tell_themselves_goes_first(tmp_path: Path) -> None:
    drawn(tmp_path, *ROWS)
    survey, faults = read(tmp_path, "respondent_id,unit_code,weight,1", "0001,836,3,4", questions=QUESTIONS)
    assert told(faults) == []
    assert (cells(survey, "weight"), cells(survey, "psu")) == ([3.0], ["k1"])


def test_a_form_that_was_not_drawn_or_elsewhere_is_a_fault(tmp_path: Path) -> None:
    drawn(tmp_path, *ROWS)
    _, faults = read(tmp_path, "respondent_id,unit_code,1", "0009,836,4", "0002,so-y-te,4", questions=QUESTIONS)
    assert told(faults) == [
        "row 2, respondent_id: the number of a form of the drawn sample (sample.csv)",
        'row 3, unit_code: found "so-y-te"; expected the unit of this form in the drawn sample, 836',
    ]


def test_a_sample_of_which_nobody_was_drawn_is_told(tmp_path: Path) -> None:
    drawn(tmp_path)
    _, faults = read(tmp_path, "respondent_id,unit_code,1", "0009,836,4", questions=QUESTIONS)
    assert told(faults) == ["row 2, respondent_id: the number of a form of the drawn sample (sample.csv)"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("0001,836,dan,t,k,x,8,60,h,", 'row 2, weight: found "x"; expected a number above 0'),
        ("0001,836,dan,t,k,1,0,60,h,", 'row 2, stratum_size: found "0"; expected a number above 0'),
    ],
)
def test_a_fault_of_the_drawn_sample_stands_at_its_cell(row: str, words: str, tmp_path: Path) -> None:
    drawn(tmp_path, row)
    _, faults = read(tmp_path, "respondent_id,unit_code,1", "0001,836,4", questions=QUESTIONS)
    assert [str(one).rpartition("sample.csv, ")[2] for one in faults.problems] == [words]


def test_a_number_that_stands_twice_is_a_fault_and_is_not_quoted(tmp_path: Path) -> None:
    drawn(tmp_path, ROWS[0], ROWS[0])
    _, faults = read(tmp_path, "respondent_id,unit_code,1", "0001,836,4", questions=QUESTIONS)
    assert [str(one).rpartition("sample.csv, ")[2] for one in faults.problems] == [
        "row 3, respondent_id: each number of a form once"
    ]


@pytest.mark.parametrize("content", [b"", b"\xff", b"a,b\n1,2\n", b'respondent_id,unit_code\n"'])
def test_a_sample_that_cannot_be_read_is_a_fault(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "sample.csv").write_bytes(content)
    survey, faults = read(tmp_path, "respondent_id,unit_code,1", "0001,836,4", questions=QUESTIONS)
    assert survey is not None
    assert len(faults.problems) == 1
