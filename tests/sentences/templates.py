"""Which sentence of the catalogues a printed sentence is, and what stands in its places.

In: words as printed, a language. Out: :class:`Saying`, each with the English sentence of the code
(``msgid``) and its slots as printed. A paragraph is taken apart at the ends of its sentences; of
several readings the one in which most letters are those of the catalogue wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from string import Formatter

from babel.messages.pofile import read_po

from parreport.language import LOCALE_FOLDER, places_in
from parreport.time_words import FIRST, name_times, say_of_periods

CATALOGUES = (
    *("reports", "claims", "charts", "method", "period", "robustness", "slides", "official", "messages"),
    *("pace", "plan", "second_source", "large", "maps", "small_numbers", "satisfaction"),
)
# Pieces from which sentences are put together: they say nothing by themselves.
PIECES = {
    "{first} and {last}",
    "{first} to {last}",
    "{band}: {units}",
    "{limits}: {units}",
    "{area}: {listed}",
    "{title} ({part}/{count})",
    "{unit} in {share}",
    "{band} ({limits}): {units}",
    "{index}, {province}, {year}",
    "{index}, {province}, {years}",
    "and",
    "{name} from {lowest}",
}
FIGURE = r"[−+<>]?\s?\d[\d.,]*(?:[\u202f\u00a0 ]?%)?|–|(?:under|over|dưới|trên) \d[\d.,]* ?%?"
FIGURES = set(
    "n all size mean share pct points year rank now before index low high level sd peers cap limit gap rise fall cut "
    "raised raised_n r weight losing met better worse same total up down base first_year then pairs draws places "
    "score median each appraised maximum loss small behind leaves criteria most".split()
)
TIMES = {"year", "base", "first_year", "first", "last", "years", "last_year", "base_year"}  # places of times
PICTURED = {"subtitle", "listed"}  # what a picture is of, and its rows
END = re.compile(r"(?<=[.:?!”)])(?= )|$")


@dataclass(frozen=True)
class Template:
    """A sentence of the catalogue in one language, as a pattern."""

    msgid: str
    source: str
    start: str
    end: str
    letters: int

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source, re.S)


@dataclass(frozen=True)
class Saying:
    """A printed sentence that was recognised; ``slots`` as printed."""

    msgid: str
    slots: dict[str, str]
    words: str


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Return every sentence of the catalogues that reports show: English, Vietnamese."""
    found = []
    for name in CATALOGUES:
        with (LOCALE_FOLDER / "vi" / f"{name}.po").open("rb") as file:
            for entry in read_po(file, locale="vi"):
                if isinstance(entry.id, str) and entry.id and not entry.context:
                    found.append((entry.id, str(entry.string)))
    return tuple(found)


@cache
def templates(language: str) -> tuple[Template, ...]:
    made = []
    for english, vietnamese in sentences():
        if english not in PIECES:
            own = english if language == "en" else vietnamese or english
            made += [_template(english, one) for one in dict.fromkeys((own, *_of_periods(own, language)))]
    return tuple(made)


def _of_periods(own: str, language: str) -> Iterator[str]:
    """Return a sentence as it is said of parts of years: no word for year before none, all or one of the times."""
    times = TIMES & places_in(own)
    said = say_of_periods(own, language, frozenset(times))
    for some in (set[str](), times, *({one} for one in times)):
        yield name_times(said, language, frozenset(some)).replace(f"{FIRST}}}", "}")


def _template(english: str, own: str) -> Template:
    pieces, letters, seen = [], 0, set()
    parts = list(Formatter().parse(own))
    for literal, name, _, _ in parts:
        pieces.append(re.escape(literal))
        letters += len(literal)
        if name and name in seen:
            pieces.append(f"(?P={name})")
        elif name:
            seen.add(name)
            pieces.append(f"(?P<{name}>{_pattern_of(name, english)})")
    last = "" if parts and parts[-1][1] else parts[-1][0] if parts else ""
    return Template(english, "".join(pieces), parts[0][0] if parts else "", last, letters)


def _pattern_of(name: str, sentence: str) -> str:
    if name == "rank":
        return r"\d+(?: \(\d+–\d+\))?"
    if name in ("unit", "up_unit", "down_unit", "leader", "tailer"):
        return "[^“”].*?"
    if name == "area" and sentence.endswith("{area} {score} (median {median})"):
        return ".+?"
    if name in ("up_area", "down_area") or (name == "area" and " most " in sentence):
        return "“[^”]*”(?:(?:, | and | và )“[^”]*”)*"
    if name == "area":
        return "(?:“[^”]*”(?:(?:, | and | và )“[^”]*”)*|[^“”]+?)"
    if name in ("move", "moves", "shift", "changes", "states"):
        return r"(?:(?!\. ).)+?"
    return FIGURE if name in FIGURES and "{changes}" not in sentence else ".+?"


@cache
def take_apart(words: str, language: str, of_picture: bool = False) -> tuple[Saying, ...] | None:
    """Return the sentences of a paragraph; None where some of it is in no catalogue.

    ``of_picture``: the words say what a picture shows, and may be what it is of and its rows: nearly any
    sentence with a colon reads as that.
    """
    ends = [place.start() for place in END.finditer(words)]
    best: dict[int, tuple[int, tuple[Saying, ...]]] = {len(words): (0, ())}
    starts = [0, *(end + 1 for end in ends if end < len(words))]
    for start in reversed(starts):
        found: tuple[int, tuple[Saying, ...]] | None = None
        for end in ends:
            then = best.get(end + 1 if end < len(words) else end)
            if end <= start or then is None:
                continue
            for letters, saying in _readings(words[start:end], language):
                if not of_picture and saying.slots.keys() >= PICTURED:
                    continue
                if found is None or letters + then[0] > found[0]:
                    found = letters + then[0], (saying, *then[1])
        if found is not None:
            best[start] = found
    return best[0][1] if 0 in best else None


@cache
def _by_first_letters(language: str) -> dict[str, list[Template]]:
    """Return the templates by the first two letters; those that begin with a place under a blank key."""
    found: dict[str, list[Template]] = {}
    for one in templates(language):
        found.setdefault(one.start[:2] if len(one.start) > 1 else "", []).append(one)
    return found


def _readings(words: str, language: str) -> Iterator[tuple[int, Saying]]:
    own = _by_first_letters(language)
    for one in (*own.get(words[:2], ()), *own.get("", ())):
        if not (words.startswith(one.start) and words.endswith(one.end)) or one.letters < 2:
            continue
        match = one.pattern.fullmatch(words)
        if match:
            yield one.letters, Saying(one.msgid, match.groupdict(), words)
