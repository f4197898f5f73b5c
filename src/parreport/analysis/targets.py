"""The numeric targets of the province: value, distance, met or not, better or worse.

In: what units reported, the targets of the framework. Out: targets, one row per target and unit,
and one per target for the province; their sums by target. Source: ``docs/methodology.md`` 5.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import TARGETS, round_half_up, rows_of
from parreport.inputs.framework import Framework, Target

SUMS = "target_code area units_n met_n better_n same_n worse_n furthest_units furthest_distance".split()


def compare_targets(
    values: pd.DataFrame,
    framework: Framework,
    base_values: pd.DataFrame | None = None,
    base_framework: Framework | None = None,
    unit_links: dict[str, str] | None = None,
) -> pd.DataFrame:
    """Compare reported values with the targets: one row per target and unit, province first.

    ``value`` is 100 × numerator / denominator for a target in %, numerator / denominator for
    another, else the reported value; of the province, the sum of numerators over the sum of
    denominators. ``distance`` is signed so that below 0 means not met; ``change`` is against the
    base year, blank where that measured in another unit. Blank where nothing was reported, or a
    rate is of 0. Beside the published columns:
    ``base_value``, and ``trend``: better, same or worse than in the base year, falling values
    being better where the target is ``at_most``.
    """
    earlier = _values(base_values, base_framework)
    measures = {one.code: one.unit_of_measure for one in base_framework.targets} if base_framework else {}
    targets = {target.code: target for target in framework.targets}
    rows: list[dict[str, Any]] = []
    for (code, unit), value in _values(values, framework).items():
        target = targets[code]
        base_unit = (unit_links or {}).get(unit, "") if unit else ""
        before = earlier.get((code, base_unit)) if base_unit or not unit else None
        if measures.get(code) != target.unit_of_measure:
            before = None
        rows.append(_row(target, unit, value, before))
    return pd.DataFrame(rows, columns=[*TARGETS.names, "base_value", "trend"])


def link_items(targets: pd.DataFrame, leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Name the leaf that measures a target too: the targets with ``item_code``, blank where none does.

    A leaf of the target's area measures it in a block where the declared rate is the target's value,
    to 9 decimals, for every unit with both, and takes two different values at least. Where several
    leaves do, none is named.
    """
    rates: dict[tuple[str, str], dict[str, tuple[Decimal, Decimal]]] = {}
    for block, code, unit, *parts in rows_of(leaves, "block", "item_code", "unit_code", "numerator", "denominator"):
        if None not in parts:
            rates.setdefault((block, code), {})[unit] = (parts[0], parts[1])
    values: dict[str, dict[str, Decimal]] = {}
    for target_code, unit, value in rows_of(targets, "target_code", "unit_code", "value"):
        if unit and value is not None:
            values.setdefault(target_code, {})[unit] = value
    found = {
        (target.code, block.code): [
            leaf.code
            for leaf in block.scored_leaves
            if leaf.area_code == target.area
            and _is_measured(target, rates.get((block.code, leaf.code), {}), values.get(target.code, {}))
        ]
        for target in framework.targets
        for block in framework
    }
    blocks = dict(rows_of(leaves, "unit_code", "block"))
    named = (
        found.get((target, blocks.get(unit, "")), []) for target, unit in rows_of(targets, "target_code", "unit_code")
    )
    return targets.assign(item_code=[codes[0] if len(codes) == 1 else "" for codes in named])


def _is_measured(target: Target, rates: dict[str, tuple[Decimal, Decimal]], values: dict[str, Decimal]) -> bool:
    """Return whether a leaf's rates are a target's values, wherever a unit has both, and differ among units."""
    both = [(_rate(target, *rates[unit]), value) for unit, value in values.items() if unit in rates]
    return all(rate == value for rate, value in both) and len({value for _, value in both}) > 1


def sum_targets(targets: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Sum units by target: one row per target with rows, in the framework's order.

    ``area`` of the target; ``units_n`` units with a value, ``met_n`` of them that meet it;
    ``better_n``, ``same_n``, ``worse_n`` against the base year; ``furthest_units``, joined by ;,
    and ``furthest_distance`` of those that miss it by most, blank where all meet it.
    """
    rows = []
    for target in framework.targets:
        own = targets[targets["target_code"] == target.code]
        if own.empty:
            continue
        units = own[(own["unit_code"] != "") & own["value"].notna()]
        distances = dict(rows_of(units, "unit_code", "distance"))
        least = min(distances.values(), default=Decimal(0))
        furthest = [unit for unit, one in distances.items() if one == least and one < 0]
        counts = [list(units["trend"]).count(trend) for trend in ("better", "same", "worse")]
        names, distance = ";".join(furthest), least if furthest else None
        rows.append((target.code, target.area, len(units), sum(map(bool, units["met"])), *counts, names, distance))
    return pd.DataFrame(rows, columns=SUMS)


def _values(values: pd.DataFrame | None, framework: Framework | None) -> dict[tuple[str, str], Decimal | None]:
    """Return the value of each target and unit; unit blank = province."""
    if values is None or framework is None:
        return {}
    found: dict[tuple[str, str], Decimal | None] = {}
    for target in framework.targets:
        own = values[values["target_code"] == target.code]
        if own.empty:
            continue
        rates = own[own["numerator"].notna() & own["denominator"].notna()]
        found[target.code, ""] = _rate(target, *(sum(rates[name], Decimal(0)) for name in ("numerator", "denominator")))
        for unit, *parts, reported in rows_of(own, "unit_code", "numerator", "denominator", "value"):
            rate = None if None in parts else _rate(target, *parts)
            found[target.code, unit] = reported if rate is None else rate
    return found


def _rate(target: Target, numerator: Decimal, denominator: Decimal) -> Decimal | None:
    factor = 100 if "%" in target.unit_of_measure else 1
    return round_half_up(factor * numerator / denominator) if denominator else None


def _row(target: Target, unit: str, value: Decimal | None, before: Decimal | None) -> dict[str, Any]:
    distance = None if value is None else value - target.target
    if distance is not None and target.direction == "at_most":
        distance = -distance
    met = None if distance is None else distance >= 0
    change = None if value is None or before is None else value - before
    trend = ""
    if change is not None:
        gain = -change if target.direction == "at_most" else change
        trend = "better" if gain > 0 else "worse" if gain < 0 else "same"
    cells = (target.code, unit, value, target.target, distance, met, change)
    return dict(zip(TARGETS.names, cells, strict=True)) | {"base_value": before, "trend": trend}


def check_calendar(calendar: pd.DataFrame, published: str | None) -> pd.DataFrame:
    """Check each step: the calendar, one row per step, with ``state`` and ``days_late``.

    ``state``: in_time or late where it is done; overdue where it is not done and was due before
    the day of publication; open where it was not yet due then or no such day is given; undated
    without a day due. ``days_late`` counts calendar days, blank where the step is not late. The
    day on which this runs is never used.
    """
    states = [_state(due, done, published or "") for due, done in rows_of(calendar, "due", "done")]
    return calendar.assign(
        state=pd.Series([one for one, _ in states], index=calendar.index, dtype=object),
        days_late=pd.Series([days for _, days in states], index=calendar.index, dtype="Int64"),
    )


def _state(due: str, done: str, published: str) -> tuple[str, int | None]:
    if not due:
        return "undated", None
    until = done or published
    days = (date.fromisoformat(until) - date.fromisoformat(due)).days if until else 0
    if days <= 0:
        return ("in_time" if done else "open"), None
    return ("late" if done else "overdue"), days
