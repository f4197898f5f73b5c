"""The questionnaire of a framework: ``questionnaire.csv``, read and checked.

In: the file, the blocks of the framework. Out: ``questions``, one row per block and question
(:mod:`parreport.survey_columns`); all faults are kept. Source: ``docs/methodology.md`` 13.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.columns import split_codes
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, Framework
from parreport.inputs.numbers import fold_text
from parreport.inputs.rows import Row
from parreport.inputs.survey.scales import Code, ScaleError, read_options, read_weights
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.language import message
from parreport.survey_columns import ANSWER_COLUMNS, QUESTIONNAIRE_FILE, SCALES

NO_POINTS = frozenset({"several"})
NEED_WEIGHTS = frozenset({"level3", "level4", "one_of"})
QUESTION_COLUMNS = (*QUESTIONNAIRE_FILE.names, "row")
FORBIDDEN = frozenset("/,;[]|=\n")


def no_questions() -> pd.DataFrame:
    """Return a table without questions."""
    return pd.DataFrame(columns=QUESTION_COLUMNS, dtype=object)


def read_questionnaire(path: Path, framework: Framework, faults: Faults) -> pd.DataFrame:
    """Return the questions: one row per block and question, in the order of the file; none without a file.

    Beside the columns of the file ``row``, its row. A question of every block has a blank block.
    """
    if not has_table(path, QUESTIONNAIRE_FILE):
        return no_questions()
    records: list[dict[str, Any]] = []
    first: dict[tuple[str, str], int] = {}
    parents: dict[str, tuple[str, int]] = {}
    for row in read_rows(path, QUESTIONNAIRE_FILE, faults):
        record = _read_question(row, framework)
        _check_key(row, record, framework, first)
        _check_parent(row, record, parents)
        records.append(record)
    _check_depth(path, parents, faults)
    _check_same_code(records, path, faults)
    return pd.DataFrame(records, columns=QUESTION_COLUMNS, dtype=object)


def blocks_of(record: dict[str, Any], framework: Framework) -> Iterator[Block]:
    """Yield the blocks that have a question."""
    return (block for block in framework if record["block"] in ("", block.code))


def _read_question(row: Row, framework: Framework) -> dict[str, Any]:
    block = row["block"]
    if block and block not in framework.by_code:
        row.code_in("block", "block", framework.by_code)
    code = row["question_code"]
    if not code:
        row.fault("question_code", message("the code of the question"))
    elif code in ANSWER_COLUMNS or FORBIDDEN & set(code) or len(code) > 64:
        row.fault(
            "question_code", message("a short code that is no column of survey.csv and has none of / , ; [ ] | =")
        )
    if not row["text"]:
        row.fault("text", message("the question as asked"))
    scale = fold_text(row["scale"])
    if scale not in SCALES:
        row.fault("scale", row.faults.unknown("scale", scale, SCALES))
        scale = ""
    options, weights = _read_answers(row, scale)
    counts = row.flag_in("counts_in_satisfaction", blank=False)
    if counts and scale not in {"", "satisfaction5"}:
        row.fault("counts_in_satisfaction", message("no; only questions of scale satisfaction5 count"))
    record = {
        **{name: row[name] for name in QUESTIONNAIRE_FILE.names},
        "scale": scale,
        "options": options,
        "option_weights": weights,
        "respondent_group": split_codes(row["respondent_group"]),
        "counts_in_satisfaction": counts and scale == "satisfaction5",
        "row": row.number,
    }
    if record["item_code"]:
        _check_leaf(row, record, framework)
    return record


def _read_answers(row: Row, scale: str) -> tuple[dict[Code, str], dict[Code, Any]]:
    if not scale:
        return {}, {}
    if row["item_code"] and not row["option_weights"] and scale in NEED_WEIGHTS:
        expected = message("weights, since answers on this scale have no usual ones and give points to an item")
        row.fault("option_weights", expected)
    try:
        options = read_options(row["options"], scale)
    except ScaleError as error:
        row.fault("options", error.expected)
        return {}, {}
    if not row["option_weights"] and not row["item_code"] and scale in {"options", "yes_no"} and row["options"]:
        return options, {}  # words of its own, and no points that would need weights
    try:
        weights = read_weights(row["option_weights"], scale, options)
    except ScaleError as error:
        row.fault("option_weights", error.expected)
        return options, {}
    if row["option_weights"] and scale in NO_POINTS:
        row.fault("option_weights", message("blank; several choices have no weights"))
    return options, weights


def _check_leaf(row: Row, record: dict[str, Any], framework: Framework) -> None:
    """Report an item that is no survey leaf of a block that has the question."""
    if record["scale"] in NO_POINTS:
        row.fault("item_code", message("blank; several choices give no points"))
        return
    for block in blocks_of(record, framework):
        item = block.by_code.get(record["item_code"])
        known = [leaf.code for leaf in block.leaves if leaf.method == "survey"]
        if item is None or not item.is_leaf:
            row.fault("item_code", row.faults.unknown("survey item of block " + block.code, record["item_code"], known))
            return
        if item.method != "survey":
            row.fault("item_code", message("an item by survey; its method is {method}", method=item.method))
            return


def _check_key(row: Row, record: dict[str, Any], framework: Framework, first: dict[tuple[str, str], int]) -> None:
    for block in blocks_of(record, framework):
        other = first.setdefault((block.code, record["question_code"]), row.number)
        if other != row.number and record["question_code"]:
            row.fault("question_code", message("each block and code once; they stand in row {row} too", row=other))
            return


def _check_parent(row: Row, record: dict[str, Any], parents: dict[str, tuple[str, int]]) -> None:
    """Report a factor that has two parents, or a parent without a factor."""
    factor, parent = record["factor"], record["factor_parent"]
    if not factor:
        if parent:
            row.fault("factor", message("the factor that stands under {parent}", parent=parent))
        return
    known, other = parents.setdefault(factor, (parent, row.number))
    if known != parent:
        expected = message(
            "the same for all questions of the factor; in row {row} it is {parent}", row=other, parent=known
        )
        row.fault("factor_parent", expected if known else message("blank, as in row {row} of the factor", row=other))
    if factor == parent:
        row.fault("factor_parent", message("what stands above the factor, not the factor itself"))


def _check_depth(path: Path, parents: dict[str, tuple[str, int]], faults: Faults) -> None:
    """Report a factor that has questions or a parent of its own, and stands above another."""
    for factor, (parent, number) in parents.items():
        if parent and parent in parents and parent != factor:
            expected = message("a group of factors; {parent} has questions of its own", parent=parent)
            faults.fault_at(path, expected, parent, row=number, column="factor_parent")


def _check_same_code(records: list[dict[str, Any]], path: Path, faults: Faults) -> None:
    """Report a code that two blocks use for different answers: they would share one column."""
    first: dict[str, dict[str, Any]] = {}
    for record in records:
        other = first.setdefault(record["question_code"], record)
        if (
            record["scale"]
            and other["scale"]
            and (other["scale"], other["options"]) != (record["scale"], record["options"])
        ):
            expected = message(
                "the scale and the answers of this code in row {row}, since both share a column", row=other["row"]
            )
            faults.fault_at(path, expected, record["scale"], row=record["row"], column="scale")
