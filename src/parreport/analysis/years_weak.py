"""For how many years in a row an item has been weak.

In: findings of this year, findings of the base year with their counts, the links between the
years. Out: the count for each finding. Source: ``docs/methodology.md`` 3.7.
"""

from __future__ import annotations

import pandas as pd

from parreport.analysis.mapping import Links, blocks_of, link_criteria
from parreport.inputs.framework import Framework


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
    weak = base_findings[base_findings["kind"] == "weakness"]
    before = {
        (str(unit), str(code)): int(years)
        for unit, code, years in zip(
            weak["unit_code"], weak["item_code"], weak["years_weak"], strict=True
        )
    }
    bases: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
        key: tuple((link.base_block, link.base_item_code) for link in found)
        for key, found in (links or {}).items()
    }
    for block in framework:
        for code, found in link_criteria(links or {}, block, base_framework).items():
            bases[block.code, code] = found
    return findings.assign(
        years_weak=_counts(findings, before, bases, unit_links or {}, dict(blocks_of(base_units)))
    )


def _counts(
    findings: pd.DataFrame,
    before: dict[tuple[str, str], int],
    bases: dict[tuple[str, str], tuple[tuple[str, str], ...]],
    unit_links: dict[str, str],
    base_blocks: dict[str, str],
) -> pd.Series:
    counts: list[int | None] = []
    names = ("unit_code", "block", "item_code", "kind")
    for unit, block, code, kind in zip(*(findings[name].tolist() for name in names), strict=True):
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
