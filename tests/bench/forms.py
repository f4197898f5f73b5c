"""How fast forms that units sent back are read: 200 units × 60 leaves.

``python -m tests.bench.forms`` writes the forms, filled in, and prints the seconds of reading them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from parreport.building.excel_forms.making import make_books, read_assessed
from parreport.inputs.faults import Faults
from parreport.inputs.forms.marks import SCORES
from parreport.inputs.forms.reading import read_forms
from parreport.inputs.parameters import read_parameters
from parreport.language import use_language
from parreport.publishing.form_sheets import FormBook, FormSheet, render_form
from tests.bench.measure import describe_machine
from tests.bench.years import write_communes

UNITS, LEAVES, LIMIT = 200, 60, 10.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Write forms, read them, print how long that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=UNITS, help=f"units (default {UNITS})")
    call = parser.parse_args(arguments)
    print(f"machine: {describe_machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="parreport-bench-") as name:
        folder = Path(name)
        case = write_communes(folder, call.units, LEAVES)
        assessed = read_assessed(read_parameters(case.path))
        with use_language("vi"):
            for unit, book in make_books(assessed):
                render_form(fill_in(book), folder / f"inputs/forms/{unit}.xlsx")
        start, faults = time.perf_counter(), Faults()
        rows = read_forms(folder / "inputs", assessed.units, assessed.framework, assessed.parameters.span.key, faults)
        took = time.perf_counter() - start
    if faults.problems:
        raise SystemExit(str(faults.problems[:3]))
    print(f"{call.units} forms, {len(rows)} items: {took:.2f} s   (limit {LIMIT:g} s for {UNITS})")


def fill_in(book: FormBook) -> FormBook:
    """Return a form with points in all cells for them."""
    return replace(book, sheets=tuple(fill_sheet(one) if is_scores(one) else one for one in book.sheets))


def is_scores(sheet: FormSheet) -> bool:
    """Return whether a sheet is the score sheet, by its mark."""
    cell = sheet.rows[0].cells.get(0)
    return cell is not None and f"|{SCORES}|" in str(cell.value)


def fill_sheet(sheet: FormSheet) -> FormSheet:
    """Return the sheet with a point, an explanation and a document in every row that is open."""
    codes = next(row.cells for row in sheet.rows if any(cell.value == "self_points" for cell in row.cells.values()))
    given = {"self_points": 0.25, "reason": "Đã thực hiện đầy đủ", "evidence": "Báo cáo số 12/BC-UBND ngày 05/01/2019"}
    places = {place: given[str(cell.value)] for place, cell in codes.items() if cell.value in given}
    rows = [
        replace(
            row,
            cells={
                at: replace(c, value=places[at]) if c.is_open and at in places else c for at, c in row.cells.items()
            },
        )
        for row in sheet.rows
    ]
    return replace(sheet, rows=tuple(rows))


if __name__ == "__main__":
    main()
