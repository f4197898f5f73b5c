"""Which column of a file of answers holds what: fields, questions, choices of a question.

In: the heads of a file, the questions. Out: :class:`HeadMap`. A head may be a code, the Vietnamese head of a
field, or the question in words, as survey tools export them: KoboToolbox and ODK (``group/q1``,
``q2/choice``), LimeSurvey (``Q1. words``, ``Q9[item]``, ``Q2[choice]``), Google Forms (the words,
``question [item]``). Several columns may hold one question: versions of a form that moved it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from parreport.inputs.heads import Heads
from parreport.inputs.numbers import fold_text
from parreport.inputs.survey.scales import Code
from parreport.survey_columns import SURVEY_FILE

TOOLS = {
    "KoboToolbox": {"_id", "_uuid", "_submission_time", "__version__", "meta/instanceid", "instanceid", "deviceid"},
    "LimeSurvey": {"submitdate", "lastpage", "startlanguage", "date submitted", "start language", "last page"},
    "Google Forms": {"timestamp", "dấu thời gian"},
}
OTHER_NAMES = {  # what tools call a field, the best first
    "respondent_id": ("_id", "_uuid", "meta/instanceid", "instanceid", "key", "id", "response id"),
    "started": ("start", "startdate", "date started"),
    "ended": ("end", "submitdate", "date submitted"),
}
TAGS = re.compile(r"<[^>]{1,200}>")
BRACKETED = re.compile(r"(.*?)\s*\[(.*)\]", re.S)
JOINTS = ("/", "_", ".", ":")


@dataclass
class HeadMap:
    """What the columns of a file hold, by place.

    ``tool``: the survey tool whose export it is, blank of a plain file. ``unknown``: columns that hold
    nothing known; ``twice``: columns whose head names what another holds.
    """

    tool: str = ""
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    choices: dict[tuple[str, Code], list[int]] = field(default_factory=lambda: defaultdict(list))
    unknown: list[int] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)

    @property
    def places(self) -> set[int]:
        """The places of all columns that hold something known; none where nothing is asked or no unit named."""
        if not self.questions and not self.choices and "unit_code" not in self.fields:
            return set()
        return {at for group in (self.fields, self.questions, self.choices) for found in group.values() for at in found}

    def has_question(self, code: str) -> bool:
        """Return whether a column, or one of a choice, holds the question."""
        return code in self.questions or any(one == code for one, _ in self.choices)


def safe_name(code: str) -> str:
    """Return a code as a name of XML: what stands in a form in place of the code of a question."""
    plain = re.sub(r"[^\w.-]", "_", code)
    return plain if re.match(r"[^\W\d]", plain) else f"q{plain}"


def find_columns(heads: Sequence[str], questions: pd.DataFrame) -> HeadMap:
    """Return what the columns hold."""
    found = HeadMap(tool=find_tool(heads))
    known_fields = Heads(SURVEY_FILE)
    by_question, by_choice = _question_heads(questions), _choice_heads(questions)
    others: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, head in enumerate(heads):
        plain = fold_text(TAGS.sub(" ", head))
        if not plain:
            continue
        candidates = list(_candidates(plain))
        name = next((name for one in candidates[:1] if (name := known_fields.column(one))), None)
        name = name or next((name for one in _ends(plain) if (name := known_fields.column(one))), None)
        choice = next((by_choice[one] for one in candidates if one in by_choice), None)
        code = next((by_question[one] for one in candidates if one in by_question), None)
        if name is not None:
            _add(found, found.fields[name], at)
        elif choice is not None:
            _add(found, found.choices[choice], at)
        elif code is not None:
            _add(found, found.questions[code], at)
        else:
            for field_name, names in OTHER_NAMES.items():
                if found.tool and plain in names:
                    others[field_name].append((names.index(plain), at))
            found.unknown.append(at)
    for field_name, places in others.items():
        if field_name not in found.fields:
            at = min(places)[1]
            found.fields[field_name].append(at)
            found.unknown.remove(at)
    return found


def find_tool(heads: Sequence[str]) -> str:
    """Return the tool whose export a file is, by the columns that it adds; blank of a plain file."""
    folded = {fold_text(head) for head in heads}
    return next((tool for tool, marks in TOOLS.items() if marks & folded), "")


def _add(found: HeadMap, places: list[int], at: int) -> None:
    if places:
        found.twice.append(at)
    places.append(at)


def _ends(plain: str) -> Iterator[str]:
    """Yield what stands behind each ``/`` of a head, the whole first: groups come before the name."""
    yield plain
    for at, sign in enumerate(plain):
        if sign == "/":
            yield plain[at + 1 :].strip()


def _candidates(plain: str) -> Iterator[str]:
    """Yield what a head may name, the likeliest first: the whole, the item in brackets, the code before a point."""
    yield from _ends(plain)
    if bracketed := BRACKETED.fullmatch(plain):
        yield bracketed[2].strip()
    for end in _ends(plain):
        before, mark, _ = end.partition(". ")
        if mark:
            yield before


def _names_of(row: Mapping[Any, Any]) -> Iterator[str]:
    code = str(row["question_code"])
    yield from (fold_text(code), fold_text(safe_name(code)))


def _question_heads(questions: pd.DataFrame) -> dict[str, str]:
    """Return the code of each question by what its head may be; words of two questions name neither."""
    known: dict[str, str] = {}
    unclear: set[str] = set()
    rows = questions.to_dict("records")
    for row in rows:
        for name in ("text", "text_en"):
            words = fold_text(str(row[name]))
            if words and known.setdefault(words, str(row["question_code"])) != row["question_code"]:
                unclear.add(words)
    for words in unclear:
        del known[words]
    return known | {name: str(row["question_code"]) for row in rows for name in _names_of(row)}


def _choice_heads(questions: pd.DataFrame) -> dict[str, tuple[str, Code]]:
    """Return question and choice by what the head of the column of a choice may be."""
    known: dict[str, tuple[str, Code]] = {}
    for row in questions[questions["scale"] == "several"].to_dict("records"):
        words = [fold_text(str(row[name])) for name in ("text", "text_en") if row[name]]
        for question in (*_names_of(row), *words):
            for code, shown in row["options"].items():
                for choice in (fold_text(str(code)), fold_text(shown)):
                    for head in (*(f"{question}{joint}{choice}" for joint in JOINTS), f"{question}[{choice}]"):
                        known[head] = (str(row["question_code"]), code)
                    known[f"{question} [{choice}]"] = (str(row["question_code"]), code)
    return known
