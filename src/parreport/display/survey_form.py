"""The form of a survey on paper: what is asked, and where answers are marked.

In: the questions that one group of respondents is asked. Out: the head of the form and its parts. Codes of
answers are printed to be circled, so that who types the forms in types what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from parreport.display.parts import Column, Document, Heading, PageEnd, Part, Table, Text
from parreport.language import in_language, text

GRIDS = ("satisfaction5", "level4", "level3", "yes_no", "options", "score10")
COMMENT_LINES, ONE_PAGE = 4, 30
DOTS = "…" * 24

Question = Mapping[str, Any]


def show_form(
    questions: Sequence[Question], province: str, year: str, group: str, closing: Sequence[str], published: str
) -> tuple[Document, list[Part]]:
    """Return the head and the parts of a form.

    ``group``: whom it asks, blank = everybody; ``closing``: the lines at its end.
    """
    title = text("Opinion survey form")
    subtitle = text("{province}, {year}", province=province, year=year)
    if group:
        subtitle = text("{subtitle}: {group}", subtitle=subtitle, group=group)
    head = Document(title, subtitle, title, (), tuple(closing), published)
    parts: list[Part] = [_show_head(), Text(_tell_how(questions))]
    for parent, under in groupby(questions, key=lambda one: one["factor_parent"]):
        if parent:
            parts.append(Heading(parent))
        for (scale, options), alike in groupby(under, key=_kind_of):
            asked = list(alike)
            parts.append(_show_grid(asked, options, scale) if scale else _show_choices(asked))
    lines = tuple(("",) for _ in range(COMMENT_LINES))
    heads = (Column(text("Other comments, if any"), "blank", width="100%"),)
    parts.append(Table("", heads, lines, id="comments", head_column=-1))
    return head, [*parts, PageEnd()] if len(questions) <= ONE_PAGE else parts


def _kind_of(question: Question) -> tuple[str, tuple[tuple[Any, str], ...]]:
    """Return what questions of one table have alike: scale and answers; blank of those with answers of their own."""
    grid = question["scale"] in GRIDS
    return (question["scale"], tuple(question["options"].items())) if grid else ("", ())


def _show_head() -> Table:
    """Return the fields that are filled in before the interview."""
    names = (
        text("Number of the form"),
        text("Agency that the form is about"),
        text("Group of the respondent"),
        text("Day, begin and end of the interview"),
    )
    columns = (Column(text("To be filled in"), width="40%"), Column(text("Answer"), width="60%"))
    return Table("", columns, tuple((name, DOTS) for name in names), id="head")


def _tell_how(questions: Sequence[Question]) -> str:
    if any(one["scale"] == "several" for one in questions):
        return text(
            "Please circle one number or letter in each row, several where the question says so. Leave blank what "
            "you cannot judge. Answers are counted together; nobody is named."
        )
    return text(
        "Please circle one number or letter in each row. Leave blank what you cannot judge. Answers are counted "
        "together; nobody is named."
    )


def _show_grid(questions: Sequence[Question], options: Sequence[tuple[Any, str]], scale: str) -> Table:
    """Return questions with the same answers as a table: a row each, a column for each answer."""
    width = f"{min(11, 55 // len(options))}%"
    shown = [str(code) if scale == "score10" else f"{words} ({code})" for code, words in options]
    heads = (
        Column(text("No."), "center"),
        Column(text("Question")),
        *(Column(one, "center", width=width) for one in shown),
    )
    rows = tuple(
        (one["question_code"], in_language(one["text"], one["text_en"]), *(str(code) for code, _ in options))
        for one in questions
    )
    factors = dict(_first_of(one["factor"] for one in questions))
    return Table("", heads, rows, id=f"questions-{questions[0]['question_code']}", groups=factors, head_column=1)


def _first_of(names: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Yield each name with the place at which it first follows another."""
    before = ""
    for at, name in enumerate(names):
        if name and name != before:
            yield at, name
        before = name


def _show_choices(questions: Sequence[Question]) -> Table:
    """Return questions with answers of their own to choose from as a table: a row each."""
    heads = (
        Column(text("No."), "center"),
        Column(text("Question"), width="35%"),
        Column(text("Answers to choose from"), width="57%"),
    )
    rows = tuple((one["question_code"], _ask(one), _list_answers(one["options"])) for one in questions)
    factors = dict(_first_of(one["factor"] for one in questions))
    return Table("", heads, rows, id=f"questions-{questions[0]['question_code']}", groups=factors, head_column=1)


def _ask(question: Question) -> str:
    words = in_language(question["text"], question["text_en"])
    return text("{words} (several answers)", words=words) if question["scale"] == "several" else words


def _list_answers(options: Mapping[Any, str]) -> str:
    return "; ".join(f"{code}. {words}" for code, words in options.items())
