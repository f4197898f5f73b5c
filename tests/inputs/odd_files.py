"""A small sound year as sheets, and the workbooks and CSV files that the tests damage.

Cells are given by name (``{"F3": 0.85}``), so that a test says where a fault is to be found.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from parreport.inputs.faults import Faults
from parreport.inputs.year import Year, read_year_files

FRAMEWORK = """\
title: Bộ chỉ số thử
legal_basis: [Quyết định thử]
illustrative: true
blocks:
  - {code: so, name: Sở, items: so.csv, bands: [{name: Tốt, from: 80}, {name: Yếu, from: 0}]}
"""
ITEMS = """\
item_code,parent_code,name,max_points,method,rule,evidence,remedy,source
1,,Chỉ đạo điều hành,,,,,,
1.1,1,Ban hành kế hoạch,3,appraised,choice: đủ và đúng hạn = 3 | thiếu = 0,,,
1.2,1,Hồ sơ đúng hạn,4,appraised,bands rate: 100 = 4 | 80 = 2,,,
1.3,1,Sáng kiến,2,appraised,each: 0.5,,,
1.4,1,Nộp báo cáo,3,appraised,limits value: 0 = 3 | 30 = 1.5,,,
1.5,1,Tỷ lệ giải ngân,4,appraised,bands value: 95 = 4 | 85 = 2,,,
1.10,1,Việc khác,1,appraised,,,,
1.60,1,Việc được giao,1,appraised,,,,
2,,Tác động,,,,,,
2.1,2,Hài lòng,5,survey,,,,
"""
Grid = list[list[Any]]
UNITS: Grid = [
    ["unit_code", "name", "block", "ranked"],
    ["so-noi-vu", "Sở Nội vụ", "so", "yes"],
    ["so-y-te", "Sở Y tế", "so", "no"],
]
HEADS = "unit_code item_code applies self_points appraised_points numerator denominator value reason evidence".split()
POINTS: Grid = [
    HEADS,  # A unit, B item, C applies, D self, E appraised, F numerator, G denominator, H value, I reason, J evidence
    ["so-noi-vu", "1.1", "yes", 3, None, None, None, "thiếu", None, "KH 01"],
    ["so-noi-vu", "1.2", "yes", 4, None, 90, 100, None, None, "BC 02"],
    ["so-noi-vu", "1.3", "yes", 1, None, None, None, 2, None, "QĐ 03"],
    ["so-noi-vu", "1.4", "yes", 3, None, None, None, 5, None, "BC 04"],
    ["so-noi-vu", "1.5", "yes", 2, None, None, None, 90, None, "BC 05"],
    ["so-noi-vu", "2.1", None, None, 4.5, None, None, None, None, None],
    ["so-y-te", "1.1", "yes", 3, 3, None, None, None, None, "KH 06"],
]


def grid_of(base: Grid, cells: Mapping[str, Any] | None = None) -> Grid:
    """Return a table with some of its cells set, by their names; rows are added where they are named."""
    grid = [list(row) for row in base]
    for name, value in (cells or {}).items():
        row, column = openpyxl.utils.cell.coordinate_to_tuple(name)
        while len(grid) < row:
            grid.append([])
        grid[row - 1] += [None] * (column - len(grid[row - 1]))
        grid[row - 1][column - 1] = value
    return grid


def write_book(sheets: Mapping[str, Grid], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """Return a workbook (.xlsx) of these sheets, changed as an office would."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_csv(grid: Sequence[Sequence[Any]], mark: str = ",") -> bytes:
    """Return a table as CSV, a cell with a mark in quotes."""

    def cell(value: Any) -> str:
        words = "" if value is None else str(value)
        return '"' + words.replace('"', '""') + '"' if mark in words or '"' in words or "\n" in words else words

    return ("\n".join(mark.join(cell(one) for one in row) for row in grid) + "\n").encode()


def repack(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a workbook with each of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def points(cells: Mapping[str, Any] | None = None, change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """Return points.xlsx with some cells set."""
    return write_book({"points": grid_of(POINTS, cells)}, change)


def units(cells: Mapping[str, Any] | None = None) -> bytes:
    """Return units.xlsx with some cells set."""
    return write_book({"units": grid_of(UNITS, cells)})


@dataclass
class Read:
    """What became of a folder: the year, faults and notes as an official reads them."""

    year: Year | None
    problems: list[dict[str, Any]]
    notes: list[str]
    told: list[str] = field(default_factory=list)

    def cell(self, unit: str, item: str, column: str) -> Any:
        """Return a figure of the points as it was read."""
        assert self.year is not None
        table = self.year.points
        return table.loc[(table["unit_code"] == unit) & (table["item_code"] == item), column].iloc[0]


def read_files(folder: Path, files: Mapping[str, bytes]) -> Read:
    """Write a year into a folder and read it; what is not given is sound CSV."""
    given = {"units": write_csv(UNITS), "points": write_csv(POINTS)}
    for name in files:
        stem = name.partition(".")[0].removeprefix("inputs/")
        for table in ("units", "points") if stem == "inputs" else (stem,):
            given.pop(table, None)
    (folder / "inputs").mkdir()
    (folder / "framework").mkdir()
    (folder / "framework" / "framework.yaml").write_text(FRAMEWORK, "utf-8")
    (folder / "framework" / "so.csv").write_text(ITEMS, "utf-8")
    for name, content in {**{f"{stem}.csv": words for stem, words in given.items()}, **files}.items():
        (folder / "inputs" / name).write_bytes(content)
    faults = Faults()
    year = read_year_files(str(folder / "framework"), str(folder / "inputs"), faults)
    faults.tell_tolerated()
    problems = [problem.as_dict() for problem in faults.problems]
    for problem in problems:
        problem["file"] = Path(problem["file"]).name
    notes = [str(note).replace(f"{folder}/inputs/", "") for note in faults.notes]
    return Read(year, problems, notes, [str(problem) for problem in faults.problems])
