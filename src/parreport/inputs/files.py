"""Files of inputs and frameworks: regular ones only, each read once in a run.

In: a path. Out: its bytes, or why they cannot be had. Inside :func:`read_once` a file that was read
is never read again, so that what is digested is what was read.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from parreport.files import NotRegularError, is_regular, open_regular
from parreport.language import Message, message

LARGEST_MIB, LARGEST_ANSWERS_MIB = 64, 4096


class FileFault(Exception):
    """A file cannot be read; ``expected`` says why, ``is_missing`` whether nothing is there."""

    def __init__(self, expected: Message, is_missing: bool = False) -> None:
        self.expected = expected
        self.is_missing = is_missing
        super().__init__(expected)


_kept: ContextVar[dict[str, bytes | FileFault] | None] = ContextVar("kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Keep every file that is read inside the block, and why one could not be.

    The outermost block ends the keeping.
    """
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def read_bytes(path: Path, most_mib: int | None = None) -> bytes:
    """Return the bytes of a regular file, of at most so many MiB (:data:`LARGEST_MIB`).

    Raises
    ------
    FileFault : there is none, it is a folder, pipe or device, it is too large or cannot be read.
    """
    most = LARGEST_MIB if most_mib is None else most_mib
    kept, place = _kept.get(), real_path(path)
    if kept is None:
        return _read(path, most)
    if place not in kept:
        try:
            kept[place] = _read(path, most)
        except FileFault as fault:
            kept[place] = fault
    found = kept[place]
    if isinstance(found, FileFault):
        raise found
    if len(found) > most * 2**20:
        raise FileFault(message("a file of at most {n} MiB", n=most))
    return found


def read_begin(path: Path, n: int = 4096) -> bytes:
    """Return the first bytes of a regular file; none where it cannot be read, which reading it tells."""
    try:
        with open_regular(path, follow=True) as file:
            return file.read(n)
    except (NotRegularError, OSError, ValueError):
        return b""


def _read(path: Path, most_mib: int) -> bytes:
    try:
        with open_regular(path, follow=True) as file:
            size = os.fstat(file.fileno()).st_size
            if size > most_mib * 2**20:
                raise FileFault(message("a file of at most {n} MiB", n=most_mib))
            return file.read(max(size, LARGEST_MIB * 2**20))  # what is asked for is set aside at once
    except NotRegularError as error:
        if stat.S_ISDIR(error.mode):
            raise FileFault(message("a file; found a folder")) from error
        raise FileFault(message("a file; found a pipe or device")) from error
    except (OSError, ValueError) as error:
        if (isinstance(error, FileNotFoundError) and path.is_symlink()) or getattr(error, "errno", 0) == errno.ELOOP:
            raise FileFault(message("a file; found a link that leads nowhere")) from error
        if isinstance(error, FileNotFoundError | ValueError):
            raise FileFault(message("a file of this name"), is_missing=True) from error
        raise FileFault(message("cannot be read: {why}", why=error.strerror or type(error).__name__)) from error


def is_there(path: Path) -> bool:
    """Return whether anything has this name, a link that leads nowhere included; never raises.

    What may not be looked at counts as there, so that reading it tells why.
    """
    try:
        path.lstat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def is_file(path: Path) -> bool:
    """Return whether this is a regular file, links followed; never raises."""
    return is_regular(path, follow=True)


def is_folder(path: Path) -> bool:
    """Return whether this is a folder, links followed; never raises."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def real_path(path: Path) -> str:
    """Return a path with all its links followed; a link that leads in a circle stays as it is."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


def shown_path(path: Path) -> str:
    """Return a path as messages show it: relative to where the command runs, if it can be.

    The name stays that of the folder, also where it is a link.
    """
    whole = Path(real_path(path)) if path.name in {"", ".."} else Path(real_path(path.parent), path.name)
    try:
        return whole.relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        return str(path)
