"""Where a unit's points went, each a call in ``02_unit.ipynb``: losses, appraisal, change, score sheet.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words, pictures and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.claims.sentences import (
    describe_beyond,
    describe_deciders,
    describe_evidence,
    describe_rounds,
    describe_totals,
    describe_undecided,
    describe_waiting,
)
from parreport.display.claims.tables import table_claim_areas
from parreport.display.documents import has_detail, labels_of
from parreport.display.formats import format_pct
from parreport.display.parts import Bullets, Heading, Section, Text, gather
from parreport.display.pictures import Caption
from parreport.display.sentences import join_sentences, list_figures
from parreport.display.tables import item_name
from parreport.display.targets.sections import unit_targets_of
from parreport.display.unit import sentences as say
from parreport.display.unit import tables
from parreport.display.unit.charts import chart_change, chart_waterfall
from parreport.display.unit.sections import areas_of
from parreport.display.unit.why_sentences import list_framework
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results


def show_waterfall(results: Results, unit: str) -> Section:
    """Show, in the annex, the way from the maximum to the points that make the index, by area."""
    block, areas, row = results.block_of(unit), areas_of(results, unit), say.unit_row(results, unit)
    if not has_detail(block) or row["printed_pct"] is None:
        return gather()
    steps = steps_to_index(areas, row)
    index = format_pct(row["printed_pct"], results.framework.decimals)
    facts = {"index": index, "listed": list_figures(steps, "area_name", "points")}
    return gather(
        Heading(say.heading_waterfall(areas), id="waterfall", details=True),
        chart_waterfall(
            steps,
            row["max_points"],
            row["points"] + row["bonus_points"] - row["penalty_points"],
            index,
            results.span.short,
            caption=Caption(
                title=text("From the maximum to the index"),
                subtitle=text("Points lost by area"),
                alt=text("From the maximum to {index}, in points: {listed}.", **facts),
                id="waterfall-chart",
                labels=labels_of(results),
            ),
        ),
    )


def steps_to_index(areas: pd.DataFrame, row: Any) -> pd.DataFrame:
    """Return the steps from the maximum to the index: areas, the largest loss first, then bonus and penalty."""
    losses = areas.sort_values("lost_pp", ascending=False, kind="stable")
    losses = losses[["area_name", "lost_pp"]].assign(points=losses["lost_points"], kind="loss")
    extras = [
        {"area_name": name, "lost_pp": row[f"{kind}_pp"], "points": row[f"{kind}_points"], "kind": kind}
        for kind, name in (("bonus", text("Bonus points")), ("penalty", text("Penalty points")))
        if row[f"{kind}_points"] > 0
    ]
    return pd.concat([losses, pd.DataFrame(extras)], ignore_index=True) if extras else losses


def differing_claims(results: Results, unit: str) -> pd.DataFrame:
    """Return the claims at which the official points differ, the largest cuts first."""
    own = results.claims[(results.claims["unit_code"] == unit) & results.claims["cut_points"].notna()]
    own = own[own["cut_points"] != 0]
    return own.sort_values("cut_points", key=lambda cuts: cuts.astype(float), ascending=False, kind="stable")


def _decided_sums(results: Results, unit: str) -> Any:
    """Return the sums of the claims of a unit; None where nobody but itself has decided on any."""
    sums = results.claim_sums[results.claim_sums["unit_code"] == unit]
    decided = sums[sums["leaves_n"] > sums["waiting_n"]]
    return None if decided.empty else decided.iloc[0]


def show_appraisal(results: Results, unit: str) -> Section:
    """Show what was cut and added, and by whom; the annex has each difference with its reason."""
    sums = _decided_sums(results, unit)
    if sums is None:
        return gather()
    told = join_sentences(describe_totals(sums), describe_deciders(sums), describe_undecided(sums))
    return gather(Heading(say.describe_appraisal(sums), id="appraisal"), Text(told))


def show_appraisal_list(results: Results, unit: str) -> Section:
    """Show, in the annex, the appraisal in full: rounds, evidence, every item that differs, areas."""
    own = results.claim_sums[results.claim_sums["unit_code"] == unit]
    if own.empty:
        return gather()
    heading = Heading(text("Annex: self-assessed and official points"), id="annex-appraisal", details=True)
    if _decided_sums(results, unit) is None:
        return gather(heading, Text(describe_waiting(own.iloc[0])))
    order, block = differing_claims(results, unit), results.block_of(unit)
    rounds = results.rounds[results.rounds["unit_code"] == unit]
    areas = results.claim_areas[results.claim_areas["unit_code"] == unit]
    explained = describe_rounds(rounds.iloc[0]) if len(rounds) else ""
    told = join_sentences(explained, describe_beyond(own.iloc[0]), describe_evidence(own.iloc[0]))
    return gather(
        heading,
        Text(told) if told else None,
        tables.table_appraisal(order, block) if len(order) else None,
        table_claim_areas(areas, own, block, "claim-areas"),
    )


def show_change(results: Results, unit: str) -> Section:
    """Show what moved the index against the base year."""
    parts, decimals = change_parts_of(results, unit), results.framework.decimals
    if parts is None:
        return gather()
    years = {"year": results.span, "base": results.base_year}
    listed = list_figures(parts, "label", "change_pp", decimals, signed=True)
    table = tables.table_change(parts, decimals)
    return gather(
        Heading(say.heading_change(results, unit), id="change", details=True),
        chart_change(
            parts.assign(change_pp=parts["change_pp"].astype(float)),
            decimals,
            caption=Caption(
                title=text("Parts of the change"),
                subtitle=text("Percentage points of the index, {year} against {base}", **years),
                alt=text("Parts of the change, in percentage points: {listed}.", listed=listed),
                note=text(
                    "An item counts with its own performance only; other items, other weights and other scope are "
                    "one figure."
                ),
                id="change-chart",
                labels=labels_of(results),
                table=table.caption,
            ),
        ),
        table,
        *_framework_parts(results, unit),
    )


def _framework_parts(results: Results, unit: str) -> list[Any]:
    """Return of which items the changes of the framework consist, where they moved the index of a unit."""
    listed = list_framework(results, unit)
    facts = {"block": results.block_of(unit).shown, "year": results.base_year}
    lead = text("Changes of the framework of block {block} since {year}, item by item:", **facts)
    return [Text(lead), Bullets(tuple(listed))] if listed else []


def change_parts_of(results: Results, unit: str) -> pd.DataFrame | None:
    """Return the parts of the change of a unit with their names as ``label``; None without a base year."""
    own = results.change_parts[results.change_parts["unit_code"] == unit]
    return None if own.empty or results.base is None else _name_parts(own, results.block_of(unit))


def _name_parts(parts: pd.DataFrame, block: Block) -> pd.DataFrame:

    def name(part: Any) -> str:
        names = {
            "others": text("Other items that changed ({n})", n=part["items_n"]),
            "framework": text("Due to the framework or the scope"),
            "bonus_penalty": text("Bonus and penalty"),
            "total": text("Change of the index"),
        }
        return names.get(part["kind"]) or item_name(block.by_code[part["item_code"]])

    return parts.assign(label=[name(part) for part in parts.to_dict("records")])[["label", "change_pp", "kind"]]


def show_score_sheet(results: Results, unit: str) -> Section:
    """Show the annex: every item with what was declared, claimed, appraised."""
    leaves = results.leaves[results.leaves["unit_code"] == unit]
    items = results.items[results.items["unit_code"] == unit]
    compared = results.second_source[results.second_source["unit_code"] == unit]
    return gather(
        Heading(text("Annex: the whole score sheet"), id="annex"),
        tables.table_score_sheet(leaves, items, results.block_of(unit), compared),
        *unit_targets_of(results, unit),
    )
