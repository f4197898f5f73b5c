"""Small notebooks made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

MakeNotebook = Callable[..., Path]

PARAMETERS = 'unit: str = "so-y-te"  # unit = code\ntables: str | None = None'


@pytest.fixture
def make_notebook(tmp_path: Path) -> MakeNotebook:
    """Return a maker of notebooks: the parameters cell, then cells; "md:" begins Markdown."""

    def make(name: str, *cells: str, parameters: str | None = PARAMETERS) -> Path:
        made = []
        if parameters is not None:
            made.append(nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
        for cell in cells:
            if cell.startswith("md:"):
                made.append(nbformat.v4.new_markdown_cell(cell[3:]))
            else:
                made.append(nbformat.v4.new_code_cell(cell))
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=made), path)
        return path

    return make
