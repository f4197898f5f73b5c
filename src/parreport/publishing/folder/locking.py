"""One run at a time: a run holds the lock of its work folder until it ends, however it ends.

In: a folder. Out: a lock that the system takes back when the process dies.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parreport.errors import PublicationError
from parreport.files import CLOSE_ON_EXEC, NO_FOLLOW
from parreport.language import text
from parreport.publishing.folder.disks import shown, tell_disk_faults, unwritable


@contextmanager
def hold(folder: Path, target: Path) -> Iterator[None]:
    """Hold the lock of a work folder.

    The file of the lock goes with the run, so a lock counts only while its file still bears its
    name: a run that locked what another had just removed tries again.

    Raises
    ------
    PublicationError : another run holds it; two runs into one folder would mix their reports. Or
        no lock can be held there, for a link or pipe of its name, or what the disk answers.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    path = folder.with_name(f"{folder.name}.lock")
    while True:
        number = _open(path, target)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(number)
            raise PublicationError(shown(target), text("another run is making it")) from error
        except OSError as error:
            os.close(number)
            raise unwritable(target, path, error) from error
        if _is_at(number, path):
            break
        os.close(number)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(number)


def _open(path: Path, target: Path) -> int:
    """Open the file of a lock; nothing is written or cut off, and no link is followed."""
    with tell_disk_faults(target, path):
        number = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW | CLOSE_ON_EXEC, 0o600)
    if stat.S_ISREG(os.fstat(number).st_mode):
        return number
    os.close(number)
    raise PublicationError(shown(target), text("{file} is in the way; remove it", file=shown(path)))


def _is_at(number: int, path: Path) -> bool:
    """Tell whether an open file is the one that bears this name now."""
    try:
        return os.path.samestat(os.fstat(number), path.lstat())
    except OSError:
        return False
