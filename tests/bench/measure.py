"""Commands measured from outside: time, processor time, memory of a whole tree of processes.

Processor time is that of the command and of everything it started and waited for; memory is the
largest sum of the shares (PSS) of the tree, sampled, and the largest of its first process alone.
Linux only, since it reads /proc.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

SAMPLE_S = 0.25
Command = Sequence[str]


@dataclass(frozen=True)
class Measured:
    """One run, or the medians of several: seconds, processor seconds, MiB of tree and of runner."""

    seconds: float
    processor_s: float
    tree_mib: float
    runner_mib: float


def run_once(work: Callable[[Callable[[Command], None]], None]) -> Measured:
    """Measure some work, which runs commands by the function that it is given."""
    runners: set[int] = set()
    peaks = [0.0, 0.0]
    done = threading.Event()

    def call(command: Command) -> None:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            runners.add(process.pid)
            _, err = process.communicate()
            runners.discard(process.pid)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}\n{err.decode(errors='replace')[-2000:]}")

    def watch() -> None:
        while not done.wait(SAMPLE_S):
            tree = sum(read_share(pid) for first in list(runners) for pid in find_tree(first))
            peaks[0] = max(peaks[0], tree)
            peaks[1] = max([peaks[1], *(read_share(first) for first in list(runners))])

    watcher = threading.Thread(target=watch, daemon=True)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    watcher.start()
    work(call)
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    done.set()
    watcher.join()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, used, peaks[0], peaks[1])


def median(runs: Sequence[Measured]) -> Measured:
    """Return the medians of several runs, each figure by itself."""
    names = ("seconds", "processor_s", "tree_mib", "runner_mib")
    return Measured(*(statistics.median(getattr(run, name) for run in runs) for name in names))


def run_chains(chains: Sequence[Sequence[Command]], workers: int) -> Measured:
    """Measure chains of commands, so many chains at a time, each chain in its order."""

    def work(call: Callable[[Command], None]) -> None:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda chain: [call(command) for command in chain], chains))

    return run_once(work)


def run_command(command: Command) -> Measured:
    """Measure one command."""
    return run_chains([[command]], 1)


def find_tree(first: int) -> list[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                facts = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(facts[1]), []).append(int(folder.name))
    tree = [first]
    for pid in tree:
        tree += children.get(pid, [])
    return tree


def read_share(pid: int) -> float:
    """Return the memory of a process in MiB, what it shares divided among those who share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def describe_machine() -> str:
    """Return what the figures were measured on."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[0]
    return f"{len(os.sched_getaffinity(0))} processors ({model}), {memory:.0f} GiB, load {load:.1f}"
