"""Where a unit's points went, each a call in ``02_unit.ipynb``: losses, appraisal, change, score sheet.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words, pictures and tables together.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.columns import round_half_up
from parreport.display.claims.sentences import describe_beyond, describe_evidence, describe_rounds, describe_waiting
from parreport.display.claims.tables import table_claim_areas
from parreport.display.documents import has_detail, labels_of
from parreport.display.formats import format_number, format_pct
from parreport.display.parts import Heading, Section, Text, gather
from parreport.display.pictures import Caption
from parreport.display.tables import item_name
from parreport.display.targets.sections import unit_targets_of
from parreport.display.unit import sentences as say
from parreport.display.unit import tables
from parreport.display.unit.charts import chart_change, chart_waterfall
from parreport.display.unit.sections import areas_of, more
from parreport.language import text
from parreport.years.results import Results

LOSSES_SHOWN = 4
CUTS_SHOWN = 2
CHANGES_SHOWN = 6


def show_waterfall(results: Results, unit: str) -> Section:
    """Show the way from 100 to the index, and the items that cost the points."""
    block, areas, row = results.block_of(unit), areas_of(results, unit), say.unit_row(results, unit)
    if not has_detail(block) or row["printed_pct"] is None:
        return gather()
    steps = areas.sort_values("lost_pp", ascending=False, kind="stable")[["area_name", "lost_pp", "lost_points"]]
    steps = steps.rename(columns={"lost_points": "points"}).assign(kind="loss")
    extra = [
        {
            "area_name": name,
            "lost_pp": float(100 * row[column] / row["max_points"]),
            "points": float(row[column]),
            "kind": kind,
        }
        for kind, column, name in (
            ("bonus", "bonus_points", text("Bonus points")),
            ("penalty", "penalty_points", text("Penalty points")),
        )
        if row[column] > 0
    ]
    steps = pd.concat([steps, pd.DataFrame(extra)], ignore_index=True) if extra else steps
    listed = "; ".join(f"{one['area_name']} {format_number(one['lost_pp'])}" for one in steps.to_dict("records"))
    losses = _losses(results, unit)
    return gather(
        Heading(say.heading_waterfall(areas), id="waterfall"),
        chart_waterfall(
            steps,
            float(row["printed_pct"]),
            results.framework.decimals,
            results.parameters.year,
            caption=Caption(
                title=text("From the maximum to the index"),
                subtitle=text("Percentage points lost by area"),
                alt=text(
                    "From 100 to {index}: {listed}.",
                    index=format_pct(row["printed_pct"], results.framework.decimals),
                    listed=listed,
                ),
                id="waterfall-chart",
                labels=labels_of(results),
            ),
        ),
        tables.table_losses(losses.head(LOSSES_SHOWN)) if len(losses) else None,
        more(
            len(losses) - LOSSES_SHOWN,
            "1 more item loses points; the score sheet shows all.",
            "{n} more items lose points; the score sheet shows all.",
        ),
    )


def _losses(results: Results, unit: str) -> pd.DataFrame:
    block, row = results.block_of(unit), say.unit_row(results, unit)
    own = results.items[
        (results.items["unit_code"] == unit) & results.items["is_leaf"] & results.items["lost_points"].notna()
    ]
    own = own[own["lost_points"] > 0]
    unit_loss = row["max_points"] - row["points"]
    rows = own.assign(
        name=[item_name(block.by_code[code]) for code in own["item_code"]],
        share_pct=[float(100 * lost / unit_loss) for lost in own["lost_points"]],
        _lost=own["lost_points"].astype(float),
    )
    return rows.sort_values("_lost", ascending=False, kind="stable")


def _differing(results: Results, unit: str) -> pd.DataFrame:
    """Return the claims at which the appraiser's figure differs, the largest cuts first."""
    own = results.claims[(results.claims["unit_code"] == unit) & results.claims["claim_gap"].notna()]
    differ = own[own["claim_gap"] != 0]
    return differ.assign(_gap=differ["claim_gap"].astype(float)).sort_values("_gap", ascending=False, kind="stable")


def show_appraisal(results: Results, unit: str) -> Section:
    """Show what the appraiser cut and added, and the largest differences with their reasons."""
    sums = results.claim_sums[results.claim_sums["unit_code"] == unit]
    if sums.empty or not int(sums.iloc[0]["leaves_n"]):
        return gather()
    order = _differing(results, unit)
    cut, raised = order[order["claim_gap"] > 0], order[order["claim_gap"] < 0]
    words = say.describe_appraisal(
        len(cut), sum(cut["claim_gap"], Decimal(0)), len(raised), -sum(raised["claim_gap"], Decimal(0))
    )
    top = tables.table_appraisal(order.head(CUTS_SHOWN), results.block_of(unit))
    return gather(
        Heading(words, id="appraisal"),
        top if len(order) else None,
        more(
            len(order) - CUTS_SHOWN,
            "1 more item differs; the annex shows all.",
            "{n} more items differ; the annex shows all.",
        ),
    )


