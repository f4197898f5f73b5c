"""What a unit can do: penalties first, then what few cases bring, then what others of its block reach.

In: leaves, the ranked index, the next steps, what the rest of the year needs, the framework. Out: one row
per unit and leaf that it can win points on, and one row per unit with what these come to together.
Source: ``docs/methodology.md`` 17.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

import pandas as pd

from parreport.columns import round_half_up, rows_of
from parreport.index.deadlines import find_deadline
from parreport.index.ratios import score_cases
from parreport.index.standings import Change, Standings
from parreport.index.steps import Step, find_counted, find_step
from parreport.inputs.framework import Block, Framework, Item
from parreport.plan_columns import PLAN, PLAN_KINDS, PLAN_TOLD
from parreport.rounding import pattern_of

ZERO, HUNDRED = Decimal(0), Decimal(100)
FEW = 3
"""So many cases at most are few."""
LEAST_STEP_PCT = Decimal("0.25")
"""A few cases are told where they bring at least so much of the unit's maximum."""
UPPER_SHARE = Decimal("0.75")
LEAD = timedelta(days=30)
"""A deadline that is nearer than this after the day of publication is that of the next time."""
LEAST_POINTS = Decimal("1e-9")
LEAST_TOLD = Decimal("0.005")
"""Points under this print as 0.00, and are counted in no plan."""
SUMS = (
    "unit_code told_n told_points index_told rank_told band_told goals_told "
    "all_n all_points index_all rank_all band_all goals_all "
    "left_n left_points left_unreached_n left_item left_item_points"
).split()


@dataclass(frozen=True)
class _Peers:
    """The points of all units of a block on one leaf, rising."""

    points: tuple[Decimal, ...]

    def upper(self) -> Decimal:
        """The smallest points that at least three quarters of the units do not exceed."""
        return self.points[int((UPPER_SHARE * len(self.points)).to_integral_value(ROUND_CEILING)) - 1]


@dataclass(frozen=True)
class _Sources:
    """What rows of a plan are made from, each by unit and leaf, or by block and leaf."""

    standings: Standings
    peers: dict[tuple[str, str], _Peers]
    counted: dict[tuple[str, str], tuple[Decimal | None, str]]
    left: dict[tuple[str, str], int]
    after: date


NAMES = "unit_code block item_code method numerator denominator value points max_points origin computed_points".split()


def find_plan(
    leaves: pd.DataFrame,
    index: pd.DataFrame,
    pace: pd.DataFrame,
    ratios: pd.DataFrame,
    standings: Standings,
    framework: Framework,
    published: date,
) -> pd.DataFrame:
    """Find what each unit can win: one row per unit and leaf.

    Units as in ``index``. Kinds stand in the order of ``PLAN_KINDS``, within a kind the largest gain first, of equal
    ones the fewest cases, then as in the tree. ``penalty``: a penalty leaf with points, all of which can be avoided.
    ``few``: steps of at most :data:`FEW` cases, or of what is counted, to points that another unit of the block has,
    the first bringing at least :data:`LEAST_STEP_PCT` of the unit's maximum, together at least half of what the
    upper quartile would bring; ``gain_points`` is what they bring. ``appraisal``: by its rule the declared figure has
    more points (``rule_points``) than the appraiser gave, who names no other figure. ``reached``: points up to the
    block's upper quartile. ``alone``: no other unit has the leaf, ``gain_points`` is blank. ``gain_n`` is the
    difference that brings the gain; where cases are still to come this year (``pace``), steps are left out and no gain
    is above what all of them bring. Leaves of 0 of 0 are left out: there was nothing to do.
    ``told``: all penalties, then the largest gains, of equal ones few cases first, :data:`PLAN_TOLD` in all;
    none that prints as 0.
    """
    own, peers = _group(leaves)
    sources = _Sources(
        standings=standings,
        peers=peers,
        counted=find_counted(leaves, ratios, framework),
        left={(unit, code): n for unit, code, n in rows_of(pace, "unit_code", "item_code", "left_n")},
        after=published + LEAD,
    )
    rows: list[dict[str, Any]] = []
    for unit, block, most in rows_of(index, "unit_code", "block", "max_points"):
        tree = framework.by_code[block]
        losing = [row for row in own.get(unit, ()) if _loses(row, tree)]
        found = [plan for row in losing if (plan := _plan(row, tree, most, sources)) is not None]
        order = {leaf.code: leaf.order for leaf in tree.leaves}
        found.sort(
            key=lambda row: (
                PLAN_KINDS.index(row["kind"]),
                -(row["gain_points"] or ZERO),
                _cases(row),
                order[row["item_code"]],
            )
        )
        told = _choose(found)
        rows += [row | {"told": row["item_code"] in told} for row in found]
    kinds = dict.fromkeys(("peers_n", "peers_full_n", "rank_step"), "Int64")
    return pd.DataFrame(rows, columns=PLAN.names, dtype=object).astype(kinds | {"told": bool})


