"""What small numbers do to each unit: points without a case, and the case on which its rank hangs.

In: ``fragility``, the ratios of the leaves, the ranked index, standings. Out: ``small_numbers``, one row per
unit. Source: ``docs/methodology.md`` 11.2.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank, percent_of, rows_of
from parreport.index.standings import Change, Standings
from parreport.sureness_columns import FRAGILITY, SMALL_NUMBERS

ZERO = Decimal(0)
FEWEST_PLACES = 3
"""By how many places one case moves a rank that hangs on few cases."""
KINDS = dict.fromkeys(
    (
        "rank_without_defaults rank_best_case rank_worst_case case_max_rank_change case_rank "
        "shared_max_rank_change shared_rank hanging_rank"
    ).split(),
    "Int64",
)


def sum_small_numbers(
    fragility: pd.DataFrame, ratios: pd.DataFrame, index: pd.DataFrame, standings: Standings
) -> pd.DataFrame:
    """Sum up what small numbers do: one row per unit, in the order of ``index``.

    ``default_points``: points held from 0 of 0, penalties left out, ``default_share_pct`` their share of the
    unit's maximum, ``default_items_n`` the leaves without a case; ``…_without_defaults``: index,
    rank and class of the unit if these left its points and maximum, all other units held still.

    ``case_points``: the most points that one case on one leaf moves, ``case_points_item`` that leaf.
    ``rank_best_case``, ``rank_worst_case``: the rank if one case on one leaf had gone otherwise, at
    best and at worst; ``case_max_rank_change``: the most places, up or down; ``case_item``: the leaf
    (of several that of the fewest cases, then the first of the tree), ``case_denominator`` its cases,
    ``case_rank`` and ``case_band`` where the unit then stands. ``case_band_change``: whether one case
    moves the unit over a class limit, up or down, ``band_item``, ``band_denominator``, ``band_then``:
    on which leaf (of the fewest cases), and to which class.
    ``shared_max_rank_change``, ``shared_items``, ``shared_denominator``, ``shared_rank``,
    ``shared_band``: the same where the case moves on all leaves that count it.

    ``hangs_on_few_cases``: whether one case, on one leaf or on all that count it, moves the rank by
    three places or the class. Of such cases the one told is that of the leaf with the fewest cases,
    ``hanging_cases_n``, then the one that moves most places: ``hanging_items``, the leaves that count it,
    ``hanging_rank``, ``hanging_band``. Figures copied to all units of a block are no case of one unit.
    All are blank where there is nothing to tell.
    """
    rows_by_unit: dict[str, list[dict[str, Any]]] = {}
    for cells in rows_of(fragility, *FRAGILITY.names):
        rows_by_unit.setdefault(cells[0], []).append(dict(zip(FRAGILITY.names, cells, strict=True)))
    held = _find_held(ratios)
    found = []
    for unit, block, rank, band, most in rows_of(index, "unit_code", "block", "rank", "band", "max_points"):
        own = rows_by_unit.get(unit, [])
        row: dict[str, Any] = {"unit_code": unit, "block": block}
        row |= _sum_defaults(standings, unit, own, held.get(unit, []), most)
        row |= _find_case(own, rank, band)
        found.append(row)
    flags = {"case_band_change": "boolean", "hangs_on_few_cases": "boolean"}
    table = pd.DataFrame(found, columns=SMALL_NUMBERS.names, dtype=object).astype(KINDS | flags)
    return table.astype({"default_share_pct": float})


def _find_held(ratios: pd.DataFrame) -> dict[str, list[tuple[str, Change]]]:
    """Return, by unit, the leaves of 0 of 0 and the change that it is to leave them out."""
    names = ("unit_code", "item_code", "method", "points", "max_points")
    held: dict[str, list[tuple[str, Change]]] = {}
    for unit, code, method, points, most in rows_of(ratios[ratios["denominator"] == 0], *names):
        held.setdefault(unit, []).append((code, (method, -points, ZERO if most is None else -most)))
    return held


def _sum_defaults(
    standings: Standings, unit: str, own: list[dict[str, Any]], held: list[tuple[str, Change]], most: Any
) -> dict[str, Any]:
    points = sum((-by for _, (method, by, _) in held if method != "penalty"), ZERO)
    row: dict[str, Any] = {
        "default_points": points if own else None,
        "default_share_pct": percent_of(points, most) if own and not is_blank(most) else None,
        "default_items_n": len(held) if own else None,
    }
    if held:
        place = standings.place(unit, [change for _, change in held])
        row |= {
            "index_without_defaults": place.index_pct,
            "rank_without_defaults": place.rank,
            "band_without_defaults": place.band,
        }
    return row


def _find_case(own: list[dict[str, Any]], rank: Any, band: Any) -> dict[str, Any]:
    """Return the case that moves a unit most; blank without a case, its ranks blank without a rank."""
    cases = [row for row in own if is_blank(row["default_points"]) and not row["copied"]]
    if not cases:
        return {}
    moves = [(abs(points - row["points"]), row["item_code"]) for row in cases for points in _points_of(row)]
    most, item = max(moves, key=lambda move: move[0])
    found: dict[str, Any] = {"case_points": most, "case_points_item": item if most else ""}
    if is_blank(band):
        return found
    alone, shared = (
        [_Step(row, kind, way, rank) for row in cases for way in WAYS if not is_blank(row[f"index_{kind}_{way}"])]
        for kind in ("one", "shared")
    )
    found |= _find_band(alone, band)
    if not is_blank(rank):
        ranks = [int(rank), *(step.rank for step in alone)]
        found |= {"rank_best_case": min(ranks), "rank_worst_case": max(ranks)}
        found |= {f"case_{name}": cell for name, cell in _find_widest(alone).items() if name != "items"}
        found |= (
            {f"shared_{name}": cell for name, cell in _find_widest(shared).items() if name != "item"} if shared else {}
        )
    hanging = [step for step in [*alone, *shared] if step.places >= FEWEST_PLACES or step.band != band]
    found["hangs_on_few_cases"] = bool(hanging)
    if hanging:
        step = min(hanging, key=lambda one: (one.denominator, -one.places, one.band == band))
        found |= {"hanging_cases_n": step.denominator, "hanging_items": step.items}
        found |= {"hanging_rank": step.rank if step.rank else None, "hanging_band": step.band}
    return found


WAYS = ("more", "less")


class _Step:
    """Where a unit stands after one case more or less; rank 0 of a unit without one."""

    def __init__(self, row: dict[str, Any], kind: str, way: str, rank: Any) -> None:
        self.item, self.denominator = row["item_code"], row["denominator"]
        then, self.band = row[f"rank_{kind}_{way}"], row[f"band_{kind}_{way}"]
        self.rank = 0 if is_blank(then) else int(then)
        self.places = abs(self.rank - int(rank)) if self.rank else 0
        others = row["shared_items"] if kind == "shared" else ""
        self.items = ";".join(code for code in (self.item, others) if code)


def _points_of(row: dict[str, Any]) -> list[Decimal]:
    given = (row["points_one_more"], row["points_one_less"])
    return [row["points"], *(points for points in given if not is_blank(points))]


def _find_band(steps: list[_Step], band: Any) -> dict[str, Any]:
    """Return whether one case on one leaf moves a unit over a class limit, where, and to which class."""
    moved = [step for step in steps if step.band != band]
    if not moved:
        return {"case_band_change": False}
    step = min(moved, key=lambda one: one.denominator)
    return {
        "case_band_change": True,
        "band_item": step.item,
        "band_denominator": step.denominator,
        "band_then": step.band,
    }


def _find_widest(steps: list[_Step]) -> dict[str, Any]:
    """Return by how many places one case moves a rank at most, on which leaf, and where to."""
    widest = max((step.places for step in steps), default=0)
    if not widest:
        return {"max_rank_change": 0}
    step = min((one for one in steps if one.places == widest), key=lambda one: one.denominator)
    return {
        "max_rank_change": widest,
        "item": step.item,
        "items": step.items,
        "denominator": step.denominator,
        "rank": step.rank,
        "band": step.band,
    }
