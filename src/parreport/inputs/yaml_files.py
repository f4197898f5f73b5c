"""YAML files, checked against a model, every fault with its line and key.

In: a file and a pydantic model. Out: the plain values that are right, and the faults of the rest.
Numbers are read as they look (070 is 70), nothing is made of tags, and aliases are followed only so
far. Source: ``docs/glossary.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from parreport.errors import LONGEST_FOUND, Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, read_bytes, shown_path
from parreport.inputs.numbers import clean_text
from parreport.inputs.signs import find_strays, note_letters
from parreport.language import Message, message, text

Path_ = tuple[str | int, ...]
LARGEST_KIB = 256
DEEPEST = 16
MOST_VALUES = 20_000
MOST_DIGITS = 15
NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}


class Places(dict[Path_, int]):
    """The line of each key; ``typed`` holds each single value exactly as it stands in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[Path_, str] = {}


class _Loader(yaml.SafeLoader):
    """Composes YAML into nodes, so deep at most, and refuses tags: a value is what it looks like."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "tag", None) is not None:
            raise _refusal(event, text("a value has no tag (!)"))
        if self.depth >= DEEPEST:
            raise _refusal(event, text("keys and lists are not so deep"))
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


@lru_cache(maxsize=16)
def _compose(words: str) -> yaml.Node | None:
    """Return the nodes of a YAML text; a build asks for the same few files again and again."""
    node: yaml.Node | None = _Loader(words).get_single_node()
    return node


def _refusal(event: Any, why: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=why, problem_mark=event.start_mark)


def read_yaml(path: Path, faults: Faults) -> tuple[dict[str, Any], dict[Path_, int]]:
    """Return the values of a YAML file (all text in NFC) and the line of each key.

    A key given twice, text that is not YAML or not UTF-8, and a file that is not a list of keys
    are faults.
    """
    file = shown_path(path)

    def refuse(expected: Message, row: int | None = None) -> tuple[dict[str, Any], Places]:
        faults.add(Problem(file=file, row=row, expected=expected))
        return {}, Places()

    try:
        content = read_bytes(path)
    except FileFault as fault:
        missing = message("not found; expected {what}", what=fault.expected)
        return refuse(missing if fault.is_missing else fault.expected)
    if len(content) > LARGEST_KIB * 1024:
        return refuse(message("a file of at most {n} KiB", n=LARGEST_KIB))
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return refuse(message("the file is not UTF-8 text; save it again as UTF-8"))
    try:
        node = _compose(decoded)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        expected = message("the file cannot be read as YAML, “key: value” on each line: {why}", why=why)
        return refuse(expected, mark.line + 1 if mark is not None else None)
    reading = _Reading(file, faults)
    values = reading.value_of(node, (), ()) if isinstance(node, yaml.MappingNode) else None
    if reading.is_too_much:
        return refuse(message("at most {n} values, those of aliases (*) counted", n=MOST_VALUES))
    if not values:
        return refuse(message("the file has no keys; expected “key: value” on each line"))
    note_letters(file, decoded, reading.texts, faults)
    return values, reading.lines


class _Reading:
    """Turns nodes into plain values, and keeps the line of each key."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults
        self.lines = Places()
        self.texts: list[tuple[int, dict[str, str]]] = []
        self.values_n = 0

    @property
    def is_too_much(self) -> bool:
        """Whether aliases made more of the file than anybody writes."""
        return self.values_n > MOST_VALUES

    def value_of(self, node: yaml.Node, path: Path_, above: tuple[yaml.Node, ...]) -> Any:
        """Return the plain value of a node; None once there are too many, or it holds itself."""
        self.values_n += 1
        if self.is_too_much or node in above or len(above) > DEEPEST:
            self.values_n += MOST_VALUES if node in above else 0
            return None
        above = (*above, node)
        if isinstance(node, yaml.MappingNode):
            return self._keys_of(node, path, above)
        if isinstance(node, yaml.SequenceNode):
            values = []
            for position, one in enumerate(node.value):
                self.lines[(*path, position)] = one.start_mark.line + 1
                values.append(self.value_of(one, (*path, position), above))
            return values
        return self._scalar_of(node, path)

    def _keys_of(self, node: yaml.MappingNode, path: Path_, above: tuple[yaml.Node, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            row = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.faults.add(Problem(self.file, message("a key that is a word"), row=row))
                continue
            name = self._checked(clean_text(key.value), row, path)
            if name in values:
                self.faults.add(Problem(self.file, message("each key once"), name, row, name))
            self.lines[(*path, name)] = row
            values[name] = self.value_of(value, (*path, name), above)
        return values

    def _scalar_of(self, node: yaml.Node, path: Path_) -> Any:
        typed = str(node.value)
        self.lines.typed[path] = typed
        row = node.start_mark.line + 1
        if node.style is None:  # type: ignore[attr-defined]
            if typed in WORDS:
                return WORDS[typed]
            if NUMBER.fullmatch(typed) and sum(sign.isdigit() for sign in typed) <= MOST_DIGITS:
                return float(typed) if "." in typed else int(typed)
        words = self._checked(clean_text(typed), row, path)
        self.texts.append((row, {".".join(str(step) for step in path): words}))
        return words

    def _checked(self, words: str, row: int, path: Path_) -> str:
        """Return a text; one with a sign that is no letter is a fault, and left without it."""
        stray = find_strays(words)
        if not stray:
            return words
        expected = message("text without the control sign {sign}", sign=stray)
        column = ".".join(str(step) for step in path) or None
        self.faults.add(Problem(file=self.file, row=row, column=column, found=words, expected=expected))
        return words.encode("utf-8", "ignore").decode("utf-8")


EXPECTING = "expecting"


def expecting(what: Message) -> PydanticCustomError:
    """Return the error of a value in whose place ``what``, a sentence without facts, was expected."""
    return PydanticCustomError(EXPECTING, what.msgid)


def check_values(
    values: dict[str, Any], model: type[BaseModel], file: str, lines: dict[Path_, int], faults: Faults
) -> BaseModel | None:
    """Return the values as the model holds them; None and a fault for each key that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False)
        found = [_problem(one, values, model, file, lines, faults) for one in errors]
        near = [(problem, problem.expected.facts.get("near")) for problem in found]
        misspelt = {".".join([*(problem.column or "").split(".")[:-1], name]) for problem, name in near if name}
        told: set[str] = set()
        for problem in found:
            if problem.found is None and problem.column in misspelt:
                continue  # a misspelt key is one fault, not a missing one too
            if str(problem) not in told:
                faults.add(problem)
            told.add(str(problem))
        return None


def _problem(
    one: Any, values: dict[str, Any], model: type[BaseModel], file: str, lines: dict[Path_, int], faults: Faults
) -> Problem:
    steps = tuple(step for place, step in enumerate(one["loc"]) if not place or not _is_type_name(step))
    holder, field_model = _holder(steps, model)
    key = str(steps[-1]) if steps else ""
    shown = ".".join(str(step) for step in steps)
    row = next((lines[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in lines), None)
    if one["type"] == "extra_forbidden":
        known = [name for name in holder if name not in _siblings(values, steps)] or list(holder)
        return Problem(file, faults.unknown("key", key, known), key, row, shown)
    described = holder.get(key) or (field_model or "")
    expected = Message(described) if described else message("another value")
    if one["type"] == EXPECTING:
        expected = Message(one["msg"])
    if one["type"] == "missing":
        missing = message("the key is missing; expected {what}", what=expected)
        return Problem(file, missing, row=row, column=shown)
    found = one["input"]
    typed = getattr(lines, "typed", {}).get(steps)
    quoted = typed if typed is not None else "" if found is None else str(found)[:LONGEST_FOUND]
    if one["type"] == "string_type" and typed and found is not None:
        expected = message("{what}, in quotes so that it is read as text", what=expected)
    elif one["type"].startswith(("int_", "float_")) and isinstance(found, str) and found.isdigit():
        expected = message("{what}, without quotes", what=expected)
    return Problem(file=file, row=row, column=shown, found=quoted, expected=expected)


def _is_type_name(step: str | int) -> bool:
    return isinstance(step, str) and (step.startswith(("function-", "lax-or-strict")) or step in TYPE_NAMES)


TYPE_NAMES = {"str", "int", "float", "bool", "none", "decimal", "list[str]", "dict[str,str]"}


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