def sum_plan(
    plan: pd.DataFrame,
    leaves: pd.DataFrame,
    index: pd.DataFrame,
    what_if: pd.DataFrame,
    framework: Framework,
    standings: Standings,
) -> pd.DataFrame:
    """Sum up what plans come to: one row per unit, as in ``index``.

    ``told``: the rows of the plan that are told, ``all``: all with a gain; ``…_points`` after the cap of penalties,
    where the unit then stands, the others held still, and which goals of ``what_if`` it then reaches, joined by
    ``;``. ``left``: leaves that lose points and are in no plan;
    ``left_unreached_n`` of them no unit of the block has in full; ``left_item`` loses most.
    """
    own, peers = _group(leaves)
    plans: dict[str, list[dict[str, Any]]] = {}
    for one in plan.to_dict("records"):
        plans.setdefault(one["unit_code"], []).append(one)  # type: ignore[arg-type]
    pattern = pattern_of(framework.decimals)
    goals: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for unit, goal, target in rows_of(what_if, "unit_code", "goal", "target"):
        goals[unit].append((goal, target))
    sums = []
    for unit, block in rows_of(index, "unit_code", "block"):
        tree, found = framework.by_code[block], plans.get(unit, [])
        losing = [row for row in own.get(unit, ()) if _loses(row, tree)]
        row: dict[str, Any] = {"unit_code": unit} | _stand(unit, found, tree, standings) | _left(found, losing, peers)
        for name in ("told", "all"):
            exact = row[f"index_{name}"]
            then = None if exact is None else round_half_up(exact, pattern)
            reached = [goal for goal, target in goals[unit] if then is not None and then >= target]
            row[f"goals_{name}"] = ";".join(reached)
        sums.append(row)
    ranks = dict.fromkeys(("rank_told", "rank_all"), "Int64")
    return pd.DataFrame(sums, columns=SUMS, dtype=object).astype(ranks)


def _group(leaves: pd.DataFrame) -> tuple[dict[str, list[dict[str, Any]]], dict[tuple[str, str], _Peers]]:
    """Return the leaves that apply by unit, and the points of all units by block and leaf."""
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    points: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for cells in rows_of(leaves[leaves["applies"].astype(bool)], *NAMES):
        row = dict(zip(NAMES, cells, strict=True))
        own[row["unit_code"]].append(row)
        points[row["block"], row["item_code"]].append(row["points"])
    return own, {key: _Peers(tuple(sorted(some))) for key, some in points.items()}


def _loses(row: dict[str, Any], tree: Block) -> bool:
    if row["method"] == "penalty":
        return bool(row["points"] > 0)
    return not tree.by_code[row["item_code"]].outside and bool(row["points"] < row["max_points"])


def _plan(row: dict[str, Any], tree: Block, most: Decimal, sources: _Sources) -> dict[str, Any] | None:
    """Return the row of a leaf in the plan of a unit; None where nothing shows that it can be won."""
    leaf, key = tree.by_code[row["item_code"]], (row["unit_code"], row["item_code"])
    peers = sources.peers[row["block"], row["item_code"]]
    plan: dict[str, Any] = {name: row[name] for name in ("unit_code", "item_code", "numerator", "denominator", "value")}
    plan |= {"peers_n": len(peers.points) - 1, "rank_step": None, "band_step": "", "step_option": ""}
    due = find_deadline(leaf.remedy, sources.after)
    plan["due"] = "" if due is None else due.isoformat()
    if row["method"] == "penalty":
        free = sum(points == 0 for points in peers.points)
        gain = {"kind": "penalty", "lost_points": row["points"], "gain_points": row["points"], "peers_full_n": free}
        return plan | gain
    if row["origin"] == "rule" and row["numerator"] == 0 and row["denominator"] == 0:
        return None
    plan |= {"lost_points": row["max_points"] - row["points"]}
    plan["peers_full_n"] = sum(points == row["max_points"] for points in peers.points)
    within = max(peers.upper() - row["points"], ZERO)
    if key in sources.counted:
        row = row | dict(zip(("numerator", "value"), sources.counted[key], strict=True))
        plan |= {"numerator": row["numerator"], "value": row["value"]}
    step = _step(leaf, row, row["points"] + LEAST_POINTS) if key in sources.counted else None
    if key in sources.left:
        within, step = min(within, _most_left(leaf, row, sources.left[key]) - row["points"]), None
    plan["attainable_points"] = gain = within
    highest = row["max_points"] if len(peers.points) == 1 else peers.points[-1]
    if step is not None and step.points <= highest and HUNDRED * (step.points - row["points"]) >= LEAST_STEP_PCT * most:
        brought = step.points - row["points"]
        place = sources.standings.place(row["unit_code"], [(row["method"], brought, ZERO)])
        plan |= {"step_n": step.n, "step_option": step.option, "step_points": brought}
        plan |= {"rank_step": place.rank, "band_step": place.band or ""}
        if _is_few(leaf, row["value"], step):
            few = _most_of_few(leaf, row, step, highest) - row["points"]
            if 2 * few >= within:
                plan["kind"], gain = "few", few
    lost = ZERO if key in sources.counted or row["computed_points"] is None else row["computed_points"] - row["points"]
    if lost > 0 and row["method"] == "appraised" and row["origin"] == "appraised" and key not in sources.left:
        plan |= {"kind": "appraisal", "rule_points": row["computed_points"]}
        gain = min(within, lost)
    if not gain:
        return plan | {"kind": "alone", "gain_points": None} if len(peers.points) == 1 else None
    whole = None if step is None else _step(leaf, row, row["points"] + gain)
    plan["gain_n"] = None if whole is None or whole.points - row["points"] != gain else whole.n
    return {"kind": "reached"} | plan | {"gain_points": gain}


