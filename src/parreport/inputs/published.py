"""Tables of a published folder, read back so that a correction can be compared with them.

In: a folder of reports. Out: its index and items as text by key. Source: ``docs/glossary.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parreport import columns
from parreport.cells import rearm
from parreport.inputs.faults import Faults
from parreport.inputs.rows import Row
from parreport.inputs.tables import read_rows

REPLACED_FILES = ("index.csv", "items.csv")


@dataclass(frozen=True)
class Published:
    """The figures of a published folder, as they stand in its files.

    ``index``: by unit; ``items``: by unit and item; each a dictionary of cells by column.
    """

    index: dict[str, dict[str, str]]
    items: dict[tuple[str, str], dict[str, str]]


def read_published(folder: Path, faults: Faults) -> Published:
    """Return the index and the items of a published folder; faults are kept."""
    tables = [folder / "tables" / name for name in REPLACED_FILES]
    index = read_rows(tables[0], columns.INDEX, faults)
    items = read_rows(tables[1], columns.ITEMS, faults)
    return Published(
        index={row["unit_code"]: _cells_of(row) for row in index},
        items={(row["unit_code"], rearm(row["item_code"])): _cells_of(row) for row in items},
    )


def _cells_of(row: Row) -> dict[str, str]:
    return {column: rearm(cell) for column, cell in row.cells().items()}
