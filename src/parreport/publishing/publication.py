"""A folder of reports is replaced as a whole, or not at all.

In: a staged folder beside its target. Out: the target, complete. On Linux the two are exchanged
in one step; elsewhere, killed between two renames, the next run mends the target.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parreport.errors import PublicationError
from parreport.language import text

# What a disk answers that cannot take what is written: full, used up, read only, forbidden, broken.
DISK_FAULTS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
)
AT_FDCWD = -100
RENAME_EXCHANGE = 2


def work_folder(target: Path) -> Path:
    """Return the folder beside the target where a run keeps its state and stages its files."""
    target = _absolute(target)
    return target.with_name(f".{target.name}.work")


def check_target(target: Path, sources: Iterable[Path] = ()) -> None:
    """Check that a folder of reports can be published here; makes the folder above it.

    Raises
    ------
    PublicationError : the target is a file, holds the current folder or one of the sources, or its
        parent cannot be written.
    """
    place = _absolute(target)
    needed = (Path.cwd(), Path.home(), *map(_absolute, sources))
    if not place.name or any(one.is_relative_to(place) for one in needed):
        raise PublicationError(
            target, text("it holds the folder of this run or of its user; give a folder of its own")
        )
    if place.exists() and not place.is_dir():
        raise PublicationError(target, text("it is a file; give a folder"))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(target, place.parent, error) from error
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise PublicationError(
            target, text("the folder {folder} cannot be written", folder=place.parent)
        )


@contextmanager
def tell_disk_faults(target: Path) -> Iterator[None]:
    """Tell a disk that cannot take what a run writes as an error of the target, not as a bug.

    Raises
    ------
    PublicationError : names the file that could not be written, and why.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in DISK_FAULTS:
            raise
        raise _unwritable(
            target, Path(str(error.filename or work_folder(target))), error
        ) from error


def publish(staged: Path, target: Path) -> None:
    """Put a staged folder in the place of the target; the old folder goes only then.

    Raises
    ------
    PublicationError : nothing was changed; the old folder stands as it was.
    """
    place, old = _absolute(target), _old_folder(target)
    if not staged.is_dir():
        raise PublicationError(
            target, text("there is nothing to publish at {folder}", folder=staged)
        )
    check_target(target)
    repair(target)
    if place.exists() and _exchange(staged, place):
        _remove(staged)
        return
    try:
        if place.exists():
            place.rename(old)
        staged.rename(place)
    except OSError as error:
        if old.exists() and not place.exists():
            old.rename(place)
        raise _unwritable(target, place, error) from error
    _remove(old)


def repair(target: Path) -> None:
    """Mend what a run left that was killed while it published.

    Killed between the renames, the old folder comes back; killed after them, it goes.
    """
    place, old = _absolute(target), _old_folder(target)
    if not old.exists():
        return
    if place.exists():
        _remove(old)
        return
    try:
        old.rename(place)
    except OSError as error:
        raise _unwritable(target, place, error) from error


def _old_folder(target: Path) -> Path:
    place = _absolute(target)
    return place.with_name(f".{place.name}.old")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can (Linux); tell whether it did."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    done = rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return bool(done == 0)


def _absolute(target: Path) -> Path:
    """Return the place itself, links followed, so that renames stay on one disk."""
    return target.expanduser().resolve()


def _remove(folder: Path) -> None:
    """Remove a folder that is no longer wanted; what cannot go now goes in the next run."""
    shutil.rmtree(folder, ignore_errors=True)


def _unwritable(target: Path, place: Path, error: OSError) -> PublicationError:
    why = error.strerror or type(error).__name__
    return PublicationError(
        target, text("{folder} cannot be written ({why})", folder=place, why=why)
    )
