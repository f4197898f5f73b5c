"""Who may import whom. Why: docs/architecture.md, "Rules of import"."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "parreport"
GROUND = (
    "errors",
    "language",
    "spans",
    "tabular",
    "counted_columns",
    "plan_columns",
    "recommendation_columns",
    "sureness_columns",
    "survey_columns",
    "columns",
    "cells",
    "rounding",
)
FRAMEWORK = (*GROUND, "inputs.framework")
RECORD = ("plain_cells", "plain_tables", "plain_results", "results")
ALLOWED = {  # a module or room, and what may stand in its imports; its own room always may
    "version": (),
    "tabular": (),
    "counted_columns": ("tabular",),
    "plan_columns": ("tabular",),
    "recommendation_columns": ("tabular",),
    "sureness_columns": ("tabular",),
    "survey_columns": ("tabular",),
    "columns": (
        *("counted_columns", "plan_columns", "recommendation_columns", "sureness_columns", "survey_columns", "tabular"),
    ),
    "cells": ("columns", "tabular"),
    "time_words": (),
    "language": ("time_words",),
    "spans": ("language",),
    "errors": ("language",),
    "files": ("errors",),
    "homes": (),
    "letters": (),
    "rounding": (),
    "typefaces": ("letters",),
    "inputs": (*GROUND, "files", "letters", "typefaces"),
    "survey": FRAMEWORK,
    "index": FRAMEWORK,
    "analysis": FRAMEWORK,
    # the record of a run holds its framework and its parameters, and travels as plain data
    **{
        f"years.{name}": (*FRAMEWORK, "files", "inputs.rules", "inputs.parameters", *(f"years.{one}" for one in RECORD))
        for name in RECORD
    },
    "years": (*GROUND, "inputs", "survey", "index", "analysis"),
    "display": (*FRAMEWORK, "inputs.parameters", "years.results", "letters", "typefaces"),
    "publishing": ("errors", "files", "homes", "language", "letters", "typefaces"),
    "": ("display", "inputs", "language", "version", "years"),
}
JOINING = {  # where wings meet, and what must not be touched there
    "building": (),
    "building.plan": ("display",),
    "building.sources": ("display",),
    "building.slices": ("display", "publishing"),
    "building.scoring": ("display", "publishing"),
    "building.scored": ("display",),
    "building.forms": ("display",),
    "building.own_notebooks": ("display", "publishing"),
    "building.verify": ("display",),
    "workbench": ("index", "analysis", "publishing"),
    "workbench.child": ("index", "analysis", "publishing", "display"),
    "workbench.__main__": ("index", "analysis", "publishing", "display"),
    "arguments": ("display", "publishing"),
    "cli": ("display", "publishing"),
    "form_commands": ("display", "publishing"),
    "intake_commands": ("display", "publishing"),
    "__main__": ("display", "publishing"),
}


def room_of(name: str, rooms: Iterable[str]) -> str | None:
    """Return the smallest of the rooms that a module stands in."""
    around = [one for one in rooms if name == one or (one and name.startswith(f"{one}."))]
    return max(around, key=len, default=None)


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports_of(path: Path) -> set[str]:
    """Return the modules of parreport that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}, line {node.lineno}: write the import in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    names = {name.removeprefix("parreport.") for name in found if name.startswith("parreport.")}
    return {name if name in MODULES else name.rpartition(".")[0] for name in names}


@cache
def arrows() -> dict[str, set[str]]:
    """Return what each module imports."""
    return {name: imports_of(path) for name, path in MODULES.items()}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_its_floor_allows(name: str) -> None:
    room, joining = room_of(name, ALLOWED), room_of(name, JOINING)
    assert room is not None or joining is not None, f"{name} has no floor yet: give it one here"
    if joining is not None:
        wrong = {one for one in arrows()[name] if room_of(one, JOINING[joining])}
    else:
        allowed = ALLOWED[room] if room in RECORD_ROOMS else (*ALLOWED[room], room)
        wrong = {one for one in arrows()[name] if room_of(one, allowed) is None}
    assert not wrong, f"{name} must not import {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_at_most_350_lines(name: str) -> None:
    lines = len(MODULES[name].read_text("utf-8").splitlines())
    assert lines <= 350, f"{MODULES[name]} has {lines} lines: split it by what it does"


RECORD_ROOMS = {f"years.{name}" for name in RECORD}


def test_no_import_runs_in_a_circle() -> None:
    list(TopologicalSorter(arrows()).static_order())
