"""Where a run may write: a target is resolved once, and kept away from what the run reads.

In: a folder as it was typed. Out: the place itself, ``~`` and links followed, or an error.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from parreport.errors import PublicationError
from parreport.homes import home_folders
from parreport.language import text
from parreport.publishing.folder.disks import shown, tell_disk_faults
from parreport.publishing.folder.judging import check_folder
from parreport.publishing.folder.manifest import find_manifest


def resolve_target(typed: Path) -> Path:
    """Return the place that a typed folder names, absolute: ``~`` expanded, all links followed.

    Raises
    ------
    PublicationError : a home that is not known, a loop of links, a name too long or impossible.
    """
    words = os.path.expanduser(typed)  # noqa: PTH111  (Path.expanduser ends in a bug of its own)
    if words.startswith("~"):
        name = Path(words).parts[0]
        raise PublicationError(typed, text("there is no home folder {name}", name=name))
    try:
        place = Path(os.path.realpath(words))
        os.fsencode(place)
        with suppress(FileNotFoundError, NotADirectoryError):
            place.stat()
    except OSError as error:
        raise PublicationError(typed, text("it cannot be a folder ({why})", why=error.strerror)) from error
    except ValueError as error:
        why = text("a character in its name is impossible")
        named = Path(ascii(str(typed)).strip("'"))
        raise PublicationError(named, text("it cannot be a folder ({why})", why=why)) from error
    return place


def check_target(target: Path, sources: Iterable[Path] = (), kept: Iterable[Path] = ()) -> None:
    """Check that a folder of reports can be published here; makes the folder above it.

    ``sources``: files and folders that it may not be, nor hold; ``kept``: folders in which it may
    not lie either.

    Raises
    ------
    PublicationError : the target is a file, holds what no build made, is, holds or lies in what
        the run needs, or its parent cannot be written.
    """
    check_apart(target, sources, kept)
    check_place(target)
    check_unpublished(target.parents, target)
    with tell_disk_faults(target, target.parent):
        check_folder(target)
        target.parent.mkdir(parents=True, exist_ok=True)
    check_parent(target)


def check_unpublished(folders: Iterable[Path], target: Path) -> None:
    """Check that a build published none of these folders: what is put into one makes it another.

    Raises
    ------
    PublicationError : names the folder.
    """
    for folder in folders:
        if find_manifest(folder) is not None:
            words = text("it lies in {folder}, which a build published", folder=shown(folder))
            raise PublicationError(shown(target), words)


def check_new(typed: Path, sources: Iterable[Path]) -> Path:
    """Check that a folder can be made of what is not there yet, or is empty; return the place itself.

    What people write into it afterwards is theirs: it is never made a second time.

    Raises
    ------
    PublicationError : it holds something, a source of the run among it, or cannot stand here.
    """
    place = resolve_target(typed)
    with tell_disk_faults(place):
        check_apart(place, sources)
        check_place(place)
        check_unpublished((place, *place.parents), place)
        if place.is_dir() and any(place.iterdir()):
            raise PublicationError(shown(place), text("it holds files; give a folder that does not exist yet"))
    return place


def check_parent(target: Path) -> None:
    """Check that the folder above a target can be written."""
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise PublicationError(
            shown(target), text("the folder {folder} cannot be written", folder=shown(target.parent))
        )


def check_place(target: Path) -> None:
    """Check that a folder can stand here: no file does, no disk begins, a name remains."""
    with tell_disk_faults(target):
        if os.path.lexists(target) and not target.is_dir():
            raise PublicationError(shown(target), text("it is a file; give a folder"))
        if not target.name or os.path.ismount(target):
            raise PublicationError(shown(target), text("it is where a disk begins; give a folder in it"))


def check_apart(target: Path, sources: Iterable[Path], kept: Iterable[Path] = ()) -> None:
    """Check that a target neither is nor holds what a run needs, nor lies in folders of it."""
    kept = [Path(os.path.realpath(one)) for one in kept]
    needed = [*(Path(os.path.realpath(one)) for one in sources), *kept, *home_folders()]
    with suppress(OSError):
        needed.append(Path(os.path.realpath(Path.cwd())))
    if not target.name or any(_holds(target, one) for one in needed):
        raise PublicationError(
            shown(target), text("it holds the folder of this run or of its user; give a folder of its own")
        )
    for folder in kept:
        if _holds(folder, target):
            raise PublicationError(
                shown(target), text("it lies in {folder}, which this run reads", folder=shown(folder))
            )


def _holds(outer: Path, inner: Path) -> bool:
    """Tell whether a folder is, or holds, another, also under another name of the same place."""
    if inner.is_relative_to(outer):
        return True
    try:
        facts = outer.stat()
    except (OSError, ValueError):
        return False
    for place in (inner, *inner.parents):
        with suppress(OSError, ValueError):
            if os.path.samestat(place.stat(), facts):
                return True
    return False
