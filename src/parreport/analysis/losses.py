"""Where each unit lost its points: by area, by leaf, and what it can win back.

In: items and the compared index, the statistics of the blocks. Out: one row per unit and area, one
per unit and leaf that loses points; findings with what a report tells of them.
Source: ``docs/methodology.md`` 3.4, 3.6.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.analysis.mapping import blocks_of
from parreport.columns import percent_of, rows_of
from parreport.inputs.framework import Framework

AREAS = (
    "unit_code block item_code score_pct median_pct best_pct lead_pp base_pct lost_points lost_pp share_pct "
    "running_pct is_whole"
).split()
LOSSES = "unit_code block item_code points max_points lost_points share_pct".split()
NOTHING = {"median_pct": float("nan"), "best_pct": float("nan")}
Scores = Mapping[tuple[str, str], float]


def compare_areas(
    items: pd.DataFrame,
    index: pd.DataFrame,
    statistics: pd.DataFrame,
    framework: Framework,
    base_scores: Scores,
    unfinished: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Compare the areas of each unit with its block: one row per unit and area that applies to it.

    Units as in ``index``, areas in the framework's order; bonus and penalty are left out.
    ``score_pct``, and of the block ``median_pct`` and ``best_pct``, in % of the maximum; ``lead_pp``
    is score less median. ``base_pct``: the score in the base year, of ``base_scores``
    (:func:`score_base_areas`), NaN without one. ``lost_points``; ``lost_pp``, the same in percentage
    points of the index; ``share_pct`` of all that the unit lost, NaN where it lost nothing, and
    ``running_pct``, that share and those of the larger losses together. ``is_whole``: no gap is beneath
    it (``unfinished``: pairs of unit and item).
    """
    own = items[(items["level"] == 1) & items["applies"]].set_index(["unit_code", "item_code"])
    known: dict[Any, Any] = own.to_dict("index")
    block_figures: dict[Any, Any] = statistics.set_index(["block", "item_code"])[[*NOTHING]].to_dict("index")
    rows: list[dict[str, Any]] = []
    for unit in index.to_dict("records"):
        code, block = unit["unit_code"], framework.by_code[unit["block"]]
        areas = []
        for area in block.areas:
            item = known.get((code, area.code))
            if item is None or area.outside:
                continue
            figures, lost = block_figures.get((block.code, area.code), NOTHING), item["lost_points"]
            areas.append(
                {
                    "unit_code": code,
                    "block": block.code,
                    "item_code": area.code,
                    "score_pct": item["score_pct"],
                    **figures,
                    "lead_pp": round(item["score_pct"] - figures["median_pct"], 9),
                    "base_pct": base_scores.get((code, area.code), float("nan")),
                    "lost_points": lost,
                    "lost_pp": percent_of(lost, unit["max_points"]),
                    "share_pct": percent_of(lost, unit["lost_points"]),
                    "is_whole": (code, area.code) not in unfinished,
                }
            )
        running = 0.0
        for area_row in sorted(areas, key=lambda row: -row["share_pct"]):
            running += area_row["share_pct"]
            area_row["running_pct"] = running
        rows += areas
    return pd.DataFrame(rows, columns=AREAS)


def score_base_areas(
    units: pd.DataFrame,
    framework: Framework,
    base_items: pd.DataFrame,
    base_units: pd.DataFrame,
    base_framework: Framework,
    unit_links: Mapping[str, str],
) -> Scores:
    """Return by unit and area its score in the base year, % of the maximum, under the same code and name."""
    areas = base_items[(base_items["level"] == 1) & base_items["score_pct"].notna()]
    scores = {(unit, code): float(score) for unit, code, score in rows_of(areas, "unit_code", "item_code", "score_pct")}
    blocks, base_blocks, found = blocks_of(units), blocks_of(base_units), {}
    for unit, base_unit in unit_links.items():
        before = base_framework.by_code[base_blocks[base_unit]].by_code
        for area in framework.by_code[blocks[unit]].areas:
            same = area.code in before and before[area.code].name == area.name
            if same and (base_unit, area.code) in scores:
                found[unit, area.code] = scores[base_unit, area.code]
    return found


