"""Sentences that name a year, said of a part of one.

In: a sentence with named places. Out: the same sentence where a quarter, a month or some days take
the place of the year: "năm {year}" is then "{year}", "năm trước" is "kỳ trước". The rules are those of
a language; a language without any keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# Of each language: the word before a year's number, and the words for year with what is said of a period.
LEADS = {"vi": "năm", "en": "year"}
PERIODS = {
    "vi": {"năm nay": "kỳ này", "Năm nay": "Kỳ này", "năm": "kỳ", "Năm": "Kỳ"},
    "en": {"year": "period", "Year": "Period"},
}
PLURALS = {"en": "s"}
KEPT = (  # minutes; each year; what names a time; what is left of a year that is not over
    *("năm phút", "hằng năm", "tháng đầu năm", "'năm'", "hết năm", "cả năm", "từ đầu năm", "cộng dồn trong năm"),
    *("rest of the year", "day of the year", "days of the year", "whole year", "within the year", "year is not over"),
)
FIRST = "_first"


@cache
def name_times(sentence: str, language: str, places: frozenset[str]) -> str:
    """Return a sentence without the word for year before these places; where one begins a sentence,
    its place is that of the name with a capital letter (:data:`FIRST`).
    """
    lead = LEADS.get(language)
    for place in places:
        plain, capital = f"{{{place}}}", f"{{{place}{FIRST}}}"
        sentence = re.sub(rf"(^|[.!?] ){re.escape(plain)}", rf"\g<1>{capital}", sentence)
        if lead is not None:
            sentence = re.sub(rf"\b{lead} {re.escape(plain)}", plain, sentence)
            sentence = re.sub(rf"\b{lead.capitalize()} {re.escape(plain)}", capital, sentence)
    return sentence


@cache
def say_of_periods(sentence: str, language: str, places: frozenset[str] = frozenset()) -> str:
    """Return a sentence on years as it is said of periods that are none.

    Before a number, or one of the places, which name years, the word for year stays.
    """
    words = PERIODS.get(language, {})
    if not words:
        return sentence
    numbered = "|".join(["[0-9…]", *(re.escape(f"{{{place}}}") for place in places)])
    year = re.compile(rf"(?<!\{{)\b({'|'.join(words)})((?:{PLURALS.get(language, '')})?)\b(?! ?(?:{numbered}))")
    kept = re.compile("|".join(map(re.escape, KEPT)))
    parts, stays = kept.split(sentence), [*kept.findall(sentence), ""]
    said = [year.sub(lambda one: words[one[1]] + one[2], part) for part in parts]
    return "".join(one + stay for one, stay in zip(said, stays, strict=True))


def capital_names(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return names of times as they begin a sentence, by their places."""
    return {f"{place}{FIRST}": name[:1].upper() + name[1:] for place, name in names}
