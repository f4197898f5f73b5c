"""Forms of units filled in by a script, as openpyxl writes them: by the codes above the columns and beside the rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

FILLED = ("applies", "numerator", "denominator", "value", "self_points", "reason", "evidence")


def find_scores(book: Any) -> Worksheet:
    """Return the score sheet: the one whose first cell bears its mark."""
    return next(one for one in book.worksheets if str(one["A1"].value).startswith("parreport-form|1|scores|"))


def places_of(sheet: Worksheet) -> tuple[dict[str, int], dict[str, int]]:
    """Return the columns by their codes, and the rows by the codes of their items."""
    head = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "item_code")
    columns = {str(cell.value): cell.column for cell in sheet[head] if cell.value}
    codes = {row: str(sheet.cell(row, 1).value or "") for row in range(head + 2, sheet.max_row + 1)}
    return columns, {code: row for row, code in codes.items() if code and not code.startswith("#")}  # these are sums


def fill(path: Path, target: Path, cells: Mapping[str, Mapping[str, Any]]) -> None:
    """Fill a form in: figures of each item by column; what is not given there is left, ``None`` is emptied."""
    book = load_workbook(path)
    sheet = find_scores(book)
    columns, rows = places_of(sheet)
    for item, given in cells.items():
        for column, value in given.items():
            cell = sheet.cell(rows[item], columns[column])
            assert not cell.protection.locked, f"{item}, {column} is locked"
            cell.value = float(value) if isinstance(value, Decimal) else value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
