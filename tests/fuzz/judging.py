"""What the commands must leave behind: JSON that is JSON, tables whose numbers are numbers."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from parreport import columns

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]{1,9})?")
TEXTS = {"code", "text", "flag"}


class Unsound(Exception):
    """An output that is not what the contract says."""


def _refuse(constant: str) -> Any:
    raise Unsound(f"{constant} in JSON")


def read_json(words: str) -> Any:
    """Return JSON as values; NaN and infinities are none."""
    try:
        return json.loads(words, parse_constant=_refuse)
    except ValueError as error:
        raise Unsound(f"no JSON: {error}") from error


def judge_faults(words: str, code: int) -> None:
    """Judge what ``check --json`` printed against its exit code."""
    facts = read_json(words)
    problems = facts["problems"]
    if bool(problems) != (code == 1):
        raise Unsound(f"exit code {code} with {len(problems)} problems")
    for problem in problems:
        if not problem.get("file") or not problem.get("expected"):
            raise Unsound(f"a problem without a file or without what was expected: {problem}")


def judge_tables(folder: Path) -> None:
    """Judge the tables that ``score`` wrote."""
    for table in columns.PUBLISHED:
        path = folder / f"{table.name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file, strict=True)
        if head != table.names:
            raise Unsound(f"{path.name}: columns {head}")
        for row in rows:
            if len(row) != len(head):
                raise Unsound(f"{path.name}: a ragged row {row}")
            for column, cell in zip(table.columns, row, strict=True):
                if column.kind not in TEXTS and cell and not NUMBER.fullmatch(cell):
                    raise Unsound(f"{path.name}: {column.name} holds {cell[:60]}")
    for path in folder.glob("*.json"):
        read_json(path.read_text("utf-8"))
