"""Notebooks run apart from each other; a failure says where and why."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from parreport.publishing.running.engine import plain_text
from parreport.publishing.running.execution import Job, Outcome, run_notebooks
from parreport.publishing.running.manuscripts import clean_notebook, find_heading, write_parameters
from tests.kernels import share_kernels

VALUES = {"unit": "Sở Nội vụ", "tables": "/secret/tables"}


def run_one(path: Path, tmp_path: Path, timeout: float | None = None) -> Outcome:
    job = Job("units/so-noi-vu", path, VALUES, tmp_path, ("tables",))
    with share_kernels() as kernels:
        return run_notebooks([job], tmp_path / "out", timeout=timeout, kernels=kernels)[0]


@pytest.mark.slow
def test_a_failure_stops_no_other_notebook_and_order_is_kept(make_notebook, tmp_path):
    died = "import os; os._exit(3)"
    jobs = [
        Job("raises", make_notebook("a", "raise ValueError('xấu')"), VALUES, tmp_path),
        Job("dies", make_notebook("b", "md:# Đầu\n\n## Mục con", died, "1"), VALUES, tmp_path),
        Job("missing", tmp_path / "missing.ipynb", VALUES, tmp_path),
        Job("leaves", make_notebook("c", "import sys; sys.exit()", "1"), VALUES, tmp_path),
        Job("good", make_notebook("d", "unit"), VALUES, tmp_path),
    ]
    seen: list[str] = []
    outcomes = run_notebooks(jobs, tmp_path / "out", 2, lambda done: seen.append(done.job.name))
    assert [one.job.name for one in outcomes] == ["raises", "dies", "missing", "leaves", "good"]
    assert [one.ok for one in outcomes] == [False, False, False, False, True]
    assert sorted(seen) == sorted(one.job.name for one in outcomes)
    assert [str(one.error.reason) for one in outcomes[:2] if one.error] == [
        "ValueError: xấu",
        "its kernel died while the cell was running",
    ]
    error = outcomes[1].error
    assert error is not None
    assert (error.heading, error.source) == ("Mục con", died)
    assert outcomes[4].executed == tmp_path / "out" / "good.ipynb"


@pytest.mark.slow
def test_an_error_of_parreport_speaks_for_itself(make_notebook, tmp_path):
    cell = "from parreport.errors import RenderingError\nraise RenderingError('Sở Y tế', 'hỏng')"
    error = run_one(make_notebook("a", "print('trước')", cell), tmp_path).error
    assert error is not None
    assert error.reason == "Sở Y tế cannot be rendered: hỏng"
    assert error.saved == tmp_path / "out" / "units" / "so-noi-vu.ipynb"
    assert "trước" in error.saved.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_notebook_that_takes_too_long_is_stopped(make_notebook, tmp_path):
    error = run_one(make_notebook("a", "import time; time.sleep(60)"), tmp_path, timeout=2).error
    assert error is not None
    assert error.reason == "it took longer than 2 seconds"


@pytest.mark.slow
def test_the_kernel_runs_in_its_folder_with_a_fixed_hash_seed(make_notebook, tmp_path):
    here = Path.cwd()
    cell = "import os; print(os.getcwd(), os.environ['PYTHONHASHSEED'])"
    outcome = run_one(make_notebook("a", cell), tmp_path)
    assert outcome.executed is not None
    notebook = nbformat.read(outcome.executed, as_version=4)
    assert notebook.cells[-1].outputs[0].text == f"{tmp_path} 0\n"
    assert Path.cwd() == here


@pytest.mark.slow
def test_a_kept_notebook_is_readable_and_the_same_every_time(make_notebook, tmp_path):
    path = make_notebook("a", "import warnings; warnings.warn('x')", "object()")
    texts = []
    for _ in range(2):
        outcome = run_one(path, tmp_path)
        assert outcome.executed is not None
        texts.append(outcome.executed.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert "unit = 'Sở Nội vụ'" in texts[0]
    assert "secret" not in texts[0]
    notebook = json.loads(texts[0])
    assert [cell["id"] for cell in notebook["cells"]] == [f"cell-{n:03d}" for n in range(1, 5)]
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2, 3, 4]
    assert sorted(notebook["metadata"]) == ["kernelspec", "language_info"]


def test_two_jobs_of_one_name_are_refused(tmp_path):
    job = Job("a", tmp_path / "a.ipynb", {}, tmp_path)
    with pytest.raises(ValueError, match="same name"):
        run_notebooks([job, job], tmp_path)


def test_no_jobs_give_no_outcomes(tmp_path):
    assert run_notebooks([], tmp_path) == []


def test_the_nearest_heading_above_the_cell_is_found():
    cells = [
        nbformat.v4.new_markdown_cell("# Đầu"),
        nbformat.v4.new_markdown_cell("Lời\n\n### Mục ba ###\nlời"),
        nbformat.v4.new_markdown_cell("không có đề mục"),
        nbformat.v4.new_code_cell("1"),
        nbformat.v4.new_markdown_cell("# Sau"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    assert find_heading(notebook, 3) == "Mục ba"
    assert find_heading(notebook, 0) is None


def test_parameters_are_written_in_readable_letters():
    assert write_parameters({"unit": "Sở Nội vụ", "history": [], "base": None}) == (
        "# Parameters\nunit = 'Sở Nội vụ'\nhistory = []\nbase = None"
    )


def test_run_metadata_and_addresses_do_not_stay():
    output = nbformat.v4.new_output("execute_result", {"text/plain": "<object at 0x7f00>"})
    cell = nbformat.v4.new_code_cell("x", outputs=[output], metadata={"papermill": {"status": 1}})
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"papermill": {"duration": 3}})
    kept = json.dumps(clean_notebook(notebook, notebook, {}))
    assert "papermill" not in kept
    assert "0x7f00" not in kept


def test_names_of_temporary_files_go_from_words_of_any_length():
    words = f"{'x' * 1_000_000} /tmp/ipykernel_12/34.py:1: in (/tmp/ipykernel_12/34.py)"
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("stream", text=words)])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    kept = clean_notebook(notebook, notebook, {})
    assert kept.cells[0].outputs[0].text == f"{'x' * 1_000_000} cell:1: in cell)"


def test_colour_codes_of_a_terminal_go():
    assert plain_text("\x1b[0;31mValueError\x1b[0m: xấu\n") == "ValueError: xấu"
