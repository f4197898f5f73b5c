"""Tables as plain data: lists, texts, numbers and marks that JSON has, and back without a loss.

In: a data frame. Out: its index and columns, each with its kind; or the frame again, equal in cells,
kinds and order. What is read is looked up in the closed list of kinds here; nothing in it names
code. Not kept: the names of an index, and whether numbers in cells were numpy's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

import numpy as np
import pandas as pd

from parreport.years.plain_cells import WHOLE_LIMIT, PlainDataError, read_decimal, read_plain_cell, write_plain_cell

STR = pd.StringDtype(na_value=np.nan)
ROW_LIMIT = 2**40
REPEATED = 2
"""A column is written as its distinct cells and their places where each stands so often or more."""

Cells = list[Any]
Array = Any


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
    if len(frame):
        columns = {name: _write_column(frame[name], name) for name in names}
    else:
        kinds = zip(names, map(str, frame.dtypes), strict=True)
        columns = {name: [_written_kind(kind, name), []] for name, kind in kinds}
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
    rows = _read_index(plain["rows"], bool(columns))
    if not len(rows) and (kinds := _kinds_of_nothing(columns)) is not None:
        frame = _empty_table(tuple(columns), kinds).copy(deep=False)
        return frame if isinstance(rows, pd.RangeIndex) else frame.set_axis(rows)
    arrays = [_read_column(column) for column in columns.values()]
    if any(len(array) != len(rows) for array in arrays):
        raise PlainDataError("columns of one length")
    return _join_columns(tuple(columns), arrays, rows)


def _join_columns(names: tuple[str, ...], arrays: list[Array], rows: pd.Index) -> pd.DataFrame:
    kept = {
        place: pd.Series(array, index=rows, dtype=object, copy=False)
        if array.dtype == object  # else pandas guesses what they are
        else array
        for place, array in enumerate(arrays)
    }
    frame = pd.DataFrame(kept, index=rows, copy=False)
    frame.columns = _labels(names)
    return frame


@lru_cache(256)
def _labels(names: tuple[str, ...]) -> pd.Index:
    return pd.Index(names, dtype=STR)


def _kinds_of_nothing(columns: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the kinds of columns of which none has a cell; None where that is not so."""
    kinds = []
    for column in columns.values():
        if type(column) is not list or len(column) != 2 or column[1] != []:
            return None
        kinds.append(_known_kind(column[0]))
    return tuple(kinds)


@lru_cache(256)
def _empty_table(names: tuple[str, ...], kinds: tuple[str, ...]) -> pd.DataFrame:
    """Return a table without rows, made once: most tables of a unit's slice have none."""
    return _join_columns(names, [READERS[kind]([]) for kind in kinds], pd.RangeIndex(0))


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
    numbers = _whole_numbers(plain).tolist()
    if len(numbers) != 3 or not numbers[2] or max(map(abs, numbers)) > ROW_LIMIT:
        raise PlainDataError("rows")
    rows = pd.RangeIndex(*numbers)
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
    _written_kind(kind, name)
    types = set(map(type, cells))
    if Decimal in types and types <= {Decimal, type(None)}:
        return _repeated("decimal", [None if cell is None else str(cell) for cell in cells])
    keys: list[Hashable] = [cell if type(cell) is str else (type(cell), repr(cell)) for cell in cells]
    known = dict(zip(keys, cells, strict=True))
    plain = {key: write_plain_cell(cell) for key, cell in known.items()}
    return _repeated(kind, keys, plain)


def _written_kind(kind: str, name: str) -> str:
    if kind not in READERS:
        raise TypeError(f"column {name}: no table of parreport has {kind}")
    return kind


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
    kind, cells = _known_kind(plain[0]), plain[1]
    if type(cells) is not list:
        raise PlainDataError("the cells of a column")
    array = READERS[kind](cells)
    if len(plain) == 2:
        return array
    places = _whole_numbers(plain[2])
    if len(places) and not (places.min() >= 0 and places.max() < len(cells)):
        raise PlainDataError("places of cells")
    return array[places]


def _known_kind(plain: Any) -> str:
    if type(plain) is not str or plain not in READERS:
        raise PlainDataError("the kind of a column")
    return plain


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
    if plain and not (min(plain) >= -WHOLE_LIMIT and max(plain) < WHOLE_LIMIT):
        raise PlainDataError("a whole number that is too large")
    return np.array(plain, dtype=np.int64)


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
