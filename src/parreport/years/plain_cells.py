"""Single values as plain data: what JSON has, and named forms of what it has not.

In: a cell of a table, or a value from a JSON file. Out: plain data, or the cell again. A value of
another type than the one asked for raises :class:`PlainDataError`.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:E[+-][0-9]{1,4})?", re.ASCII)
WHOLE_LIMIT = 2**63


class PlainDataError(ValueError):
    """What was read is not plain data as parreport writes it; the text says where it is not."""


def write_plain_cell(cell: Any) -> Any:
    """Return a cell of any kind; what JSON has no form for is a list of its kind and its words.

    Raises
    ------
    TypeError
        A cell of a kind that no table of parreport has.
    """
    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is None or type(cell) in (str, bool, int):
        return cell
    if type(cell) is float:
        return cell if math.isfinite(cell) else ["number", repr(cell)]
    if type(cell) is Decimal:
        return ["decimal", str(cell)]
    if type(cell) is tuple:
        return ["tuple", [write_plain_cell(one) for one in cell]]
    if cell is pd.NA:
        return ["blank"]
    raise TypeError(f"no table of parreport holds a {type(cell).__name__}")


def read_plain_cell(plain: Any) -> Any:
    """Return the cell that plain data hold.

    Raises
    ------
    PlainDataError
        They hold none.
    """
    if plain is None or type(plain) in (str, bool):
        return plain
    if type(plain) is int:
        return read_whole(plain)
    if type(plain) is float and math.isfinite(plain):
        return plain
    match plain:
        case ["decimal", word]:
            return read_decimal(word)
        case ["tuple", list() as cells]:
            return tuple(read_plain_cell(one) for one in cells)
        case ["number", "nan" | "inf" | "-inf" as word]:
            return float(word)
        case ["blank"]:
            return pd.NA
    raise PlainDataError("a cell")


def read_decimal(word: Any) -> Decimal:
    """Return the decimal with just these digits and zeros; never a huge exponent or no number.

    Raises
    ------
    PlainDataError
        The word is no decimal as parreport writes it.
    """
    if type(word) is not str or not DECIMAL.fullmatch(word):
        raise PlainDataError("a decimal")
    return Decimal(word)


def read_object(plain: Any) -> dict[str, Any]:
    """Return names and values."""
    if type(plain) is not dict:
        raise PlainDataError("names and values")
    return plain


def read_list(plain: Any) -> list[Any]:
    """Return a list."""
    if type(plain) is not list:
        raise PlainDataError("a list")
    return plain


def read_text(plain: Any) -> str:
    """Return a text."""
    if type(plain) is not str:
        raise PlainDataError("a text")
    return plain


def read_flag(plain: Any) -> bool:
    """Return true or false."""
    if type(plain) is not bool:
        raise PlainDataError("true or false")
    return plain


def read_whole(plain: Any) -> int:
    """Return a whole number of at most 64 bits."""
    if type(plain) is not int or not -WHOLE_LIMIT <= plain < WHOLE_LIMIT:
        raise PlainDataError("a whole number")
    return plain
