"""One notebook, one fresh kernel: a recorder sees what happened, limits hold.

In: a notebook and its parameters. Out: the notebook with its outputs, and how the run ended. A run
starts again only where the machine failed it, never because a cell did.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from parreport.language import text
from parreport.publishing.running.manuscripts import inject_parameters
from parreport.publishing.running.warm_kernels import SERVER_VARIABLE, WarmServer

START_ATTEMPTS = 3
START_TIMEOUT_S = 60
IOPUB_TIMEOUT_S = 60
PRINT_LIMIT = 1_000_000
MEMORY_RESERVE = 128 * 2**20
LOG_TAIL = 4096
TELL_SHORTAGE = """
import resource
from IPython import get_ipython

def show(shell, kind, error, trace, tb_offset=None):
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

get_ipython().set_custom_exc((MemoryError,), show)
"""
DEADLINE, STOPPED, PRINTED = "deadline", "stopped", "printed"

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


@dataclass(frozen=True)
class Limits:
    """What one notebook may use: ``timeout`` in seconds, whole; ``memory`` in bytes over the start."""

    timeout: float | None = None
    memory: int | None = None


class Kernels:
    """The kernels of one run in this process: their folder, their fork server, their end.

    ``preload`` names what the fork server imports beside its own: ``module`` or ``module:function``,
    which is also called.
    """

    def __init__(self, home: Path, preload: tuple[str, ...] = ()) -> None:
        self.home = home
        self.preload = preload
        self.env = kernel_environment(home)
        self.server = WarmServer(home, preload)
        self._lock = threading.Lock()
        self._running: set[Attempt] = set()
        self._stopped = False

    def environment(self, warm: bool) -> dict[str, str]:
        """Return the environment of a kernel; for a warm one it names the fork server, if any."""
        address = self.server.address(self.env) if warm else None
        return self.env if address is None else {**self.env, SERVER_VARIABLE: address}

    @contextmanager
    def follow(self, attempt: Attempt) -> Iterator[None]:
        """Count an attempt among those under way; one that comes after the stop does not start."""
        with self._lock:
            self._running.add(attempt)
            if self._stopped:
                attempt.stop(STOPPED)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(attempt)

    def stop(self) -> None:
        """Stop the notebooks under way, and let no other start."""
        with self._lock:
            self._stopped = True
            for attempt in self._running:
                attempt.stop(STOPPED)

    def close(self) -> None:
        """End the fork server, and every kernel of it that is left."""
        self.server.close()


@dataclass
class Record:
    """What the runner itself saw of one notebook: cells by their position in ``notebook``."""

    notebook: Any = None
    sent: list[int] = field(default_factory=list)
    finished: list[int] = field(default_factory=list)
    error: tuple[int, str, str] | None = None
    printed: int = 0
    lost: bool = False
    stopped: str | None = None
    log: str = ""

    def on_notebook_start(self, notebook: Any) -> None:
        self.notebook = notebook

    def on_cell_execute(self, cell: Any, cell_index: int) -> None:
        self.sent.append(cell_index)

    def on_cell_executed(self, cell: Any, cell_index: int, execute_reply: Any) -> None:
        content = execute_reply["content"] if execute_reply else {}
        if content.get("status") == "ok":
            self.finished.append(cell_index)
        elif self.error is None:
            name, value = str(content.get("ename", "")), str(content.get("evalue", ""))
            self.error = (cell_index, name, value)

    def unfinished(self) -> list[int]:
        """Return the code cells that never finished, by position."""
        return [
            index
            for index, cell in enumerate(self.notebook.cells)
            if cell.cell_type == "code" and cell.source.strip() and index not in self.finished
        ]


@dataclass(frozen=True)
class Run:
    """The end of one run: no ``reason`` where every cell finished; ``cell`` is the one to blame."""

    notebook: Any
    reason: str | None = None
    cell: int | None = None
    attempts: int = 1


class Attempt:
    """One attempt at a notebook; another thread may stop it."""

    def __init__(self, kernels: Kernels, notebook: Any, folder: Path, limits: Limits, warm: bool = True) -> None:
        self.kernels = kernels
        self.warm = warm
        self.notebook = notebook
        self.folder = folder
        self.limits = limits
        self.record = Record()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def run(self) -> Exception | None:
        """Run the cells; return what stopped them, if anything did."""
        with self.kernels.follow(self):
            try:
                asyncio.run(self._run())
            except asyncio.CancelledError as error:
                return RuntimeError(str(error))
            except Exception as error:
                return error
        return None

    def stop(self, why: str) -> None:
        """Stop the cells, from any thread; the first reason stands."""
        self.record.stopped = self.record.stopped or why
        if self._loop is not None and self._task is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._task.cancel)

    async def _run(self) -> None:
        from parreport.publishing.running.client import ReportClient, ReportKernelManager, leave_nothing

        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        if self.record.stopped is not None:
            return
        timeout = self.limits.timeout
        deadline = self._loop.call_later(timeout, self.stop, DEADLINE) if timeout else None
        with make_room(self.kernels.home) as room, tempfile.TemporaryFile() as log:
            manager = ReportKernelManager(room)
            client = ReportClient(
                self.notebook,
                manager,
                self._note_print,
                self._limit_memory,
                startup_timeout=START_TIMEOUT_S,
                iopub_timeout=IOPUB_TIMEOUT_S,
                raise_on_iopub_timeout=True,
                timeout=None,
                record_timing=False,
                force_raise_errors=True,
                shutdown_kernel="immediate",
                resources={"metadata": {"path": str(self.folder)}},
                on_notebook_start=self.record.on_notebook_start,
                on_cell_execute=self.record.on_cell_execute,
                on_cell_executed=self.record.on_cell_executed,
            )
            try:
                env = self.kernels.environment(self.warm)
                await client.async_execute(env=env, stdout=log, stderr=log)
            finally:
                if deadline is not None:
                    deadline.cancel()
                self.record.lost = manager.warm.was_lost
                self.record.log = _last_line(log)
                await leave_nothing(client)

    def _note_print(self, size: int) -> bool:
        """Count printed text; tell whether it may stay."""
        self.record.printed += size
        if self.record.printed > PRINT_LIMIT:
            self.stop(PRINTED)
            return False
        return True

    def _limit_memory(self, pid: int) -> str:
        """Limit the kernel; return the code that lets it tell of a shortage."""
        if self.limits.memory is None or not limit_memory(pid, self.limits.memory):
            return ""
        return f"exec({TELL_SHORTAGE!r}, {{}})"


def run_cells(kernels: Kernels, source: Any, parameters: Mapping[str, Any], folder: Path, limits: Limits) -> Run:
    """Run a notebook in a fresh kernel, and again where the machine failed it, at last cold."""
    for left in reversed(range(START_ATTEMPTS)):
        notebook = inject_parameters(source, parameters)
        attempt = Attempt(kernels, notebook, folder, limits, warm=left > 0)
        fault = attempt.run()
        if not left or not _failed_by_machine(attempt.record, fault):
            return replace(_conclude(attempt.record, fault, limits), attempts=START_ATTEMPTS - left)
        time.sleep(0.2)
    raise AssertionError("unreachable")


def plain_text(words: str) -> str:
    """Return text without the colour codes of a terminal."""
    return _ANSI.sub("", words).strip()


def kernel_environment(home: Path) -> dict[str, str]:
    """Return the environment of every kernel of a run: the user's, less what makes runs differ."""
    env = dict(os.environ)
    env.pop("MPLBACKEND", None)
    env.pop(SERVER_VARIABLE, None)
    env["PYTHONHASHSEED"] = "0"
    env["PYTHONSAFEPATH"] = "1"  # no module of the folder where the command runs is imported
    env["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    env["IPYTHONDIR"] = str(home / "ipython")
    # Notebooks run side by side; sums of threads would depend on the number of processors.
    for library in ("OMP", "OPENBLAS", "MKL"):
        env[f"{library}_NUM_THREADS"] = "1"
    return env


def limit_memory(pid: int, memory: int) -> bool:
    """Let a process allocate so many bytes more than it holds now; tell whether that can be done.

    It may raise its own limit by a reserve, to tell what happened.
    """
    if sys.platform != "linux":
        return False
    import resource

    with suppress(OSError, ValueError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0])
        cap = pages * resource.getpagesize() + memory
        resource.prlimit(pid, resource.RLIMIT_AS, (cap, cap + MEMORY_RESERVE))
        return True
    return False


