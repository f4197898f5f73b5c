"""PCI 2006–2016 as years of this program: 63 provinces (64 before 2009), ten weighted sub-indices.

The panel (VCCI/USAID, as collected in the R package mdtrinh/vietnamdata, CC0) stays in
``../shared/data``. A sub-index stands on a scale from 1 to 10 and carries a weight; the weights of
a year sum to 10, its total to 100. Here a sub-index is an area with one leaf: its maximum is
10 × weight, its points are score × weight, exactly. The weights were recovered by regression; those
of 2005 and 2011 are not known, and 2013 is not in the panel.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.cases import Case, read_csv, write_year
from tests.papi import Panel, unit_code

PANEL = Path("data") / "pci_2005_2016_without_2013.csv"
SUB_INDICES = ("entry", "land", "transparency", "time", "informal", "bias", "proactive", "support", "labor", "legal")
WEIGHTS = {
    "2006–2008": "0.5 0.5 1.5 1 0.5 0.5 1.5 1.5 1.5 1",
    "2009–2012": "1 0.5 2 1.5 1 0 1 0.5 2 0.5",
    "2014–2016": "0.5 0.5 2 0.5 1 0.5 0.5 2 2 0.5",
}
YEARS = (2006, 2007, 2008, 2009, 2010, 2012, 2014, 2015, 2016)


def read_panel(shared: Path) -> Panel:
    """Read the panel: year → unit code → row; ``NA`` is blank."""
    panel: Panel = {}
    for row in read_csv(shared / PANEL):
        cells = {name: "" if cell == "NA" else cell for name, cell in row.items()}
        panel.setdefault(int(row["year"]), {})[unit_code(row["prov"])] = cells
    return panel


def weights_of(year: int) -> dict[str, Decimal]:
    """Return the weights of a year; of a year that has none of its own, those of the years around it."""
    period = "2006–2008" if year <= 2008 else "2009–2012" if year <= 2012 else "2014–2016"
    pairs = zip(SUB_INDICES, map(Decimal, WEIGHTS[period].split()), strict=True)
    return {name: weight for name, weight in pairs if weight}


def write_pci(folder: Path, panel: Panel, year: int, base: Case | None = None, **more: Any) -> Case:
    """Write a year of PCI; its sub-indices continue those of the same name in the base year."""
    weights = weights_of(year)
    tree: list[tuple[Any, ...]] = []
    for name, weight in weights.items():
        tree += [(name,), (f"{name}_points", name, 10 * weight, "appraised", "", name)]
    points = {
        code: {
            f"{name}_points": Decimal(row[f"pci_{name}"]) * weight if row[f"pci_{name}"] else None
            for name, weight in weights.items()
        }
        for code, row in panel[year].items()
    }
    framework = {"title": f"PCI {year}", "legal_basis": ["VCCI, USAID"], "illustrative": False, "decimals": 5}
    return write_year(
        folder,
        {"tinh": tree},
        points,
        name=f"pci-{year}",
        units={code: {"name": row["prov"]} for code, row in panel[year].items()},
        framework=framework,
        base=base,
        **({"year": year, "province": "63 tỉnh, thành phố", "language": "en"} | more),
    )
