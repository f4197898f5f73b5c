"""What people answer to the questions that do not ask for satisfaction, such as what they wish for.

In: results. Out: sentences and tables of the satisfaction report. Computes nothing: it selects and orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from parreport.display.formats import format_number, format_pct
from parreport.display.parts import Bullets, Cell, Column, Heading, Section, Table, gather
from parreport.display.satisfaction.rows import name_question, say_interval
from parreport.display.sentences import quote, quote_all
from parreport.display.tables import ShownColumn, figure_column, number_column, table_of, words_column
from parreport.language import text
from parreport.years.results import Results

APART = frozenset({"one_of", "several"})
"""Scales whose choices are of one question alone."""


def show_satisfaction_choices(results: Results) -> Section:
    """Show the share of each answer to the questions that do not ask for satisfaction; nothing where there are none."""
    if results.survey_choices.empty:
        return gather()
    told = [words for own in _alike(results) for words in _tell_highest(results, own)] + list(_tell_chosen(results))
    return gather(
        Heading(text("Other questions"), id="choices"),
        Bullets(tuple(told)) if told else None,
        [table_answers(results, own) for own in _alike(results)],
        table_choices(results),
    )


def _alike(results: Results) -> list[pd.DataFrame]:
    """Return the questions that have the same answers to choose from, together, in the order of the questionnaire."""
    own = results.survey_choices[~results.survey_choices["scale"].isin(APART)]
    by_answers: dict[tuple[str, ...], list[pd.DataFrame]] = {}
    for _, question in own.groupby(["question_code", "block"], sort=False):
        by_answers.setdefault(tuple(question["words"]), []).append(question)
    return [pd.concat(one) for one in by_answers.values()]


def _named(results: Results, row: Any) -> str:
    block = results.framework.by_code[row["block"]].shown if row["block"] in results.framework.by_code else ""
    name = name_question(results, row["question_code"])
    return f"{name} ({block})" if block else name


def _tell_highest(results: Results, own: pd.DataFrame) -> Iterator[str]:
    """Say on which of several questions with the same answers the last answer is given most often, by print."""
    if own["scale"].iloc[0] not in {"level3", "level4"}:
        return
    last = own.groupby(["question_code", "block"], sort=False).tail(1)
    printed = [format_pct(pct) for pct in last["share_pct"]]
    if len(set(printed)) < 2:
        return
    highest = format_pct(last["share_pct"].max())
    names = [
        name_question(results, code) for code, pct in zip(last["question_code"], printed, strict=True) if pct == highest
    ]
    yield text(
        "“{answer}” is answered most often to {questions}: {pct}.",
        answer=last["words"].iloc[0],
        questions=quote_all(names),
        pct=highest,
    )


def _tell_chosen(results: Results) -> Iterator[str]:
    """Say of each question of several choices which is chosen most often, by print."""
    own = results.survey_choices[results.survey_choices["scale"] == "several"]
    for _, question in own.groupby(["question_code", "block"], sort=False):
        printed = [format_pct(pct) for pct in question["share_pct"]]
        if len(set(printed)) < 2:
            continue
        highest = format_pct(question["share_pct"].max())
        names = [words for words, pct in zip(question["words"], printed, strict=True) if pct == highest]
        yield text(
            "{question}: most often chosen {choices}, {pct}.",
            question=quote(name_question(results, question["question_code"].iloc[0])),
            choices=quote_all(names),
            pct=highest,
        )


def table_answers(results: Results, own: pd.DataFrame) -> Table:
    """Return questions that have the same answers: the share of each answer, in percent."""
    most: dict[tuple[str, str], float] = {}
    for row in own.to_dict("records"):
        key = (row["question_code"], row["block"])
        most[key] = max(most.get(key, 0.0), row["share_pct"])
    shares = {(row["question_code"], row["block"], row["choice"]): row["share_pct"] for row in own.to_dict("records")}
    rows = own.drop_duplicates(["question_code", "block"]).to_dict("records")
    answers = own.drop_duplicates("choice")

    def share_of(choice: str) -> Callable[[Any], Cell]:
        def show(row: Any) -> Cell:
            key = (row["question_code"], row["block"])
            printed = format_number(shares[*key, choice], 1)
            return Cell(printed, "strong" if printed == format_number(most[key], 1) else "plain")

        return show

    columns: list[ShownColumn] = [
        words_column(text("Question"), lambda row: _named(results, row), "46%"),
        *(
            (Column(words, "center"), share_of(choice))
            for choice, words in zip(answers["choice"], answers["words"], strict=True)
        ),
        number_column(text("Respondents"), lambda row: format_number(row["n"], 0)),
    ]
    code = rows[0]["question_code"]
    note = text("In bold: the answer that is given most often.")
    return table_of(
        text("Answers in percent, from question {code}", code=code),
        rows,
        columns,
        note=note,
        id=f"satisfaction-answers-{code}",
    )


def table_choices(results: Results) -> Table | None:
    """Return the questions with choices of their own, the share of each with its interval; None without such."""
    own = results.survey_choices[results.survey_choices["scale"].isin(APART)]
    if own.empty:
        return None
    rows = own.to_dict("records")
    starts, before = {}, None
    for place, row in enumerate(rows):
        if (row["question_code"], row["block"]) != before:
            starts[place] = _named(results, row)
        before = (row["question_code"], row["block"])
    columns = (
        words_column(text("Choice"), "words", "50%"),
        figure_column(text("Share %"), "share_pct", 1, tone="strong"),
        number_column(text("95% interval"), say_interval),
        number_column(text("Respondents"), lambda row: format_number(row["n"], 0)),
    )
    note = text("Where several answers may be chosen the shares do not add to 100.")
    caption = text("Choices in percent")
    return table_of(caption, rows, columns, groups=starts, note=note, id="satisfaction-choices")
