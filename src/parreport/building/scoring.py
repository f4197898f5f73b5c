"""The rules of an index and the points of its units as plain data, for a browser to compute with.

In: results. Out: one dictionary, and ``scoring.json``. Index, rank and class follow from it exactly:
every figure is a decimal as text, so that a browser can compute with whole numbers.
Source: ``docs/methodology.md`` 3.9, ``docs/glossary.md`` B.4.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.cells import plain_decimal
from parreport.files import write_whole
from parreport.inputs.framework import Block
from parreport.years.results import Results

FILE = "scoring.json"
VERSION = 1


def export_scoring(results: Results) -> dict[str, Any]:
    """Return all that index, rank and class are computed from, as plain data.

    A leaf's points are those that count, a bonus or penalty after the leaf's own cut; None where
    the leaf does not apply or is a gap. ``gaps`` counts those of a unit, which then has no rank and no
    class. Nothing that units declared or respondents answered is in it.
    """
    framework = results.framework
    return {
        "version": VERSION,
        "province": results.parameters.province,
        "year": results.parameters.year,
        "status": results.parameters.status,
        "scenario": results.scenario_n > 0,
        "decimals": framework.decimals,
        "rounding": "half_up",
        "cap_at_100": framework.cap_at_100,
        "bonus_cap": _exact(framework.bonus_cap),
        "penalty_cap": _exact(framework.penalty_cap),
        "blocks": [
            _export_block(block, results) for block in framework if (results.units["block"] == block.code).any()
        ],
    }


def _export_block(block: Block, results: Results) -> dict[str, Any]:
    own = results.leaves[results.leaves["block"] == block.code]
    units = results.units[results.units["block"] == block.code]
    return {
        "code": block.code,
        "name": block.name,
        "name_en": block.name_en,
        "ranked": block.ranked,
        "bands": [{"name": band.name, "name_en": band.name_en, "from": _exact(band.lowest)} for band in block.bands],
        "areas": [{"code": area.code, "name": area.name, "name_en": area.name_en} for area in block.areas],
        "leaves": [
            {
                "code": leaf.code,
                "name": leaf.name,
                "name_en": leaf.name_en,
                "area": leaf.area_code,
                "max_points": _exact(leaf.max_points),
                "method": leaf.method,
            }
            for leaf in block.leaves
        ],
        "units": _export_units(block, units, own),
    }


def _export_units(block: Block, units: pd.DataFrame, leaves: pd.DataFrame) -> list[dict[str, Any]]:
    points: dict[str, dict[str, str | None]] = {}
    gaps = leaves.loc[leaves["origin"] == "missing", "unit_code"].value_counts().to_dict()
    names = ("unit_code", "item_code", "applies", "points")
    for unit, item, applies, given in zip(*(leaves[name] for name in names), strict=True):
        points.setdefault(unit, {})[item] = _exact(given) if applies else None
    return [
        {
            "code": unit["unit_code"],
            "name": unit["unit_name"],
            "name_en": unit["unit_name_en"],
            "ranked": bool(unit["ranked"]),
            "gaps": gaps.get(unit["unit_code"], 0),
            "points": [points[unit["unit_code"]][leaf.code] for leaf in block.leaves],
        }
        for unit in units.to_dict("records")
    ]


def _exact(figure: Decimal | None) -> str | None:
    """Return a decimal as text, all its digits and no exponent; None where there is none."""
    return None if figure is None else plain_decimal(figure)


def write_scoring(results: Results, folder: Path) -> Path:
    """Write ``scoring.json`` into a folder; return its path."""
    path = folder / FILE
    words = json.dumps(export_scoring(results), ensure_ascii=False, separators=(",", ":"))
    write_whole(path, f"{words}\n".encode())
    return path
