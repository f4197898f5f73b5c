"""The notebook to work from runs whole, with a build, as papermill runs it."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import papermill
import pytest

from tests.vs_code import find_faults

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOK = PROJECT / "notebooks" / "00_workbench.ipynb"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parameters", "language", "build"),
    [
        ("tests/tiny/2018.yaml", "vi", True),
        pytest.param("tests/tiny/2018.yaml", "en", False, marks=pytest.mark.nightly),
        pytest.param("tests/tiny/2017.yaml", "vi", False, marks=pytest.mark.nightly),
        pytest.param("parameters/tien-giang-2020.yaml", "vi", False, marks=pytest.mark.nightly),
        pytest.param("parameters/gia-lai-766-2026.yaml", "vi", False, marks=pytest.mark.nightly),
    ],
)
def test_the_workbench_runs_with_stock_papermill(parameters: str, language: str, build: bool, tmp_path: Path) -> None:
    values = {
        "parameters_file": parameters,
        "language": language,
        "out": str(tmp_path / "made"),
        "formats": "html",
        "build": build,
    }
    papermill.execute_notebook(NOTEBOOK, tmp_path / "out.ipynb", values, progress_bar=False, cwd=NOTEBOOK.parent)
    done = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    cells = {cell.source: cell.outputs for cell in done.cells if cell.cell_type == "code"}
    outputs = [one for shown in cells.values() for one in shown]
    assert [one for one in outputs if one.output_type in {"stream", "error"}] == []
    assert [fault for one in outputs for fault in find_faults(one["data"])] == []
    assert sum("image/png" in one.get("data", {}) for one in outputs) == 3
    bar = next(shown for source, shown in cells.items() if "build_reports" in source)
    assert len(bar) == 1  # written over, not one below the other
    links = next(shown for source, shown in cells.items() if "show_made" in source)
    first = links[0]["data"]["text/html"]
    if build:
        words = "Đã xong trong" if language == "vi" else "Done in"
        assert words in bar[0]["data"]["text/html"]
        assert os.path.relpath(tmp_path / "made" / "index.html", NOTEBOOK.parent) in first
        assert (tmp_path / "made" / "units" / "so-a.html").is_file()
    else:
        assert "build = True" in bar[0]["data"]["text/html"]
        assert not (tmp_path / "made").exists()
