"""What a unit can do, a call in ``02_unit.ipynb``: one table of items, what they bring, whether it is enough.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words and a table together.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import has_detail
from parreport.display.formats import DASH, format_amount, format_date, format_number
from parreport.display.parts import Cell, Heading, Section, Table, Text, gather
from parreport.display.tables import figure_column, item_name, number_column, table_of, typed, words_column
from parreport.display.unit import plan_sentences as say
from parreport.display.unit.case_sentences import describe_weak_without_cases
from parreport.display.unit.pace import describe_class_pace, describe_need, describe_time_left
from parreport.display.unit.sections import select_findings
from parreport.display.unit.sentences import unit_row
from parreport.display.unit.tables import declared, remedy_of
from parreport.display.unit.what_if_sentences import describe_next_band, describe_next_place
from parreport.display.unit.why_sentences import tell_figure
from parreport.language import text
from parreport.plan_columns import PLAN_KINDS
from parreport.years.results import Results, shown_name


def show_plan(results: Results, unit: str) -> Section:
    """Show what a unit can do: one table of items, penalties first, and whether it is enough for place and class."""
    block, row = results.block_of(unit), unit_row(results, unit)
    if not has_detail(block) or row["printed_pct"] is None:
        return gather()
    told = results.plan[(results.plan["unit_code"] == unit) & results.plan["told"].astype(bool)]
    pace = results.pace[results.pace["unit_code"] == unit]
    classes = pace[pace["goal"] == "next_band"]
    goals = () if row["gaps_n"] else (describe_next_place(results, unit), describe_next_band(results, unit))
    enough = () if row["gaps_n"] else (say.describe_enough(results, unit), say.describe_outcome(results, unit))
    needs, verdict = (" ".join(filter(None, some)) for some in (goals, enough))
    empty = describe_weak_without_cases(results, unit, select_findings(results, unit, "weakness"))
    rest = " ".join(filter(None, (say.describe_rest(results, unit), empty)))
    return gather(
        Heading(say.heading_plan(results, unit), id="plan"),
        Text(needs) if needs else None,
        Text(verdict) if verdict else None,
        Text(describe_time_left(results)) if len(pace) else None,
        table_plan(results, unit, told) if len(told) else None,
        Text(rest, "note") if rest else None,
        Text(describe_class_pace(classes, block), "note") if len(classes) else None,
        table_neighbors(results, unit),
    )


def table_plan(results: Results, unit: str, plan: pd.DataFrame) -> Table:
    """Return the plan of a unit: item and remedy, the figure and the next step, what it costs and brings, who, when."""
    block, sums = results.block_of(unit), say.sums_of(results, unit)
    reasons = _reasons(results, unit)
    pace = results.pace[(results.pace["unit_code"] == unit) & (results.pace["goal"] == "mean")]
    needs = {row["item_code"]: describe_need(row) for row in pace.to_dict("records")}
    leaves = results.leaves[results.leaves["unit_code"] == unit].set_index("item_code")
    rows = plan.to_dict("records")
    if sums["told_n"] > 1:
        rows.append({"kind": "total", "lost_points": None, "gain_points": sums["told_points"]})

    def item(row: Any) -> Cell:
        if row["kind"] == "total":
            return Cell(text("Together"), "strong")
        own = block.by_code[row["item_code"]]
        remedy = remedy_of(own, block) or text("to be decided by the unit")
        if row["kind"] == "appraisal":
            remedy = text("Answer the reason given in the appraisal: with evidence, or with a corrected figure.")
        return Cell(item_name(own), second=" ".join(filter(None, (remedy, reasons.get(row["item_code"], "")))))

    def figure(row: Any) -> Cell:
        if row["kind"] == "total":
            return Cell("")
        leaf = leaves.loc[row["item_code"]]
        shown = typed(tell_figure(row, block.by_code[row["item_code"]]))
        words = text("{figure} (declared: {declared})", figure=shown.words, declared=declared(leaf))
        alike = declared(row) == declared(leaf)
        due = text("by {day}", day=format_date(date.fromisoformat(row["due"]))) if row["due"] else ""
        second = "; ".join(filter(None, (needs.get(row["item_code"]) or _tell_steps(row, leaf), due)))
        return Cell(shown.words if alike else words, language=shown.language, second=second)

    def others(row: Any) -> Cell:
        if row["kind"] == "total":
            return Cell("")
        if not row["peers_n"]:
            return Cell(DASH)
        free = text("without it") if row["kind"] == "penalty" else ""
        return Cell(f"{row['peers_full_n']}/{row['peers_n']}", second=free)

    def gain(row: Any) -> Cell:
        return Cell(format_number(row["gain_points"], 2), "strong" if row["kind"] == "total" else "good")

    def lost(row: Any) -> Cell:
        return Cell("" if row["kind"] == "total" else format_number(row["lost_points"], 2), "warm")

    heads = {
        "penalty": text("Penalties that can be avoided"),
        "few": text("Few cases bring it"),
        "appraisal": text("Lost in appraisal: by the declared figure the points are there"),
        "reached": text("Up to the points that the upper quarter of the block has"),
        "alone": text("No other unit has the item"),
        "total": text("Together"),
    }
    firsts = {kind: [row["kind"] for row in rows].index(kind) for kind in PLAN_KINDS if kind in set(plan["kind"])}
    columns = (
        words_column(text("Item and remedy"), item, "58%"),
        words_column(text("Figure and next step"), figure, "20%"),
        number_column(text("Points lost"), lost),
        number_column(text("Can bring"), gain),
        number_column(text("Others with full points"), others),
    )
    return table_of(
        text("The plan, item by item"),
        rows,
        columns,
        id="plan-table",
        groups={row: heads[kind] for kind, row in firsts.items()},
        note=_describe_gains(results, sums, plan),
    )


def _describe_gains(results: Results, sums: Any, plan: pd.DataFrame) -> str:
    published = results.parameters.publication_date()
    said = [
        text(
            "Can bring: a penalty avoided; what at most three cases or things counted bring; what the appraiser took; "
            "or what the upper quarter of the block already has."
        ),
        _tell_who(plan),
    ]
    if any(plan["due"]):
        day = format_date(published)
        said.append(
            text(
                "Deadlines: the first that the remedy names more than 30 days after {day}, the day of publication.",
                day=day,
            )
        )
    if any(due and int(due[:4]) > published.year for due in plan["due"]):
        said.append(text("Deadlines after {year} come too late for the work of {year}.", year=published.year))
    gains = sum((gain for gain in plan["gain_points"] if not is_blank(gain)), Decimal(0))
    if gains != sums["told_points"]:
        said.append(text("Penalties are cut to their cap, so the sum is less than its rows."))
    return " ".join(said)


def _tell_who(plan: pd.DataFrame) -> str:
    """Return who fills in what the figures do not tell: who does it, and by when."""
    if not any(plan["due"]):
        return text("The head of the unit names who is responsible for each item, and by when.")
    if not all(plan["due"]):
        return text("The head of the unit names who is responsible for each item, and by when where no date stands.")
    return text("The head of the unit names who is responsible for each item.")


def _tell_steps(row: Any, leaf: Any) -> str:
    """Return what the next step brings, and what brings the gain; of points lost in appraisal, which."""
    if row["kind"] == "penalty":
        return ""
    if row["kind"] == "appraisal":
        facts = {"points": format_number(row["rule_points"], 2), "counted": format_number(leaf["points"], 2)}
        return text("by the rule {points} points, by the appraisal {counted}", **facts)
    if row["step_option"]:
        facts = {"option": row["step_option"], "points": format_number(row["step_points"], 2)}
        return text("“{option}”: +{points}", **facts)
    steps = []
    if not is_blank(row["step_n"]):
        steps.append((row["step_n"], row["step_points"]))
    if not is_blank(row["gain_n"]) and row["gain_n"] not in [n for n, _ in steps]:
        steps.append((row["gain_n"], row["gain_points"]))
    return "; ".join(_tell_step(n, points) for n, points in steps)


def _tell_step(n: Decimal, points: Any) -> str:
    facts = {"n": format_amount(abs(n)), "points": format_number(points, 2)}
    return text("{n} more: +{points}", **facts) if n > 0 else text("{n} fewer: +{points}", **facts)


def _reasons(results: Results, unit: str) -> dict[str, str]:
    """Return the appraiser's reasons where the points are not those of the rule for what was declared."""
    own = results.leaves[(results.leaves["unit_code"] == unit) & (results.leaves["reason"] != "")]
    appraised = own[(own["origin"] == "appraised") & own["computed_points"].notna()]
    return {
        row["item_code"]: text("Appraiser: {reason}", reason=row["reason"])
        for row in appraised.to_dict("records")
        if row["computed_points"] != row["points"]
    }


def table_neighbors(results: Results, unit: str) -> Table | None:
    """Return the units of a large block just above and below a unit, and itself; None in other blocks."""
    own, decimals = unit_row(results, unit), results.framework.decimals
    near = results.neighbors[results.neighbors["unit_code"] == unit]
    if near.empty:
        return None
    names = {band.name: band.shown for band in results.block_of(unit).bands}
    rows = near.to_dict("records")
    above = sum(row["rank"] < own["rank"] for row in rows)
    rows.insert(above, {**own, "neighbor_code": "", "distance_pp": None})

    def name(row: Any) -> Cell:
        return Cell(shown_name(row), "plain" if row["neighbor_code"] else "strong")

    columns = (
        number_column(text("Rank"), lambda row: str(row["rank"])),
        words_column(text("Unit"), name),
        figure_column(text("Index %"), "printed_pct", decimals),
        words_column(text("Class"), lambda row: names.get(row["band"], DASH)) if len(names) > 1 else None,
        figure_column(text("Distance (percentage points)"), "distance_pp", decimals, signed=True),
    )
    return table_of(text("Neighbors in rank"), rows, columns, id="neighbors-table", head_column=1)
