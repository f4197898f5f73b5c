"""Forms of the samples, filled in by scripts and read back, are what ``points.csv`` says."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport import columns
from parreport.building.excel_forms.making import make_books, read_assessed
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Framework
from parreport.inputs.parameters import read_parameters
from parreport.inputs.points import read_points
from parreport.language import use_language
from parreport.publishing.form_sheets import render_form
from tests.cases import read_csv, write_csv
from tests.office import convert, needs_office
from tests.unit_forms import FILLED, fill

PROJECT = Path(__file__).resolve().parents[3]
SAMPLES = {"ben-tre": "parameters/ben-tre-2018.yaml", "gia-lai": "parameters/gia-lai-766-2026.yaml"}
COMPARED = [  # round 1 stands in appraisal.csv where there were no rounds; rows are those of other files
    *("unit_code", "item_code", "applies", "self_points", "computed_points", "zero_of_zero", "appraised_points"),
    *("numerator", "denominator", "value", "reason", "evidence", "faulty"),
]


def number(typed: str) -> Decimal | None:
    return Decimal(typed) if typed else None


def cells_of(row: dict[str, str]) -> dict[str, Any]:
    """Return what a unit writes into its form for a row of points.csv."""
    cells: dict[str, Any] = {name: number(row[name]) for name in ("numerator", "denominator", "self_points")}
    try:
        value: Any = number(row["value"])
    except ArithmeticError:
        value = row["value"]
    cells |= {"value": value, "reason": row["reason"] or None, "evidence": row["evidence"] or None}
    cells["applies"] = "Không" if row["applies"] == "no" else None
    return cells


def fill_in(sample: str, folder: Path, chosen: set[str] | None) -> tuple[Path, Framework, pd.DataFrame, list[Path]]:
    """Write the inputs of a sample anew, what units declare as forms; return folder, framework, units, forms."""
    assessed = read_assessed(read_parameters(PROJECT / SAMPLES[sample]))
    given = PROJECT / assessed.parameters.inputs
    inputs = folder / "inputs"
    shutil.copytree(given, inputs)
    methods = {(b.code, leaf.code): leaf.method for b in assessed.framework for leaf in b.leaves}
    blocks = dict(zip(assessed.units["unit_code"], assessed.units["block"], strict=True))
    filled: dict[str, dict[str, Any]] = {}
    rest, rounds = [], read_csv(given / "appraisal.csv") if (given / "appraisal.csv").exists() else []
    judged = {(row["unit_code"], row["item_code"]) for row in rounds}
    for row in read_csv(given / "points.csv"):
        unit, item = row["unit_code"], row["item_code"]
        if methods[blocks[unit], item] == "survey" or (chosen is not None and unit not in chosen):
            rest.append(row)
            continue
        filled.setdefault(unit, {})[item] = cells_of(row)
        if row["appraised_points"] and (unit, item) not in judged:
            rounds.append(
                {"unit_code": unit, "item_code": item, "round": "1", "appraised_points": row["appraised_points"]}
            )
    write_csv(inputs / "points.csv", columns.POINTS_FILE.names, rest)
    write_csv(inputs / "appraisal.csv", columns.APPRAISAL_FILE.names, rounds)
    made = []
    with use_language("vi"):
        for unit, book in make_books(assessed):
            if unit in filled:
                blank, target = folder / "blank.xlsx", inputs / f"forms/{unit}.xlsx"
                render_form(book, blank)
                fill(
                    blank,
                    target,
                    {item: drop_locked(cells, item, assessed, unit) for item, cells in filled[unit].items()},
                )
                made.append(target)
    return inputs, assessed.framework, assessed.units, made


def drop_locked(cells: dict[str, Any], item: str, assessed: Any, unit: str) -> dict[str, Any]:
    """Leave out blank figures that the form does not ask for on this item."""
    blocks = dict(zip(assessed.units["unit_code"], assessed.units["block"], strict=True))
    rule = assessed.framework.by_code[blocks[unit]].by_code[item].rule
    asked = set(FILLED)
    if rule is None or not rule.reads_rate:
        asked -= {"numerator", "denominator"}
    if rule is None or (rule.reads_rate and not rule.options()):
        asked -= {"value"}
    assert not [name for name in cells if name not in asked and cells[name] is not None], (unit, item)
    return {name: value for name, value in cells.items() if name in asked}


def table_of(inputs: Path, framework: Framework, units: pd.DataFrame, period: str) -> tuple[pd.DataFrame, Faults]:
    faults = Faults()
    table = read_points(inputs, units, framework, faults, period)[COMPARED]
    return table.assign(value=[plain(value) for value in table["value"]]), faults


def plain(value: str) -> str:
    """Return a declared value as a sheet holds it: of a number 81.0 the same as 81."""
    try:
        return f"{Decimal(value).normalize():f}" if value else value
    except ArithmeticError:
        return value


def a_dozen(sample: str) -> set[str]:
    with (PROJECT / read_parameters(PROJECT / SAMPLES[sample]).inputs / "units.csv").open(encoding="utf-8") as file:
        codes = [row["unit_code"] for row in csv.DictReader(file)]
    return set(random.Random(18).sample(codes, 12))


def differing(one: pd.DataFrame, other: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    for mine, theirs in zip(one.itertuples(index=False), other.itertuples(index=False), strict=True):
        if list(mine) != list(theirs):
            yield tuple(mine), tuple(theirs)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sample", "is_whole"),
    [
        ("ben-tre", False),
        pytest.param("gia-lai", False, marks=pytest.mark.nightly),
        *(pytest.param(s, True, marks=pytest.mark.nightly) for s in SAMPLES),
    ],
)
def test_forms_read_back_are_what_points_csv_says(sample: str, is_whole: bool, tmp_path: Path) -> None:
    chosen = None if is_whole else a_dozen(sample)
    inputs, framework, units, made = fill_in(sample, tmp_path, chosen)
    assert len(made) == (len(units) if chosen is None else 12)
    period = read_parameters(PROJECT / SAMPLES[sample]).span.key
    read, faults = table_of(inputs, framework, units, period)
    assert not faults.problems
    wanted, _ = table_of(PROJECT / read_parameters(PROJECT / SAMPLES[sample]).inputs, framework, units, period)
    assert not list(differing(read, wanted))


@needs_office
@pytest.mark.slow
@pytest.mark.nightly
def test_forms_that_libreoffice_saved_are_read_alike(tmp_path: Path) -> None:
    chosen = set(random.Random(7).sample(sorted(a_dozen("ben-tre")), 2))
    inputs, framework, units, made = fill_in("ben-tre", tmp_path, chosen)
    wanted, _ = table_of(inputs, framework, units, "2018")
    for to in ("xlsx", "ods", "xls"):
        saved = convert(made, tmp_path / to, to)
        shutil.rmtree(inputs / "forms")
        (inputs / "forms").mkdir()
        for one in saved:
            shutil.copy(one, inputs / "forms")
        read, faults = table_of(inputs, framework, units, "2018")
        assert not faults.problems, to
        assert not list(differing(read, wanted)), to
