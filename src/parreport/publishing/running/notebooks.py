"""Notebooks before they run: where they lie and which parameters they take.

In: ``.ipynb`` files and the values meant for them. Out: the parameters of each notebook, or one
error with every fault, before any kernel starts.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from parreport.errors import NotebookError, nearest
from parreport.language import text

PARAMETERS_TAG = "parameters"
TYPES: dict[str, Any] = {"str": str, "int": int, "bool": bool, "float": float, "None": None}
TYPES |= {"list[str]": list[str], "dict[str, str]": dict[str, str], "dict[str, object]": dict[str, object]}
# A bool is no number, a whole number is a float too.
STRICT = {name: TypeAdapter(kind, config=ConfigDict(strict=True)) for name, kind in TYPES.items()}


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell; ``annotation`` is its type as written."""

    name: str
    annotation: str
    default: Any


def read_notebook(path: Path) -> Any:
    """Read a notebook, upgraded to the present format.

    Raises
    ------
    NotebookError : the file is missing or is no notebook.
    """
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:
        reason = str(error).strip().splitlines()
        why = reason[0] if reason else type(error).__name__
        raise NotebookError(str(path), text("it cannot be read as a notebook ({why})", why=why)) from error


def read_parameters_cell(path: Path) -> dict[str, Parameter]:
    """Read the code cell tagged ``parameters``, in the order of its lines.

    Raises
    ------
    NotebookError : there is no such cell, or a line is not ``name: type = value``.
    """
    cells = [
        cell
        for cell in read_notebook(path).cells
        if cell.cell_type == "code" and PARAMETERS_TAG in cell.metadata.get("tags", [])
    ]
    if not cells:
        raise NotebookError(str(path), text('it has no code cell tagged "{tag}"', tag=PARAMETERS_TAG))
    try:
        lines = ast.parse(cells[0].source).body
    except SyntaxError as error:
        reason = text("line {line} of the parameters cell is no Python", line=error.lineno)
        raise NotebookError(str(path), reason, source=cells[0].source) from error
    parameters: dict[str, Parameter] = {}
    faults = []
    for line in lines:
        parameter = _read_line(line)
        if parameter is not None:
            parameters[parameter.name] = parameter
        elif not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)):
            faults.append(
                text(
                    "line {line} of the parameters cell: found `{found}`; expected "
                    "`name: type = value`, the value written out",
                    line=line.lineno,
                    found=ast.unparse(line),
                )
            )
    if faults:
        raise NotebookError(str(path), _join(faults), source=cells[0].source)
    return parameters


def check_notebook(path: Path, parameters: Mapping[str, object]) -> None:
    """Check that a notebook takes exactly these parameters, with values of its types.

    Raises
    ------
    NotebookError : with every fault in its reason.
    """
    cell = read_parameters_cell(path)
    faults = []
    for name in parameters:
        if name in cell:
            continue
        words = text("{name}: the parameters cell does not know this name", name=name)
        if (near := nearest(name, cell)) is not None:
            words = text(
                "{name}: the parameters cell does not know this name; did you mean {near}?", name=name, near=near
            )
        faults.append(words)
    for name, parameter in cell.items():
        if name not in parameters:
            faults.append(text("{name}: the parameters cell asks for it, but no value is given", name=name))
        if not all(kind in TYPES for kind in _kinds(parameter.annotation)):
            faults.append(
                text(
                    "{name}: found the type `{found}`; expected str, int, bool, float, list[str], "
                    "dict[str, str], or one of these and None",
                    name=name,
                    found=parameter.annotation,
                )
            )
            continue
        values = {text("as default"): parameter.default}
        if name in parameters:
            values[text("as value")] = parameters[name]
        faults.extend(
            text(
                "{name}: found {found} {place}; expected {annotation}",
                name=name,
                found=repr(value),
                place=place,
                annotation=parameter.annotation,
            )
            for place, value in values.items()
            if not _fits(value, parameter.annotation)
        )
    if faults:
        raise NotebookError(str(path), _join(faults))


def _read_line(line: ast.stmt) -> Parameter | None:
    """Return the parameter that a line sets, or None where it sets none."""
    target: ast.expr
    if isinstance(line, ast.AnnAssign):
        target, annotation = line.target, ast.unparse(line.annotation)
    elif isinstance(line, ast.Assign) and len(line.targets) == 1:
        target, annotation = line.targets[0], ""
    else:
        return None
    if not isinstance(target, ast.Name) or line.value is None:
        return None
    try:
        return Parameter(target.id, annotation, ast.literal_eval(line.value))
    except ValueError:
        return None


def _kinds(annotation: str) -> list[str]:
    """Return the alternatives of an annotation: ``str | None`` gives str and None.

    ``"Optional[str]"`` in quotes means the same; papermill reads it, and does not read ``|``.
    """
    bare = annotation.strip("\"'")
    if bare.startswith("Optional[") and bare.endswith("]"):
        return [bare[len("Optional[") : -1], "None"]
    return [one.strip().strip("\"'") for one in bare.split("|")]


def _fits(value: object, annotation: str) -> bool:
    """Tell whether a value is of one of the types of an annotation."""
    for kind in _kinds(annotation):
        with suppress(ValidationError):
            STRICT[kind].validate_python(value)
            return True
    return False


def _join(faults: list[str]) -> str:
    """Return faults as one text: alone on the line, or one below the other."""
    if len(faults) == 1:
        return faults[0]
    return "\n".join([text("{n} faults in its parameters", n=len(faults)), *(f"  - {one}" for one in faults)])
