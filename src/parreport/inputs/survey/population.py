"""What a sample is planned from: how many there are to be asked, and a list to draw from.

In: ``population.csv``, ``list.csv``. Out: one row per unit and group; one row per household or transaction. All
faults are kept. Source: ``docs/methodology.md`` 13.3.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.heads import Heads
from parreport.inputs.numbers import clean_text
from parreport.inputs.survey.files import read_answers
from parreport.inputs.tables import read_rows
from parreport.language import Message, message
from parreport.survey_columns import LIST_FILE, POPULATION_FILE

CELLS = tuple(POPULATION_FILE.names)


def read_population(path: Path, units: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Return how many there are to be asked: one row per unit and group of respondents.

    ``last_pct`` and ``deff`` are texts of exact numbers, None where not known.
    """
    known = set(units["unit_code"])
    first: dict[tuple[str, str], int] = {}
    records = []
    for row in read_rows(path, POPULATION_FILE, faults):
        unit = row.code_in("unit_code", "unit", known)
        key = (row["unit_code"], row["respondent_group"])
        if first.setdefault(key, row.number) != row.number:
            row.fault("unit_code", message("each unit and group once; they stand in row {row} too", row=first[key]))
        population = row.number_in("population", "count")
        if (population is None or population < 1) and "population" not in row.faulty:
            row.fault("population", message("a whole number, at least 1"))
        last = row.amount_in("last_pct", "pct")
        if last is not None and last > 100:
            row.fault("last_pct", message("a share in percent, from 0 to 100"))
        deff = row.amount_in("deff")
        if deff == 0:
            row.fault("deff", message("a number above 0"))
        if unit is not None and population is not None:
            records.append((unit, row["respondent_group"], int(population), last, deff))
    return pd.DataFrame(records, columns=CELLS, dtype=object)


def read_list(path: Path, units: pd.DataFrame, faults: Faults) -> pd.DataFrame | None:
    """Return a list of households or transactions, with the columns that go along; None where it cannot be read.

    Every number stands once; every unit is known.
    """
    heads = Heads(LIST_FILE)
    read = read_answers(path, lambda found: range(len(found)) if _has(heads, found) else (), faults)
    if read is None:
        return None
    columns: dict[str, Any] = {}
    for at, column in read.columns.items():
        name = heads.column(column.head) or clean_text(column.head)
        if name and name not in columns:
            words = np.array([*(clean_text(one) for one in column.words), ""], object)
            columns[name] = words[column.codes]
        elif name:
            faults.add(Problem(read.file, message("each column once"), read.heads[at], read.head_row))
    for one in LIST_FILE.columns:
        columns.setdefault(one.name, np.full(len(read.rows), "", object))
    table = pd.DataFrame(columns)

    def fault(wrong: Any, column: str, expected: Message, quoted: bool = True) -> None:
        for at in np.flatnonzero(np.asarray(wrong)):
            found = str(table[column].iloc[int(at)]) if quoted else None
            faults.add(Problem(read.file, expected, found, int(read.rows[at]), column))

    fault(table["list_id"] == "", "list_id", message("the number in the list"))
    again = table["list_id"].duplicated() & (table["list_id"] != "")
    fault(again, "list_id", message("each number of the list once"), quoted=False)
    fault(~table["unit_code"].isin(set(units["unit_code"])), "unit_code", message("the code of a unit of units.csv"))
    return table


def _has(heads: Heads, found: Any) -> bool:
    named = {heads.column(one) for one in found}
    return {"list_id", "unit_code"} <= named


def count_list(listed: pd.DataFrame) -> pd.DataFrame:
    """Return how many of a list there are: one row per unit and group of respondents."""
    counted = listed.groupby(["unit_code", "respondent_group"], sort=True).size().reset_index(name="population")
    return counted.assign(last_pct=None, deff=None)[list(CELLS)]
