"""The pages of a province as a reader has them: sentences, and the tables beside them.

In: a period that is computed. Out: :class:`Page`, one for each report in one language, made by the
calls of the notebooks. Nothing is drawn: a chart is its caption.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.display.groups import large_blocks
from parreport.display.parts import Bullets, Document, Heading, KeyFigures, Part, Section, Table, Text
from parreport.display.pictures import Caption, Chart
from parreport.display.slides.slide import Slide
from parreport.language import text, use_language
from parreport.spans import Span
from parreport.years.results import Period, Results

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
DRAWING = {
    "parreport.display.claims.sections": "chart_claims",
    "parreport.display.method.sections": "chart_icicle_pages chart_items chart_weights",
    "parreport.display.period.sections": "chart_area_lines chart_rank_rows chart_ranks chart_series_pages",
    "parreport.display.province.sections": "chart_areas chart_losses chart_ranking_pages",
    "parreport.display.satisfaction.sections": "chart_shares chart_shares_pages",
    "parreport.display.slides.areas": "chart_rows",
    "parreport.display.slides.causes": "chart_rows",
    "parreport.display.slides.firmness": "chart_rows",
    "parreport.display.slides.standing": "chart_list chart_rows",
    "parreport.display.slides.unit": "chart_dots chart_rows",
    "parreport.display.slides.unit_points": "chart_rows",
    "parreport.display.sureness.sections": "chart_ranges_pages",
    "parreport.display.targets.sections": "chart_targets",
    "parreport.display.unit.points": "chart_change chart_waterfall",
    "parreport.display.unit.sections": "chart_profile",
}


@dataclass
class Printed:
    """One thing said: its words, what kind of part it is, the anchor and the words of the heading over it.

    ``then``: the anchor of the table or chart that follows.
    """

    words: str
    kind: str
    anchor: str = ""
    heading: str = ""
    then: str = ""


@dataclass(frozen=True)
class Grid:
    """A table as printed: its id, its heads, its rows as text; a second line follows after `` | ``."""

    id: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, msgid: str, **facts: Any) -> list[str]:
        """Return the cells under a head, named by its English words."""
        place = self.heads.index(text(msgid, **facts))
        return [row[place].split(" | ")[0] for row in self.rows]

    def has(self, msgid: str, **facts: Any) -> bool:
        return text(msgid, **facts) in self.heads


@dataclass
class Page:
    """One report in one language; ``beside``: tables of the reports that it sends its readers to."""

    name: str
    language: str
    results: Results
    period: Period
    unit: str = ""
    said: list[Printed] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    beside: list[Grid] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    worked_out: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def times(self) -> dict[int, Span]:
        """The times of the page by the numbers that stand for them: a year by its own, others from 3001 on."""
        spans, results = set(self.period.years), self.results
        while results is not None:
            spans.add(results.span)
            results = results.base
        return {one.year if one.is_year else 3001 + place: one for place, one in enumerate(sorted(spans))}

    def time_of(self, words: str) -> Span | int:
        """Return the time that a number stands for."""
        return self.times.get(int(words), int(words))

    def number_times(self) -> None:
        """Put a number in place of each name of a quarter, a month, some days: sentences say them as years."""
        names = {
            name: str(number)
            for number, span in self.times.items()
            if not span.is_year
            for own in (str(span), str(span.title), str(span.short), span.key)
            for name in (own, own[:1].upper() + own[1:])
        }
        if not names:
            return
        pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))

        def said(words: str) -> str:
            return pattern.sub(lambda found: names[found[0]], words)

        for one in self.said:
            one.words, one.heading, one.anchor, one.then = map(said, (one.words, one.heading, one.anchor, one.then))
        self.grids = [
            Grid(said(g.id), said(g.caption), tuple(map(said, g.heads)), tuple(tuple(map(said, row)) for row in g.rows))
            for g in self.grids
        ]
        self.listed = list(map(said, self.listed))

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """The units of the year by their printed names."""
        return {self.results.name_of(code): code for code in self.results.units["unit_code"]}

    @cached_property
    def block_of(self) -> dict[str, Any]:
        """The block of each unit."""
        rows = zip(self.results.units["unit_code"], self.results.units["block"], strict=True)
        return {unit: self.results.framework.by_code[code] for unit, code in rows}

    def once(self, key: str, work_out: Callable[[], Any]) -> Any:
        """Return what is worked out once for a page."""
        if key not in self.worked_out:
            self.worked_out[key] = work_out()
        return self.worked_out[key]

    def grid(self, anchor: str) -> Grid | None:
        """Return the table of an id, of this page or of one beside it; of several the one with most rows."""
        grids = [one for one in (*self.grids, *self.beside) if one.id == anchor]
        return max(grids, key=lambda one: len(one.rows), default=None)


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Have charts made of their captions alone."""

    def one(*given: Any, caption: Caption, **named: Any) -> Chart:
        return Chart(None, caption)

    def several(*given: Any, caption: Caption, **named: Any) -> list[Chart]:
        return [Chart(None, caption)]

    def ranges(frame: Any, *, caption: Caption, **named: Any) -> list[Chart]:
        told = zip(frame["unit_name"], frame["rank_words"], strict=True)
        listed = "; ".join(f"{name} {words}" for name, words in told)
        alt = text("Rank and, in brackets, its range: {listed}.", listed=listed)
        return [Chart(None, replace(caption, alt=alt))]

    with pytest.MonkeyPatch.context() as patch:
        for module, names in DRAWING.items():
            for name in names.split():
                pages = name.endswith("_pages") or name == "chart_icicle"
                stub = ranges if name == "chart_ranges_pages" else several if pages else one
                patch.setattr(import_module(module), name, stub)
        yield


