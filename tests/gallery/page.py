"""The page: what the notebooks show of a case, their charts and tables, in the house style.

In: a parameters file. Out: HTML. The cells of the notebooks run here, without kernels, so that
whatever a report shows is in the gallery.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from unittest.mock import patch

import parreport as pr
from parreport.display.parts import Heading, KeyFigures, Part, Section, Table
from parreport.display.pictures import Chart
from parreport.display.slides.slide import Slide
from parreport.inputs.parameters import read_parameters
from parreport.language import text, use_language
from parreport.publishing.running.notebooks import read_notebook
from parreport.publishing.web.figures import free_id, show_figure
from parreport.publishing.web.page import house_style
from tests.built import PROJECT
from tests.gallery.faults import find_faults

OF_UNIT, SLIDES, SATISFACTION = "02_unit", "06_slides", "03_satisfaction"
WHOLE = ("01_province", SATISFACTION, "04_method", "05_period", SLIDES)
MOST_HEIGHT = 720.0
SHOWN = (Chart, Table, KeyFigures)


@dataclass
class Page:
    """One page under way: what it holds, what is wrong with it, ids and outlines of letters in it."""

    body: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    letters: dict[str, str] = field(default_factory=dict)
    charts: int = 0
    tables: int = 0
    faults: list[str] = field(default_factory=list)

    def head(self, words: str, level: int) -> None:
        self.body.append(f"<h{level}>{escape(words)}</h{level}>")

    def add(self, part: Part) -> None:
        if isinstance(part, Chart):
            self.charts += 1
            self.faults += [f"{part.caption.id}: {one}" for one in find_faults(part)]
            self.faults += [f"{part.caption.id}: {part.height:.0f} points high"] if part.height > MOST_HEIGHT else []
            anchor = free_id(str(part.words()["id"]), self.seen)
            self.body.append(show_figure(part.svg(), part.words(), anchor, f"g{self.charts}", self.letters))
        elif isinstance(part, Heading):
            is_annex = part.words.startswith(text("Annex"))
            if is_annex != ("annex" in part.fields()):
                self.faults.append(f"{part.words}: an annex without the id of one, or the reverse")
        elif isinstance(part, SHOWN):
            self.tables += isinstance(part, Table)
            self.body.append(part.html())


def run_cells(name: str, parameters: dict[str, Any]) -> Iterator[Any]:
    """Run the cells of a notebook; yield what each one ends in."""
    space: dict[str, Any] = {}
    for cell in read_notebook(PROJECT / "notebooks" / f"{name}.ipynb").cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            space.update(parameters)
        if isinstance(last, ast.Expr):
            yield eval(compile(ast.Expression(last.value), name, "eval"), space)


def parts_in(shown: Any) -> Iterator[Part]:
    """Yield the parts that a cell shows, those of a slide too."""
    if isinstance(shown, Section):
        for part in shown.parts:
            yield from parts_in(part)
    elif isinstance(shown, Slide):
        yield from () if shown.chart is None else (shown.chart,)
    elif isinstance(shown, Part):
        yield shown


def draw(path: Path, units: int = 2, whole: Sequence[str] = WHOLE) -> Page:
    """Return what the notebooks show of a year; of the units the first and the last, slides of the first."""
    page = Page()
    known = read_parameters(path)
    results = pr.compute_results(known)
    with (
        use_language(known.language),
        patch.object(pr, "compute_results", lambda parameters: results),  # once, not by notebook
    ):
        codes = [str(code) for code in results.units["unit_code"]]
        calls = [(name, {}) for name in whole if name != SATISFACTION or len(results.satisfaction)]
        calls += [(OF_UNIT, {"unit": code}) for code in dict.fromkeys([codes[0], codes[-1]][:units])]
        calls += [(SLIDES, {"unit": code}) for code in codes[:1] if SLIDES in whole]
        for name, more in calls:
            page.head(" ".join([name, *more.values()]), 2)
            for shown in run_cells(name, known.model_dump(mode="json") | more):
                for part in parts_in(shown):
                    page.add(part)
    return page


def write(page: Page, title: str, language: str, links: dict[str, str], target: Path) -> None:
    """Write a page; ``links`` lead to the others."""
    others = " · ".join(f'<a href="{escape(to)}">{escape(words)}</a>' for words, to in links.items())
    body = "\n".join(page.body)
    with use_language(language):
        label = text("ILLUSTRATIVE FIGURES")
    target.write_text(
        f'<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{house_style()}'
        f"</style><body><main "
        f'id="content"><h1>{escape(title)}</h1><p><strong>{label}</strong></p><p>{others}</p>\n{body}\n</main></body></html>\n',
        encoding="utf-8",
    )
