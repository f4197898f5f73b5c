"""The heads of a form's columns: its hidden codes, and the words beneath them in both languages.

In: a cell. Out: the column that it names. Accents, capitals and spaces say nothing: a head that was typed
anew is known too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from parreport.inputs.heads import HEADS
from parreport.inputs.numbers import clean_text
from parreport.inputs.workbooks import Value
from parreport.language import ENGLISH, VIETNAMESE, Message, message, use_language

FORM_HEADS: dict[str, Message] = {
    "code": message("Code"),
    "name": message("Area, criterion, sub-criterion"),
    "max_points": message("Maximum"),
    "rule": message("How points are given"),
    "applies": message("Applies"),
    "numerator": message("Numerator"),
    "denominator": message("Denominator"),
    "value": message("Declared value"),
    "computed": message("Points by the rule"),
    "self_points": message("Self-assessed points"),
    "reason": message("Explanation"),
    "evidence": message("Evidence (number, date, title of documents)"),
}
"""What stands above the columns of a score sheet, by their codes."""
SUM_NAMES: dict[str, Message] = {
    "sum": message("Sum without survey, bonus and penalty"),
    "bonus": message("Bonus points"),
    "penalty": message("Penalty points"),
}
"""What the last rows of a score sheet are called: sums, which are never read."""
APPRAISAL_HEADS: dict[str, Message] = {
    "unit": message("Unit"),
    "code": message("Code"),
    "name": message("Area, criterion, sub-criterion"),
    "max_points": message("Maximum"),
    "numerator": message("Numerator"),
    "denominator": message("Denominator"),
    "value": message("Declared value"),
    "self_points": message("Self-assessed points"),
    "computed": message("Points by the rule"),
    "second_source": message("Second source"),
    "evidence": message("Evidence (number, date, title of documents)"),
    "reason": message("Explanation"),
    "round1_points": message("Points, round 1"),
    "round1_reason": message("Reason, round 1"),
    "explanation": message("Explanation after round 1"),
    "round2_points": message("Points, round 2"),
    "round2_reason": message("Reason, round 2"),
}
"""What stands above the columns of the council's workbook."""
HIGHEST_HEAD = 40


@lru_cache(maxsize=20_000)  # names are the same in all forms
def plain(typed: str) -> str:
    """Return a text for comparison: letters and digits alone, without accents and capitals."""
    apart = unicodedata.normalize("NFD", clean_text(typed).casefold().replace("đ", "d"))
    return "".join(sign for sign in apart if sign.isalnum())


@cache
def known_heads() -> dict[str, str]:
    """Return the columns by the plain words of their heads, in English, Vietnamese, and as of the CSV files."""
    found = {plain(words): code for code, words in HEADS.items() if code in FORM_HEADS}
    found |= {plain("Tên tiêu chí"): "name", plain("Mã tiêu chí"): "code", plain("Tài liệu kiểm chứng"): "evidence"}
    for language in (ENGLISH, VIETNAMESE):
        with use_language(language):
            found |= {plain(str(words)): code for code, words in FORM_HEADS.items()}
    return found


@cache
def known_sums() -> set[str]:
    """Return what rows of sums are called, as plain words in both languages, with their hidden codes."""
    found = {f"#{code}" for code in SUM_NAMES}
    for language in (ENGLISH, VIETNAMESE):
        with use_language(language):
            found |= {plain(str(words)) for words in SUM_NAMES.values()}
    return found


def find_columns(lines: Sequence[Sequence[Value]], codes: Sequence[str]) -> tuple[int, dict[str, int]] | None:
    """Return the row of the heads, counted from 0, and the place of each column by its code.

    The row of hidden codes counts first, else that whose cells name most heads; None where no row names an
    item and a figure.
    """
    wanted, best = {*codes, *FORM_HEADS}, (-1, dict[str, int]())
    for at, line in enumerate(lines[:HIGHEST_HEAD]):
        places = _first_places(cell if type(cell) is str and cell in wanted else "" for cell in line)
        if "item_code" in places and len(places) > 3:
            return at + 1, places
    heads = known_heads()
    for at, line in enumerate(lines[:HIGHEST_HEAD]):
        places = _first_places(heads.get(plain(cell), "") if type(cell) is str else "" for cell in line)
        if len(places) > len(best[1]):
            best = (at, places)
    found = best[1]
    return best if {"code", "name"} & found.keys() and {*codes[1:-2]} & found.keys() else None


def _first_places(names: Iterable[str]) -> dict[str, int]:
    """Return the first place of each name."""
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        if name:
            found.setdefault(name, place)
    return found
