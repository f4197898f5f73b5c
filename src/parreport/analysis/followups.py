"""What became of last year's weaknesses, and which weaknesses last.

In: findings and items of both years, the links between them. Out:
followups, one row per unit and weakness of the base year; counts of lasting weaknesses.
Source: ``docs/methodology.md`` 4.6, 3.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import hypot

import pandas as pd

from parreport.analysis.changes import percent
from parreport.analysis.mapping import Links, blocks_of, link_criteria
from parreport.columns import rows_of
from parreport.inputs.framework import Block, Framework
from parreport.rounding import round_float

ZERO = Decimal(0)
FOLLOWED = (
    "unit_code base_unit_code base_item_code base_name base_name_en base_criterion_code is_leaf item_codes "
    "base_score_pct score_pct base_lost_points lost_points still_weak state reason counted"
).split()
WIDTH = 1.96  # standard errors on either side of an estimate: 95%
SCORE_DECIMALS = 1
PERSISTENT = ["block", "item_code", "is_leaf", "weak_n", "weak_2_n", "weak_3_n"]
Scored = tuple[Decimal, Decimal, float]  # points, maximum, percent of it
Successors = dict[tuple[str, str], dict[str, list[str]]]


def find_followups(
    findings: pd.DataFrame,
    items: pd.DataFrame,
    units: pd.DataFrame,
    framework: Framework,
    base_findings: pd.DataFrame,
    base_items: pd.DataFrame,
    base_units: pd.DataFrame,
    base_framework: Framework,
    links: Links,
    unit_links: Mapping[str, str],
    leaves: pd.DataFrame,
) -> pd.DataFrame:
    """Follow the base year's weaknesses: one row per unit and weakness it had, by their priority.

    ``item_codes``: this year's items that continue it and apply to the unit, joined by ``;``; a
    leaf goes on in leaves, a criterion in criteria. ``score_pct`` and ``lost_points``: over these
    items together, blank where there are none; ``base_...``: in the base year. ``still_weak``: one of
    them is a weakness this year. ``counted``: leaves, and criteria of which no leaf was a weakness.
    ``state``:

    - ``mended``: none of them is a weakness, and the score is at least ``level_pct``;
    - ``better``, ``same``, ``worse``: the score against the base year's, both as printed, with one decimal;
    - ``unclear``: the score of an item with survey leaves moved, by no more than the sampling error
      of the two years' survey points at 95% (``survey_se_points``, where a unit has one);
    - ``gone``: nothing to compare, with the ``reason``: ``removed``, ``not_comparable``, ``no_points``
      (yet, in a draft), ``not_applicable`` (to the unit this year).

    Units without exactly one unit of the base year have no rows. ``leaves`` tells which have no points yet.
    """
    gaps = _find_gaps(leaves, framework)
    own, weak = _points_of(items, set(unit_links)), set(rows_of(_weak(findings), "unit_code", "item_code"))
    base_own = _points_of(base_items, set(unit_links.values()))
    errors, base_errors = (dict(rows_of(one, "unit_code", "survey_se_points")) for one in (units, base_units))
    blocks, base_blocks = blocks_of(units), blocks_of(base_units)
    successors = _successors(framework, base_framework, links)
    refused = {(row.block, row.base_block, row.base_item_code) for row in framework.mapping or () if not row.comparable}
    level = float(framework.findings.level_pct)
    base_weak = _base_weaknesses(base_findings)
    rows = []
    for unit in units["unit_code"]:
        base_unit = unit_links.get(unit, "")
        if base_unit not in base_weak:
            continue
        path = (blocks[unit], base_blocks[base_unit])
        block, base_block = framework.by_code[path[0]], base_framework.by_code[path[1]]
        had = [base_block.by_code[code] for code, _, _ in base_weak[base_unit]]
        of_leaves = {item.criterion_code for item in had if item.is_leaf}
        for code, base_score, base_lost in base_weak[base_unit]:
            found = successors.get(path, {}).get(code, [])
            applying = [one for one in found if (unit, one) in own]
            still_weak = any((unit, one) in weak for one in applying)
            maximum, score, lost = _together([own[unit, one] for one in applying])
            if applying:
                error = hypot(
                    _error_of(block, applying, errors[unit], maximum),
                    _error_of(base_block, [code], base_errors[base_unit], base_own[base_unit, code][1]),
                )
                reason, state = "", _state(base_score, score, still_weak, level, error)
            else:
                is_refused = (*path, code) in refused
                reason = "not_comparable" if is_refused else "removed"
                if found:
                    reason = "no_points" if any((unit, one) in gaps for one in found) else "not_applicable"
                state = "gone"
            item = base_block.by_code[code]
            base = (unit, base_unit, code, item.name, item.name_en, item.criterion_code, item.is_leaf)
            figures = (base_score, score, base_lost, lost)
            counted = item.is_leaf or code not in of_leaves
            rows.append((*base, ";".join(applying), *figures, still_weak, state, reason, counted))
    return pd.DataFrame(rows, columns=FOLLOWED)


def _find_gaps(leaves: pd.DataFrame, framework: Framework) -> set[tuple[str, str]]:
    """Return the leaves without points and the criteria above them, by unit."""
    missing = leaves[leaves["origin"] == "missing"]
    return {
        (unit, one)
        for unit, block, code in rows_of(missing, "unit_code", "block", "item_code")
        for one in (code, framework.by_code[block].by_code[code].criterion_code)
    }


def _state(base_score: float, score: float, still_weak: bool, level: float, error: float) -> str:
    """Return what became of a score; ``error``: standard error of its change, in percentage points."""
    if not still_weak and score >= level:
        return "mended"
    now, before = round_float(score, SCORE_DECIMALS), round_float(base_score, SCORE_DECIMALS)
    if now == before:
        return "same"
    if round(abs(score - base_score), 9) <= round(WIDTH * error, 9):
        return "unclear"
    return "better" if now > before else "worse"


def _error_of(block: Block, codes: Iterable[str], error: Decimal | None, maximum: Decimal) -> float:
    """Return the standard error of a score in percentage points; 0 of a score without survey leaves, or unknown.

    What is known is the error of all survey points of the unit: no part of them, answered by the
    same people, is taken to be surer in points.
    """
    leaves = (block.by_code[leaf] for code in codes for leaf in block.leaf_codes_under[code])
    if error is None or not any(leaf.method == "survey" for leaf in leaves):
        return 0.0
    return float(100 * error / maximum)


def _together(parts: list[Scored]) -> tuple[Decimal, float, Decimal | None]:
    """Return maximum, percent of it and points lost over items together; blank of none."""
    if not parts:
        return ZERO, float("nan"), None
    points = sum((own for own, _, _ in parts), ZERO)
    maximum = sum((most for _, most, _ in parts), ZERO)
    score = parts[0][2] if len(parts) == 1 else percent(points, maximum)
    return maximum, score, maximum - points


def _points_of(items: pd.DataFrame, units: set[str]) -> dict[tuple[str, str], Scored]:
    """Return points, maximum and percent by unit and item, where it applies and has a maximum."""
    counted = items[items["score_pct"].notna() & items["unit_code"].isin(units)]
    rows = rows_of(counted, "unit_code", "item_code", "points", "max_points", "score_pct")
    return {(unit, code): (points, most, score) for unit, code, points, most, score in rows}


def _base_weaknesses(findings: pd.DataFrame) -> dict[str, list[tuple[str, float, Decimal]]]:
    """Return by unit its weaknesses, by their priority: item, percent of the maximum, points lost."""
    found: dict[str, list[tuple[str, float, Decimal]]] = {}
    for unit, code, score, lost in rows_of(_weak(findings), "unit_code", "item_code", "score_pct", "lost_points"):
        found.setdefault(unit, []).append((code, score, lost))
    return found


def _weak(findings: pd.DataFrame) -> pd.DataFrame:
    return findings[findings["kind"] == "weakness"]


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
    weak = _weak(findings)
    weak = weak.assign(two=weak["years_weak"] >= 2, three=weak["years_weak"] >= 3)
    counts = weak.groupby(["block", "item_code"]).agg(
        is_leaf=("is_leaf", "first"),
        weak_n=("is_leaf", "size"),
        weak_2_n=("two", "sum"),
        weak_3_n=("three", "sum"),
        order=("order", "first"),
    )
    lasting = counts[counts["weak_2_n"] > 0].reset_index()
    place = {block: n for n, block in enumerate(dict.fromkeys(findings["block"]))}
    lasting = lasting.assign(block_order=lasting["block"].map(place))
    by = ["block_order", "weak_3_n", "weak_2_n", "order"]
    lasting = lasting.sort_values(by, ascending=[True, False, False, True], kind="stable")
    whole = dict.fromkeys(("weak_n", "weak_2_n", "weak_3_n"), int)
    return lasting[PERSISTENT].astype(whole).reset_index(drop=True)


def count_years_weak(
    findings: pd.DataFrame,
    framework: Framework,
    base_findings: pd.DataFrame | None = None,
    base_units: pd.DataFrame | None = None,
    base_framework: Framework | None = None,
    links: Links | None = None,
    unit_links: dict[str, str] | None = None,
) -> pd.DataFrame:
    """Count consecutive weak years up to this one: the findings with ``years_weak`` added.

    1 = weak this year only (or nothing known before); blank for strengths. An item was weak last
    year only if every base item that it continues was.
    """
    if base_findings is None or base_framework is None or base_units is None:
        return findings.assign(years_weak=_counts(findings, {}, {}, {}, {}))
    weak = rows_of(_weak(base_findings), "unit_code", "item_code", "years_weak")
    before = {(str(unit), str(code)): int(years) for unit, code, years in weak}
    bases: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
        key: tuple((link.base_block, link.base_item_code) for link in found) for key, found in (links or {}).items()
    }
    for block in framework:
        for code, found in link_criteria(links or {}, block, base_framework).items():
            bases[block.code, code] = found
    return findings.assign(years_weak=_counts(findings, before, bases, unit_links or {}, dict(blocks_of(base_units))))


def _counts(
    findings: pd.DataFrame,
    before: dict[tuple[str, str], int],
    bases: dict[tuple[str, str], tuple[tuple[str, str], ...]],
    unit_links: dict[str, str],
    base_blocks: dict[str, str],
) -> pd.Series:
    counts: list[int | None] = []
    for unit, block, code, kind in rows_of(findings, "unit_code", "block", "item_code", "kind"):
        if kind != "weakness":
            counts.append(None)
            continue
        base_unit = unit_links.get(unit, "")
        earlier = [
            before.get((base_unit, base_code), 0)
            for base_block, base_code in bases.get((block, code), ())
            if base_block == base_blocks.get(base_unit)
        ]
        counts.append(1 + (min(earlier) if earlier else 0))
    return pd.Series(counts, index=findings.index, dtype="Int64")
