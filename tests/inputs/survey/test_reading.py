"""``survey.csv``: every kind of answer is coded, every fault told with its row, nobody is named. M 13.1."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from parreport.inputs.faults import Faults
from parreport.inputs.survey.reading import find_survey, read_survey
from tests.inputs.survey.surveys import CODES, FIELDS, ROWS, UNITS, cells, read, read_questions, told


def test_every_kind_of_answer_is_coded(tmp_path: Path) -> None:
    survey, faults = read(tmp_path, FIELDS, *ROWS)
    assert (told(faults), faults.notes) == ([], [])
    assert cells(survey, "respondent_id") == ["p1", "p2"]
    assert cells(survey, "unit_code") == ["836", "so-y-te"]
    assert cells(survey, "1") == [4, 1]
    assert cells(survey, "A1") == [None, "B"]
    assert cells(survey, "K") == [0, None]
    assert [cells(survey, f"N/{one}") for one in "abc"] == [[1, 0], [0, 1], [1, 0]]
    assert cells(survey, "L") == [3, 1]
    assert cells(survey, "D") == [10, 0]
    assert cells(survey, "H") == ["t", "c"]
    assert cells(survey, "weight") == [None, None]
    assert cells(survey, "stratum") == [None, None]


@pytest.mark.parametrize(
    ("typed", "coded"),
    [
        *(("4", 4), ("Hài lòng", 4), ("  hài   LÒNG ", 4), ("4. Hài lòng", 4), ("4 - hài lòng", 4), ("4.0", 4)),
        *(("", None), ("Very satisfied", 5), ("5) Rất hài lòng", 5), ("Ha\u0300i lo\u0300ng", 4), ("N/A", None)),
    ],
)
def test_an_answer_is_its_code_or_its_words_or_both(typed: str, coded: int | None, tmp_path: Path) -> None:
    survey, faults = read(tmp_path, FIELDS, f"p1,836,dan,{typed},5,,0,a,3,10,t")
    assert told(faults) == []
    assert cells(survey, "1") == [coded]


@pytest.mark.parametrize("typed", ["6", "0", "44", "A4", "4. Không hài lòng", "hài", "4.5", "AO01"])
def test_an_answer_outside_the_scale_is_a_fault_at_its_row(typed: str, tmp_path: Path) -> None:
    _, faults = read(tmp_path, FIELDS, ROWS[1], f"p1,836,dan,{typed},5,,0,a,3,10,t")
    assert told(faults) == [f'row 3, 1: found "{typed}"; expected one of the answers 1, 2, 3, 4, 5, or its words']


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("a c", "ac"), ('"Loa, đài, Cán bộ"', "ac"), ('"Loa, đài; Cán bộ"', "ac"), ("b", "b"), ("Trang thông tin", "b")],
)
def test_several_choices_stand_in_one_cell(typed: str, chosen: str, tmp_path: Path) -> None:
    survey, faults = read(tmp_path, FIELDS, f"p1,836,dan,4,5,,0,{typed},3,10,t")
    assert told(faults) == []
    assert [cells(survey, f"N/{one}") for one in "abc"] == [[float(one in chosen)] for one in "abc"]


def test_all_faults_come_at_once_and_none_tells_who_answered(tmp_path: Path) -> None:
    _, faults = read(
        *(tmp_path, FIELDS),
        *("0912345678,836,dan,4,5,,0,a,3,10,t", "0912345678,836,dan,9,5,,0,a,3,10,t", ",836,dan,4,5,,0,a,3,10,t"),
        *("p4,837,dan,4,5,,0,a,3,10,t", "p5,836,Dân,4,5,,0,q,3,10,t", "p6,836,dan,4,5,A,0,a,3,11,t"),
    )
    assert sorted(told(faults)) == [
        'row 3, 1: found "9"; expected one of the answers 1, 2, 3, 4, 5, or its words',
        "row 3, respondent_id: each respondent once; the number stands in row 2 too",
        "row 4, respondent_id: found (blank); expected the number of the form",
        'row 5, unit_code: found "837"; expected a known unit; did you mean 836?',
        'row 6, N: found "q"; expected one of the answers a, b, c, or its words',
        "row 7, A1: no answer; this block or group of respondents is not asked it",
        'row 7, D: found "11"; expected one of the answers 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, or its words',
    ]
    assert "0912345678" not in str([*faults.problems, *faults.notes])


def test_a_unit_may_be_named(tmp_path: Path) -> None:
    survey, faults = read(tmp_path, FIELDS, "p1,xã Ba Tri,dan,4,5,,0,a,3,10,t")
    assert told(faults) == []
    assert cells(survey, "unit_code") == ["836"]


def test_columns_stand_in_any_order_under_their_vietnamese_heads_too(tmp_path: Path) -> None:
    survey, faults = read(
        tmp_path, "H,2,1,Mã đơn vị,D,L,N,K,A1,Nhóm người trả lời,Số phiếu", "t,5,4,836,10,3,a,0,,dan,p1"
    )
    assert told(faults) == []
    assert (cells(survey, "1"), cells(survey, "2"), cells(survey, "respondent_id")) == ([4], [5], ["p1"])


def test_a_missing_column_and_an_unknown_one_are_faults(tmp_path: Path) -> None:
    _, faults = read(tmp_path, FIELDS.replace(",2,", ",2b,").replace("respondent_id", "so"), *ROWS)
    first, second, *others = told(faults)
    assert first == "row 1, respondent_id: the column is missing; it holds: number of the form; never published"
    assert second == "row 1, 2: the column is missing; it holds: Biển chỉ dẫn"
    assert [one.partition(";")[0] for one in others] == [
        'row 1: found "so"; expected a known column: respondent_id, unit_code, …'.partition(";")[0],
        'row 1: found "2b"',
    ]


def test_a_question_that_nobody_in_the_file_is_asked_needs_no_column(tmp_path: Path) -> None:
    survey, faults = read(
        tmp_path, "respondent_id,unit_code,respondent_group,1,2,K,N,L,D,H", "p1,836,dan,4,5,0,a,3,10,t"
    )
    assert told(faults) == []
    assert cells(survey, "A1") == [None]


def test_rows_with_other_cells_than_the_head_and_open_quotes_are_faults(tmp_path: Path) -> None:
    _, faults = read(tmp_path, FIELDS, "p1,836,dan,4,5,,0,a,3,10,t,7", "p2,836", ROWS[0])
    assert told(faults) == ["row 2: 11 cells", "row 3: 11 cells"]
    _, faults = read(tmp_path, FIELDS, 'p1,836,dan,4,5,,0,"a,3,10,t', ROWS[0], 'p3,836,dan,4,5,,0,a",3,10,t')
    assert (
        told(faults)
        == [
            "row 2: quotes that open and close in one row; a cell holds what looks like another row",
            "at least one respondent",
        ]
        or "quotes" in told(faults)[0]
    )


def test_a_file_that_is_no_text_or_has_no_columns_is_a_fault(tmp_path: Path) -> None:
    questions, faults = read_questions(tmp_path)
    path = tmp_path / "survey.csv"
    for content, words in (
        (b"respondent_id,unit_code\xff\n", "UTF-8"),
        (b"a,b\n1,2\n", "the columns respondent_id"),
        (b"", "a head"),
        (b"respondent_id,unit_code,1\n\0", "binary"),
        (b"PK\x03\x04 no workbook", "a workbook that opens"),
    ):
        path.write_bytes(content)
        faults = Faults()
        assert read_survey(path, questions, UNITS, faults) is None
        assert [words in str(one) for one in faults.problems] == [True], faults.problems


def test_semicolons_a_mark_at_the_begin_and_blank_lines_are_read(tmp_path: Path) -> None:
    questions, faults = read_questions(tmp_path)
    path = tmp_path / "survey.csv"
    rows = "\r\n".join(("", FIELDS, ROWS[0], "", ",,,,,,,,,,", "p9" + ROWS[0][2:].replace("836", "838"), ""))
    path.write_bytes(b"\xef\xbb\xbf" + rows.replace(",", ";").encode())
    survey = read_survey(path, questions, UNITS, faults)
    assert told(faults) == ['row 6, unit_code: found "838"; expected a known unit; did you mean 836?']
    assert cells(survey, "1") == [4, 4]


def test_a_workbook_is_found_by_its_heads(tmp_path: Path) -> None:
    from openpyxl import Workbook

    questions, faults = read_questions(tmp_path)
    book = Workbook()
    book.create_sheet("Ghi chú").append(["Người nhập", "ngày"])
    sheet = book.create_sheet("Phiếu")
    for row in (FIELDS.split(","), ["p1", 836, "dan", 4, 5, None, 0, "a", 3, 10, "t"]):
        sheet.append(row)
    book.save(tmp_path / "survey.xlsx")
    survey = read_survey(tmp_path / "survey.xlsx", questions, UNITS, faults)
    assert told(faults) == []
    assert (cells(survey, "1"), cells(survey, "unit_code")) == ([4], ["836"])


def test_one_file_of_answers_lies_in_a_folder(tmp_path: Path) -> None:
    faults = Faults()
    assert find_survey(tmp_path, faults) is None
    (tmp_path / "survey.xlsx").touch()
    assert find_survey(tmp_path, faults) == tmp_path / "survey.xlsx"
    (tmp_path / "survey.csv").touch()
    find_survey(tmp_path, faults)
    assert ["one file of answers, not several" in str(one) for one in faults.problems] == [True]


def test_a_large_plain_file_reads_as_a_small_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [ROWS[n % 2].replace("p1", f"p{n}").replace("p2", f"p{n}") for n in range(50)] + [
        "",
        "x,839,dan,4,5,,0,a,3,10,t",
    ]
    slow, told_slowly = read(tmp_path, FIELDS, *rows)
    monkeypatch.setattr("parreport.inputs.survey.files.LARGE", 0)
    monkeypatch.setattr("parreport.inputs.survey.files.SLICE", 200)
    fast, told_fast = read(tmp_path, FIELDS, *rows)
    assert slow is not None and fast is not None
    pd.testing.assert_frame_equal(slow.answers, fast.answers)
    assert (
        told(told_slowly)
        == told(told_fast)
        == ['row 53, unit_code: found "839"; expected a known unit; did you mean 836?']
    )
    monkeypatch.setattr("parreport.inputs.survey.files.CHUNK_CELLS", 120)
    chunked, _ = read(tmp_path, FIELDS, *rows)
    assert chunked is not None
    pd.testing.assert_frame_equal(slow.answers, chunked.answers)
    _, uneven = read(tmp_path, FIELDS, *rows, "p,836")
    assert told(uneven)[0] == "row 54: 11 cells"


def test_a_code_is_no_number_in_a_large_file_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parreport.inputs.survey.files.LARGE", 0)
    monkeypatch.setattr("tests.inputs.survey.surveys.UNITS", UNITS.assign(unit_code=["007", "so-y-te"]))
    head = FIELDS.replace("respondent_id", "respondent_id,psu")
    survey, faults = read(
        tmp_path, head, *(f"0{n},007,01,dan,4,5,,0,a,3,10,t".replace("007,01", "01,007") for n in range(9))
    )
    assert told(faults) == []
    assert cells(survey, "respondent_id")[:2] == ["00", "01"]
    assert (cells(survey, "unit_code")[0], cells(survey, "psu")[0]) == ("007", "01")


DESIGN = f"respondent_id,unit_code,respondent_group,stratum,psu,weight,stratum_size,psu_size,{CODES}"


def design_row(number: int, design: str) -> str:
    return f"p{number},836,dan,{design},4,5,,0,a,3,10,t"


def test_the_design_is_read_as_numbers(tmp_path: Path) -> None:
    survey, faults = read(tmp_path, DESIGN, *(design_row(n, f't1,c{n % 2},"12,5",40,300') for n in range(4)))
    assert told(faults) == []
    assert cells(survey, "weight") == [12.5] * 4
    assert cells(survey, "psu") == ["c0", "c1", "c0", "c1"]
    assert cells(survey, "stratum_size") == [40.0] * 4


@pytest.mark.parametrize(
    ("designs", "words"),
    [
        (("t1,c1,2,40,9", "t1,c1,,40,9"), ["row 3, weight: found (blank); expected a value in every row, or in none"]),
        (("t1,c1,0,40,9", "t1,c2,2,40,9"), ['row 2, weight: found "0"; expected a number above 0']),
        (("t1,c1,2,40,9", ",c2,2,40,9"), ["row 3, stratum: found (blank); expected a value in every row, or in none"]),
        (
            ("t1,c1,2,40,9", "t1,,2,40,9"),
            ["row 3, psu: found (blank); expected a value in every row of the stratum, or in none"],
        ),
        (("t1,c1,2,1,9", "t1,c2,2,1,9"), ["at least 2, as many as were sampled"] * 2),
        (("t1,c1,2,40,1", "t1,c1,2,40,1"), ["at least 2, as many as were sampled"] * 2),
        (("t1,c1,2,40,9", "t1,c2,2,41,9"), ["the same number in all rows of the stratum or psu"] * 2),
        (("t1,,2,40,9", "t1,,2,40,9"), ["blank, since the rows tell no psu in which it would lie"]),
    ],
)
def test_a_design_that_no_sample_has_is_a_fault(designs: tuple[str, ...], words: list[str], tmp_path: Path) -> None:
    _, faults = read(tmp_path, DESIGN, *(design_row(n, one) for n, one in enumerate(designs)))
    assert len(told(faults)) == len(words)
    assert all(one.endswith(word) for one, word in zip(told(faults), words, strict=True)), told(faults)


def test_a_stratum_without_stages_has_its_respondents_for_them(tmp_path: Path) -> None:
    survey, faults = read(tmp_path, DESIGN, design_row(1, "t1,c1,2,40,9"), design_row(2, "t2,,2,80,"))
    assert told(faults) == []
    assert cells(survey, "psu") == ["c1", "#3"]
    assert cells(survey, "psu_size") == [9, 1]


@given(some.binary(max_size=400))
def test_no_bytes_bring_the_reading_down(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        questions, faults = read_questions(Path(folder))
        path = Path(folder) / "survey.csv"
        path.write_bytes(FIELDS.encode() + b"\n" + content)
        survey = read_survey(path, questions, UNITS, faults)
        assert survey is not None or faults.problems


def test_numbers_of_answers_are_small_floats(tmp_path: Path) -> None:
    survey, _ = read(tmp_path, FIELDS, *ROWS)
    assert survey is not None
    assert survey.answers["1"].dtype == np.float32
    assert isinstance(survey.answers["A1"].dtype, pd.CategoricalDtype)
