"""What goes wrong around a build: each report that fails says why, and the others are made."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.built import (
    POINTS,
    TREE,
    Built,
    add_cells,
    built_once,
    edit_notebook,
    files_in,
    run,
    same_files,
    write_relative,
    write_two_years,
)
from tests.processes import finish, processes_with, start, wait_until

pytestmark = pytest.mark.slow
linux = pytest.mark.skipif(sys.platform != "linux", reason="uses what Linux alone has")
NOBODY = 65534
WAYS = {
    "endless": "import time\n    while True:\n        time.sleep(0.01)",
    "hungry": "kept = []\n    while True:\n        kept.append(bytearray(10_000_000))",
    "leaves": "os._exit(0)",
    "killed": "os.kill(os.getpid(), 9)",
    "floods": "[print('x' * 1000) for n in range(10_000)]",
    "raises": "raise ValueError('/etc/hosts: hỏng')",
}
REASONS = {
    "endless": "it took longer than 15 seconds",
    "hungry": "MemoryError",
    "leaves": "its kernel died while the cell was running",
    "killed": "its kernel died while the cell was running",
    "floods": "it printed more than 1000000 characters",
    "raises": "ValueError: /etc/hosts: hỏng",
}
SERVER = """
    if not os.path.exists(FLAG):
        open(FLAG, "w").close()
        os.kill(os.getppid(), 9)
""".strip("\n")
MADE = ["method", "province", "slides", "units/good", "units/server"]


def misbehave(folder: Path) -> str:
    """Return a cell that behaves in each report by the name of its unit."""
    branches = [f"if unit == {name!r}:\n    {way}" for name, way in WAYS.items()]
    server = SERVER.replace("FLAG", repr(str(folder / "flag")))
    return "\n".join(["import os", *branches, f"if unit == 'server':\n{server}"])


@pytest.fixture(scope="session")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A draft of eight units: six fail, each in its way; one has the fork server killed under it."""

    def make(folder: Path) -> dict[str, Any]:
        units = ["good", *WAYS, "server"]
        write_relative(folder, TREE, dict.fromkeys(units, POINTS["a"]), status="draft")
        edit_notebook(folder, "02_unit.ipynb", add_cells(misbehave(folder)))
        words = ("build", "2018.yaml", "--timeout", "15", "--memory", "600", "--formats", "html")
        code, out, err = finish(str(folder), *words, cwd=folder)
        return {"code": code, "out": out, "err": err, "left": processes_with(str(folder))}

    folder, facts = built_once(tmp_path_factory, "troubled", make)
    assert facts["left"] == []
    return Built(facts["code"], facts["out"], facts["err"], folder)


@linux
def test_each_way_to_fail_is_told_and_the_other_reports_are_published(troubled: Built) -> None:
    assert troubled.code == 1
    assert "Traceback" not in troubled.err
    for unit, reason in REASONS.items():
        assert f"units/{unit} failed: {reason}" in troubled.err
    pages = {name for name in files_in(troubled.reports) if name.endswith(".html")}
    assert pages == {"index.html", *(f"{name}.html" for name in MADE)}


@linux
def test_a_notebook_that_did_not_finish_is_in_no_format_in_the_folder(troubled: Built) -> None:
    names = " ".join(files_in(troubled.reports))
    for unit in WAYS:
        assert f"units/{unit}." not in names


@linux
def test_the_manifest_says_how_each_report_ended(troubled: Built) -> None:
    manifest = json.loads((troubled.reports / "manifest.json").read_text("utf-8"))
    states = {name: report["state"] for name, report in manifest["reports"].items()}
    failed = {f"units/{unit}": "failed" for unit in WAYS}
    assert states == {**dict.fromkeys(MADE, "ok"), **failed}
    reasons = {name: report.get("reason") for name, report in manifest["reports"].items()}
    assert reasons["units/leaves"] == REASONS["leaves"]
    assert str(troubled.folder) not in json.dumps(manifest)
    # a kernel that was taken from a report is tried again (an exception never, see test_kernels)
    attempts = manifest["run"]["attempts"]
    assert attempts["units/killed"] == 3
    assert attempts["units/server"] >= 2


