"""Provinces simulated in memory: rates that are known, cases drawn from them, and the ranks that the rates give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.index.aggregation import aggregate, sum_units
from parreport.index.case_ranks import Weights, draw_case_ranks, score_rates
from parreport.index.draws import draw_factors, find_groups
from parreport.index.fields import find_field
from parreport.index.ranking import rank_units
from parreport.index.ratios import find_ratios, score_cases
from parreport.inputs.framework import Band, Block, FindingSettings, Framework, Item
from parreport.inputs.rules import parse_rule

FULL = "proportional rate: floor 0, full 100"
Law = Callable[[np.random.Generator], float]
LEAVES = "unit_code block item_code method applies max_points points origin numerator denominator value".split()


def make_leaf(rule: str, most: int | str = 10, code: str = "1.1", order: int = 1) -> Item:
    area = code.partition(".")[0]
    return Item(
        code, area, code, "", 2, order, True, area, code, Decimal(most), "appraised", parse_rule(rule), rule_text=rule
    )


def make_framework(rules: Sequence[tuple[int, str]]) -> Framework:
    """One block, each leaf in an area of its own: maximum and rule."""
    items: list[Item] = []
    for number, (most, rule) in enumerate(rules, start=1):
        code = str(number)
        items.append(Item(code, "", code, "", 1, len(items), False, code, ""))
        items.append(make_leaf(rule, most, f"{code}.1", len(items)))
    block = Block("xa", "xã", "", True, "error", (Band("Tốt", "", Decimal(0)),), tuple(items))
    return Framework("", "", (), True, (block,), None, None, 2, False, "zero", FindingSettings())


Cell = tuple[str, str, int, int]
"""Unit, leaf, numerator, denominator."""


def tabulate(cells: Sequence[Cell], framework: Framework) -> pd.DataFrame:
    block, rows = framework.blocks[0], []
    for unit, code, numerator, denominator in cells:
        leaf, cases = block.by_code[code], (Decimal(numerator), Decimal(denominator))
        points = score_cases(leaf, *cases, "")
        rows.append((unit, "xa", code, "appraised", True, leaf.max_points, points, "rule", *cases, ""))
    return pd.DataFrame(rows, columns=LEAVES)


def rank_leaves(leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    codes = list(dict.fromkeys(leaves["unit_code"]))
    units = pd.DataFrame({"unit_code": codes, "block": "xa", "ranked": True, "unit_name": "", "unit_name_en": ""})
    return rank_units(sum_units(leaves, units, framework), framework)


def draw_ranks(leaves: pd.DataFrame, framework: Framework, draws: int = 2_000, **errors: float) -> dict[str, Any]:
    """Return what draws of cases give, and ``rank``, by name, an array over the units in the order of ``leaves``."""
    block, index = framework.blocks[0], rank_leaves(leaves, framework)
    field = find_field(aggregate(leaves, framework), index, framework, block)
    assert field is not None
    groups = find_groups(block)
    weights = Weights(groups, draw_factors(block, groups, draws))
    found = draw_case_ranks(field, find_ratios(leaves, framework), errors, weights)
    return found | {"rank": index["rank"].to_numpy(int)}


def simulate(framework: Framework, seed: int, units: int, sizes: Sequence[int], law: Law) -> float:
    """Return in which share of the units the 5–95% range holds the rank that the known rates give."""
    random, block, cells = np.random.default_rng(seed), framework.blocks[0], list[Cell]()
    truth = np.zeros(units)
    for unit in range(units):
        for leaf in block.leaves:
            denominator, rate = int(random.choice(sizes)), law(random)
            cells.append((f"u{unit}", leaf.code, int(random.binomial(denominator, rate)), denominator))
            truth[unit] += score_rates(leaf, np.array([rate]), "")[0]
    found = draw_ranks(tabulate(cells, framework), framework)
    most = sum(float(leaf.max_points or 0) for leaf in block.leaves)
    printed = np.floor(10_000 * truth / most + 0.5)
    ranks = 1 + (printed[None, :] > printed[:, None]).sum(axis=1)
    return float(((found["rank_cases_p05"] <= ranks) & (ranks <= found["rank_cases_p95"])).mean())
