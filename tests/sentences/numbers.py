"""Rules for every sentence: figures stand in the tables, moves of 0 are no moves, names exist.

A figure is sound where it stands in a table (a key figure, a picture's list) of the page or of the
reports that the page sends its readers to, as printed or rounded from there; where it is a year, a
setting of the framework or of the package; where it counts (a whole number no larger than all that
there is to count); or where the checker of its sentence works it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from parreport.language import text
from tests.sentences.context import CHECKERS, Sentence, fraction, read_figure, rounded

MOVES = re.compile(
    r"\b(up|down|rise|fall|rose|fell|raised|lowered|gained|lost|more|less|better|worse|higher|lower|behind|ahead|beyond)\b"
)
MOVING = ("size", "rise", "fall", "gap", "points", "cut", "raised")
NOT_FIGURES = {
    "summary",
    "reason",
    "basis",
    "day",
    "days",
    "province",
    "title",
    "step",
    "steps",
    "file",
    "years",
    "bands",
} | {"ranges", "what"}
LISTS = {"listed"}  # what a picture says to who cannot see it: the picture's own figures
TOKEN = re.compile(r"(?<![\w.,–-])[−+]?\d+(?:[.,]\d+)*(?![\w]|[.,]\d)")
PLURAL = re.compile(
    r"(?<![\d.,/])1 (units|items|points|places|decimals|standard deviations|pairs|cuts|steps|areas|years|ranks)\b"
)
UNITS = {"unit", "leader", "tailer", "up_unit", "down_unit", "others", "units"}
ITEMS = {"item", "items", "area", "areas", "best", "worst", "lowest", "up_area", "down_area", "second"}


def check(one: Sentence) -> Iterator[str]:
    yield from check_moves(one)
    yield from check_years(one)
    yield from check_figures(one)
    yield from check_names(one)
    if one.page.language == "en" and (plural := PLURAL.search(one.saying.words)):
        yield f"“{plural[0]}”"


def check_moves(one: Sentence) -> Iterator[str]:
    if not MOVES.search(one.msgid):
        return
    for slot in MOVING:
        words = one.get(slot)
        figure = read_figure(words) if words else None
        if figure is None:
            continue
        if figure == 0 and not one.msgid.startswith("{item}"):
            yield f"{slot} is {words}: no move"
        if (slot == "rise" and figure <= 0) or (slot == "fall" and figure >= 0):
            yield f"{slot} is {words}: the other way"


def check_years(one: Sentence) -> Iterator[str]:
    """A year is one of the period; in reports of one year that year or the one it is compared with."""
    results = one.page.results
    years = {results.span, results.base_year}
    if one.page.name == "period":
        years |= set(one.page.period.years)
    for slot in ("year", "base", "first_year"):
        words = one.get(slot)
        if re.fullmatch(r"\d{4}", words) and one.page.time_of(words) not in years:
            yield f"{slot}: {words} is no year of the report"


def check_figures(one: Sentence) -> Iterator[str]:
    if one.msgid in CHECKERS:
        return
    pool = pool_of(one)
    for slot, words in one.saying.slots.items():
        if slot in NOT_FIGURES | LISTS or not any(c.isdigit() for c in words):
            continue
        rest = re.sub("“.*?”", "", words)
        for name in names_of(one):
            rest = rest.replace(name, "")
        for token in TOKEN.findall(rest):
            figure = read_figure(token.lstrip("+−"))
            if figure is not None and figure not in pool and not _is_count(one, token, figure):
                yield f"{slot}: {token} stands in no table"


def _is_count(one: Sentence, token: str, figure: Decimal) -> bool:
    results = one.page.results
    return figure == int(figure) and figure <= max(len(results.leaves), 2000 if figure == 2000 else 0)


def pool_of(one: Sentence) -> set[Decimal]:
    """The figures of the page, of the reports beside it, and of the settings."""
    return set(one.page.once("figures", lambda: frozenset(_read_figures(one.page))))


def _read_figures(page: Any) -> Iterator[Decimal]:
    words = [cell for grid in (*page.grids, *page.beside) for row in grid.rows for cell in row]
    tokens = {token.lstrip("+−") for cell in (*words, *page.listed) for token in TOKEN.findall(cell)}
    for figure in filter(None, map(read_figure, tokens)):
        yield from (figure, *(rounded(figure, places) for places in (0, 1, 2)))
    law, what_if = page.results.framework, page.results.what_if
    rules = law.findings
    settings = (rules.level_pct, rules.peers_pct, rules.loss_share_pct, rules.sd, rules.small_block)
    yield from map(fraction, (0, *settings, *(cap for cap in (law.bonus_cap, law.penalty_cap) if cap is not None)))
    yield from (Decimal("0.9"), Decimal("0.7"), *map(Decimal, page.times))
    yield from (band.lowest for block in law for band in block.bands)
    needed = what_if.loc[what_if["unit_code"] == page.unit, "points_needed"]
    yield from (points for points in needed if points is not None)


def names_of(one: Sentence) -> list[str]:
    """Every name that holds a figure: items with their codes."""
    return list(one.page.once("names", lambda: _read_names(one.page.results)))


def _read_names(results: Any) -> list[str]:
    items = [item for block in results.framework for item in block.items]
    found = {f"{item.code} {item.shown}" for item in items} | {item.shown for item in items}
    return sorted((name for name in found if any(c.isdigit() for c in name)), key=len, reverse=True)


def check_names(one: Sentence) -> Iterator[str]:
    """Each unit and item named exists, and stands in the block that the sentence speaks of."""
    page, block = one.page, one.block
    if not (UNITS | ITEMS) & one.saying.slots.keys():
        return
    units = one.unit_names
    own = {n for n, c in units.items() if block is None or page.block_of[c].code == block.code}
    own |= page.once("earlier", lambda: _earlier_names(page.results))
    for slot, words in one.saying.slots.items():
        if (
            slot in UNITS
            and words
            and not any(c.isdigit() for c in words)
            and one.printed.kind not in ("note", "document")
        ):
            for name in one.names_in(words, [*own, *units]):
                if name not in own:
                    yield f"{slot}: no unit “{name}”" + (f" in block {block.shown}" if block is not None else "")
        if slot in ITEMS and block is not None:
            items = (
                {text("Bonus and penalty")}
                | {item.shown for item in block.items}
                | {f"{item.code} {item.shown}" for item in block.items}
            )
            for name in one.quoted(words):
                if name not in items and name not in {band.shown for band in block.bands}:
                    yield f"{slot}: no item “{name}” in block {block.shown}"


def _earlier_names(results: Any) -> set[str]:
    found: set[str] = set()
    while (results := results.base) is not None:
        found |= {results.name_of(code) for code in results.units["unit_code"]}
    return found
