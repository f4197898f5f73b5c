"""Why points were lost and how others win them, on the slides of the province: items, claims, targets, strengths.

In: results. Out: slides, None where there is nothing to show. Computes nothing: it selects rows and
puts them on charts.
"""

from __future__ import annotations

import math
from typing import Any

from parreport.columns import is_blank, rows_of
from parreport.display.claims.sentences import describe_claims
from parreport.display.documents import blocks_with_units, detailed_blocks
from parreport.display.drawing import theme
from parreport.display.drawing.scales import fit_scale
from parreport.display.formats import format_number, format_pct
from parreport.display.slides import sentences as tell
from parreport.display.slides.board import Bar, Row, Sign, fit_rows, room_under
from parreport.display.slides.rows import chart_rows
from parreport.display.slides.slide import LINES, Slide
from parreport.display.targets.sentences import describe_trends, heading_targets, measure
from parreport.language import text
from parreport.years.results import Results

CLAIMS_SHOWN, TARGETS_SHOWN, STRENGTHS_SHOWN = 6, 6, 4
ITEM_PLOT = 130.0


def _float(value: Any) -> float:
    return math.nan if is_blank(value) else float(value)


def slide_of_losses(results: Results) -> Slide | None:
    """Return the items that cost a unit most; blocks differ in how many units they have, so it is told per unit."""
    rows = costly_items(results)
    if not rows:
        return None
    heads = (text("points per unit"), text("units that lose"))
    shown = choose_losses(rows, LINES)
    room = room_under(tell.title_losses(rows, shown))
    while fit_rows(drawn := [_draw_loss(results, row) for row in shown], heads, (), room, ITEM_PLOT) < len(shown):
        shown = choose_losses(rows, len(shown) - 1)
    title = tell.title_losses(rows, shown)
    subtitle = text("Points lost per unit, mean of the units that have the item")
    told = [tell.tell_loss(row) for row in shown]
    areas = dict.fromkeys(area for row in shown for area in row.areas)
    return Slide(
        title,
        chart=chart_rows(
            drawn, heads, caption=tell.caption_of(results, subtitle, told, "slide-losses"), room=room, plot=ITEM_PLOT
        ),
        say=tell.tell_losses(list(areas), shown),
        ask=(text("Which of them can be mended this quarter without money?"),),
    )


def _draw_loss(results: Results, row: tell.Costly) -> Row:
    cells = (format_number(row.points, 2), f"{row.losing}/{row.all}")
    bars = (Bar(0.0, float(row.points), theme.WARM),)
    return Row(row.name, second=tell.tell_blocks(results, row), cells=cells, bars=bars)


def choose_losses(rows: list[tell.Costly], n: int) -> list[tell.Costly]:
    """Return the ``n`` first of the items; in place of the last ones the first of each block that has none else."""
    shown = rows[:n]
    for row in rows[n:]:
        if set(row.blocks) & {block for one in shown for block in one.blocks}:
            continue
        for at in reversed(range(len(shown))):
            beside = {block for one in (*shown[:at], *shown[at + 1 :]) for block in one.blocks}
            if set(shown[at].blocks) <= beside:
                shown = [*shown[:at], *shown[at + 1 :], row]
                break
    return shown


def costly_items(results: Results) -> list[tell.Costly]:
    """Return the items by what they cost a unit, the most first; a figure of the whole province stands once.

    Such a figure is the same at all units of each of its blocks, which declared the same cases.
    """
    own = results.statistics[results.statistics["losing_n"] > 0].to_dict("records")
    quality = results.item_quality
    copied = {(block, code) for block, code, same in rows_of(quality, "block", "item_code", "copied_for_all") if same}
    found: dict[Any, tell.Costly] = {}
    for block in detailed_blocks(results):
        leaves = {leaf.code for leaf in block.scored_leaves}
        for row in own:
            if row["block"] != block.code or row["item_code"] not in leaves:
                continue
            code, item = row["item_code"], block.by_code[row["item_code"]]
            shared = (block.code, code) in copied
            key = (code, item.shown, row["lost_per_unit"]) if shared else (block.code, code)
            one = tell.Costly(
                item.shown,
                row["lost_per_unit"],
                int(row["losing_n"]),
                int(row["units_n"]),
                (block,),
                (block.by_code[item.area_code].shown,),
                shared,
            )
            found[key] = found[key].joined(one) if key in found else one
    return sorted(found.values(), key=lambda one: -one.points)


def slide_of_claims(results: Results) -> Slide | None:
    """Return by how much units claim more than they are granted, the largest differences first."""
    told = [
        tell.of_block(results, block, describe_claims(results, block))
        for block in blocks_with_units(results)
        if (results.claim_blocks["block"] == block.code).any()
    ]
    decided = results.claim_sums[results.claim_sums["leaves_n"] > results.claim_sums["waiting_n"]]
    if not told or decided.empty:
        return None
    title = tell.title_claims(decided["claim_gap"])
    order = decided.sort_values("claim_gap", key=lambda gaps: -gaps.astype(float), kind="stable")
    rows, listed = [], []
    for unit, gap, own, official in rows_of(order, "unit_code", "claim_gap", "self_points", "official_points"):
        color = theme.WARM if gap > 0 else theme.ACCENT
        cells = (format_number(gap, 2, signed=True), format_number(own, 2), format_number(official, 2))
        rows.append(Row(results.name_of(unit), cells=cells, bars=(Bar(0.0, float(gap), color),)))
        listed.append(f"{results.name_of(unit)} {cells[0]}")
    subtitle = text("Self-assessed minus official points, on the items with both figures")
    heads = (text("difference"), text("self-assessed"), text("official"))
    room, rest = room_under(title), max(0, len(rows) - CLAIMS_SHOWN)
    kept = fit_rows(rows[:CLAIMS_SHOWN], heads, (), room, ITEM_PLOT, rest)
    chart = chart_rows(
        rows[:kept],
        heads,
        caption=tell.caption_of(results, subtitle, listed[:kept], "slide-claims"),
        room=room,
        plot=ITEM_PLOT,
        rest=len(rows) - kept,
    )
    return Slide(
        title,
        chart=chart,
        say=(*told, text("Ask which evidence was missing; a difference is no reproach.")),
        ask=(text("Which evidence was missing, and who collects it next year?"),),
    )


