"""Results as plain data in a file: what a run leaves its notebooks, and how they read it back.

In: a record of a run. Out: one JSON file; or an equal record again. Only the records listed here
are made from a file, field by field, by the types that their own classes declare: a file cannot
name code, and whatever else it holds is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

import pandas as pd
from pydantic import BaseModel

from parreport.columns import FINDINGS, INDEX, ITEMS, PUBLISHED
from parreport.files import NotRegularError, read_regular, write_whole
from parreport.inputs.framework import Band, Block, FindingSettings, Framework, Item, MappingRow, Target
from parreport.inputs.parameters import Parameters
from parreport.inputs.rules import Rule, Step
from parreport.language import Message
from parreport.years.plain_cells import (
    PlainDataError,
    read_decimal,
    read_flag,
    read_list,
    read_object,
    read_plain_cell,
    read_text,
    read_whole,
    write_plain_cell,
)
from parreport.years.plain_tables import read_plain_table, write_plain_table
from parreport.years.results import Results, Scored, frames_of

SIZE_LIMIT = 256 * 2**20
HEAD, MIDDLE, TAIL = b'{"sha256":"', b'","record":', b"}\n"
HALF_LETTER = re.compile(rb"\\+u[dD][89a-fA-F]")

Record = TypeVar("Record", bound="Results | History")
Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class History:
    """The years of ``history`` that no chain of base years reaches, as a period reads them.

    ``parameters``: those of the run that computed them.
    """

    parameters: Parameters
    years: tuple[Scored, ...]


RECORDS: tuple[type, ...] = (Results, Scored, History, Framework, Block, Band, Item, Rule, Step, MappingRow, Target)
FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in RECORDS}
MODELS: tuple[type[BaseModel], ...] = (Parameters, FindingSettings)


def write_record(record: Results | History, path: Path) -> None:
    """Write a record, its digest before it; what stood in its place is replaced.

    Raises
    ------
    TypeError
        The record holds something that none of parreport's records holds.
    """
    words = json.dumps(record, default=_plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    write_whole(path, HEAD, hashlib.sha256(words).hexdigest().encode(), MIDDLE, words, TAIL)


def read_record(path: Path, kind: type[Record]) -> Record:
    """Read a record of a kind back; it equals the one that was written.

    Raises
    ------
    PlainDataError
        The file is no regular file, was damaged, or does not hold such a record.
    """
    try:
        content = read_regular(path, SIZE_LIMIT + 1)
        if len(content) > SIZE_LIMIT:
            raise PlainDataError("a file of a size that a run writes")
        words = _words_of(content)
        declared: Any = kind
        found: Record = _record_reader(declared)(json.loads(words, parse_constant=_refuse))
        _check_columns(found)
    except RecursionError as error:
        raise PlainDataError("a record, not one in another without end") from error
    except PlainDataError:
        raise
    except NotRegularError as error:
        raise PlainDataError("a regular file") from error
    except (OSError, ValueError) as error:
        raise PlainDataError(str(error)) from error
    return found


def _words_of(content: bytes) -> str:
    """Return the JSON text of a record, once its digest is found to be right."""
    start = len(HEAD) + 64 + len(MIDDLE)
    words = memoryview(content)[start : -len(TAIL)]
    digest = hashlib.sha256(words).hexdigest().encode()
    if content[:start] != HEAD + digest + MIDDLE or not content.endswith(TAIL):
        raise PlainDataError("a whole file")
    halves = HALF_LETTER.finditer(words) if rb"\u" in content else ()
    if any(half.group().count(b"\\") % 2 for half in halves):
        raise PlainDataError("letters, not halves of them")
    return str(words, "utf-8")


def _refuse(word: str) -> NoReturn:
    raise PlainDataError(f"a number, not {word}")


# ------------------------------------------------------------------------------------- writing


def _plain(value: Any) -> Any:
    """Return what JSON has no form for as something nearer to it, one level deep."""
    if isinstance(value, pd.DataFrame):
        return write_plain_table(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, MODELS):
        return value.model_dump(mode="json")
    if isinstance(value, Message):
        return _plain_message(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if type(value) in RECORDS:
        return {name: getattr(value, name) for name in FIELDS[type(value)]}
    raise TypeError(f"no record of parreport holds a {type(value).__name__}")


def _plain_message(said: Message) -> dict[str, Any]:
    facts = {
        name: ["message", _plain_message(fact)] if isinstance(fact, Message) else write_plain_cell(fact)
        for name, fact in said.facts.items()
    }
    return {"msgid": said.msgid, "facts": facts}


# ------------------------------------------------------------------------------------- reading


@cache
def _reader_of(declared: Any) -> Reader:
    """Return what reads a value of a declared type; the types are those of ``RECORDS`` alone."""
    if declared in READERS:
        return READERS[declared]
    if declared in RECORDS:
        return _record_reader(declared)
    if declared in MODELS:
        return lambda plain: declared.model_validate(read_object(plain))
    origin, parts = get_origin(declared), get_args(declared)
    if origin is Literal:
        return lambda plain: _one_of(plain, parts)
    if origin in (Union, UnionType) and len(parts) == 2 and parts[1] is NoneType:
        read = _later(parts[0])
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple and parts[1:] == (...,):
        read = _later(parts[0])
        return lambda plain: tuple(map(read, read_list(plain)))
    if origin is frozenset and parts == (str,):
        return lambda plain: frozenset(map(read_text, read_list(plain)))
    if origin is dict and parts == (str, str):
        return lambda plain: {name: read_text(value) for name, value in read_object(plain).items()}
    raise TypeError(f"a record declares {declared}, which no file can hold")


def _later(declared: Any) -> Reader:
    """Return a reader that is looked up when it is first used: a record may hold its own kind."""
    if declared not in RECORDS:
        return _reader_of(declared)
    return lambda plain: _reader_of(declared)(plain)


@cache
def _record_reader(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = {name: _later(hints[name]) for name in FIELDS[kind]}
    check = CHECKS.get(kind)

    def read_fields(plain: Any) -> Any:
        if read_object(plain).keys() != readers.keys():
            raise PlainDataError(f"the fields of {kind.__name__}")
        made = kind(**{name: read(plain[name]) for name, read in readers.items()})
        if check is not None:
            check(made)
        return made

    return read_fields


def _one_of(plain: Any, known: tuple[str, ...]) -> str:
    word = read_text(plain)
    if word not in known:
        raise PlainDataError("one of the known words")
    return word


def _message(plain: Any) -> Message:
    """Return a sentence and its facts; the sentence has places for facts, and nothing that formats."""
    if read_object(plain).keys() != {"msgid", "facts"}:
        raise PlainDataError("a message")
    sentence, facts = read_text(plain["msgid"]), {}
    for name, fact in read_object(plain["facts"]).items():
        is_message = type(fact) is list and len(fact) == 2 and fact[0] == "message"
        facts[name] = _message(fact[1]) if is_message else read_plain_cell(fact)
    for _, place, form, conversion in Formatter().parse(sentence):
        if place is not None and (form or conversion or place not in facts):
            raise PlainDataError("a sentence with places for its facts")
    if not all(name.isidentifier() for name in facts) or "msgid" in facts:
        raise PlainDataError("names of facts")
    return Message(sentence, facts)


READERS: dict[Any, Reader] = {
    str: read_text,
    bool: read_flag,
    int: read_whole,
    Decimal: read_decimal,
    Message: _message,
    pd.DataFrame: read_plain_table,
}


def _check_block(block: Block) -> None:
    """Check that items hang together: each code once, each parent before what is beneath it."""
    known = {""}
    for item in block.items:
        if item.code in known or item.parent_code not in known:
            raise PlainDataError("a tree of items")
        known.add(item.code)


def _check_framework(framework: Framework) -> None:
    if not 0 <= framework.decimals <= 9:
        raise PlainDataError("decimals from 0 to 9")


CHECKS: dict[type, Callable[[Any], None]] = {Block: _check_block, Framework: _check_framework}


def _check_columns(found: Results | History) -> None:
    """Check that the published tables have their columns; a base year may have fewer in a slice."""
    if isinstance(found, History):
        frames = [(table, getattr(year, table.name)) for year in found.years for table in (ITEMS, INDEX, FINDINGS)]
    else:
        if "state" not in found.second_source.columns:
            raise PlainDataError("the columns of the second source")
        published = frames_of(found)
        frames = [(table, published[table.name]) for table in PUBLISHED]
    for table, frame in frames:
        if not set(table.names) <= set(frame.columns):
            raise PlainDataError(f"the columns of {table.name}")
