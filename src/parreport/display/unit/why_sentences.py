"""The sentences on why a unit stands where it does: causes of the change, penalties, cases that decide.

In: results and a unit. Out: sentences in the language in force; blank where there is nothing to say.
Computes nothing.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from parreport.columns import is_blank, rows_of, split_codes
from parreport.display.formats import format_amount, format_number, join_words
from parreport.display.province.item_changes import changed_items, words_of_change
from parreport.display.sentences import join_sentences
from parreport.display.tables import item_name
from parreport.display.unit.case_sentences import show_band
from parreport.display.unit.sentences import unit_row
from parreport.display.unit.tables import declared
from parreport.inputs.framework import Item
from parreport.language import VIETNAMESE, language, text
from parreport.years.results import Results

CASES_TOLD = 3
MOVED_TOLD = 2


def causes_of(results: Results, unit: str) -> Any:
    """Return the row of a unit's causes; None where no change is told."""
    own = results.change_causes[results.change_causes["unit_code"] == unit]
    return None if own.empty else own.iloc[0]


def name_cause(cause: str) -> str:
    """Return a cause of a change as a phrase."""
    return {
        "results": text("results on the items"),
        "framework": text("changes of the framework or the scope"),
        "bonus": text("bonus points"),
        "penalty": text("penalty points"),
    }[cause]


def heading_why(results: Results, unit: str) -> str:
    """Return the question of the section, with the change that it is about."""
    row = causes_of(results, unit)
    if row is None:
        return text("Why: where the points were lost")
    facts = {"size": format_number(abs(row["total_pp"]), results.framework.decimals), "year": results.base_year}
    if row["total_pp"] > 0:
        return text("Why: the index is up {size} percentage points on {year}", **facts)
    if row["total_pp"] < 0:
        return text("Why: the index is down {size} percentage points on {year}", **facts)
    return text("Why: the index is unchanged on {year}", **facts)


def describe_causes(results: Results, unit: str) -> str:
    """Describe what a change is made of, the largest part first, and what it would be without its main cause."""
    row = causes_of(results, unit)
    if row is None:
        return ""
    decimals = results.framework.decimals
    sizes = {cause: row[f"{cause}_pp"] for cause in ("results", "framework", "bonus", "penalty")}
    told = sorted((cause for cause in sizes if sizes[cause]), key=lambda cause: -abs(sizes[cause]))
    parts = [f"{name_cause(cause)} {format_number(sizes[cause], decimals, signed=True)}" for cause in told]
    facts = {"year": results.base_year, "size": format_number(abs(row["total_pp"]), decimals)}
    if not told:
        return text("The index is unchanged on {year}.", **facts)
    facts["parts"] = "; ".join(parts)
    if row["total_pp"] == 0:
        return text("The index is unchanged on {year}: {parts}.", **facts)
    up = row["total_pp"] > 0
    first = (
        text("The index is up {size} percentage points on {year}: {parts}.", **facts)
        if up
        else text("The index is down {size} percentage points on {year}: {parts}.", **facts)
    )
    left = row["without_pp"]
    if len(told) == 1 or row["main"] == "results" or (left and (left > 0) == up):
        return first
    words = {"cause": name_cause(row["main"]), "size": format_number(abs(left), decimals)}
    if not left:
        return join_sentences(first, text("Without {cause} it would be unchanged.", **words))
    turned = (
        text("Without {cause} it would be down {size} percentage points.", **words)
        if up
        else text("Without {cause} it would be up {size} percentage points.", **words)
    )
    return join_sentences(first, turned)


def describe_moved(results: Results, unit: str) -> str:
    """Describe on which items the index rose most and fell most; blank where no change is told, or none moved."""
    row, block = causes_of(results, unit), results.block_of(unit)
    if row is None:
        return ""
    said = []
    for way in ("rose", "fell"):
        codes = split_codes(row[f"{way}_items"])
        if not codes or len(codes) > MOVED_TOLD:
            continue
        facts = {
            "items": join_words([item_name(block.by_code[code]) for code in codes]),
            "size": format_number(row[f"{way}_pp"], results.framework.decimals, signed=True),
        }
        if way == "rose":
            said.append(
                text("It rose most on {items}: {size}.", **facts)
                if len(codes) == 1
                else text("It rose most on {items}: {size} each.", **facts)
            )
        else:
            said.append(
                text("It fell most on {items}: {size}.", **facts)
                if len(codes) == 1
                else text("It fell most on {items}: {size} each.", **facts)
            )
    return join_sentences(*said)


def describe_costliest(results: Results, unit: str) -> str:
    """Describe which items cost a unit most, and for how many years one of them has been a weakness; blank of many."""
    block, own = results.block_of(unit), results.items[results.items["unit_code"] == unit]
    scored = {leaf.code for leaf in block.scored_leaves}
    lost = [(code, points) for code, points in rows_of(own, "item_code", "lost_points") if code in scored and points]
    if len(lost) < 2:
        return ""
    most = format_number(max(points for _, points in lost), 2)
    codes = [code for code, points in lost if format_number(points, 2) == most]
    if len(codes) > MOVED_TOLD:
        return ""
    facts = {"items": join_words([item_name(block.by_code[code]) for code in codes]), "points": most}
    if len(codes) > 1:
        return text("It lost most points on {items}: {points} each.", **facts)
    weak = results.findings
    weak = weak[(weak["unit_code"] == unit) & (weak["kind"] == "weakness") & (weak["item_code"] == codes[0])]
    years = next((int(n) for n in weak["years_weak"] if not is_blank(n)), 0)
    if years < 2:
        return text("It lost most points on {items}: {points}.", **facts)
    return text("It lost most points on {items}: {points}; a weakness for {years} years running.", years=years, **facts)


