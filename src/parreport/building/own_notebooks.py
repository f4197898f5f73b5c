"""Which notebooks a build runs: the packaged ones, or ones of the user's own.

In: files. Out: notebooks, each read once: the bytes that are digested are those that run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from parreport.errors import naming

PACKAGED = (Path(__file__).parents[1] / "notebooks", Path(__file__).parents[3] / "notebooks")


@dataclass(frozen=True)
class Notebook:
    """A notebook as it was read; ``own``: it is another than the packaged one of its name."""

    path: Path
    content: bytes
    digest: str
    own: bool

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.name


def read_notebook_once(path: Path) -> Notebook:
    """Read a notebook.

    Raises
    ------
    OSError : it cannot be read.
    """
    content = path.read_bytes()
    packaged = next((folder / path.name for folder in PACKAGED if (folder / path.name).is_file()), None)
    own = packaged is None or (packaged != path and packaged.read_bytes() != content)
    return Notebook(path, content, hashlib.sha256(content).hexdigest(), own)


def write_notebooks(notebooks: Mapping[str, Notebook], folder: Path) -> dict[str, Path]:
    """Write notebooks as they were read into a folder; return where each kind lies."""
    folder.mkdir(parents=True, exist_ok=True)
    places = {}
    for kind, notebook in notebooks.items():
        places[kind] = folder / notebook.name
        with naming(places[kind]):
            places[kind].write_bytes(notebook.content)
    return places
