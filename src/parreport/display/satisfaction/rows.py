"""What the satisfaction report shows of a survey's tables: which rows, in which order, under which names.

In: results. Out: rows of the tables with the names that are printed. Computes nothing: it selects and orders.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.documents import blocks_with_units
from parreport.display.formats import DASH, format_pct
from parreport.display.index_names import capitalize_first
from parreport.display.survey_groups import name_group
from parreport.inputs.framework import Block
from parreport.language import in_language
from parreport.years.results import Results

ABOVE, BELOW, CHANCE, UNKNOWN = "above", "below", "chance", ""


def has_survey(results: Results) -> bool:
    """Return whether the year has a survey with questions of satisfaction."""
    return len(results.satisfaction) > 0


def surveyed_blocks(results: Results) -> list[Block]:
    """Return the blocks with respondents."""
    there = set(results.survey_response["block"])
    return [block for block in blocks_with_units(results) if block.code in there]


def head_group(code: str) -> str:
    """Return the name of a group of respondents as it stands at the beginning of a line."""
    return capitalize_first(name_group(code))


def whole_of(results: Results) -> dict[str, Any]:
    """Return the row of the province, all questions and groups together."""
    rows = _of(results.satisfaction, "", "", "", "").to_dict("records")
    return {str(name): cell for name, cell in rows[0].items()}


def block_rows(results: Results) -> pd.DataFrame:
    """Return the rows of the blocks, all questions together, with their names."""
    own = _of(results.satisfaction_blocks, None, "", "", "")
    names = {block.code: block.shown for block in blocks_with_units(results)}
    return own.assign(name=[names.get(code, code) for code in own["block"]])


def factor_rows(results: Results) -> pd.DataFrame:
    """Return the province's rows of halves and factors in the order of the questionnaire, with last year beside.

    ``is_part``: whether it is a factor beneath a half, or one that has no half above it.
    """
    own = _of(results.satisfaction, "", None, "", "")
    own = own[own["factor"] != ""]
    halves = set(results.survey_questions["factor_parent"])
    years = results.year_differences
    before = dict(rows_of(years[years["unit_code"] == ""], "factor", "base_pct"))
    return own.assign(
        name=[in_language(factor, "") for factor in own["factor"]],
        is_part=[factor not in halves for factor in own["factor"]],
        base_pct=own["factor"].map(before),
    )


def is_by_model(results: Results, block: Block) -> bool:
    """Return whether the estimates of the model are those printed first for the units of a block."""
    areas = results.small_areas
    has_model = areas.loc[areas["block"] == block.code, "model_pct"].notna().any()
    return bool(results.parameters.satisfaction_estimate == "model" and has_model)


def unit_rows(results: Results, block: Block) -> pd.DataFrame:
    """Return the units of a block that were asked, highest share first, those without a share last.

    Beside it: how each lies against the others (``verdict``), last year's share. ``satisfaction_pct`` and its
    interval are the estimate that the parameters choose, ``other_pct`` is the other one (NaN where there is none).
    """
    own = _of(results.satisfaction, None, "", "", "")
    own = own[(own["unit_code"] != "") & (own["block"] == block.code)]
    verdicts = {
        unit: judge(size, is_so, p)
        for unit, size, is_so, p in rows_of(results.unit_differences, "unit_code", "difference_pp", "significant", "p")
    }
    areas = results.small_areas.set_index("unit_code")
    years = results.year_differences
    before = dict(rows_of(years[years["factor"] == ""], "unit_code", "base_pct"))
    units = list(own["unit_code"])
    shown = own.assign(
        name=[results.name_of(unit) for unit in units],
        verdict=[verdicts.get(unit, UNKNOWN) for unit in units],
        base_pct=own["unit_code"].map(before),
        other_pct=areas["model_pct"].reindex(units).to_numpy(),
        group_n=areas["group_n"].reindex(units).to_numpy(),
    )
    if is_by_model(results, block):
        chosen = {f"{name}_pct": areas[f"model_{name}_pct"].reindex(units).to_numpy() for name in ("low", "high")}
        shown = shown.assign(satisfaction_pct=shown["other_pct"], other_pct=shown["satisfaction_pct"], **chosen)
    return shown.sort_values("satisfaction_pct", ascending=False, kind="stable", na_position="last")


def unit_factor_rows(results: Results, unit: str) -> pd.DataFrame:
    """Return a unit's rows of halves and factors, as :func:`factor_rows` has those of the province."""
    own = _of(results.satisfaction, unit, None, "", "")
    own = own[own["factor"] != ""]
    halves = set(results.survey_questions["factor_parent"])
    return own.assign(
        name=[in_language(factor, "") for factor in own["factor"]],
        is_part=[factor not in halves for factor in own["factor"]],
    )


def group_rows(results: Results) -> pd.DataFrame:
    """Return the province's rows by group of respondents, all questions together, with their names."""
    own = _of(results.satisfaction, "", "", "", None)
    own = own[own["respondent_group"] != ""]
    return own.assign(name=[head_group(group) for group in own["respondent_group"]])


def question_rows(results: Results) -> list[dict[str, Any]]:
    """Return the questions that count, each once with its words; those that differ by block stand for themselves."""
    counted = results.survey_questions[results.survey_questions["counts"]]
    alike = counted.groupby("question_code", sort=False)
    found = []
    for code, own in alike:
        row = own.iloc[0].to_dict()
        found.append(row | {"name": name_question(results, str(code)), "blocks": tuple(own["block"])})
    return found


def name_question(results: Results, code: str) -> str:
    """Return the number and the words of a question, of the first block that is asked it."""
    own = results.survey_questions[results.survey_questions["question_code"] == code].iloc[0]
    return f"{code} {in_language(own['text'], own['text_en'])}"


def shares_of(table: pd.DataFrame, question: bool, group: str = "") -> dict[tuple[str, str], Any]:
    """Return the published shares of a group (blank = together) by unit, or block, and factor or question."""
    named = "question_code" if question else "factor"
    own = table[table["respondent_group"] == group]
    own = own[own["question_code"] != ""] if question else own[own["question_code"] == ""]
    return {(code, of): share for code, of, share in rows_of(own, "unit_code", named, "satisfaction_pct")}


def judge(size: float, significant: bool, p: Any) -> str:
    """Return how a difference is to be read: above, below, chance; unknown where the sample does not tell."""
    if is_blank(p):
        return UNKNOWN
    if not significant:
        return CHANCE
    return ABOVE if size > 0 else BELOW


def say_interval(row: Any) -> str:
    """Return the ends of an interval as printed; a dash where the sample tells none."""
    if is_blank(row["low_pct"]):
        return DASH
    return f"{format_pct(row['low_pct'])}{DASH}{format_pct(row['high_pct'])}"


def _of(
    table: pd.DataFrame, unit: str | None, factor: str | None, question: str | None, group: str | None
) -> pd.DataFrame:
    """Return the rows of a table with these codes; None = any."""
    kept = pd.Series(True, index=table.index)
    asked = {"unit_code": unit, "factor": factor, "question_code": question, "respondent_group": group}
    for name, code in asked.items():
        if code is not None:
            kept &= table[name] == code
    return table[kept]
