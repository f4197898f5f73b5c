"""Cells as they stand in CSV files: figures without loss, words that no spreadsheet program runs.

In: a value and its kind. Out: the text of a cell; or the words again as they were.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from parreport.columns import is_blank, round_half_up
from parreport.tabular import Kind

# What a spreadsheet program takes for the beginning of a formula, apostrophes before it aside.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def plain_decimal(figure: Decimal) -> str:
    """Return a decimal as text, all its digits, without exponent and without zeros at its end."""
    plain = f"{figure:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def write_number(value: Any) -> str:
    """Return a figure as it stands in a CSV file: at most 9 decimals, no exponent, no −0."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    plain = plain_decimal(round_half_up(exact))
    return "0" if plain in {"-0", ""} else plain


def write_cell(value: Any, kind: Kind) -> str:
    """Return a cell as it stands in a CSV file; blank where it holds nothing."""
    if is_blank(value):
        return ""
    if kind == "flag":
        return "yes" if value else "no"
    if kind in {"points", "pct", "pp", "share", "coefficient"}:
        return write_number(value)
    if kind in {"count", "rank"}:
        return str(int(value))
    return disarm(str(value))


def write_lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a CSV file: its heads, then rows of cells that are text already."""
    file = StringIO()
    csv.writer(file, lineterminator="\n").writerows([heads, *rows])
    return file.getvalue()


def disarm(words: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: an apostrophe stands before it.

    A plain number stays as it is. :func:`rearm` takes the apostrophe away again.
    """
    return f"'{words}" if FORMULA.match(words) and not PLAIN_NUMBER.fullmatch(words) else words


def rearm(cell: str) -> str:
    """Return a text as it was before :func:`disarm`."""
    return cell[1:] if cell.startswith("'") and disarm(cell[1:]) == cell else cell