@cache
def calls_of(notebook: str) -> tuple[str, ...]:
    """Return the calls of a notebook that show something, as they are written."""
    cells = json.loads((NOTEBOOKS / notebook).read_text("utf-8"))["cells"]
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return tuple(source for source in sources if re.fullmatch(r"pr\.show_\w+\(.*\)", source.strip()))


KINDS = ("province", "satisfaction", "method", "period", "unit", "slides", "annex")
REPORTS = {
    "province": "01_province.ipynb",
    "satisfaction": "03_satisfaction.ipynb",
    "method": "04_method.ipynb",
    "period": "05_period.ipynb",
    "annex": "07_annex.ipynb",
}


def make_pages(period: Period, language: str, most: int | None = None, kinds: tuple[str, ...] = KINDS) -> list[Page]:
    """Return the pages of a province in one language; ``most``: of so many units at most."""
    results = in_its_language(period.results, language)
    period = replace(period, results=results)
    codes = list(results.units["unit_code"])[:most] if {"unit", "slides"} & set(kinds) else []
    with use_language(language, period.of_periods), nothing_drawn():
        made = {
            name: _page(name, notebook, period, language)
            for name, notebook in REPORTS.items()
            if (name != "period" or name in kinds) and (name != "annex" or large_blocks(results))
        }
        units = {code: _page("unit", "02_unit.ipynb", period, language, code) for code in codes}
        decks = [_deck(period, language, code) for code in ("", *codes)] if "slides" in kinds else []
    annex = made["annex"].grids if "annex" in made else []
    province, method = [*made["province"].grids, *annex], made["method"].grids
    for name, page in made.items():
        page.beside = [*method, *annex] if name == "province" else province
    for page in units.values():
        page.beside = [*province, *method]
    for deck in decks:
        beside = units[deck.unit] if deck.unit else made["province"]
        deck.beside = [*beside.grids, *province, *method]
        deck.listed += beside.listed
    pages = [*made.values(), *units.values(), *decks]
    return [page for page in pages if page.name.split(" ")[0] in kinds]


def in_its_language(results: Results, language: str) -> Results:
    return replace(results, parameters=results.parameters.model_copy(update={"language": language}))


def _page(name: str, notebook: str, period: Period, language: str, unit: str = "") -> Page:
    page = Page(f"{name} {unit}".strip(), language, period.results, period, unit)
    names = {"pr": pr, "results": period.results, "years": period, "unit": unit}
    reader = _Reader(page)
    for call in calls_of(notebook):
        shown: Section = eval(call, names)  # the notebooks' own calls
        for part in shown.parts:
            reader.read(part)
    page.number_times()
    return page


def _deck(period: Period, language: str, unit: str) -> Page:
    page = Page(f"slides {unit}".strip(), language, period.results, period, unit)
    deck = pr.make_deck(period.results, unit)
    reader = _Reader(page)
    for part in (deck.document, *deck.slides):
        reader.read(part)
    page.number_times()
    return page


class _Reader:
    """Takes parts one after the other, and writes down what they say."""

    def __init__(self, page: Page) -> None:
        self.page, self.anchor, self.heading = page, "", ""
        self.waiting: list[Printed] = []

    def say(self, words: str, kind: str) -> None:
        if words:
            self.page.said.append(Printed(words, kind, self.anchor, self.heading))
            self.waiting.append(self.page.said[-1])

    def meet(self, anchor: str) -> None:
        """Tell what was said just before which table or chart followed."""
        for one in self.waiting:
            one.then = anchor
        self.waiting = []

    def read(self, part: Part) -> None:
        if isinstance(part, Document):
            for words in (part.title, part.subtitle, *part.footer):
                self.say(words, "document")
        elif isinstance(part, Heading):
            self.waiting = []
            self.anchor, self.heading = part.id, part.words
            self.say(part.words, "heading")
        elif isinstance(part, Text):
            self.say(part.words, part.kind)
        elif isinstance(part, Bullets):
            for words in part.entries:
                self.say(words, "bullet")
        elif isinstance(part, KeyFigures):
            self._figures(part.figures)
        elif isinstance(part, Chart):
            self._chart(part)
        elif isinstance(part, Table):
            self._table(part)
        elif isinstance(part, Slide):
            self._slide(part)

    def _figures(self, figures: Any) -> None:
        for figure in figures:
            self.say(figure.label, "label")
            for remark in figure.remarks:
                self.say(remark, "remark")
            self.page.listed.append(figure.value)

    def _chart(self, chart: Chart) -> None:
        own, anchor = chart.caption, self.anchor
        self.meet(own.id)
        self.anchor = own.id or anchor
        for words, kind in ((own.title, "title"), (own.subtitle, "subtitle"), (own.alt, "alt"), (own.note, "note")):
            self.say(words, kind)
        self.page.listed.append(own.alt)
        self.anchor = anchor

    def _table(self, table: Table) -> None:
        def cell(one: Any) -> str:
            if isinstance(one, str):
                return one
            return f"{one.words} | {one.second}" if one.second else one.words

        self.meet(table.id)
        rows = tuple(tuple(map(cell, row)) for row in table.rows)
        heads = tuple(column.name for column in table.columns)
        self.page.grids.append(Grid(table.id, table.caption, heads, rows))
        anchor, self.anchor = self.anchor, table.id
        self.say(table.caption, "caption")
        self.say(table.note, "note")
        self.anchor = anchor

    def _slide(self, slide: Slide) -> None:
        self.anchor, self.heading = slide.chart.caption.id if slide.chart else "", slide.title
        self.say(slide.title, "slide")
        for words in slide.lines:
            self.say(words, "line")
        self._figures(slide.figures)
        if slide.chart:
            self._chart(slide.chart)
        for words in slide.say:
            self.say(words, "say")
        for words in slide.ask:
            self.say(words, "ask")