@linux
def test_metadata_that_says_completed_publishes_nothing(troubled: Built) -> None:
    """Saved notebooks of reports that died say nothing false: no cell counts that did not finish."""
    saved = troubled.folder / "reports" / ".2018.work" / "executed" / "units" / "leaves.ipynb"
    notebook = json.loads(saved.read_text("utf-8"))
    assert all("papermill" not in cell["metadata"] for cell in notebook["cells"])
    assert notebook["cells"][-1]["execution_count"] is None


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.nightly)])
def test_a_build_that_is_stopped_says_what_is_done_and_goes_on_later(number: signal.Signals, tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, dict.fromkeys("abc", POINTS["a"]))
    edit_notebook(tmp_path, "02_unit.ipynb", add_cells("import time\ntime.sleep(0.6)"))
    words = ("build", "2018.yaml", "--workers", "1", "--formats", "html")
    with start(str(tmp_path), *words, cwd=tmp_path) as build:
        assert build.stdout is not None
        lines = iter(build.stdout.readline, "")
        next(line for line in lines if line.startswith("2/6 "))  # a line a quarter
        build.send_signal(number)
        _, err = build.communicate()
    assert build.returncode == 1
    told = re.fullmatch(r"Stopped: ([2-6]) of 6 reports are finished; .* goes on from there\.\n", err)
    assert told is not None, err
    assert wait_until(lambda: not processes_with(str(tmp_path)), 5)
    assert not (tmp_path / "reports" / "2018").exists()
    later = run(tmp_path, *words)
    assert later.code == 0
    assert f"{6 - int(told[1])} reports made, {told[1]} kept, in" in later.out


# --- disks ----------------------------------------------------------------------------------


