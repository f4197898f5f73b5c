"""PAPI 2011–2016 as years of this program: 63 provinces, 6 dimensions, 22 sub-dimensions.

The panel (UNDP/CECODES, as collected in the R package mdtrinh/vietnamdata, CC0) stays in
``../shared/data``. A dimension is an area, a sub-dimension a leaf of 10 points divided by the number
of sub-dimensions of its dimension that the year measures; 10/3 does not end, so it is written with
9 decimals. ``write_papi(folder, panel, 2016, base=write_papi(folder, panel, 2015))`` writes two
years into ``folder`` and returns the second.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.cases import Case, read_csv, write_year

PANEL = Path("data") / "papi_2011_2016.csv"
DIMENSIONS = ("participation", "transparency", "accountability", "corruption", "procedures", "service")
NINE = Decimal("0.000000001")
Panel = dict[int, dict[str, dict[str, str]]]


def read_panel(shared: Path) -> Panel:
    """Read the panel: year → unit code → row; ``NA`` is blank."""
    panel: Panel = {}
    for row in read_csv(shared / PANEL):
        cells = {name: "" if cell == "NA" else cell for name, cell in row.items()}
        panel.setdefault(int(row["year"]), {})[unit_code(row["prov"])] = cells
    return panel


def unit_code(name: str) -> str:
    """Return the code of a province: its name without marks, in small letters, with hyphens."""
    plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(sign if sign.isalnum() else "-" for sign in plain if not unicodedata.combining(sign))
    return "-".join(part for part in letters.lower().split("-") if part)


def sub_dimensions(rows: dict[str, dict[str, str]], dimension: str) -> list[str]:
    """Return the sub-dimensions of a dimension that a year measures."""
    prefix = f"papi_{dimension}_"
    names = [name for name in next(iter(rows.values())) if name.startswith(prefix)]
    return [name.removeprefix("papi_") for name in names if any(row[name] for row in rows.values())]


def papi_tree(rows: dict[str, dict[str, str]]) -> list[tuple[Any, ...]]:
    """Return the tree of a year: dimensions as areas, sub-dimensions as leaves."""
    tree: list[tuple[Any, ...]] = []
    for dimension in DIMENSIONS:
        leaves = sub_dimensions(rows, dimension)
        maximum = (Decimal(10) / len(leaves)).quantize(NINE)
        tree.append((dimension,))
        tree += [(leaf, dimension, maximum, "appraised", "", leaf.replace("_", " ")) for leaf in leaves]
    return tree


def is_complete(row: dict[str, str]) -> bool:
    """Return whether a province was measured in a year (the panel's total of nothing is 0)."""
    return row["papi_participation"] != ""


def write_papi(
    folder: Path, panel: Panel, year: int, base: Case | None = None, leave_out: Sequence[str] = (), **more: Any
) -> Case:
    """Write a year of PAPI; provinces in ``leave_out`` are not among its units."""
    rows = {code: row for code, row in panel[year].items() if code not in leave_out}
    tree = papi_tree(panel[year])
    leaves = [code for code, *rest in tree if rest]
    mapping = None
    if base is not None:
        before = {code for code, *rest in papi_tree(panel[year - 1]) if rest}
        mapping = [(code, code) if code in before else (code, "", "", "no") for code in leaves]
    points = {code: {leaf: row[f"papi_{leaf}"] or None for leaf in leaves} for code, row in rows.items()}
    framework = {"title": f"PAPI {year}", "legal_basis": ["UNDP, CECODES"], "illustrative": False, "decimals": 7}
    return write_year(
        folder,
        {"tinh": tree},
        points,
        name=f"papi-{year}",
        units={code: {"name": row["prov"]} for code, row in rows.items()},
        framework=framework,
        mapping=mapping,
        base=base,
        **({"year": year, "province": "63 tỉnh, thành phố", "language": "en"} | more),
    )
