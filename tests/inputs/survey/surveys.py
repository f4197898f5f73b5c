"""A small questionnaire with a question of every kind, and answers to it, for tests of reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from parreport.inputs.survey.questionnaire import read_questionnaire
from parreport.inputs.survey.reading import Survey, read_survey
from tests.inputs.test_points import leaf

ITEMS = (Item("1", "", "1", "", 1, 0, False, "1", ""), leaf("1.1", "4"), leaf("1.2", "4", "survey"))
FRAMEWORK = Framework(
    *("thử", "", (), True, tuple(Block(code, code, "", True, "error", (), ITEMS) for code in ("so", "xa"))),
    *(None, None, 2, False, "not_applicable", FindingSettings()),
)
HEAD = (
    "block,question_code,factor,factor_parent,text,scale,options,item_code,option_weights,respondent_group,"
    "counts_in_satisfaction"
)
QUESTIONS = (
    ",1,Tiếp cận,Dịch vụ,Nơi ngồi chờ,satisfaction5,,1.2,,,yes",
    ",2,Tiếp cận,Dịch vụ,Biển chỉ dẫn,satisfaction5,,,,,yes",
    "so,A1,,,Chất lượng tham mưu,options,,1.2,,can-bo,no",
    "xa,K,,,Có phải chi thêm tiền không?,yes_no,,,,dan,no",
    ',N,,,Nguồn thông tin,several,"a = Loa, đài | b = Trang thông tin | c = Cán bộ",,,,no',
    ",L,,,Quan tâm đến mức nào,level4,1 = Không quan tâm | 2 = Ít | 3 = Quan tâm | 4 = Rất quan tâm,,,,no",
    ",D,,,Chấm điểm,score10,,,,,no",
    ",H,,,Học vấn,one_of,t = Tiểu học | c = Cao hơn,,,,no",
)
UNITS = pd.DataFrame(
    {"unit_code": ["836", "so-y-te"], "unit_name": ["Xã Ba Tri", "Sở Y tế"], "block": ["xa", "so"]}, dtype=object
)
CODES = "1,2,A1,K,N,L,D,H"
FIELDS = f"respondent_id,unit_code,respondent_group,{CODES}"
ROWS = ("p1,836,dan,4,5,,0,a c,3,10,t", "p2,so-y-te,can-bo,1,2,B,,b,1,0,c")


def read_questions(folder: Path, rows: tuple[str, ...] = QUESTIONS, head: str = HEAD) -> tuple[pd.DataFrame, Faults]:
    """Read a questionnaire of these rows."""
    path = folder / "questionnaire.csv"
    path.write_text("\n".join((head, *rows, "")), "utf-8")
    faults = Faults()
    return read_questionnaire(path, FRAMEWORK, faults), faults


def read(folder: Path, head: str, *rows: str, questions: tuple[str, ...] = QUESTIONS) -> tuple[Survey | None, Faults]:
    """Read answers of these rows; the questionnaire is the small one."""
    asked, faults = read_questions(folder, questions)
    assert not faults.problems, faults.problems
    path = folder / "survey.csv"
    path.write_text("\n".join((head, *rows, "")), "utf-8")
    return read_survey(path, asked, UNITS, faults), faults


def told(faults: Faults) -> list[str]:
    """Return the faults in words, the name of the file left out."""
    return [str(one).rpartition("survey.csv, ")[2] for one in faults.problems]


def cells(survey: Survey | None, name: str) -> list[Any]:
    """Return a column of the answers as plain values, None where it is blank."""
    assert survey is not None
    return [None if pd.isna(one) else one for one in survey.answers[name].tolist()]
