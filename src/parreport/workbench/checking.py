"""Faults and notes of a run as tables that can be filtered.

In: a run. Out: :class:`Check`; the same, filtered, as parts to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from parreport.display.formats import DASH, format_count
from parreport.display.parts import Column, Section, Table, Text, gather
from parreport.display.tables import table_of
from parreport.errors import LONGEST_FOUND, Problem, plain_signs
from parreport.inputs.faults import Faults
from parreport.inputs.files import read_once
from parreport.language import Message, text
from parreport.workbench.choosing import Run
from parreport.years.reading import list_notes, read_run

FAULT_COLUMNS = ("file", "row", "unit_code", "item_code", "column", "found", "expected")
NOTE_COLUMNS = ("unit_code", "item_code", "note")
MOST_FAULTS, MOST_NOTES = 200, 20


@dataclass(frozen=True)
class Check:
    """What a check found. ``more``: how many faults there are beyond those listed.

    ``faults``: one row per fault; ``notes``: one row per note, which stops nothing. ``units_n`` is
    None where the year could not be read.
    """

    run: Run
    faults: pd.DataFrame
    notes: pd.DataFrame
    units_n: int | None
    more: int = 0

    @property
    def faults_n(self) -> int:
        """How many faults there are, those that are not listed too."""
        return len(self.faults) + self.more

    def __repr__(self) -> str:
        with self.run.at_work():
            return self.describe()

    def describe(self) -> str:
        """Return the outcome as a sentence, in the language in force."""
        facts = {"file": self.run.file, "notes": format_count(len(self.notes))}
        if not self.faults_n:
            return text("{file}: no fault in {n} units; notes: {notes}", n=format_count(self.units_n or 0), **facts)
        return text(
            "{file}: faults: {faults}; notes: {notes}. Correct each file at its source, then run the cell again.",
            faults=format_count(self.faults_n),
            **facts,
        )


def check_run(run: Run) -> Check:
    """Read and check everything that a run reads: this year, the base year, the years of its history."""
    with run.at_work(), read_once():
        faults = Faults()
        read = read_run(run.root / run.file, faults)
        notes, gaps = list_notes(read)
        return Check(
            run,
            frame_of_faults(faults.problems),
            frame_of_notes([*notes, *gaps]),
            None if read is None else len(read.year.units),
            faults.more,
        )


def frame_of_faults(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return one row per fault: file, row of the sheet, unit, item, column, what was found and expected."""
    rows = [
        (one.file, one.row, one.unit_code, one.item_code, one.column, one.found, str(one.expected)) for one in problems
    ]
    frame = pd.DataFrame(rows, columns=list(FAULT_COLUMNS))
    frame["row"] = frame["row"].astype("Int64")
    others = [name for name in FAULT_COLUMNS if name != "row"]
    frame[others] = frame[others].astype(object).where(frame[others].notna(), "")
    return frame


def frame_of_notes(notes: Iterable[Message]) -> pd.DataFrame:
    """Return one row per note: the unit and item that it names, and its words."""
    rows = [(str(one.facts.get("unit", "")), str(one.facts.get("item", "")), str(one)) for one in notes]
    return pd.DataFrame(rows, columns=list(NOTE_COLUMNS))


def filter_rows(frame: pd.DataFrame, file: str = "", unit: str = "", item: str = "") -> pd.DataFrame:
    """Return the rows whose file and unit hold these letters, large or small, and whose item begins so.

    Blank lets all through.
    """
    kept = frame
    for name, letters in (("file", file), ("unit_code", unit)):
        if letters and name in kept:
            kept = kept[kept[name].str.contains(letters, case=False, regex=False)]
    return kept[kept["item_code"].str.startswith(item)] if item else kept


def show_faults(check: Check, file: str = "", unit: str = "", item: str = "") -> Section:
    """Show what a check found; ``file``, ``unit`` and ``item`` filter as in :func:`filter_rows`."""
    with check.run.at_work():
        faults = filter_rows(check.faults, file, unit, item)
        notes = filter_rows(check.notes, "", unit, item)
        asked = [f"“{one}”" for one in (file, unit, item) if one]
        words = text(
            "Shown with {asked}: faults: {faults}; notes: {notes}.",
            faults=format_count(len(faults)),
            notes=format_count(len(notes)),
            asked=", ".join(asked),
        )
        return gather(
            Text(check.describe(), "warning" if check.faults_n else "lead"),
            [Text(words)] if asked else None,
            None if faults.empty else [_table_of_faults(faults)],
            None if notes.empty else [_table_of_notes(notes)],
        )


def _table_of_faults(faults: pd.DataFrame) -> Table:
    shown = faults.head(MOST_FAULTS).astype({"row": object})
    return table_of(
        text("Faults ({n})", n=format_count(len(faults))),
        shown.where(shown.notna(), ""),
        [
            (Column(text("File")), lambda row: _clean(row["file"])),
            (Column(text("Row"), "number"), lambda row: str(row["row"])),
            (Column(text("Unit")), lambda row: _clean(row["unit_code"])),
            (Column(text("Item")), lambda row: _clean(row["item_code"])),
            (Column(text("Column")), lambda row: _clean(row["column"])),
            (Column(text("Found")), lambda row: _clean(row["found"])),
            (Column(text("Expected")), lambda row: _clean(row["expected"])),
        ],
        note=_say_cut(len(faults), MOST_FAULTS),
        id="workbench-faults",
    )


def _table_of_notes(notes: pd.DataFrame) -> Table:
    return table_of(
        text("Notes ({n})", n=format_count(len(notes))),
        notes.head(MOST_NOTES),
        [
            (Column(text("Unit")), lambda row: _clean(row["unit_code"])),
            (Column(text("Note")), lambda row: _clean(row["note"])),
        ],
        note=_say_cut(len(notes), MOST_NOTES),
        id="workbench-notes",
    )


def _clean(words: str) -> str:
    return plain_signs(words)[:LONGEST_FOUND] or DASH


def _say_cut(n: int, most: int) -> str:
    if n <= most:
        return ""
    return text("The first {shown} of {n}; the others stand in the DataFrame.", shown=most, n=format_count(n))
