"""One run at a time: a run holds the lock of its work folder until it ends, however it ends.

In: a folder. Out: a lock that the system takes back when the process dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parreport.errors import PublicationError
from parreport.language import text


@contextmanager
def hold(folder: Path, target: Path) -> Iterator[None]:
    """Hold the lock of a work folder.

    Raises
    ------
    PublicationError : another run holds it; two runs into one folder would mix their reports.
    """
    path = folder.with_name(f"{folder.name}.lock")
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PublicationError(target, text("another run is making it")) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
