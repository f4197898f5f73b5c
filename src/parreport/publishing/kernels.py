"""One notebook, one fresh kernel: papermill runs it, a recorder sees what happened.

In: a notebook and its parameters. Out: the notebook with its outputs, and the record of which
cells finished. This runs in a worker process of its own (see ``execution``).
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from parreport.language import set_language, text

KERNEL_NAME = "python3"
START_ATTEMPTS = 3
START_TIMEOUT_S = 60
IOPUB_TIMEOUT_S = 60
SOCKET_PATH_LIMIT = 90
MARKER_TAG = "papermill-error-cell-tag"

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_log: IO[bytes] | None = None
_home: str | None = None


@dataclass
class Record:
    """What the runner itself saw of one notebook: cells by their position in ``notebook``."""

    notebook: Any = None
    sent: list[int] = field(default_factory=list)
    finished: list[int] = field(default_factory=list)
    error: tuple[int, str, str] | None = None

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

    def drop_markers(self) -> None:
        """Drop the cells that papermill adds to a notebook that failed: they shift positions."""
        if self.notebook is not None:
            cells = self.notebook.cells
            self.notebook.cells = [c for c in cells if MARKER_TAG not in c.metadata.get("tags", [])]

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


def prepare_worker(language: str, home: str) -> None:
    """Make this process a worker: its language, a quiet log, and no life beyond its parent.

    Kernels keep their sockets below the folder ``home``.
    """
    global _log, _home
    _home = home
    set_language(language)
    logging.disable(logging.CRITICAL)
    os.environ["PYTHONHASHSEED"] = "0"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    os.environ.pop("MPLBACKEND", None)
    _log = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the worker lives)
    for stream in (1, 2):
        os.dup2(_log.fileno(), stream)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def run_cells(
    path: Path, parameters: Mapping[str, Any], folder: Path, timeout: float | None
) -> Run:
    """Run a notebook in a fresh kernel; start again only where no cell had run yet.

    ``timeout`` limits the whole notebook, in seconds. A cell that fails is never run again.
    """
    for attempt in range(1, START_ATTEMPTS + 1):
        record = Record()
        fault = _run_once(path, parameters, folder, timeout, record)
        if fault is None or record.sent or attempt == START_ATTEMPTS:
            return _conclude(record, fault, timeout)
        time.sleep(0.2 * attempt)
    raise AssertionError("unreachable")


def plain_text(words: str) -> str:
    """Return text without the colour codes of a terminal."""
    return _ANSI.sub("", words).strip()


def _run_once(
    path: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    timeout: float | None,
    record: Record,
) -> Exception | None:
    """Run a notebook once into the record; return what stopped papermill, if anything did."""
    import papermill

    _start_log()
    deadline = None if timeout is None else time.monotonic() + timeout

    def remaining(cell: Any) -> float | None:
        return None if deadline is None else max(0.01, deadline - time.monotonic())

    with _kernel_home() as config:
        try:
            papermill.execute_notebook(
                str(path).replace("{", "{{").replace("}", "}}"),
                None,
                parameters=dict(parameters),
                kernel_name=KERNEL_NAME,
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                start_timeout=START_TIMEOUT_S,
                iopub_timeout=IOPUB_TIMEOUT_S,
                timeout_func=remaining,
                record_timing=False,
                force_raise_errors=True,
                shutdown_kernel="immediate",
                resources={"metadata": {"path": str(folder)}},
                config=config,
                on_notebook_start=record.on_notebook_start,
                on_cell_execute=record.on_cell_execute,
                on_cell_executed=record.on_cell_executed,
            )
        except Exception as error:
            return error
        finally:
            record.drop_markers()
    return None


def _conclude(record: Record, fault: Exception | None, timeout: float | None) -> Run:
    """Say how a run ended, from what the runner saw."""
    from nbclient.exceptions import CellTimeoutError

    if record.notebook is None:
        why = plain_text(str(fault)) or type(fault).__name__
        last = _last_log_line()
        reason = text("its kernel did not start ({why})", why=f"{why}; {last}" if last else why)
        return Run(None, reason)
    unfinished = record.unfinished()
    if not unfinished and fault is None:
        return Run(record.notebook)
    cell = unfinished[0] if unfinished else None
    if record.error is not None:
        cell, name, value = record.error
        return Run(record.notebook, _describe_error(name, plain_text(value)), cell)
    if isinstance(fault, CellTimeoutError) and timeout is not None:
        return Run(record.notebook, text("it took longer than {n} seconds", n=f"{timeout:g}"), cell)
    if type(fault).__name__ == "DeadKernelError":
        return Run(record.notebook, text("its kernel died while the cell was running"), cell)
    why = plain_text(str(fault)) if fault is not None else text("a cell did not finish")
    return Run(record.notebook, why or type(fault).__name__, cell)


def _describe_error(name: str, value: str) -> str:
    """Return an error of a cell in words: those of parreport speak for themselves."""
    from parreport import errors

    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, errors.ParReportError):
        return value
    return f"{name}: {value}" if value else name


def make_home(base: str | None = None) -> tempfile.TemporaryDirectory[str]:
    """Make a temporary folder whose path is short enough for sockets."""
    base = base or tempfile.gettempdir()
    if os.name == "posix" and len(base) > SOCKET_PATH_LIMIT - 30:
        base = "/tmp"
    return tempfile.TemporaryDirectory(prefix="pr-", dir=base, ignore_cleanup_errors=True)


@contextmanager
def _kernel_home() -> Iterator[Any]:
    """Give a kernel a private folder: its sockets instead of ports, and no profile of the user."""
    from traitlets.config import Config

    with make_home(_home) as home:
        config = Config()
        if os.name == "posix":
            config.KernelManager.transport = "ipc"
            config.KernelManager.connection_file = os.path.join(home, "k.json")  # noqa: PTH118
        before = os.environ.get("IPYTHONDIR")
        os.environ["IPYTHONDIR"] = home
        try:
            yield config
        finally:
            if before is None:
                del os.environ["IPYTHONDIR"]
            else:
                os.environ["IPYTHONDIR"] = before


def _follow(parent: Any) -> None:
    """End this worker when the process that started it ends."""
    parent.join()
    if _home is not None:
        shutil.rmtree(_home, ignore_errors=True)
    os._exit(1)


def _start_log() -> None:
    if _log is not None:
        sys.stdout.flush()
        _log.seek(0)
        _log.truncate()


def _last_log_line() -> str:
    """Return the last line that the kernel wrote on its way out."""
    if _log is None:
        return ""
    _log.seek(0)
    lines = _log.read().decode("utf-8", "replace").strip().splitlines()
    return plain_text(lines[-1]) if lines else ""
