"""Figures known of every unit, on which the model of many units with few answers leans.

In: ``unit_covariates.csv``, the units. Out: one column per figure, by unit. Source: ``docs/methodology.md`` 16.7.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd

from parreport.columns import COVARIATES_FILE, rows_of
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.inputs.units import unit_in
from parreport.language import message

MOST_UNITS = 5


def read_covariates(path: Path, units: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Return one row per unit, one column per figure, NaN where its block has none; no columns without a file.

    A figure stands for every unit of a block or for none.
    """
    blocks = dict(rows_of(units, "unit_code", "block"))
    if not has_table(path, COVARIATES_FILE):
        return pd.DataFrame(index=list(blocks))
    file, units_file = shown_path(path), shown_path(path.with_name("units.csv"))
    found: dict[tuple[str, str], Decimal] = {}
    seen: dict[tuple[str, str], int] = {}
    for row in read_rows(path, COVARIATES_FILE, faults):
        unit, name = unit_in(row, blocks, units_file), row["covariate"]
        value = row.number_in("value", "amount")
        if not name:
            row.fault("covariate", message("the name of the figure"))
        if value is None and "value" not in row.faulty:
            row.fault("value", message("a number"))
        if unit is None or not name:
            continue
        if seen.setdefault((unit, name), row.number) != row.number:
            first = seen[unit, name]
            row.fault("covariate", message("each unit and figure once; they stand in row {row} too", row=first))
        elif value is not None:
            found[unit, name] = value
    if file not in faults.unread and units_file not in faults.unread:
        _check_whole(file, blocks, seen, faults)
    names = list(dict.fromkeys(name for _, name in found))
    table = {name: [float(found.get((unit, name), "nan")) for unit in blocks] for name in names}
    return pd.DataFrame(table, index=list(blocks))


def _check_whole(file: str, blocks: dict[str, str], seen: dict[tuple[str, str], int], faults: Faults) -> None:
    """Report the units of a block that lack a figure which others of it have."""
    for block, name in dict.fromkeys((blocks[unit], name) for unit, name in seen):
        lacking = [unit for unit, own in blocks.items() if own == block and (unit, name) not in seen]
        if lacking:
            units = ", ".join(lacking[:MOST_UNITS]) + (", …" if len(lacking) > MOST_UNITS else "")
            expected = message(
                "{name} of every unit of block {block}, or of none; there is none of {units}",
                name=name,
                block=block,
                units=units,
            )
            faults.fault_at(file, expected, column="covariate")
