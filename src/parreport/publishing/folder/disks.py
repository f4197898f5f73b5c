"""What a run asks of a disk: one place for its faults, its names, its flushes and its exchanges.

In: paths. Out: errors that name a file, bytes that outlast a loss of power, folders exchanged in one
step where the system can.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parreport.errors import PublicationError
from parreport.files import CLOSE_ON_EXEC, NO_FOLLOW
from parreport.language import text

AT_FDCWD = -100
RENAME_EXCHANGE = 2
# What a system answers that knows no exchange, or whose disk does not.
NO_EXCHANGE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
HELD = frozenset({5, 32, 33})  # what Windows answers where a program holds a file or one of a folder


def shown(path: Path) -> Path:
    """Return a path as messages show it: relative to the working folder where it lies below it."""
    try:
        here = Path(os.path.realpath(Path.cwd()))
    except OSError:
        return path
    return path.relative_to(here) if path.is_relative_to(here) else path


@contextmanager
def tell_disk_faults(target: Path, place: Path | None = None) -> Iterator[None]:
    """Tell whatever a disk answers to a run as an error of the target, not as a bug.

    ``place``: what could not be written where the disk names no file; the target if not given.

    Raises
    ------
    PublicationError : names the file that could not be read or written, and why.
    """
    try:
        yield
    except OSError as error:
        raise unwritable(target, place or target, error) from error


def unwritable(target: Path, place: Path, error: OSError) -> PublicationError:
    """Return the error of a target for what a disk answered; ``place`` where it named no file."""
    why = error.strerror or str(error) or type(error).__name__
    file = shown(Path(os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else place))
    reason = text("{folder} cannot be written ({why})", folder=file, why=why)
    if getattr(error, "winerror", None) in HELD:
        reason = text(
            "{folder} cannot be written ({why}); if a file of it is open in Excel or Word, "
            "close it and run the command again",
            folder=file,
            why=why,
        )
    return PublicationError(shown(target), reason)


def walk_below(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield each folder from below to above with its folders and files; links are not followed.

    Raises
    ------
    OSError : one cannot be looked into; it is never left out in silence.
    """

    def tell(error: OSError) -> None:
        raise error

    if folder.is_dir():
        for place, folders, files in os.walk(folder, topdown=False, onerror=tell):
            yield Path(place), folders, files


def flush(path: Path) -> None:
    """Have the system write a file or folder to its disk, so that a loss of power keeps it.

    Raises
    ------
    OSError : the disk could not keep it; names the path.
    """
    if os.name != "posix":
        return
    number = os.open(path, os.O_RDONLY | NO_FOLLOW | CLOSE_ON_EXEC)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno in NO_EXCHANGE:  # a disk that cannot be asked
            return
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        os.close(number)


def flush_tree(folder: Path) -> None:
    """Have the system write a folder and everything in it to its disk."""
    for place, _, names in walk_below(folder):
        for name in names:
            flush(place / name)
        flush(place)


def keep_name(path: Path) -> None:
    """Have the system write to its disk what a path is the name of, where the disk can be asked."""
    with suppress(OSError):
        flush(path.parent)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders or files in one step; False where the system cannot (Linux can).

    Raises
    ------
    OSError : it can, and did not; names the second.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    done = rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))
