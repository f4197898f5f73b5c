"""Where a table was read from, and where its cells stand.

In: the file, the sheet, the columns of the heads. Out: the place of a fault as messages name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parreport.inputs.workbooks import name_cell


@dataclass(frozen=True)
class Source:
    """The file of a table as messages show it, its sheet (None of a CSV file), its columns, counted from 0."""

    file: str
    sheet: str | None = None
    columns: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.file if self.sheet is None else f"{self.file} [{self.sheet}]"

    def spot(self, row: int | None = None, column: str | None = None, place: int | None = None) -> dict[str, object]:
        """Return where a fault is, as facts of a problem; ``place``: the column where it has no name."""
        at = self.columns.get(column) if column is not None else place
        cell = None if self.sheet is None or row is None or at is None else name_cell(row, at + 1)
        return {"file": self.file, "sheet": self.sheet, "row": row, "cell": cell}
