"""What a table is, in words: its name, its grain, its columns, their kind.

Kinds: ``code`` and ``text`` are text; ``flag`` is yes/no (bool in memory); ``points`` are exact
decimals (``decimal.Decimal``, None where blank); ``pct`` and ``pp`` are percent and percentage
points (float, NaN where blank, rounded to 9 decimals so that equal figures are equal), ``share``
a share from 0 to 1 and ``coefficient`` a figure without unit in the same form; ``count`` and
``rank`` are whole numbers (pandas ``Int64``, blank allowed; rank 1 = best).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "text", "flag", "points", "pct", "pp", "share", "coefficient", "count", "rank"]

UNIT: tuple[str, Kind, str] = ("unit_code", "code", "code of the unit")
ITEM: tuple[str, Kind, str] = ("item_code", "code", "code of the item, unique within its block")
BLOCK: tuple[str, Kind, str] = ("block", "code", "block in which the unit is ranked")


@dataclass(frozen=True)
class Column:
    """One column: name, kind, what it means; ``optional`` columns may be absent from a file."""

    name: str
    kind: Kind
    meaning: str
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its name, its grain (what one row is), its columns in order."""

    name: str
    grain: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of all columns, in order."""
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        """The names of the columns that a file must have."""
        return [column.name for column in self.columns if not column.optional]


def describe_table(name: str, grain: str, *columns: tuple[str, Kind, str], optional: str = "") -> Table:
    """Return a table of columns given as name, kind and meaning; ``optional``: names of those that may miss."""
    may_miss = set(optional.split())
    return Table(name, grain, tuple(Column(n, k, m, n in may_miss) for n, k, m in columns))
