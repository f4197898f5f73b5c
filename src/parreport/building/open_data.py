"""The open data of a build: what its tables mean, for programs and for people.

In: results. Out: ``datapackage.json`` beside the tables (Frictionless), and the workbook of all
tables. Source: ``docs/glossary.md`` B.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from parreport import columns
from parreport.cells import write_cell
from parreport.columns import PUBLISHED, Column, Kind, Table, is_blank
from parreport.display.documents import document, has_detail
from parreport.display.tables import item_name
from parreport.display.unit.sections import select_findings
from parreport.errors import naming
from parreport.files import write_whole
from parreport.language import text, use_language
from parreport.publishing.workbook import SheetColumn, TableSheet, Workbook
from parreport.years.results import Results, frames_of

PACKAGE = "datapackage.json"
TYPES: dict[Kind, str] = {
    "code": "string",
    "text": "string",
    "flag": "boolean",
    "points": "number",
    "pct": "number",
    "pp": "number",
    "share": "number",
    "coefficient": "number",
    "count": "integer",
    "rank": "integer",
}
SHOWN: dict[Kind, Any] = {
    "code": "text",
    "text": "text",
    "flag": "text",
    "points": "number",
    "pct": "number",
    "pp": "number",
    "share": "exact",
    "coefficient": "exact",
    "count": "whole",
    "rank": "whole",
}


def table_titles() -> dict[str, str]:
    """Return what each published table is, by its name."""
    return {
        "items": text("every unit and item"),
        "index": text("index, rank and class of each unit"),
        "findings": text("strengths and weaknesses"),
        "claims": text("self-assessed against official points"),
        "changes": text("parts of each unit's change"),
        "what_if": text("what would win each unit its next place and class"),
        "targets": text("targets of the province"),
        "item_quality": text("what each item tells about the units"),
        "item_pairs": text("items that say the same"),
        "robustness": text("how sure each rank is"),
    }


def describe_tables(results: Results) -> dict[str, Any]:
    """Return the descriptor of the tables: each with its columns, their types and meaning."""
    parameters = results.parameters
    titles = table_titles()
    return {
        "profile": "tabular-data-package",
        "name": f"par-index-{parameters.year}",
        "title": text(
            "Public administration reform index, {province}, {year}", province=parameters.province, year=parameters.year
        ),
        "created": parameters.publication_date().isoformat(),
        "sources": [{"title": one} for one in (results.framework.shown, *results.framework.shown_legal_basis)],
        "keywords": [*document(results, "", "").labels],
        "textEscape": {
            "prefix": "'",
            "description": text(
                "A text that a spreadsheet program would take for a formula has an apostrophe (') before it; "
                "take one away to read the text. Numbers are never changed."
            ),
        },
        "resources": [
            {
                "name": table.name.replace("_", "-"),
                "path": f"{table.name}.csv",
                "title": titles[table.name],
                "description": text(table.grain),
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n"},
                "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
            }
            for table in PUBLISHED
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": column.name, "type": TYPES[column.kind], "description": text(column.meaning)}
    if column.kind == "flag":
        facts |= {"trueValues": ["yes"], "falseValues": ["no"]}
    return facts


def write_package(results: Results, folder: Path) -> Path:
    """Write the descriptor of the tables beside them, in the language of the reports."""
    path = folder / PACKAGE
    with use_language(results.parameters.language):
        words = json.dumps(describe_tables(results), ensure_ascii=False, indent=2)
    write_whole(path, f"{words}\n".encode())
    return path


def workbook_of(results: Results) -> Workbook:
    """Return all tables as a workbook: cover, contents, one sheet a table, the plan, notes."""
    head, titles = document(results, "", ""), table_titles()
    frames = frames_of(results)
    sheets = [_sheet(frames[table.name], table, titles[table.name]) for table in PUBLISHED]
    return Workbook(
        title=head.running_head,
        subtitle=results.framework.shown,
        published=head.published,
        labels=head.labels,
        cover=(*results.framework.shown_remarks, *head.footer),
        notes=(
            text(
                "A blank cell means that there is no such figure. Figures are kept with all their decimals; two "
                "are shown."
            ),
            text("The files in the folder tables hold the same figures as text."),
        ),
        sheets=(*sheets, _plan(results)),
        names=(text("Cover"), text("Contents"), text("Notes and columns")),
    )


def _sheet(frame: pd.DataFrame, table: Table, title: str) -> TableSheet:
    columns = tuple(SheetColumn(one.name, text(one.meaning), SHOWN[one.kind]) for one in table.columns)
    kinds = [one.kind for one in table.columns]
    rows = tuple(
        tuple(_cell(value, kind) for value, kind in zip(row, kinds, strict=True))
        for row in zip(*(frame[name] for name in table.names), strict=True)
    )
    return TableSheet(table.name, title[:1].upper() + title[1:], text(table.grain), columns, rows)


def _cell(value: Any, kind: Kind) -> Any:
    if is_blank(value):
        return None
    return ("yes" if value else "no") if kind == "flag" else value


def _plan(results: Results) -> TableSheet:
    """Return the remediation plan of every unit, with columns to fill in."""
    columns = (
        SheetColumn(text("Unit"), text("name as printed")),
        SheetColumn(text("Weakness"), text("code and name of the item")),
        SheetColumn(text("Remedy"), text("what mends it")),
        SheetColumn(text("Attainable"), text("points won by reaching the block's upper quartile"), "number"),
        SheetColumn(text("Responsible"), text("to be filled in by the unit")),
        SheetColumn(text("Deadline"), text("to be filled in by the unit")),
    )
    return TableSheet(
        text("plan"),
        text("Remediation plan"),
        text("One row per unit and weakness."),
        columns,
        tuple(_plan_rows(results)),
    )


def _plan_rows(results: Results) -> Iterator[tuple[Any, ...]]:
    for unit in results.units["unit_code"]:
        block, name = results.block_of(unit), results.name_of(unit)
        if not has_detail(block):
            continue
        for row in select_findings(results, unit, "weakness").to_dict("records"):
            item = block.by_code[row["item_code"]]
            yield (name, item_name(item), item.shown_remedy, row["attainable_points"], None, None)


def write_table(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """Write the columns of a table as CSV; a table without rows has its heads."""
    kinds = {column.name: column.kind for column in table.columns}
    with naming(path), path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.names)
        for row in zip(*(frame[name] for name in table.names), strict=True):
            writer.writerow(write_cell(value, kinds[name]) for name, value in zip(table.names, row, strict=True))


def write_tables(results: Results, folder: Path) -> list[Path]:
    """Write the published tables into a folder, replacing only files of the same names."""
    folder.mkdir(parents=True, exist_ok=True)
    frames, paths = frames_of(results), []
    for table in columns.PUBLISHED:
        path = folder / f"{table.name}.csv"
        write_table(frames[table.name], table, path)
        paths.append(path)
    return paths
