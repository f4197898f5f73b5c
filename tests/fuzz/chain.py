"""One case through the whole chain, in this process; what comes out is judged.

What ``check`` lets pass, ``score`` must make; no command may let an exception out, take over 5
seconds, a GiB of memory or warn. A folder of reports is read as ``verify`` and ``build`` read it.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parreport.cli import main
from tests.fuzz import folders
from tests.fuzz.cases import Case
from tests.fuzz.file_kinds import put, put_back
from tests.fuzz.guards import Hang, limited_memory, peak_bytes, watched
from tests.fuzz.judging import Unsound, judge_faults, judge_tables
from tests.fuzz.project import lay_out, working_in
from tests.fuzz.projects import projects

SOURCE = str(Path(sys.modules["parreport"].__file__ or "").parent)
FEW_DRAWS = 40
MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Finding:
    """What went wrong: its kind, the place in the code, the words of it."""

    kind: str
    place: str
    words: str

    @property
    def key(self) -> str:
        """What makes two findings the same."""
        return f"{self.kind} at {self.place}"


class Bench:
    """Sound projects in a folder of their own, in which cases are tried one after the other."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "out"
        self.originals: dict[str, Mapping[str, bytes]] = {}
        for name, project in projects().items():
            self.originals[name] = project.files
            lay_out(project, root / name)

    def try_case(self, case: Case) -> Finding | None:
        """Return what goes wrong in a case, None where all is as it must be."""
        folder = self.root / case.project
        for file, content in case.files.items():
            put(folder / file, content)
        try:
            with working_in(folder):
                return self._judge(case)
        finally:
            put_back(folder, case.files, self.originals[case.project])

    def _judge(self, case: Case) -> Finding | None:
        before = peak_bytes()
        try:
            with limited_memory():
                self._run(case)
        except Unsound as unsound:
            return Finding("unsound output", str(unsound).partition(" [")[0][:70], str(unsound))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            kind = "hang" if isinstance(error, Hang) else type(error).__name__
            return Finding(kind, place_of(error), _words_of(error))
        grown = peak_bytes() - before
        if grown > 2**30:
            return Finding("memory", case.project, f"{grown / 2**20:.0f} MiB more")
        return None

    def _run(self, case: Case) -> None:
        project = projects()[case.project]
        if project.run == "folder":
            folders.read_folder(project, case.language)
            return
        if project.run == "tables":
            folders.read_kept_results(project)
            return
        language = ("--language", case.language)
        shown = ("--json",) if case.as_json else ()
        code, words = call("check", project.parameters, *shown, *language)
        if case.as_json and code != 2:
            judge_faults(words, code)
        if code != 0 or not case.is_scored:
            return
        scenario = "scenario.csv" in project.files
        more = ("--scenario", "scenario.csv") if scenario else ()
        made, words = call("score", project.parameters, "--out", str(self.out), *more, *language)
        if made != 0 and not scenario:
            raise Unsound(f"check passes, score ends with {made}: {words[-300:]}")
        if made == 0:
            judge_tables(self.out)


@contextmanager
def open_bench() -> Iterator[Bench]:
    """Open a bench in memory where there is a place for it, and warm it up."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place, prefix="fuzz-") as spare, _few_draws():
        bench = Bench(Path(spare).resolve())
        for name in projects():
            finding = bench.try_case(Case(name, {}))
            if finding is not None:
                raise AssertionError(f"the sound project {name}: {finding.key}\n{finding.words}")
        yield bench


def call(*words: str) -> tuple[int, str]:
    """Run a command in this process, watched; return its exit code and what it printed."""
    kept = sys.stdout, sys.stderr
    told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    sys.stdout, sys.stderr = told, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    try:
        with watched():
            code = main(words)
        told.flush()
        sys.stderr.flush()
        printed = told.buffer.getvalue() or sys.stderr.buffer.getvalue()  # type: ignore[attr-defined]
    finally:
        sys.stdout, sys.stderr = kept
    if code not in {0, 1, 2}:
        raise Unsound(f"{words[0]} ends with {code}")
    return code, printed.decode("utf-8")


def place_of(error: BaseException) -> str:
    """Return where in parreport an exception came from: file, function and line of code.

    Where a limit was met by chance (time, memory, depth), the line says nothing: the function that
    stands most often in the traceback does.
    """
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(SOURCE)]
    if not own:
        return "outside parreport" if error.__context__ is None else place_of(error.__context__)
    last = own[-1]
    file = Path(last.filename).relative_to(SOURCE).as_posix()
    if not isinstance(error, Hang | MemoryError | RecursionError):
        return f"{file}, {last.name}: {last.line}"
    names = [(frame.filename, frame.name) for frame in own]
    path, name = max(dict.fromkeys(reversed(names)), key=names.count)
    return f"{Path(path).relative_to(SOURCE).as_posix()}, {name}"


def _words_of(error: BaseException) -> str:
    lines = "".join(traceback.format_exception(error, limit=-6, chain=False)).splitlines()
    return "\n".join(line[:300] for line in lines[:30])


@contextmanager
def _few_draws() -> Iterator[None]:
    """Draw weights fewer times: the same code, a third of the time."""
    from parreport.years import recipe as pipeline

    own = pipeline.estimate_robustness
    defaults = own.__kwdefaults__
    own.__kwdefaults__ = {**(defaults or {}), "draws": FEW_DRAWS}
    try:
        yield
    finally:
        own.__kwdefaults__ = defaults
