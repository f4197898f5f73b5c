"""What a report becomes: which files stand beside its notebook, and what makes each.

In: an executed notebook. Out: its files in the folder under way. A deck of slides becomes other
files than a report to be read; a build asks here, and does not tell them apart itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parreport.building.plan import SLIDES, WHOLE
from parreport.publishing.paper.pdf import render_pdf
from parreport.publishing.paper.slides import render_slides_html, render_slides_pdf
from parreport.publishing.running.notebooks import read_notebook
from parreport.publishing.web.page import render_html
from parreport.publishing.word.document import render_docx

NOTEBOOK = ".ipynb"


@dataclass(frozen=True)
class Form:
    """One format of a report: how its files end, the first of them being what ``make`` is given.

    ``make`` takes the executed notebook, the file to write, the address of the first page, and the
    notebook's content.
    """

    endings: tuple[str, ...]
    make: Callable[[Path, Path, str, Any], None]


READ: Mapping[str, Form] = {
    "html": Form((".html",), render_html),
    "pdf": Form((".pdf",), lambda done, file, home, notebook: render_pdf(done, file, notebook)),
    "docx": Form((".docx",), lambda done, file, home, notebook: render_docx(done, file, notebook)),
}
SHOWN: Mapping[str, Form] = {
    "html": Form((".html",), render_slides_html),
    "pdf": Form((".pdf", "-handout.pdf"), lambda done, file, home, notebook: render_slides_pdf(done, file, notebook)),
}


def forms_of(name: str, formats: Sequence[str]) -> list[Form]:
    """Return the forms of a report among the formats of a build; a format may have none for it.

    The format ``slides`` is the deck in all its forms.
    """
    if name == SLIDES and SLIDES in formats:
        return list(SHOWN.values())
    known = SHOWN if name == SLIDES else READ
    return [known[one] for one in formats if one in known]


def endings_of(name: str, formats: Sequence[str]) -> tuple[str, ...]:
    """Return how the files of a report end: its notebook, then each format."""
    return (NOTEBOOK, *(end for form in forms_of(name, formats) for end in form.endings))


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
    for form in forms_of(name, formats):
        form.make(executed, place.with_name(place.name + form.endings[0]), home, notebook)
    shutil.copyfile(executed, place.with_name(place.name + NOTEBOOK))
