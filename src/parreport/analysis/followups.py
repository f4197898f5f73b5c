"""What became of last year's weaknesses, and which weaknesses last.

In: findings and items of this year, findings of the base year, the links between the years. Out:
followups, one row per unit and weakness of the base year; counts of lasting weaknesses.
Source: ``docs/methodology.md`` 4.6, 3.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from parreport.analysis.changes import percent
from parreport.analysis.mapping import Links, blocks_of, link_criteria
from parreport.inputs.framework import Framework

ZERO = Decimal(0)
FOLLOWUPS = [
    "unit_code", "base_item_code", "base_name", "base_name_en", "base_criterion_code", "is_leaf",
    "item_codes", "base_score_pct", "score_pct", "base_lost_points", "lost_points", "is_weak",
    "state", "reason",
]  # fmt: skip
PERSISTENT = ["block", "item_code", "is_leaf", "weak_n", "weak_2_n", "weak_3_n"]
Successors = dict[tuple[str, str], dict[str, list[str]]]


class Now(NamedTuple):
    """What a unit has this year on the items that continue a base item."""

    points: Decimal
    max_points: Decimal
    is_weak: bool


def find_followups(
    findings: pd.DataFrame,
    items: pd.DataFrame,
    units: pd.DataFrame,
    framework: Framework,
    base_findings: pd.DataFrame,
    base_units: pd.DataFrame,
    base_framework: Framework,
    links: Links,
    unit_links: Mapping[str, str],
) -> pd.DataFrame:
    """Follow the base year's weaknesses: one row per unit and weakness it had, by their priority.

    ``item_codes``: this year's items that continue it and apply to the unit, joined by ``;``; a
    leaf goes on in leaves, a criterion in criteria. ``score_pct`` and ``lost_points``: over these
    items together, blank where there are none; ``base_...``: in the base year. ``is_weak``: one of
    them is a weakness this year. ``state``:

    - ``mended``: none of them is a weakness, and the score is at least ``level_pct``;
    - ``better``, ``same``, ``worse``: the score against the base year's, both to 9 decimals;
    - ``gone``: nothing to compare, with the ``reason``: ``removed``, ``not_comparable``,
      ``not_applicable`` (to the unit this year).

    Units without exactly one unit of the base year have no rows.
    """
    own = _points_of(items, set(unit_links))
    weak = _weaknesses(findings)
    blocks, base_blocks = blocks_of(units), blocks_of(base_units)
    successors = _successors(framework, base_framework, links)
    refused = {
        (row.block, row.base_block, row.base_item_code)
        for row in framework.mapping or ()
        if not row.comparable
    }
    level = float(framework.findings.level_pct)
    base_rows: dict[str, list[dict[Any, Any]]] = {}
    for row in base_findings[base_findings["kind"] == "weakness"].to_dict("records"):
        base_rows.setdefault(row["unit_code"], []).append(row)
    rows = []
    for unit in units["unit_code"]:
        for row in base_rows.get(unit_links.get(unit, ""), ()):
            path = (blocks[unit], base_blocks[row["unit_code"]])
            item = base_framework.by_code[path[1]].by_code[row["item_code"]]
            found = successors[path].get(item.code, []) if path in successors else []
            applying = [code for code in found if (unit, code) in own]
            now = Now(
                sum((own[unit, code][0] for code in applying), ZERO),
                sum((own[unit, code][1] for code in applying), ZERO),
                any((unit, code) in weak for code in applying),
            )
            reason = ""
            if not applying:
                is_refused = (*path, item.code) in refused
                reason = (
                    "not_applicable" if found else "not_comparable" if is_refused else "removed"
                )
            rows.append({
                "unit_code": unit, "base_item_code": item.code, "base_name": item.name,
                "base_name_en": item.name_en, "base_criterion_code": item.criterion_code,
                "is_leaf": item.is_leaf, "item_codes": ";".join(applying),
                "base_score_pct": row["score_pct"],
                "score_pct": percent(now.points, now.max_points) if applying else float("nan"),
                "base_lost_points": row["lost_points"],
                "lost_points": now.max_points - now.points if applying else None,
                "is_weak": now.is_weak, "reason": reason,
            })  # fmt: skip
            rows[-1]["state"] = _state(rows[-1], level)
    return pd.DataFrame(rows, columns=FOLLOWUPS)


def _state(row: Mapping[str, Any], level: float) -> str:
    if row["reason"]:
        return "gone"
    if not row["is_weak"] and row["score_pct"] >= level:
        return "mended"
    if row["score_pct"] == row["base_score_pct"]:
        return "same"
    return "better" if row["score_pct"] > row["base_score_pct"] else "worse"


def _points_of(
    items: pd.DataFrame, units: set[str]
) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """Return points and maximum by unit and item, where it applies and has a maximum."""
    counted = items[items["score_pct"].notna() & items["unit_code"].isin(units)]
    names = ("unit_code", "item_code", "points", "max_points")
    return {
        (unit, code): (points, maximum)
        for unit, code, points, maximum in zip(*(counted[name] for name in names), strict=True)
    }


def _weaknesses(findings: pd.DataFrame) -> set[tuple[str, str]]:
    weak = findings[findings["kind"] == "weakness"]
    return set(zip(weak["unit_code"], weak["item_code"], strict=True))


def _successors(framework: Framework, base: Framework, links: Links) -> Successors:
    """Return, by block and base block, the items that continue each base item, in the tree's order."""
    found: Successors = {}
    for block in framework:
        pairs = [
            (leaf.code, link.base_block, link.base_item_code)
            for leaf in block.scored_leaves
            for link in links.get((block.code, leaf.code), ())
        ]
        pairs += [
            (code, base_block, base_code)
            for code, bases in link_criteria(links, block, base).items()
            for base_block, base_code in bases
            if not base.by_code[base_block].by_code[base_code].is_leaf
        ]
        for code, base_block, base_code in pairs:
            found.setdefault((block.code, base_block), {}).setdefault(base_code, []).append(code)
    return found


def count_persistent(findings: pd.DataFrame) -> pd.DataFrame:
    """Count weaknesses that last: one row per block and item that is weak for 2 years somewhere.

    ``weak_n``: units of the block whose weakness it is this year; ``weak_2_n``, ``weak_3_n``:
    those for which it has been one for at least 2, at least 3 years in a row (``years_weak`` of
    each unit's finding). Blocks stand in the order of the findings; within one the most lasting
    weakness first, then the framework's order.
    """
    weak = findings[findings["kind"] == "weakness"]
    weak = weak.assign(two=weak["years_weak"] >= 2, three=weak["years_weak"] >= 3)
    counts = weak.groupby(["block", "item_code"], sort=False).agg(
        is_leaf=("is_leaf", "first"), weak_n=("is_leaf", "size"), weak_2_n=("two", "sum"),
        weak_3_n=("three", "sum"), order=("order", "first"),
    )  # fmt: skip
    lasting = counts[counts["weak_2_n"] > 0].reset_index()
    place = {block: n for n, block in enumerate(dict.fromkeys(findings["block"]))}
    lasting = lasting.assign(block_order=lasting["block"].map(place))
    by = ["block_order", "weak_3_n", "weak_2_n", "order"]
    lasting = lasting.sort_values(by, ascending=[True, False, False, True], kind="stable")
    whole = dict.fromkeys(("weak_n", "weak_2_n", "weak_3_n"), int)
    return lasting[PERSISTENT].astype(whole).reset_index(drop=True)
