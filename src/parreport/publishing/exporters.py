"""What the exporters for stock nbconvert share: a notebook goes in, a file comes out, or a clear error.

In: an executed notebook. Out: what the exporter writes, by its ``write``.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbconvert.utils.exceptions import ConversionException

from parreport.errors import ParReportError


class ReportExporter(Exporter):
    """Notebooks of reports as files; only what cells show is written."""

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any = None, **keywords: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Return the file of a notebook.

        Raises
        ------
        ConversionException : the notebook cannot be written; the words are those of the error.
        """
        nb, resources = super().from_notebook_node(nb, resources, **keywords)
        name = str(resources.get("metadata", {}).get("name") or "notebook")
        try:
            return self.write(nb, name), resources
        except ParReportError as error:
            raise ConversionException(str(error)) from error

    def write(self, notebook: Any, name: str) -> str | bytes:
        """Return what the exporter writes of a notebook of this name."""
        raise NotImplementedError
