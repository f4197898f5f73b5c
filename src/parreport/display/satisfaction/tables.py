"""The tables of the satisfaction report: units, factors, groups, questions, who answered, last year.

In: results. Out: :class:`~parreport.display.parts.Table`. A figure that is withheld prints as a dash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.drawing import theme
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.parts import Cell, Column, Table
from parreport.display.satisfaction.rows import (
    ABOVE,
    BELOW,
    CHANCE,
    block_rows,
    factor_rows,
    group_rows,
    head_group,
    is_by_model,
    name_question,
    question_rows,
    say_interval,
    shares_of,
    surveyed_blocks,
    unit_rows,
    whole_of,
)
from parreport.display.tables import ShownColumn, change_column, figure_column, number_column, table_of, words_column
from parreport.inputs.framework import Block
from parreport.language import in_language, text
from parreport.years.results import Results

FEW_UNITS = 12
"""As many units have a column each in the table of questions."""
END_UNITS = 4
"""Of more units so many at both ends."""


def say_verdict(verdict: str) -> Cell:
    """Return how a difference is to be read."""
    words = {
        ABOVE: Cell(text("significantly above"), "good"),
        BELOW: Cell(text("significantly below"), "warm"),
        CHANCE: Cell(text("can be due to chance"), "grey"),
    }
    return words.get(verdict, Cell(DASH))


def say_mark(row: Any) -> str:
    """Return what is remarked on an estimate: few respondents, no interval, withheld."""
    words = {
        "few": text("fewer than 30 respondents"),
        "one_psu": text("drawn in a single place"),
        "suppressed": text("withheld"),
    }
    marks = str(row["mark"]).split(";")
    if "suppressed" in marks:
        return words["suppressed"]
    return ", ".join(words[mark] for mark in marks if mark in words)


def share_columns() -> list[ShownColumn]:
    """Return the columns of an estimate: respondents, share, interval."""
    return [
        number_column(text("Respondents"), lambda row: format_number(row["n"], 0)),
        figure_column(text("Satisfied %"), "satisfaction_pct", 1, tone="strong"),
        number_column(text("95% interval"), say_interval),
    ]


def remark_column(rows: Iterable[Any]) -> ShownColumn | None:
    """Return the column of remarks on estimates; None where there is nothing to remark."""
    return words_column(text("Remark"), say_mark) if any(map(say_mark, rows)) else None


def table_shares(results: Results) -> Table:
    """Return the province, its blocks, halves and factors, and groups of respondents, with intervals."""
    whole = pd.DataFrame([whole_of(results) | {"name": text("The province")}])
    blocks, factors, groups = block_rows(results), factor_rows(results), group_rows(results)
    tables = [whole, *([blocks] if len(blocks) > 1 else []), factors, *([groups] if len(groups) > 1 else [])]
    starts, at = {}, 0
    heads = [text("Taken together"), *([text("Blocks")] if len(blocks) > 1 else []), text("Factors")]
    heads += [text("Groups of respondents")] if len(groups) > 1 else []
    for head, table in zip(heads, tables, strict=True):
        if len(table):
            starts[at] = head
        at += len(table)
    rows = [row for table in tables for row in table.to_dict("records")]
    columns = (words_column(text("Scope"), "name", "34%"), *share_columns(), remark_column(rows))
    caption = text("Share of satisfied answers, with 95% intervals")
    return table_of(caption, rows, columns, groups=starts, id="satisfaction-shares")


def table_units(results: Results, block: Block) -> Table:
    """Return the units of a block: respondents, share, interval, how it lies against the others, the model."""
    own = unit_rows(results, block)
    with_model, with_base = own["other_pct"].notna().any(), own["base_pct"].notna().any()
    by_model = is_by_model(results, block)
    other = text("By its own answers %") if by_model else text("By all units together %")
    rows = own.to_dict("records")
    columns = (
        words_column(text("Unit"), "name", "24%"),
        *share_columns(),
        (Column(text("Against the others of the block")), lambda row: say_verdict(row["verdict"])),
        figure_column(other, "other_pct", 1) if with_model else None,
        number_column(text("Group"), lambda row: format_number(row["group_n"], 0)) if with_model else None,
        figure_column(text("Year {year} %", year=results.base_year), "base_pct", 1) if with_base else None,
        remark_column(rows),
    )
    note = text("Significant: beyond chance at 5%, the units of the block taken together (Holm).")
    if by_model:
        note += " " + text(
            "The share, its interval and the order are by all units together: the estimate of Fay and Herriot, in "
            "which a unit with few answers leans on the others. Group, and against the others: by its own answers; "
            "units of a group do not lie clearly below its highest, 1 is the highest group."
        )
    elif with_model:
        note += " " + text(
            "By all units together: the estimate of Fay and Herriot, in which a unit with few answers leans on the "
            "others. Group: units that do not lie clearly below the highest of their group; 1 is the highest group."
        )
    caption = text("Satisfaction by unit, block {block}", block=block.shown)
    return table_of(caption, rows, columns, id=f"satisfaction-units-{block.code}", note=note)


def table_unit_factors(results: Results, block: Block, units: pd.DataFrame | None = None) -> Table:
    """Return units by factors, coloured against the province's share of each factor.

    ``units``: only these rows of the block, in their order.
    """
    shares = shares_of(results.satisfaction, question=False)
    factors = [row for row in factor_rows(results).to_dict("records") if row["is_part"]]
    columns = [
        words_column(text("Unit"), "name", "20%"),
        *(_heat_column(row["name"], _of(shares, row["factor"]), row["satisfaction_pct"]) for row in factors),
    ]
    caption = text("Satisfied answers by factor, %, block {block}", block=block.shown)
    note = text("Blue-green: above the province's share on the factor; orange: below it.") + _explain_dash()
    rows = unit_rows(results, block) if units is None else units
    return table_of(caption, rows, columns, kind="heat", note=note, id=f"satisfaction-factors-{block.code}")


def _of(shares: dict[tuple[str, str], Any], of: str) -> Callable[[Any], Any]:
    return lambda row: shares.get((row["unit_code"], of))


def _heat_column(name: str, share: Callable[[Any], Any], middle: Any) -> ShownColumn:
    def show(row: Any) -> Cell:
        value = share(row)
        background, ink = theme.heat_color(value, middle)
        return Cell(format_number(value, 1), background=background, ink=ink)

    return Column(name, "center"), show


def table_questions(results: Results) -> Table:
    """Return the questions by factor: the province, and where there are several, blocks and groups.

    Coloured against the share of all questions together.
    """
    middle = whole_of(results)["satisfaction_pct"]
    whole = shares_of(results.satisfaction, question=True)
    columns: list[ShownColumn] = [
        words_column(text("Question"), "name", "46%"),
        _heat_column(text("Taken together"), lambda row: whole.get(("", row["question_code"])), middle),
    ]
    rows = question_rows(results)
    blocks = surveyed_blocks(results)
    if len(blocks) > 1:
        for block in blocks:
            own = results.satisfaction_blocks[results.satisfaction_blocks["block"] == block.code]
            columns.append(_column_of_province(block.shown, shares_of(own, question=True), middle))
    groups = group_rows(results)
    if len(groups) > 1:
        for code, name in zip(groups["respondent_group"], groups["name"], strict=True):
            columns.append(_column_of_province(name, shares_of(results.satisfaction, True, code), middle))
    if len(columns) == 2:
        columns += _interval_columns(results)
    caption = text("Satisfied answers by question, %")
    note = text("Blue-green: above the share of the questions together; orange: below it.") + _explain_dash()
    return table_of(
        caption, rows, columns, kind="heat", note=note, groups=_factors_over(rows), id="satisfaction-questions"
    )


def _interval_columns(results: Results) -> list[ShownColumn]:
    """Return the interval and the number of respondents of each question in the province."""
    own = results.satisfaction
    own = own[(own["unit_code"] == "") & (own["respondent_group"] == "") & (own["question_code"] != "")]
    known = {row["question_code"]: row for row in own.to_dict("records")}
    return [
        number_column(text("95% interval"), lambda row: say_interval(known[row["question_code"]])),
        number_column(text("Respondents"), lambda row: format_number(known[row["question_code"]]["n"], 0)),
    ]


def _column_of_province(name: str, shares: dict[tuple[str, str], Any], middle: Any) -> ShownColumn:
    return _heat_column(name, lambda row: shares.get(("", row["question_code"])), middle)


def table_question_units(results: Results, block: Block) -> Table:
    """Return the questions by the units of a block; of many units those with the highest and the lowest shares."""
    units = unit_rows(results, block)
    is_cut = len(units) > FEW_UNITS
    if is_cut:
        known = units[units["satisfaction_pct"].notna()]
        units = pd.concat([known.head(END_UNITS), known.iloc[max(END_UNITS, len(known) - END_UNITS) :]])
    middle = whole_of(results)["satisfaction_pct"]
    shares = shares_of(results.satisfaction, question=True)
    rows = [row for row in question_rows(results) if "" in row["blocks"] or block.code in row["blocks"]]

    def of_unit(unit: str) -> Callable[[Any], Any]:
        return lambda row: shares.get((unit, row["question_code"]))

    columns = [
        words_column(text("Question"), "name", "34%"),
        *(
            _heat_column(name, of_unit(unit), middle)
            for unit, name in zip(units["unit_code"], units["name"], strict=True)
        ),
    ]
    caption = text("Satisfied answers by question and unit, %, block {block}", block=block.shown)
    note = text("Blue-green: above the share of the questions together; orange: below it.") + _explain_dash()
    if is_cut:
        note = text("The {n} units with the highest and the {n} with the lowest shares.", n=END_UNITS) + " " + note
    anchor = f"satisfaction-questions-{block.code}"
    return table_of(caption, rows, columns, kind="heat", note=note, groups=_factors_over(rows), id=anchor)


def _factors_over(rows: list[dict[str, Any]]) -> dict[int, str]:
    """Return the factor over the first of its questions, by row."""
    found, before = {}, ""
    for place, row in enumerate(rows):
        if row["factor"] and row["factor"] != before:
            found[place] = in_language(row["factor"], "")
        before = row["factor"]
    return found


def _explain_dash() -> str:
    return " " + text("A dash: not asked, or withheld.")


def table_importance(results: Results) -> Table:
    """Return the questions by how dissatisfied answers are, with their importance and whether they are a priority."""
    order = results.importance.sort_values("dissatisfied_pct", ascending=False, kind="stable")
    columns = (
        words_column(text("Question"), lambda row: name_question(results, row["question_code"]), "42%"),
        number_column(text("Respondents"), lambda row: format_number(row["n"], 0)),
        figure_column(text("Not satisfied %"), "dissatisfied_pct", 1),
        figure_column(text("Importance"), "importance", 2),
        (Column(text("Priority"), "center"), lambda row: Cell(text("yes"), "warm") if row["priority"] else Cell("")),
    )
    note = text(
        "Importance: how the answer goes with the respondent's other answers (correlation). Priority: importance and "
        "dissatisfaction above their medians. It says what goes with satisfaction, not what causes it."
    )
    caption = text("Importance and dissatisfaction by question")
    return table_of(caption, order, columns, note=note, id="satisfaction-importance")


def table_response(results: Results) -> Table:
    """Return who answered: by block and group, units, respondents, respondents by unit, questions answered."""
    names = {block.code: block.shown for block in surveyed_blocks(results)}
    own = results.survey_response
    rows = [
        row | {"name": head_group(row["respondent_group"]) or text("Taken together"), "block_name": names[row["block"]]}
        for row in own.to_dict("records")
    ]
    starts = {place: row["block_name"] for place, row in enumerate(rows) if not row["respondent_group"]}
    columns = (
        words_column(text("Group of respondents"), "name", "26%"),
        number_column(text("Units asked"), lambda row: f"{row['units_n']}/{row['of_n']}"),
        number_column(text("Respondents"), lambda row: format_number(row["n"], 0)),
        number_column(text("Fewest in a unit"), lambda row: format_number(row["fewest_n"], 0)),
        number_column(text("Median of the units"), lambda row: format_plain(row["median_n"], 1)),
        number_column(text("Most in a unit"), lambda row: format_number(row["most_n"], 0)),
        figure_column(text("Questions answered %"), "answered_pct", 1),
    )
    caption = text("Who answered")
    return table_of(caption, rows, columns, groups=starts, id="satisfaction-response")


def table_years(results: Results) -> Table | None:
    """Return the province and its factors against the base year; None without one."""
    own = results.year_differences[results.year_differences["unit_code"] == ""]
    if own.empty:
        return None
    rows = [
        row | {"name": in_language(row["factor"], "") if row["factor"] else text("Taken together")}
        for row in own.to_dict("records")
    ]
    columns = (
        words_column(text("Scope"), "name", "34%"),
        figure_column(text("Year {year} %", year=results.base_year), "base_pct", 1),
        figure_column(text("Year {year} %", year=results.span.short), "satisfaction_pct", 1),
        change_column(text("Change (percentage points)"), "difference_pp", 1),
        (Column(text("Reading")), lambda row: _say_change(row)),
    )
    caption = text("Satisfied answers in {base} and {year}", base=results.base_year, year=results.span)
    return table_of(caption, rows, columns, id="satisfaction-years")


def _say_change(row: Any) -> Cell:
    if is_blank(row["p"]):
        return Cell(DASH)
    return Cell(text("significant"), "strong") if row["significant"] else Cell(text("can be due to chance"), "grey")
