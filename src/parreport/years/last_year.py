"""What the year before left each unit: its points on every item, and which of them are weaknesses.

In: this year's framework and units, the year compared with as it was read. Out: one row per unit and item that
continues one of that year. Source: ``docs/methodology.md`` 3, 4.1, 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.analysis.mapping import Links, blocks_of, link_criteria, link_leaves, link_units
from parreport.analysis.strengths import find_strengths
from parreport.columns import rows_of
from parreport.index.aggregation import aggregate, sum_units
from parreport.index.ranking import rank_items, rank_units
from parreport.inputs.framework import Block, Framework
from parreport.years.reading import ReadYear

LAST_YEAR = ["unit_code", "item_code", "base_points", "base_max_points", "base_lost_points", "was_weak"]
Sums = tuple[Decimal, Decimal, Decimal, bool]


def find_last_year(framework: Framework, units: pd.DataFrame, base: ReadYear) -> pd.DataFrame:
    """Find what each unit had on each item in the year before: one row per unit and leaf or criterion.

    ``base_points``, ``base_max_points`` and ``base_lost_points`` are exact, of the base items that this
    one continues, each in its share; ``was_weak``: whether one of them was a weakness. A unit without
    exactly one unit of that year, an item that continues none, and one that did not apply have no row.
    """
    index = rank_units(sum_units(base.leaves, base.year.units, base.year.framework), base.year.framework)
    items = rank_items(aggregate(base.leaves, base.year.framework), index)
    findings = find_strengths(items, base.year.framework)
    weak = set(rows_of(findings[findings["kind"] == "weakness"], "unit_code", "item_code"))
    counted = items[items["points"].notna() & items["max_points"].notna()]
    had = {(unit, code): (points, most) for unit, code, points, most in rows_of(counted, *FIGURES)}
    links, unit_links = link_leaves(framework, base.year.framework), link_units(units, base.year.units)
    base_blocks = blocks_of(base.year.units)
    rows = []
    for unit, block in rows_of(units, "unit_code", "block"):
        base_unit = unit_links.get(unit)
        if base_unit is None:
            continue
        for code, parts in _sources(framework.by_code[block], links, base.year.framework, base_blocks[base_unit]):
            keys = [(base_unit, one) for one, _ in parts]
            if not all(key in had for key in keys):
                continue
            shares = [share for _, share in parts]
            points, most = (
                sum((had[key][place] * share for key, share in zip(keys, shares, strict=True)), Decimal(0))
                for place in (0, 1)
            )
            rows.append((unit, code, points, most, most - points, any(key in weak for key in keys)))
    return pd.DataFrame(rows, columns=LAST_YEAR)


FIGURES = ("unit_code", "item_code", "points", "max_points")


def _sources(block: Block, links: Links, base: Framework, base_block: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield the items of a block that continue some of a base block, with those and the share of each."""
    for leaf in block.scored_leaves:
        found = links.get((block.code, leaf.code), ())
        if found and all(one.base_block == base_block for one in found):
            yield leaf.code, [(one.base_item_code, one.share) for one in found]
    for code, criteria in link_criteria(links, block, base).items():
        if all(one == base_block for one, _ in criteria):
            yield code, [(one, Decimal(1)) for _, one in criteria]
