"""The notebooks are thin, take the parameters of every run, and run."""

from __future__ import annotations

import ast
import csv
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
import yaml

import parreport
from parreport.inputs.parameters import KEYS, find_path, read_parameters
from parreport.language import use_language
from parreport.publishing.running.notebooks import check_notebook, read_parameters_cell
from tests.computed import recalling

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
WORKBENCH = "00_workbench.ipynb"  # has parameters of its own, and makes no report: tests/workbench runs it
REPORTS = [path for path in NOTEBOOKS if path.name != WORKBENCH]
UNIT_NOTEBOOK, SLIDES = "02_unit.ipynb", "06_slides.ipynb"
SAMPLE = "parameters/ben-tre-2018.yaml"
RUNS = ["tests/tiny/2018.yaml", "tests/tiny/2017.yaml", "parameters/tien-giang-2020.yaml"]

DEFINES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
REPEATS = ast.For | ast.AsyncFor | ast.While | ast.ListComp | ast.SetComp | ast.DictComp
DECIDES = ast.If | ast.IfExp | ast.Match | ast.Try | ast.TryStar | ast.BoolOp | ast.Compare
COMPUTES = ast.BinOp | ast.AugAssign | ast.GeneratorExp | ast.With | ast.AsyncWith
NOT_THIN = DEFINES | REPEATS | DECIDES | COMPUTES
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)


