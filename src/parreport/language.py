"""The words of messages and reports: English in the code, other languages in catalogues.

In: an English sentence with named places. Out: the sentence in the language in force.
Catalogues are gettext files, ``locale/<language>/*.po``; a new language is a new folder. The marks
of its numbers are those of the Unicode locale data (CLDR).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from parreport.time_words import capital_names, name_times, say_of_periods

LOCALE_FOLDER = Path(__file__).parent / "locale"

VIETNAMESE, ENGLISH = "vi", "en"
NAME = "name\x04"
"""What stands before a name of the data in a dictionary of sentences (``msgctxt "name"``)."""

_INSIDE = r"(?:(?<=[^\W_] )|(?<=[,;:&%–·)] )|(?<=\())"  # not where a sentence, line or quotation begins
_PLACES = "Huyện|Thành phố|Thị xã|Thị trấn|Quận|Xã|Phường|Đặc khu|Tỉnh"
_INSIDE_NAME = re.compile(rf"{_INSIDE}(?:{_PLACES})(?= [^\W\d_])")
_INSIDE_LIST = re.compile(rf"{_INSIDE}(?:Sở|Ban|Ngành|{_PLACES})(?=, [^\W\d_A-ZĐ])")  # Sở, ban, ngành
_INSIDE_ALONE = re.compile(rf"(?:(?<=[0-9] )|(?<=; )|(?<=\())(?:{_PLACES})(?=[;:)]| ·|$)")  # 110 xã · 25 phường
_AFTER_BLOCK = re.compile(r"(?<=\b[Kk]hối )[^\W\d_]+")

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)
_of_periods: ContextVar[bool] = ContextVar("of_periods", default=False)


class TimeName(ABC):
    """A time that a sentence names: a year by its number, or a part of one in words of its own."""

    @property
    @abstractmethod
    def is_year(self) -> bool:
        """Whether it is named by the number of a year."""

    @abstractmethod
    def __str__(self) -> str:
        """Return the name in the language in force."""


def language() -> str:
    """Return the code of the language in force."""
    return _language.get()


def set_language(code: str, of_periods: bool = False) -> None:
    """Put a language in force for everything written from here on.

    ``of_periods``: whether its sentences on years are said of periods that are none.
    """
    _language.set(code)
    _of_periods.set(of_periods)


@contextmanager
def use_language(code: str, of_periods: bool | None = None) -> Iterator[None]:
    """Put a language in force inside a ``with`` block; ``of_periods`` as before where it is None."""
    tokens = _language.set(code), _of_periods.set(_of_periods.get() if of_periods is None else of_periods)
    try:
        yield
    finally:
        _language.reset(tokens[0])
        _of_periods.reset(tokens[1])


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
    """Read all catalogues of a language into one dictionary, English sentence to translation.

    A translation whose named places are not those of the sentence is left out.
    """
    from babel.messages.pofile import read_po

    sentences: dict[str, str] = {}
    for path in sorted((LOCALE_FOLDER / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if isinstance(message.id, str) and message.id and message.string:
                    key = f"{message.context}\x04{message.id}" if message.context else message.id
                    sentences[key] = str(message.string)
    return {key: words for key, words in sentences.items() if places_in(key) == places_in(words)}


def places_in(sentence: str) -> set[str]:
    """Return the names of the places in a sentence."""
    if "{" not in sentence:
        return set()
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def find_untranslated(code: str) -> list[str]:
    """Return the sentences that a language lacks, so that they stand in English.

    The Vietnamese catalogues are whole; they tell what sentences there are.
    """
    known = () if code in (VIETNAMESE, ENGLISH) else read_catalogue(VIETNAMESE)
    return [sentence for sentence in known if sentence not in read_catalogue(code)]


def text(msgid: str, **facts: Any) -> str:
    """Return a sentence in the language in force, its places filled with the facts.

    Of a fact that names a part of a year (:class:`TimeName`) the sentence says no word for year. A decimal
    number has the mark of the language.
    """
    sentence = msgid if language() == ENGLISH else read_catalogue(language()).get(msgid, msgid)
    if _of_periods.get():
        years = (place for place, fact in facts.items() if isinstance(fact, TimeName) or str(fact).isdigit())
        sentence = say_of_periods(sentence, language(), frozenset(years))
    times = {place: str(fact) for place, fact in facts.items() if isinstance(fact, TimeName) and not fact.is_year}
    if times:
        sentence = name_times(sentence, language(), frozenset(times))
        facts |= times | capital_names(times.items())
    if exact := {place: fact for place, fact in facts.items() if isinstance(fact, Decimal)}:
        mark = number_marks(language())[0]
        facts |= {place: f"{fact:f}".replace(".", mark) for place, fact in exact.items()}
    words = sentence.format(**facts) if facts else sentence
    return lower_inside(words) if facts and language() == VIETNAMESE else words


def lower_inside(words: str) -> str:
    """Return Vietnamese words with a small letter for what kind of place a name inside a sentence is of.

    "Khối Huyện, thành phố: Huyện Ba Tri" becomes "Khối huyện, thành phố: huyện Ba Tri"; Sở Nội vụ is
    the name of an agency and stays. What begins a sentence, a line or a quotation stays, and so does
    what the decree on official letters keeps: Thành phố Hồ Chí Minh, Quận 1. Source: Nghị định
    30/2020/NĐ-CP, Phụ lục II.
    """
    words = _INSIDE_ALONE.sub(_lower_first, _INSIDE_NAME.sub(_lower_place, words))
    return _AFTER_BLOCK.sub(_lower_common, _INSIDE_LIST.sub(_lower_first, words))


def _lower_first(found: re.Match[str]) -> str:
    """Lower a first letter, but never within a quotation, which is what somebody wrote."""
    before = found.string[: found.start()]
    is_quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    return found[0] if is_quoted else found[0][:1].lower() + found[0][1:]


def _lower_place(found: re.Match[str]) -> str:
    name = found.string[found.end() + 1 :]
    return _lower_first(found) if name[:1].isupper() and not name.startswith("Hồ Chí Minh") else found[0]


def _lower_common(found: re.Match[str]) -> str:
    """Lower the first word of a block's name where the next word is no name."""
    following = found.string[found.end() : found.end() + 2].strip()
    return _lower_first(found) if found[0][1:].islower() and not following[:1].isupper() else found[0]


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


def in_language(own: str, english: str) -> str:
    """Return a name of the data in the language in force.

    Data have names in Vietnamese and may have them in English. Any other language takes what its
    catalogue calls the Vietnamese name, else the English one, else the Vietnamese.
    """
    if language() == VIETNAMESE:
        return own
    return names_in(language()).get(own) or english or own


@cache
def names_in(code: str) -> dict[str, str]:
    """Return what the catalogues of a language call the names of the data."""
    sentences = {} if code in (VIETNAMESE, ENGLISH) else read_catalogue(code)
    return {key[len(NAME) :]: words for key, words in sentences.items() if key.startswith(NAME)}
