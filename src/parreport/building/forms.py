"""What a report becomes: which files stand beside its notebook, and what makes each.

In: an executed notebook. Out: its files in the folder under way. A deck of slides becomes other
files than a report to be read; a build asks here, and does not tell them apart itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from parreport.building.plan import SLIDES, WHOLE
from parreport.publishing.exporters import Make, render_file
from parreport.publishing.paper.pdf import make_pdf
from parreport.publishing.paper.slides import make_handout, make_slides, make_slides_pdf
from parreport.publishing.running.notebooks import read_notebook
from parreport.publishing.web.page import make_page
from parreport.publishing.word.document import make_docx

NOTEBOOK = ".ipynb"


# What makes the files of a report in each format, by how their names end.
READ: Mapping[str, Mapping[str, Make]] = {
    "html": {".html": make_page},
    "pdf": {".pdf": make_pdf},
    "docx": {".docx": make_docx},
}
SHOWN: Mapping[str, Mapping[str, Make]] = {
    "html": {".html": make_slides},
    "pdf": {".pdf": make_slides_pdf, "-handout.pdf": make_handout},
}


def files_of(name: str, formats: Sequence[str]) -> dict[str, Make]:
    """Return what makes the files of a report in the formats of a build, by how their names end.

    A format may have none for it; the format ``slides`` is the deck in all its forms.
    """
    known = SHOWN if name == SLIDES else READ
    chosen = known if name == SLIDES and SLIDES in formats else [one for one in formats if one in known]
    return {ending: make for one in chosen for ending, make in known[one].items()}


def endings_of(name: str, formats: Sequence[str]) -> tuple[str, ...]:
    """Return how the files of a report end: its notebook, then each format."""
    return (NOTEBOOK, *files_of(name, formats))


def render(name: str, executed: Path, folder: Path, formats: Sequence[str]) -> None:
    """Render an executed notebook in every format below ``folder``, and keep the notebook there.

    Raises
    ------
    NotebookError, RenderingError : it cannot be read or rendered.
    OSError : a file cannot be written.
    """
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    home = "index.html" if name in WHOLE else "../index.html"
    notebook = read_notebook(executed)
    for ending, make in files_of(name, formats).items():
        render_file(make, executed, place.with_name(place.name + ending), home, notebook, place.name)
    shutil.copyfile(executed, place.with_name(place.name + NOTEBOOK))