def read_cells(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    return cells


def find_thick(source: str) -> list[str]:
    """Return what in a cell does more than call and show, with its line."""
    return [
        f"{type(node).__name__} in line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, NOT_THIN)
    ]


def values_for(path: Path, parameters: str) -> dict[str, Any]:
    """Return the values that a run gives a notebook; the unit notebook gets the first unit."""
    read = read_parameters(PROJECT / parameters)
    values = read.model_dump()
    if path.name == UNIT_NOTEBOOK:
        with (find_path(read.inputs) / "units.csv").open(encoding="utf-8", newline="") as file:
            values["unit"] = next(csv.DictReader(file))["unit_code"]
    if path.name == SLIDES:
        values["unit"] = ""
    return values


@pytest.fixture(autouse=True)
def work_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@every_notebook
def test_papermill_reads_each_line_of_the_parameters(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A line that it cannot read makes it say that the parameter is unknown."""
    known = papermill.inspect_notebook(str(path))
    assert set(known) == set(read_parameters_cell(path))
    assert caplog.messages == []


def test_there_are_notebooks_to_test() -> None:
    assert {path.name for path in NOTEBOOKS} >= {"01_province.ipynb", UNIT_NOTEBOOK}


@every_notebook
def test_a_code_cell_only_calls_and_shows(path: Path) -> None:
    thick = [
        f"{path.name}, cell {number}: {fault}"
        for number, cell in enumerate(read_cells(path), start=1)
        if cell["cell_type"] == "code"
        for fault in find_thick("".join(cell["source"]))
    ]
    assert thick == []


@pytest.mark.parametrize(
    "source",
    [
        "for x in y: show(x)",
        "show([x for x in y])",
        "show(1 + 1)",
        "if x: show(x)",
        "def f(): pass",
        "f = lambda: 1",
        "with x: show(x)",
        "show(x if y else z)",
    ],
)
def test_a_thick_cell_is_found(source: str) -> None:
    assert find_thick(f"\n{source}")[0].endswith("in line 2")


@every_notebook
def test_a_cell_calls_public_names_only(path: Path) -> None:
    trees = [ast.parse("".join(c["source"])) for c in read_cells(path) if c["cell_type"] == "code"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = [ast.unparse(n) for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
    attributes = [n for n in nodes if isinstance(n, ast.Attribute)]
    if path.name == WORKBENCH:  # shows how tables and charts of one's own are made with pandas and seaborn
        assert imported == ["import parreport as pr", "import seaborn as sns"]
        attributes = [n for n in attributes if ast.unparse(n.value) == "pr"]
    else:
        assert imported == ["import parreport as pr"]
    assert attributes
    assert {n.attr for n in attributes} <= set(parreport.__all__)


def test_every_public_section_is_shown_in_a_notebook() -> None:
    sources = "".join(path.read_text("utf-8") for path in NOTEBOOKS)
    sections = [name for name in parreport.__all__ if name.startswith("show_")]
    assert [name for name in sections if f"pr.{name}(" not in sources] == []


@every_notebook
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in read_cells(path):
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert set(cell["metadata"]) <= {"tags", "slideshow"}


@every_notebook
def test_a_notebook_asks_for_the_kernel_that_every_installation_has(path: Path) -> None:
    metadata = json.loads(path.read_text("utf-8"))["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"


@every_report
def test_the_parameters_cell_has_the_keys_of_a_parameters_file(path: Path) -> None:
    unit = ("unit",) if path.name in {UNIT_NOTEBOOK, SLIDES} else ()
    assert tuple(read_parameters_cell(path)) == (*KEYS, *unit)


@every_notebook
def test_each_parameter_says_what_it_is(path: Path) -> None:
    cell = next(c for c in read_cells(path) if "parameters" in c["metadata"].get("tags", []))
    assert [line for line in cell["source"] if "  # " not in line] == []


@every_report
def test_the_defaults_are_those_of_the_sample(path: Path) -> None:
    defaults = {name: one.default for name, one in read_parameters_cell(path).items()}
    defaults.pop("unit", None)
    assert defaults == read_parameters(SAMPLE).model_dump()


@every_report
@pytest.mark.parametrize("parameters", [SAMPLE, "parameters/ben-tre-2017.yaml", *RUNS])
def test_the_values_of_a_parameters_file_fit_the_cell(path: Path, parameters: str) -> None:
    check_notebook(path, values_for(path, parameters))


def show_cells(path: Path, values: dict[str, Any]) -> list[str]:
    """Run the cells here, without a kernel; return the HTML of each section that they show."""
    names: dict[str, Any] = {}
    shown = []
    with recalling():  # a year is computed once for all notebooks
        for cell in read_cells(path):
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and source.startswith("pr.show_"):
                section = eval(source, names)
                shown.append("".join(part.html() for part in section.parts))
            elif cell["cell_type"] == "code":
                exec(source, names)
            if "parameters" in cell["metadata"].get("tags", []):
                names |= values
    return shown


EVERY_UNIT = {"tests/tiny/2018.yaml": ["so-a", "so-b", "so-c", "836"], "tests/tiny/2017.yaml": ["so-a", "so-cu", "836"]}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("parameters", "unit"),
    [
        pytest.param(one, unit, marks=() if at % 3 == 0 else pytest.mark.nightly)
        for one, units in EVERY_UNIT.items()
        for at, unit in enumerate(units)
    ],
)
def test_a_unit_report_prints_no_blank_of_python(parameters: str, unit: str, language: str) -> None:
    path = PROJECT / "notebooks" / UNIT_NOTEBOOK
    with use_language(language):
        html = show_cells(path, values_for(path, parameters) | {"unit": unit, "language": language})
    words = re.sub(r"<[^>]*>", " ", "\n".join(html))
    assert re.findall(r"\b(?:nan|NaN|None|NaT|inf)\b|<NA>|&lt;NA&gt;|\{\w+\}", words) == []


@pytest.mark.slow
@every_report
@pytest.mark.parametrize(("parameters", "language"), [(RUNS[0], "en"), (RUNS[1], "vi"), (RUNS[2], "vi")])
def test_the_cells_of_a_notebook_run_and_show_without_a_kernel(path: Path, parameters: str, language: str) -> None:
    with use_language(language):
        shown = show_cells(path, values_for(path, parameters) | {"language": language})
    said = [html for html in shown if html.strip()]  # a section without a matter says nothing
    assert shown[0] == said[0]
    assert "<h1" in shown[0]
    assert "{" not in re.sub(r"<style.*?</style>|<[^>]*>", " ", "".join(said), flags=re.DOTALL)


# Every day in a kernel; test_docs has the report of the province made so, test_cli that of a unit. The cells of
# the others run above, without one.
BY_DAY = {SLIDES}


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [pytest.param(one, marks=() if one.name in BY_DAY else pytest.mark.nightly) for one in REPORTS],
    ids=[one.stem for one in REPORTS],
)
@pytest.mark.parametrize(
    ("parameters", "language"),
    [
        (RUNS[0], "vi"),
        pytest.param(RUNS[0], "en", marks=pytest.mark.nightly),
        pytest.param(RUNS[1], "vi", marks=pytest.mark.nightly),
        pytest.param(RUNS[2], "vi", marks=pytest.mark.nightly),
    ],
)
def test_a_notebook_runs_with_stock_papermill(path: Path, parameters: str, language: str, tmp_path: Path) -> None:
    values = values_for(path, parameters) | {"language": language}
    given, out = tmp_path / "given.yaml", tmp_path / "out.ipynb"
    given.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    values = yaml.safe_load(given.read_text(encoding="utf-8"))
    papermill.execute_notebook(path, out, values, progress_bar=False, cwd=PROJECT)
    done = nbformat.read(out, as_version=4)
    outputs = [one for cell in done.cells if cell.cell_type == "code" for one in cell.outputs]
    assert "text/html" in {kind for one in outputs for kind in one.get("data", {})}
    assert [one for one in outputs if one.output_type in {"stream", "error"}] == []
