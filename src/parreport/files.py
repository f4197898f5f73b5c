"""Files: regular ones are opened and nothing else, and a file is written whole or not at all.

In: paths, bytes. Out: bytes of a file; or a file in its place. A pipe or a device is never opened
or waited for.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from io import BufferedReader
from pathlib import Path

from parreport.errors import naming

NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | NO_WAIT
CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)


class NotRegularError(OSError):
    """What has the name of a file is none; ``mode`` says what it is, as ``stat`` does."""

    def __init__(self, path: Path, mode: int) -> None:
        self.mode = mode
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def is_regular(path: Path, follow: bool = False) -> bool:
    """Tell whether a regular file has this name; a link to one counts only with ``follow``. Never raises."""
    try:
        return stat.S_ISREG(path.stat(follow_symlinks=follow).st_mode)
    except (OSError, ValueError):
        return False


def open_regular(path: Path, follow: bool = False) -> BufferedReader:
    """Open a regular file to be read; a link is followed only where that is asked for.

    Raises
    ------
    OSError : there is no such file or it cannot be opened; NotRegularError: something else has its name.
    ValueError : no file can have this name.
    """
    _check(path, path.stat(follow_symlinks=follow))
    number = os.open(path, os.O_RDONLY | (NO_WAIT if follow else NO_FOLLOW) | CLOSE_ON_EXEC)
    try:
        _check(path, os.fstat(number))
    except OSError:
        os.close(number)
        raise
    return os.fdopen(number, "rb")


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file, at most ``limit``; of a link or pipe nothing is read.

    Raises
    ------
    OSError : as :func:`open_regular`.
    """
    with open_regular(path) as file:
        return file.read(limit)


def write_whole(path: Path, *pieces: bytes) -> None:
    """Write the pieces of a file one behind the other; what stood in its place is replaced at the end.

    Raises
    ------
    OSError : it cannot be written, with its name; what stood in its place still stands, and nothing beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with naming(path), part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _check(path: Path, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise NotRegularError(path, facts.st_mode)