def _most_of_few(leaf: Item, row: dict[str, Any], step: Step, highest: Decimal) -> Decimal:
    """Return the most points that few cases bring, up to what the best unit of the block has."""
    further = _step(leaf, row, step.points + LEAST_POINTS)
    if further is None or further.points > highest or not _is_few(leaf, row["value"], further):
        return step.points
    return _most_of_few(leaf, row, further, highest)


def _step(leaf: Item, row: dict[str, Any], goal: Decimal) -> Step | None:
    if leaf.rule is None:
        return None
    return find_step(leaf.rule, row["numerator"], row["denominator"], row["value"], goal, row["max_points"])


def _most_left(leaf: Item, row: dict[str, Any], left: int) -> Decimal:
    """Return the points of a leaf if all cases to come succeed."""
    return score_cases(leaf, row["numerator"] + left, row["denominator"] + left, row["value"])


def _is_few(leaf: Item, value: str, step: Step) -> bool:
    part = None if leaf.rule is None else leaf.rule.part_for(value)
    return part is not None and step.n is not None and part.basis in ("rate", "count") and abs(step.n) <= FEW


def _cases(row: dict[str, Any]) -> Decimal:
    """Return how many cases a gain of few cases takes; 0 for other kinds, whose figures are not to be compared."""
    return abs(row["gain_n"]) if row["kind"] == "few" else ZERO


def _gains(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a plan with a gain that does not print as 0."""
    return [row for row in found if row["gain_points"] is not None and row["gain_points"] >= LEAST_TOLD]


def _choose(found: Sequence[dict[str, Any]]) -> set[str]:
    """Return the leaves that a report tells: penalties, then the largest gains, of equal ones the fewest cases."""
    gains = _gains(found)
    first = sorted(
        gains, key=lambda row: (row["kind"] != "penalty", -row["gain_points"], row["kind"] != "few", _cases(row))
    )
    alone = [row for row in found if row["gain_points"] is None]
    return {row["item_code"] for row in (first or alone)[:PLAN_TOLD]}


def _stand(unit: str, found: Sequence[dict[str, Any]], tree: Block, standings: Standings) -> dict[str, Any]:
    """Return how many points what is told, and all, bring, and where the unit then stands."""
    gains = _gains(found)
    sums: dict[str, Any] = {}
    for name, some in (("told", [row for row in gains if row["told"]]), ("all", gains)):
        changes = [_change(row, tree) for row in some]
        place = standings.place(unit, changes)
        won = sum((by for method, by, _ in changes if method != "penalty"), ZERO)
        sums |= {f"{name}_n": len(some), f"{name}_points": won + standings.forgive(unit, changes)}
        sums |= {f"index_{name}": place.index_pct, f"rank_{name}": place.rank, f"band_{name}": place.band or ""}
    return sums


def _left(
    found: Sequence[dict[str, Any]], losing: Sequence[dict[str, Any]], peers: dict[tuple[str, str], _Peers]
) -> dict[str, Any]:
    """Return what the leaves come to that lose points and are in no plan."""
    planned = {row["item_code"] for row in found}
    rest = [row | {"lost": row["max_points"] - row["points"]} for row in losing if row["item_code"] not in planned]
    most = max(rest, key=lambda row: row["lost"], default=None)
    unreached = [row for row in rest if peers[row["block"], row["item_code"]].points[-1] < row["max_points"]]
    return {
        "left_n": len(rest),
        "left_points": sum((row["lost"] for row in rest), ZERO),
        "left_unreached_n": len(unreached),
        "left_item": "" if most is None else most["item_code"],
        "left_item_points": None if most is None else most["lost"],
    }


def _change(row: dict[str, Any], tree: Block) -> Change:
    method = str(tree.by_code[row["item_code"]].method)
    return method, -row["gain_points"] if method == "penalty" else row["gain_points"], ZERO
