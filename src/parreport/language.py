"""The words of messages and reports: English in the code, other languages in catalogues.

In: an English sentence with named places. Out: the sentence in the language in force.
Catalogues are gettext files, ``locale/<language>/*.po``; a new language is a new folder. The marks
of its numbers are those of the Unicode locale data (CLDR).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LOCALE_FOLDER = Path(__file__).parent / "locale"

ENGLISH = "en"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """Return the code of the language in force."""
    return _language.get()


def set_language(code: str) -> None:
    """Put a language in force for everything written from here on."""
    _language.set(code)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Put a language in force inside a ``with`` block."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are: those with catalogues, and English."""
    folders = sorted(folder.name for folder in LOCALE_FOLDER.iterdir() if any(folder.glob("*.po")))
    return (*folders, ENGLISH)


@cache
def number_marks(code: str) -> tuple[str, str]:
    """Return the decimal mark of a language, and the mark between its thousands."""
    from babel import Locale

    marks = Locale.parse(code).number_symbols["latn"]
    return str(marks["decimal"]), str(marks["group"])


@cache
def read_catalogue(code: str) -> dict[str, str]:
    """Read all catalogues of a language into one dictionary, English sentence to translation."""
    from babel.messages.pofile import read_po

    sentences: dict[str, str] = {}
    for path in sorted((LOCALE_FOLDER / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if isinstance(message.id, str) and message.id and message.string:
                    key = f"{message.context}\x04{message.id}" if message.context else message.id
                    sentences[key] = str(message.string)
    return sentences


def text(msgid: str, **facts: Any) -> str:
    """Return a sentence in the language in force, its places filled with the facts."""
    sentence = msgid if language() == ENGLISH else read_catalogue(language()).get(msgid, msgid)
    return sentence.format(**facts) if facts else sentence


@dataclass(frozen=True)
class Message:
    """A sentence that is put into words only when it is shown, in the language in force then."""

    msgid: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return text(self.msgid, **self.facts)


def counted(n: int, one: str, many: str, **facts: Any) -> str:
    """Return the sentence for one or for many; ``n`` is among its facts."""
    return text(one if n == 1 else many, n=n, **facts)


def message(msgid: str, **facts: Any) -> Message:
    """Return a sentence that waits for its language."""
    return Message(msgid, facts)
