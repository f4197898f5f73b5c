"""Where a series of years breaks: how much of one year's framework the next still measures.

In: the years of a period, the links between those that are compared. Out: breaks, one row per
block, pair of adjacent years and kind of change. Source: ``docs/methodology.md`` 4.7.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.analysis.chains import ScoredYear
from parreport.analysis.changes import percent
from parreport.analysis.mapping import Link, Links, link_blocks
from parreport.inputs.framework import Block, Framework

ZERO = Decimal(0)
BREAKS = (
    "block base_year year change leaves_n weight_pct base_weight_pct comparable_pct base_comparable_pct is_break"
).split()
KINDS = ("added", "removed", "cut", "not_comparable", "split", "merged", "reweighted")
Maxima = dict[str, Decimal]


def find_breaks(year: ScoredYear, base: ScoredYear, links: Links | None) -> pd.DataFrame:
    """Find what changed between the frameworks of two years: one row per block and kind of change.

    ``links`` is None for years that are not compared. ``change``:

    - ``new_block``: the base year has no block that this one continues; else ``added``: leaves that
      continue none; ``removed``: base leaves that none continues; ``cut``: base leaves of which only a
      share is continued, with the rest of their maximum; ``not_comparable``: leaves whose kinship must
      not be used for figures;
    - ``split``, ``merged``, ``reweighted``: comparable leaves that take a part of a base leaf,
      continue several, have another maximum; one leaf may be all three;
    - ``unlinked``: the years are not compared; ``none``: nothing of all this.

    ``leaves_n``: how many leaves; ``weight_pct`` their share of the block's maximum of the year,
    ``base_weight_pct`` that of the base year, blank (NaN) where they have none. The same on all
    rows of a block: ``comparable_pct`` and ``base_comparable_pct``, the share of either maximum
    that is comparable, and ``is_break``, whether one of them is below 100. Bonus and penalty are
    left out.
    """
    rows = []
    for block in year.framework:
        for row in _compare_block(block, year.framework, base.framework, links):
            rows.append({"block": block.code, "base_year": base.year, "year": year.year} | row)
    return pd.DataFrame(rows, columns=BREAKS)


def _compare_block(block: Block, framework: Framework, base: Framework, links: Links | None) -> list[dict[str, Any]]:
    maximum = _maximum(block)
    before = None
    if links is not None and (code := link_blocks(framework, base, links).get(block.code)):
        before = base.by_code[code]
    if links is None or before is None:
        kind = "unlinked" if links is None else "new_block"
        row = _row(kind, len(block.scored_leaves), percent(maximum, maximum), float("nan"))
        return [row | {"comparable_pct": 0.0, "base_comparable_pct": 0.0, "is_break": True}]
    takes = {
        leaf.code: [link for link in links.get((block.code, leaf.code), ()) if link.base_block == before.code]
        for leaf in block.scored_leaves
    }
    found = _sort_leaves(block, before, framework, takes)
    base_maximum = _maximum(before)
    rows = [
        _row(kind, len(own or old), _share(own, maximum), _share(old, base_maximum))
        for kind, (own, old) in found.items()
        if own or old
    ]
    kept = sum((leaf.max_points or ZERO for leaf in block.scored_leaves if takes[leaf.code]), ZERO)
    base_kept = sum((_taken(links_, before) for links_ in takes.values()), ZERO)
    facts = {
        "comparable_pct": percent(kept, maximum),
        "base_comparable_pct": percent(base_kept, base_maximum),
        "is_break": kept < maximum or base_kept < base_maximum,
    }
    return [row | facts for row in rows or [_row("none", 0, float("nan"), float("nan"))]]


def _row(kind: str, n: int, weight: float, base_weight: float) -> dict[str, Any]:
    return {"change": kind, "leaves_n": n, "weight_pct": weight, "base_weight_pct": base_weight}


def _share(maxima: Maxima, whole: Decimal) -> float:
    return percent(sum(maxima.values(), ZERO), whole) if maxima else float("nan")


def _maximum(block: Block) -> Decimal:
    return sum((leaf.max_points or ZERO for leaf in block.scored_leaves), ZERO)


def _taken(links: list[Link], before: Block) -> Decimal:
    """Return the base maximum that a leaf takes."""
    return sum((link.share * (before.by_code[link.base_item_code].max_points or ZERO) for link in links), ZERO)


def _sort_leaves(
    block: Block, before: Block, framework: Framework, takes: dict[str, list[Link]]
) -> dict[str, tuple[Maxima, Maxima]]:
    """Return by kind the maxima of this year's leaves, and of the base leaves they stand for."""
    found: dict[str, tuple[Maxima, Maxima]] = {kind: ({}, {}) for kind in KINDS}
    taken: dict[str, Decimal] = defaultdict(Decimal)
    for links in takes.values():
        for link in links:
            taken[link.base_item_code] += link.share
    left = {leaf.code: (leaf.max_points or ZERO) * (1 - taken[leaf.code]) for leaf in before.scored_leaves}
    kin: dict[str, list[str]] = defaultdict(list)
    for row in framework.mapping or ():
        if row.block == block.code and row.base_block == before.code and row.base_item_code in left:
            kin[row.item_code].append(row.base_item_code)
    for leaf in block.scored_leaves:
        links, maximum = takes[leaf.code], leaf.max_points or ZERO
        if not links:
            found["not_comparable" if leaf.code in kin else "added"][0][leaf.code] = maximum
            for code in kin.get(leaf.code, ()):
                if left[code]:
                    found["not_comparable"][1][code], left[code] = left[code], ZERO
            continue
        kinds = {
            "split": any(link.share < 1 for link in links),
            "merged": len(links) > 1,
            "reweighted": _taken(links, before) != maximum,
        }
        for kind, holds in kinds.items():
            if holds:
                found[kind][0][leaf.code] = maximum
                found[kind][1][leaf.code] = _taken(links, before)
    for code, maximum in left.items():
        if maximum:
            found["cut" if taken[code] else "removed"][1][code] = maximum
    return found
