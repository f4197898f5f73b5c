"""``questionnaire.csv``: scales, answers, weights, factors; every fault at its cell. M 13.1."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.survey.questionnaire import read_questionnaire
from tests.inputs.survey.surveys import FRAMEWORK, HEAD, read_questions

LEAST = "block,question_code,factor,text,scale,item_code,option_weights,counts_in_satisfaction"


def told(folder: Path, *rows: str) -> list[str]:
    _, faults = read_questions(folder, rows)
    return [str(one).rpartition("questionnaire.csv, ")[2] for one in faults.problems]


def test_without_a_file_there_are_no_questions(tmp_path: Path) -> None:
    faults = Faults()
    assert read_questionnaire(tmp_path / "questionnaire.csv", FRAMEWORK, faults).empty
    assert not faults.problems


def test_the_questions_of_the_small_questionnaire_are_read(tmp_path: Path) -> None:
    questions, faults = read_questions(tmp_path)
    assert not faults.problems
    by_code = questions.set_index("question_code")
    assert list(by_code.index) == ["1", "2", "A1", "K", "N", "L", "D", "H"]
    assert by_code.loc["1", "counts_in_satisfaction"] is True
    assert by_code.loc["1", "factor_parent"] == "Dịch vụ"
    assert by_code.loc["1", "option_weights"] == {}
    assert by_code.loc["1", "options"][5] == "Rất hài lòng"
    assert by_code.loc["A1", "option_weights"] == {"A": 1, "B": Decimal("0.6"), "C": Decimal("0.2"), "D": 0}
    assert by_code.loc["A1", "respondent_group"] == ("can-bo",)
    assert by_code.loc["N", "options"] == {"a": "Loa, đài", "b": "Trang thông tin", "c": "Cán bộ"}
    assert by_code.loc["K", "option_weights"] == {1: 1, 0: 0}


def test_the_columns_of_the_contract_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "questionnaire.csv"
    path.write_text(f"{LEAST}\nso,1,Tiếp cận,Nơi ngồi chờ,satisfaction5,1.2,,yes\n", "utf-8")
    faults = Faults()
    questions = read_questionnaire(path, FRAMEWORK, faults)
    assert not faults.problems
    assert questions.loc[0, "respondent_group"] == ()


def test_weights_may_depart_from_the_usual(tmp_path: Path) -> None:
    questions, faults = read_questions(tmp_path, (",1,,,Câu,level3,,1.2,1 = 1 | 2 = 0.5 | 3 = 0,,no",))
    assert not faults.problems
    assert questions.loc[0, "option_weights"] == {1: 1, 2: Decimal("0.5"), 3: 0}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("ubnd,1,,,Câu,yes_no,,,,,no", 'block: found "ubnd"; expected a known block: so, xa'),
        (",,,,Câu,yes_no,,,,,no", "question_code: found (blank); expected the code of the question"),
        (
            ",psu,,,Câu,yes_no,,,,,no",
            'question_code: found "psu"; expected a short code that is no column of survey.csv',
        ),
        (",a/b,,,Câu,yes_no,,,,,no", 'question_code: found "a/b"; expected a short code'),
        (",1,,,,yes_no,,,,,no", "text: found (blank); expected the question as asked"),
        (",1,,,Câu,five,,,,,no", 'scale: found "five"; expected a known scale'),
        (",1,,,Câu,one_of,,,,,no", "options: found (blank); expected the answers to choose from"),
        (",1,,,Câu,one_of,A,,,,no", 'options: found "A"; expected answers written as A = Tốt | B = Khá'),
        (
            ",1,,,Câu,one_of,A = x | A = y,,,,no",
            'options: found "A = x | A = y"; expected each answer once; A stands twice',
        ),
        (
            ",1,,,Câu,level3,1 = a | 2 = b,,,,no",
            'options: found "1 = a | 2 = b"; expected words for each of the answers 1, 2, 3',
        ),
        (",1,,,Câu,options,,1.2,A = 1 | B = 0.5,,no", "expected a weight for each answer; C, D have none"),
        (",1,,,Câu,options,,1.2,A = 2 | B = 0.5 | C = 0 | D = 0,,no", "expected a weight from 0 to 1 for A"),
        (",1,,,Câu,options,,1.2,E = 1,,no", "expected weights of the answers A, B, C, D; E is none"),
        (",1,,,Câu,options,a = x | b = y,1.2,,,no", "expected weights, since the answers are not the usual A, B, C, D"),
        (",1,,,Câu,level3,,1.2,,,no", "option_weights: found (blank); expected weights, since answers on this scale"),
        (
            ",1,,,Câu,several,a = x | b = y,1.2,,,no",
            'item_code: found "1.2"; expected blank; several choices give no points',
        ),
        (",1,,,Câu,yes_no,,1.1,,,no", 'item_code: found "1.1"; expected an item by survey; its method is appraised'),
        (",1,,,Câu,yes_no,,1.3,,,no", 'item_code: found "1.3"; expected a known survey item of block so'),
        (
            ",1,,,Câu,yes_no,,,,,yes",
            'counts_in_satisfaction: found "yes"; expected no; only questions of scale satisfaction5',
        ),
        (",1,,Dịch vụ,Câu,yes_no,,,,,no", "factor: found (blank); expected the factor that stands under Dịch vụ"),
        (",1,Dịch vụ,Dịch vụ,Câu,yes_no,,,,,no", "expected what stands above the factor, not the factor itself"),
    ],
)
def test_a_fault_is_told_at_its_cell(row: str, fault: str, tmp_path: Path) -> None:
    found = told(tmp_path, row)
    assert len(found) == 1, found
    assert fault in found[0]


@pytest.mark.parametrize("scale", ["level3", "level4", "one_of"])
def test_a_question_that_gives_points_has_weights_where_its_scale_has_no_usual_ones(scale: str, tmp_path: Path) -> None:
    options = "A = x | B = y" if scale == "one_of" else ""
    found = told(tmp_path, f",1,,,Câu,{scale},{options},1.2,,,no")
    assert len(found) == 1
    assert "option_weights: found (blank); expected weights" in found[0]


def test_answers_and_weights_that_are_missing_are_told_together(tmp_path: Path) -> None:
    found = told(tmp_path, ",1,,,Câu,one_of,,1.2,,,no")
    assert [one.partition(": ")[0].rpartition(" ")[2] for one in found] == ["option_weights", "options"]


def test_a_score_of_ten_gives_points_by_tenths_without_weights(tmp_path: Path) -> None:
    assert told(tmp_path, ",1,,,Câu,score10,,1.2,,,no") == []


def test_a_factor_has_one_parent_and_a_parent_no_questions(tmp_path: Path) -> None:
    rows = (",1,A,X,Câu,yes_no,,,,,no", ",2,A,Y,Câu,yes_no,,,,,no", ",3,X,,Câu,yes_no,,,,,no")
    assert [one.partition("; expected ")[2] for one in told(tmp_path, *rows)] == [
        "the same for all questions of the factor; in row 2 it is X",
        "a group of factors; X has questions of its own",
    ]


def test_a_code_stands_once_in_a_block_and_has_one_scale_in_all(tmp_path: Path) -> None:
    rows = (
        "so,1,,,Câu,yes_no,,,,,no",
        ",1,,,Câu,yes_no,,,,,no",
        "xa,2,,,Câu,yes_no,,,,,no",
        "so,2,,,Câu,level3,,,,,no",
    )
    assert [one.partition("; expected ")[2] for one in told(tmp_path, *rows)] == [
        "each block and code once; they stand in row 2 too",
        "the scale and the answers of this code in row 4, since both share a column",
    ]


def test_the_head_is_the_one_of_the_dictionary() -> None:
    from parreport.columns import QUESTIONNAIRE_FILE

    assert set(HEAD.split(",")) <= set(QUESTIONNAIRE_FILE.names)
