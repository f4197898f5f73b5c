"""The home of the user: where it lies, and one for a while where there is none.

In: the environment and what the system knows of the user. Out: folders. Jupyter and IPython start
nowhere without a home; a service user may have none.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def home_folders() -> list[Path]:
    """Return the home of the user, as the environment names it and as the system does, links followed."""
    found = [os.path.expanduser("~")]  # noqa: PTH111  (Path.home ends in an error where there is none)
    with suppress(ImportError, KeyError, AttributeError):
        import pwd

        found.append(pwd.getpwuid(os.getuid()).pw_dir)
    return [Path(os.path.realpath(one)) for one in found if os.path.isabs(one)]  # noqa: PTH117


@contextmanager
def lent_home() -> Iterator[None]:
    """Give a user without a home an empty one while something runs."""
    if home_folders():
        yield
        return
    before = os.environ.get("HOME")
    with tempfile.TemporaryDirectory(prefix="pr-home-", ignore_cleanup_errors=True) as home:
        os.environ["HOME"] = home
        try:
            yield
        finally:
            del os.environ["HOME"]
            if before is not None:
                os.environ["HOME"] = before
