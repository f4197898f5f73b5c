"""Parameters as a notebook holds them: its own cells, papermill's cell, and what somebody typed beside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from parreport.errors import ParameterError
from parreport.inputs.notebook_parameters import read_notebook_parameters

PROJECT = Path(__file__).resolve().parents[2]
CELL = """province: str = "Tỉnh thử"  # name
year: int = 2018
inputs: str = "year-inputs"
language: str = "vi"
unit: str = "a"
"""
GIVEN: dict[str, Any] = {
    **{"province": "Tỉnh thử", "year": 2018, "inputs": "year-inputs", "framework": "f", "base": None, "history": []},
    **{"language": "en", "status": "final", "unit": "a"},
}
READS = "parameters = pr.read_notebook_parameters(globals())"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "year-inputs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*cells: str, **more: Any) -> Any:
    return read_notebook_parameters(GIVEN | {"In": ["", *cells], "Out": {}} | more)


def faults_of(*cells: str, **more: Any) -> list[str]:
    with pytest.raises(ParameterError) as caught:
        read(*cells, **more)
    return [str(problem) for problem in caught.value.problems]


def test_what_somebody_typed_in_a_cell_of_their_own_is_no_parameter() -> None:
    own = {"x": 5, "years": [2017, 2018], "shares": {"a": 1}, "unitt": "b", "z": 1}
    typed = ("x = 5", "years = [2017, 2018]", "shares = {'a': 1}\nunitt = 'b'", "z: int = 1")
    found = read(CELL, *typed, READS, **own)
    assert (found.province, found.year) == ("Tỉnh thử", 2018)


def test_the_cell_can_be_run_again() -> None:
    first = read(CELL, READS)
    again = read(CELL, READS, CELL, READS, parameters=first, results=object(), unit="a")
    assert again == first


def test_a_magic_among_the_cells_is_passed_over() -> None:
    assert read(CELL, "%matplotlib inline", "!ls", READS).year == 2018


def test_a_misspelt_parameter_of_papermill_is_a_fault_that_names_the_right_one() -> None:
    assert "did you mean unit?" in faults_of(CELL, "# Parameters\nunitt = 'b'\n", READS, unitt="b")[0]
    assert "did you mean year?" in faults_of(CELL, "# Parameters\nyeer = 2019\n", READS, yeer=2019)[0]


def test_a_misspelt_parameter_of_the_cell_is_a_fault() -> None:
    (fault,) = faults_of(CELL + "statuss: str = 'draft'\n", READS, statuss="draft")
    assert re.search(r"statuss.*did you mean status\?", fault)


def test_misspelt_parameters_are_told_in_the_order_of_their_names() -> None:
    first, second = faults_of(CELL, "# Parameters\nyeer = 2019\nunitt = 'b'\n", READS, yeer=2019, unitt="b")
    assert "did you mean unit?" in first and "did you mean year?" in second


def test_all_faults_are_told_at_once() -> None:
    cell = "# Parameters\nunitt = 'b'\nyear = 'x'\n"
    assert len(faults_of(CELL, cell, READS, unitt="b", year="x")) == 2


def test_faults_are_told_in_the_language_of_the_notebook() -> None:
    with pytest.raises(ParameterError) as caught:
        read(CELL, "# Parameters\nunitt = 'b'\n", READS, unitt="b", language="vi")
    assert "ý bạn là unit?" in str(caught.value)
    assert str(caught.value).endswith("Hãy sửa ô tham số, rồi chạy lại sổ tay.")


def test_a_notebook_in_another_place_says_from_where_it_looked(here: Path) -> None:
    (here / "year-inputs").rmdir()
    (fault,) = faults_of(CELL, READS)
    assert f"it was looked for in {here} and in every folder above it" in fault
    assert read(CELL, READS, inputs=str(here / "elsewhere")).inputs == str(here / "elsewhere")


def test_a_folder_above_is_found(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "notebooks").mkdir()
    monkeypatch.chdir(here / "notebooks")
    assert read(CELL, READS).inputs == "year-inputs"


@pytest.mark.slow
@pytest.mark.parametrize("cwd", ["notebooks", "data/ben-tre", None])
def test_papermill_finds_the_sample_from_a_folder_of_the_project_or_says_where_it_looked(
    cwd: str | None, tmp_path: Path
) -> None:
    """As ``papermill --cwd`` runs it; read and computed only, nothing is shown."""
    notebook = nbformat.read(PROJECT / "notebooks" / "01_province.ipynb", as_version=4)
    code = [at for at, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    notebook.cells = notebook.cells[: code[1] + 1]
    nbformat.write(notebook, tmp_path / "given.ipynb")
    folder = tmp_path if cwd is None else PROJECT / cwd
    given = {"cwd": folder, "progress_bar": False, "parameters": {"language": "en"}}
    if cwd is not None:
        papermill.execute_notebook(tmp_path / "given.ipynb", tmp_path / "out.ipynb", **given)
        return
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        papermill.execute_notebook(tmp_path / "given.ipynb", tmp_path / "out.ipynb", **given)
    assert f"it was looked for in {folder} and in every folder above it" in str(caught.value)
