"""YAML files, checked against a model, every fault with its line and key.

In: a file and a pydantic model. Out: the plain values that are right, and the faults of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from parreport.errors import Problem, unknown_name
from parreport.inputs.numbers import clean_text
from parreport.inputs.tables import Faults, shown_path
from parreport.language import Message, message

Path_ = tuple[str | int, ...]


class Places(dict[Path_, int]):
    """The line of each key; ``typed`` holds each single value exactly as it stands in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[Path_, str] = {}


class _Loader(yaml.SafeLoader):
    """Reads YAML; an impossible date stays text, so that its key can be named."""

    def construct_date(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_date)


def read_yaml(path: Path, faults: Faults) -> tuple[dict[str, Any], dict[Path_, int]]:
    """Return the values of a YAML file (all text in NFC) and the line of each key.

    A key given twice, text that is not YAML or not UTF-8, and a file that is not a list of keys
    are faults.
    """
    file = shown_path(path)
    try:
        decoded = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        faults.add(
            Problem(
                file=file,
                expected=message("not found; expected {what}", what=message("a file of this name")),
            )
        )
        return {}, {}
    except OSError as error:
        faults.add(
            Problem(file=file, expected=message("cannot be read: {why}", why=error.strerror))
        )
        return {}, {}
    except UnicodeDecodeError:
        faults.add(
            Problem(
                file=file, expected=message("the file is not UTF-8 text; save it again as UTF-8")
            )
        )
        return {}, {}
    try:
        node = yaml.compose(decoded, Loader=_Loader)
        values = yaml.load(decoded, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        faults.add(
            Problem(
                file=file,
                row=mark.line + 1 if mark is not None else None,
                expected=message(
                    "the file cannot be read as YAML, “key: value” on each line: {why}", why=why
                ),
            )
        )
        return {}, {}
    if not isinstance(values, dict) or not values:
        faults.add(
            Problem(
                file=file,
                expected=message("the file has no keys; expected “key: value” on each line"),
            )
        )
        return {}, {}
    lines = Places()
    _note_lines(node, (), lines, file, faults)
    return _in_nfc(values), lines


def _note_lines(
    node: yaml.Node | None, path: Path_, lines: Places, file: str, faults: Faults
) -> None:
    if isinstance(node, yaml.ScalarNode):
        lines.typed[path] = node.value
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = clean_text(str(key.value))
            row = key.start_mark.line + 1
            if name in seen:
                faults.add(
                    Problem(
                        file=file,
                        row=row,
                        column=name,
                        found=name,
                        expected=message("each key once"),
                    )
                )
            seen.add(name)
            lines[(*path, name)] = row
            _note_lines(value, (*path, name), lines, file, faults)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            lines[(*path, position)] = value.start_mark.line + 1
            _note_lines(value, (*path, position), lines, file, faults)


def _in_nfc(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(str(k)): _in_nfc(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_in_nfc(one) for one in value]
    return value


def check_values(
    values: dict[str, Any],
    model: type[BaseModel],
    file: str,
    lines: dict[Path_, int],
    faults: Faults,
) -> BaseModel | None:
    """Return the values as the model holds them; None and a fault for each key that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False)
        found = [_problem(one, values, model, file, lines) for one in errors]
        near = [(problem, problem.expected.facts.get("near")) for problem in found]
        misspelt = {_beside(problem.column or "", name) for problem, name in near if name}
        for number, problem in enumerate(found):
            if problem.found is None and problem.column in misspelt:
                continue  # a misspelt key is one fault, not a missing one too
            if problem not in found[:number]:
                faults.add(problem)
        return None


def _beside(column: str, name: str) -> str:
    parent, dot, _ = column.rpartition(".")
    return parent + dot + name


def _problem(
    one: Any, values: dict[str, Any], model: type[BaseModel], file: str, lines: dict[Path_, int]
) -> Problem:
    steps = tuple(step for step in one["loc"] if not _is_type_name(step))
    holder, field_model = _holder(steps, model)
    key = str(steps[-1]) if steps else ""
    shown = ".".join(str(step) for step in steps)
    row = next((lines[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in lines), None)
    if one["type"] == "extra_forbidden":
        known = [name for name in holder if name not in _siblings(values, steps)] or list(holder)
        return Problem(
            file=file, row=row, column=shown, found=key, expected=unknown_name("key", key, known)
        )
    described = holder.get(key) or (field_model or "")
    expected = Message(described) if described else message("another value")
    if one["type"] == "missing":
        return Problem(
            file=file,
            row=row,
            column=shown,
            expected=message("the key is missing; expected {what}", what=expected),
        )
    found = one["input"]
    typed = getattr(lines, "typed", {}).get(steps)
    quoted = typed if typed is not None else "" if found is None else str(found)
    if one["type"] == "string_type" and typed and found is not None:
        expected = message("{what}, in quotes so that it is read as text", what=expected)
    elif one["type"].startswith(("int_", "float_")) and isinstance(found, str) and found.isdigit():
        expected = message("{what}, without quotes", what=expected)
    return Problem(file=file, row=row, column=shown, found=quoted, expected=expected)


def _is_type_name(step: str | int) -> bool:
    return isinstance(step, str) and (
        step.startswith(("function-", "lax-or-strict")) or step in TYPE_NAMES
    )


TYPE_NAMES = {
    "str",
    "int",
    "float",
    "bool",
    "none",
    "decimal",
    "list[str]",
    "dict[str,str]",
}


def _siblings(values: Any, steps: Path_) -> Iterable[str]:
    for step in steps[:-1]:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return ()
    return values if isinstance(values, dict) else ()


def _holder(steps: Path_, model: type[BaseModel]) -> tuple[dict[str, str], str]:
    """Return the keys that may stand where a fault is, each with what it holds."""
    current: type[BaseModel] | None = model
    last = ""
    for step in steps[:-1]:
        if isinstance(step, int) or current is None:
            continue
        field = _fields(current).get(step)
        last = (field.description or "") if field is not None else last
        current = _model_in(field.annotation) if field is not None else None
    if current is None:
        return {}, last
    return {name: f.description or "" for name, f in _fields(current).items()}, last


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {f.alias or name: f for name, f in model.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
