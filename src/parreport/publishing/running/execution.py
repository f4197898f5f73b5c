"""Notebooks are executed: several at a time, each in a kernel of its own.

In: jobs, a notebook with its parameters each. Out: outcomes in the order of the jobs, and the
executed notebooks in a folder. One failure never stops the others.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from parreport.errors import NotebookError
from parreport.language import language, text, use_language
from parreport.publishing.running.engine import Limits, Run, run_cells
from parreport.publishing.running.kernels import Kernels, find_kernels, open_kernels
from parreport.publishing.running.manuscripts import clean_notebook, find_heading, write_notebook
from parreport.publishing.running.notebooks import read_notebook


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    ``name`` names the result below the folder of results (``units/so-y-te``); ``folder`` is where
    the kernel runs; the parameters named in ``hidden`` do not stand in the saved notebook.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Any]
    folder: Path
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a job ended: ``executed`` is the saved notebook, ``error`` what went wrong.

    ``attempts``: how many kernels it took; more than one only where the machine failed it.
    """

    job: Job
    ok: bool
    error: NotebookError | None
    executed: Path | None
    seconds: float
    attempts: int = 1


@dataclass(frozen=True)
class Order:
    """What every job of a run shares; it travels with the job to wherever that runs.

    ``run`` names the run's kernels where they are known; any other process makes its own.
    """

    folder: Path
    limits: Limits
    preload: tuple[str, ...]
    language: str
    run: str


def run_notebooks(
    jobs: Sequence[Job],
    folder: Path,
    workers: int | None = None,
    on_done: Callable[[Outcome], None] | None = None,
    timeout: float | None = None,
    preload: Sequence[str] = (),
    memory: int | None = None,
    executor: Executor | None = None,
    kernels: Kernels | None = None,
) -> list[Outcome]:
    """Run all jobs and save each notebook as ``folder/<name>.ipynb``.

    ``on_done`` is called here, as each job ends. ``timeout`` limits each notebook, in seconds;
    ``memory`` what its kernel may allocate, in bytes; ``preload`` names modules that kernels find
    imported; ``kernels`` come from :func:`open_kernels`, where they were opened ahead. Jobs run in
    threads of this process, or in an ``executor``, a cluster's for example; one that loses a job is
    not asked again: the job runs here.

    Raises
    ------
    KeyboardInterrupt : Ctrl-C or SIGTERM; no kernel is left. Says how many jobs had ended.
    """
    names = [job.name for job in jobs]
    if len(set(names)) < len(names):
        raise ValueError(f"two jobs have the same name: {names}")
    outcomes: dict[str, Outcome] = {}

    def note(ended: Iterator[Outcome]) -> None:
        for outcome in ended:
            outcomes[outcome.job.name] = outcome
            if on_done is not None:
                on_done(outcome)

    with ExitStack() as stack:
        stack.enter_context(termination_as_interrupt())
        stack.enter_context(parameters_unremarked())
        kernels = kernels or stack.enter_context(open_kernels(preload))
        import_module("papermill.execute")  # before there are threads: it silences warnings as it is imported
        order = Order(folder, Limits(timeout, memory), kernels.preload, language(), str(kernels.home))
        try:
            if executor is not None:
                note(_run_in(executor, jobs, order))
            left = [job for job in jobs if job.name not in outcomes]
            count = max(1, min(workers or count_workers(), len(left)))
            with ThreadPoolExecutor(count) as threads:
                try:
                    note(_run_in(threads, left, order))
                except BaseException:
                    kernels.stop()
                    threads.shutdown(wait=False, cancel_futures=True)
                    raise
        except KeyboardInterrupt as interrupt:
            words = text("Stopped: {n} of {total} notebooks had been run.", n=len(outcomes), total=len(jobs))
            raise KeyboardInterrupt(words) from interrupt
    return [outcomes[name] for name in names]


def count_processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def count_workers() -> int:
    """Return how many notebooks to run at once: more than processors, for each waits now and then."""
    return count_processors() + 2


def run_notebook(job: Job, order: Order) -> Outcome:
    """Run one job, wherever this is, and save its notebook."""
    start = time.monotonic()
    target = order.folder / f"{job.name}.ipynb"
    with use_language(order.language):
        try:
            target.unlink(missing_ok=True)
            source = read_notebook(job.notebook)
        except NotebookError as fault:
            return Outcome(job, False, NotebookError(job.name, fault.reason), None, 0.0)
        run = run_cells(find_kernels(order.run, order.preload), source, job.parameters, job.folder, order.limits)
        error = None if run.reason is None else _make_error(job, run, target)
        if run.notebook is not None:
            kept = clean_notebook(run.notebook, source, job.parameters, job.hidden)
            try:
                write_notebook(kept, target)
            except OSError as fault:
                reason = text("it cannot be saved ({why})", why=fault.strerror)
                error = error or NotebookError(job.name, reason)
    seconds, executed = time.monotonic() - start, target if error is None else None
    return Outcome(job, error is None, error, executed, seconds, run.attempts)


def _run_in(executor: Executor, jobs: Sequence[Job], order: Order) -> Iterator[Outcome]:
    """Run jobs in an executor; a job that the executor lost gives no outcome."""
    futures: list[Future[Outcome]] = []
    try:
        for job in jobs:
            futures.append(executor.submit(run_notebook, job, order))
        for future in as_completed(futures):
            fault = future.exception()
            if fault is None:
                yield future.result()
            elif isinstance(executor, ThreadPoolExecutor):
                raise fault
    except RuntimeError:
        # A broken executor takes no more jobs; what it has lost runs here.
        if isinstance(executor, ThreadPoolExecutor):
            raise
    finally:
        for future in futures:
            future.cancel()


@contextmanager
def parameters_unremarked() -> Iterator[None]:
    """Have papermill not warn of parameters: it reads their cell by line, this package as code."""
    log = logging.getLogger("papermill")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


@contextmanager
def termination_as_interrupt() -> Iterator[None]:
    """Have SIGTERM stop a run as Ctrl-C does, where this is the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _make_error(job: Job, run: Run, target: Path) -> NotebookError:
    """Return the error of a run: the reason, the heading, the cell, the saved notebook."""
    heading = None if run.cell is None else find_heading(run.notebook, run.cell)
    return NotebookError(job.name, run.reason or "", heading, run.source, None if run.notebook is None else target)
