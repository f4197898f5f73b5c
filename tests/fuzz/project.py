"""What a project is, and how one is laid out in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.file_kinds import put


@dataclass(frozen=True)
class Project:
    """Files by name, what is run on them, and how often it is drawn.

    ``run``: ``score`` for the chain of check and score, ``folder`` for what reads a published
    folder, ``tables`` for the results that a run keeps for its notebooks.
    """

    name: str
    parameters: str
    files: dict[str, bytes]
    run: str = "score"
    share: int = 1


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Work in a folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def lay_out(project: Project, folder: Path) -> None:
    """Write the files of a project into a folder."""
    for file, content in project.files.items():
        put(folder / file, content)
