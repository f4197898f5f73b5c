"""What every format shares: a notebook goes in, whole files come out, or a clear error.

In: an executed notebook, and what makes the bytes of a format from it. Out: files; for stock
nbconvert, what an exporter returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from nbconvert.exporters import Exporter
from nbconvert.utils.exceptions import ConversionException
from traitlets import default

from parreport.errors import NotebookError, ParReportError, RenderingError
from parreport.files import write_whole
from parreport.language import text
from parreport.publishing.running.notebooks import read_notebook

Make = Callable[[Any, str, str], bytes]  # a notebook, its name, the address of the first page → a file


def render_file(make: Make, executed: Path, target: Path, home: str = "", notebook: Any = None, name: str = "") -> None:
    """Write the file that a format makes of an executed notebook, complete or not at all.

    ``home`` is the address of the page to go back to; ``notebook`` the content, where it has been read
    already; ``name`` that of the report, where it is not the stem of ``target``.

    Raises
    ------
    RenderingError : the notebook failed, cannot be read or set, or the file cannot be written.
    """
    try:
        content = make(read_notebook(executed) if notebook is None else notebook, name or target.stem, home)
    except (NotebookError, RenderingError) as error:
        raise RenderingError(str(executed), error.reason) from error
    except Exception as error:
        raise RenderingError(str(executed), f"{type(error).__name__}: {error}") from error
    write_file(target, content, str(executed))


def write_file(target: Path, content: bytes, name: str) -> None:
    """Write a file, complete or not at all; ``name`` is what it is made from.

    Raises
    ------
    RenderingError : it cannot be written.
    """
    try:
        write_whole(target, content)
    except OSError as error:
        reason = text("{target} cannot be written ({why})", target=target, why=error.strerror)
        raise RenderingError(name, reason) from error


@contextmanager
def telling_nbconvert() -> Iterator[None]:
    """Tell stock nbconvert of an error of this package, in the error's own words."""
    try:
        yield
    except ParReportError as error:
        raise ConversionException(str(error)) from error


def name_of(resources: Mapping[str, Any]) -> str:
    """Return what nbconvert calls the notebook."""
    return str(resources.get("metadata", {}).get("name") or "notebook")


class ReportExporter(Exporter):
    """Notebooks of reports as files; only what cells show is written.

    ``ending`` is that of the file, ``make`` returns its bytes.
    """

    ending: ClassVar[str]
    make: ClassVar[Make]

    @default("file_extension")
    def _report_extension(self) -> str:
        return self.ending

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any = None, **keywords: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Return the file of a notebook.

        Raises
        ------
        ConversionException : the notebook cannot be written; the words are those of the error.
        """
        nb, resources = super().from_notebook_node(nb, resources, **keywords)
        with telling_nbconvert():
            return self.write(nb, name_of(resources)), resources

    def write(self, notebook: Any, name: str) -> str | bytes:
        """Return what the exporter writes of a notebook of this name."""
        return type(self).make(notebook, name, "")
