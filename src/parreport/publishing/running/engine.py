"""The papermill engine ``parreport``: one notebook, one fresh process; a recorder sees what happened.

In: a notebook with its parameters. Out: the notebook with its outputs, and how the run ended. A run
starts again only where the machine failed it, never because a cell did. papermill knows the engine
by its entry point: ``papermill --engine parreport in.ipynb out.ipynb`` runs any notebook in Python.
"""

from __future__ import annotations

import copy
import logging
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from parreport import errors
from parreport.errors import NotebookError
from parreport.language import text
from parreport.publishing.running.kernels import Kernel, Kernels

ENGINE = "parreport"
ATTEMPTS = 3
RETRY_PAUSE_S = 0.2
PRINT_LIMIT = 1_000_000
STOPPED, PRINTED = "stopped", "printed"

quiet = logging.getLogger("parreport.kernels")
quiet.addHandler(logging.NullHandler())
quiet.propagate = False

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


@dataclass(frozen=True)
class Limits:
    """What one notebook may use: ``timeout`` in seconds, whole; ``memory`` in bytes over the start."""

    timeout: float | None = None
    memory: int | None = None


@dataclass(frozen=True)
class Run:
    """The end of one run: no ``reason`` where every cell finished; ``cell`` is the one to blame."""

    notebook: Any
    reason: str | None = None
    cell: int | None = None
    attempts: int = 1

    @property
    def source(self) -> str | None:
        """The source of the cell to blame."""
        return None if self.cell is None else str(self.notebook.cells[self.cell].source)


class ReportEngine:
    """What papermill asks of an engine."""

    @staticmethod
    def nb_kernel_name(nb: Any, name: str | None = None) -> str:
        """Return the kernel whose cells this engine runs, whatever a notebook calls it."""
        return "python3"

    @staticmethod
    def nb_language(nb: Any, language: str | None = None) -> str:
        """Return the language of the cells."""
        return "python"

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **keywords: Any) -> Any:
        """Run the cells of a notebook and return it; papermill keeps the book of times and states."""
        from papermill.engines import Engine  # which imports this module

        return Engine.execute_notebook.__func__(cls, nb, kernel_name, **keywords)

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        execution_timeout: float | None = None,
        kernels: Kernels | None = None,
        folder: Path | None = None,
        limits: Limits | None = None,
        ends: list[Run] | None = None,
        **keywords: Any,
    ) -> None:
        """Run the cells in a fresh process, and again where the machine failed it, at last cold.

        ``execution_timeout``: seconds for each cell; ``kernels``: from ``open_kernels``, so that
        processes start warm; ``ends``: is told how the run ended.

        Raises
        ------
        NotebookError : the cells did not all finish. Where one raised only if ``ends`` is given,
            since papermill sees that for itself.
        """
        from papermill.clientwrap import PapermillNotebookClient

        told = {key: keywords.get(key) for key in ("log_output", "stdout_file", "stderr_file")}
        with TemporaryDirectory() as home:
            for left in reversed(range(ATTEMPTS)):
                client = PapermillNotebookClient(
                    nb_man, log=logging.getLogger("papermill"), record_timing=False, **told
                )
                attempt = Attempt(nb_man, client, limits or Limits(), execution_timeout)
                warm = kernels is not None and left > 0
                attempt.run(kernels or Kernels(Path(home)), folder or Path.cwd(), warm)
                if not left or not attempt.failed_by_machine():
                    break
                time.sleep(RETRY_PAUSE_S)
                nb_man.notebook_start()
        run = attempt.conclude(ATTEMPTS - left)
        if ends is not None:
            ends.append(run)
        if run.reason is not None and (ends is not None or attempt.error is None):
            name = str(nb_man.nb.metadata.papermill.get("input_path") or ENGINE)
            raise NotebookError(name, run.reason, source=run.source)


