"""Limits on a case: 5 seconds, 1 GiB more memory than before, no warning."""

from __future__ import annotations

import faulthandler
import resource
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_SECONDS, MOST_BYTES = 5.0, 2**30
HARD_SECONDS = 300  # for what no signal can stop


class Hang(BaseException):
    """A case took too long; no ``except Exception`` may swallow it."""


def _raise_hang(*_: object) -> None:
    raise Hang(f"more than {MOST_SECONDS:g} s")


@contextmanager
def watched() -> Iterator[None]:
    """Raise :class:`Hang` where what is within takes too long; warnings are errors."""
    before = signal.signal(signal.SIGALRM, _raise_hang)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", ResourceWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS, 0.5)
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def set_hard_limit() -> None:
    """From now, end the process with a traceback where nothing else can stop it."""
    faulthandler.dump_traceback_later(HARD_SECONDS, exit=True, file=sys.__stderr__)


def lift_hard_limit() -> None:
    """Take the limit back."""
    faulthandler.cancel_dump_traceback_later()


@contextmanager
def limited_memory() -> Iterator[None]:
    """Let what is within have no more memory than now and 1 GiB: beyond it is a MemoryError."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MOST_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def peak_bytes() -> int:
    """Return the most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
