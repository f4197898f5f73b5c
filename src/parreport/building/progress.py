"""How far a build is: one line that is written over on a terminal, a line a quarter elsewhere.

In: reports as they end. Out: text on standard output; nothing where quiet. A program that started
the build is told by a line of JSON for each report, where ``PARREPORT_PROGRESS=json`` asks for it.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from types import TracebackType

from parreport.language import counted, text

ASKED, AS_JSON = "PARREPORT_PROGRESS", "json"
QUARTERS = 4
STEP_S, LONG_S, MINUTE_S = 5, 90, 60


class Progress:
    """Counts reports and says how many are finished, how many failed, and how long the rest will take.

    Elsewhere than on a terminal a line is printed only when another quarter of the reports has
    ended, so that a log of 600 reports has four lines of it and not 600.
    """

    def __init__(self, total: int, quiet: bool = False) -> None:
        self.total = total
        self.done = 0
        self.failed = 0
        self.quiet = quiet
        self.told_as_json = os.environ.get(ASKED) == AS_JSON
        self.moving = sys.stdout.isatty() and not self.told_as_json
        self.start = time.monotonic()

    def __enter__(self) -> Progress:
        if self.moving or self.told_as_json:
            self._write()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.moving and not self.quiet:  # what is told next takes the line's place
            print("\r\x1b[K", end="", flush=True)

    def advance(self, error: Exception | None) -> None:
        """Count one report that ended, well or not."""
        before = self.done * QUARTERS // self.total
        self.done += 1
        self.failed += error is not None
        if self.moving or self.told_as_json or self.done * QUARTERS // self.total > before:
            self._write()

    def _write(self) -> None:
        if self.quiet:
            return
        if self.told_as_json:
            left = round(self._seconds_left(), 1) if self.done else None
            facts = {"done": self.done, "total": self.total, "failed": self.failed, "left_s": left}
            print(json.dumps(facts), flush=True)
            return
        parts = [text("{done}/{total} reports", done=self.done, total=self.total)]
        if self.failed:
            parts.append(text("{n} failed", n=self.failed))
        if 0 < self.done < self.total:
            parts.append(describe_left(self._seconds_left()))
        line = ", ".join(parts)
        print(f"\r\x1b[K{line}" if self.moving else line, end="" if self.moving else "\n", flush=True)

    def _seconds_left(self) -> float:
        """Return how long the rest will take, at the pace of those that have ended."""
        return (time.monotonic() - self.start) / self.done * (self.total - self.done)


def describe_left(seconds: float) -> str:
    """Return how long the rest will take: to 5 seconds, or above a minute and a half to minutes."""
    if seconds < LONG_S:
        return text("about {n} seconds left", n=max(1, math.ceil(seconds / STEP_S)) * STEP_S)
    return counted(math.ceil(seconds / MINUTE_S), "about 1 minute left", "about {n} minutes left")
