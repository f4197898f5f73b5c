"""A build beside the kernel: how far it is, how long the rest will take; an interrupt stops it.

In: a run. Out: the folder of its reports, replaced as a whole or left as it was, and an output that
is written over while the build goes on. The build is ``parreport build`` in a process of its own
(:mod:`parreport.workbench.child`): kernels are not started from within a kernel, and what it does
to the folder is what it does from a terminal.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape
from typing import IO, Any, Literal

from parreport.building.progress import AS_JSON, ASKED, describe_left
from parreport.language import counted, text
from parreport.workbench.choosing import Run

TICK_S, PATIENCE_S = 1.0, 60.0
LAST_LINES = 40
State = Literal["waiting", "running", "stopping", "done", "failed", "stopped"]


class Stopped(KeyboardInterrupt):
    """The build was stopped by an interrupt of the kernel; told in a line, not by a trace of calls."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Build:
    """A build as it stands: shown as a bar with its words, written over while it goes on.

    ``left_s``: seconds that the rest will take, None where that is not known yet. ``lines``: what it said.
    """

    run: Run
    state: State = "waiting"
    done: int = 0
    total: int = 0
    failed: int = 0
    left_s: float | None = None
    passed_s: float = 0.0
    lines: tuple[str, ...] = field(default=())

    def describe(self) -> str:
        """Return how far the build is as a sentence, in the language in force."""
        if self.state == "waiting":
            return text("No report was made now. Write build = True in the cell of parameters to make them.")
        if self.state == "stopping":
            return text("The build is being stopped …")
        if self.state == "stopped":
            return text("Stopped. {folder} is as it was; the next build goes on from here.", folder=self._folder)
        if self.state == "failed" and not self.total:
            return text("The build ended with faults; no report was made.")
        if self.state == "failed":
            return text("The build ended with faults: {done} of {total} reports.", done=self._made, total=self.total)
        if self.state == "done":
            return text("Done in {n} seconds: {folder}", n=max(1, round(self.passed_s)), folder=self._folder)
        if not self.total:
            return text("Reading, checking and computing: {n} seconds", n=round(self.passed_s))
        parts = [text("{done}/{total} reports", done=self.done, total=self.total)]
        parts += [counted(self.failed, "1 failed", "{n} failed")] if self.failed else []
        parts += [] if self.left_s is None or self.done == self.total else [describe_left(self.left_s)]
        parts += [text("the folder is being put together")] if self.done == self.total else []
        return ", ".join(parts)

    @property
    def _folder(self) -> str:
        return self.run.shown_target

    @property
    def _made(self) -> int:
        return self.done - self.failed

    def __repr__(self) -> str:
        with self.run.at_work():
            return "\n".join([self.describe(), *self.lines])

    def _repr_html_(self) -> str:
        with self.run.at_work():
            words = escape(self.describe())
            label = escape(text("How far the build is"))
        whole = self.total or 1
        is_over = self.state == "done"
        value = ' value="0"' if self.state == "waiting" else f' value="{whole if is_over else self.done}"'
        value = "" if self.state == "running" and not self.total else value  # moves to and fro until there is a number
        bar = f'<progress max="{whole}"{value} aria-label="{label}" style="width:100%;max-width:40em"></progress>'
        bar = "" if self.state == "waiting" else f"<div>{bar}</div>"
        said = "".join(f"<li>{escape(line)}</li>" for line in self.lines)
        said = f"<ul>{said}</ul>" if said else ""
        return f"{bar}<p>{words}</p>{said}"


def build_reports(run: Run, start: bool = True) -> Build:
    """Make the reports of a run and show how far they are; return how it ended.

    The square button of the notebook (interrupt the kernel) stops the build: the folder of reports is
    then as it was, and the next build goes on from what is finished. The same where the kernel dies.

    Raises
    ------
    Stopped : the kernel was interrupted.
    """
    shown = Shown(Build(run, "running" if start else "waiting"))
    if not start:
        return shown.close()
    began = time.monotonic()
    process = start_child(run)
    said: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_read_lines, args=(process.stdout, said), daemon=True)
    reader.start()
    try:
        while True:
            with suppress(queue.Empty):
                line = said.get(timeout=TICK_S)
                if line is None:
                    break
                shown.take(line)
            shown.show(passed_s=time.monotonic() - began)
        code = process.wait()
    except KeyboardInterrupt as stop:
        shown.show(state="stopping")
        stop_child(process)
        shown.show(state="stopped")
        with run.at_work():
            raise Stopped(shown.build.describe()) from stop
    finally:
        _close(process)
    return shown.close(state="failed" if code else "done", passed_s=time.monotonic() - began)


def start_child(run: Run) -> subprocess.Popen[str]:
    """Start the build of a run in a process of its own, out of reach of the kernel's signals."""
    words = ["build", run.file, "--out", str(run.target), "--language", run.language]
    words += ["--formats", run.formats] if run.formats else []
    own_group: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        own_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    env = {**os.environ, ASKED: AS_JSON, "MPLBACKEND": "agg"}
    return subprocess.Popen(
        [sys.executable, "-m", "parreport.workbench.child", *words],
        cwd=run.root,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        **own_group,
    )


def stop_child(process: subprocess.Popen[str], patience_s: float = PATIENCE_S) -> None:
    """Let go of a build, so that it interrupts itself; end it by force where it does not in time."""
    end = time.monotonic() + patience_s
    if process.stdin is not None:
        process.stdin.close()
    while process.poll() is None and time.monotonic() < end:
        with suppress(KeyboardInterrupt, subprocess.TimeoutExpired):  # a second press asks for the same
            process.wait(0.2)
    if process.poll() is None:
        process.kill()
        process.wait()


def _close(process: subprocess.Popen[str]) -> None:
    """Leave no build behind, however the cell ended, and no open pipe."""
    if process.poll() is None:
        stop_child(process)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def _read_lines(stream: IO[str] | None, said: queue.Queue[str | None]) -> None:
    with suppress(ValueError):  # closed, since the build was stopped
        for line in stream or ():
            said.put(line.rstrip("\n"))
    said.put(None)


class Shown:
    """An output of a cell that is written over as a build goes on."""

    def __init__(self, build: Build) -> None:
        from IPython.display import display

        self.build = build
        self.handle = display(build, display_id=True)  # type: ignore[no-untyped-call]  # IPython has no type for it

    def take(self, line: str) -> None:
        """Take a line that the build said: how far it is, or words, of which the last are kept."""
        facts = read_progress(line)
        if facts is None:
            kept = [*self.build.lines, line] if line.strip() else self.build.lines
            facts = {"lines": tuple(kept[-LAST_LINES:])}
        self.build = replace(self.build, **facts)

    def show(self, **facts: Any) -> None:
        """Write the output over."""
        self.build = replace(self.build, **facts)
        if self.handle is not None:
            self.handle.update(self.build)

    def close(self, **facts: Any) -> Build:
        """Write the output over for the last time; return the build, which the cell need not show again."""
        if facts:
            self.show(**facts)
        return self.build


def read_progress(line: str) -> dict[str, Any] | None:
    """Return the facts of a line of progress; None for any other line."""
    if not line.startswith('{"done":'):
        return None
    with suppress(ValueError):
        facts = json.loads(line)
        return {name: facts.get(name) for name in ("done", "total", "failed", "left_s")}
    return None
