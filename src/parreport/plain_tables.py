"""Tables as plain data: lists, texts, numbers and marks that JSON has, and back without a loss.

In: a data frame. Out: its index and columns, each with its kind; or the frame again, equal in cells,
kinds and order. What is read is looked up in the closed list of kinds here; nothing in it names
code. Not kept: the names of an index, and whether numbers in cells were numpy's own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any, cast

import numpy as np
import pandas as pd

STR = pd.StringDtype(na_value=np.nan)
DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:E[+-][0-9]{1,4})?", re.ASCII)
WHOLE_LIMIT = 2**63
REPEATED = 2
"""A column is written as its distinct cells and their places where each stands so often or more."""

Cells = list[Any]
Array = Any


class PlainDataError(ValueError):
    """What was read is not plain data as parreport writes it; the text says where it is not."""


def write_plain_table(frame: pd.DataFrame) -> dict[str, Any]:
    """Return a frame as plain data: ``rows``, its index, and ``columns``, name to kind and cells.

    Raises
    ------
    TypeError
        A column, a cell or an index of a kind that no table of parreport has.
    """
    names = list(frame.columns)
    if not frame.columns.is_unique or not all(isinstance(name, str) for name in names):
        raise TypeError("the columns of a table are texts, each once")
    columns = {name: _write_column(frame[name], name) for name in names}
    return {"rows": _write_index(frame.index, bool(names)), "columns": columns}


def read_plain_table(plain: Any) -> pd.DataFrame:
    """Return the frame that plain data hold.

    Raises
    ------
    PlainDataError
        They hold none: a key, kind, cell or length is not as it is written.
    """
    if type(plain) is not dict or plain.keys() != {"rows", "columns"}:
        raise PlainDataError("a table")
    columns = plain["columns"]
    if type(columns) is not dict:
        raise PlainDataError("the columns of a table")
    arrays = [_read_column(column) for column in columns.values()]
    rows = _read_index(plain["rows"], bool(arrays))
    if any(len(array) != len(rows) for array in arrays):
        raise PlainDataError("columns of one length")
    kept = {
        place: pd.Series(array, index=rows, dtype=object, copy=False)
        if isinstance(array, np.ndarray) and array.dtype == object  # else pandas guesses a kind
        else array
        for place, array in enumerate(arrays)
    }
    frame = pd.DataFrame(kept, index=rows, copy=False)
    frame.columns = pd.Index(list(columns), dtype=STR)
    return frame


def _write_index(index: pd.Index, has_columns: bool) -> list[int] | dict[str, list[int]]:
    """Return an index: first, end and step of a range, or its numbers one by one."""
    if isinstance(index, pd.RangeIndex) and (has_columns or not len(index)):
        return [index.start, index.stop, index.step]
    if index.dtype != "int64":
        raise TypeError(f"rows are counted, not called {index.dtype}")
    return {"numbers": index.tolist()}


def _read_index(plain: Any, has_columns: bool) -> pd.Index:
    if type(plain) is dict and plain.keys() == {"numbers"}:
        return pd.Index(_whole_numbers(plain["numbers"]))
    numbers = _whole_numbers(plain)
    if len(numbers) != 3 or not numbers[2]:
        raise PlainDataError("rows")
    rows = pd.RangeIndex(*map(int, numbers))
    if len(rows) and not has_columns:
        raise PlainDataError("rows without columns")
    return rows


# ------------------------------------------------------------------------------------- columns


def _write_column(column: pd.Series, name: str) -> list[Any]:
    """Return a column: its kind and cells, or its kind, distinct cells and their places."""
    kind, cells = str(column.dtype), column.tolist()
    if kind == "str":
        return _repeated(kind, [cell if isinstance(cell, str) else None for cell in cells])
    if kind == "float64":
        return [kind, list(map(_write_float, cells))]
    if kind in ("Int64", "boolean"):
        return [kind, [None if cell is pd.NA else cell for cell in cells]]
    if kind in ("int64", "bool"):
        return [kind, cells]
    if kind != "object":
        raise TypeError(f"column {name}: no table of parreport has {kind}")
    types = set(map(type, cells))
    if Decimal in types and types <= {Decimal, type(None)}:
        return _repeated("decimal", [None if cell is None else str(cell) for cell in cells])
    keys = [cell if type(cell) is str else (type(cell), repr(cell)) for cell in cells]
    known = dict(zip(keys, cells, strict=True))
    plain = {key: write_plain_cell(cell) for key, cell in known.items()}
    return _repeated(kind, keys, plain)


def _repeated(kind: str, keys: Cells, plain: dict[Hashable, Any] | None = None) -> list[Any]:
    """Return a column by its distinct cells where they stand in it more than once."""
    distinct = list(dict.fromkeys(keys))
    shown = distinct if plain is None else [plain[key] for key in distinct]
    if len(distinct) * REPEATED >= len(keys):
        return [kind, keys if plain is None else [plain[key] for key in keys]]
    places = {key: place for place, key in enumerate(distinct)}
    return [kind, shown, list(map(places.__getitem__, keys))]


def _read_column(plain: Any) -> Array:
    if type(plain) is not list or len(plain) not in (2, 3):
        raise PlainDataError("a column")
    kind, cells = plain[0], plain[1]
    if type(kind) is not str or kind not in READERS or type(cells) is not list:
        raise PlainDataError("the kind of a column")
    if not cells:
        if len(plain) == 3 and plain[2] != []:
            raise PlainDataError("places of no cells")
        return EMPTY[kind]
    array = READERS[kind](cells)
    if len(plain) == 2:
        return array
    places = _whole_numbers(plain[2])
    if len(places) and not (0 <= places.min() and places.max() < len(cells)):
        raise PlainDataError("places of cells")
    return array[places]


def _read_texts(cells: Cells) -> Array:
    _allow(cells, str, type(None))
    return pd.array(np.array(cells, dtype=object), dtype=STR)


def _read_floats(cells: Cells) -> Array:
    """Return numbers; JSON has none for NaN and the infinite ones."""
    types = set(map(type, cells))
    if types <= {float, type(None)}:
        numbers = np.array(cells, dtype=np.float64)
        if np.isinf(numbers).any():
            raise PlainDataError("a number that is too large")
        return numbers
    return np.array([_read_float(cell) for cell in cells], dtype=np.float64)


def _read_flags(cells: Cells) -> Array:
    _allow(cells, bool)
    return np.array(cells, dtype=np.bool_)


def _read_whole_or_blank(cells: Cells) -> Array:
    _allow(cells, int, type(None))
    numbers = _whole_numbers([0 if cell is None else cell for cell in cells])
    return pd.arrays.IntegerArray(numbers, _blanks(cells))


def _read_flags_or_blank(cells: Cells) -> Array:
    _allow(cells, bool, type(None))
    flags = np.array([cell is True for cell in cells], dtype=np.bool_)
    return pd.arrays.BooleanArray(flags, _blanks(cells))


def _read_decimals(cells: Cells) -> Array:
    return _objects([None if cell is None else read_decimal(cell) for cell in cells])


def _read_objects(cells: Cells) -> Array:
    return _objects([read_plain_cell(cell) for cell in cells])


def _blanks(cells: Cells) -> Array:
    return np.array([cell is None for cell in cells], dtype=np.bool_)


def _objects(cells: Cells) -> Array:
    return np.fromiter(cells, dtype=object, count=len(cells))


def _allow(cells: Cells, *types: type) -> None:
    if not set(map(type, cells)) <= set(types):
        raise PlainDataError("cells of one kind")


def _whole_numbers(plain: Any) -> Array:
    if type(plain) is not list:
        raise PlainDataError("whole numbers")
    _allow(plain, int)
    if plain and not (-WHOLE_LIMIT <= min(plain) and max(plain) < WHOLE_LIMIT):
        raise PlainDataError("a whole number that is too large")
    return np.array(plain, dtype=np.int64)


# --------------------------------------------------------------------------------------- cells


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
    if type(plain) is int and -WHOLE_LIMIT <= plain < WHOLE_LIMIT:
        return plain
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


def _write_float(number: float) -> float | str | None:
    if math.isfinite(number):
        return number
    return None if math.isnan(number) else repr(number)


def _read_float(plain: Any) -> float:
    if plain is None:
        return math.nan
    if type(plain) is float and math.isfinite(plain):
        return plain
    if plain in ("inf", "-inf"):
        return float(cast("str", plain))
    raise PlainDataError("a number")


READERS: dict[str, Callable[[Cells], Array]] = {
    "str": _read_texts,
    "float64": _read_floats,
    "int64": _whole_numbers,
    "bool": _read_flags,
    "Int64": _read_whole_or_blank,
    "boolean": _read_flags_or_blank,
    "decimal": _read_decimals,
    "object": _read_objects,
}
EMPTY = {kind: read([]) for kind, read in READERS.items()}
"""Columns without a cell, made once: most tables of a unit's slice have no rows."""