@contextmanager
def make_room(home: Path) -> Iterator[Path]:
    """Give a kernel a folder of its own for its sockets."""
    with tempfile.TemporaryDirectory(dir=home, prefix="k", ignore_cleanup_errors=True) as room:
        yield Path(room)


def _failed_by_machine(record: Record, fault: Exception | None) -> bool:
    """Tell whether a run failed before its first cell, or its kernel was taken from it."""
    if fault is None or record.stopped or record.error:
        return False
    return not record.sent or record.lost


def _conclude(record: Record, fault: Exception | None, limits: Limits) -> Run:
    """Say how a run ended, from what the runner saw."""
    if record.notebook is None:
        return Run(None, _describe_no_start(record, fault, limits))
    unfinished = record.unfinished()
    cell = unfinished[0] if unfinished else None
    if not unfinished and fault is None:
        return Run(record.notebook)
    if record.error is not None:
        cell, name, value = record.error
        return Run(record.notebook, _describe_error(name, plain_text(value)), cell)
    if record.stopped is not None:
        return Run(record.notebook, _describe_stop(record.stopped, limits), cell)
    if type(fault).__name__ == "DeadKernelError":
        return Run(record.notebook, text("its kernel died while the cell was running"), cell)
    why = plain_text(str(fault)) if fault is not None else text("a cell did not finish")
    return Run(record.notebook, why or type(fault).__name__, cell)


def _describe_no_start(record: Record, fault: Exception | None, limits: Limits) -> str:
    if record.stopped is not None:
        return _describe_stop(record.stopped, limits)
    why = plain_text(str(fault)) or type(fault).__name__
    return text("its kernel did not start ({why})", why=f"{why}; {record.log}" if record.log else why)


def _describe_stop(why: str, limits: Limits) -> str:
    if why == DEADLINE:
        return text("it took longer than {n} seconds", n=f"{limits.timeout:g}")
    if why == PRINTED:
        return text("it printed more than {n} characters", n=PRINT_LIMIT)
    return text("the run was stopped")


def _describe_error(name: str, value: str) -> str:
    """Return an error of a cell in words: those of parreport speak for themselves."""
    from parreport import errors

    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, errors.ParReportError):
        return value
    return f"{name}: {value}" if value else name


def _last_line(log: IO[bytes]) -> str:
    """Return the last line that the kernel wrote on its way out."""
    log.seek(max(0, log.seek(0, os.SEEK_END) - LOG_TAIL))
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return plain_text(lines[-1]) if lines else ""
