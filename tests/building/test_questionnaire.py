"""``parreport questionnaire``: forms that tools accept, whose export is read back as it was filled in."""

from __future__ import annotations

import csv
import random
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from parreport.building.questionnaire import read_numbers, split_forms, write_heads
from parreport.building.xlsform import make_xlsform
from parreport.inputs.faults import Faults
from parreport.inputs.packaged import CARRIED_QUESTIONNAIRES, find_questionnaire
from parreport.inputs.survey.questionnaire import read_questionnaire
from parreport.inputs.survey.reading import read_survey
from parreport.publishing.paper.numbering import number_copies
from tests.built import run, write_relative
from tests.inputs.survey.surveys import FRAMEWORK, UNITS, read_questions

TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 2)]
POINTS = {"a": {"1.1": 3, "1.2": 1}, "b": {"1.1": 4, "1.2": 2}}


def carried(name: str) -> pd.DataFrame:
    faults = Faults()
    questions = read_questionnaire(find_questionnaire(name), FRAMEWORK, faults)
    assert not faults.problems
    return questions


def test_the_form_of_2022_has_two_halves_nine_factors_and_39_five_step_items() -> None:
    questions = carried("sipas-2022")
    counted = questions[questions["counts_in_satisfaction"].astype(bool)]
    assert (len(counted), set(counted["scale"])) == (39, {"satisfaction5"})
    assert (counted["factor"].nunique(), counted["factor_parent"].nunique()) == (9, 2)
    assert counted.groupby("factor", sort=False).size().tolist() == [2, 2, 9, 10, 3, 4, 3, 3, 3]
    by_scale = questions.groupby("scale").size().to_dict()
    assert by_scale == {"level4": 9 + 7 + 3 + 10, "several": 1, "one_of": 1 + 5, "level3": 2, "yes_no": 7} | {
        "satisfaction5": 39
    }


def test_the_older_form_has_22_questions_in_five_factors() -> None:
    questions = carried("sipas-22-questions")
    assert questions.groupby("factor", sort=False).size().tolist() == [4, 4, 6, 4, 4]
    assert questions["counts_in_satisfaction"].all()


@pytest.mark.parametrize("name", CARRIED_QUESTIONNAIRES)
def test_words_of_a_carried_questionnaire_name_one_question(name: str) -> None:
    questions = carried(name)
    assert questions["text"].is_unique
    assert questions["text_en"].is_unique


