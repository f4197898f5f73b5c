"""Who may import whom. Why: docs/architecture.md, "Rules of import"."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "parreport"
GROUND = ("errors", "language", "columns")
FRAMEWORK = (*GROUND, "inputs.framework")
ALLOWED = {  # a module or folder, and what may stand in its imports; siblings always may
    "version": (),
    "columns": (),
    "language": (),
    "errors": ("language",),
    "letters": (),
    "typefaces": ("letters",),
    "progress": ("language",),
    # parameters are read as inputs are: the same file readers, the same faults
    "parameters": ("errors", "language", "inputs.faults", "inputs.files", "inputs.yaml_files"),
    # the record of a run holds its framework and its parameters
    "results": (*FRAMEWORK, "parameters"),
    "plain_cells": (),
    "plain_tables": ("plain_cells",),
    # what of a run travels in a file: every kind of record that it holds
    "plain_results": (
        *FRAMEWORK,
        "inputs.rules",
        "parameters",
        "plain_cells",
        "plain_tables",
        "results",
    ),
    "inputs": (*GROUND, "parameters", "typefaces"),  # find_path; what print cannot draw
    "index": FRAMEWORK,
    "analysis": FRAMEWORK,
    "display": (*FRAMEWORK, "results", "letters", "typefaces"),
    "publishing": ("errors", "language", "letters", "typefaces"),
}
JOINING = {  # the joining layer, and the stages that it must not touch
    "reading": ("display", "publishing"),
    "pipeline": ("display", "publishing"),
    "periods": ("display", "publishing"),
    "slices": ("display", "publishing"),
    "exporting": ("display", "publishing"),
    "own_notebooks": ("display", "publishing"),
    "sources": ("display",),
    "scored": ("display",),
    "rendering": ("display",),
    "open_data": (),
    "portal": (),
    "building": (),
    "verifying": ("display",),
    "cli": ("display", "publishing"),
    "__main__": ("display", "publishing"),
    "": ("publishing",),
}


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


ARROWS = {name: imports_of(path) for name, path in MODULES.items()}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_its_floor_allows(name: str) -> None:
    stage = name.partition(".")[0]
    assert stage in {*ALLOWED, *JOINING}, f"{name} has no floor yet: give it one in this test"
    if stage in JOINING:
        wrong = {one for one in ARROWS[name] if one.partition(".")[0] in JOINING[stage]}
    else:
        allowed = {*ALLOWED[stage], stage}
        wrong = {one for one in ARROWS[name] if not {one, one.partition(".")[0]} & allowed}
    assert not wrong, f"{name} must not import {', '.join(sorted(wrong))}"


def test_no_import_runs_in_a_circle() -> None:
    list(TopologicalSorter(ARROWS).static_order())
