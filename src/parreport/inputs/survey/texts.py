"""Columns of texts: the distinct cells of each, and which of them each row has.

In: rows or columns of cells. Out: :class:`TextColumn`. A million rows have few distinct answers, so what a
cell means is found once for each distinct text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass
class TextColumn:
    """One column: its head as typed, its cells as typed, each once if few, and each row's place among them."""

    head: str
    words: list[str]
    codes: np.ndarray[Any, np.dtype[np.int32]]

    def take(self, kept: np.ndarray[Any, np.dtype[np.bool_]]) -> TextColumn:
        """Return the column of some rows."""
        return TextColumn(self.head, self.words, self.codes[kept])


@dataclass
class AnswerFile:
    """The columns of a file that were asked for, by place; ``rows``: the number of each row in the file.

    ``heads``: all heads as typed, in their order; ``head_row``: the row in which they stand.
    """

    file: str
    heads: list[str]
    head_row: int
    columns: dict[int, TextColumn]
    rows: np.ndarray[Any, np.dtype[np.int64]]


class Places(dict[str, int]):
    """Gives each text that it is asked for its place among ``words``, a new one the next."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self.words)
        self.words.append(text)
        return place

    def of(self, cells: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Return the place of each cell; where most differ, as numbers of forms do, they are not compared."""
        codes, distinct = pd.factorize(cells)
        if 2 * len(distinct) > len(cells):
            places = np.arange(len(self.words), len(self.words) + len(distinct), dtype=np.int32)
            self.words.extend(distinct)
        else:
            places = np.fromiter(map(self.__getitem__, distinct), np.int32, len(distinct))
        found: np.ndarray[Any, np.dtype[np.int32]] = places[codes]
        return found


class Gathered:
    """Columns under way: the distinct texts of each, and the places of what was added."""

    def __init__(self, places: list[int]) -> None:
        self.places = places
        self.texts = {at: Places() for at in places}
        self.parts: dict[int, list[np.ndarray[Any, np.dtype[np.int32]]]] = {at: [] for at in places}
        self.numbers: list[np.ndarray[Any, np.dtype[np.int64]]] = []

    def add(self, rows: Sequence[Sequence[str]], numbers: Iterable[int]) -> None:
        """Add rows, all as long as the head."""
        if not rows:
            return
        cells = list(zip(*rows, strict=True))
        for at in self.places:
            found = map(self.texts[at].__getitem__, cells[at])
            self.parts[at].append(np.fromiter(found, np.int32, len(rows)))
        self.numbers.append(np.fromiter(numbers, np.int64, len(rows)))

    def add_columns(self, cells: Mapping[int, np.ndarray[Any, Any]], numbers: np.ndarray[Any, Any]) -> None:
        """Add rows, given as the cells of each column."""
        for at, column in cells.items():
            self.parts[at].append(self.texts[at].of(column))
        self.numbers.append(numbers.astype(np.int64))

    def columns(self, head: Sequence[str]) -> tuple[dict[int, TextColumn], np.ndarray[Any, np.dtype[np.int64]]]:
        """Return the columns and the numbers of the rows."""
        none = np.zeros(0, np.int32)
        columns = {
            at: TextColumn(head[at], self.texts[at].words, np.concatenate([none, *self.parts[at]]))
            for at in self.places
        }
        return columns, np.concatenate([np.zeros(0, np.int64), *self.numbers])
