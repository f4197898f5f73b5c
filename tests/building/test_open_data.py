"""The open data of a year: the descriptor fits the tables; the workbook holds the same figures."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from parreport.building.open_data import workbook_of, write_package, write_tables
from parreport.columns import PUBLISHED
from parreport.language import use_language
from parreport.publishing.workbook import render_workbook
from parreport.years.recipe import compute_results
from parreport.years.results import Results

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tiny() -> Results:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        return compute_results("tests/tiny/2018.yaml")


def test_each_table_has_a_resource_with_its_columns_in_order(tiny: Results, tmp_path: Path) -> None:
    write_tables(tiny, tmp_path)
    paths = [tmp_path / f"{table.name}.csv" for table in PUBLISHED]
    with use_language("vi"):
        package = json.loads(write_package(tiny, tmp_path).read_text("utf-8"))
    assert [one["path"] for one in package["resources"]] == [path.name for path in paths]
    for resource, path in zip(package["resources"], paths, strict=True):
        with path.open(encoding="utf-8", newline="") as file:
            heads, *rows = csv.reader(file)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == heads
        assert all(field["description"] for field in fields)
        for row in rows:
            for cell, field in zip(row, fields, strict=True):
                if cell and field["type"] == "number":
                    float(cell)
                elif cell and field["type"] == "integer":
                    int(cell)
                elif cell and field["type"] == "boolean":
                    assert cell in ("yes", "no")


def test_the_descriptor_has_no_clock_and_says_that_figures_illustrate(tiny: Results, tmp_path: Path) -> None:
    with use_language("vi"):
        package = json.loads(write_package(tiny, tmp_path).read_text("utf-8"))
    assert package["created"] == tiny.parameters.publication_date().isoformat()
    assert package["keywords"] == ["SỐ LIỆU MINH HOẠ"]


def test_the_workbook_holds_the_figures_of_the_tables_and_the_plan(tiny: Results, tmp_path: Path) -> None:
    with use_language("vi"):
        render_workbook(workbook_of(tiny), tmp_path / "tables.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    index = {row[0].value: [cell.value for cell in row] for row in opened["index"].iter_rows(6)}
    assert index["so-a"] == ["so-a", "Sở A", "so", 14.79, 0.5, 0.25, 20, 75.2, 2, "Khá", 0, 68.77, "yes"]
    assert index["836"][0] == "836"
    plan = [[cell.value for cell in row] for row in opened["việc cần làm"].iter_rows(6)]
    own = [row for row in plan if row[0] == "Sở A"]
    assert [row[3:5] for row in own] == [[0.25, 0.25], [1, 1], [2, 2], [1.5, 0.9], [0.71, 0.71]]
    assert all(row[5:] == [None, None] for row in own)
