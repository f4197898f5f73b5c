"""Tests run on a copy of the project, each mutant in a process of its own.

The processes are forked from one that has imported pandas, pytest and all else that takes long, but
nothing of the project. In a fork one module is made from the mutant's source instead of its file;
the files of the copy stay as they are.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.machinery
import importlib.util
import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from multiprocessing.connection import wait
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutants.reaching import MARK, Reached, mark_statements

HEAVY = (
    "numpy pandas pydantic yaml babel babel.dates babel.numbers matplotlib.pyplot nbformat nbconvert jinja2 openpyxl"
)
LEFT_OUT = (".git", ".venv*", "reports", "dist", "build", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
MEMORY = 8 * 2**30
SECONDS_AT_LEAST = 20.0
TIMES_AS_LONG = 10
LONGEST = 3600.0  # seconds of the clock, for a process that sleeps
ALIKE = ("-q", "-x", "--tb=line", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", "-m", "not slow")

KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"


def warm_up() -> None:
    """Import what every fork needs and what is not the project's."""
    for name in HEAVY.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def copy_project(project: Path, folder: Path) -> Path:
    """Copy the project into a folder; ``../shared`` is where it was, if it was."""
    copy = folder / "project"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    if (project.parent / "shared").is_dir():
        (folder / "shared").symlink_to(project.parent / "shared", target_is_directory=True)
    return copy


# --- in a fork --------------------------------------------------------------------------------


class _Loader(importlib.machinery.SourceFileLoader):
    """Makes a module from a program instead of its file, with these names in it."""

    program: str | ast.Module = ""
    names: Mapping[str, object] = {}

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.program, self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(self.names)
        super().exec_module(module)


class _Finder:
    """Finds the modules for which there is a program."""

    def __init__(self, copy: Path, programs: Mapping[str, str | ast.Module], **names: object) -> None:
        self.paths = {module_of(path): copy / path for path in programs}
        self.programs = {module_of(path): program for path, program in programs.items()}
        self.names = names

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> Any:
        if name not in self.programs:
            return None
        loader = _Loader(name, str(self.paths[name]))
        loader.program, loader.names = self.programs[name], self.names
        return importlib.util.spec_from_file_location(name, self.paths[name], loader=loader)


def module_of(path: str) -> str:
    """Return the name of the module in a file of the package."""
    return path.removeprefix("src/").removesuffix(".py").replace("/", ".")


class _Watch:
    """A plugin for pytest: runs the wanted tests alone, quickest first, and ends one that hangs."""

    def __init__(self, wanted: Mapping[str, float]) -> None:
        self.wanted = wanted
        self.failed = ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.wanted), key=lambda one: self.wanted[one.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        signal.setitimer(signal.ITIMER_PROF, SECONDS_AT_LEAST + TIMES_AS_LONG * self.wanted[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = f"import of {report.nodeid}"


class _SameExamples:
    """A plugin for pytest: Hypothesis tries the same examples each time, and shrinks none."""

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        given = settings.get_profile("parreport")
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", parent=given, database=None, derandomize=True, phases=phases)
        settings.load_profile("mutants")


def _enter(copy: Path, folder: Path) -> None:
    """Make this process one that knows the copy alone, silent, with little memory."""
    os.setsid()
    for name in [name for name in sys.modules if name.partition(".")[0] in {"tests", "parreport"}]:
        del sys.modules[name]
    home = {str(Path(__file__).resolve().parents[2]), ""}
    sys.path[:] = [str(copy / "src"), str(copy), *(path for path in sys.path if path not in home)]
    sys.dont_write_bytecode = False  # the next fork need not compile the copy again
    os.chdir(copy)
    folder.mkdir(parents=True)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), number)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _pytest(test_file: str, folder: Path, *plugins: object) -> int:
    base = f"--basetemp={folder / 'tmp'}"
    return int(pytest.main([*ALIKE, base, test_file], plugins=[*plugins, _SameExamples()]))


def run_mutant(copy: Path, folder: Path, path: str, source: str, tests: list[tuple[str, dict[str, float]]]) -> None:
    """Run tests, by file and name with their seconds, on a file with this source; leave the outcome."""
    _enter(copy, folder)
    sys.meta_path.insert(0, _Finder(copy, {path: source}))
    for test_file, wanted in tests:
        watch = _Watch(wanted)
        (folder / "outcome").write_text(f"{TIMEOUT} {test_file}", "utf-8")
        code = _pytest(test_file, folder, watch)
        signal.setitimer(signal.ITIMER_PROF, 0)
        shutil.rmtree(folder / "tmp", ignore_errors=True)
        if code:
            (folder / "outcome").write_text(f"{KILLED} {watch.failed or test_file}", "utf-8")
            return
    (folder / "outcome").write_text(SURVIVED, "utf-8")


def run_reached(copy: Path, folder: Path, test_file: str, paths: list[str], kept: Path) -> None:
    """Run a file of tests on the code as it is; keep which statements of ``paths`` each of them meets."""
    _enter(copy, folder)
    reached = Reached()
    programs = {
        path: mark_statements(path, (copy / path).read_text("utf-8")) for path in paths if "__init__" not in path
    }
    sys.meta_path.insert(0, _Finder(copy, programs, **{MARK: reached.mark}))
    code = _pytest(test_file, folder, reached)
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    if code not in (0, 5):  # 5: all of them are slow
        sys.exit(1)
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(reached.tests), "utf-8")
    unfinished.replace(kept)


# --- from outside -----------------------------------------------------------------------------


def run_forks(jobs: Iterable[tuple[Callable[..., None], tuple[Any, ...]]], at_once: int) -> Iterator[tuple[int, int]]:
    """Run each job in a fork, so many at once: yield its number and exit code (below 0: the signal)."""
    context = multiprocessing.get_context("fork")
    waiting = list(enumerate(jobs))[::-1]
    running: dict[int, tuple[Any, int, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                number, (task, given) = waiting.pop()
                process = context.Process(target=task, args=given)
                process.start()
                running[process.sentinel] = process, number, time.monotonic() + LONGEST
            ready = wait(list(running), timeout=5)
            late = [sentinel for sentinel, (_, _, until) in running.items() if time.monotonic() > until]
            for sentinel in {*ready, *late}:
                process, number, _ = running.pop(int(sentinel))  # type: ignore[call-overload]
                _end(process)
                yield number, process.exitcode
    finally:
        for process, _, _ in running.values():
            _end(process)


def _end(process: Any) -> None:
    """End a fork and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.join()
