"""The open data of a build: what its tables mean, for programs and for people.

In: results. Out: ``datapackage.json`` beside the tables (Frictionless), and the workbook of all
tables. Source: ``docs/glossary.md`` B.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.cells import write_cell
from parreport.columns import PUBLISHED, is_blank
from parreport.display.documents import document, has_detail, name_index
from parreport.display.tables import item_name
from parreport.errors import naming
from parreport.files import write_whole
from parreport.language import text, use_language
from parreport.publishing.workbook import SheetColumn, TableSheet, Workbook
from parreport.tabular import Column, Kind, Table
from parreport.years.results import Results, frames_of

PACKAGE = "datapackage.json"
TYPES: dict[Kind, tuple[str, Any]] = {  # of a kind of column: its type in the descriptor, and in the workbook
    "code": ("string", "text"),
    "text": ("string", "text"),
    "flag": ("boolean", "text"),
    "points": ("number", "number"),
    "pct": ("number", "number"),
    "pp": ("number", "number"),
    "share": ("number", "exact"),
    "coefficient": ("number", "exact"),
    "count": ("integer", "whole"),
    "rank": ("integer", "whole"),
}


def table_titles() -> dict[str, str]:
    """Return what each published table is, by its name."""
    return {
        "items": text("every unit and item"),
        "index": text("index, rank and class of each unit"),
        "findings": text("strengths and weaknesses"),
        "followups": text("what became of each unit's weaknesses of the base year"),
        "claims": text("self-assessed against official points"),
        "changes": text("parts of each unit's change"),
        "what_if": text("what would win each unit its next place and class"),
        "targets": text("targets of the province"),
        "item_quality": text("what each item tells about the units"),
        "item_pairs": text("items that say the same"),
        "robustness": text("how sure each rank is"),
        "fragility": text("what one case more or less does to each unit's index and rank"),
        "small_numbers": text("what hangs on few cases, and points without a case"),
        "pace": text("what the rest of the year needs"),
        "plans": text("what each unit can do, and what it brings"),
        "recommendations": text("recommendations to the province"),
        "second_source_differences": text("declared figures against a second source"),
        "satisfaction": text("what people answered: satisfaction by unit, factor, question and group"),
        "small_areas": text("satisfaction of units with few answers, steadied by all together"),
    }


def describe_tables(results: Results) -> dict[str, Any]:
    """Return the descriptor of the tables: each with its columns, their types and meaning."""
    parameters = results.parameters
    titles = table_titles()
    return {
        "profile": "tabular-data-package",
        "name": f"{'index' if results.framework.shown_index else 'par-index'}-{results.span.key.lower()}",
        "title": name_index(results),
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
    facts: dict[str, Any] = {"name": column.name, "type": TYPES[column.kind][0], "description": text(column.meaning)}
    if column.kind == "flag":
        facts |= {"trueValues": ["yes"], "falseValues": ["no"]}
    return facts


def write_package(results: Results, folder: Path) -> Path:
    """Write the descriptor of the tables beside them, in the language of the reports."""
    path = folder / PACKAGE
    with use_language(results.parameters.language, results.of_periods):
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
        cover=(*results.shown_remarks, *head.footer),
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
    columns = tuple(SheetColumn(one.name, text(one.meaning), TYPES[one.kind][1]) for one in table.columns)
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
    """Return the plan of every unit in words, with columns to fill in."""
    rows = []
    for row in results.plan.to_dict("records"):
        unit = row["unit_code"]
        block = results.block_of(unit)
        item = block.by_code[row["item_code"]]
        if has_detail(block):
            facts = (row["lost_points"], row["gain_points"], None, row["due"] or None)
            rows.append((results.name_of(unit), item_name(item), item.shown_remedy, *facts))
    columns = (
        SheetColumn(text("Unit"), text("name as printed")),
        SheetColumn(text("Item"), text("code and name of the item")),
        SheetColumn(text("Remedy"), text("what mends it")),
        SheetColumn(text("Points lost"), text("points lost on it; of a penalty, its points"), "number"),
        SheetColumn(text("Can bring"), text("points that the plan counts"), "number"),
        SheetColumn(text("Responsible"), text("to be filled in by the unit")),
        SheetColumn(text("Deadline"), text("the next one that the remedy names; else to be filled in by the unit")),
    )
    what = text("One row per unit and item that it can win points on.")
    return TableSheet(text("what to do"), text("What to do, in words"), what, columns, tuple(rows))


def write_table(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """Write the columns of a table as CSV; a table without rows has its heads."""
    kinds = {column.name: column.kind for column in table.columns}
    with naming(path), path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.names)
        for row in zip(*(frame[name] for name in table.names), strict=True):
            writer.writerow(write_cell(value, kinds[name]) for name, value in zip(table.names, row, strict=True))


def write_tables(results: Results, folder: Path) -> None:
    """Write the published tables into a folder, replacing only files of the same names."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = frames_of(results)
    for table in PUBLISHED:
        write_table(frames[table.name], table, folder / f"{table.name}.csv")