def mount(place: Path, options: str) -> None:
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("only root can make a small disk")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 20 MiB."""
    place = tmp_path / "disk"
    mount(place, "size=20m")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def resize(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


@linux
@pytest.mark.parametrize(
    "free", ["60k", *(pytest.param(size, marks=pytest.mark.nightly) for size in ("8k", "400k", "900k"))]
)
def test_a_full_disk_is_told_leaves_the_old_folder_and_is_no_hindrance_later(
    free: str, disk: Path, two_years: Built, tmp_path: Path
) -> None:
    year = tmp_path / "year"
    shutil.copytree(two_years.folder, year)
    target = disk / "out"
    shutil.copytree(year / "reports" / "2018", target)
    used = sum(-(-len(content) // 4096) for content in files_in(disk).values())  # whole pages
    points = year / "2018-inputs" / "points.csv"
    points.write_text(points.read_text("utf-8").replace("a,1.1,,,3,", "a,1.1,,,2.5,"), "utf-8")
    resize(disk, f"size={4 * used + 4 + int(free[:-1])}k")
    full = run(year, "build", "2018.yaml", "--out", str(target), "-q")
    assert full.code == 1
    assert "No space left on device" in full.err
    assert "Traceback" not in full.err
    assert same_files(files_in(target), files_in(two_years.reports))
    resize(disk, "size=20m")
    assert run(year, "build", "2018.yaml", "--out", str(target), "-q").code == 0
    assert b"a,\xc4\x90\xc6\xa1n v\xe1\xbb\x8b a,so,7.5," in files_in(target)["tables/index.csv"]


@linux
def test_a_folder_that_cannot_be_written_is_refused_before_anything_runs(
    disk: Path, two_years: Built, no_kernel: None, tmp_path: Path
) -> None:
    year = tmp_path / "year"
    shutil.copytree(two_years.folder, year)
    resize(disk, "ro")
    refused = run(year, "build", "2018.yaml", "--out", str(disk / "out"))
    assert refused.code == 2
    assert "cannot be written" in refused.err
    assert list(disk.iterdir()) == []


# --- one unit changed -----------------------------------------------------------------------


def test_only_the_reports_that_show_what_changed_run_again_and_a_log_may_say_why(tmp_path: Path) -> None:
    tree = {"so": TREE, "huyen": TREE}
    points = {**POINTS, "x": POINTS["a"], "y": POINTS["b"]}
    units = {"a": "so", "b": "so", "x": "huyen", "y": "huyen"}
    case = write_relative(tmp_path, tree, points, units=units)
    formats = ("--formats", "html")
    first = run(tmp_path, "build", "2018.yaml", *formats)
    assert first.code == 0
    before = files_in(tmp_path / "reports" / "2018")
    file = case.inputs / "points.csv"
    words = file.read_text("utf-8")
    # a reason shows in the unit's own report; those of the whole province read everything
    file.write_text(words.replace("x,1.1,,,3,,,,,", "x,1.1,,,3,,,,Thiếu biên bản,"), "utf-8")
    again = run(tmp_path, "build", "2018.yaml", *formats, "-v")
    told = [line for line in again.out.splitlines() if ": changed: data" in line]
    assert told == [f"{name}: changed: data" for name in ("province", "method", "slides", "units/x")]
    # a figure shows wherever its block's figures do; the other block's reports stay
    file.write_text(words.replace("x,1.1,,,3,,,,,", "x,1.1,,,2,,,,,"), "utf-8")
    third = run(tmp_path, "build", "2018.yaml", *formats, "-v")
    told = [line for line in third.out.splitlines() if ": changed: data" in line]
    names = ("province", "method", "slides", "units/x", "units/y")
    assert told == [f"{name}: changed: data" for name in names]
    now = files_in(tmp_path / "reports" / "2018")
    assert now["units/a.html"] == before["units/a.html"]
    assert now["units/y.html"] != before["units/y.html"]


# --- the same bytes for everybody -----------------------------------------------------------


def can_be_another_user() -> bool:
    """Tell whether another user can run this Python (it may lie in the home of this one)."""
    if os.geteuid() != 0:
        return False
    try:
        return subprocess.run([sys.executable, "-c", ""], user=NOBODY, check=False).returncode == 0
    except OSError:
        return False


@linux
@pytest.mark.nightly
@pytest.mark.parametrize("only", [("--only", "a"), ()], ids=["a-unit", "whole"])
def test_two_users_in_two_places_make_the_same_bytes(only: tuple[str, ...], tmp_path: Path) -> None:
    """Other folder, home, time zone, locale, hash seed, number of workers, other user where one
    can be: the same files."""
    made = []
    for name, workers, env in (
        ("one", "1", {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1", "USER": "chu"}),
        (
            "other place",
            "5",
            {
                "TZ": "America/New_York",
                "PYTHONHASHSEED": "77",
                "USER": "khach",
                "LC_ALL": "vi_VN.UTF-8",
                "LANG": "vi_VN.UTF-8",
                "COLUMNS": "40",
            },
        ),
    ):
        folder = tmp_path / name
        (folder / "home").mkdir(parents=True)
        write_two_years(folder)
        more: dict[str, Any] = {}
        if made and can_be_another_user():
            more = {"user": NOBODY, "group": NOBODY}
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
            for path in (tmp_path, *list(tmp_path.parents)[:-2]):
                path.chmod(0o755)
        words = ("build", "2018.yaml", "--workers", workers, "-q", *only)
        env |= {"HOME": str(folder / "home")}
        code, _, err = finish(name, *words, cwd=folder, env=env, **more)
        assert (code, err) == (0, "")
        made.append(files_in(folder / "reports" / "2018"))
    one, other = made
    assert set(one) == set(other)
    assert [name for name in one if one[name] != other[name]] == ["manifest.json"]
    first, second = (json.loads(files["manifest.json"]) for files in made)
    assert {**first, "run": 0} == {**second, "run": 0}


# --- verify ---------------------------------------------------------------------------------


def test_verify_finds_a_folder_that_can_be_made_again(copied: Path) -> None:
    told = run(copied, "verify", "reports/2018")
    assert (told.code, told.err) == (0, "")
    files = len(files_in(copied / "reports" / "2018")) - 1
    assert f"{files} files are what the manifest says, and a rebuild makes the same" in told.out


def test_verify_names_every_file_that_was_touched(copied: Path, no_kernel: None) -> None:
    reports = copied / "reports" / "2018"
    (reports / "units" / "a.html").write_text("khác", "utf-8")
    (reports / "tables" / "index.csv").unlink()
    (reports / "note.txt").write_text("x", "utf-8")
    told = run(copied, "verify", "reports/2018")
    assert told.code == 1
    for fault in ("units/a.html was changed", "tables/index.csv is missing", "note.txt is not in the manifest"):
        assert fault in told.err


def test_verify_says_what_is_another_now(copied: Path, no_kernel: None) -> None:
    points = copied / "2018-inputs" / "points.csv"
    points.write_text(points.read_text("utf-8").replace("a,1.1,,,3,", "a,1.1,,,2,"), "utf-8")
    told = run(copied, "verify", "reports/2018")
    assert told.code == 1
    assert "others now: years" in told.err


@pytest.mark.nightly
def test_verify_is_not_deceived_by_a_manifest_that_was_changed_too(copied: Path) -> None:
    import hashlib

    reports = copied / "reports" / "2018"
    page = reports / "units" / "a.html"
    page.write_bytes(page.read_bytes().replace(b"</body>", b"<p>11</p></body>"))
    manifest = json.loads((reports / "manifest.json").read_text("utf-8"))
    digest = hashlib.sha256(page.read_bytes()).hexdigest()
    manifest["reports"]["units/a"]["files"]["units/a.html"] = digest
    (reports / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    told = run(copied, "verify", "reports/2018")
    assert told.code == 1
    assert "a rebuild makes other files: units/a.html" in told.err