def slide_of_targets(results: Results) -> Slide | None:
    """Return the targets of the province: those not met first, and one that was met among those shown."""
    province = results.targets[results.targets["unit_code"] == ""]
    known = province[province["met"].notna()]
    if known.empty:
        return None
    title = heading_targets(results)
    targets = {target.code: target for target in results.framework.targets}
    is_met = [bool(met) for met in known["met"]]
    order = [*(row for row, met in zip(known.to_dict("records"), is_met, strict=True) if not met)]
    met_rows = [row for row, met in zip(known.to_dict("records"), is_met, strict=True) if met]
    drawn = {row["target_code"]: _draw_target(row, targets[row["target_code"]]) for row in (*order, *met_rows)}
    heads = [text("reached"), text("to reach")]
    room = room_under(title)
    signs: list[Sign] = [
        *([("box", theme.WARM, text("not met"))] if order else []),
        *([("box", theme.ACCENT, text("met"))] if met_rows else []),
        ("tick", theme.INK, text("to reach")),
    ]
    tallest = sorted(drawn.values(), key=lambda row: -len(row.name))[:TARGETS_SHOWN]
    fitting = fit_rows(tallest, heads, signs, room, ITEM_PLOT, len(drawn) - len(tallest))
    missed = order[: max(1, fitting - 1)] if met_rows else order[:fitting]
    chosen = [*missed, *met_rows[: max(1, fitting - len(missed))]]
    listed = [tell.tell_target(row, targets[row["target_code"]], results) for row in chosen]
    subtitle = text("Targets of the province, {year}: reached and to reach", year=results.span.title)
    return Slide(
        title,
        chart=chart_rows(
            [drawn[row["target_code"]] for row in chosen],
            heads,
            signs,
            caption=tell.caption_of(results, subtitle, listed, "slide-targets"),
            room=room,
            plot=ITEM_PLOT,
            rest=len(known) - len(chosen),
        ),
        say=tuple(
            one
            for one in (
                describe_trends(list(known["trend"]), results),
                text("Targets of the province stand beside the index; they give no points."),
            )
            if one
        ),
        ask=(text("Who is responsible for the target that is furthest away?"),),
    )


def _draw_target(row: Any, target: Any) -> Row:
    """Return the row of a target: what was reached as a bar, what to reach as a line, where both are in %."""
    cells = (measure(row["value"], target), measure(row["target"], target))
    color = theme.ACCENT if row["met"] else theme.WARM
    if target.unit_of_measure != "%":
        return Row(target.shown, cells=cells)
    bar = Bar(0.0, _float(row["value"]), color)
    return Row(target.shown, cells=cells, bars=(bar,), tick=_float(row["target"]))


def slide_of_strengths(results: Results) -> Slide | None:
    """Return what some do far better than most: the lead over the median, unit by unit, an item once."""
    own = results.findings[(results.findings["kind"] == "strength") & results.findings["is_leaf"]]
    own = own[own["block_median_pct"].notna()]
    if own.empty:
        return None
    lead = (own["score_pct"].astype(float) - own["block_median_pct"].astype(float)).round(9)
    order = own.assign(_lead=-lead).sort_values(["_lead", "unit_code"], kind="stable")
    order = order.drop_duplicates("item_code").drop_duplicates("unit_code").head(STRENGTHS_SHOWN)
    title = text("Whom to ask: strengths worth sharing")
    rows, told, notes = [], [], []
    for row in order.to_dict("records"):
        item = results.block_of(row["unit_code"]).by_code[row["item_code"]]
        cells = (format_pct(row["score_pct"], 0), format_pct(row["block_median_pct"], 0))
        values = float(row["score_pct"]), float(row["block_median_pct"])
        dots = ((values[1], theme.INK, True), (values[0], theme.ACCENT, False))
        second = "; ".join(filter(None, (results.name_of(row["unit_code"]), tell.tell_declared(results, row))))
        rows.append(Row(item.shown, second=second, cells=cells, dots=dots, link=values))
        told.append(f"{item.shown} {' / '.join(cells)} ({second})")
        notes.append(tell.tell_strength(results, row))
    heads = (text("unit"), text("block median"))
    signs: list[Sign] = [("dot", theme.ACCENT, text("unit")), ("hollow", theme.INK, text("block median"))]
    room = room_under(title)
    kept = fit_rows(rows, heads, signs, room, ITEM_PLOT)
    subtitle = text("% of the maximum of the item: one unit, and the median of its block")
    return Slide(
        title,
        chart=chart_rows(
            rows[:kept],
            heads,
            signs,
            caption=tell.caption_of(results, subtitle, told[:kept], "slide-strengths"),
            room=room,
            scale=fit_scale([value for row in rows[:kept] for value in row.values if not math.isnan(value)]),
            plot=ITEM_PLOT,
        ),
        say=(
            *(one for told_of in notes[:kept] for one in told_of),
            text("Each of these units tells in one minute how it does it."),
        ),
        ask=(text("Who visits whom before the end of next month?"),),
    )
