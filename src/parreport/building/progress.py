"""How far a build is: one moving line on a terminal, plain lines elsewhere.

In: reports as they end. Out: text on standard output; nothing where quiet.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType

from parreport.language import text


class Progress:
    """Counts reports and says how long the rest will take."""

    def __init__(self, total: int, quiet: bool = False) -> None:
        self.total = total
        self.done = 0
        self.quiet = quiet
        self.moving = sys.stdout.isatty()
        self.start = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.moving and not self.quiet and self.done:
            sys.stdout.write("\n")

    def advance(self, name: str, error: Exception | None) -> None:
        """Count one report that ended, well or not."""
        self.done += 1
        if self.quiet:
            return
        line = f"{self.done}/{self.total} {name}: {text('failed') if error is not None else text('done')}"
        if not self.moving:
            print(line, flush=True)
            return
        passed = time.monotonic() - self.start
        left = round(passed / self.done * (self.total - self.done))
        print(f"\r\x1b[K{line}, {text('{seconds} s left', seconds=left)}", end="", flush=True)