BLOCK_AREAS = "block item_code mean_pct low_pct best_pct q1_pct q3_pct lost_points share_pct base_mean_pct".split()


def describe_block_areas(
    statistics: pd.DataFrame,
    framework: Framework,
    base_statistics: pd.DataFrame | None = None,
    base_framework: Framework | None = None,
    base_blocks: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Describe the areas of each block: one row per block and area that applies to some unit of it.

    The figures of ``statistics``; ``share_pct``: the area's share of the points that all areas of the
    block lose, NaN where none does; ``base_mean_pct``: the mean in the base year of the area of the
    same code and name in the block that its own continues (``base_blocks``), NaN without one.
    """
    known: dict[Any, Any] = statistics.set_index(["block", "item_code"]).to_dict("index")
    before: dict[tuple[str, str, str], float] = {}
    if base_statistics is not None and base_framework is not None:
        for block, code, mean in rows_of(base_statistics, "block", "item_code", "mean_pct"):
            before[block, code, base_framework.by_code[block].by_code[code].name] = mean
    rows: list[dict[str, Any]] = []
    for block in framework:
        areas = [area for area in block.areas if (block.code, area.code) in known]
        base_code = (base_blocks or {}).get(block.code, "")
        lost = sum((known[block.code, area.code]["lost_points"] for area in areas), Decimal(0))
        for area in areas:
            row = known[block.code, area.code]
            facts = {
                "block": block.code,
                "item_code": area.code,
                "share_pct": percent_of(row["lost_points"], lost),
                "base_mean_pct": before.get((base_code, area.code, area.name), float("nan")),
            }
            rows.append(row | facts)
    return pd.DataFrame(rows, columns=BLOCK_AREAS)


def list_losses(items: pd.DataFrame, index: pd.DataFrame) -> pd.DataFrame:
    """List what each unit lost by leaf: one row per unit and leaf that loses points, the largest first.

    ``points`` of ``max_points``, ``lost_points``, ``share_pct`` of all that the unit lost. Units as
    in ``items``, equal losses in the order of the framework.
    """
    leaves = items[items["is_leaf"] & items["lost_points"].notna()]
    leaves = leaves[leaves["lost_points"] > 0]
    lost = dict(rows_of(index, "unit_code", "lost_points"))
    pairs = rows_of(leaves, "unit_code", "lost_points")
    table = leaves.assign(
        share_pct=[percent_of(points, lost[unit]) for unit, points in pairs],
        _unit=pd.factorize(leaves["unit_code"])[0],
        _lost=-leaves["lost_points"].astype(float),
    )
    return table.sort_values(["_unit", "_lost"], kind="stable")[LOSSES].reset_index(drop=True)


def tell_findings(findings: pd.DataFrame, leaves: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Choose the findings that a report tells: the findings, one row each, with three columns more.

    ``counted``: leaves, and criteria of which no leaf is found alike; ``without_cases``: leaves on
    which the unit has nothing but a rule's points for 0 of 0, so that no work of its would change them;
    ``reach_points``: the attainable points of those told of the unit's strengths or weaknesses, up to
    this one together, but for those without cases.
    """
    above = [
        framework.by_code[block].by_code[code].criterion_code for block, code in rows_of(findings, "block", "item_code")
    ]
    is_leaf = findings["is_leaf"].astype(bool)
    names = (findings["unit_code"], findings["kind"])
    found = set(zip(*(one[is_leaf] for one in (*names, pd.Series(above, findings.index, dtype=object))), strict=True))
    alike = [key in found for key in zip(*names, findings["item_code"], strict=True)]
    told = is_leaf | ~pd.Series(alike, findings.index, dtype=bool)
    ruled = leaves[(leaves["origin"] == "rule") & leaves["numerator"].notna() & leaves["denominator"].notna()]
    none = ruled[(ruled["numerator"] == 0) & (ruled["denominator"] == 0)]
    idle = set(rows_of(none, "unit_code", "item_code"))
    without = pd.Series(
        [key in idle for key in rows_of(findings, "unit_code", "item_code")], findings.index, dtype=bool
    )
    points = findings["attainable_points"].astype(float).where(told & ~without, 0.0)
    reach = points.groupby(list(names)).cumsum()
    return findings.assign(counted=told, without_cases=without, reach_points=reach)
