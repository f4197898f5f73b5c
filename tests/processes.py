"""Commands in processes of their own, known by a mark in their environment."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MARK = "PARREPORT_TEST_MARK"


def start(mark: str, *words: str, cwd: Path, **more: Any) -> subprocess.Popen[str]:
    """Start ``parreport`` with English messages; it and all it starts bear the mark."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", MARK: mark, **more.pop("env", {})}
    return subprocess.Popen(
        [sys.executable, "-m", "parreport", *words],
        cwd=cwd,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


def finish(mark: str, *words: str, cwd: Path, **more: Any) -> tuple[int, str, str]:
    """Run ``parreport`` to its end; return exit code, output, errors."""
    with start(mark, *words, cwd=cwd, **more) as process:
        out, err = process.communicate()
    return process.returncode, out, err


def processes_with(mark: str) -> list[int]:
    """Return the processes whose environment holds a mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if f"{MARK}={mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds, at most so long; tell whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return bool(holds())
