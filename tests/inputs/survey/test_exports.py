"""What KoboToolbox, LimeSurvey and Google Forms export is read as a plain ``survey.csv`` is. M 13.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.inputs.survey.heads import find_columns, find_tool, safe_name
from tests.inputs.survey.surveys import cells, read, read_questions, told

KOBO = (
    "start;end;phieu/unit_code;phieu/respondent_group;I/q1;I/q2;A1;K;N;N/a;N/b;N/c;L;D;H;"
    "N_other;_id;_uuid;_submission_time"
)
KOBO_ROW = (
    "2026-03-01T08:00:00.000+07:00;2026-03-01T08:20:00.000+07:00;836;dan;4;5;;0;a c;1;0;1;3;10;t;"
    "chữ viết tự do;77;u-1;2026-03-01T01:20:01"
)
LIME = (
    '"id","submitdate","lastpage","startlanguage","unit_code","respondent_group","Q[1]","Q[2]","A1","K","N[a]","N[b]",'
    '"N[c]","N[other]","L","D","H"'
)
GOOGLE = (
    '"Dấu thời gian","Mã đơn vị","Nhóm người trả lời","Dịch vụ [Nơi ngồi chờ]","Dịch vụ [Biển chỉ dẫn]",'
    '"Chất lượng tham mưu","Có phải chi thêm tiền không?","Nguồn thông tin","Quan tâm đến mức nào","Chấm điểm",'
    '"Học vấn"'
)


def test_the_tool_is_known_by_the_columns_that_it_adds() -> None:
    assert find_tool(KOBO.split(";")) == "KoboToolbox"
    assert find_tool(LIME.replace('"', "").split(",")) == "LimeSurvey"
    assert find_tool(["Timestamp", "unit_code"]) == "Google Forms"
    assert find_tool(["respondent_id", "unit_code", "1"]) == ""


def test_an_export_of_kobotoolbox_is_read_with_groups_and_choices_in_columns(tmp_path: Path) -> None:
    survey, faults = read(tmp_path, KOBO, KOBO_ROW)
    assert told(faults) == []
    assert cells(survey, "respondent_id") == ["77"]
    assert [cells(survey, one) for one in ("1", "2", "K", "L", "D", "H")] == [[4], [5], [0], [3], [10], ["t"]]
    assert [cells(survey, f"N/{one}") for one in "abc"] == [[1], [0], [1]]
    assert [str(one).partition("survey.csv")[2] for one in faults.notes] == [
        ": an export of KoboToolbox; columns that are not read (3): N_other, _uuid, _submission_time"
    ]
    assert "tự do" not in str(faults.notes)


def test_labels_in_place_of_codes_are_read_the_same(tmp_path: Path) -> None:
    head = (
        "unit_code;Nhóm người trả lời;Phần I/Nơi ngồi chờ;Phần I/Biển chỉ dẫn;Có phải chi thêm tiền không?;"
        "Nguồn thông tin;Nguồn thông tin/Loa, đài;Nguồn thông tin/Trang thông tin;Nguồn thông tin/Cán bộ;"
        "Quan tâm đến mức nào;Chấm điểm;Học vấn;_id;_uuid"
    )
    row = "Xã Ba Tri;Dân;Hài lòng;Rất hài lòng;Không;Loa, đài Cán bộ;1;0;1;Quan tâm;10;Tiểu học;78;u-2"
    survey, faults = read(tmp_path, head, row)
    assert told(faults) == []
    assert [cells(survey, one) for one in ("1", "2", "K", "L", "D", "H")] == [[4], [5], [0], [3], [10], ["t"]]
    assert [cells(survey, f"N/{one}") for one in "abc"] == [[1], [0], [1]]
    assert cells(survey, "respondent_group") == ["dan"]


def test_several_versions_of_a_form_fill_one_column(tmp_path: Path) -> None:
    head = "unit_code;respondent_group;cu/q1;moi/q1;q2;A1;K;N;L;D;H;_id;__version__"
    rows = ("836;dan;4;;5;;0;a;3;10;t;1;v1", "836;dan;;2;5;;0;a;3;10;t;2;v2", "836;dan;4;4.0;5;;0;b;3;10;t;3;v2")
    survey, faults = read(tmp_path, head, *rows[:2])
    assert told(faults) == []
    assert cells(survey, "1") == [4, 2]
    _, faults = read(tmp_path, head, "836;dan;4;3;5;;0;b;3;10;t;3;v2")
    assert told(faults) == ["row 2, 1: the same in all columns of this question"]


def test_an_export_of_limesurvey_is_read(tmp_path: Path) -> None:
    questions = tuple(f",Q_{row[1:]}" if row[1] in "12" else row for row in _questions())
    head = LIME.replace("Q[1]", "Q[Nơi ngồi chờ]").replace("Q[2]", "Q[Biển chỉ dẫn]")
    rows = ('"5","2026-03-01 10:00:00","4","vi","836","dan","4","5","","0","Y","","Y","viết tự do","3","10","t"',)
    survey, faults = read(tmp_path, head, *rows, questions=questions)
    assert told(faults) == []
    assert cells(survey, "respondent_id") == ["5"]
    assert [cells(survey, one) for one in ("Q_1", "Q_2", "K", "L")] == [[4], [5], [0], [3]]
    assert [cells(survey, f"N/{one}") for one in "abc"] == [[1], [0], [1]]


def test_heads_of_limesurvey_may_be_the_code_and_the_words(tmp_path: Path) -> None:
    questions, _ = read_questions(tmp_path)
    heads = [
        "Response ID",
        "Date submitted",
        "unit_code. Đơn vị",
        "A1. Chất lượng <b>tham mưu</b>",
        "N[c]. Nguồn [Cán bộ]",
    ]
    found = find_columns(heads, questions)
    assert dict(found.questions) == {"A1": [3]}


def test_answers_of_google_forms_have_the_row_for_a_number(tmp_path: Path) -> None:
    row = '2026/03/01 8:00:00 SA,836,dan,Hài lòng,Rất hài lòng,,Không,"Loa, đài, Cán bộ",Quan tâm,10,Tiểu học'
    survey, faults = read(tmp_path, GOOGLE, row)
    assert told(faults) == []
    assert cells(survey, "respondent_id") == ["2"]
    assert [cells(survey, one) for one in ("1", "2", "K", "L", "D", "H")] == [[4], [5], [0], [3], [10], ["t"]]
    assert [cells(survey, f"N/{one}") for one in "abc"] == [[1], [0], [1]]


def test_words_that_two_questions_share_name_neither(tmp_path: Path) -> None:
    rows = (",1,,,Đường giao thông,satisfaction5,,,,,yes", ",2,,,Đường giao thông,satisfaction5,,,,,yes")
    questions, _ = read_questions(tmp_path, rows)
    assert dict(find_columns(["Đường giao thông", "2"], questions).questions) == {"2": [1]}


@pytest.mark.parametrize(("code", "name"), [("1.1", "q1.1"), ("Q9.1", "Q9.1"), ("câu 3", "câu_3"), ("-a", "q-a")])
def test_a_code_has_a_name_that_a_form_can_bear(code: str, name: str) -> None:
    assert safe_name(code) == name


def _questions() -> tuple[str, ...]:
    from tests.inputs.survey.surveys import QUESTIONS

    return QUESTIONS