def describe_bonus(results: Results, unit: str) -> str:
    """Describe for what a unit has bonus points; blank without any."""
    block, row = results.block_of(unit), unit_row(results, unit)
    own = results.leaves[(results.leaves["unit_code"] == unit) & (results.leaves["method"] == "bonus")]
    given = [(code, points) for code, points in rows_of(own, "item_code", "points") if points]
    if not given:
        return ""
    listed = [
        text("{item} ({points} points)", item=item_name(block.by_code[code]), points=format_number(points, 2))
        for code, points in given
    ]
    facts = {"points": format_number(row["bonus_points"], 2), "items": join_words(listed)}
    if sum((points for _, points in given), Decimal(0)) > row["bonus_points"]:
        return text("Bonus of {points} points, the cap of the framework: {items}.", **facts)
    return text("Bonus of {points} points: {items}.", **facts)


def list_framework(results: Results, unit: str) -> list[str]:
    """Return of which items the changes of the framework consist, a kind each; none where they moved nothing."""
    row, block = causes_of(results, unit), results.block_of(unit)
    if row is None or not row["framework_pp"]:
        return []
    kinds: dict[str, list[str]] = {}
    for change in changed_items(results, block):
        for kind in change.kinds:
            kinds.setdefault(kind, []).append(change.item)
    words = {kind: words_of_change(kind) for kind in kinds}
    return [f"{words[kind][:1].upper()}{words[kind][1:]}: {'; '.join(items)}." for kind, items in kinds.items()]


def describe_enough_alone(results: Results, unit: str) -> str:
    """Describe how many items are each enough for another class; blank where it is at most one."""
    own, few = unit_row(results, unit), _few(results, unit)
    bands = [row["band_step"] for row in few if row["band_step"] and own["band"] and row["band_step"] != own["band"]]
    if len(bands) < 2 or len(set(bands)) > 1:
        return ""
    band = show_band(results.block_of(unit), bands[0])
    return text("Each of {n} items, alone, would have brought class {band}.", n=len(bands), band=band)


def describe_penalties(results: Results, unit: str) -> str:
    """Describe what penalties cost, each with what was counted; blank without any."""
    block, row = results.block_of(unit), unit_row(results, unit)
    own = results.plan[(results.plan["unit_code"] == unit) & (results.plan["kind"] == "penalty")]
    if own.empty:
        return ""
    listed = []
    for one in own.to_dict("records"):
        item = block.by_code[one["item_code"]]
        facts = {"item": item_name(item), "points": format_number(one["lost_points"], 2)}
        figure = count_things(item, one["value"])
        listed.append(
            text("{item} ({figure}: {points} points)", figure=figure, **facts)
            if figure
            else text("{item} ({points} points)", **facts)
        )
    points = {"points": format_number(row["penalty_points"], 2), "items": join_words(listed)}
    if sum(own["lost_points"], Decimal(0)) > row["penalty_points"]:
        return text("Penalties cost {points} points, the cap of the framework: {items}.", **points)
    return text("Penalties cost {points} points: {items}.", **points)


def count_things(item: Item, value: Any) -> str:
    """Return a declared number with what it counts, as "3 ngày chậm"; blank where it is no number."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    if not number.is_finite():
        return ""
    part = None if item.rule is None else item.rule.part_for(str(value))
    measure = part.measure if part is not None and language() == VIETNAMESE else ""
    return " ".join(filter(None, (format_amount(number), measure)))


def tell_figure(row: Any, item: Item) -> str:
    """Return the figure behind a row of a plan: 3/4, 2 ngày chậm, the words of a choice."""
    return count_things(item, row["value"]) if is_blank(row["denominator"]) and row["value"] else declared(row)


def _few(results: Results, unit: str) -> list[dict[Any, Any]]:
    rows = results.plan[(results.plan["unit_code"] == unit) & (results.plan["kind"] == "few")]
    return rows.to_dict("records")


def list_cases(results: Results, unit: str) -> list[str]:
    """Return what few cases would have brought, most points first, then fewest cases, with place and class then."""
    block, own = results.block_of(unit), unit_row(results, unit)
    few = sorted(_few(results, unit), key=lambda row: (-row["step_points"], abs(row["step_n"])))[:CASES_TOLD]
    listed = []
    for row in few:
        item = block.by_code[row["item_code"]]
        facts = {
            "item": item_name(item),
            "figure": tell_figure(row, item),
            "n": format_amount(abs(row["step_n"])),
            "points": format_number(row["step_points"], 2),
        }
        standing = []
        if not is_blank(row["rank_step"]) and row["rank_step"] != own["rank"]:
            standing.append(text("rank {then} instead of {rank}", then=row["rank_step"], rank=own["rank"]))
        if row["band_step"] and own["band"] and row["band_step"] != own["band"]:
            bands = {"other": show_band(block, row["band_step"]), "band": show_band(block, own["band"])}
            standing.append(text("class {other} instead of {band}", **bands))
        more = row["step_n"] > 0
        if standing:
            facts["standing"] = ", ".join(standing)
            listed.append(
                text("{item} ({figure}): {n} more would have brought {points} points, {standing}.", **facts)
                if more
                else text("{item} ({figure}): {n} fewer would have brought {points} points, {standing}.", **facts)
            )
        else:
            listed.append(
                text("{item} ({figure}): {n} more would have brought {points} points.", **facts)
                if more
                else text("{item} ({figure}): {n} fewer would have brought {points} points.", **facts)
            )
    return listed