def sheets_of(questions: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    made = make_xlsform(questions, UNITS, FRAMEWORK, "Phiếu ${x}")
    return {name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for name, rows in made.items()}


def test_an_xlsform_asks_each_group_and_block_its_own(tmp_path: Path) -> None:
    rows = {row["name"]: row for row in sheets_of(read_questions(tmp_path)[0])["survey"]}
    assert rows["A1"]["relevant"] == "${respondent_group} = 'can-bo'"
    assert rows["K"]["relevant"] == "${respondent_group} = 'dan'"
    every = sheets_of(read_questions(tmp_path)[0])["survey"]
    groups = [row["relevant"] for row in every if row["type"] == "begin_group" and row["relevant"]]
    assert groups == ["${block} = 'so'", "${block} = 'xa'"]
    assert rows["q1"]["relevant"] == ""
    assert rows["q1"]["type"].startswith("select_one ")
    assert rows["N"]["type"].startswith("select_multiple ")
    assert rows["D"] == rows["D"] | {"type": "integer", "constraint": ". >= 0 and . <= 10"}
    assert rows["unit_code"]["choice_filter"] == "block = ${block}"


def test_two_blocks_with_a_question_of_one_code_make_a_sound_form(tmp_path: Path) -> None:
    from pyxform.xls2xform import convert

    from parreport.publishing.workbook import render_sheets

    rows = ("so,T1,,,Tham mưu,options,,1.2,,can-bo,no", "xa,T1,,,Điều hành,options,,1.2,,can-bo,no")
    questions, faults = read_questions(tmp_path, rows)
    assert not faults.problems
    render_sheets(make_xlsform(questions, UNITS, FRAMEWORK, "Phiếu"), tmp_path / "form.xlsx", "2026-01-01")
    assert convert(xlsform=str(tmp_path / "form.xlsx"), validate=False).warnings == []
    path = tmp_path / "survey.csv"
    head = "_id,_uuid,block,unit_code,respondent_group,part1/T1,part2/T1"
    path.write_text(f"{head}\n1,u1,so,so-y-te,can-bo,A,\n2,u2,xa,836,can-bo,,C\n", "utf-8")
    survey = read_survey(path, questions, UNITS, faults)
    assert faults.problems == []
    assert survey is not None
    assert survey.answers["T1"].tolist() == ["A", "C"]


def fill_in(form: Path, number: int, chance: random.Random) -> tuple[dict[str, str], dict[str, Any]]:
    """Answer an XLSForm by chance, as KoboToolbox exports it; return the row, and what was answered."""
    book = load_workbook(form)
    survey, choices = ([[cell or "" for cell in row] for row in book[one].values] for one in ("survey", "choices"))
    lists: dict[str, list[str]] = {}
    for name, choice, *_ in choices[1:]:
        lists.setdefault(str(name), []).append(str(choice))
    row = {"_id": str(number), "_uuid": f"u{number}", "start": "2026-03-01T08:00:00+07:00", "end": ""}
    given: dict[str, Any] = {}
    group: list[str] = []
    for kind, name, *_, relevant in ([*line[:3], line[4]] for line in survey[1:]):
        if kind == "begin_group":
            group.append(str(name))
        elif kind == "end_group":
            group.pop()
        if not str(kind).startswith(("select", "integer", "text")) or relevant:
            continue
        head = "/".join([*group, str(name)])
        listed = lists.get(str(kind).partition(" ")[2], [])
        if str(kind).startswith("select_multiple"):
            chosen = sorted(chance.sample(listed, chance.randint(1, len(listed))))
            row[head] = " ".join(chosen)
            row |= {f"{head}/{one}": str(int(one in chosen)) for one in listed}
            given |= {f"{name}/{one}": float(one in chosen) for one in listed}
        elif str(kind).startswith("select_one"):
            row[head] = chance.choice(listed)
            given[str(name)] = row[head]
        else:
            row[head] = f"P-{number}" if name == "respondent_id" else "0912, tự do" if kind == "text" else "7"
            given[str(name)] = row[head]
    return row, given


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms of the questionnaire of 2022 for a small year, made by the command."""
    folder = tmp_path_factory.mktemp("forms")
    write_relative(folder, TREE, POINTS, name="2018")
    made = run(folder, "questionnaire", "2018.yaml", "--form", "sipas-2022", "--out", "forms", "--numbers", "7-9")
    assert (made.code, made.err) == (0, "")
    return folder / "forms"


def test_the_command_writes_all_forms(forms: Path) -> None:
    names = {path.name for path in forms.iterdir()}
    assert names == {
        *("xlsform.xlsx", "survey.csv", "questionnaire.csv", "form.pdf", "form.docx", "form-0007-0009.pdf")
    }
    heads = next(csv.reader((forms / "survey.csv").read_text("utf-8").splitlines()))
    assert heads[:3] == ["respondent_id", "unit_code", "respondent_group"]
    assert {"9.1", "9.39", "2/a", "2/h", "11.5"} <= set(heads)
    assert (forms / "questionnaire.csv").read_bytes() == find_questionnaire("sipas-2022").read_bytes()


def test_pyxform_accepts_the_xlsform(forms: Path) -> None:
    from pyxform.xls2xform import convert

    made = convert(xlsform=str(forms / "xlsform.xlsx"), validate=False)
    assert made.warnings == []
    assert "9.39. Kết quả xử lý được thông báo kịp thời" in made.xform


def test_what_a_tool_exports_of_the_xlsform_is_read_back_exactly(forms: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    filled = [fill_in(forms / "xlsform.xlsx", number, chance) for number in range(12)]
    path = tmp_path / "survey.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sorted(filled[0][0]), delimiter=";")
        writer.writeheader()
        writer.writerows(row for row, _ in filled)
    questions = carried("sipas-2022")
    units = pd.DataFrame({"unit_code": ["a", "b"], "unit_name": ["A", "B"], "block": "b"})
    faults = Faults()
    survey = read_survey(path, questions, units, faults)
    assert faults.problems == []
    assert survey is not None
    compared = 0
    for (_, given), (_, row) in zip(filled, survey.answers.iterrows(), strict=True):
        for name, answer in given.items():
            column = name if name in survey.answers else name.removeprefix("q")
            if column in survey.answers:
                assert str(row[column]).removesuffix(".0") == str(answer).removesuffix(".0"), name
                compared += 1
    assert compared == 12 * (len(questions) - 1 + 8 + 2)


def test_a_printed_form_asks_everything_once_and_copies_bear_their_numbers(forms: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(forms / "form.pdf").pages]
    words = " ".join(" ".join(pages).split())
    for question in ("1.9", "9.39", "10.10", "11.5"):
        assert f" {question} " in words
    copies = PdfReader(forms / "form-0007-0009.pdf").pages
    assert len(copies) == 3 * len(pages)
    told = [[n for n in ("0007", "0008", "0009") if n in page.extract_text()] for page in copies]
    assert told == [[n] for n in ("0007", "0008", "0009") for _ in pages]


def test_a_word_form_has_every_question(forms: Path) -> None:
    from docx import Document

    cells = [c.text for t in Document(str(forms / "form.docx")).tables for row in t.rows for c in row.cells]
    assert set(carried("sipas-2022")["question_code"]) <= set(cells)


def test_a_filled_file_of_answers_is_never_replaced(forms: Path) -> None:
    path = forms / "survey.csv"
    empty = path.read_text("utf-8")
    try:
        path.write_text(f"{empty}p1,a\n", "utf-8")
        again = run(forms.parent, "questionnaire", "2018.yaml", "--form", "sipas-2022", "--out", "forms")
        assert again.code == 2
        assert "survey.csv" in again.err
        assert path.read_text("utf-8") == f"{empty}p1,a\n"
    finally:
        path.write_text(empty, "utf-8")


def test_without_a_questionnaire_the_call_is_told_of_the_carried_ones(tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS, name="2018")
    made = run(tmp_path, "questionnaire", "2018.yaml", "--out", "forms")
    assert (made.code, "sipas-2022" in made.err) == (2, True)
    assert not (tmp_path / "forms").exists()


def test_blocks_and_groups_that_are_asked_otherwise_have_forms_of_their_own(tmp_path: Path) -> None:
    questions, _ = read_questions(tmp_path)
    forms = {one.name: one for one in split_forms(questions, UNITS, FRAMEWORK)}
    assert {name: [one["question_code"] for one in form.questions] for name, form in forms.items()} == {
        "form-so-can-bo": ["1", "2", "A1", "N", "L", "D", "H"],
        "form-dan-can-bo": ["1", "2", "N", "L", "D", "H"],
        "form-xa-dan": ["1", "2", "K", "N", "L", "D", "H"],
    }


def test_the_empty_file_of_answers_has_a_column_for_each_choice(tmp_path: Path) -> None:
    heads = write_heads(read_questions(tmp_path)[0]).strip().split(",")
    assert heads[-10:] == ["1", "2", "A1", "K", "N/a", "N/b", "N/c", "L", "D", "H"]


@pytest.mark.parametrize(
    ("typed", "numbers"), [("3", ["0003"]), ("9-11", ["0009", "0010", "0011"]), ("99999-100000", ["099999", "100000"])]
)
def test_numbers_of_copies_are_as_wide_as_the_last(typed: str, numbers: list[str]) -> None:
    assert read_numbers(typed) == numbers


@pytest.mark.parametrize("typed", ["", "a", "5-1", "1-5001", "-3", "1,2"])
def test_numbers_that_are_none_are_refused(typed: str) -> None:
    from parreport.building.plan import CallError

    with pytest.raises(CallError, match="numbers such as 1-90"):
        read_numbers(typed)


def test_numbered_copies_of_a_page_are_no_larger_than_their_numbers(forms: Path) -> None:
    form = (forms / "form.pdf").read_bytes()
    few, many = (number_copies(form, [str(n) for n in range(count)], "2026-01-01") for count in (2, 22))
    assert len(PdfReader(BytesIO(many)).pages) == 11 * len(PdfReader(BytesIO(few)).pages)
    assert len(many) < 4 * len(few)
