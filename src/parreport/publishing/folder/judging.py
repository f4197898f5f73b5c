"""Whether a folder may be replaced: nothing lies in it but what its manifest lists.

In: a folder. Out: what it is, with the names of what no build put there. Links are never followed,
and only what is known is ever deleted, so that nobody's file can be lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from parreport.errors import PublicationError
from parreport.language import text
from parreport.publishing.folder.disks import shown
from parreport.publishing.folder.manifest import MANIFEST, Manifest, find_manifest

DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # of file browsers
CHECKPOINTS = ".ipynb_checkpoints"
OPEN_MARKS = ("~$", ".~lock.")  # begin the files that Word, Excel and LibreOffice keep beside an open one
NAMED = 5


@dataclass(frozen=True)
class Judged:
    """What a folder is. ``strangers``: what no build put there; ``files`` and ``folders``: what may go.

    Names are below the folder, with ``/``. ``manifest`` only where it is ours.
    """

    state: Literal["absent", "empty", "ours", "strange"]
    strangers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    manifest: Manifest | None = None


def judge_folder(folder: Path) -> Judged:
    """Return what a folder is; a file or link in its place is strange.

    Raises
    ------
    OSError : it cannot be looked into.
    """
    if not os.path.lexists(folder):
        return Judged("absent")
    if folder.is_symlink() or not folder.is_dir():
        return Judged("strange", (folder.name,))
    names = sorted(os.listdir(folder))  # noqa: PTH208
    if not names:
        return Judged("empty")
    manifest = find_manifest(folder)
    if manifest is None:
        return Judged("strange", tuple(names))
    files, folders, strangers = _sort_out(folder, manifest.listed)
    state: Literal["ours", "strange"] = "strange" if strangers else "ours"
    return Judged(state, tuple(strangers), tuple(files), tuple(folders), manifest)


def check_folder(folder: Path) -> Judged:
    """Check that a folder may be replaced; return what it is.

    Raises
    ------
    PublicationError : it holds what no build put there; the first few are named.
    """
    judged = judge_folder(folder)
    if judged.state == "strange":
        raise strange(folder, judged)
    return judged


def strange(folder: Path, judged: Judged) -> PublicationError:
    """Return the error of a folder that holds what no build put there."""
    names = name_some(judged.strangers)
    reason = text(
        "it holds what no build made: {names}; give a folder that is new, empty, or of reports alone", names=names
    )
    if all(PurePosixPath(name).name.startswith(OPEN_MARKS) for name in judged.strangers):
        reason = text(
            "a document of it is open in Word or Excel ({names}); close it and run the command again", names=names
        )
    return PublicationError(shown(folder), reason)


def name_some(names: Iterable[str]) -> str:
    """Return the first few of some names, and how many more there are."""
    all_names = list(names)
    some = ", ".join(name.encode("utf-8", "backslashreplace").decode() for name in all_names[:NAMED])
    if len(all_names) <= NAMED:
        return some
    return text("{names} and {n} more", names=some, n=len(all_names) - NAMED)


def clear_folder(folder: Path, judged: Judged) -> bool:
    """Delete of a folder what was judged to be known, the manifest last; tell whether all is gone."""
    for name in sorted(judged.files, key=lambda name: name == MANIFEST):
        with suppress(OSError):
            (folder / name).unlink()
    for name in sorted(judged.folders, key=len, reverse=True):
        with suppress(OSError):
            (folder / name).rmdir()
    with suppress(OSError):
        folder.rmdir()
    return not os.path.lexists(folder)


def _sort_out(folder: Path, listed: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Return what lies below a folder: known files, known folders, and all else."""
    known = {*listed, MANIFEST}
    homes = {str(parent) for name in known for parent in PurePosixPath(name).parents} - {"."}
    files: list[str] = []
    folders: list[str] = []
    strangers: list[str] = []
    for name, entry in _walk(folder, homes):
        path = PurePosixPath(name)
        if entry.is_dir(follow_symlinks=False):
            is_known = name in homes or _is_of_checkpoints(folder / name, path, known)
            is_known = is_known and not os.path.ismount(entry.path)
            (folders if is_known else strangers).append(name)
        elif entry.is_file(follow_symlinks=False) and (
            name in known or path.name in DROPPINGS or _is_checkpoint(path, known)
        ):
            files.append(name)
        else:
            strangers.append(name)
    return files, folders, strangers


def _walk(folder: Path, homes: set[str], above: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what lies in a folder and in those of its folders that may be there."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = f"{above}{entry.name}"
        yield name, entry
        if entry.is_dir(follow_symlinks=False) and (name in homes or entry.name == CHECKPOINTS):
            yield from _walk(folder / entry.name, homes, f"{name}/")


def _is_checkpoint(path: PurePosixPath, known: set[str]) -> bool:
    """Tell whether a file is what JupyterLab leaves beside a notebook that it opened."""
    if path.parent.name != CHECKPOINTS or not path.name.endswith("-checkpoint.ipynb"):
        return False
    notebook = path.name.removesuffix("-checkpoint.ipynb") + ".ipynb"
    return str(path.parent.parent / notebook) in known


def _is_of_checkpoints(place: Path, path: PurePosixPath, known: set[str]) -> bool:
    """Tell whether a folder holds checkpoints, and nothing else."""
    if path.name != CHECKPOINTS:
        return False
    names = os.listdir(place)  # noqa: PTH208
    return bool(names) and all(_is_checkpoint(path / name, known) for name in names)
