"""The tables of a unit's report, ready to be shown.

In: rows of one unit. Out: :class:`~parreport.display.parts.Table`. Computes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import DASH, format_amount, format_number, format_pct
from parreport.display.parts import Cell, Column, Table
from parreport.display.tables import (
    change_column,
    figure_column,
    item_column,
    item_name,
    number_column,
    table_of,
    typed,
    words_column,
)
from parreport.display.unit.rules import describe_rule
from parreport.inputs.framework import Block, Item
from parreport.language import text


def table_strengths(findings: pd.DataFrame, block: Block) -> Table:
    """Return the strengths of a unit, one row each."""
    columns = (
        item_column(block),
        figure_column(text("Score %"), "score_pct", 1, tone="good"),
        figure_column(text("Median %"), "block_median_pct", 1),
        figure_column(text("Points above the median"), "lead_points", signed=True),
        number_column(text("Others with full points"), share_of_peers),
    )
    return table_of(text("Strengths, by points above the median"), findings, columns, id="strengths-table")


def remedy_of(item: Item, block: Block) -> str:
    """Return the remedy of an item; of a criterion without its own, where to find those of its items."""
    below = [one for one in block.leaves if one.code.startswith(f"{item.code}.") and one.shown_remedy]
    return item.shown_remedy or (text("see the remedies of its items") if below else "")


def attainable(row: Any) -> str:
    """Return the attainable points of an item; a dash without peers, whose quartile would be the unit's own."""
    return format_number(row["attainable_points"], 2) if row["peers_n"] else DASH


def list_strengths(findings: pd.DataFrame, block: Block) -> Table:
    """Return all strengths of a unit, for the annex: those that are counted first."""
    rows, groups = _counted_first(findings)
    columns = (
        item_column(block, width="52%"),
        figure_column(text("Score %"), "score_pct", 1, tone="good"),
        figure_column(text("Median %"), "block_median_pct", 1),
        number_column(text("Others with full points"), share_of_peers),
    )
    return table_of(text("All strengths"), rows, columns, id="strengths-list", groups=groups)


def list_weaknesses(findings: pd.DataFrame, block: Block) -> Table:
    """Return all weaknesses of a unit with their remedies, for the annex: those that are counted first."""
    rows, groups = _counted_first(findings)

    def item(row: Any) -> Cell:
        own = block.by_code[row["item_code"]]
        return Cell(item_name(own), second=remedy_of(own, block))

    columns = (
        words_column(text("Weakness and remedy"), item, "52%"),
        figure_column(text("Score %"), "score_pct", 1),
        figure_column(text("Points lost"), "lost_points", tone="warm"),
        number_column(text("Share of the loss"), lambda row: format_pct(row["share_of_loss_pct"], 1)),
        number_column(text("Attainable"), attainable),
        number_column(text("Years weak"), "years_weak"),
    )
    return table_of(text("All weaknesses"), rows, columns, id="weaknesses-list", groups=groups)


def _counted_first(findings: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, str]]:
    """Return findings, those that are counted before the others, and the line between the two."""
    is_counted = findings["counted"].astype(bool)
    line = text("Criteria whose own items are counted above")
    groups = {} if is_counted.all() else {int(is_counted.sum()): line}
    return pd.concat([findings[is_counted], findings[~is_counted]]), groups


def share_of_peers(row: Any) -> str:
    """Return how many of the other units have full points, as "5/17"."""
    return DASH if not row["peers_n"] else f"{row['peers_full_n']}/{row['peers_n']}"


def table_appraisal(claims: pd.DataFrame, block: Block) -> Table:
    """Return where the official points differ from the unit's own, who decided, and the reason."""
    with_rounds = claims["round1_points"].notna().any()
    deciders = {"appraiser": text("appraiser"), "rule": text("rule"), "self": text("the unit itself")}

    def official(row: Any) -> Cell:
        return Cell(format_number(row["official_points"], 2), "warm" if row["cut_points"] > 0 else "good")

    columns = (
        item_column(block, width="31%"),
        figure_column(text("Self"), "self_points"),
        figure_column(text("Round 1"), "round1_points") if with_rounds else None,
        number_column(text("Official"), official),
        words_column(text("Decided by"), lambda row: deciders.get(row["decided_by"], DASH), "11%"),
        words_column(text("Reason"), lambda row: typed(row["reason"] or DASH), "29%"),
    )
    return table_of(text("All items that differ, with the reason"), claims, columns, id="appraisal-list")


def table_change(parts: pd.DataFrame, decimals: int) -> Table:
    """Return the parts of a unit's change; ``parts``: label, change_pp, kind."""
    columns = (
        words_column(text("Part"), lambda row: Cell(row["label"], "strong" if row["kind"] == "total" else "plain")),
        change_column(text("Percentage points"), "change_pp", decimals),
    )
    return table_of(text("Parts of the change"), parts, columns, id="change-table")


