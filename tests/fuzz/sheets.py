"""A CSV file as cells, for mutators: read leniently, written as it was, stray cells raw."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

RAW = "\ue000"  # a cell that begins so is written without quotes, whatever it holds
csv.field_size_limit(2**27)


@dataclass
class Sheet:
    """Rows of cells, the head first; how cells are parted and lines end."""

    rows: list[list[str]]
    mark: str = ","
    line_end: str = "\n"

    @property
    def head(self) -> list[str]:
        """The names of the columns."""
        return self.rows[0]

    def column(self, name: str) -> int | None:
        """Return where a column stands; None where there is none."""
        return self.head.index(name) if name in self.head else None


def read_sheet(data: bytes) -> Sheet | None:
    """Return a file as cells; None where it is no longer a table."""
    try:
        words = data.decode("utf-8-sig")
        head = words.partition("\n")[0]
        mark = ";" if head.count(";") > head.count(",") else ","
        rows = list(csv.reader(io.StringIO(words, newline=""), delimiter=mark))
    except (UnicodeDecodeError, csv.Error):
        return None
    return Sheet(rows, mark) if len(rows) > 1 and rows[0] else None


def write_sheet(sheet: Sheet) -> bytes:
    """Return the bytes of a file."""
    lines = (sheet.mark.join(_write_cell(cell, sheet.mark) for cell in row) + sheet.line_end for row in sheet.rows)
    return "".join(lines).encode("utf-8", "surrogatepass")


def _write_cell(cell: str, mark: str) -> str:
    if cell.startswith(RAW):
        return cell[1:]
    if not cell.isalnum() and any(sign in cell for sign in (mark, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell
