"""Executed notebooks as they are kept: readable, and the same bytes for the same run.

In: a notebook as a run leaves it. Out: the notebook without times, paths, random ids and run
metadata; its parameters in readable letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parreport.files import write_whole

INJECTED_TAG = "injected-parameters"

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_KERNEL_FILE = re.compile(r"(?<!\S)\S*ipykernel_\d+[/\\]\d+\.py")  # looked for once in a word, however long
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")


def clean_notebook(executed: Any, source: Any, parameters: Mapping[str, Any], hidden: tuple[str, ...] = ()) -> Any:
    """Return an executed notebook fit to be kept.

    Ids follow the position of the cells; execution counts stay; warnings on stderr go, for they
    quote paths of this machine.
    """
    import nbformat

    shown = {name: value for name, value in parameters.items() if name not in hidden}
    cells: list[Any] = []
    for cell in executed.cells:
        tags = list(cell.metadata.get("tags", []))
        kept = nbformat.from_dict(  # type: ignore[no-untyped-call]
            {
                "cell_type": cell.cell_type,
                "id": f"cell-{len(cells) + 1:03d}",
                "metadata": {"tags": tags} if tags else {},
                "source": write_parameters(shown) if INJECTED_TAG in tags else cell.source,
            }
        )
        if cell.cell_type == "code":
            kept["execution_count"] = cell.execution_count
            kept["outputs"] = [_clean_output(one) for one in cell.outputs if one.get("name") != "stderr"]
        elif "attachments" in cell:
            kept["attachments"] = cell.attachments
        cells.append(kept)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    kernel.update(source.metadata.get("kernelspec", {}))
    metadata = {
        "kernelspec": kernel,
        "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
    }
    return nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def write_parameters(parameters: Mapping[str, Any]) -> str:
    """Return parameters as the lines of a cell, Vietnamese letters as they are."""
    return "\n".join(["# Parameters", *(f"{name} = {v!r}" for name, v in parameters.items())])


def write_notebook(notebook: Any, target: Path) -> None:
    """Write a notebook, complete or not at all."""
    import nbformat

    write_whole(target, f"{nbformat.writes(notebook)}\n".encode())  # type: ignore[no-untyped-call]


def find_heading(notebook: Any, position: int) -> str | None:
    """Return the nearest Markdown heading above a cell, or None."""
    for cell in reversed(notebook.cells[:position]):
        if cell.cell_type != "markdown":
            continue
        headings = [found for line in cell.source.splitlines() if (found := _HEADING.match(line))]
        if headings:
            return headings[-1].group(1)
    return None


def _clean_output(output: Any) -> Any:
    """Return an output without addresses in memory and names of temporary files."""
    if output.output_type == "error":
        output.traceback = [_KERNEL_FILE.sub("cell", line) for line in output.traceback]
    elif output.output_type == "stream":
        output.text = _scrub(output.text)
    elif "text/plain" in output.get("data", {}):
        output.data["text/plain"] = _scrub(output.data["text/plain"])
    return output


def _scrub(words: str) -> str:
    return _ADDRESS.sub("", _KERNEL_FILE.sub("cell", words))
