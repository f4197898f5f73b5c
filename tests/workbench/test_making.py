"""A build from a notebook: how far it is, stopped by an interrupt, gone with its kernel, nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parreport.workbench.choosing import Run, choose_run
from parreport.workbench.making import Build, Stopped, build_reports, read_progress
from tests.built import files_in, write_two_years
from tests.processes import MARK, processes_with, wait_until

REPORTS_N = 6  # province, method, period, slides, two units


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    write_two_years(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(MARK, tmp_path.name)
    return choose_run("2018.yaml", "en", formats="html")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Build]:
    """What the output of the cell showed, one after the other."""
    return watch(monkeypatch, lambda build: None)


def watch(monkeypatch: pytest.MonkeyPatch, look: Callable[[Build], None]) -> list[Build]:
    seen: list[Build] = []

    class Handle:
        def update(self, build: Build) -> None:
            seen.append(build)
            look(build)

    def display(build: Build, display_id: bool) -> Handle:
        seen.append(build)
        return Handle()

    monkeypatch.setattr("IPython.display.display", display)
    return seen


def test_a_line_of_progress_is_told_from_other_lines() -> None:
    assert read_progress('{"done": 1, "total": 5, "failed": 0, "left_s": 2.5}') == {
        "done": 1,
        "total": 5,
        "failed": 0,
        "left_s": 2.5,
    }
    assert read_progress("5 reports made") is None
    assert read_progress('{"done":') is None


@pytest.mark.parametrize(
    ("facts", "words", "bar"),
    [
        ({"state": "running", "passed_s": 3.2}, "Reading, checking and computing: 3 seconds", '<progress max="1" '),
        (
            {"state": "running", "done": 2, "total": 8, "failed": 1, "left_s": 31.0},
            "2/8 reports, 1 failed, about 35 seconds left",
            '<progress max="8" value="2" ',
        ),
        ({"state": "running", "done": 8, "total": 8}, "8/8 reports, the folder is being put together", 'value="8"'),
        ({"state": "failed"}, "The build ended with faults; no report was made.", 'value="0"'),
        ({"state": "failed", "done": 8, "total": 8, "failed": 1}, "with faults: 7 of 8 reports.", 'value="8"'),
        ({"state": "waiting"}, "Write build = True", "<p>No report"),
    ],
)
def test_a_build_says_how_far_it_is(run: Run, facts: dict[str, Any], words: str, bar: str) -> None:
    build = Build(run, **facts)
    assert words in repr(build)
    assert bar in build._repr_html_()


def test_what_a_build_said_is_no_markup(run: Run) -> None:
    assert "&lt;b&gt;" in Build(run, "failed", lines=("<b>",))._repr_html_()


def test_without_being_asked_nothing_is_built(run: Run, shown: list[Build], tmp_path: Path) -> None:
    assert build_reports(run, start=False).state == "waiting"
    assert [one.state for one in shown] == ["waiting"]
    assert not (tmp_path / "reports").exists()


@pytest.mark.nightly
def test_a_build_tells_each_report_and_publishes(run: Run, shown: list[Build]) -> None:
    built = build_reports(run)
    assert (built.state, built.done, built.total) == ("done", REPORTS_N, REPORTS_N)
    assert built.lines == (f"{REPORTS_N} reports made, 0 kept, in reports/2018",)
    assert {one.done for one in shown} == set(range(REPORTS_N + 1))
    assert (run.target / "index.html").is_file()
    assert build_reports(run).lines == ("reports/2018: nothing has changed",)


@pytest.mark.slow
def test_a_faulty_year_is_told_and_nothing_is_written(run: Run, shown: list[Build], tmp_path: Path) -> None:
    points = tmp_path / "2018-inputs" / "points.csv"
    points.write_text(points.read_text("utf-8").replace(",3,", ",x,"), "utf-8")
    built = build_reports(run)
    assert built.state == "failed"
    assert any('found "x"; expected' in line for line in built.lines)
    assert not run.target.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_an_interrupt_stops_a_build_and_leaves_the_folder_as_it_was(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    watch(monkeypatch, lambda build: None)
    build_reports(run)
    before = files_in(run.target)
    points = tmp_path / "2018-inputs" / "points.csv"
    points.write_text(points.read_text("utf-8").replace(",3,", ",2,"), "utf-8")

    def press(build: Build) -> None:
        if build.state == "running" and build.done == 1:
            os.kill(os.getpid(), signal.SIGINT)

    seen = watch(monkeypatch, press)
    with pytest.raises(Stopped) as stopped:
        build_reports(run)
    assert stopped.value._render_traceback_() == [
        "Stopped. reports/2018 is as it was; the next build goes on from here."
    ]
    assert [one.state for one in seen][-2:] == ["stopping", "stopped"]
    assert files_in(run.target) == before
    assert wait_until(lambda: not children(tmp_path), 5)
    again = watch(monkeypatch, lambda build: None)
    assert build_reports(run).state == "done"
    assert 0 < again[-1].total < REPORTS_N  # what was finished is not run again
    assert files_in(run.target) != before


def children(folder: Path) -> list[int]:
    return [one for one in processes_with(folder.name) if one != os.getpid()]


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_build_ends_with_the_kernel_that_started_it(run: Run, tmp_path: Path) -> None:
    code = "import parreport as pr; pr.build_reports(pr.choose_run('2018.yaml', 'en', formats='html'))"
    kernel = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.DEVNULL)
    work = tmp_path / "reports" / ".2018.work"
    assert wait_until(lambda: (work / "executed").is_dir(), 60)
    kernel.kill()
    kernel.wait()
    assert wait_until(lambda: not children(tmp_path), 20)
    assert not run.target.exists()
