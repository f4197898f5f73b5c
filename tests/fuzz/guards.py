"""Limits on a case: 5 seconds, 1 GiB more memory than before, no warning."""

from __future__ import annotations

import faulthandler
import resource
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_SECONDS, MOST_BYTES = 5.0, 2**30
LEAST_SHARE = 0.02  # of the time: below it a command waits, it does not work
HARD_SECONDS = 300  # for what no signal can stop


class Hang(BaseException):
    """A case took too long; no ``except Exception`` may swallow it."""


@contextmanager
def watched() -> Iterator[None]:
    """Raise :class:`Hang` where what is within takes too long; warnings are errors.

    Too long: that much processor time, so that a busy machine is no hang; or that much time in
    which next to nothing is done, as at a pipe that nobody writes into, six times over.
    """
    start, worked = time.monotonic(), time.process_time()

    def judge(*_: object) -> None:
        took, busy = time.monotonic() - start, time.process_time() - worked
        waits = took > 6 * MOST_SECONDS and busy < took * LEAST_SHARE
        if busy > MOST_SECONDS or waits or took > 20 * MOST_SECONDS:
            raise Hang(f"more than {MOST_SECONDS:g} s")

    before = signal.signal(signal.SIGALRM, judge)
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
