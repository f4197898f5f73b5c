"""The gallery shows every chart and table that there is, and the years that are hard to draw."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parreport import display
from tests.gallery.cases import CASES, Case, write_case
from tests.gallery.page import SATISFACTION, draw, write

pytestmark = pytest.mark.slow
FOLDER = Path(display.__file__).parent
# Where they are shown is no notebook: the decision that announces the results.
ELSEWHERE = {"table_decision", "table_decision_satisfaction"}
# Of what the sample has not: a correction; a survey, whose unit is drawn by tests of the satisfaction report.
NOT_IN_THE_SAMPLE = {"table_corrections", "table_unit_satisfaction"}
# Where units have places and a block is large: other cases of the gallery.
MAPS_AND_LARGE_BLOCKS = {"chart_map", "chart_area_maps", "chart_spread", "table_groups"}


def functions_of_display(room: str = "") -> set[str]:
    """Return the functions that draw a chart or lay out a table, by their names in the sources; of a room its own."""
    return {
        node.name
        for path in (FOLDER / room).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("chart_", "table_"))
    }


def note_calls(names: set[str], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Have each of these functions note its name when it is called, wherever it was imported to."""
    called: set[str] = set()
    for found in pkgutil.walk_packages(display.__path__, f"{display.__name__}."):
        importlib.import_module(found.name)
    for module in [one for name, one in sys.modules.items() if name.startswith("parreport.")]:
        for name, function in list(vars(module).items()):
            if name in names and inspect.isfunction(function):
                monkeypatch.setattr(module, name, noting(function, called))
    return called


def noting(function: Callable[..., Any], called: set[str]) -> Callable[..., Any]:
    @functools.wraps(function)
    def note(*given: Any, **named: Any) -> Any:
        called.add(function.__name__)
        return function(*given, **named)

    return note


def test_every_chart_and_table_is_in_the_gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = functions_of_display()
    called = note_calls(known, monkeypatch)
    path = write_case(CASES[0], tmp_path, "vi")
    monkeypatch.chdir(tmp_path)
    page = draw(path, units=1)
    assert len(known) > 40
    survey = functions_of_display("satisfaction")
    assert known - called == ELSEWHERE | NOT_IN_THE_SAMPLE | MAPS_AND_LARGE_BLOCKS | (survey - called)
    assert (page.charts > 30, page.tables > 60) == (True, True)
    assert page.faults == []
    write(page, "Tất cả", "vi", {"khác": "khac.html"}, tmp_path / "index.html")
    words = (tmp_path / "index.html").read_text("utf-8")
    assert words.count("<svg") == page.charts and words.count("<table") == page.tables
    assert "SỐ LIỆU MINH HOẠ" in words


def case_named(name: str) -> Case:
    (case,) = (one for one in CASES if one.name == name)
    return case


def test_charts_and_tables_of_a_survey_are_in_the_gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = functions_of_display("satisfaction")
    called = note_calls(known, monkeypatch)
    path = write_case(case_named("survey"), tmp_path, "en")
    monkeypatch.chdir(tmp_path)
    page = draw(path, units=0, whole=[SATISFACTION])
    assert len(known) >= 10
    assert called == known
    assert page.faults == []


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "language"), [("boundaries", "en"), ("tiles", "en")])
def test_maps_and_large_blocks_are_in_the_gallery(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = note_calls(MAPS_AND_LARGE_BLOCKS, monkeypatch)
    path = write_case(case_named(name), tmp_path, language)
    monkeypatch.chdir(tmp_path)
    page = draw(path, units=1)
    assert called == MAPS_AND_LARGE_BLOCKS
    assert page.faults == []


@pytest.mark.parametrize(
    ("name", "language"),
    [
        pytest.param("long-names", "en", marks=pytest.mark.nightly),
        pytest.param("one-unit", "en", marks=pytest.mark.nightly),
        pytest.param("gaps", "vi", marks=pytest.mark.nightly),
        pytest.param("164-communes", "vi", marks=pytest.mark.nightly),
    ],
)
def test_no_words_meet_or_are_cut_in_a_year_that_is_hard_to_draw(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_case(case_named(name), tmp_path, language)
    monkeypatch.chdir(tmp_path)
    page = draw(path, units=1)
    assert page.charts >= 12 and page.tables >= 12
    assert page.faults == []
