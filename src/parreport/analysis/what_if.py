"""What would win the next place and the next class, the other units held still.

In: leaves, the ranked index, the framework. Out: one row per unit and goal, with the points needed,
the leaves that suffice alone and the smallest set. Source: ``docs/methodology.md`` 3.9.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from itertools import pairwise
from typing import Any

import pandas as pd

from parreport.analysis.smallest_sets import SmallestSet, find_smallest_set
from parreport.columns import WHAT_IF, is_blank, round_half_up, rows_of
from parreport.inputs.framework import Block, Framework
from parreport.rounding import pattern_of

ZERO, HUNDRED = Decimal(0), Decimal(100)
STEP = Decimal("0.01")
PRECISION = 60
NAMES_KEPT = 3
NO_TARGET: dict[str, Any] = {
    "target_rank": None,
    "target_units_n": None,
    "target_names": (),
    "target_names_en": (),
    "target_band": "",
    "target_band_en": "",
}
COLUMNS = [*WHAT_IF.names, "gap_pp", "best_pct", "beyond_points", *NO_TARGET]


@dataclass(frozen=True)
class Loss:
    """What a unit lost on one leaf, in points."""

    item_code: str
    points: Decimal


def find_what_if(leaves: pd.DataFrame, index: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Find what wins the next place and class: one row per unit and goal, units as in ``index``.

    ``goal`` is ``next_rank`` (the printed index of the next better ranked unit) or ``next_band``
    (the ``from`` of the next class), ``target`` that figure in percent; there is no row where
    nothing is above, and none of a unit with gaps. ``points_needed`` is the least multiple of 0.01
    points that reaches it, ``item_codes`` the smallest set of leaves which does so when raised to
    full, ``single_items`` the leaves of which each one does so alone, both in the framework's order. Only appraised and
    survey leaves count; all three are blank where even all their losses do not suffice.

    In memory there are also ``gap_pp`` (target less the printed index), ``best_pct`` (the printed
    index without any loss), ``beyond_points`` (blank where the set is proved to be the smallest;
    else it has the fewest leaves, and no set of so few loses less by more than so many points),
    and who or what the target is: ``target_rank``, ``target_units_n``,
    the first names of these units as tuples, ``target_band``.
    """
    losses = find_losses(leaves, framework)
    ladders = {code: _Ladder(group) for code, group in index.groupby("block")}
    rows: list[dict[str, Any]] = []
    with localcontext() as context:
        context.prec = PRECISION
        exponents = [int(one.points.normalize().as_tuple().exponent) for own in losses.values() for one in own]
        per_point = 10 ** -min([0, *exponents])
        for unit in index.to_dict("records"):
            if unit["printed_pct"] is None or unit["gaps_n"]:
                continue
            block = framework.by_code[unit["block"]]
            own = losses.get(unit["unit_code"], [])
            for facts in (ladders[block.code].next_place(unit), _next_band(unit, block)):
                if facts is not None:
                    rows.append(facts | _find_way(unit, facts["target"], own, per_point, framework))
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).astype({"target_rank": "Int64", "target_units_n": "Int64"})


def find_losses(leaves: pd.DataFrame, framework: Framework) -> dict[str, list[Loss]]:
    """Find what each unit lost on appraised and survey leaves that apply, in the framework's order."""
    counted = leaves[leaves["applies"] & leaves["method"].isin(["appraised", "survey"])]
    order = {block.code: {leaf.code: leaf.order for leaf in block.leaves} for block in framework}
    found: dict[str, list[tuple[int, Loss]]] = {}
    for unit, block, item, points, most in rows_of(counted, "unit_code", "block", "item_code", "points", "max_points"):
        if points < most:
            found.setdefault(unit, []).append((order[block][item], Loss(item, most - points)))
    return {unit: [loss for _, loss in sorted(own, key=lambda one: one[0])] for unit, own in found.items()}