def show_appraisal_list(results: Results, unit: str) -> Section:
    """Show, in the annex, the appraisal in full: rounds, evidence, every item that differs, areas."""
    sums = results.claim_sums[results.claim_sums["unit_code"] == unit]
    if sums.empty:
        return gather()
    if not int(sums.iloc[0]["leaves_n"]):
        return gather(
            Heading(text("Annex: self-assessment and appraisal"), id="annex-appraisal"),
            Text(describe_waiting(sums.iloc[0])),
        )
    order, block = _differing(results, unit), results.block_of(unit)
    rounds = results.rounds[results.rounds["unit_code"] == unit]
    areas = results.claim_areas[results.claim_areas["unit_code"] == unit]
    sentences = [describe_rounds(rounds.iloc[0])] if len(rounds) else []
    sentences += [describe_beyond(sums.iloc[0]), describe_evidence(sums.iloc[0])]
    told = " ".join(one for one in sentences if one)
    listed = len(order) > CUTS_SHOWN
    return gather(
        Heading(text("Annex: self-assessment and appraisal"), id="annex-appraisal"),
        Text(told) if told else None,
        tables.table_appraisal(order, block, whole=True) if listed else None,
        table_claim_areas(areas, block, "claim-areas"),
    )


def show_change(results: Results, unit: str) -> Section:
    """Show what moved the index against the base year."""
    own = results.changes[results.changes["unit_code"] == unit]
    if own.empty or results.base is None:
        return gather()
    parts, decimals = _change_parts(results, unit, own), results.framework.decimals
    base_year = results.base.parameters.year
    listed = "; ".join(
        f"{row['label']} {format_number(row['change_pp'], decimals, signed=True)}" for row in parts.to_dict("records")
    )
    return gather(
        Heading(say.heading_change(results, unit), id="change"),
        chart_change(
            parts.assign(change_pp=[float(one) for one in parts["change_pp"]]),
            decimals,
            caption=Caption(
                title=text("Parts of the change"),
                subtitle=text(
                    "Percentage points of the index, {year} against {base}",
                    year=results.parameters.year,
                    base=base_year,
                ),
                alt=text("Parts of the change: {listed}.", listed=listed),
                note=text(
                    "An item counts with its own performance only; other items, other weights and other scope are "
                    "one figure."
                ),
                id="change-chart",
                labels=labels_of(results),
            ),
        ),
        tables.table_change(parts, decimals),
    )


def _change_parts(results: Results, unit: str, own: pd.DataFrame) -> pd.DataFrame:
    """Return the parts as printed: rounded, the framework's part taking the rounding."""
    block, pattern = results.block_of(unit), Decimal(1).scaleb(-results.framework.decimals)
    leaves = own[own["part"] == "leaf"]
    order = leaves.assign(_size=[-abs(one) for one in leaves["change_pp"]]).sort_values("_size", kind="stable")
    shows = [round_half_up(one, pattern) != 0 for one in order["change_pp"]]
    order = order[pd.Series(shows, index=order.index, dtype=bool)]
    top = order.head(CHANGES_SHOWN)
    top = top.assign(_value=top["change_pp"].astype(float)).sort_values("_value", ascending=False, kind="stable")
    rows = [
        (item_name(block.by_code[code]), round_half_up(change, pattern), "leaf")
        for code, change in zip(top["item_code"], top["change_pp"], strict=True)
    ]
    shown = set(top["item_code"])
    rest = [change for code, change in zip(leaves["item_code"], leaves["change_pp"], strict=True) if code not in shown]
    if rest:
        rows.append((text("Other items ({n})", n=len(rest)), round_half_up(sum(rest, Decimal(0)), pattern), "others"))
    bonus = round_half_up(own.loc[own["part"] == "bonus_penalty", "change_pp"].iloc[0], pattern)
    total = say.unit_row(results, unit)["change_pp"]
    framework = total - bonus - sum((change for _, change, _ in rows), Decimal(0))
    rows.append((text("Due to the framework or the scope"), framework, "framework"))
    if bonus:
        rows.append((text("Bonus and penalty"), bonus, "bonus_penalty"))
    rows.append((text("Change of the index"), total, "total"))
    return pd.DataFrame(rows, columns=["label", "change_pp", "kind"])


def show_score_sheet(results: Results, unit: str) -> Section:
    """Show the annex: every item with what was declared, claimed, appraised."""
    leaves = results.leaves[results.leaves["unit_code"] == unit]
    items = results.items[results.items["unit_code"] == unit]
    return gather(
        Heading(text("Annex: the whole score sheet"), id="annex"),
        tables.table_score_sheet(leaves, items, results.block_of(unit)),
        *unit_targets_of(results, unit),
    )
