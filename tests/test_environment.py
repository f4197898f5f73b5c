"""One list of packages: pyproject.toml asks, constraints.txt pins, locks and environment follow.

And one list of commands: the Makefile's; run.py and the workflows have the same.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).resolve().parents[1]
WHOLE = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
PYPROJECT = WHOLE["project"]
LINES = (PROJECT / "constraints.txt").read_text("utf-8").splitlines()
PINNED = {
    canonicalize_name(name): Version(number)
    for name, _, number in (line.partition("==") for line in LINES if line.strip())
}
EXTRAS: dict[str, list[str]] = PYPROJECT["optional-dependencies"]
ASKED = [*PYPROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]
CONDA = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))
INSTALL = f"-e .[{','.join(EXTRAS)}]"
BUILD = WHOLE["build-system"]["requires"]
GROUPS = WHOLE["dependency-groups"]
LOCKS = {  # what each lock must hold at least
    "requirements.lock": [*PYPROJECT["dependencies"], *EXTRAS["all"], *BUILD],
    "requirements-test.lock": [*ASKED, *BUILD],
    "requirements-uv.lock": GROUPS["uv"],
    "requirements-tools.lock": [*GROUPS["uv"], *GROUPS["tools"]],
}
HASHES = r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
LOCKED = re.compile(rf"([\w.-]+)==([\w.]+)(?: ; ([^\\\n]+))?({HASHES})\n")


def read_lock(name: str) -> dict[str, tuple[Version, str]]:
    """Return the version and the marker of each package in a lock."""
    found = LOCKED.findall((PROJECT / name).read_text("utf-8"))
    return {canonicalize_name(one): (Version(number), marker) for one, number, marker, _ in found}


def told_by_make(target: str) -> list[str]:
    """Return the commands that a target would run on a machine where nothing is made yet."""
    if not shutil.which("make"):
        pytest.skip("needs make")
    done = subprocess.run(
        ["make", "--always-make", "--dry-run", target],
        cwd=PROJECT,
        env={name: one for name, one in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("asked", ASKED)
def test_each_dependency_is_pinned_to_a_version_that_it_allows(asked: str) -> None:
    requirement = Requirement(asked)
    assert PINNED[canonicalize_name(requirement.name)] in requirement.specifier


def test_a_constraint_is_a_name_and_a_version() -> None:
    assert [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_no_package_is_pinned_twice() -> None:
    assert len(PINNED) == len(LINES)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems need further packages")
def test_everything_that_the_package_pulls_in_is_pinned_and_installed_so() -> None:
    waiting, seen = [Requirement(one) for one in ASKED], set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, *requirement.extras) in seen:
            continue
        seen.add((name, *requirement.extras))
        assert Version(distribution(name).version) == PINNED[name], name
        for line in distribution(name).requires or ():
            below = Requirement(line)
            extras = requirement.extras or {""}
            if not below.marker or any(below.marker.evaluate({"extra": one}) for one in extras):
                waiting.append(below)


def test_the_conda_environment_takes_python_pip_and_make_and_leaves_the_rest_to_pip() -> None:
    *names, pip = CONDA["dependencies"]
    assert [re.split("[=<>]", name)[0] for name in names] == ["python", "pip", "make"]
    assert pip == {"pip": ["-c constraints.txt", INSTALL]}


def test_the_conda_environment_has_a_python_that_the_package_allows() -> None:
    python = next(name for name in CONDA["dependencies"] if str(name).startswith("python"))
    number = Version(python.partition("=")[2])
    assert Requirement(f"python{PYPROJECT['requires-python']}").specifier.contains(number)


def test_the_lock_of_all_has_the_names_and_versions_of_the_constraints() -> None:
    lock = {name: number for name, (number, _) in read_lock("requirements-test.lock").items()}
    assert lock == PINNED, "write what differs into constraints.txt, or run `make lock`"


@pytest.mark.parametrize(
    ("part", "whole"),
    [("requirements.lock", "requirements-test.lock"), ("requirements-uv.lock", "requirements-tools.lock")],
)
def test_a_lock_that_is_part_of_another_has_its_versions(part: str, whole: str) -> None:
    small, great = read_lock(part), read_lock(whole)
    assert {name: number for name, (number, _) in small.items()} == {name: great[name][0] for name in small}


def test_what_a_build_needs_is_installed_without_the_tools_of_tests() -> None:
    needless = {
        canonicalize_name(Requirement(one).name) for name in ("test", "release", "docs") for one in EXTRAS[name]
    }
    built_with = {canonicalize_name(Requirement(one).name) for one in BUILD}
    assert needless & read_lock("requirements.lock").keys() == built_with
    assert not any("requirements-test" in line for line in told_by_make("report"))


def test_the_project_is_installed_by_what_its_build_system_asks_for() -> None:
    assert GROUPS["build"] == BUILD


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_a_hash_for_each_package_and_nothing_else(name: str) -> None:
    assert LOCKED.sub("", (PROJECT / name).read_text("utf-8")) == ""


@pytest.mark.parametrize(("name", "asked"), [(name, one) for name in LOCKS for one in LOCKS[name]])
def test_a_lock_has_what_pyproject_asks_for_on_every_system(name: str, asked: str) -> None:
    requirement = Requirement(asked)
    number, marker = read_lock(name)[canonicalize_name(requirement.name)]
    assert number in requirement.specifier
    assert marker == ""


PIP = ".venv/bin/python -m pip --disable-pip-version-check install --quiet"
BY_PIP = f"{PIP} --no-deps --no-compile --require-hashes --only-binary :all: -r"
BY_UV = ".venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --require-hashes --only-binary :all: -r"


def test_make_installs_what_the_locks_hold_by_their_hashes_and_then_the_project_alone() -> None:
    done = [line for line in told_by_make("setup-test") if not line.startswith(("echo", "touch", "python3 -c"))]
    assert done == [
        "python3 -m venv .venv",
        f"{{ {BY_PIP} requirements-uv.lock && {BY_UV} requirements.lock; }} || {BY_PIP} requirements.lock",
        f"{PIP} --no-deps --no-build-isolation -e .",
        f"{{ {BY_PIP} requirements-uv.lock && {BY_UV} requirements-test.lock; }} || {BY_PIP} requirements-test.lock",
    ]


def test_an_installation_says_beforehand_what_it_does_and_how_much_it_takes() -> None:
    told = told_by_make("setup-test")
    for number, line in enumerate(told):
        if line.startswith("{"):
            before = [one for one in told[:number] if one.startswith("echo")]
            assert re.search(r"about \d+ MB", before[-1])
    assert len([line for line in told if line.startswith("echo")]) == 2


# --- run.py, where there is no make ---------------------------------------------------------

RUN = runpy.run_path(str(PROJECT / "run.py"))


@pytest.mark.parametrize("command", RUN["STEPS"])
def test_run_does_what_make_does(command: str) -> None:
    mine = [f".venv/bin/python {step}" for one in commands_before(command) for step in RUN["STEPS"][one]]
    # By pip alone: what stands after the `||` that follows uv.
    told = [line.rpartition("} || ")[2] for line in told_by_make(command) if ".venv/bin/python" in line]
    assert mine == told


def commands_before(command: str) -> list[str]:
    """Return what run.py does for a command, in order."""
    before = RUN["BEFORE"].get(command, "" if command == "setup" else "setup-test")
    return [*(commands_before(before) if before else ()), command]


def test_run_installs_once_for_each_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    own = RUN["run"].__globals__
    monkeypatch.setitem(own, "PROJECT", tmp_path)
    monkeypatch.setattr(own["subprocess"], "run", lambda words, **more: called.append([str(one) for one in words]))
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1, 1))
    (tmp_path / ".venv").mkdir()
    RUN["run"]("report")
    assert [call[-1] for call in called] == [".venv", "requirements.lock", ".", "parameters/ben-tre-2018.yaml"]
    RUN["run"]("report")
    assert [call[-1] for call in called[4:]] == ["parameters/ben-tre-2018.yaml"]
    RUN["run"]("test-fast")
    assert called[5][-2:] == ["-r", "requirements-test.lock"]
    assert called[6][1:8] == ["-m", "pytest", "-n", "auto", "-m", "not slow and not years", "-q"]
    assert len(called) == 7
    os.utime(tmp_path / "pyproject.toml", (2**33, 2**33))
    RUN["run"]("report")
    assert [call[-1] for call in called[7:]] == [".venv", "requirements.lock", ".", "parameters/ben-tre-2018.yaml"]


def test_run_says_what_it_knows_and_passes_a_failure_on() -> None:
    done = subprocess.run([sys.executable, "run.py", "nothing"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode != 0
    assert all(command in done.stderr for command in RUN["STEPS"])


@pytest.mark.parametrize(
    "name",
    [
        "constraints.txt",
        *LOCKS,
        "environment.yml",
        "pyproject.toml",
        "Makefile",
        "run.py",
        "CITATION.cff",
        ".ci/run",
        ".pre-commit-config.yaml",
        ".github/workflows/ci.yml",
        ".github/workflows/nightly.yml",
    ],
)
def test_no_file_of_the_environment_names_an_address(name: str) -> None:
    words = (PROJECT / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--trusted-host|--find-links", words)


def test_every_hook_before_a_commit_is_a_local_one() -> None:
    config = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [one["repo"] for one in config["repos"]] == ["local"]


def test_ci_does_what_a_person_does() -> None:
    runs = runs_of("ci.yml")
    assert runs["test"][-1] == ".ci/run"
    assert (PROJECT / ".ci" / "run").read_text("utf-8").rstrip().endswith("make test")
    assert runs["systems"] == ["python run.py report", "python run.py test-fast"]
    assert runs["docs"] == ["make docs"]


def runs_of(workflow: str) -> dict[str, list[str]]:
    """Return what each job of a workflow runs."""
    read = yaml.safe_load((PROJECT / ".github" / "workflows" / workflow).read_text("utf-8"))
    return {
        name: [step["run"].partition(" #")[0] for step in job["steps"] if "run" in step]
        for name, job in read["jobs"].items()
    }


def test_ci_runs_on_every_system_and_on_the_oldest_python_and_the_newest() -> None:
    jobs = yaml.safe_load((PROJECT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]
    oldest = PYPROJECT["requires-python"].removeprefix(">=")
    pythons = jobs["test"]["strategy"]["matrix"]["python"]
    assert pythons[0] == oldest
    assert Version(pythons[-1]) > Version(oldest)
    assert jobs["systems"]["strategy"]["matrix"]["os"] == ["windows-latest", "macos-latest"]


@pytest.mark.parametrize(("workflow", "job"), [("ci.yml", "test"), ("nightly.yml", "test")])
def test_where_chromium_is_installed_a_browser_test_that_is_skipped_has_failed(workflow: str, job: str) -> None:
    read = yaml.safe_load((PROJECT / ".github" / "workflows" / workflow).read_text("utf-8"))["jobs"][job]
    assert any("playwright install" in run for run in runs_of(workflow)[job])
    skips = re.findall(r'"(needs [^"]*)"', (PROJECT / "tests" / "browser" / "conftest.py").read_text("utf-8"))
    assert len(skips) == 2
    assert [one for one in skips if not re.search(read["env"]["PARREPORT_NO_SKIPS"], one)] == []


@pytest.mark.parametrize(("forbidden", "outcome"), [("", "skipped"), ("a moon", "skipped"), ("a sun|a star", "failed")])
def test_a_skip_can_be_forbidden(
    forbidden: str, outcome: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("PARREPORT_NO_SKIPS", forbidden)

    def skip() -> None:
        pytest.skip("needs a star")

    call = pytest.CallInfo.from_call(skip, when="call")
    report = request.node.ihook.pytest_runtest_makereport(item=request.node, call=call)
    assert report.outcome == outcome
    assert "needs a star" in str(report.longrepr)


# --- workflows ------------------------------------------------------------------------------

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.y*ml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_pins_each_action_by_its_commit_and_tells_the_version(path: Path) -> None:
    uses = re.findall(r"^[ -]*uses:.*", path.read_text("utf-8"), re.M)
    pinned = re.compile(r" *- uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert uses
    assert [line for line in uses if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_once_at_a_time_and_calls_make_targets_that_there_are(path: Path) -> None:
    assert yaml.safe_load(path.read_text("utf-8"))["concurrency"]["group"]
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
    called = {run.split()[1] for runs in runs_of(path.name).values() for run in runs if run.startswith("make ")}
    assert called <= targets


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_no_more(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if "permissions" in job] == []


def test_one_version_of_an_action_serves_all_workflows() -> None:
    words = "".join(path.read_text("utf-8") for path in WORKFLOWS)
    pins = set(re.findall(r"uses: ([^@\s]+)@(\S+)", words))
    assert len(pins) == len({name for name, _ in pins})


def test_the_nightly_audit_is_the_one_that_a_person_runs() -> None:
    runs = runs_of("nightly.yml")
    assert {name: ran[-1] for name, ran in runs.items()} == {
        "audit": "make audit",
        "fuzz": "make fuzz",
        "test": "make test-nightly",
        "mutants": "make mutants",
    }
    audits = [line for line in told_by_make("audit") if "/pip-audit " in line]
    assert len(audits) == 2  # of the two locks that hold the others
    assert all({"--strict", "--require-hashes", "--disable-pip"} < set(a.split()) for a in audits)


def test_the_audit_reads_the_packages_of_all_systems() -> None:
    """pip-audit leaves out what a marker excludes here; the audit's copy has no markers."""
    strip = next(line for line in told_by_make("audit") if line.startswith("sed "))
    copy = subprocess.run(
        ["sh", "-c", strip.rpartition(" > ")[0]], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    found = LOCKED.findall(copy)
    assert LOCKED.sub("", copy) == ""
    assert {canonicalize_name(one): marker for one, _, marker, _ in found} == dict.fromkeys(
        read_lock("requirements-test.lock"), ""
    )


def test_what_is_compiled_is_kept_whatever_the_machine_asks_for() -> None:
    """Where every process compiles all anew, the tests take twice as long."""
    asks = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    told = "import sys, tests, subprocess; print(subprocess.check_output([sys.executable, '-c', {!r}], text=True))"
    keeps = "import sys; print(sys.dont_write_bytecode)"
    done = subprocess.check_output([sys.executable, "-c", told.format(keeps)], env=asks, cwd=PROJECT, text=True)
    assert done.split() == ["False"]
    assert "\nunexport PYTHONDONTWRITEBYTECODE\n" in (PROJECT / "Makefile").read_text("utf-8")
