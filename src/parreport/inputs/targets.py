"""The targets of the province, apart from the index.

In: ``targets.csv``. Out: one :class:`Target` per row, none without the file; all faults are kept.
Source: ``docs/methodology.md`` 5.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from parreport import columns
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Target
from parreport.inputs.numbers import fold_text
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.language import message


def read_targets(path: Path, faults: Faults) -> tuple[Target, ...]:
    """Return the targets of the file; every fault is kept."""
    if not has_table(path, columns.TARGETS_FILE):
        return ()
    targets: list[Target] = []
    seen: dict[str, int] = {}
    for row in read_rows(path, columns.TARGETS_FILE, faults):
        code = row["target_code"]
        if not code:
            row.fault("target_code", message("the code of the target"))
        elif code in seen:
            row.fault("target_code", message("each target code once; it stands in row {row} too", row=seen[code]))
        seen.setdefault(code, row.number)
        if not row["name"]:
            row.fault("name", message("the name of the target"))
        direction = fold_text(row["direction"])
        if direction not in {"at_least", "at_most"}:
            row.fault("direction", message("at_least or at_most"))
        value = row.number_in("target", "amount")
        if value is None and "target" not in row.faulty:
            row.fault("target", message("a number"))
        targets.append(
            Target(
                code,
                row["name"],
                row["name_en"],
                row["area"],
                row["unit_of_measure"],
                "at_most" if direction == "at_most" else "at_least",
                value or Decimal(0),
                row["source"],
                row["source_en"],
            )
        )
    return tuple(targets)
