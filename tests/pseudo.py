"""A language made by a rule: every English sentence with accents on its vowels, as catalogues.

It stands in for a translation: as long as the English, readable, and told apart from it at sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from parreport.language import NAME, read_catalogue

ACCENTS = str.maketrans("aeiouyAEIOUY", "àéîôùÿÀÉÎÔÙŸ")
KEPT = re.compile(r"\{\w+\}|%(?:\(\w+\))?[rs]|^(?:d )?MMMM?(?: y)?$|^LLLL$")  # places, and the form of dates


def pseudo(sentence: str) -> str:
    """Return a sentence with accents, its named places as they are."""
    words, places = KEPT.split(sentence), KEPT.findall(sentence)
    return "".join(word.translate(ACCENTS) + place for word, place in zip(words, [*places, ""], strict=True))


def write_pseudo(folder: Path, *, without: Iterable[str] = (), names: Mapping[str, str] | None = None) -> None:
    """Write the catalogues of a language: its folder, sentences left out, names of the data."""
    catalogue = Catalog(locale=folder.name)
    for sentence in set(read_catalogue("vi")) - set(without):
        if not sentence.startswith(NAME):
            catalogue.add(sentence, pseudo(sentence))
    for own, words in (names or {}).items():
        catalogue.add(own, words, context="name")
    folder.mkdir(parents=True)
    with (folder / "words.po").open("wb") as file:
        write_po(file, catalogue, width=0)
