"""The check itself: a province, all its pages, every sentence.

In: a seed, languages. Out: :class:`Fault`, one for each sentence that is false.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import parreport as pr
from parreport.language import use_language
from parreport.years.results import Period
from tests.sentences import (  # noqa: F401  (they register their checkers)
    case_checks,
    claim_checks,
    further_checks,
    method_checks,
    numbers,
    pace_checks,
    period_checks,
    plan_checks,
    province_checks,
    recommendation_checks,
    satisfaction_checks,
    slide_checks,
    sureness_checks,
    unit_checks,
)
from tests.sentences.context import CHECKERS, Sentence, rows_told
from tests.sentences.pages import KINDS, Page, make_pages
from tests.sentences.provinces import make_province
from tests.sentences.templates import PICTURED, Saying, take_apart


@dataclass(frozen=True)
class Fault:
    """A sentence that is false: where, which (``msgid``), and why."""

    seed: int
    language: str
    page: str
    msgid: str
    words: str
    why: str

    def __str__(self) -> str:
        return "\t".join((str(self.seed), self.language, self.page, self.words, self.why, self.msgid))


def check_seed(seed: int, languages: Sequence[str] = ("vi", "en"), units: int | None = None) -> list[Fault]:
    """Return what is false in the pages of a random province."""
    with tempfile.TemporaryDirectory() as folder:
        period = pr.compute_period(make_province(Path(folder), seed).case.path)
    return list(check_period(period, languages, seed, units))


def check_period(
    period: Period,
    languages: Iterable[str] = ("vi", "en"),
    seed: int = -1,
    units: int | None = None,
    kinds: tuple[str, ...] = KINDS,
) -> Iterator[Fault]:
    """Check the pages of a period that is computed; ``units``: of how many units at most."""
    for language in languages:
        for page in make_pages(period, language, units, kinds):
            with use_language(language):
                yield from check_page(page, seed)


def check_page(page: Page, seed: int = -1) -> Iterator[Fault]:
    """Check every sentence of a page, the same fault once."""
    seen = set()
    for sentence in sentences_of(page):
        for why in faults_in(sentence):
            fault = Fault(seed, page.language, page.name, sentence.msgid, sentence.saying.words, why)
            if fault not in seen:
                seen.add(fault)
                yield fault


def sentences_of(page: Page) -> Iterator[Sentence]:
    """Return the sentences of a page that the catalogues know, those within others too."""
    for printed in page.said:
        sayings = take_apart(printed.words, page.language, printed.kind == "alt") or ()
        if not sayings and printed.kind == "slide":  # a sentence as title has no full stop
            sayings = take_apart(f"{printed.words}.", page.language) or ()
        own = tuple(named_as_filed(saying, page) for saying in sayings)
        for place, saying in enumerate(own):
            yield Sentence(page, printed, saying, own[:place])
            if saying.slots.keys() >= PICTURED:
                for row in rows_told(sayings[place].slots["listed"]):
                    for inner in take_apart(row, page.language) or ():
                        yield Sentence(page, printed, named_as_filed(inner, page))
            if "summary" in saying.slots:
                for inner in take_apart(sayings[place].slots["summary"], page.language) or ():
                    yield Sentence(page, printed, named_as_filed(inner, page))


def named_as_filed(saying: Saying, page: Page) -> Saying:
    """Return a saying with the names of units and blocks as they are filed: "huyện Ba Tri" is Huyện Ba Tri."""
    if page.language != "vi":
        return saying
    units, blocks = page.once("small", lambda: _small_names(page))

    def filed(words: str) -> str:
        return units[0].sub(lambda found: units[1][found[0]], words) if units[1] else words

    slots = {slot: blocks.get(words, filed(words)) if words else words for slot, words in saying.slots.items()}
    return Saying(saying.msgid, slots, filed(saying.words))


def _small_names(page: Page) -> tuple[tuple[re.Pattern[str], dict[str, str]], dict[str, str]]:
    results, names = page.results, set(page.unit_names)
    blocks = {block.shown: block for block in results.framework}
    while (results := results.base) is not None:
        names |= {results.name_of(code) for code in results.units["unit_code"]}
    small = {name[:1].lower() + name[1:]: name for name in names}
    pattern = "|".join(map(re.escape, sorted(small, key=len, reverse=True)))
    return (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), small), {n[:1].lower() + n[1:]: n for n in blocks}


def faults_in(sentence: Sentence) -> Iterator[str]:
    yield from numbers.check(sentence)
    if sentence.msgid in CHECKERS:
        try:
            yield from CHECKERS[sentence.msgid](sentence)
        except Exception as error:  # a sentence that the checker cannot hold against the tables
            yield f"cannot be checked: {type(error).__name__}: {error}"
