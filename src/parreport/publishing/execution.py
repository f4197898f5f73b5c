"""Notebooks are executed: many at a time, each in a worker process and a kernel of its own.

In: jobs, a notebook with its parameters each. Out: outcomes in the order of the jobs, and the
executed notebooks in a folder. One failure never stops the others.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parreport.errors import NotebookError
from parreport.language import language, text
from parreport.publishing.kernels import Run, make_home, prepare_worker, run_cells
from parreport.publishing.manuscripts import clean_notebook, find_heading, write_notebook
from parreport.publishing.notebooks import read_notebook


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
    hidden: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Outcome:
    """How a job ended: ``executed`` is the saved notebook, ``error`` what went wrong."""

    job: Job
    ok: bool
    error: NotebookError | None
    executed: Path | None
    seconds: float


def run_notebooks(
    jobs: Sequence[Job],
    folder: Path,
    workers: int | None = None,
    on_done: Callable[[Outcome], None] | None = None,
    timeout: float | None = None,
) -> list[Outcome]:
    """Run all jobs and save each notebook as ``folder/<name>.ipynb``.

    ``on_done`` is called here, as each job ends; ``timeout`` limits each notebook, in seconds.
    A job whose worker the system ended (out of memory) runs once more, alone.
    """
    names = [job.name for job in jobs]
    if len(set(names)) < len(names):
        raise ValueError(f"two jobs have the same name: {names}")
    outcomes: dict[str, Outcome] = {}

    def note(outcome: Outcome) -> None:
        outcomes[outcome.job.name] = outcome
        if on_done is not None:
            on_done(outcome)

    count = max(1, min(workers or count_workers(), len(jobs)))
    _run_pool(jobs, folder, count, timeout, note)
    for job in jobs:
        if job.name not in outcomes:
            _run_pool([job], folder, 1, timeout, note)
        if job.name not in outcomes:
            reason = text("the system ended the process that ran it; memory may be short")
            note(Outcome(job, False, NotebookError(job.name, reason), None, 0.0))
    return [outcomes[name] for name in names]


def count_workers() -> int:
    """Return how many notebooks to run at once: one more than there are processors."""
    try:
        return len(os.sched_getaffinity(0)) + 1
    except AttributeError:
        return (os.cpu_count() or 1) + 1


def run_notebook(job: Job, folder: Path, timeout: float | None = None) -> Outcome:
    """Run one job in this process and save its notebook."""
    start = time.monotonic()
    target = folder / f"{job.name}.ipynb"
    target.unlink(missing_ok=True)
    try:
        source = read_notebook(job.notebook)
    except NotebookError as fault:
        return Outcome(job, False, NotebookError(job.name, fault.reason), None, 0.0)
    run = run_cells(job.notebook, job.parameters, job.folder, timeout)
    error = None if run.reason is None else _make_error(job, run, target)
    if run.notebook is not None:
        write_notebook(clean_notebook(run.notebook, source, job.parameters, job.hidden), target)
    seconds = time.monotonic() - start
    return Outcome(job, error is None, error, target if error is None else None, seconds)


def _run_pool(
    jobs: Iterable[Job],
    folder: Path,
    workers: int,
    timeout: float | None,
    note: Callable[[Outcome], None],
) -> None:
    """Run jobs in a pool of workers; a job that lost its worker gets no outcome."""
    home = make_home()
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=prepare_worker,
        initargs=(language(), home.name),
    )
    try:
        futures = [pool.submit(run_notebook, job, folder, timeout) for job in jobs]
        for future in as_completed(futures):
            try:
                outcome = future.result()
            except BrokenExecutor:
                continue
            note(outcome)
    except BrokenExecutor:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        home.cleanup()


def _make_error(job: Job, run: Run, target: Path) -> NotebookError:
    """Return the error of a run: the reason, the heading, the cell, the saved notebook."""
    if run.notebook is None:
        return NotebookError(job.name, run.reason or "")
    source = None if run.cell is None else str(run.notebook.cells[run.cell].source)
    heading = None if run.cell is None else find_heading(run.notebook, run.cell)
    return NotebookError(job.name, run.reason or "", heading, source, target)
