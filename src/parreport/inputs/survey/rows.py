"""The rows of a file of answers, by what their columns hold, and the faults at their cells.

In: the columns of a file as texts, and what its heads say. Out: one column of texts for each field or
question, also where several columns of the file hold it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.numbers import fold_text
from parreport.inputs.survey.heads import HeadMap
from parreport.inputs.survey.scales import is_blank
from parreport.inputs.survey.texts import AnswerFile, TextColumn
from parreport.language import Message, message

LONGEST_FOUND = 60
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Array = np.ndarray[Any, Any]


class Rows:
    """The rows of a file of answers, by what their columns hold."""

    def __init__(self, read: AnswerFile, heads: HeadMap, faults: Faults) -> None:
        self.read = read
        self.heads = heads
        self.faults = faults
        self.n = len(read.rows)

    def fault(self, at: Iterable[int], column: str, expected: Message, found: str | None = None) -> None:
        """Report a fault at rows; beyond the most that are kept they are counted."""
        places = np.asarray(list(at) if not isinstance(at, np.ndarray) else at)
        for done, place in enumerate(places):
            if self.faults.are_full:
                self.faults.more += len(places) - done
                return
            row = int(self.read.rows[place])
            shown = None if found is None else found[:LONGEST_FOUND]
            self.faults.add(Problem(self.read.file, expected, shown, row, column))

    def column(self, places: list[int], name: str) -> TextColumn | None:
        """Return the texts of columns that hold the same, where each row has one; two that differ are a fault."""
        if not places:
            return None
        whole, *others = (self.read.columns[at] for at in places)
        for other in others:
            first, second = flags_of(whole, is_blank), flags_of(other, is_blank)
            folded = np.array([*(fold_text(one) for one in (*whole.words, *other.words)), ""], object)
            codes = other.codes + len(whole.words)
            differ = ~first & ~second & (folded[whole.codes] != folded[codes])
            self.fault(np.flatnonzero(differ), name, message("the same in all columns of this question"))
            joined = np.where(first, codes, whole.codes).astype(np.int32)
            whole = TextColumn(whole.head, [*whole.words, *other.words], joined)
        return whole

    def field(self, name: str) -> TextColumn | None:
        """Return the texts of a field, None where the file has no such column."""
        return self.column(self.heads.fields.get(name, []), name)


def flags_of(column: TextColumn, test: Callable[[str], bool]) -> Mask:
    """Return for each row whether its text passes a test."""
    passed: Array = np.array([*(test(word) for word in column.words), True], bool)
    flags: Mask = passed[column.codes]
    return flags


def categories(codes: Array, names: Sequence[str]) -> Any:
    """Return a column of texts, each row's by its place among the names, blank where that is below 0."""
    return pd.Categorical.from_codes(np.asarray(codes, np.int64), list(names))  # type: ignore[call-overload]