class _Ladder:
    """The ranked units of a block by their printed index."""

    def __init__(self, index: pd.DataFrame) -> None:
        ranked = [row for row in index.to_dict("records") if not is_blank(row["rank"])]
        self.steps: dict[Decimal, dict[str, Any]] = {}
        for row in ranked:
            step = self.steps.setdefault(row["printed_pct"], {"rank": int(row["rank"]), "names": [], "english": []})
            step["names"].append(row["unit_name"])
            step["english"].append(row["unit_name_en"] or row["unit_name"])
        rising = sorted(self.steps)
        self.above = dict(pairwise(rising))

    def next_place(self, unit: Any) -> dict[str, Any] | None:
        """Return the next better place; None at the top and for a unit that is not ranked."""
        if is_blank(unit["rank"]) or unit["printed_pct"] not in self.above:
            return None
        target = self.above[unit["printed_pct"]]
        step = self.steps[target]
        return NO_TARGET | {
            "goal": "next_rank",
            "target": target,
            "target_rank": step["rank"],
            "target_units_n": len(step["names"]),
            "target_names": tuple(step["names"][:NAMES_KEPT]),
            "target_names_en": tuple(step["english"][:NAMES_KEPT]),
        }


def _next_band(unit: Any, block: Block) -> dict[str, Any] | None:
    """Return the next better class; None in the best one."""
    place = [band.name for band in block.bands].index(unit["band"])  # best first
    if not place:
        return None
    above = block.bands[place - 1]
    names = {"target_band": above.name, "target_band_en": above.name_en}
    return NO_TARGET | {"goal": "next_band", "target": above.lowest} | names


def _find_way(unit: Any, target: Decimal, losses: list[Loss], per_point: int, framework: Framework) -> dict[str, Any]:
    """Return how a target can be reached: points needed, smallest set, leaves that suffice alone."""
    pattern = pattern_of(framework.decimals)
    lost = sum((loss.points for loss in losses), ZERO)
    score = unit["points"] + unit["bonus_points"] - unit["penalty_points"]
    best = round_half_up(HUNDRED * (score + lost) / unit["max_points"], pattern)
    if framework.cap_at_100:
        best = min(best, HUNDRED)
    way: dict[str, Any] = {
        "unit_code": unit["unit_code"],
        "gap_pp": target - unit["printed_pct"],
        "best_pct": best,
        "points_needed": None,
        "item_codes": "",
        "single_items": "",
        "beyond_points": None,
    }
    if best < target:
        return way
    need, strict = find_need(target, unit["max_points"], score, framework.decimals)
    least = least_count(need, strict, Decimal(1) / per_point)
    sizes = [int(loss.points * per_point) for loss in losses]
    smallest = find_smallest_set(sizes, least) or SmallestSet(())
    return way | {
        "points_needed": least_count(need, strict, STEP) * STEP,
        "item_codes": ";".join(losses[position].item_code for position in smallest.positions),
        "beyond_points": None if smallest.beyond is None else Decimal(smallest.beyond) / per_point,
        "single_items": ";".join(loss.item_code for loss, size in zip(losses, sizes, strict=True) if size >= least),
    }


def find_need(target: Decimal, max_points: Decimal, score: Decimal, decimals: int) -> tuple[Decimal, bool]:
    """Return the exact points that are missing, and whether they must be passed, not only met.

    The printed index is rounded half up, so half a step below the target is enough. Rounding goes
    away from zero: from below 0, or for a target of 0, half a step short is rounded down, and only
    what lies above it reaches the target.
    """
    step = pattern_of(decimals)
    printed = target.quantize(step, rounding=ROUND_CEILING)  # the least printed index that reaches
    return max_points * (printed - step / 2) / HUNDRED - score, printed <= 0


def least_count(need: Decimal, strict: bool, step: Decimal) -> int:
    """Return how many steps first reach a need, or pass it where ``strict``."""
    steps = need / step
    count = int(steps.to_integral_value(rounding=ROUND_CEILING))
    return count + 1 if strict and count == steps else count
