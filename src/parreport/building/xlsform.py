"""The form of a survey for tablets and browsers: an XLSForm, as KoboToolbox and ODK take it.

In: questions, units. Out: the rows of its three sheets. What they export has our codes for heads and answers,
so that it is read as it comes (:mod:`parreport.inputs.survey.heads`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from parreport.display.survey_groups import name_group
from parreport.inputs.framework import Framework
from parreport.inputs.survey.heads import safe_name
from parreport.language import text

SURVEY = ("type", "name", "label", "required", "relevant", "choice_filter", "appearance", "constraint")
CHOICES = ("list_name", "name", "label", "block")
MANY_UNITS = 12
COMMENT = "other_comments"

Row = dict[str, str]
Sheets = dict[str, list[list[str]]]


def make_xlsform(questions: pd.DataFrame, units: pd.DataFrame, framework: Framework, title: str) -> Sheets:
    """Return the sheets survey, choices and settings, heads first."""
    asked: list[dict[Any, Any]] = questions.to_dict("records")
    groups = list(dict.fromkeys(group for one in asked for group in one["respondent_group"]))
    blocks = [block for block in framework if block.code in set(units["block"])]
    by_block = len(blocks) > 1 and any(one["block"] for one in asked)
    choices: list[Row] = [
        *({"list_name": "blocks", "name": one.code, "label": plain(one.shown)} for one in blocks if by_block),
        *(
            {"list_name": "units", "name": unit, "label": plain(name), "block": block if by_block else ""}
            for unit, name, block in zip(units["unit_code"], units["unit_name"], units["block"], strict=True)
        ),
        *({"list_name": "groups", "name": safe_name(one), "label": plain(name_group(one))} for one in groups),
    ]
    lists: dict[tuple[tuple[Any, str], ...], str] = {}
    for one in asked:
        options = tuple(one["options"].items())
        if one["scale"] != "score10" and options not in lists:
            lists[options] = f"answers{len(lists) + 1}"
            choices += [{"list_name": lists[options], "name": str(code), "label": plain(w)} for code, w in options]
    rows = [*_head_rows(len(units), by_block, bool(groups)), *_question_rows(asked, lists, by_block)]
    rows.append({"type": "text", "name": COMMENT, "label": text("Other comments, if any"), "appearance": "multiline"})
    version = hashlib.sha256(repr((rows, choices)).encode()).hexdigest()[:10]
    settings = {"form_title": plain(title), "form_id": "parreport_survey", "version": version}
    return {
        "survey": [list(SURVEY), *([row.get(name, "") for name in SURVEY] for row in rows)],
        "choices": [list(CHOICES), *([row.get(name, "") for name in CHOICES] for row in choices)],
        "settings": [list(settings), list(settings.values())],
    }


def _head_rows(units_n: int, by_block: bool, by_group: bool) -> Iterator[Row]:
    yield {"type": "start", "name": "start"}
    yield {"type": "end", "name": "end"}
    number = text("Number of the form")
    yield {"type": "text", "name": "respondent_id", "label": number, "required": "yes"}
    if by_block:
        yield {"type": "select_one blocks", "name": "block", "label": text("Block"), "required": "yes"}
    yield {
        "type": "select_one units",
        "name": "unit_code",
        "label": text("Agency that the form is about"),
        "required": "yes",
        "choice_filter": "block = ${block}" if by_block else "",
        "appearance": "minimal autocomplete" if units_n > MANY_UNITS else "",
    }
    if by_group:
        group = text("Group of the respondent")
        yield {"type": "select_one groups", "name": "respondent_group", "label": group, "required": "yes"}


def _question_rows(asked: Sequence[dict[Any, Any]], lists: Mapping[Any, str], by_block: bool) -> Iterator[Row]:
    """Yield the questions; those of a factor that follow each other stand on one page."""
    for at, (key, under) in enumerate(groupby(asked, key=lambda one: _page_of(one, by_block)), 1):
        block, *above = key
        group = {"name": f"part{at}", "label": ": ".join(plain(one) for one in above if one)}
        if any(key):
            relevant = f"${{block}} = '{block}'" if block else ""
            yield {"type": "begin_group", **group, "relevant": relevant, "appearance": "field-list"}
        for one in under:
            yield _question_row(one, lists)
        if any(key):
            yield {"type": "end_group", "name": group["name"]}


def _page_of(one: Mapping[Any, Any], by_block: bool) -> tuple[str, str, str]:
    """Return what the questions of one page have alike: block, where blocks differ, and factor.

    Two blocks may have a question of one code; each stands in a group of its own.
    """
    return (str(one["block"]) if by_block else "", str(one["factor_parent"]), str(one["factor"]))


def _question_row(one: dict[Any, Any], lists: Mapping[Any, str]) -> Row:
    row = {"name": safe_name(one["question_code"]), "label": f"{plain(one['question_code'])}. {plain(one['text'])}"}
    groups = one["respondent_group"]
    row["relevant"] = " or ".join(f"${{respondent_group}} = '{safe_name(group)}'" for group in groups)
    if one["scale"] == "score10":
        return {**row, "type": "integer", "constraint": ". >= 0 and . <= 10"}
    kind = "select_multiple" if one["scale"] == "several" else "select_one"
    return {**row, "type": f"{kind} {lists[tuple(one['options'].items())]}"}


def plain(words: str) -> str:
    """Return words in which no form looks for the name of a question."""
    return " ".join(words.replace("${", "$ {").split())