class Attempt:
    """One attempt at a notebook, and what was seen of it: cells by their position in it.

    Another thread may stop it: ``stopped`` says why. ``fault``: why its process did not start;
    ``died``: the process ended before its cells did.
    """

    def __init__(self, book: Any, client: Any, limits: Limits, cell_timeout: float | None) -> None:
        self.book, self.client, self.limits, self.cell_timeout = book, client, limits, cell_timeout
        self.sent: list[int] = []
        self.finished: list[int] = []
        self.error: tuple[int, str, str] | None = None
        self.printed = 0
        self.stopped: str | None = None
        self.fault: str | None = None
        self.died = False
        self.kernel: Kernel | None = None

    def run(self, kernels: Kernels, folder: Path, warm: bool) -> None:
        """Run the cells; where no process gets ready warm, one starts cold."""
        numbered = enumerate(self.book.nb.cells)
        cells = [(number, cell.source, may_fail(cell)) for number, cell in numbered if is_run(cell)]
        order = {"folder": str(folder), "memory": self.limits.memory, "cells": cells}
        with self.limit(self.limits.timeout):
            for way in (True, False) if warm else (False,):
                self.kernel = kernel = kernels.open(way)
                try:
                    self.fault = kernel.start(order) if self.stopped is None else None
                    if self.fault is None and self.stopped is None:
                        self.book.nb.metadata["language_info"] = kernel.language
                        self.follow(kernel)
                finally:
                    kernels.close(kernel)
                    if kernels.stopped:
                        self.stopped = self.stopped or STOPPED
                if self.fault is None or self.stopped is not None:
                    break

    @contextmanager
    def limit(self, seconds: float | None) -> Iterator[None]:
        """Stop the cells where this takes longer."""
        timer = threading.Timer(seconds or 0, self.stop, [f"{seconds:g}" if seconds else ""])
        if seconds:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def stop(self, why: str) -> None:
        """Stop the cells, from any thread; the first reason stands: STOPPED, PRINTED, or the seconds."""
        self.stopped = self.stopped or why
        if self.kernel is not None:
            self.kernel.kill()

    def follow(self, kernel: Kernel) -> None:
        """Write what the kernel tells of the cells into the notebook, up to one that ends it all."""
        self.client.reset_execution_trackers()
        for number, cell in enumerate(self.book.nb.cells):
            self.book.cell_start(cell, number)
            try:
                if is_run(cell):
                    with self.limit(self.cell_timeout):
                        self.follow_cell(kernel, number, cell)
                    if number not in self.finished:
                        self.book.cell_exception(cell, number)
                        if self.died or not may_fail(cell):
                            return
            finally:
                self.book.cell_complete(cell, number)

    def follow_cell(self, kernel: Kernel, number: int, cell: Any) -> None:
        """Write what the kernel tells of one cell, up to its end."""
        cell.outputs = []
        self.client.clear_before_next_output = False
        while (told := kernel.receive()) is not None:
            if told["cell"] != number:
                continue  # of a task of an earlier cell, as in any kernel
            kind, content = told["kind"], told["content"]
            if kind == "execute_reply":
                if content["status"] == "ok":
                    self.finished.append(number)
                else:
                    self.error = self.error or (number, str(content["ename"]), str(content["evalue"]))
                return
            if kind == "execute_input":
                self.sent.append(number)
            if kind == "stream":
                self.printed += len(content["text"])
                if self.printed > PRINT_LIMIT:
                    self.stop(PRINTED)
                    continue
            header = {"msg_type": kind}
            message = {"msg_type": kind, "header": header, "parent_header": {"msg_id": number}, "content": content}
            self.client.process_message(message, cell, number)
            join_streams(cell.outputs)
        self.died = True

    def failed_by_machine(self) -> bool:
        """Tell whether the process did not come to the first cell, or was taken from the notebook."""
        if self.stopped or self.error:
            return False
        taken = self.kernel is not None and self.kernel.was_lost
        return self.fault is not None or (self.died and (not self.sent or taken))

    def conclude(self, attempts: int) -> Run:
        """Say how the attempt ended, from what was seen."""
        notebook = self.book.nb
        numbered = enumerate(notebook.cells)
        unfinished = [number for number, cell in numbered if has_code(cell) and number not in self.finished]
        if self.fault is not None:
            reason = text("its kernel did not start ({why})", why=plain_text(self.fault))
            return Run(None, reason if self.stopped is None else describe_stop(self.stopped), None, attempts)
        if not unfinished:
            return Run(notebook, None, None, attempts)
        if self.error is not None:
            cell, name, value = self.error
            return Run(notebook, describe_error(name, plain_text(value)), cell, attempts)
        if self.stopped is not None:
            reason = describe_stop(self.stopped)
        elif self.died:
            reason = text("its kernel died while the cell was running")
        else:
            reason = text("a cell did not finish")
        return Run(notebook, reason, unfinished[0], attempts)


def run_cells(kernels: Kernels, source: Any, parameters: Mapping[str, Any], folder: Path, limits: Limits) -> Run:
    """Have papermill run a notebook with its parameters, in kernels of this engine."""
    from papermill.engines import papermill_engines
    from papermill.execute import execute_notebook

    papermill_engines.register(ENGINE, ReportEngine)  # where the package is not installed, only on the path
    ends: list[Run] = []
    try:
        execute_notebook(
            copy.deepcopy(source),
            None,
            dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernels=kernels,
            folder=folder,
            limits=limits,
            ends=ends,
        )
    except Exception as fault:
        return ends[0] if ends else Run(None, plain_text(str(fault)) or type(fault).__name__)
    return ends[0]


def has_code(cell: Any) -> bool:
    """Tell whether a cell must finish."""
    return bool(cell.cell_type == "code" and cell.source.strip())


def is_run(cell: Any) -> bool:
    """Tell whether a cell runs: one with code, and without the tag that leaves it out."""
    return has_code(cell) and "skip-execution" not in cell.metadata.get("tags", [])


def may_fail(cell: Any) -> bool:
    """Tell whether the cells after this one run though it raised."""
    return "raises-exception" in cell.metadata.get("tags", [])


def join_streams(outputs: list[Any]) -> None:
    """Join the last output with the one before, where both are words of one stream."""
    if len(outputs) > 1 and all(output.output_type == "stream" for output in outputs[-2:]):
        first, last = outputs[-2:]
        if first.name == last.name:
            first.text += last.text
            outputs.pop()


def plain_text(words: str) -> str:
    """Return text without the colour codes of a terminal."""
    return _ANSI.sub("", words).strip()


def describe_stop(why: str) -> str:
    """Say why a run was stopped."""
    if why == PRINTED:
        return text("it printed more than {n} characters", n=PRINT_LIMIT)
    if why == STOPPED:
        return text("the run was stopped")
    return text("it took longer than {n} seconds", n=why)


def describe_error(name: str, value: str) -> str:
    """Return an error of a cell in words: those of parreport speak for themselves."""
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, errors.ParReportError):
        return value
    return f"{name}: {value}" if value else name
