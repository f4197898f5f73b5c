"""``parreport units``: the codes, names and blocks of the units, as others need them to send figures.

In: parameters. Out: one row per unit, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parreport.columns import rows_of
from parreport.inputs.faults import Faults
from parreport.inputs.framework_files import read_framework_files
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import find_path, read_parameters
from parreport.inputs.units import read_units
from parreport.years.reading import raise_faults

NAMES = ("unit_code", "name", "block", "ranked")


def list_units(path: Path) -> list[dict[str, str]]:
    """Return the units of a year: ``unit_code, name, block, ranked`` (yes or no).

    Raises
    ------
    InputError : parameters, framework or units are at fault; all faults at once.
    """
    parameters, faults = read_parameters(path), Faults()
    framework = read_framework_files(find_framework(parameters.framework), faults)
    if framework is not None:
        units = read_units(find_path(parameters.inputs) / "units.csv", framework, faults)
    raise_faults(parameters.inputs, faults)
    return [
        dict(zip(NAMES, (str(code), str(name), str(block), "yes" if ranked else "no"), strict=True))
        for code, name, block, ranked in rows_of(units, "unit_code", "unit_name", "block", "ranked")
    ]


def show_units(units: list[dict[str, str]]) -> str:
    """Return units in columns, the heads above."""
    return "\n".join(align([NAMES, *(tuple(unit[name] for name in NAMES) for unit in units)]))


def align(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows of cells as lines of columns, each as wide as its widest cell."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