def table_score_sheet(leaves: pd.DataFrame, items: pd.DataFrame, block: Block, compared: pd.DataFrame) -> Table:
    """Return the whole score sheet of a unit: every leaf under its area and criterion.

    ``compared``: the unit's rows of the comparison with a second source.
    """
    beside = {row["item_code"]: mark_second(row) for row in compared.to_dict("records")}
    by_leaf = {row["item_code"]: row for row in leaves.to_dict("records")}
    by_item = {row["item_code"]: row for row in items.to_dict("records")}
    is_silent = not any(leaf["applies"] and not block.by_code[code].outside for code, leaf in by_leaf.items())
    rows: list[tuple[Cell | str, ...]] = []
    groups: dict[int, str] = {}
    for item in block.items:
        if not item.is_leaf:
            if item.level == 1:
                groups[len(rows)] = item_name(item)
            decimals = {"points": 2, "max_points": 2, "score_pct": 1}
            sums = (format_number(by_item[item.code][name], n) for name, n in decimals.items())
            rows.append((Cell(item_name(item), "strong"), "", "", "", *(Cell(one, "strong") for one in sums)))
            continue
        leaf = by_leaf[item.code]
        has_points = not is_silent or leaf["origin"] != "none"
        rows.append(_score_row(item, leaf, by_item[item.code], beside.get(item.code, ""), has_points=has_points))
    columns = (
        Column(text("Item"), width="38%"),
        Column(text("Declared"), width="16%"),
        Column(text("Self"), "number"),
        Column(text("Appraised"), "number"),
        Column(text("Official"), "number"),
        Column(text("Maximum"), "number"),
        Column("%", "number"),
    )
    given = {2: leaves["self_points"].notna().any(), 3: leaves["appraised_points"].notna().any()}
    kept = [at for at in range(len(columns)) if given.get(at, True)]  # a column that nobody filled is left out
    return Table(
        text("Score sheet, every item"),
        tuple(columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in rows),
        id="score-sheet",
        groups=groups,
        kind="wide",
        brief=True,
    )


def _score_row(item: Item, leaf: Any, scored: Any, beside: str, *, has_points: bool) -> tuple[Cell | str, ...]:
    methods = {"bonus": text("bonus"), "penalty": text("penalty")}
    origins = {
        "self": text("not yet appraised"),
        "missing": text("no points given"),
        "not_applicable": text("does not apply"),
        "survey": text("by survey"),
        "scenario": text("points of a scenario"),
    }
    remarks = (methods.get(str(item.method)), origins.get(leaf["origin"]), describe_rule(item), leaf["reason"])
    second = " · ".join(one for one in remarks if one)
    points = leaf["points"] if leaf["applies"] and has_points else None
    lost = leaf["applies"] and not item.outside and scored["lost_points"] is not None and scored["lost_points"] > 0
    return (
        Cell(item_name(item), second=second),
        replace(typed(declared(leaf)), second=beside),
        format_number(leaf["self_points"], 2),
        format_number(leaf["appraised_points"], 2),
        Cell(format_number(points, 2), "warm" if lost else "plain"),
        format_number(leaf["max_points"], 2) if leaf["applies"] or leaf["origin"] == "missing" else DASH,
        format_number(scored["score_pct"], 1),
    )


def declared(leaf: Any) -> str:
    """Return what a unit declared: "42/60", "3", or the text of a choice."""
    word = _shown_value(str(leaf["value"] or ""))
    if is_blank(leaf["numerator"]) or is_blank(leaf["denominator"]):
        return word
    rate = f"{format_amount(leaf['numerator'])}/{format_amount(leaf['denominator'])}"
    return text("{word}; {rate} done", word=word, rate=rate) if word else rate


def second_figures(row: Any) -> str:
    """Return what a second source has, as :func:`declared` shows figures."""
    return declared({name: row[f"second_{name}"] for name in ("numerator", "denominator", "value")})


def source_of(row: Any) -> str:
    """Return the name of a second source."""
    return row["source"] or text("the second source")


def mark_second(row: Any) -> str:
    """Return the mark of a declared figure: what a second source has, or that it is from there; blank if alike."""
    if row["state"] == "equal":
        return ""
    if row["state"] == "filled":
        return text("not declared in full; taken from {source}", source=source_of(row))
    if not row["source"]:
        return text("second source: {figures}", figures=second_figures(row))
    return text("second source ({source}): {figures}", source=row["source"], figures=second_figures(row))


def _shown_value(value: str) -> str:
    """Return a declared value with the marks of the language where it is a number."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return format_amount(number) if number.is_finite() else value
