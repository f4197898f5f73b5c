"""Every English sentence of the code stands in the catalogues of each language, and nothing else does."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from parreport import columns
from parreport.display.province.tables import remarks_by_unit
from parreport.language import (
    LOCALE_FOLDER,
    NAME,
    Message,
    known_languages,
    places_in,
    read_catalogue,
    text,
    use_language,
)
from parreport.tabular import Table

SOURCES = sorted(LOCALE_FOLDER.parent.rglob("*.py"))
CATALOGUES = sorted(LOCALE_FOLDER.glob("*/*.po"))
TRANSLATED = [code for code in known_languages() if code != "en"]
SENTENCES_AT = {  # a function, and which of its arguments are sentences
    "text": (0,),
    "message": (0,),
    "Message": (0,),
    "counted": (1, 2),
    "tell_some": (1, 2),
    "more": (1, 2),
    "note": (0,),
    "unknown_name": (0,),
    "unknown": (0,),
    "code_in": (1,),
    "fault": (3,),
}
SAME_IN_BOTH = {  # values of keys and columns, and names of columns
    "appraised, survey, bonus, penalty",
    "leaf, framework, bonus_penalty, total",
    "100 × points / max_points",
    "max_points − points",
}


def sentences_in(path: Path) -> Iterator[str]:
    """Yield the sentences of a module that are written where they are used."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            called = node.func.attr if isinstance(node.func, ast.Attribute) else called
            given = [node.args[n] for n in SENTENCES_AT.get(called, ()) if n < len(node.args)]
            if called == "Field":
                given += [one.value for one in node.keywords if one.arg == "description"]
            yield from (one.value for one in given if is_words(one))
        if isinstance(node, ast.Tuple) and len(node.elts) == 3:  # (n, one, many) for counted
            one, many = node.elts[1:]
            if is_words(one) and is_words(many) and "{n}" in many.value:
                yield from (one.value, many.value)


def is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def meanings() -> Iterator[str]:
    tables = [one for one in vars(columns).values() if isinstance(one, Table)]
    yield from (column.meaning for table in tables for column in table.columns)
    yield from (table.grain for table in columns.PUBLISHED)


USED = {sentence: path.name for path in SOURCES for sentence in sentences_in(path)}
USED |= dict.fromkeys(meanings(), "columns.py")
VIETNAMESE = read_catalogue("vi")


def test_the_scan_finds_the_sentences() -> None:
    assert len(USED) > 500
    assert {"each key once", "{n} cells", "mean", "key", "the code of the block"} <= set(USED)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_has_a_form_in_each_language(code: str) -> None:
    known = read_catalogue(code)
    assert {s: where for s, where in USED.items() if s not in known} == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_catalogue_keeps_a_sentence_that_the_code_lost(code: str) -> None:
    sentences = {key for key in read_catalogue(code) if not key.startswith(NAME)}
    assert sorted(sentences - set(USED)) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_catalogue_reads_whole(path: Path) -> None:
    """Every entry has both forms with the same places; none is marked as a draft (fuzzy)."""
    with path.open("rb") as file:
        entries = read_po(file, locale=path.parent.name, abort_invalid=True)
        entries = [one for one in entries if one.id]
    assert [one.id for one in entries if not one.string or one.fuzzy] == []
    assert [e.id for e in entries if places_in(e.id) != places_in(e.string)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_each_sentence_stands_in_one_catalogue_once(code: str) -> None:
    written = Counter[str]()
    for path in CATALOGUES:
        if path.parent.name == code:
            written.update(re.findall(r'^msgid (".+")$', path.read_text("utf-8"), re.MULTILINE))
    assert [sentence for sentence, times in written.items() if times > 1] == []


def test_vietnamese_text_is_composed() -> None:
    written = {path.name: path.read_text("utf-8") for path in CATALOGUES}
    assert {name for name, words in written.items() if unicodedata.normalize("NFC", words) != words} == set()


def test_no_english_is_left_in_the_vietnamese() -> None:
    plain = {
        s
        for s, words in VIETNAMESE.items()
        if words.isascii() and len(re.findall(r"[a-z]{2,}", re.sub(r"{\w+}", "", words))) > 2
    }
    same = {s for s, words in VIETNAMESE.items() if words == s and len(s.split()) > 2}
    assert plain | same == SAME_IN_BOTH


def test_a_message_is_put_into_words_in_the_language_in_force() -> None:
    waiting = Message("not found; expected {what}", {"what": Message("a file of this name")})
    assert str(waiting) == "not found; expected a file of this name"
    with use_language("vi"):
        assert str(waiting) == "không tìm thấy; cần một tệp có tên này"
        assert text("yes or no") == "“có” hoặc “không” (yes, no)"


def test_remarks_that_a_table_gathers_are_those_that_reading_makes() -> None:
    made = set(sentences_in(LOCALE_FOLDER.parent / "inputs" / "points.py"))
    assert len(remarks_by_unit()) == 2 and set(remarks_by_unit()) <= made
