"""Leaves whose points a rule gives for a rate of counted cases.

In: leaves, the framework. Out: ratio leaves, one row per unit and leaf, and the points that a rule
gives for other cases. Source: ``docs/methodology.md`` 11.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.inputs.framework import Block, Framework, Item
from parreport.sureness_columns import FEWEST_COPIES

NAMES = ("unit_code", "block", "item_code", "method", "max_points", "points", "numerator", "denominator", "value")


def find_ratios(leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Find the ratio leaves: one row per unit and leaf that applies, in the order of ``leaves``.

    Numerator and denominator are whole numbers, and the points that count are those that the rule
    gives for them: where an appraiser, a scenario or the unit itself gave the points, more cases
    would not have changed them. A leaf of 0 of 0 is one where its rule says what that gives.
    ``cases_root``: the leaf whose cases it shares, itself where it has its own. ``copied``: whether
    every unit of the block to which the leaf applies, five or more, has the same numerator and
    the same denominator above 0: then it is one figure, copied to each.
    """
    counted = leaves[leaves["applies"].astype(bool) & (leaves["origin"] == "rule") & leaves["denominator"].notna()]
    kept = [
        _is_counted(numerator, denominator) and _reads_rate(framework.by_code[block].by_code[code], value)
        for block, code, numerator, denominator, value in rows_of(
            counted, "block", "item_code", "numerator", "denominator", "value"
        )
    ]
    found = counted.loc[kept, [*NAMES]].reset_index(drop=True)
    roots = [find_root(framework.by_code[block], code) for block, code in rows_of(found, "block", "item_code")]
    copies = _find_copies(found, leaves)
    return found.assign(
        cases_root=pd.Series(roots, dtype=object, index=found.index),
        copied=[key in copies for key in rows_of(found, "block", "item_code")],
    )


def _find_copies(ratios: pd.DataFrame, leaves: pd.DataFrame) -> set[tuple[str, str]]:
    applying = Counter(rows_of(leaves[leaves["applies"].astype(bool)], "block", "item_code"))
    declared: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = {}
    for block, code, *rate in rows_of(ratios, "block", "item_code", "numerator", "denominator"):
        declared.setdefault((block, code), []).append((rate[0], rate[1]))
    return {
        key
        for key, rates in declared.items()
        if len(rates) == applying[key] >= FEWEST_COPIES and len(set(rates)) == 1 and rates[0][1] > 0
    }


def find_confirmed(leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Find rates of counted cases, above 0, for which an appraiser gave just what the rule gives."""
    counted = leaves[leaves["applies"].astype(bool) & (leaves["origin"] != "rule") & leaves["denominator"].notna()]
    names = ("block", "item_code", "numerator", "denominator", "value", "computed_points", "points")
    kept = [
        _is_counted(numerator, denominator)
        and denominator > 0
        and not is_blank(computed)
        and computed == points
        and _reads_rate(framework.by_code[block].by_code[code], value)
        for block, code, numerator, denominator, value, computed, points in rows_of(counted, *names)
    ]
    return counted.loc[kept]


def _is_counted(numerator: Decimal, denominator: Decimal) -> bool:
    return bool(numerator % 1 == 0 and denominator % 1 == 0)


def _reads_rate(leaf: Item, value: str) -> bool:
    return leaf.rule is not None and leaf.rule.part_for(value).basis == "rate"


def find_root(block: Block, code: str) -> str:
    """Return the leaf whose cases a leaf shares, through others that do; itself where it has its own."""
    passed = [code]
    while (above := block.by_code[passed[-1]].same_cases_as) and above not in passed:
        passed.append(above)
    return passed[-1]


def score_cases(leaf: Item, numerator: Decimal, denominator: Decimal, value: str) -> Decimal:
    """Return the points of a ratio leaf for other cases, cut by its own maximum; denominator above 0."""
    points = None if leaf.rule is None else leaf.rule.score_cases(numerator, denominator, value, leaf.max_points)
    if points is None:
        raise ValueError(f"{leaf.code}: no rule on a rate")
    return points if leaf.max_points is None else min(points, leaf.max_points)
