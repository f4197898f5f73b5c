"""Warm kernels: the same as cold ones, apart from each other, and gone when their runner is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
import pytest

from parreport.publishing.running.execution import Job, Outcome, run_notebooks
from parreport.publishing.running.kernels import CAN_FORK, Kernels, open_kernels
from tests.kernels import share_kernels

pytestmark = pytest.mark.slow
needs_fork = pytest.mark.skipif(not CAN_FORK, reason="kernels start cold on this system")

DRAWN = """
import random
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
plt.plot([1, 2], [3, 4]);
"""
TABLE = "pd.DataFrame({'Đơn vị': ['Sở Nội vụ'], 'Điểm': [1 / 3]})"
PLACES = """
import os, sys
print(os.getcwd(), sys.path, sys.argv[0], __import__('signal').getsignal(17))
print({name: os.environ.get(name) for name in ('MPLBACKEND', 'PYTHONHASHSEED', 'MARK', 'OMP_NUM_THREADS')})
print(hash('a'), __name__)
"""
BELOW = """
import os
_ = os.write(1, b'from below\\n')
"""
FAILS = "def f(x):\n    return 1 / x\nf(0)"
WARM = "import threading; print('pandas' in __import__('sys').modules)"


def texts_of(outcome: Outcome) -> list[str]:
    assert outcome.executed is not None, outcome.error
    notebook = nbformat.read(outcome.executed, as_version=4)
    return [one.text for cell in notebook.cells for one in cell.get("outputs", [])]


def reason_of(outcome: Outcome) -> str:
    assert outcome.error is not None
    return str(outcome.error.reason)


def job_of(path: Path, name: str | None = None) -> Job:
    return Job(name or path.stem, path, {"unit": "x", "tables": None}, path.parent)


def processes_with(mark: str) -> list[int]:
    """Processes whose environment holds a mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_until(holds, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())


@pytest.fixture
def kernels() -> Iterator[Kernels]:
    with share_kernels() as shared:
        yield shared


