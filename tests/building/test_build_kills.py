"""A build that is killed at any moment: nothing stays behind, nothing is half new, nothing is lost.

Each part of a build in turn, and at night sixty moments spread over the whole length of one, drawn
from a fixed seed: the runner is killed (SIGKILL), its processes are gone within 5 seconds, the
published folder is the old one or the new one to the last byte, and the same command then finishes
and makes what an undisturbed run makes, without running again what had been finished.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.built import POINTS, TREE, built_once, files_in, run, same_files, write_relative, write_two_years
from tests.processes import finish, processes_with, start, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")]
MOMENTS = 60
CHAINS = 6  # shared among the processes that run tests
BUILD = ("build", "2018.yaml", "--out", "old", "--formats", "html")
REPORTS = 5
# When a build is killed: as soon as it has finished so many reports (None: as soon as it has its work
# folder), and so many seconds after that. After the last one the folder is put together and exchanged.
PARTS: tuple[tuple[int | None, float], ...] = (
    *((0, 0.0), (None, 0.0), (None, 0.6), (1, 0.0)),
    *((3, 0.1), (REPORTS, 0.0), (REPORTS, 0.1), (REPORTS, 0.3)),
)


@dataclass(frozen=True)
class Reference:
    """A year published, and the same year with one figure changed, published undisturbed."""

    folder: Path
    seconds: float

    @property
    def old(self) -> dict[str, bytes]:
        return files_in(self.folder / "old")

    @property
    def new(self) -> dict[str, bytes]:
        return files_in(self.folder / "new")


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    return make_reference(tmp_path_factory, "killed-two-years", write_two_years)


@pytest.fixture(scope="session")
def small_reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    return make_reference(tmp_path_factory, "killed", lambda folder: write_relative(folder, TREE, POINTS), timed=False)


def make_reference(
    factory: pytest.TempPathFactory, name: str, write: Callable[[Path], object], timed: bool = True
) -> Reference:
    """Publish a year and then another; where it is timed, the second as a command of its own, as long as one takes."""

    def make(folder: Path) -> dict[str, Any]:
        write(folder)
        assert run(folder, *BUILD).code == 0
        points = folder / "2018-inputs" / "points.csv"
        words = points.read_text("utf-8")
        assert words.count("a,1.1,,,3,") == 1
        points.write_text(words.replace("a,1.1,,,3,", "a,1.1,,,2.5,"), "utf-8")
        before = time.monotonic()
        words = (*BUILD[:3], "new", *BUILD[4:])
        assert (finish("none", *words, cwd=folder)[0] if timed else run(folder, *words).code) == 0
        return {"seconds": time.monotonic() - before}

    folder, facts = built_once(factory, name, make)
    return Reference(folder, facts["seconds"])


def finished_reports(work: Path) -> set[str]:
    """Return the reports that a run had finished, as its state says."""
    return {
        path.relative_to(work / "finished").with_suffix("").as_posix() for path in (work / "finished").rglob("*.json")
    }


def kill_and_finish(reference: Reference, year: Path, number: int, wait: Callable[[Any, Path], None]) -> None:
    """Start the build of a changed year over the old folder, kill it when ``wait`` returns, run it again."""
    mark, old, new = f"{year}-{number}", reference.old, reference.new
    target, work = year / "old", year / ".old.work"
    shutil.rmtree(target)
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(reference.folder / "old", target)
    with start(mark, *BUILD, cwd=year) as runner:
        wait(runner, work)
        runner.kill()
    assert wait_until(lambda: not processes_with(mark), 5), processes_with(mark)
    was_new = same_files(files_in(target), new)
    assert was_new or files_in(target) == old
    finished = finished_reports(work)
    again = run(year, *BUILD)
    assert (again.code, again.err) == (0, "")
    assert same_files(files_in(target), new)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    expected = json.loads(new["manifest.json"])
    assert {**manifest, "run": 0} == {**expected, "run": 0}
    if not was_new:
        assert finished <= set(manifest["run"]["kept"])
    assert not work.exists()
    assert not list(year.glob(".old.old*"))


@pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_build_that_is_killed_in_any_part_leaves_nothing_half_made(
    half: int, small_reference: Reference, tmp_path: Path
) -> None:
    year = tmp_path / "year"
    shutil.copytree(small_reference.folder, year)
    for number, (reports, seconds) in list(enumerate(PARTS))[half::2]:

        def wait(runner: Any, work: Path, reports: int | None = reports, seconds: float = seconds) -> None:
            def is_there() -> bool:
                there = work.exists() if reports is None else len(finished_reports(work)) >= reports
                return there or runner.poll() is not None

            assert wait_until(is_there, 120)
            time.sleep(seconds)

        kill_and_finish(small_reference, year, number, wait)


@pytest.mark.nightly
@pytest.mark.parametrize("chain", range(CHAINS))
def test_a_build_that_is_killed_at_any_moment_leaves_nothing_half_made(
    chain: int, reference: Reference, tmp_path: Path
) -> None:
    draw = random.Random(1486 + chain)
    year = tmp_path / "year"
    shutil.copytree(reference.folder, year)
    for number in range(MOMENTS // CHAINS):
        seconds = draw.random() * 1.1 * reference.seconds
        kill_and_finish(reference, year, number, lambda runner, work, seconds=seconds: time.sleep(seconds))
