"""All that a run says: its reports with the words in their pictures, front page, decision, workbook, descriptor.

In: a period that is computed. Out: one text for each place, in one language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

import parreport as pr
from parreport.building.front_page import portal_of
from parreport.building.open_data import describe_tables, workbook_of
from parreport.display.decision import describe_decision
from parreport.display.pictures import Chart
from parreport.display.slides.slide import Slide
from parreport.language import use_language
from parreport.years.results import Period
from tests.sentences.pages import REPORTS, calls_of, in_its_language, nothing_drawn

UNIT = "02_unit.ipynb"


def rename_years(folder: Path, law: dict[str, Any], periods: dict[int, dict[str, Any]]) -> None:
    """Give the years that stand in a folder another name of the index, and other times."""
    for path in folder.glob("*-framework/framework.yaml"):
        _update(path, law)
    for path in folder.glob("*.yaml"):
        _update(path, periods.get(yaml.safe_load(path.read_text("utf-8"))["year"], {}))


def _update(path: Path, values: dict[str, Any]) -> None:
    read = yaml.safe_load(path.read_text("utf-8")) | values
    path.write_text(yaml.safe_dump(read, allow_unicode=True, sort_keys=False), "utf-8")


def all_said(period: Period, language: str, staged: Path, drawn: bool = False) -> Iterator[tuple[str, str]]:
    """Yield each text that a run says, with its place; the words of pictures too, where they are drawn."""
    results = in_its_language(period.results, language)
    units = list(results.units["unit_code"])
    names = {"pr": pr, "results": results, "years": replace(period, results=results)}
    with use_language(language), nullcontext() if drawn else nothing_drawn():
        for name, notebook in REPORTS.items():
            for call in calls_of(notebook):
                yield from _parts(f"{name}: {call}", eval(call, names).parts)
        for unit in units:
            for call in calls_of(UNIT):
                yield from _parts(f"{unit}: {call}", eval(call, names | {"unit": unit}).parts)
        for unit in ("", *units[:2]):
            deck = pr.make_deck(results, unit)
            yield from _parts(f"slides {unit}", (deck.document, *deck.slides))
    with use_language(language, results.of_periods):
        yield from _words("portal", vars(portal_of(results, staged, [f"units/{units[0]}"])))
        yield from _words("workbook", vars(workbook_of(results)))
        yield from _words("descriptor", describe_tables(results))
    yield from _words("decision", json.loads(json.dumps(describe_decision(results), default=str)))


def _parts(place: str, parts: Any) -> Iterator[tuple[str, str]]:
    for part in parts:
        if isinstance(part, Slide):
            kept = {"title": part.title, "lines": part.lines, "say": part.say, "ask": part.ask, "figures": part.figures}
            yield from _words(place, kept)
            yield from _chart(place, part.chart) if part.chart is not None else ()
        else:
            yield from _words(place, part.fields())
            yield from _chart(place, part) if isinstance(part, Chart) else ()


def _chart(place: str, chart: Chart) -> Iterator[tuple[str, str]]:
    yield from _words(place, chart.words())
    if chart.figure is not None:
        from matplotlib.text import Text

        yield from ((f"{place}, picture", one.get_text()) for one in chart.figure.findobj(Text) if one.get_text())


def _words(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts in a value, keys of programs and scripts left out."""
    if isinstance(value, str):
        yield place, re.sub(r"\s+", " ", value)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in ("scripts", "scoring", "path", "id"):
                yield from _words(place, one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words(place, one)
    elif hasattr(value, "__dict__") or hasattr(value, "__dataclass_fields__"):
        yield from _words(place, vars(value))