@needs_fork
def test_a_kernel_is_warm_and_the_same_bytes_as_a_cold_one(make_notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("MARK", "1")
    path = make_notebook("a", "md:# Đầu", DRAWN, TABLE, PLACES, "plt.rcParams['backend']", FAILS)
    warmth = make_notebook("warmth", WARM)
    made = {}
    for kind in ("warm", "cold"):
        if kind == "cold":
            monkeypatch.setattr("parreport.publishing.running.kernels.CAN_FORK", False)
        outcomes = run_notebooks([job_of(path), job_of(warmth)], tmp_path / kind)
        assert texts_of(outcomes[1]) == [f"{kind == 'warm'}\n"]
        assert reason_of(outcomes[0]) == "ZeroDivisionError: division by zero"
        made[kind] = (tmp_path / kind / "a.ipynb").read_bytes()
    assert made["warm"] == made["cold"]
    assert b"image/png" in made["warm"]
    assert f"{tmp_path} [".encode() in made["warm"]


@needs_fork
def test_what_a_library_prints_past_python_is_kept(make_notebook, tmp_path, kernels):
    outcomes = run_notebooks([job_of(make_notebook("a", BELOW))], tmp_path / "out", kernels=kernels)
    assert "".join(texts_of(outcomes[0])) == "from below\n"


@needs_fork
def test_two_kernels_share_no_random_state(make_notebook, tmp_path, kernels):
    cell = "import random, numpy as np\nprint(random.random(), np.random.random())"
    path = make_notebook("a", cell)
    outcomes = run_notebooks([job_of(path, name) for name in "abc"], tmp_path / "out", kernels=kernels)
    numbers = [number for one in outcomes for number in texts_of(one)[0].split()]
    assert len(set(numbers)) == 6


@needs_fork
def test_each_way_to_fail_gives_its_error_and_the_others_are_made(make_notebook, tmp_path, kernels):
    cells = {
        "hungry": "kept = []\nwhile True:\n    kept.append(bytearray(10_000_000))",
        "nibbling": "kept = []\nwhile True:\n    kept.append(bytearray(100))",
        "huge": "big = bytearray(100_000_000_000)",
        "leaves": "import os\nos._exit(3)",
        "killed": "import os\nos.kill(os.getpid(), 9)",
        "floods": "for n in range(10_000):\n    print('x' * 1000)",
        "floods_below": "import os\nwhile True:\n    os.write(1, b'x' * 1000)",
    }
    jobs = [job_of(make_notebook(name, cell, "1")) for name, cell in cells.items()]
    jobs += [job_of(make_notebook(f"good{n}", f"print({n})")) for n in range(3)]
    outcomes = run_notebooks(jobs, tmp_path / "out", timeout=60, memory=600_000_000, kernels=kernels)
    found = {one.job.name: one for one in outcomes}
    assert {name: reason_of(found[name]) for name in cells} == {
        "hungry": "MemoryError",
        "nibbling": "MemoryError",
        "huge": "MemoryError",
        "leaves": "its kernel died while the cell was running",
        "killed": "its kernel died while the cell was running",
        "floods": "it printed more than 1000000 characters",
        "floods_below": "it printed more than 1000000 characters",
    }
    assert [texts_of(found[f"good{n}"]) for n in range(3)] == [["0\n"], ["1\n"], ["2\n"]]
    error = found["leaves"].error
    assert error is not None
    assert error.source == cells["leaves"]


@needs_fork
def test_a_notebook_that_takes_too_long_is_ended_and_the_others_are_made(make_notebook, tmp_path, kernels):
    """The others wait for it, with one worker, and have their own time."""
    jobs = [job_of(make_notebook("endless", "while True:\n    pass", "1")), job_of(make_notebook("good", "print(1)"))]
    endless, good = run_notebooks(jobs, tmp_path / "out", 1, timeout=4, kernels=kernels)
    assert reason_of(endless) == "it took longer than 4 seconds"
    assert texts_of(good) == ["1\n"]


def test_a_cold_kernel_keeps_the_limit_of_memory(make_notebook, tmp_path, monkeypatch):
    monkeypatch.setattr("parreport.publishing.running.kernels.CAN_FORK", False)
    path = make_notebook("a", "big = bytearray(100_000_000_000)")
    outcome = run_notebooks([job_of(path)], tmp_path / "out", memory=10**9)[0]
    assert reason_of(outcome) == "MemoryError"


@needs_fork
def test_a_cell_that_fails_runs_once_and_a_kernel_that_was_killed_at_once_again(make_notebook, tmp_path, kernels):
    log = tmp_path / "log"
    count = f"open({str(log)!r}, 'a').write('x')\n"
    once = "import os\nif os.path.getsize({log!r}) == 1:\n    os.kill(os.getpid(), 9)"
    fails = make_notebook("fails", f"{count}1 / 0", parameters=None)
    again = make_notebook("again", count + once.format(log=str(log)), "1", parameters=None)
    for path, times, ok in ((fails, 1, False), (again, 2, True)):
        log.write_text("")
        job = Job(path.stem, path, {}, tmp_path)
        assert run_notebooks([job], tmp_path / "out", kernels=kernels)[0].ok is ok
        assert log.read_text() == "x" * times


@needs_fork
def test_a_run_outlives_its_fork_server(make_notebook, tmp_path, monkeypatch):
    """It starts again while it may, here twice; then kernels start cold."""
    monkeypatch.setattr("parreport.publishing.running.kernels.SERVER_STARTS", 2)
    path = make_notebook("a", "import time; time.sleep(0.3)", "print(unit)")
    jobs = [job_of(path, f"n{number}") for number in range(5)]
    with open_kernels() as kernels:

        def kill_server(outcome: Outcome) -> None:
            if kernels.server is not None:
                kernels.server.kill()

        outcomes = run_notebooks(jobs, tmp_path / "out", 1, kill_server, kernels=kernels)
        assert kernels.starts == 2
    assert [one.ok for one in outcomes] == [True] * 5


@needs_fork
@pytest.mark.nightly
@pytest.mark.parametrize("seconds", [3, 8])
def test_a_fork_server_that_stands_still_for_a_while_fails_no_report(make_notebook, tmp_path, seconds):
    stops: list[threading.Timer] = []
    path = make_notebook("a", "import time; time.sleep(0.5)", "print(unit)")
    jobs = [job_of(path, f"n{number}") for number in range(5)]
    with open_kernels() as kernels:

        def stop_server(outcome: Outcome) -> None:
            if not stops and kernels.server is not None:
                kernels.server.send_signal(signal.SIGSTOP)
                stops.append(threading.Timer(seconds, kernels.server.send_signal, [signal.SIGCONT]))
                stops[0].start()

        outcomes = run_notebooks(jobs, tmp_path / "out", 2, stop_server, kernels=kernels)
        stops[0].join()
    assert [str(one.error) for one in outcomes] == ["None"] * 5


@needs_fork
@pytest.mark.parametrize("lost", ["cell", "server", "cold"])
def test_nothing_is_left_of_what_a_cell_started(make_notebook, tmp_path, monkeypatch, lost):
    """Not at the end of the notebook, not where its process or the fork server is killed, nor without one."""
    monkeypatch.setenv("PARREPORT_TEST_MARK", str(tmp_path))
    monkeypatch.setattr("parreport.publishing.running.kernels.CAN_FORK", lost != "cold")
    with_server = "if b'fork_server' in open(f'/proc/{os.getppid()}/cmdline', 'rb').read():\n"
    with_server += "    os.kill(os.getppid(), 9)\n    time.sleep(60)\nos._exit(3)"
    leaves = {"cell": "os._exit(3)", "server": with_server, "cold": "os._exit(3)"}
    began = "import os, subprocess, time\nsubprocess.Popen(['sleep', '60'])"
    jobs = [job_of(make_notebook("ends", began)), job_of(make_notebook("leaves", began, leaves[lost]))]
    outcomes = run_notebooks(jobs, tmp_path / "out", 1)
    assert outcomes[0].ok and not outcomes[1].ok
    mine = f"PARREPORT_TEST_MARK={tmp_path}"
    assert wait_until(lambda: set(processes_with(mine)) <= {os.getpid()}, 5), processes_with(mine)


def test_a_module_that_cannot_be_imported_hinders_no_other_notebook(make_notebook, tmp_path):
    path = make_notebook("a", "print(unit)")
    outcome = run_notebooks([job_of(path)], tmp_path / "out", preload=["no_such_module"])[0]
    assert texts_of(outcome) == ["x\n"]


@needs_fork
def test_the_fork_server_calls_what_is_named_after_a_colon(make_notebook, tmp_path, monkeypatch):
    (tmp_path / "stage.py").write_text("played = []\ndef play():\n    played.append('once')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    path = make_notebook("a", "import stage\nprint(*stage.played)")
    jobs = [job_of(path, name) for name in "ab"]
    warm = run_notebooks(jobs, tmp_path / "out", preload=["stage:play"])
    assert [texts_of(one) for one in warm] == [["once\n"]] * 2


@needs_fork
def test_the_fork_server_outlives_a_program_that_an_import_started(make_notebook, tmp_path, monkeypatch):
    (tmp_path / "program_at_import.py").write_text("import subprocess\nkept = subprocess.Popen(['sleep', '0.5'])")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    path = make_notebook("a", "import time; time.sleep(1)", WARM)
    with open_kernels(["program_at_import"]) as kernels:
        outcomes = run_notebooks([job_of(path, name) for name in "ab"], tmp_path / "out", 1, kernels=kernels)
        assert kernels.starts == 1
    assert [texts_of(one) for one in outcomes] == [["True\n"]] * 2


@needs_fork
def test_a_module_that_starts_threads_makes_kernels_cold(make_notebook, tmp_path, monkeypatch):
    (tmp_path / "threads_at_import.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    path = make_notebook("a", WARM)
    outcome = run_notebooks([job_of(path)], tmp_path / "out", preload=["threads_at_import"])[0]
    assert texts_of(outcome) == ["False\n"]


def test_jobs_run_in_an_executor_of_processes(make_notebook, tmp_path):
    path = make_notebook("a", "print(unit)")
    jobs = [job_of(path, name) for name in "abc"]
    with ProcessPoolExecutor(2) as pool:
        outcomes = run_notebooks(jobs, tmp_path / "out", executor=pool)
    assert [texts_of(one) for one in outcomes] == [["x\n"]] * 3


def test_what_a_broken_executor_lost_runs_here(make_notebook, tmp_path):
    path = make_notebook("a", "print(unit)")
    with ProcessPoolExecutor(1) as pool:
        pool.submit(os._exit, 1).exception()
        outcomes = run_notebooks([job_of(path)], tmp_path / "out", executor=pool)
    assert texts_of(outcomes[0]) == ["x\n"]


def test_a_stop_says_what_is_done_and_leaves_no_kernel(make_notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("MARK", f"stop-{os.getpid()}")
    quick, slow = make_notebook("a", "1"), make_notebook("b", "import time; time.sleep(60)")
    jobs = [job_of(quick), job_of(slow), job_of(slow, "c")]

    def stop(outcome: Outcome) -> None:
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()

    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt) as stopped:
        run_notebooks(jobs, tmp_path / "out", 2, stop)
    assert time.monotonic() - before < 30
    assert str(stopped.value) == "Stopped: 1 of 3 notebooks had been run."
    left = [pid for pid in processes_with(os.environ["MARK"]) if pid != os.getpid()]
    assert wait_until(lambda: not set(left) & set(processes_with(os.environ["MARK"])), 5)


RUNNER = """
    import sys
    from pathlib import Path
    from parreport.publishing.running.execution import Job, run_notebooks
    path = Path(sys.argv[1])
    print("ready", flush=True)
    jobs = [Job(f"n{n}", path, {"unit": "x", "tables": None}, path.parent) for n in range(12)]
    run_notebooks(jobs, path.parent / "out")
"""


@needs_fork
@pytest.mark.parametrize("moment", [0.1, 1.0, 2.5, 4.0])
def test_nothing_is_left_of_a_runner_that_was_killed(make_notebook, tmp_path, moment):
    mark = f"PARREPORT_TEST_MARK={tmp_path}"
    path = make_notebook("a", "import time; time.sleep(1)", "print(1)")
    runner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(RUNNER), str(path)],
        env={**os.environ, "PARREPORT_TEST_MARK": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    assert runner.stdout is not None
    runner.stdout.readline()
    time.sleep(moment)
    runner.kill()
    runner.communicate()
    assert wait_until(lambda: not processes_with(mark), 5), processes_with(mark)


def test_no_run_leaves_a_file_a_thread_or_a_child_behind(make_notebook, tmp_path):
    def things() -> tuple[int, int, set[str]]:
        children = {
            pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
        }
        return len([*Path("/proc/self/fd").iterdir()]), threading.active_count(), children

    sources = ("print(1)", "1 / 0", "import os; os._exit(1)")
    jobs = [job_of(make_notebook(f"n{n}", source)) for n, source in enumerate(sources)]
    run_notebooks(jobs[:1], tmp_path / "out")  # what is imported or opened once
    before = things()
    outcomes = run_notebooks(jobs, tmp_path / "out")
    assert [outcome.ok for outcome in outcomes] == [True, False, False]
    assert wait_until(lambda: things() == before, 5), (things(), before)
