"""To who cannot see a page, the figures of a chart whose table stands beside it are read once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parreport.display.parts import Column, Heading, Part, Table
from parreport.display.pictures import Chart
from parreport.language import use_language
from tests.computed import recalling
from tests.test_notebooks import PROJECT, RUNS, read_cells, values_for

pytestmark = pytest.mark.years
POINTER = {"vi": "Số liệu: xem bảng “", "en": "Figures: table “"}
FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


@pytest.fixture(autouse=True)
def work_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


def parts_of(path: Path, values: dict[str, Any]) -> list[Part]:
    """Run the cells of a notebook here; return what they show, part by part."""
    names: dict[str, Any] = {}
    shown: list[Part] = []
    with recalling():
        for cell in read_cells(path):
            if cell["cell_type"] != "code":
                continue
            lines = ast.parse("".join(cell["source"])).body
            for line in lines:
                section = eval(ast.unparse(line), names) if isinstance(line, ast.Expr) else None
                exec(ast.unparse(line), names) if section is None else shown.extend(getattr(section, "parts", ()))
            if "parameters" in cell["metadata"].get("tags", []):
                names |= values
    return shown


def neighbours(parts: list[Part]) -> Iterator[tuple[Chart, list[Table]]]:
    """Yield each chart with the tables that stand under its heading."""
    groups: list[list[Part]] = [[]]
    for part in parts:
        if isinstance(part, Heading):
            groups.append([])
        groups[-1].append(part)
    for group in groups:
        tables = [part for part in group if isinstance(part, Table)]
        for part in group:
            if isinstance(part, Chart):
                yield part, tables


def is_read_twice(alt: str, table: Table) -> bool:
    """Return whether most of what a text lists stands in the rows of a table: its name and its figures."""
    listed = [one for one in alt.rstrip(".").partition(": ")[2].split("; ") if FIGURE.search(one)]
    rows = [row.casefold() for row in table.plain().split("\n")[2:]]

    def stands(one: str) -> bool:
        figures = FIGURE.findall(one)
        name = re.split(r" [+−-]?\(?\d", one)[0].rstrip(":").casefold()
        return any(name in row and all(figure in FIGURE.findall(row) for figure in figures) for row in rows)

    return len(listed) > 1 and sum(map(stands, listed)) > len(listed) / 2


@pytest.mark.parametrize("name", ["01_province", "02_unit", "04_method", "05_period"])
@pytest.mark.parametrize(("parameters", "language"), [(RUNS[0], "en"), ("parameters/ben-tre-2018.yaml", "vi")])
def test_no_figure_of_a_chart_is_read_again_from_the_table_beside_it(name: str, parameters: str, language: str) -> None:
    path = PROJECT / "notebooks" / f"{name}.ipynb"
    with use_language(language):
        parts = parts_of(path, values_for(path, parameters) | {"language": language})
        found = [(chart.caption, chart.words()["alt"], tables) for chart, tables in neighbours(parts)]
    assert found
    assert [
        (caption.title, table.caption)
        for caption, alt, tables in found
        for table in tables
        if is_read_twice(alt, table)
    ] == []
    for caption, alt, tables in found:
        if caption.table:
            named = [table for table in tables if table.caption == caption.table]
            assert len(named) == 1
            assert is_read_twice(caption.alt, named[0])  # all that it had to say stands there
            assert alt == f"{caption.title}. {POINTER[language]}{caption.table}”."


def test_a_list_that_a_table_has_too_is_found() -> None:
    columns = (Column(""), Column("", "number"))
    table = Table("Parts", columns, (("Inspection", "+1.20"), ("Plans", "-0.40")))
    assert is_read_twice("Parts of the change: Inspection +1.20; Plans −0.40.", table)
    assert not is_read_twice("Parts of the change: Inspection +1.30; Plans −0.50.", table)
    assert not is_read_twice("Parts. Figures: table “Parts”.", table)
