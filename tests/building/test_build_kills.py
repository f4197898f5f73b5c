"""A build that is killed at any moment: nothing stays behind, nothing is half new, nothing is lost.

Thirty moments spread over the whole length of a build, drawn from a fixed seed: the runner is killed
(SIGKILL), its processes are gone within 5 seconds, the published folder is the old one or the new
one to the last byte, and the same command then finishes and makes what an undisturbed run makes,
without running again what had been finished.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.built import built_once, files_in, same_files, write_two_years
from tests.processes import finish, processes_with, start, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")]
MOMENTS = 30
CHAINS = 6  # shared among the processes that run tests


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
    def make(folder: Path) -> dict[str, Any]:
        write_two_years(folder)
        assert finish("none", "build", "2018.yaml", "--out", "old", "-q", cwd=folder)[0] == 0
        points = folder / "2018-inputs" / "points.csv"
        words = points.read_text("utf-8")
        assert words.count("a,1.1,,,3,") == 1
        points.write_text(words.replace("a,1.1,,,3,", "a,1.1,,,2.5,"), "utf-8")
        before = time.monotonic()
        assert finish("none", "build", "2018.yaml", "--out", "new", "-q", cwd=folder)[0] == 0
        return {"seconds": time.monotonic() - before}

    folder, facts = built_once(tmp_path_factory, "killed", make)
    return Reference(folder, facts["seconds"])


def finished_reports(work: Path) -> set[str]:
    """Return the reports that a run had finished, as its state says."""
    return {
        path.relative_to(work / "finished").with_suffix("").as_posix() for path in (work / "finished").rglob("*.json")
    }


@pytest.mark.parametrize("chain", range(CHAINS))
def test_a_build_that_is_killed_leaves_nothing_half_made(chain: int, reference: Reference, tmp_path: Path) -> None:
    draw = random.Random(1486 + chain)
    old, new = reference.old, reference.new
    year = tmp_path / "year"
    shutil.copytree(reference.folder, year)
    for number in range(MOMENTS // CHAINS):
        mark = f"{tmp_path}-{number}"
        target, work = year / "old", year / ".old.work"
        shutil.rmtree(target)
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(reference.folder / "old", target)
        runner = start(mark, "build", "2018.yaml", "--out", "old", cwd=year)
        time.sleep(draw.random() * 1.1 * reference.seconds)
        runner.kill()
        runner.communicate()
        assert wait_until(lambda m=mark: not processes_with(m), 5), processes_with(mark)
        assert files_in(target) == old or same_files(files_in(target), new)
        was_new = same_files(files_in(target), new)
        finished = finished_reports(work)
        code, _, err = finish(mark, "build", "2018.yaml", "--out", "old", cwd=year)
        assert (code, err) == (0, "")
        assert same_files(files_in(target), new)
        manifest = json.loads((target / "manifest.json").read_text("utf-8"))
        expected = json.loads(new["manifest.json"])
        assert {**manifest, "run": 0} == {**expected, "run": 0}
        if not was_new:
            assert finished <= set(manifest["run"]["kept"])
        assert not work.exists()
        assert not list(year.glob(".old.old*"))
